// SPDX-License-Identifier: GPL-3.0-or-later
/* Statuses, validators, pauses and redirects that say one thing and mean another,
 * or nothing. */
#include "site.h"

#include "../support/tls_server.h"

#include <kirinuki/transport.h>

static void assert_state(Site *s, const char *path, KiriUrlState state)
{
    g_free(site_assert_state(s, path, state));
}

/* ---- statuses of one page ---- */

static void end_as(Site *s, const char *status, const char *fields, KiriUrlState state)
{
    site_one_link(s, "/a/1");
    site_answer(s, "/a/1", status, fields, "x");
    site_crawl(s);
    assert_state(s, "/a/1", state);
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

static void run_999(Site *s)
{
    end_as(s, "999 Request denied", "", KIRI_URL_GONE);
}

static void run_no_location(Site *s)
{
    end_as(s, "302 Found", "", KIRI_URL_GONE);
}

static void run_encoded_location(Site *s)
{
    site_one_link(s, "/a/1");
    site_answer(s, "/a/1", "302 Found", "Location: /b%0d%0aX-Evil:%201\r\n", "");
    site_crawl(s);
    const HttpSeen *seen = http_server_seen(s->server, "/b%0d%0aX-Evil:%201", 0);
    g_assert_nonnull(seen);
    g_assert_null(strstr(seen->head, "\r\nX-Evil"));
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

/* ---- 304, 206, nothing ---- */

static void run_304_unasked(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_answer(s, "/feed.xml", "304 Not Modified", "", "");
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failures, ==, 1);
    g_assert_false(kiri_time_is_set(source->last_success));
    /* A page that does so is tried again, and given up in the end. */
    site_feed(s, NULL, "/a/1", NULL);
    site_answer(s, "/a/1", "304 Not Modified", "", "");
    site_make_due(s, NULL);
    site_crawl(s);
    assert_state(s, "/a/1", KIRI_URL_DUE);
    for (guint day = 0; day < 30 && site_state(s, NULL, "/a/1") == KIRI_URL_DUE; day++) {
        site_advance(s, 24);
        site_crawl(s);
    }
    assert_state(s, "/a/1", KIRI_URL_GONE);
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

static void run_304_with_body(Site *s)
{
    site_one_link(s, "/a/1");
    site_article(s, "/a/1", "一つの記事");
    site_crawl(s);
    /* Validators are used once they were seen to change with news. */
    site_feed(s, NULL, "/a/1", "/a/2", NULL);
    site_article(s, "/a/2", "もう一つの記事");
    site_make_due(s, NULL);
    site_crawl(s);
    site_answer(s, "/feed.xml", "304 Not Modified", "ETag: \"x\"\r\n",
                "<rss><channel><item><link>http://evil.localhost/</link></item></channel></rss>");
    site_make_due(s, NULL);
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failures, ==, 0);
    g_assert_cmpint(s->w.run->sources_unchanged, ==, 1);
    g_assert_cmpuint(site_n_articles(s), ==, 2);
}

static void run_206(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_answer(s, "/feed.xml", "206 Partial Content", "Content-Range: bytes 0-1/99\r\n", "<r");
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failure, ==, KIRI_FAILURE_PROTOCOL);
    end_as(s, "206 Partial Content", "Content-Range: bytes 0-1/99\r\n", KIRI_URL_DUE);
}

static void run_nothing(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/204", "/a/empty", NULL);
    site_answer(s, "/a/204", "204 No Content", "", "<p>but something</p>");
    site_answer(s, "/a/empty", "200 OK", "Content-Type: text/html\r\n", "");
    site_crawl(s);
    assert_state(s, "/a/204", KIRI_URL_NO_ARTICLE);
    assert_state(s, "/a/empty", KIRI_URL_NO_ARTICLE);
}

/* ---- validators ---- */

