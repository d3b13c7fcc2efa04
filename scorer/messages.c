// SPDX-License-Identifier: GPL-3.0-or-later
/* Key message pull-through: for each message the window of one or two sentences
 * that conveys it best, where it stands, and whether it says the same.
 *
 * Presence is the share of the message's words and facts that the window has; each
 * word weighs by how rare it is among the messages of the release, since what all
 * of them share says little. A fact that the window has with another value still
 * conveys the message, wrongly. */
#include "scorer.h"

#include "message_text.h"

#include <kirinuki/tokenize.h>

#include <math.h>
#include <string.h>

static const gdouble fact_weight = .3, pair_gain = .05;
static const gdouble headline_least = .25, headline_share = .3;

enum { LEAD_SENTENCES = 2 };

typedef struct {
    KiriMessageText *messages;
    guint n;
    KiriTime article_date, release_date;
} Work;

static gdouble weight_of(const char *word, const Work *w)
{
    guint having = 0;
    for (guint i = 0; i < w->n; i++)
        having += g_hash_table_contains(w->messages[i].words, word) ? 1 : 0;
    gdouble weight = log(1 + (gdouble)w->n / (gdouble)MAX(having, 1));
    return kiri_message_is_half(word) ? weight / 2 : weight;
}

/* ---- how much of a message is in a window? ---- */

/* Weighted share of the words; those that both have go to `shared`. */
static gdouble words_share(const Work *w, const KiriMessageText *message,
                           const KiriMessageText *window, GHashTable *shared)
{
    gdouble all = 0, found = 0;
    GHashTableIter iter;
    gpointer key = NULL;
    g_hash_table_iter_init(&iter, message->words);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        gdouble weight = weight_of(key, w);
        all += weight;
        if (g_hash_table_contains(window->words, key)) {
            found += weight;
            g_hash_table_add(shared, key);
        }
    }
    return all > 0 ? found / all : 0;
}

