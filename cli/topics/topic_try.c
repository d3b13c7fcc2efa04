// SPDX-License-Identifier: GPL-3.0-or-later
/* topic try: what a topic would find, before it is saved.
 *
 * Hits come from the index and are exact. Verdicts and the topics that have a hit
 * already come from its clips; a hit is accepted when some verdict on it accepts,
 * rejected when all of them reject. Texts are read of the judged hits and of at most
 * a thousand others. Which ones, and which are shown, is drawn by a hash of the query
 * and the article: the same question shows the same hits.
 *
 * Answers are printed by topic_try_print.c. */
#include "topic_try.h"

#include "search/search.h"
#include "search/variants.h"

#include <kirinuki/hash.h>
#include <kirinuki/media.h>
#include <kirinuki/topic_set.h>

#include <stdlib.h>
#include <string.h>

enum { MOST_TEXTS = 1000, MOST_WORDS = 8 };

static void hit_free(gpointer data)
{
    KiriTryHit *hit = data;
    g_free(hit->id);
    g_free(hit);
}

static void overlap_free(gpointer data)
{
    KiriTryOverlap *o = data;
    g_free(o->topic);
    g_free(o->name);
    g_free(o);
}

static void free_article(gpointer article)
{
    kiri_article_free(article);
}

void kiri_try_clear(KiriTry *t)
{
    g_clear_pointer(&t->hits, g_ptr_array_unref);
    g_clear_pointer(&t->overlaps, g_ptr_array_unref);
    g_clear_pointer(&t->noise, g_ptr_array_unref);
    g_clear_pointer(&t->sample, g_ptr_array_unref);
    g_clear_pointer(&t->media, g_hash_table_destroy);
    g_clear_pointer(&t->per_day, g_free);
    g_clear_pointer(&t->variants, kiri_variants_free);
}

/* ---- hits ---- */

static guint64 draw_of(const char *query, const char *id)
{
    g_autofree char *both = g_strconcat(query, "\n", id, NULL);
    return kiri_hash64(kiri_str(both));
}

void kiri_try_warn_of_lag(const KiriCli *cli, KiriStore *store, KiriIndex *index)
{
    guint64 lag = kiri_index_lag(index, store);
    if (lag)
        kiri_cli_warn(
            cli, _("the index lacks %" PRIu64 " changes of articles: run 'kirinuki index'"), lag);
}

static gboolean add_hits(KiriSearchSession *s, KiriTry *t, const KiriQuery *query, GError **error)
{
    const KiriTopic *topic = t->topic;
    KiriSearchOptions all = {.order = KIRI_ORDER_DATE, .ids_only = TRUE, .needs_exact_total = TRUE};
    g_autoptr(KiriSearchResult) result = kiri_search(s->store, s->index, query, &all, error);
    for (guint i = 0; result && i < result->hits->len; i++) {
        const KiriSearchHit *found = g_ptr_array_index(result->hits, i);
        if (topic->sections || topic->languages) {
            g_autoptr(KiriArticle) article =
                kiri_store_get(s->store, KIRI_NOUN_ARTICLE, found->id, NULL);
            if (!article || !kiri_topic_admits(topic, article))
                continue;
        }
        KiriTryHit *hit = g_new0(KiriTryHit, 1);
        hit->id = g_strdup(found->id);
        hit->draw = draw_of(topic->query, hit->id);
        g_ptr_array_add(t->hits, hit);
    }
    return result != NULL;
}

/* ---- clips ---- */

static KiriOpinion opinion_on(KiriStore *store, const GPtrArray *clips)
{
    KiriOpinion opinion = KIRI_OPINION_NONE;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriVerdict) v = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
        KiriDecision decision = kiri_verdict_decision(v);
        if (decision == KIRI_DECISION_ACCEPTED)
            return KIRI_OPINION_ACCEPTED;
        if (decision == KIRI_DECISION_REJECTED)
            opinion = KIRI_OPINION_REJECTED;
    }
    return opinion;
}

