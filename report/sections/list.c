// SPDX-License-Identifier: GPL-3.0-or-later
/* 掲載一覧: every clip, one row each, as it passes. */
#include "page/page.h"

#include "words/lang.h"
#include "words/words.h"

#include <string.h>

typedef struct {
    KiriReportPage *page;
    KiriDocCells *cells;
} List;

/* "news.example.jp" of an address, without www; NULL where there is none. (transfer full) */
static char *host_of(const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host)
        return NULL;
    host += g_str_has_prefix(host, "://www.") ? strlen("://www.") : strlen("://");
    return g_strndup(host, strcspn(host, "/?#:"));
}

/* 朝夕刊・版・面, 番組, or where it stands on the Web. */
static void put_place(KiriDocCells *cells, const KiriArticle *article)
{
    g_autofree char *printed = kiri_article_place(article);
    g_autofree char *host = *printed ? NULL : host_of(kiri_article_link(article));
    if (host)
        kiri_cells_link(cells, kiri_article_link(article), host);
    else
        kiri_cells_text(cells, *printed ? printed : "Web");
}

static void put_tone(KiriReportPage *page, KiriDocCells *cells, const KiriSummaryClip *c)
{
    const KiriStanding *s = &c->standing;
    KiriDocLine *line = kiri_cells_line(cells);
    if (s->decision == KIRI_DECISION_NONE && s->tone == KIRI_TONE_UNKNOWN) {
        const char *guess = kiri_report_tone_guess(c->clip->score);
        kiri_line_add(line, "%s", kiri_say(page->lang, *guess ? guess : "未確認"));
    } else {
        kiri_line_add(line, "%s",
                      s->tone == KIRI_TONE_UNKNOWN
                          ? kiri_page_say(page, "確認済")
                          : kiri_say(page->lang, kiri_report_tone_name(s->tone)));
        if (s->person)
            kiri_line_add(line, "　%s", s->person);
    }
    kiri_cells_next(cells);
}

static const char *section_of(const KiriReportPage *page, const KiriSummaryClip *c)
{
    const KiriSummary *s = page->s;
    return c->standing.section ? c->standing.section
           : s->release        ? s->release->section
           : s->topic          ? s->topic->section
                               : NULL;
}

static void put_figures(KiriReportPage *page, KiriDocCells *cells, const KiriSummaryClip *c)
{
    const KiriScore *score = c->clip->score;
    KiriWorth worth = kiri_worth(score, c->verdict);
    g_autofree char *yen = kiri_page_yen(page, score, c->verdict);
    if (score && score->reach && score->reach->people > 0)
        kiri_cells_count(cells, score->reach->people);
    else
        kiri_cells_text(cells, kiri_page_say(page, "不明"));
    if (worth.is_known)
        kiri_cells_yen(cells, worth.yen, yen);
    else
        kiri_cells_text(cells, yen);
}

static gboolean put_row(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    KiriReportPage *page = ((List *)data)->page;
    KiriDocCells *cells = ((List *)data)->cells;
    const KiriScore *score = c->clip->score;
    g_autofree char *when = kiri_page_when(page, c->article->published);
    g_autofree char *anchor = g_strdup_printf("no%u", c->number);
    g_autofree char *origin_anchor = g_strdup_printf("#no%u", c->origin_number);
    g_autofree char *origin = g_strdup_printf("%u", c->origin_number);
    g_autofree char *remark = kiri_page_remark(page, c);
    kiri_cells_count(cells, c->number);
    kiri_cells_time(cells, c->article->published, when);
    kiri_cells_text(cells, kiri_page_kind(page, c->medium));
    kiri_cells_text(cells, kiri_page_medium(page, c));
    put_place(cells, c->article);
    kiri_page_put_title(page, kiri_cells_line(cells), c->article, 0);
    kiri_cells_next(cells);
    kiri_cells_text(cells, kiri_page_class(page, c->class_));
    if (c->origin_number)
        kiri_cells_link(cells, origin_anchor, origin);
    else
        kiri_cells_text(cells, NULL);
    if (score)
        kiri_cells_share(cells, score->share_about_us);
    else
        kiri_cells_text(cells, NULL);
    put_tone(page, cells, c);
    put_figures(page, cells, c);
    kiri_cells_text(cells, section_of(page, c));
    kiri_cells_text(cells, remark);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, anchor);
    return TRUE;
}

void kiri_section_list(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {
        {"number", "No.", 2.4, KIRI_ALIGN_RIGHT},
        {"time", "掲載日時", 5.5, KIRI_ALIGN_LEFT},
        {"kind", "媒体種別", 4.5, KIRI_ALIGN_LEFT},
        {"medium", "媒体名", 6.5, KIRI_ALIGN_LEFT},
        {"place", "朝夕刊・版・面／番組／URL", 8, KIRI_ALIGN_LEFT},
        {"title", "見出し", 20, KIRI_ALIGN_LEFT},
        {"class", "掲載種類", 4.5, KIRI_ALIGN_LEFT},
        {"origin", "元記事No.", 3.5, KIRI_ALIGN_RIGHT},
        {"share", "関連部分％", 3.5, KIRI_ALIGN_RIGHT},
        {"tone", "論調・確認", 6, KIRI_ALIGN_LEFT},
        {"reach", "到達（人）", 5.5, KIRI_ALIGN_RIGHT},
        {"yen", "換算額（参考値）", 7, KIRI_ALIGN_RIGHT},
        {"section", "担当課", 5, KIRI_ALIGN_LEFT},
        {"remark", "備考", 8, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "clips", .columns = columns, .n_columns = G_N_ELEMENTS(columns), .is_list = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    List list = {page, cells};
    if (page->s->total) {
        kiri_page_table(page, &table);
        kiri_page_each(page, put_row, &list);
        kiri_doc_table_end(page->doc);
    }
    g_autofree char *end = g_strdup_printf(kiri_page_say(page, "以上、総件数%u件・実件数%u件"),
                                           page->s->total, page->s->unique);
    kiri_doc_text(page->doc, end, KIRI_TEXT_PLAIN, KIRI_ALIGN_RIGHT);
}