static gboolean is_contradicted(const GPtrArray *contradictions, const KiriFact *f)
{
    for (guint i = 0; contradictions && i < contradictions->len; i++) {
        const KiriContradiction *c = g_ptr_array_index(contradictions, i);
        if (strcmp(c->release_value, f->value) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Share of the facts that the window states, rightly or wrongly; −1 where the
 * message has none. */
static gdouble facts_share(const KiriMessageText *message, const KiriMessageText *window,
                           const GPtrArray *contradictions)
{
    guint all = 0, found = 0;
    for (guint i = 0; i < message->facts->len; i++) {
        const KiriFact *f = g_ptr_array_index(message->facts, i);
        if (!kiri_message_counts(f))
            continue;
        all++;
        found += kiri_message_has_fact(window, f) || is_contradicted(contradictions, f);
    }
    return all ? (gdouble)found / all : -1;
}

static void free_contradictions(GPtrArray *list)
{
    for (guint i = 0; list && i < list->len; i++)
        kiri_contradiction_free(g_ptr_array_index(list, i));
    if (list)
        g_ptr_array_unref(list);
}

/* Does one deny what the other says? Where both deny something, it must be of a
 * word in common. */
static gboolean are_opposed(const KiriMessageText *message, const KiriMessageText *window,
                            GHashTable *shared)
{
    g_autoptr(GHashTable) ours = kiri_message_denied(window, shared);
    g_autoptr(GHashTable) theirs = kiri_message_denied(message, shared);
    GHashTableIter iter;
    gpointer word = NULL;
    g_hash_table_iter_init(&iter, ours);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        if (g_hash_table_contains(theirs, word))
            return FALSE;
    return g_hash_table_size(ours) || g_hash_table_size(theirs);
}

/* How the window says it otherwise; NULL when it does not (transfer full). */
static char *find_wrong(const KiriMessageText *message, const KiriMessageText *window,
                        const GPtrArray *contradictions, GHashTable *shared)
{
    if (kiri_recs_count(contradictions)) {
        const KiriContradiction *c = g_ptr_array_index(contradictions, 0);
        return g_strdup_printf("%s ≠ %s", c->article_value, c->release_value);
    }
    return are_opposed(message, window, shared) ? g_strdup("否定が逆") : NULL;
}

static gdouble cover(const Work *w, const KiriMessageText *message, KiriStr text,
                     const KiriMessageText *window, char **wrong)
{
    g_autoptr(GHashTable) shared = g_hash_table_new(g_str_hash, g_str_equal);
    gdouble words = words_share(w, message, window, shared);
    *wrong = NULL;
    if (words <= 0)
        return 0; // figures alone agree by chance
    g_autofree char *copy = kiri_str_dup(text);
    GPtrArray *contradictions =
        kiri_facts_contradictions(NULL, copy, w->article_date, message->n, w->release_date);
    gdouble facts = facts_share(message, window, contradictions);
    *wrong = find_wrong(message, window, contradictions, shared);
    free_contradictions(contradictions);
    return facts < 0 ? words : (1 - fact_weight) * words + fact_weight * facts;
}

/* ---- windows ---- */

/* Sentences of the article, the headline first. */
static GArray *sentences_of(const KiriArticle *article)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    KiriStr title = kiri_str(article->title), sentence;
    g_array_append_val(list, title);
    gsize at = 0;
    while (kiri_sentence_next(kiri_str(article->text), &at, &sentence))
        g_array_append_val(list, sentence);
    return list;
}

typedef struct {
    gdouble headline; // score of the headline alone
    guint first;      // sentence at which the best window begins; 0: the headline
} Best;

static void score_window(const Work *w, KiriScore *score, Best *best, KiriStr text, guint first,
                         gboolean is_pair)
{
    g_auto(KiriMessageText) window = {0};
    kiri_message_text_init(&window, text, w->article_date);
    for (guint i = 0; i < w->n; i++) {
        KiriMessageScore *m = g_ptr_array_index(score->messages, i);
        g_autofree char *wrong = NULL;
        gdouble s = cover(w, &w->messages[i], text, &window, &wrong);
        if (first == 0)
            best[i].headline = s;
        if (s <= m->score + (is_pair ? pair_gain : 0))
            continue;
        if (!is_pair || m->score < KIRI_MESSAGE_PARTLY)
            best[i].first = first;
        m->score = s;
        g_free(m->sentence);
        m->sentence = kiri_str_dup(text);
        g_free(m->wrong);
        m->wrong = g_steal_pointer(&wrong);
    }
}

/* One sentence after the other, then two together where that says clearly more. */
static void score_windows(const Work *w, KiriScore *score, Best *best, const GArray *sentences)
{
    for (guint i = 0; i < sentences->len; i++) {
        KiriStr one = g_array_index(sentences, KiriStr, i);
        if (one.n)
            score_window(w, score, best, one, i, FALSE);
    }
    for (guint i = 1; i + 1 < sentences->len; i++) {
        KiriStr one = g_array_index(sentences, KiriStr, i);
        KiriStr next = g_array_index(sentences, KiriStr, i + 1);
        score_window(w, score, best, (KiriStr){one.p, (gsize)(next.p + next.n - one.p)}, i, TRUE);
    }
}

/* The headline counts as soon as it says most of what is said anywhere. */
static void conclude(KiriMessageScore *m, const Best *best)
{
    gboolean is_there = m->score >= KIRI_MESSAGE_PARTLY;
    gboolean is_headline =
        best->headline >= headline_least && best->headline >= headline_share * m->score;
    if (!is_there)
        g_clear_pointer(&m->wrong, g_free);
    m->is_wrong = m->wrong != NULL;
    m->place = !is_there                       ? KIRI_MESSAGE_NOWHERE
               : is_headline                   ? KIRI_MESSAGE_IN_HEADLINE
               : best->first <= LEAD_SENTENCES ? KIRI_MESSAGE_IN_LEAD
                                               : KIRI_MESSAGE_IN_BODY;
}

void kiri_score_messages(KiriScore *score, const KiriArticle *article, const KiriRelease *release)
{
    Work w = {.n = kiri_strv_count(release->messages),
              .article_date =
                  kiri_time_is_set(article->published) ? article->published : article->fetched,
              .release_date = release->date};
    if (!w.n)
        return;
    g_autofree KiriMessageText *messages = g_new0(KiriMessageText, w.n);
    g_autofree Best *best = g_new0(Best, w.n);
    w.messages = messages;
    for (guint i = 0; i < w.n; i++) {
        KiriMessageScore *m = kiri_message_score_new();
        m->message = g_strdup(release->messages[i]);
        kiri_recs_add(&score->messages, m);
        kiri_message_text_init(&messages[i], kiri_str(m->message), w.release_date);
    }
    g_autoptr(GArray) sentences = sentences_of(article);
    score_windows(&w, score, best, sentences);
    for (guint i = 0; i < w.n; i++) {
        conclude(g_ptr_array_index(score->messages, i), &best[i]);
        kiri_message_text_clear(&messages[i]);
    }
}
