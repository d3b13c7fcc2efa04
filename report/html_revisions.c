// SPDX-License-Identifier: GPL-3.0-or-later
/* What became of the articles of the list after they had appeared: notices of
 * correction, pages taken away, headlines and figures that changed. Of the text
 * only the notice is quoted; the rest is said in figures. */
#include "html.h"

static gboolean has_news(const KiriSummaryRow *row)
{
    return row->is_corrected || row->is_removed || row->has_revisions;
}

static void put_figures(KiriHtml *h, char **figures)
{
    for (char **f = figures; f && *f; f++) {
        kiri_html_raw(h, f == figures ? "" : "・");
        kiri_html_figure(h, *f);
    }
    if (!figures)
        kiri_html_raw(h, "なし");
}

static void put_revision(KiriHtml *h, const KiriRevision *r)
{
    kiri_html_raw(h, "<dt>");
    kiri_html_when(h, r->seen);
    kiri_html_raw(h, "</dt><dd>");
    if (r->is_removed)
        kiri_html_raw(h, "<span class=\"warn\">記事の削除を確認</span>　");
    if (r->is_back)
        kiri_html_raw(h, "再び掲載　");
    if (r->title_before)
        kiri_html_put(h, "見出し変更：「%s」→「%s」　", r->title_before, r->title_after);
    if (r->is_corrected) {
        kiri_html_raw(h, "<span class=\"warn\">訂正</span>");
        if (r->correction)
            kiri_html_quote(h, r->correction);
        kiri_html_raw(h, "　");
    }
    if (r->figures_before || r->figures_after) {
        kiri_html_raw(h, "数値：");
        put_figures(h, r->figures_before);
        kiri_html_raw(h, "→");
        put_figures(h, r->figures_after);
        kiri_html_raw(h, "　");
    }
    if (r->n_added || r->n_removed)
        kiri_html_put(h, "本文の%d％を変更", MAX(1, (int)(r->changed * 100 + 0.5)));
    kiri_html_raw(h, "</dd>");
}

/* A notice that was there when the article was first seen has no revision. */
static gboolean is_told(const KiriSummaryClip *c)
{
    for (guint i = 0; c->revisions && i < c->revisions->len; i++)
        if (((const KiriRevision *)g_ptr_array_index(c->revisions, i))->is_corrected)
            return TRUE;
    return FALSE;
}

static void put_article(KiriHtml *h, const KiriSummaryClip *c)
{
    kiri_html_raw(h, "<div class=\"differ\"><p>");
    kiri_html_piece(h, c);
    kiri_html_raw(h, "</p><dl>");
    if (c->article->is_corrected && !is_told(c)) {
        kiri_html_raw(h, "<dt>掲載時から</dt><dd><span class=\"warn\">訂正</span>");
        if (c->article->correction)
            kiri_html_quote(h, c->article->correction);
        kiri_html_raw(h, "</dd>");
    }
    for (guint i = 0; c->revisions && i < c->revisions->len; i++)
        put_revision(h, g_ptr_array_index(c->revisions, i));
    kiri_html_raw(h, "</dl></div>\n");
}

void kiri_html_revisions(KiriHtml *h, guint number)
{
    const KiriSummary *s = h->s;
    guint n = 0;
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        g_autoptr(KiriSummaryClip) c = has_news(row) ? kiri_html_open(h, row) : NULL;
        if (!c)
            continue;
        if (!n++)
            kiri_html_put(h,
                          "<h3>（%u）訂正・削除・見出し変更</h3>\n<p>訂正%u件、削除%u件、見出し変更"
                          "%u件（収集から1時間後、1日後及び7日後の再確認による）。</p>\n",
                          number, s->corrections, s->removals, s->retitled);
        put_article(h, c);
    }
}
