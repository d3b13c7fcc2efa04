// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading WARC: a stream of bytes, unfolded on the way where it is gzip, cut into
 * records by their stated length, and of these the answers made into pages.
 *
 *   file ─▶ raw window ─▶ (inflate) ─▶ plain window ─▶ head, block ─▶ page
 *
 * Both windows are of fixed size; only the block of a record that is wanted is
 * held whole, under its cap. */
#include <kirinuki/warc.h>

#include "transport/inflate.h"
#include "warc_http.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_BYTES (64 * 1024)
#define BLOCK_BYTES (KIRI_LIMIT_HEADER_BYTES + KIRI_LIMIT_INFLATED_BYTES)
/* Deflate cannot unfold more than 1032 times; a stream needs no smaller bound,
 * since nothing of it is kept beyond the window. */
#define STREAM_RATIO 1100

struct KiriWarc {
    int fd; // -1: from memory
    char *path;
    KiriStr memory;
    char raw[WINDOW_BYTES];
    gsize raw_at, raw_n;
    gboolean is_raw_end;
    KiriInflate *z; // NULL: plain
    KiriBuf plain;
    gsize plain_at;
    guint64 offset; // of the plain text, at plain_at
    guint64 skipped;
    guint part, n_parts; // of the page just read
    gboolean is_started, is_over;
};

static KiriWarc *new_warc(int fd)
{
    KiriWarc *w = g_new0(KiriWarc, 1);
    w->fd = fd;
    kiri_buf_init(&w->plain, 4 * WINDOW_BYTES);
    return w;
}

KiriWarc *kiri_warc_open(const char *path, GError **error)
{
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_CRAWLER, _("cannot open"), path);
        return NULL;
    }
    KiriWarc *w = new_warc(fd);
    w->path = g_strdup(path);
    return w;
}

KiriWarc *kiri_warc_open_bytes(KiriStr bytes)
{
    KiriWarc *w = new_warc(-1);
    w->memory = bytes;
    return w;
}

void kiri_warc_close(KiriWarc *warc)
{
    if (!warc)
        return;
    if (warc->fd >= 0)
        close(warc->fd);
    kiri_inflate_free(warc->z);
    kiri_buf_clear(&warc->plain);
    g_free(warc->path);
    g_free(warc);
}

void kiri_warc_part(const KiriWarc *warc, guint *part, guint *n_parts)
{
    *part = warc->part;
    *n_parts = warc->n_parts;
}

static void read_part(KiriWarc *w, const char *head)
{
    g_autofree char *value = kiri_header_value(head, KIRI_WARC_PART_FIELD);
    g_auto(GStrv) halves = g_strsplit(value ? value : "", "/", 2);
    guint64 part = 1, n = 1;
    gboolean is_stated = g_strv_length(halves) == 2 &&
                         g_ascii_string_to_unsigned(halves[0], 10, 1, 1000, &part, NULL) &&
                         g_ascii_string_to_unsigned(halves[1], 10, 1, 1000, &n, NULL) && part <= n;
    w->part = is_stated ? (guint)part : 1;
    w->n_parts = is_stated ? (guint)n : 1;
}

guint64 kiri_warc_skipped(const KiriWarc *warc)
{
    return warc->skipped;
}

/* ---- the stream ---- */

/* Reads on when the raw window is used up. FALSE on an error; the end is
 * is_raw_end with an empty window. */
static gboolean read_raw(KiriWarc *w, GError **error)
{
    if (w->raw_at < w->raw_n || w->is_raw_end)
        return TRUE;
    gssize n;
    w->raw_at = w->raw_n = 0;
    if (w->fd < 0) {
        n = (gssize)MIN(w->memory.n, (gsize)WINDOW_BYTES);
        if (n)
            memcpy(w->raw, w->memory.p, (gsize)n);
        w->memory.p += n;
        w->memory.n -= (gsize)n;
    } else {
        do
            n = read(w->fd, w->raw, WINDOW_BYTES);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return kiri_error_set_errno(error, KIRI_ERROR_CRAWLER, _("cannot read"), w->path);
    }
    w->raw_n = (gsize)n;
    w->is_raw_end = n == 0;
    return TRUE;
}

static KiriStr raw_view(const KiriWarc *w)
{
    return (KiriStr){w->raw + w->raw_at, w->raw_n - w->raw_at};
}

/* Moves some raw bytes into the plain window; FALSE on an error. */
static gboolean refill(KiriWarc *w, gboolean *is_end, GError **error)
{
    gsize used = 0;
    *is_end = FALSE;
    if (!read_raw(w, error))
        return FALSE;
    if (w->raw_at == w->raw_n) {
        *is_end = TRUE;
        if (!w->z || kiri_inflate_is_done(w->z))
            return TRUE;
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                    _("the archive is cut off at byte %" PRIu64), w->offset);
        return FALSE;
    }
    if (!w->is_started) {
        w->is_started = TRUE;
        if (kiri_is_gzip(raw_view(w)))
            w->z = kiri_inflate_new(KIRI_BUF_UNCAPPED, STREAM_RATIO);
    }
    if (!w->z) {
        used = w->raw_n - w->raw_at;
        kiri_buf_add(&w->plain, w->raw + w->raw_at, used);
    } else {
        if (kiri_inflate_is_done(w->z))
            kiri_inflate_reset(w->z);
        if (!kiri_inflate_feed(w->z, raw_view(w), 2 * WINDOW_BYTES, &w->plain, &used, error))
            return FALSE;
    }
    w->raw_at += used;
    return TRUE;
}

static KiriStr plain_view(const KiriWarc *w)
{
    return (KiriStr){w->plain.p + w->plain_at, w->plain.n - w->plain_at};
}

