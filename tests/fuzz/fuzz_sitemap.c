// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes within a sitemap, or within an index of sitemaps (first byte): it is one,
 * whatever stands in it. */
#include "feed_check.h"
#include "fuzz.h"

#include <kirinuki/charset.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return kiri_charset_preload(NULL) ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    gboolean is_index = fuzz_byte(&in) % 2;
    const char *name = is_index ? "sitemapindex" : "urlset";
    g_autofree char *inside = g_utf8_make_valid((const char *)in.p, (gssize)in.n);
    g_autofree char *text =
        g_strdup_printf("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                        "<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                        " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">%s</%s>",
                        name, inside, name);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriFeed) feed =
        kiri_feed_parse(kiri_str(text), "https://e.jp/sitemap.xml", "application/xml", &error);
    g_assert_true(!feed == !!error);
    if (!feed)
        return 0;
    feed_check(feed);
    gint64 entries = (gint64)kiri_recs_count(feed->entries) + feed->entries_dropped;
    g_assert_cmpint(feed->news_entries, <=, entries);
    g_assert_cmpint(feed->image_entries, <=, entries);
    g_assert_cmpint(feed->video_entries, <=, entries);
    return 0;
}
