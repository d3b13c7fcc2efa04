// SPDX-License-Identifier: GPL-3.0-or-later
/* When was it published, when changed? Every place that may say so is a witness
 * with a weight. A day is chosen by its own best witness and, half as much, by
 * the others that agree on it; among those that agree the most exact statement
 * is taken, so that a feed's or a page's clock completes a date of the address.
 *
 * Before the vote the witnesses are put on one footing:
 *   1. local time labelled "Z" is found out: by a clock with a zone that says the
 *      same time of day, by the days that the page states, or because the moment is
 *      still to come;
 *   2. moments in UTC are seen in the zone of the page: Japan's, or the one in
 *      which another witness states the same moment;
 *   3. a day that is also that of the last change is no publication beside an
 *      earlier one.
 * After it, a midnight that the page itself shows as a day is one. */
#include "page_date.h"

#include <kirinuki/date_text.h>

#include <string.h>

enum {
    MAX_SKEW_HOURS = 1, // of a server's clock
    MAX_ZONE_MIN = 14 * 60,
    UTC_MIN = 0,
};

/* ---- comparing ---- */

static gint64 day_of(const KiriDateClaim *c)
{
    KiriCivil v = kiri_civil_from_us(c->time.us, c->time.offset_min);
    return kiri_civil_days(v.year, v.month, v.day);
}

static gboolean agree(const KiriDateClaim *a, const KiriDateClaim *b)
{
    if (day_of(a) == day_of(b))
        return TRUE;
    /* The same instant may be two days in two zones. */
    return a->time.precision > KIRI_PRECISION_DAY && b->time.precision > KIRI_PRECISION_DAY &&
           ABS(a->time.us - b->time.us) < KIRI_US_PER_HOUR;
}

/* The time of day in microseconds, in the claim's own zone. */
static gint64 clock_of(const KiriDateClaim *c)
{
    KiriCivil v = kiri_civil_from_us(c->time.us, c->time.offset_min);
    return v.hour * KIRI_US_PER_HOUR + v.minute * KIRI_US_PER_MINUTE +
           v.second * KIRI_US_PER_SECOND + v.micro;
}

/* How much a statement says about the clock: 0 day, 1 midnight, 2 a clock. */
static gint exactness(const KiriDateClaim *c)
{
    return c->time.precision <= KIRI_PRECISION_DAY ? 0 : clock_of(c) == 0 ? 1 : 2;
}

static gboolean is_utc(const KiriDateClaim *c)
{
    return c->time.precision > KIRI_PRECISION_DAY && c->time.offset_min == UTC_MIN &&
           !c->is_floating;
}

/* The instant to the minute, as a page shows it. */
static gint64 minute_of(const KiriDateClaim *c)
{
    return c->time.us - c->time.us % KIRI_US_PER_MINUTE;
}

/* ---- one footing: zones ---- */

/* In the evening a moment in UTC is the next day in Japan. Where the page's other
 * dates have the day of UTC and none has Japan's, the clock was Japan's already. */
static gboolean is_day_of_utc(const KiriDates *d, const KiriDateClaim *c)
{
    enum { SURE = 4 };
    KiriDateClaim japan = *c;
    gboolean has_utc_day = FALSE, has_own_day = FALSE;
    japan.time.offset_min = KIRI_JST_MIN;
    for (guint i = 0; i < d->n && day_of(&japan) != day_of(c) && clock_of(&japan); i++) {
        const KiriDateClaim *o = &d->claims[i];
        if (is_utc(o) || o->is_modified != c->is_modified || o->refused || o->weight < SURE)
            continue;
        has_utc_day |= day_of(o) == day_of(c);
        has_own_day |= day_of(o) == day_of(&japan);
    }
    return has_utc_day && !has_own_day;
}

/* "09:05Z" on a page that says 9:05 in a zone of its own, or before it is 9:05 in
 * London: the Z is a mistake of the template. Not so if another witness states the
 * same moment. Gives the zone that was meant. */
static gboolean has_false_zone(const KiriDates *d, const KiriDateClaim *c, gint *zone)
{
    gboolean has_twin = FALSE;
    for (guint i = 0; i < d->n && is_utc(c); i++) {
        const KiriDateClaim *o = &d->claims[i];
        gint64 apart = minute_of(c) - minute_of(o);
        if (o->time.offset_min == UTC_MIN || exactness(o) < 2 || strcmp(o->source, c->source) == 0)
            continue;
        if (apart == 0)
            return FALSE;
        if (exactness(c) == 2 && apart == o->time.offset_min * KIRI_US_PER_MINUTE && !has_twin) {
            has_twin = TRUE;
            *zone = o->time.offset_min;
        }
    }
    if (has_twin || !d->page->is_japanese || !is_utc(c))
        return has_twin;
    gint64 latest = d->page->input->now_us + MAX_SKEW_HOURS * KIRI_US_PER_HOUR;
    *zone = KIRI_JST_MIN;
    return is_day_of_utc(d, c) || (d->page->input->now_us && c->time.us > latest &&
                                   c->time.us - KIRI_JST_MIN * KIRI_US_PER_MINUTE <= latest);
}

