// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the store share. */
#pragma once

#include <kirinuki/store.h>

#include "db.h"
#include "lock.h"
#include "nouns.h"

#include <pthread.h>

struct KiriStore {
    gint holders; // atomic; the last one to close it closes it
    KiriDb *db;
    KiriStoreMode mode;
    KiriLock *lock; // NULL for readers
    /* Held from the first look at what is stored to the end of the write, so
     * that versions, sequence numbers and derived rows fit what they follow. */
    pthread_mutex_t commit_lock;
    gint has_tombs; // atomic: is there a tombstone? (of a writer)
    gint64 migrated_from;
    pthread_mutex_t trouble_lock;
    GError *trouble; // why no more changes are taken; under trouble_lock
};

/* Keeps the first of the errors (transfer full, NULL does nothing) that must
 * stop all further changes. */
void kiri_store_note_trouble(KiriStore *store, GError *error);

/* Reads for functions that cannot report an error: a failure is noted as
 * trouble, and the answer is "nothing". */
GBytes *kiri_store_read(KiriStore *store, KiriStr key);
/* To be called after each scan. */
void kiri_store_note_scan(KiriStore *store, KiriDbIter *iter);

/* The record under its id as it lies in the store. */
gpointer kiri_store_load(KiriStore *store, const KiriNounInfo *info, const char *id,
                         GError **error);
/* Decodes one stored record; the error names it. */
gpointer kiri_store_decode(const KiriNounInfo *info, const char *id, KiriStr bytes, GError **error);

/* An empty list that frees records of this noun. */
GPtrArray *kiri_store_list_new(KiriNoun noun);

/* All rows of a family that begin with `prefix` ("" for all). */
KiriDbIter *kiri_store_scan_family(KiriStore *store, KiriKeyFamily family, const char *prefix,
                                   KiriDbWay way);
KiriDbIter *kiri_store_scan_prefix(KiriStore *store, KiriStr prefix, KiriDbWay way);

/* Lock, write, note trouble. `w` is written as it is. */
gboolean kiri_store_write(KiriStore *store, KiriDbWrites *w, GError **error);
/* FALSE with an error when the store takes no changes. */
gboolean kiri_store_may_write(KiriStore *store, GError **error);

/* source_parts.c: what of a source a record speaks for. */
typedef enum {
    KIRI_PART_WISHES = 1 << 0, // of people
    KIRI_PART_STATE = 1 << 1,  // that polls found
    KIRI_PART_ALL = KIRI_PART_WISHES | KIRI_PART_STATE,
} KiriSourceParts;
/* Gives `record` the parts of `base` that it does not speak for. */
void kiri_source_settle(const KiriSource *base, KiriSource *record, KiriSourceParts parts);

/* secondary.c: the keys that follow from a record, as GBytes. */
GPtrArray *kiri_secondary_keys(KiriNoun noun, gconstpointer record);
/* event_rows.c: adds those of an event; `key` is scratch. */
void kiri_event_keys(const KiriEvent *e, KiriBuf *key, GPtrArray *keys);
/* The families of those keys, ended by 0. */
extern const KiriKeyFamily kiri_secondary_families[];

/* batch.c: a row that is no noun; `value` is taken over. */
void kiri_batch_put_row(KiriBatch *batch, const KiriBuf *key, GBytes *value);

/* gone.c: takes the text out of an article. */
void kiri_article_forget_text(KiriArticle *article, KiriTime when, const char *sha256);
/* An older version goes without its text where that of the newer one is gone. */
void kiri_article_forget_with(KiriArticle *older, const KiriArticle *newer);

/* prints.c: the postings of a batch, article id → GBytes of its hashes, rising. */
gboolean kiri_prints_write(KiriStore *store, KiriDbWrites *w, GHashTable *prints, GError **error);

/* log.c */
#define KIRI_META_SCHEMA "schema"
#define KIRI_META_LOG_HIGH "log_high" // seq of the last entry ever written
#define KIRI_META_LOG_LOW "log_low"   // seq of the first one that is kept
guint64 kiri_store_meta_number(KiriStore *store, const char *name, guint64 fallback);
void kiri_meta_put_number(KiriDbWrites *w, const char *name, guint64 v);
char *kiri_cursor_meta_name(const char *stage);
/* Appends entry `seq`. */
void kiri_log_append(KiriDbWrites *w, guint64 seq, KiriNoun noun, const char *id, gint64 version,
                     gboolean is_delete);
/* Decodes one log row; `entry->id` is owned by the caller. */
gboolean kiri_log_decode(KiriStr key, KiriStr value, KiriLogEntry *entry);

/* evidence.c: the stored form of a page, in and out. */
GBytes *kiri_page_pack(const KiriPage *page, GError **error);
KiriPage *kiri_page_unpack(KiriStr bytes, GError **error);

/* tombstone.c: ids of tombstones (transfer full). Of content NULL where it says too little. */
char *kiri_tomb_id_of_article(const char *article);
char *kiri_tomb_id_of_url(const char *url);
char *kiri_tomb_id_of_content(const KiriArticle *a);
char *kiri_tomb_id_of_person(const char *name);
char *kiri_tomb_sha256_of_person(const char *name);
/* A name as it is compared. (transfer full) */
char *kiri_tomb_plain_name(const char *name);
gboolean kiri_tomb_is_name(const char *name, gpointer plain);
/* A writer finds out whether there are any. */
void kiri_tombs_look(KiriStore *store);
gboolean kiri_store_forgets_id(KiriStore *store, const char *article);
/* May this record not be stored? */
gboolean kiri_tombs_refuse(KiriStore *store, KiriNoun noun, gconstpointer record);
/* Takes names that were forgotten out of it. */
void kiri_tombs_strip(KiriStore *store, KiriNoun noun, gpointer record);
/* Takes names out of bylines, and claims that say one of them or `wanted` (may be NULL).
 * TRUE: there was one. */
typedef gboolean (*KiriNameCheck)(const char *name, gpointer data);
gboolean kiri_article_drop_names(KiriArticle *a, KiriNameCheck goes, gpointer data,
                                 const char *wanted);
gboolean kiri_url_drop_names(KiriUrlRecord *u, KiriNameCheck goes, gpointer data);

/* gone.c: writes an older version of an article anew. */
void kiri_batch_put_older(KiriBatch *batch, const KiriArticle *a);

/* migrate.c: brings the store up to KIRI_STORE_SCHEMA. */
gboolean kiri_store_migrate(KiriStore *store, gint64 from, GError **error);
