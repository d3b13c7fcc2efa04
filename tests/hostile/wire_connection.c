// SPDX-License-Identifier: GPL-3.0-or-later
/* Connections: names, addresses, sockets and TLS. */
#include "wire.h"

#include "../support/blackhole.h"
#include "../support/resolver.h"
#include "../support/tls_server.h"

/* ---- sockets ---- */

static void run_refused(Wire *w, const WireRow *row)
{
    HttpServer *gone = http_server_new();
    g_autofree char *url = http_server_url(gone, "host.localhost", "/");
    http_server_free(gone);
    wire_expect(w, row, url);
}

static void run_unanswered(Wire *w, const WireRow *row)
{
    g_autoptr(Blackhole) hole = blackhole_new("127.0.0.1", 0);
    g_autofree char *url = g_strdup_printf("http://127.0.0.1:%d/", blackhole_port(hole));
    g_autoptr(KiriResponse) r = wire_get(w, url);
    wire_assert(row, r);
    g_assert_cmpint(r->elapsed_us, >=, WIRE_CONNECT_MS * 900);
    g_assert_null(r->request_head);
}

static void be_silent(HttpRequest *r, gconstpointer data)
{
    (void)data;
    while (http_pause(r, 1000))
        ;
}

static void hang_up(HttpRequest *r, gconstpointer data)
{
    (void)r;
    (void)data;
}

static void reset(HttpRequest *r, gconstpointer begin)
{
    if (begin)
        http_send_str(r, begin);
    http_pause(r, 50);
    http_reset(r);
}

static const char *const upgrade[] = {
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n\x01\x02",
    NULL};

/* ---- names ---- */

static void run_no_name(Wire *w, const WireRow *row)
{
    resolver_set("nowhere.test", "");
    wire_expect(w, row, "http://nowhere.test/");
}

static void run_slow_name(Wire *w, const WireRow *row)
{
    KiriRequest slow = {.url = "http://slow.test/", .tag = w};
    g_autofree char *url = http_server_url(w->server, "127.0.0.1", "/");
    gint64 fastest = G_MAXINT64, start = g_get_monotonic_time();
    http_server_page(w->server, "/", "text/plain", "ok");
    resolver_set("slow.test", "127.0.0.1");
    resolver_delay("slow.test", 2 * WIRE_CONNECT_MS);
    kiri_transport_start(w->transport, &slow);
    KiriRequest quick = {.url = url};
    kiri_transport_start(w->transport, &quick);
    guint n_quick = 0;
    for (gboolean is_over = FALSE; !is_over;) {
        kiri_transport_wait(w->transport, -1, NULL, 0);
        g_autoptr(KiriResponse) r = kiri_transport_next(w->transport);
        if (!r)
            continue;
        is_over = r->tag != NULL;
        if (is_over) {
            wire_assert(row, r);
            continue;
        }
        g_assert_cmpint(r->outcome, ==, KIRI_FETCH_ANSWERED);
        g_assert_cmpint(r->elapsed_us, <, WIRE_CONNECT_MS * 1000);
        fastest = MIN(fastest, r->elapsed_us);
        if (++n_quick < 20)
            kiri_transport_start(w->transport, &quick);
    }
    /* The name gave up at its time, the others went on meanwhile. */
    g_assert_cmpint(g_get_monotonic_time() - start, <, 2 * WIRE_CONNECT_MS * 1000);
    g_assert_cmpuint(n_quick, ==, 20);
    g_assert_cmpint(fastest, <, 10 * 1000);
}

/* ---- the guard of addresses ---- */

static void guard(Wire *w, const char *const *allowed)
{
    KiriTransportOptions options = wire_options();
    options.allow_private = FALSE;
    options.allow_addresses = allowed;
    wire_use(w, &options);
    http_server_page(w->server, "/", "text/plain", "inside");
}

static void refuse_name(Wire *w, const WireRow *row, const char *addresses)
{
    g_autofree char *url = http_server_url(w->server, "inside.test", "/");
    resolver_set("inside.test", addresses);
    guard(w, NULL);
    wire_expect(w, row, url);
    g_assert_cmpuint(http_server_n_connections(w->server), ==, 0);
}

static void run_name_of_loopback(Wire *w, const WireRow *row)
{
    refuse_name(w, row, "127.0.0.1");
    refuse_name(w, row, "::1");
    refuse_name(w, row, "::ffff:127.0.0.1");
    refuse_name(w, row, "::1 127.0.0.1 10.0.0.1");
}

