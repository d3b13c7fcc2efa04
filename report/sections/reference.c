// SPDX-License-Identifier: GPL-3.0-or-later
/* 参考値: people and money, last, with what they do not show. */
#include "page/page.h"

#include "page/charts.h"
#include "words/lang.h"

static void put_people(KiriReportPage *page, KiriDocCells *cells, const char *name,
                       const KiriReach *r)
{
    if (!r->media_known && !r->media_unknown)
        return;
    g_autofree char *people = kiri_page_people(page, r->low, r->high);
    kiri_cells_text(cells, name);
    kiri_cells_text(cells, r->media_known ? people : kiri_page_say(page, "算定不能"));
    if (r->media_unknown)
        kiri_line_add(kiri_cells_line(cells),
                      kiri_page_say(page, "数値の分かる%d媒体。不明の%d媒体を含まない"),
                      (int)r->media_known, (int)r->media_unknown);
    else
        kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "数値の分かる%d媒体"),
                      (int)r->media_known);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_yen(KiriReportPage *page, KiriDocCells *cells, const char *name, guint n,
                    gint64 yen)
{
    g_autofree char *grouped = kiri_number_grouped(yen);
    g_autofree char *words = g_strdup_printf(kiri_page_say(page, "%s円"), grouped);
    kiri_cells_text(cells, name);
    if (n)
        kiri_cells_yen(cells, yen, words);
    else
        kiri_cells_text(cells, kiri_page_say(page, "該当なし"));
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u件"), n);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_count(KiriReportPage *page, KiriDocCells *cells, const char *name, guint n,
                      const char *note)
{
    kiri_cells_text(cells, name);
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u件"), n);
    kiri_cells_next(cells);
    kiri_cells_text(cells, note);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_table(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"figure", "項目", 13, KIRI_ALIGN_LEFT},
                                            {"value", "値", 15, KIRI_ALIGN_RIGHT},
                                            {"basis", "対象", 15, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "reference", .columns = columns, .n_columns = 3, .has_row_heads = TRUE};
    const KiriSummary *s = page->s;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(3);
    kiri_page_table(page, &table);
    put_people(page, cells, kiri_page_say(page, "推定到達者数（下限～上限）"), s->reach);
    put_people(page, cells, kiri_page_say(page, "推定閲覧者数（ウェブ）"), s->readers);
    put_yen(page, cells, kiri_page_say(page, "広告換算額（実績値による）"), s->ave_known,
            s->ave_known_yen);
    put_yen(page, cells, kiri_page_say(page, "広告換算額（推計値による）"), s->ave_estimate,
            s->ave_estimate_yen);
    put_count(page, cells, kiri_page_say(page, "広告換算額の算定不能"), s->ave_unknown,
              kiri_page_say(page, "単価又は数値が未登録。0円とはしない"));
    if (s->ave_overridden)
        put_count(page, cells, kiri_page_say(page, "うち利用者の値による"), s->ave_overridden,
                  kiri_page_say(page, "職員が値を定めたもの"));
    kiri_doc_table_end(page->doc);
}

/* ---- how people were counted ---- */

/* Media come first, what was made of all of them last. With hundreds of media the way to
 * the figure would fill the report; the whole of it is data for those who recount. */
enum { MOST_LINES = 40, LAST_LINES = 3 };

static void put_line(KiriReportPage *page, const KiriReachLine *line)
{
    const char *label = kiri_page_stored(page, line->label);
    const char *note = kiri_page_stored(page, line->note);
    g_autofree char *people = kiri_page_people(page, line->low, line->high);
    kiri_line_add(page->line, "%s", label ? label : line->label);
    if (line->high > 0)
        kiri_line_add(page->line, kiri_page_say(page, "：%s"), people);
    if (note && *note)
        kiri_line_add(page->line, kiri_page_say(page, "。%s"), note);
    if (line->source)
        kiri_line_styled(page->line, KIRI_TEXT_NOTE, kiri_page_say(page, "（出典：%s）"),
                         kiri_say(page->lang, line->source));
    kiri_line_item(page->line, page->doc, "・");
}

static void put_lines(KiriReportPage *page, const char *summary, const KiriReach *r)
{
    if (!kiri_recs_count(r->lines))
        return;
    guint first = r->lines->len > MOST_LINES + LAST_LINES ? MOST_LINES : r->lines->len;
    guint rest = first < r->lines->len ? r->lines->len - LAST_LINES : first;
    kiri_doc_fold_begin(page->doc, summary);
    for (guint i = 0; i < first; i++)
        put_line(page, g_ptr_array_index(r->lines, i));
    if (rest > first) {
        kiri_line_styled(page->line, KIRI_TEXT_NOTE,
                         kiri_page_say(page, "このほか%u行は、JSON Lines形式の報告にある。"),
                         rest - first);
        kiri_line_item(page->line, page->doc, "・");
    }
    for (guint i = rest; i < r->lines->len; i++)
        put_line(page, g_ptr_array_index(r->lines, i));
    kiri_doc_fold_end(page->doc);
}

void kiri_section_reference(KiriReportPage *page)
{
    g_autoptr(KiriChart) reach = kiri_charts_reach(page->lang, page->s->reach);
    g_autoptr(KiriChart) money = kiri_charts_money(page->lang, page->s);
    put_table(page);
    kiri_line_add(page->line, "%s",
                  kiri_page_say(page,
                                "税抜・定価ベース、円未満四捨五入。同程度の広告枠を購入した場合"
                                "の額を試算したもので、広報効果そのものを示すものではない。"
                                "実績値による額と推計値による額は合算しない。"));
    kiri_page_put_reference(page, page->line, "methods");
    kiri_line_paragraph(page->line, page->doc);
    if (reach)
        kiri_doc_chart(page->doc, reach);
    if (money)
        kiri_doc_chart(page->doc, money);
    put_lines(page, kiri_page_say(page, "推定到達者数の算出の内訳"), page->s->reach);
    put_lines(page, kiri_page_say(page, "推定閲覧者数（ウェブ）の算出の内訳"), page->s->readers);
    kiri_doc_text(page->doc, kiri_page_say(page, "以上"), KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
}
