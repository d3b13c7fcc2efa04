// SPDX-License-Identifier: GPL-3.0-or-later
/* Batches: what changes, gathered in memory, then written in one synced step.
 *
 * Nothing touches the database before the commit. A batch remembers one change
 * for each noun and id (the last one) and looks at its own changes first, so it
 * sees what it has put. What a put becomes (nothing, a quiet change, a new
 * version) is told to the caller at once, from what is stored then, and decided
 * again under the commit lock from what is stored at that moment: two batches
 * that were open at the same time end as if one had followed the other. */
#include "internal.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <stdlib.h>
#include <string.h>

/* One change: the record to be stored, or NULL to delete it. */
typedef struct {
    KiriNoun noun;
    char *id;
    gpointer record;
    KiriSourceParts parts; // that the record speaks for; of a source the rest is as stored
} Change;

struct KiriBatch {
    KiriStore *store;
    GPtrArray *changes; // Change, in the order of their first mention: log order
    GHashTable *by_key; // "<family><id>" → Change of `changes`
    GHashTable *rows;   // GBytes key → GBytes value: pages, cursors, values
    GHashTable *prints; // article id → GBytes of its hashes
    GError *error;      // of a put that could not report it
};

typedef enum {
    SETTLED_SAME,    // nothing to write
    SETTLED_QUIET,   // to be written, but no visible change
    SETTLED_CHANGED, // a visible change
} Settled;

/* ---- life ---- */

static void change_free(gpointer data)
{
    Change *c = data;
    kiri_record_free(kiri_noun_shape(c->noun), c->record);
    g_free(c->id);
    g_free(c);
}

KiriBatch *kiri_batch_begin(KiriStore *store)
{
    KiriBatch *batch = g_new0(KiriBatch, 1);
    GDestroyNotify unref = (GDestroyNotify)g_bytes_unref;
    batch->store = store;
    batch->changes = g_ptr_array_new_with_free_func(change_free);
    batch->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    batch->rows = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, unref);
    batch->prints = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref);
    return batch;
}

void kiri_batch_cancel(KiriBatch *batch)
{
    if (!batch)
        return;
    g_hash_table_unref(batch->by_key);
    g_ptr_array_unref(batch->changes);
    g_hash_table_unref(batch->rows);
    g_hash_table_unref(batch->prints);
    g_clear_error(&batch->error);
    g_free(batch);
}

guint kiri_batch_size(const KiriBatch *batch)
{
    return batch->changes->len + g_hash_table_size(batch->rows) + g_hash_table_size(batch->prints);
}

/* ---- settling: what does a record become on top of another? ---- */

static gboolean equal_without(const KiriNounInfo *info, KiriTags without, gconstpointer a,
                              gconstpointer b)
{
    KiriPartShape part;
    kiri_part_shape_init(&part, info->shape, without);
    return kiri_record_equal(&part.shape, a, b);
}

/* Puts the members of `base` before those of `*list`, each once. */
static void gather(char **base, char ***list)
{
    g_auto(GStrv) own = g_steal_pointer(list);
    *list = base ? g_strdupv(base) : NULL;
    for (char **s = own; s && *s; s++)
        if (!kiri_strv_has(*list, *s))
            kiri_strv_add(list, *s);
}

/* Who named an article, and its further URLs, only ever grow. */
static void gather_provenance(const KiriArticle *base, KiriArticle *a)
{
    gather(base ? base->sources : NULL, &a->sources);
    gather(base ? base->aliases : NULL, &a->aliases);
    if (a->source && !kiri_strv_has(a->sources, a->source))
        kiri_strv_add(&a->sources, a->source);
}

/* An article that says the same as the stored one leaves that as it is, except
 * that a new source or alias is remembered. */
