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

/* The same for a host that all its sources and pages wait for: from five minutes to
 * a day, but growing slowly, so that the pause is about a quarter of the time that
 * the trouble has lasted. */
gint64 kiri_host_backoff_us(gint64 failures, const char *seed);

gboolean kiri_source_is_due(const KiriSource *source, gint64 now_us);

/* What the operator set; 0: the default. */
typedef struct {
    gint64 interval_s; // between polls of a source of which nothing is known
    gint64 floor_s, ceiling_s;
    gboolean is_urgent; // as often as the floor allows
} KiriPace;
#define KIRI_PACE_FLOOR_S 60
#define KIRI_PACE_CEILING_S (6 * 3600)

/* When a source that answers now is to be asked next. The user's own interval
 * wins. A source whose rhythm is known is asked by it: the more often the more
 * it brings at that hour, with the hours ahead in view. Of others the default
 * interval is kept, or what they say of themselves (hint_s) where that is longer.
 * One that is watched urgently is asked after the floor. All but the user's own are spread by a tenth, each source in its own way. */
gint64 kiri_source_next_us(const KiriSource *source, gint64 now_us, const KiriPace *pace);

/* Notes a poll that went well. The rhythm must have heard of it before. */
void kiri_source_succeeded(KiriSource *source, gint64 now_us, const KiriPace *pace);
/* Notes one that did not; each kind of failure has its own pauses, which grow with
 * the failures in a row, and after a week of them with the time, up to a week.
 * `hold_until_us` > now: the site asked for that pause. */
void kiri_source_failed(KiriSource *source, gint64 now_us, const KiriPace *pace,
                        KiriFailure failure, gint64 hold_until_us, const char *why);

/* Is this poll to go without validators? Daily, now and then while nothing new
 * comes for improbably long, always where they lied, and in the first week until
 * they were seen to change with news: a server whose ETag stays while the bytes
 * change would otherwise stay silent for ever. */
gboolean kiri_source_wants_whole(const KiriSource *source, gint64 now_us);

/* How long the answer asks to be kept, by Cache-Control or Expires; 0: it does not
 * say. */
gint64 kiri_cache_hint_s(const char *cache_control, const char *expires, const char *date,
                         gint64 now_us);

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
/* The kind of failure that a status is, for one that brings no page. */
KiriFailure kiri_status_failure(gint64 status);
