// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages per second of the whole extraction, from bytes and content type to an
 * article, beside what gumbo alone takes for the same text: gumbo_parse without
 * error messages, its own allocator, and its destruction. Both in this process
 * and this thread, in turns, in processor time; the medians of the rounds count.
 *
 *   extract [--rounds N] [--least RATIO] PAGES.tsv | FOLDER
 *
 * PAGES.tsv: address, file, content type (bench/pipeline.sh makes one); of a FOLDER
 * each .html is a page without a content type. With --least the exit is 1 where
 * the ratio stays below it. One line of JSON on standard output. */
#include "markup/dom.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <gumbo.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { DEFAULT_ROUNDS = 5 };

typedef struct {
    KiriExtractInput *input;
    char *html; // decoded: what gumbo gets
    gsize html_bytes;
} Page;

static void page_clear(gpointer p)
{
    Page *page = p;
    kiri_extract_input_free(page->input);
    g_free(page->html);
}

static gdouble cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (gdouble)t.tv_sec + (gdouble)t.tv_nsec / 1e9;
}

static glong peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* ---- pages ---- */

static gboolean add_page(GArray *pages, const char *url, const char *path, const char *type)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(url);
    input->content_type = g_strdup(type);
    input->body = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, NULL);
    if (!input->body)
        return FALSE;
    gsize n = 0;
    const char *bytes = g_bytes_get_data(input->body, &n);
    g_auto(KiriBuf) html;
    kiri_buf_init(&html, KIRI_BUF_UNCAPPED);
    KiriCharsetReport report = {0};
    if (!kiri_decode((KiriStr){bytes ? bytes : "", n}, type, KIRI_MARKUP_HTML, &html, &report,
                     NULL))
        return FALSE;
    Page page = {.input = g_steal_pointer(&input)};
    page.html = kiri_buf_steal(&html, &page.html_bytes);
    g_array_append_val(pages, page);
    return TRUE;
}

static void load_table(GArray *pages, const char *table)
{
    g_autofree char *text = NULL;
    g_autofree char *folder = g_path_get_dirname(table);
    if (!g_file_get_contents(table, &text, NULL, NULL))
        return;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
        if (g_strv_length(cells) < 3)
            continue;
        g_autofree char *path = g_path_is_absolute(cells[1])
                                    ? g_strdup(cells[1])
                                    : g_build_filename(folder, cells[1], NULL);
        if (!add_page(pages, cells[0], path, cells[2]))
            fprintf(stderr, "extract: cannot read '%s'\n", path);
    }
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void load_folder(GArray *pages, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".html"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *url = g_strconcat("https://news.example/", name, NULL);
        add_page(pages, url, path, NULL);
    }
}

/* ---- rounds ---- */

static guint extract_all(const GArray *pages)
{
    guint failed = 0;
    for (guint i = 0; i < pages->len; i++) {
        g_autoptr(KiriExtracted) found = kiri_extract(g_array_index(pages, Page, i).input, NULL);
        failed += found == NULL;
    }
    return failed;
}

static void parse_all(const GArray *pages)
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    for (guint i = 0; i < pages->len; i++) {
        const Page *page = &g_array_index(pages, Page, i);
        GumboOutput *out = gumbo_parse_with_options(&options, page->html, page->html_bytes);
        gumbo_destroy_output(&options, out);
    }
}

/* What the document of one page takes: the mean and the most of all pages. */
static void weigh_pages(const GArray *pages, gdouble *mean_kib, gdouble *most_kib)
{
    gdouble sum = 0, most = 0;
    for (guint i = 0; i < pages->len; i++) {
        const Page *page = &g_array_index(pages, Page, i);
        g_autoptr(KiriDom) dom = kiri_dom_parse((KiriStr){page->html, page->html_bytes},
                                                KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, NULL);
        gdouble kib = dom ? (gdouble)kiri_dom_bytes(dom) / 1024 : 0;
        sum += kib;
        most = MAX(most, kib);
    }
    *mean_kib = sum / pages->len;
    *most_kib = most;
}

static gint by_seconds(gconstpointer a, gconstpointer b)
{
    gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;
    return (x > y) - (x < y);
}

static gdouble median(gdouble *seconds, guint n)
{
    qsort(seconds, n, sizeof *seconds, by_seconds);
    return seconds[n / 2];
}

/* The ratio of the two medians. */
static gdouble measure(const GArray *pages, guint rounds)
{
    g_autofree gdouble *whole = g_new0(gdouble, rounds), *bare = g_new0(gdouble, rounds);
    glong before_kib = peak_kib();
    guint failed = extract_all(pages); // also warms up
    glong grown_kib = peak_kib() - before_kib;
    for (guint r = 0; r < rounds; r++) {
        gdouble start = cpu_s();
        extract_all(pages);
        gdouble middle = cpu_s();
        parse_all(pages);
        whole[r] = middle - start;
        bare[r] = cpu_s() - middle;
    }
    gdouble mean_kib, most_kib, w = median(whole, rounds), b = median(bare, rounds);
    weigh_pages(pages, &mean_kib, &most_kib);
    printf(
        "{\"name\":\"extract\",\"pages\":%u,\"failed\":%u,\"rounds\":%u,\"pages_per_cpu_s\":%.1f,"
        "\"bare_gumbo_per_cpu_s\":%.1f,\"ratio\":%.2f,\"document_mean_kib\":%.0f,"
        "\"document_most_kib\":%.0f,\"peak_rss_growth_kib\":%ld}\n",
        pages->len, failed, rounds, pages->len / w, pages->len / b, b / w, mean_kib, most_kib,
        grown_kib);
    return b / w;
}

int main(int argc, char **argv)
{
    guint rounds = DEFAULT_ROUNDS;
    gdouble least = 0;
    gint at = 1;
    for (; at + 1 < argc && g_str_has_prefix(argv[at], "--"); at += 2) {
        if (strcmp(argv[at], "--rounds") == 0)
            rounds = (guint)g_ascii_strtoull(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--least") == 0)
            least = g_ascii_strtod(argv[at + 1], NULL);
    }
    if (at + 1 != argc || !rounds || !kiri_charset_preload(NULL)) {
        fprintf(stderr, "usage: extract [--rounds N] [--least RATIO] PAGES.tsv | FOLDER\n");
        return 2;
    }
    g_autoptr(GArray) pages = g_array_new(FALSE, TRUE, sizeof(Page));
    g_array_set_clear_func(pages, page_clear);
    if (g_file_test(argv[at], G_FILE_TEST_IS_DIR))
        load_folder(pages, argv[at]);
    else
        load_table(pages, argv[at]);
    if (!pages->len) {
        fprintf(stderr, "extract: no pages in '%s'\n", argv[at]);
        return 2;
    }
    return measure(pages, rounds) < least ? 1 : 0;
}
