// SPDX-License-Identifier: GPL-3.0-or-later
/* What a workspace is like at the moment, in figures: for `status` and for the metrics.
 *
 * Thread rule: any thread. */
#pragma once

#include "disk_use.h"

#include <kirinuki/health.h>
#include <kirinuki/outbox.h>

enum { KIRI_LAG_INDEX, KIRI_LAG_LINK, KIRI_LAG_SCORE, KIRI_N_LAGS };
extern const char *const kiri_lag_names[]; // index, link, score

/* What a stage has still to do: entries of the store's log behind its cursor about what it
 * looks at (what later stages write about clips makes no earlier one late). */
typedef struct {
    gint64 entries;  // -1: not known (no index)
    KiriTime oldest; // when the first of the articles among them was fetched; unset: none
} KiriLag;

typedef struct {
    KiriLag lags[KIRI_N_LAGS];
    gint64 sources[KIRI_HEALTH_DISABLED + 1]; // by state of health
    gint64 without_words; // articles set aside by the index (index.h); -1: not known
    KiriDiskUse disk;     // total -1: not known
    KiriOutboxCounts outbox;
    KiriTime last_backup; // unset: none
} KiriVitals;

/* `dir` is the workspace. What cannot be read is left out or -1. */
void kiri_vitals_ask(KiriVitals *vitals, KiriStore *store, const char *dir, gint64 now_us);
