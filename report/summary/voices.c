// SPDX-License-Identifier: GPL-3.0-or-later
/* Share of voice: our coverage of the period beside that of the comparison topics, over
 * articles, over stories, and weighted by prominence. The clips of a comparison topic
 * are visited one at a time and leave three numbers behind. */
#include "summary_parts.h"

#include <string.h>

static const KiriField voice_fields[] = {
    {KIRI_FIELD(1, KiriVoice, topic, STR)},
    {KIRI_FIELD(2, KiriVoice, name, STR)},
    {KIRI_FIELD(3, KiriVoice, articles, I64)},
    {KIRI_FIELD(4, KiriVoice, stories, I64)},
    {KIRI_FIELD(5, KiriVoice, weight, F64), .decimals = 2},
    {KIRI_FIELD(6, KiriVoice, unscored, I64)},
    {KIRI_FIELD(7, KiriVoice, share_articles, F64), .decimals = 4},
    {KIRI_FIELD(8, KiriVoice, share_stories, F64), .decimals = 4},
    {KIRI_FIELD(9, KiriVoice, share_weight, F64), .decimals = 4},
};
const KiriShape kiri_voice_shape = KIRI_SHAPE("voice", KiriVoice, voice_fields);

/* One voice while it is counted. */
typedef struct {
    KiriStore *store;
    gint64 from_us, to_us;
    KiriVoice *voice;
    GHashTable *articles, *stories; // ids
    GError *error;
} Counting;

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

static void free_voice(gpointer voice)
{
    kiri_voice_free(voice);
}

gboolean kiri_voices_load(KiriSummary *s, KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_TOPIC, "", error);
    s->rivals = g_ptr_array_new_with_free_func(free_topic);
    for (guint i = 0; all && i < all->len; i++) {
        const KiriTopic *t = g_ptr_array_index(all, i);
        if (t->is_comparison && !t->is_removed && !(s->topic && strcmp(s->topic->id, t->id) == 0))
            g_ptr_array_add(s->rivals, kiri_record_copy(&kiri_topic_shape, t));
    }
    return all != NULL;
}

gboolean kiri_voices_is_rival(const KiriSummary *s, const KiriClip *clip)
{
    for (guint i = 0; clip->topic && i < s->rivals->len; i++)
        if (strcmp(((KiriTopic *)g_ptr_array_index(s->rivals, i))->id, clip->topic) == 0)
            return TRUE;
    return FALSE;
}

static void count_piece(Counting *k, const KiriClip *clip, KiriClass class_,
                        const KiriArticle *article, const KiriVerdict *verdict)
{
    gint64 when = kiri_summary_when(article);
    gdouble points = 0;
    if (when < k->from_us || when >= k->to_us ||
        !g_hash_table_add(k->articles, g_strdup(article->id)))
        return;
    k->voice->articles++;
    k->voice->stories +=
        g_hash_table_add(k->stories, g_strdup(kiri_summary_story_of(clip, class_))) ? 1 : 0;
    if (kiri_prominence(clip->score, article, verdict, &points))
        k->voice->weight += points / 100;
    else
        k->voice->unscored++;
}

static gboolean count_clip(gconstpointer record, gpointer data)
{
    Counting *k = data;
    const KiriClip *clip = record;
    g_autoptr(KiriVerdict) verdict =
        kiri_store_get(k->store, KIRI_NOUN_VERDICT, clip->id, &k->error);
    KiriStanding standing = kiri_standing(clip, verdict);
    g_autoptr(KiriArticle) article =
        standing.counts && !k->error
            ? kiri_store_get(k->store, KIRI_NOUN_ARTICLE, clip->article, &k->error)
            : NULL;
    if (article)
        count_piece(k, clip, standing.class_, article, verdict);
    return k->error == NULL;
}

static gboolean count_ours(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    count_piece(data, c->clip, c->class_, c->article, c->verdict);
    return TRUE;
}

static gdouble part(gdouble of, gdouble all)
{
    return all > 0 ? of / all : 0;
}

static void take_shares(GPtrArray *voices)
{
    KiriVoice all = {0};
    for (guint i = 0; i < voices->len; i++) {
        const KiriVoice *v = g_ptr_array_index(voices, i);
        all.articles += v->articles;
        all.stories += v->stories;
        all.weight += v->weight;
    }
    for (guint i = 0; i < voices->len; i++) {
        KiriVoice *v = g_ptr_array_index(voices, i);
        v->share_articles = part((gdouble)v->articles, (gdouble)all.articles);
        v->share_stories = part((gdouble)v->stories, (gdouble)all.stories);
        v->share_weight = part(v->weight, all.weight);
    }
}

static gboolean count_voice(KiriSummary *s, KiriStore *store, const KiriTopic *rival,
                            GError **error)
{
    KiriVoice *voice = kiri_voice_new();
    g_ptr_array_add(s->voices, voice);
    g_autoptr(GHashTable) articles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) stories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Counting k = {.store = store,
                  .from_us = s->period_from_us,
                  .to_us = MIN(s->to_us, s->now_us),
                  .voice = voice,
                  .articles = articles,
                  .stories = stories};
    if (!rival)
        return kiri_summary_each(s, count_ours, &k, error);
    voice->topic = g_strdup(rival->id);
    voice->name = g_strdup(rival->name);
    if (kiri_summary_each_clip(store, KIRI_NOUN_TOPIC, rival->id, count_clip, &k, &k.error) &&
        !k.error)
        return TRUE;
    g_propagate_error(error, k.error);
    return FALSE;
}

gboolean kiri_voices_count(KiriSummary *s, KiriStore *store, GError **error)
{
    if (!s->rivals->len)
        return TRUE;
    s->voices = g_ptr_array_new_with_free_func(free_voice);
    if (!count_voice(s, store, NULL, error))
        return FALSE;
    for (guint i = 0; i < s->rivals->len; i++)
        if (!count_voice(s, store, g_ptr_array_index(s->rivals, i), error))
            return FALSE;
    take_shares(s->voices);
    return TRUE;
}