static void count_overlap(GHashTable *counts, const char *topic)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, topic));
    g_hash_table_insert(counts, g_strdup(topic), GUINT_TO_POINTER(n + 1));
}

static gboolean counts_for(KiriStore *store, const KiriClip *clip)
{
    g_autoptr(KiriVerdict) v = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
    return kiri_standing(clip, v).counts;
}

static void read_clips(KiriStore *store, KiriTry *t, const GPtrArray *clips, GHashTable *counts)
{
    gboolean has_topic = FALSE, has_release = FALSE;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        has_release = has_release || (clip->release && counts_for(store, clip));
        if (!clip->topic || g_strcmp0(clip->topic, t->topic->id) == 0)
            continue;
        has_topic = TRUE;
        count_overlap(counts, clip->topic);
    }
    t->new_to_topics += has_topic ? 0 : 1;
    t->of_releases += has_release ? 1 : 0;
}

static gint by_count(gconstpointer a, gconstpointer b)
{
    const KiriTryOverlap *x = *(KiriTryOverlap *const *)a, *y = *(KiriTryOverlap *const *)b;
    if (x->shared != y->shared)
        return x->shared > y->shared ? -1 : 1;
    return strcmp(x->topic, y->topic);
}

static void list_overlaps(KiriStore *store, KiriTry *t, GHashTable *counts)
{
    GHashTableIter iter;
    gpointer id, n;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &id, &n)) {
        g_autoptr(KiriTopic) topic = kiri_store_get(store, KIRI_NOUN_TOPIC, id, NULL);
        if (!topic || topic->is_removed)
            continue;
        KiriTryOverlap *o = g_new0(KiriTryOverlap, 1);
        *o = (KiriTryOverlap){g_strdup(id), g_strdup(topic->name), GPOINTER_TO_UINT(n)};
        g_ptr_array_add(t->overlaps, o);
    }
    g_ptr_array_sort(t->overlaps, by_count);
}

static gboolean ask_clips(KiriStore *store, KiriTry *t, GError **error)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint accepted = 0, judged = 0;
    for (guint i = 0; i < t->hits->len; i++) {
        KiriTryHit *hit = g_ptr_array_index(t->hits, i);
        g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, hit->id, error);
        if (!clips)
            return FALSE;
        hit->opinion = opinion_on(store, clips);
        accepted += hit->opinion == KIRI_OPINION_ACCEPTED ? 1 : 0;
        judged += hit->opinion != KIRI_OPINION_NONE ? 1 : 0;
        read_clips(store, t, clips, counts);
    }
    t->precision = kiri_estimate_share(accepted, judged);
    list_overlaps(store, t, counts);
    return TRUE;
}

/* ---- days ---- */

/* Day by day from the store's order by time: no article is read. */
static void count_days(KiriStore *store, KiriTry *t)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < t->hits->len; i++)
        g_hash_table_add(ids, ((KiriTryHit *)g_ptr_array_index(t->hits, i))->id);
    for (guint day = 0; day < t->n_days; day++) {
        gint64 from_us = t->from_us + day * KIRI_US_PER_DAY;
        g_auto(GStrv) on = kiri_store_published_between(store, from_us, from_us + KIRI_US_PER_DAY);
        for (char **id = on; id && *id; id++)
            t->per_day[day] += g_hash_table_contains(ids, *id) ? 1 : 0;
    }
}

/* ---- texts ---- */

