// SPDX-License-Identifier: GPL-3.0-or-later
/* From a query tree to a program for the index.
 *
 * A query has two programs. The outer one's matches include every article that
 * matches the query; those of the inner one all match it. Where the two are the
 * same (`is_exact`) the text need not be looked at; else only that of what lies
 * between them. Exact are: one character, two kana or kanji, three of a kind
 * (hiragana; kanji and katakana), one whole Latin word or number, a wildcard, site,
 * medium, date, and what AND, OR and NOT make of such. Longer keywords of kanji and
 * katakana have an inner side: articles where MeCab found them as a word or a
 * compound. */
#pragma once

#include "vocabulary/lexicon.h"
#include "query_tree.h"
#include "index/xapian_shim.h"

typedef struct {
    GArray *steps;    // KiriXapStep, postfix, leaving one query
    GPtrArray *owned; // strings the steps point to
    gboolean is_exact;
} KiriPlan;

void kiri_plan_init(KiriPlan *plan);
void kiri_plan_clear(KiriPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriPlan, kiri_plan_clear)

static inline const KiriXapStep *kiri_plan_steps(const KiriPlan *plan)
{
    return (const KiriXapStep *)(const void *)plan->steps->data;
}
/* Appends one step, or a step on a term that is copied. */
void kiri_plan_op(KiriPlan *plan, KiriXapOp op, guint n);
void kiri_plan_term(KiriPlan *plan, const char *prefix, KiriStr text);
void kiri_plan_scale(KiriPlan *plan, gdouble factor);

/* Ids of the articles tied to a release, NULL-terminated (transfer full); NULL
 * where it cannot say. */
typedef char **(*KiriPlanTied)(const char *release, gpointer data);

/* Appends the outer program of a query. */
void kiri_plan_query(KiriPlan *plan, const KiriQuery *query, KiriPlanTied tied, gpointer data);
/* Appends the inner one; with a lexicon (may be NULL) words that contain a keyword
 * prove it too. */
void kiri_plan_query_inner(KiriPlan *plan, const KiriQuery *query, const KiriLexicon *lexicon);
