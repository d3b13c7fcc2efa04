// SPDX-License-Identifier: GPL-3.0-or-later
/* Page 1, which stands alone: heading, 概要 in three lines and one row of
 * figures, and four boxes with what a reader would ask next, each pointing at
 * its section. Money comes last. */
#include "html.h"

#include "words.h"

/* ---- heading ---- */

static void put_title(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    if (s->release)
        kiri_html_put(h, "<h1>「%s」に関する報道結果について</h1>\n", s->release->title);
    else if (s->topic)
        kiri_html_put(h, "<h1>テーマ「%s」に関する報道結果について</h1>\n", s->topic->name);
    else
        kiri_html_raw(h, "<h1>報道結果について</h1>\n");
}

static void put_period(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    if (s->from_us != G_MININT64)
        kiri_html_day(h, s->from_us);
    else
        kiri_html_raw(h, s->release ? "発表" : "収集開始");
    kiri_html_raw(h, "から");
    if (s->to_us != G_MAXINT64)
        kiri_html_day(h, s->to_us - 1);
    else
        kiri_html_raw(h, "集計時点");
    kiri_html_raw(h, "まで");
}

static KiriTime announced(const KiriRelease *r)
{
    return kiri_time_is_set(r->embargo) ? r->embargo : r->date;
}

static void put_announced(KiriHtml *h)
{
    const KiriRelease *r = h->s->release;
    KiriTime when = announced(r);
    if (!kiri_time_is_set(when))
        kiri_html_raw(h, "不明");
    else
        kiri_report_date(when.us, h->o->era, when.precision > KIRI_PRECISION_DAY, h->out);
    if (r->method)
        kiri_html_put(h, "（%s）", r->method);
}

static void put_facts(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_raw(h, "<dl class=\"facts\">");
    if (s->release) {
        kiri_html_raw(h, "<dt>発表日時</dt><dd>");
        put_announced(h);
        kiri_html_put(h, "</dd><dt>担当課</dt><dd>%s</dd>",
                      s->release->section ? s->release->section : "―");
    }
    if (s->topic)
        kiri_html_put(h, "<dt>検索式</dt><dd>%s</dd><dt>担当課</dt><dd>%s</dd>",
                      s->topic->query ? s->topic->query : "",
                      s->topic->section ? s->topic->section : "―");
    kiri_html_raw(h, "<dt>対象期間</dt><dd>");
    put_period(h);
    kiri_html_raw(h, "</dd><dt>集計時点</dt><dd>");
    kiri_report_date(s->now_us, h->o->era, TRUE, h->out);
    kiri_html_raw(h, "</dd></dl>\n");
}

static void put_heading(KiriHtml *h)
{
    kiri_html_raw(h, "<div class=\"top\"><div class=\"marks\">");
    if (h->o->is_sample)
        kiri_html_raw(h, "<p class=\"stamp\">見本</p>");
    if (h->o->handling)
        kiri_html_put(h, "<p class=\"handling\">取扱区分：%s</p>", h->o->handling);
    kiri_html_raw(h, "</div><div class=\"right\"><p>");
    kiri_html_day(h, h->s->now_us);
    kiri_html_raw(h, "</p>");
    if (h->o->section)
        kiri_html_put(h, "<p>%s</p>", h->o->section);
    kiri_html_raw(h, "</div></div>\n");
    put_title(h);
    put_facts(h);
}

/* ---- 1 概要 ---- */

static void put_first_line(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_raw(h, "<li>");
    if (!s->total) {
        kiri_html_put(h, "期間中に収集した%u件の記事に、掲載は確認されていない。</li>",
                      s->articles_seen);
        return;
    }
    kiri_html_put(h,
                  "総件数%u件・実件数%u件の掲載を、%u媒体（うち重点媒体は%u媒体）で確認した。</li>",
                  s->total, s->unique, s->media, s->tier1_media);
}

/* "12分後", "1時間05分後", "3日後" */
static void put_delay(KiriHtml *h, gint64 minutes)
{
    gint64 size = ABS(minutes);
    const char *side = minutes < 0 ? "前" : "後";
    if (size < 60)
        kiri_html_put(h, "%" G_GINT64_FORMAT "分%s", size, side);
    else if (size < 24 * 60)
        kiri_html_put(h, "%" G_GINT64_FORMAT "時間%02" G_GINT64_FORMAT "分%s", size / 60, size % 60,
                      side);
    else
        kiri_html_put(h, "%" G_GINT64_FORMAT "日%s", size / (24 * 60), side);
}

