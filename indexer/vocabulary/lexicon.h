// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of the index in one piece of memory, to be searched for what contains
 * a keyword: an article with the word レコード contains コード, and its text need not be
 * read to know that. Only words that prove their text (kiri_term_is_proof) are
 * taken.
 *
 * It may be older than the index and may lack words: then more texts are read,
 * and the answer is the same. */
#pragma once

#include "index/xapian_shim.h"

#define KIRI_LEXICON_BYTES (16 * 1024 * 1024)
/* Words that are taken as a proof of one keyword. */
#define KIRI_LEXICON_WORDS 400

typedef struct KiriLexicon KiriLexicon;

/* Reads the M terms, about a microsecond each. (transfer full) */
KiriLexicon *kiri_lexicon_load(KiriXapReader *reader, GError **error);
void kiri_lexicon_free(KiriLexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLexicon, kiri_lexicon_free)
/* Each word that contains `part`, itself included, KIRI_LEXICON_WORDS at most. */
typedef void (*KiriLexiconVisit)(KiriStr word, gpointer data);
void kiri_lexicon_each(const KiriLexicon *lexicon, KiriStr part, KiriLexiconVisit visit,
                       gpointer data);
