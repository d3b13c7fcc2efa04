// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a page. The answer must survive its own stored form, which also
 * checks that every text in it is valid UTF-8. */
#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/limits.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) body = g_bytes_new(data, size);
    char url[] = "https://news.example.jp/articles/2024/03/05/1.html";
    char content_type[] = "text/html; charset=utf-8";
    KiriExtractInput input = {.url = url,
                              .content_type = size % 2 ? content_type : NULL,
                              .body = body,
                              .now_us = G_GINT64_CONSTANT(1767225600) * KIRI_US_PER_SECOND};
    g_autoptr(KiriExtracted) x = kiri_extract(&input, NULL);
    if (!x)
        return 0;
    g_assert_nonnull(x->article);
    g_assert_nonnull(x->article->url);
    g_assert_cmpuint(x->article->text ? strlen(x->article->text) : 0, <=, KIRI_LIMIT_TEXT_BYTES);
    g_assert_cmpuint(kiri_strv_count(x->article->authors), <=, KIRI_LIMIT_AUTHORS);
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_extracted_shape, x, &stored);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriExtracted) back =
        kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&stored), &error);
    g_assert_no_error(error);
    g_assert_true(kiri_record_equal(&kiri_extracted_shape, x, back));
    return 0;
}
