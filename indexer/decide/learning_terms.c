// SPDX-License-Identifier: GPL-3.0-or-later
/* Terms that separate what was accepted from what was rejected.
 *
 * Names are counted once for each story. A name must stand in three stories of one
 * side at least and separate the sides by 1.96 standard errors. Names that stand in
 * nearly the same stories say the same thing: the first of them stays. */
#include "learning_internal.h"

#include "vocabulary/telling_words.h"

#include <kirinuki/normalize.h>

#include <math.h>
#include <string.h>

enum { MOST_TERMS = 8, LEAST_STORIES = 3, SHORTLIST = 64 };
static const gdouble least_score = 1.96, spread = 1, most_weight = 1.5, most_sum = 2.5, alike = .8;

typedef struct {
    KiriTellingWord *word; // borrowed; first: of accepted stories
    KiriLogOdds odds;
} Candidate;

static gdouble score_of(const Candidate *c)
{
    return fabs(c->odds.ratio) / c->odds.error;
}

static gint by_score(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    gdouble sx = score_of(x), sy = score_of(y);
    if (sx < sy || sx > sy)
        return sx > sy ? -1 : 1;
    if (x->word->in->len != y->word->in->len)
        return x->word->in->len > y->word->in->len ? -1 : 1;
    gsize nx = strlen(x->word->word), ny = strlen(y->word->word);
    return nx != ny ? (nx > ny ? -1 : 1) : strcmp(x->word->word, y->word->word);
}

/* All that tell, the most telling first: Candidate. */
static GArray *telling(GHashTable *words, guint accepted, guint rejected)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Candidate));
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        KiriTellingWord *w = value;
        Candidate c = {w, kiri_log_odds(w->first, accepted, w->second, rejected)};
        if (MAX(w->first, w->second) >= LEAST_STORIES && score_of(&c) >= least_score)
            g_array_append_val(list, c);
    }
    g_array_sort(list, by_score);
    if (list->len > SHORTLIST)
        g_array_set_size(list, SHORTLIST);
    return list;
}

/* Share of the stories of either that have both. */
static gdouble overlap(const KiriTellingWord *a, const KiriTellingWord *b)
{
    guint i = 0, k = 0, both = 0;
    while (i < a->in->len && k < b->in->len) {
        guint x = g_array_index(a->in, guint, i), y = g_array_index(b->in, guint, k);
        both += x == y ? 1 : 0;
        i += x <= y ? 1 : 0;
        k += y <= x ? 1 : 0;
    }
    return (gdouble)both / (a->in->len + b->in->len - both);
}

/* ---- choosing ---- */

static void term_free(gpointer data)
{
    KiriLearnedTerm *t = data;
    g_free(t->word);
    g_free(t);
}

static void choose(const GArray *list, GPtrArray *terms)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new(); // KiriTellingWord
    for (guint i = 0; i < list->len && terms->len < MOST_TERMS; i++) {
        const Candidate *c = &g_array_index(list, Candidate, i);
        gboolean is_new = TRUE;
        for (guint k = 0; k < chosen->len && is_new; k++)
            is_new = overlap(c->word, g_ptr_array_index(chosen, k)) < alike;
        if (!is_new)
            continue;
        g_ptr_array_add(chosen, c->word);
        gdouble trust = spread * spread / (spread * spread + c->odds.error * c->odds.error);
        KiriLearnedTerm *t = g_new0(KiriLearnedTerm, 1);
        *t = (KiriLearnedTerm){g_strdup(c->word->word), c->word->first, c->word->second,
                               CLAMP(c->odds.ratio * trust, -most_weight, most_weight)};
        g_ptr_array_add(terms, t);
    }
}

GPtrArray *kiri_learned_terms(const GArray *lessons)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(term_free);
    g_autoptr(GHashTable) words = kiri_telling_words_new();
    guint accepted = 0;
    for (guint i = 0; i < lessons->len; i++) {
        const KiriLesson *lesson = &g_array_index(lessons, KiriLesson, i);
        accepted += lesson->is_accepted ? 1 : 0;
        kiri_telling_words_add(words, kiri_str(lesson->text), i, lesson->is_accepted);
    }
    g_autoptr(GArray) list = telling(words, accepted, lessons->len - accepted);
    choose(list, terms);
    return terms;
}

gdouble kiri_learned_sum(const GPtrArray *terms, const char *text, guint *n, const char **word)
{
    gdouble sum = 0, most = 0;
    for (guint i = 0; i < terms->len; i++) {
        const KiriLearnedTerm *t = g_ptr_array_index(terms, i);
        gsize at, end;
        if (!kiri_keyword_find(kiri_str(text), kiri_str(t->word), 0, &at, &end))
            continue;
        sum += t->weight;
        if (n)
            ++*n;
        if (word && fabs(t->weight) > most) {
            most = fabs(t->weight);
            *word = t->word;
        }
    }
    return CLAMP(sum, -most_sum, most_sum);
}
