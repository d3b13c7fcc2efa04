// SPDX-License-Identifier: GPL-3.0-or-later
/* The ledger's three tables as sheets; columns and words are those of ledger.h. */
#include <kirinuki/ledger_sheets.h>

#include "workbook.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/ledger.h>

#include <string.h>

static const struct {
    const char *column;
    gdouble width;
} widths[] = {{"name", 24},   {"domains", 40}, {"substitutes", 30}, {"terms", 40},  {"note", 30},
              {"metric", 20}, {"value", 16},   {"price_yen", 14},   {"source", 60}, {"kind", 14}};
enum { WIDTH = 12 };

static gdouble width_of(const char *column)
{
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++)
        if (strcmp(widths[i].column, column) == 0)
            return widths[i].width;
    return WIDTH;
}

static void put_cell(KiriSheet *sheet, guint row, guint column, const KiriCell *cell)
{
    if (cell->is_empty)
        kiri_sheet_blank(sheet, row, column, KIRI_STYLE_PLAIN);
    else if (cell->type == KIRI_CELL_NUMBER)
        kiri_sheet_number(sheet, row, column, cell->number, KIRI_STYLE_PLAIN);
    else if (cell->type == KIRI_CELL_DATE)
        kiri_sheet_time(sheet, row, column, cell->date, KIRI_STYLE_PLAIN);
    else
        kiri_sheet_text(sheet, row, column, cell->text, KIRI_STYLE_PLAIN);
}

static gboolean is_shown(KiriNoun noun, gconstpointer record)
{
    return noun != KIRI_NOUN_MEDIUM || !((const KiriMedium *)record)->is_removed;
}

static gboolean add_table(KiriWorkbook *book, KiriNoun noun, const char *name,
                          const GPtrArray *records, GError **error)
{
    KiriSheet *sheet = kiri_workbook_add_sheet(book, name);
    guint n = kiri_ledger_n_columns(noun), row = 0;
    for (guint c = 0; c < n; c++) {
        kiri_sheet_text(sheet, 0, c, kiri_ledger_heading(noun, c), KIRI_STYLE_HEAD);
        kiri_sheet_width(sheet, c, width_of(kiri_ledger_column(noun, c)));
    }
    if (records->len >= KIRI_SHEET_MAX_ROWS) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT,
                    _("'%s' has %u rows, more than a sheet holds (%d): export it as CSV"), name,
                    records->len, KIRI_SHEET_MAX_ROWS - 1);
        return FALSE;
    }
    for (guint i = 0; i < records->len; i++) {
        gconstpointer record = g_ptr_array_index(records, i);
        if (!is_shown(noun, record))
            continue;
        row++;
        for (guint c = 0; c < n; c++) {
            KiriCell cell = kiri_ledger_cell(noun, c, record, TRUE);
            put_cell(sheet, row, c, &cell);
            g_free(cell.text);
        }
    }
    kiri_sheet_freeze(sheet, 1, 1);
    kiri_sheet_filter(sheet, row, n - 1);
    return TRUE;
}

gboolean kiri_ledger_write_xlsx(const KiriBook *ledger, const char *path, GError **error)
{
    g_autoptr(KiriWorkbook) book = kiri_workbook_begin(path, "媒体台帳", error);
    return book && add_table(book, KIRI_NOUN_MEDIUM, "媒体", kiri_book_media(ledger), error) &&
           add_table(book, KIRI_NOUN_FIGURE, "数値", kiri_book_figures(ledger), error) &&
           add_table(book, KIRI_NOUN_RATE, "単価", kiri_book_rates(ledger), error) &&
           kiri_workbook_close(g_steal_pointer(&book), error);
}
