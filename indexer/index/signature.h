// SPDX-License-Identifier: GPL-3.0-or-later
/* Signatures: a look at a few bytes that saves reading a text.
 *
 * The bigrams of a phrase of everyday kana are in most articles, the phrase in
 * few. A signature has one bit for each hash of three neighbouring characters of
 * title and text (both in N-form), about five bits for two characters, so that
 * a third of them are set: of the articles that lack a trigram two of three lack
 * its bit. A trigram of kanji or katakana alone has three bits: there are few of
 * them in a text, and they are what is asked for most. A signature can say no for
 * certain, never yes (a Bloom filter; B. H. Bloom, CACM 13(7), 1970). Trigrams as
 * terms would say the same at ten times the size.
 *
 * Thread rule: any thread; an object by one at a time. */
#pragma once

#include "query/query_tree.h"

/* No larger; very long texts have denser signatures. */
#define KIRI_SIGNATURE_BYTES 4096

/* Appends the signature of an article. */
void kiri_signature_make(const KiriQueryArticle *article, KiriBuf *out);

/* What signatures are asked for a query. */
typedef struct KiriSignatureTest KiriSignatureTest;

/* NULL where a signature can say nothing about the query. */
KiriSignatureTest *kiri_signature_test_new(const KiriQuery *query);
void kiri_signature_test_free(KiriSignatureTest *test);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSignatureTest, kiri_signature_test_free)
/* FALSE: the article does not match. An empty signature says nothing. */
gboolean kiri_signature_may_match(const KiriSignatureTest *test, KiriStr signature);
