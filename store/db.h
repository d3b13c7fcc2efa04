// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to RocksDB: ordered bytes to bytes, written in synced batches.
 *
 * Nothing here knows a noun. Keys are compared as unsigned bytes.
 *
 * Thread rule: any thread for reads and writes; an iterator or a set of writes
 * belongs to one thread. Close everything opened from a database before it. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriDb KiriDb;

typedef enum {
    KIRI_DB_CREATE, // make it if it is not there
    KIRI_DB_WRITE,  // IO when it is not there
} KiriDbMode;

/* Of keys that begin with this byte, all that begin alike in so many bytes are found by a
 * filter: a look for what is not there reads no table. */
#define KIRI_DB_FILTERED 'f'
#define KIRI_DB_FILTERED_BYTES 9

/* Is there a database in the folder? */
gboolean kiri_db_exists(const char *path);

/* Errors: BUSY (open elsewhere), CORRUPT, IO. */
KiriDb *kiri_db_open(const char *path, KiriDbMode mode, GError **error);
/* A reader beside a writer of any process; `scratch` is a folder of its own for
 * RocksDB's notes, which may be removed once the reader is open. */
KiriDb *kiri_db_open_reader(const char *path, const char *scratch, GError **error);
void kiri_db_close(KiriDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDb, kiri_db_close)

/* Opens what can be opened of a damaged database, without the strictness of the others, and
 * after an attempt to make its lists anew from its tables where they are damaged. It is
 * changed by that: only for a copy. Rows that cannot be read are errors of iterators. */
KiriDb *kiri_db_open_damaged(const char *path, GError **error);

/* Whether the blocks that are read lately may take 192 MiB of memory instead of 64. */
void kiri_db_set_roomy(KiriDb *db, gboolean is_roomy);

/* Lets a reader see what was committed up to now. Error STALE when the writer
 * has removed files that it would need: open anew. */
gboolean kiri_db_catch_up(KiriDb *db, GError **error);

/* The value (transfer full), or NULL: with error when reading failed, without
 * when there is none. */
GBytes *kiri_db_get(KiriDb *db, KiriStr key, GError **error);

/* Writes that happen together or not at all; the last one for a key counts. */
typedef struct KiriDbWrites KiriDbWrites;
KiriDbWrites *kiri_db_writes_new(void);
void kiri_db_writes_free(KiriDbWrites *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDbWrites, kiri_db_writes_free)
void kiri_db_put(KiriDbWrites *w, KiriStr key, KiriStr value);
void kiri_db_delete(KiriDbWrites *w, KiriStr key);
gboolean kiri_db_writes_are_empty(KiriDbWrites *w);
/* On disk (fsync) when it returns TRUE. After FALSE close the database: RocksDB
 * takes no more writes, and what it would do after a resume is not trusted. */
gboolean kiri_db_commit(KiriDb *db, KiriDbWrites *w, GError **error);

/* Rows with from ≤ key < below, in key order or backward, as of the call. */
typedef enum {
    KIRI_DB_FORWARD,
    KIRI_DB_BACKWARD,
    KIRI_DB_ONCE, // forward, over so many rows that the cache should not keep them
} KiriDbWay;
typedef struct KiriDbIter KiriDbIter;
KiriDbIter *kiri_db_scan(KiriDb *db, KiriStr from, KiriStr below, KiriDbWay way);
/* Rows of filtered keys: seek to the KIRI_DB_FILTERED_BYTES with which they begin, then
 * go on until there are no more of these. Rising seeks cost the least. */
KiriDbIter *kiri_db_scan_filtered(KiriDb *db);
void kiri_db_iter_seek(KiriDbIter *iter, KiriStr prefix);
/* Of a backward scan: go on with the last row whose key is not behind `most`. */
void kiri_db_iter_seek_back(KiriDbIter *iter, KiriStr most);
/* FALSE at the end; then kiri_db_iter_check() says whether it was the end. The
 * views are borrowed until the next call; either may be NULL. */
gboolean kiri_db_iter_next(KiriDbIter *iter, KiriStr *key, KiriStr *value);
gboolean kiri_db_iter_check(KiriDbIter *iter, GError **error);
void kiri_db_iter_free(KiriDbIter *iter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDbIter, kiri_db_iter_free)

/* Writes every table anew without what was deleted or replaced, and removes the old
 * ones and logs. The database can be used meanwhile. */
gboolean kiri_db_compact(KiriDb *db, GError **error);

/* A consistent copy into `path`, which must not exist: hard links where the
 * file system allows. */
gboolean kiri_db_checkpoint(KiriDb *db, const char *path, GError **error);
