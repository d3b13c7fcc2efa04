// SPDX-License-Identifier: GPL-3.0-or-later
/* Sampling grams and finding samples; sketch.h says why that is enough.
 *
 * Packed, numbers big-endian: a byte of format, a byte that says how many zeros a sampled
 * hash ends in, four with the number of all grams, then of each sample the two highest
 * bytes of its hash, in the order of hashes, which is theirs too. */
#include "sketch.h"

#include <math.h>

enum { FORMAT = 2, HEAD_BYTES = 6, SAMPLE_BYTES = 2, SAMPLE_SHIFT = 48, MOST_ZEROS = 32 };

typedef struct {
    guint zeros;
    gdouble all; // grams of the text
    const guint8 *samples;
    gsize n;
} View;

static gboolean is_sampled(guint64 hash, guint zeros)
{
    return (hash & ((G_GUINT64_CONSTANT(1) << zeros) - 1)) == 0;
}

static gsize count_samples(const KiriGrams *grams, guint zeros)
{
    gsize n = 0;
    for (gsize i = 0; i < grams->n; i++)
        n += is_sampled(grams->hashes[i], zeros) ? 1 : 0;
    return n;
}

static void add_number(GByteArray *out, guint64 v, guint bytes)
{
    for (guint i = bytes; i-- > 0;) {
        guint8 byte = (guint8)(v >> (i * 8));
        g_byte_array_append(out, &byte, 1);
    }
}

GBytes *kiri_sketch_of(const KiriGrams *grams)
{
    guint zeros = 0;
    if (!grams->n)
        return NULL;
    while (zeros < MOST_ZEROS && count_samples(grams, zeros) > KIRI_SKETCH_SAMPLES)
        zeros++;
    GByteArray *packed = g_byte_array_new();
    add_number(packed, FORMAT, 1);
    add_number(packed, zeros, 1);
    add_number(packed, MIN(grams->n, G_MAXUINT32), 4);
    for (gsize i = 0; i < grams->n; i++)
        if (is_sampled(grams->hashes[i], zeros))
            add_number(packed, grams->hashes[i] >> SAMPLE_SHIFT, SAMPLE_BYTES);
    return g_byte_array_free_to_bytes(packed);
}

static gboolean view_of(GBytes *sketch, View *out)
{
    gsize n;
    const guint8 *p = g_bytes_get_data(sketch, &n);
    if (n < HEAD_BYTES || p[0] != FORMAT || p[1] > MOST_ZEROS ||
        (n - HEAD_BYTES) % SAMPLE_BYTES != 0)
        return FALSE;
    guint32 all = (guint32)p[2] << 24 | (guint32)p[3] << 16 | (guint32)p[4] << 8 | p[5];
    *out = (View){p[1], all, p + HEAD_BYTES, (n - HEAD_BYTES) / SAMPLE_BYTES};
    return TRUE;
}

/* Samples that the other text's grams may have: two bytes do not tell all grams apart, so
 * these are rather too many. */
static gsize count_found(const View *v, const KiriGrams *grams)
{
    gsize found = 0, at = 0;
    for (gsize i = 0; i < grams->n && at < v->n; i++) {
        guint64 hash = grams->hashes[i];
        if (!is_sampled(hash, v->zeros))
            continue;
        guint ours = (guint)(hash >> SAMPLE_SHIFT), theirs = 0;
        for (; at < v->n; at++) {
            theirs = (guint)v->samples[at * SAMPLE_BYTES] << 8 | v->samples[at * SAMPLE_BYTES + 1];
            if (theirs >= ours)
                break;
        }
        if (at < v->n && theirs == ours) {
            found++;
            at++;
        }
    }
    return found;
}

gboolean kiri_sketch_may_be_kin(GBytes *sketch, const KiriGrams *grams)
{
    const gdouble least_overlap = 0.6, deviations = 5;
    View v;
    if (!view_of(sketch, &v) || !grams->n)
        return TRUE;
    gdouble rate = ldexp(1, -(gint)v.zeros);
    gdouble common = least_overlap * MIN(v.all, (gdouble)grams->n);
    gdouble least = common * rate - deviations * sqrt(common * rate * (1 - rate));
    /* A hair below, since a share of .6 may be a little less in binary. */
    return (gdouble)count_found(&v, grams) >= least - 1e-6;
}
