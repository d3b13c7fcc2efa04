// SPDX-License-Identifier: GPL-3.0-or-later
/* Saved pages, from a table of files or from WARC records: extracted in all
 * workers, taken in in the order of the input, so that the same file always gives
 * the same store. */
#include "import.h"
#include "ordered.h"
#include "watch/progress.h"
#include "sources/rule_ops.h"

#include <kirinuki/extract.h>
#include <kirinuki/file.h>
#include <kirinuki/intake.h>
#include <kirinuki/limits.h>
#include <kirinuki/stop.h>
#include <kirinuki/url.h>
#include <kirinuki/warc.h>

#include <string.h>

enum { BATCH_PAGES = 64, SHOWN_FAILURES = 5 };
enum { COLUMN_URL, COLUMN_FILE, COLUMN_TYPE, COLUMN_TIME, N_COLUMNS };

/* A page under way. */
typedef struct {
    KiriPage *page; // NULL when the row could not be read
    char *subject;  // "pages.tsv:12"
    guint part, n_parts;
} Row;

/* The parts of a spread article that came so far. */
typedef struct {
    GPtrArray *pages;         // KiriPage, owned
    KiriExtracted *extracted; // joined; NULL: none under way
    guint part, n_parts;      // of the last one
} Parts;

typedef struct {
    KiriPipeline *p;
    KiriIntake *intake;
    KiriSiteRules *rules; // NULL: none are wanted
    Parts parts;
    KiriOrdered *ordered;
    KiriProgress progress;
    guint in_batch;
    GError *error; // the store's; ends the import
} PageImport;

static void count_failure(PageImport *im, const char *subject, const char *what)
{
    im->p->run->rows_failed++;
    im->p->is_partly = TRUE;
    kiri_run_add_failure(im->p->run, subject, what);
    if (im->p->run->rows_failed <= SHOWN_FAILURES)
        kiri_cli_warn(im->p->cli, "%s: %s", subject, what);
}

static void take_in(PageImport *im, GPtrArray *pages, KiriExtracted *extracted)
{
    KiriRun *run = im->p->run;
    const KiriPage *first = g_ptr_array_index(pages, 0);
    KiriIntakePage what = {.pages = pages,
                           .extracted = extracted,
                           .now_us = kiri_time_is_set(first->fetched)
                                         ? first->fetched.us
                                         : kiri_cli_now_us(im->p->cli)};
    switch (kiri_intake_page(im->intake, &what, NULL)) {
    case KIRI_TAKEN_NEW:
        run->articles_new++;
        break;
    case KIRI_TAKEN_CHANGED:
        run->articles_changed++;
        break;
    case KIRI_TAKEN_SAME:
        run->articles_same++;
        break;
    case KIRI_TAKEN_ALIAS:
        run->aliases_found++;
        break;
    case KIRI_TAKEN_NO_ARTICLE:
        run->pages_no_article++;
        kiri_run_add_failure(run, first->url,
                             extracted->no_article ? extracted->no_article : "no article");
        kiri_cli_note(im->p->cli, _("%s: no article: %s"), first->url,
                      extracted->no_article ? _(extracted->no_article) : "");
        break;
    }
    if (++im->in_batch < BATCH_PAGES || im->error)
        return;
    im->in_batch = 0;
    kiri_intake_commit(im->intake, &im->error);
}

/* The article whose parts came is decided. */
static void end_parts(PageImport *im)
{
    if (im->parts.extracted && !im->error)
        take_in(im, im->parts.pages, im->parts.extracted);
    g_clear_pointer(&im->parts.extracted, kiri_extracted_free);
    g_clear_pointer(&im->parts.pages, g_ptr_array_unref);
}

static void free_page(gpointer page)
{
    kiri_page_free(page);
}

/* Takes the page and what was found in it over: as the next part of the article
 * before it, or as an article of its own. */
static void take_row(PageImport *im, Row *row, KiriExtracted *extracted)
{
    Parts *parts = &im->parts;
    gboolean is_next = parts->extracted && row->n_parts == parts->n_parts &&
                       row->part == parts->part + 1 && parts->extracted->article &&
                       extracted->article && !extracted->no_article;
    if (is_next) {
        kiri_extracted_join(parts->extracted, extracted);
        kiri_extracted_free(extracted);
    } else {
        end_parts(im);
        parts->pages = g_ptr_array_new_with_free_func(free_page);
        parts->extracted = extracted;
        parts->n_parts = row->n_parts;
    }
    parts->part = row->part;
    g_ptr_array_add(parts->pages, g_steal_pointer(&row->page));
    if (parts->part >= parts->n_parts)
        end_parts(im);
}

static void row_done(gpointer tag, KiriBuf *out, const GError *error, gpointer data)
{
    PageImport *im = data;
    Row *row = tag;
    g_autoptr(GError) bad = NULL;
    g_autoptr(KiriExtracted) extracted =
        error ? NULL : kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(out), &bad);
    if (extracted && !im->error)
        take_row(im, row, g_steal_pointer(&extracted));
    else if (error || bad)
        count_failure(im, row->subject, error ? error->message : bad->message);
    kiri_page_free(row->page);
    g_free(row->subject);
    g_free(row);
}

