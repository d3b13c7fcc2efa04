// SPDX-License-Identifier: GPL-3.0-or-later
/* When to ask again: pure arithmetic over records and a clock reading.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/source.h>

#define KIRI_SOURCE_INTERVAL_S (30 * 60) // default
#define KIRI_BACKOFF_FIRST_US (5 * KIRI_US_PER_MINUTE)
#define KIRI_BACKOFF_MOST_US KIRI_US_PER_DAY

/* The wait after the `failures`-th failure in a row (1, 2, …): doubling from
 * `first_us` to `most_us`, of which the second half is spread by `seed`, so that
 * many that failed together do not come back together. The spread is a function
 * of its inputs: no randomness. */
gint64 kiri_backoff_us(gint64 failures, gint64 first_us, gint64 most_us, const char *seed);

gboolean kiri_source_is_due(const KiriSource *source, gint64 now_us);

/* Notes a poll that went well; `interval_s` 0: the default. */
void kiri_source_succeeded(KiriSource *source, gint64 now_us, gint64 interval_s);
/* Notes one that did not. `hold_until_us` > now: the host asked for that pause. */
void kiri_source_failed(KiriSource *source, gint64 now_us, gint64 interval_s, gint64 hold_until_us,
                        const char *why);

/* Is this poll to go without validators? About weekly: a server whose ETag stays
 * while the bytes change would otherwise stay silent for ever. */
gboolean kiri_source_polls_whole(const KiriSource *source);

/* What an HTTP answer other than a page means for a URL (RFC 9110 §15). */
typedef enum {
    KIRI_STATUS_PAGE,     // 200, 203: look at the body
    KIRI_STATUS_REDIRECT, // with a Location
    KIRI_STATUS_UNCHANGED,
    KIRI_STATUS_GONE,    // for good
    KIRI_STATUS_MISSING, // 404: may be late, tried on three days
    KIRI_STATUS_HOLD,    // the host asks for a pause
    KIRI_STATUS_RETRY,
} KiriStatusMeaning;
KiriStatusMeaning kiri_status_meaning(gint64 status, gboolean has_location);