static void answer_with_new_etag(HttpRequest *r, gconstpointer body)
{
    static gint n;
    g_autofree char *head = g_strdup_printf(
        "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"%d\"\r\nContent-Length: "
        "%" G_GSIZE_FORMAT "\r\n\r\n",
        g_atomic_int_add(&n, 1), strlen(body));
    http_send_str(r, head);
    http_send_str(r, body);
}

static void run_new_etags(Site *s)
{
    g_autofree char *url = site_url(s, NULL, "/a/1");
    const char *items[] = {url, FRESH, NULL};
    g_autofree char *xml = world_feed(items);
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    http_server_handle(s->server, "/feed.xml", answer_with_new_etag, xml);
    site_article(s, "/a/1", "一つの記事");
    for (guint i = 0; i < 3; i++) {
        site_make_due(s, NULL);
        site_crawl(s);
        g_assert_cmpint(s->w.run->sources_unchanged, ==, i ? 1 : 0);
    }
    g_autoptr(KiriArticle) a = site_get_article(s, "/a/1");
    g_assert_cmpint(a->version, ==, 1);
    g_assert_cmpuint(site_n_seen(s, "/a/1"), ==, 1);
}

/* The same ETag for ever: who asks with it hears 304. */
static void answer_with_old_etag(HttpRequest *r, gconstpointer body)
{
    if (strstr(http_request_head(r), "If-None-Match: \"same\"")) {
        http_send_str(r, "HTTP/1.1 304 Not Modified\r\nETag: \"same\"\r\n\r\n");
        return;
    }
    g_autofree char *head =
        g_strdup_printf("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"same\"\r\n"
                        "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                        strlen(body));
    http_send_str(r, head);
    http_send_str(r, body);
}

static void run_old_etag(Site *s)
{
    g_autofree char *first = site_url(s, NULL, "/a/1");
    g_autofree char *second = site_url(s, NULL, "/a/2");
    const char *before[] = {first, FRESH, NULL};
    const char *after[] = {first, FRESH, second, FRESH, NULL};
    g_autofree char *old = world_feed(before);
    g_autofree char *new = world_feed(after);
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_article(s, "/a/1", "一つの記事");
    site_article(s, "/a/2", "もう一つの記事");
    http_server_handle(s->server, "/feed.xml", answer_with_old_etag, old);
    site_crawl(s);
    http_server_handle(s->server, "/feed.xml", answer_with_old_etag, new);
    guint days = 0;
    for (; days < 8 && !site_has_article(s, "/a/2"); days++) {
        site_advance(s, 24);
        site_crawl(s);
    }
    g_test_message("found after %u days", days);
    g_assert_true(site_has_article(s, "/a/2"));
}

static void run_last_modified_2099(Site *s)
{
    g_autofree char *html =
        g_strdup_printf("<html lang='ja'><head><title>日付のない記事</title></head><body><article>"
                        "<h1>日付のない記事</h1>" LEAD BODY "</article></body></html>");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    g_autofree char *url = site_url(s, NULL, "/a/1");
    const char *items[] = {url, "", NULL};
    g_autofree char *xml = world_feed(items);
    site_answer(s, "/feed.xml", "200 OK",
                "Content-Type: application/rss+xml\r\n"
                "Last-Modified: Thu, 01 Jan 2099 00:00:00 GMT\r\n",
                xml);
    site_answer(s, "/a/1", "200 OK",
                "Content-Type: text/html; charset=utf-8\r\n"
                "Last-Modified: Thu, 01 Jan 2099 00:00:00 GMT\r\n",
                html);
    site_crawl(s);
    g_autoptr(KiriArticle) a = site_get_article(s, "/a/1");
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(a->published.us, <=, kiri_clock_now_us(s->w.clock));
    g_assert_cmpint(source->newest_entry.us, <=, kiri_clock_now_us(s->w.clock));
    g_assert_cmpstr(source->last_modified, ==, "Thu, 01 Jan 2099 00:00:00 GMT");
}

/* ---- pauses ---- */

static void ask_for_pause_once(HttpRequest *r, gconstpointer seen)
{
    static const char page[] = "<rss version='2.0'><channel></channel></rss>";
    gint *n = (gint *)(guintptr)seen;
    if (g_atomic_int_add(n, 1) == 0) {
        http_send_str(r, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n"
                         "Content-Length: 0\r\n\r\n");
        return;
    }
    http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n");
    http_send_str(r, page);
}

static void run_short_pause(Site *s)
{
    gint n = 0;
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    http_server_handle(s->server, "/feed.xml", ask_for_pause_once, &n);
    site_crawl(s);
    const HttpSeen *first = http_server_seen(s->server, "/feed.xml", 0);
    const HttpSeen *second = http_server_seen(s->server, "/feed.xml", 1);
    g_assert_nonnull(second);
    g_assert_cmpint(second->at_us - first->at_us, >=, G_USEC_PER_SEC);
}

/* A source whose feed asks for a pause; how long the host is held, in seconds. */
static gint64 held_s(Site *s, const char *host, const char *status, const char *fields)
{
    g_autofree char *route = g_strconcat(host, ".localhost/feed.xml", NULL);
    site_add_source(s, host, "/feed.xml", KIRI_SOURCE_FEED);
    site_answer(s, route, status, fields, "");
    site_crawl(s);
    g_autoptr(KiriHost) h = site_host(s, host);
    g_autoptr(KiriSource) source = site_source(s, host);
    g_assert_cmpint(source->failures, ==, 1);
    g_assert_cmpint(source->failure, ==, KIRI_FAILURE_HOLD);
    g_assert_cmpint(source->next_due.us, >=, h->hold_until.us);
    /* Not even when its source is due. */
    guint asked = http_server_n_connections(s->server);
    site_make_due(s, host);
    site_crawl(s);
    g_assert_cmpuint(http_server_n_connections(s->server), ==, asked);
    return (h->hold_until.us - kiri_clock_now_us(s->w.clock)) / G_USEC_PER_SEC;
}

static void run_pause_until_2099(Site *s)
{
    gint64 held =
        held_s(s, "h1", "429 Too Many Requests", "Retry-After: Thu, 01 Jan 2099 00:00:00 GMT\r\n");
    g_assert_cmpint(held, ==, KIRI_LIMIT_RETRY_AFTER_S);
    site_advance(s, 25);
    guint asked = http_server_n_connections(s->server);
    site_make_due(s, "h1");
    site_crawl(s);
    g_assert_cmpuint(http_server_n_connections(s->server), >, asked);
}

static void run_odd_pauses(Site *s)
{
    static const char *const values[] = {"-5", "99999999999999999999", "soon", "", "1.5e3"};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *host = g_strdup_printf("h%u", (guint)i);
        g_autofree char *field = g_strdup_printf("Retry-After: %s\r\n", values[i]);
        gint64 held = held_s(s, host, "429 Too Many Requests", field);
        g_assert_cmpint(held, >=, 60);
        g_assert_cmpint(held, <=, KIRI_LIMIT_RETRY_AFTER_S);
    }
}

