// SPDX-License-Identifier: GPL-3.0-or-later
/* Sitemaps (https://www.sitemaps.org/protocol.html) with Google's news
 * extension, and indexes of sitemaps. Of the extensions for images and videos only
 * their presence counts: it tells lists of pictures from lists of articles. */
#include "feed_internal.h"

#include <kirinuki/limits.h>

static gboolean is_sitemap(const KiriXmlNode *node, const char *name)
{
    return kiri_xml_is(node, KIRI_NS_SITEMAP, name) || kiri_xml_is(node, KIRI_NS_CORE, name);
}

static void read_news(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *news)
{
    for (const KiriXmlNode *node = news->first; node; node = node->next) {
        if (!node->name || node->ns != KIRI_NS_NEWS)
            continue;
        g_autofree char *text = kiri_xml_text(node);
        if (kiri_xml_is(node, KIRI_NS_NEWS, "title")) {
            kiri_feed_set(&entry->title, kiri_feed_plain(node));
        } else if (kiri_xml_is(node, KIRI_NS_NEWS, "publication_date")) {
            kiri_feed_set_time(r, &entry->published, kiri_str(text));
        } else if (kiri_xml_is(node, KIRI_NS_NEWS, "keywords")) {
            g_auto(GStrv) words = g_strsplit(text, ",", KIRI_LIMIT_FEED_VALUES);
            for (guint i = 0; words[i]; i++)
                kiri_feed_add_category(entry, kiri_str(words[i]));
        } else if (kiri_xml_is(node, KIRI_NS_NEWS, "publication")) {
            const KiriXmlNode *name = kiri_xml_child(node, KIRI_NS_NEWS, "name");
            const KiriXmlNode *language = kiri_xml_child(node, KIRI_NS_NEWS, "language");
            if (name && !r->feed->title)
                kiri_feed_set(&r->feed->title, kiri_feed_plain(name));
            if (language && !r->feed->language)
                kiri_feed_set(&r->feed->language, kiri_xml_text(language));
        }
    }
}

static void read_url(KiriFeedReader *r, const KiriXmlNode *url)
{
    KiriFeedEntry *entry = kiri_feed_add_entry(r, KIRI_LIMIT_SITEMAP_URLS);
    if (!entry)
        return;
    gboolean has_news = FALSE, has_image = FALSE, has_video = FALSE;
    for (const KiriXmlNode *node = url->first; node; node = node->next) {
        if (!node->name)
            continue;
        has_image |= kiri_xml_is(node, KIRI_NS_IMAGE, "image");
        has_video |= kiri_xml_is(node, KIRI_NS_VIDEO, "video");
        if (is_sitemap(node, "loc")) {
            g_autofree char *text = kiri_xml_text(node);
            kiri_feed_set(&entry->link, kiri_feed_absolute_url(r, NULL, kiri_str(text)));
        } else if (is_sitemap(node, "lastmod")) {
            g_autofree char *text = kiri_xml_text(node);
            kiri_feed_set_time(r, &entry->updated, kiri_str(text));
        } else if (kiri_xml_is(node, KIRI_NS_NEWS, "news")) {
            has_news = TRUE;
            read_news(r, entry, node);
        }
    }
    r->feed->news_entries += has_news;
    r->feed->image_entries += has_image;
    r->feed->video_entries += has_video;
}

void kiri_feed_read_sitemap(KiriFeedReader *r, const KiriXmlNode *root)
{
    for (const KiriXmlNode *node = root->first; node; node = node->next)
        if (node->name && (is_sitemap(node, "url") || is_sitemap(node, "sitemap")))
            read_url(r, node);
}
