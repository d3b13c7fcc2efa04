// SPDX-License-Identifier: GPL-3.0-or-later
/* 主な報道: the stories that matter most, in the order of the list. */
#include "page/page.h"

#include "page/charts.h"

/* The list of all of them is an annex. */
enum { MOST_STORIES = 10, NAMED = 4 };
/* A story with one copy is told by its row; of the others the most widely copied are drawn. */
enum { MOST_TREES = 2, LEAST_COPIES = 2 };

/* Which stories are named when there are too many: those with a figure that differs,
 * then the widely copied, those in media of the first rank, and those that have us in
 * the headline. */
static guint weight(const KiriStory *story)
{
    const KiriSummaryRow *root = story->root;
    return (root->has_contradictions ? 16U : 0U) + (root->is_editorial ? 8U : 0U) +
           (story->copies->len ? 4U : 0U) + (root->medium && root->medium->tier == 1 ? 2U : 0U) +
           (root->is_in_headline ? 1U : 0U);
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    const KiriStory *x = *(KiriStory *const *)a, *y = *(KiriStory *const *)b;
    return x->root->number < y->root->number ? -1 : 1;
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
    const KiriStory *x = *(KiriStory *const *)a, *y = *(KiriStory *const *)b;
    if (weight(x) != weight(y))
        return weight(x) > weight(y) ? -1 : 1;
    if (x->copies->len != y->copies->len)
        return x->copies->len > y->copies->len ? -1 : 1;
    return by_number(a, b);
}

/* Stories for this section, at most MOST_STORIES; `*left` of them stay out. */
static GPtrArray *choose_stories(const KiriReportPage *page, guint *left)
{
    GPtrArray *chosen = g_ptr_array_new();
    for (guint i = 0; i < page->stories->len; i++) {
        KiriStory *story = g_ptr_array_index(page->stories, i);
        if (story->root->class_ != KIRI_CLASS_VERBATIM || story->copies->len)
            g_ptr_array_add(chosen, story);
    }
    *left = chosen->len > MOST_STORIES ? chosen->len - MOST_STORIES : 0;
    g_ptr_array_sort(chosen, by_weight);
    g_ptr_array_set_size(chosen, (gint)(chosen->len - *left));
    g_ptr_array_sort(chosen, by_number);
    return chosen;
}

static void put_copies(KiriReportPage *page, KiriDocLine *line, const KiriStory *story)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(story->copies->len, NAMED); i++) {
        g_autoptr(KiriSummaryClip) c = kiri_page_open(page, g_ptr_array_index(story->copies, i));
        if (c)
            g_string_append_printf(names, "%s%s", i ? kiri_page_say(page, "、") : "",
                                   kiri_page_medium(page, c));
    }
    if (story->copies->len)
        kiri_line_styled(line, KIRI_TEXT_NOTE,
                         story->copies->len > NAMED ? kiri_page_say(page, "　転載%u件：%s ほか")
                                                    : kiri_page_say(page, "　転載%u件：%s"),
                         story->copies->len, names->str);
}

static void put_treatment(KiriReportPage *page, KiriDocLine *line, const KiriSummaryClip *c)
{
    const KiriScore *score = c->clip->score;
    const KiriSummaryRow *row = kiri_summary_row(page->s, c->number - 1);
    const struct {
        gboolean applies;
        const char *text;
    } marks[] = {{row->is_editorial, kiri_page_say(page, "社説")},
                 {row->is_front_page, kiri_page_say(page, "一面")},
                 {score && score->in_headline, kiri_page_say(page, "見出し")},
                 {score && score->in_lead, kiri_page_say(page, "リード")},
                 {score && score->has_image, kiri_page_say(page, "写真")}};
    g_autofree char *remark = kiri_page_remark(page, c);
    const char *between = "";
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (marks[i].applies) {
            kiri_line_add(line, "%s%s", between, marks[i].text);
            between = kiri_page_say(page, "・");
        }
    if (*remark)
        kiri_line_styled(line, KIRI_TEXT_WARN, "%s%s", *between ? " " : "", remark);
}

