// SPDX-License-Identifier: GPL-3.0-or-later
/* What the sources of new_words.h share.
 *
 *   worker   new_words.c              text → cuts, as bytes
 *   main     new_words.c              keeps them
 *            new_words_candidates.c   cuts → spans that may be words
 *            new_words_count.c        spans → candidates with their figures
 *            new_words_judge.c        candidates → words, in order */
#pragma once

#include <kirinuki/new_words.h>

/* What a token is to us. */
typedef enum {
    KIRI_CUT_BREAK, // punctuation, conjunctions, pronouns: no word goes beyond
    KIRI_CUT_NOUN,
    KIRI_CUT_NAME,
    KIRI_CUT_PERSON,
    KIRI_CUT_PLACE,
    KIRI_CUT_UNKNOWN,
    KIRI_CUT_NUMBER,
    KIRI_CUT_SUFFIX,
    KIRI_CUT_PREFIX,
    KIRI_CUT_VERB, // adjectives and adverbs too
    KIRI_CUT_AUXILIARY,
    KIRI_CUT_OF, // の
    KIRI_CUT_PARTICLE,
    KIRI_N_CUTS
} KiriCutKind;

typedef struct {
    const char *p;
    guint8 n;
    guint8 kind;
    gboolean is_spaced; // white space before it
} KiriCut;

typedef struct {
    char *id;
    guint medium; // number of its name, 0: unknown
    KiriTime when;
    gboolean is_release;
    gsize at, n; // its cuts in the arena
} KiriCutText;

enum { KIRI_SPAN_PARTS = 7, KIRI_SPAN_BYTES = 96 };

/* Cuts [from, to) that may be a word. */
typedef struct {
    guint from, to;
    gint before, behind; // the neighbouring part of the same run, -1: none
    gboolean is_quoted;  // the whole of a quotation
    gboolean is_mixed;   // with a verb or の inside
} KiriSpan;

/* ---- cuts ---- */

/* Reads a text's cuts; FALSE where they are none. */
gboolean kiri_cuts_read(KiriStr bytes, GArray *cuts);
static inline const KiriCut *kiri_cut_at(const GArray *cuts, guint i)
{
    return &g_array_index(cuts, KiriCut, i);
}
/* Is it a piece of names: nouns of all kinds, unknown runs, numbers? */
gboolean kiri_cut_is_part(const KiriCut *cut);
gboolean kiri_cut_is_latin(const KiriCut *cut); // letters and digits of ASCII or full width
gboolean kiri_cut_is_digits(const KiriCut *cut);

typedef void (*KiriSpanVisit)(const GArray *cuts, const KiriSpan *span, gpointer data);
void kiri_spans_each(const GArray *cuts, KiriSpanVisit visit, gpointer data);
/* The span as it is written. */
void kiri_span_surface(const GArray *cuts, guint from, guint to, GString *out);
/* Does the quotation that `open` begins end with `close`? */
gboolean kiri_is_quotation(const KiriCut *open, const KiriCut *close);

/* ---- candidates ---- */

typedef struct {
    guint32 key, n;
} KiriTally;

typedef struct {
    guint64 hash;
    char *surface;
    guint count, articles;
    guint last_text;   // index + 1
    guint quoted;      // occurrences as the whole of a quotation
    guint alone;       // … without a neighbour of the same run
    guint in_sentence; // … with a particle behind, outside the quotation
    guint bracketed;   // … alone between round brackets: a reading, a mark, an age
    guint japanese;    // … not in Latin text or an address
    guint titled;      // … with さん, 氏, … behind
    guint in_releases;
    guint surroundings, looked_at; // how many differ of those looked at
    KiriTime first_seen;
    GArray *media;                    // guint
    GArray *left, *right;             // KiriTally: characters beside it; 0: a boundary
    GArray *left_parts, *right_parts; // KiriTally: parts beside it in the same run
    GArray *particles;                // KiriTally: what follows it in sentences
    GArray *seen;                     // guint32: hashes of surroundings
    struct {
        guint text, cut;
    } examples[KIRI_NEW_WORD_EXAMPLES];
    guint n_examples;
    guint n_parts;
    guint8 kinds[KIRI_SPAN_PARTS];
    guint64 parts[KIRI_SPAN_PARTS]; // hashes
    guint8 part_bytes[KIRI_SPAN_PARTS];
    gboolean is_latin, is_mixed, ends_with_title;
    char *split; // "剛力|彩|芽"
} KiriCandidate;
void kiri_candidate_free(gpointer candidate);

struct KiriNewWords {
    GArray *texts;           // KiriCutText
    GByteArray *arena;       // cuts of all of them
    GHashTable *media;       // name (owned) → number from 1
    GHashTable *part_counts; // hash as a pointer → count
    guint64 n_cuts;
    GHashTable *candidates; // by hash
    guint n_releases;
    gboolean is_full;
};

/* Fills part_counts and candidates. `least`: articles that a candidate must be in. */
void kiri_candidates_count(KiriNewWords *w, guint least, gboolean only_in_releases);
static inline guint kiri_part_count(const KiriNewWords *w, guint64 hash)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(w->part_counts, GSIZE_TO_POINTER(hash)));
}
guint64 kiri_part_hash(const KiriCut *cut);
