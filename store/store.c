// SPDX-License-Identifier: GPL-3.0-or-later
/* Opening and closing a store, and reading nouns.
 *
 * Invariants of the whole module:
 *  1. A batch is on disk as a whole before anybody hears that it is stored.
 *  2. Derived rows and log entries are in the batch of the record they follow.
 *  3. The log has no gap between log_low and log_high.
 *  4. After a failed write, or a read that failed where its caller could not be
 *     told, no further change is taken (kiri_store_check says why).
 *
 * A store goes through: none → made (no "schema" row yet) → open. `init` that was
 * killed between the two leaves a folder that counts as no store and that the
 * next `init` finishes. */
#include "internal.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/mailing.h>
#include <kirinuki/outbox.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_MODE = 0700, LEAST_BEGINNING = 4 };

/* ---- trouble ---- */

void kiri_store_note_trouble(KiriStore *store, GError *error)
{
    if (!error)
        return;
    pthread_mutex_lock(&store->trouble_lock);
    if (!store->trouble)
        store->trouble = g_steal_pointer(&error);
    pthread_mutex_unlock(&store->trouble_lock);
    g_clear_error(&error);
}

gboolean kiri_store_check(KiriStore *store, GError **error)
{
    pthread_mutex_lock(&store->trouble_lock);
    gboolean is_sound = store->trouble == NULL;
    if (!is_sound)
        g_propagate_error(error, g_error_copy(store->trouble));
    pthread_mutex_unlock(&store->trouble_lock);
    return is_sound;
}

gboolean kiri_store_may_write(KiriStore *store, GError **error)
{
    if (store->mode == KIRI_STORE_READ) {
        g_set_error_literal(error, KIRI_ERROR_STORE, KIRI_ERROR_REFUSED,
                            _("the store is open for reading only"));
        return FALSE;
    }
    if (kiri_store_check(store, error))
        return TRUE;
    g_prefix_error(error, "%s: ", _("the store takes no more changes after an error"));
    return FALSE;
}

void kiri_store_set_roomy(KiriStore *store, gboolean is_roomy)
{
    kiri_db_set_roomy(store->db, is_roomy);
}

gboolean kiri_store_write(KiriStore *store, KiriDbWrites *w, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (kiri_db_commit(store->db, w, &failure))
        return TRUE;
    kiri_store_note_trouble(store, g_error_copy(failure));
    g_propagate_error(error, g_steal_pointer(&failure));
    return FALSE;
}

GBytes *kiri_store_read(KiriStore *store, KiriStr key)
{
    GError *failure = NULL;
    GBytes *value = kiri_db_get(store->db, key, &failure);
    kiri_store_note_trouble(store, failure);
    return value;
}

void kiri_store_note_scan(KiriStore *store, KiriDbIter *iter)
{
    GError *failure = NULL;
    if (!kiri_db_iter_check(iter, &failure))
        kiri_store_note_trouble(store, failure);
}

/* ---- opening ---- */

static char *db_path(const char *dir)
{
    return g_build_filename(dir, "store", NULL);
}

/* A folder of our own under $TMPDIR for RocksDB's notes about a secondary. */
static char *make_scratch(GError **error)
{
    g_autofree char *template = g_build_filename(g_get_tmp_dir(), "kirinuki-reader-XXXXXX", NULL);
    if (!g_mkdtemp(template)) {
        kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot make the folder"), template);
        if (error)
            (*error)->code = KIRI_ERROR_IO; // what is missing is no store
        return NULL;
    }
    return g_steal_pointer(&template);
}

/* RocksDB puts plain files into it, no folders: its own log, which it keeps open.
 * So the folder goes as soon as the reader is open, and a reader that is killed
 * leaves nothing behind. */
static void remove_scratch(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        unlink(file);
    }
    rmdir(path);
}

static gboolean make_folder(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, FOLDER_MODE) == 0)
        return TRUE;
    return kiri_error_set_errno(error, KIRI_ERROR_STORE, _("cannot make the folder"), path);
}

