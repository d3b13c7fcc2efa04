// SPDX-License-Identifier: GPL-3.0-or-later
/* Is a source well? Failures are plain; silence is judged by the rhythm.
 *
 * A silence alarms when a source that is alive would hardly ever make one so
 * long: not merely once in a thousand such hours, but hardly once in ten years of
 * all the gaps between its entries, of which a wire makes ten thousand a year. So
 * an alarm means something for every kind of source. Of a source that was watched
 * for less than three weeks weekends and holidays are not known, and it gets ten
 * days. What brought nothing since it is followed is held against what was there
 * at the first poll, which may have been regular long ago. Where too little is
 * known for anything, age alone counts: of a source that brings a few entries in a
 * quarter, and of records that were made before rhythms were learned. */
#include <kirinuki/health.h>

#include <kirinuki/i18n.h>

const char *const kiri_health_names[] = {"ok",   "new",      "silent", "failing",
                                         "dead", "disabled", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_health_names) == KIRI_HEALTH_DISABLED + 2);

#define DEAD_AFTER_US (7 * KIRI_US_PER_DAY)
#define IMPROBABLE 0.001
#define DOUBTFUL 0.05 // enough where a source is old besides
#define FALSE_ALARMS_A_YEAR 0.1
#define LEAST_SILENCE_US (3 * KIRI_US_PER_HOUR)
#define YOUNG_US (21 * KIRI_US_PER_DAY)
#define LEAST_SILENCE_OF_YOUNG_US (10 * KIRI_US_PER_DAY)
#define OLD_US (7 * KIRI_US_PER_DAY)          // nothing newer, and no rhythm to judge by
#define OLD_OF_SLOW_US (45 * KIRI_US_PER_DAY) // … of one that brings next to nothing
#define LOOK_BACK_US (28 * KIRI_US_PER_DAY)
/* Regular at first sight: published on so many days, and silent for so many times
 * the longest gap among them. */
#define FIRST_DAYS 5
#define FIRST_GAPS 4
#define LEAST_SILENCE_AT_FIRST_US (14 * KIRI_US_PER_DAY)

/* When the newest entry came; G_MININT64: none ever did. */
static gint64 newest_us(const KiriSource *s)
{
    gint64 newest = G_MININT64;
    if (kiri_time_is_set(s->newest_entry))
        newest = s->newest_entry.us;
    if (kiri_time_is_set(s->last_new))
        newest = MAX(newest, s->last_new.us);
    return newest;
}

/* Was what the first poll found so regular that it must have ended since? Asked as
 * long as nothing has come; from then on the rhythm tells more. */
static gboolean has_ended_before(const KiriSource *s, gint64 silence_us)
{
    const KiriRhythm *r = s->rhythm;
    return r && r->first_days >= FIRST_DAYS && !kiri_time_is_set(s->last_new) &&
           kiri_time_is_set(s->newest_entry) && silence_us > LEAST_SILENCE_AT_FIRST_US &&
           silence_us / (FIRST_GAPS * KIRI_US_PER_SECOND) > r->first_gap_s;
}

static void judge_silence(const KiriSource *s, KiriHealth *h)
{
    gint64 until = s->last_success.us; // later than that nobody looked
    gint64 from = newest_us(s);
    gboolean is_known = kiri_rhythm_is_known(s->rhythm);
    if (from == G_MININT64)
        from = kiri_time_is_set(s->added) ? s->added.us : until;
    if (is_known)
        h->probability = kiri_rhythm_silence(s->rhythm, from, until);
    gdouble a_year = is_known ? 365.0 * KIRI_US_PER_DAY / LOOK_BACK_US *
                                    kiri_rhythm_expected(s->rhythm, until - LOOK_BACK_US, until)
                              : 0;
    gint64 least = LEAST_SILENCE_US;
    if (is_known && until - s->rhythm->since.us < YOUNG_US)
        least = LEAST_SILENCE_OF_YOUNG_US;
    gboolean is_improbable = until - from >= least && h->probability < IMPROBABLE &&
                             h->probability * a_year < FALSE_ALARMS_A_YEAR;
    gboolean has_rhythm = s->rhythm && newest_us(s) != G_MININT64;
    gboolean is_old = until - from >= (has_rhythm ? OLD_OF_SLOW_US : OLD_US) &&
                      (h->probability >= 1 || h->probability < DOUBTFUL);
    gboolean is_silent = is_improbable || is_old || has_ended_before(s, until - from);
    if (is_silent) {
        h->state = KIRI_HEALTH_SILENT;
        h->since_us = from;
    } else if (!is_known && s->rhythm) {
        h->state = KIRI_HEALTH_NEW;
    }
}

