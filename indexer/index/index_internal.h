// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the index share. */
#pragma once

#include "search/columns.h"
#include "vocabulary/lexicon.h"
#include "stored_text.h"
#include "terms.h"

/* The file that every commit replaces, as it was when the reader was opened. */
typedef struct {
    guint64 device, inode;
    gint64 changed_ns;
} KiriIndexMark;

struct KiriIndex {
    KiriXapReader *reader;
    char *path;
    KiriIndexMark mark;
    guint64 opening;       // counts them
    KiriTextReader *texts; // with the dictionary of this index
    guint64 n_texts_read;  // to verify candidates
    KiriLexicon *lexicon;  // NULL until so many were read that it pays
    guint64 n_values_read; // one by one, for facets and orders
    KiriColumns *columns;  // the same
};

/* The newest commit, with what belongs to it. */
gboolean kiri_index_reopen(KiriIndex *index, GError **error);

/* Metadata of the index. */
#define KIRI_INDEX_SEQ "seq"               // decimal; the cursor
#define KIRI_INDEX_SCHEME "scheme"         // KIRI_TERMS_SCHEME
#define KIRI_INDEX_TEXTS "texts"           // base64; the dictionary of stored texts, or ""
#define KIRI_INDEX_GENERATION "generation" // of the store it was made from
#define KIRI_INDEX_WORDS "words"           // fingerprint of the dictionaries

/* <dir>/index, with `suffix` ("", ".new"). (transfer full) */
char *kiri_index_path(const char *dir, const char *suffix);
/* A dictionary from its metadata. (transfer full) */
GBytes *kiri_index_dictionary_of(const char *metadata);
KiriStr kiri_index_dictionary_view(GBytes *dictionary);
/* The store's generation, "" where it has none. (transfer full) */
char *kiri_index_generation_of(KiriStore *store);

/* ---- feeding (index_feed.c): articles in, documents out, in the order given.
 * Words are computed by the pool meanwhile. ---- */

typedef struct KiriFeeder KiriFeeder;

/* `dictionary` (may be empty): of the index, for its texts. */
KiriFeeder *kiri_feeder_new(KiriStore *store, KiriPool *pool, guint terms_job, KiriStr dictionary,
                            KiriIndexCounts *counts);
/* Waits for jobs under way, and forgets them. */
void kiri_feeder_free(KiriFeeder *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriFeeder, kiri_feeder_free)
/* Documents go to `w` from here on; `is_fresh`: none of them is in it yet. */
void kiri_feeder_set_writer(KiriFeeder *f, KiriXapWriter *w, gboolean is_fresh);
/* `article` NULL deletes `id`. Borrowed for the call. */
gboolean kiri_feeder_add(KiriFeeder *f, const char *id, const KiriArticle *article, GError **error);
/* Waits until everything that was added is in the writer's batch. */
gboolean kiri_feeder_finish(KiriFeeder *f, GError **error);
