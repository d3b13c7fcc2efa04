// SPDX-License-Identifier: GPL-3.0-or-later
/* A document as the sections of a report write it, and the writers read it: headings,
 * paragraphs, tables, charts, one after the other.
 *
 * A section says what stands there; a writer (PDF, …) says how it looks. What is
 * written is taken at once and not kept, so a table of 100,000 rows costs no more
 * memory than one of ten. Strings are borrowed for the length of the call.
 *
 * Between kiri_doc_table_begin() and _end() there are rows only.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

typedef enum { KIRI_ALIGN_LEFT, KIRI_ALIGN_RIGHT, KIRI_ALIGN_CENTER } KiriAlign;

typedef enum {
    KIRI_TEXT_PLAIN = 0,
    KIRI_TEXT_BOLD = 1 << 0,
    KIRI_TEXT_SMALL = 1 << 1,
    KIRI_TEXT_NOTE = 1 << 2, // of lesser weight
    KIRI_TEXT_WARN = 1 << 3, // to be looked at
} KiriTextStyle;

/* A piece of text of one style. `url`: http, https, or "#anchor" within the document;
 * other kinds are shown as text. */
typedef struct {
    const char *text;
    guint style; // KiriTextStyle
    const char *url;
} KiriText;

/* Text of the world as it may stand among ours: broken UTF-8 becomes U+FFFD, a control
 * character a space (a line break stays), and what would turn the direction of all that
 * follows is left out. NULL: "". (transfer full) */
char *kiri_doc_clean(const char *text);

/* What stands above the title, and in the file's own description. */
struct KiriDocHead {
    KiriReportLang lang;
    const char *title;    // of the document
    const char *date;     // as it is printed
    const char *section;  // who made it; NULL: nobody said
    const char *handling; // 取扱区分; NULL: none
    gboolean is_sample;   // marked 見本
    GBytes *logo;         // kiri_report_check_logo(), NULL: none
    const char *logo_of;  // whose it is; NULL: not said
    KiriTime made;        // its creation date, so that the same store gives the same bytes
    const KiriReportCharts *charts; // who wants them as pictures, too; NULL: nobody
};

/* ---- tables ---- */

typedef enum {
    KIRI_DOC_TEXT, // `runs`; none: an empty cell
    KIRI_DOC_COUNT,
    KIRI_DOC_YEN,
    KIRI_DOC_SHARE, // of 1, shown as a percentage
    KIRI_DOC_TIME,
} KiriDocCellKind;

/* A value with its type, for writers that keep it; `runs` is how people read it. */
typedef struct {
    KiriDocCellKind kind;
    const KiriText *runs;
    guint n_runs;
    gint64 number; // COUNT, YEN
    gdouble share; // SHARE
    KiriTime time; // TIME
} KiriDocCell;

typedef struct {
    const char *id; // stable, ASCII
    const char *title;
    gdouble width; // in characters of full width; the rest is shared by these
    KiriAlign align;
} KiriDocColumn;

typedef struct {
    const char *id;
    const char *caption; // NULL: none
    const KiriDocColumn *columns;
    guint n_columns;
    gboolean is_list;       // many columns, many rows: small, and to be sorted on a screen
    gboolean is_figures;    // one row of figures to be seen first
    gboolean has_row_heads; // the first cell names its row
} KiriDocTable;

typedef enum {
    KIRI_ROW_PLAIN,
    KIRI_ROW_SUM, // of the rows above
} KiriRowKind;

/* ---- the writers' side ---- */

typedef struct KiriChart KiriChart;

