// SPDX-License-Identifier: GPL-3.0-or-later
/* The annexes: the list of all pieces, how figures were made and from what, and
 * what was collected, with what may be missing. */
#include "html.h"

#include "words.h"

#include <kirinuki/score.h>

#include <string.h>

/* ---- 別紙1 ---- */

static void put_tone_cell(KiriHtml *h, const KiriSummaryClip *c)
{
    const KiriStanding *s = &c->standing;
    if (s->decision == KIRI_DECISION_NONE && s->tone == KIRI_TONE_UNKNOWN) {
        const char *guess = kiri_report_tone_guess(c->clip->score);
        kiri_html_put(h, "<td>%s</td>", *guess ? guess : "未確認");
        return;
    }
    kiri_html_put(h, "<td>%s<br>%s</td>",
                  s->tone == KIRI_TONE_UNKNOWN ? "確認済" : kiri_report_tone_name(s->tone),
                  s->person ? s->person : "");
}

static const char *section_of(const KiriHtml *h, const KiriSummaryClip *c)
{
    const char *section = c->standing.section ? c->standing.section
                          : h->s->release     ? h->s->release->section
                          : h->s->topic       ? h->s->topic->section
                                              : NULL;
    return section ? section : "";
}

static gboolean put_list_row(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    KiriHtml *h = data;
    g_auto(KiriBuf) remark;
    kiri_buf_init(&remark, KIRI_BUF_UNCAPPED);
    const KiriScore *score = c->clip->score;
    kiri_html_put(h, "<tr id=\"no%u\"><td class=\"n\">%u</td><td class=\"w\">", c->number,
                  c->number);
    kiri_html_when(h, c->article->published);
    kiri_html_put(h, "</td><td class=\"w\">%s</td><td class=\"m\">%s</td>",
                  c->medium ? kiri_report_kind_name((KiriMediumKind)c->medium->kind) : "未登録",
                  kiri_report_medium_name(c));
    if (h->entered) {
        g_autofree char *place = kiri_article_place(c->article);
        kiri_html_put(h, "<td class=\"m\">%s</td>", place);
    }
    kiri_html_raw(h, "<td class=\"t\">");
    kiri_html_title(h, c->article);
    kiri_html_put(h, "</td><td class=\"w\">%s</td><td class=\"n\">",
                  kiri_html_class_name(c->class_));
    if (c->origin_number)
        kiri_html_put(h, "<a href=\"#no%u\">%u</a>", c->origin_number, c->origin_number);
    kiri_html_raw(h, "</td><td class=\"n\">");
    if (score)
        kiri_html_percent(h, score->share_about_us);
    kiri_html_raw(h, "</td>");
    put_tone_cell(h, c);
    kiri_html_raw(h, "<td class=\"n\">");
    if (score && score->reach && score->reach->people > 0)
        kiri_html_number(h, score->reach->people);
    else
        kiri_html_raw(h, "不明");
    kiri_html_raw(h, "</td><td class=\"n\">");
    kiri_html_yen(h, score, c->verdict);
    kiri_html_put(h, "</td><td class=\"s\">%s</td><td class=\"m\">%s</td></tr>\n", section_of(h, c),
                  kiri_report_remark(c, &remark));
    return TRUE;
}

static void put_list(KiriHtml *h)
{
    kiri_html_raw(h, "<section class=\"sheet wide\" id=\"a1\">\n<p class=\"annex\">別紙1</p>\n"
                     "<h2>掲載一覧</h2>\n<div class=\"scroll\"><table class=\"list\"><thead><tr>"
                     "<th class=\"n\">No.</th><th>掲載日時</th><th>媒体種別</th><th>媒体名</th>");
    if (h->entered)
        kiri_html_raw(h, "<th>朝夕刊・面・段<br>／番組</th>");
    kiri_html_raw(
        h, "<th>見出し</th><th>掲載種類</th><th class=\"n\">元記事<br>No.</th>"
           "<th class=\"n\">関連<br>部分％</th><th>論調・確認</th>"
           "<th class=\"n\">推定<br>到達者数</th><th class=\"n\">広告換算額<br>（参考値）</th>"
           "<th>担当課</th><th>備考</th></tr></thead><tbody>\n");
    kiri_html_each(h, put_list_row, h);
    kiri_html_put(h,
                  "</tbody></table></div>\n<p class=\"end\">以上、総件数%u件・実件数%u件</p>\n"
                  "</section>\n",
                  h->s->total, h->s->unique);
}

/* ---- 別紙2 ---- */

