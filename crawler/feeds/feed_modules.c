// SPDX-License-Identifier: GPL-3.0-or-later
/* Elements of namespaces that occur in every dialect: Dublin Core, content,
 * Media RSS, iTunes, syndication. What the dialect itself says goes first; a
 * module only fills what is missing, except for content:encoded, which is the
 * full text by definition. */
#include "feed_internal.h"

#include <kirinuki/limits.h>

static void read_dublin_core(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node)
{
    g_autofree char *text = kiri_xml_text(node);
    KiriStr value = kiri_str(text);
    const char *name = node->name;
    if (g_ascii_strcasecmp(name, "creator") == 0 || g_ascii_strcasecmp(name, "author") == 0) {
        kiri_feed_add_author(entry, value);
    } else if (g_ascii_strcasecmp(name, "subject") == 0) {
        kiri_feed_add_category(entry, value);
    } else if (g_ascii_strcasecmp(name, "title") == 0) {
        kiri_feed_set_fallback(&entry->title, kiri_feed_plain(node));
    } else if (g_ascii_strcasecmp(name, "description") == 0) {
        kiri_feed_set_fallback(&entry->summary, kiri_feed_html(node));
    } else if (g_ascii_strcasecmp(name, "modified") == 0) {
        kiri_feed_set_time(r, &entry->updated, value);
    } else if (g_ascii_strcasecmp(name, "date") == 0 || g_ascii_strcasecmp(name, "issued") == 0 ||
               g_ascii_strcasecmp(name, "created") == 0) {
        if (!kiri_time_is_set(entry->published))
            kiri_feed_set_time(r, &entry->published, value);
    }
}

static void read_media(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node)
{
    if (g_ascii_strcasecmp(node->name, "group") == 0) {
        for (const KiriXmlNode *child = node->first; child; child = child->next)
            if (child->name && child->ns == KIRI_NS_MEDIA &&
                g_ascii_strcasecmp(child->name, "group") != 0)
                read_media(r, entry, child);
    } else if (g_ascii_strcasecmp(node->name, "content") == 0) {
        const char *url = kiri_xml_attr(node, "url");
        if (url)
            kiri_feed_add_enclosure(entry, kiri_feed_absolute_url(r, node, kiri_str(url)),
                                    kiri_xml_attr(node, "type"),
                                    kiri_feed_number(kiri_xml_attr(node, "fileSize")));
    } else if (g_ascii_strcasecmp(node->name, "title") == 0) {
        kiri_feed_set_fallback(&entry->title, kiri_feed_plain(node));
    } else if (g_ascii_strcasecmp(node->name, "description") == 0) {
        kiri_feed_set_fallback(&entry->summary, kiri_feed_html(node));
    }
}

static void read_itunes(KiriFeedEntry *entry, const KiriXmlNode *node)
{
    if (g_ascii_strcasecmp(node->name, "author") == 0 && !entry->authors) {
        g_autofree char *text = kiri_xml_text(node);
        kiri_feed_add_author(entry, kiri_str(text));
    } else if (g_ascii_strcasecmp(node->name, "summary") == 0) {
        kiri_feed_set_fallback(&entry->summary, kiri_feed_html(node));
    }
}

void kiri_feed_read_entry_module(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node)
{
    if (node->ns == KIRI_NS_DC || node->ns == KIRI_NS_DCTERMS)
        read_dublin_core(r, entry, node);
    else if (node->ns == KIRI_NS_MEDIA)
        read_media(r, entry, node);
    else if (node->ns == KIRI_NS_ITUNES)
        read_itunes(entry, node);
    else if (kiri_xml_is(node, KIRI_NS_CONTENT, "encoded") ||
             kiri_xml_is(node, KIRI_NS_XHTML, "body") || kiri_xml_is(node, KIRI_NS_XHTML, "div"))
        kiri_feed_set(&entry->content, kiri_feed_html(node));
}

/* Seconds of an updatePeriod; 0: not one of its words. */
static gint64 period_seconds(const char *text)
{
    static const struct {
        const char *word;
        gint64 seconds;
    } periods[] = {
        {"hourly", 3600},        {"daily", 86400},        {"weekly", 7 * 86400},
        {"monthly", 30 * 86400}, {"yearly", 365 * 86400},
    };
    for (guint i = 0; i < G_N_ELEMENTS(periods); i++)
        if (g_ascii_strcasecmp(text, periods[i].word) == 0)
            return periods[i].seconds;
    return 0;
}

/* Period and frequency come in either order; the second one completes the
 * first. */
static void read_interval(KiriFeedReader *r, const KiriXmlNode *node)
{
    if (!kiri_xml_is(node, KIRI_NS_SYNDICATION, "updatePeriod") || r->feed->ttl_s)
        return;
    g_autofree char *period = kiri_xml_text(node);
    const KiriXmlNode *times = kiri_xml_child(node->parent, KIRI_NS_SYNDICATION, "updateFrequency");
    g_autofree char *frequency = times ? kiri_xml_text(times) : NULL;
    gint64 n = kiri_feed_number(frequency);
    r->feed->ttl_s = period_seconds(period) / MAX(n, 1);
}

void kiri_feed_read_feed_module(KiriFeedReader *r, const KiriXmlNode *node)
{
    KiriFeed *feed = r->feed;
    gboolean is_core = node->ns == KIRI_NS_DC || node->ns == KIRI_NS_DCTERMS;
    g_autofree char *text = is_core ? kiri_xml_text(node) : NULL;
    if (is_core && g_ascii_strcasecmp(node->name, "language") == 0)
        kiri_feed_set_fallback(&feed->language, g_steal_pointer(&text));
    else if (is_core && g_ascii_strcasecmp(node->name, "title") == 0)
        kiri_feed_set_fallback(&feed->title, kiri_feed_plain(node));
    else if (is_core && (g_ascii_strcasecmp(node->name, "date") == 0 ||
                         g_ascii_strcasecmp(node->name, "modified") == 0)) {
        if (!kiri_time_is_set(feed->updated))
            kiri_feed_set_time(r, &feed->updated, kiri_str(text));
    } else {
        read_interval(r, node);
    }
}
