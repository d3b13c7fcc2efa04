// SPDX-License-Identifier: GPL-3.0-or-later
/* The only file that includes RocksDB's header.
 *
 * What keeps the promise "stored means stored":
 *  1. Every write is synced. An unsynced tail that a power cut leaves behind
 *     makes the strict recovery below refuse the whole database.
 *  2. WAL recovery mode 0: a record that was cut off at the very end of the log
 *     is dropped (nobody was told that it is stored), anything else that does
 *     not match its checksum is an error. RocksDB's default instead drops
 *     everything behind the first damaged byte and says nothing.
 *  3. No WAL compression and no resume after an error: both had faults in
 *     recovery in the versions that distributions ship.
 *  4. A reader is a secondary instance; open-for-read-only beside a writer sees
 *     inconsistent states.
 *  5. Order of closing: iterators, database, options, cache. */
#include "db.h"

#include "db_mark.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <rocksdb/c.h>

#include <string.h>
#include <sys/resource.h>

enum {
    RECOVERY_TOLERATE_CUT_TAIL = 0,
    RECOVERY_SKIP_DAMAGE = 3,
    LOG_FATAL = 4,
    BLOOM_BITS = 10,
    BLOCK_BYTES = 16 * 1024,
    CACHE_SHARD_BITS = 1,
    FILES_UNLIMITED = 16384, // with so many descriptors no bound is needed
    ROWS_LEFT_TO_READERS = 5000,
};
#define WRITE_BUFFER_BYTES ((gsize)16 << 20)
#define BLOCK_CACHE_BYTES ((gsize)64 << 20)
#define ROOMY_CACHE_BYTES ((gsize)192 << 20)
#define TABLE_BYTES (G_GUINT64_CONSTANT(128) << 20)

struct KiriDb {
    rocksdb_t *db;
    rocksdb_options_t *options;
    rocksdb_cache_t *cache;
    rocksdb_readoptions_t *read;
    rocksdb_writeoptions_t *write;
    char *path;
    gboolean is_reader;
    gboolean has_failed; // to write: then its last change may never have reached the disk
};

struct KiriDbWrites {
    rocksdb_writebatch_t *batch;
};

struct KiriDbIter {
    rocksdb_iterator_t *it;
    rocksdb_readoptions_t *read;
    GBytes *from, *below; // RocksDB keeps pointers into the bounds
    gboolean is_backward;
    gboolean has_begun;
    gboolean is_placed; // on the row that comes next
    const char *path;   // of the database, which outlives the iterator
};

/* ---- errors ---- */

/* Turns RocksDB's message (taken over) into a GError; always returns FALSE. */
static gboolean take_error(char *message, const char *what, const char *path, GError **error)
{
    KiriErrorCode code = KIRI_ERROR_IO;
    if (g_str_has_prefix(message, "Corruption"))
        code = KIRI_ERROR_CORRUPT;
    else if (strstr(message, "lock file") || strstr(message, "lock hold by"))
        code = KIRI_ERROR_BUSY;
    g_set_error(error, KIRI_ERROR_STORE, (int)code, _("%s '%s': %s"), what, path, message);
    rocksdb_free(message);
    return FALSE;
}

/* ---- opening and closing ---- */

gboolean kiri_db_exists(const char *path)
{
    g_autofree char *current = g_build_filename(path, "CURRENT", NULL);
    return g_file_test(current, G_FILE_TEST_IS_REGULAR);
}

/* Half of the descriptors that the process may open: sockets want the rest. */
static int max_open_files(void)
{
    struct rlimit limit = {0};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_UNLIMITED)
        return -1;
    return MAX((int)limit.rlim_cur / 2, 64);
}

