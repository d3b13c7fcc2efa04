// SPDX-License-Identifier: GPL-3.0-or-later
/* Page 1, which stands alone: what it is about, 概要 in plain lines and one row of figures,
 * and in boxes what a reader would ask next. What comes from outside is cut here, so that
 * it stays one page; the whole of it stands in the sections behind. */
#include "page/page.h"

#include <kirinuki/civil.h>

enum { MOST_QUERY = 60, MOST_NAME = 14, MOST_FACT = 24 };

/* ---- what it is about ---- */

static void put_period(KiriReportPage *page)
{
    const KiriSummary *s = page->s;
    gboolean has_from = s->from_us != G_MININT64, has_to = s->to_us != G_MAXINT64;
    g_autofree char *from = has_from ? kiri_page_day(page, s->from_us) : NULL;
    g_autofree char *to = has_to ? kiri_page_day(page, s->to_us - 1) : NULL;
    if (has_from && has_to)
        kiri_line_add(page->line, kiri_page_say(page, "%sから%sまで"), from, to);
    else if (has_from)
        kiri_line_add(page->line, kiri_page_say(page, "%sから集計時点まで"), from);
    else if (has_to)
        kiri_line_add(page->line,
                      s->release ? kiri_page_say(page, "発表から%sまで")
                                 : kiri_page_say(page, "収集開始から%sまで"),
                      to);
    else
        kiri_line_add(page->line, "%s",
                      s->release ? kiri_page_say(page, "発表から集計時点まで")
                                 : kiri_page_say(page, "収集開始から集計時点まで"));
    kiri_line_fact(page->line, page->doc, kiri_page_say(page, "対象期間"));
}

static void put_announced(KiriReportPage *page)
{
    const KiriRelease *r = page->s->release;
    KiriTime when = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    g_autofree char *text = !kiri_time_is_set(when) ? g_strdup(kiri_page_say(page, "不明"))
                            : when.precision > KIRI_PRECISION_DAY ? kiri_page_moment(page, when.us)
                                                                  : kiri_page_day(page, when.us);
    kiri_line_add(page->line, "%s", text);
    if (r->method)
        kiri_line_add(page->line, kiri_page_say(page, "（%s）"), r->method);
    kiri_line_fact(page->line, page->doc, kiri_page_say(page, "発表日時"));
}

static void put_fact(KiriReportPage *page, const char *label, const char *text)
{
    kiri_line_add(page->line, "%s", text && *text ? text : "―");
    kiri_line_fact(page->line, page->doc, label);
}

static void put_short(KiriReportPage *page, const char *label, const char *text)
{
    g_autofree char *cut = kiri_page_cut(text, MOST_FACT);
    put_fact(page, label, cut);
}

/* A document is kept for full fiscal years from the 1st of April after it was made. */
static void put_retention(KiriReportPage *page)
{
    KiriCivil c = kiri_civil_from_us(page->s->now_us, KIRI_JST_MIN);
    gint year = (c.month >= 4 ? c.year : c.year - 1) + 1 + (gint)page->o->retention_years;
    gint64 last_us = kiri_civil_days(year, 3, 31) * KIRI_US_PER_DAY;
    g_autofree char *day = kiri_page_day(page, last_us);
    kiri_line_add(page->line, kiri_page_say(page, "%d年（%s満了）"), (int)page->o->retention_years,
                  day);
    kiri_line_fact(page->line, page->doc, kiri_page_say(page, "保存期間"));
}

void kiri_page_put_facts(KiriReportPage *page)
{
    const KiriSummary *s = page->s;
    g_autofree char *now = kiri_page_moment(page, s->now_us);
    put_period(page);
    put_fact(page, kiri_page_say(page, "集計時点"), now);
    if (s->release) {
        put_announced(page);
        put_short(page, kiri_page_say(page, "担当課"), s->release->section);
    }
    if (s->topic) {
        g_autofree char *query = kiri_page_cut(s->topic->query, MOST_QUERY);
        put_fact(page, kiri_page_say(page, "検索式"), query);
        put_short(page, kiri_page_say(page, "担当課"), s->topic->section);
    }
    if (page->o->document_class && *page->o->document_class)
        put_short(page, kiri_page_say(page, "文書分類"), page->o->document_class);
    if (page->o->retention_years > 0)
        put_retention(page);
}

/* ---- in plain lines ---- */

static void put_counts(KiriReportPage *page)
{
    const KiriSummary *s = page->s;
    if (s->total)
        kiri_line_add(page->line,
                      kiri_page_say(page, "総件数%u件・実件数%u件の掲載を、%u媒体（うち重点媒体は"
                                          "%u媒体）で確認した。"),
                      s->total, s->unique, s->media, s->tier1_media);
    else
        kiri_line_add(page->line,
                      kiri_page_say(page, "期間中に収集した%u件の記事に、掲載は確認されていない。"),
                      s->articles_seen);
    kiri_line_item(page->line, page->doc, "○");
}

static void put_first(KiriReportPage *page)
{
    const KiriSummaryClip *first = page->s->first;
    g_autofree char *name = kiri_page_cut(kiri_page_medium(page, first), MOST_NAME);
    g_autofree char *when = kiri_page_when(page, first->article->published);
    g_autofree char *delay =
        first->minutes_after != G_MININT64 ? kiri_page_delay(page, first->minutes_after) : NULL;
    if (delay)
        kiri_line_add(page->line, kiri_page_say(page, "初報は%sの%sで、発表の%sである。"), name,
                      when, delay);
    else
        kiri_line_add(page->line, kiri_page_say(page, "初報は%sの%sである。"), name, when);
}

