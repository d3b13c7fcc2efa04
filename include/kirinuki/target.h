// SPDX-License-Identifier: GPL-3.0-or-later
/* Targets (目標) of a release: what its coverage was meant to come to, set by a person
 * before it is known or after. Nothing that was set is lost: a goal that was changed or
 * taken back goes into the history.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *measure; // "unique", "first_hours": a row of report's targets.h
    gdouble value; // in the measure's unit; per cent as 70
    char *by;      // who set it, NULL: nobody said
    KiriTime at;
    char *replaced_by; // in the history: who changed it
    KiriTime replaced; // and when
} KiriGoal;
KIRI_DECLARE_RECORD(KiriGoal, goal)

typedef struct {
    char *release;      // id
    GPtrArray *goals;   // KiriGoal, by measure
    GPtrArray *history; // KiriGoal, in the order in which they were replaced
} KiriTarget;
KIRI_DECLARE_RECORD(KiriTarget, target)

/* The goal of a measure, NULL where there is none. Borrowed. */
const KiriGoal *kiri_target_goal(const KiriTarget *target, const char *measure);
/* Sets a goal. FALSE where it is that already; else the one before goes into the
 * history. */
gboolean kiri_target_set(KiriTarget *target, const char *measure, gdouble value, const char *by,
                         KiriTime now);
/* Takes a goal back. FALSE where there is none. */
gboolean kiri_target_clear(KiriTarget *target, const char *measure, const char *by, KiriTime now);