static void put_story(KiriReportPage *page, const KiriStory *story, KiriDocCells *cells)
{
    g_autoptr(KiriSummaryClip) root = kiri_page_open(page, story->root);
    if (!root)
        return;
    g_autofree char *when = kiri_page_when(page, root->article->published);
    g_autofree char *place = kiri_page_place(page, root->article);
    g_autofree char *anchor = g_strdup_printf("#no%u", root->number);
    g_autofree char *number = g_strdup_printf("%u", root->number);
    kiri_cells_link(cells, anchor, number);
    kiri_cells_time(cells, root->article->published, when);
    kiri_cells_styled(cells, KIRI_TEXT_BOLD, kiri_page_medium(page, root));
    kiri_cells_text(cells, place);
    kiri_page_put_title(page, kiri_cells_line(cells), root->article, 0);
    put_copies(page, kiri_cells_line(cells), story);
    kiri_cells_next(cells);
    kiri_cells_text(cells, kiri_page_class(page, root->class_));
    put_treatment(page, kiri_cells_line(cells), root);
    kiri_cells_next(cells);
    kiri_cells_row(cells, page->doc, KIRI_ROW_PLAIN, NULL);
}

static void put_table(KiriReportPage *page, const GPtrArray *chosen)
{
    static const KiriDocColumn columns[] = {
        {"number", "No.", 2.6, KIRI_ALIGN_RIGHT},
        {"time", "掲載日（曜）・時刻", 7, KIRI_ALIGN_LEFT},
        {"medium", "媒体", 6.5, KIRI_ALIGN_LEFT},
        {"place", "朝夕刊・面・段／番組／Web", 6.5, KIRI_ALIGN_LEFT},
        {"title", "見出し", 19, KIRI_ALIGN_LEFT},
        {"class", "掲載種類", 5, KIRI_ALIGN_LEFT},
        {"treatment", "扱い", 7, KIRI_ALIGN_LEFT}};
    static const KiriDocTable table = {
        .id = "stories", .columns = columns, .n_columns = G_N_ELEMENTS(columns)};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(G_N_ELEMENTS(columns));
    kiri_page_table(page, &table);
    for (guint i = 0; i < chosen->len && !page->error; i++)
        put_story(page, g_ptr_array_index(chosen, i), cells);
    kiri_doc_table_end(page->doc);
}

static gint by_copies(gconstpointer a, gconstpointer b)
{
    const KiriStory *x = *(KiriStory *const *)a, *y = *(KiriStory *const *)b;
    if (x->copies->len != y->copies->len)
        return x->copies->len > y->copies->len ? -1 : 1;
    return by_number(a, b);
}

static void put_trees(KiriReportPage *page)
{
    g_autoptr(GPtrArray) stories = g_ptr_array_new();
    for (guint i = 0; i < page->stories->len; i++)
        g_ptr_array_add(stories, g_ptr_array_index(page->stories, i));
    g_ptr_array_sort(stories, by_copies);
    for (guint i = 0; i < MIN(stories->len, MOST_TREES); i++) {
        const KiriStory *story = g_ptr_array_index(stories, i);
        if (story->copies->len < LEAST_COPIES)
            break;
        g_autoptr(KiriChart) chart =
            kiri_charts_lineage(page->lang, page->s, story->root, story->copies);
        if (chart)
            kiri_doc_chart(page->doc, chart);
    }
}

void kiri_section_coverage(KiriReportPage *page)
{
    guint left = 0, verbatim = page->s->by_class[KIRI_CLASS_VERBATIM];
    g_autoptr(GPtrArray) chosen = choose_stories(page, &left);
    if (chosen->len)
        put_table(page, chosen);
    else
        kiri_page_text(page, KIRI_TEXT_PLAIN, "%s", kiri_page_say(page, "該当する記事はない。"));
    if (left) {
        kiri_line_add(page->line,
                      kiri_page_say(page,
                                    "相違のある記事、社説、転載の広がった記事、重点媒体の記事、"
                                    "見出しに掲載された記事を先に%u件を掲げた。"
                                    "このほかに%u件（実件数）がある"),
                      chosen->len, left);
        kiri_page_put_reference(page, page->line, "list");
        kiri_line_add(page->line, "%s", kiri_page_say(page, "。"));
        kiri_line_paragraph(page->line, page->doc);
    }
    if (verbatim) {
        kiri_line_add(page->line, kiri_page_say(page, "このほかリリース原文転載が%u件ある"),
                      verbatim);
        kiri_page_put_reference(page, page->line, "list");
        kiri_line_add(page->line, "%s", kiri_page_say(page, "。"));
        kiri_line_paragraph(page->line, page->doc);
    }
    put_trees(page);
}
