// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of learning share.
 *
 * Thread rule: one thread. */
#pragma once

#include <kirinuki/learning.h>

/* One decided story. */
typedef struct {
    char *clip; // the first of its clips by id
    char *text; // N-form of headline and text
    gdouble logit;
    gboolean has_logit;   // FALSE: the program itself found no tie
    gboolean is_accepted; // else rejected
} KiriLesson;

/* The terms that separate accepted from rejected lessons: KiriLearnedTerm, the most
 * telling first (transfer full). */
GPtrArray *kiri_learned_terms(const GArray *lessons);
/* Sum of the weights of the terms that `text` has, within its bounds. `n` and `word`
 * (borrowed) may be NULL. */
gdouble kiri_learned_sum(const GPtrArray *terms, const char *text, guint *n, const char **word);

gdouble kiri_logit(gdouble p); // of p within [.001, .999]
gdouble kiri_sigmoid(gdouble x);
/* What a match of a topic counts as. */
#define KIRI_TOPIC_PRIOR .85
