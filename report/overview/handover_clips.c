// SPDX-License-Identifier: GPL-3.0-or-later
/* Topics and releases, then all clips once: what counts for which of them, what is to be
 * looked at, and what is under way. */
#include "handover_parts.h"

#include "summary/summary_parts.h"

#include <kirinuki/learning.h>

#include <string.h>

/* ---- topics and releases ---- */

static gboolean take_topic(gconstpointer record, gpointer data)
{
    const KiriTopic *t = record;
    KiriHandoverWork *w = data;
    if (t->is_removed)
        return TRUE;
    KiriHandoverSubject *s = kiri_handover_subject_new();
    s->is_topic = TRUE;
    s->id = g_strdup(t->id);
    s->name = g_strdup(t->name);
    s->query = g_strdup(t->query);
    s->exclude = g_strdup(t->exclude);
    s->variants = g_strdup(t->variants);
    s->media = g_strdupv(t->media);
    s->section = g_strdup(t->section);
    s->owner = g_strdup(t->owner);
    s->notes = g_strdup(t->notes);
    s->is_comparison = t->is_comparison;
    s->added = t->added;
    s->is_learning_off = t->is_learning_off;
    kiri_recs_add(&w->h->topics, s);
    g_hash_table_insert(w->subjects, s->id, s);
    return TRUE;
}

static gboolean take_release(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    KiriHandoverWork *w = data;
    if (r->is_removed)
        return TRUE;
    KiriHandoverSubject *s = kiri_handover_subject_new();
    s->id = g_strdup(r->id);
    s->name = g_strdup(r->title);
    s->section = g_strdup(r->section);
    s->notes = g_strdup(r->note);
    s->added = r->date;
    s->is_learning_off = r->is_learning_off;
    kiri_recs_add(&w->h->releases, s);
    g_hash_table_insert(w->subjects, s->id, s);
    w->h->releases_year +=
        kiri_time_is_set(r->date) && r->date.us >= w->year.from_us && r->date.us < w->year.to_us
            ? 1
            : 0;
    return TRUE;
}

/* ---- what was learned ---- */

static void take_terms(KiriHandoverSubject *s, const KiriLearned *learned)
{
    s->is_learning = learned->is_active;
    s->accepted = learned->accepted;
    s->rejected = learned->rejected;
    s->alpha = learned->alpha;
    s->beta = learned->beta;
    for (guint i = 0; i < learned->terms->len; i++) {
        const KiriLearnedTerm *from = g_ptr_array_index(learned->terms, i);
        KiriHandoverTerm *t = kiri_handover_term_new();
        t->word = g_strdup(from->word);
        t->accepted = from->accepted;
        t->rejected = from->rejected;
        t->weight = from->weight;
        kiri_recs_add(&s->terms, t);
    }
}

/* Of all topics, and of the releases from which something was learned. */
static gboolean take_lessons(KiriHandoverWork *w)
{
    g_autoptr(GHashTable) active = kiri_learned_all(w->store, w->verdicts, &w->error);
    GHashTableIter iter;
    gpointer id, learned;
    if (!active)
        return FALSE;
    for (guint i = 0; i < kiri_recs_count(w->h->topics); i++) {
        KiriHandoverSubject *s = g_ptr_array_index(w->h->topics, i);
        g_autoptr(KiriLearned) one = kiri_learned_of(w->store, KIRI_NOUN_TOPIC, s->id, &w->error);
        if (!one)
            return FALSE;
        take_terms(s, one);
    }
    g_hash_table_iter_init(&iter, active);
    while (g_hash_table_iter_next(&iter, &id, &learned)) {
        KiriHandoverSubject *s = g_hash_table_lookup(w->subjects, id);
        if (s && !s->is_topic)
            take_terms(s, learned);
    }
    return TRUE;
}

/* ---- clips ---- */

