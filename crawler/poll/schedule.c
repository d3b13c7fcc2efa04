// SPDX-License-Identifier: GPL-3.0-or-later
/* When to ask again.
 *
 * Of all ways to spend a number of requests on a source, the sum of the delays of
 * its articles is least when the frequency of polls follows the square root of
 * the rate at which they appear. So the next poll is due when the square roots of
 * the learned rates of the hours ahead have added up to EFFORT: after 12 minutes
 * at two articles an hour, after 3 at thirty, after hours where one comes a week;
 * and a source that wakes at five is asked soon after five, whenever it was asked
 * last. One number trades requests for delay; docs/performance.md shows what it
 * buys. */
#include "schedule.h"

#include <kirinuki/hash.h>
#include <kirinuki/transport.h>

#include <math.h>
#include <string.h>

#define EFFORT 0.28 // √hours
#define MOST_INTERVAL_S (30 * 86400)
#define DEAD_AFTER_US (7 * KIRI_US_PER_DAY)
#define MOST_DEAD_US (7 * KIRI_US_PER_DAY)
#define PROBATION_US (7 * KIRI_US_PER_DAY) // or until the validators changed with news
#define SUSPICIOUS 0.05 // probability of a silence behind which a validator may lie
#define SUSPICIOUS_POLLS 4
#define MOST_HINT_S (7 * 86400)

/* First pause after a failure, growth with each further one, and ceiling until it
 * has lasted for a week. What may pass is asked again after a quarter of the time
 * that it has lasted, at the latest: doubled pauses would be as long as the
 * trouble was, and a feed forgets its entries. Our own proxy is back soon or somebody is at work on it;
 * who refused us will hardly think better of it within the hour. */
static const struct {
    gint64 first_s, most_s;
    gint growth;
    gboolean is_lasting; // will hardly pass by itself
} backoffs[KIRI_N_FAILURES] = {
    [KIRI_FAILURE_NONE] = {300, 86400, 2, FALSE},
    [KIRI_FAILURE_NAME] = {1800, 86400, 2, FALSE},
    [KIRI_FAILURE_CONNECT] = {300, 86400, 2, FALSE},
    [KIRI_FAILURE_TIMEOUT] = {600, 86400, 2, FALSE},
    [KIRI_FAILURE_TLS] = {3600, 86400, 2, FALSE},
    [KIRI_FAILURE_PROXY] = {120, 1800, 2, FALSE},
    [KIRI_FAILURE_PROTOCOL] = {900, 86400, 2, FALSE},
    [KIRI_FAILURE_LIMIT] = {3600, 86400, 3, TRUE},
    [KIRI_FAILURE_POLICY] = {6 * 3600, 7 * 86400, 2, TRUE},
    [KIRI_FAILURE_ROBOTS] = {12 * 3600, 7 * 86400, 2, TRUE},
    [KIRI_FAILURE_HOLD] = {300, 86400, 2, FALSE},
    [KIRI_FAILURE_FORBIDDEN] = {3600, 7 * 86400, 3, TRUE},
    [KIRI_FAILURE_MISSING] = {3600, 86400, 2, FALSE},
    [KIRI_FAILURE_GONE] = {86400, 7 * 86400, 2, TRUE},
    [KIRI_FAILURE_SERVER] = {300, 6 * 3600, 2, FALSE},
    [KIRI_FAILURE_CONTENT] = {900, 86400, 2, FALSE},
    [KIRI_FAILURE_EMPTY] = {600, 6 * 3600, 2, FALSE},
};

/* In [0, 1), by the seed and how often it was used. */
static gdouble spread(const char *seed, gint64 n)
{
    g_autofree char *key = g_strdup_printf("%s %" G_GINT64_FORMAT, seed ? seed : "", n);
    return (gdouble)(kiri_hash64(kiri_str(key)) % 1000) / 1000;
}

static gint64 backoff_us(gint64 failures, gint64 first_us, gint64 most_us, gint growth,
                         const char *seed)
{
    gint64 wait = first_us;
    for (gint64 i = 1; i < failures && wait < most_us; i++)
        wait *= growth;
    wait = MIN(wait, most_us);
    return wait / 2 + (gint64)((gdouble)(wait / 2) * spread(seed, failures));
}