static void run_503(Site *s)
{
    gint64 held = held_s(s, "h1", "503 Service Unavailable", "");
    g_assert_cmpint(held, >=, 60);
    /* The pause grows. */
    for (guint i = 0; i < 4; i++) {
        site_advance(s, 7); // robots.txt is asked for anew meanwhile, and is there
        site_make_due(s, "h1");
        site_crawl(s);
    }
    g_autoptr(KiriHost) h = site_host(s, "h1");
    g_assert_cmpint((h->hold_until.us - kiri_clock_now_us(s->w.clock)) / G_USEC_PER_SEC, >, held);
}

/* ---- refusals and absences ---- */

static void run_forbidden(Site *s)
{
    static const char *const statuses[] = {"401 Unauthorized", "403 Forbidden",
                                           "451 Unavailable For Legal Reasons"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/0", "/a/1", "/a/2", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        site_answer(s, path, statuses[i], "WWW-Authenticate: Basic realm=\"x\"\r\n", "no");
    }
    site_crawl(s);
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        g_autofree char *status = g_strndup(statuses[i], 3);
        g_autofree char *reason = site_assert_state(s, path, KIRI_URL_GONE);
        g_assert_nonnull(strstr(reason, "refused by the site"));
        g_assert_nonnull(strstr(reason, status));
    }
}

