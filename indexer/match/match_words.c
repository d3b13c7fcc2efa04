// SPDX-License-Identifier: GPL-3.0-or-later
/* How much of one text's words the other has. A cosine is the same both ways; a
 * three-line item that lies wholly within its release, and a long piece that only
 * touches it, are not. */
#include "match_features.h"

#include <stdlib.h>

static int compare_hashes(const void *a, const void *b)
{
    const guint64 *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static gboolean has_word(const KiriDoc *doc, guint64 hash)
{
    return doc->n_words && bsearch(&hash, doc->words, doc->n_words, sizeof hash, compare_hashes);
}

/* Squares of the weights of a vector of length 1 sum to 1. */
static gdouble weight_within(const KiriVector *of, const KiriDoc *in)
{
    gdouble sum = 0;
    for (gsize i = 0; i < of->n; i++)
        if (has_word(in, of->terms[i].hash))
            sum += (gdouble)of->terms[i].weight * (gdouble)of->terms[i].weight;
    return sum;
}

/* By rarity; `none` where there are no words. */
static gdouble rarity_within(const KiriVector *of, const KiriDoc *in, gdouble none)
{
    gdouble all = 0, found = 0;
    for (gsize i = 0; i < of->n; i++) {
        gdouble idf = (gdouble)of->terms[i].idf;
        all += idf;
        found += has_word(in, of->terms[i].hash) ? idf : 0;
    }
    return all > 0 ? found / all : none;
}

void kiri_features_words(const KiriDoc *article, const KiriDoc *release, gdouble *x)
{
    x[KIRI_X_WORDS_A_IN_R] = weight_within(&article->vector, release);
    x[KIRI_X_TITLE_IN_R] = rarity_within(&article->title_vector, release, 0.5);
}
