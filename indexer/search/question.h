// SPDX-License-Identifier: GPL-3.0-or-later
/* The question of mode like, taken apart so that it can be laid over a text.
 *
 * Its N-text in characters, and the units in it that weigh something: words
 * (MeCab; of verbs and adjectives the part that does not bend), Latin words and
 * numbers, and pairs of neighbouring kana or kanji, which hold where MeCab cuts
 * question and text differently. A unit weighs what its term is rare in the
 * index, so particles, question words and light verbs weigh little without
 * being listed anywhere.
 *
 * Thread rule: a question is read from any thread. */
#pragma once

#include "index/xapian_shim.h"

#include <kirinuki/tokenize.h>

#include <math.h>

/* Of a longer text only so much is laid over others. */
#define KIRI_QUESTION_CHARS 400
#define KIRI_QUESTION_UNITS 512

/* How telling it is to hold a term that so many of all documents hold. */
static inline gdouble kiri_rarity(gdouble all, gdouble documents)
{
    return log1p((all - documents + 0.5) / (documents + 0.5));
}

typedef struct {
    guint from, to; // characters of the question
    gdouble weight; // > 0
    guint same;     // the first unit with this text: itself, or an earlier one
    gboolean is_pair;
    gboolean is_name; // a name, number, Latin word, or written in katakana
    gboolean is_run;  // Latin letters or digits: stands alone in a text, or not at all
} KiriUnit;

#define KIRI_QUESTION_BUCKETS 1024

typedef struct {
    gunichar *chars;
    guint n;
    GArray *units;   // KiriUnit, by `from`
    guint *units_at; // for each character and the end: the first unit at or after it
    /* Characters of the question by value: chains through `next`, ended by -1. */
    gint16 first[KIRI_QUESTION_BUCKETS], *next;
    gdouble words, pairs, names; // weights in all, each text once
    gdouble literal;             // of pairs and runs: what a stretch can weigh
    gboolean is_sentence;        // with a full stop in it: prose, no headline
} KiriQuestion;

/* Errors: what the index says. (transfer full) */
KiriQuestion *kiri_question_new(KiriXapReader *reader, KiriTokenizer *tokenizer, KiriStr text,
                                GError **error);
void kiri_question_free(KiriQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriQuestion, kiri_question_free)

static inline const KiriUnit *kiri_question_unit(const KiriQuestion *question, guint i)
{
    return &g_array_index(question->units, KiriUnit, i);
}

/* ---- over a text ---- */

/* What is seen of a question in a text. Where not said otherwise a share of the
 * question's weight, 0 to 1, and so comparable between questions. */
typedef enum {
    KIRI_LAID_WORDS,     // words that occur
    KIRI_LAID_OFTEN,     // the same, but an occurrence more counts a little more
    KIRI_LAID_PAIRS,     // pairs that occur
    KIRI_LAID_NAMES,     // names and numbers that occur
    KIRI_LAID_TITLE,     // words in the title
    KIRI_LAID_LEAD,      // words in the title and the first characters of the text
    KIRI_LAID_PASSAGE,   // words and pairs in the passage that has most of them
    KIRI_LAID_ORDER,     // neighbours in the question that are close in the text
    KIRI_LAID_TITLE_RUN, // the weightiest stretch of the question in the title
    KIRI_LAID_SENTENCE,  // the same in the text, where the question is a sentence
    /* The same, where it is none and more than half of it stands there word for
     * word: 0 at half of it, 1 at all. */
    KIRI_LAID_HEADLINE,
    KIRI_LAID_LENGTH, // logarithm of the text's characters: no share
    KIRI_N_LAID
} KiriLaid;

/* Lays the question over N-texts. Time: the text's length. */
void kiri_question_lay(const KiriQuestion *question, KiriStr n_title, KiriStr n_text,
                       gdouble laid[KIRI_N_LAID]);