gint64 kiri_host_backoff_us(gint64 failures, const char *seed)
{
    gdouble wait = KIRI_BACKOFF_FIRST_US;
    for (gint64 i = 1; i < failures && wait < KIRI_BACKOFF_MOST_US; i++)
        wait *= 1.3;
    gint64 most = (gint64)MIN(wait, (gdouble)KIRI_BACKOFF_MOST_US);
    return most / 2 + (gint64)((gdouble)(most / 2) * spread(seed, failures));
}

gint64 kiri_backoff_us(gint64 failures, gint64 first_us, gint64 most_us, const char *seed)
{
    return backoff_us(failures, first_us, most_us, 2, seed);
}

gboolean kiri_source_is_due(const KiriSource *source, gint64 now_us)
{
    return !source->is_disabled &&
           (!kiri_time_is_set(source->next_due) || source->next_due.us <= now_us);
}

/* ---- the next poll ---- */

static gint64 or_default(gint64 seconds, gint64 fallback)
{
    return MIN(seconds > 0 ? seconds : fallback, MOST_INTERVAL_S);
}

gint64 kiri_source_next_us(const KiriSource *source, gint64 now_us, const KiriPace *pace)
{
    if (source->interval_s > 0)
        return now_us + MIN(source->interval_s, MOST_INTERVAL_S) * KIRI_US_PER_SECOND;
    gint64 floor_us = or_default(pace->floor_s, KIRI_PACE_FLOOR_S) * KIRI_US_PER_SECOND;
    gint64 ceiling_us = or_default(pace->ceiling_s, KIRI_PACE_CEILING_S) * KIRI_US_PER_SECOND;
    if (pace->is_urgent)
        return now_us + floor_us;
    gdouble part = 0.9 + 0.2 * spread(source->id, source->polls);
    gint64 wait;
    if (kiri_rhythm_is_known(source->rhythm)) {
        wait = kiri_rhythm_next_us(source->rhythm, now_us, now_us + ceiling_us, EFFORT * part) -
               now_us;
        if (wait >= ceiling_us)
            wait = (gint64)((gdouble)ceiling_us * MIN(part, 1));
    } else {
        gint64 base = or_default(pace->interval_s, KIRI_SOURCE_INTERVAL_S);
        wait = (gint64)((gdouble)(MAX(base, source->hint_s) * KIRI_US_PER_SECOND) * part);
    }
    wait = MAX(MIN(wait, ceiling_us), floor_us);
    return now_us + wait / KIRI_US_PER_SECOND * KIRI_US_PER_SECOND;
}

void kiri_source_succeeded(KiriSource *source, gint64 now_us, const KiriPace *pace)
{
    source->polls++;
    source->failures = 0;
    source->failure = KIRI_FAILURE_NONE;
    source->failing_since = KIRI_TIME_UNSET;
    g_clear_pointer(&source->last_error, g_free);
    source->last_poll = source->last_success = kiri_time_jst(now_us);
    source->next_due = kiri_time_jst(kiri_source_next_us(source, now_us, pace));
}

/* No sooner than it would be asked if it were well; and once it has failed for a
 * week, no sooner than after a seventh of the time that it has failed. */
static gint64 failed_wait_us(const KiriSource *source, gint64 now_us, const KiriPace *pace)
{
    gint64 first = backoffs[source->failure].first_s * KIRI_US_PER_SECOND;
    gint64 most = backoffs[source->failure].most_s * KIRI_US_PER_SECOND;
    gint64 wait =
        backoff_us(source->failures, first, most, backoffs[source->failure].growth, source->url);
    gint64 lasted = now_us - source->failing_since.us;
    if (!backoffs[source->failure].is_lasting)
        wait = MIN(wait, MAX(first, lasted / 4));
    if (lasted > DEAD_AFTER_US)
        wait = MAX(wait, MIN(lasted / 7, MOST_DEAD_US));
    return MAX(wait, kiri_source_next_us(source, now_us, pace) - now_us);
}

