// SPDX-License-Identifier: GPL-3.0-or-later
/* What the overviews (comparison, profiles, yearly book, handover, runs) share: a document
 * with a line and a table at hand, days and figures in the language of the report, and the
 * way from a model to a file in any format: a document, or the model itself as JSON Lines.
 *
 * Titles of tables and columns are given in Japanese and said in the report's language.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "document/chart.h"
#include "document/line.h"
#include "words/lang.h"

#include <kirinuki/record.h>

enum { KIRI_FOLIO_COLUMNS = 16 };

typedef struct {
    KiriDoc *doc;
    KiriReportLang lang;
    KiriEra era;
    KiriDocLine *line;
    /* Of the open table. */
    KiriDocCells *cells;
    KiriDocTable table;
    KiriDocColumn columns[KIRI_FOLIO_COLUMNS];
    guint chapter;    // of kiri_folio_chapter()
    gboolean is_wide; // the page lies across
} KiriFolio;

/* ---- from a model to a file ---- */

typedef void (*KiriFolioBody)(KiriFolio *folio, gconstpointer model);

typedef struct {
    const KiriShape *shape; // of the model: its JSON, and the type of the line
    gconstpointer model;
    const char *title; // in the language of the report
    gint64 made_us;
    KiriFolioBody body;
} KiriFolioWork;

/* Errors: USAGE for a format that holds neither, IO. */
gboolean kiri_folio_write(const KiriFolioWork *work, const KiriReportFormat *format,
                          const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                          GError **error);

/* ---- text ---- */

/* "1　概要", with an anchor of its own ("s1"); `title` in Japanese. */
void kiri_folio_chapter(KiriFolio *folio, const char *title);
/* The table of contents: what the chapters will be, in their order. */
void kiri_folio_contents(KiriFolio *folio, const char *const *titles, guint n);
/* A paragraph: plain, and of lesser weight (a note on what stands above). */
void kiri_folio_text(KiriFolio *folio, const char *format, ...) G_GNUC_PRINTF(2, 3);
void kiri_folio_note(KiriFolio *folio, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A line of label and value; `label` in Japanese. */
void kiri_folio_fact(KiriFolio *folio, const char *label, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* A new page, as kiri_doc_page(). */
void kiri_folio_page(KiriFolio *folio, gboolean is_wide, const char *running_head);
/* Takes the chart (NULL: none), shows it and frees it. */
void kiri_folio_chart(KiriFolio *folio, KiriChart *chart);

/* ---- tables ---- */

/* `caption` in Japanese, NULL: none. A column of width 0 takes what the others leave. Then
 * cells into `folio->cells`, row by row. */
void kiri_folio_table(KiriFolio *folio, const char *id, const char *caption,
                      const KiriDocColumn *columns, guint n, gboolean is_list);
/* For columns whose titles are data, as they are. */
void kiri_folio_table_raw(KiriFolio *folio, const char *id, const char *caption,
                          const KiriDocColumn *columns, guint n, gboolean is_list);
void kiri_folio_row(KiriFolio *folio, KiriRowKind kind);
void kiri_folio_table_end(KiriFolio *folio);
/* A cell: yen as an amount; a day or a moment ("" where unset); a share with what it rests
 * on, "37.5（3／8）", and "—" where it rests on nothing. */
void kiri_folio_yen_cell(KiriFolio *folio, gint64 yen);
void kiri_folio_time_cell(KiriFolio *folio, KiriTime time);
void kiri_folio_share_cell(KiriFolio *folio, gint64 part, gint64 of);

/* ---- values in words (transfer full) ---- */

/* "2026年4月13日（月）", "令和8年…", "13 Apr 2026 (Mon)"; with the time of day where it is
 * known and wished. "" for an unset time. */
char *kiri_folio_day(const KiriFolio *folio, KiriTime time);
char *kiri_folio_moment(const KiriFolio *folio, KiriTime time);
/* "2026年10月1日（木）～12月31日（木）" of [from, to): whole days. */
char *kiri_folio_span(const KiriFolio *folio, gint64 from_us, gint64 to_us);
/* "95分", "3時間5分", "2日4時間"; "95 min" … */
char *kiri_folio_minutes(const KiriFolio *folio, gint64 minutes);
/* "1,234,567円" with its sign; "¥1,234,567". */
char *kiri_folio_yen(const KiriFolio *folio, gint64 yen);
/* "2026年度", "令和8年度", "FY 2026". */
char *kiri_folio_fiscal_year(const KiriFolio *folio, gint year);
/* One decimal: "12.5". */
char *kiri_folio_decimal(gdouble value);
