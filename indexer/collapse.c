// SPDX-License-Identifier: GPL-3.0-or-later
/* Stories: which article is a copy of which root (KiriLineage, of the link stage).
 *
 * Most articles stand alone and have no row. For a page single looks are cheap;
 * for every match of a frequent word the whole family is read once, which is
 * smaller than as many looks. */
#include "listing_internal.h"

#include <string.h>

enum { FEW = 2000 };

void kiri_stories_init(KiriStories *s, KiriStore *store)
{
    *s = (KiriStories){.store = store};
    s->story_of = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void kiri_stories_clear(KiriStories *s)
{
    g_clear_pointer(&s->story_of, g_hash_table_destroy);
}

static gboolean note(gconstpointer record, gpointer data)
{
    const KiriLineage *row = record;
    if (strcmp(row->story, row->article) != 0)
        g_hash_table_insert(((KiriStories *)data)->story_of, g_strdup(row->article),
                            g_strdup(row->story));
    return TRUE;
}

gboolean kiri_stories_expect(KiriStories *s, gsize n, GError **error)
{
    if (s->has_all || n <= FEW)
        return TRUE;
    s->has_all = TRUE;
    return kiri_store_each(s->store, KIRI_NOUN_LINEAGE, "", note, s, error);
}

const char *kiri_story_of(KiriStories *s, const char *id)
{
    const char *known = g_hash_table_lookup(s->story_of, id);
    if (known || s->has_all)
        return known ? known : id;
    g_autoptr(KiriLineage) row = kiri_store_get(s->store, KIRI_NOUN_LINEAGE, id, NULL);
    char *story = g_strdup(row && row->story ? row->story : id);
    g_hash_table_insert(s->story_of, g_strdup(id), story);
    return story;
}
