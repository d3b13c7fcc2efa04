// SPDX-License-Identifier: GPL-3.0-or-later
/* Workbooks for Excel: sheets of typed cells. The same cells give the same bytes,
 * whenever they are written.
 *
 * A text stays text, whatever it looks like: a spreadsheet takes neither ids for numbers
 * nor notes for formulas. A file is made beside its place and moved there whole when
 * it is closed; a stream is made under $TMPDIR and handed on when it is sent.
 *
 * Thread rule: one thread at a time per workbook. */
#pragma once

#include <kirinuki/report.h>

typedef struct KiriWorkbook KiriWorkbook;
typedef struct KiriSheet KiriSheet;

typedef enum {
    KIRI_STYLE_PLAIN, // to be filled in, or just read
    KIRI_STYLE_HEAD,  // headings: bold on a ground
    KIRI_STYLE_HELP,  // only to be looked at: grey
    KIRI_STYLE_WARN,  // to be looked at first: yellow ground
    KIRI_STYLE_INPUT, // a reader may put another value there: blue on a pale ground
    KIRI_STYLE_SUM,   // bold, below a line
    KIRI_STYLE_LINK,  // leads somewhere
    KIRI_STYLE_TITLE, // of a sheet, large and without a border
    KIRI_STYLE_NOTE,  // beside tables, without a border
    KIRI_N_STYLES
} KiriStyle;

/* How a number is shown. */
typedef enum {
    KIRI_CELL_GROUPED, // 1,234
    KIRI_CELL_YEN,     // ¥1,234
    KIRI_CELL_PERCENT, // .125 as 12.5%
    KIRI_CELL_RATIO,   // 0.143
    KIRI_N_NUMBER_CELLS
} KiriNumberCell;

enum {
    KIRI_SHEET_MAX_ROWS = 1048576, // of a sheet, the heading with them
    KIRI_SHEET_CELL_CHARS = 32767, // a longer text is cut; in units of UTF-16
    /* Links of a workbook; what is beyond is text. A sheet may have 65,530, but each
     * costs the library 2 KiB of memory when the file is closed. */
    KIRI_WORKBOOK_LINKS = 20000,
};

/* `title` is that of the document. Error IO where no file can be made there. */
KiriWorkbook *kiri_workbook_begin(const char *path, const char *title, GError **error);
/* A workbook for a report: each sheet takes its rows in rising order, and holds the last
 * one only, however many there are. `created_us` stands in it as the time of its making. */
KiriWorkbook *kiri_workbook_begin_stream(const char *title, gint64 created_us, GError **error);
/* Hands a stream's bytes on and frees it, whether it succeeds or not. Error IO. */
gboolean kiri_workbook_send(KiriWorkbook *book, KiriReportSink sink, gpointer data, GError **error);
/* Nothing of it stays. NULL does nothing. */
void kiri_workbook_cancel(KiriWorkbook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriWorkbook, kiri_workbook_cancel)
/* Writes it and frees it, whether it succeeds or not. Error IO. */
gboolean kiri_workbook_close(KiriWorkbook *book, GError **error);

/* A further sheet, owned by the book; `name` has at most 31 letters. */
KiriSheet *kiri_workbook_add_sheet(KiriWorkbook *book, const char *name);

/* Cells; rows and columns from 0. */
void kiri_sheet_text(KiriSheet *sheet, guint row, guint column, const char *text, KiriStyle style);
void kiri_sheet_number(KiriSheet *sheet, guint row, guint column, gint64 n, KiriStyle style);
/* A day as a date, a moment as date and time, both of Japan; a month or a year, and what
 * is before 1900, as text; nothing for an unset time. */
void kiri_sheet_time(KiriSheet *sheet, guint row, guint column, KiriTime t, KiriStyle style);
void kiri_sheet_value(KiriSheet *sheet, guint row, guint column, gdouble v, KiriNumberCell cell,
                      KiriStyle style);
/* "=SUM(A1:A9)"; `value` is what it comes to, for readers that do not compute. */
void kiri_sheet_formula(KiriSheet *sheet, guint row, guint column, const char *formula,
                        gdouble value, KiriNumberCell cell, KiriStyle style);
/* A text that leads to `url`, in the style of links; plain text where no sheet can link
 * there: not of the web, too long, one too many. */
void kiri_sheet_link(KiriSheet *sheet, guint row, guint column, const char *url, const char *text);
/* An empty cell that looks like the others. */
void kiri_sheet_blank(KiriSheet *sheet, guint row, guint column, KiriStyle style);

void kiri_sheet_width(KiriSheet *sheet, guint column, gdouble letters);
/* The rows above and the columns left of here stay where they are. */
void kiri_sheet_freeze(KiriSheet *sheet, guint row, guint column);
/* Arrows to filter by, in the first row; the table ends at this row and column. */
void kiri_sheet_filter(KiriSheet *sheet, guint last_row, guint last_column);
/* Printed on A4, landscape, as wide as one page, with this row (G_MAXUINT: none) on each;
 * what stands right of the last column or below the last row is not printed. */
void kiri_sheet_page(KiriSheet *sheet, guint head_row, guint last_row, guint last_column);
/* In a stream before the first cell of the row; else a row is as high as readers make it. */
void kiri_sheet_height(KiriSheet *sheet, guint row, gdouble points);
/* A heading of its own: large letters in a row that has room for them. */
void kiri_sheet_title(KiriSheet *sheet, guint row, const char *text);
/* A drop-down list for the cells of a column below the heading: of words (NULL-
 * terminated), or of the cells of a range such as "=選択肢!$A$2:$A$9". */
void kiri_sheet_choices(KiriSheet *sheet, guint column, guint last_row, const char *const *words);
void kiri_sheet_choices_of(KiriSheet *sheet, guint column, guint last_row, const char *range);