static void take(KiriWarc *w, gsize n)
{
    w->plain_at += n;
    w->offset += n;
}

/* Makes at least one more byte visible; FALSE at the end or on an error. */
static gboolean see_more(KiriWarc *w, GError **error)
{
    gboolean is_end = FALSE;
    if (w->plain_at) {
        memmove(w->plain.p, w->plain.p + w->plain_at, w->plain.n - w->plain_at);
        w->plain.n -= w->plain_at;
        w->plain_at = 0;
    }
    gsize before = w->plain.n;
    while (w->plain.n == before && !is_end)
        if (!refill(w, &is_end, error))
            return FALSE;
    return w->plain.n > before;
}

/* ---- records ---- */

static gboolean set_parse_error(const KiriWarc *w, GError **error)
{
    if (error && !*error)
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                    w->offset ? _("no WARC record at byte %" PRIu64)
                              : _("no WARC file (byte %" PRIu64 ")"),
                    w->offset);
    return FALSE;
}

/* The lines up to the first empty one, in `head`; FALSE on an error or, without
 * one, at the end of the file. */
static gboolean read_head(KiriWarc *w, KiriBuf *head, GError **error)
{
    GError *why = NULL;
    for (;;) {
        KiriStr seen = plain_view(w);
        const char *end = memchr(seen.p, '\n', seen.n);
        if (!end) {
            if (seen.n > WINDOW_BYTES || !see_more(w, &why)) {
                if (why)
                    g_propagate_error(error, why);
                else if (head->n || kiri_str_strip(plain_view(w)).n)
                    set_parse_error(w, error);
                return FALSE;
            }
            continue;
        }
        gsize n = (gsize)(end - seen.p) + 1;
        KiriStr line = kiri_str_strip((KiriStr){seen.p, n});
        gboolean is_first = head->n == 0;
        if (!line.n && !is_first) {
            take(w, n);
            return TRUE;
        }
        if (line.n && is_first && (line.n < 7 || memcmp(line.p, "WARC/", 5) != 0))
            return set_parse_error(w, error);
        if (line.n && (!kiri_buf_add(head, line.p, line.n) || !kiri_buf_add_char(head, '\n')))
            return set_parse_error(w, error);
        take(w, n);
    }
}

/* Passes the block of a record, into `into` where that is not NULL. */
static gboolean read_block(KiriWarc *w, guint64 n, KiriBuf *into, GError **error)
{
    GError *why = NULL;
    while (n) {
        KiriStr seen = plain_view(w);
        if (!seen.n) {
            if (see_more(w, &why))
                continue;
            if (why)
                g_propagate_error(error, why);
            else
                g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                            _("the archive is cut off at byte %" PRIu64), w->offset);
            return FALSE;
        }
        gsize part = (gsize)MIN((guint64)seen.n, n);
        if (into)
            kiri_buf_add(into, seen.p, part);
        take(w, part);
        n -= part;
    }
    return TRUE;
}

/* A page's envelope from the record's head; NULL when the record holds none. */
static KiriPage *page_of_head(const char *head, gboolean *is_http)
{
    g_autofree char *type = kiri_header_value(head, "WARC-Type");
    g_autofree char *uri = kiri_header_value(head, "WARC-Target-URI");
    g_autofree char *date = kiri_header_value(head, "WARC-Date");
    g_autofree char *media = kiri_header_value(head, "Content-Type");
    g_autofree char *peer = kiri_header_value(head, "WARC-IP-Address");
    *is_http = g_strcmp0(type, "response") == 0;
    if (!uri || (!*is_http && g_strcmp0(type, "resource") != 0))
        return NULL;
    KiriStr url = kiri_str(uri); // WARC 1.0 has it in angle brackets
    if (url.n > 2 && url.p[0] == '<' && url.p[url.n - 1] == '>')
        url = (KiriStr){url.p + 1, url.n - 2};
    if (url.n > KIRI_LIMIT_URL_BYTES || g_ascii_strncasecmp(url.p, "http", 4) != 0)
        return NULL;
    KiriPage *page = kiri_page_new();
    char *raw = kiri_str_dup(url);
    page->url = g_utf8_make_valid(raw, -1);
    g_free(raw);
    KiriTime t;
    if (date && kiri_time_parse(kiri_str(date), 0, &t))
        page->fetched = t;
    if (peer)
        page->peer = g_utf8_make_valid(peer, -1);
    if (!*is_http && media)
        page->content_type = g_utf8_make_valid(media, -1);
    return page;
}

gboolean kiri_warc_next(KiriWarc *warc, KiriPage **page, GError **error)
{
    *page = NULL;
    while (!warc->is_over) {
        g_auto(KiriBuf) head, block;
        kiri_buf_init(&head, KIRI_LIMIT_HEADER_BYTES);
        kiri_buf_init(&block, BLOCK_BYTES);
        warc->is_over = TRUE; // unless this record goes well
        if (!read_head(warc, &head, error))
            return FALSE;
        g_autofree char *length = kiri_header_value(head.p, "Content-Length");
        guint64 n = 0;
        if (!length || !g_ascii_string_to_unsigned(length, 10, 0, G_MAXINT64, &n, NULL))
            return set_parse_error(warc, error);
        gboolean is_http = FALSE;
        g_autoptr(KiriPage) found = page_of_head(head.p, &is_http);
        gboolean fits = n <= BLOCK_BYTES;
        if (!read_block(warc, n, found && fits ? &block : NULL, error))
            return FALSE;
        warc->is_over = FALSE;
        if (!found)
            continue;
        if (!fits || !kiri_warc_take_block(found, is_http, kiri_buf_view(&block))) {
            warc->skipped++;
            continue;
        }
        read_part(warc, head.p);
        *page = g_steal_pointer(&found);
        return TRUE;
    }
    return FALSE;
}
