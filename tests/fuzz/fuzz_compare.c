// SPDX-License-Identifier: GPL-3.0-or-later
/* Any two texts: shares are shares, the verdict is that of the score, and the same
 * whichever comes first; a text that is no mere line is a copy of itself. Runs of letters
 * that both have are found in both, and a long one gives a fingerprint in common. */
#include "fuzz.h"

#include "lineage/passages.h"

#include <kirinuki/compare.h>

#include <math.h>

enum { ENOUGH_LETTERS = 80 }; // shorter texts need their headline

static void check_share(gdouble v)
{
    g_assert_true(isfinite(v) && v >= 0 && v <= 1);
}

static void check_answer(const KiriComparison *c)
{
    check_share(c->score);
    check_share(c->jaccard);
    check_share(c->a_in_b);
    check_share(c->b_in_a);
    g_assert_cmpint(c->is_duplicate, ==, c->score >= 0.5);
}

static gboolean shares_print(const KiriLetters *a, const KiriLetters *b)
{
    g_autoptr(GArray) x = kiri_fingerprints(a), y = kiri_fingerprints(b);
    for (guint i = 1; i < x->len; i++)
        g_assert_true(g_array_index(x, guint64, i - 1) < g_array_index(x, guint64, i));
    for (guint i = 0, k = 0; i < x->len && k < y->len;) {
        guint64 p = g_array_index(x, guint64, i), q = g_array_index(y, guint64, k);
        if (p == q)
            return TRUE;
        i += p < q;
        k += q < p;
    }
    return FALSE;
}

static void check_blocks(const KiriLetters *a, const KiriLetters *b)
{
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(a, b, &blocks);
    check_share(blocks.a_covered);
    gsize longest = 0;
    for (guint i = 0; i < blocks.blocks->len; i++) {
        const KiriBlock *block = &g_array_index(blocks.blocks, KiriBlock, i);
        g_assert_true(block->a + block->n <= a->n && block->b + block->n <= b->n);
        g_assert_true(memcmp(a->c + block->a, b->c + block->b, block->n * sizeof *a->c) == 0);
        longest = MAX(longest, block->n);
    }
    g_assert_cmpuint(longest, ==, blocks.longest);
    if (longest >= KIRI_FINGERPRINT_LETTERS + KIRI_FINGERPRINT_WINDOW - 1)
        g_assert_true(shares_print(a, b));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *a_title = fuzz_utf8(&in), *a_text = fuzz_utf8(&in);
    g_autofree char *b_title = fuzz_utf8(&in), *b_text = fuzz_utf8(&in);
    KiriStr at = kiri_str(a_title), a = kiri_str(a_text);
    KiriStr bt = kiri_str(b_title), b = kiri_str(b_text);
    KiriComparison there = kiri_compare(at, a, bt, b), back = kiri_compare(bt, b, at, a);
    check_answer(&there);
    check_answer(&back);
    g_assert_cmpint(there.is_duplicate, ==, back.is_duplicate);
    g_assert_cmpfloat(there.jaccard, ==, back.jaccard);
    g_assert_cmpfloat(there.a_in_b, ==, back.b_in_a);
    g_auto(KiriNormal) x = {0}, y = {0};
    kiri_normalize(a, FALSE, &x);
    kiri_normalize(b, FALSE, &y);
    g_auto(KiriLetters) letters = {0}, others = {0};
    kiri_letters_init(&letters, (KiriStr){x.text, x.n});
    kiri_letters_init(&others, (KiriStr){y.text, y.n});
    check_blocks(&letters, &others);
    if (letters.n >= ENOUGH_LETTERS)
        g_assert_true(kiri_compare(at, a, at, a).is_duplicate);
    return 0;
}
