// SPDX-License-Identifier: GPL-3.0-or-later
/* WARC in and out: what others wrote is read, what we write is read back. */
#include "../../crawler/transport/inflate.h"
#include "../../crawler/archive/warc_http.h"

#include <kirinuki/error.h>
#include <kirinuki/transport.h>
#include <kirinuki/warc.h>

#include <string.h>

static void add_record(GString *s, const char *type, const char *uri, const char *block, gsize n)
{
    g_string_append_printf(s,
                           "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
                           "WARC-Date: 2026-04-13T01:05:00Z\r\nContent-Type: "
                           "application/http; msgtype=response\r\nContent-Length: %u\r\n\r\n",
                           type, uri, (guint)n);
    g_string_append_len(s, block, (gssize)n);
    g_string_append(s, "\r\n\r\n");
}

static void add_answer(GString *s, const char *uri, const char *block)
{
    add_record(s, "response", uri, block, strlen(block));
}

static KiriStr view(const GString *s)
{
    return (KiriStr){s->str, s->len};
}

static void assert_body(const KiriPage *page, const char *body)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(page->body, &n);
    g_assert_cmpuint(n, ==, strlen(body));
    g_assert_true(n == 0 || memcmp(p, body, n) == 0);
}

static void test_read(void)
{
    g_autoptr(GString) s = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    add_record(s, "warcinfo", "", "software: x\r\n", 13);
    add_answer(s, "<https://toto.example.jp/a/1>",
               "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=Shift_JIS\r\n"
               "Transfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n5;x=y\r\nb</p>\r\n0\r\n\r\n");
    add_record(s, "request", "https://toto.example.jp/a/1", "GET / HTTP/1.1\r\n\r\n", 18);
    add_answer(s, "dns:toto.example.jp", "x");
    add_answer(s, "https://toto.example.jp/a/2",
               "HTTP/1.0 404 No\r\nTransfer-Encoding: chunked\r\n\r\nnot chunked at all");
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(view(s));
    KiriPage *page = NULL;
    g_assert_true(kiri_warc_next(w, &page, &error));
    g_assert_cmpstr(page->url, ==, "https://toto.example.jp/a/1");
    g_assert_cmpint(page->status, ==, 200);
    g_assert_cmpstr(page->content_type, ==, "text/html; charset=Shift_JIS");
    g_assert_true(g_str_has_prefix(page->headers, "HTTP/1.1 200 OK\nContent-Type:"));
    char time[32];
    kiri_time_format(page->fetched, time);
    g_assert_cmpstr(time, ==, "2026-04-13T01:05:00Z");
    assert_body(page, "<p>ab</p>");
    kiri_page_free(page);
    g_assert_true(kiri_warc_next(w, &page, &error));
    g_assert_cmpint(page->status, ==, 404);
    assert_body(page, "not chunked at all");
    kiri_page_free(page);
    g_assert_false(kiri_warc_next(w, &page, &error));
    g_assert_no_error(error);
    g_assert_null(page);
}

static void test_gzip_members(void)
{
    g_autoptr(GString) one = g_string_new(NULL), two = g_string_new(NULL);
    g_auto(KiriBuf) packed, body;
    kiri_buf_init(&body, 1000);
    kiri_gzip(KIRI_STR_LITERAL("<p>圧縮された本文</p>"), &body);
    GString *block = g_string_new("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
    g_string_append_len(block, body.p, (gssize)body.n);
    add_record(one, "response", "http://a.example.jp/1", block->str, block->len);
    g_string_free(block, TRUE);
    add_answer(two, "http://a.example.jp/2", "HTTP/1.1 200 OK\r\n\r\nsecond");
    kiri_buf_init(&packed, KIRI_BUF_UNCAPPED);
    kiri_gzip(view(one), &packed);
    kiri_gzip(view(two), &packed);
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(kiri_buf_view(&packed));
    KiriPage *page = NULL;
    g_assert_true(kiri_warc_next(w, &page, NULL));
    assert_body(page, "<p>圧縮された本文</p>");
    kiri_page_free(page);
    g_assert_true(kiri_warc_next(w, &page, NULL));
    assert_body(page, "second");
    kiri_page_free(page);
    g_assert_false(kiri_warc_next(w, &page, NULL));
    /* Cut anywhere: an error, never a shorter page. */
    for (gsize n = 1; n < packed.n; n++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriWarc) cut = kiri_warc_open_bytes((KiriStr){packed.p, n});
        guint pages = 0;
        while (kiri_warc_next(cut, &page, &error)) {
            assert_body(page, pages++ ? "second" : "<p>圧縮された本文</p>");
            kiri_page_free(page);
        }
        g_assert_cmpuint(pages, <=, 2);
        g_assert_true(error || pages == 1);
    }
}