static Settled settle_article(const KiriNounInfo *info, const KiriArticle *base, KiriArticle *a)
{
    gather_provenance(base, a);
    /* What somebody entered stays when a crawl brings the same address. */
    if (!a->appearance && base->appearance)
        a->appearance = kiri_record_copy(&kiri_appearance_shape, base->appearance);
    if (kiri_time_is_set(base->text_gone))
        kiri_article_forget_text(a, base->text_gone, base->text_sha256);
    if (!equal_without(info, info->quiet, base, a)) {
        a->version = base->version + 1;
        if (base->source) {
            g_free(a->source);
            a->source = g_strdup(base->source);
        }
        return SETTLED_CHANGED;
    }
    gboolean is_named_anew = kiri_strv_count(a->sources) > kiri_strv_count(base->sources) ||
                             kiri_strv_count(a->aliases) > kiri_strv_count(base->aliases);
    g_auto(GStrv) sources = g_steal_pointer(&a->sources);
    g_auto(GStrv) aliases = g_steal_pointer(&a->aliases);
    kiri_record_clear(info->shape, a);
    KiriArticle *kept = kiri_record_copy(info->shape, base);
    *a = *kept; // the members move, the struct stays the caller's
    g_free(kept);
    g_strfreev(a->sources);
    g_strfreev(a->aliases);
    a->sources = g_steal_pointer(&sources);
    a->aliases = g_steal_pointer(&aliases);
    return is_named_anew ? SETTLED_QUIET : SETTLED_SAME;
}

/* Adjusts `record`, a copy of our own, to stand on top of `base` (NULL: none). */
static Settled settle(KiriNoun noun, gconstpointer base, gpointer record, KiriSourceParts parts)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    gint64 *version = kiri_noun_version(info, record);
    if (!base) {
        if (noun == KIRI_NOUN_ARTICLE)
            gather_provenance(NULL, record);
        if (version)
            *version = 1;
        return SETTLED_CHANGED;
    }
    if (noun == KIRI_NOUN_ARTICLE)
        return settle_article(info, base, record);
    if (noun == KIRI_NOUN_SOURCE)
        kiri_source_settle(base, record, parts);
    gint64 base_version = 0;
    if (version) {
        memcpy(&base_version, (const char *)base + info->version_offset, sizeof base_version);
        *version = base_version;
    }
    if (kiri_record_equal(info->shape, base, record))
        return SETTLED_SAME;
    if (info->quiet[0] && equal_without(info, info->quiet, base, record))
        return SETTLED_QUIET;
    if (version)
        *version = base_version + 1;
    return SETTLED_CHANGED;
}

/* ---- putting and deleting nouns ---- */

static void keep_error(KiriBatch *batch, GError *error)
{
    if (!batch->error)
        batch->error = g_steal_pointer(&error);
    g_clear_error(&error);
}

static Change *find_change(KiriBatch *batch, const KiriNounInfo *info, const char *id)
{
    g_autofree char *key = g_strdup_printf("%c%s", (int)info->family, id);
    return g_hash_table_lookup(batch->by_key, key);
}

/* Remembers `record` (transfer full, NULL to delete) as the change of this id. */
static void remember(KiriBatch *batch, KiriNoun noun, const char *id, gpointer record,
                     KiriSourceParts parts)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    Change *c = find_change(batch, info, id);
    if (c) {
        kiri_record_free(info->shape, c->record);
        c->record = record;
        c->parts = parts;
        return;
    }
    c = g_new0(Change, 1);
    *c = (Change){noun, g_strdup(id), record, parts};
    g_ptr_array_add(batch->changes, c);
    g_hash_table_insert(batch->by_key, g_strdup_printf("%c%s", (int)info->family, id), c);
}

