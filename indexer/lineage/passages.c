// SPDX-License-Identifier: GPL-3.0-or-later
/* Seed and extend: those 12-letter grams of b that a has too are the seeds; a is walked
 * from left to right, and at each place the longest run is taken and stepped over, so
 * that no letter of a counts twice. Most pairs of texts have no seed at all. */
#include "passages.h"

#include <string.h>

/* A gram that stands more often in b is a refrain; its first places will do. */
enum { MOST_PLACES = 8, MASK_BITS = 65536, MASK_SHIFT = 48 };

/* Rolling hashes of all grams of a text: equal grams have equal ones, and what has equal
 * ones is looked at letter by letter. */
typedef struct {
    guint64 *hashes;
    gsize n;
} Rolled;

static void rolled_init(Rolled *r, const KiriLetters *letters)
{
    const guint64 base = G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    guint64 last = 1, hash = 0; // base to the power of the first letter
    r->n =
        letters->n >= KIRI_PASSAGE_LEAST_LETTERS ? letters->n - KIRI_PASSAGE_LEAST_LETTERS + 1 : 0;
    r->hashes = g_new(guint64, r->n + 1);
    for (gsize i = 1; i < KIRI_PASSAGE_LEAST_LETTERS; i++)
        last *= base;
    for (gsize i = 0; r->n && i < letters->n; i++) {
        if (i >= KIRI_PASSAGE_LEAST_LETTERS)
            hash -= last * letters->c[i - KIRI_PASSAGE_LEAST_LETTERS];
        hash = hash * base + letters->c[i];
        if (i + 1 >= KIRI_PASSAGE_LEAST_LETTERS)
            r->hashes[i + 1 - KIRI_PASSAGE_LEAST_LETTERS] = hash;
    }
}

typedef struct {
    Rolled a, b;
    guint32 *places; // of the seeds in b, rising
    guint32 *next;   // of each seed: the next one of the same gram, + 1; 0: none
    guint32 *slots;  // by hash: the first seed of a gram, + 1; 0: none
    gsize n, mask;
} Seeds;

static guint mask_bit(guint64 hash)
{
    return (guint)(hash >> MASK_SHIFT);
}

/* Places in b whose gram may stand in a. */
static void find_places(Seeds *s)
{
    g_autofree guint8 *mask = g_malloc0(MASK_BITS / 8);
    for (gsize i = 0; i < s->a.n; i++)
        mask[mask_bit(s->a.hashes[i]) / 8] |= (guint8)(1u << mask_bit(s->a.hashes[i]) % 8);
    for (gsize i = 0; i < s->b.n; i++)
        if (mask[mask_bit(s->b.hashes[i]) / 8] & 1u << mask_bit(s->b.hashes[i]) % 8)
            s->places[s->n++] = (guint32)i;
}

/* The slot of this gram, or the empty one where it would be. */
static gsize slot_of(const Seeds *s, guint64 hash)
{
    gsize slot = (gsize)(hash >> 32) & s->mask;
    while (s->slots[slot] && s->b.hashes[s->places[s->slots[slot] - 1]] != hash)
        slot = (slot + 1) & s->mask;
    return slot;
}

static void seeds_init(Seeds *s, const KiriLetters *a, const KiriLetters *b)
{
    *s = (Seeds){.mask = 1};
    rolled_init(&s->a, a);
    rolled_init(&s->b, b);
    s->places = g_new(guint32, s->b.n + 1);
    find_places(s);
    while (s->mask < 2 * s->n)
        s->mask = 2 * s->mask + 1;
    s->slots = g_new0(guint32, s->mask + 1);
    s->next = g_new0(guint32, s->n + 1);
    for (gsize i = s->n; i-- > 0;) {
        gsize slot = slot_of(s, s->b.hashes[s->places[i]]);
        s->next[i] = s->slots[slot];
        s->slots[slot] = (guint32)i + 1;
    }
}

static void seeds_clear(Seeds *s)
{
    g_free(s->a.hashes);
    g_free(s->b.hashes);
    g_free(s->places);
    g_free(s->next);
    g_free(s->slots);
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
    guint32 seed = s->slots[slot_of(s, s->a.hashes[i])];
    for (guint tried = 0; seed && tried < MOST_PLACES; tried++, seed = s->next[seed - 1]) {
        gsize n = run_length(a, i, b, s->places[seed - 1]);
        if (n > best.n) {
            best.b = s->places[seed - 1];
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
    seeds_init(&seeds, a, b);
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
