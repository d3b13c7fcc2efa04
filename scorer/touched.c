// SPDX-License-Identifier: GPL-3.0-or-later
/* See touched.h. Releases and months are gathered first and their clips looked up once
 * at the end, so that a hundred articles of one month cost one look. */
#include "touched.h"

#include "desk.h"

#include <string.h>

/* From here on a walk through all clips costs less than the list of them. */
enum { MOST_CLIPS = 200000 };

typedef struct {
    KiriStore *store;
    GHashTable *clips, *releases, *months;
    gboolean is_ledger;
} Gather;

static GHashTable *new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void touch_article(Gather *g, const KiriLogEntry *entry)
{
    g_autofree char *prefix = g_strconcat(entry->id, ".", NULL);
    g_autoptr(GPtrArray) own = kiri_store_list(g->store, KIRI_NOUN_CLIP, prefix, NULL);
    for (guint i = 0; own && i < own->len; i++)
        g_hash_table_add(g->clips, g_strdup(((const KiriClip *)own->pdata[i])->id));
    /* An earlier version may have stood in another month. */
    for (gint64 version = entry->version; version >= MAX(entry->version - 1, 1); version--) {
        g_autoptr(KiriArticle) a =
            kiri_store_get_article_version(g->store, entry->id, version, NULL);
        char *key = a ? kiri_month_key(a) : NULL;
        if (key)
            g_hash_table_add(g->months, key);
    }
}

static gboolean touch_entry(const KiriLogEntry *entry, gpointer data)
{
    Gather *g = data;
    switch (entry->noun) {
    case KIRI_NOUN_CLIP:
    case KIRI_NOUN_VERDICT:
        g_hash_table_add(g->clips, g_strdup(entry->id));
        break;
    case KIRI_NOUN_RELEASE:
        g_hash_table_add(g->releases, g_strdup(entry->id));
        break;
    case KIRI_NOUN_ARTICLE:
        touch_article(g, entry);
        break;
    case KIRI_NOUN_MEDIUM:
    case KIRI_NOUN_FIGURE:
    case KIRI_NOUN_RATE:
        g->is_ledger = TRUE;
        break;
    default:
        break;
    }
    return g_hash_table_size(g->clips) < MOST_CLIPS;
}

/* Adds the clips of each release or month. */
static void add_clips_of(Gather *g, GHashTable *set, KiriNoun of)
{
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, set);
    while (g_hash_table_size(g->clips) < MOST_CLIPS && g_hash_table_iter_next(&iter, &key, NULL)) {
        g_auto(GStrv) ids = kiri_store_clip_ids(g->store, of, key);
        for (char **id = ids; *id; id++)
            g_hash_table_add(g->clips, g_strdup(*id));
    }
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The members of a set, rising. (transfer full) */
static GPtrArray *members(GHashTable *set)
{
    GPtrArray *list = g_ptr_array_new_full(g_hash_table_size(set), g_free);
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, set);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_ptr_array_add(list, g_strdup(key));
    g_ptr_array_sort(list, by_text);
    return list;
}

/* Where a story counts once, a clip that comes, goes or changes moves the others. */
static void add_stories(Gather *g)
{
    g_autoptr(GPtrArray) ids = members(g->clips);
    g_autoptr(GPtrArray) more = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < ids->len; i++) {
        const char *target = NULL;
        g_autofree char *article = kiri_clip_article_of(ids->pdata[i], &target);
        g_autoptr(KiriLineage) own =
            article ? kiri_store_get(g->store, KIRI_NOUN_LINEAGE, article, NULL) : NULL;
        g_autoptr(KiriLineage) root =
            own && own->story ? kiri_store_get(g->store, KIRI_NOUN_LINEAGE, own->story, NULL)
                              : NULL;
        if (root)
            g_ptr_array_add(more, kiri_clip_make_id(root->article, target));
        for (char **copy = root ? root->copies : NULL; copy && *copy; copy++)
            g_ptr_array_add(more, kiri_clip_make_id(*copy, target));
    }
    for (guint i = 0; i < more->len; i++)
        g_hash_table_add(g->clips, g_strdup(more->pdata[i]));
}

void kiri_touched_read(KiriStore *store, guint64 after, gboolean counts_once, KiriTouched *touched)
{
    Gather g = {.store = store, .clips = new_set(), .releases = new_set(), .months = new_set()};
    guint64 end = kiri_store_log_end(store);
    *touched = (KiriTouched){.last = kiri_store_log_each(store, after, G_MAXUINT, touch_entry, &g)};
    add_clips_of(&g, g.releases, KIRI_NOUN_RELEASE);
    add_clips_of(&g, g.months, KIRI_NOUN_MEDIUM);
    if (counts_once)
        add_stories(&g);
    touched->is_everything = g_hash_table_size(g.clips) >= MOST_CLIPS;
    touched->is_ledger = g.is_ledger || touched->is_everything;
    if (touched->is_everything) // then it does not matter what the rest of the log says
        touched->last = MAX(touched->last, end);
    else
        touched->clips = members(g.clips);
    g_hash_table_unref(g.clips);
    g_hash_table_unref(g.releases);
    g_hash_table_unref(g.months);
}

void kiri_touched_clear(KiriTouched *touched)
{
    g_clear_pointer(&touched->clips, g_ptr_array_unref);
}