static void put_second_line(KiriHtml *h)
{
    static const KiriClass order[] = {KIRI_CLASS_PUBLICITY, KIRI_CLASS_SYNDICATED,
                                      KIRI_CLASS_VERBATIM, KIRI_CLASS_MENTION};
    const KiriSummary *s = h->s;
    if (!s->total)
        return;
    kiri_html_raw(h, "<li>");
    if (s->first) {
        kiri_html_put(h, "初報は%sの", kiri_report_medium_name(s->first));
        kiri_html_when(h, s->first->article->published);
        if (s->first->minutes_after != G_MININT64) {
            kiri_html_raw(h, "で、発表の");
            put_delay(h, s->first->minutes_after);
        }
        kiri_html_raw(h, "である。");
    }
    kiri_html_raw(h, "内訳は、");
    gboolean has_one = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        if (s->by_class[order[i]]) {
            kiri_html_put(h, "%s%s%u件", has_one ? "、" : "", kiri_report_class_name(order[i]),
                          s->by_class[order[i]]);
            has_one = TRUE;
        }
    kiri_html_raw(h, "。</li>");
}

static void put_third_line(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_raw(h, "<li>");
    if (s->contradictions)
        kiri_html_put(h, "発表と数値の異なる記事が%u件", s->contradictions);
    else
        kiri_html_raw(h, "発表と数値の異なる記事は見つかっていない");
    if (s->needs_review)
        kiri_html_put(h, "%s職員の確認を要する記事が%u件", s->contradictions ? "、" : "。",
                      s->needs_review);
    kiri_html_raw(h, s->contradictions || s->needs_review ? "ある。" : "。");
    if (s->total)
        kiri_html_put(h, "職員の確認状況は、確認%u件／未確認%u件。", s->confirmed,
                      s->total - s->confirmed);
    if (s->in_handling)
        kiri_html_put(h, "対応中の記事が%u件ある。", s->in_handling);
    if (s->gaps->len)
        kiri_html_put(h, "収集に欠けのおそれのある情報源が%u件ある（別紙3）。", s->gaps->len);
    if (kiri_summary_begins_early(s)) {
        kiri_html_day(h, s->covered_from_us);
        kiri_html_raw(h, "より前は収集開始前であり、件数に含まない。");
    }
    kiri_html_raw(h, "</li>");
}

static void put_figure(KiriHtml *h, guint n, const char *unit, gboolean is_warning)
{
    kiri_html_put(h, is_warning && n ? "<td class=\"warn\">%u%s</td>" : "<td>%u%s</td>", n, unit);
}

static void put_figures(KiriHtml *h)
{
    const KiriSummary *s = h->s;
    kiri_html_raw(h, "<table class=\"figures\"><thead><tr><th>総件数</th><th>実件数</th>"
                     "<th>媒体数</th><th>うち重点媒体</th><th class=\"f\">初報</th><th>要確認</th>"
                     "<th>発表との相違</th></tr></thead><tbody><tr>");
    put_figure(h, s->total, "件", FALSE);
    put_figure(h, s->unique, "件", FALSE);
    put_figure(h, s->media, "媒体", FALSE);
    put_figure(h, s->tier1_media, "媒体", FALSE);
    if (s->first) {
        kiri_html_put(h, "<td>%s<small>", kiri_report_medium_name(s->first));
        kiri_html_when(h, s->first->article->published);
        kiri_html_raw(h, "</small></td>");
    } else {
        kiri_html_raw(h, "<td>―</td>");
    }
    put_figure(h, s->needs_review, "件", TRUE);
    put_figure(h, s->contradictions, "件", TRUE);
    kiri_html_raw(h, "</tr></tbody></table>\n");
}

/* ---- what stands out ---- */

static void begin_point(KiriHtml *h, const char *title, guint section, const char *anchor)
{
    kiri_html_put(h, "<div class=\"point\"><h3>%s<a href=\"#%s\">%uを参照</a></h3><div>", title,
                  anchor, section);
}

static void end_point(KiriHtml *h)
{
    kiri_html_raw(h, "</div></div>\n");
}

/* Folded: the names of the media, which open to their pieces. */
static void put_copies(KiriHtml *h, const KiriHtmlStory *story)
{
    enum { NAMED = 6 };
    kiri_html_put(h, "<details><summary>配信・転載 %u件：", story->copies->len);
    for (guint i = 0; i < MIN(story->copies->len, NAMED); i++) {
        g_autoptr(KiriSummaryClip) c = kiri_html_open(h, g_ptr_array_index(story->copies, i));
        if (c)
            kiri_html_put(h, "%s%s", i ? "、" : "", kiri_report_medium_name(c));
    }
    kiri_html_raw(h, story->copies->len > NAMED ? " ほか</summary><ul>" : "</summary><ul>");
    for (guint i = 0; i < story->copies->len; i++) {
        g_autoptr(KiriSummaryClip) c = kiri_html_open(h, g_ptr_array_index(story->copies, i));
        if (!c)
            return;
        kiri_html_raw(h, "<li>");
        kiri_html_headline(h, c);
        kiri_html_raw(h, "　<span class=\"meta\">");
        kiri_html_when(h, c->article->published);
        kiri_html_raw(h, "</span></li>");
    }
    kiri_html_raw(h, "</ul></details>");
}

