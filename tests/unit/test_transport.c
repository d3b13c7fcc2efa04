// SPDX-License-Identifier: GPL-3.0-or-later
/* The transport against a server that misbehaves: what counts as an answer, what
 * may be asked again, what is refused for good. Every case twice: at work in the
 * owner's waits, and in a thread of its own. */
#include "../../crawler/transport/inflate.h"
#include "../support/http_server.h"

#include <kirinuki/error.h>
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    HttpServer *server;
    KiriTransport *transport;
    gboolean in_thread;
    GPtrArray *texts; // what the server says, for as long as its threads live
} Fixture;

static void renew(Fixture *f, const KiriTransportOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_clear_pointer(&f->transport, kiri_transport_free);
    f->transport = kiri_transport_curl_new(options, &error);
    g_assert_no_error(error);
    if (f->in_thread)
        f->transport = kiri_transport_in_thread(f->transport);
}

static void renew_usual(Fixture *f, gboolean allow_private)
{
    KiriTransportOptions options = {
        .user_agent = "kirinuki/0.1 (+test@example.jp)",
        .allow_private = allow_private,
        .connect_ms = 3000,
        .transfer_ms = 20000,
        .slow_bytes_per_s = 200,
        .slow_s = 1,
        .max_body = 100000,
        .max_inflated = 4 << 20,
    };
    renew(f, &options);
}

static void set_up(Fixture *f, gconstpointer in_thread)
{
    f->server = http_server_new();
    f->texts = g_ptr_array_new_with_free_func(g_free);
    f->in_thread = GPOINTER_TO_INT(in_thread);
    renew_usual(f, TRUE);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_transport_free(f->transport);
    http_server_free(f->server);
    g_ptr_array_unref(f->texts);
}

static KiriResponse *fetch(Fixture *f, const KiriRequest *request)
{
    kiri_transport_start(f->transport, request);
    for (;;) {
        KiriResponse *r = kiri_transport_next(f->transport);
        if (r)
            return r;
        kiri_transport_wait(f->transport, 30 * G_USEC_PER_SEC, NULL, 0);
    }
}

static KiriResponse *get(Fixture *f, const char *path)
{
    g_autofree char *url = http_server_url(f->server, "site.localhost", path);
    KiriRequest request = {.url = url};
    return fetch(f, &request);
}

static void assert_body(const KiriResponse *r, const char *body)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    g_assert_cmpint(r->outcome, ==, KIRI_FETCH_ANSWERED);
    g_assert_null(r->problem);
    g_assert_cmpuint(n, ==, strlen(body));
    g_assert_true(memcmp(p, body, n) == 0);
}

static void test_answer(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_page(f->server, "site.localhost/a", "text/html; charset=utf-8", "<p>記事</p>");
    g_autoptr(KiriResponse) r = get(f, "/a");
    assert_body(r, "<p>記事</p>");
    g_autofree char *type = kiri_response_header(r, "content-type");
    g_assert_cmpint(r->status, ==, 200);
    g_assert_cmpstr(type, ==, "text/html; charset=utf-8");
    const HttpSeen *seen = http_server_seen(f->server, "/a", 0);
    g_assert_nonnull(strstr(seen->head, "\r\nUser-Agent: kirinuki/0.1 (+test@example.jp)\r\n"));
    g_assert_nonnull(strstr(seen->head, "\r\nAccept-Encoding: gzip\r\n"));
    g_assert_null(strstr(seen->head, "Cookie"));
}

static void test_conditional(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_page(f->server, "/feed", "application/rss+xml", "<rss/>");
    g_autofree char *url = http_server_url(f->server, NULL, "/feed");
    KiriRequest request = {.url = url};
    g_autoptr(KiriResponse) first = fetch(f, &request);
    g_autofree char *etag = kiri_response_header(first, "ETag");
    request.etag = etag;
    request.last_modified = "Mon, 13 Apr 2026 01:00:00 GMT\r\nX-Evil: 1";
    g_autoptr(KiriResponse) second = fetch(f, &request);
    g_assert_cmpint(second->status, ==, 304);
    g_assert_null(strstr(http_server_seen(f->server, "/feed", 1)->head, "X-Evil"));
}

