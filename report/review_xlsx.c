// SPDX-License-Identifier: GPL-3.0-or-later
/* The 確認票 as a workbook: the door to libxlsxwriter. What may be filled in has a
 * drop-down list; the choices of 対象報道発表 stand on a second sheet. All cells are
 * text, so that a spreadsheet takes neither ids for numbers nor notes for formulas.
 *
 * The library writes to a path: the workbook is made beside its place and moved there
 * whole. */
#include "review_cells.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include <errno.h>
#include <string.h>

#ifdef KIRINUKI_SANITIZED
/* Version 1.1.4 of the library forgets the range of a list of choices, some twenty bytes
 * for a workbook. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libxlsxwriter";
}
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

/* A cell of a workbook holds no more. */
enum { CELL_CHARS = 32767 };

static const struct {
    KiriReviewColumn column;
    double width;
} widths[] = {
    {KIRI_REVIEW_ID, 22},      {KIRI_REVIEW_DECISION, 7}, {KIRI_REVIEW_CLASS, 22},
    {KIRI_REVIEW_RELEASE, 36}, {KIRI_REVIEW_SECTION, 16}, {KIRI_REVIEW_TONE, 9},
    {KIRI_REVIEW_NOTE, 30},    {KIRI_REVIEW_PERSON, 12},  {KIRI_REVIEW_STATUS, 15},
    {KIRI_REVIEW_HANDLER, 12}, {KIRI_REVIEW_MEMO, 24},    {KIRI_REVIEW_HANDLED, 17},
    {KIRI_REVIEW_WHEN, 17},    {KIRI_REVIEW_MEDIUM, 16},  {KIRI_REVIEW_TITLE, 44},
    {KIRI_REVIEW_URL, 30},     {KIRI_REVIEW_REASON, 44},  {KIRI_REVIEW_CHECK, 8},
};

typedef struct {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *head, *fill, *help, *warn;
} Book;

static void make_formats(Book *b)
{
    lxw_format **formats[] = {&b->head, &b->fill, &b->help, &b->warn};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        *formats[i] = workbook_add_format(b->book);
        format_set_num_format(*formats[i], "@");
        format_set_text_wrap(*formats[i]);
        format_set_align(*formats[i], LXW_ALIGN_VERTICAL_TOP);
        format_set_border(*formats[i], LXW_BORDER_HAIR);
    }
    format_set_bold(b->head);
    format_set_bg_color(b->head, 0xD9E2EC);
    format_set_font_color(b->help, 0x555555);
    format_set_bg_color(b->warn, 0xFFF4CC);
}

static void put(lxw_worksheet *sheet, guint row, guint column, const char *text, lxw_format *format)
{
    if (g_utf8_strlen(text, -1) > CELL_CHARS) {
        g_autofree char *cut = g_utf8_substring(text, 0, CELL_CHARS);
        worksheet_write_string(sheet, row, (lxw_col_t)column, cut, format);
    } else {
        worksheet_write_string(sheet, row, (lxw_col_t)column, text, format);
    }
}

static void put_rows(const Book *b, const KiriReview *review)
{
    for (guint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
        put(b->sheet, 0, c, kiri_review_heading((KiriReviewColumn)c), b->head);
    for (guint i = 0; i < review->rows->len; i++) {
        const KiriReviewRow *row = g_ptr_array_index(review->rows, i);
        for (guint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
            put(b->sheet, i + 1, c, row->cells[c],
                c == KIRI_REVIEW_ID || c >= KIRI_REVIEW_N_READ ? b->help
                : row->needs_review                            ? b->warn
                                                               : b->fill);
    }
}

static void add_list(const Book *b, KiriReviewColumn column, guint rows, const char *const *words,
                     const char *range)
{
    lxw_data_validation v = {.ignore_blank = LXW_VALIDATION_ON,
                             .dropdown = LXW_VALIDATION_ON,
                             .show_error = LXW_VALIDATION_ON,
                             .error_type = LXW_VALIDATION_ERROR_TYPE_STOP};
    v.validate = words ? LXW_VALIDATION_TYPE_LIST : LXW_VALIDATION_TYPE_LIST_FORMULA;
    v.value_list = (gpointer)(guintptr)words; // the library only reads them
    v.value_formula = (gpointer)(guintptr)range;
    worksheet_data_validation_range(b->sheet, 1, (lxw_col_t)column, rows, (lxw_col_t)column, &v);
}

static void add_lists(const Book *b, const KiriReview *review)
{
    guint rows = MAX(review->rows->len, 1);
    for (gint c = 0; c < KIRI_REVIEW_N_READ; c++)
        if (kiri_review_choices((KiriReviewColumn)c))
            add_list(b, (KiriReviewColumn)c, rows, kiri_review_choices((KiriReviewColumn)c), NULL);
    if (!review->releases->len)
        return;
    lxw_worksheet *choices = workbook_add_worksheet(b->book, "選択肢");
    put(choices, 0, 0, kiri_review_heading(KIRI_REVIEW_RELEASE), b->head);
    for (guint i = 0; i < review->releases->len; i++)
        put(choices, i + 1, 0, g_ptr_array_index(review->releases, i), b->help);
    worksheet_set_column(choices, 0, 0, 60, NULL);
    g_autofree char *range = g_strdup_printf("=選択肢!$A$2:$A$%u", review->releases->len + 1);
    add_list(b, KIRI_REVIEW_RELEASE, rows, NULL, range);
}

static lxw_error write_book(const KiriReview *review, const char *path)
{
    Book b = {.book = workbook_new(path)};
    if (!b.book)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    /* The same sheet gives the same bytes, whenever it is written. */
    char title[] = "確認票";
    lxw_doc_properties properties = {.title = title, .created = 315532800};
    workbook_set_properties(b.book, &properties);
    b.sheet = workbook_add_worksheet(b.book, "確認票");
    make_formats(&b);
    put_rows(&b, review);
    add_lists(&b, review);
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++)
        worksheet_set_column(b.sheet, (lxw_col_t)widths[i].column, (lxw_col_t)widths[i].column,
                             widths[i].width, NULL);
    worksheet_freeze_panes(b.sheet, 1, 1);
    worksheet_autofilter(b.sheet, 0, 0, review->rows->len, KIRI_REVIEW_N_COLUMNS - 1);
    return workbook_close(b.book);
}

gboolean kiri_review_write_xlsx(const KiriReview *review, const char *path, GError **error)
{
    g_autofree char *beside = g_strconcat(path, ".part", NULL);
    lxw_error failed = write_book(review, beside);
    if (failed == LXW_NO_ERROR && g_rename(beside, path) == 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write '%s': %s"), path,
                failed == LXW_NO_ERROR ? g_strerror(errno) : lxw_strerror(failed));
    g_unlink(beside);
    return FALSE;
}
