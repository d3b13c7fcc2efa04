// SPDX-License-Identifier: GPL-3.0-or-later
/* Runs the rows of wire.h: each alone, with its time and, where no sanitizer
 * stretches it, its memory. */
#include "wire.h"

#include "bounds.h"
#include "../support/resolver.h"

KiriTransportOptions wire_options(void)
{
    return (KiriTransportOptions){.user_agent = "kirinuki/0.1 (+test@example.jp)",
                                  .allow_private = TRUE,
                                  .connect_ms = WIRE_CONNECT_MS,
                                  .transfer_ms = WIRE_TRANSFER_MS,
                                  .slow_s = 1};
}

void wire_use(Wire *w, const KiriTransportOptions *options)
{
    g_autoptr(GError) error = NULL;
    kiri_transport_free(w->transport);
    w->transport = kiri_transport_curl_new(options, &error);
    g_assert_no_error(error);
}

KiriResponse *wire_get(Wire *w, const char *url)
{
    KiriRequest request = {.url = url};
    gint64 start = g_get_monotonic_time();
    KiriResponse *r = NULL;
    kiri_transport_start(w->transport, &request);
    while (!(r = kiri_transport_next(w->transport)))
        kiri_transport_wait(w->transport, WIRE_MOST_MS * 1000, NULL, 0);
    g_assert_cmpint(g_get_monotonic_time() - start, <, WIRE_MOST_MS * 1000);
    g_assert_cmpint(r->elapsed_us, <, WIRE_MOST_MS * 1000);
    g_assert_cmpuint(kiri_transport_under_way(w->transport), ==, 0);
    return r;
}

void wire_assert(const WireRow *row, const KiriResponse *r)
{
    static const KiriFetchOutcome outcomes[] = {
        [EXPECT_OK] = KIRI_FETCH_ANSWERED,
        [EXPECT_RETRY] = KIRI_FETCH_FAILED,
        [EXPECT_REFUSE] = KIRI_FETCH_REFUSED,
    };
    g_test_message("%s: %d ms, status %d, %s: %s", r->url, (int)(r->elapsed_us / 1000),
                   (int)r->status, kiri_failure_names[r->failure], r->problem ? r->problem : "ok");
    g_assert_cmpint(r->outcome, ==, outcomes[row->expected]);
    g_assert_cmpstr(kiri_failure_names[r->failure], ==, kiri_failure_names[row->failure]);
    g_assert_cmpint(r->problem != NULL, ==, row->expected != EXPECT_OK);
    if (row->expected != EXPECT_OK) // nothing that could be stored
        g_assert_cmpuint(g_bytes_get_size(r->body), ==, 0);
    if (row->check)
        row->check(r);
}

void wire_expect(Wire *w, const WireRow *row, const char *url)
{
    g_autoptr(KiriResponse) r = wire_get(w, url);
    wire_assert(row, r);
}

gboolean wire_is_text(const KiriResponse *r, const char *text)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    return n == strlen(text) && (!n || memcmp(p, text, n) == 0);
}

static void run_row(Wire *w, gconstpointer data)
{
    const WireRow *row = data;
    Bounds bounds;
    bounds_begin(&bounds);
    g_autofree char *url = http_server_url(w->server, "host.localhost", "/");
    if (row->run)
        row->run(w, row);
    for (const char *const *text = row->texts; text && *text; text++) {
        http_server_raw(w->server, "/", *text, strlen(*text));
        wire_expect(w, row, url);
    }
    if (row->serve) {
        http_server_handle(w->server, "/", row->serve, row->data);
        wire_expect(w, row, url);
    }
    bounds_end(&bounds, 64);
}

static void set_up(Wire *w, gconstpointer data)
{
    KiriTransportOptions options = wire_options();
    (void)data;
    w->server = http_server_new();
    w->transport = NULL;
    wire_use(w, &options);
}

static void tear_down(Wire *w, gconstpointer data)
{
    (void)data;
    kiri_transport_free(w->transport);
    http_server_free(w->server);
    resolver_forget();
}

static void add_rows(const WireRow *rows, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/hostile/%03u %s", rows[i].number, rows[i].name);
        g_test_add(path, Wire, &rows[i], set_up, run_row, tear_down);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_rows(wire_connection, wire_n_connection);
    add_rows(wire_headers, wire_n_headers);
    add_rows(wire_body, wire_n_body);
    return g_test_run();
}
