// SPDX-License-Identifier: GPL-3.0-or-later
/* The inside network: forty spellings of addresses that are not public, each by
 * six ways in. A listener waits where all of them would lead; not one connection
 * may reach it.
 *
 * The site that names them stands on 127.0.0.1, which an allow-list opens as an
 * intranet's would; the guard must not open more than that. */
#include "site.h"

#include "../support/resolver.h"

#include <kirinuki/error.h>
#include <kirinuki/feed.h>
#include <kirinuki/transport.h>
#include <kirinuki/url.h>

/* Names ending in .test are answered by the resolver below. */
static const char *const spellings[] = {"127.0.0.2",
                                        "127.2",
                                        "127.0.2",
                                        "2130706434",
                                        "0x7f000002",
                                        "0x7f.0.0.2",
                                        "0177.0.0.2",
                                        "017700000002",
                                        "0x7f.2",
                                        "127.0.0.0x2",
                                        "127.0.0.2.",
                                        "１２７．０．０．２",
                                        "%31%32%37.0.0.2",
                                        "127。0。0。2",
                                        "0",
                                        "0.0.0.0",
                                        "[::]",
                                        "[::1]",
                                        "[0:0:0:0:0:0:0:1]",
                                        "[::ffff:127.0.0.2]",
                                        "[::ffff:7f00:2]",
                                        "[::127.0.0.2]",
                                        "[64:ff9b::127.0.0.2]",
                                        "[64:ff9b::7f00:2]",
                                        "[2002:7f00:2::]",
                                        "[::ffff:0:127.0.0.2]",
                                        "[2001:0:7f00:2::1]",
                                        "[fe80::1]",
                                        "[fd00::1]",
                                        "[ff02::1]",
                                        "10.0.0.1",
                                        "172.16.0.1",
                                        "192.168.0.1",
                                        "169.254.169.254",
                                        "100.64.0.1",
                                        "198.18.0.1",
                                        "loop4.test",
                                        "loop6.test",
                                        "mapped.test",
                                        "metadata.test"};
G_STATIC_ASSERT(G_N_ELEMENTS(spellings) == 40);

static void set_names(void)
{
    resolver_set("loop4.test", "127.0.0.2");
    resolver_set("loop6.test", "::1");
    resolver_set("mapped.test", "::ffff:127.0.0.2");
    resolver_set("metadata.test", "169.254.169.254 127.0.0.2");
}

typedef struct {
    Site s;
    HttpServer *inside;
} Inside;

static void set_up(Inside *x, gconstpointer data)
{
    static const char *const open[] = {"127.0.0.1", NULL};
    KiriTransportOptions options = {.allow_addresses = open, .connect_ms = 1000, .slow_s = 1};
    World *w = &x->s.w;
    world_set_up(w, data);
    world_go_online(w, &options);
    x->s.server = http_server_new();
    x->inside = http_server_new_any(); // whatever the address
    set_names();
}

static void tear_down(Inside *x, gconstpointer data)
{
    world_tear_down(&x->s.w, data);
    http_server_free(x->s.server);
    http_server_free(x->inside);
    resolver_forget();
}

/* "http://SPELLING:PORT/path" of the listener inside. (transfer full) */
static char *inside_url(const Inside *x, gsize i, const char *path)
{
    return g_strdup_printf("http://%s:%d%s", spellings[i], http_server_port(x->inside), path);
}

static char *page_path(gsize i)
{
    return g_strdup_printf("/a/%u", (guint)i);
}

/* The port of the listener counts as one that sources use, so that it is the guard
 * of addresses and nothing before it that refuses. */
static void open_port(Inside *x)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("port");
    s->url = g_strdup_printf("http://203.0.113.1:%d/", http_server_port(x->inside));
    s->is_disabled = TRUE;
    world_put(&x->s.w, KIRI_NOUN_SOURCE, s);
    x->s.w.options.allow_private = TRUE; // of the crawl: any port
}

static void crawl_and_check(Inside *x)
{
    open_port(x);
    site_crawl(&x->s);
    g_assert_cmpuint(http_server_n_connections(x->inside), ==, 0);
}

/* ---- the ways in ---- */

static void as_source(Inside *x, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autoptr(KiriSource) s = kiri_source_new();
        s->id = g_strdup_printf("s%02u", (guint)i);
        s->url = inside_url(x, i, "/feed.xml");
        world_put(&x->s.w, KIRI_NOUN_SOURCE, s);
    }
    crawl_and_check(x);
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *id = g_strdup_printf("s%02u", (guint)i);
        g_autoptr(KiriSource) s = kiri_store_get(x->s.w.store, KIRI_NOUN_SOURCE, id, NULL);
        g_test_message("%s: %s", spellings[i], s->last_error ? s->last_error : "?");
        g_assert_cmpint(s->failures, ==, 1);
        g_assert_cmpstr(kiri_failure_names[s->failure], ==, "policy");
    }
}

/* A feed or sitemap with every spelling between other text. */
static void serve_list(Inside *x, const char *path, const char *type, const char *start,
                       const char *before, const char *behind, const char *end)
{
    g_autoptr(GString) xml = g_string_new(start);
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *name = page_path(i);
        g_autofree char *url = inside_url(x, i, name);
        g_string_append_printf(xml, "%s%s%s", before, url, behind);
    }
    g_string_append(xml, end);
    http_server_page(x->s.server, path, type, xml->str);
}

/* Not in this run: an address that is not public may be allowed, or mended, and is
 * tried again a day later. */
