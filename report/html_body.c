// SPDX-License-Identifier: GPL-3.0-or-later
/* Sections 2 to 7: the stories in the order of media, what they say, tables,
 * what was left out, findings, and last the reference figures. */
#include "html.h"

#include "words.h"
#include "svg.h"

/* Stories named in section 2; the list of all of them is 別紙1. */
enum { MOST_STORIES = 20, MOST_DAY_ROWS = 31 };

/* ---- 2 主な報道 ---- */

static void put_treatment(KiriHtml *h, const KiriSummaryClip *c)
{
    const KiriScore *score = c->clip->score;
    const struct {
        gboolean applies;
        const char *text;
    } marks[] = {{score && score->in_headline, "見出し"},
                 {score && score->in_lead, "リード"},
                 {score && score->has_image, "写真"}};
    kiri_html_put(h, "<span class=\"meta\">%s", kiri_html_class_name(c->class_));
    gboolean has_one = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (marks[i].applies) {
            kiri_html_put(h, "%s%s", has_one ? "・" : "　扱い：", marks[i].text);
            has_one = TRUE;
        }
    kiri_html_raw(h, "</span>");
}

void kiri_html_piece(KiriHtml *h, const KiriSummaryClip *c)
{
    kiri_html_put(h, "<span class=\"meta\">No.%u　", c->number);
    kiri_html_when(h, c->article->published);
    kiri_html_raw(h, "</span>　");
    kiri_html_headline(h, c);
}

static void put_copies(KiriHtml *h, const KiriHtmlStory *story)
{
    if (!story->copies->len)
        return;
    kiri_html_put(h, "<details class=\"opens\"><summary>この記事の配信・転載 %u件</summary><ul>",
                  story->copies->len);
    for (guint i = 0; i < story->copies->len; i++) {
        g_autoptr(KiriSummaryClip) c = kiri_html_open(h, g_ptr_array_index(story->copies, i));
        if (!c)
            return;
        kiri_html_raw(h, "<li>");
        kiri_html_piece(h, c);
        kiri_html_raw(h, "</li>");
    }
    kiri_html_raw(h, "</ul></details>");
}

/* Which stories are named when there are too many: those with a figure that
 * differs, then the widely copied, those in media of the first rank, and those
 * that have us in the headline. The order on the page stays that of the list. */
static guint weight(const KiriHtmlStory *story)
{
    const KiriSummaryRow *root = story->root;
    return (root->has_contradictions ? 8U : 0U) + (story->copies->len ? 4U : 0U) +
           (root->medium && root->medium->tier == 1 ? 2U : 0U) + (root->is_in_headline ? 1U : 0U);
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
    const KiriHtmlStory *x = *(KiriHtmlStory *const *)a, *y = *(KiriHtmlStory *const *)b;
    if (weight(x) != weight(y))
        return weight(x) > weight(y) ? -1 : 1;
    return x->root->number < y->root->number ? -1 : 1;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    const KiriHtmlStory *x = *(KiriHtmlStory *const *)a, *y = *(KiriHtmlStory *const *)b;
    return x->root->number < y->root->number ? -1 : 1;
}

/* Stories for this section, at most MOST_STORIES; `*left` of them stay out. */
static GPtrArray *choose_stories(const KiriHtml *h, guint *left)
{
    GPtrArray *chosen = g_ptr_array_new();
    for (guint i = 0; i < h->stories->len; i++) {
        KiriHtmlStory *story = g_ptr_array_index(h->stories, i);
        if (story->root->class_ != KIRI_CLASS_VERBATIM || story->copies->len)
            g_ptr_array_add(chosen, story);
    }
    *left = chosen->len > MOST_STORIES ? chosen->len - MOST_STORIES : 0;
    g_ptr_array_sort(chosen, by_weight);
    g_ptr_array_set_size(chosen, (gint)(chosen->len - *left));
    g_ptr_array_sort(chosen, by_number);
    return chosen;
}

static void put_story(KiriHtml *h, const KiriHtmlStory *story, KiriBuf *remark)
{
    g_autoptr(KiriSummaryClip) root = kiri_html_open(h, story->root);
    if (!root)
        return;
    kiri_html_raw(h, "<li>");
    kiri_html_piece(h, root);
    kiri_html_raw(h, "<br>");
    put_treatment(h, root);
    const char *text = kiri_report_remark(root, remark);
    if (*text)
        kiri_html_put(h, "　<span class=\"warn\">%s</span>", text);
    put_copies(h, story);
    kiri_html_raw(h, "</li>\n");
}