static void test_round_trip(void)
{
    g_autoptr(KiriPage) page = kiri_page_new();
    g_auto(KiriBuf) out, again;
    page->url = g_strdup("https://toto.example.jp/a/1");
    page->status = 200;
    page->content_type = g_strdup("text/html");
    page->headers = g_strdup("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: gzip\n"
                             "Transfer-Encoding: chunked\nContent-Length: 7\nETag: \"x\"\n");
    page->fetched = kiri_time_jst(G_GINT64_CONSTANT(1776042300) * KIRI_US_PER_SECOND);
    page->body = g_bytes_new_static("<p>証拠</p>", strlen("<p>証拠</p>"));
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&again, KIRI_BUF_UNCAPPED);
    kiri_warc_write_page(page, 1, 1, FALSE, &out);
    kiri_warc_write_page(page, 1, 1, FALSE, &again);
    g_assert_cmpstr(out.p, ==, again.p);
    g_assert_nonnull(strstr(out.p, "WARC/1.1\r\nWARC-Type: response\r\n"));
    g_assert_nonnull(strstr(out.p, "\r\nX-Archive-Orig-Content-Encoding: gzip\r\n"));
    kiri_warc_write_page(page, 1, 1, FALSE, &out);
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(kiri_buf_view(&out));
    for (guint i = 0; i < 2; i++) {
        KiriPage *read = NULL;
        g_assert_true(kiri_warc_next(w, &read, NULL));
        g_assert_cmpstr(read->url, ==, page->url);
        g_assert_cmpint(read->status, ==, 200);
        g_assert_cmpint(read->fetched.us, ==, page->fetched.us);
        g_assert_cmpstr(read->content_type, ==, "text/html");
        assert_body(read, "<p>証拠</p>");
        kiri_page_free(read);
    }
}

static void test_resource(void)
{
    g_autoptr(KiriPage) page = kiri_page_new();
    g_auto(KiriBuf) out;
    KiriPage *read = NULL;
    page->url = g_strdup("https://toto.example.jp/saved.html");
    page->content_type = g_strdup("text/html; charset=euc-jp");
    page->body = g_bytes_new_static("HTTP", 4);
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_warc_write_page(page, 1, 1, FALSE, &out);
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(kiri_buf_view(&out));
    g_assert_true(kiri_warc_next(w, &read, NULL));
    g_assert_cmpint(read->status, ==, 0);
    g_assert_cmpstr(read->content_type, ==, "text/html; charset=euc-jp");
    assert_body(read, "HTTP");
    kiri_page_free(read);
}