typedef struct {
    void (*heading)(KiriDoc *doc, guint level, const char *text, const char *anchor);
    void (*paragraph)(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align);
    void (*item)(KiriDoc *doc, const char *mark, const KiriText *runs, guint n);
    void (*fact)(KiriDoc *doc, const char *label, const KiriText *runs, guint n);
    void (*box_begin)(KiriDoc *doc, const char *title);
    void (*box_end)(KiriDoc *doc);
    void (*fold_begin)(KiriDoc *doc, const char *summary);
    void (*fold_end)(KiriDoc *doc);
    void (*table_begin)(KiriDoc *doc, const KiriDocTable *table);
    void (*row)(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells);
    void (*table_end)(KiriDoc *doc);
    void (*chart)(KiriDoc *doc, const KiriChart *chart);
    void (*picture)(KiriDoc *doc, GBytes *picture, const char *alt);
    void (*page)(KiriDoc *doc, gboolean is_wide, const char *running_head);
    gboolean (*end)(KiriDoc *doc, GError **error); // frees the document too
} KiriDocWriter;

struct KiriDoc {
    KiriReportLang lang;
    const KiriDocWriter *writer;
    const KiriDocTable *table; // that is open, NULL: none
    gboolean is_box;           // within a box
    const KiriReportCharts *charts;
    GHashTable *chart_names; // of those that were handed to them; NULL: none yet
    GError *error;           // the first one, of what no writer does
};

/* A writer's document begins. */
void kiri_doc_init(KiriDoc *doc, const KiriDocWriter *writer, const KiriDocHead *head);

/* ---- the sections' side ---- */

/* Level 0 is the title of the document, 1 a section, 2 a part of one. `anchor`: name
 * for links to it, NULL: none. */
void kiri_doc_heading(KiriDoc *doc, guint level, const char *text, const char *anchor);
void kiri_doc_paragraph(KiriDoc *doc, const KiriText *runs, guint n, KiriAlign align);
/* A paragraph of one style. */
void kiri_doc_text(KiriDoc *doc, const char *text, guint style, KiriAlign align);
/* A point of a list behind its mark ("○", "(1)"). */
void kiri_doc_item(KiriDoc *doc, const char *mark, const KiriText *runs, guint n);
/* A line of what stands at the head: label and value. */
void kiri_doc_fact(KiriDoc *doc, const char *label, const KiriText *runs, guint n);
/* What belongs together and is to be seen, under a title of its own; no box in a box. */
void kiri_doc_box_begin(KiriDoc *doc, const char *title);
void kiri_doc_box_end(KiriDoc *doc);
/* What a reader opens when wanted; on paper it stands there, below its summary. */
void kiri_doc_fold_begin(KiriDoc *doc, const char *summary);
void kiri_doc_fold_end(KiriDoc *doc);
void kiri_doc_table_begin(KiriDoc *doc, const KiriDocTable *table);
/* As many cells as the table has columns. `anchor` as for headings. */
void kiri_doc_row(KiriDoc *doc, KiriRowKind kind, const char *anchor, const KiriDocCell *cells);
void kiri_doc_table_end(KiriDoc *doc);
void kiri_doc_chart(KiriDoc *doc, const KiriChart *chart);
/* The picture of something (kiri_report_check_picture()), as large as the page allows; `alt`
 * says what it is, and stands in its place where it cannot be shown. */
void kiri_doc_picture(KiriDoc *doc, GBytes *picture, const char *alt);
/* What follows begins on a new page, upright or across, with `running_head` above it
 * (NULL: none). */
void kiri_doc_page(KiriDoc *doc, gboolean is_wide, const char *running_head);
/* Closes and frees the document. Errors: what the writer says. */
gboolean kiri_doc_end(KiriDoc *doc, GError **error);

/* The writers. PDF: A4. HTML: one page that loads nothing. Text: lines of at most 78
 * columns, for a terminal or a mail. */
KiriDoc *kiri_doc_pdf(const KiriDocHead *head, KiriReportSink sink, gpointer data);
KiriDoc *kiri_doc_html(const KiriDocHead *head, KiriReportSink sink, gpointer data);
KiriDoc *kiri_doc_text_lines(const KiriDocHead *head, KiriReportSink sink, gpointer data);
