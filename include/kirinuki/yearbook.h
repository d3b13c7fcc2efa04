// SPDX-License-Identifier: GPL-3.0-or-later
/* The yearly book (年報): the coverage of a fiscal year as a whole, by quarter and month, by
 * release, topic, medium and kind, with its quality, and with what was not collected.
 *
 * The figures of the year, of a quarter and of a month are those of a report on that
 * period; the figures of a release are those of a report on it within the year. So a
 * story that runs over two months counts in both, and an article tied to two releases in
 * both: parts may sum up to more stories than the whole, and the book says so.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/figures.h>
#include <kirinuki/fiscal.h>
#include <kirinuki/report.h>
#include <kirinuki/run_report.h>

/* Advertising value by how it was computed. */
typedef struct {
    char *method;       // score.h; NULL: a person's own figure
    char *book_version; // of the ledger
    gint64 known, known_yen, estimate, estimate_yen, unknown; // clips, and their yen
} KiriYearbookMethod;
KIRI_DECLARE_RECORD(KiriYearbookMethod, yearbook_method)

/* A source or a site rule that may have missed something. */
typedef struct {
    char *title, *url, *problem; // in Japanese
} KiriYearbookGap;
KIRI_DECLARE_RECORD(KiriYearbookGap, yearbook_gap)

typedef struct {
    gint64 fiscal_year;
    KiriTime made;
    KiriFigures *year;            // with its kinds and media
    GPtrArray *quarters, *months; // KiriTally: 4 and 12
    GPtrArray *releases;          // KiriFigures without kinds and media, by 実件数
    gint64 releases_announced;    // in the year
    gint64 releases_without;      // … of which nothing was reported in it
    GPtrArray *topics;            // KiriTally, by 実件数; of topics that are ours
    KiriQuality *quality;
    GPtrArray *voices; // KiriVoice; NULL: no comparison topics
    KiriReach *reach, *readers;
    GPtrArray *methods;        // KiriYearbookMethod, most clips first
    gint64 excluded, rejected; // looked at and left out; … by a person
    GPtrArray *gaps;           // KiriYearbookGap: as of now
    KiriRunReport *runs;       // the runs alone, summed up
} KiriYearbook;
KIRI_DECLARE_RECORD(KiriYearbook, yearbook)

/* `query` as for a summary; release, topic and period are set here. Errors: what
 * kiri_summary_make() says. Cost: a summary of the year, and a small one for each release
 * and topic that was covered; memory grows by rows of clips. (transfer full) */
KiriYearbook *kiri_yearbook_make(KiriStore *store, const KiriSummaryQuery *query, gint fiscal_year,
                                 GError **error);
/* As kiri_comparison_write(). */
gboolean kiri_yearbook_write(const KiriYearbook *book, const KiriReportFormat *format,
                             const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                             GError **error);