static void find_false_zones(KiriDates *d)
{
    gint zones[KIRI_DATE_MAX_CLAIMS];
    gboolean is_false[KIRI_DATE_MAX_CLAIMS];
    for (guint i = 0; i < d->n; i++)
        is_false[i] = has_false_zone(d, &d->claims[i], &zones[i]);
    for (guint i = 0; i < d->n; i++) {
        if (!is_false[i])
            continue;
        d->claims[i].time.us -= zones[i] * KIRI_US_PER_MINUTE;
        d->claims[i].time.offset_min = (gint16)zones[i];
        d->claims[i].note = "local time written as UTC";
    }
}

static void settle_japan(KiriDates *d)
{
    find_false_zones(d);
    for (guint i = 0; i < d->n; i++) {
        KiriDateClaim *c = &d->claims[i];
        if (!is_utc(c))
            continue;
        /* Midnight in London is nine in the morning; who writes it may mean the day. */
        c->is_utc_midnight = clock_of(c) == 0;
        c->time.offset_min = KIRI_JST_MIN;
    }
}

/* Clocks without a zone are the page's local ones, unless one of their kind (shown,
 * or of the metadata) gives a moment that is stated with its zone elsewhere: then
 * all of them are UTC, as which they were read. */
static void find_silent_utc(KiriDates *d)
{
    gboolean is_found[2] = {FALSE, FALSE};
    for (guint i = 0; i < d->n; i++)
        for (guint k = 0; k < d->n; k++) {
            const KiriDateClaim *c = &d->claims[i], *o = &d->claims[k];
            if (c->is_floating && !o->is_floating && exactness(c) == 2 && exactness(o) == 2 &&
                minute_of(c) == minute_of(o))
                is_found[c->is_visible ? 1 : 0] = TRUE;
        }
    for (guint i = 0; i < d->n; i++)
        d->claims[i].is_floating &= !is_found[d->claims[i].is_visible ? 1 : 0];
}

/* The zone in which `o` states the moment that `c` gives in UTC: zones lie whole
 * quarters of an hour apart. FALSE if it is another moment. */
static gboolean zone_between(const KiriDateClaim *c, const KiriDateClaim *o, gint *offset_min)
{
    gint64 apart = minute_of(o) - minute_of(c);
    *offset_min = (gint)(apart / KIRI_US_PER_MINUTE);
    return apart != 0 && *offset_min % 15 == 0 && ABS(*offset_min) <= MAX_ZONE_MIN;
}

/* The zone of a page abroad: the one that a moment states, or else that of a clock
 * without one beside the same moment in UTC. */
static gboolean find_zone(const KiriDates *d, gint *offset_min)
{
    for (guint i = 0; i < d->n; i++) {
        const KiriDateClaim *c = &d->claims[i];
        *offset_min = c->time.offset_min;
        if (!c->is_floating && c->time.precision > KIRI_PRECISION_DAY && *offset_min != UTC_MIN)
            return TRUE;
    }
    for (guint i = 0; i < d->n; i++)
        for (guint k = 0; k < d->n && is_utc(&d->claims[i]); k++) {
            const KiriDateClaim *c = &d->claims[i], *o = &d->claims[k];
            if (o->is_floating && exactness(o) == 2 && exactness(c) == 2 &&
                c->is_modified == o->is_modified && zone_between(c, o, offset_min))
                return TRUE;
        }
    return FALSE;
}

/* A moment in UTC beside days that are all the one before (or after) it: the page
 * counts days in a zone that nobody names. Of those that fit, the nearest to UTC
 * in whole hours. */
static gboolean guess_zone(const KiriDates *d, const KiriDateClaim *c, gint *offset_min)
{
    gint64 day = day_of(c), shown = 0;
    for (guint i = 0; i < d->n; i++) {
        const KiriDateClaim *o = &d->claims[i];
        if (o->refused || o->is_modified || o->time.precision != KIRI_PRECISION_DAY ||
            o->weight < 5)
            continue;
        gint64 apart = day_of(o) - day;
        if (apart == 0)
            return FALSE;
        if (ABS(apart) == 1)
            shown = apart;
    }
    gint hour = (gint)(clock_of(c) / KIRI_US_PER_HOUR);
    *offset_min = 60 * (shown < 0 ? -(hour + 1) : 24 - hour);
    return shown && exactness(c) == 2 && ABS(*offset_min) <= MAX_ZONE_MIN;
}

