// SPDX-License-Identifier: GPL-3.0-or-later
/* 内容: what the coverage says: our messages, its tone, how we were treated, what differs
 * and what became of it. */
#include "page/page.h"

#include "page/charts.h"

static void put_message(KiriReportPage *page, const KiriMessageRow *row, KiriDocCells *cells)
{
    guint all = row->conveyed + row->partly + row->none;
    kiri_cells_text(cells, row->message);
    kiri_cells_count(cells, row->conveyed);
    kiri_cells_count(cells, row->partly);
    kiri_cells_count(cells, row->none);
    if (all)
        kiri_cells_share(cells, (gdouble)row->conveyed / all);
    else
        kiri_cells_text(cells, "―");
    kiri_cells_count(cells, row->wrong);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_messages(KiriReportPage *page, guint number)
{
    static const KiriDocColumn columns[] = {{"message", "キーメッセージ", 24, KIRI_ALIGN_LEFT},
                                            {"conveyed", "反映（件）", 5, KIRI_ALIGN_RIGHT},
                                            {"partly", "一部反映（件）", 5, KIRI_ALIGN_RIGHT},
                                            {"none", "なし（件）", 5, KIRI_ALIGN_RIGHT},
                                            {"share", "反映率（％）", 5, KIRI_ALIGN_RIGHT},
                                            {"wrong", "誤り（件）", 5, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "messages",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .has_row_heads = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    kiri_page_part(page, number, "キーメッセージ反映率");
    kiri_page_table(page, &table);
    for (guint i = 0; i < page->s->messages->len; i++)
        put_message(page, g_ptr_array_index(page->s->messages, i), cells);
    kiri_doc_table_end(page->doc);
    kiri_page_text(page, KIRI_TEXT_NOTE, "%s",
                   kiri_page_say(page, "実件数による。反映率は「反映」の割合。自動判定による"
                                       "（方法は「算定方法」のとおり）。誤りは記事の数。"));
}

static void put_tone(KiriReportPage *page, guint number)
{
    const KiriQuality *q = page->s->quality;
    gint64 confirmed = q->tone_positive + q->tone_neutral + q->tone_critical;
    g_autoptr(KiriChart) chart = kiri_charts_tone(page->lang, q);
    kiri_page_part(page, number, "論調");
    kiri_page_text(page, KIRI_TEXT_PLAIN,
                   kiri_page_say(page,
                                 "肯定的%d件、中立%d件、批判的%d件（確認済%d件／未確認%d件）。"
                                 "職員が確認したものに限り計上する。"),
                   (int)q->tone_positive, (int)q->tone_neutral, (int)q->tone_critical,
                   (int)confirmed, (int)q->tone_unconfirmed);
    if (chart)
        kiri_doc_chart(page->doc, chart);
}

void kiri_section_content(KiriReportPage *page)
{
    guint number = 1;
    if (page->s->messages->len)
        put_messages(page, number++);
    put_tone(page, number++);
    kiri_part_quality(page, number++);
    if (page->s->release)
        kiri_part_differences(page, number++);
    kiri_part_revisions(page, number);
}
