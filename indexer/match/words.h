// SPDX-License-Identifier: GPL-3.0-or-later
/* Words for matching, cut from N-text by character class alone: two neighbouring
 * kanji, a run of katakana, a Latin word or model number. No dictionary: the
 * link stage reads strangers' text outside the sandbox, and a new product name
 * is in no dictionary anyway.
 *
 * Thread rule: any thread. */
#pragma once

#include "chars.h"

#include <kirinuki/buf.h>

typedef void (*KiriWordVisit)(KiriStr word, gsize at, gpointer data);

/* Each word with its byte offset, in text order. */
void kiri_words_each(KiriStr n_text, KiriWordVisit visit, gpointer data);

/* Whole names: runs of kanji, katakana and Latin, joined where they touch, as
 * long as they go (暮らし is cut: kana ends a name). */
void kiri_names_each(KiriStr n_text, KiriWordVisit visit, gpointer data);

/* ---- how rare is a word? ---- */

/* Document frequencies of a fixed table (dictionaries/term_frequencies.tsv): not
 * of the store, because then every new article would change every link. */
typedef struct KiriFrequencies KiriFrequencies;

/* Errors: NOT_FOUND, IO, PARSE. (transfer full) */
KiriFrequencies *kiri_frequencies_load(const char *path, GError **error);
void kiri_frequencies_free(KiriFrequencies *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriFrequencies, kiri_frequencies_free)
/* Another table, another digest. */
guint64 kiri_frequencies_digest(const KiriFrequencies *f);
/* ln(1 + (N − df + ½) ÷ (df + ½)) of the word with this kiri_hash64(). */
gdouble kiri_frequencies_idf(const KiriFrequencies *f, guint64 hash);
/* Share of the table's documents that have it. */
gdouble kiri_frequencies_share(const KiriFrequencies *f, guint64 hash);
/* That of the rarest word in `n_text`; 0 where it has none: kana alone, a name whose
 * rarity nobody knows. */
gdouble kiri_frequencies_least_share(const KiriFrequencies *f, KiriStr n_text);
gdouble kiri_frequencies_mean_words(const KiriFrequencies *f); // per document

/* ---- vectors ---- */

typedef struct {
    guint64 hash;
    gfloat weight; // of unit length over the vector
    gfloat idf;
} KiriTerm;

typedef struct {
    KiriTerm *terms; // by hash
    gsize n;
} KiriVector;

/* BM25-like: v(t) = idf·tf·(k1+1) ÷ (tf + k1·(1 − b + b·L÷L̄)), k1 = 1.2, b = .75,
 * then scaled to length 1. Words of `title` count twice. */
void kiri_vector_init(KiriVector *v, KiriStr title, KiriStr text, const KiriFrequencies *f);
/* Takes the words of `n_text` out of the vector and scales the rest to length 1. */
void kiri_vector_remove(KiriVector *v, KiriStr n_text);
void kiri_vector_clear(KiriVector *v);
gdouble kiri_vector_cosine(const KiriVector *a, const KiriVector *b);
gboolean kiri_vector_has(const KiriVector *v, guint64 hash);
