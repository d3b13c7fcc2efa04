// SPDX-License-Identifier: GPL-3.0-or-later
/* Sampling grams and comparing samples; sketch.h says why that is enough.
 *
 * Packed: one byte of format, then the samples, rising, two bytes each (big-endian). A
 * value may stand there twice. */
#include "sketch.h"

#include <math.h>
#include <stdlib.h>

enum { FORMAT = 1, SAMPLE_BITS = 3, SAMPLE_BYTES = 2, LEAST_SAMPLES = 32 };

static int by_value(const void *a, const void *b)
{
    guint16 x = *(const guint16 *)a, y = *(const guint16 *)b;
    return x < y ? -1 : x > y;
}

GBytes *kiri_sketch_of(const KiriGrams *grams)
{
    g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(guint16));
    for (gsize i = 0; i < grams->n; i++) {
        guint16 sample = (guint16)(grams->hashes[i] >> SAMPLE_BITS);
        if ((grams->hashes[i] & ((1u << SAMPLE_BITS) - 1)) == 0)
            g_array_append_val(samples, sample);
    }
    if (samples->len < LEAST_SAMPLES)
        return NULL;
    qsort(samples->data, samples->len, sizeof(guint16), by_value);
    GByteArray *packed = g_byte_array_sized_new(1 + samples->len * SAMPLE_BYTES);
    const guint8 format = FORMAT;
    g_byte_array_append(packed, &format, 1);
    for (guint i = 0; i < samples->len; i++) {
        guint16 sample = g_array_index(samples, guint16, i);
        const guint8 bytes[SAMPLE_BYTES] = {(guint8)(sample >> 8), (guint8)(sample & 0xff)};
        g_byte_array_append(packed, bytes, SAMPLE_BYTES);
    }
    return g_byte_array_free_to_bytes(packed);
}

typedef struct {
    const guint8 *samples;
    gsize n;
} View;

static gboolean view_of(GBytes *sketch, View *out)
{
    gsize n;
    const guint8 *p = g_bytes_get_data(sketch, &n);
    if (!n || p[0] != FORMAT || n % SAMPLE_BYTES != 1)
        return FALSE;
    *out = (View){p + 1, n / SAMPLE_BYTES};
    return out->n >= LEAST_SAMPLES;
}

static guint sample_at(const View *v, gsize i)
{
    return (guint)v->samples[i * SAMPLE_BYTES] << 8 | v->samples[i * SAMPLE_BYTES + 1];
}

static gsize common_of(const View *a, const View *b)
{
    gsize common = 0;
    for (gsize i = 0, j = 0; i < a->n && j < b->n;) {
        guint x = sample_at(a, i), y = sample_at(b, j);
        common += x == y;
        i += x <= y;
        j += y <= x;
    }
    return common;
}

gboolean kiri_sketches_may_be_kin(GBytes *a, GBytes *b)
{
    const gdouble least_overlap = 0.6, deviations = 5;
    View x, y;
    if (!view_of(a, &x) || !view_of(b, &y))
        return TRUE;
    gdouble n = (gdouble)MIN(x.n, y.n);
    gdouble least = n * least_overlap - deviations * sqrt(n * least_overlap * (1 - least_overlap));
    return (gdouble)common_of(&x, &y) >= least;
}