static void set_table_options(KiriDb *db)
{
    /* In few parts: by default each of 64 has room for one megabyte, and the filter
     * of a large table, which fills that, is read from the disk for every key. */
    rocksdb_lru_cache_options_t *cache = rocksdb_lru_cache_options_create();
    rocksdb_lru_cache_options_set_capacity(cache, BLOCK_CACHE_BYTES);
    rocksdb_lru_cache_options_set_num_shard_bits(cache, CACHE_SHARD_BITS);
    db->cache = rocksdb_cache_create_lru_opts(cache);
    rocksdb_lru_cache_options_destroy(cache);
    rocksdb_block_based_table_options_t *table = rocksdb_block_based_options_create();
    rocksdb_block_based_options_set_block_cache(table, db->cache);
    rocksdb_block_based_options_set_block_size(table, BLOCK_BYTES);
    /* The table options own the policy from here on. */
    rocksdb_block_based_options_set_filter_policy(
        table, rocksdb_filterpolicy_create_bloom_full(BLOOM_BITS));
    /* In the cache, so that memory stays bounded whatever the store's size. */
    rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, 1);
    rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(table, 1);
    rocksdb_options_set_block_based_table_factory(db->options, table);
    rocksdb_block_based_options_destroy(table);
}

static char *first_bytes(void *state, const char *key, size_t n, size_t *n_first)
{
    (void)state;
    *n_first = MIN(n, (size_t)KIRI_DB_FILTERED_BYTES);
    return (char *)(guintptr)key;
}

static unsigned char is_filtered(void *state, const char *key, size_t n)
{
    (void)state;
    return n >= KIRI_DB_FILTERED_BYTES && key[0] == KIRI_DB_FILTERED;
}

static unsigned char is_whole_filter_key(void *state, const char *key, size_t n)
{
    return is_filtered(state, key, n) && n == KIRI_DB_FILTERED_BYTES;
}

/* Stands in every table. */
static const char *filter_name(void *state)
{
    (void)state;
    return "kirinuki.f9";
}

static void forget_nothing(void *state)
{
    (void)state;
}

static void set_filter(rocksdb_options_t *options)
{
    const double share_of_memtable = 0.1;
    rocksdb_options_set_prefix_extractor(
        options, rocksdb_slicetransform_create(NULL, forget_nothing, first_bytes, is_filtered,
                                               is_whole_filter_key, filter_name));
    rocksdb_options_set_memtable_prefix_bloom_size_ratio(options, share_of_memtable);
}

static KiriDb *db_new(const char *path, gboolean is_reader)
{
    KiriDb *db = g_new0(KiriDb, 1);
    db->path = g_strdup(path);
    db->is_reader = is_reader;
    db->options = rocksdb_options_create();
    rocksdb_options_set_wal_recovery_mode(db->options, RECOVERY_TOLERATE_CUT_TAIL);
    rocksdb_options_set_paranoid_checks(db->options, 1);
    /* What was written lately is packed and unpacked again and again until it has sunk to
     * where nearly all lies: there it is to be small, before that to cost little. */
    rocksdb_options_set_compression(db->options, rocksdb_lz4_compression);
    rocksdb_options_set_bottommost_compression(db->options, rocksdb_zstd_compression);
    /* A reader must keep every table open, or the writer deletes it unread. */
    rocksdb_options_set_max_open_files(db->options, is_reader ? -1 : max_open_files());
    rocksdb_options_set_write_buffer_size(db->options, WRITE_BUFFER_BYTES);
    rocksdb_options_set_max_write_buffer_number(db->options, 2);
    rocksdb_options_set_target_file_size_base(db->options, TABLE_BYTES);
    rocksdb_options_set_level_compaction_dynamic_level_bytes(db->options, 1);
    rocksdb_options_set_max_background_jobs(db->options, 2);
    /* Its own log file cannot be trusted on a full disk: the first line after one
     * that failed is an assertion that ends the process. Errors reach us anyway. */
    rocksdb_options_set_info_log_level(db->options, LOG_FATAL);
    rocksdb_options_set_keep_log_file_num(db->options, 4);
    set_table_options(db);
    set_filter(db->options);
    db->read = rocksdb_readoptions_create();
    db->write = rocksdb_writeoptions_create();
    rocksdb_writeoptions_set_sync(db->write, 1);
    return db;
}