static gboolean put_parts(KiriBatch *batch, KiriNoun noun, gpointer record, KiriSourceParts parts)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    const char *id = kiri_noun_id(info, record);
    GError *failure = NULL;
    gpointer stored = kiri_store_load(batch->store, info, id, &failure);
    if (failure)
        keep_error(batch, failure);
    Change *earlier = find_change(batch, info, id);
    gconstpointer base = earlier ? earlier->record : stored;
    if (!base && !(parts & KIRI_PART_WISHES)) {
        kiri_record_free(info->shape, stored);
        return FALSE; // deleted meanwhile
    }
    if (kiri_tombs_refuse(batch->store, noun, record)) {
        kiri_record_free(info->shape, stored);
        return FALSE; // forgotten
    }
    gpointer copy = kiri_record_copy(info->shape, record);
    kiri_tombs_strip(batch->store, noun, copy);
    Settled settled = settle(noun, base, copy, parts);
    if (earlier && earlier->record)
        parts |= earlier->parts; // the copy holds both now
    if (earlier && settled != SETTLED_SAME)
        settle(noun, stored, copy, parts); // the version counts what is stored, not what was put
    gint64 *version = kiri_noun_version(info, record);
    if (version)
        *version = *kiri_noun_version(info, copy);
    if (parts == KIRI_PART_STATE) {
        /* What it ends up as depends on what is stored by then. */
        kiri_record_free(info->shape, copy);
        copy = kiri_record_copy(info->shape, record);
    }
    if (settled == SETTLED_SAME)
        kiri_record_free(info->shape, copy);
    else
        remember(batch, noun, id, copy, parts);
    kiri_record_free(info->shape, stored);
    return settled == SETTLED_CHANGED;
}

gboolean kiri_batch_put(KiriBatch *batch, KiriNoun noun, gpointer record)
{
    const char *id = kiri_noun_id(kiri_noun_info(noun), record);
    g_return_val_if_fail(id && *id, FALSE);
    if (noun == KIRI_NOUN_TOMBSTONE)
        g_atomic_int_set(&batch->store->has_tombs, TRUE);
    return put_parts(batch, noun, record,
                     noun == KIRI_NOUN_SOURCE ? KIRI_PART_WISHES : KIRI_PART_ALL);
}

void kiri_batch_put_source_state(KiriBatch *batch, KiriSource *source)
{
    g_return_if_fail(source->id && *source->id);
    /* Nobody is told whether it is a change, and the commit decides in any case:
     * a crawl has better to do than to read every source twice. */
    if (find_change(batch, kiri_noun_info(KIRI_NOUN_SOURCE), source->id))
        put_parts(batch, KIRI_NOUN_SOURCE, source, KIRI_PART_STATE);
    else
        remember(batch, KIRI_NOUN_SOURCE, source->id, kiri_record_copy(&kiri_source_shape, source),
                 KIRI_PART_STATE);
}

void kiri_batch_delete(KiriBatch *batch, KiriNoun noun, const char *id)
{
    g_return_if_fail(id && *id);
    remember(batch, noun, id, NULL, KIRI_PART_ALL);
    if (noun == KIRI_NOUN_ARTICLE)
        g_hash_table_remove(batch->prints, id);
}

/* ---- putting the rest ---- */

void kiri_batch_put_row(KiriBatch *batch, const KiriBuf *key, GBytes *value)
{
    g_hash_table_insert(batch->rows, g_bytes_new(key->p, key->n), value);
}

void kiri_batch_put_page(KiriBatch *batch, const KiriPage *page, char key[KIRI_PAGE_KEY_BYTES])
{
    kiri_page_make_key(page, key);
    g_auto(KiriBuf) row;
    kiri_buf_init(&row, KIRI_BUF_UNCAPPED);
    kiri_key_one(&row, KIRI_KEY_PAGE, key);
    g_autoptr(GBytes) stored = kiri_store_read(batch->store, kiri_buf_view(&row));
    if (stored && g_bytes_get_size(stored) > 0)
        return;
    GError *failure = NULL;
    GBytes *packed = kiri_page_pack(page, &failure);
    if (packed)
        kiri_batch_put_row(batch, &row, packed);
    else
        keep_error(batch, failure);
}

void kiri_batch_prune_page(KiriBatch *batch, const char *page_key)
{
    g_auto(KiriBuf) row;
    kiri_buf_init(&row, KIRI_BUF_UNCAPPED);
    kiri_key_one(&row, KIRI_KEY_PAGE, page_key);
    kiri_batch_put_row(batch, &row, g_bytes_new_static("", 0));
}