void kiri_html_coverage(KiriHtml *h)
{
    guint left = 0, verbatim = h->s->by_class[KIRI_CLASS_VERBATIM];
    g_autoptr(GPtrArray) chosen = choose_stories(h, &left);
    g_auto(KiriBuf) remark;
    kiri_buf_init(&remark, KIRI_BUF_UNCAPPED);
    kiri_html_raw(h, "<h2 id=\"s2\">2　主な報道</h2>\n<ol class=\"stories\">");
    for (guint i = 0; i < chosen->len; i++)
        put_story(h, g_ptr_array_index(chosen, i), &remark);
    kiri_html_raw(h, "</ol>\n");
    if (!chosen->len)
        kiri_html_raw(h, "<p>該当する記事はない。</p>\n");
    if (left)
        kiri_html_put(
            h,
            "<p>相違のある記事、転載の広がった記事、重点媒体の記事、見出しに掲載された記事"
            "を先に%u件を掲げた。このほかの%u件（実件数）は別紙1のとおり。</p>\n",
            chosen->len, left);
    if (verbatim)
        kiri_html_put(h, "<p>リリース原文転載%u件は別紙1のとおり。</p>\n", verbatim);
}

/* ---- 3 内容 ---- */

static void put_messages(KiriHtml *h)
{
    if (!h->s->messages->len)
        return;
    kiri_html_raw(h, "<h3>（1）キーメッセージ反映率</h3>\n<table><thead><tr><th>キーメッセージ</th>"
                     "<th class=\"n\">反映</th><th class=\"n\">一部反映</th><th class=\"n\">なし"
                     "</th><th class=\"n\">反映率</th></tr></thead><tbody>");
    for (guint i = 0; i < h->s->messages->len; i++) {
        const KiriMessageRow *row = g_ptr_array_index(h->s->messages, i);
        guint all = row->conveyed + row->partly + row->none;
        kiri_html_put(h,
                      "<tr><td>%s</td><td class=\"n\">%u件</td><td class=\"n\">%u件</td>"
                      "<td class=\"n\">%u件</td><td class=\"n\">",
                      row->message, row->conveyed, row->partly, row->none);
        if (all) {
            kiri_html_percent(h, (gdouble)row->conveyed / all);
            kiri_html_raw(h, "％");
        } else {
            kiri_html_raw(h, "―");
        }
        kiri_html_raw(h, "</td></tr>");
    }
    kiri_html_raw(h, "</tbody></table>\n<p class=\"note\">実件数による。反映率は「反映」の割合。"
                     "自動判定による（方法は別紙2）。</p>\n");
}

static void put_tone(KiriHtml *h)
{
    guint tones[4] = {0};
    for (guint i = 0; i < h->s->total; i++)
        tones[kiri_summary_row(h->s, i)->tone]++;
    kiri_html_put(h,
                  "<h3>（%s）論調</h3>\n<p>肯定的%u件、中立%u件、批判的%u件、未確認%u件（職員が確認"
                  "したものに限り計上する。）</p>\n",
                  h->s->messages->len ? "2" : "1", tones[KIRI_TONE_POSITIVE],
                  tones[KIRI_TONE_NEUTRAL], tones[KIRI_TONE_CRITICAL], tones[KIRI_TONE_UNKNOWN]);
}

static void put_difference(KiriHtml *h, const KiriSummaryClip *c, const KiriContradiction *d)
{
    kiri_html_raw(h, "<div class=\"differ\"><p>");
    kiri_html_piece(h, c);
    kiri_html_raw(h, "</p><dl><dt>記事 <span class=\"warn\">");
    kiri_html_figure(h, d->article_value);
    kiri_html_raw(h, "</span></dt><dd>");
    kiri_html_quote(h, d->article_sentence);
    kiri_html_raw(h, "</dd><dt>発表 ");
    kiri_html_figure(h, d->release_value);
    kiri_html_raw(h, "</dt><dd>");
    kiri_html_quote(h, d->release_sentence);
    kiri_html_raw(h, "</dd></dl></div>\n");
}

static void put_differences(KiriHtml *h)
{
    kiri_html_put(h, "<h3>（%s）誤り・相違</h3>\n", h->s->messages->len ? "4" : "3");
    for (guint i = 0; i < h->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(h->s, i);
        g_autoptr(KiriSummaryClip) c = row->has_contradictions ? kiri_html_open(h, row) : NULL;
        GPtrArray *all = c ? c->clip->evidence->contradictions : NULL;
        for (guint k = 0; k < kiri_recs_count(all); k++)
            put_difference(h, c, g_ptr_array_index(all, k));
    }
    if (!h->s->contradictions)
        kiri_html_raw(h, "<p>発表と数値の異なる記事は見つかっていない。</p>\n");
}

