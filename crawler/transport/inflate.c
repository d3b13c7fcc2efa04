// SPDX-License-Identifier: GPL-3.0-or-later
/* Bounded inflate: fixed output steps of 32 KiB, so that a bomb is noticed at
 * the first step beyond its allowance and never held whole. */
#include "inflate.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <zlib.h>

#define STEP_BYTES (32 * 1024)
#define RATIO_FREE_BYTES (64 * 1024)
#define GZIP_WINDOW (15 + 16) // largest window, gzip wrapping only

struct KiriInflate {
    z_stream z;
    gsize cap;
    guint ratio;
    gsize n_in, n_out;
    gboolean is_done;
};

KiriInflate *kiri_inflate_new(gsize cap, guint ratio)
{
    KiriInflate *z = g_new0(KiriInflate, 1);
    z->cap = cap;
    z->ratio = ratio;
    int rc = inflateInit2(&z->z, GZIP_WINDOW);
    g_assert(rc == Z_OK); // fails on exhausted memory only
    return z;
}

void kiri_inflate_free(KiriInflate *z)
{
    if (!z)
        return;
    inflateEnd(&z->z);
    g_free(z);
}

/* Within one body the bounds count on: a bomb could be cut into many members. */
static void next_member(KiriInflate *z)
{
    inflateReset(&z->z);
    z->is_done = FALSE;
}

void kiri_inflate_reset(KiriInflate *z)
{
    next_member(z);
    z->n_in = z->n_out = 0;
}

gboolean kiri_inflate_is_done(const KiriInflate *z)
{
    return z->is_done;
}

static gboolean is_within_bounds(const KiriInflate *z)
{
    if (z->n_out > z->cap)
        return FALSE;
    return z->n_out <= RATIO_FREE_BYTES || (z->n_out - RATIO_FREE_BYTES) / z->ratio <= z->n_in;
}

static gboolean set_limit_error(GError **error)
{
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                _("compressed data unfolds beyond the limit"));
    return FALSE;
}

gboolean kiri_inflate_feed(KiriInflate *z, KiriStr in, gsize pause_at, KiriBuf *out, gsize *used,
                           GError **error)
{
    guint8 step[STEP_BYTES];
    *used = 0;
    while (!z->is_done && (!pause_at || out->n < pause_at)) {
        uInt offered = (uInt)MIN(in.n - *used, (gsize)1 << 30);
        /* zlib's interface takes no const, but only reads. */
        z->z.next_in = (Bytef *)(guintptr)(in.p + *used);
        z->z.avail_in = offered;
        z->z.next_out = step;
        z->z.avail_out = STEP_BYTES;
        int rc = inflate(&z->z, Z_NO_FLUSH);
        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, _("damaged gzip data"));
            return FALSE;
        }
        gsize taken = offered - z->z.avail_in, made = STEP_BYTES - z->z.avail_out;
        *used += taken;
        z->n_in += taken;
        z->n_out += made;
        z->is_done = rc == Z_STREAM_END;
        if (!is_within_bounds(z) || !kiri_buf_add(out, step, made))
            return set_limit_error(error);
        if (!taken && !made)
            break;
    }
    return TRUE;
}

gboolean kiri_is_gzip(KiriStr bytes)
{
    return bytes.n >= 2 && (guint8)bytes.p[0] == 0x1f && (guint8)bytes.p[1] == 0x8b;
}

gboolean kiri_gunzip(KiriStr in, guint ratio, gboolean may_be_cut, KiriBuf *out, GError **error)
{
    g_autoptr(KiriInflate) z = kiri_inflate_new(out->cap, ratio);
    while (in.n) {
        gsize used = 0;
        if (!kiri_inflate_feed(z, in, 0, out, &used, error))
            return FALSE;
        in.p += used;
        in.n -= used;
        if (!z->is_done || !kiri_is_gzip(in))
            break;
        next_member(z);
    }
    if (z->is_done || may_be_cut)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, _("gzip data ends too early"));
    return FALSE;
}

GBytes *kiri_unfold_body(GBytes *body, GError **error)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(body, &n);
    if (!kiri_is_gzip((KiriStr){p, n}))
        return g_bytes_ref(body);
    g_auto(KiriBuf) plain;
    kiri_buf_init(&plain, KIRI_LIMIT_INFLATED_BYTES);
    if (!kiri_gunzip((KiriStr){p, n}, KIRI_LIMIT_INFLATE_RATIO, FALSE, &plain, error))
        return NULL;
    char *bytes = kiri_buf_steal(&plain, &n);
    return g_bytes_new_take(bytes, n);
}

void kiri_gzip(KiriStr in, KiriBuf *out)
{
    z_stream z = {0};
    guint8 step[STEP_BYTES];
    int rc = deflateInit2(&z, 6, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY);
    g_assert(rc == Z_OK);
    gsize at = 0;
    do {
        uInt offered = (uInt)MIN(in.n - at, (gsize)1 << 30);
        z.next_in = (Bytef *)(guintptr)(in.p + at);
        z.avail_in = offered;
        z.next_out = step;
        z.avail_out = STEP_BYTES;
        rc = deflate(&z, at + offered == in.n ? Z_FINISH : Z_NO_FLUSH);
        at += offered - z.avail_in;
        kiri_buf_add(out, step, STEP_BYTES - z.avail_out);
    } while (rc != Z_STREAM_END);
    deflateEnd(&z);
}
