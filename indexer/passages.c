// SPDX-License-Identifier: GPL-3.0-or-later
/* Seed and extend: 12-letter grams of b are the seeds; a is walked from left to
 * right, and at each place the longest run is taken and stepped over, so that no
 * letter of a counts twice. */
#include "passages.h"

#include <string.h>

/* A gram that stands more often in b is a refrain; its first places will do. */
enum { MOST_PLACES = 8, NO_PLACE = G_MAXUINT32 };

typedef struct {
    guint32 *next;     // place → next place of the same gram
    GHashTable *first; // hash (own copy) → first place + 1
    guint64 *hashes;
    gsize n;
} Seeds;

static void seeds_init(Seeds *s, const KiriLetters *b)
{
    s->n = b->n >= KIRI_PASSAGE_LEAST_LETTERS ? b->n - KIRI_PASSAGE_LEAST_LETTERS + 1 : 0;
    s->next = g_new(guint32, s->n + 1);
    s->hashes = g_new(guint64, s->n + 1);
    s->first = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (gsize i = s->n; i-- > 0;) {
        s->hashes[i] = kiri_letters_hash(b, i, KIRI_PASSAGE_LEAST_LETTERS);
        guint later = GPOINTER_TO_UINT(g_hash_table_lookup(s->first, &s->hashes[i]));
        s->next[i] = later ? later - 1 : NO_PLACE;
        g_hash_table_replace(s->first, &s->hashes[i], GUINT_TO_POINTER((guint)i + 1));
    }
}

static void seeds_clear(Seeds *s)
{
    g_hash_table_destroy(s->first);
    g_free(s->next);
    g_free(s->hashes);
}

static gsize run_length(const KiriLetters *a, gsize i, const KiriLetters *b, gsize j)
{
    gsize n = 0;
    while (i + n < a->n && j + n < b->n && a->c[i + n] == b->c[j + n])
        n++;
    return n;
}

static KiriBlock longest_at(const KiriLetters *a, gsize i, const KiriLetters *b, const Seeds *s)
{
    KiriBlock best = {.a = i};
    guint64 hash = kiri_letters_hash(a, i, KIRI_PASSAGE_LEAST_LETTERS);
    guint first = GPOINTER_TO_UINT(g_hash_table_lookup(s->first, &hash));
    guint32 at = first ? first - 1 : NO_PLACE;
    for (guint tried = 0; at != NO_PLACE && tried < MOST_PLACES; tried++, at = s->next[at]) {
        gsize n = run_length(a, i, b, at);
        if (n > best.n) {
            best.b = at;
            best.n = n;
        }
    }
    return best;
}

static gint longer_first(gconstpointer a, gconstpointer b)
{
    const KiriBlock *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->a < y->a ? -1 : x->a > y->a;
}

void kiri_blocks_find(const KiriLetters *a, const KiriLetters *b, KiriBlocks *out)
{
    memset(out, 0, sizeof *out);
    out->blocks = g_array_new(FALSE, FALSE, sizeof(KiriBlock));
    Seeds seeds;
    seeds_init(&seeds, b);
    gsize covered = 0;
    for (gsize i = 0; seeds.n && i + KIRI_PASSAGE_LEAST_LETTERS <= a->n;) {
        KiriBlock block = longest_at(a, i, b, &seeds);
        if (block.n < KIRI_PASSAGE_LEAST_LETTERS) {
            i++;
            continue;
        }
        g_array_append_val(out->blocks, block);
        out->longest = MAX(out->longest, block.n);
        covered += block.n >= KIRI_PASSAGE_COVER_LETTERS ? block.n : 0;
        i += block.n;
    }
    out->a_covered = a->n ? (gdouble)covered / (gdouble)a->n : 0;
    g_array_sort(out->blocks, longer_first);
    seeds_clear(&seeds);
}

void kiri_blocks_clear(KiriBlocks *blocks)
{
    g_clear_pointer(&blocks->blocks, g_array_unref);
}
