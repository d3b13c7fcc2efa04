// SPDX-License-Identifier: GPL-3.0-or-later
/* Headers: floods, drips and nonsense. */
#include "wire.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

static void check_ok_text(const KiriResponse *r)
{
    g_assert_true(wire_is_text(r, "ok"));
}

static void check_odd(const KiriResponse *r)
{
    check_ok_text(r);
    g_assert_nonnull(r->oddity);
}

static void check_plain(const KiriResponse *r)
{
    check_ok_text(r);
    g_assert_null(r->oddity);
}

/* The size of the answer's memory, whatever was sent. */
static void check_small(const KiriResponse *r)
{
    g_assert_cmpuint(strlen(r->headers), <=, KIRI_LIMIT_HEADER_BYTES);
}

/* ---- floods ---- */

static void send_for_ever(HttpRequest *r, gconstpointer line)
{
    http_send_str(r, "HTTP/1.1 200 OK\r\n");
    while (http_send_str(r, line))
        ;
}

static void send_ten_thousand(HttpRequest *r, gconstpointer data)
{
    (void)data;
    gboolean is_there = http_send_str(r, "HTTP/1.1 200 OK\r\n");
    for (guint i = 0; i < 10000 && is_there; i++) {
        g_autofree char *line = g_strdup_printf("X-%u: y\r\n", i);
        is_there = http_send_str(r, line);
    }
    http_send_str(r, "Content-Length: 2\r\n\r\nok");
}

static void send_endless_line(HttpRequest *r, gconstpointer data)
{
    g_autofree char *block = g_strnfill(4096, 'x');
    (void)data;
    http_send_str(r, "HTTP/1.1 200 OK\r\nX-Long: ");
    while (http_send(r, block, 4096))
        ;
}

static void drip(HttpRequest *r, gconstpointer data)
{
    const char *text = OK_HEAD "X-Slow: very slow indeed\r\nContent-Length: 2\r\n\r\nok";
    (void)data;
    for (; *text && http_send(r, text, 1) && http_pause(r, 100); text++)
        ;
}