static void point_story(KiriHtml *h)
{
    const KiriHtmlStory *most = NULL;
    for (guint i = 0; i < h->stories->len; i++) {
        const KiriHtmlStory *story = g_ptr_array_index(h->stories, i);
        if (!most || story->copies->len > most->copies->len)
            most = story;
    }
    begin_point(h, "最も広く転載された記事", 2, "s2");
    g_autoptr(KiriSummaryClip) root =
        most && most->copies->len ? kiri_html_open(h, most->root) : NULL;
    if (root) {
        kiri_html_raw(h, "<p>");
        kiri_html_headline(h, root);
        kiri_html_raw(h, "　<span class=\"meta\">");
        kiri_html_when(h, root->article->published);
        kiri_html_raw(h, "</span></p>");
        put_copies(h, most);
    } else {
        kiri_html_raw(h, "<p>配信・転載された記事はない。</p>");
    }
    end_point(h);
}

static void point_difference(KiriHtml *h)
{
    begin_point(h, "発表との相違", 3, "s3");
    for (guint i = 0; i < h->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(h->s, i);
        g_autoptr(KiriSummaryClip) c = row->has_contradictions ? kiri_html_open(h, row) : NULL;
        if (!c)
            continue;
        const KiriContradiction *d = g_ptr_array_index(c->clip->evidence->contradictions, 0);
        kiri_html_put(h, "<p><span class=\"medium\">%s</span>　<span class=\"warn\">",
                      kiri_report_medium_name(c));
        kiri_html_figure(h, d->article_value);
        kiri_html_raw(h, "</span>（発表は");
        kiri_html_figure(h, d->release_value);
        kiri_html_raw(h, "）</p><dl><dt>記事</dt><dd>");
        kiri_html_quote(h, d->article_sentence);
        kiri_html_raw(h, "</dd><dt>発表</dt><dd>");
        kiri_html_quote(h, d->release_sentence);
        kiri_html_raw(h, "</dd></dl>");
        end_point(h);
        return;
    }
    kiri_html_raw(h, "<p>見つかっていない。</p>");
    end_point(h);
}

static void point_excluded(KiriHtml *h)
{
    g_autoptr(KiriSummaryExcluded) shown = NULL;
    for (guint i = 0; i < h->s->n_excluded && !h->error; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(h->s, i, &h->error);
        gboolean is_homonym = e && e->clip->evidence && e->clip->evidence->homonym;
        if (!shown || is_homonym) {
            kiri_summary_excluded_free(shown);
            shown = g_steal_pointer(&e);
        }
        if (is_homonym)
            break;
    }
    begin_point(h, "対象外とした記事", 5, "s5");
    if (shown) {
        kiri_html_raw(h, "<p>");
        kiri_html_title(h, shown->article);
        kiri_html_put(h, "</p><p>理由：%s</p>", shown->reason);
    }
    if (h->s->n_excluded)
        kiri_html_put(h, "<p class=\"note\">対象外は全%u件</p>", h->s->n_excluded);
    else
        kiri_html_raw(h, "<p>対象外とした記事はない。</p>");
    end_point(h);
}

static void point_yen(KiriHtml *h)
{
    g_autoptr(KiriSummaryClip) shown = NULL;
    for (guint i = 0; i < h->s->total && !shown; i++) {
        const KiriSummaryRow *row = kiri_summary_row(h->s, i);
        g_autoptr(KiriSummaryClip) c = row->is_ave_known ? kiri_html_open(h, row) : NULL;
        if (c && c->clip->score && c->clip->score->is_known)
            shown = g_steal_pointer(&c);
    }
    begin_point(h, "広告換算額（参考値）の例", h->reference_section, "s7");
    if (shown) {
        kiri_html_put(h, "<p>No.%u　<span class=\"medium\">%s</span>", shown->number,
                      kiri_report_medium_name(shown));
        kiri_html_put(h, "</p><p>%s</p>", shown->clip->score->formula);
        kiri_html_yen(h, shown->clip->score, shown->verdict);
    } else {
        kiri_html_raw(h, "<p>単価又は閲覧数が登録された媒体の記事がなく、算定できない。</p>");
    }
    end_point(h);
}

void kiri_html_front(KiriHtml *h)
{
    put_heading(h);
    kiri_html_raw(h, "<h2 id=\"s1\">1　概要</h2>\n<ul class=\"plain\">");
    put_first_line(h);
    put_second_line(h);
    put_third_line(h);
    kiri_html_raw(h, "</ul>\n");
    put_figures(h);
    kiri_html_raw(h, "<div class=\"points\">\n");
    point_story(h);
    point_difference(h);
    point_excluded(h);
    point_yen(h);
    kiri_html_raw(h, "</div>\n");
}
