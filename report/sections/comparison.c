// SPDX-License-Identifier: GPL-3.0-or-later
/* 前回・類似発表との比較: this announcement beside earlier ones of its kind, counted by the
 * same rules. */
#include "page/page.h"

static void put_first(KiriReportPage *page, KiriDocCells *cells, gint64 minutes)
{
    g_autofree char *delay = minutes != G_MININT64 ? kiri_page_delay(page, minutes) : NULL;
    kiri_cells_text(cells, delay ? delay : "―");
}

static void put_this(KiriReportPage *page, KiriDocCells *cells)
{
    const KiriSummary *s = page->s;
    const KiriRelease *r = s->release;
    KiriTime when = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    g_autofree char *day = kiri_time_is_set(when) ? kiri_page_day(page, when.us) : g_strdup("―");
    kiri_line_styled(kiri_cells_line(cells), KIRI_TEXT_BOLD, kiri_page_say(page, "今回：%s"),
                     r->title ? r->title : "");
    kiri_cells_next(cells);
    kiri_cells_time(cells, when, day);
    kiri_cells_count(cells, s->unique);
    kiri_cells_count(cells, s->total);
    put_first(page, cells, s->first ? s->first->minutes_after : G_MININT64);
    kiri_cells_count(cells, s->tier1_media);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_earlier(KiriReportPage *page, KiriDocCells *cells, const KiriEarlier *e)
{
    g_autofree char *day = kiri_page_day(page, e->announced.us);
    kiri_line_add(kiri_cells_line(cells), "%s", e->title ? e->title : "");
    if (e->is_series)
        kiri_line_styled(kiri_cells_line(cells), KIRI_TEXT_NOTE, "%s",
                         kiri_page_say(page, "（同じ名称の発表）"));
    kiri_cells_next(cells);
    kiri_cells_time(cells, e->announced, day);
    if (e->is_uncollected) {
        kiri_cells_text(cells, kiri_page_say(page, "収集開始前"));
        for (guint i = 0; i < 3; i++)
            kiri_cells_text(cells, "―");
    } else {
        kiri_cells_count(cells, e->unique);
        kiri_cells_count(cells, e->total);
        put_first(page, cells, e->first_minutes);
        kiri_cells_count(cells, e->tier1_media);
    }
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

void kiri_section_comparison(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {
        {"release", "発表", 20, KIRI_ALIGN_LEFT},     {"announced", "発表日", 9.5, KIRI_ALIGN_LEFT},
        {"unique", "実件数", 4.5, KIRI_ALIGN_RIGHT},  {"total", "総件数", 4.5, KIRI_ALIGN_RIGHT},
        {"first", "初報まで", 6.5, KIRI_ALIGN_RIGHT}, {"tier1", "重点媒体", 5, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "comparison",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    const GPtrArray *earlier = page->o->earlier;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    if (!earlier->len) {
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s",
                       kiri_page_say(page, "同じ組織による前回又は類似の発表は登録されていない。"));
        return;
    }
    kiri_page_table(page, &table);
    put_this(page, cells);
    for (guint i = 0; i < earlier->len; i++)
        put_earlier(page, cells, g_ptr_array_index(earlier, i));
    kiri_doc_table_end(page->doc);
    kiri_page_text(page, KIRI_TEXT_NOTE, "%s",
                   kiri_page_say(page, "前回までは、発表から集計時点までの全ての掲載による。名称の"
                                       "数字・日付のみが異なる発表、次に名称の近い発表の順に選び、"
                                       "新しい順に並べた。"));
}
