// SPDX-License-Identifier: GPL-3.0-or-later
/* Comparisons: several releases, or several periods, measure by measure.
 *
 * The first subject is what the others are held against: each has its difference to it
 * and its ratio, beside the counts on which both rest. Where less was collected for one
 * than for the other (収集開始前, other sources), the two cannot be compared, or only with
 * care, and the comparison says so instead of a difference.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/figures.h>
#include <kirinuki/fiscal.h>
#include <kirinuki/report.h>

/* One subject beside the first. */
typedef struct {
    gboolean is_known;
    gdouble value;
    gint64 part, of;         // as kiri_figure_of()
    gboolean has_difference; // both known, and comparable
    gdouble difference;      // to the first
    gboolean has_ratio;      // … and the first is not 0
    gdouble ratio;           // of the first: 1.25 is a quarter more
} KiriComparisonCell;
KIRI_DECLARE_RECORD(KiriComparisonCell, comparison_cell)

typedef struct {
    char *measure, *label, *unit;
    GPtrArray *cells; // KiriComparisonCell, one for each subject
} KiriComparisonRow;
KIRI_DECLARE_RECORD(KiriComparisonRow, comparison_row)

/* How a subject's collection compares with that of the first. */
typedef struct {
    gboolean is_comparable; // FALSE: one of the two begins before anything was collected
    gboolean is_equal;      // the same sources were complete over both
    gint64 sources, first_sources, common; // that were complete over the period
} KiriComparisonBasis;
KIRI_DECLARE_RECORD(KiriComparisonBasis, comparison_basis)

typedef struct {
    gboolean is_of_releases;
    KiriTime made;
    GPtrArray *subjects; // KiriFigures
    GPtrArray *bases;    // KiriComparisonBasis, of each subject; the first with itself
    GPtrArray *rows;     // KiriComparisonRow: the measures that any subject knows
} KiriComparison;
KIRI_DECLARE_RECORD(KiriComparison, comparison)

enum { KIRI_COMPARISON_MOST = 8 }; // subjects: more do not fit on a sheet

/* What is compared: releases by id, or periods. */
typedef struct {
    const char *const *releases; // NULL: periods
    const KiriSpan *spans;       // of periods
    guint n;
} KiriComparisonOf;

/* `query` as for a summary; its release, topic and period are those of each subject (of
 * periods the topic holds for all). Errors: what kiri_summary_make() says. (transfer
 * full) */
KiriComparison *kiri_comparison_make(KiriStore *store, const KiriSummaryQuery *query,
                                     const KiriComparisonOf *of, GError **error);

/* In any format that is a document, or as JSON Lines; error USAGE for others, IO. */
gboolean kiri_comparison_write(const KiriComparison *comparison, const KiriReportFormat *format,
                               const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                               GError **error);
