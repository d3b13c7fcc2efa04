// SPDX-License-Identifier: GPL-3.0-or-later
/* Parting a recorded answer into head and body.
 *
 * Recorders differ in whether they keep the codings of the body or only the
 * fields that spoke of them, so each coding is taken off only where the body
 * shows it. */
#include "warc_http.h"

#include "transport/inflate.h"

#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <string.h>

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
