// SPDX-License-Identifier: GPL-3.0-or-later
/* The index stage.
 *
 * Invariants:
 *  1. What is committed under cursor `seq` holds every article exactly as the
 *     store had it at, or after, log entry `seq`. Reading a newer version than
 *     the entry names is harmless: its own entry comes later and is repeated.
 *  2. Documents and cursor become visible in one commit.
 *  3. An index without a cursor is unfinished. A rebuild merges its segments into
 *     index.new, writes the cursor last, and only then takes the place of the
 *     index.
 *  4. After any error of the index the writer is void; the stage begins again
 *     behind the committed cursor, once. A second error is reported. */
#include "index_internal.h"
#include "index_segments.h"

#include <kirinuki/file.h>
#include <kirinuki/i18n.h>

#include <fcntl.h>
#include <stdio.h>

/* Of a commit; in a new index, where a commit is cheap, Xapian's maps of what is not
 * written yet are better small. */
#define BATCH_DOCUMENTS 1000
#define FLUSH_DOCUMENTS 250
/* More in a segment, and its flushes cost more; less, and the index has more gaps. */
#define SEGMENT_FLUSHES 40

typedef struct {
    const char *dir;
    char *path;
    KiriStore *store;
    KiriPool *pool;
    const KiriIndexOptions *options;
    KiriIndexCounts *counts;
    char *generation;
    guint batch, flush, segment;
    GBytes *dictionary; // of the index that is written
} Stage;

static gboolean should_stop(const Stage *s)
{
    return s->options->should_stop && s->options->should_stop(s->options->data);
}

static void progress(const Stage *s, guint64 done, guint64 total)
{
    if (s->options->progress)
        s->options->progress(done, total, s->options->data);
}

static gboolean set_seq(KiriXapWriter *w, guint64 seq, GError **error)
{
    g_autofree char *value = g_strdup_printf("%" G_GUINT64_FORMAT, seq);
    return kiri_xap_set_metadata(w, KIRI_INDEX_SEQ, kiri_str(value), error);
}

/* ---- folders ---- */

/* Puts `fresh` in the place of `path`, whatever is there. Readers that have the
 * old one open keep it until they look again. */
static gboolean exchange(const char *dir, const char *fresh, const char *path, GError **error)
{
    gboolean was_exchanged = renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0;
    /* There was none, or the file system cannot exchange. */
    if (!was_exchanged &&
        (!kiri_index_remove(path, FALSE, error) ||
         (rename(fresh, path) != 0 &&
          !kiri_error_set_errno(error, KIRI_ERROR_INDEXER,
                                _("cannot put the new index in place of"), path))))
        return FALSE;
    if (!kiri_file_sync_dir(dir, error))
        return FALSE;
    return !was_exchanged || kiri_index_remove(fresh, FALSE, error);
}

/* ---- rebuild ---- */

typedef struct {
    Stage *stage;
    KiriSegments *segments;
    KiriFeeder *feeder;
    guint64 done, total;
    guint in_segment; // articles in the segment that was begun; 0: none was
    guint in_batch;
    GError *error;
} Rebuild;

static gboolean end_segment(Rebuild *r, GError **error)
{
    if (!r->in_segment)
        return TRUE;
    r->in_segment = 0;
    return kiri_feeder_finish(r->feeder, error) && kiri_segments_end(r->segments, error);
}

static gboolean rebuild_article(gconstpointer record, gpointer data)
{
    const KiriArticle *article = record;
    Rebuild *r = data;
    if (should_stop(r->stage)) {
        r->stage->counts->was_stopped = TRUE;
        return FALSE;
    }
    if (!r->in_segment) {
        KiriXapWriter *writer = kiri_segments_begin(r->segments, &r->error);
        if (!writer)
            return FALSE;
        kiri_feeder_set_writer(r->feeder, writer, TRUE);
    }
    r->in_segment++;
    if (!kiri_feeder_add(r->feeder, article->id, article, &r->error))
        return FALSE;
    r->done++;
    if (++r->in_batch < r->stage->flush)
        return TRUE;
    r->in_batch = 0;
    if (r->in_segment >= r->stage->segment ? !end_segment(r, &r->error)
                                           : !kiri_feeder_finish(r->feeder, &r->error) ||
                                                 !kiri_segments_flush(r->segments, &r->error))
        return FALSE;
    progress(r->stage, r->done, MAX(r->total, r->done));
    return TRUE;
}

