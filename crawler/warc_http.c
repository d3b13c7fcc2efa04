// SPDX-License-Identifier: GPL-3.0-or-later
/* Parting a recorded answer into head and body, and writing one.
 *
 * Recorders differ in whether they keep the codings of the body or only the
 * fields that spoke of them, so each coding is taken off only where the body
 * shows it. */
#include "warc_http.h"

#include "inflate.h"

#include <kirinuki/hash.h>
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>
#include <kirinuki/warc.h>

#include <string.h>

/* ---- in ---- */

gboolean kiri_http_dechunk(KiriStr body, KiriBuf *out)
{
    gsize at = 0;
    while (at < body.n) {
        const char *end = memchr(body.p + at, '\n', body.n - at);
        guint64 size = 0;
        gsize digits = 0;
        while (end && at + digits < body.n && g_ascii_isxdigit(body.p[at + digits])) {
            if (digits > 8)
                return FALSE;
            size = size * 16 + (guint64)g_ascii_xdigit_value(body.p[at + digits]);
            digits++;
        }
        if (!digits)
            return FALSE;
        at = (gsize)(end - body.p) + 1;
        if (size == 0)
            return TRUE;
        if (size > body.n - at || !kiri_buf_add(out, body.p + at, (gsize)size))
            return FALSE;
        at += (gsize)size;
        at += at < body.n && body.p[at] == '\r';
        at += at < body.n && body.p[at] == '\n';
    }
    return FALSE;
}

