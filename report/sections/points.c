// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands out, in boxes on page 1: the story that was copied most, a figure that
 * differs from ours, what was left out and why, and how a figure in yen came about. */
#include "page/page.h"

#include "words/words.h"

#include <kirinuki/score.h>

enum { NAMED = 5, MOST_NAME = 14, MOST_TITLE = 44, MOST_REASON = 80, MOST_QUOTE = 64 };

/* ---- copies ---- */

/* Page 1 is one page, however long names are. */
static char *short_name(const KiriReportPage *page, const KiriSummaryClip *c)
{
    return kiri_page_cut(kiri_page_medium(page, c), MOST_NAME);
}

static void put_copies(KiriReportPage *page, const KiriStory *story)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(story->copies->len, NAMED); i++) {
        g_autoptr(KiriSummaryClip) c = kiri_page_open(page, g_ptr_array_index(story->copies, i));
        g_autofree char *name = c ? short_name(page, c) : NULL;
        if (c)
            g_string_append_printf(names, "%s%s", i ? kiri_page_say(page, "、") : "", name);
    }
    kiri_line_add(page->line,
                  story->copies->len > NAMED ? kiri_page_say(page, "配信・転載 %u件：%s ほか")
                                             : kiri_page_say(page, "配信・転載 %u件：%s"),
                  story->copies->len, names->str);
    kiri_page_put_reference(page, page->line, "coverage");
    kiri_line_paragraph(page->line, page->doc);
}

static void point_story(KiriReportPage *page)
{
    const KiriStory *most = NULL;
    for (guint i = 0; i < page->stories->len; i++) {
        const KiriStory *story = g_ptr_array_index(page->stories, i);
        if (!most || story->copies->len > most->copies->len)
            most = story;
    }
    g_autoptr(KiriSummaryClip) root =
        most && most->copies->len ? kiri_page_open(page, most->root) : NULL;
    kiri_doc_box_begin(page->doc, kiri_page_say(page, "最も広く転載された記事"));
    if (root) {
        g_autofree char *when = kiri_page_when(page, root->article->published);
        g_autofree char *name = short_name(page, root);
        kiri_line_styled(page->line, KIRI_TEXT_BOLD, "%s　", name);
        kiri_page_put_title(page, page->line, root->article, MOST_TITLE);
        kiri_line_styled(page->line, KIRI_TEXT_NOTE, "　%s", when);
        kiri_line_paragraph(page->line, page->doc);
        put_copies(page, most);
    } else {
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s",
                       kiri_page_say(page, "配信・転載された記事はない。"));
    }
    kiri_doc_box_end(page->doc);
}

/* ---- a difference ---- */

/* The first clip whose figure differs; NULL: none. (transfer full) */
static KiriSummaryClip *first_differing(KiriReportPage *page)
{
    for (guint i = 0; i < page->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(page->s, i);
        if (row->has_contradictions)
            return kiri_page_open(page, row);
    }
    return NULL;
}

static void put_sides(KiriReportPage *page, const KiriSummaryClip *c)
{
    KiriDocLine *line = page->line;
    const KiriContradiction *d = g_ptr_array_index(c->clip->evidence->contradictions, 0);
    g_autofree char *ours = kiri_page_figure(d->release_value);
    g_autofree char *theirs = kiri_page_figure(d->article_value);
    g_autofree char *name = short_name(page, c);
    kiri_line_styled(line, KIRI_TEXT_BOLD, "%s", name);
    kiri_line_add(line, "　");
    kiri_line_styled(line, KIRI_TEXT_WARN, "%s", theirs);
    kiri_line_add(line, kiri_page_say(page, "（発表は%s）"), ours);
    kiri_page_put_reference(page, line, "content");
    kiri_line_paragraph(line, page->doc);
    kiri_page_put_quote(page, line, d->article_sentence, MOST_QUOTE);
    kiri_line_item(line, page->doc, kiri_page_say(page, "記事："));
    kiri_page_put_quote(page, line, d->release_sentence, MOST_QUOTE);
    kiri_line_item(line, page->doc, kiri_page_say(page, "発表："));
}

static void point_difference(KiriReportPage *page)
{
    g_autoptr(KiriSummaryClip) c = first_differing(page);
    kiri_doc_box_begin(page->doc, kiri_page_say(page, "発表との相違"));
    if (c)
        put_sides(page, c);
    else
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s", kiri_page_say(page, "見つかっていない。"));
    kiri_doc_box_end(page->doc);
}

