// SPDX-License-Identifier: GPL-3.0-or-later
/* Addresses without end, and feeds that make things up. */
#include "site.h"

#include <kirinuki/url.h>

/* New addresses of one form that a page may bring in a day, and all those that a
 * source may bring in an hour. */
#define MOST_OF_A_FORM 300
#define MOST_NEW 200

static void run_calendar(Site *s)
{
    GString *html = g_string_new("<html lang='ja'><head><title>催し</title></head><body><ul>");
    for (guint i = 0; i < 2000; i++)
        g_string_append_printf(
            html, "<li><a href='/calendar/%u/%02u/%02u.html'>%u年%u月%u日の催しの案内です</a></li>",
            2026 + i / 336, i / 28 % 12 + 1, i % 28 + 1, 2026 + i / 336, i / 28 % 12 + 1,
            i % 28 + 1);
    g_string_append(html, "</ul></body></html>");
    site_add_source(s, NULL, "/calendar/", KIRI_SOURCE_PAGE);
    http_server_page(s->server, "/calendar/", "text/html; charset=utf-8", html->str);
    g_string_free(html, TRUE);
    for (guint i = 0; i < 4; i++) { // within one day
        site_make_due(s, NULL);
        site_crawl(s);
        site_advance(s, 2);
    }
    /* What is only put on record as old costs nobody anything. */
    g_assert_cmpuint(http_server_n_seen(s->server, NULL), <=, MOST_OF_A_FORM + 5);
    g_assert_cmpuint(http_server_n_seen(s->server, NULL), >, 5);
}

static void run_session_ids(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/1;jsessionid=0123456789ABCDEF", "/a/1?PHPSESSID=abcdef0123456789",
              "/a/1?sid=9876543210abcdef", "/a/1", NULL);
    site_article(s, "/a/1", "一つの記事");
    site_article(s, "/a/1;jsessionid=0123456789ABCDEF", "一つの記事");
    site_crawl(s);
    g_assert_cmpuint(site_n_articles(s), ==, 1);
}

static void run_repeated_segments(Site *s)
{
    static const char *const traps[] = {"/a/a/a/1", "/x/y/x/y/x/y/1",
                                        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, traps[0], traps[1], traps[2], "/a/a/1", NULL);
    site_article(s, "/a/a/1", "二度までは良い");
    site_crawl(s);
    for (gsize i = 0; i < G_N_ELEMENTS(traps); i++)
        g_assert_cmpuint(site_n_seen(s, traps[i]), ==, 0);
    g_assert_true(site_has_article(s, "/a/a/1"));
}

static void run_permutations(Site *s)
{
    static const char *const orders[] = {"a=1&b=2&c=3", "a=1&c=3&b=2", "b=2&a=1&c=3",
                                         "b=2&c=3&a=1", "c=3&a=1&b=2", "c=3&b=2&a=1"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_autofree char *path = g_strconcat("/show?", orders[i], "&utm_source=x", NULL);
        g_autofree char *url = site_url(s, NULL, path);
        g_autofree char *safe = g_markup_escape_text(url, -1);
        g_string_append_printf(xml, "<item><link>%s</link></item>", safe);
    }
    g_string_append(xml, "</channel></rss>");
    http_server_page(s->server, "/feed.xml", "application/rss+xml", xml->str);
    site_article(s, "/show", "一つの記事");
    site_crawl(s);
    g_assert_cmpuint(site_n_articles(s), ==, 1);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), ==, 1);
}

static void run_subdomains(Site *s)
{
    g_autoptr(GString) xml =
        g_string_new("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
    for (guint i = 0; i < 500; i++) {
        g_autofree char *host = g_strdup_printf("w%u", i);
        g_autofree char *url = site_url(s, host, "/a/1");
        g_string_append_printf(xml, "<url><loc>%s</loc></url>", url);
    }
    g_string_append(xml, "</urlset>");
    site_add_source(s, NULL, "/sitemap.xml", KIRI_SOURCE_SITEMAP);
    http_server_page(s->server, "/sitemap.xml", "application/xml", xml->str);
    site_crawl(s);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), ==, 0);
    g_assert_cmpuint(http_server_n_connections(s->server), ==, 2);
}

static void run_invented_items(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/first", NULL);
    site_article(s, "/a/first", "本物の記事");
    site_crawl(s);
    for (guint poll = 0; poll < 3; poll++) { // within an hour
        g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
        for (guint i = 0; i < 300; i++) {
            g_autofree char *path = g_strdup_printf("/made-up/%u", poll * 300 + i);
            g_autofree char *url = site_url(s, NULL, path);
            g_string_append_printf(xml, "<item><link>%s</link><pubDate>" FRESH "</pubDate></item>",
                                   url);
        }
        g_string_append(xml, "</channel></rss>");
        http_server_page(s->server, "/feed.xml", "application/rss+xml", xml->str);
        s->w.options.max_pages = 1; // what is due is enough here
        site_make_due(s, NULL);
        site_crawl(s);
        kiri_clock_advance(s->w.clock, 15 * KIRI_US_PER_MINUTE);
    }
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), <=, MOST_NEW + 1);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), >, 100);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_nonnull(source->last_error); // said, not silent
}

/* Index names index names index …: two levels down is the end. */
static void run_sitemaps_of_sitemaps(Site *s)
{
    site_add_source(s, NULL, "/0.xml", KIRI_SOURCE_SITEMAP);
    for (guint i = 0; i < 6; i++) {
        g_autofree char *path = g_strdup_printf("/%u.xml", i);
        g_autofree char *child = g_strdup_printf("/%u.xml", i + 1);
        g_autofree char *url = site_url(s, NULL, child);
        g_autofree char *xml = g_strdup_printf(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>%s"
            "</loc></sitemap></sitemapindex>",
            url);
        http_server_page(s->server, path, "application/xml", xml);
    }
    site_crawl(s);
    for (guint i = 0; i < 6; i++) {
        g_autofree char *path = g_strdup_printf("/%u.xml", i);
        g_assert_cmpuint(site_n_seen(s, path), ==, i <= KIRI_LIMIT_SITEMAP_DEPTH ? 1 : 0);
    }
}

const SiteRow site_traps[] = {
    {99, "calendar without end", run_calendar},
    {100, "session ids", run_session_ids},
    {101, "repeated segments", run_repeated_segments},
    {102, "permutations of query keys", run_permutations},
    {103, "wildcard subdomains", run_subdomains},
    {103, "sitemaps of sitemaps", run_sitemaps_of_sitemaps},
    {104, "feed that invents items", run_invented_items},
};
const gsize site_n_traps = G_N_ELEMENTS(site_traps);
