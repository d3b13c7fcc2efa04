// SPDX-License-Identifier: GPL-3.0-or-later
/* The 確認票 as a workbook. What may be filled in has a drop-down list; the choices of
 * 対象報道発表 stand on a second sheet. All cells are text. */
#include "review_cells.h"
#include "xlsx/workbook.h"

static const struct {
    KiriReviewColumn column;
    double width;
} widths[] = {
    {KIRI_REVIEW_ID, 22},      {KIRI_REVIEW_DECISION, 7}, {KIRI_REVIEW_CLASS, 22},
    {KIRI_REVIEW_RELEASE, 36}, {KIRI_REVIEW_SECTION, 16}, {KIRI_REVIEW_TONE, 9},
    {KIRI_REVIEW_NOTE, 30},    {KIRI_REVIEW_PERSON, 12},  {KIRI_REVIEW_STATUS, 15},
    {KIRI_REVIEW_HANDLER, 12}, {KIRI_REVIEW_MEMO, 24},    {KIRI_REVIEW_HANDLED, 17},
    {KIRI_REVIEW_WHEN, 17},    {KIRI_REVIEW_MEDIUM, 16},  {KIRI_REVIEW_TITLE, 44},
    {KIRI_REVIEW_URL, 30},     {KIRI_REVIEW_REASON, 44},  {KIRI_REVIEW_TONE_GUESS, 24},
    {KIRI_REVIEW_CHECK, 8},
};

static void put_rows(KiriSheet *sheet, const KiriReview *review)
{
    for (guint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
        kiri_sheet_text(sheet, 0, c, kiri_review_heading((KiriReviewColumn)c), KIRI_STYLE_HEAD);
    for (guint i = 0; i < review->rows->len; i++) {
        const KiriReviewRow *row = g_ptr_array_index(review->rows, i);
        for (guint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
            kiri_sheet_text(sheet, i + 1, c, row->cells[c],
                            c == KIRI_REVIEW_ID || c >= KIRI_REVIEW_N_READ ? KIRI_STYLE_HELP
                            : row->needs_review                            ? KIRI_STYLE_WARN
                                                                           : KIRI_STYLE_PLAIN);
    }
}

static void add_lists(KiriWorkbook *book, KiriSheet *sheet, const KiriReview *review)
{
    guint rows = review->rows->len;
    for (gint c = 0; c < KIRI_REVIEW_N_READ; c++)
        if (kiri_review_choices((KiriReviewColumn)c))
            kiri_sheet_choices(sheet, (guint)c, rows, kiri_review_choices((KiriReviewColumn)c));
    if (!review->releases->len)
        return;
    KiriSheet *choices = kiri_workbook_add_sheet(book, "選択肢");
    kiri_sheet_text(choices, 0, 0, kiri_review_heading(KIRI_REVIEW_RELEASE), KIRI_STYLE_HEAD);
    for (guint i = 0; i < review->releases->len; i++)
        kiri_sheet_text(choices, i + 1, 0, g_ptr_array_index(review->releases, i), KIRI_STYLE_HELP);
    kiri_sheet_width(choices, 0, 60);
    g_autofree char *range = g_strdup_printf("=選択肢!$A$2:$A$%u", review->releases->len + 1);
    kiri_sheet_choices_of(sheet, KIRI_REVIEW_RELEASE, rows, range);
}

gboolean kiri_review_write_xlsx(const KiriReview *review, const char *path, GError **error)
{
    KiriWorkbook *book = kiri_workbook_begin(path, "確認票", error);
    if (!book)
        return FALSE;
    KiriSheet *sheet = kiri_workbook_add_sheet(book, "確認票");
    put_rows(sheet, review);
    add_lists(book, sheet, review);
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++)
        kiri_sheet_width(sheet, widths[i].column, widths[i].width);
    kiri_sheet_freeze(sheet, 1, 1);
    kiri_sheet_filter(sheet, review->rows->len, KIRI_REVIEW_N_COLUMNS - 1);
    return kiri_workbook_close(book, error);
}
