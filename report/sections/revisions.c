// SPDX-License-Identifier: GPL-3.0-or-later
/* What became of the articles of the list after they had appeared: notices of
 * correction, pages taken away, headlines and figures that changed. Of the text
 * only the notice is quoted; the rest is said in figures. */
#include "page/page.h"

static gboolean has_news(const KiriSummaryRow *row)
{
    return row->is_corrected || row->is_removed || row->has_revisions;
}

static char *figures_text(const KiriReportPage *page, char **figures)
{
    GString *out = g_string_new(NULL);
    for (char **f = figures; f && *f; f++) {
        g_autofree char *figure = kiri_page_figure(*f);
        g_string_append_printf(out, "%s%s", f == figures ? "" : kiri_page_say(page, "・"), figure);
    }
    return g_string_free(out, FALSE);
}

static void put_figures(KiriReportPage *page, const KiriRevision *r)
{
    if (!r->figures_before && !r->figures_after)
        return;
    g_autofree char *before = figures_text(page, r->figures_before);
    g_autofree char *after = figures_text(page, r->figures_after);
    kiri_line_add(page->line, kiri_page_say(page, "数値：%s→%s　"),
                  *before ? before : kiri_page_say(page, "なし"),
                  *after ? after : kiri_page_say(page, "なし"));
}

static void put_notice(KiriReportPage *page, const char *notice)
{
    kiri_line_styled(page->line, KIRI_TEXT_WARN, "%s", kiri_page_say(page, "訂正"));
    if (notice)
        kiri_page_put_quote(page, page->line, notice, KIRI_PAGE_QUOTE_CHARS);
    kiri_line_add(page->line, "　");
}

static void put_revision(KiriReportPage *page, const KiriRevision *r)
{
    g_autofree char *when = kiri_page_when(page, r->seen);
    kiri_line_styled(page->line, KIRI_TEXT_NOTE, "%s", when);
    kiri_line_add(page->line, "　");
    if (r->is_removed)
        kiri_line_styled(page->line, KIRI_TEXT_WARN, "%s　",
                         kiri_page_say(page, "記事の削除を確認"));
    if (r->is_back)
        kiri_line_add(page->line, "%s　", kiri_page_say(page, "再び掲載"));
    if (r->title_before)
        kiri_line_add(page->line, kiri_page_say(page, "見出し変更：「%s」→「%s」　"),
                      r->title_before, r->title_after);
    if (r->is_corrected)
        put_notice(page, r->correction);
    put_figures(page, r);
    if (r->n_added || r->n_removed)
        kiri_line_add(page->line, kiri_page_say(page, "本文の%d％を変更"),
                      MAX(1, (int)(r->changed * 100 + 0.5)));
    kiri_line_item(page->line, page->doc, "・");
}

/* A notice that was there when the article was first seen has no revision. */
static gboolean is_told(const KiriSummaryClip *c)
{
    for (guint i = 0; c->revisions && i < c->revisions->len; i++)
        if (((const KiriRevision *)g_ptr_array_index(c->revisions, i))->is_corrected)
            return TRUE;
    return FALSE;
}

static void put_article(KiriReportPage *page, const KiriSummaryClip *c)
{
    kiri_page_put_piece(page, page->line, c);
    kiri_line_paragraph(page->line, page->doc);
    if (c->article->is_corrected && !is_told(c)) {
        kiri_line_styled(page->line, KIRI_TEXT_NOTE, "%s　", kiri_page_say(page, "掲載時から"));
        put_notice(page, c->article->correction);
        kiri_line_item(page->line, page->doc, "・");
    }
    for (guint i = 0; c->revisions && i < c->revisions->len; i++)
        put_revision(page, g_ptr_array_index(c->revisions, i));
}

void kiri_part_revisions(KiriReportPage *page, guint number)
{
    const KiriSummary *s = page->s;
    guint n = 0;
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        g_autoptr(KiriSummaryClip) c = has_news(row) ? kiri_page_open(page, row) : NULL;
        if (!c)
            continue;
        if (!n++) {
            kiri_page_part(page, number, "訂正・削除・見出し変更");
            kiri_page_text(page, KIRI_TEXT_PLAIN,
                           kiri_page_say(page, "訂正%u件、削除%u件、見出し変更%u件（収集から1時間後"
                                               "、1日後及び7日後の再確認による）。"),
                           s->corrections, s->removals, s->retitled);
        }
        put_article(page, c);
    }
}
