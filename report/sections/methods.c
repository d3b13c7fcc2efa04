// SPDX-License-Identifier: GPL-3.0-or-later
/* 算定方法・単価出典: how figures are made, from which rows of the ledger, and the
 * computation of each of them. */
#include "page/page.h"

#include "words/lang.h"

#include <kirinuki/score.h>

#include <string.h>

typedef struct {
    const char *name, *text;
} Method;

static const Method methods[] = {
    {"総件数・実件数", "総件数は掲載記事の数。実件数は、同じ記事の配信・転載を1件とした数。リリース"
                       "原文転載は1件ずつ数える。職員が対象外とした記事は含まない。"},
    {"掲載種類", "本文がどれだけ発表資料又は先行記事と一致するか、数値・日付・固有名詞の一致、発表"
                 "からの時間等から自動判定し、職員の確認結果を優先する。"},
    {"要確認", "判定の確率が15％以上90％未満のもの、又は発表と数値の異なるもので、確認の済んで"
               "いないもの。"},
    {"社説・一面",
     "社説は、社説・論説の欄に載ったもの又は見出しにその名のあるもの。一面は、職員が入力した"
     "紙面の情報による。"},
    {"関連部分",
     "当方の名称、事業名等又はそれを受ける語（同省等）を含む文、当方の発言の続きの文及び"
     "それらに挟まれた文の数 ÷ 全文の数。"},
    {"キーメッセージ反映率", "連続する1～2文について、0.7×語の一致＋0.3×数値の一致を求め、最大値が"
                             "0.60以上を反映、0.35以上0.60未満を一部反映とする。"},
    {"広告換算額",
     "標準の方法：ウェブは月間閲覧数 ÷ 当月の記事数 × CPM（1,000回当たりの単価）× 関連部分 × "
     "掲載位置（見出し1.0、リード0.8、本文0.5）、新聞は段数（15段換算）×幅（cm）× 1段1cmの"
     "単価 × 関連部分、雑誌は占有ページ × 1ページの単価 × 関連部分、放送は秒数 × 1秒の単価 × "
     "局数。別の方法によるものは各記事の計算に方法の名を示す。税抜・定価ベース。掲載日の単価を"
     "用い、期間外の単価によるものは推計とする。必要な数値が未登録の場合は算定不能とし、0円と"
     "しない。"},
    {"論調",
     "職員の確認結果だけを集計する。自動判定（未確認）は、評価を表す語のうち当方に向けられた"
     "ものを、打ち消し・推測・発言者を考えて足し合わせた目安で、集計に含めない。"},
    {"扱い（点）",
     "1記事100点満点：見出し40、リード25、本文10（最初の位置）、関連部分の割合×30、一面20、"
     "写真10。未算定の記事は平均に含まない。"},
    {"露出シェア",
     "対象期間における当方と各比較テーマの記事数、実件数及び扱いの点数の合計の割合。両方に"
     "触れた記事は双方に数える。"},
    {"推定到達者数",
     "記事に接する機会のあった人数。1媒体は1回だけ数え（ウェブは月間利用者数、紙面は部数×"
     "1部当たりの読者数、放送はその時間帯の視聴者数）、同じ媒体の複数の号は2号累積到達から"
     "ベータ二項分布で、未登録なら範囲で表す。下端は最も大きい1媒体、上端は各媒体の利用が互いに"
     "独立とした場合の和集合で、重複表があれば補正する。人口を超えない。延べ人数ではない。"},
    {"推定閲覧者数（ウェブ）",
     "記事を開いた人数。1記事当たりの閲覧数（月間閲覧数 ÷ 当月の記事数）を、その媒体の月間"
     "利用者数を上限として、到達者数と同じ方法で重複なく合わせる。"},
};

static void put_methods(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"term", "項目", 7, KIRI_ALIGN_LEFT},
                                            {"method", "方法", 33, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "methods", .columns = columns, .n_columns = 2, .has_row_heads = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(2);
    kiri_page_table(page, &table);
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        kiri_cells_text(cells, kiri_say(page->lang, methods[i].name));
        kiri_cells_text(cells, kiri_say(page->lang, methods[i].text));
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    if (page->s->topic) {
        kiri_cells_text(cells, kiri_page_say(page, "検索式"));
        kiri_cells_text(cells, page->s->topic->query);
        kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    }
    kiri_doc_table_end(page->doc);
}

/* ---- rates ---- */

/* What the figures of all clips rest on, each said once. */
typedef struct {
    KiriReportPage *page;
    KiriDocCells *cells;
    GHashTable *rows;    // of the ledger, ids
    GPtrArray *versions; // "版（方法）", owned
} Inputs;

static void begin_rates(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"input", "項目", 17, KIRI_ALIGN_LEFT},
                                            {"value", "値", 7, KIRI_ALIGN_RIGHT},
                                            {"valid", "有効期間", 9, KIRI_ALIGN_LEFT},
                                            {"source", "出典", 12, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {.id = "rates",
                                       .caption = "用いた単価と媒体の数値",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns)};
    kiri_page_table(page, &table);
}

/* Whose row it is: the medium's own, or the default of its kind (an id with a colon
 * before its first dot). */