static void test_redirect_is_an_answer(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_rawf(f->server, "/old",
                     "HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n");
    g_autoptr(KiriResponse) r = get(f, "/old");
    g_autofree char *location = kiri_response_header(r, "Location");
    g_assert_cmpint(r->outcome, ==, KIRI_FETCH_ANSWERED);
    g_assert_cmpint(r->status, ==, 301);
    g_assert_cmpstr(location, ==, "/new");
    g_assert_cmpuint(http_server_n_seen(f->server, "/new"), ==, 0);
}

static void send_without_end(HttpRequest *r, gconstpointer data)
{
    g_autofree char *block = g_strnfill(4096, 'a');
    http_send_str(r, data);
    while (http_send(r, block, 4096))
        ;
}

static void test_endless_body(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "/endless", send_without_end, "HTTP/1.1 200 OK\r\n\r\n");
    g_autoptr(KiriResponse) r = get(f, "/endless");
    g_assert_cmpint(r->outcome, ==, KIRI_FETCH_REFUSED);
    g_assert_true(r->is_lasting);
    g_assert_cmpint(r->wire_bytes, <=, 100000);
    g_assert_nonnull(r->problem);
}

static void test_prefix(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "/endless", send_without_end, "HTTP/1.1 200 OK\r\n\r\n");
    g_autofree char *url = http_server_url(f->server, NULL, "/endless");
    KiriRequest request = {.url = url, .max_body = 5000, .keep_prefix = TRUE};
    g_autoptr(KiriResponse) r = fetch(f, &request);
    g_assert_cmpint(r->outcome, ==, KIRI_FETCH_ANSWERED);
    g_assert_true(r->is_cut);
    g_assert_cmpuint(g_bytes_get_size(r->body), ==, 5000);
}

static void send_headers_without_end(HttpRequest *r, gconstpointer data)
{
    http_send_str(r, "HTTP/1.1 200 OK\r\n");
    while (http_send_str(r, data))
        ;
}

static void send_interim_without_end(HttpRequest *r, gconstpointer data)
{
    (void)data;
    while (http_send_str(r, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))
        ;
}

static void test_header_floods(Fixture *f, gconstpointer data)
{
    (void)data;
    char *kilobyte = g_strnfill(1000, 'v');
    char *wide = g_strdup_printf("X-Wide: %s\r\n", kilobyte);
    g_ptr_array_add(f->texts, kilobyte);
    g_ptr_array_add(f->texts, wide);
    g_autofree char *trailers =
        g_strdup_printf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n");
    http_server_handle(f->server, "/short", send_headers_without_end, "X: 1\r\n");
    http_server_handle(f->server, "/wide", send_headers_without_end, wide);
    http_server_handle(f->server, "/line", send_headers_without_end, kilobyte);
    http_server_handle(f->server, "/interim", send_interim_without_end, NULL);
    GString *flood = g_string_new(trailers);
    for (guint i = 0; i < 1000; i++)
        g_string_append(flood, "T: 1\r\n");
    http_server_raw(f->server, "/trailers", flood->str, flood->len);
    g_string_free(flood, TRUE);
    static const char *const paths[] = {"/short", "/wide", "/line", "/interim", "/trailers"};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(KiriResponse) r = get(f, paths[i]);
        g_test_message("%s: %s", paths[i], r->problem);
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_REFUSED);
    }
}

static void serve_gzip(Fixture *f, const char *path, const KiriBuf *z, gsize n)
{
    g_autoptr(GString) s = g_string_new(NULL);
    g_string_printf(s,
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                    "%" G_GSIZE_FORMAT "\r\n\r\n",
                    n);
    g_string_append_len(s, z->p, (gssize)n);
    http_server_raw(f->server, path, s->str, s->len);
}

static void test_gzip(Fixture *f, gconstpointer data)
{
    (void)data;
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str("<p>全文</p>"), &z);
    serve_gzip(f, "/whole", &z, z.n);
    serve_gzip(f, "/cut", &z, z.n - 9);
    http_server_rawf(f->server, "/mislabelled",
                     "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>plain</p>");
    http_server_rawf(f->server, "/brotli", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxxxx");
    g_autoptr(KiriResponse) whole = get(f, "/whole");
    g_autoptr(KiriResponse) cut = get(f, "/cut");
    g_autoptr(KiriResponse) mislabelled = get(f, "/mislabelled");
    g_autoptr(KiriResponse) brotli = get(f, "/brotli");
    assert_body(whole, "<p>全文</p>");
    g_assert_cmpint(cut->outcome, ==, KIRI_FETCH_FAILED);
    g_assert_cmpuint(g_bytes_get_size(cut->body), ==, 0);
    assert_body(mislabelled, "<p>plain</p>");
    g_assert_cmpint(brotli->outcome, ==, KIRI_FETCH_REFUSED);
}