static gboolean is_refused_now(const KiriUrlRecord *r, gint64 now_us)
{
    return r->state == KIRI_URL_REFUSED ||
           (r->state == KIRI_URL_DUE && r->failures == 1 &&
            r->due.us > now_us + 20 * KIRI_US_PER_HOUR && strstr(r->reason, "not public"));
}

typedef struct {
    gint64 now_us;
    guint n;
} Count;

static gboolean count_open(gconstpointer record, gpointer data)
{
    const KiriUrlRecord *r = record;
    Count *count = data;
    g_test_message("%s: %s %s", r->url, kiri_url_state_names[r->state], r->reason ? r->reason : "");
    count->n += !is_refused_now(r, count->now_us);
    return TRUE;
}

/* Those that were put on record at all are refused. */
static void assert_all_refused(Inside *x)
{
    Count count = {.now_us = kiri_clock_now_us(x->s.w.clock)};
    g_assert_true(kiri_store_each(x->s.w.store, KIRI_NOUN_URL, "", count_open, &count, NULL));
    g_assert_cmpuint(count.n, ==, 0);
    g_assert_cmpuint(site_n_articles(&x->s), ==, 0);
}

static void as_feed_link(Inside *x, gconstpointer data)
{
    (void)data;
    site_add_source(&x->s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    serve_list(x, "/feed.xml", "application/rss+xml",
               "<rss version='2.0'><channel><title>t</title>", "<item><link>",
               "</link><pubDate>" FRESH "</pubDate></item>", "</channel></rss>");
    crawl_and_check(x);
    g_assert_cmpuint(kiri_store_count(x->s.w.store, KIRI_NOUN_URL), >, 20);
    assert_all_refused(x);
}

static void as_sitemap_child(Inside *x, gconstpointer data)
{
    (void)data;
    site_add_source(&x->s, NULL, "/sitemap.xml", KIRI_SOURCE_SITEMAP);
    serve_list(x, "/sitemap.xml", "application/xml",
               "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
               "<sitemap><loc>", "</loc></sitemap>", "</sitemapindex>");
    crawl_and_check(x);
    assert_all_refused(x);
}

static void redirect(Inside *x, const char *route, const char *to)
{
    g_autofree char *field = g_strdup_printf("Location: %s\r\n", to);
    site_answer(&x->s, route, "302 Found", field, "");
}

static void as_redirect(Inside *x, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *path = page_path(i);
        g_autofree char *url = site_url(&x->s, NULL, path);
        g_autofree char *to = inside_url(x, i, "/secret");
        redirect(x, path, to);
        g_string_append_printf(xml, "<item><link>%s</link><pubDate>" FRESH "</pubDate></item>",
                               url);
    }
    g_string_append(xml, "</channel></rss>");
    http_server_page(x->s.server, "/feed.xml", "application/rss+xml", xml->str);
    site_add_source(&x->s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    crawl_and_check(x);
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *path = page_path(i);
        g_assert_cmpuint(site_n_seen(&x->s, path), ==, 1); // it was followed so far
    }
    assert_all_refused(x);
}

static void as_robots_redirect(Inside *x, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *host = g_strdup_printf("h%02u", (guint)i);
        g_autofree char *route = g_strconcat(host, ".localhost/robots.txt", NULL);
        g_autofree char *to = inside_url(x, i, "/robots.txt");
        site_add_source(&x->s, host, "/feed.xml", KIRI_SOURCE_FEED);
        redirect(x, route, to);
    }
    crawl_and_check(x);
    /* Without rules nothing else was asked for. */
    g_assert_cmpuint(http_server_n_seen(x->s.server, "/feed.xml"), ==, 0);
    g_assert_cmpuint(http_server_n_seen(x->s.server, "/robots.txt"), ==, G_N_ELEMENTS(spellings));
}

/* Articles whose pages name another place as theirs, or as their next part. */
static void as_claim(Inside *x, gconstpointer relation)
{
    g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *path = page_path(i);
        g_autofree char *url = site_url(&x->s, NULL, path);
        g_autofree char *to = inside_url(x, i, path);
        g_autofree char *title = g_strdup_printf("第%u号の記事", (guint)i);
        g_autofree char *text = g_strdup_printf("<p>第%u号である。</p>" LEAD BODY, (guint)i);
        g_autofree char *link =
            g_strdup_printf("<link rel='%s' href='%s'>", (const char *)relation, to);
        g_autofree char *html = world_page(title, link, text, "");
        http_server_page(x->s.server, path, "text/html; charset=utf-8", html);
        g_string_append_printf(xml, "<item><link>%s</link><pubDate>" FRESH "</pubDate></item>",
                               url);
    }
    g_string_append(xml, "</channel></rss>");
    http_server_page(x->s.server, "/feed.xml", "application/rss+xml", xml->str);
    site_add_source(&x->s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    crawl_and_check(x);
    /* The claim is not believed, the article is taken as it is. */
    g_assert_cmpuint(site_n_articles(&x->s), ==, G_N_ELEMENTS(spellings));
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, data, function)                                                                  \
    g_test_add("/inside/" name, Inside, data, set_up, function, tear_down)
    ADD("source", NULL, as_source);
    ADD("feed-link", NULL, as_feed_link);
    ADD("sitemap-child", NULL, as_sitemap_child);
    ADD("redirect", NULL, as_redirect);
    ADD("robots-redirect", NULL, as_robots_redirect);
    ADD("canonical", "canonical", as_claim);
    ADD("next-page", "next", as_claim);
#undef ADD
    return g_test_run();
}