static void run_spellings(Wire *w, const WireRow *row)
{
    static const char *const spellings[] = {
        "127.0.0.1",       "127.1",
        "127.0.1",         "2130706433",
        "0x7f000001",      "0x7f.0.0.1",
        "0177.0.0.1",      "017700000001",
        "[::1]",           "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "localhost",
        "127.0.0.1.",      "１２７．０．０．１",
        "a.localhost",
    };
    guard(w, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_autofree char *url = http_server_url(w->server, spellings[i], "/");
        wire_expect(w, row, url);
    }
    g_assert_cmpuint(http_server_n_connections(w->server), ==, 0);
}

static void run_metadata(Wire *w, const WireRow *row)
{
    refuse_name(w, row, "169.254.169.254");
    refuse_name(w, row, "fd00:ec2::254");
}

/* The first answer of the name may be asked, the second may not. */
static void run_rebinding(Wire *w, const WireRow *row)
{
    static const char *const open[] = {"127.0.0.1", NULL};
    g_autofree char *url = http_server_url(w->server, "turns.test", "/");
    resolver_set("turns.test", "127.0.0.1|127.0.0.9");
    guard(w, open);
    g_autoptr(KiriResponse) first = wire_get(w, url);
    g_assert_true(wire_is_text(first, "inside"));
    guint before = http_server_n_connections(w->server);
    guard(w, open); // the name is looked up anew
    wire_expect(w, row, url);
    g_assert_cmpuint(resolver_n_asked("turns.test"), ==, 2);
    g_assert_cmpuint(http_server_n_connections(w->server), ==, before);
}

static void run_dead_addresses(Wire *w, const WireRow *row)
{
    Blackhole *holes[7];
    GString *addresses = g_string_new(NULL);
    gint port = http_server_port(w->server);
    g_autofree char *url = http_server_url(w->server, "many.test", "/");
    for (guint i = 0; i < 7; i++) {
        g_autofree char *address = g_strdup_printf("127.0.0.%u", i + 2);
        holes[i] = blackhole_new(address, port);
        g_string_append_printf(addresses, "%s ", address);
    }
    g_string_append(addresses, "127.0.0.1");
    resolver_set("many.test", addresses->str);
    http_server_page(w->server, "/", "text/plain", "ok");
    KiriTransportOptions options = wire_options();
    options.connect_ms = 2 * WIRE_CONNECT_MS;
    wire_use(w, &options);
    g_autoptr(KiriResponse) first = wire_get(w, url);
    wire_assert(row, first);
    g_assert_cmpstr(first->peer, ==, "127.0.0.1");
    /* The dead ones are known now. */
    g_autoptr(KiriResponse) second = wire_get(w, url);
    wire_assert(row, second);
    g_assert_cmpint(second->elapsed_us, <, first->elapsed_us / 2);
    for (guint i = 0; i < 7; i++)
        blackhole_free(holes[i]);
    g_string_free(addresses, TRUE);
}

/* ---- TLS ---- */

static KiriResponse *ask_tls(Wire *w, const TlsAuthority *a, const TlsServer *s, const char *host)
{
    KiriTransportOptions options = wire_options();
    g_autofree char *url = g_strdup_printf("https://%s:%d/", host, tls_server_port(s));
    options.ca_file = tls_authority_file(a);
    wire_use(w, &options);
    return wire_get(w, url);
}

/* A server of this manner ends as the row says, with these words for the user. */
static void expect_tls(Wire *w, const WireRow *row, TlsManner manner, const char *host,
                       const char *words)
{
    g_autoptr(TlsAuthority) a = tls_authority_new();
    g_autoptr(TlsServer) s = tls_server_new(a, "tls.localhost", manner);
    g_autoptr(KiriResponse) r = ask_tls(w, a, s, host);
    wire_assert(row, r);
    g_assert_nonnull(strstr(r->problem, words));
    g_assert_cmpuint(tls_server_n_answered(s), ==, 0);
}