void kiri_html_content(KiriHtml *h)
{
    kiri_html_raw(h, "<h2 id=\"s3\">3　内容</h2>\n");
    put_messages(h);
    put_tone(h);
    kiri_html_quality(h, h->s->messages->len ? 3 : 2);
    put_differences(h);
    kiri_html_revisions(h, h->s->messages->len ? 5 : 4);
}

/* ---- 4 媒体種別・日別 ---- */

static void put_chart(KiriHtml *h, void (*draw)(const GArray *, KiriBuf *), const GArray *rows,
                      const char *alt)
{
    g_auto(KiriBuf) svg;
    kiri_buf_init(&svg, KIRI_BUF_UNCAPPED);
    draw(rows, &svg);
    g_autofree char *data = g_base64_encode((const guchar *)svg.p, svg.n);
    kiri_html_put(h, "<figure><img alt=\"%s\" src=\"data:image/svg+xml;base64,", alt);
    kiri_html_raw(h, data);
    kiri_html_raw(h, "\"></figure>\n");
}

static const KiriClass columns[] = {KIRI_CLASS_PUBLICITY, KIRI_CLASS_SYNDICATED,
                                    KIRI_CLASS_VERBATIM, KIRI_CLASS_MENTION};

static void put_kind_row(KiriHtml *h, const char *name, const guint *by_class, guint total,
                         guint unique)
{
    kiri_html_put(h, "<th>%s</th>", name);
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        kiri_html_put(h, "<td class=\"n\">%u</td>", by_class[columns[i]]);
    kiri_html_put(h, "<td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n", total, unique);
}

static void put_kinds(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_raw(h, "<table><caption>（1）媒体種別（単位：件）</caption><thead><tr><th>媒体種別"
                     "</th>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        kiri_html_put(h, "<th class=\"n\">%s</th>", kiri_html_class_name(columns[i]));
    kiri_html_raw(h,
                  "<th class=\"n\">総件数</th><th class=\"n\">実件数</th></tr></thead><tbody>\n");
    for (guint i = 0; i < s->kinds->len; i++) {
        const KiriKindRow *row = &g_array_index(s->kinds, KiriKindRow, i);
        kiri_html_raw(h, "<tr>");
        put_kind_row(h, kiri_report_kind_name(row->kind), row->by_class, row->total, row->unique);
    }
    kiri_html_raw(h, "<tr class=\"sum\">");
    put_kind_row(h, "計", s->by_class, s->total, s->unique);
    kiri_html_raw(h, "</tbody></table>\n");
    if (s->kinds->len)
        put_chart(h, kiri_svg_kinds, s->kinds, "媒体種別の件数。数値は上の表のとおり。");
}

/* The time before anything was collected is one line, and no row of zeros. */
static void put_time_before(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    if (!kiri_summary_begins_early(s))
        return;
    kiri_html_raw(h, "<tr><th>");
    kiri_html_day(h, s->period_from_us);
    kiri_html_raw(h, "から");
    kiri_html_day(h, kiri_civil_day_start_jst(s->covered_from_us) - 1);
    kiri_html_raw(h, "まで</th><td class=\"n\" colspan=\"2\">収集開始前</td></tr>\n");
}

static void put_day(KiriHtml *h, const KiriDayRow *row)
{
    kiri_html_raw(h, "<tr><th>");
    kiri_html_day(h, row->day_us);
    if (row->is_before_collection && !row->total)
        kiri_html_raw(h, "</th><td class=\"n\" colspan=\"2\">収集開始前</td></tr>\n");
    else
        kiri_html_put(h, "</th><td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n", row->total,
                      row->unique);
}

static void put_days(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    guint total = 0, unique = 0;
    gboolean is_long = s->days->len > MOST_DAY_ROWS;
    if (!s->days->len)
        return;
    kiri_html_put(h,
                  "<table><caption>（2）日別（単位：件%s）</caption><thead><tr><th>掲載日</th>"
                  "<th class=\"n\">総件数</th><th class=\"n\">実件数</th></tr></thead><tbody>\n",
                  is_long ? "。掲載のあった日のみ" : "");
    put_time_before(h);
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *row = &g_array_index(s->days, KiriDayRow, i);
        total += row->total;
        unique += row->unique;
        if (is_long && !row->total)
            continue;
        put_day(h, row);
    }
    if (total < s->total)
        kiri_html_put(h, "<tr><th>それ以前</th><td class=\"n\">%u</td><td class=\"n\">%u</td></tr>",
                      s->total - total, s->unique - unique);
    kiri_html_put(h,
                  "<tr class=\"sum\"><th>計</th><td class=\"n\">%u</td><td class=\"n\">%u</td></tr>"
                  "</tbody></table>\n",
                  s->total, s->unique);
    put_chart(h, kiri_svg_days, s->days, "日別の件数。数値は上の表のとおり。");
    kiri_html_raw(h,
                  "<p class=\"note\">実件数は、その話題の最初の記事が載った媒体種別と日に計上する。"
                  "</p>\n");
}

