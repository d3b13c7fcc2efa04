// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to Xapian, in C: terms, values and data in, document numbers out.
 *
 * The shim has no idea of what it indexes. Terms and values are pointer and
 * length; a query is a postfix program over terms; every C++ exception becomes a
 * GError of KIRI_ERROR_INDEXER:
 *
 *   STALE     a reader fell two commits behind its writer: reopen, run again
 *   BUSY      another writer has the index
 *   NOT_FOUND there is no index
 *   CORRUPT   its files contradict themselves, or are of another format
 *   LIMIT     a term is too long, or a prefix has too many expansions
 *   IO, FAILED  the rest
 *
 * What Xapian does with an exception inside a batch was measured: the whole
 * batch is dropped and the next commit reports success. So a writer that failed
 * once is void: each further call fails, and the caller discards it, opens a
 * new one and goes on after the last committed metadata.
 *
 * Thread rule: one thread at a time per handle. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/error.h>

/* ---- writing ---- */

typedef struct KiriXapWriter KiriXapWriter;

/* `is_new` makes the folder and refuses an index that is there (EXISTS);
 * otherwise one must be there. */
KiriXapWriter *kiri_xap_writer_open(const char *dir, gboolean is_new, GError **error);
/* Makes one that is not worth keeping if the system goes down: nothing is synced. */
KiriXapWriter *kiri_xap_writer_open_scratch(const char *dir, GError **error);
/* Drops an open transaction and frees; NULL does nothing. Says nothing about
 * what was committed before: that is on disk. */
void kiri_xap_writer_discard(KiriXapWriter *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriXapWriter, kiri_xap_writer_discard)

/* Between begin and commit everything, metadata included, becomes visible at
 * once or not at all. Commit also syncs the folder: Xapian renames its version
 * file and leaves that rename to chance. */
gboolean kiri_xap_begin(KiriXapWriter *w, GError **error);
gboolean kiri_xap_commit(KiriXapWriter *w, GError **error);

typedef struct {
    KiriStr term; // 1 … KIRI_LIMIT_TERM_BYTES bytes, no NUL (LIMIT)
    guint32 wdf;  // how often it occurs in the document
} KiriXapTerm;

typedef struct {
    guint slot;
    KiriStr value; // compared as bytes
} KiriXapValue;

typedef struct {
    KiriStr unique; // the one term by which the document is replaced and deleted
    const KiriXapTerm *terms;
    gsize n_terms;
    const KiriXapValue *values;
    gsize n_values;
    KiriStr data;
} KiriXapDocument;

/* Puts a document in the place of the one with the same unique term. */
gboolean kiri_xap_replace(KiriXapWriter *w, const KiriXapDocument *document, GError **error);
/* Adds a document whose unique term no other has; that is for the caller to know. */
gboolean kiri_xap_add(KiriXapWriter *w, const KiriXapDocument *document, GError **error);
/* Nothing happens where there is none. */
gboolean kiri_xap_delete(KiriXapWriter *w, KiriStr unique, GError **error);
/* Documents, and how many more are dead, of the last commit. */
gboolean kiri_xap_writer_counts(KiriXapWriter *w, guint32 *documents, guint32 *dead,
                                GError **error);
gboolean kiri_xap_set_metadata(KiriXapWriter *w, const char *key, KiriStr value, GError **error);
/* "" where it was never set. (transfer full) */
char *kiri_xap_writer_metadata(KiriXapWriter *w, const char *key, GError **error);

/* Makes one index of several, without gaps in its files, and syncs it. Documents
 * keep their order, those of the first index come first; metadata is lost, so none
 * of them may have dead documents. `into` must not be there. */
gboolean kiri_xap_merge(const char *const *dirs, gsize n_dirs, const char *into, GError **error);

/* ---- reading ---- */

typedef struct KiriXapReader KiriXapReader;

KiriXapReader *kiri_xap_reader_open(const char *dir, GError **error);
void kiri_xap_reader_free(KiriXapReader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriXapReader, kiri_xap_reader_free)
/* Sees the newest commit, also after the folder was replaced. */
gboolean kiri_xap_reopen(KiriXapReader *r, GError **error);

char *kiri_xap_reader_metadata(KiriXapReader *r, const char *key, GError **error);
guint32 kiri_xap_count(KiriXapReader *r); // documents
guint32 kiri_xap_last(KiriXapReader *r);  // the greatest number a document has had
/* Names the folder's index among all that are made; it stays the same from commit to
 * commit. (transfer full) */
char *kiri_xap_reader_uuid(KiriXapReader *r, GError **error);
/* In how many documents the term is, the dead included. */
gboolean kiri_xap_frequency(KiriXapReader *r, KiriStr term, guint32 *documents, GError **error);
/* Data and value of a document: appended to `out`. */
gboolean kiri_xap_data(KiriXapReader *r, guint32 document, KiriBuf *out, GError **error);
gboolean kiri_xap_value(KiriXapReader *r, guint32 document, guint slot, KiriBuf *out,
                        GError **error);
/* Terms that begin with `prefix`, ascending, each with its last document that is not
 * dead; stops when `visit` returns FALSE. */
