// SPDX-License-Identifier: GPL-3.0-or-later
/* Limits of limits.h that no other test passes: what fits is taken, what is one
 * beyond is cut or refused. README.md here says where the others are. */
#include "site.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/transport.h>

/* ---- transport ---- */

static KiriFailure failure_with_lines(HttpServer *s, guint n)
{
    g_autoptr(GString) head = g_string_new("HTTP/1.1 200 OK\r\n");
    KiriTransportOptions options = {.allow_private = TRUE};
    g_autoptr(KiriTransport) t = kiri_transport_curl_new(&options, NULL);
    g_autofree char *url = http_server_url(s, NULL, "/");
    KiriRequest request = {.url = url};
    /* The status line and the empty one at the end count too. */
    for (guint i = 2; i < n; i++)
        g_string_append(head, "X: 1\r\n");
    g_string_append(head, "\r\n");
    http_server_raw(s, "/", head->str, head->len);
    kiri_transport_start(t, &request);
    kiri_transport_wait(t, -1, NULL, 0);
    g_autoptr(KiriResponse) r = kiri_transport_next(t);
    g_assert_nonnull(r);
    return r->failure;
}

static void test_header_lines(void)
{
    g_autoptr(HttpServer) s = http_server_new();
    g_assert_cmpint(failure_with_lines(s, KIRI_LIMIT_HEADER_LINES), ==, KIRI_FAILURE_NONE);
    g_assert_cmpint(failure_with_lines(s, KIRI_LIMIT_HEADER_LINES + 1), ==, KIRI_FAILURE_LIMIT);
}

static gint open_now, most_open;

static void count_open(HttpRequest *r, gconstpointer data)
{
    (void)data;
    gint n = g_atomic_int_add(&open_now, 1) + 1;
    for (gint most = g_atomic_int_get(&most_open);
         n > most && !g_atomic_int_compare_and_exchange(&most_open, most, n);)
        most = g_atomic_int_get(&most_open);
    http_pause(r, 200);
    g_atomic_int_add(&open_now, -1);
    http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

static void test_connections(void)
{
    g_autoptr(HttpServer) s = http_server_new();
    KiriTransportOptions options = {.allow_private = TRUE};
    g_autoptr(KiriTransport) t = kiri_transport_curl_new(&options, NULL);
    http_server_handle(s, "/", count_open, NULL);
    enum { ALL = KIRI_LIMIT_CONNECTIONS + 16 };
    for (guint i = 0; i < ALL; i++) {
        g_autofree char *host = g_strdup_printf("h%u.localhost", i);
        g_autofree char *url = http_server_url(s, host, "/");
        KiriRequest request = {.url = url};
        kiri_transport_start(t, &request);
    }
    for (guint n = 0; n < ALL;) {
        kiri_transport_wait(t, -1, NULL, 0);
        g_autoptr(KiriResponse) r = kiri_transport_next(t);
        g_assert_true(!r || r->outcome == KIRI_FETCH_ANSWERED);
        n += r != NULL;
    }
    g_assert_cmpint(most_open, <=, KIRI_LIMIT_CONNECTIONS);
    g_assert_cmpint(most_open, >, 1);
}

static void test_url_bytes(void)
{
    g_autoptr(HttpServer) s = http_server_new();
    KiriTransportOptions options = {.allow_private = TRUE};
    g_autoptr(KiriTransport) t = kiri_transport_curl_new(&options, NULL);
    g_autofree char *long_path = g_strnfill(KIRI_LIMIT_URL_BYTES, 'p');
    g_autofree char *path = g_strconcat("/", long_path, NULL);
    g_autofree char *url = http_server_url(s, NULL, path);
    KiriRequest request = {.url = url};
    kiri_transport_start(t, &request);
    g_autoptr(KiriResponse) r = kiri_transport_next(t);
    g_assert_cmpint(r->failure, ==, KIRI_FAILURE_POLICY);
    g_assert_cmpuint(http_server_n_connections(s), ==, 0);
}

/* ---- feeds and sitemaps ---- */

static KiriFeed *parse(GString *xml, GError **error)
{
    KiriFeed *feed = kiri_feed_parse((KiriStr){xml->str, xml->len}, "https://e.jp/feed",
                                     "application/xml", error);
    g_string_free(xml, TRUE);
    return feed;
}

static void test_xml_nodes(void)
{
    GString *xml = g_string_new("<rss><channel>");
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < KIRI_LIMIT_XML_NODES; i++)
        g_string_append(xml, "<a/>");
    g_string_append(xml, "</channel></rss>");
    g_autoptr(KiriFeed) feed = parse(xml, &error);
    g_assert_null(feed);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

static void test_feed_values(void)
{
    GString *xml = g_string_new("<rss><channel><title>t</title><item><link>https://e.jp/1</link>");
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < KIRI_LIMIT_FEED_VALUES + 50; i++)
        g_string_append_printf(xml, "<category>c%u</category>", i);
    g_string_append(xml, "</item></channel></rss>");
    g_autoptr(KiriFeed) feed = parse(xml, &error);
    g_assert_no_error(error);
    const KiriFeedEntry *entry = feed->entries->pdata[0];
    g_assert_cmpuint(kiri_strv_count(entry->categories), ==, KIRI_LIMIT_FEED_VALUES);
}