/* Length of the head with its empty line; 0 when there is none. */
static gsize head_length(KiriStr block)
{
    for (gsize i = 0; i < MIN(block.n, (gsize)KIRI_LIMIT_HEADER_BYTES); i++) {
        if (block.p[i] != '\n')
            continue;
        if (i + 1 < block.n && block.p[i + 1] == '\n')
            return i + 2;
        if (i + 2 < block.n && block.p[i + 1] == '\r' && block.p[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

/* The head's lines with LF, as transport.h has them. (transfer full) */
static char *tidy_head(KiriStr head)
{
    g_autofree char *valid = g_utf8_make_valid(head.p, (gssize)head.n);
    GString *lines = g_string_new(NULL);
    g_auto(GStrv) raw = g_strsplit(valid, "\n", KIRI_LIMIT_HEADER_LINES + 2);
    for (guint i = 0; raw[i]; i++) {
        g_strchomp(raw[i]);
        if (*raw[i])
            g_string_append_printf(lines, "%s\n", raw[i]);
    }
    return g_string_free(lines, FALSE);
}

static gint64 status_of(const char *head)
{
    gint64 status = 0;
    const char *space = g_str_has_prefix(head, "HTTP/") ? strchr(head, ' ') : NULL;
    for (guint i = 1; space && i <= 3; i++) {
        if (!g_ascii_isdigit(space[i]))
            return 0;
        status = status * 10 + (space[i] - '0');
    }
    return status;
}

static GBytes *bytes_of(KiriBuf *buf)
{
    gsize n = 0;
    char *p = kiri_buf_steal(buf, &n);
    return g_bytes_new_take(p, n);
}

gboolean kiri_warc_take_block(KiriPage *page, gboolean is_http, KiriStr block)
{
    if (!is_http) {
        page->body = g_bytes_new(block.p, block.n);
        return TRUE;
    }
    gsize n = head_length(block);
    if (!n)
        return FALSE;
    page->headers = tidy_head((KiriStr){block.p, n});
    page->status = status_of(page->headers);
    page->content_type = kiri_header_value(page->headers, "Content-Type");
    KiriStr body = {block.p + n, block.n - n};
    g_autofree char *transfer = kiri_header_value(page->headers, "Transfer-Encoding");
    g_autofree char *coding = kiri_header_value(page->headers, "Content-Encoding");
    g_auto(KiriBuf) joined, plain;
    kiri_buf_init(&joined, KIRI_LIMIT_INFLATED_BYTES);
    kiri_buf_init(&plain, KIRI_LIMIT_INFLATED_BYTES);
    if (transfer && g_ascii_strcasecmp(transfer, "chunked") == 0 &&
        kiri_http_dechunk(body, &joined))
        body = kiri_buf_view(&joined);
    gboolean is_gzip = coding && (g_ascii_strcasecmp(coding, "gzip") == 0 ||
                                  g_ascii_strcasecmp(coding, "x-gzip") == 0);
    if (coding && *coding && !is_gzip && g_ascii_strcasecmp(coding, "identity") != 0)
        return FALSE;
    if (is_gzip && kiri_is_gzip(body)) {
        if (!kiri_gunzip(body, KIRI_LIMIT_INFLATE_RATIO, FALSE, &plain, NULL))
            return FALSE;
        page->body = bytes_of(&plain);
    } else {
        page->body = g_bytes_new(body.p, body.n);
    }
    return page->status != 0;
}

/* ---- out ---- */

/* A field's value on one line, without what would end it. */
static void add_field(KiriBuf *out, const char *name, const char *value)
{
    kiri_buf_add_str(out, name);
    kiri_buf_add_str(out, ": ");
    for (const char *p = value; *p; p++)
        if ((guint8)*p >= 0x20)
            kiri_buf_add_char(out, *p);
    kiri_buf_add_str(out, "\r\n");
}

/* The recorded head, with the fields renamed that spoke of a coding which the
 * body no longer has. */
static void add_http_head(const KiriPage *page, gsize body_bytes, KiriBuf *out)
{
    static const char *const stale[] = {"Content-Encoding", "Transfer-Encoding", "Content-Length"};
    g_auto(GStrv) lines = g_strsplit(page->headers ? page->headers : "", "\n", -1);
    if (!lines[0] || !g_str_has_prefix(lines[0], "HTTP/")) {
        kiri_buf_printf(out, "HTTP/1.1 %d -\r\n", (int)page->status);
        if (page->content_type && !page->headers)
            add_field(out, "Content-Type", page->content_type);
    }
    for (guint i = 0; lines[i]; i++) {
        const char *prefix = "";
        for (gsize k = 0; k < G_N_ELEMENTS(stale); k++)
            if (g_ascii_strncasecmp(lines[i], stale[k], strlen(stale[k])) == 0 &&
                lines[i][strlen(stale[k])] == ':')
                prefix = "X-Archive-Orig-";
        if (*lines[i])
            kiri_buf_printf(out, "%s%s\r\n", prefix, g_strchomp(lines[i]));
    }
    kiri_buf_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", body_bytes);
}

/* A name for the record that is a function of what it holds: a UUID of version 8
 * (RFC 9562 §5.8) from the hash of address, time and block. */
static void add_record_id(const KiriPage *page, const char *date, KiriStr block, KiriBuf *out)
{
    guint8 h[16];
    g_auto(KiriBuf) all;
    kiri_buf_init(&all, KIRI_BUF_UNCAPPED);
    kiri_buf_printf(&all, "%s\n%s\n", page->url, date);
    kiri_buf_add(&all, block.p, block.n);
    kiri_hash128(kiri_buf_view(&all), h);
    h[6] = (guint8)((h[6] & 0x0f) | 0x80);
    h[8] = (guint8)((h[8] & 0x3f) | 0x80);
    kiri_buf_add_str(out, "WARC-Record-ID: <urn:uuid:");
    for (guint i = 0; i < 16; i++)
        kiri_buf_printf(out, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", h[i]);
    kiri_buf_add_str(out, ">\r\n");
}

void kiri_warc_write_page(const KiriPage *page, KiriBuf *out)
{
    gsize n = 0;
    const char *body = page->body ? g_bytes_get_data(page->body, &n) : NULL;
    gboolean is_http = page->status != 0;
    g_auto(KiriBuf) block;
    kiri_buf_init(&block, KIRI_BUF_UNCAPPED);
    if (is_http)
        add_http_head(page, n, &block);
    kiri_buf_add(&block, body ? body : "", n);
    KiriCivil c = kiri_civil_from_us(page->fetched.us, 0);
    g_autofree char *date = g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month,
                                            c.day, c.hour, c.minute, c.second);
    g_autofree char *digest =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)(body ? body : ""), n);
    g_autofree char *labelled = g_strconcat("sha256:", digest, NULL);
    kiri_buf_add_str(out, "WARC/1.1\r\n");
    add_field(out, "WARC-Type", is_http ? "response" : "resource");
    add_record_id(page, date, kiri_buf_view(&block), out);
    add_field(out, "WARC-Date", date);
    add_field(out, "WARC-Target-URI", page->url);
    add_field(out, "WARC-Payload-Digest", labelled);
    add_field(out, "Content-Type",
              is_http              ? "application/http;msgtype=response"
              : page->content_type ? page->content_type
                                   : "application/octet-stream");
    kiri_buf_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", block.n);
    kiri_buf_add(out, block.p, block.n);
    kiri_buf_add_str(out, "\r\n\r\n");
}
