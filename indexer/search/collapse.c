// SPDX-License-Identifier: GPL-3.0-or-later
/* Stories: which article is a copy of which root (KiriLineage, of the link stage); and
 * events, in the same words: which first article stands for those that tell of the same.
 *
 * Most articles stand alone and have no row, or one that names nobody else. For a page
 * single looks are cheap; for every match of a frequent word the whole family is read
 * once, which is smaller than as many looks. */
#include "listing_internal.h"

#include <string.h>

enum { FEW = 2000 };

void kiri_stories_init(KiriStories *s, KiriStore *store, gboolean are_events)
{
    *s = (KiriStories){.store = store, .are_events = are_events};
    s->story_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void kiri_stories_clear(KiriStories *s)
{
    g_clear_pointer(&s->story_of, g_hash_table_destroy);
}

static void put(KiriStories *s, const char *article, const char *story)
{
    if (strcmp(story, article) != 0)
        g_hash_table_insert(s->story_of, g_strdup(article), g_strdup(story));
}

static gboolean note_event(gconstpointer record, gpointer data)
{
    const KiriEvent *row = record;
    put(data, row->article, row->event);
    return TRUE;
}

/* Of events: a copy is in that of its root, which is known by now. */
static gboolean note_story(gconstpointer record, gpointer data)
{
    KiriStories *s = data;
    const KiriLineage *row = record;
    const char *event = s->are_events ? g_hash_table_lookup(s->story_of, row->story) : NULL;
    if (!s->are_events || row->origin)
        put(s, row->article, event ? event : row->story);
    return TRUE;
}

gboolean kiri_stories_expect(KiriStories *s, gsize n, GError **error)
{
    if (s->has_all || n <= FEW)
        return TRUE;
    s->has_all = TRUE;
    return (!s->are_events ||
            kiri_store_each(s->store, KIRI_NOUN_EVENT, "", note_event, s, error)) &&
           kiri_store_each(s->store, KIRI_NOUN_LINEAGE, "", note_story, s, error);
}

static char *look_up(KiriStories *s, const char *id)
{
    if (s->are_events) {
        char *event = kiri_store_event_of(s->store, id, NULL);
        return event ? event : g_strdup(id);
    }
    g_autoptr(KiriLineage) row = kiri_store_get(s->store, KIRI_NOUN_LINEAGE, id, NULL);
    return g_strdup(row && row->story ? row->story : id);
}

const char *kiri_story_of(KiriStories *s, const char *id)
{
    const char *known = g_hash_table_lookup(s->story_of, id);
    if (known || s->has_all)
        return known ? known : id;
    char *story = look_up(s, id);
    g_hash_table_insert(s->story_of, g_strdup(id), story);
    return story;
}
