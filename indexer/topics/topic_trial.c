// SPDX-License-Identifier: GPL-3.0-or-later
/* The words that cut noise: hits are parted into unwanted ones and others, all their
 * names are counted in one pass, the most telling ones are looked for in the texts as
 * an exclusion would look for them, and then chosen one by one. */
#include <kirinuki/topic_trial.h>

#include "vocabulary/telling_words.h"
#include "match/words.h"

#include <kirinuki/normalize.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_REJECTED = 3,
    LEAST_HITS = 12,
    LEAST_UNWANTED = 3,
    GAIN_PER_LOSS = 10,
    SHORTLIST = 200,
};
static const gdouble least_score = 1.96;

typedef struct {
    char *text; // N-title and N-text, a line each
    KiriVector vector;
    KiriOpinion opinion;
    gboolean is_unwanted;
    gdouble likeness; // mean cosine with all hits
} Hit;

struct KiriTopicTrial {
    KiriFrequencies *frequencies;
    GArray *hits; // Hit
};

KiriEstimate kiri_estimate_share(guint accepted, guint judged)
{
    const gdouble z = 1.96;
    if (!judged)
        return (KiriEstimate){0, 0, 0, 0, 1};
    gdouble n = judged, p = accepted / n, half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    gdouble middle = p + z * z / (2 * n), all = 1 + z * z / n;
    return (KiriEstimate){accepted, judged, p, MAX((middle - half) / all, 0),
                          MIN((middle + half) / all, 1)};
}

/* ---- hits ---- */

static void hit_clear(gpointer data)
{
    Hit *hit = data;
    g_free(hit->text);
    kiri_vector_clear(&hit->vector);
}

KiriTopicTrial *kiri_topic_trial_new(const char *frequencies_path, GError **error)
{
    KiriFrequencies *frequencies = kiri_frequencies_load(frequencies_path, error);
    if (!frequencies)
        return NULL;
    KiriTopicTrial *trial = g_new0(KiriTopicTrial, 1);
    trial->frequencies = frequencies;
    trial->hits = g_array_new(FALSE, TRUE, sizeof(Hit));
    g_array_set_clear_func(trial->hits, hit_clear);
    return trial;
}

void kiri_topic_trial_free(KiriTopicTrial *trial)
{
    if (!trial)
        return;
    kiri_frequencies_free(trial->frequencies);
    g_array_unref(trial->hits);
    g_free(trial);
}

void kiri_topic_trial_add(KiriTopicTrial *trial, const KiriArticle *article, KiriOpinion opinion)
{
    g_autofree char *title = kiri_normalize_dup(kiri_str(article->title));
    g_autofree char *text = kiri_normalize_dup(kiri_str(article->text));
    Hit hit = {.text = g_strconcat(title, "\n", text, NULL), .opinion = opinion};
    kiri_vector_init(&hit.vector, kiri_str(title), kiri_str(text), trial->frequencies);
    g_array_append_val(trial->hits, hit);
}

/* ---- who is unwanted ---- */

static Hit *hit_at(const KiriTopicTrial *trial, guint i)
{
    return &g_array_index(trial->hits, Hit, i);
}

static int by_likeness(const void *a, const void *b)
{
    gdouble x = (*(Hit *const *)a)->likeness, y = (*(Hit *const *)b)->likeness;
    return x < y ? -1 : x > y;
}

static void set_likeness(const KiriTopicTrial *trial)
{
    g_autoptr(GHashTable) sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    for (guint i = 0; i < trial->hits->len; i++) {
        KiriVector *v = &hit_at(trial, i)->vector;
        for (gsize t = 0; t < v->n; t++) {
            gdouble *sum = g_hash_table_lookup(sums, &v->terms[t].hash);
            if (!sum) {
                sum = g_new0(gdouble, 1);
                g_hash_table_insert(sums, &v->terms[t].hash, sum);
            }
            *sum += (gdouble)v->terms[t].weight;
        }
    }
    for (guint i = 0; i < trial->hits->len; i++) {
        Hit *hit = hit_at(trial, i);
        for (gsize t = 0; t < hit->vector.n; t++) {
            const gdouble *sum = g_hash_table_lookup(sums, &hit->vector.terms[t].hash);
            hit->likeness += *sum * (gdouble)hit->vector.terms[t].weight / trial->hits->len;
        }
    }
}

