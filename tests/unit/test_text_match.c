// SPDX-License-Identifier: GPL-3.0-or-later
/* What compares the short texts of a page, held against the plainest way to say the
 * same: each of these is asked for thousands of times a page, and takes short cuts. */
#include "extract/text_match.h"
#include "extract/word_list.h"

#include <string.h>

/* Texts of few different characters, so that pairs repeat and words occur. */
static char *random_text(GRand *rand, guint most_chars)
{
    static const char *const parts[] = {"あ", "い", "会", "社", "a", "é", "🍊", "㍿", "1"};
    GString *s = g_string_new(NULL);
    for (guint n = (guint)g_rand_int_range(rand, 0, (gint)most_chars + 1); n; n--)
        g_string_append(s, parts[g_rand_int_range(rand, 0, G_N_ELEMENTS(parts))]);
    return g_string_free(s, FALSE);
}

/* Shared pairs of neighbours, each of `b` spent on one of `a`. */
static gint plainly_alike(const char *a, const char *b)
{
    glong n = g_utf8_strlen(a, -1), m = g_utf8_strlen(b, -1), both = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, NULL);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b, -1, NULL);
    g_autofree gboolean *is_spent = g_new0(gboolean, (gsize)m + 1);
    if (strcmp(a, b) == 0)
        return a[0] ? 1000 : 0;
    for (glong i = 0; i + 1 < n; i++)
        for (glong k = 0; k + 1 < m; k++)
            if (!is_spent[k] && x[i] == y[k] && x[i + 1] == y[k + 1]) {
                is_spent[k] = TRUE;
                both++;
                break;
            }
    glong pairs = MAX(n - 1, 0) + MAX(m - 1, 0);
    return pairs ? (gint)(2000 * both / pairs) : 0;
}

static void test_alike(void)
{
    g_assert_cmpint(kiri_alike("海辺の缶詰を発売", "海辺の缶詰を発売"), ==, 1000);
    g_assert_cmpint(kiri_alike("海辺の缶詰", "山の鉄道"), ==, 0);
    g_assert_cmpint(kiri_alike("", ""), ==, 0);
    g_assert_cmpint(kiri_alike("あああああ", "ああ"), ==, 400); // one pair, counted once
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);
    for (guint i = 0; i < 4000; i++) {
        g_autofree char *a = random_text(rand, 30), *b = random_text(rand, 30);
        gint alike = plainly_alike(a, b);
        g_assert_cmpint(kiri_alike(a, b), ==, alike);
        g_assert_cmpint(kiri_alike_from(a, b, 400), ==, alike >= 400 ? alike : 0);
    }
}

static void test_chars(void)
{
    g_assert_cmpint(kiri_chars(NULL), ==, 0);
    g_autoptr(GRand) rand = g_rand_new_with_seed(6);
    for (guint i = 0; i < 4000; i++) {
        g_autofree char *s = random_text(rand, 40);
        g_assert_cmpint(kiri_chars(s), ==, g_utf8_strlen(s, -1));
    }
}

static void test_find_any(void)
{
    static const char *const needles[] = {"会社", "a会", "い", "🍊1", "aa", NULL};
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (guint i = 0; i < 4000; i++) {
        g_autofree char *s = random_text(rand, 12);
        const char *first = NULL;
        for (guint k = 0; needles[k]; k++) {
            const char *at = strstr(s, needles[k]);
            first = at && (!first || at < first) ? at : first;
        }
        const char *which = NULL, *found = kiri_find_any(kiri_str(s), needles, &which);
        g_assert_true(found == first);
        g_assert_true(!found || g_str_has_prefix(found, which));
    }
    /* What lies behind the view is not read. */
    g_assert_null(kiri_find_any((KiriStr){"あ会社", 6}, needles, NULL));
}

static void test_lists(void)
{
    static const char list[] = "会社|a会|い|🍊1|aa|㍿a1";
    g_auto(GStrv) words = g_strsplit(list, "|", -1);
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);
    for (guint i = 0; i < 4000; i++) {
        g_autofree char *s = random_text(rand, 10);
        guint n = 0;
        for (guint k = 0; words[k]; k++)
            n += strstr(s, words[k]) != NULL;
        g_assert_cmpuint(kiri_list_count(s, list), ==, n);
        g_assert_cmpint(kiri_list_within(s, list), ==, n > 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text_match/alike", test_alike);
    g_test_add_func("/text_match/chars", test_chars);
    g_test_add_func("/text_match/find_any", test_find_any);
    g_test_add_func("/text_match/lists", test_lists);
    return g_test_run();
}