static void test_bomb(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *zeros = g_strnfill(32 << 20, '0');
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str(zeros), &z);
    serve_gzip(f, "/bomb", &z, z.n);
    g_autoptr(KiriResponse) r = get(f, "/bomb");
    g_assert_cmpint(r->outcome, ==, KIRI_FETCH_REFUSED);
    g_assert_true(r->is_lasting);
}

static void drip(HttpRequest *r, gconstpointer data)
{
    (void)data;
    http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (http_pause(r, 50) && http_send_str(r, "x"))
        ;
}

static void be_silent(HttpRequest *r, gconstpointer data)
{
    (void)data;
    while (http_pause(r, 1000))
        ;
}

static void test_slow(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "/drip", drip, NULL);
    http_server_handle(f->server, "/silent", be_silent, NULL);
    g_autoptr(KiriResponse) dripped = get(f, "/drip");
    g_autoptr(KiriResponse) silent = get(f, "/silent");
    g_assert_cmpint(dripped->outcome, ==, KIRI_FETCH_FAILED);
    g_assert_cmpint(silent->outcome, ==, KIRI_FETCH_FAILED);
}

static void hang_up(HttpRequest *r, gconstpointer data)
{
    (void)r;
    (void)data;
}

static void test_broken(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "/nothing", hang_up, NULL);
    http_server_rawf(f->server, "/short", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc");
    http_server_rawf(f->server, "/chunk",
                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc");
    http_server_rawf(f->server, "/old", "<html>no header at all</html>");
    http_server_rawf(f->server, "/part", "HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\na");
    static const char *const failed[] = {"/nothing", "/short", "/chunk"};
    static const char *const refused[] = {"/old", "/part"};
    for (gsize i = 0; i < G_N_ELEMENTS(failed); i++) {
        g_autoptr(KiriResponse) r = get(f, failed[i]);
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_FAILED);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(KiriResponse) r = get(f, refused[i]);
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_REFUSED);
    }
}

/* ---- what is known of an exchange ---- */

static void test_facts(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_page(f->server, "/a", "text/plain", "x");
    g_autoptr(KiriResponse) r = get(f, "/a?q=1");
    g_assert_cmpint(r->failure, ==, KIRI_FAILURE_NONE);
    g_assert_cmpstr(r->peer, ==, "127.0.0.1");
    g_assert_cmpint(r->elapsed_us, >, 0);
    g_assert_true(g_str_has_prefix(r->request_head, "GET /a?q=1 HTTP/1.1\nHost: site.localhost:"));
    g_assert_nonnull(strstr(r->request_head, "\nUser-Agent: kirinuki/0.1 (+test@example.jp)\n"));
    g_assert_true(g_str_has_suffix(r->request_head, "\n"));
    g_assert_null(strchr(r->request_head, '\r'));
    KiriRequest quiet = {.url = r->url, .skip_head = TRUE};
    g_autoptr(KiriResponse) unsaid = fetch(f, &quiet);
    g_assert_cmpint(unsaid->status, ==, 200);
    g_assert_null(unsaid->request_head);
    /* Of nothing that was sent, nothing is said. */
    KiriRequest refused = {.url = "http://user:pass@site.localhost/"};
    g_autoptr(KiriResponse) none = fetch(f, &refused);
    g_assert_cmpint(none->failure, ==, KIRI_FAILURE_POLICY);
    g_assert_null(none->request_head);
    g_assert_null(none->peer);
}

/* A host whose name is not ASCII is asked for by its punycode. */
static void test_idna(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_page(f->server, "xn--wgv71a119e.localhost/a", "text/plain", "日本語");
    g_autofree char *url = http_server_url(f->server, "日本語.localhost", "/a");
    KiriRequest request = {.url = url};
    g_autoptr(KiriResponse) r = fetch(f, &request);
    assert_body(r, "日本語");
}

/* ---- proxies ---- */