/* ---- left out ---- */

/* A homonym, where there is one among the first. (transfer full) */
static KiriSummaryExcluded *choose_excluded(KiriReportPage *page)
{
    enum { MOST = 200 };
    g_autoptr(KiriSummaryExcluded) shown = NULL;
    for (guint i = 0; i < MIN(page->s->n_excluded, MOST) && !page->error; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(page->s, i, &page->error);
        if (!e)
            return NULL;
        gboolean is_homonym = e->clip->evidence && e->clip->evidence->homonym;
        if (!shown || is_homonym) {
            kiri_summary_excluded_free(shown);
            shown = g_steal_pointer(&e);
        }
        if (is_homonym)
            break;
    }
    return g_steal_pointer(&shown);
}

static void point_excluded(KiriReportPage *page)
{
    g_autoptr(KiriSummaryExcluded) shown = choose_excluded(page);
    kiri_doc_box_begin(page->doc, kiri_page_say(page, "対象外とした記事"));
    if (shown) {
        g_autofree char *reason = kiri_page_cut(kiri_page_stored(page, shown->reason), MOST_REASON);
        kiri_page_put_title(page, page->line, shown->article, MOST_TITLE);
        kiri_line_paragraph(page->line, page->doc);
        if (*reason)
            kiri_page_text(page, KIRI_TEXT_PLAIN, kiri_page_say(page, "理由：%s"), reason);
        kiri_line_styled(page->line, KIRI_TEXT_NOTE, kiri_page_say(page, "対象外は全%u件"),
                         page->s->n_excluded);
        kiri_page_put_reference(page, page->line, "excluded");
        kiri_line_paragraph(page->line, page->doc);
    } else {
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s",
                       kiri_page_say(page, "対象外とした記事はない。"));
    }
    kiri_doc_box_end(page->doc);
}

/* ---- yen ---- */

/* The first clip whose figure was computed. (transfer full) */
static KiriSummaryClip *first_computed(KiriReportPage *page)
{
    for (guint i = 0; i < page->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(page->s, i);
        g_autoptr(KiriSummaryClip) c =
            row->is_ave_known && !row->is_ave_overridden ? kiri_page_open(page, row) : NULL;
        if (c && c->clip->score && c->clip->score->is_known)
            return g_steal_pointer(&c);
    }
    return NULL;
}

/* "30,000,000回 ÷ 当月の記事数 1件 × …", as it was computed. */
static void put_factors(KiriReportPage *page, const KiriScore *score)
{
    for (guint i = 0; i < kiri_recs_count(score->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(score->lines, i);
        const char *label = kiri_page_stored(page, line->label);
        const char *unit = line->unit ? kiri_page_stored(page, line->unit) : NULL;
        g_autofree char *value = kiri_score_line_text(line);
        kiri_line_add(page->line, "%s%s%s%s %s%s", i ? " " : "", line->sign ? line->sign : "",
                      line->sign ? " " : "", label ? label : "", value, unit ? unit : "");
        if (line->is_outside)
            kiri_line_styled(page->line, KIRI_TEXT_WARN, "%s",
                             kiri_page_say(page, "（有効期間外の値）"));
    }
}

static void point_yen(KiriReportPage *page)
{
    g_autoptr(KiriSummaryClip) c = first_computed(page);
    kiri_doc_box_begin(page->doc, kiri_page_say(page, "広告換算額（参考値）の例"));
    if (c) {
        g_autofree char *yen = kiri_page_yen(page, c->clip->score, c->verdict);
        kiri_line_add(page->line, "No.%u　", c->number);
        g_autofree char *name = short_name(page, c);
        kiri_line_styled(page->line, KIRI_TEXT_BOLD, "%s", name);
        kiri_line_add(page->line, "　%s", yen);
        kiri_page_put_reference(page, page->line, "reference");
        kiri_line_paragraph(page->line, page->doc);
        put_factors(page, c->clip->score);
        kiri_line_paragraph(page->line, page->doc);
    } else {
        kiri_page_text(
            page, KIRI_TEXT_PLAIN, "%s",
            kiri_page_say(page, "単価又は閲覧数が登録された媒体の記事がなく、算定できない。"));
    }
    kiri_doc_box_end(page->doc);
}

void kiri_part_points(KiriReportPage *page)
{
    point_story(page);
    if (page->s->release)
        point_difference(page);
    point_excluded(page);
    point_yen(page);
}