static void settle_abroad(KiriDates *d)
{
    gint zone = UTC_MIN;
    find_silent_utc(d);
    find_false_zones(d);
    gboolean is_known = find_zone(d, &zone), is_guessed = FALSE;
    for (guint i = 0; i < d->n && !is_known && !is_guessed; i++) {
        const KiriDateClaim *c = &d->claims[i];
        is_guessed = is_utc(c) && !c->is_modified && guess_zone(d, c, &zone);
    }
    for (guint i = 0; i < d->n && (is_known || is_guessed); i++) {
        KiriDateClaim *c = &d->claims[i];
        if (is_utc(c)) {
            c->time.offset_min = (gint16)zone;
            c->note = is_guessed ? "on the day that the page shows" : c->note;
        } else if (c->is_floating && is_known) {
            c->time.us -= zone * KIRI_US_PER_MINUTE;
            c->time.offset_min = (gint16)zone;
        }
    }
}

/* ---- one footing: published or changed ---- */

/* Pages show the day of the last change where others show that of publication, and
 * some templates name it so. */
static void find_changes(KiriDates *d)
{
    for (guint i = 0; i < d->n; i++) {
        KiriDateClaim *c = &d->claims[i];
        gboolean is_change = FALSE, is_preceded = FALSE;
        for (guint k = 0; k < d->n && !c->is_modified && !c->refused; k++) {
            const KiriDateClaim *o = &d->claims[k];
            if (o->refused || o->is_visible || o->weight < 8)
                continue;
            is_change |= o->is_modified && agree(o, c);
            is_preceded |= !o->is_modified && day_of(o) < day_of(c);
        }
        if (is_change && is_preceded) {
            c->is_modified = TRUE;
            c->note = "the day of the last change";
        }
    }
}

/* Nothing is published before its time. Abroad a day, and a clock without a zone,
 * may be that of a zone ahead. */
static void refuse_future(KiriDates *d)
{
    gint64 now = d->page->input->now_us;
    for (guint i = 0; i < d->n && now; i++) {
        KiriDateClaim *c = &d->claims[i];
        gboolean has_zone =
            d->page->is_japanese || (c->time.precision > KIRI_PRECISION_DAY && !c->is_floating);
        gint64 skew =
            has_zone ? MAX_SKEW_HOURS * KIRI_US_PER_HOUR : MAX_ZONE_MIN * KIRI_US_PER_MINUTE;
        if (!c->refused && c->time.us > now + skew)
            c->refused = "in the future";
    }
}

/* ---- deciding ---- */

static gboolean is_month_of(const KiriDateClaim *month, const KiriDateClaim *c)
{
    if (month->time.precision != KIRI_PRECISION_MONTH || strcmp(month->source, "url") != 0)
        return FALSE;
    KiriCivil a = kiri_civil_from_us(month->time.us, month->time.offset_min);
    KiriCivil b = kiri_civil_from_us(c->time.us, c->time.offset_min);
    return a.year == b.year && a.month == b.month;
}

static gint standing(const KiriDates *d, const KiriDateClaim *c)
{
    gint sum = c->weight * 2;
    const char *heard[KIRI_DATE_MAX_CLAIMS];
    guint n_heard = 0;
    for (guint i = 0; i < d->n; i++) {
        const KiriDateClaim *o = &d->claims[i];
        gboolean supports = !o->refused && o->is_modified == c->is_modified && agree(o, c);
        if (o == c || strcmp(o->source, c->source) == 0 ||
            (!supports && (c->is_modified || !is_month_of(o, c))))
            continue;
        gboolean is_known = FALSE; // one voice for each source
        for (guint k = 0; k < n_heard; k++)
            is_known |= strcmp(heard[k], o->source) == 0;
        if (!is_known) {
            heard[n_heard++] = o->source;
            sum += o->weight;
        }
    }
    return sum;
}

/* The claim with the best standing; of two, the one that was heard first. */
static KiriDateClaim *decide_day(KiriDates *d, gboolean is_modified)
{
    KiriDateClaim *best = NULL;
    gint best_standing = 0;
    for (guint i = 0; i < d->n; i++) {
        KiriDateClaim *c = &d->claims[i];
        gint s = c->refused || c->is_modified != is_modified ? 0 : standing(d, c);
        if (s > best_standing) {
            best = c;
            best_standing = s;
        }
    }
    return best;
}

