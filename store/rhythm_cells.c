// SPDX-License-Identifier: GPL-3.0-or-later
/* The memory of a rhythm and what is concluded from it.
 *
 * A rate of one hour of one kind of day rests on a handful of hours watched, so
 * it is not counted but estimated, from the general to the particular: the rate
 * of the source as a whole (from what is usual of sources, as long as nothing is
 * known), by hour, by group of days (weekdays, Saturdays, Sundays and holidays),
 * by hour in that group, by hour of the very day. Each step multiplies what the
 * one before expected by (seen + a) / (expected + a), the mean of a gamma
 * posterior whose prior is worth `a` entries; so a step that has seen little
 * changes little. Entries that come in bunches are less evidence than they are
 * many: `a` grows by as much.
 *
 * Packed: a version byte, counts in 32nds of 2 bytes, hours in 32nds of 1 byte,
 * then the rest; little-endian. After each week of Japan all of it is multiplied
 * by KIRI_RHYTHM_FADE (half in about four weeks). What falls between two 32nds is rounded up
 * or down by a hash of its place, so that on average nothing is lost: rounding to
 * the nearest would keep small counts for ever, rounding down lose them at once. */
#include "rhythm_cells.h"

#include <kirinuki/hash.h>

#include <math.h>
#include <string.h>

#define FADE_LONGEST 0.97 // silences are rare: half in about half a year
#define STEP 32.0
#define FINE_STEP 1024.0

enum { VERSION = 1, N_CELLS = KIRI_N_DAYS * KIRI_HOURS };
enum { PACKED_BYTES = 1 + 2 * N_CELLS + N_CELLS + 4 * 4 + 4 + 2 + 2 * KIRI_WEEK_DAYS };

/* ---- packing ---- */

static void put(guint8 **p, guint64 v, guint bytes)
{
    for (guint i = 0; i < bytes; i++, v >>= 8)
        *(*p)++ = (guint8)v;
}

static guint64 take(const guint8 **p, guint bytes)
{
    guint64 v = 0;
    for (guint i = 0; i < bytes; i++)
        v |= (guint64) * (*p)++ << (8 * i);
    return v;
}

static guint64 to_steps(gdouble v, gdouble step, guint64 most)
{
    gdouble n = floor(v * step + 0.5);
    return n >= (gdouble)most ? most : n > 0 ? (guint64)n : 0;
}

/* `spread` may be below zero. */
static guint64 to_signed_steps(gdouble v)
{
    gdouble n = CLAMP(floor(v * FINE_STEP + 0.5), -2e9, 2e9);
    return (guint32)(gint32)n;
}

GBytes *kiri_rhythm_pack(const KiriRhythmCells *cells)
{
    guint8 *bytes = g_malloc(PACKED_BYTES), *p = bytes;
    put(&p, VERSION, 1);
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            put(&p, to_steps(cells->entries[d][h], STEP, G_MAXUINT16), 2);
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            put(&p, to_steps(cells->watched[d][h], STEP, G_MAXUINT8), 1);
    put(&p, to_steps(cells->bunches, FINE_STEP, G_MAXUINT32), 4);
    put(&p, to_signed_steps(cells->spread), 4);
    put(&p, to_steps(cells->spread_of, FINE_STEP, G_MAXUINT32), 4);
    put(&p, to_steps(cells->longest, FINE_STEP, G_MAXUINT32), 4);
    put(&p, (guint64)CLAMP(cells->last_min, 0, (gint64)G_MAXUINT32), 4);
    put(&p, MIN(cells->today, G_MAXUINT16), 2);
    for (guint i = 0; i < KIRI_WEEK_DAYS; i++)
        put(&p, MIN(cells->recent[i], G_MAXUINT16), 2);
    g_assert(p == bytes + PACKED_BYTES);
    return g_bytes_new_take(bytes, PACKED_BYTES);
}

void kiri_rhythm_unpack(GBytes *packed, KiriRhythmCells *cells)
{
    gsize n = 0;
    const guint8 *p = packed ? g_bytes_get_data(packed, &n) : NULL;
    memset(cells, 0, sizeof *cells);
    if (n != PACKED_BYTES || *p++ != VERSION)
        return;
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            cells->entries[d][h] = (gdouble)take(&p, 2) / STEP;
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            cells->watched[d][h] = (gdouble)take(&p, 1) / STEP;
    cells->bunches = (gdouble)take(&p, 4) / FINE_STEP;
    cells->spread = (gdouble)(gint32)(guint32)take(&p, 4) / FINE_STEP;
    cells->spread_of = (gdouble)take(&p, 4) / FINE_STEP;
    cells->longest = (gdouble)take(&p, 4) / FINE_STEP;
    cells->last_min = (gint64)take(&p, 4);
    cells->today = (guint)take(&p, 2);
    for (guint i = 0; i < KIRI_WEEK_DAYS; i++)
        cells->recent[i] = (guint)take(&p, 2);
}

/* ---- fading ---- */

