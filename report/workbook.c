// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to libxlsxwriter. Formats are made when they are first needed: one for each
 * style and kind of cell. */
#include "workbook.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef enum { CELL_TEXT, CELL_NUMBER, CELL_DAY, CELL_MOMENT, N_CELLS } CellKind;
static const char *const number_formats[] = {"@", "#,##0", "yyyy/mm/dd", "yyyy/mm/dd hh:mm"};
G_STATIC_ASSERT(G_N_ELEMENTS(number_formats) == N_CELLS);

struct KiriSheet {
    KiriWorkbook *book;
    lxw_worksheet *sheet;
};

struct KiriWorkbook {
    char *path, *beside, *title;
    lxw_workbook *book;
    lxw_format *formats[KIRI_N_STYLES][N_CELLS];
    GPtrArray *sheets; // KiriSheet
};

/* 1980-01-01, the first moment of a ZIP archive. */
enum { CREATED = 315532800 };

static void free_book(KiriWorkbook *book)
{
    g_ptr_array_unref(book->sheets);
    g_free(book->path);
    g_free(book->beside);
    g_free(book->title);
    g_free(book);
}

static void set_error(const KiriWorkbook *book, const char *why, GError **error)
{
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write '%s': %s"), book->path,
                why);
}

KiriWorkbook *kiri_workbook_begin(const char *path, const char *title, GError **error)
{
    KiriWorkbook *book = g_new0(KiriWorkbook, 1);
    book->path = g_strdup(path);
    book->beside = g_strconcat(path, ".part", NULL);
    book->title = g_strdup(title);
    book->sheets = g_ptr_array_new_with_free_func(g_free);
    /* The library would look only at the end, and print what it finds. */
    int file = g_creat(book->beside, 0666);
    if (file < 0) {
        set_error(book, g_strerror(errno), error);
        free_book(book);
        return NULL;
    }
    close(file);
    book->book = workbook_new(book->beside);
    g_assert(book->book); // but for exhausted memory
    lxw_doc_properties properties = {.title = book->title, .created = CREATED};
    workbook_set_properties(book->book, &properties);
    return book;
}

void kiri_workbook_cancel(KiriWorkbook *book)
{
    if (!book)
        return;
    /* The library has no other way to give up what it holds. */
    workbook_close(book->book);
    g_unlink(book->beside);
    free_book(book);
}

gboolean kiri_workbook_close(KiriWorkbook *book, GError **error)
{
    lxw_error failed = workbook_close(book->book);
    gboolean ok = failed == LXW_NO_ERROR && g_rename(book->beside, book->path) == 0;
    if (!ok) {
        set_error(book, failed == LXW_NO_ERROR ? g_strerror(errno) : lxw_strerror(failed), error);
        g_unlink(book->beside);
    }
    free_book(book);
    return ok;
}

KiriSheet *kiri_workbook_add_sheet(KiriWorkbook *book, const char *name)
{
    KiriSheet *sheet = g_new0(KiriSheet, 1);
    sheet->book = book;
    sheet->sheet = workbook_add_worksheet(book->book, name);
    g_assert(sheet->sheet); // a name of ours that is too long, or there twice
    g_ptr_array_add(book->sheets, sheet);
    return sheet;
}

static lxw_format *format_of(KiriWorkbook *book, KiriStyle style, CellKind kind)
{
    lxw_format **f = &book->formats[style][kind];
    if (*f)
        return *f;
    *f = workbook_add_format(book->book);
    format_set_num_format(*f, number_formats[kind]);
    format_set_text_wrap(*f);
    format_set_align(*f, LXW_ALIGN_VERTICAL_TOP);
    format_set_border(*f, LXW_BORDER_HAIR);
    if (style == KIRI_STYLE_HEAD) {
        format_set_bold(*f);
        format_set_bg_color(*f, 0xD9E2EC);
    } else if (style == KIRI_STYLE_HELP) {
        format_set_font_color(*f, 0x555555);
    } else if (style == KIRI_STYLE_WARN) {
        format_set_bg_color(*f, 0xFFF4CC);
    }
    return *f;
}