static KiriResponse *get_by_proxy(Fixture *f, const char *user, const char *password,
                                  const char *url)
{
    g_autofree char *proxy = http_server_url(f->server, NULL, "");
    KiriTransportOptions options = {.user_agent = "kirinuki/0.1",
                                    .proxy = proxy,
                                    .proxy_user = user,
                                    .proxy_password = password,
                                    .connect_ms = 2000,
                                    .slow_s = 2};
    KiriRequest request = {.url = url};
    renew(f, &options);
    return fetch(f, &request);
}

/* Passes who has the right password ("tanaka:Canary4711"). */
static void guard_door(HttpRequest *r, gconstpointer data)
{
    (void)data;
    if (strstr(http_request_head(r), "Proxy-Authorization: Basic dGFuYWthOkNhbmFyeTQ3MTE=\r\n"))
        http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nwithin");
    else
        http_send_str(r, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                         "Proxy-Authenticate: Basic realm=\"office\"\r\n"
                         "Content-Length: 4\r\nConnection: close\r\n\r\nhalt");
}

static void assert_no_secret(const KiriResponse *r)
{
    static const char *const secrets[] = {"Canary4711", "dGFuYWth", "Proxy-Authorization"};
    const char *const places[] = {r->problem, r->request_head, r->headers, r->url, r->oddity};
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++)
        for (gsize k = 0; k < G_N_ELEMENTS(places); k++)
            g_assert_null(places[k] ? strstr(places[k], secrets[i]) : NULL);
}

static void test_proxy_password(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "http://news.example/a", guard_door, NULL);
    g_autoptr(KiriResponse) right =
        get_by_proxy(f, "tanaka", "Canary4711", "http://news.example/a");
    assert_body(right, "within");
    g_assert_nonnull(strstr(right->request_head, "GET http://news.example/a HTTP/1.1\n"));
    g_assert_null(right->peer); // it is not the site's
    assert_no_secret(right);
    /* Once it is known that Basic is all there is, each request goes out once. */
    guint asked = http_server_n_seen(f->server, NULL);
    KiriRequest again = {.url = "http://news.example/a"};
    g_autoptr(KiriResponse) second = fetch(f, &again);
    assert_body(second, "within");
    g_assert_cmpuint(http_server_n_seen(f->server, NULL), ==, asked + 1);
    g_autoptr(KiriResponse) wrong = get_by_proxy(f, "tanaka", "guess", "http://news.example/a");
    g_assert_cmpint(wrong->outcome, ==, KIRI_FETCH_FAILED);
    g_assert_cmpint(wrong->failure, ==, KIRI_FAILURE_PROXY);
    g_assert_nonnull(strstr(wrong->problem, "407 (user name or password?)"));
    g_autoptr(KiriResponse) none = get_by_proxy(f, NULL, NULL, "http://news.example/a");
    g_assert_cmpint(none->failure, ==, KIRI_FAILURE_PROXY);
}

static void test_proxy_refusals(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const statuses[] = {"407", "403", "502"};
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        http_server_rawf(f->server, "tls.example:443",
                         "HTTP/1.1 %s No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                         statuses[i]);
        g_autoptr(KiriResponse) r =
            get_by_proxy(f, "tanaka", "Canary4711", "https://tls.example/a");
        g_autofree char *words = g_strdup_printf("the proxy refuses: %s", statuses[i]);
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_FAILED);
        g_assert_cmpint(r->failure, ==, KIRI_FAILURE_PROXY);
        g_assert_nonnull(strstr(r->problem, words));
        g_assert_null(r->request_head); // the site has seen nothing
        assert_no_secret(r);
    }
    /* The site's own refusal passes through and stays the site's. */
    http_server_rawf(f->server, "http://news.example/closed",
                     "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    http_server_rawf(f->server, "http://news.example/blocked",
                     "HTTP/1.1 403 Forbidden\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n"
                     "Content-Length: 0\r\n\r\n");
    g_autoptr(KiriResponse) site = get_by_proxy(f, NULL, NULL, "http://news.example/closed");
    g_autoptr(KiriResponse) proxy = get_by_proxy(f, NULL, NULL, "http://news.example/blocked");
    g_assert_cmpint(site->outcome, ==, KIRI_FETCH_ANSWERED);
    g_assert_cmpint(site->status, ==, 403);
    g_assert_cmpint(proxy->failure, ==, KIRI_FAILURE_PROXY);
    /* Behind a proxy addresses and names of this machine are refused all the same. */
    g_autoptr(KiriResponse) inside = get_by_proxy(f, NULL, NULL, "http://10.0.0.1/");
    g_autoptr(KiriResponse) local = get_by_proxy(f, NULL, NULL, "http://localhost/");
    g_assert_cmpint(inside->failure, ==, KIRI_FAILURE_POLICY);
    g_assert_cmpint(local->failure, ==, KIRI_FAILURE_POLICY);
}

