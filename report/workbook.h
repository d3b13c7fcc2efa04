// SPDX-License-Identifier: GPL-3.0-or-later
/* Workbooks for Excel: sheets of typed cells. The same cells give the same bytes,
 * whenever they are written.
 *
 * A text stays text, whatever it looks like: a spreadsheet takes neither ids for numbers
 * nor notes for formulas. The file is made beside its place and moved there whole when
 * it is closed.
 *
 * Thread rule: one thread at a time per workbook. */
#pragma once

#include <kirinuki/civil.h>

typedef struct KiriWorkbook KiriWorkbook;
typedef struct KiriSheet KiriSheet;

typedef enum {
    KIRI_STYLE_PLAIN, // to be filled in, or just read
    KIRI_STYLE_HEAD,  // headings: bold on a ground
    KIRI_STYLE_HELP,  // only to be looked at: grey
    KIRI_STYLE_WARN,  // to be looked at first: yellow ground
    KIRI_N_STYLES
} KiriStyle;

enum {
    KIRI_SHEET_MAX_ROWS = 1048576, // of a sheet, the heading with them
    KIRI_SHEET_CELL_CHARS = 32767, // a longer text is cut
};

/* `title` is that of the document. Error IO where no file can be made there. */
KiriWorkbook *kiri_workbook_begin(const char *path, const char *title, GError **error);
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
/* An empty cell that looks like the others. */
void kiri_sheet_blank(KiriSheet *sheet, guint row, guint column, KiriStyle style);

void kiri_sheet_width(KiriSheet *sheet, guint column, gdouble letters);
/* The rows above and the columns left of here stay where they are. */
void kiri_sheet_freeze(KiriSheet *sheet, guint row, guint column);
/* Arrows to filter by, in the first row; the table ends at this row and column. */
void kiri_sheet_filter(KiriSheet *sheet, guint last_row, guint last_column);
/* A drop-down list for the cells of a column below the heading: of words (NULL-
 * terminated), or of the cells of a range such as "=選択肢!$A$2:$A$9". */
void kiri_sheet_choices(KiriSheet *sheet, guint column, guint last_row, const char *const *words);
void kiri_sheet_choices_of(KiriSheet *sheet, guint column, guint last_row, const char *range);
