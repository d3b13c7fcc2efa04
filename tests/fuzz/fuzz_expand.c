// SPDX-License-Identifier: GPL-3.0-or-later
/* Variants of whatever is typed: the list keeps its promises, and the expanded
 * query prints as it was and finds no less. */
#include <kirinuki/limits.h>
#include <kirinuki/variants.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static KiriVariants *tables(void)
{
    static gsize loaded;
    if (g_once_init_enter(&loaded)) {
        GError *error = NULL;
        KiriVariants *v = kiri_variants_load(DICTIONARIES, NULL, &error);
        g_assert_no_error(error);
        g_once_init_leave(&loaded, (gsize)v);
    }
    return (KiriVariants *)loaded;
}

static void check_keyword(KiriStr keyword)
{
    g_autoptr(GPtrArray) variants = kiri_variants_of(tables(), keyword, KIRI_VARIANTS_ALL, NULL);
    g_assert_cmpuint(variants->len, <=, KIRI_LIMIT_VARIANTS);
    for (guint i = 0; i < variants->len; i++) {
        const KiriVariant *v = g_ptr_array_index(variants, i);
        g_assert_true(g_utf8_validate(v->text, -1, NULL));
        g_assert_cmpint(g_utf8_strlen(v->n, -1), >=, 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriStr text = {(const char *)data, size};
    if (size > KIRI_LIMIT_QUERY_BYTES || !g_utf8_validate(text.p, (gssize)text.n, NULL))
        return 0;
    check_keyword(text);
    g_autoptr(KiriQuery) query = kiri_query_parse(text, NULL);
    if (!query)
        return 0;
    g_autoptr(KiriQuery) expanded = kiri_query_expand(query, tables(), KIRI_VARIANTS_ALL);
    g_autofree char *print = kiri_query_print(query);
    g_autofree char *print_expanded = kiri_query_print(expanded);
    g_assert_cmpstr(print, ==, print_expanded);
    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://news.example.jp/1");
    article->title = g_strdup(print);
    article->text = g_strndup(text.p, text.n);
    g_autoptr(KiriQueryArticle) fields = kiri_query_article_of(article);
    if (kiri_query_matches(query, fields))
        g_assert_true(kiri_query_matches(expanded, fields));
    return 0;
}
