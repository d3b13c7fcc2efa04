// SPDX-License-Identifier: GPL-3.0-or-later
/* Morphological analysis: MeCab with IPADIC (UTF-8), kept away from the inputs
 * that hurt it (long sentences, long runs of one character class, bytes that
 * are no text).
 *
 * Thread rule: kiri_tokenizer_preload() once; then one KiriTokenizer per
 * thread. */
#pragma once

#include <kirinuki/buf.h>

typedef enum {
    KIRI_POS_OTHER, // 記号, 感動詞, フィラー …
    KIRI_POS_NOUN,
    KIRI_POS_NUMBER, // 名詞,数
    KIRI_POS_PROPER, // 名詞,固有名詞 (組織, 一般)
    KIRI_POS_PERSON, // 名詞,固有名詞,人名
    KIRI_POS_PLACE,  // 名詞,固有名詞,地域
    KIRI_POS_SUFFIX, // 名詞,接尾
    KIRI_POS_VERB,
    KIRI_POS_ADJECTIVE,
    KIRI_POS_ADVERB,
    KIRI_POS_PREFIX,
    KIRI_POS_PARTICLE,  // 助詞
    KIRI_POS_AUXILIARY, // 助動詞
    KIRI_POS_CONJUNCTION,
    KIRI_POS_ADNOMINAL,
    KIRI_N_POS
} KiriPos;
extern const char *const kiri_pos_names[];

typedef struct {
    gsize from, to;  // bytes of the text that was given
    KiriStr base;    // base form; valid during the callback
    KiriStr reading; // katakana, empty when unknown; valid during the callback
    KiriPos pos;
    gboolean is_unknown; // not in the dictionary
    gboolean is_dependent; // a noun that stands for others: これ, こと, もの (代名詞, 非自立)
} KiriToken;

/* Loads the model (dictionary folder NULL: the installed IPADIC UTF-8; user
 * dictionary NULL: none). Before the sandbox closes. Errors: NOT_FOUND, CORRUPT, USAGE. */
gboolean kiri_tokenizer_preload(const char *dictionary_dir, const char *user_dictionary,
                                GError **error);

typedef struct KiriTokenizer KiriTokenizer;
KiriTokenizer *kiri_tokenizer_new(GError **error);
void kiri_tokenizer_free(KiriTokenizer *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTokenizer, kiri_tokenizer_free)

/* Calls `visit` for each token in text order; white space gives none. Pieces
 * that MeCab refuses come as one unknown token each per character class run.
 * Returns FALSE when `visit` did (it stops the walk). */
typedef gboolean (*KiriTokenVisit)(const KiriToken *token, gpointer data);
gboolean kiri_tokenize(KiriTokenizer *t, KiriStr text, KiriTokenVisit visit, gpointer data);

/* Sentence spans of a text: ends at 。！？!? (closing brackets and quotes stay
 * with the sentence) and at line ends. Returns FALSE at the end. Start with
 * *at = 0. */
gboolean kiri_sentence_next(KiriStr text, gsize *at, KiriStr *sentence);
