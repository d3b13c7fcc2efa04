// SPDX-License-Identifier: GPL-3.0-or-later
/* Made-up sources that are alive: news by kind of day and hour, on good and bad
 * days, in bunches, with holidays of the office's own. For what is said of rhythms,
 * polls and alarms over a year. Repeatable: the seed decides. */
#pragma once

#include <kirinuki/holiday.h>
#include <kirinuki/civil.h>

#include <math.h>

typedef struct {
    const char *name;
    gdouble a_day;             // entries on a weekday
    gdouble saturday, day_off; // of those
    guint from_hour, to_hour;  // office hours
    gdouble night;             // of the rate by day
    gdouble shape;             // of the gamma factor of a day
    gdouble bunch;             // mean entries of a bunch
    gboolean keeps_obon;       // closed from 8/12 to 8/16
} LiveSource;

static const LiveSource live_sources[] = {
    {"wire", 480, 1, 1, 0, 24, .5, 8, 1, FALSE},
    {"daily", 96, .8, .7, 5, 23, .1, 6, 1.3, FALSE},
    {"broadcaster", 60, .8, .8, 6, 24, .05, 6, 1, FALSE},
    {"local paper", 20, .6, .4, 6, 20, .02, 4, 2, FALSE},
    {"morning batch", 24, .9, .8, 5, 6, .02, 5, 8, FALSE},
    {"ministry", 5, .05, .03, 9, 18, .01, 2, 2, FALSE},
    {"trade paper", 3, .02, .02, 10, 17, 0, 3, 1.5, TRUE},
    {"company", .5, .02, .02, 10, 17, 0, 2, 1, TRUE},
    {"weekly", .15, .3, .2, 9, 18, .1, 3, 1, FALSE},
    {"blog", 1.2, 1, 1, 8, 24, .2, 1.5, 1, TRUE},
};

static inline gdouble live_expo(GRand *r)
{
    return -log(1 - g_rand_double(r));
}

/* Mean 1. Marsaglia and Tsang (2000), for a shape of at least 1. */
static inline gdouble live_gamma(GRand *r, gdouble shape)
{
    gdouble d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        gdouble x = sqrt(2 * live_expo(r)) * cos(2 * G_PI * g_rand_double(r));
        gdouble v = pow(MAX(1 + c * x, 0), 3);
        if (v > 0 && log(1 - g_rand_double(r)) < x * x / 2 + d - d * v + d * log(v))
            return d * v / shape;
    }
}

static inline gdouble live_part_of_day(const LiveSource *s, gint64 day_us)
{
    KiriDayKind kind = kiri_day_kind(day_us);
    KiriCivil c = kiri_civil_from_us(day_us, KIRI_JST_MIN);
    if (s->keeps_obon && c.month == 8 && c.day >= 12 && c.day <= 16)
        return 0;
    return kind < KIRI_DAY_SATURDAY ? 1 : kind == KIRI_DAY_SATURDAY ? s->saturday : s->day_off;
}

static inline gint live_compare(gconstpointer a, gconstpointer b)
{
    const gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

/* Times of publication, rising, over so many days from midnight (JST) on: gint64.
 * (transfer full) */
static inline GArray *live_times(const LiveSource *s, GRand *r, gint64 start_us, gint days)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
    gdouble hours = 0;
    for (guint h = 0; h < 24; h++)
        hours += h >= s->from_hour && h < s->to_hour ? 1 : s->night;
    for (gint64 day = start_us; day < start_us + days * KIRI_US_PER_DAY; day += KIRI_US_PER_DAY) {
        gdouble factor = live_part_of_day(s, day) * live_gamma(r, s->shape);
        for (guint h = 0; h < 24; h++) {
            gdouble part = h >= s->from_hour && h < s->to_hour ? 1 : s->night;
            gdouble mean = s->a_day * factor * part / hours / s->bunch;
            for (gdouble x = live_expo(r); x < mean; x += live_expo(r)) {
                gint64 t = day + (gint64)((h + x / mean) * (gdouble)KIRI_US_PER_HOUR);
                do {
                    g_array_append_val(times, t);
                    t += (gint64)(20e6 * g_rand_double(r));
                } while (g_rand_double(r) < 1 - 1 / s->bunch);
            }
        }
    }
    g_array_sort(times, live_compare);
    return times;
}
