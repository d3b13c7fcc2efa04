// SPDX-License-Identifier: GPL-3.0-or-later
/* What is packed comes back, with and without a dictionary, and damage is
 * noticed. */
#include "index/stored_text.h"

#include "index/terms.h"

#include <kirinuki/error.h>

#include <string.h>

static KiriQueryArticle *article_of(guint i)
{
    KiriQueryArticle *a = kiri_query_article_new();
    a->title = g_strdup_printf("見出し%u", i);
    a->text =
        g_strdup_printf("厚生労働省は%u日、時間単位の年次有給休暇について第%u回の会合を開いた。"
                        "担当者は%u人が取得したと述べ、見直しを求める声が出ている。",
                        i % 31, i, i * 7919 % 1000);
    a->host = i % 2 ? g_strdup_printf("m%u.example.jp", i % 20) : NULL;
    a->medium = i % 3 ? g_strdup("m-one") : NULL;
    a->date_us = i ? (gint64)i * 1000003 : G_MININT64;
    for (guint k = 0; k < i % 4; k++) {
        g_autofree char *name = g_strdup_printf("記者%u", k);
        kiri_strv_add(&a->authors, name);
    }
    return a;
}

static void assert_reads(KiriTextReader *reader, KiriStr frame, const KiriQueryArticle *a)
{
    g_autoptr(GError) error = NULL;
    const KiriQueryArticle *b = kiri_text_read(reader, frame, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(b->title, ==, a->title);
    g_assert_cmpstr(b->text, ==, a->text);
    g_assert_cmpstr(b->host, ==, a->host ? a->host : "");
    g_assert_cmpstr(b->medium, ==, a->medium ? a->medium : "");
    g_assert_cmpstr(b->site_name, ==, "");
    g_assert_cmpint(b->date_us, ==, a->date_us);
    g_assert_cmpuint(kiri_strv_count(b->authors), ==, kiri_strv_count(a->authors));
    for (guint i = 0; i < kiri_strv_count(a->authors); i++)
        g_assert_cmpstr(b->authors[i], ==, a->authors[i]);
}

/* Bytes of all frames. */
static gsize pack_and_read(KiriStr dictionary)
{
    g_autoptr(KiriTextPacker) packer = kiri_text_packer_new(dictionary);
    g_autoptr(KiriTextReader) reader = kiri_text_reader_new(dictionary);
    gsize bytes = 0;
    for (guint i = 0; i < 100; i++) {
        g_autoptr(KiriQueryArticle) a = article_of(i);
        g_auto(KiriBuf) frame;
        kiri_buf_init(&frame, KIRI_BUF_UNCAPPED);
        kiri_text_pack(packer, a, &frame);
        assert_reads(reader, kiri_buf_view(&frame), a);
        bytes += frame.n;
    }
    return bytes;
}

static GBytes *learn(guint n)
{
    g_autoptr(KiriTextSamples) samples = kiri_text_samples_new();
    for (guint i = 0; i < n; i++) {
        g_autoptr(KiriQueryArticle) a = article_of(1000 + i);
        if (!kiri_text_samples_add(samples, a))
            break;
    }
    return kiri_text_samples_learn(samples);
}

static void test_dictionary(void)
{
    gsize n;
    g_autoptr(GBytes) few = learn(10);
    g_assert_cmpuint(g_bytes_get_size(few), ==, 0);
    g_autoptr(GBytes) learnt = learn(3000);
    const char *p = g_bytes_get_data(learnt, &n);
    g_assert_cmpuint(n, >, 0);
    gsize without = pack_and_read((KiriStr){"", 0});
    gsize with = pack_and_read((KiriStr){p, n});
    g_assert_cmpuint(with, <, without / 2);
}

static void test_damage(void)
{
    g_autoptr(KiriTextPacker) packer = kiri_text_packer_new((KiriStr){"", 0});
    g_autoptr(KiriTextReader) reader = kiri_text_reader_new((KiriStr){"", 0});
    g_autoptr(KiriQueryArticle) a = article_of(7);
    g_auto(KiriBuf) frame;
    kiri_buf_init(&frame, KIRI_BUF_UNCAPPED);
    kiri_text_pack(packer, a, &frame);
    for (gsize n = 0; n < frame.n; n++) { // cut
        g_autoptr(GError) error = NULL;
        g_assert_null(kiri_text_read(reader, (KiriStr){frame.p, n}, &error));
        g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT);
    }
    guint noticed = 0;
    for (gsize i = 0; i < frame.n; i++) { // changed
        g_autoptr(GError) error = NULL;
        frame.p[i] = (char)(frame.p[i] ^ 0x10);
        const KiriQueryArticle *b = kiri_text_read(reader, kiri_buf_view(&frame), &error);
        noticed += b ? 0 : 1;
        g_assert_true(!b || strcmp(b->text, a->text) == 0);
        frame.p[i] = (char)(frame.p[i] ^ 0x10);
    }
    g_assert_cmpuint(noticed, >=, frame.n - 2); // bits of the header that mean nothing
}

/* Too long for the index: nothing is packed. */
static void test_long(void)
{
    g_autoptr(KiriTextPacker) packer = kiri_text_packer_new((KiriStr){"", 0});
    g_autoptr(KiriQueryArticle) a = article_of(1);
    g_free(a->text);
    a->text = g_strnfill(KIRI_TERMS_DATA_BYTES, 'x');
    g_auto(KiriBuf) frame;
    kiri_buf_init(&frame, KIRI_BUF_UNCAPPED);
    kiri_text_pack(packer, a, &frame);
    g_assert_cmpuint(frame.n, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stored-text/dictionary", test_dictionary);
    g_test_add_func("/stored-text/damage", test_damage);
    g_test_add_func("/stored-text/long", test_long);
    return g_test_run();
}