static void note_open(KiriHandoverWork *w, const KiriStanding *standing, const KiriClip *clip,
                      const KiriArticle *a, const KiriHandoverSubject *subject)
{
    if (standing->status < KIRI_HANDLING_OPEN || standing->status > KIRI_HANDLING_CORRECTION_ASKED)
        return;
    const KiriVerdict *v = g_hash_table_lookup(w->verdicts, clip->id);
    KiriHandoverOpen *open = kiri_handover_open_new();
    g_autoptr(KiriMedium) medium =
        a->medium ? kiri_store_get(w->store, KIRI_NOUN_MEDIUM, a->medium, NULL) : NULL;
    open->clip = g_strdup(clip->id);
    open->title = g_strdup(a->title);
    open->url = g_strdup(kiri_article_link(a));
    open->medium = g_strdup(medium ? medium->name : a->site_name);
    open->subject = g_strdup(subject ? subject->name : NULL);
    open->published = a->published;
    open->status = (gint)standing->status;
    open->section = g_strdup(standing->section ? standing->section
                             : subject         ? subject->section
                                               : NULL);
    open->handler = g_strdup(standing->handler);
    open->memo = g_strdup(standing->memo);
    open->since = kiri_time_is_set(standing->handled) ? standing->handled : v->changed;
    kiri_recs_add(&w->h->open, open);
}

static void note_review(KiriHandoverWork *w, KiriHandoverSubject *subject, const KiriArticle *a)
{
    w->h->reviews++;
    if (!subject)
        return;
    subject->to_review++;
    if (kiri_time_is_set(a->published) &&
        (!kiri_time_is_set(subject->oldest_review) || a->published.us < subject->oldest_review.us))
        subject->oldest_review = a->published;
}

static gboolean take_clip(gconstpointer record, gpointer data)
{
    const KiriClip *clip = record;
    KiriHandoverWork *w = data;
    KiriStanding standing = kiri_standing(clip, g_hash_table_lookup(w->verdicts, clip->id));
    const char *id = clip->release ? clip->release : clip->topic;
    KiriHandoverSubject *subject = id ? g_hash_table_lookup(w->subjects, id) : NULL;
    if (!standing.counts && !standing.needs_review && standing.status == KIRI_HANDLING_NONE)
        return TRUE;
    g_autoptr(KiriArticle) a =
        kiri_store_get(w->store, KIRI_NOUN_ARTICLE, clip->article, &w->error);
    if (!a)
        return w->error == NULL;
    gint64 when = kiri_summary_when(a);
    gboolean is_of_year = standing.counts && when >= w->year.from_us && when < w->year.to_us;
    w->h->clips_year += is_of_year ? 1 : 0;
    w->h->decided += is_of_year && standing.decision != KIRI_DECISION_NONE ? 1 : 0;
    if (subject) {
        subject->clips += standing.counts ? 1 : 0;
        subject->clips_year += is_of_year ? 1 : 0;
    }
    if (standing.needs_review)
        note_review(w, subject, a);
    note_open(w, &standing, clip, a, subject);
    return w->error == NULL;
}

/* ---- order ---- */

static gint longest_open(gconstpointer a, gconstpointer b)
{
    const KiriHandoverOpen *x = *(KiriHandoverOpen *const *)a, *y = *(KiriHandoverOpen *const *)b;
    return x->since.us != y->since.us ? (x->since.us < y->since.us ? -1 : 1)
                                      : strcmp(x->clip, y->clip);
}

static void subject_free(gpointer subject)
{
    kiri_handover_subject_free(subject);
}

/* Of the releases only those of which there is something to hand over. */
static void thin_releases(KiriHandover *h)
{
    g_autoptr(GPtrArray) all = h->releases;
    h->releases = NULL;
    if (all)
        g_ptr_array_set_free_func(all, subject_free);
    for (guint i = 0; i < kiri_recs_count(all); i++) {
        KiriHandoverSubject *s = g_ptr_array_index(all, i);
        if (s->is_learning || s->is_learning_off || s->to_review || s->notes) {
            kiri_recs_add(&h->releases, s);
            all->pdata[i] = NULL;
        }
    }
}

gboolean kiri_handover_take_clips(KiriHandoverWork *w)
{
    KiriHandover *h = w->h;
    if (!kiri_store_each(w->store, KIRI_NOUN_TOPIC, "", take_topic, w, &w->error) ||
        !kiri_store_each(w->store, KIRI_NOUN_RELEASE, "", take_release, w, &w->error) ||
        !take_lessons(w) ||
        !kiri_store_each(w->store, KIRI_NOUN_CLIP, "", take_clip, w, &w->error) || w->error)
        return FALSE;
    if (h->open)
        g_ptr_array_sort(h->open, longest_open);
    thin_releases(h);
    return TRUE;
}
