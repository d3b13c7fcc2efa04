// SPDX-License-Identifier: GPL-3.0-or-later
/* What the second look sees in a candidate, and what it is worth. */
#include "second_look.h"

/* Fitted (softmax over the candidates of a question, sets weighed alike) on
 * questions about encyclopedic passages, headlines of long and short news whose
 * own titles were hidden, the same with titles, and sentences out of bodies; a fit
 * that leaves any one of the first three out is still better on it than the
 * index alone.
 *
 * Two weights are no shares that help. A long text holds many words by
 * its length: lists of last week's news. And a text that holds a headline word
 * for word, elsewhere than in its title, mentions or links to the article; it
 * is hardly ever that article. A sentence is looked for where it stands. */
#define BY_INDEX 5.4 // share of the first hit's weight
static const gdouble worth[KIRI_N_LAID] = {
    [KIRI_LAID_WORDS] = 1.8,    [KIRI_LAID_OFTEN] = 4.0,     [KIRI_LAID_PAIRS] = 2.0,
    [KIRI_LAID_NAMES] = 1.8,    [KIRI_LAID_TITLE] = 2.6,     [KIRI_LAID_LEAD] = 2.5,
    [KIRI_LAID_PASSAGE] = 2.1,  [KIRI_LAID_ORDER] = 2.1,     [KIRI_LAID_TITLE_RUN] = 3.9,
    [KIRI_LAID_SENTENCE] = 8.0, [KIRI_LAID_HEADLINE] = -4.8, [KIRI_LAID_LENGTH] = -0.68,
};

typedef struct {
    KiriXapHit hit;
    gdouble sum;
    guint place; // as the index had it
} Seen;

static gint by_sum(gconstpointer a, gconstpointer b)
{
    const Seen *x = a, *y = b;
    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static gboolean see(KiriSearchVerifier *v, gdouble top, Seen *seen, GError **error)
{
    GError *trouble = NULL;
    const KiriQueryArticle *article = kiri_search_verifier_article(v, seen->hit.document, &trouble);
    if (trouble) {
        g_propagate_error(error, trouble);
        return FALSE;
    }
    seen->sum = top > 0 ? BY_INDEX * seen->hit.weight / top : 0;
    if (!article) // gone from the store, and too long to lie in the index
        return TRUE;
    gdouble laid[KIRI_N_LAID];
    kiri_question_lay(v->job->question, kiri_str(article->title), kiri_str(article->text), laid);
    for (guint i = 0; i < KIRI_N_LAID; i++)
        seen->sum += worth[i] * laid[i];
    return TRUE;
}

gboolean kiri_look_again(const KiriSearchJob *job, GArray *hits, GError **error)
{
    guint n = MIN(hits->len, KIRI_LOOK_HITS);
    if (n == 0)
        return TRUE;
    KiriXapHit *hit = &g_array_index(hits, KiriXapHit, 0);
    gdouble top = hit[0].weight, least = hit[n - 1].weight;
    g_autofree Seen *seen = g_new0(Seen, n);
    g_auto(KiriSearchVerifier) v;
    kiri_search_verifier_init(&v, job);
    for (guint i = 0; i < n; i++) {
        seen[i] = (Seen){.hit = hit[i], .place = i};
        if (!see(&v, top, &seen[i], error))
            return FALSE;
    }
    qsort(seen, n, sizeof *seen, by_sum);
    for (guint i = 0; i < n; i++) {
        hit[i] = seen[i].hit;
        hit[i].weight = least + (seen[i].sum - seen[n - 1].sum); // the last one: exactly `least`
    }
    return TRUE;
}
