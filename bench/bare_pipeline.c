// SPDX-License-Identifier: GPL-3.0-or-later
/* The yardstick of bench/pipeline.sh: what the bare libraries cost for the same
 * pages, in one thread, without any of the program's care.
 *
 *   per page: gumbo parse · MeCab over the text · Xapian add of the same terms ·
 *             zstd of the page and RocksDB put of the same record sizes
 *   RocksDB:  synced batches of 64;  Xapian: commits of 1,000 documents
 *
 * The texts and terms are prepared first, with the program's own functions, and
 * do not count. Prints one line of JSON. */
#include "index/terms.h"
#include "index/xapian_shim.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/limits.h>

#include <gumbo.h>
#include <mecab.h>
#include <rocksdb/c.h>
#include <zstd.h>

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum { STORE_BATCH = 64, INDEX_BATCH = 1000, ZSTD_LEVEL = 3 };

typedef struct {
    GBytes *page;
    char *html; // decoded
    gsize html_bytes;
    char *text; // what MeCab reads
    KiriTerms *terms;
    gsize record_bytes; // of the stored article
    char id[KIRI_ID_BYTES];
} Page;

static gboolean prepare(const char *folder, char **cells, KiriTokenizer *tokenizer, Page *out)
{
    g_autofree char *path = g_path_is_absolute(cells[1]) ? g_strdup(cells[1])
                                                         : g_build_filename(folder, cells[1], NULL);
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(cells[0]);
    input->content_type = g_strdup(cells[2]);
    input->body = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, NULL);
    g_autoptr(KiriExtracted) found = input->body ? kiri_extract(input, NULL) : NULL;
    if (!found)
        return FALSE;
    gsize n = 0;
    const char *bytes = g_bytes_get_data(input->body, &n);
    g_auto(KiriBuf) html, record;
    kiri_buf_init(&html, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&record, KIRI_BUF_UNCAPPED);
    KiriCharsetReport report = {0};
    if (!kiri_decode((KiriStr){bytes, n}, input->content_type, KIRI_MARKUP_HTML, &html, &report,
                     NULL))
        return FALSE;
    kiri_record_encode(&kiri_article_shape, found->article, &record);
    kiri_hash_id(kiri_str(cells[0]), out->id);
    out->page = g_bytes_ref(input->body);
    out->record_bytes = record.n;
    out->text = g_strconcat(found->article->title ? found->article->title : "", "\n",
                            found->article->text ? found->article->text : "", NULL);
    out->html = kiri_buf_steal(&html, &out->html_bytes);
    out->terms = kiri_terms_new();
    kiri_terms_add_text(out->terms, tokenizer, found->article);
    return TRUE;
}

static GArray *load(const char *table)
{
    GArray *pages = g_array_new(FALSE, TRUE, sizeof(Page));
    g_autofree char *folder = g_path_get_dirname(table);
    g_autofree char *text = NULL;
    g_autoptr(KiriTokenizer) tokenizer = kiri_tokenizer_new(NULL);
    if (!g_file_get_contents(table, &text, NULL, NULL))
        return pages;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
        Page page = {0};
        if (g_strv_length(cells) >= 3 && prepare(folder, cells, tokenizer, &page))
            g_array_append_val(pages, page);
    }
    return pages;
}

typedef struct {
    mecab_model_t *model;
    mecab_t *tagger;
    mecab_lattice_t *lattice;
    rocksdb_options_t *options;
    rocksdb_writeoptions_t *sync;
    rocksdb_t *db;
    rocksdb_writebatch_t *batch;
    KiriXapWriter *index;
} Bare;

static gboolean open_all(Bare *b, const char *dir)
{
    char *error = NULL;
    char *argv[] = {(char[]){"mecab"}, (char[]){"-d/var/lib/mecab/dic/ipadic-utf8"}};
    g_autofree char *store = g_build_filename(dir, "store", NULL);
    g_autofree char *index = g_build_filename(dir, "index", NULL);
    b->model = mecab_model_new(2, argv);
    b->tagger = b->model ? mecab_model_new_tagger(b->model) : NULL;
    b->lattice = b->model ? mecab_model_new_lattice(b->model) : NULL;
    b->options = rocksdb_options_create();
    rocksdb_options_set_create_if_missing(b->options, 1);
    b->sync = rocksdb_writeoptions_create();
    rocksdb_writeoptions_set_sync(b->sync, 1);
    b->db = rocksdb_open(b->options, store, &error);
    b->batch = rocksdb_writebatch_create();
    b->index = kiri_xap_writer_open(index, TRUE, NULL);
    return b->lattice && b->db && b->index && kiri_xap_begin(b->index, NULL);
}