static int compare_hashes(gconstpointer a, gconstpointer b)
{
    guint64 x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

void kiri_batch_put_fingerprints(KiriBatch *batch, const char *article, const guint64 *hashes,
                                 gsize n)
{
    g_autofree guint64 *sorted = g_memdup2(hashes, n * sizeof *hashes);
    if (n)
        qsort(sorted, n, sizeof *sorted, compare_hashes);
    g_auto(KiriBuf) list;
    kiri_buf_init(&list, KIRI_BUF_UNCAPPED);
    for (gsize i = 0; i < n; i++)
        if (i == 0 || sorted[i] != sorted[i - 1])
            kiri_key_u64(&list, sorted[i]);
    g_hash_table_insert(batch->prints, g_strdup(article), g_bytes_new(list.p, list.n));
}

void kiri_batch_set_meta(KiriBatch *batch, const char *name, const char *value)
{
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, KIRI_KEY_META, name);
    kiri_batch_put_row(batch, &key, g_bytes_new(value, strlen(value)));
}

void kiri_batch_set_cursor(KiriBatch *batch, const char *stage, guint64 seq)
{
    g_autofree char *name = kiri_cursor_meta_name(stage);
    g_autofree char *value = g_strdup_printf("%" G_GUINT64_FORMAT, seq);
    kiri_batch_set_meta(batch, name, value);
}

/* ---- committing ---- */

static gboolean has_key(const GPtrArray *keys, GBytes *key)
{
    for (guint i = 0; i < keys->len; i++)
        if (g_bytes_equal(g_ptr_array_index(keys, i), key))
            return TRUE;
    return FALSE;
}

static KiriStr bytes_view(GBytes *bytes)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    return (KiriStr){p ? p : "", n};
}

/* The derived rows of `old` that do not follow from `now` go, the others come. */
static void write_secondary(KiriDbWrites *w, KiriNoun noun, gconstpointer old, gconstpointer now)
{
    g_autoptr(GPtrArray) before = kiri_secondary_keys(noun, old);
    g_autoptr(GPtrArray) after = kiri_secondary_keys(noun, now);
    for (guint i = 0; i < before->len; i++)
        if (!has_key(after, g_ptr_array_index(before, i)))
            kiri_db_delete(w, bytes_view(g_ptr_array_index(before, i)));
    for (guint i = 0; i < after->len; i++)
        if (!has_key(before, g_ptr_array_index(after, i)))
            kiri_db_put(w, bytes_view(g_ptr_array_index(after, i)), KIRI_STR_LITERAL(""));
}

static void write_older(KiriDbWrites *w, const KiriNounInfo *info, gpointer older)
{
    g_auto(KiriBuf) key, value;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&value, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, info->older);
    kiri_key_text(&key, kiri_noun_id(info, older));
    kiri_key_u64(&key, (guint64)*kiri_noun_version(info, older));
    kiri_record_encode(info->shape, older, &value);
    kiri_db_put(w, kiri_buf_view(&key), kiri_buf_view(&value));
}

/* What goes with a record: its older versions. An article's postings stay until the
 * link stage has seen to those who shared them. */
static gboolean delete_rows_of(KiriStore *store, KiriDbWrites *w, KiriNoun noun, const char *id,
                               GError **error)
{
    g_auto(KiriBuf) prefix;
    kiri_buf_init(&prefix, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&prefix, kiri_noun_info(noun)->older);
    kiri_key_text(&prefix, id);
    g_autoptr(KiriDbIter) it =
        kiri_store_scan_prefix(store, kiri_buf_view(&prefix), KIRI_DB_FORWARD);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL))
        kiri_db_delete(w, key);
    return kiri_db_iter_check(it, error);
}

/* Writes one change on top of `stored` (may be NULL); counts `*seq` up where it
 * is logged. */