static gboolean set_dictionary(const Stage *s, KiriXapWriter *w, GError **error)
{
    KiriStr bytes = kiri_index_dictionary_view(s->dictionary);
    g_autofree char *value = g_base64_encode((const guchar *)bytes.p, bytes.n);
    return kiri_xap_set_metadata(w, KIRI_INDEX_TEXTS, kiri_str(value), error);
}

/* Merges the segments and writes the cursor, which makes the index one. */
static gboolean finish_rebuild(Rebuild *r, const char *fresh, guint64 seq, GError **error)
{
    const Stage *s = r->stage;
    if (!end_segment(r, error) || !kiri_segments_finish(r->segments, error))
        return FALSE;
    g_autoptr(KiriXapWriter) w = kiri_xap_writer_open(fresh, FALSE, error);
    return w && kiri_xap_begin(w, error) &&
           kiri_xap_set_metadata(w, KIRI_INDEX_SCHEME, kiri_str(KIRI_TERMS_SCHEME), error) &&
           kiri_xap_set_metadata(w, KIRI_INDEX_GENERATION, kiri_str(s->generation), error) &&
           kiri_xap_set_metadata(w, KIRI_INDEX_WORDS, kiri_str(s->options->words), error) &&
           set_dictionary(s, w, error) && set_seq(w, seq, error) && kiri_xap_commit(w, error);
}

static gboolean take_sample(gconstpointer record, gpointer samples)
{
    g_autoptr(KiriQueryArticle) article = kiri_query_article_of(record);
    return kiri_text_samples_add(samples, article);
}

/* Ids are hashes: the first articles of the store are as good as any. */
static gboolean learn_dictionary(Stage *s, GError **error)
{
    g_autoptr(KiriTextSamples) samples = kiri_text_samples_new();
    g_autoptr(GError) trouble = NULL;
    kiri_store_each(s->store, KIRI_NOUN_ARTICLE, "", take_sample, samples, &trouble);
    if (trouble) {
        g_propagate_error(error, g_steal_pointer(&trouble));
        return FALSE;
    }
    g_clear_pointer(&s->dictionary, g_bytes_unref);
    s->dictionary = kiri_text_samples_learn(samples);
    return TRUE;
}

static gboolean fill_anew(Stage *s, const char *fresh, GError **error)
{
    /* Entries that are logged while the articles are read come again in the
     * catching up that follows. */
    guint64 seq = kiri_store_log_end(s->store);
    if (!learn_dictionary(s, error))
        return FALSE;
    g_autoptr(KiriSegments) segments = kiri_segments_new(fresh);
    g_autoptr(KiriFeeder) feeder =
        kiri_feeder_new(s->store, s->pool, s->options->terms_job,
                        kiri_index_dictionary_view(s->dictionary), s->counts);
    Rebuild r = {.stage = s,
                 .segments = segments,
                 .feeder = feeder,
                 .total = kiri_store_count(s->store, KIRI_NOUN_ARTICLE)};
    gboolean is_read = kiri_store_each(s->store, KIRI_NOUN_ARTICLE, "", rebuild_article, &r, error);
    if (r.error) {
        g_propagate_error(error, r.error);
        return FALSE;
    }
    if (!is_read || s->counts->was_stopped || !finish_rebuild(&r, fresh, seq, error))
        return FALSE; // without an error: stopped
    s->counts->seq = seq;
    progress(s, r.done, r.done);
    return TRUE;
}

/* TRUE too when it was asked to stop: then nothing has changed. */
static gboolean rebuild(Stage *s, const char *reason, GError **error)
{
    g_autofree char *fresh = kiri_index_path(s->dir, ".new");
    g_free(s->counts->rebuild_reason);
    s->counts->rebuild_reason = g_strdup(reason);
    s->counts->indexed = s->counts->deleted = s->counts->without_words = 0;
    if (!kiri_index_remove(fresh, TRUE, error))
        return FALSE;
    GError *trouble = NULL;
    if (fill_anew(s, fresh, &trouble)) {
        s->counts->was_rebuilt = TRUE;
        return exchange(s->dir, fresh, s->path, error);
    }
    kiri_index_remove(fresh, TRUE, NULL);
    if (!trouble)
        return TRUE;
    g_propagate_error(error, trouble);
    return FALSE;
}

/* ---- catching up ---- */

/* Articles of a stretch of the log, each once. */
typedef struct {
    GPtrArray *ids;
    GHashTable *seen;
} Stretch;

static gboolean note_entry(const KiriLogEntry *entry, gpointer data)
{
    Stretch *stretch = data;
    if (entry->noun == KIRI_NOUN_ARTICLE && !g_hash_table_contains(stretch->seen, entry->id)) {
        char *id = g_strdup(entry->id);
        g_ptr_array_add(stretch->ids, id);
        g_hash_table_add(stretch->seen, id);
    }
    return TRUE;
}