/* ---- 5 対象外とした記事 ---- */

static void put_excluded(KiriHtml *h)
{
    kiri_html_raw(h, "<h2 id=\"s5\">5　対象外とした記事</h2>\n");
    if (!h->s->n_excluded) {
        kiri_html_raw(h, "<p>同名異義等により対象外とした記事はない。</p>\n");
        return;
    }
    kiri_html_raw(h,
                  "<table><thead><tr><th>掲載日時</th><th>媒体名</th><th>見出し</th><th>理由</th>"
                  "</tr></thead><tbody>\n");
    for (guint i = 0; i < h->s->n_excluded && !h->error; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(h->s, i, &h->error);
        if (!e)
            return;
        const char *name = e->medium               ? e->medium->name
                           : e->article->site_name ? e->article->site_name
                                                   : "媒体不明";
        kiri_html_raw(h, "<tr><td class=\"w\">");
        kiri_html_when(h, e->article->published);
        kiri_html_put(h, "</td><td class=\"m\">%s</td><td>", name);
        kiri_html_title(h, e->article);
        kiri_html_put(h, "</td><td>%s</td></tr>\n", e->reason);
    }
    kiri_html_put(h, "</tbody></table>\n<p class=\"end\">計%u件</p>\n", h->s->n_excluded);
}

void kiri_html_tables(KiriHtml *h)
{
    kiri_html_raw(h, "<h2 id=\"s4\">4　媒体種別・日別</h2>\n");
    put_kinds(h);
    put_days(h);
    kiri_html_timing(h);
    put_excluded(h);
}

/* ---- 6 所見, 7 参考値 ---- */

/* The sum of one kind of figures, which opens to what it was added up from. */
static void put_sum(KiriHtml *h, const char *name, gboolean is_estimate, guint n, gint64 yen)
{
    kiri_html_put(h, "<tr><th>広告換算額（%s）</th><td>", name);
    if (!n) {
        kiri_html_raw(h, "該当なし</td></tr>\n");
        return;
    }
    kiri_html_raw(h, "<details><summary>");
    kiri_html_number(h, yen);
    kiri_html_put(h, "円（%u件）</summary><ul>", n);
    for (guint i = 0; i < h->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(h->s, i);
        g_autoptr(KiriSummaryClip) c =
            row->is_ave_known && row->is_ave_estimate == (is_estimate ? 1U : 0U)
                ? kiri_html_open(h, row)
                : NULL;
        if (!c)
            continue;
        kiri_html_put(h, "<li>No.%u　%s：", c->number, kiri_report_medium_name(c));
        if (row->is_ave_overridden)
            kiri_html_yen(h, c->clip->score, c->verdict);
        else
            kiri_html_put(h, "%s", c->clip->score->formula);
        kiri_html_raw(h, "</li>");
    }
    kiri_html_raw(h, "</ul></details></td></tr>\n");
}

static void put_reference(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_put(h, "<h2 id=\"s7\">%u　参考値</h2>\n<table><tbody>\n", h->reference_section);
    kiri_html_reach(h);
    put_sum(h, "実績値による", FALSE, s->ave_known, s->ave_known_yen);
    put_sum(h, "推計値による", TRUE, s->ave_estimate, s->ave_estimate_yen);
    kiri_html_put(h, "<tr><th>広告換算額の算定不能</th><td>%u件</td></tr>\n", s->ave_unknown);
    if (s->ave_overridden)
        kiri_html_put(h, "<tr><th>うち利用者の値による</th><td>%u件</td></tr>\n",
                      s->ave_overridden);
    kiri_html_raw(h, "</tbody></table>\n");
    kiri_html_raw(
        h, "<p class=\"note\">税抜・定価ベース、円未満四捨五入。同程度の広告枠を購入した場合の"
           "額を試算したもので、広報効果そのものを示すものではない。実績値による額と推計値に"
           "よる額は合算しない。算定方法と単価の出典は別紙2のとおり。</p>\n");
}

void kiri_html_closing(KiriHtml *h)
{
    if (h->o->findings && *h->o->findings)
        kiri_html_put(h, "<h2 id=\"s6\">6　所見・今後の対応</h2>\n<p class=\"findings\">%s</p>\n",
                      h->o->findings);
    put_reference(h);
    kiri_html_raw(h, "<p class=\"end\">以上</p>\n");
}