static gboolean open_db(KiriStore *store, const char *dir, GError **error)
{
    g_autofree char *path = db_path(dir);
    gboolean is_new = store->mode == KIRI_STORE_CREATE;
    if (!is_new && !kiri_db_exists(path)) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND, _("there is no store in '%s'"),
                    dir);
        return FALSE;
    }
    if (store->mode == KIRI_STORE_READ) {
        g_autofree char *scratch = make_scratch(error);
        if (scratch) {
            store->db = kiri_db_open_reader(path, scratch, error);
            remove_scratch(scratch);
        }
        return store->db != NULL;
    }
    if (is_new && !make_folder(path, error))
        return FALSE;
    g_autofree char *lock_path = g_build_filename(dir, "lock", NULL);
    store->lock = kiri_lock_take(lock_path, error);
    if (store->lock)
        store->db = kiri_db_open(path, is_new ? KIRI_DB_CREATE : KIRI_DB_WRITE, error);
    return store->db != NULL;
}

/* Marks a new store as complete. The folder entries are synced first: a power
 * cut may undo the making of a folder whose parent was never synced. */
static gboolean write_schema(KiriStore *store, const char *dir, GError **error)
{
    g_autofree char *path = db_path(dir);
    if (!kiri_file_sync_dir(path, error) || !kiri_file_sync_dir(dir, error))
        return FALSE;
    g_autoptr(KiriDbWrites) w = kiri_db_writes_new();
    kiri_meta_put_number(w, KIRI_META_SCHEMA, KIRI_STORE_SCHEMA);
    return kiri_store_write(store, w, error);
}

static gboolean check_schema(KiriStore *store, const char *dir, GError **error)
{
    guint64 schema = kiri_store_meta_number(store, KIRI_META_SCHEMA, 0);
    if (!kiri_store_check(store, error))
        return FALSE;
    if (store->mode == KIRI_STORE_CREATE) {
        if (schema == 0)
            return write_schema(store, dir, error);
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_EXISTS,
                    _("there is a store in '%s' already"), dir);
        return FALSE;
    }
    if (schema == 0) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND,
                    _("the store in '%s' lacks its layout mark: either 'kirinuki init' was cut "
                      "short and finishes it when run again, or the store is damaged"),
                    dir);
        return FALSE;
    }
    if (schema > KIRI_STORE_SCHEMA) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_STALE,
                    _("the store in '%s' was made by a newer kirinuki (layout %" PRIu64
                      ", this program knows %d)"),
                    dir, schema, KIRI_STORE_SCHEMA);
        return FALSE;
    }
    /* Readers understand older layouts too. */
    return store->mode == KIRI_STORE_READ || schema == KIRI_STORE_SCHEMA ||
           kiri_store_migrate(store, (gint64)schema, error);
}

KiriStore *kiri_store_open(const char *dir, KiriStoreMode mode, GError **error)
{
    g_autoptr(KiriStore) store = g_new0(KiriStore, 1);
    store->mode = mode;
    pthread_mutex_init(&store->commit_lock, NULL);
    pthread_mutex_init(&store->trouble_lock, NULL);
    if (!open_db(store, dir, error) || !check_schema(store, dir, error))
        return NULL;
    kiri_tombs_look(store);
    return g_steal_pointer(&store);
}

KiriStore *kiri_store_share(KiriStore *store)
{
    g_atomic_int_inc(&store->holders);
    return store;
}

void kiri_store_close(KiriStore *store)
{
    if (!store || g_atomic_int_add(&store->holders, -1) > 0)
        return;
    kiri_db_close(store->db);
    kiri_lock_release(store->lock);
    pthread_mutex_destroy(&store->commit_lock);
    pthread_mutex_destroy(&store->trouble_lock);
    g_clear_error(&store->trouble);
    g_free(store);
}

gboolean kiri_store_catch_up(KiriStore *store, GError **error)
{
    return kiri_db_catch_up(store->db, error);
}

gint64 kiri_store_schema(KiriStore *store)
{
    return (gint64)kiri_store_meta_number(store, KIRI_META_SCHEMA, 0);
}

gboolean kiri_store_checkpoint(KiriStore *store, const char *to_dir, GError **error)
{
    g_autofree char *path = db_path(to_dir);
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_EXISTS,
                    _("there is a store in '%s' already"), to_dir);
        return FALSE;
    }
    return make_folder(to_dir, error) && kiri_db_checkpoint(store->db, path, error) &&
           kiri_file_sync_dir(to_dir, error);
}

/* ---- single records ---- */

gpointer kiri_store_decode(const KiriNounInfo *info, const char *id, KiriStr bytes, GError **error)
{
    gpointer record = kiri_record_decode(info->shape, bytes, error);
    if (!record)
        g_prefix_error(error, "%s '%s': ", info->shape->type, id);
    return record;
}

