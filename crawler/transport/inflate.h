// SPDX-License-Identifier: GPL-3.0-or-later
/* Gzip with bounds, the one door to zlib.
 *
 * libcurl hands a cut-off gzip body over as complete and knows no cap on what
 * comes out (7.88), so its own decoding is switched off and this is used: a
 * member counts only when its end was seen and its checksum fits, and output
 * has a cap and a ratio to its input.
 *
 * Thread rule: one thread at a time per KiriInflate. */
#pragma once

#include <kirinuki/buf.h>

/* A stream of one gzip member. */
typedef struct KiriInflate KiriInflate;

/* `ratio`: most output bytes per input byte, counted beyond the first 64 KiB of
 * output, so that short runs of blanks pass. */
KiriInflate *kiri_inflate_new(gsize cap, guint ratio);
void kiri_inflate_free(KiriInflate *z);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriInflate, kiri_inflate_free)
/* Starts over with the next member; its cap and ratio count anew. */
void kiri_inflate_reset(KiriInflate *z);

/* Takes bytes of the member and appends what they give to `out`. `used` says how
 * many were taken: all of them until the member ends (kiri_inflate_is_done), or
 * until `out` holds `pause_at` bytes (0: no pause). Errors: LIMIT (cap or ratio),
 * PARSE (not gzip, bad checksum). */
gboolean kiri_inflate_feed(KiriInflate *z, KiriStr in, gsize pause_at, KiriBuf *out, gsize *used,
                           GError **error);
gboolean kiri_inflate_is_done(const KiriInflate *z);

gboolean kiri_is_gzip(KiriStr bytes); // begins with gzip's magic number

/* A whole body at once: all its members joined, junk behind the last one
 * dropped. Cut-off input is error PARSE, unless `may_be_cut`: then what came is
 * kept. Output passes `out->cap` or `ratio`: LIMIT. */
gboolean kiri_gunzip(KiriStr in, guint ratio, gboolean may_be_cut, KiriBuf *out, GError **error);

/* A body that may be a gzip file of its own, as sitemaps are, whatever the
 * transport did: unfolded within the limits, any other as it is. NULL with error as
 * kiri_gunzip(). (transfer full) */
GBytes *kiri_unfold_body(GBytes *body, GError **error);

/* `in` as one gzip member, without time or name: equal input, equal output. */
void kiri_gzip(KiriStr in, KiriBuf *out);