/* Expected and actual entries of the last seven days, as far as it was watched. */
static void compare_week(const KiriSource *s, gint64 now_us, KiriHealth *h)
{
    if (!kiri_rhythm_is_known(s->rhythm))
        return;
    gint64 from = 0;
    h->actual = kiri_rhythm_recent(s->rhythm, now_us, &from);
    from = MAX(from, s->rhythm->since.us);
    h->expected =
        kiri_rhythm_expected(s->rhythm, from, MAX(from, MIN(now_us, s->rhythm->latest.us)));
}

KiriHealth kiri_source_health(const KiriSource *source, gint64 now_us)
{
    KiriHealth h = {KIRI_HEALTH_OK, G_MININT64, -1, -1, 1};
    compare_week(source, now_us, &h);
    if (source->is_disabled) {
        h.state = KIRI_HEALTH_DISABLED;
    } else if (source->failures > 0) {
        gint64 since = kiri_time_is_set(source->failing_since)  ? source->failing_since.us
                       : kiri_time_is_set(source->last_success) ? source->last_success.us
                                                                : source->last_poll.us;
        h.state = now_us - since > DEAD_AFTER_US ? KIRI_HEALTH_DEAD : KIRI_HEALTH_FAILING;
        h.since_us = since;
    } else if (!kiri_time_is_set(source->last_success)) {
        h.state = KIRI_HEALTH_NEW;
    } else {
        judge_silence(source, &h);
    }
    return h;
}

const char *kiri_failure_text(KiriFailure failure)
{
    switch (failure) {
    case KIRI_FAILURE_NAME:
        return _("the name of the server cannot be found");
    case KIRI_FAILURE_CONNECT:
        return _("no connection to the server, or it broke off");
    case KIRI_FAILURE_TIMEOUT:
        return _("the server did not answer in time");
    case KIRI_FAILURE_TLS:
        return _("no secure connection could be made");
    case KIRI_FAILURE_PROXY:
        return _("the proxy of this network refused, or cannot be reached");
    case KIRI_FAILURE_PROTOCOL:
        return _("the answer does not keep to the rules of HTTP");
    case KIRI_FAILURE_LIMIT:
        return _("the answer is beyond a limit of size");
    case KIRI_FAILURE_POLICY:
        return _("the address is one that is not asked");
    case KIRI_FAILURE_ROBOTS:
        return _("robots.txt does not allow it");
    case KIRI_FAILURE_HOLD:
        return _("the site asked for a pause");
    case KIRI_FAILURE_FORBIDDEN:
        return _("the site refuses access");
    case KIRI_FAILURE_MISSING:
        return _("there is nothing at this address (404)");
    case KIRI_FAILURE_GONE:
        return _("it was taken away for good");
    case KIRI_FAILURE_SERVER:
        return _("the server reports an error of its own");
    case KIRI_FAILURE_CONTENT:
        return _("the answer is not what it should be");
    case KIRI_FAILURE_EMPTY:
        return _("the answer is empty");
    case KIRI_FAILURE_NONE:
    case KIRI_N_FAILURES:
        break;
    }
    return _("for a reason that was not recorded");
}
