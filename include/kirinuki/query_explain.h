// SPDX-License-Identifier: GPL-3.0-or-later
/* What a query is made of, how each part of it is answered, and how many
 * documents it has: for `search --explain-query`, and for telling what variants
 * would find.
 *
 * Thread rule: as search.h. */
#pragma once

#include <kirinuki/search.h>

typedef enum {
    KIRI_ANSWERED_BY_INDEX,  // exactly
    KIRI_ANSWERED_BY_TEXT,   // the index proposes articles, their texts decide
    KIRI_ANSWERED_IN_MEMORY, // article by article, with what the store knows of it
} KiriAnswered;
extern const char *const kiri_answered_names[]; // index, text, memory

/* One node of the tree. */
typedef struct {
    guint depth;          // of the root: 0
    const char *kind;     // and, or, not, near, keyword, prefix, site, … (static)
    const char *field;    // title or author, else NULL (static)
    char *text;           // as it was written, or as the variant's table has it; NULL: a list
    char *n;              // of a keyword: its N-form
    gsize column;         // where it was written, in characters from 1
    guint distance;       // in NEAR: most characters to the one before
    gboolean is_expanded; // an OR of a keyword and its variants
    gboolean is_cut;      // … of which there were more than the limit
    char *variant_of;     // of a variant: kind and origin; else NULL
    gint answered;        // KiriAnswered
    gint64 documents;     // -1: not known
    gboolean is_bound;    // … there are at most so many
} KiriQueryPart;

/* The parts from the root down, KiriQueryPart. `index` may be NULL: then there are
 * no numbers. `most_texts` as below, for each part. Errors of the index. (transfer
 * full) */
GPtrArray *kiri_query_explain(const KiriQuery *query, KiriStore *store, KiriIndex *index,
                              guint most_texts, GError **error);

/* How many documents match; where that takes a look at more than `most_texts`
 * texts, an upper bound. */
gboolean kiri_query_count(const KiriQuery *query, KiriStore *store, KiriIndex *index,
                          guint most_texts, gint64 *documents, gboolean *is_bound, GError **error);