static void submit(PageImport *im, KiriPage *page, char *subject, guint part, guint n_parts)
{
    Row *row = g_new0(Row, 1);
    row->page = page;
    row->subject = subject;
    row->part = part;
    row->n_parts = n_parts;
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(page->url);
    input->content_type = g_strdup(page->content_type);
    input->body = g_bytes_ref(page->body);
    input->now_us =
        kiri_time_is_set(page->fetched) ? page->fetched.us : kiri_cli_now_us(im->p->cli);
    input->pages_before = part - 1;
    const KiriSiteRule *rule = kiri_site_rules_find(im->rules, page->url);
    input->rule = rule ? kiri_record_copy(&kiri_site_rule_shape, rule) : NULL;
    g_auto(KiriBuf) in;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_extract_input_shape, input, &in);
    im->p->run->rows_read++;
    kiri_ordered_submit(im->ordered, kiri_buf_view(&in), row);
}

static void submit_failure(PageImport *im, char *subject, GError *error)
{
    Row *row = g_new0(Row, 1);
    row->subject = subject;
    im->p->run->rows_read++;
    kiri_ordered_fail(im->ordered, row, error);
}

static void begin(PageImport *im, KiriPipeline *p)
{
    *im = (PageImport){.p = p,
                       .intake = kiri_intake_new(p->store),
                       .rules = kiri_rules_wanted(p->cli),
                       .progress = kiri_progress_begin(p->cli, _("importing"))};
    im->ordered = kiri_ordered_new(p->pool, KIRI_JOB_EXTRACT, row_done, im);
}

static gboolean finish(PageImport *im, GError *read_error, GError **error)
{
    kiri_ordered_free(im->ordered);
    end_parts(im);
    kiri_progress_end(&im->progress);
    if (!im->error)
        kiri_intake_commit(im->intake, &im->error);
    kiri_intake_free(im->intake);
    kiri_site_rules_free(im->rules);
    GError *why = im->error ? im->error : read_error;
    if (im->error && read_error)
        g_error_free(read_error);
    if (why)
        g_propagate_error(error, why);
    return why == NULL;
}

/* ---- tables of files ---- */

static KiriPage *page_of_cells(char **cells, guint n, const char *folder, GError **error)
{
    g_autofree char *url = kiri_url_canonical(kiri_str(cells[COLUMN_URL]), NULL);
    if (!url || n <= COLUMN_FILE) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE, "%s",
                    url ? _("the column with the file is missing")
                        : _("the first column is no http or https address"));
        return NULL;
    }
    g_autofree char *path = g_path_is_absolute(cells[COLUMN_FILE])
                                ? g_strdup(cells[COLUMN_FILE])
                                : g_build_filename(folder, cells[COLUMN_FILE], NULL);
    g_autoptr(GBytes) body = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, error);
    if (!body)
        return NULL;
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_steal_pointer(&url);
    page->body = g_steal_pointer(&body);
    page->content_type = g_strdup(n > COLUMN_TYPE ? cells[COLUMN_TYPE] : NULL);
    page->status = 200;
    if (n > COLUMN_TIME && *cells[COLUMN_TIME] &&
        !kiri_time_parse(kiri_str(cells[COLUMN_TIME]), KIRI_JST_MIN, &page->fetched)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE, _("the fetch time is no time: '%s'"),
                    cells[COLUMN_TIME]);
        return NULL;
    }
    return g_steal_pointer(&page);
}

static void read_row(PageImport *im, KiriStr line, const char *folder, char *subject)
{
    g_autofree char *text = kiri_str_dup(line);
    g_auto(GStrv) cells = g_strsplit(text, "\t", N_COLUMNS);
    GError *why = NULL;
    KiriPage *page = page_of_cells(cells, g_strv_length(cells), folder, &why);
    if (page)
        submit(im, page, subject, 1, 1);
    else
        submit_failure(im, subject, why);
}

gboolean kiri_import_tsv(KiriPipeline *p, const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_LINE_BYTES, error);
    g_autofree char *folder = g_path_get_dirname(path);
    GError *why = NULL;
    KiriStr line;
    PageImport im;
    if (!lines)
        return FALSE;
    begin(&im, p);
    while (!im.error && !kiri_stop_requested() && kiri_lines_next(lines, &line, &why)) {
        if (!kiri_str_strip(line).n || line.p[0] == '#')
            continue;
        read_row(&im, line, folder, g_strdup_printf("%s:%" PRIu64, path, kiri_lines_number(lines)));
        kiri_progress_update(&im.progress, (guint64)p->run->rows_read, 0);
    }
    return finish(&im, why, error);
}

/* ---- WARC ---- */

gboolean kiri_import_warc(KiriPipeline *p, const char *path, GError **error)
{
    g_autoptr(KiriWarc) warc = kiri_warc_open(path, error);
    GError *why = NULL;
    KiriPage *page = NULL;
    PageImport im;
    if (!warc)
        return FALSE;
    begin(&im, p);
    while (!im.error && !kiri_stop_requested() && kiri_warc_next(warc, &page, &why)) {
        char *subject = g_strdup_printf("%s: %s", path, page->url);
        guint part, n_parts;
        kiri_warc_part(warc, &part, &n_parts);
        submit(&im, page, subject, part, n_parts);
        kiri_progress_update(&im.progress, (guint64)p->run->rows_read, 0);
    }
    return finish(&im, why, error);
}
