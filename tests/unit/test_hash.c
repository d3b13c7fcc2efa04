// SPDX-License-Identifier: GPL-3.0-or-later
/* Ids are stored and shown: the values themselves are the contract. */
#include <kirinuki/hash.h>

#include <string.h>

static void test_known_values(void)
{
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(""), id);
    g_assert_cmpstr(id, ==, "2d06800538d394c2");
    kiri_hash_id(kiri_str("記事"), id);
    g_assert_cmpstr(id, ==, "a32ab3817b43b783");
    g_assert_cmpuint(kiri_hash64(kiri_str("")), ==, G_GUINT64_CONSTANT(0x2d06800538d394c2));
    /* xxHash's own value for no bytes, in the canonical order. */
    static const guint8 expected[16] = {0x99, 0xaa, 0x06, 0xd3, 0x01, 0x47, 0x98, 0xd8,
                                        0x60, 0x01, 0xc3, 0x24, 0x46, 0x8d, 0x49, 0x7f};
    guint8 wide[16];
    kiri_hash128(kiri_str(""), wide);
    g_assert_cmpint(memcmp(wide, expected, 16), ==, 0);
    g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
    g_autofree char *hex = kiri_hash128_of_bytes(nothing);
    g_assert_cmpstr(hex, ==, "99aa06d3014798d86001c324468d497f");
}

static void test_length_counts(void)
{
    g_assert_cmpuint(kiri_hash64(KIRI_STR_LITERAL("a")), !=, kiri_hash64(KIRI_STR_LITERAL("a\0")));
    g_assert_cmpuint(kiri_hash64((KiriStr){NULL, 0}), ==, kiri_hash64(kiri_str("")));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hash/known-values", test_known_values);
    g_test_add_func("/hash/length-counts", test_length_counts);
    return g_test_run();
}