static void close_all(Bare *b)
{
    kiri_xap_writer_discard(b->index);
    rocksdb_writebatch_destroy(b->batch);
    rocksdb_close(b->db);
    rocksdb_writeoptions_destroy(b->sync);
    rocksdb_options_destroy(b->options);
    mecab_lattice_destroy(b->lattice);
    mecab_destroy(b->tagger);
    mecab_model_destroy(b->model);
}

static gsize analyse(Bare *b, const Page *p)
{
    gsize tokens = 0;
    GumboOutput *out = gumbo_parse_with_options(&kGumboDefaultOptions, p->html, p->html_bytes);
    gumbo_destroy_output(&kGumboDefaultOptions, out);
    g_auto(GStrv) lines = g_strsplit(p->text, "\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        mecab_lattice_set_sentence(b->lattice, lines[i]);
        if (!mecab_parse_lattice(b->tagger, b->lattice))
            continue;
        for (const mecab_node_t *n = mecab_lattice_get_bos_node(b->lattice); n; n = n->next)
            tokens++;
    }
    return tokens;
}

static void put(Bare *b, const Page *p)
{
    gsize n = 0;
    const void *bytes = g_bytes_get_data(p->page, &n);
    gsize bound = ZSTD_compressBound(n);
    g_autofree char *packed = g_malloc(bound), *record = g_malloc0(p->record_bytes + 1);
    gsize size = ZSTD_compress(packed, bound, bytes, n, ZSTD_LEVEL);
    memcpy(record, p->text, MIN(strlen(p->text), p->record_bytes));
    rocksdb_writebatch_put(b->batch, p->id, 16, record, p->record_bytes);
    g_autofree char *key = g_strconcat("p", p->id, NULL);
    rocksdb_writebatch_put(b->batch, key, 17, packed, size);
}

static gboolean flush_store(Bare *b)
{
    char *error = NULL;
    rocksdb_write(b->db, b->sync, b->batch, &error);
    rocksdb_writebatch_clear(b->batch);
    return error == NULL;
}

static gboolean add(Bare *b, const Page *p)
{
    g_autofree char *unique = g_strconcat("Q", p->id, NULL);
    g_autoptr(GArray) terms = kiri_terms_list(p->terms);
    KiriXapDocument d = {.unique = kiri_str(unique),
                         .terms = (const KiriXapTerm *)(gpointer)terms->data,
                         .n_terms = terms->len,
                         .data = kiri_str(p->text)};
    return kiri_xap_replace(b->index, &d, NULL);
}

static gboolean run(Bare *b, GArray *pages)
{
    for (guint i = 0; i < pages->len; i++) {
        const Page *p = &g_array_index(pages, Page, i);
        analyse(b, p);
        put(b, p);
        if (!add(b, p) || ((i + 1) % STORE_BATCH == 0 && !flush_store(b)))
            return FALSE;
        if ((i + 1) % INDEX_BATCH == 0 &&
            (!kiri_xap_commit(b->index, NULL) || !kiri_xap_begin(b->index, NULL)))
            return FALSE;
    }
    return flush_store(b) && kiri_xap_commit(b->index, NULL);
}

int main(int argc, char **argv)
{
    Bare b = {0};
    if (argc != 3 || !kiri_charset_preload(NULL) || !kiri_tokenizer_preload(NULL, NULL, NULL)) {
        fprintf(stderr, "usage: bare_pipeline PAGES.tsv EMPTY_DIR\n");
        return 2;
    }
    g_autoptr(GArray) pages = load(argv[1]);
    struct rusage before, after;
    if (!open_all(&b, argv[2]))
        return 4;
    getrusage(RUSAGE_SELF, &before);
    gint64 started = g_get_monotonic_time();
    gboolean ok = run(&b, pages);
    gdouble wall = (gdouble)(g_get_monotonic_time() - started) / 1e6;
    getrusage(RUSAGE_SELF, &after);
    close_all(&b);
    printf("{\"name\":\"bare\",\"pages\":%u,\"wall_s\":%.3f,\"pages_per_s\":%.1f,"
           "\"user_s\":%.3f,\"ok\":%s}\n",
           pages->len, wall, pages->len / wall,
           (gdouble)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
               (gdouble)(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6,
           ok ? "true" : "false");
    return ok ? 0 : 4;
}
