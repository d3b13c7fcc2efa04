// SPDX-License-Identifier: GPL-3.0-or-later
/* The clock of an announcement: how soon its coverage came after the embargo was lifted,
 * and how it died away.
 *
 * Coverage are publicity and syndicated pieces that count (summary.h). Mentions and
 * republications of the release itself are told apart, and so is what came before the
 * embargo was lifted: a leak. Only times that are known to the minute are compared; a
 * release or a piece that is dated to the day has no hour, and says so.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/summary.h>

/* Hours at whose end the pieces are counted. */
#define KIRI_TIMING_HOURS                                                                          \
    {                                                                                              \
        1, 3, 6, 12, 24, 48, 72, 168                                                               \
    }
#define KIRI_N_TIMING_HOURS 8

/* Pieces of one kind of medium, or within one time. */
typedef struct {
    gint kind;     // KiriMediumKind
    gint64 pieces; // with a time
    gint64 first_minutes, median_minutes;
} KiriTimingKind;
KIRI_DECLARE_RECORD(KiriTimingKind, timing_kind)

typedef struct {
    gint64 hours, pieces; // up to then, from the first one on
    gdouble share;        // of all with a time
} KiriTimingStep;
KIRI_DECLARE_RECORD(KiriTimingStep, timing_step)

typedef struct {
    gboolean is_known; // the embargo, or the announcement, has a time of day
    KiriTime from;
    gint64 pieces;             // coverage with a time, from the embargo on: what the rest is about
    gint64 early;              // coverage before it
    gint64 early_minutes;      // the earliest of them, before it
    gint64 untimed;            // coverage dated to the day or not at all
    gint64 mentions, verbatim; // apart
    gint64 first_minutes, median_minutes, last_minutes; // after it; of `pieces`
    GPtrArray *kinds;                                   // KiriTimingKind, only those that occur
    GPtrArray *decay;                                   // KiriTimingStep; NULL without pieces
} KiriTiming;
KIRI_DECLARE_RECORD(KiriTiming, timing)

/* That of the summary's release; NULL where it is not of one (transfer full). */
KiriTiming *kiri_timing_of(const KiriSummary *summary);
