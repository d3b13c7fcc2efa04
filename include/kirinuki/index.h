// SPDX-License-Identifier: GPL-3.0-or-later
/* The index stage: from the store's log to the full-text index.
 *
 * The index in <workspace>/index is derived: it can be deleted at any time and
 * comes back from the store. It keeps its own cursor (the log sequence up to
 * which it is complete) in its metadata, committed together with the documents,
 * so a crash repeats at most one batch, and repeating changes nothing.
 *
 *   no index, unreadable, other scheme, generation or dictionary, behind
 *   the log's oldest entry, or many changes and more than half of what
 *   there is                             → built anew beside the old one, then
 *                                          exchanged
 *   ahead of the store's log             → refused (CORRUPT): the store has lost
 *                                          what it had acknowledged
 *   else                                 → log entries after the cursor
 *
 * Thread rule: one thread at a time per handle; one writer per workspace (the
 * store's lock). */
#pragma once

#include <kirinuki/nursery.h>
#include <kirinuki/store.h>

/* An index open for reading. */
typedef struct KiriIndex KiriIndex;

/* Is there an index, of this version of the program or another? */
gboolean kiri_index_exists(const char *dir);

/* `dir` is the workspace. Errors: NOT_FOUND (run the index stage first;
 * also where the index is one of another version of the program),
 * CORRUPT, IO. */
KiriIndex *kiri_index_open(const char *dir, GError **error);
void kiri_index_close(KiriIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriIndex, kiri_index_close)
/* Sees the newest commit, also of an index that was built anew in its place. A
 * reader that does not ask keeps what it has, until that is gone from the files.
 * Costs a look at one small file where nothing happened. */
gboolean kiri_index_refresh(KiriIndex *index, GError **error);
/* Log sequence up to which the index is complete, 0 at first. */
guint64 kiri_index_seq(KiriIndex *index);
/* Changes of articles that the store has logged and the index has not seen; what
 * later stages log about clips does not make an index old. */
guint64 kiri_index_lag(KiriIndex *index, KiriStore *store);

/* Articles that were set aside: a worker could not cut them into words, so they are found
 * by keywords like all others, and ranked worse. An index that an older program made
 * counts only those it has met since. */
gboolean kiri_index_without_words(KiriIndex *index, guint *n, GError **error);

typedef struct {
    /* Job number of kiri_terms_job in the pool's table. */
    guint terms_job;
    guint batch_documents; // per commit; 0: 1,000
    gboolean force_rebuild;
    /* Fingerprint of the dictionaries that the workers tokenise with
     * (kiri_dictionary_fingerprint); an index made with others is built anew, for its
     * ranking terms are not those of a query any more. NULL: not compared. */
    const char *words;
    /* NULL, or asked between articles: TRUE ends the run after the batch that is
     * under way. A rebuild that is stopped is thrown away. */
    gboolean (*should_stop)(gpointer data);
    /* NULL, or told after each commit: log entries (rebuild: articles) done and
     * to do. */
    void (*progress)(guint64 done, guint64 total, gpointer data);
    gpointer data; // of the two callbacks
} KiriIndexOptions;

typedef struct {
    guint64 indexed, deleted;
    guint64 without_words; // articles whose tokenising failed: found all the same, ranked worse
    gboolean was_rebuilt;
    char *rebuild_reason; // NULL, or why
    gboolean was_stopped;
    guint64 seq; // the cursor afterwards
} KiriIndexCounts;
void kiri_index_counts_clear(KiriIndexCounts *counts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriIndexCounts, kiri_index_counts_clear)

/* Brings the index of workspace `dir` up to the end of the log. The words come
 * from workers of `pool`, which must have nothing else under way. Errors:
 * CORRUPT (index ahead of the store), BUSY, IO, and what the store says; what
 * was committed stays. `counts` is set in any case. */
gboolean kiri_index_run(const char *dir, KiriStore *store, KiriPool *pool,
                        const KiriIndexOptions *options, KiriIndexCounts *counts, GError **error);

/* Job of a worker: a stored article in, its text terms out. Needs
 * kiri_tokenizer_preload(). */
gboolean kiri_terms_job(KiriStr in, KiriBuf *out, GError **error);

/* Compares index and store, article by article, and lets the index check its own
 * files; each problem is one line (char *) in `problems`. FALSE with error when
 * it could not be done. */
gboolean kiri_index_verify(const char *dir, KiriStore *store, GPtrArray *problems, GError **error);
