// SPDX-License-Identifier: GPL-3.0-or-later
/* Sorting rows into postings, and looking one up. */
#include "postings.h"

#include <string.h>

/* Byte by byte from the lowest, which keeps the order of what is equal. */
static void sort_by_key(GArray *rows)
{
    enum { BITS = 8, VALUES = 256 };
    guint n = rows->len;
    g_autofree KiriPosting *other = g_new(KiriPosting, n + 1);
    KiriPosting *from = (KiriPosting *)(gpointer)rows->data, *to = other;
    for (guint shift = 0; shift < 32; shift += BITS) {
        gsize place[VALUES + 1] = {0};
        for (guint i = 0; i < n; i++)
            place[(from[i].key >> shift & (VALUES - 1)) + 1]++;
        for (guint v = 0; v < VALUES; v++)
            place[v + 1] += place[v];
        for (guint i = 0; i < n; i++)
            to[place[from[i].key >> shift & (VALUES - 1)]++] = from[i];
        KiriPosting *swap = from;
        from = to;
        to = swap;
    }
}

static guint32 count_keys(const GArray *rows)
{
    guint32 n = 0;
    for (guint i = 0; i < rows->len; i++)
        n += i == 0 ||
             g_array_index(rows, KiriPosting, i).key != g_array_index(rows, KiriPosting, i - 1).key;
    return n;
}

void kiri_postings_init(KiriPostings *p, GArray *rows, gboolean with_weights)
{
    sort_by_key(rows);
    *p = (KiriPostings){.n = rows->len};
    guint32 n_keys = with_weights ? count_keys(rows) : p->n;
    p->keys = g_new(guint32, n_keys + 1);
    p->from = with_weights ? g_new(guint32, n_keys + 1) : NULL;
    p->documents = g_new(guint16, p->n + 1);
    p->weights = with_weights ? g_new(gfloat, p->n + 1) : NULL;
    for (guint32 i = 0; i < p->n; i++) {
        const KiriPosting *row = &g_array_index(rows, KiriPosting, i);
        p->documents[i] = row->document;
        if (with_weights)
            p->weights[i] = row->weight;
        if (with_weights && p->n_keys && p->keys[p->n_keys - 1] == row->key)
            continue;
        if (with_weights)
            p->from[p->n_keys] = i;
        p->keys[p->n_keys++] = row->key;
    }
    if (with_weights)
        p->from[p->n_keys] = p->n;
    kiri_postings_index(p);
}

/* Four keys below each top. */
static void make_tops(KiriPostings *p)
{
    enum { KEYS_EACH = 4, KEY_BITS = 32, MOST_BITS = 24 };
    guint bits = 0;
    while (bits < MOST_BITS && p->n_keys >> bits > KEYS_EACH)
        bits++;
    guint32 n = (guint32)1 << bits, top = 0;
    p->shift = KEY_BITS - bits;
    p->tops = g_new(guint32, n + 1);
    for (guint32 i = 0; i < p->n_keys; i++)
        for (guint32 own = (guint32)((guint64)p->keys[i] >> p->shift); top <= own; top++)
            p->tops[top] = i;
    for (; top <= n; top++)
        p->tops[top] = p->n_keys;
}

void kiri_postings_index(KiriPostings *p)
{
    make_tops(p);
    if (p->from)
        return;
    kiri_key_mask_init(&p->mask, p->n_keys);
    for (guint32 i = 0; i < p->n_keys; i++)
        kiri_key_mask_add(&p->mask, p->keys[i]);
}

void kiri_postings_clear(KiriPostings *p)
{
    kiri_key_mask_clear(&p->mask);
    g_clear_pointer(&p->tops, g_free);
    g_clear_pointer(&p->keys, g_free);
    g_clear_pointer(&p->from, g_free);
    g_clear_pointer(&p->documents, g_free);
    g_clear_pointer(&p->weights, g_free);
    p->n = p->n_keys = 0;
}

void kiri_postings_rows(const KiriPostings *p, const gboolean *is_gone, GArray *rows)
{
    for (guint32 k = 0; k < p->n_keys; k++) {
        guint32 from = p->from ? p->from[k] : k, to = p->from ? p->from[k + 1] : k + 1;
        for (guint32 i = from; i < to; i++) {
            KiriPosting row = {p->keys[k], p->documents[i], p->weights ? p->weights[i] : 0};
            if (!is_gone[row.document])
                g_array_append_val(rows, row);
        }
    }
}

static const guint32 *top_of(const KiriPostings *p, guint32 key)
{
    return p->tops + (gsize)((guint64)key >> p->shift);
}

/* The first place of a key that is not smaller. */
static guint32 place_of(const KiriPostings *p, guint32 key)
{
    const guint32 *top = top_of(p, key);
    guint32 low = top[0], high = top[1];
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        if (p->keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

gboolean kiri_postings_find(const KiriPostings *p, guint32 key, guint32 *from, guint32 *to)
{
    if (p->n_keys == 0 || (p->mask.bits && !kiri_key_mask_may_have(&p->mask, key)))
        return FALSE;
    guint32 at = place_of(p, key);
    if (at >= p->n_keys || p->keys[at] != key)
        return FALSE;
    guint32 end = at + 1;
    while (!p->from && end < p->n_keys && p->keys[end] == key)
        end++;
    *from = p->from ? p->from[at] : at;
    *to = p->from ? p->from[end] : end;
    return TRUE;
}

gsize kiri_postings_find_all(const KiriPostings *p, const guint32 *keys, gsize n,
                             KiriPostingSpan *spans)
{
    enum { TOP_AHEAD = 16, KEY_AHEAD = 8 };
    gsize found = 0;
    for (gsize i = 0; p->n_keys && i < n; i++) {
        if (i + TOP_AHEAD < n)
            __builtin_prefetch(top_of(p, keys[i + TOP_AHEAD]));
        if (i + KEY_AHEAD < n) {
            guint32 first = *top_of(p, keys[i + KEY_AHEAD]);
            __builtin_prefetch(p->keys + first);
            if (p->from)
                __builtin_prefetch(p->from + first);
        }
        KiriPostingSpan span = {.key = (guint32)i};
        if (kiri_postings_find(p, keys[i], &span.from, &span.to))
            spans[found++] = span;
    }
    return found;
}

gsize kiri_postings_bytes(const KiriPostings *p)
{
    gsize each = sizeof *p->documents + (p->weights ? sizeof *p->weights : 0);
    gsize mask = p->mask.bits ? (gsize)1 << (p->mask.log2 - 3) : 0;
    gsize tops = p->tops ? (((gsize)1 << (32 - p->shift)) + 1) * sizeof *p->tops : 0;
    return mask + tops + p->n * each +
           p->n_keys * (sizeof *p->keys + (p->from ? sizeof *p->from : 0));
}
