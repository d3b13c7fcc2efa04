// SPDX-License-Identifier: GPL-3.0-or-later
/* What a rhythm remembers, unpacked; and the rates that follow from it.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/holiday.h>
#include <kirinuki/rhythm.h>

enum { KIRI_HOURS = 24, KIRI_WEEK_DAYS = 7 };
#define KIRI_RHYTHM_FADE 0.84 // what is left of everything after a week

typedef struct {
    /* By kind of day and hour, fading from week to week: entries, and how many
     * such hours were watched. */
    gdouble entries[KIRI_N_DAYS][KIRI_HOURS];
    gdouble watched[KIRI_N_DAYS][KIRI_HOURS];
    gdouble bunches;              // entries, those that came together counted once; fading
    gdouble spread;               // sum of weight × excess variance of a day's bunches; fading
    gdouble spread_of;            // sum of those weights
    gdouble longest;              // the longest silence that ended, in bunches expected of it
    gint64 last_min;              // of the newest entry, minutes since 1970; 0: none
    guint today;                  // bunches of the day of `latest`
    guint recent[KIRI_WEEK_DAYS]; // entries of that day, the day before, …
} KiriRhythmCells;

/* Bytes that are not of this program's making are as good as none. */
void kiri_rhythm_unpack(GBytes *bytes, KiriRhythmCells *cells);
GBytes *kiri_rhythm_pack(const KiriRhythmCells *cells);
/* A week went by: everything counts a little less. `week` seeds the rounding. */
void kiri_rhythm_fade(KiriRhythmCells *cells, gint64 week);

typedef struct {
    gdouble per_hour[KIRI_N_DAYS][KIRI_HOURS]; // entries
    gdouble bunching;                          // bunches for each entry, in (0, 1]
    gdouble shape;   // of the gamma distribution by which good and bad days differ
    gdouble bunches; // how many the rates stand on
} KiriRates;
void kiri_rhythm_rates(const KiriRhythmCells *cells, KiriRates *rates);
