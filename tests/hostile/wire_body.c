// SPDX-License-Identifier: GPL-3.0-or-later
/* Bodies: without end, too slow, cut off, and compressed to be something else. */
#include "wire.h"

#include "../../crawler/transport/inflate.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define GZIP OK_HEAD "Content-Encoding: gzip\r\n"
#define PAGE "<p>本文です。</p>"

static void check_page(const KiriResponse *r)
{
    g_assert_true(wire_is_text(r, PAGE));
}

static void check_capped(const KiriResponse *r)
{
    g_assert_cmpint(r->wire_bytes, <=, KIRI_LIMIT_BODY_BYTES);
    g_assert_true(r->is_lasting);
}

/* ---- without end ---- */

static void send_endless(HttpRequest *r, gconstpointer head)
{
    g_autofree char *block = g_strnfill(64 * 1024, 'a');
    http_send_str(r, head);
    while (http_send(r, block, 64 * 1024))
        ;
}

static void send_endless_chunks(HttpRequest *r, gconstpointer data)
{
    g_autofree char *block = g_strnfill(64 * 1024, 'a');
    (void)data;
    http_send_str(r, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n");
    while (http_send_str(r, "10000\r\n") && http_send(r, block, 64 * 1024) &&
           http_send_str(r, "\r\n"))
        ;
}

static void send_endless_extension(HttpRequest *r, gconstpointer data)
{
    g_autofree char *block = g_strnfill(4096, 'e');
    (void)data;
    http_send_str(r, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n1;");
    while (http_send(r, block, 4096))
        ;
}

static void send_endless_trailers(HttpRequest *r, gconstpointer data)
{
    (void)data;
    http_send_str(r, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n");
    while (http_send_str(r, "T: 1\r\n"))
        ;
}

/* ---- slow ---- */

/* So many bytes every 100 ms. */
static void drip(HttpRequest *r, gconstpointer data)
{
    gsize n = GPOINTER_TO_SIZE(data);
    g_autofree char *some = g_strnfill(n, 'd');
    http_send_str(r, OK_HEAD "Content-Length: 1000000\r\n\r\n");
    while (http_send(r, some, n) && http_pause(r, 100))
        ;
}

/* ---- cut off ---- */

static void check_long(const KiriResponse *r)
{
    g_assert_true(wire_is_text(r, "ok"));
}

static const char *const too_short[] = {OK_HEAD "Content-Length: 100\r\n\r\nok", NULL};
static const char *const too_long[] = {OK_HEAD "Content-Length: 2\r\n\r\nokay, and much more",
                                       NULL};
static const char *const bad_chunk[] = {
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\nok\r\n0\r\n\r\n", NULL};
static const char *const cut_chunk[] = {OK_HEAD "Transfer-Encoding: chunked\r\n\r\n10\r\nok", NULL};

/* ---- codings ---- */

static void send_coded(HttpServer *s, const char *head, const KiriBuf *z, gsize n)
{
    g_autoptr(GString) all = g_string_new(head);
    g_string_append_printf(all, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", n);
    g_string_append_len(all, z->p, (gssize)n);
    http_server_raw(s, "/", all->str, all->len);
}

static void expect_coded(Wire *w, const WireRow *row, const char *head, const KiriBuf *z, gsize n)
{
    g_autofree char *url = http_server_url(w->server, "host.localhost", "/");
    send_coded(w->server, head, z, n);
    wire_expect(w, row, url);
}

/* 1 GiB of zeros in a megabyte: 32 members of 32 MiB. */
static void make_bomb(KiriBuf *bomb)
{
    g_autofree char *zeros = g_malloc0(32 << 20);
    g_auto(KiriBuf) member;
    kiri_buf_init(&member, 1 << 20);
    kiri_buf_init(bomb, 4 << 20);
    kiri_gzip((KiriStr){zeros, 32 << 20}, &member);
    for (guint i = 0; i < 32; i++)
        g_assert_true(kiri_buf_add(bomb, member.p, member.n));
}

static void run_bomb(Wire *w, const WireRow *row)
{
    g_auto(KiriBuf) bomb;
    make_bomb(&bomb);
    expect_coded(w, row, GZIP, &bomb, bomb.n);
}

/* Two codings in one field, and in two; labelled as one it is unfolded once and
 * what comes out is no page. */
static void run_double_bomb(Wire *w, const WireRow *row)
{
    g_auto(KiriBuf) bomb, twice;
    make_bomb(&bomb);
    kiri_buf_init(&twice, 1 << 20);
    kiri_gzip(kiri_buf_view(&bomb), &twice);
    g_assert_cmpuint(twice.n, <, 16 * 1024);
    expect_coded(w, row, OK_HEAD "Content-Encoding: gzip, gzip\r\n", &twice, twice.n);
    expect_coded(w, row, GZIP "Content-Encoding: gzip\r\n", &twice, twice.n);
    send_coded(w->server, GZIP, &twice, twice.n);
    g_autofree char *url = http_server_url(w->server, "host.localhost", "/");
    g_autoptr(KiriResponse) r = wire_get(w, url);
    g_assert_cmpuint(g_bytes_get_size(r->body), <=, KIRI_LIMIT_INFLATED_BYTES);
}

static void run_flipped(Wire *w, const WireRow *row)
{
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str(PAGE PAGE PAGE "<p>もっと。</p>"), &z);
    for (gsize at = 10; at < z.n; at += 7) {
        z.p[at] = (char)(z.p[at] ^ 0x10);
        expect_coded(w, row, GZIP, &z, z.n);
        z.p[at] = (char)(z.p[at] ^ 0x10);
    }
}

static void run_cut_gzip(Wire *w, const WireRow *row)
{
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str(PAGE), &z);
    for (gsize n = 3; n < z.n; n += 5)
        expect_coded(w, row, GZIP, &z, n);
}

static void run_junk_behind(Wire *w, const WireRow *row)
{
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str(PAGE), &z);
    kiri_buf_add_str(&z, "\r\n<!-- cached -->");
    expect_coded(w, row, GZIP, &z, z.n);
}

static void send_binary(HttpRequest *r, gconstpointer data)
{
    static const char text[] = GZIP "Content-Length: 6\r\n\r\n\x00\x01\x02\x03\x04\x05";
    (void)data;
    http_send(r, text, sizeof text - 1);
}

static const char *const labelled_gzip[] = {GZIP "\r\n" PAGE, NULL};
/* Beginnings of a brotli and a zstd stream, the last one with a window of 2 GiB. */
static const char *const not_asked[] = {
    OK_HEAD "Content-Encoding: br\r\n\r\n\xcf\xff\xff\xff\x7f\xf8",
    OK_HEAD "Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfd\x04\x58\x54\x01", NULL};
static const char *const wide_window[] = {
    OK_HEAD "Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfd\x04\xa8\x54\x01", NULL};
static const char *const many_codings[] = {
    OK_HEAD "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip\r\n\r\nx",
    OK_HEAD "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n\r\nx",
    OK_HEAD "Content-Encoding: identity, gzip, br\r\n\r\nx", NULL};
static const char *const unknown_coding[] = {OK_HEAD "Content-Encoding: rot13\r\n\r\nCntr", NULL};

static void run_transfer_gzip(Wire *w, const WireRow *row)
{
    static const char *const heads[] = {
        OK_HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n",
        OK_HEAD "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"};
    g_autofree char *url = http_server_url(w->server, "host.localhost", "/");
    g_auto(KiriBuf) z;
    kiri_buf_init(&z, 1 << 20);
    kiri_gzip(kiri_str(PAGE), &z);
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        g_autoptr(GString) all = g_string_new(heads[i]);
        g_string_append_printf(all, "%x\r\n", (guint)z.n);
        g_string_append_len(all, z.p, (gssize)z.n);
        g_string_append(all, "\r\n0\r\n\r\n");
        http_server_raw(w->server, "/", all->str, all->len);
        wire_expect(w, row, url);
    }
}

#define TOO_MUCH EXPECT_REFUSE, KIRI_FAILURE_LIMIT
#define NOT_WANTED EXPECT_REFUSE, KIRI_FAILURE_PROTOCOL
#define SLOW EXPECT_RETRY, KIRI_FAILURE_TIMEOUT
#define BROKEN EXPECT_RETRY, KIRI_FAILURE_CONNECT
#define DAMAGED EXPECT_RETRY, KIRI_FAILURE_PROTOCOL
#define FINE EXPECT_OK, KIRI_FAILURE_NONE

const WireRow wire_body[] = {
    {42, "endless body", TOO_MUCH, .serve = send_endless, .data = OK_HEAD "\r\n",
     .check = check_capped},
    {42, "endless chunks", TOO_MUCH, .serve = send_endless_chunks, .check = check_capped},
    {43, "drip below the least speed", SLOW, .serve = drip, .data = GSIZE_TO_POINTER(2)},
    {44, "drip just above the least speed", SLOW, .serve = drip, .data = GSIZE_TO_POINTER(40)},
    {45, "shorter than announced", BROKEN, .texts = too_short},
    {46, "longer than announced", FINE, .texts = too_long, .check = check_long},
    {47, "chunk sizes that are none", DAMAGED, .texts = bad_chunk},
    {48, "cut chunk", BROKEN, .texts = cut_chunk},
    {49, "endless chunk extension", SLOW, .serve = send_endless_extension},
    {50, "endless trailers", TOO_MUCH, .serve = send_endless_trailers},
    {51, "gzip of a gigabyte", TOO_MUCH, .run = run_bomb},
    {52, "gzip of gzip", NOT_WANTED, .run = run_double_bomb},
    {53, "brotli and zstd", NOT_WANTED, .texts = not_asked},
    {54, "zstd with a window of 2 GiB", NOT_WANTED, .texts = wide_window},
    {55, "six codings", NOT_WANTED, .texts = many_codings},
    {56, "gzip with a flipped bit", DAMAGED, .run = run_flipped},
    {57, "cut gzip of the right length", DAMAGED, .run = run_cut_gzip},
    {58, "text that says it is gzip", FINE, .texts = labelled_gzip, .check = check_page},
    {58, "bytes that say they are gzip", DAMAGED, .serve = send_binary},
    {59, "junk behind the gzip", FINE, .run = run_junk_behind, .check = check_page},
    {60, "unknown coding", NOT_WANTED, .texts = unknown_coding},
    {61, "gzip as transfer coding", NOT_WANTED, .run = run_transfer_gzip},
};
const gsize wire_n_body = G_N_ELEMENTS(wire_body);