static gpointer decode_bytes(const KiriNounInfo *info, const char *id, GBytes *value,
                             GError **error)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(value, &n);
    return kiri_store_decode(info, id, (KiriStr){p, n}, error);
}

gpointer kiri_store_load(KiriStore *store, const KiriNounInfo *info, const char *id, GError **error)
{
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, info->family, id);
    g_autoptr(GBytes) value = kiri_db_get(store->db, kiri_buf_view(&key), error);
    return value ? decode_bytes(info, id, value, error) : NULL;
}

gpointer kiri_store_get(KiriStore *store, KiriNoun noun, const char *id, GError **error)
{
    if (!id)
        return NULL;
    /* Who cannot report a failure would take it for "there is none". */
    GError *failure = NULL;
    gpointer record = kiri_store_load(store, kiri_noun_info(noun), id, error ? error : &failure);
    kiri_store_note_trouble(store, failure);
    return record;
}

gpointer kiri_store_get_version(KiriStore *store, KiriNoun noun, const char *id, gint64 version,
                                GError **error)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_return_val_if_fail(info->older, NULL);
    g_autoptr(GError) failure = NULL;
    gpointer newest = kiri_store_load(store, info, id, &failure);
    if (failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    if (!newest || *kiri_noun_version(info, newest) == version)
        return newest;
    kiri_record_free(info->shape, newest);
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, info->older);
    kiri_key_text(&key, id);
    kiri_key_u64(&key, (guint64)version);
    g_autoptr(GBytes) value = kiri_db_get(store->db, kiri_buf_view(&key), error);
    return value ? decode_bytes(info, id, value, error) : NULL;
}

KiriArticle *kiri_store_get_article_version(KiriStore *store, const char *id, gint64 version,
                                            GError **error)
{
    return kiri_store_get_version(store, KIRI_NOUN_ARTICLE, id, version, error);
}

gboolean kiri_store_has(KiriStore *store, KiriNoun noun, const char *id)
{
    if (!id)
        return FALSE;
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, kiri_noun_info(noun)->family, id);
    g_autoptr(GBytes) value = kiri_store_read(store, kiri_buf_view(&key));
    return value != NULL;
}

/* ---- many records ---- */

KiriDbIter *kiri_store_scan_prefix(KiriStore *store, KiriStr prefix, KiriDbWay way)
{
    g_auto(KiriBuf) below;
    kiri_buf_init(&below, KIRI_BUF_UNCAPPED);
    kiri_key_behind(&below, prefix);
    return kiri_db_scan(store->db, prefix, kiri_buf_view(&below), way);
}

KiriDbIter *kiri_store_scan_family(KiriStore *store, KiriKeyFamily family, const char *prefix,
                                   KiriDbWay way)
{
    g_auto(KiriBuf) from;
    kiri_buf_init(&from, KIRI_BUF_UNCAPPED);
    kiri_key_one(&from, family, prefix);
    return kiri_store_scan_prefix(store, kiri_buf_view(&from), way);
}

gboolean kiri_store_each(KiriStore *store, KiriNoun noun, const char *prefix, KiriVisit visit,
                         gpointer data, GError **error)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(store, info->family, prefix, KIRI_DB_ONCE);
    KiriStr key, value;
    gboolean wants_more = TRUE;
    while (wants_more && kiri_db_iter_next(it, &key, &value)) {
        g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
        gpointer record = kiri_store_decode(info, id, value, error);
        if (!record)
            return FALSE;
        wants_more = visit(record, data);
        kiri_record_free(info->shape, record);
    }
    return kiri_db_iter_check(it, error);
}

/* g_ptr_array's free function knows no shape, hence one for each noun. */
#define FREE_OF(noun, name)                                                                        \
    case noun:                                                                                     \
        return (GDestroyNotify)kiri_##name##_free