typedef gboolean (*KiriXapTermVisit)(KiriStr term, guint32 last_document, gpointer data);
gboolean kiri_xap_each_term(KiriXapReader *r, KiriStr prefix, KiriXapTermVisit visit, gpointer data,
                            GError **error);

/* The same without a look at the documents: some may be of dead ones alone. */
typedef gboolean (*KiriXapWordVisit)(KiriStr term, gpointer data);
gboolean kiri_xap_each_word(KiriXapReader *r, KiriStr prefix, KiriXapWordVisit visit, gpointer data,
                            GError **error);

/* ---- asking ---- */

typedef enum {
    KIRI_XAP_TERM,    // pushes the documents with `a`
    KIRI_XAP_PREFIX,  // … with a term that begins with `a`; more than `n` such terms: LIMIT
    KIRI_XAP_RANGE,   // … whose value `n` is in [a, b]
    KIRI_XAP_ALL,     // every document
    KIRI_XAP_NOTHING, // none
    KIRI_XAP_AND,     // pops `n`, pushes their intersection; weights add up
    KIRI_XAP_RAREST,  // pops `n`; the same for the few rarest of them, so it may be wider
    KIRI_XAP_OR,      // pops `n`, pushes their union; weights add up
    KIRI_XAP_MINUS,   // pops b, then a; pushes a without b
    KIRI_XAP_FILTER,  // pops b, then a; pushes a where also b, with the weight of a
    KIRI_XAP_SCALE,   // multiplies the weight of the top by `scale` (≥ 0)
} KiriXapOp;

/* One step of a query in postfix order; the strings are borrowed for the call. */
typedef struct {
    KiriXapOp op;
    guint n;
    gdouble scale;
    KiriStr a, b;
} KiriXapStep;

typedef enum {
    KIRI_XAP_BY_WEIGHT, // falling weight, then `falling_slot`, then `rising_slot`
    KIRI_XAP_BY_VALUE,  // falling `falling_slot`, then `rising_slot`; no weights
} KiriXapOrder;

/* Has the last word on a document that the index proposes: *is_in, or FALSE with
 * error, which ends the run with that error. May read data and values. */
typedef gboolean (*KiriXapDecide)(guint32 document, gboolean *is_in, gpointer data, GError **error);

typedef struct {
    KiriXapOrder order;
    guint falling_slot, rising_slot;
    gdouble k1, b; // of BM25
    guint32 first, max;
    gboolean is_total_exact; // look at every match even when `max` is small
    /* NULL, or asked about a match that would come among the best; about every
     * one where the total is to be exact. */
    KiriXapDecide decide;
    gpointer data; // of `decide`
} KiriXapAsk;

typedef struct {
    guint32 document;
    gdouble weight;
} KiriXapHit;

/* Runs a query. Hits `first` … `first + max` in order go to `hits` (GArray of
 * KiriXapHit, emptied before); `total` (may be NULL) gets the number of matches,
 * or without is_total_exact a lower bound of it. */
gboolean kiri_xap_ask(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                      const KiriXapAsk *ask, GArray *hits, guint32 *total, GError **error);

/* Between how many and how many documents match, said without looking: equal
 * where a query is one term. */
gboolean kiri_xap_bounds(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps, guint32 *lower,
                         guint32 *upper, GError **error);

/* Every match, ascending by number, appended to `documents` (GArray of guint32);
 * with `decide` only what it takes. */
gboolean kiri_xap_each_match(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                             KiriXapDecide decide, gpointer data, GArray *documents,
                             GError **error);

/* Says of single documents whether a program matches them, where looking for all that
 * do would cost more. */
typedef struct KiriXapTester KiriXapTester;
/* NULL without error: the program has a step that only a search can do (PREFIX,
 * RANGE). RAREST is taken as AND. (transfer full) */
KiriXapTester *kiri_xap_tester_new(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                                   GError **error);
void kiri_xap_tester_free(KiriXapTester *tester);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriXapTester, kiri_xap_tester_free)
/* By rising document numbers (another order works, slowly). A dead document is not
 * known to be one. */
gboolean kiri_xap_tester_ask(KiriXapTester *tester, guint32 document, gboolean *is_match,
                             GError **error);

/* The value of each of `n` documents (ascending); "" where there is none. */
typedef void (*KiriXapValueVisit)(gsize i, KiriStr value, gpointer data);
gboolean kiri_xap_values(KiriXapReader *r, guint slot, const guint32 *documents, gsize n,
                         KiriXapValueVisit visit, gpointer data, GError **error);

/* One slot, read by rising document numbers (another order works, slowly). */
typedef struct KiriXapColumn KiriXapColumn;
KiriXapColumn *kiri_xap_column_new(KiriXapReader *r, guint slot);
void kiri_xap_column_free(KiriXapColumn *column);
/* Borrowed until the next call; "" where there is none. */
gboolean kiri_xap_column_at(KiriXapColumn *column, guint32 document, KiriStr *value,
                            GError **error);

/* Xapian's own check of all its files, and of its statistics against the documents:
 * number of damages found; what Xapian said is appended to `report`. */
gboolean kiri_xap_check(const char *dir, guint64 *damages, KiriBuf *report, GError **error);