static void put_classes(KiriReportPage *page)
{
    static const KiriClass order[] = {KIRI_CLASS_PUBLICITY, KIRI_CLASS_SYNDICATED,
                                      KIRI_CLASS_VERBATIM, KIRI_CLASS_MENTION};
    const char *between = "";
    g_autoptr(GString) list = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        guint n = page->s->by_class[order[i]];
        if (!n)
            continue;
        g_string_append(list, between);
        g_string_append_printf(list, kiri_page_say(page, "%s%u件"), kiri_page_class(page, order[i]),
                               n);
        between = kiri_page_say(page, "、");
    }
    kiri_line_add(page->line, kiri_page_say(page, "内訳は、%s。"), list->str);
}

static void put_doubts(KiriReportPage *page)
{
    const KiriSummary *s = page->s;
    KiriDocLine *line = page->line;
    if (s->contradictions)
        kiri_line_styled(line, KIRI_TEXT_WARN,
                         kiri_page_say(page, "発表と数値の異なる記事が%u件ある。"),
                         s->contradictions);
    else
        kiri_line_add(line, "%s",
                      kiri_page_say(page, "発表と数値の異なる記事は見つかっていない。"));
    if (s->needs_review)
        kiri_line_add(line, kiri_page_say(page, "職員の確認を要する記事が%u件ある。"),
                      s->needs_review);
    if (s->total)
        kiri_line_add(line, kiri_page_say(page, "職員の確認状況は、確認%u件／未確認%u件。"),
                      s->confirmed, s->total - s->confirmed);
    if (s->in_handling)
        kiri_line_add(line, kiri_page_say(page, "対応中の記事が%u件ある。"), s->in_handling);
    if (s->gaps->len) {
        kiri_line_add(line, kiri_page_say(page, "収集に欠けのおそれのある情報源が%u件ある"),
                      s->gaps->len);
        kiri_page_put_reference(page, line, "collection");
        kiri_line_add(line, "%s", kiri_page_say(page, "。"));
    }
    if (kiri_summary_begins_early(s)) {
        g_autofree char *day = kiri_page_day(page, s->covered_from_us);
        kiri_line_add(line, kiri_page_say(page, "%sより前は収集開始前であり、件数に含まない。"),
                      day);
    }
    kiri_line_item(line, page->doc, "○");
}

/* ---- the row of figures ---- */

static void put_figure(KiriDocCells *cells, guint n, const char *unit, guint style)
{
    g_autofree char *count = kiri_number_grouped(n);
    kiri_line_styled(kiri_cells_line(cells), n ? style : KIRI_TEXT_PLAIN, "%s%s", count, unit);
    kiri_cells_next(cells);
}

static void put_first_cell(KiriReportPage *page, KiriDocCells *cells)
{
    const KiriSummaryClip *first = page->s->first;
    if (first) {
        g_autofree char *when = kiri_page_when(page, first->article->published);
        g_autofree char *name = kiri_page_cut(kiri_page_medium(page, first), MOST_NAME);
        kiri_line_add(kiri_cells_line(cells), "%s", name);
        kiri_line_styled(kiri_cells_line(cells), KIRI_TEXT_SMALL, "\n%s", when);
    } else {
        kiri_line_add(kiri_cells_line(cells), "―");
    }
    kiri_cells_next(cells);
}

static void put_figures(KiriReportPage *page)
{
    static const KiriDocColumn columns[] = {{"total", "総件数", 5, KIRI_ALIGN_CENTER},
                                            {"unique", "実件数", 5, KIRI_ALIGN_CENTER},
                                            {"media", "媒体数", 5, KIRI_ALIGN_CENTER},
                                            {"tier1", "うち重点媒体", 6, KIRI_ALIGN_CENTER},
                                            {"first", "初報", 10, KIRI_ALIGN_CENTER},
                                            {"leaders", "社説・一面", 6.5, KIRI_ALIGN_CENTER},
                                            {"differing", "発表との相違", 7.5, KIRI_ALIGN_CENTER}};
    static const KiriDocTable table = {.id = "figures",
                                       .columns = columns,
                                       .n_columns = G_N_ELEMENTS(columns),
                                       .is_figures = TRUE};
    const KiriSummary *s = page->s;
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    const char *media = page->lang == KIRI_REPORT_JA ? "媒体" : ""; // data
    kiri_page_table(page, &table);
    put_figure(cells, s->total, kiri_page_say(page, "件"), KIRI_TEXT_PLAIN);
    put_figure(cells, s->unique, kiri_page_say(page, "件"), KIRI_TEXT_PLAIN);
    put_figure(cells, s->media, media, KIRI_TEXT_PLAIN);
    put_figure(cells, s->tier1_media, media, KIRI_TEXT_PLAIN);
    put_first_cell(page, cells);
    kiri_line_add(kiri_cells_line(cells), kiri_page_say(page, "%u・%u件"), s->editorials,
                  s->front_pages);
    kiri_cells_next(cells);
    put_figure(cells, s->contradictions, kiri_page_say(page, "件"), KIRI_TEXT_WARN);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
    kiri_doc_table_end(page->doc);
}

void kiri_section_overview(KiriReportPage *page)
{
    put_counts(page);
    if (page->s->total) {
        if (page->s->first)
            put_first(page);
        put_classes(page);
        kiri_line_item(page->line, page->doc, "○");
    }
    put_doubts(page);
    put_figures(page);
    kiri_part_points(page);
}
