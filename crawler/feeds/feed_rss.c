// SPDX-License-Identifier: GPL-3.0-or-later
/* RSS 0.90 to 2.0 and RSS 1.0 (RDF), in one reader: the dialects differ in where
 * items stand (in the channel, beside it, under "items") and in which namespace,
 * hardly in what elements mean. Elements stand in any order and any case. */
#include "feed_internal.h"

#include <kirinuki/limits.h>

static gboolean is_core(const KiriXmlNode *node, const char *name)
{
    return kiri_xml_is(node, KIRI_NS_CORE, name);
}

/* "<link>URL</link>", or "<link href='URL'/>" by authors who think of Atom. */
static char *read_link(KiriFeedReader *r, const KiriXmlNode *node)
{
    g_autofree char *text = kiri_xml_text(node);
    const char *rel = kiri_xml_attr(node, "rel");
    const char *href = kiri_xml_attr(node, "href");
    if (!*text && rel && g_ascii_strcasecmp(rel, "alternate") != 0)
        return NULL;
    return kiri_feed_absolute_url(r, node, kiri_str(*text || !href ? text : href));
}

/* The first text is the summary, a second one the content, except where the
 * content has said so itself. */
static void read_description(KiriFeedEntry *entry, const KiriXmlNode *node)
{
    if (!entry->summary)
        kiri_feed_set(&entry->summary, kiri_feed_html(node));
    else
        kiri_feed_set_fallback(&entry->content, kiri_feed_html(node));
}

static void read_guid(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node,
                      char **permalink)
{
    kiri_feed_set(&entry->id, kiri_xml_text(node));
    const char *is_permalink = kiri_xml_attr(node, "isPermaLink");
    gboolean says_no = is_permalink && g_ascii_strcasecmp(is_permalink, "false") == 0;
    const char *id = entry->id ? entry->id : "";
    gboolean is_address = g_str_has_prefix(id, "http") || id[0] == '/' || is_permalink;
    if (!says_no && is_address)
        kiri_feed_set(permalink, kiri_feed_absolute_url(r, node, kiri_str(id)));
}

static void read_item_element(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node,
                              char **permalink)
{
    g_autofree char *text = NULL;
    if (is_core(node, "title")) {
        kiri_feed_set(&entry->title, kiri_feed_plain(node));
    } else if (is_core(node, "link")) {
        kiri_feed_set(&entry->link, read_link(r, node));
    } else if (is_core(node, "description") || is_core(node, "summary")) {
        read_description(entry, node);
    } else if (is_core(node, "content") || is_core(node, "fullitem") || is_core(node, "body")) {
        kiri_feed_set(&entry->content, kiri_feed_html(node));
    } else if (is_core(node, "guid") || is_core(node, "id")) {
        read_guid(r, entry, node, permalink);
    } else if (is_core(node, "pubDate") || is_core(node, "published") || is_core(node, "date")) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &entry->published, kiri_str(text));
    } else if (is_core(node, "updated") || is_core(node, "modified") || is_core(node, "lastmod")) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &entry->updated, kiri_str(text));
    } else if (is_core(node, "author")) {
        const KiriXmlNode *name = kiri_xml_child(node, KIRI_NS_CORE, "name");
        text = kiri_xml_text(name ? name : node);
        kiri_feed_add_author(entry, kiri_str(text));
    } else if (is_core(node, "category")) {
        text = kiri_xml_text(node);
        kiri_feed_add_category(entry, kiri_str(text));
    } else if (is_core(node, "source")) {
        const char *url = kiri_xml_attr(node, "url");
        if (url)
            kiri_feed_set(&entry->source_url, kiri_feed_absolute_url(r, node, kiri_str(url)));
    } else if (is_core(node, "enclosure")) {
        const char *url = kiri_xml_attr(node, "url");
        if (url)
            kiri_feed_add_enclosure(entry, kiri_feed_absolute_url(r, node, kiri_str(url)),
                                    kiri_xml_attr(node, "type"),
                                    kiri_feed_number(kiri_xml_attr(node, "length")));
    } else if (node->ns == KIRI_NS_ATOM) {
        kiri_feed_read_atom_entry_element(r, entry, node);
    } else {
        kiri_feed_read_entry_module(r, entry, node);
    }
}

static void read_item(KiriFeedReader *r, const KiriXmlNode *item)
{
    KiriFeedEntry *entry = kiri_feed_add_entry(r, KIRI_LIMIT_FEED_ENTRIES);
    if (!entry)
        return;
    g_autofree char *permalink = NULL;
    const char *href = kiri_xml_attr(item, "href"), *lastmod = kiri_xml_attr(item, "lastmod");
    if (href) // CDF, and its imitators
        kiri_feed_set(&entry->link, kiri_feed_absolute_url(r, item, kiri_str(href)));
    if (lastmod)
        kiri_feed_set_time(r, &entry->updated, kiri_str(lastmod));
    for (const KiriXmlNode *node = item->first; node; node = node->next)
        if (node->name)
            read_item_element(r, entry, node, &permalink);
    const char *about = kiri_xml_attr_ns(item, KIRI_NS_RDF, "about");
    kiri_feed_set_fallback(&entry->link, g_steal_pointer(&permalink));
    kiri_feed_set_fallback(&entry->id, g_strdup(about));
    kiri_feed_finish_entry(entry);
}

static void read_channel_element(KiriFeedReader *r, const KiriXmlNode *node)
{
    KiriFeed *feed = r->feed;
    g_autofree char *text = NULL;
    if (is_core(node, "title")) {
        kiri_feed_set(&feed->title, kiri_feed_plain(node));
    } else if (is_core(node, "link")) {
        kiri_feed_set(&feed->link, read_link(r, node));
    } else if (is_core(node, "language")) {
        kiri_feed_set(&feed->language, kiri_xml_text(node));
    } else if (is_core(node, "lastBuildDate")) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &feed->updated, kiri_str(text));
    } else if (is_core(node, "pubDate")) {
        text = kiri_xml_text(node);
        if (!kiri_time_is_set(feed->updated))
            kiri_feed_set_time(r, &feed->updated, kiri_str(text));
    } else if (is_core(node, "ttl")) {
        text = kiri_xml_text(node);
        feed->ttl_s = MIN(kiri_feed_number(text), 366 * 24 * 60) * 60;
    } else if (node->ns == KIRI_NS_ATOM) {
        kiri_feed_read_atom_feed_element(r, node);
    } else {
        kiri_feed_read_feed_module(r, node);
    }
}

/* Reads channels and items wherever they stand: items are found inside items
 * too, because one that was not closed contains the next. */
static void read_children(KiriFeedReader *r, const KiriXmlNode *parent, gboolean in_channel)
{
    for (const KiriXmlNode *node = parent->first; node; node = node->next) {
        if (!node->name)
            continue;
        if (is_core(node, "item")) {
            read_item(r, node);
            read_children(r, node, FALSE);
        } else if (is_core(node, "channel")) {
            read_children(r, node, TRUE);
        } else if (is_core(node, "items")) {
            read_children(r, node, FALSE);
        } else if (in_channel) {
            read_channel_element(r, node);
        }
    }
}

void kiri_feed_read_rss(KiriFeedReader *r, const KiriXmlNode *root)
{
    read_children(r, root, is_core(root, "channel"));
    const char *language = kiri_xml_attr_ns(root, KIRI_NS_XML, "lang");
    kiri_feed_set_fallback(&r->feed->language, g_strdup(language));
}