void kiri_source_failed(KiriSource *source, gint64 now_us, const KiriPace *pace,
                        KiriFailure failure, gint64 hold_until_us, const char *why)
{
    source->polls++;
    source->failures++;
    source->failure = (gint)failure;
    if (!kiri_time_is_set(source->failing_since))
        source->failing_since = kiri_time_jst(now_us);
    g_free(source->last_error);
    source->last_error = g_strdup(why);
    source->last_poll = kiri_time_jst(now_us);
    /* Who says how long to wait is believed; growing pauses are for those who
     * do not. */
    gint64 due = failure == KIRI_FAILURE_HOLD && hold_until_us > now_us
                     ? MAX(hold_until_us, kiri_source_next_us(source, now_us, pace))
                     : MAX(hold_until_us, now_us + failed_wait_us(source, now_us, pace));
    source->next_due = kiri_time_jst(due);
}

/* ---- validators ---- */

/* Number of the day as this source counts them: each begins at its own time. */
static gint64 own_day(const KiriSource *source, gint64 us)
{
    return (us + (gint64)(spread(source->id, 0) * (gdouble)KIRI_US_PER_DAY)) / KIRI_US_PER_DAY;
}

gboolean kiri_source_wants_whole(const KiriSource *source, gint64 now_us)
{
    if (source->ignores_validators || !kiri_time_is_set(source->last_success) ||
        own_day(source, now_us) != own_day(source, source->last_success.us))
        return TRUE;
    if (!source->validator_truths && now_us - source->added.us < PROBATION_US)
        return TRUE;
    gint64 newest = MAX(source->newest_entry.us, source->last_new.us);
    return source->polls % SUSPICIOUS_POLLS == 0 && source->rhythm && newest &&
           kiri_rhythm_silence(source->rhythm, newest, now_us) < SUSPICIOUS;
}

/* The number behind a directive: "public, max-age=300" → 300; -1 when it is not
 * there. */
static gint64 directive_s(const char *cache_control, const char *name)
{
    g_auto(GStrv) parts = g_strsplit(cache_control ? cache_control : "", ",", 32);
    gsize n = strlen(name);
    for (char **p = parts; *p; p++) {
        const char *s = g_strstrip(*p);
        if (g_ascii_strncasecmp(s, name, n) != 0 || s[n] != '=')
            continue;
        s += n + 1;
        s += *s == '"';
        return g_ascii_isdigit(*s) ? (gint64)MIN(g_ascii_strtoull(s, NULL, 10), MOST_HINT_S) : -1;
    }
    return -1;
}

gint64 kiri_cache_hint_s(const char *cache_control, const char *expires, const char *date,
                         gint64 now_us)
{
    gint64 age = directive_s(cache_control, "max-age");
    gint64 shared = directive_s(cache_control, "s-maxage");
    if (age >= 0 || shared >= 0)
        return MAX(age, shared);
    gint64 from = kiri_retry_after_s(date, now_us), until = kiri_retry_after_s(expires, now_us);
    if (until <= 0)
        return 0;
    return CLAMP(until - MAX(from, 0), 0, MOST_HINT_S);
}

KiriStatusMeaning kiri_status_meaning(gint64 status, gboolean has_location)
{
    switch (status) {
    case 206: // of a part that nobody asked for: no page
        return KIRI_STATUS_RETRY;
    case 304:
        return KIRI_STATUS_UNCHANGED;
    case 404:
        return KIRI_STATUS_MISSING;
    case 429:
    case 503:
        return KIRI_STATUS_HOLD;
    case 408:
    case 425:
        return KIRI_STATUS_RETRY;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return has_location ? KIRI_STATUS_REDIRECT : KIRI_STATUS_GONE;
    default:
        break;
    }
    if (status >= 200 && status < 300)
        return KIRI_STATUS_PAGE;
    return status >= 500 && status < 600 ? KIRI_STATUS_RETRY : KIRI_STATUS_GONE;
}

KiriFailure kiri_status_failure(gint64 status)
{
    switch (status) {
    case 304:
        return KIRI_FAILURE_PROTOCOL; // nobody asked for it
    case 401:
    case 403:
    case 451:
        return KIRI_FAILURE_FORBIDDEN;
    default:
        break;
    }
    switch (kiri_status_meaning(status, FALSE)) {
    case KIRI_STATUS_MISSING:
        return KIRI_FAILURE_MISSING;
    case KIRI_STATUS_HOLD:
        return KIRI_FAILURE_HOLD;
    case KIRI_STATUS_RETRY:
        return KIRI_FAILURE_SERVER;
    default:
        return KIRI_FAILURE_GONE;
    }
}
