// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a page. The answer is within the limits and the calendar, and the
 * same the second time; it survives its own stored form, which also checks that
 * every text in it is valid UTF-8. */
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

#define NOW_US (G_GINT64_CONSTANT(1767225600) * KIRI_US_PER_SECOND)

/* Between the first newspapers and now, an hour of skew aside. */
static void check_time(KiriTime t)
{
    if (!kiri_time_is_set(t))
        return;
    g_assert_true(kiri_time_is_valid(t));
    g_assert_cmpint(t.us, <=, NOW_US + 3600 * KIRI_US_PER_SECOND);
    g_assert_cmpint(ABS(t.offset_min), <=, 14 * 60);
}

static void check_line(const char *s, gsize most)
{
    g_assert_true(!s || (*s && strlen(s) <= most));
}

static void check_article(const KiriArticle *a)
{
    check_time(a->published);
    check_time(a->modified);
    check_line(a->title, KIRI_LIMIT_TITLE_BYTES);
    g_assert_cmpuint(a->text ? strlen(a->text) : 0, <=, KIRI_LIMIT_TEXT_BYTES);
    g_assert_cmpuint(kiri_strv_count(a->authors), <=, KIRI_LIMIT_AUTHORS);
    for (char **author = a->authors; author && *author; author++)
        check_line(*author, KIRI_LIMIT_TITLE_BYTES);
    g_assert_cmpuint(kiri_strv_count(a->links), <=, KIRI_LIMIT_LINKS);
}

/* No text lost, none gained: record and back. */
static void check_stored(const KiriExtracted *x)
{
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_extracted_shape, x, &stored);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriExtracted) back =
        kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&stored), &error);
    g_assert_no_error(error);
    g_assert_true(kiri_record_equal(&kiri_extracted_shape, x, back));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) body = g_bytes_new(data, size);
    char url[] = "https://news.example.jp/articles/2024/03/05/1.html";
    char content_type[] = "text/html; charset=utf-8";
    KiriExtractInput input = {.url = url,
                              .content_type = size % 2 ? content_type : NULL,
                              .body = body,
                              .now_us = NOW_US,
                              .wants_links = TRUE};
    g_autoptr(KiriExtracted) x = kiri_extract(&input, NULL);
    if (!x)
        return 0;
    g_assert_nonnull(x->article);
    g_assert_nonnull(x->article->url);
    check_article(x->article);
    check_stored(x);
    g_autoptr(KiriExtracted) again = kiri_extract(&input, NULL);
    g_assert_true(again && kiri_record_equal(&kiri_extracted_shape, x, again));
    return 0;
}