static void send_interim(HttpRequest *r, gconstpointer data)
{
    (void)data;
    while (http_send_str(r, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"))
        ;
}

static void send_nul(HttpRequest *r, gconstpointer data)
{
    static const char text[] = OK_HEAD "X-Nul: a\0b\r\nContent-Length: 2\r\n\r\nok";
    (void)data;
    http_send(r, text, sizeof text - 1);
}

static void send_noise(HttpRequest *r, gconstpointer data)
{
    guint8 noise[4096];
    guint32 state = 20260414;
    (void)data;
    for (gsize i = 0; i < sizeof noise; i++) {
        state = state * 1664525 + 1013904223;
        noise[i] = (guint8)(state >> 24);
    }
    http_send(r, noise, sizeof noise);
}

static void send_cookies(HttpRequest *r, gconstpointer data)
{
    g_autofree char *value = g_strnfill(4000, 'c');
    gboolean is_there = http_send_str(r, OK_HEAD);
    (void)data;
    for (guint i = 0; i < 60 && is_there; i++) {
        g_autofree char *line = g_strdup_printf("Set-Cookie: k%u=%s\r\n", i, value);
        is_there = http_send_str(r, line);
    }
    http_send_str(r, "Content-Length: 2\r\n\r\nok");
}

static void send_long_location(HttpRequest *r, gconstpointer data)
{
    g_autofree char *path = g_strnfill(90 * 1024, 'p');
    g_autofree char *head =
        g_strdup_printf("HTTP/1.1 302 Found\r\nLocation: /%s\r\nContent-Length: 0\r\n\r\n", path);
    (void)data;
    http_send_str(r, head);
}

/* ---- what is decided further up ---- */

static void check_999(const KiriResponse *r)
{
    g_assert_cmpint(r->status, ==, 999);
}

static void check_encoded(const KiriResponse *r)
{
    g_autofree char *location = kiri_response_header(r, "Location");
    g_assert_cmpstr(location, ==, "/a%0d%0aX-Evil:%201");
    g_assert_null(kiri_response_header(r, "X-Evil"));
}

static void check_no_location(const KiriResponse *r)
{
    g_assert_cmpint(r->status, ==, 302);
    g_assert_null(kiri_response_header(r, "Location"));
}

static void check_folded(const KiriResponse *r)
{
    g_autofree char *value = kiri_response_header(r, "X-Folded");
    check_ok_text(r);
    g_assert_cmpstr(value, ==, "one two three");
}

static const char *const folded[] = {
    OK_HEAD "X-Folded: one\r\n two\r\n\tthree\r\nContent-Length: 2\r\n\r\nok", NULL};
static const char *const bare_lf[] = {
    "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2\n\nok", NULL};
static const char *const no_http[] = {"<html>no header at all</html>\n", "220 mail ready\r\n",
                                      "SSH-2.0-OpenSSH_9.2\r\n", NULL};
static const char *const odd_status[] = {"HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nok",
                                         "HTTP/1.1 000 Nothing\r\nContent-Length: 2\r\n\r\nok",
                                         "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok", NULL};
static const char *const status_999[] = {
    "HTTP/1.1 999 Request denied\r\nContent-Length: 2\r\n\r\nok", NULL};
static const char *const two_lengths[] = {
    OK_HEAD "Content-Length: 7\r\nContent-Length: 2\r\n\r\nok", NULL};
static const char *const same_length_twice[] = {
    OK_HEAD "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok", NULL};
static const char *const negative_length[] = {OK_HEAD "Content-Length: -1\r\n\r\nok", NULL};
static const char *const lettered_length[] = {OK_HEAD "Content-Length: 2abc\r\n\r\nok", NULL};
static const char *const huge_length[] = {
    OK_HEAD "Content-Length: 99999999999999999999999\r\n\r\nok", NULL};
static const char *const length_and_chunked[] = {
    OK_HEAD "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", NULL};
static const char *const crlf_location[] = {
    "HTTP/1.1 302 Found\r\nLocation: /a%0d%0aX-Evil:%201\r\nContent-Length: 0\r\n\r\n", NULL};
static const char *const no_location[] = {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", NULL};

#define FLOOD EXPECT_REFUSE, KIRI_FAILURE_LIMIT
#define NOT_HTTP EXPECT_REFUSE, KIRI_FAILURE_PROTOCOL
#define FINE EXPECT_OK, KIRI_FAILURE_NONE

const WireRow wire_headers[] = {
    {22, "endless short headers", FLOOD, .serve = send_for_ever, .data = "X: 1\r\n",
     .check = check_small},
    {23, "ten thousand headers", FLOOD, .serve = send_ten_thousand, .check = check_small},
    {24, "one endless header line", FLOOD, .serve = send_endless_line, .check = check_small},
    {25, "headers that drip", EXPECT_RETRY, KIRI_FAILURE_TIMEOUT, .serve = drip},
    {26, "endless interim answers", FLOOD, .serve = send_interim, .check = check_small},
    {27, "NUL in a header", NOT_HTTP, .serve = send_nul},
    {28, "folded header", FINE, .texts = folded, .check = check_folded},
    {29, "bare line feeds", FINE, .texts = bare_lf, .check = check_ok_text},
    {30, "no HTTP", NOT_HTTP, .texts = no_http},
    {30, "random bytes", NOT_HTTP, .serve = send_noise},
    {31, "versions and statuses that are none", NOT_HTTP, .texts = odd_status},
    {32, "status 999", FINE, .texts = status_999, .check = check_999},
    {33, "sixty cookies of 4 KB", FLOOD, .serve = send_cookies, .check = check_small},
    {34, "two different lengths", FINE, .texts = two_lengths, .check = check_odd},
    {34, "the same length twice", FINE, .texts = same_length_twice, .check = check_plain},
    {35, "negative length", NOT_HTTP, .texts = negative_length},
    {36, "length with letters", FINE, .texts = lettered_length, .check = check_odd},
    {37, "length beyond 64 bits", FINE, .texts = huge_length, .check = check_ok_text},
    {38, "length and chunked", FINE, .texts = length_and_chunked, .check = check_ok_text},
    {39, "location of 90 KB", FLOOD, .serve = send_long_location},
    {40, "line break in a location", FINE, .texts = crlf_location, .check = check_encoded},
    {41, "redirect without location", FINE, .texts = no_location, .check = check_no_location},
};
const gsize wire_n_headers = G_N_ELEMENTS(wire_headers);