static void put_methods(KiriHtml *h)
{
    static const struct {
        const char *name, *text;
    } methods[] = {
        {"総件数・実件数",
         "総件数は掲載記事の数。実件数は、同じ記事の配信・転載を1件とした数。リリース"
         "原文転載は1件ずつ数える。職員が対象外とした記事は含まない。"},
        {"掲載種類",
         "本文がどれだけ発表資料又は先行記事と一致するか、数値・日付・固有名詞の一致、発表"
         "からの時間等から自動判定し、職員の確認結果を優先する。"},
        {"要確認", "判定の確率が15％以上90％未満のもの、又は発表と数値の異なるもので、確認の済んで"
                   "いないもの。"},
        {"関連部分",
         "当方の名称、事業名等又はそれを受ける語（同省等）を含む文、当方の発言の続きの文及び"
         "それらに挟まれた文の数 ÷ 全文の数。"},
        {"キーメッセージ反映率",
         "連続する1～2文について、0.7×語の一致＋0.3×数値の一致を求め、最大値が"
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
    kiri_html_raw(h, "<table><tbody>\n");
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
        kiri_html_put(h, "<tr><th>%s</th><td>%s</td></tr>\n", methods[i].name, methods[i].text);
    kiri_html_raw(h, "</tbody></table>\n");
}

/* Whose row it is: the medium's own, or the default of its kind (an id with a colon
 * before its first dot). */
static void put_row(KiriHtml *h, const KiriSummaryClip *c, const KiriScoreLine *line)
{
    g_autofree char *value = kiri_score_line_text(line);
    gboolean is_default = c->medium && line->row[strcspn(line->row, ":.")] == ':';
    kiri_html_put(h, "<tr><td>%s%s　%s　<span class=\"meta\">%s</span></td>",
                  is_default ? kiri_report_kind_name((KiriMediumKind)c->medium->kind)
                             : kiri_report_medium_name(c),
                  is_default ? "の標準単価" : "", line->label, line->row);
    kiri_html_put(h, "<td class=\"n\">%s%s</td><td>%s%s</td><td>%s</td></tr>\n", value,
                  line->unit ? line->unit : "", line->valid ? line->valid : "—",
                  line->is_outside ? "（掲載日は期間外）" : "", line->source ? line->source : "");
}

/* What the figures of all clips rest on, each said once. */
typedef struct {
    KiriHtml *h;
    GHashTable *rows;    // of the ledger, ids
    GPtrArray *versions; // "版（方法）", owned
} Inputs;

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
            kiri_html_raw(in->h, "<table><caption>用いた単価と媒体の数値</caption><thead><tr>"
                                 "<th>項目</th><th class=\"n\">値</th><th>有効期間</th>"
                                 "<th>出典</th></tr></thead><tbody>\n");
        put_row(in->h, c, line);
    }
    if (!score || !score->is_known || !score->book_version || !score->method)
        return TRUE;
    g_autofree char *version = g_strdup_printf("%s（%s）", score->book_version, score->method);
    if (!g_ptr_array_find_with_equal_func(in->versions, version, g_str_equal, NULL))
        g_ptr_array_add(in->versions, g_steal_pointer(&version));
    return TRUE;
}

static void put_rates(KiriHtml *h)
{
    g_autoptr(GHashTable) rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(g_free);
    Inputs in = {h, rows, versions};
    kiri_html_each(h, take_inputs, &in);
    kiri_html_raw(h,
                  g_hash_table_size(rows) ? "</tbody></table>\n" : "<p>用いた単価はない。</p>\n");
    for (guint i = 0; i < versions->len; i++) {
        kiri_html_raw(h, i ? "、" : "<p>単価表の版（算定方法）：");
        kiri_html_put(h, "%s", (const char *)g_ptr_array_index(versions, i));
    }
    if (versions->len)
        kiri_html_raw(h, "</p>\n");
}

/* ---- 別紙3 ---- */

static void put_coverage(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    if (s->covered_from_us == G_MININT64)
        return;
    kiri_html_raw(h, "<tr><th>収集開始日</th><td>");
    kiri_html_day(h, s->covered_from_us);
    if (kiri_summary_begins_early(s))
        kiri_html_raw(h, "（対象期間のうち、これより前は収集開始前）");
    if (s->sources_later)
        kiri_html_put(h, "。対象期間の初日より後に収集を始めた情報源%u件", s->sources_later);
    kiri_html_raw(h, "</td></tr>");
}

static void put_stale_rules(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    if (!s->stale_rules->len)
        return;
    kiri_html_raw(h, "<table><thead><tr><th>合わなくなったサイト別ルール</th><th>状況</th></tr>"
                     "</thead><tbody>\n");
    for (guint i = 0; i < s->stale_rules->len; i++) {
        const KiriStaleRule *row = g_ptr_array_index(s->stale_rules, i);
        kiri_html_put(h, "<tr><td>%s</td><td>%s</td></tr>\n", row->state->rule, row->problem);
    }
    kiri_html_raw(h, "</tbody></table>\n");
}

static void put_gaps(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_put(h, "<table><tbody><tr><th>情報源</th><td>%u件（うち停止中%u件）</td></tr>",
                  s->sources, s->sources_disabled);
    put_coverage(h);
    kiri_html_put(
        h,
        "<tr><th>期間中に収集した記事</th><td>%u件</td></tr><tr><th>欠けのおそれのある情報源</th>"
        "<td>%u件</td></tr><tr><th>収録していないもの</th><td>新聞・雑誌の紙面、放送、"
        "会員限定の本文",
        s->articles_seen, s->gaps->len);
    guint entered = h->entered;
    if (entered)
        kiri_html_put(h, "（職員が入力した掲載%u件を除く）", entered);
    kiri_html_raw(h, "</td></tr></tbody></table>\n");
    if (!s->gaps->len)
        return;
    kiri_html_raw(h, "<table><thead><tr><th>情報源</th><th>状況</th></tr></thead><tbody>\n");
    for (guint i = 0; i < s->gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(s->gaps, i);
        kiri_html_raw(h, "<tr><td>");
        kiri_html_link(h, gap->source->url,
                       gap->source->title ? gap->source->title : gap->source->url);
        kiri_html_put(h, "</td><td>%s</td></tr>\n", gap->problem);
    }
    kiri_html_raw(h, "</tbody></table>\n");
}

void kiri_html_annexes(KiriHtml *h)
{
    put_list(h);
    kiri_html_raw(h, "<section class=\"sheet\" id=\"a2\">\n<p class=\"annex\">別紙2</p>\n"
                     "<h2>算定方法・単価出典</h2>\n");
    put_methods(h);
    put_rates(h);
    kiri_html_raw(h,
                  "</section>\n<section class=\"sheet\" id=\"a3\">\n<p class=\"annex\">別紙3</p>\n"
                  "<h2>収集状況</h2>\n");
    put_gaps(h);
    put_stale_rules(h);
    kiri_html_raw(h, "</section>\n");
}
