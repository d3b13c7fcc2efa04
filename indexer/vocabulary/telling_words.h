// SPDX-License-Identifier: GPL-3.0-or-later
/* Which names tell two groups of texts apart? Counted over whole names (words.h), each
 * once a text, and weighed by the odds of standing in one group and not in the other.
 * What verdicts teach (learning_terms.c) and what a topic could leave out
 * (topic_trial.c) both begin here and choose by their own rules.
 *
 * Thread rule: any thread, one at a time for each table. */
#pragma once

#include <kirinuki/buf.h>

typedef struct {
    char *word;
    GArray *in;          // numbers of the texts that have it, rising: guint
    guint first, second; // texts of either group that have it
} KiriTellingWord;

void kiri_telling_word_free(gpointer word);

/* An empty table, word → KiriTellingWord. (transfer full) */
GHashTable *kiri_telling_words_new(void);
/* Counts the names of one text; `number` is greater than that of the text before. Names
 * of one character or more than twelve, and units behind digits, are passed over. */
void kiri_telling_words_add(GHashTable *words, KiriStr n_text, guint number, gboolean is_first);

typedef struct {
    gdouble ratio; // natural logarithm of the odds ratio, > 0: of the first group
    gdouble error; // its standard error
} KiriLogOdds;

/* `a` of `a_all` against `b` of `b_all`, half a text added to each of the four counts
 * (Haldane and Anscombe), so that none is zero. */
KiriLogOdds kiri_log_odds(guint a, guint a_all, guint b, guint b_all);