/* What a writer leaves in its log each reader takes into its own memory when it
 * opens the store: a hundred thousand rows are half a second before the first
 * answer. So many of them become a table first. If that fails, they are in the log
 * still. */
static void hand_over(KiriDb *db)
{
    guint64 rows = 0;
    if (db->is_reader ||
        rocksdb_property_int(db->db, "rocksdb.num-entries-active-mem-table", &rows) != 0 ||
        rows <= ROWS_LEFT_TO_READERS)
        return;
    char *message = NULL;
    rocksdb_flushoptions_t *how = rocksdb_flushoptions_create();
    rocksdb_flush(db->db, how, &message);
    rocksdb_flushoptions_destroy(how);
    g_clear_pointer(&message, rocksdb_free);
}

void kiri_db_close(KiriDb *db)
{
    if (!db)
        return;
    if (db->db) {
        hand_over(db);
        guint64 last_change = rocksdb_get_latest_sequence_number(db->db);
        rocksdb_close(db->db);
        if (!db->is_reader && !db->has_failed)
            kiri_db_mark_write(db->path, last_change);
    }
    rocksdb_writeoptions_destroy(db->write);
    rocksdb_readoptions_destroy(db->read);
    rocksdb_options_destroy(db->options);
    rocksdb_cache_destroy(db->cache);
    g_free(db->path);
    g_free(db);
}

KiriDb *kiri_db_open(const char *path, KiriDbMode mode, GError **error)
{
    g_autoptr(KiriDb) db = db_new(path, FALSE);
    rocksdb_options_set_create_if_missing(db->options, mode == KIRI_DB_CREATE);
    char *message = NULL;
    db->db = rocksdb_open(db->options, path, &message);
    if (message && strstr(message, "not linked")) {
        /* A RocksDB built without either: larger, otherwise the same. */
        rocksdb_free(message);
        message = NULL;
        rocksdb_options_set_compression(db->options, rocksdb_no_compression);
        rocksdb_options_set_bottommost_compression(db->options, rocksdb_no_compression);
        db->db = rocksdb_open(db->options, path, &message);
    }
    if (message) {
        take_error(message, _("cannot open the store"), path, error);
        return NULL;
    }
    if (kiri_db_mark_check(path, rocksdb_get_latest_sequence_number(db->db), error))
        return g_steal_pointer(&db);
    db->is_reader = TRUE; // the mark stays as it is
    return NULL;
}

/* Tables or logs: without any, repairing would make an empty database. */
static gboolean has_rows(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".sst") || g_str_has_suffix(name, ".log"))
            return TRUE;
    return FALSE;
}

KiriDb *kiri_db_open_damaged(const char *path, GError **error)
{
    enum { FEW_TABLES = 64 };
    char *message = NULL;
    if (!has_rows(path)) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                    _("there is nothing of a store in '%s'"), path);
        return NULL;
    }
    g_autoptr(KiriDb) db = db_new(path, FALSE);
    rocksdb_options_set_wal_recovery_mode(db->options, RECOVERY_SKIP_DAMAGE);
    rocksdb_options_set_paranoid_checks(db->options, 0);
    /* With a bound a table is opened when it is read: a damaged one keeps out nothing else. */
    rocksdb_options_set_max_open_files(db->options, FEW_TABLES);
    db->db = rocksdb_open(db->options, path, &message);
    if (message) {
        g_clear_pointer(&message, rocksdb_free);
        rocksdb_repair_db(db->options, path, &message);
        g_clear_pointer(&message, rocksdb_free); // opening says whether it helped
        db->db = rocksdb_open(db->options, path, &message);
    }
    if (message) {
        take_error(message, _("cannot open the store"), path, error);
        return NULL;
    }
    return g_steal_pointer(&db);
}

KiriDb *kiri_db_open_reader(const char *path, const char *scratch, GError **error)
{
    enum { ATTEMPTS = 3 };
    char *message = NULL;
    for (int i = 0; i < ATTEMPTS; i++) {
        /* Between reading the manifest and opening the tables the writer may
         * have merged some of them away; then the next manifest is right. */
        g_clear_pointer(&message, rocksdb_free);
        g_autoptr(KiriDb) db = db_new(path, TRUE);
        db->db = rocksdb_open_as_secondary(db->options, path, scratch, &message);
        if (!message)
            return g_steal_pointer(&db);
    }
    take_error(message, _("cannot open the store for reading"), path, error);
    return NULL;
}

