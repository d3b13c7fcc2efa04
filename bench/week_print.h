// SPDX-License-Identifier: GPL-3.0-or-later
/* The figures of a simulated week on paper, and whether they keep the promises.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "outcome.h"

typedef struct {
    guint sources, hosts, workers;
    gint64 duration_s, tail_s;
    gint64 seed;
    guint gap_ms, tick_ms;
    gint64 fixed_s; // > 0: every source is asked so often, nothing is learned
    gboolean is_over_wire, is_verbose, has_nursery;
    guint most_missing; // lines of the list
} WeekOptions;

typedef struct {
    RefereeCounts counts;
    GPtrArray *notes; // of breaches
    Outcome *outcome;
    guint n_differences;       // over the wire
    gdouble real_s, cpu_s;     // processors: of all threads; of processes (nursery) not
    glong world_kib, peak_kib; // resident: the world alone, and the most
} WeekResult;
void week_result_clear(WeekResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WeekResult, week_result_clear)

/* Polls of all sources every 15 minutes: what a plain reader would ask. */
guint64 week_plain_polls(const WeekOptions *options, const World *world);

/* To standard error. */
void week_print_progress(const World *world, const Referee *referee, const KiriRun *run,
                         gint64 now_us);
/* To standard output: a table, then a line of JSON. */
void week_print(const WeekOptions *options, const World *world, const WeekResult *result);
/* Says on standard error which promises are broken; how many. Polls at fixed times
 * and runs of less than a day promise only manners. */
guint week_broken_promises(const WeekOptions *options, const WeekResult *result);