static void run_self_signed(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_SELF_SIGNED, "tls.localhost", "crawl.ca_file");
    /* An authority that is not named is as bad, one that is named is good. */
    g_autoptr(TlsAuthority) ours = tls_authority_new();
    g_autoptr(TlsAuthority) theirs = tls_authority_new();
    g_autoptr(TlsServer) s = tls_server_new(theirs, "tls.localhost", TLS_RIGHT);
    g_autoptr(KiriResponse) stranger = ask_tls(w, ours, s, "tls.localhost");
    wire_assert(row, stranger);
    g_assert_nonnull(strstr(stranger->problem, "crawl.ca_file"));
    g_autoptr(KiriResponse) known = ask_tls(w, theirs, s, "tls.localhost");
    g_assert_cmpint(known->outcome, ==, KIRI_FETCH_ANSWERED);
    g_assert_true(wire_is_text(known, "ok"));
}

static void run_expired(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_EXPIRED, "tls.localhost", "has expired");
    expect_tls(w, row, TLS_NOT_YET, "tls.localhost", "clock");
}

static void run_wrong_host(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_RIGHT, "other.localhost", "for another host");
}

static void run_old_tls(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_OLD, "tls.localhost", "outdated TLS");
}

static void run_plain_on_tls(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_NONE, "tls.localhost", "does not speak TLS");
}

static void run_endless_handshake(Wire *w, const WireRow *row)
{
    expect_tls(w, row, TLS_SILENT, "tls.localhost", "");
}

/* A server that would speak HTTP/2 hears HTTP/1.1, and its end after one answer
 * costs the next request a new connection and nothing else. */
static void run_one_each(Wire *w, const WireRow *row)
{
    g_autoptr(TlsAuthority) a = tls_authority_new();
    g_autoptr(TlsServer) s = tls_server_new(a, "tls.localhost", TLS_ONE_EACH);
    g_autofree char *url = g_strdup_printf("https://tls.localhost:%d/next", tls_server_port(s));
    g_autoptr(KiriResponse) first = ask_tls(w, a, s, "tls.localhost");
    wire_assert(row, first);
    for (guint i = 0; i < 3; i++) {
        g_autoptr(KiriResponse) next = wire_get(w, url);
        wire_assert(row, next);
    }
    g_autofree char *line = tls_server_last_line(s);
    g_assert_cmpstr(line, ==, "GET /next HTTP/1.1");
    g_assert_cmpuint(tls_server_n_answered(s), ==, 4);
}

#define BROKEN EXPECT_RETRY, KIRI_FAILURE_CONNECT
#define LATE EXPECT_RETRY, KIRI_FAILURE_TIMEOUT
#define INSIDE EXPECT_REFUSE, KIRI_FAILURE_POLICY
#define UNSAFE EXPECT_REFUSE, KIRI_FAILURE_TLS
#define FINE EXPECT_OK, KIRI_FAILURE_NONE

const WireRow wire_connection[] = {
    {1, "connection refused", BROKEN, .run = run_refused},
    {2, "connection not answered", LATE, .run = run_unanswered},
    {3, "accepted and silent", LATE, .serve = be_silent},
    {4, "closed without a byte", BROKEN, .serve = hang_up},
    {5, "reset", BROKEN, .serve = reset},
    {6, "reset in the body", BROKEN, .serve = reset,
     .data = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe beginning"},
    {7, "name that does not exist", EXPECT_RETRY, KIRI_FAILURE_NAME, .run = run_no_name},
    {8, "slow resolver", EXPECT_RETRY, KIRI_FAILURE_NAME, .run = run_slow_name},
    {9, "names of this machine", INSIDE, .run = run_name_of_loopback},
    {10, "spellings of loopback", INSIDE, .run = run_spellings},
    {11, "names of metadata services", INSIDE, .run = run_metadata},
    {12, "public, then private", INSIDE, .run = run_rebinding},
    {13, "seven of eight addresses dead", FINE, .run = run_dead_addresses},
    {14, "certificate signed by itself", UNSAFE, .run = run_self_signed},
    {15, "certificate expired", UNSAFE, .run = run_expired},
    {16, "certificate of another host", UNSAFE, .run = run_wrong_host},
    {17, "TLS 1.0 alone", UNSAFE, .run = run_old_tls},
    {18, "plain HTTP on the TLS port", UNSAFE, .run = run_plain_on_tls},
    {19, "endless handshake", LATE, .run = run_endless_handshake},
    {20, "HTTP 2, one answer per connection", FINE, .run = run_one_each},
    {21, "unasked 101", EXPECT_RETRY, KIRI_FAILURE_PROTOCOL, .texts = upgrade},
};
const gsize wire_n_connection = G_N_ELEMENTS(wire_connection);