static void test_proxy_gone(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    HttpServer *gone = http_server_new();
    g_autofree char *dead = http_server_url(gone, NULL, "");
    http_server_free(gone);
    const char *proxies[] = {dead, "http://proxy.invalid:3128"};
    for (gsize i = 0; i < G_N_ELEMENTS(proxies); i++) {
        KiriTransportOptions options = {.proxy = proxies[i], .connect_ms = 3000};
        renew(f, &options);
        KiriRequest request = {.url = "https://news.example/"};
        g_autoptr(KiriResponse) r = fetch(f, &request);
        g_test_message("%s", r->problem);
        g_assert_cmpint(r->failure, ==, KIRI_FAILURE_PROXY);
        g_assert_nonnull(strstr(r->problem, "proxy"));
    }
    static const char *const bad[] = {"http://tanaka:Canary4711@proxy.example:8080",
                                      "ftp://proxy.example", "proxy"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        KiriTransportOptions options = {.proxy = bad[i]};
        g_assert_null(kiri_transport_curl_new(&options, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE);
        g_assert_null(strstr(error->message, "Canary4711"));
        g_clear_error(&error);
    }
}

/* ---- hosts and their connections ---- */

static void wait_a_moment(HttpRequest *r, gconstpointer data)
{
    (void)data;
    http_pause(r, 150);
    http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
}

/* The time that four exchanges with one host take. */
static gint64 time_of_four(Fixture *f, guint connections_per_host)
{
    KiriTransportOptions options = {.allow_private = TRUE,
                                    .connections_per_host = connections_per_host};
    g_autofree char *url = http_server_url(f->server, "127.0.0.1", "/moment");
    renew(f, &options);
    gint64 start = g_get_monotonic_time();
    for (guint i = 0; i < 4; i++) {
        KiriRequest request = {.url = url};
        kiri_transport_start(f->transport, &request);
    }
    for (guint n = 0; n < 4;) {
        kiri_transport_wait(f->transport, -1, NULL, 0);
        g_autoptr(KiriResponse) r = kiri_transport_next(f->transport);
        n += r != NULL;
    }
    return g_get_monotonic_time() - start;
}

static void test_connections_per_host(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_handle(f->server, "/moment", wait_a_moment, NULL);
    g_assert_cmpint(time_of_four(f, 0), >=, 4 * 150 * 1000);
    g_assert_cmpint(time_of_four(f, 4), <, 4 * 150 * 1000);
}

static void test_private_address(Fixture *f, gconstpointer data)
{
    (void)data;
    renew_usual(f, FALSE);
    http_server_page(f->server, "/secret", "text/plain", "inside");
    static const char *const spellings[] = {"127.0.0.1",       "localhost",   "site.localhost",
                                            "0x7f.1",          "2130706433",  "[::1]",
                                            "[::ffff:7f00:1]", "017700000001"};
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *url = http_server_url(f->server, spellings[i], "/secret");
        KiriRequest request = {.url = url};
        g_autoptr(KiriResponse) r = fetch(f, &request);
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_REFUSED);
        g_assert_cmpint(r->failure, ==, KIRI_FAILURE_POLICY);
        g_assert_false(r->is_lasting); // it may be allowed later
    }
    g_assert_cmpuint(http_server_n_seen(f->server, NULL), ==, 0);
}

static void test_many_at_once(Fixture *f, gconstpointer data)
{
    (void)data;
    guint seen = 0;
    http_server_page(f->server, "/p", "text/html", "x");
    http_server_handle(f->server, "/silent", be_silent, NULL);
    for (guint i = 0; i < 30; i++) {
        g_autofree char *host = g_strdup_printf("h%u.localhost", i);
        g_autofree char *url = http_server_url(f->server, host, i == 7 ? "/silent" : "/p");
        KiriRequest request = {.url = url, .tag = GUINT_TO_POINTER(1u << i)};
        kiri_transport_start(f->transport, &request);
    }
    while (kiri_transport_under_way(f->transport)) {
        kiri_transport_wait(f->transport, -1, NULL, 0);
        KiriResponse *r = kiri_transport_next(f->transport);
        if (!r)
            continue;
        g_assert_cmpint(r->outcome, ==,
                        GPOINTER_TO_UINT(r->tag) == 1u << 7 ? KIRI_FETCH_FAILED
                                                            : KIRI_FETCH_ANSWERED);
        seen |= GPOINTER_TO_UINT(r->tag);
        kiri_response_free(r);
    }
    g_assert_cmphex(seen, ==, (1u << 30) - 1);
}