static void test_bad(void)
{
    static const char *const texts[] = {
        "<!DOCTYPE html><p>no archive</p>\n", "WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 10\r\n\r\nshort",
        "WARC/1.0\r\nContent-Length: -1\r\n\r\n",
        "WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriWarc) w = kiri_warc_open_bytes(kiri_str(texts[i]));
        KiriPage *page = NULL;
        g_assert_false(kiri_warc_next(w, &page, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE);
        g_assert_false(kiri_warc_next(w, &page, NULL)); // and there is nothing more
    }
    g_autoptr(KiriWarc) empty = kiri_warc_open_bytes(kiri_str(""));
    g_autoptr(GError) error = NULL;
    KiriPage *page = NULL;
    g_assert_false(kiri_warc_next(empty, &page, &error));
    g_assert_no_error(error);
}

static void test_unusable_records(void)
{
    g_autoptr(GString) s = g_string_new(NULL);
    g_autofree char *large = g_strnfill(20 << 20, 'x');
    KiriPage *page = NULL;
    add_record(s, "response", "http://a.example.jp/large", large, 20 << 20);
    add_answer(s, "http://a.example.jp/br", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx");
    add_answer(s, "http://a.example.jp/none", "no head here");
    add_answer(s, "http://a.example.jp/ok", "HTTP/1.1 200 OK\r\n\r\nok");
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(view(s));
    g_assert_true(kiri_warc_next(w, &page, NULL));
    g_assert_cmpstr(page->url, ==, "http://a.example.jp/ok");
    g_assert_cmpuint(kiri_warc_skipped(w), ==, 3);
    kiri_page_free(page);
}

/* ---- whole files ---- */

static KiriPage *evidence(void)
{
    KiriPage *page = kiri_page_new();
    page->url = g_strdup("https://toto.example.jp/a/1");
    page->status = 200;
    page->headers = g_strdup("HTTP/1.1 200 OK\nContent-Type: text/html\n");
    page->request = g_strdup("GET /a/1 HTTP/1.1\r\nHost: toto.example.jp\r\n");
    page->peer = g_strdup("192.0.2.7");
    page->fetched = kiri_time_jst(G_GINT64_CONSTANT(1776042300) * KIRI_US_PER_SECOND);
    page->body = g_bytes_new_static("<p>証拠</p>", strlen("<p>証拠</p>"));
    return page;
}

static void write_file(gboolean is_gzip, KiriBuf *out)
{
    g_autoptr(KiriPage) page = evidence();
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, page->url);
    a->title = g_strdup("見出し\r\nWARC-Type: evil");
    a->version = 2;
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    kiri_warc_write_info(page->fetched.us, "evidence", is_gzip, out);
    kiri_warc_write_page(page, 1, 2, is_gzip, out);
    kiri_warc_write_metadata(page, a, 1, 2, is_gzip, out);
}

/* The record at `*at`: its head, and its block; FALSE at the end. */
static gboolean next_record(KiriStr file, gsize *at, char **head, KiriStr *block)
{
    if (*at >= file.n)
        return FALSE;
    const char *end = g_strstr_len(file.p + *at, (gssize)(file.n - *at), "\r\n\r\n");
    g_assert_nonnull(end);
    *head = g_strndup(file.p + *at, (gsize)(end - file.p) - *at);
    g_autofree char *length = kiri_header_value(*head, "Content-Length");
    *block = (KiriStr){end + 4, (gsize)g_ascii_strtoull(length, NULL, 10)};
    *at = (gsize)(end - file.p) + 4 + block->n;
    g_assert_true(kiri_str_equal((KiriStr){file.p + *at, 4}, KIRI_STR_LITERAL("\r\n\r\n")));
    *at += 4;
    return TRUE;
}

static void assert_digest(const char *head, const char *field, KiriStr bytes)
{
    g_autofree char *stated = kiri_header_value(head, field);
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes.p, bytes.n);
    g_assert_nonnull(stated);
    g_assert_true(g_str_has_prefix(stated, "sha256:"));
    g_assert_cmpstr(stated + 7, ==, sum);
}

