// SPDX-License-Identifier: GPL-3.0-or-later
/* 媒体種別・日別: where and when, with sums and pictures. */
#include "page/page.h"

#include "page/charts.h"
#include "words/lang.h"

#include <kirinuki/civil.h>

/* Longer periods name only the days with coverage. */
enum { MOST_DAY_ROWS = 31 };

/* ---- kinds of media ---- */

static void put_kind(KiriReportPage *page, KiriDocCells *cells, const char *name, guint total,
                     const guint *by_class, guint unique, KiriRowKind kind)
{
    static const KiriClass order[] = {KIRI_CLASS_PUBLICITY, KIRI_CLASS_SYNDICATED,
                                      KIRI_CLASS_VERBATIM, KIRI_CLASS_MENTION};
    kiri_cells_text(cells, name);
    kiri_cells_count(cells, total);
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        kiri_cells_count(cells, by_class[order[i]]);
    kiri_cells_count(cells, unique);
    kiri_cells_row(cells, page->doc, kind, NULL);
}

static void put_kinds(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"kind", "種別", 9, KIRI_ALIGN_LEFT},
                                            {"total", "総件数", 5, KIRI_ALIGN_RIGHT},
                                            {"publicity", "編集記事", 5, KIRI_ALIGN_RIGHT},
                                            {"syndicated", "配信・転載", 5, KIRI_ALIGN_RIGHT},
                                            {"verbatim", "原文転載", 5, KIRI_ALIGN_RIGHT},
                                            {"mention", "言及", 5, KIRI_ALIGN_RIGHT},
                                            {"unique", "実件数", 5, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "kinds",
                                       .caption = "（1）媒体種別（単位：件）",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    const KiriSummary *s = page->s;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    g_autoptr(KiriChart) chart = kiri_charts_kinds(page->lang, s);
    kiri_page_table(page, &table);
    for (guint i = 0; i < s->kinds->len; i++) {
        const KiriKindRow *row = &g_array_index(s->kinds, KiriKindRow, i);
        put_kind(page, cells, kiri_say(page->lang, kiri_report_kind_name(row->kind)), row->total,
                 row->by_class, row->unique, KIRI_ROW_PLAIN);
    }
    put_kind(page, cells, kiri_page_say(page, "計"), s->total, s->by_class, s->unique,
             KIRI_ROW_SUM);
    kiri_doc_table_end(page->doc);
    if (chart)
        kiri_doc_chart(page->doc, chart);
}

/* ---- days ---- */

static void put_counts(KiriReportPage *page, KiriDocCells *cells, const char *name, guint total,
                       guint unique, KiriRowKind kind)
{
    kiri_cells_text(cells, name);
    kiri_cells_count(cells, total);
    kiri_cells_count(cells, unique);
    kiri_cells_row(cells, page->doc, kind, NULL);
}

static void put_uncollected(KiriReportPage *page, KiriDocCells *cells, const char *name)
{
    kiri_cells_text(cells, name);
    kiri_cells_text(cells, kiri_page_say(page, "収集開始前"));
    kiri_cells_text(cells, "―");
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

/* The time before anything was collected is one line, and no row of zeros. */
static void put_time_before(KiriReportPage *page, KiriDocCells *cells)
{
    const KiriSummary *s = page->s;
    if (!kiri_summary_begins_early(s))
        return;
    g_autofree char *from = kiri_page_day(page, s->period_from_us);
    g_autofree char *to = kiri_page_day(page, kiri_civil_day_start_jst(s->covered_from_us) - 1);
    g_autofree char *span = g_strdup_printf(kiri_page_say(page, "%sから%sまで"), from, to);
    put_uncollected(page, cells, span);
}

static void put_day_rows(KiriReportPage *page, KiriDocCells *cells, gboolean is_long)
{
    const KiriSummary *s = page->s;
    guint total = 0, unique = 0;
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *row = &g_array_index(s->days, KiriDayRow, i);
        total += row->total;
        unique += row->unique;
        if (is_long && !row->total)
            continue;
        g_autofree char *day = kiri_page_day(page, row->day_us);
        if (row->is_before_collection && !row->total)
            put_uncollected(page, cells, day);
        else
            put_counts(page, cells, day, row->total, row->unique, KIRI_ROW_PLAIN);
    }
    if (total < s->total)
        put_counts(page, cells, kiri_page_say(page, "それ以前"), s->total - total,
                   s->unique - unique, KIRI_ROW_PLAIN);
    put_counts(page, cells, kiri_page_say(page, "計"), s->total, s->unique, KIRI_ROW_SUM);
}

static void put_days(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"day", "掲載日", 16, KIRI_ALIGN_LEFT},
                                            {"total", "総件数", 8, KIRI_ALIGN_RIGHT},
                                            {"unique", "実件数", 8, KIRI_ALIGN_RIGHT}};
    gboolean is_long = page->s->days->len > MOST_DAY_ROWS;
    const KiriDocTable table = {.id = "days",
                                .caption = is_long ? "（2）日別（単位：件。掲載のあった日のみ）"
                                                   : "（2）日別（単位：件）",
                                .columns = columns,
                                .n_columns = G_N_ELEMENTS(columns),
                                .has_row_heads = TRUE};
    if (!page->s->days->len)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    g_autoptr(KiriChart) chart = kiri_charts_days(page->lang, page->s);
    kiri_page_table(page, &table);
    put_time_before(page, cells);
    put_day_rows(page, cells, is_long);
    kiri_doc_table_end(page->doc);
    if (chart)
        kiri_doc_chart(page->doc, chart);
    kiri_page_text(page, KIRI_TEXT_NOTE, "%s",
                   kiri_page_say(page, "実件数は、その話題の最初の記事が載った媒体種別と日に計上"
                                       "する。"));
}

void kiri_section_media(KiriReportPage *page)
{
    put_kinds(page);
    put_days(page);
    kiri_part_timing(page, page->s->days->len ? 3 : 2);
}