/* ---- cells ---- */

void kiri_sheet_text(KiriSheet *sheet, guint row, guint column, const char *text, KiriStyle style)
{
    lxw_format *format = format_of(sheet->book, style, CELL_TEXT);
    g_autofree char *cut = g_utf8_strlen(text, -1) > KIRI_SHEET_CELL_CHARS
                               ? g_utf8_substring(text, 0, KIRI_SHEET_CELL_CHARS)
                               : NULL;
    worksheet_write_string(sheet->sheet, row, (lxw_col_t)column, cut ? cut : text, format);
}

void kiri_sheet_number(KiriSheet *sheet, guint row, guint column, gint64 n, KiriStyle style)
{
    worksheet_write_number(sheet->sheet, row, (lxw_col_t)column, (double)n,
                           format_of(sheet->book, style, CELL_NUMBER));
}

void kiri_sheet_blank(KiriSheet *sheet, guint row, guint column, KiriStyle style)
{
    worksheet_write_blank(sheet->sheet, row, (lxw_col_t)column,
                          format_of(sheet->book, style, CELL_TEXT));
}

void kiri_sheet_time(KiriSheet *sheet, guint row, guint column, KiriTime t, KiriStyle style)
{
    char text[32];
    gboolean is_day = t.precision == KIRI_PRECISION_DAY;
    KiriCivil c = kiri_civil_from_us(t.us, is_day ? t.offset_min : KIRI_JST_MIN);
    kiri_time_format(t, text);
    if (!kiri_time_is_set(t)) {
        kiri_sheet_blank(sheet, row, column, style);
    } else if (t.precision < KIRI_PRECISION_DAY || c.year < 1900) {
        kiri_sheet_text(sheet, row, column, text, style);
    } else {
        lxw_datetime when = {.year = c.year, .month = c.month, .day = c.day};
        if (!is_day) {
            when.hour = c.hour;
            when.min = c.minute;
            when.sec = c.second;
        }
        worksheet_write_datetime(sheet->sheet, row, (lxw_col_t)column, &when,
                                 format_of(sheet->book, style, is_day ? CELL_DAY : CELL_MOMENT));
    }
}

/* ---- the sheet ---- */

void kiri_sheet_width(KiriSheet *sheet, guint column, gdouble letters)
{
    worksheet_set_column(sheet->sheet, (lxw_col_t)column, (lxw_col_t)column, letters, NULL);
}

void kiri_sheet_freeze(KiriSheet *sheet, guint row, guint column)
{
    worksheet_freeze_panes(sheet->sheet, row, (lxw_col_t)column);
}

void kiri_sheet_filter(KiriSheet *sheet, guint last_row, guint last_column)
{
    worksheet_autofilter(sheet->sheet, 0, 0, last_row, (lxw_col_t)last_column);
}

static void add_choices(KiriSheet *sheet, guint column, guint last_row, lxw_data_validation *v)
{
    v->ignore_blank = LXW_VALIDATION_ON;
    v->dropdown = LXW_VALIDATION_ON;
    v->show_error = LXW_VALIDATION_ON;
    v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    worksheet_data_validation_range(sheet->sheet, 1, (lxw_col_t)column, MAX(last_row, 1),
                                    (lxw_col_t)column, v);
}

void kiri_sheet_choices(KiriSheet *sheet, guint column, guint last_row, const char *const *words)
{
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST,
                             .value_list = (gpointer)(guintptr)words}; // it only reads them
    add_choices(sheet, column, last_row, &v);
}

void kiri_sheet_choices_of(KiriSheet *sheet, guint column, guint last_row, const char *range)
{
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                             .value_formula = (gpointer)(guintptr)range};
    add_choices(sheet, column, last_row, &v);
}
