// SPDX-License-Identifier: GPL-3.0-or-later
/* The pieces of a topic in their time: those that count, and those that counted when
 * they were reported. */
#include "crisis_internal.h"

#include "summary/summary_parts.h"

#include <string.h>

static void free_piece(gpointer data)
{
    KiriCrisisPiece *p = data;
    kiri_article_free(p->article);
    kiri_clip_free(p->clip);
    kiri_verdict_free(p->verdict);
    g_free(p);
}

static void free_medium(gpointer medium)
{
    kiri_medium_free(medium);
}

void kiri_crisis_work_clear(KiriCrisisWork *w)
{
    kiri_topic_free(w->topic);
    g_clear_pointer(&w->ledger, g_hash_table_unref);
    g_clear_pointer(&w->reported, g_hash_table_unref);
    g_clear_pointer(&w->media, g_hash_table_unref);
    g_clear_pointer(&w->pieces, g_ptr_array_unref);
}

/* What a list of many need not hold: it is read again where it is wanted. */
static void slim(KiriArticle *a)
{
    static const KiriField heavy_fields[] = {
        {KIRI_FIELD(1, KiriArticle, text, STR)},
        {KIRI_FIELD(2, KiriArticle, links, STRV)},
        {KIRI_FIELD(3, KiriArticle, witnesses, RECS), .sub = &kiri_witness_shape},
    };
    static const KiriShape heavy = KIRI_SHAPE("heavy_article", KiriArticle, heavy_fields);
    static const KiriArticle nothing;
    kiri_record_assign(&heavy, a, &nothing);
}

typedef struct {
    KiriCrisisWork *work;
    GError *error;
} Collect;

static gboolean take_clip(gconstpointer record, gpointer data)
{
    Collect *c = data;
    KiriCrisisWork *w = c->work;
    const KiriClip *clip = record;
    g_autoptr(KiriVerdict) verdict =
        kiri_store_get(w->store, KIRI_NOUN_VERDICT, clip->id, &c->error);
    KiriStanding standing = kiri_standing(clip, verdict);
    if (c->error || (!standing.counts && !g_hash_table_contains(w->reported, clip->article)))
        return c->error == NULL;
    g_autoptr(KiriArticle) article =
        kiri_store_get(w->store, KIRI_NOUN_ARTICLE, clip->article, &c->error);
    if (!article || kiri_summary_when(article) > w->query->now_us)
        return c->error == NULL;
    KiriCrisisPiece *p = g_new0(KiriCrisisPiece, 1);
    g_ptr_array_add(w->pieces, p);
    p->clip = kiri_record_copy(&kiri_clip_shape, clip);
    p->verdict = g_steal_pointer(&verdict);
    p->standing = kiri_standing(p->clip, p->verdict);
    p->standing.counts = p->standing.counts && !kiri_article_is_withdrawn(article);
    slim(article);
    p->article = g_steal_pointer(&article);
    p->medium = p->article->medium ? g_hash_table_lookup(w->ledger, p->article->medium) : NULL;
    p->when_us = kiri_summary_when(p->article);
    return TRUE;
}

static gint by_time(gconstpointer a, gconstpointer b)
{
    const KiriCrisisPiece *x = *(KiriCrisisPiece *const *)a, *y = *(KiriCrisisPiece *const *)b;
    if (x->when_us != y->when_us)
        return x->when_us < y->when_us ? -1 : 1;
    return strcmp(x->article->id, y->article->id);
}

gboolean kiri_crisis_collect(KiriCrisisWork *w, GError **error)
{
    g_autoptr(GPtrArray) media = kiri_store_list(w->store, KIRI_NOUN_MEDIUM, "", error);
    if (!media)
        return FALSE;
    w->ledger = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_medium);
    for (guint i = 0; i < media->len; i++) {
        KiriMedium *m = kiri_record_copy(&kiri_medium_shape, g_ptr_array_index(media, i));
        g_hash_table_insert(w->ledger, m->id, m);
    }
    w->pieces = g_ptr_array_new_with_free_func(free_piece);
    Collect c = {.work = w};
    gboolean ok = kiri_summary_each_clip(w->store, KIRI_NOUN_TOPIC, w->query->topic, take_clip, &c,
                                         &c.error) &&
                  !c.error;
    if (!ok) {
        g_propagate_error(error, c.error);
        return FALSE;
    }
    g_ptr_array_sort(w->pieces, by_time);
    return TRUE;
}