/* FALSE: nobody is. */
static gboolean part(const KiriTopicTrial *trial, gboolean *is_by_verdicts)
{
    guint n = trial->hits->len, rejected = 0;
    for (guint i = 0; i < n; i++) {
        Hit *hit = hit_at(trial, i);
        hit->is_unwanted = hit->opinion == KIRI_OPINION_REJECTED;
        hit->likeness = 0;
        rejected += hit->is_unwanted ? 1 : 0;
    }
    *is_by_verdicts = rejected >= LEAST_REJECTED;
    if (*is_by_verdicts)
        return TRUE;
    if (n < LEAST_HITS)
        return FALSE;
    set_likeness(trial);
    g_autofree Hit **order = g_new(Hit *, n);
    for (guint i = 0; i < n; i++)
        order[i] = hit_at(trial, i);
    qsort(order, n, sizeof *order, by_likeness);
    for (guint i = 0; i < n; i++)
        order[i]->is_unwanted =
            order[i]->opinion != KIRI_OPINION_ACCEPTED && (i < n / 4 || order[i]->opinion);
    return TRUE;
}

/* ---- candidates ---- */

typedef struct {
    char *word;
    guint unwanted, wanted;
    gdouble score;
    guint8 *has; // by hit
} Candidate;

static void candidate_free(gpointer data)
{
    Candidate *c = data;
    g_free(c->word);
    g_free(c->has);
    g_free(c);
}

static gdouble score_of(guint a, guint unwanted, guint c, guint wanted)
{
    KiriLogOdds odds = kiri_log_odds(a, unwanted, c, wanted);
    return odds.ratio / odds.error;
}

static gboolean is_worth_it(guint unwanted, guint wanted, gdouble score)
{
    return unwanted >= LEAST_UNWANTED && unwanted >= wanted * GAIN_PER_LOSS && score >= least_score;
}

/* A word that one article in hundred has, whatever it is about. */
static gboolean is_everyday(const KiriTopicTrial *trial, const char *word)
{
    const gdouble common = 0.01;
    return kiri_frequencies_least_share(trial->frequencies, kiri_str(word)) >= common;
}

/* Would it exclude what the query itself asks for? */
static gboolean is_in_query(const char *word, char **keywords)
{
    for (char **k = keywords; *k; k++)
        if (strstr(*k, word))
            return TRUE;
    return FALSE;
}

static gint by_score(gconstpointer a, gconstpointer b)
{
    const Candidate *x = *(Candidate *const *)a, *y = *(Candidate *const *)b;
    if (x->score < y->score || x->score > y->score)
        return x->score > y->score ? -1 : 1;
    if (x->unwanted != y->unwanted)
        return x->unwanted > y->unwanted ? -1 : 1;
    return strcmp(x->word, y->word);
}

static void count_groups(const KiriTopicTrial *trial, guint *unwanted, guint *wanted)
{
    *unwanted = 0;
    for (guint i = 0; i < trial->hits->len; i++)
        *unwanted += hit_at(trial, i)->is_unwanted ? 1 : 0;
    *wanted = trial->hits->len - *unwanted;
}

/* Where an exclusion would find it. */
static void look(const KiriTopicTrial *trial, Candidate *c)
{
    c->has = g_new0(guint8, trial->hits->len);
    c->unwanted = c->wanted = 0;
    for (guint i = 0; i < trial->hits->len; i++) {
        const Hit *hit = hit_at(trial, i);
        gsize at, end;
        c->has[i] = kiri_keyword_find(kiri_str(hit->text), kiri_str(c->word), 0, &at, &end) ? 1 : 0;
        c->unwanted += c->has[i] && hit->is_unwanted ? 1 : 0;
        c->wanted += c->has[i] && !hit->is_unwanted ? 1 : 0;
    }
}

