// SPDX-License-Identifier: GPL-3.0-or-later
/* Learning a rhythm from polls, and asking it.
 *
 *   note: entries between the last poll and this one ─▶ their hours, days, gaps
 *   ask:  rates of hours (rhythm_cells.c) summed over a stretch of time
 *
 * How improbable is a silence? Naive arithmetic (independent entries at a known
 * rate) would cry wolf over every quiet afternoon, so four things stand against
 * it: entries that come together count as one bunch; days are good and bad, by a
 * gamma factor of their own whose shape is learned, so that a day's bunches are
 * of negative binomial distribution; the rate itself is known only as well as
 * the number of bunches behind it; and a silence that was survived once, measured
 * in bunches expected of it, is no reason for alarm the second time. */
#include "rhythm_cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const KiriField rhythm_fields[] = {
    {KIRI_FIELD(1, KiriRhythm, since, TIME)},
    {KIRI_FIELD(2, KiriRhythm, latest, TIME)},
    {KIRI_FIELD(3, KiriRhythm, cells, BYTES)},
    {KIRI_FIELD(4, KiriRhythm, first_days, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(5, KiriRhythm, first_gap_s, I64), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_rhythm_shape = KIRI_SHAPE("rhythm", KiriRhythm, rhythm_fields);

#define MOST_BACK_US (35 * KIRI_US_PER_DAY)   // what a first poll may teach
#define MOST_AHEAD_US (400 * KIRI_US_PER_DAY) // nobody asks about more
#define LONG_GAP_US KIRI_US_PER_DAY           // between polls: the feed may not reach back so far
#define NEW_BUNCH 0.1   // expected entries since the one before, or it belongs to that
#define MOST_LONGEST 12 // what a first silence may teach, in bunches
#define KNOWN_BUNCHES 3.0
#define KNOWN_HOURS 24.0

/* ---- hours ---- */

static gint64 hour_of(gint64 us)
{
    return us >= 0 ? us / KIRI_US_PER_HOUR : -((-us + KIRI_US_PER_HOUR - 1) / KIRI_US_PER_HOUR);
}

static gint64 day_of(gint64 us)
{
    return kiri_civil_day_start_jst(us) / KIRI_US_PER_HOUR; // in hours since 1970
}

/* Walks over the hours of [from, to). */
typedef struct {
    gint64 at_us, to_us;
    gint64 end_us; // of the piece
    gint64 day;
    KiriDayKind kind;
    guint hour;
    gboolean is_begun;
} Walk;

static gboolean walk_next(Walk *w)
{
    if (w->is_begun)
        w->at_us = w->end_us;
    if (w->at_us >= w->to_us)
        return FALSE;
    gint64 day = day_of(w->at_us);
    if (!w->is_begun || day != w->day)
        w->kind = kiri_day_kind(w->at_us);
    w->is_begun = TRUE;
    w->day = day;
    gint64 hour = hour_of(w->at_us);
    w->hour = (guint)(hour - day) % KIRI_HOURS;
    w->end_us = MIN((hour + 1) * KIRI_US_PER_HOUR, w->to_us);
    return TRUE;
}

static gdouble hours_of(const Walk *w)
{
    return (gdouble)(w->end_us - w->at_us) / KIRI_US_PER_HOUR;
}

static gdouble sum(const KiriRates *rates, gint64 from_us, gint64 to_us)
{
    Walk w = {.at_us = from_us, .to_us = MIN(to_us, from_us + MOST_AHEAD_US)};
    gdouble expected = 0;
    while (walk_next(&w))
        expected += rates->per_hour[w.kind][w.hour] * hours_of(&w);
    return expected;
}

/* ---- learning ---- */

/* What one poll brought: times, rising, within the stretch that was watched. */
typedef struct {
    gint64 from_us, to_us;
    gint64 watched_us; // from here on it was watched without a hole
    gint64 *times;
    gboolean *begins; // a bunch
    gsize n;
    gboolean is_first;
} Gap;

static int compare_times(const void *a, const void *b)
{
    const gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

/* At the first poll the oldest entry says how far back the feed goes. Entries far
 * older than all others were pinned there and say nothing. */
static void begin_at_oldest(Gap *gap)
{
    gsize skip = 0;
    for (gsize k = 1; k <= gap->n / 4; k++)
        if (gap->times[k] - gap->times[k - 1] > 8 * (gap->to_us - gap->times[k]) + KIRI_US_PER_HOUR)
            skip = k;
    if (gap->n) {
        gap->from_us = MAX(gap->times[skip], gap->to_us - MOST_BACK_US);
        while (skip < gap->n && gap->times[skip] <= gap->from_us)
            skip++;
    }
    gap->n -= skip;
    memmove(gap->times, gap->times + skip, gap->n * sizeof *gap->times);
}

static void gap_init(Gap *gap, const KiriRhythm *rhythm, gint64 polled_us, const gint64 *times,
                     gsize n_dated, gsize n_undated)
{
    gap->is_first = !kiri_time_is_set(rhythm->since);
    gap->to_us = polled_us;
    gap->from_us =
        gap->is_first ? polled_us : CLAMP(rhythm->latest.us, polled_us - MOST_AHEAD_US, polled_us);
    gap->n = gap->is_first ? n_dated : n_dated + n_undated;
    gap->times = g_new(gint64, gap->n + 1);
    gap->begins = g_new0(gboolean, gap->n + 1);
    gint64 middle = gap->from_us + (gap->to_us - gap->from_us) / 2;
    gint64 oldest = G_MAXINT64;
    for (gsize i = 0; i < gap->n; i++) {
        gint64 t = i < n_dated ? times[i] : middle;
        /* News with an older date came to be seen within the gap all the same. */
        gboolean is_believed = t <= polled_us && (gap->is_first || t >= gap->from_us);
        gap->times[i] = is_believed ? t : gap->is_first ? polled_us : middle;
        oldest = MIN(oldest, gap->times[i]);
    }
    qsort(gap->times, gap->n, sizeof *gap->times, compare_times);
    if (gap->is_first)
        begin_at_oldest(gap);
    gap->watched_us = gap->is_first ? gap->from_us : rhythm->since.us;
    if (!gap->is_first && gap->n && gap->to_us - gap->from_us > LONG_GAP_US)
        gap->watched_us = oldest;
}

static void gap_clear(Gap *gap)
{
    g_free(gap->times);
    g_free(gap->begins);
}

/* Which entries begin a bunch, and how long the silences before them were. */
static void find_bunches(KiriRhythmCells *cells, const KiriRates *rates, Gap *gap)
{
    for (gsize i = 0; i < gap->n; i++) {
        gint64 before = i ? gap->times[i - 1] : cells->last_min * KIRI_US_PER_MINUTE;
        gdouble expected = before ? sum(rates, before, gap->times[i]) : G_MAXDOUBLE;
        gap->begins[i] = expected > NEW_BUNCH;
        gdouble bunches = expected * rates->bunching;
        if (before && bunches > cells->longest)
            cells->longest = MIN(bunches, MAX(MOST_LONGEST, 2 * cells->longest));
    }
    if (gap->n)
        cells->last_min = gap->times[gap->n - 1] / KIRI_US_PER_MINUTE;
}

/* A day is over: how far was it from what was expected of it, beyond what chance
 * alone would do? */
static void close_day(KiriRhythmCells *cells, const KiriRates *rates, gint64 day_us)
{
    gdouble expected = sum(rates, day_us, day_us + KIRI_US_PER_DAY) * rates->bunching;
    gdouble distance = cells->today - expected;
    gdouble scale = MAX(expected, 1);
    gdouble weight = expected / (1 + expected);
    weight *= weight;
    cells->spread += weight * CLAMP((distance * distance - cells->today) / (scale * scale), -1, 10);
    cells->spread_of += weight;
}

static void next_day(KiriRhythmCells *cells)
{
    cells->today = 0;
    for (guint i = KIRI_WEEK_DAYS - 1; i > 0; i--)
        cells->recent[i] = cells->recent[i - 1];
    cells->recent[0] = 0;
}

/* Counts the entries of a gap and the hours that end in it; hours are counted
 * when they are over, the one that lasts when it is asked for. */
static void count_gap(KiriRhythmCells *cells, const KiriRates *rates, const Gap *gap)
{
    gsize i = 0;
    gint64 start = hour_of(gap->from_us) * KIRI_US_PER_HOUR;
    Walk w = {.at_us = start, .to_us = hour_of(gap->to_us) * KIRI_US_PER_HOUR + KIRI_US_PER_HOUR};
    for (gint64 day = day_of(gap->from_us); walk_next(&w);) {
        if (w.day != day) {
            if (gap->watched_us <= gap->from_us && !gap->is_first)
                close_day(cells, rates, day * KIRI_US_PER_HOUR);
            next_day(cells);
            day = w.day;
            if (kiri_civil_from_us(w.at_us, KIRI_JST_MIN).weekday == 1)
                kiri_rhythm_fade(cells, day / (KIRI_WEEK_DAYS * KIRI_HOURS));
        }
        for (; i < gap->n && gap->times[i] < w.end_us; i++) {
            cells->entries[w.kind][w.hour]++;
            cells->recent[0]++;
            cells->bunches += gap->begins[i];
            cells->today += gap->begins[i] ? 1 : 0;
        }
        if (w.end_us <= gap->to_us)
            cells->watched[w.kind][w.hour] +=
                (gdouble)(w.end_us - CLAMP(gap->watched_us, w.at_us, w.end_us)) / KIRI_US_PER_HOUR;
    }
}

/* The first poll teaches rates before anything can be said of bunches. */
static void count_first_bunches(KiriRhythmCells *cells, Gap *gap)
{
    KiriRates rates;
    cells->bunches = (gdouble)gap->n;
    cells->last_min = gap->from_us / KIRI_US_PER_MINUTE;
    if (!gap->n)
        return;
    kiri_rhythm_rates(cells, &rates);
    find_bunches(cells, &rates, gap);
    cells->bunches = 0;
    gint64 today = kiri_civil_day_start_jst(gap->to_us);
    for (gsize i = 0; i < gap->n; i++) {
        cells->bunches += gap->begins[i];
        cells->today += gap->begins[i] && gap->times[i] >= today ? 1 : 0;
    }
}

/* How regular was what the first poll found, before anybody watched? */
static void note_first(KiriRhythm *rhythm, gint64 polled_us, const gint64 *times, gsize n)
{
    g_autofree gint64 *sorted = g_new(gint64, n + 1);
    gint64 gap_us = 0;
    gsize m = 0;
    for (gsize i = 0; i < n; i++)
        if (times[i] <= polled_us)
            sorted[m++] = times[i];
    qsort(sorted, m, sizeof *sorted, compare_times);
    for (gsize i = 0; i < m; i++) {
        gap_us = i ? MAX(gap_us, sorted[i] - sorted[i - 1]) : 0;
        rhythm->first_days += !i || day_of(sorted[i]) != day_of(sorted[i - 1]);
    }
    rhythm->first_gap_s = gap_us / KIRI_US_PER_SECOND;
}

void kiri_rhythm_note(KiriRhythm *rhythm, gint64 polled_us, const gint64 *published_us,
                      gsize n_dated, gsize n_undated)
{
    if (kiri_time_is_set(rhythm->since) && !n_dated && !n_undated &&
        hour_of(polled_us) == hour_of(rhythm->latest.us)) {
        rhythm->latest = kiri_time_jst(MAX(polled_us, rhythm->latest.us));
        return;
    }
    KiriRhythmCells cells;
    KiriRates rates = {0};
    Gap gap;
    kiri_rhythm_unpack(rhythm->cells, &cells);
    gap_init(&gap, rhythm, polled_us, published_us, n_dated, n_undated);
    if (gap.is_first) {
        rhythm->since = kiri_time_jst(gap.from_us);
        note_first(rhythm, polled_us, published_us, n_dated);
    }
    /* They are asked for entries and for days that ended, and are dear. */
    if (!gap.is_first && (gap.n || day_of(gap.from_us) != day_of(gap.to_us)))
        kiri_rhythm_rates(&cells, &rates);
    if (!gap.is_first)
        find_bunches(&cells, &rates, &gap);
    count_gap(&cells, &rates, &gap);
    if (gap.is_first)
        count_first_bunches(&cells, &gap);
    g_clear_pointer(&rhythm->cells, g_bytes_unref);
    rhythm->cells = kiri_rhythm_pack(&cells);
    rhythm->latest = kiri_time_jst(MAX(polled_us, rhythm->latest.us));
    gap_clear(&gap);
}

/* ---- asking ---- */

/* What was seen up to `latest`, the hour that lasts included. */
static void cells_of(const KiriRhythm *rhythm, KiriRhythmCells *cells)
{
    kiri_rhythm_unpack(rhythm->cells, cells);
    if (!kiri_time_is_set(rhythm->since))
        return;
    gint64 begin = MAX(hour_of(rhythm->latest.us) * KIRI_US_PER_HOUR, rhythm->since.us);
    Walk w = {.at_us = begin, .to_us = rhythm->latest.us};
    while (walk_next(&w))
        cells->watched[w.kind][w.hour] += hours_of(&w);
}

static void rates_of(const KiriRhythm *rhythm, KiriRates *rates)
{
    KiriRhythmCells cells;
    cells_of(rhythm, &cells);
    kiri_rhythm_rates(&cells, rates);
}

gboolean kiri_rhythm_is_known(const KiriRhythm *rhythm)
{
    KiriRhythmCells cells;
    gdouble hours = 0;
    if (!rhythm || !kiri_time_is_set(rhythm->since))
        return FALSE;
    cells_of(rhythm, &cells);
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            hours += cells.watched[d][h];
    return cells.bunches >= KNOWN_BUNCHES || hours >= KNOWN_HOURS;
}

gdouble kiri_rhythm_expected(const KiriRhythm *rhythm, gint64 from_us, gint64 to_us)
{
    KiriRates rates;
    rates_of(rhythm, &rates);
    return sum(&rates, from_us, to_us);
}

gint64 kiri_rhythm_next_us(const KiriRhythm *rhythm, gint64 from_us, gint64 most_us, gdouble effort)
{
    KiriRates rates;
    rates_of(rhythm, &rates);
    Walk w = {.at_us = from_us, .to_us = most_us};
    while (walk_next(&w)) {
        gdouble pull = sqrt(rates.per_hour[w.kind][w.hour]);
        if (pull * hours_of(&w) >= effort)
            return w.at_us + (gint64)(effort / pull * KIRI_US_PER_HOUR);
        effort -= pull * hours_of(&w);
    }
    return most_us;
}

/* What was known at `from_us`, since when nothing came: a silence that lasts must
 * not become what is expected, or its alarm would end by itself. FALSE when too
 * much of it has faded. */
static gboolean rewind_to(const KiriRhythm *rhythm, gint64 from_us, KiriRhythmCells *cells)
{
    enum { MOST_WEEKS = 26 };
    gdouble watched[KIRI_N_DAYS][KIRI_HOURS] = {{0}};
    gint64 begin = MAX(from_us, rhythm->since.us);
    gdouble faded = 1;
    guint weeks = 0;
    if (rhythm->latest.us - begin > MOST_WEEKS * KIRI_WEEK_DAYS * KIRI_US_PER_DAY)
        return FALSE;
    Walk w = {.at_us = begin, .to_us = rhythm->latest.us};
    for (gint64 day = day_of(begin); walk_next(&w); day = w.day)
        weeks += w.day != day && kiri_civil_from_us(w.at_us, KIRI_JST_MIN).weekday == 1 ? 1 : 0;
    for (guint i = 0; i < weeks; i++)
        faded *= KIRI_RHYTHM_FADE;
    gdouble rest = faded;
    w = (Walk){.at_us = begin, .to_us = rhythm->latest.us};
    for (gint64 day = day_of(begin); walk_next(&w); day = w.day) {
        if (w.day != day && kiri_civil_from_us(w.at_us, KIRI_JST_MIN).weekday == 1)
            rest /= KIRI_RHYTHM_FADE;
        watched[w.kind][w.hour] += hours_of(&w) * rest;
    }
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++) {
            cells->watched[d][h] = MAX(cells->watched[d][h] - watched[d][h], 0) / faded;
            cells->entries[d][h] /= faded;
        }
    cells->bunches /= faded;
    return TRUE;
}

/* Days that many offices take off beside the public holidays: between the holidays
 * of May, at Obon, around the New Year. Who works on holidays works on them too. */
static gboolean is_often_off(gint64 day_us)
{
    KiriCivil c = kiri_civil_from_us(day_us, KIRI_JST_MIN);
    return (c.month == 8 && c.day >= 10 && c.day <= 17) || (c.month == 12 && c.day >= 27) ||
           (c.month == 1 && c.day <= 5) || (c.month == 4 && c.day >= 29) ||
           (c.month == 5 && c.day <= 6);
}

gdouble kiri_rhythm_silence(const KiriRhythm *rhythm, gint64 from_us, gint64 to_us)
{
    KiriRhythmCells cells;
    KiriRates rates;
    cells_of(rhythm, &cells);
    if (!kiri_time_is_set(rhythm->since) || !rewind_to(rhythm, from_us, &cells) ||
        cells.bunches < KNOWN_BUNCHES)
        return 1;
    kiri_rhythm_rates(&cells, &rates);
    gdouble all = 0, log_days = 0;
    Walk w = {.at_us = from_us, .to_us = MIN(to_us, from_us + MOST_AHEAD_US)};
    gdouble today = 0;
    for (gint64 day = day_of(from_us); walk_next(&w);) {
        if (w.day != day) {
            log_days -= rates.shape * log1p(today / rates.shape);
            today = 0;
            day = w.day;
        }
        KiriDayKind kind =
            w.kind < KIRI_DAY_SATURDAY && is_often_off(w.at_us) ? KIRI_DAY_HOLIDAY : w.kind;
        gdouble bunches = rates.per_hour[kind][w.hour] * hours_of(&w) * rates.bunching;
        today += bunches;
        all += bunches;
    }
    log_days -= rates.shape * log1p(today / rates.shape);
    gdouble log_doubt = -rates.bunches * log1p(all / rates.bunches);
    gdouble p = exp(MAX(log_days, log_doubt));
    return all <= 1.25 * cells.longest ? MAX(p, 1 / (rates.bunches + 2)) : p;
}

guint kiri_rhythm_recent(const KiriRhythm *rhythm, gint64 now_us, gint64 *from_us)
{
    KiriRhythmCells cells;
    kiri_rhythm_unpack(rhythm->cells, &cells);
    gint64 days = (day_of(now_us) - day_of(rhythm->latest.us)) / KIRI_HOURS;
    guint n = 0;
    for (gint64 i = MAX(0, -days); i < KIRI_WEEK_DAYS && i + days < KIRI_WEEK_DAYS; i++)
        n += cells.recent[i];
    *from_us = kiri_civil_day_start_jst(now_us) - (KIRI_WEEK_DAYS - 1) * KIRI_US_PER_DAY;
    return n;
}
