// SPDX-License-Identifier: GPL-3.0-or-later
/* Targets and what became of them: each measure's target, actual figure, how far it was
 * attained, and what earlier releases came to. AVE is no measure: what space would have
 * cost is no aim of public relations (Barcelona Principles).
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>
#include <kirinuki/summary.h>

/* What a target can be set for. */
typedef struct {
    const char *name;    // "first_hours"
    const char *label;   // in Japanese: 初報までの時間
    const char *unit;    // 件, 時間, ％ …
    gboolean is_most;    // no more than this; else no less
    gboolean is_percent; // of 100 at most
    gint decimals;       // in which it is shown
} KiriMeasure;
/* In the order of sheets; ended by a name of NULL. */
extern const KiriMeasure kiri_measures[];
const KiriMeasure *kiri_measure(const char *name); // NULL: there is none

/* The figure of a summary; FALSE where it is not known. */
gboolean kiri_measure_of(const KiriMeasure *measure, const KiriSummary *summary, gdouble *value);
/* "1,234", "70.5" (transfer full). */
char *kiri_measure_text(const KiriMeasure *measure, gdouble value);

/* Rows for the goals of the release's target, in the order of the measures: KiriAttainment
 * (transfer full); NULL: no target. */
GPtrArray *kiri_attainments_of(const KiriSummary *summary);

/* Rows for all measures with `median` and `earlier`: what up to `most` releases of the
 * same organisation announced before this one, newest first, came to; for their clips the
 * query's members but the period hold. KiriAttainment, without those that no release
 * knows (transfer full). Costs a summary each. Errors: what the store says. */
GPtrArray *kiri_attainment_medians(KiriStore *store, const KiriSummaryQuery *query,
                                   const KiriRelease *release, guint most, GError **error);
