// SPDX-License-Identifier: GPL-3.0-or-later
/* Letters, grams, fingerprints and shared passages. */
#include "match/letters.h"
#include "lineage/passages.h"

static void letters_of(const char *text, KiriLetters *out)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    kiri_letters_init(out, kiri_str(n));
}

/* `n` letters that repeat nothing, from a seed. */
static char *noise(guint32 seed, guint n)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_unichar(s, (gunichar)g_rand_int_range(rand, 0x4e00, 0x9f00));
    return g_string_free(s, FALSE);
}

static guint shared_prints(const char *a, const char *b)
{
    g_auto(KiriLetters) x = {0}, y = {0};
    letters_of(a, &x);
    letters_of(b, &y);
    g_autoptr(GArray) p = kiri_fingerprints(&x);
    g_autoptr(GArray) q = kiri_fingerprints(&y);
    guint shared = 0;
    for (guint i = 0; i < p->len; i++)
        for (guint j = 0; j < q->len; j++)
            shared += g_array_index(p, guint64, i) == g_array_index(q, guint64, j) ? 1 : 0;
    return shared;
}

/* Winnowing's promise: no shared run of 20 letters goes unseen. */
static void test_promise(void)
{
    for (guint32 seed = 0; seed < 200; seed++) {
        g_autofree char *shared = noise(seed, 20), *a = noise(seed + 1000, 60 + seed % 7),
                        *b = noise(seed + 2000, 40 + seed % 11), *tail = noise(seed + 3000, 30);
        g_autofree char *x = g_strconcat(a, shared, tail, NULL);
        g_autofree char *y = g_strconcat(b, shared, NULL);
        g_assert_cmpuint(shared_prints(x, y), >, 0);
    }
}

static void test_prints(void)
{
    g_autofree char *text = noise(7, 1300);
    g_auto(KiriLetters) letters = {0}, few = {0}, none = {0};
    letters_of(text, &letters);
    g_autoptr(GArray) prints = kiri_fingerprints(&letters);
    /* Density 2 ÷ (13 + 1). */
    g_assert_cmpuint(prints->len, >, 130);
    g_assert_cmpuint(prints->len, <, 240);
    for (guint i = 1; i < prints->len; i++)
        g_assert_cmpuint(g_array_index(prints, guint64, i - 1), <,
                         g_array_index(prints, guint64, i));
    letters_of("十文字ちょうどの文だ", &few);
    g_autoptr(GArray) one = kiri_fingerprints(&few);
    g_assert_cmpuint(one->len, ==, 1);
    letters_of("七文字の文です", &none);
    g_autoptr(GArray) empty = kiri_fingerprints(&none);
    g_assert_cmpuint(empty->len, ==, 0);
}

/* Widths and punctuation are no letters. */
static void test_letters(void)
{
    g_auto(KiriLetters) a = {0}, b = {0};
    letters_of("約１４万人が、来た。", &a);
    letters_of("約 14万人が，来た", &b);
    g_assert_cmpuint(a.n, ==, 8);
    g_assert_cmpuint(b.n, ==, a.n);
    g_assert_cmpuint(kiri_letters_hash(&a, 0, 8), ==, kiri_letters_hash(&b, 0, 8));
    g_auto(KiriGrams) x = {0}, y = {0};
    kiri_grams_init(&x, &a);
    kiri_grams_init(&y, &b);
    g_assert_cmpuint(x.n, ==, 4);
    g_assert_cmpuint(kiri_grams_common(&x, &y), ==, 4);
}

static void test_passages(void)
{
    g_autofree char *one = noise(1, 30), *two = noise(2, 14), *a1 = noise(3, 25),
                    *a2 = noise(4, 31), *b1 = noise(5, 17);
    g_autofree char *a = g_strconcat(a1, one, a2, two, NULL);
    g_autofree char *b = g_strconcat(two, b1, one, NULL);
    g_auto(KiriLetters) x = {0}, y = {0};
    letters_of(a, &x);
    letters_of(b, &y);
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(&x, &y, &blocks);
    g_assert_cmpuint(blocks.blocks->len, ==, 2);
    const KiriBlock *first = &g_array_index(blocks.blocks, KiriBlock, 0);
    g_assert_cmpuint(first->a, ==, 25);
    g_assert_cmpuint(first->b, ==, 31);
    g_assert_cmpuint(first->n, ==, 30);
    g_assert_cmpuint(blocks.longest, ==, 30);
    g_assert_cmpfloat_with_epsilon(blocks.a_covered, 0.30, 1e-9);
}

/* One character over and over must not take quadratic time or memory. */
static void test_monotonous(void)
{
    g_autoptr(GString) s = g_string_new(NULL);
    for (guint i = 0; i < 30000; i++)
        g_string_append(s, "あ");
    g_auto(KiriLetters) x = {0};
    letters_of(s->str, &x);
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(&x, &x, &blocks);
    g_assert_cmpuint(blocks.longest, ==, 30000);
    g_autoptr(GArray) prints = kiri_fingerprints(&x);
    g_assert_cmpuint(prints->len, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fingerprint/promise", test_promise);
    g_test_add_func("/fingerprint/prints", test_prints);
    g_test_add_func("/fingerprint/letters", test_letters);
    g_test_add_func("/fingerprint/passages", test_passages);
    g_test_add_func("/fingerprint/monotonous", test_monotonous);
    return g_test_run();
}