static void test_sitemap_urls(void)
{
    GString *xml = g_string_new("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < KIRI_LIMIT_SITEMAP_URLS + 7; i++)
        g_string_append_printf(xml, "<url><loc>https://e.jp/%u</loc></url>", i);
    g_string_append(xml, "</urlset>");
    g_autoptr(KiriFeed) feed = parse(xml, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(feed->entries->len, ==, KIRI_LIMIT_SITEMAP_URLS);
    g_assert_cmpint(feed->entries_dropped, ==, 7);
}

/* ---- pages ---- */

static KiriExtracted *extract(GString *html)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    g_autoptr(GError) error = NULL;
    input->url = g_strdup("https://e.jp/a/1");
    input->content_type = g_strdup("text/html; charset=utf-8");
    gsize n = html->len;
    input->body = g_bytes_new_take(g_string_free(html, FALSE), n);
    input->wants_links = TRUE;
    KiriExtracted *out = kiri_extract(input, &error);
    g_assert_no_error(error);
    return out;
}

static void test_links_and_authors(void)
{
    GString *html = g_string_new("<html lang='ja'><head><title>記事</title>");
    for (guint i = 0; i < KIRI_LIMIT_AUTHORS + 20; i++)
        g_string_append_printf(html, "<meta name='author' content='記者 第%u'>", i);
    g_string_append(html, "</head><body><article><h1>記事</h1>" LEAD BODY "</article><ul>");
    for (guint i = 0; i < KIRI_LIMIT_LINKS + 500; i++)
        g_string_append_printf(html, "<li><a href='/l/%u'>次の記事の見出し%u</a>", i, i);
    g_string_append(html, "</ul></body></html>");
    g_autoptr(KiriExtracted) out = extract(html);
    g_assert_cmpuint(kiri_strv_count(out->page_links), ==, KIRI_LIMIT_LINKS);
    g_assert_cmpuint(kiri_strv_count(out->article->authors), <=, KIRI_LIMIT_AUTHORS);
}

static void test_title_and_depth(void)
{
    g_autofree char *word = g_strnfill(KIRI_LIMIT_TITLE_BYTES + 500, 't');
    GString *html = g_string_new(NULL);
    g_string_printf(html, "<html lang='ja'><head><title>%s</title></head><body>", word);
    for (guint i = 0; i < KIRI_LIMIT_DOM_DEPTH + 100; i++)
        g_string_append(html, "<div>");
    g_string_append(html, "深すぎる段落である。" LEAD);
    g_autoptr(KiriExtracted) out = extract(html);
    g_assert_true(!out->article->title || strlen(out->article->title) <= KIRI_LIMIT_TITLE_BYTES);
    g_assert_null(out->article->text ? strstr(out->article->text, "深すぎる") : NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    kiri_xml_preload();
    g_test_add_func("/limits/header-lines", test_header_lines);
    g_test_add_func("/limits/connections", test_connections);
    g_test_add_func("/limits/url-bytes", test_url_bytes);
    g_test_add_func("/limits/xml-nodes", test_xml_nodes);
    g_test_add_func("/limits/feed-values", test_feed_values);
    g_test_add_func("/limits/sitemap-urls", test_sitemap_urls);
    g_test_add_func("/limits/links-and-authors", test_links_and_authors);
    g_test_add_func("/limits/title-and-depth", test_title_and_depth);
    return g_test_run();
}