/* Reads on from `after` until a batch is full or the log ends. */
static guint64 read_stretch(const Stage *s, guint64 after, Stretch *stretch)
{
    while (stretch->ids->len < s->batch) {
        guint64 last =
            kiri_store_log_each(s->store, after, s->batch - stretch->ids->len, note_entry, stretch);
        if (last == after)
            break;
        after = last;
    }
    return after;
}

static gboolean feed_stretch(Stage *s, const Stretch *stretch, KiriXapWriter *w, GError **error)
{
    g_autoptr(KiriFeeder) feeder =
        kiri_feeder_new(s->store, s->pool, s->options->terms_job,
                        kiri_index_dictionary_view(s->dictionary), s->counts);
    kiri_feeder_set_writer(feeder, w, FALSE);
    for (guint i = 0; i < stretch->ids->len; i++) {
        const char *id = g_ptr_array_index(stretch->ids, i);
        GError *read_error = NULL;
        g_autoptr(KiriArticle) article =
            kiri_store_get(s->store, KIRI_NOUN_ARTICLE, id, &read_error);
        if (read_error) {
            g_propagate_error(error, read_error);
            return FALSE;
        }
        if (!kiri_feeder_add(feeder, id, article, error))
            return FALSE;
    }
    return kiri_feeder_finish(feeder, error);
}

static gboolean commit_stretch(Stage *s, KiriXapWriter *w, guint64 *seq, GError **error)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Stretch stretch = {ids, seen};
    guint64 last = read_stretch(s, *seq, &stretch);
    KiriIndexCounts before = *s->counts;
    if (kiri_xap_begin(w, error) && feed_stretch(s, &stretch, w, error) &&
        set_seq(w, last, error) && kiri_xap_commit(w, error)) {
        *seq = s->counts->seq = last;
        return TRUE;
    }
    *s->counts = before; // the batch is lost, so nothing of it counts
    return FALSE;
}

static gboolean read_dictionary(Stage *s, KiriXapWriter *w, GError **error)
{
    g_autofree char *value = kiri_xap_writer_metadata(w, KIRI_INDEX_TEXTS, error);
    if (!value)
        return FALSE;
    g_clear_pointer(&s->dictionary, g_bytes_unref);
    s->dictionary = kiri_index_dictionary_of(value);
    return TRUE;
}

static gboolean catch_up(Stage *s, KiriXapWriter *w, guint64 seq, GError **error)
{
    guint64 start = seq, end = kiri_store_log_end(s->store);
    if (!read_dictionary(s, w, error))
        return FALSE;
    s->counts->seq = seq;
    while (seq < end) {
        if (should_stop(s)) {
            s->counts->was_stopped = TRUE;
            return TRUE;
        }
        guint64 before = seq;
        if (!commit_stretch(s, w, &seq, error))
            return FALSE;
        if (seq == before)
            break;
        progress(s, seq - start, MAX(end, seq) - start);
    }
    return TRUE;
}

/* ---- deciding ---- */

static gboolean count_article(const KiriLogEntry *entry, gpointer data)
{
    guint64 *n = data;
    *n += entry->noun == KIRI_NOUN_ARTICLE;
    return TRUE;
}

/* Many changes, and more than half of what there is: building anew takes less time
 * than rewriting the index commit by commit, and leaves it without gaps. */
static gboolean is_mostly_new(const Stage *s, guint64 seq)
{
    guint64 n = 0;
    if (kiri_store_log_end(s->store) - seq < s->segment)
        return FALSE;
    kiri_store_log_each(s->store, seq, G_MAXUINT, count_article, &n);
    return n >= s->segment && n > kiri_store_count(s->store, KIRI_NOUN_ARTICLE) / 2;
}

/* Dead documents are read past, and take room. */
static gboolean is_mostly_dead(const Stage *s, KiriXapWriter *w)
{
    guint32 documents = 0, dead = 0;
    return kiri_xap_writer_counts(w, &documents, &dead, NULL) && dead >= s->segment &&
           dead > documents / 2;
}

/* The writer with its cursor, or NULL: with `reason` where the index must be
 * built anew, else with error. */
