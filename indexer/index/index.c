// SPDX-License-Identifier: GPL-3.0-or-later
/* The index as its readers see it: open, cursor, comparison with the store. */
#include "index_internal.h"

#include <kirinuki/i18n.h>

#include <string.h>
#include <sys/stat.h>

char *kiri_index_path(const char *dir, const char *suffix)
{
    return g_strdup_printf("%s/index%s", dir, suffix);
}

char *kiri_index_generation_of(KiriStore *store)
{
    char *generation = kiri_store_meta(store, "generation");
    return generation ? generation : g_strdup("");
}

GBytes *kiri_index_dictionary_of(const char *metadata)
{
    gsize n = 0;
    guchar *bytes = metadata && *metadata ? g_base64_decode(metadata, &n) : NULL;
    return g_bytes_new_take(bytes, n);
}

KiriStr kiri_index_dictionary_view(GBytes *dictionary)
{
    gsize n = 0;
    const char *p = dictionary ? g_bytes_get_data(dictionary, &n) : NULL;
    return (KiriStr){p, n};
}

static gboolean load_texts(KiriIndex *index, GError **error)
{
    g_autofree char *value = kiri_xap_reader_metadata(index->reader, KIRI_INDEX_TEXTS, error);
    if (!value)
        return FALSE;
    g_autoptr(GBytes) dictionary = kiri_index_dictionary_of(value);
    kiri_text_reader_free(index->texts);
    index->texts = kiri_text_reader_new(kiri_index_dictionary_view(dictionary));
    return TRUE;
}

/* An index of another scheme would be misread. */
static gboolean check_scheme(KiriIndex *index, GError **error)
{
    g_autofree char *scheme = kiri_xap_reader_metadata(index->reader, KIRI_INDEX_SCHEME, error);
    if (!scheme || g_str_equal(scheme, KIRI_TERMS_SCHEME))
        return scheme != NULL;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND,
                _("index '%s' was made by another version of the program: run 'kirinuki index' "
                  "first"),
                index->path);
    return FALSE;
}

/* Opens what is there now. What was just opened may already be two commits old, on a
 * machine that is busy. */
static gboolean open_newest(KiriIndex *index, GError **error)
{
    enum { ATTEMPTS = 5 };
    for (guint i = 1;; i++) {
        GError *trouble = NULL;
        if (!index->reader)
            index->reader = kiri_xap_reader_open(index->path, &trouble);
        else
            kiri_xap_reopen(index->reader, &trouble);
        if (!trouble && check_scheme(index, &trouble) && load_texts(index, &trouble))
            return TRUE;
        if (i == ATTEMPTS || !kiri_error_is(trouble, KIRI_ERROR_STALE)) {
            g_propagate_error(error, trouble);
            return FALSE;
        }
        g_clear_error(&trouble);
    }
}

gboolean kiri_index_reopen(KiriIndex *index, GError **error)
{
    index->opening++;
    return open_newest(index, error);
}

static KiriIndexMark mark_of(const char *path)
{
    g_autofree char *file = g_build_filename(path, "iamglass", NULL);
    struct stat st;
    if (stat(file, &st) != 0)
        return (KiriIndexMark){0};
    return (KiriIndexMark){st.st_dev, st.st_ino,
                           (gint64)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec};
}

gboolean kiri_index_exists(const char *dir)
{
    g_autofree char *path = kiri_index_path(dir, "");
    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

KiriIndex *kiri_index_open(const char *dir, GError **error)
{
    g_autofree char *path = kiri_index_path(dir, "");
    if (!kiri_index_exists(dir)) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND,
                    _("no index '%s' yet: run 'kirinuki index' first"), path);
        return NULL;
    }
    KiriIndex *index = g_new0(KiriIndex, 1);
    index->path = g_steal_pointer(&path);
    index->mark = mark_of(index->path); // before opening: rather once too often anew
    if (open_newest(index, error))
        return index;
    kiri_index_close(index);
    return NULL;
}

gboolean kiri_index_refresh(KiriIndex *index, GError **error)
{
    KiriIndexMark mark = mark_of(index->path);
    if (mark.device == index->mark.device && mark.inode == index->mark.inode &&
        mark.changed_ns == index->mark.changed_ns)
        return TRUE;
    index->mark = mark;
    return kiri_index_reopen(index, error);
}

void kiri_index_close(KiriIndex *index)
{
    if (!index)
        return;
    kiri_xap_reader_free(index->reader);
    kiri_text_reader_free(index->texts);
    kiri_lexicon_free(index->lexicon);
    kiri_columns_unref(index->columns);
    g_free(index->path);
    g_free(index);
}

static gboolean count_article(const KiriLogEntry *entry, gpointer data)
{
    guint64 *lag = data;
    *lag += entry->noun == KIRI_NOUN_ARTICLE;
    return TRUE;
}

guint64 kiri_index_lag(KiriIndex *index, KiriStore *store)
{
    guint64 lag = 0;
    kiri_store_log_each(store, kiri_index_seq(index), G_MAXUINT, count_article, &lag);
    return lag;
}

guint64 kiri_index_seq(KiriIndex *index)
{
    g_autofree char *value = kiri_xap_reader_metadata(index->reader, KIRI_INDEX_SEQ, NULL);
    return value ? g_ascii_strtoull(value, NULL, 10) : 0;
}

