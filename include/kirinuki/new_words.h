// SPDX-License-Identifier: GPL-3.0-or-later
/* Words that the dictionary does not know, found in the texts themselves.
 *
 * A candidate is what MeCab splits or marks as unknown: up to seven neighbouring
 * tokens of the kinds that names are made of (nouns, unknown runs, with ・ - ＆
 * between them; verbs and の inside, under stricter rules), or a whole quotation
 * 「…」『…』. It is a word when
 *   - many different things stand on both sides of it: branching entropy of the
 *     neighbouring characters (Tanaka-Ishii and Jin, "From phoneme to morpheme",
 *     2006), where a fragment of a longer word has nearly always the same one;
 *   - particles follow it, so it is used in sentences and is no heading or menu;
 *   - its parts belong together: normalised pointwise mutual information (Bouma,
 *     "Normalized (pointwise) mutual information in collocation extraction", 2009)
 *     and the share of its rarest part's uses that are within it;
 *   - it is spread over articles and media, in surroundings that differ.
 * Of words inside words the longer one stays where the shorter one hardly occurs
 * without it, and the shorter one where the longer is made of it and common words.
 *
 * Two passes over the tokens: a sketch of fixed size first counts in how many
 * articles each candidate is, and only those above the least are counted exactly
 * then. So memory is bounded: the tokens (KIRI_LIMIT_NEW_WORDS_BYTES), the sketch
 * (24 MiB), and the candidates (KIRI_LIMIT_NEW_WORDS, the least rises until they
 * fit).
 *
 * Thread rule: one thread at a time; the job: any thread. */
#pragma once

#include <kirinuki/civil.h>
#include <kirinuki/dictionary.h>

typedef struct KiriNewWords KiriNewWords;

KiriNewWords *kiri_new_words_new(void);
void kiri_new_words_free(KiriNewWords *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNewWords, kiri_new_words_free)

/* Job of a worker: plain text in, its tokens as kiri_new_words_add() takes them out.
 * Needs kiri_tokenizer_preload(). */
gboolean kiri_new_words_job(KiriStr in, KiriBuf *out, GError **error);

typedef struct {
    const char *id;     // of the article or release
    const char *medium; // or the host; NULL: unknown
    KiriTime when;
    gboolean is_release;
} KiriNewWordsText;

/* Adds a text by its tokens; all of it is copied. FALSE without error when the memory
 * for tokens is full: this text and all later ones are left out. Error CORRUPT: these
 * are no tokens. */
gboolean kiri_new_words_add(KiriNewWords *w, const KiriNewWordsText *text, KiriStr tokens,
                            GError **error);

typedef struct {
    guint limit;          // words at most
    guint least_articles; // 0: by the number of texts, from 2 up
    gboolean only_in_releases;
    /* NULL, or asked for each: TRUE leaves it out. */
    gboolean (*is_unwanted)(const char *surface, gpointer data);
    gpointer data;
} KiriNewWordsOptions;

#define KIRI_NEW_WORD_EXAMPLES 3

typedef struct {
    char *surface;
    KiriWordKind kind; // guessed
    gdouble score;
    guint count, articles, media;
    KiriTime first_seen;
    char **examples;    // a few words around, at most KIRI_NEW_WORD_EXAMPLES
    char **example_ids; // the texts that they are from
    /* What speaks for it, 0–1 but for the entropies (bits). */
    gdouble left_entropy, right_entropy, cohesion, in_sentence;
    char *parts; // as MeCab splits it now: "剛力|彩|芽"
} KiriNewWord;
void kiri_new_word_free(gpointer word);

/* KiriNewWord by falling score (transfer full: the array owns them). What `dictionary`
 * has as one entry is no new word. */
GPtrArray *kiri_new_words_find(KiriNewWords *w, KiriDictionary *dictionary,
                               const KiriNewWordsOptions *options);