static gboolean write_change(KiriStore *store, KiriDbWrites *w, Change *c, gpointer stored,
                             guint64 *seq, GError **error)
{
    const KiriNounInfo *info = kiri_noun_info(c->noun);
    Settled settled = SETTLED_CHANGED;
    if (c->record)
        kiri_tombs_strip(store, c->noun, c->record); // forgotten since it was put
    if (c->record && !stored && !(c->parts & KIRI_PART_WISHES))
        settled = SETTLED_SAME; // a source that was deleted stays deleted
    else if (c->record)
        settled = settle(c->noun, stored, c->record, c->parts);
    else if (!stored)
        settled = SETTLED_SAME;
    if (settled == SETTLED_SAME)
        return TRUE;
    g_auto(KiriBuf) key, value;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&value, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, info->family, c->id);
    if (c->record) {
        kiri_record_encode(info->shape, c->record, &value);
        kiri_db_put(w, kiri_buf_view(&key), kiri_buf_view(&value));
        if (info->older && stored && settled == SETTLED_CHANGED) {
            if (c->noun == KIRI_NOUN_ARTICLE) {
                kiri_article_forget_with(stored, c->record);
                kiri_tombs_strip(store, c->noun, stored);
            }
            write_older(w, info, stored);
        }
    } else {
        kiri_db_delete(w, kiri_buf_view(&key));
        if (info->older && !delete_rows_of(store, w, c->noun, c->id, error))
            return FALSE;
    }
    write_secondary(w, c->noun, stored, c->record);
    if (info->is_logged && settled == SETTLED_CHANGED) {
        gint64 *version = kiri_noun_version(info, c->record ? c->record : stored);
        kiri_log_append(w, ++*seq, c->noun, c->id, version ? *version : 0, !c->record);
    }
    return TRUE;
}

static void drop_page(KiriBatch *batch, const char *page_key)
{
    g_auto(KiriBuf) row;
    kiri_buf_init(&row, KIRI_BUF_UNCAPPED);
    if (!page_key)
        return;
    kiri_key_one(&row, KIRI_KEY_PAGE, page_key);
    g_autoptr(GBytes) key = g_bytes_new(row.p, row.n);
    g_hash_table_remove(batch->rows, key);
}

/* The pages of an article that is refused are not stored either. */
static void drop_pages(KiriBatch *batch, const Change *c)
{
    const KiriArticle *a = c->record;
    if (c->noun != KIRI_NOUN_ARTICLE)
        return;
    drop_page(batch, a->evidence);
    for (char **key = a->more_evidence; key && *key; key++)
        drop_page(batch, *key);
    if (a->appearance)
        drop_page(batch, a->appearance->evidence);
}

static gboolean write_changes(KiriBatch *batch, KiriDbWrites *w, GError **error)
{
    guint64 end = kiri_store_log_end(batch->store);
    guint64 seq = end;
    for (guint i = 0; i < batch->changes->len; i++) {
        Change *c = g_ptr_array_index(batch->changes, i);
        const KiriNounInfo *info = kiri_noun_info(c->noun);
        g_autoptr(GError) failure = NULL;
        if (c->record && kiri_tombs_refuse(batch->store, c->noun, c->record)) {
            drop_pages(batch, c); // forgotten since it was put
            continue;
        }
        gpointer stored = kiri_store_load(batch->store, info, c->id, &failure);
        gboolean ok = !failure && write_change(batch->store, w, c, stored, &seq, &failure);
        kiri_record_free(info->shape, stored);
        if (!ok) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
    }
    if (seq != end)
        kiri_meta_put_number(w, KIRI_META_LOG_HIGH, seq);
    /* The log's end was read without a way to report: it must be true. */
    return kiri_store_check(batch->store, error);
}

static gboolean write_rest(KiriBatch *batch, KiriDbWrites *w, GError **error)
{
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, batch->rows);
    while (g_hash_table_iter_next(&iter, &key, &value))
        kiri_db_put(w, bytes_view(key), bytes_view(value));
    return kiri_prints_write(batch->store, w, batch->prints, error);
}

static gboolean commit_locked(KiriBatch *batch, GError **error)
{
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    if (!kiri_store_may_write(batch->store, error) || !write_changes(batch, w, error) ||
        !write_rest(batch, w, error))
        return FALSE;
    return kiri_db_writes_are_empty(w) || kiri_store_write(batch->store, w, error);
}

gboolean kiri_batch_commit(KiriBatch *batch, GError **error)
{
    gboolean ok = FALSE;
    if (batch->error) {
        g_propagate_error(error, g_steal_pointer(&batch->error));
    } else {
        pthread_mutex_lock(&batch->store->commit_lock);
        ok = commit_locked(batch, error);
        pthread_mutex_unlock(&batch->store->commit_lock);
    }
    kiri_batch_cancel(batch);
    return ok;
}