static void run_missing(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/404", "/a/410", NULL);
    site_answer(s, "/a/410", "410 Gone", "", "gone");
    site_crawl(s);
    assert_state(s, "/a/410", KIRI_URL_GONE);
    assert_state(s, "/a/404", KIRI_URL_DUE);
    guint days = 0;
    for (; days < 10 && site_state(s, NULL, "/a/404") == KIRI_URL_DUE; days++) {
        site_advance(s, 25);
        site_crawl(s);
    }
    assert_state(s, "/a/404", KIRI_URL_GONE);
    g_assert_cmpuint(site_n_seen(s, "/a/404"), ==, 3);
    g_assert_cmpuint(days, <=, 3);
}

static void run_soft_404(Site *s)
{
    site_one_link(s, "/a/1");
    http_server_page(s->server, "/a/1", "text/html; charset=utf-8",
                     "<html lang='ja'><head><title>ページが見つかりません - 東都新聞</title></head>"
                     "<body><h1>お探しのページは見つかりませんでした</h1><p>お探しのページは、移動"
                     "または削除された可能性があります。URLをご確認のうえ、もう一度お試しください。"
                     "トップページまたは検索から記事をお探しください。</p></body></html>");
    site_crawl(s);
    assert_state(s, "/a/1", KIRI_URL_NO_ARTICLE);
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

/* ---- redirects ---- */

static void redirect(Site *s, const char *from, const char *to)
{
    g_autofree char *field = g_strdup_printf("Location: %s\r\n", to);
    site_answer(s, from, "302 Found", field, "");
}

static void run_redirect_loops(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/self", "/ping", "/six/0", "/five/0", NULL);
    redirect(s, "/self", "/self");
    redirect(s, "/ping", "/pong");
    redirect(s, "/pong", "/ping");
    for (guint i = 0; i < 6; i++) {
        g_autofree char *six = g_strdup_printf("/six/%u", i);
        g_autofree char *next = g_strdup_printf("/six/%u", i + 1);
        redirect(s, six, next);
        if (i == 5)
            break;
        g_autofree char *five = g_strdup_printf("/five/%u", i);
        g_autofree char *after = g_strdup_printf("/five/%u", i + 1);
        redirect(s, five, after);
    }
    site_article(s, "/six/6", "遠すぎる記事");
    site_article(s, "/five/5", "届く記事");
    site_crawl(s);
    assert_state(s, "/self", KIRI_URL_REFUSED);
    assert_state(s, "/ping", KIRI_URL_REFUSED);
    assert_state(s, "/six/0", KIRI_URL_REFUSED);
    g_assert_cmpuint(site_n_articles(s), ==, 1);
    g_assert_cmpuint(site_n_seen(s, "/six/6"), ==, 0);
    g_assert_cmpuint(site_n_seen(s, "/self"), <=, KIRI_LIMIT_REDIRECTS + 1);
}

static void run_redirect_schemes(Site *s)
{
    static const char *const targets[] = {"file:///etc/passwd", "gopher://127.0.0.1:25/x",
                                          "ftp://127.0.0.1/x", "javascript:alert(1)",
                                          "data:text/html,x"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/0", "/a/1", "/a/2", "/a/3", "/a/4", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        redirect(s, path, targets[i]);
    }
    site_crawl(s);
    for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        assert_state(s, path, KIRI_URL_REFUSED);
    }
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

static void run_redirect_credentials(Site *s)
{
    g_autofree char *target =
        g_strdup_printf("http://user:secret@other.localhost:%d/a/2", http_server_port(s->server));
    site_one_link(s, "/a/1");
    redirect(s, "/a/1", target);
    site_article(s, "other.localhost/a/2", "よそへ移った記事");
    site_crawl(s);
    g_assert_cmpuint(site_n_articles(s), ==, 1);
    const HttpSeen *seen = http_server_seen(s->server, "/a/2", 0);
    g_assert_nonnull(seen);
    g_assert_null(strstr(seen->head, "Authorization"));
    g_assert_null(strstr(seen->head, "secret"));
}

static void run_redirect_to_plain(Site *s)
{
    g_autoptr(TlsAuthority) a = tls_authority_new();
    g_autoptr(TlsServer) tls = tls_server_new(a, "tls.localhost", TLS_RIGHT);
    g_autoptr(GError) error = NULL;
    KiriTransportOptions options = {.allow_private = TRUE, .ca_file = tls_authority_file(a)};
    g_autofree char *plain = site_url(s, NULL, "/a/1");
    g_autofree char *reply =
        g_strdup_printf("HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", plain);
    g_autoptr(KiriSource) source = kiri_source_new();
    kiri_transport_free(s->w.net);
    s->w.net = kiri_transport_curl_new(&options, &error);
    g_assert_no_error(error);
    tls_server_reply(tls, reply);
    source->id = g_strdup("site");
    source->url = g_strdup_printf("https://tls.localhost:%d/feed.xml", tls_server_port(tls));
    world_put(&s->w, KIRI_NOUN_SOURCE, source);
    site_feed(s, NULL, NULL);
    site_crawl(s);
    g_autoptr(KiriSource) after = site_source(s, NULL);
    g_assert_cmpint(after->failure, ==, KIRI_FAILURE_POLICY);
    g_assert_cmpuint(tls_server_n_answered(tls), ==, 2); // robots.txt and the feed
    g_assert_cmpuint(http_server_n_connections(s->server), ==, 0);
}

static void run_all_to_top(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/news/2026/1.html", "/news/2026/2.html", NULL);
    redirect(s, "/news/2026/1.html", "/");
    redirect(s, "/news/2026/2.html", "/");
    site_article(s, "/", "東都新聞の表紙");
    site_crawl(s);
    assert_state(s, "/news/2026/1.html", KIRI_URL_NO_ARTICLE);
    assert_state(s, "/news/2026/2.html", KIRI_URL_NO_ARTICLE);
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

const SiteRow site_meaning[] = {
    {32, "status 999", run_999},
    {40, "line break in a location", run_encoded_location},
    {41, "redirect without location", run_no_location},
    {62, "304 to an unconditional request", run_304_unasked},
    {63, "304 with a body", run_304_with_body},
    {64, "unasked 206", run_206},
    {65, "204 with a body, 200 without", run_nothing},
    {66, "a new ETag each time", run_new_etags},
    {67, "the same ETag for ever", run_old_etag},
    {68, "Last-Modified in 2099", run_last_modified_2099},
    {69, "429 for a second", run_short_pause},
    {70, "429 until 2099", run_pause_until_2099},
    {71, "429 with odd times", run_odd_pauses},
    {72, "503", run_503},
    {73, "401, 403, 451", run_forbidden},
    {74, "404 and 410", run_missing},
    {75, "not found with status 200", run_soft_404},
    {76, "redirect loops and chains", run_redirect_loops},
    {77, "redirects out of the web", run_redirect_schemes},
    {78, "redirect with credentials", run_redirect_credentials},
    {79, "redirect from https to http", run_redirect_to_plain},
    {80, "everything leads to the top page", run_all_to_top},
};
const gsize site_n_meaning = G_N_ELEMENTS(site_meaning);
