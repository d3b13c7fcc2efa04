// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures as they were known at a moment. A clip's basis of that moment is on record,
 * so the figure is computed again with the ledger that it rested on then, from the
 * article in the version and the month with the articles that were known then. A clip
 * that had no figure yet takes the ledger of the moment itself.
 *
 * Nothing here depends on when it is asked: the same store and moment give the same
 * figures in the same order. */
#include "desk.h"

#include <string.h>

typedef struct {
    const KiriScoreAsOf *question;
    KiriScoreRules rules;
    KiriDesk *desk;
    gboolean (*visit)(const KiriScoreThen *then, gpointer data);
    gpointer data;
    GError *error;
} Asked;

/* What the figure rested on then; NULL: there was none. */
static const KiriScoreBasis *basis_then(const KiriScore *score, gint64 us)
{
    const KiriScoreBasis *basis = NULL;
    for (guint i = 0; score && i < kiri_recs_count(score->bases); i++) {
        const KiriScoreBasis *next = g_ptr_array_index(score->bases, i);
        if (next->since.us <= us)
            basis = next;
    }
    return basis;
}

static gboolean show(Asked *a, KiriCase *open)
{
    const KiriScoreAsOf *q = a->question;
    const KiriScoreBasis *basis = basis_then(open->input.clip->score, q->known_us);
    KiriScoreRules rules = a->rules;
    gint64 known_us = q->known_us;
    if (basis && !q->forces_method) {
        rules.method = basis->method;
        rules.copies = basis->copies;
        known_us = kiri_time_is_set(basis->known) ? basis->known.us : G_MININT64;
    }
    if (!kiri_case_fill(a->desk, open, known_us, &rules, &a->error))
        return FALSE;
    g_autoptr(KiriScore) score = kiri_score_clip(&open->input);
    score->book_version = g_strdup(open->book_version);
    KiriScoreThen then = {.clip = open->input.clip,
                          .article = open->article,
                          .score = score,
                          .verdict = open->verdict,
                          .worth = kiri_worth(score, open->verdict)};
    return a->visit(&then, a->data);
}

static gboolean ask(gconstpointer record, gpointer data)
{
    Asked *a = data;
    const KiriClip *clip = record;
    const KiriScoreAsOf *q = a->question;
    g_auto(KiriCase) open = {0};
    if ((q->release && g_strcmp0(clip->release, q->release) != 0) ||
        (q->topic && g_strcmp0(clip->topic, q->topic) != 0))
        return TRUE;
    if (!kiri_case_open(a->desk, clip, &open, &a->error))
        return FALSE;
    return !open.article || !open.standing.counts || show(a, &open);
}

static gboolean ask_each(Asked *a, KiriStore *store)
{
    const KiriScoreAsOf *q = a->question;
    if (!q->release && !q->topic)
        return kiri_store_each(store, KIRI_NOUN_CLIP, "", ask, a, &a->error) && !a->error;
    g_auto(GStrv) ids = kiri_store_clip_ids(store, q->release ? KIRI_NOUN_RELEASE : KIRI_NOUN_TOPIC,
                                            q->release ? q->release : q->topic);
    for (char **id = ids; *id; id++) {
        g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, *id, &a->error);
        if (a->error || (clip && !ask(clip, a)))
            break;
    }
    return a->error == NULL;
}

gboolean kiri_score_as_of(KiriStore *store, const KiriScoreAsOf *question,
                          gboolean (*visit)(const KiriScoreThen *then, gpointer data),
                          gpointer data, GError **error)
{
    Asked a = {.question = question, .rules = question->rules, .visit = visit, .data = data};
    KiriScoreRules fallback = kiri_score_rules_default();
    if (!a.rules.method)
        a.rules.method = fallback.method;
    if (!a.rules.copies)
        a.rules.copies = fallback.copies;
    a.desk = kiri_desk_open(store, question->known_us, &question->organisation);
    gboolean ok = ask_each(&a, store);
    kiri_desk_close(a.desk);
    if (a.error)
        g_propagate_error(error, a.error);
    return ok;
}
