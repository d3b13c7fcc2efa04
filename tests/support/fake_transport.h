// SPDX-License-Identifier: GPL-3.0-or-later
/* A transport by script, on a clock that waits only in name: kiri_transport_wait()
 * moves the test's fixed clock instead of the wall's. For pauses of hours and for
 * order, where a real server could only be waited for.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/clock.h>
#include <kirinuki/nursery.h>
#include <kirinuki/transport.h>

/* The clock is fixed, not monotonic-real, and outlives the transport. */
KiriTransport *fake_transport_new(KiriClock *clock);

/* The answer to `url` from now on; headers as lines ("Retry-After: 5\n") or NULL.
 * What has no answer is 404. */
void fake_answer(KiriTransport *t, const char *url, gint64 status, const char *headers,
                 const char *body);
/* No answer, for the reason. */
void fake_failure(KiriTransport *t, const char *url, KiriFetchOutcome outcome, gboolean is_lasting,
                  const char *problem);
/* … and of this kind: the transport's own refusals are of various kinds. */
void fake_failure_of(KiriTransport *t, const char *url, KiriFetchOutcome outcome,
                     KiriFailure failure, gboolean is_lasting, const char *problem);
/* Every exchange takes this long; with one host another time. */
void fake_set_duration(KiriTransport *t, gint64 us);
void fake_set_host_duration(KiriTransport *t, const char *host, gint64 us);
/* The clock stands while this pool's workers hold jobs. */
void fake_transport_set_pool(KiriTransport *t, KiriPool *pool);

typedef struct {
    char *url;
    gint64 at_us; // monotonic time of the start
    gboolean is_conditional;
} FakeSeen;
guint fake_n_all(const KiriTransport *t);
guint fake_n_seen(const KiriTransport *t, const char *url_prefix); // NULL: all
const FakeSeen *fake_seen(const KiriTransport *t, const char *url_prefix, guint i);
guint fake_most_at_once(const KiriTransport *t, const char *host); // requests to a host
guint fake_most_in_all(const KiriTransport *t);