static KiriXapWriter *open_current(Stage *s, guint64 *seq, char **reason, GError **error)
{
    if (!g_file_test(s->path, G_FILE_TEST_EXISTS)) {
        *reason = g_strdup(_("there is no index yet"));
        return NULL;
    }
    GError *open_error = NULL;
    g_autoptr(KiriXapWriter) w = kiri_xap_writer_open(s->path, FALSE, &open_error);
    g_autofree char *cursor = w ? kiri_xap_writer_metadata(w, KIRI_INDEX_SEQ, &open_error) : NULL;
    g_autofree char *scheme =
        cursor ? kiri_xap_writer_metadata(w, KIRI_INDEX_SCHEME, &open_error) : NULL;
    g_autofree char *generation =
        scheme ? kiri_xap_writer_metadata(w, KIRI_INDEX_GENERATION, &open_error) : NULL;
    g_autofree char *words =
        generation ? kiri_xap_writer_metadata(w, KIRI_INDEX_WORDS, &open_error) : NULL;
    if (kiri_error_is(open_error, KIRI_ERROR_BUSY)) {
        g_propagate_error(error, open_error);
        return NULL;
    }
    if (open_error) {
        *reason = g_strdup(open_error->message);
        g_clear_error(&open_error);
        return NULL;
    }
    if (!g_ascii_string_to_unsigned(cursor, 10, 0, G_MAXINT64, seq, NULL))
        *reason = g_strdup(_("the index is unfinished"));
    else if (!g_str_equal(scheme, KIRI_TERMS_SCHEME))
        *reason = g_strdup(_("the index was made by another version of the program"));
    else if (!g_str_equal(generation, s->generation))
        *reason = g_strdup(_("the index belongs to another store"));
    else if (s->options->words && !g_str_equal(words, s->options->words))
        *reason = g_strdup(_("the dictionary has changed"));
    else if (*seq + 1 < kiri_store_log_low(s->store))
        *reason = g_strdup(_("the index is older than the oldest log entry"));
    else if (*seq > kiri_store_log_end(s->store))
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT,
                    _("index '%s' knows %" PRIu64 " changes and the store only %" PRIu64
                      ": the store has lost data, restore a backup"),
                    s->path, *seq, kiri_store_log_end(s->store));
    else if (is_mostly_new(s, *seq))
        *reason = g_strdup(_("most articles are new"));
    else if (is_mostly_dead(s, w))
        *reason = g_strdup(_("much of the index is out of date"));
    else
        return g_steal_pointer(&w);
    return NULL;
}

static gboolean is_index_damaged(const GError *e)
{
    return e->domain == KIRI_ERROR_INDEXER && e->code == KIRI_ERROR_CORRUPT;
}

static gboolean is_worth_repeating(const GError *e)
{
    return e->domain == KIRI_ERROR_INDEXER && e->code == KIRI_ERROR_FAILED;
}

static gboolean run(Stage *s, GError **error)
{
    g_autofree char *reason = s->options->force_rebuild ? g_strdup(_("as asked")) : NULL;
    for (guint tries = 0; !reason; tries++) {
        guint64 seq = 0;
        g_autoptr(KiriXapWriter) w = open_current(s, &seq, &reason, error);
        if (!w && !reason)
            return FALSE;
        if (!w)
            break;
        g_autoptr(GError) trouble = NULL;
        if (catch_up(s, w, seq, &trouble))
            return TRUE;
        if (is_index_damaged(trouble)) {
            reason = g_strdup(trouble->message);
        } else if (tries > 0 || !is_worth_repeating(trouble)) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return FALSE;
        }
    }
    if (!rebuild(s, reason, error))
        return FALSE;
    if (s->counts->was_stopped)
        return TRUE;
    g_autoptr(KiriXapWriter) w = kiri_xap_writer_open(s->path, FALSE, error);
    return w && catch_up(s, w, s->counts->seq, error);
}

gboolean kiri_index_run(const char *dir, KiriStore *store, KiriPool *pool,
                        const KiriIndexOptions *options, KiriIndexCounts *counts, GError **error)
{
    *counts = (KiriIndexCounts){0};
    g_autofree char *path = kiri_index_path(dir, "");
    g_autofree char *generation = kiri_index_generation_of(store);
    Stage s = {
        .dir = dir,
        .path = path,
        .store = store,
        .pool = pool,
        .options = options,
        .counts = counts,
        .generation = generation,
        .batch = options->batch_documents ? options->batch_documents : BATCH_DOCUMENTS,
    };
    s.flush = options->batch_documents ? options->batch_documents : FLUSH_DOCUMENTS;
    s.segment = s.flush * SEGMENT_FLUSHES;
    gboolean is_done = run(&s, error);
    g_clear_pointer(&s.dictionary, g_bytes_unref);
    return is_done;
}