static void put_rate(Inputs *in, const KiriSummaryClip *c, const KiriScoreLine *line)
{
    KiriReportPage *page = in->page;
    KiriDocCells *cells = in->cells;
    g_autofree char *value = kiri_score_line_text(line);
    gboolean is_default = c->medium && line->row[strcspn(line->row, ":.")] == ':';
    const char *label = kiri_page_stored(page, line->label);
    const char *unit = line->unit ? kiri_page_stored(page, line->unit) : NULL;
    if (is_default)
        kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%sの標準単価"),
                      kiri_page_kind(page, c->medium));
    else
        kiri_line_add(kiri_cells_line(cells), "%s", kiri_page_medium(page, c));
    kiri_line_add(kiri_cells_line(cells), "　%s　", label ? label : "");
    kiri_line_styled(kiri_cells_line(cells), KIRI_TEXT_NOTE, "%s", line->row);
    kiri_cells_next(cells);
    kiri_line_add(kiri_cells_line(cells), "%s%s", value, unit ? unit : "");
    kiri_cells_next(cells);
    kiri_line_add(kiri_cells_line(cells), "%s", line->valid ? line->valid : "—");
    if (line->is_outside)
        kiri_line_styled(kiri_cells_line(cells), KIRI_TEXT_WARN, "%s",
                         kiri_page_say(page, "（掲載日は期間外）"));
    kiri_cells_next(cells);
    kiri_cells_text(cells, line->source ? kiri_say(page->lang, line->source) : NULL);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

/* Every row of the ledger that a figure rests on, and the states of it that figures were
 * computed with, by which methods: more than one where some were renewed and some not. */
static gboolean take_inputs(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    Inputs *in = data;
    const KiriScore *score = c->clip->score;
    const GPtrArray *lines = score && score->is_known ? score->lines : NULL;
    for (guint l = 0; l < kiri_recs_count(lines); l++) {
        const KiriScoreLine *line = g_ptr_array_index(lines, l);
        if (!line->row || g_hash_table_contains(in->rows, line->row))
            continue;
        g_hash_table_add(in->rows, g_strdup(line->row));
        if (g_hash_table_size(in->rows) == 1)
            begin_rates(in->page);
        put_rate(in, c, line);
    }
    if (!score || !score->is_known || !score->book_version || !score->method)
        return TRUE;
    g_autofree char *version = g_strdup_printf("%s（%s）", score->book_version, score->method);
    if (!g_ptr_array_find_with_equal_func(in->versions, version, g_str_equal, NULL))
        g_ptr_array_add(in->versions, g_steal_pointer(&version));
    return TRUE;
}

static void put_rates(KiriReportPage *page)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriDocCells) cells = kiri_cells_new(4);
    Inputs in = {page, cells, rows, versions};
    kiri_page_each(page, take_inputs, &in);
    if (g_hash_table_size(rows))
        kiri_doc_table_end(page->doc);
    else
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s", kiri_page_say(page, "用いた単価はない。"));
    if (!versions->len)
        return;
    kiri_line_add(page->line, "%s", kiri_page_say(page, "単価表の版（算定方法）："));
    for (guint i = 0; i < versions->len; i++)
        kiri_line_add(page->line, "%s%s", i ? kiri_page_say(page, "、") : "",
                      (const char *)g_ptr_array_index(versions, i));
    kiri_line_paragraph(page->line, page->doc);
}

/* ---- the computation of each ---- */

/* "月間閲覧数 30,000,000回 ÷ 当月の記事数 1,200件 …", with what was noted. */
static void put_factors(KiriReportPage *page, KiriDocLine *to, const KiriScore *score)
{
    for (guint i = 0; i < kiri_recs_count(score->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(score->lines, i);
        const char *label = kiri_page_stored(page, line->label);
        const char *unit = line->unit ? kiri_page_stored(page, line->unit) : NULL;
        const char *note = line->note ? kiri_page_stored(page, line->note) : NULL;
        g_autofree char *value = kiri_score_line_text(line);
        kiri_line_add(to, "%s%s%s%s %s%s", i ? " " : "", line->sign ? line->sign : "",
                      line->sign ? " " : "", label ? label : "", value, unit ? unit : "");
        if (note)
            kiri_line_add(to, kiri_page_say(page, "（%s）"), note);
    }
}

typedef struct {
    KiriReportPage *page;
    KiriDocCells *cells;
} Figures;

static gboolean put_figure(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    KiriReportPage *page = ((Figures *)data)->page;
    KiriDocCells *cells = ((Figures *)data)->cells;
    KiriWorth worth = kiri_worth(c->clip->score, c->verdict);
    if (!worth.is_known)
        return TRUE;
    g_autofree char *anchor = g_strdup_printf("#no%u", c->number);
    g_autofree char *number = g_strdup_printf("%u", c->number);
    g_autofree char *yen = kiri_page_yen(page, c->clip->score, c->verdict);
    kiri_cells_link(cells, anchor, number);
    kiri_cells_text(cells, kiri_page_medium(page, c));
    if (c->clip->score && c->clip->score->is_known)
        put_factors(page, kiri_cells_line(cells), c->clip->score);
    kiri_cells_next(cells);
    kiri_cells_yen(cells, worth.yen, yen);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    return TRUE;
}

static void put_figures(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"number", "No.", 3, KIRI_ALIGN_RIGHT},
                                            {"medium", "媒体名", 8, KIRI_ALIGN_LEFT},
                                            {"factors", "計算", 28, KIRI_ALIGN_LEFT},
                                            {"yen", "広告換算額（参考値）", 9, KIRI_ALIGN_RIGHT}};
    static const KiriDocTable table = {.id = "computed",
                                       .caption = "各記事の広告換算額の計算",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .is_list = TRUE};
    if (!page->s->ave_known && !page->s->ave_estimate)
        return;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    Figures figures = {page, cells};
    kiri_page_table(page, &table);
    kiri_page_each(page, put_figure, &figures);
    kiri_doc_table_end(page->doc);
}

void kiri_section_methods(KiriReportPage *page)
{
    put_methods(page);
    put_rates(page);
    put_figures(page);
}