static KiriDateClaim *decide(KiriDates *d, gboolean is_modified)
{
    KiriDateClaim *best = decide_day(d, is_modified), *exact = best;
    for (guint i = 0; best && i < d->n; i++) {
        KiriDateClaim *c = &d->claims[i];
        if (c->refused || c->is_modified != is_modified || !agree(c, best) || c->weight < 2)
            continue;
        if (exactness(c) > exactness(exact) ||
            (exact != best && exactness(c) == exactness(exact) && c->weight > exact->weight))
            exact = c;
    }
    return exact;
}

/* Midnight beside a visible day without a clock: nobody knows the time. */
static KiriTime as_shown(const KiriDates *d, const KiriDateClaim *c)
{
    KiriTime t = c->time;
    if (exactness(c) != 1 && !c->is_utc_midnight)
        return t;
    for (guint i = 0; i < d->n; i++) {
        const KiriDateClaim *o = &d->claims[i];
        if (o->is_visible && !o->refused && day_of(o) == day_of(c) && exactness(o) == 0) {
            t.us -= clock_of(c);
            t.precision = KIRI_PRECISION_DAY;
            return t;
        }
    }
    return t;
}

/* A day somewhere on the page is no publication beside a change that is stated:
 * public offices often show only when a page was changed. */
static KiriDateClaim *refuse_weak(KiriDates *d, KiriDateClaim *published)
{
    enum { WEAK = 3 };
    const KiriDateClaim *modified = decide_day(d, TRUE);
    if (!published || !modified || published->weight > WEAK || !published->is_visible ||
        standing(d, modified) < 2 * standing(d, published))
        return published;
    for (guint i = 0; i < d->n; i++)
        if (d->claims[i].is_visible && !d->claims[i].is_modified && d->claims[i].weight <= WEAK)
            d->claims[i].refused = "a day somewhere on the page";
    return decide(d, FALSE);
}

/* Nothing is changed before it is there; a day may be that of publication. */
static void refuse_earlier(KiriDates *d, const KiriDateClaim *published)
{
    for (guint i = 0; i < d->n && published; i++) {
        KiriDateClaim *c = &d->claims[i];
        gboolean is_same = c->time.precision <= KIRI_PRECISION_DAY ||
                                   published->time.precision <= KIRI_PRECISION_DAY
                               ? day_of(c) == day_of(published)
                               : c->time.us > published->time.us - KIRI_US_PER_MINUTE;
        if (c->is_modified && !c->refused && c->time.us < published->time.us && !is_same)
            c->refused = "before the publication";
    }
}

static void hear(KiriDates *d, const KiriDateClaim *published, const KiriDateClaim *modified)
{
    for (guint i = 0; i < d->n; i++) {
        const KiriDateClaim *c = &d->claims[i];
        gboolean is_chosen = c == published || c == modified;
        const KiriDateClaim *winner = c->is_modified ? modified : published;
        const char *reason = c->refused                   ? c->refused
                             : c->note                    ? c->note
                             : is_chosen                  ? "best supported, most exact"
                             : winner && agree(c, winner) ? "agrees"
                                                          : "less support";
        kiri_article_add_witness(d->page->article, c->is_modified ? "modified" : "published",
                                 c->source, c->value, is_chosen, reason);
    }
}

static void settle(KiriDates *d)
{
    if (d->page->is_japanese)
        settle_japan(d);
    else
        settle_abroad(d);
    refuse_future(d);
}

/* What is known without the dates that need another one. */
static gint64 find_anchor(KiriDates *d)
{
    const KiriDateClaim *c = decide_day(d, FALSE);
    if (!c)
        c = decide_day(d, TRUE);
    if (c)
        return c->time.us;
    for (guint i = 0; i < d->n; i++) // the middle of the address's month
        if (d->claims[i].time.precision == KIRI_PRECISION_MONTH &&
            strcmp(d->claims[i].source, "url") == 0)
            return d->claims[i].time.us + 15 * KIRI_US_PER_DAY;
    return 0;
}

void kiri_page_decide_dates(KiriReading *page)
{
    KiriDates d = {.page = page};
    kiri_dates_from_metadata(&d);
    kiri_dates_from_elements(&d);
    kiri_dates_from_text(&d);
    kiri_dates_from_relative(&d, find_anchor(&d));
    settle(&d);
    find_changes(&d);
    KiriDateClaim *published = refuse_weak(&d, decide(&d, FALSE));
    refuse_earlier(&d, published);
    KiriDateClaim *modified = decide(&d, TRUE);
    /* A page that shows only when it was changed was published then or before;
     * the day is still the best that is known. */
    const KiriDateClaim *first = published ? published : modified;
    if (first)
        page->article->published = as_shown(&d, first);
    if (modified && (!published || modified->time.us >= published->time.us))
        page->article->modified = as_shown(&d, modified);
    hear(&d, published, modified);
    for (guint i = 0; i < d.n; i++)
        g_free(d.claims[i].value);
}