void kiri_db_set_roomy(KiriDb *db, gboolean is_roomy)
{
    rocksdb_cache_set_capacity(db->cache, is_roomy ? ROOMY_CACHE_BYTES : BLOCK_CACHE_BYTES);
}

gboolean kiri_db_catch_up(KiriDb *db, GError **error)
{
    if (!db->is_reader)
        return TRUE;
    char *message = NULL;
    rocksdb_try_catch_up_with_primary(db->db, &message);
    if (!message)
        return TRUE;
    if (!strstr(message, "No such file"))
        return take_error(message, _("cannot follow the store"), db->path, error);
    g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_STALE, _("the reader of '%s' fell behind: %s"),
                db->path, message);
    rocksdb_free(message);
    return FALSE;
}

gboolean kiri_db_checkpoint(KiriDb *db, const char *path, GError **error)
{
    char *message = NULL;
    rocksdb_checkpoint_t *checkpoint = rocksdb_checkpoint_object_create(db->db, &message);
    if (!message)
        rocksdb_checkpoint_create(checkpoint, path, 0, &message);
    if (checkpoint)
        rocksdb_checkpoint_object_destroy(checkpoint);
    return message ? take_error(message, _("cannot copy the store to"), path, error) : TRUE;
}

gboolean kiri_db_compact(KiriDb *db, GError **error)
{
    enum { FORCE_LAST_LEVEL = 2 };
    char *message = NULL;
    rocksdb_flushoptions_t *how = rocksdb_flushoptions_create();
    rocksdb_flush(db->db, how, &message);
    rocksdb_flushoptions_destroy(how);
    if (message)
        return take_error(message, _("cannot compact the store"), db->path, error);
    rocksdb_compactoptions_t *all = rocksdb_compactoptions_create();
    rocksdb_compactoptions_set_bottommost_level_compaction(all, FORCE_LAST_LEVEL);
    rocksdb_compact_range_opt(db->db, all, NULL, 0, NULL, 0);
    rocksdb_compactoptions_destroy(all);
    /* It reports nothing; but after a failure the database takes no more writes, and the
     * caller's next one says so. Old files go when this looks for them, not some time. */
    rocksdb_disable_file_deletions(db->db, &message);
    if (!message)
        rocksdb_enable_file_deletions(db->db, 1, &message);
    return message ? take_error(message, _("cannot compact the store"), db->path, error) : TRUE;
}

/* ---- rows ---- */

GBytes *kiri_db_get(KiriDb *db, KiriStr key, GError **error)
{
    char *message = NULL;
    rocksdb_pinnableslice_t *slice = rocksdb_get_pinned(db->db, db->read, key.p, key.n, &message);
    if (message) {
        take_error(message, _("cannot read the store"), db->path, error);
        return NULL;
    }
    if (!slice)
        return NULL;
    size_t n = 0;
    const char *p = rocksdb_pinnableslice_value(slice, &n);
    GBytes *value = g_bytes_new(p, n);
    rocksdb_pinnableslice_destroy(slice);
    return value;
}

KiriDbWrites *kiri_db_writes_new(void)
{
    KiriDbWrites *w = g_new0(KiriDbWrites, 1);
    w->batch = rocksdb_writebatch_create();
    return w;
}

void kiri_db_writes_free(KiriDbWrites *w)
{
    if (!w)
        return;
    rocksdb_writebatch_destroy(w->batch);
    g_free(w);
}

void kiri_db_put(KiriDbWrites *w, KiriStr key, KiriStr value)
{
    rocksdb_writebatch_put(w->batch, key.p, key.n, value.p, value.n);
}

void kiri_db_delete(KiriDbWrites *w, KiriStr key)
{
    rocksdb_writebatch_delete(w->batch, key.p, key.n);
}

