// SPDX-License-Identifier: GPL-3.0-or-later
/* JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). */
#include "feed_internal.h"

#include "markup/markup.h"

#include <kirinuki/limits.h>

/* A member that is a string or a number, as text; "" otherwise. */
static KiriStr member(const KiriJsonNode *object, const char *name)
{
    gsize n = 0;
    const char *s = kiri_json_string(kiri_json_get(object, name), &n);
    return s ? kiri_str(s) : KIRI_STR_LITERAL("");
}

static char *member_dup(const KiriJsonNode *object, const char *name)
{
    return kiri_str_dup(kiri_str_strip(member(object, name)));
}

static char *member_url(KiriFeedReader *r, const KiriJsonNode *object, const char *name)
{
    return kiri_feed_absolute_url(r, NULL, member(object, name));
}

static void read_authors(KiriFeedEntry *entry, const KiriJsonNode *item)
{
    const KiriJsonNode *authors = kiri_json_get(item, "authors");
    for (gsize i = 0; i < kiri_json_size(authors); i++)
        kiri_feed_add_author(entry, member(kiri_json_at(authors, i), "name"));
    if (!entry->authors)
        kiri_feed_add_author(entry, member(kiri_json_get(item, "author"), "name"));
}

static void read_attachments(KiriFeedReader *r, KiriFeedEntry *entry, const KiriJsonNode *list)
{
    for (gsize i = 0; i < kiri_json_size(list); i++) {
        const KiriJsonNode *a = kiri_json_at(list, i);
        kiri_feed_add_enclosure(entry, member_url(r, a, "url"), member(a, "mime_type").p,
                                MAX(kiri_json_int(kiri_json_get(a, "size_in_bytes"), 0), 0));
    }
}

static char *item_id(const KiriJsonNode *item)
{
    const KiriJsonNode *id = kiri_json_get(item, "id");
    if (kiri_json_is_number(id))
        return g_strdup_printf("%" G_GINT64_FORMAT, kiri_json_int(id, 0));
    return member_dup(item, "id");
}

static void read_item(KiriFeedReader *r, const KiriJsonNode *item)
{
    KiriFeedEntry *entry =
        kiri_json_is_object(item) ? kiri_feed_add_entry(r, KIRI_LIMIT_FEED_ENTRIES) : NULL;
    if (!entry)
        return;
    kiri_feed_set(&entry->id, item_id(item));
    kiri_feed_set(&entry->link, member_url(r, item, "url"));
    kiri_feed_set_fallback(&entry->link, member_url(r, item, "external_url"));
    kiri_feed_set(&entry->title, kiri_markup_to_plain(member(item, "title")));
    kiri_feed_set(&entry->summary, member_dup(item, "summary"));
    kiri_feed_set(&entry->content, member_dup(item, "content_html"));
    kiri_feed_set_fallback(&entry->content, member_dup(item, "content_text"));
    kiri_feed_set_time(r, &entry->published, member(item, "date_published"));
    kiri_feed_set_time(r, &entry->updated, member(item, "date_modified"));
    const KiriJsonNode *tags = kiri_json_get(item, "tags");
    for (gsize i = 0; i < kiri_json_size(tags); i++) {
        const char *tag = kiri_json_string(kiri_json_at(tags, i), NULL);
        kiri_feed_add_category(entry, kiri_str(tag));
    }
    read_authors(entry, item);
    read_attachments(r, entry, kiri_json_get(item, "attachments"));
    kiri_feed_finish_entry(entry);
}

/* The newest moment that an entry states: the format has none for the feed. */
static KiriTime newest(const KiriFeed *feed)
{
    KiriTime best = KIRI_TIME_UNSET;
    for (guint i = 0; i < kiri_recs_count(feed->entries); i++) {
        const KiriFeedEntry *entry = g_ptr_array_index(feed->entries, i);
        KiriTime t = kiri_time_is_set(entry->updated) ? entry->updated : entry->published;
        if (kiri_time_is_set(t) && (!kiri_time_is_set(best) || t.us > best.us))
            best = t;
    }
    return best;
}

gboolean kiri_feed_read_json(KiriFeedReader *r, const KiriJsonNode *root)
{
    const KiriJsonNode *items = kiri_json_get(root, "items");
    KiriFeed *feed = r->feed;
    gboolean says_so = g_str_has_prefix(member(root, "version").p, "https://jsonfeed.org/");
    if (!kiri_json_is_object(root) || (!says_so && !kiri_json_is_array(items)))
        return FALSE;
    kiri_feed_set(&feed->title, kiri_markup_to_plain(member(root, "title")));
    kiri_feed_set(&feed->link, member_url(r, root, "home_page_url"));
    kiri_feed_set(&feed->self, member_url(r, root, "feed_url"));
    kiri_feed_set(&feed->language, member_dup(root, "language"));
    const KiriJsonNode *hub = kiri_json_at(kiri_json_get(root, "hubs"), 0);
    kiri_feed_set(&feed->hub, member_url(r, hub, "url"));
    for (gsize i = 0; i < kiri_json_size(items); i++)
        read_item(r, kiri_json_at(items, i));
    feed->updated = newest(feed);
    return TRUE;
}
