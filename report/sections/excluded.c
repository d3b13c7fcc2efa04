// SPDX-License-Identifier: GPL-3.0-or-later
/* 対象外とした記事: what was looked at and left out, each with the reason. */
#include "page/page.h"

static void put_row(KiriReportPage *page, KiriDocCells *cells, const KiriSummaryExcluded *e)
{
    g_autofree char *when = kiri_page_when(page, e->article->published);
    kiri_cells_time(cells, e->article->published, when);
    kiri_cells_text(cells, e->medium               ? e->medium->name
                           : e->article->site_name ? e->article->site_name
                                                   : kiri_page_say(page, "媒体不明"));
    kiri_page_put_title(page, kiri_cells_line(cells), e->article, 0);
    kiri_cells_next(cells);
    kiri_cells_text(cells, kiri_page_stored(page, e->reason));
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

void kiri_section_excluded(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"time", "掲載日時", 7, KIRI_ALIGN_LEFT},
                                            {"medium", "媒体名", 7, KIRI_ALIGN_LEFT},
                                            {"title", "見出し", 18, KIRI_ALIGN_LEFT},
                                            {"reason", "理由", 15, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "excluded", .columns = columns, .n_columns = G_N_ELEMENTS(columns)};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    if (!page->s->n_excluded) {
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s",
                       kiri_page_say(page, "同名異義等により対象外とした記事はない。"));
        return;
    }
    kiri_page_table(page, &table);
    for (guint i = 0; i < page->s->n_excluded && !page->error; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(page->s, i, &page->error);
        if (e)
            put_row(page, cells, e);
    }
    kiri_doc_table_end(page->doc);
    g_autofree char *sum =
        g_strdup_printf(kiri_page_say(page, "対象外 計%u件"), page->s->n_excluded);
    kiri_doc_text(page->doc, sum, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
}