gboolean kiri_db_writes_are_empty(KiriDbWrites *w)
{
    return rocksdb_writebatch_count(w->batch) == 0;
}

gboolean kiri_db_commit(KiriDb *db, KiriDbWrites *w, GError **error)
{
    char *message = NULL;
    rocksdb_write(db->db, db->write, w->batch, &message);
    db->has_failed |= message != NULL;
    return message ? take_error(message, _("cannot write to the store"), db->path, error) : TRUE;
}

/* ---- scans ---- */

KiriDbIter *kiri_db_scan(KiriDb *db, KiriStr from, KiriStr below, KiriDbWay way)
{
    KiriDbIter *iter = g_new0(KiriDbIter, 1);
    iter->is_backward = way == KIRI_DB_BACKWARD;
    iter->path = db->path;
    iter->from = g_bytes_new(from.p, from.n);
    iter->below = g_bytes_new(below.p, below.n);
    iter->read = rocksdb_readoptions_create();
    gsize n = 0;
    const char *bound = g_bytes_get_data(iter->from, &n);
    rocksdb_readoptions_set_iterate_lower_bound(iter->read, bound, n);
    bound = g_bytes_get_data(iter->below, &n);
    rocksdb_readoptions_set_iterate_upper_bound(iter->read, bound, n);
    rocksdb_readoptions_set_fill_cache(iter->read, way != KIRI_DB_ONCE);
    rocksdb_readoptions_set_total_order_seek(iter->read, 1);
    iter->it = rocksdb_create_iterator(db->db, iter->read);
    return iter;
}

KiriDbIter *kiri_db_scan_filtered(KiriDb *db)
{
    KiriDbIter *iter = g_new0(KiriDbIter, 1);
    iter->path = db->path;
    iter->read = rocksdb_readoptions_create();
    rocksdb_readoptions_set_prefix_same_as_start(iter->read, 1);
    iter->it = rocksdb_create_iterator(db->db, iter->read);
    return iter;
}

void kiri_db_iter_seek(KiriDbIter *iter, KiriStr prefix)
{
    rocksdb_iter_seek(iter->it, prefix.p, prefix.n);
    iter->is_placed = TRUE;
}

void kiri_db_iter_seek_back(KiriDbIter *iter, KiriStr most)
{
    rocksdb_iter_seek_for_prev(iter->it, most.p, most.n);
    iter->is_placed = TRUE;
}

static void advance(KiriDbIter *iter)
{
    if (iter->is_placed)
        iter->is_placed = FALSE;
    else if (!iter->has_begun && iter->is_backward)
        rocksdb_iter_seek_to_last(iter->it);
    else if (!iter->has_begun)
        rocksdb_iter_seek_to_first(iter->it);
    else if (iter->is_backward)
        rocksdb_iter_prev(iter->it);
    else
        rocksdb_iter_next(iter->it);
    iter->has_begun = TRUE;
}

gboolean kiri_db_iter_next(KiriDbIter *iter, KiriStr *key, KiriStr *value)
{
    if (!iter->has_begun || rocksdb_iter_valid(iter->it))
        advance(iter);
    if (!rocksdb_iter_valid(iter->it))
        return FALSE;
    if (key)
        key->p = rocksdb_iter_key(iter->it, &key->n);
    if (value)
        value->p = rocksdb_iter_value(iter->it, &value->n);
    return TRUE;
}

gboolean kiri_db_iter_check(KiriDbIter *iter, GError **error)
{
    char *message = NULL;
    rocksdb_iter_get_error(iter->it, &message);
    return message ? take_error(message, _("cannot read the store"), iter->path, error) : TRUE;
}

void kiri_db_iter_free(KiriDbIter *iter)
{
    if (!iter)
        return;
    rocksdb_iter_destroy(iter->it);
    rocksdb_readoptions_destroy(iter->read);
    g_clear_pointer(&iter->from, g_bytes_unref);
    g_clear_pointer(&iter->below, g_bytes_unref);
    g_free(iter);
}