static gint by_draw(gconstpointer a, gconstpointer b)
{
    const KiriTryHit *x = *(KiriTryHit *const *)a, *y = *(KiriTryHit *const *)b;
    if (x->draw != y->draw)
        return x->draw < y->draw ? -1 : 1;
    return strcmp(x->id, y->id);
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriArticle *x = *(KiriArticle *const *)a, *y = *(KiriArticle *const *)b;
    KiriTime s = kiri_time_is_set(x->published) ? x->published : x->fetched;
    KiriTime u = kiri_time_is_set(y->published) ? y->published : y->fetched;
    if (s.us != u.us)
        return s.us > u.us ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void take_medium(KiriStore *store, KiriTry *t, const char *id)
{
    if (!id || g_hash_table_contains(t->media, id))
        return;
    g_autoptr(KiriMedium) medium = kiri_store_get(store, KIRI_NOUN_MEDIUM, id, NULL);
    g_hash_table_insert(t->media, g_strdup(id), medium ? g_strdup(medium->name) : NULL);
}

const char *kiri_try_medium_name(const KiriTry *t, const KiriArticle *article)
{
    const char *name = article->medium ? g_hash_table_lookup(t->media, article->medium) : NULL;
    return name ? name : article->site_name;
}

/* Sorts the hits by draw; their first ones are the sample, more of them and all that
 * were judged are searched for noise. */
static gboolean read_texts(KiriCli *cli, KiriStore *store, KiriTry *t, const KiriQuery *query,
                           guint samples, GError **error)
{
    g_autofree char *frequencies = kiri_cli_data_path(cli, "dictionaries/term_frequencies.tsv");
    g_autoptr(KiriTopicTrial) trial = kiri_topic_trial_new(frequencies, error);
    if (!trial)
        return FALSE;
    g_ptr_array_sort(t->hits, by_draw);
    for (guint i = 0; i < t->hits->len; i++) {
        const KiriTryHit *hit = g_ptr_array_index(t->hits, i);
        if (i >= MOST_TEXTS && i >= samples && hit->opinion == KIRI_OPINION_NONE)
            continue;
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriArticle) article = kiri_store_get(store, KIRI_NOUN_ARTICLE, hit->id, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (!article)
            continue;
        kiri_topic_trial_add(trial, article, hit->opinion);
        if (i >= samples)
            continue;
        take_medium(store, t, article->medium);
        g_ptr_array_add(t->sample, g_steal_pointer(&article));
    }
    t->noise = kiri_topic_trial_noise(trial, query, MOST_WORDS, &t->is_by_verdicts);
    g_ptr_array_sort(t->sample, newest_first);
    return TRUE;
}

/* ---- the verb ---- */

static gboolean load_variants(const KiriCli *cli, KiriTry *t, GError **error)
{
    if (t->topic->variants)
        t->variants = kiri_variants_of_workspace(cli, error);
    return !t->topic->variants || t->variants;
}

static gboolean gather(KiriCli *cli, KiriTry *t, guint samples, GError **error)
{
    g_auto(KiriSearchSession) s = {0};
    gint64 to_us = t->from_us + t->n_days * KIRI_US_PER_DAY;
    if (!load_variants(cli, t, error))
        return FALSE;
    g_autoptr(KiriQuery) query =
        kiri_topic_query_between(t->topic, t->variants, t->from_us, to_us, error);
    if (!query || !kiri_search_session_open(&s, cli, error))
        return FALSE;
    kiri_try_warn_of_lag(cli, s.store, s.index);
    return add_hits(&s, t, query, error) && ask_clips(s.store, t, error) &&
           (count_days(s.store, t), TRUE) && read_texts(cli, s.store, t, query, samples, error);
}

gint64 kiri_try_begin_us(gint64 now_us, guint days)
{
    gint64 jst_us = KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    gint64 today = (now_us + jst_us) / KIRI_US_PER_DAY;
    return (today - days + 1) * KIRI_US_PER_DAY - jst_us;
}

int kiri_topic_try(KiriCli *cli, const KiriTopic *topic, gint days, gint samples, GError **error)
{
    g_auto(KiriTry) t = {.topic = topic, .n_days = (guint)days};
    t.from_us = kiri_try_begin_us(kiri_cli_now_us(cli), t.n_days);
    t.per_day = g_new0(guint, t.n_days);
    t.hits = g_ptr_array_new_with_free_func(hit_free);
    t.overlaps = g_ptr_array_new_with_free_func(overlap_free);
    t.sample = g_ptr_array_new_with_free_func(free_article);
    t.media = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!gather(cli, &t, (guint)samples, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_try_write(&t);
    else
        kiri_try_print(&t);
    return t.hits->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}
