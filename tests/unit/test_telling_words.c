// SPDX-License-Identifier: GPL-3.0-or-later
/* Names counted over two groups of texts, and what their odds say. */
#include "vocabulary/telling_words.h"

#include <math.h>

static void test_counts(void)
{
    static const char *const texts[] = {"年休の取得率は5割、年休の話", "年休と求人情報",
                                        "求人広告"};
    g_autoptr(GHashTable) words = kiri_telling_words_new();
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        kiri_telling_words_add(words, kiri_str(texts[i]), i, i < 2);
    const KiriTellingWord *leave = g_hash_table_lookup(words, "年休");
    g_assert_nonnull(leave);
    g_assert_cmpuint(leave->first, ==, 2); // once a text, however often
    g_assert_cmpuint(leave->second, ==, 0);
    g_assert_cmpuint(leave->in->len, ==, 2);
    g_assert_cmpuint(g_array_index(leave->in, guint, 1), ==, 1);
    const KiriTellingWord *advert = g_hash_table_lookup(words, "求人広告");
    g_assert_nonnull(advert);
    g_assert_cmpuint(advert->second, ==, 1);
}

static void test_passed_over(void)
{
    g_autoptr(GHashTable) words = kiri_telling_words_new();
    kiri_telling_words_add(words, kiri_str("3日午後に雨、一二三四五六七八九十百千万"), 0, TRUE);
    g_assert_null(g_hash_table_lookup(words, "日午後")); // behind a digit
    g_assert_null(g_hash_table_lookup(words, "雨"));     // one character
    g_assert_cmpuint(g_hash_table_size(words), ==, 0);   // and one too long
}

static void test_odds(void)
{
    KiriLogOdds odds = kiri_log_odds(8, 10, 1, 10);
    g_assert_cmpfloat_with_epsilon(odds.ratio, log(8.5 * 9.5 / (2.5 * 1.5)), 1e-12);
    g_assert_cmpfloat_with_epsilon(odds.error, sqrt(1 / 8.5 + 1 / 2.5 + 1 / 1.5 + 1 / 9.5), 1e-12);
    g_assert_cmpfloat_with_epsilon(kiri_log_odds(1, 10, 8, 10).ratio, -odds.ratio, 1e-12);
    KiriLogOdds none = kiri_log_odds(0, 0, 0, 0);
    g_assert_true(isfinite(none.ratio) && isfinite(none.error));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/telling-words/counts", test_counts);
    g_test_add_func("/telling-words/passed-over", test_passed_over);
    g_test_add_func("/telling-words/odds", test_odds);
    return g_test_run();
}