/* The most telling names: array of Candidate (transfer full). */
static GPtrArray *shortlist(const KiriTopicTrial *trial, char **keywords, gboolean is_by_verdicts)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(candidate_free);
    g_autoptr(GHashTable) words = kiri_telling_words_new();
    guint unwanted, wanted;
    count_groups(trial, &unwanted, &wanted);
    for (guint i = 0; i < trial->hits->len; i++)
        kiri_telling_words_add(words, kiri_str(hit_at(trial, i)->text), i,
                               hit_at(trial, i)->is_unwanted);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const KiriTellingWord *w = value;
        gdouble score = score_of(w->first, unwanted, w->second, wanted);
        if (!is_worth_it(w->first, w->second, score) || is_in_query(w->word, keywords) ||
            (!is_by_verdicts && is_everyday(trial, w->word)))
            continue;
        Candidate *c = g_new0(Candidate, 1);
        *c = (Candidate){g_strdup(w->word), w->first, w->second, score, NULL};
        g_ptr_array_add(list, c);
    }
    g_ptr_array_sort(list, by_score);
    if (list->len > SHORTLIST)
        g_ptr_array_set_size(list, SHORTLIST);
    for (guint i = 0; i < list->len; i++)
        look(trial, g_ptr_array_index(list, i));
    return list;
}

/* ---- one after another ---- */

static void noise_word_free(gpointer data)
{
    KiriNoiseWord *w = data;
    g_free(w->word);
    g_free(w);
}

/* The best candidate for the hits that are not gone yet, or NULL. */
static const Candidate *choose(const KiriTopicTrial *trial, const GPtrArray *list,
                               const guint8 *is_gone, gdouble *score)
{
    const Candidate *best = NULL;
    guint all_unwanted = 0, all_wanted = 0;
    for (guint i = 0; i < trial->hits->len; i++)
        if (!is_gone[i])
            *(hit_at(trial, i)->is_unwanted ? &all_unwanted : &all_wanted) += 1;
    *score = 0;
    for (guint k = 0; k < list->len; k++) {
        const Candidate *c = g_ptr_array_index(list, k);
        guint unwanted = 0, wanted = 0;
        for (guint i = 0; i < trial->hits->len; i++)
            if (!is_gone[i] && c->has[i])
                *(hit_at(trial, i)->is_unwanted ? &unwanted : &wanted) += 1;
        gdouble one = score_of(unwanted, all_unwanted, wanted, all_wanted);
        if (is_worth_it(unwanted, wanted, one) && one > *score) {
            *score = one;
            best = c;
        }
    }
    return best;
}

GPtrArray *kiri_topic_trial_noise(const KiriTopicTrial *trial, const KiriQuery *query, guint max,
                                  gboolean *is_by_verdicts)
{
    GPtrArray *chosen = g_ptr_array_new_with_free_func(noise_word_free);
    if (!part(trial, is_by_verdicts))
        return chosen;
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    g_autoptr(GPtrArray) list = shortlist(trial, keywords, *is_by_verdicts);
    g_autofree guint8 *is_gone = g_new0(guint8, trial->hits->len);
    const Candidate *c;
    gdouble score;
    while (chosen->len < max && (c = choose(trial, list, is_gone, &score))) {
        KiriNoiseWord *word = g_new0(KiriNoiseWord, 1);
        *word = (KiriNoiseWord){g_strdup(c->word), c->unwanted, c->wanted, score};
        g_ptr_array_add(chosen, word);
        for (guint i = 0; i < trial->hits->len; i++)
            is_gone[i] |= c->has[i];
    }
    return chosen;
}