static gpointer wake_it(gpointer transport)
{
    kiri_transport_wake(transport);
    return NULL;
}

static void test_wake(Fixture *f, gconstpointer data)
{
    (void)data;
    GThread *thread = g_thread_new("wake", wake_it, f->transport);
    kiri_transport_wait(f->transport, -1, NULL, 0); // would never return by itself
    g_thread_join(thread);
}

/* What is given up never comes back, whatever it was at, and the next request does. */
static void test_cancel(Fixture *f, gconstpointer data)
{
    (void)data;
    http_server_page(f->server, "/p", "text/html", "x");
    http_server_handle(f->server, "/silent", be_silent, NULL);
    for (guint round = 1; round <= 40; round++) {
        for (guint i = 0; i < round; i++) {
            g_autofree char *host = g_strdup_printf("h%u.localhost", i % 8);
            g_autofree char *url = http_server_url(f->server, host, i % 4 ? "/p" : "/silent");
            KiriRequest request = {.url = url, .tag = f};
            kiri_transport_start(f->transport, &request);
        }
        if (round % 2)
            kiri_transport_wait(f->transport, 1000, NULL, 0);
        kiri_transport_cancel(f->transport);
        g_assert_cmpuint(kiri_transport_under_way(f->transport), ==, 0);
        g_assert_null(kiri_transport_next(f->transport));
        g_autoptr(KiriResponse) r = get(f, "/p");
        g_assert_null(r->tag);
        assert_body(r, "x");
    }
    /* And the end may come while much is under way. */
    for (guint i = 0; i < 20; i++) {
        g_autofree char *url = http_server_url(f->server, NULL, i % 2 ? "/p" : "/silent");
        KiriRequest request = {.url = url};
        kiri_transport_start(f->transport, &request);
    }
}

/* A descriptor of the owner's ends a wait. */
static void test_descriptor(Fixture *f, gconstpointer data)
{
    (void)data;
    int ends[2];
    g_assert_true(g_unix_open_pipe(ends, FD_CLOEXEC, NULL));
    const gint fds[] = {-1, ends[0]};
    gint64 start = g_get_monotonic_time();
    kiri_transport_wait(f->transport, 1000, fds, G_N_ELEMENTS(fds));
    g_assert_cmpint(g_get_monotonic_time() - start, >=, 1000);
    g_assert_cmpint(write(ends[1], "x", 1), ==, 1);
    kiri_transport_wait(f->transport, -1, fds, G_N_ELEMENTS(fds)); // would never return by itself
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
    g_test_add("/transport/" name, Fixture, GINT_TO_POINTER(FALSE), set_up, function, tear_down);  \
    g_test_add("/transport/in-thread/" name, Fixture, GINT_TO_POINTER(TRUE), set_up, function,     \
               tear_down)
    ADD("answer", test_answer);
    ADD("conditional", test_conditional);
    ADD("redirect-is-an-answer", test_redirect_is_an_answer);
    ADD("endless-body", test_endless_body);
    ADD("prefix", test_prefix);
    ADD("header-floods", test_header_floods);
    ADD("gzip", test_gzip);
    ADD("bomb", test_bomb);
    ADD("slow", test_slow);
    ADD("broken", test_broken);
    ADD("private-address", test_private_address);
    ADD("facts", test_facts);
    ADD("idna", test_idna);
    ADD("proxy-password", test_proxy_password);
    ADD("proxy-refusals", test_proxy_refusals);
    ADD("proxy-gone", test_proxy_gone);
    ADD("connections-per-host", test_connections_per_host);
    ADD("many-at-once", test_many_at_once);
    ADD("wake", test_wake);
    ADD("cancel", test_cancel);
    ADD("descriptor", test_descriptor);
#undef ADD
    return g_test_run();
}