static void test_records(void)
{
    static const char *const types[] = {"warcinfo", "response", "request", "metadata"};
    g_auto(KiriBuf) out;
    write_file(FALSE, &out);
    g_autofree char *response_id = NULL;
    KiriStr block;
    gsize at = 0;
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *head = NULL;
        g_assert_true(next_record(kiri_buf_view(&out), &at, &head, &block));
        g_autofree char *type = kiri_header_value(head, "WARC-Type");
        g_autofree char *id = kiri_header_value(head, "WARC-Record-ID");
        g_autofree char *concurrent = kiri_header_value(head, "WARC-Concurrent-To");
        g_assert_cmpstr(type, ==, types[i]);
        g_assert_true(g_str_has_prefix(id, "<urn:uuid:"));
        assert_digest(head, "WARC-Block-Digest", block);
        g_assert_cmpstr(concurrent, ==, response_id); // NULL up to the response itself
        if (i == 1) {
            g_autofree char *peer = kiri_header_value(head, "WARC-IP-Address");
            const char *body = g_strstr_len(block.p, (gssize)block.n, "\r\n\r\n") + 4;
            g_assert_cmpstr(peer, ==, "192.0.2.7");
            assert_digest(head, "WARC-Payload-Digest",
                          (KiriStr){body, (gsize)(block.p + block.n - body)});
            response_id = g_steal_pointer(&id);
        }
        if (i == 2)
            g_assert_true(kiri_str_equal(
                block, KIRI_STR_LITERAL("GET /a/1 HTTP/1.1\r\nHost: toto.example.jp\r\n\r\n")));
        if (i == 3) {
            g_autofree char *fields = kiri_str_dup(block);
            g_assert_nonnull(strstr(fields, "\r\nversion: 2\r\npart: 1/2\r\n"));
            g_assert_nonnull(strstr(fields, "title: 見出し  WARC-Type: evil\r\n"));
        }
    }
    g_assert_cmpuint(at, ==, out.n);
}

/* Every record is a member of its own, and says the same as the plain one. */
static void test_gzip_out(void)
{
    g_auto(KiriBuf) plain, packed, again;
    write_file(FALSE, &plain);
    write_file(TRUE, &packed);
    write_file(TRUE, &again);
    g_assert_true(kiri_str_equal(kiri_buf_view(&packed), kiri_buf_view(&again)));
    g_auto(KiriBuf) back;
    kiri_buf_init(&back, KIRI_BUF_UNCAPPED);
    g_autoptr(KiriInflate) z = kiri_inflate_new(KIRI_BUF_UNCAPPED, 1100);
    guint members = 0;
    for (gsize at = 0; at < packed.n; members++) {
        gsize used = 0;
        if (members)
            kiri_inflate_reset(z);
        g_assert_true(
            kiri_inflate_feed(z, (KiriStr){packed.p + at, packed.n - at}, 0, &back, &used, NULL));
        g_assert_true(kiri_inflate_is_done(z));
        at += used;
    }
    g_assert_cmpuint(members, ==, 4);
    g_assert_true(kiri_str_equal(kiri_buf_view(&back), kiri_buf_view(&plain)));
    g_autoptr(KiriWarc) w = kiri_warc_open_bytes(kiri_buf_view(&packed));
    KiriPage *page = NULL;
    g_assert_true(kiri_warc_next(w, &page, NULL));
    g_assert_cmpstr(page->peer, ==, "192.0.2.7");
    assert_body(page, "<p>証拠</p>");
    kiri_page_free(page);
    guint part = 0, n_parts = 0;
    kiri_warc_part(w, &part, &n_parts);
    g_assert_cmpuint(part, ==, 1);
    g_assert_cmpuint(n_parts, ==, 2);
    g_assert_false(kiri_warc_next(w, &page, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/warc/read", test_read);
    g_test_add_func("/warc/gzip-members", test_gzip_members);
    g_test_add_func("/warc/round-trip", test_round_trip);
    g_test_add_func("/warc/resource", test_resource);
    g_test_add_func("/warc/records", test_records);
    g_test_add_func("/warc/gzip-out", test_gzip_out);
    g_test_add_func("/warc/bad", test_bad);
    g_test_add_func("/warc/unusable-records", test_unusable_records);
    return g_test_run();
}
