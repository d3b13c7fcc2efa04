// SPDX-License-Identifier: GPL-3.0-or-later
/* A MeCab dictionary as the one who extends it sees it: is a word in it, how is
 * it read, and where and at which cost must a new word stand in it so that the
 * analysis finds it as one token?
 *
 * A KiriDictionary is a model of its own, apart from the one that tokenizers
 * share, so a new dictionary can be tried before it is put to use. Words given
 * here are short and checked (user_words.h); strangers' text goes to workers.
 *
 * The cost of a new word. MeCab takes the path of least cost through all words a
 * sentence could be made of. The word S is set into a dozen frames L S R of the
 * usual neighbours (sentence end, comma, bracket, particles, さん, …). In each
 * frame the best path without the new word costs T, and the path with it costs
 * F + c, where F are the frame's own words and the four transitions. So S is one
 * token in every frame when c < min(T − F). The cost is that minimum less a
 * margin of 500, for neighbours that are not among the frames, and never more
 * than that of a known word of the same kind: a word that needs no help gets
 * none, and no word gets more weight than it needs.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/buf.h>

/* What a user's word can be; all of them are uninflected. */
typedef enum {
    KIRI_WORD_PROPER, // 固有名詞: works, products, campaigns
    KIRI_WORD_NOUN,   // 一般名詞
    KIRI_WORD_VERBAL, // サ変名詞: with する it is a verb
    KIRI_WORD_ORGANISATION,
    KIRI_WORD_PERSON, // full name, or a name that is one word
    KIRI_WORD_FAMILY, // 姓
    KIRI_WORD_GIVEN,  // 名
    KIRI_WORD_PLACE,  // 地名
    KIRI_N_WORD_KINDS
} KiriWordKind;
/* "proper", "noun", "verbal", "organisation", "person", "family", "given",
 * "place"; NULL-terminated. */
extern const char *const kiri_word_kind_names[];
/* By that name or by the Japanese one (固有名詞, 名詞, サ変, 組織, 人名, 姓, 名,
 * 地名 and the longer forms that input methods export); -1: unknown. */
gint kiri_word_kind_by_name(KiriStr name);

typedef struct KiriDictionary KiriDictionary;

/* `dir` NULL: the installed IPADIC UTF-8; `user_dictionary` NULL: none. Errors:
 * NOT_FOUND, CORRUPT, USAGE (not in UTF-8). */
KiriDictionary *kiri_dictionary_open(const char *dir, const char *user_dictionary, GError **error);
void kiri_dictionary_free(KiriDictionary *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDictionary, kiri_dictionary_free)
/* The folder that is meant by NULL; NULL with error NOT_FOUND. Static. */
const char *kiri_dictionary_default_dir(GError **error);

/* Of MeCab; static. */
const char *kiri_mecab_version(void);

/* Is there an entry with exactly this surface? */
gboolean kiri_dictionary_has(KiriDictionary *d, KiriStr surface);
/* Is it one token in each of the frames? */
gboolean kiri_dictionary_finds(KiriDictionary *d, KiriStr surface);
/* Katakana, put together from the parts; NULL where a part has no reading.
 * (transfer full) */
char *kiri_dictionary_reading(KiriDictionary *d, KiriStr surface);

/* What a word is by its parts: a person where all of them are names of persons, a place
 * where all are places, else PROPER. */
KiriWordKind kiri_dictionary_guess_kind(KiriDictionary *d, KiriStr surface);

typedef struct {
    guint left, right; // context ids
    gint cost;         // within 16 bits
} KiriWordPlace;
/* Where `surface` has to stand. Error NOT_FOUND: the dictionary has no words of
 * that kind, so it is none of IPADIC's family. */
gboolean kiri_dictionary_place(KiriDictionary *d, KiriStr surface, KiriWordKind kind,
                               KiriWordPlace *place, GError **error);
/* Feature columns of a kind, as IPADIC has them: "名詞,固有名詞,一般,*". */
const char *kiri_word_kind_feature(KiriWordKind kind);

/* What tokens depend on, as 32 hexadecimal digits: another system dictionary or
 * other user words, another fingerprint. Of files that are not there: as if there
 * were none. `dir`, `user_dictionary` as above. (transfer full) */
char *kiri_dictionary_fingerprint(const char *dir, const char *user_dictionary);
