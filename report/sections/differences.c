// SPDX-License-Identifier: GPL-3.0-or-later
/* 誤り・相違と対応状況: figures that are not those of the announcement, both sentences side
 * by side, and how far each case was taken. */
#include "page/page.h"

#include "words/lang.h"
#include "words/words.h"

static void put_difference(KiriReportPage *page, const KiriSummaryClip *c,
                           const KiriContradiction *d)
{
    KiriDocLine *line = page->line;
    g_autofree char *theirs = kiri_page_figure(d->article_value);
    g_autofree char *ours = kiri_page_figure(d->release_value);
    kiri_page_put_piece(page, line, c);
    kiri_line_paragraph(line, page->doc);
    kiri_line_styled(line, KIRI_TEXT_WARN, "%s", theirs);
    kiri_line_add(line, "　");
    kiri_page_put_quote(page, line, d->article_sentence, KIRI_PAGE_QUOTE_CHARS);
    kiri_line_item(line, page->doc, kiri_page_say(page, "記事："));
    kiri_line_styled(line, KIRI_TEXT_BOLD, "%s", ours);
    kiri_line_add(line, "　");
    kiri_page_put_quote(page, line, d->release_sentence, KIRI_PAGE_QUOTE_CHARS);
    kiri_line_item(line, page->doc, kiri_page_say(page, "発表："));
}

static void put_all(KiriReportPage *page)
{
    for (guint i = 0; i < page->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(page->s, i);
        g_autoptr(KiriSummaryClip) c = row->has_contradictions ? kiri_page_open(page, row) : NULL;
        GPtrArray *all = c ? c->clip->evidence->contradictions : NULL;
        for (guint k = 0; k < kiri_recs_count(all); k++)
            put_difference(page, c, g_ptr_array_index(all, k));
    }
}

static void put_case(KiriReportPage *page, const KiriSummaryRow *row, KiriDocCells *cells)
{
    g_autoptr(KiriSummaryClip) c = kiri_page_open(page, row);
    if (!c)
        return;
    g_autofree char *anchor = g_strdup_printf("#no%u", c->number);
    g_autofree char *number = g_strdup_printf("%u", c->number);
    kiri_cells_link(cells, anchor, number);
    kiri_page_put_headline(page, kiri_cells_line(cells), c, 0);
    kiri_cells_next(cells);
    kiri_cells_text(cells, kiri_say(page->lang, kiri_report_handling_name(c->standing.status)));
    kiri_cells_text(cells, c->standing.note);
    kiri_cells_text(cells, c->standing.person);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

/* Only what is still open: what is done stands in 備考 of the list. */
static void put_cases(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"number", "No.", 3, KIRI_ALIGN_RIGHT},
                                            {"title", "記事", 22, KIRI_ALIGN_LEFT},
                                            {"status", "対応状況", 6, KIRI_ALIGN_LEFT},
                                            {"note", "備考", 10, KIRI_ALIGN_LEFT},
                                            {"person", "確認者", 5, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "handling",
                                       .caption = "対応中のもの",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns)};
    if (!page->s->in_handling)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    kiri_page_table(page, &table);
    for (guint i = 0; i < page->s->total && !page->error; i++)
        if (kiri_summary_row(page->s, i)->is_in_handling)
            put_case(page, kiri_summary_row(page->s, i), cells);
    kiri_doc_table_end(page->doc);
}

void kiri_part_differences(KiriReportPage *page, guint number)
{
    kiri_page_part(page, number, "誤り・相違と対応状況");
    put_all(page);
    if (!page->s->contradictions)
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s",
                       kiri_page_say(page, "発表と数値の異なる記事は見つかっていない。"));
    put_cases(page);
}
