// SPDX-License-Identifier: GPL-3.0-or-later
/* Urgent watch (緊急): the sources of a topic that somebody follows hour by hour are
 * asked as often as they may be at all.
 *
 * The sources of a topic are those of the media it is limited to; else those that brought
 * its clips, and those of key media (tier 1), which will take a matter up first. As it
 * only brings due times forward, to the shortest interval between two polls, everything
 * that a host is owed stays as it is: pauses between requests, Crawl-delay, Retry-After,
 * the pauses after failures, and an interval that a person chose for a source.
 *
 * In a crawl that goes on, topics are looked at again every few minutes, and when
 * somebody changed one. */
#include "crawl_internal.h"

#include "poll/schedule.h"

#include <string.h>

#define LOOK_US (5 * KIRI_US_PER_MINUTE)

typedef struct {
    KiriCrawler *c;
    const KiriTopic *topic;
    GHashTable *media;     // id → KiriMedium
    GHashTable *mentioned; // source id → itself: they brought a clip
    gint64 until_us;
} Look;

static gboolean names_medium(const KiriTopic *topic, const KiriMedium *m)
{
    for (char **name = topic->media; *name; name++)
        if (strcmp(*name, m->id) == 0 || g_strcmp0(*name, m->name) == 0 ||
            kiri_strv_has(m->domains, *name))
            return TRUE;
    return FALSE;
}

static gboolean names_host(const KiriTopic *topic, const KiriSource *s)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(s->url), NULL);
    return url && kiri_strv_has(topic->media, url->host);
}

static gboolean is_wanted(const Look *look, const KiriSource *s)
{
    const KiriMedium *m = s->medium ? g_hash_table_lookup(look->media, s->medium) : NULL;
    if (look->topic->media)
        return (m && names_medium(look->topic, m)) || names_host(look->topic, s);
    return (m && m->tier == 1) || g_hash_table_contains(look->mentioned, s->id);
}

/* The latest of several topics counts. */
static gboolean take_source(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Look *look = data;
    if (s->is_disabled || !s->url || g_strcmp0(s->role, "releases") == 0 || !is_wanted(look, s))
        return TRUE;
    const gint64 *known = g_hash_table_lookup(look->c->urgent, s->id);
    if (!known || *known < look->until_us)
        g_hash_table_insert(look->c->urgent, g_strdup(s->id),
                            g_memdup2(&look->until_us, sizeof look->until_us));
    return TRUE;
}

static gboolean mention_sources(Look *look, GError **error)
{
    g_auto(GStrv) clips = kiri_store_clip_ids(look->c->store, KIRI_NOUN_TOPIC, look->topic->id);
    for (char **clip = clips; clip && *clip; clip++) {
        const char *target;
        GError *why = NULL;
        g_autofree char *id = kiri_clip_article_of(*clip, &target);
        g_autoptr(KiriArticle) a =
            id ? kiri_store_get(look->c->store, KIRI_NOUN_ARTICLE, id, &why) : NULL;
        if (why) {
            g_propagate_error(error, why);
            return FALSE;
        }
        for (char **source = a ? a->sources : NULL; source && *source; source++)
            g_hash_table_add(look->mentioned, g_strdup(*source));
        if (a && a->source)
            g_hash_table_add(look->mentioned, g_strdup(a->source));
    }
    return TRUE;
}

static gboolean take_topic(KiriCrawler *c, const KiriTopic *topic, GHashTable *media,
                           GError **error)
{
    g_autoptr(GHashTable) mentioned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Look look = {c, topic, media, mentioned, topic->urgent_until.us};
    return (topic->media || mention_sources(&look, error)) &&
           kiri_store_each(c->store, KIRI_NOUN_SOURCE, "", take_source, &look, error);
}

static void free_medium(gpointer medium)
{
    kiri_medium_free(medium);
}

static GHashTable *read_media(KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_MEDIUM, "", error);
    if (!all)
        return NULL;
    GHashTable *media = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_medium);
    for (guint i = 0; i < all->len; i++) {
        KiriMedium *m = kiri_record_copy(&kiri_medium_shape, g_ptr_array_index(all, i));
        g_hash_table_insert(media, m->id, m);
    }
    return media;
}

gboolean kiri_urgent_load(KiriCrawler *c, GError **error)
{
    gint64 now_us = kiri_crawler_now_us(c);
    g_autoptr(GPtrArray) topics = kiri_store_list(c->store, KIRI_NOUN_TOPIC, "", error);
    g_autoptr(GHashTable) media = NULL;
    if (!topics)
        return FALSE;
    c->urgent_at_us = kiri_clock_monotonic_us(c->o->clock) + LOOK_US;
    g_hash_table_remove_all(c->urgent);
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        if (topic->is_removed || topic->urgent_until.us <= now_us)
            continue;
        if (!media)
            media = read_media(c->store, error);
        if (!media || !take_topic(c, topic, media, error))
            return FALSE;
    }
    return TRUE;
}

gboolean kiri_urgent_look(KiriCrawler *c, GError **error)
{
    if (!c->o->is_continuous || kiri_clock_monotonic_us(c->o->clock) < c->urgent_at_us)
        return TRUE;
    gboolean was_urgent = g_hash_table_size(c->urgent) > 0;
    if (!kiri_urgent_load(c, error))
        return FALSE;
    if (was_urgent || g_hash_table_size(c->urgent))
        kiri_crawler_reload(c);
    return TRUE;
}

gboolean kiri_urgent_is(const KiriCrawler *c, const char *source)
{
    const gint64 *until = g_hash_table_lookup(c->urgent, source);
    return until && *until > kiri_crawler_now_us(c);
}

gint64 kiri_urgent_due_us(const KiriCrawler *c, const KiriSource *s, gint64 due_us)
{
    if (!kiri_urgent_is(c, s->id) || s->failures || s->interval_s > 0 ||
        !kiri_time_is_set(s->last_poll))
        return due_us;
    gint64 floor_s = c->o->floor_s > 0 ? c->o->floor_s : KIRI_PACE_FLOOR_S;
    return MIN(due_us, s->last_poll.us + floor_s * KIRI_US_PER_SECOND);
}