gboolean kiri_index_without_words(KiriIndex *index, guint *n, GError **error)
{
    const KiriXapStep step = {.op = KIRI_XAP_TERM, .a = kiri_str(KIRI_TERM_NO_WORDS)};
    g_autoptr(GArray) documents = g_array_new(FALSE, FALSE, sizeof(guint32));
    gboolean ok = kiri_xap_each_match(index->reader, &step, 1, NULL, NULL, documents, error);
    *n = documents->len;
    return ok;
}

void kiri_index_counts_clear(KiriIndexCounts *counts)
{
    g_clear_pointer(&counts->rebuild_reason, g_free);
}

/* ---- verify ---- */

/* Ids are compared slice by slice, so that memory does not grow with the index. */
typedef struct {
    KiriIndex *index;
    GHashTable *versions; // id → version as text, of the documents in this slice
    GPtrArray *problems;
    GError *error;
} Comparison;

G_GNUC_PRINTF(2, 3)
static void problem(GPtrArray *problems, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_ptr_array_add(problems, g_strdup_vprintf(format, args));
    va_end(args);
}

static gboolean note_document(KiriStr term, guint32 document, gpointer data)
{
    Comparison *c = data;
    g_auto(KiriBuf) version;
    kiri_buf_init(&version, 64);
    if (!kiri_xap_value(c->index->reader, document, KIRI_SLOT_VERSION, &version, &c->error))
        return FALSE;
    g_hash_table_insert(c->versions, g_strndup(term.p + 1, term.n - 1), g_strdup(version.p));
    return TRUE;
}

static gboolean compare_article(gconstpointer record, gpointer data)
{
    const KiriArticle *article = record;
    Comparison *c = data;
    g_autofree char *wanted = g_strdup_printf("%" G_GINT64_FORMAT, article->version);
    const char *version = g_hash_table_lookup(c->versions, article->id);
    if (!version)
        problem(c->problems, _("article '%s' is not in the index"), article->id);
    else if (!g_str_equal(version, wanted))
        problem(c->problems, _("article '%s' has version %s in the index and %s in the store"),
                article->id, version, wanted);
    g_hash_table_remove(c->versions, article->id);
    return TRUE;
}

static gboolean compare_slice(KiriIndex *index, KiriStore *store, const char *prefix,
                              GPtrArray *problems, GError **error)
{
    Comparison c = {.index = index, .problems = problems};
    g_autoptr(GHashTable) versions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    c.versions = versions;
    g_autofree char *term = g_strconcat("Q", prefix, NULL);
    gboolean is_read = kiri_xap_each_term(index->reader, kiri_str(term), note_document, &c, error);
    if (is_read && c.error) {
        g_propagate_error(error, c.error);
        return FALSE;
    }
    if (!is_read || !kiri_store_each(store, KIRI_NOUN_ARTICLE, prefix, compare_article, &c, error))
        return FALSE;
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, versions);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        problem(problems, _("article '%s' is in the index and not in the store"), (const char *)id);
    return TRUE;
}

static gboolean compare_all(KiriIndex *index, KiriStore *store, GPtrArray *problems, GError **error)
{
    guint64 seq = kiri_index_seq(index), end = kiri_store_log_end(store);
    guint64 lag = kiri_index_lag(index, store);
    if (seq > end) {
        problem(problems, _("the index knows %" PRIu64 " changes, the store only %" PRIu64), seq,
                end);
        return TRUE;
    }
    if (lag) {
        problem(problems,
                _("the index lacks %" PRIu64 " changes of articles: run 'kirinuki index'"), lag);
        return TRUE;
    }
    for (guint i = 0; i < 256; i++) {
        char prefix[3];
        g_snprintf(prefix, sizeof prefix, "%02x", i);
        if (!compare_slice(index, store, prefix, problems, error))
            return FALSE;
    }
    return TRUE;
}

gboolean kiri_index_verify(const char *dir, KiriStore *store, GPtrArray *problems, GError **error)
{
    g_autoptr(GError) open_error = NULL;
    g_autoptr(KiriIndex) index = kiri_index_open(dir, &open_error);
    if (!index) {
        problem(problems, "%s", open_error->message);
        return TRUE;
    }
    g_autofree char *path = kiri_index_path(dir, "");
    g_auto(KiriBuf) report;
    kiri_buf_init(&report, KIRI_BUF_UNCAPPED);
    guint64 damages = 0;
    g_autoptr(GError) check_error = NULL;
    if (!kiri_xap_check(path, &damages, &report, &check_error))
        problem(problems, _("the files of the index are damaged: %s"), check_error->message);
    else if (damages)
        problem(problems, _("the files of the index have %" PRIu64 " damages"), damages);
    g_autoptr(GError) read_error = NULL;
    if (compare_all(index, store, problems, &read_error))
        return TRUE;
    /* What a damaged index cannot answer is a finding, not a failure. */
    if (kiri_error_is(read_error, KIRI_ERROR_CORRUPT) && read_error->domain == KIRI_ERROR_INDEXER) {
        problem(problems, _("the index cannot be read: %s"), read_error->message);
        return TRUE;
    }
    g_propagate_error(error, g_steal_pointer(&read_error));
    return FALSE;
}
