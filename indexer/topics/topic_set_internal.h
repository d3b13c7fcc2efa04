// SPDX-License-Identifier: GPL-3.0-or-later
/* What the set of topics and its scans share.
 *
 * A tree is a row of operations in preorder: an operation says where the one
 * behind its subtree begins, so a parent walks over its children without
 * pointers. What keywords have in common over all topics is a term; a site, a
 * medium, a class and a release are labels. The order of the operations is that
 * of the tree, so what `matches` of query_match.c says, this says too.
 *
 * Anchors: of each topic a set of terms and labels of which one must be there, or
 * the topic cannot match: of an AND those of the part that is likely to be
 * rarest, of an OR those of all parts. Topics without one (a date alone, a class
 * alone) are tried for every article.
 *
 * Invariants
 *   I1 A term is looked for once, whatever the number of topics that have it.
 *   I2 A topic that matches has an anchor that occurs, or is in `always`. */
#pragma once

#include "automaton.h"

#include <kirinuki/hash.h>
#include <kirinuki/topic_set.h>

typedef enum {
    KIRI_OP_TERM,  // value: term
    KIRI_OP_LABEL, // value: label
    KIRI_OP_DATE,  // value: in `spans`
    KIRI_OP_CLASS, // value: label
    KIRI_OP_RELEASE,
    KIRI_OP_AND,
    KIRI_OP_OR,
    KIRI_OP_NOT,
    KIRI_OP_NEAR, // each child a TERM or an OR of them
} KiriOpKind;

typedef struct {
    guint8 kind;   // KiriOpKind
    guint8 fields; // TERM: where it may stand, KIRI_AT_…
    guint32 near;  // child of NEAR: most characters to the one before
    guint32 end;   // the operation behind this one and all below it
    guint32 value;
} KiriOp;

enum { KIRI_AT_TITLE = 1, KIRI_AT_TEXT = 2, KIRI_AT_AUTHOR = 4 };

typedef struct {
    guint32 word;        // in `words`: N-form, a wildcard with '*', NUL
    gboolean is_prefix;  // a wildcard
    gboolean is_bounded; // has a side that needs a boundary
    guint bounds;        // of a variant: KIRI_NO_… of query_tree.h
    gint32 places;       // ≥ 0: NEAR asks where it stands; number of the list
} KiriSetTerm;

typedef struct {
    gint64 from_us, to_us;
} KiriSetSpan;

typedef struct {
    char digest[KIRI_ID_BYTES]; // "" for a removed one
    guint32 op, end;            // in `ops`; equal: removed
    gint32 limit;               // in `limits`, -1: none
    gboolean needs_clips;
} KiriSetTopic;

struct KiriTopicSet {
    KiriAutomaton *automaton; // tag: term
    GArray *ops;              // KiriOp
    GArray *topics;           // KiriSetTopic
    GArray *terms;            // KiriSetTerm
    GArray *spans;            // KiriSetSpan
    GString *words;
    GHashTable *labels; // "m:…", "s:…", "c:…", "r:…" → label + 1
    guint n_labels, n_places;
    GPtrArray *limits; // KiriTopic: sections and languages only
    /* Topics by anchor: those of term t lie in anchored[first[t] … first[t + 1]),
     * then the same for labels. */
    guint32 *first;
    guint32 *anchored;
    GArray *always; // guint
};

static inline const char *kiri_set_word(const KiriTopicSet *set, guint term)
{
    return set->words->str + g_array_index(set->terms, KiriSetTerm, term).word;
}

/* topic_query.c: see kiri_topic_set_digest(). `query` is kiri_topic_query() of it. */
void kiri_topic_digest(const KiriTopic *topic, const KiriQuery *query, char out[KIRI_ID_BYTES]);

/* Label of "<kind>:<value>", or G_MAXUINT: no topic asks for it. */
guint kiri_set_label(const KiriTopicSet *set, char kind, const char *value);
