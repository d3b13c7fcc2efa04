// SPDX-License-Identifier: GPL-3.0-or-later
/* Terms that separate what was accepted from what was rejected.
 *
 * Names are counted once for each story. A name must stand in three stories of one
 * side at least and separate the sides by 1.96 standard errors. Names that stand in
 * nearly the same stories say the same thing: the first of them stays. */
#include "learning_internal.h"

#include "words.h"

#include <kirinuki/normalize.h>

#include <math.h>
#include <string.h>

enum { MOST_TERMS = 8, LEAST_STORIES = 3, LEAST_CHARS = 2, MOST_CHARS = 12, SHORTLIST = 64 };
static const gdouble least_score = 1.96, spread = 1, most_weight = 1.5, most_sum = 2.5, alike = .8;

typedef struct {
    char *word;
    GArray *in; // numbers of the lessons that have it, rising: guint
    guint accepted, rejected;
    gdouble ratio, error; // logarithm of the odds ratio, and its standard error
} Candidate;

static void candidate_free(gpointer data)
{
    Candidate *c = data;
    g_free(c->word);
    g_array_unref(c->in);
    g_free(c);
}

/* ---- counting ---- */

typedef struct {
    GHashTable *words; // word → Candidate
    guint number;
    gboolean is_accepted;
} Counting;

static void count_word(KiriStr word, gsize at, gpointer data)
{
    Counting *counting = data;
    if (at && g_ascii_isdigit(word.p[-1])) // a unit
        return;
    glong chars = g_utf8_strlen(word.p, (gssize)word.n);
    if (chars < LEAST_CHARS || chars > MOST_CHARS)
        return;
    g_autofree char *key = g_strndup(word.p, word.n);
    Candidate *c = g_hash_table_lookup(counting->words, key);
    if (!c) {
        c = g_new0(Candidate, 1);
        c->word = g_steal_pointer(&key);
        c->in = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(counting->words, c->word, c);
    }
    if (c->in->len && g_array_index(c->in, guint, c->in->len - 1) == counting->number)
        return;
    g_array_append_val(c->in, counting->number);
    *(counting->is_accepted ? &c->accepted : &c->rejected) += 1;
}

static void weigh(Candidate *c, guint accepted, guint rejected)
{
    const gdouble half = .5;
    gdouble a = c->accepted + half, b = accepted - c->accepted + half;
    gdouble r = c->rejected + half, s = rejected - c->rejected + half;
    c->ratio = log(a * s / (b * r));
    c->error = sqrt(1 / a + 1 / b + 1 / r + 1 / s);
}

static gdouble score_of(const Candidate *c)
{
    return fabs(c->ratio) / c->error;
}

static gint by_score(gconstpointer a, gconstpointer b)
{
    const Candidate *x = *(Candidate *const *)a, *y = *(Candidate *const *)b;
    gdouble sx = score_of(x), sy = score_of(y);
    if (sx < sy || sx > sy)
        return sx > sy ? -1 : 1;
    if (x->in->len != y->in->len)
        return x->in->len > y->in->len ? -1 : 1;
    gsize nx = strlen(x->word), ny = strlen(y->word);
    return nx != ny ? (nx > ny ? -1 : 1) : strcmp(x->word, y->word);
}

/* All that tell, the most telling first. */
static GPtrArray *telling(GHashTable *words, guint accepted, guint rejected)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(candidate_free);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Candidate *c = value;
        weigh(c, accepted, rejected);
        if (MAX(c->accepted, c->rejected) >= LEAST_STORIES && score_of(c) >= least_score)
            g_ptr_array_add(list, c);
        else
            candidate_free(c);
    }
    g_ptr_array_sort(list, by_score);
    if (list->len > SHORTLIST)
        g_ptr_array_set_size(list, SHORTLIST);
    return list;
}

/* Share of the stories of either that have both. */
static gdouble overlap(const Candidate *a, const Candidate *b)
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

static void choose(const GPtrArray *list, GPtrArray *terms)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    for (guint i = 0; i < list->len && terms->len < MOST_TERMS; i++) {
        Candidate *c = g_ptr_array_index(list, i);
        gboolean is_new = TRUE;
        for (guint k = 0; k < chosen->len && is_new; k++)
            is_new = overlap(c, g_ptr_array_index(chosen, k)) < alike;
        if (!is_new)
            continue;
        g_ptr_array_add(chosen, c);
        gdouble trust = spread * spread / (spread * spread + c->error * c->error);
        KiriLearnedTerm *t = g_new0(KiriLearnedTerm, 1);
        *t = (KiriLearnedTerm){g_strdup(c->word), c->accepted, c->rejected,
                               CLAMP(c->ratio * trust, -most_weight, most_weight)};
        g_ptr_array_add(terms, t);
    }
}

GPtrArray *kiri_learned_terms(const GArray *lessons)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(term_free);
    g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);
    Counting counting = {.words = words};
    guint accepted = 0;
    for (guint i = 0; i < lessons->len; i++) {
        const KiriLesson *lesson = &g_array_index(lessons, KiriLesson, i);
        counting.number = i;
        counting.is_accepted = lesson->is_accepted;
        accepted += lesson->is_accepted ? 1 : 0;
        kiri_names_each(kiri_str(lesson->text), count_word, &counting);
    }
    g_autoptr(GPtrArray) list = telling(words, accepted, lessons->len - accepted);
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
