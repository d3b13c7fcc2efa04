// SPDX-License-Identifier: GPL-3.0-or-later
/* Query parser: print → parse is a fixpoint, and evaluating never fails. */
#include <kirinuki/limits.h>
#include <kirinuki/query.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriStr text = {(const char *)data, size};
    g_autoptr(KiriQuery) query = kiri_query_parse(text, NULL);
    if (!query)
        return 0;
    g_autofree char *print = kiri_query_print(query);
    /* A field over a group is printed at each keyword, which can be longer than
     * a query may be. */
    if (strlen(print) > KIRI_LIMIT_QUERY_BYTES)
        return 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) again = kiri_query_parse(kiri_str(print), &error);
    g_assert_no_error(error);
    g_autofree char *print_again = kiri_query_print(again);
    g_assert_cmpstr(print_again, ==, print);

    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://news.example.jp/1");
    article->title = g_strndup(text.p, text.n);
    article->text = g_strdup(print);
    g_autoptr(KiriQueryArticle) fields = kiri_query_article_of(article);
    g_assert_cmpint(kiri_query_matches(query, fields), ==, kiri_query_matches(again, fields));
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    g_assert_nonnull(keywords);
    return 0;
}
