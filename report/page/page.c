// SPDX-License-Identifier: GPL-3.0-or-later
/* The report from its template: sections one after the other, numbered as they come.
 * Page 1 (概要) stands alone, what follows begins on a page of its own, and so does each
 * annex. */
#include "page.h"

#include "words/lang.h"
#include "template.h"
#include "writers.h"

#include <string.h>

enum { MOST_SUBJECT = 60 }; // letters of it in the heading

static gboolean has_findings(const KiriReportPage *page)
{
    return page->o->findings && *page->o->findings;
}

static gboolean has_earlier(const KiriReportPage *page)
{
    return page->s->release && page->o->earlier;
}

const KiriSection kiri_sections[] = {
    {"overview", "概要", kiri_section_overview, NULL, FALSE, FALSE},
    {"coverage", "主な報道", kiri_section_coverage, NULL, FALSE, FALSE},
    {"content", "内容", kiri_section_content, NULL, FALSE, FALSE},
    {"media", "媒体種別・日別", kiri_section_media, NULL, FALSE, FALSE},
    {"comparison", "前回・類似発表との比較", kiri_section_comparison, has_earlier, FALSE, FALSE},
    {"excluded", "対象外とした記事", kiri_section_excluded, NULL, FALSE, FALSE},
    {"findings", "所見・今後の対応", kiri_section_findings, has_findings, FALSE, FALSE},
    {"reference", "参考値", kiri_section_reference, NULL, FALSE, FALSE},
    {"list", "掲載一覧", kiri_section_list, NULL, TRUE, TRUE},
    {"methods", "算定方法・単価出典", kiri_section_methods, NULL, TRUE, FALSE},
    {"collection", "収集状況", kiri_section_collection, NULL, TRUE, FALSE},
    {NULL, NULL, NULL, NULL, FALSE, FALSE},
};

/* ---- where things stand ---- */

static gboolean is_there(const KiriReportPage *page, const KiriSection *section)
{
    return !section->is_there || section->is_there(page);
}

/* The number of a row among those of its sort; 0: it is not there. */
static guint number_of(const KiriReportPage *page, guint row)
{
    const GArray *rows = page->template_->rows;
    const KiriSection *own = g_array_index(rows, KiriTemplateRow, row).section;
    guint n = 0;
    if (!is_there(page, own))
        return 0;
    for (guint i = 0; i <= row; i++) {
        const KiriSection *section = g_array_index(rows, KiriTemplateRow, i).section;
        n += section->is_annex == own->is_annex && is_there(page, section) ? 1 : 0;
    }
    return n;
}

static char *number_text(const KiriReportPage *page, const KiriSection *section, guint number)
{
    return section->is_annex ? g_strdup_printf(kiri_say(page->lang, "別紙%u"), number)
                             : g_strdup_printf("%u", number);
}

char *kiri_page_reference(const KiriReportPage *page, const char *id)
{
    const GArray *rows = page->template_->rows;
    for (guint i = 0; i < rows->len; i++) {
        const KiriSection *section = g_array_index(rows, KiriTemplateRow, i).section;
        guint number = strcmp(section->id, id) == 0 ? number_of(page, i) : 0;
        if (number)
            return number_text(page, section, number);
    }
    return NULL;
}

/* ---- writing ---- */

static void put_heading(KiriReportPage *page, const KiriTemplateRow *row, guint number)
{
    g_autofree char *before = number_text(page, row->section, number);
    const char *title =
        row->title[page->lang] ? row->title[page->lang] : kiri_say(page->lang, row->section->title);
    g_autofree char *text = g_strdup_printf(kiri_say(page->lang, "%s　%s"), before, title);
    kiri_doc_heading(page->doc, 1, text, row->section->id);
}

static void put_sections(KiriReportPage *page, const char *running_head)
{
    const GArray *rows = page->template_->rows;
    const KiriSection *before = NULL;
    for (guint i = 0; i < rows->len; i++) {
        const KiriTemplateRow *row = &g_array_index(rows, KiriTemplateRow, i);
        guint number = number_of(page, i);
        if (!number)
            continue;
        gboolean stands_alone = before && before->write == kiri_section_overview;
        if (row->section->is_annex || stands_alone || (before && before->is_annex))
            kiri_doc_page(page->doc, row->section->is_wide, running_head);
        put_heading(page, row, number);
        page->number = row->section->is_annex ? 0 : number;
        row->section->write(page);
        before = row->section;
    }
}

static guint count_entered(const KiriSummary *s)
{
    guint n = 0;
    for (guint i = 0; i < s->total; i++)
        n += kiri_summary_row(s, i)->is_entered;
    return n;
}