static GDestroyNotify free_of(KiriNoun noun)
{
    switch (noun) {
        FREE_OF(KIRI_NOUN_ARTICLE, article);
        FREE_OF(KIRI_NOUN_URL, url_record);
        FREE_OF(KIRI_NOUN_SOURCE, source);
        FREE_OF(KIRI_NOUN_HOST, host);
        FREE_OF(KIRI_NOUN_RELEASE, release);
        FREE_OF(KIRI_NOUN_TOPIC, topic);
        FREE_OF(KIRI_NOUN_MEDIUM, medium);
        FREE_OF(KIRI_NOUN_RATE, rate);
        FREE_OF(KIRI_NOUN_CLIP, clip);
        FREE_OF(KIRI_NOUN_VERDICT, verdict);
        FREE_OF(KIRI_NOUN_RUN, run);
        FREE_OF(KIRI_NOUN_RULE, rule_state);
        FREE_OF(KIRI_NOUN_LINEAGE, lineage);
        FREE_OF(KIRI_NOUN_SHELF, release_shelf);
        FREE_OF(KIRI_NOUN_FIGURE, figure);
        FREE_OF(KIRI_NOUN_TARGET, target);
        FREE_OF(KIRI_NOUN_EVENT, event);
        FREE_OF(KIRI_NOUN_LICENCE, licence);
        FREE_OF(KIRI_NOUN_LICENCE_USE, licence_use);
        FREE_OF(KIRI_NOUN_POST, post);
        FREE_OF(KIRI_NOUN_PARCEL, parcel);
        FREE_OF(KIRI_NOUN_MAILING, mailing);
        FREE_OF(KIRI_NOUN_ALERT, alert);
        FREE_OF(KIRI_NOUN_MORNING_EDIT, morning_edit);
        FREE_OF(KIRI_NOUN_MORNING_SHEET, morning_sheet);
        FREE_OF(KIRI_NOUN_CRISIS_REPORT, crisis_report);
        FREE_OF(KIRI_NOUN_TOMBSTONE, tombstone);
        FREE_OF(KIRI_NOUN_SKETCH, sketch);
        FREE_OF(KIRI_NOUN_FORM, release_form);
    case KIRI_N_NOUNS:
        break;
    }
    g_assert_not_reached();
}

GPtrArray *kiri_store_list_new(KiriNoun noun)
{
    return g_ptr_array_new_with_free_func(free_of(noun));
}

GPtrArray *kiri_store_list(KiriStore *store, KiriNoun noun, const char *prefix, GError **error)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_autoptr(GPtrArray) list = kiri_store_list_new(noun);
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(store, info->family, prefix, KIRI_DB_ONCE);
    KiriStr key, value;
    while (kiri_db_iter_next(it, &key, &value)) {
        g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
        gpointer record = kiri_store_decode(info, id, value, error);
        if (!record)
            return NULL;
        g_ptr_array_add(list, record);
    }
    return kiri_db_iter_check(it, error) ? g_steal_pointer(&list) : NULL;
}

guint64 kiri_store_count(KiriStore *store, KiriNoun noun)
{
    /* Every article has exactly one row by time, and that row has no text. */
    KiriKeyFamily family =
        noun == KIRI_NOUN_ARTICLE ? KIRI_KEY_BY_TIME : kiri_noun_info(noun)->family;
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(store, family, "", KIRI_DB_ONCE);
    guint64 n = 0;
    while (kiri_db_iter_next(it, NULL, NULL))
        n++;
    kiri_store_note_scan(store, it);
    return n;
}

char *kiri_store_find_id(KiriStore *store, KiriNoun noun, const char *beginning, GError **error)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_autofree char *found = NULL;
    g_autofree char *second = NULL;
    g_autoptr(KiriDbIter) it =
        kiri_store_scan_family(store, info->family, beginning, KIRI_DB_FORWARD);
    KiriStr key;
    if (kiri_db_iter_next(it, &key, NULL))
        found = g_strndup(key.p + 1, key.n - 1);
    /* The id itself sorts before everything longer. */
    gboolean is_exact = found && strcmp(found, beginning) == 0;
    if (found && !is_exact && kiri_db_iter_next(it, &key, NULL))
        second = g_strndup(key.p + 1, key.n - 1);
    if (!kiri_db_iter_check(it, error))
        return NULL;
    if (!found)
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(noun), beginning);
    else if (!is_exact && strlen(beginning) < LEAST_BEGINNING)
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_USAGE,
                    _("'%s' is too short: give at least %d characters of the id"), beginning,
                    LEAST_BEGINNING);
    else if (second)
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_USAGE,
                    _("'%s' is ambiguous: it begins '%s' and '%s'"), beginning, found, second);
    else
        return g_steal_pointer(&found);
    return NULL;
}