static gdouble faded(gdouble v, gint64 week, guint cell)
{
    gint64 seed[2] = {week, cell};
    guint64 hash = kiri_hash64((KiriStr){(const char *)seed, sizeof seed});
    return floor(v * KIRI_RHYTHM_FADE * STEP + (gdouble)(hash % 4096) / 4096) / STEP;
}

void kiri_rhythm_fade(KiriRhythmCells *cells, gint64 week)
{
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++) {
            guint cell = d * KIRI_HOURS + h;
            cells->entries[d][h] = faded(cells->entries[d][h], week, 2 * cell);
            cells->watched[d][h] = faded(cells->watched[d][h], week, 2 * cell + 1);
        }
    cells->bunches *= KIRI_RHYTHM_FADE;
    cells->spread *= KIRI_RHYTHM_FADE;
    cells->spread_of *= KIRI_RHYTHM_FADE;
    cells->longest *= FADE_LONGEST;
}

/* ---- rates ---- */

enum { WEEKDAYS, SATURDAYS, DAYS_OFF, N_GROUPS };
static const guint group_of[KIRI_N_DAYS] = {
    [KIRI_DAY_SATURDAY] = SATURDAYS,
    [KIRI_DAY_SUNDAY] = DAYS_OFF,
    [KIRI_DAY_HOLIDAY] = DAYS_OFF,
};

/* What is usual of Japanese sources: quiet from one to five, most from nine to
 * six in the evening, less at weekends. Only the proportions count. */
static const gdouble usual_hour[KIRI_HOURS] = {.35, .2,  .15, .15, .25, .7,  1.0, 1.0,
                                               1.0, 1.3, 1.6, 1.6, 1.5, 1.4, 1.5, 1.6,
                                               1.5, 1.6, 1.5, 1.2, 1.1, .9,  .7,  .5};
static const gdouble usual_group[N_GROUPS] = {1.15, .7, .6};
#define USUAL_RATE 0.3 // entries an hour
/* Entries that the priors are worth. */
#define WORTH_RATE 0.5
#define WORTH_HOUR 2.0
#define WORTH_GROUP 3.0
#define WORTH_GROUP_HOUR 2.0
#define WORTH_DAY_HOUR 4.0
/* Days on which the shape of days is presumed, and what it is presumed to be. */
#define WORTH_SHAPE 3.0
#define USUAL_SPREAD 0.3

/* Seen and expected of one step. */
typedef struct {
    gdouble seen, expected;
} Tally;

static gdouble factor(Tally t, gdouble worth)
{
    return (t.seen + worth) / (t.expected + worth);
}

/* Multiplies the rates of all cells by what the cells that share a key say. */
static void adjust(const KiriRhythmCells *cells, KiriRates *rates, gdouble worth,
                   guint (*key)(guint day, guint hour))
{
    Tally tallies[N_CELLS] = {{0}};
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++) {
            Tally *t = &tallies[key(d, h)];
            t->seen += cells->entries[d][h];
            t->expected += cells->watched[d][h] * rates->per_hour[d][h];
        }
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++)
            rates->per_hour[d][h] *= factor(tallies[key(d, h)], worth);
}

static guint key_all(guint day, guint hour)
{
    (void)day, (void)hour;
    return 0;
}

static guint key_hour(guint day, guint hour)
{
    (void)day;
    return hour;
}

static guint key_group(guint day, guint hour)
{
    (void)hour;
    return group_of[day];
}

static guint key_group_hour(guint day, guint hour)
{
    return group_of[day] * KIRI_HOURS + hour;
}

static guint key_day_hour(guint day, guint hour)
{
    return day * KIRI_HOURS + hour;
}

void kiri_rhythm_rates(const KiriRhythmCells *cells, KiriRates *rates)
{
    gdouble entries = 0, usual = 0;
    for (guint h = 0; h < KIRI_HOURS; h++)
        usual += usual_hour[h] / KIRI_HOURS;
    for (guint d = 0; d < KIRI_N_DAYS; d++)
        for (guint h = 0; h < KIRI_HOURS; h++) {
            entries += cells->entries[d][h];
            rates->per_hour[d][h] = USUAL_RATE * usual_hour[h] / usual * usual_group[group_of[d]];
        }
    rates->bunches = cells->bunches;
    rates->bunching = entries > 0 ? CLAMP(cells->bunches / entries, 0.02, 1) : 1;
    gdouble spread =
        (cells->spread + WORTH_SHAPE * USUAL_SPREAD) / (cells->spread_of + WORTH_SHAPE);
    rates->shape = 1 / CLAMP(spread, 1.0 / 30, 2.5);
    gdouble bunch = 1 / rates->bunching;
    adjust(cells, rates, WORTH_RATE, key_all);
    adjust(cells, rates, WORTH_HOUR * bunch, key_hour);
    adjust(cells, rates, WORTH_GROUP * bunch, key_group);
    adjust(cells, rates, WORTH_GROUP_HOUR * bunch, key_group_hour);
    adjust(cells, rates, WORTH_DAY_HOUR * bunch, key_day_hour);
}
