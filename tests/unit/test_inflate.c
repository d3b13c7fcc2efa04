// SPDX-License-Identifier: GPL-3.0-or-later
/* Bounded inflate: what is whole comes through, what is cut, damaged or a bomb
 * does not. */
#include "../../crawler/transport/inflate.h"

#include <kirinuki/error.h>

#include <string.h>

static void make_gzip(const char *text, KiriBuf *out)
{
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    kiri_gzip(kiri_str(text), out);
}

static void test_round_trip(void)
{
    const char *text = "時間単位の年休を認める企業が増えている。";
    g_auto(KiriBuf) z, plain;
    make_gzip(text, &z);
    kiri_buf_init(&plain, 1000);
    g_assert_true(kiri_is_gzip(kiri_buf_view(&z)));
    g_assert_true(kiri_gunzip(kiri_buf_view(&z), 200, FALSE, &plain, NULL));
    g_assert_cmpstr(plain.p, ==, text);
}

static void test_members_and_junk(void)
{
    g_auto(KiriBuf) one, two, plain;
    make_gzip("前半", &one);
    make_gzip("後半", &two);
    kiri_buf_add(&one, two.p, two.n);
    kiri_buf_add_str(&one, "junk");
    kiri_buf_init(&plain, 1000);
    g_assert_true(kiri_gunzip(kiri_buf_view(&one), 200, FALSE, &plain, NULL));
    g_assert_cmpstr(plain.p, ==, "前半後半");
}

static void test_cut(void)
{
    g_auto(KiriBuf) z;
    make_gzip("本文が途中で切れたものを、全文として保存してはならない。", &z);
    for (gsize n = 0; n < z.n; n++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriBuf) plain;
        kiri_buf_init(&plain, 1000);
        g_assert_false(kiri_gunzip((KiriStr){z.p, n}, 200, FALSE, &plain, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE);
        kiri_buf_reset(&plain);
        g_assert_true(kiri_gunzip((KiriStr){z.p, n}, 200, TRUE, &plain, NULL));
    }
}

static void test_damaged(void)
{
    g_auto(KiriBuf) z, plain;
    g_autoptr(GError) error = NULL;
    make_gzip("チェックサムが合わない本文は捨てる。", &z);
    z.p[z.n - 6] ^= 1; // in the checksum
    kiri_buf_init(&plain, 1000);
    g_assert_false(kiri_gunzip(kiri_buf_view(&z), 200, FALSE, &plain, &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE);
}

static void test_bombs(void)
{
    g_autofree char *zeros = g_strnfill(16 << 20, '0');
    g_auto(KiriBuf) z;
    make_gzip(zeros, &z);
    {
        g_auto(KiriBuf) plain;
        g_autoptr(GError) error = NULL;
        kiri_buf_init(&plain, 64 << 20);
        g_assert_false(kiri_gunzip(kiri_buf_view(&z), 200, FALSE, &plain, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT); // ratio
        g_assert_cmpuint(plain.n, <, 4 << 20);
    }
    {
        g_auto(KiriBuf) plain;
        g_autoptr(GError) error = NULL;
        kiri_buf_init(&plain, 1 << 20);
        g_assert_false(kiri_gunzip(kiri_buf_view(&z), 100000, FALSE, &plain, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT); // cap
        g_assert_cmpuint(plain.n, <=, 1 << 20);
    }
}

static void test_bomb_of_members(void)
{
    g_autofree char *zeros = g_strnfill(60 << 10, '0');
    g_auto(KiriBuf) z, all, plain;
    g_autoptr(GError) error = NULL;
    make_gzip(zeros, &z);
    kiri_buf_init(&all, KIRI_BUF_UNCAPPED);
    for (guint i = 0; i < 100; i++)
        kiri_buf_add(&all, z.p, z.n);
    kiri_buf_init(&plain, 64 << 20);
    g_assert_false(kiri_gunzip(kiri_buf_view(&all), 200, FALSE, &plain, &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/inflate/round-trip", test_round_trip);
    g_test_add_func("/inflate/members-and-junk", test_members_and_junk);
    g_test_add_func("/inflate/cut", test_cut);
    g_test_add_func("/inflate/damaged", test_damaged);
    g_test_add_func("/inflate/bombs", test_bombs);
    g_test_add_func("/inflate/bomb-of-members", test_bomb_of_members);
    return g_test_run();
}
