// SPDX-License-Identifier: GPL-3.0-or-later
#include <kirinuki/buf.h>

#include <string.h>

static void test_views(void)
{
    g_assert_cmpuint(kiri_str(NULL).n, ==, 0);
    g_assert_cmpuint(kiri_str("記事").n, ==, 6);
    g_assert_true(kiri_str_equal((KiriStr){NULL, 0}, kiri_str("")));
    g_assert_true(kiri_str_equal(KIRI_STR_LITERAL("a\0b"), (KiriStr){"a\0b", 3}));
    g_assert_false(kiri_str_equal(KIRI_STR_LITERAL("a\0b"), KIRI_STR_LITERAL("a\0c")));
    g_assert_false(kiri_str_equal(kiri_str("a"), kiri_str("ab")));
    g_assert_true(kiri_str_equal_ascii_nocase(kiri_str("Content-TYPE"), kiri_str("content-type")));
    g_assert_false(kiri_str_equal_ascii_nocase(kiri_str("É"), kiri_str("é"))); // ASCII only
    g_assert_false(kiri_str_equal_ascii_nocase(KIRI_STR_LITERAL("a\0b"), KIRI_STR_LITERAL("a\0c")));
}

static void test_strip(void)
{
    g_assert_true(kiri_str_equal(kiri_str_strip(kiri_str(" \t\r\n x y \n")), kiri_str("x y")));
    g_assert_cmpuint(kiri_str_strip(kiri_str(" \n ")).n, ==, 0);
    g_assert_cmpuint(kiri_str_strip((KiriStr){NULL, 0}).n, ==, 0);
    g_autofree char *copy = kiri_str_dup((KiriStr){"abcdef", 3});
    g_assert_cmpstr(copy, ==, "abc");
    g_autofree char *empty = kiri_str_dup((KiriStr){NULL, 0});
    g_assert_cmpstr(empty, ==, "");
}

static void test_append(void)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    g_assert_cmpstr(b.p, ==, ""); // never NULL
    g_assert_true(kiri_buf_add(&b, NULL, 0));
    for (gint i = 0; i < 1000; i++)
        g_assert_true(kiri_buf_printf(&b, "%d,", i % 10));
    g_assert_cmpuint(b.n, ==, 2000);
    g_assert_cmpuint(strlen(b.p), ==, 2000);
    kiri_buf_reset(&b);
    kiri_buf_add_char(&b, 'x');
    kiri_buf_add_str(&b, "y");
    kiri_buf_add_unichar(&b, 0x8a18);
    kiri_buf_add_unichar(&b, 0xd800); // no character: must not become bad UTF-8
    g_assert_cmpstr(b.p, ==, "xy記\xef\xbf\xbd");
    g_assert_true(kiri_str_equal(kiri_buf_view(&b), kiri_str(b.p)));
}

static void test_cap(void)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, 5);
    g_assert_true(kiri_buf_add_str(&b, "abc"));
    g_assert_false(kiri_buf_add_str(&b, "def")); // whole or not at all
    g_assert_true(b.is_over);
    g_assert_false(kiri_buf_add_char(&b, 'g')); // sticky, although it would fit
    g_assert_cmpstr(b.p, ==, "abc");
    kiri_buf_reset(&b);
    g_assert_false(b.is_over);
    g_assert_true(kiri_buf_add_str(&b, "12345")); // the cap itself is allowed
    g_assert_false(kiri_buf_add_str(&b, "6"));
    kiri_buf_clear(&b);
    g_assert_true(kiri_buf_add_str(&b, "12345"));
    g_assert_false(kiri_buf_add(&b, "", G_MAXSIZE)); // no overflow in the sum
}

static void test_steal(void)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, 100);
    gsize n = 9;
    g_autofree char *nothing = kiri_buf_steal(&b, &n);
    g_assert_cmpstr(nothing, ==, "");
    g_assert_cmpuint(n, ==, 0);
    kiri_buf_add(&b, "a\0b", 3);
    g_autofree char *p = kiri_buf_steal(&b, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpint(memcmp(p, "a\0b", 4), ==, 0); // terminated behind n
    g_assert_cmpuint(b.n, ==, 0);
    g_assert_true(kiri_buf_add_str(&b, "again"));
}

static void test_insert(void)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, 200);
    g_assert_true(kiri_buf_insert(&b, 0, "cd", 2)); // into nothing
    g_assert_true(kiri_buf_insert(&b, 0, "ab", 2));
    g_assert_true(kiri_buf_insert(&b, 4, "ef", 2)); // behind all
    g_assert_true(kiri_buf_insert(&b, 3, "", 0));
    g_assert_cmpstr(b.p, ==, "abcdef");
    g_assert_cmpuint(b.n, ==, 6);
    g_autofree char *long_one = g_strnfill(190, 'x'); // the memory moves
    g_assert_true(kiri_buf_insert(&b, 3, long_one, 190));
    g_assert_true(g_str_has_prefix(b.p, "abcxxx") && g_str_has_suffix(b.p, "xxxdef"));
    g_assert_false(kiri_buf_insert(&b, 0, "12345", 5));
    g_assert_true(b.is_over);
    g_assert_cmpuint(b.n, ==, 196);
}

static void test_grouped(void)
{
    static const struct {
        gint64 n;
        const char *text;
    } cases[] = {{0, "0"},
                 {999, "999"},
                 {1000, "1,000"},
                 {-123456, "-123,456"},
                 {1234567, "1,234,567"},
                 {G_MININT64, "-9,223,372,036,854,775,808"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = kiri_number_grouped(cases[i].n);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/buf/views", test_views);
    g_test_add_func("/buf/strip", test_strip);
    g_test_add_func("/buf/append", test_append);
    g_test_add_func("/buf/cap", test_cap);
    g_test_add_func("/buf/insert", test_insert);
    g_test_add_func("/buf/steal", test_steal);
    g_test_add_func("/buf/grouped", test_grouped);
    return g_test_run();
}