gboolean kiri_page_write(KiriDoc *doc, const KiriSummary *s, const KiriReportOptions *options,
                         GError **error)
{
    g_autoptr(GPtrArray) stories = kiri_page_stories(s);
    g_autoptr(KiriDocLine) line = kiri_line_new();
    KiriReportPage page = {.doc = doc,
                           .s = s,
                           .o = options,
                           .template_ = kiri_template_of(s, options),
                           .lang = options->lang,
                           .stories = stories,
                           .entered = count_entered(s),
                           .line = line};
    g_autofree char *heading = kiri_template_title(page.template_, s, options->lang, MOST_SUBJECT);
    kiri_doc_heading(doc, 0, heading, NULL);
    kiri_page_put_facts(&page);
    put_sections(&page, heading);
    g_autoptr(GError) failure = NULL;
    gboolean ok = kiri_doc_end(doc, &failure);
    if (page.error || !ok)
        g_propagate_error(error, page.error ? page.error : g_steal_pointer(&failure));
    return ok && !page.error;
}

/* ---- the formats that are documents ---- */

void kiri_page_head(const KiriSummary *s, const KiriReportOptions *options, KiriDocHead *head,
                    char **title, char **date)
{
    g_auto(KiriBuf) day;
    kiri_buf_init(&day, KIRI_BUF_UNCAPPED);
    kiri_say_date(options->lang, s->now_us, options->era, FALSE, &day);
    *title = kiri_template_title(kiri_template_of(s, options), s, options->lang, 0);
    *date = g_strndup(day.p, day.n);
    *head = (KiriDocHead){
        .lang = options->lang,
        .title = *title,
        .date = *date,
        .section = options->section && *options->section ? options->section : NULL,
        .handling = options->handling && *options->handling ? options->handling : NULL,
        .is_sample = options->is_sample,
        .logo = options->logo,
        .logo_of = options->organisation,
        .made = kiri_time_jst(s->now_us),
        .charts = options->charts};
}

static gboolean write_with(KiriDoc *(*open)(const KiriDocHead *, KiriReportSink, gpointer),
                           const KiriSummary *s, const KiriReportOptions *options,
                           KiriReportSink sink, gpointer data, GError **error)
{
    KiriDocHead head;
    g_autofree char *title = NULL;
    g_autofree char *date = NULL;
    kiri_page_head(s, options, &head, &title, &date);
    return kiri_page_write(open(&head, sink, data), s, options, error);
}

gboolean kiri_report_write_html(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error)
{
    return write_with(kiri_doc_html, s, options, sink, data, error);
}

gboolean kiri_report_write_pdf(const KiriSummary *s, const KiriReportOptions *options,
                               KiriReportSink sink, gpointer data, GError **error)
{
    return write_with(kiri_doc_pdf, s, options, sink, data, error);
}

gboolean kiri_report_write_text(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error)
{
    return write_with(kiri_doc_text_lines, s, options, sink, data, error);
}

/* ---- clips ---- */

KiriSummaryClip *kiri_page_open(KiriReportPage *page, const KiriSummaryRow *row)
{
    return page->error ? NULL : kiri_summary_open_clip(page->s, row->number - 1, &page->error);
}

void kiri_page_each(KiriReportPage *page, KiriSummaryVisit visit, gpointer data)
{
    if (!page->error)
        kiri_summary_each(page->s, visit, data, &page->error);
}

static void free_story(gpointer data)
{
    KiriStory *story = data;
    g_ptr_array_unref(story->copies);
    g_free(story);
}

static gboolean is_root(const KiriSummaryRow *row)
{
    return g_str_equal(row->story, row->article);
}

GPtrArray *kiri_page_stories(const KiriSummary *s)
{
    GPtrArray *stories = g_ptr_array_new_with_free_func(free_story);
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
    /* Roots first, so that copies find them; a root that is not in the list is
     * stood for by the first copy. */
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < s->total; i++) {
            const KiriSummaryRow *row = kiri_summary_row(s, i);
            gpointer id = (gpointer)(guintptr)row->story;
            KiriStory *story = g_hash_table_lookup(by_id, id);
            if (is_root(row) != (pass == 0))
                continue;
            if (story) {
                g_ptr_array_add(story->copies, (gpointer)(guintptr)row);
                continue;
            }
            story = g_new0(KiriStory, 1);
            story->root = row;
            story->copies = g_ptr_array_new();
            g_hash_table_insert(by_id, id, story);
            g_ptr_array_add(stories, story);
        }
    return stories;
}
