// SPDX-License-Identifier: GPL-3.0-or-later
/* Expanded queries: the index finds what the evaluator in memory says of every
 * article, and that is what looking for the words by hand gives. Then what is told
 * of a query's parts. */
#include "../support/index.h"

#include <kirinuki/error.h>
#include <kirinuki/normalize.h>
#include <kirinuki/query_explain.h>
#include <kirinuki/variants.h>

#include <string.h>

#define DICTIONARIES KIRINUKI_SOURCE_DIR "/dictionaries"
enum { N_ARTICLES = 250, N_QUERIES = 400 };

/* Words with variants, the variants, and what hides them. */
static const char *const pieces[] = {
    "厚生労働省", "厚労省",       "ＭＨＬＷ",     "国連",         "国際連合",
    "中国連邦",   "引っ越し",     "引越し",       "引越",         "取り組み",
    "取組み",     "取組",         "サーバー",     "サーバ",       "サーバント",
    "センサー",   "国勢センサス", "ソフトウエア", "ソフトウェア", "子ども",
    "子供",       "こども",       "障がい",       "障害",         "怪我",
    "ケガ",       "だけが",       "ワクチン",     "vaccine",      "令和6年",
    "2024年",     "R6",           "令和六年",     "1,000人",      "千人",
    "二千人",     "１千人",       "3社",          "三社",         "十三社",
    "30%",        "3割",          "年休",         "有給休暇",     "有休",
    "時間単位",   "の",           "取得",         "を",           "京大",
    "東京大学",   "京都大学",     "、",           "。",           " ",
    "\n",
};

static const char *random_piece(GRand *rand)
{
    return pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))];
}

static char *random_text(GRand *rand, guint n)
{
    g_autoptr(GString) text = g_string_new(NULL);
    while (n--)
        g_string_append(text, random_piece(rand));
    return g_strdup(text->str);
}

static void fill(TestWorld *w, GRand *rand)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < N_ARTICLES; i++) {
        g_autofree char *url = g_strdup_printf("https://news.example.jp/%u", i);
        g_autofree char *text = random_text(rand, (guint)g_rand_int_range(rand, 1, 12));
        g_autoptr(KiriArticle) a = test_article(url, text, (gint)(i % 40));
        g_free(a->title);
        a->title = random_text(rand, (guint)g_rand_int_range(rand, 0, 3));
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
}

/* The query of one shape: one keyword, or some with operators. */
static char *random_query(GRand *rand)
{
    const char *a = random_piece(rand), *b = random_piece(rand), *c = random_piece(rand);
    switch (g_rand_int_range(rand, 0, 7)) {
    case 0:
        return g_strdup_printf("\"%s%s\"", a, b);
    case 1:
        return g_strdup_printf("\"%s\" \"%s\"", a, b);
    case 2:
        return g_strdup_printf("\"%s\" -\"%s\"", a, b);
    case 3:
        return g_strdup_printf("\"%s\" NEAR/3 \"%s\"", a, b);
    case 4:
        return g_strdup_printf("(\"%s\" OR \"%s\") NEAR/5 \"%s\"", a, b, c);
    case 5:
        return g_strdup_printf("title:\"%s\" OR \"%s\"", a, b);
    default:
        return g_strdup_printf("\"%s\"", a);
    }
}

static void assert_same(TestWorld *w, KiriIndex *index, GPtrArray *articles, const KiriQuery *query,
                        const char *text)
{
    static const KiriSearchOptions all = {.ids_only = TRUE, .needs_exact_total = TRUE};
    GError *error = NULL;
    g_autoptr(KiriSearchResult) result = kiri_search(w->store, index, query, &all, &error);
    g_assert_no_error(error);
    g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < result->hits->len; i++)
        g_hash_table_add(found, ((KiriSearchHit *)g_ptr_array_index(result->hits, i))->id);
    for (guint i = 0; i < articles->len; i++) {
        const KiriQueryArticle *a = g_ptr_array_index(articles, i);
        if (kiri_query_matches(query, a) != g_hash_table_contains(found, a->id))
            g_error("index and text do not agree on '%s'", text);
    }
}

static gboolean has(const KiriQueryArticle *a, const char *n)
{
    gsize at, end;
    return kiri_keyword_find(kiri_str(a->title), kiri_str(n), 0, &at, &end) ||
           kiri_keyword_find(kiri_str(a->text), kiri_str(n), 0, &at, &end);
}

/* One keyword by hand: the article has it, or one of its variants; a variant with
 * bounds may be inside a longer word. */
static void check_by_hand(const KiriVariants *v, const KiriQuery *query, const char *keyword,
                          const KiriQueryArticle *a)
{
    g_autoptr(GPtrArray) variants = kiri_variants_of(v, kiri_str(keyword), KIRI_VARIANTS_ALL, NULL);
    g_autofree char *n = kiri_normalize_dup(kiri_str(keyword));
    gboolean must = has(a, n), may = must;
    for (guint i = 0; i < variants->len; i++) {
        const KiriVariant *variant = g_ptr_array_index(variants, i);
        may = may || has(a, variant->n);
        must = must || (!variant->bounds && has(a, variant->n));
    }
    gboolean is_match = kiri_query_matches(query, a);
    if ((must && !is_match) || (!may && is_match))
        g_error("'%s' is not what its variants are", keyword);
}

static GPtrArray *all_articles(KiriStore *store)
{
    g_autoptr(GPtrArray) stored = kiri_store_list(store, KIRI_NOUN_ARTICLE, "", NULL);
    GPtrArray *articles = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_query_article_free);
    for (guint i = 0; i < stored->len; i++)
        g_ptr_array_add(articles, kiri_query_article_of(g_ptr_array_index(stored, i)));
    return articles;
}

static KiriQuery *expand(const KiriVariants *v, const char *text, guint kinds)
{
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), NULL);
    return query ? kiri_query_expand(query, v, kinds) : NULL;
}

static void test_agreement(void)
{
    g_auto(TestWorld) w;
    g_auto(KiriIndexCounts) counts = {0};
    g_autoptr(GRand) rand = g_rand_new_with_seed(20261123);
    g_autoptr(KiriVariants) v = kiri_variants_load(DICTIONARIES, NULL, NULL);
    test_world_init(&w);
    fill(&w, rand);
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(GPtrArray) articles = all_articles(w.store);
    for (guint i = 0; i < N_QUERIES; i++) {
        g_autofree char *text = random_query(rand);
        g_autoptr(KiriQuery) query = expand(v, text, KIRI_VARIANTS_ALL);
        if (query) // white space alone is no keyword
            assert_same(&w, index, articles, query, text);
    }
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autofree char *quoted = g_strdup_printf("\"%s\"", pieces[i]);
        g_autoptr(KiriQuery) query = expand(v, quoted, KIRI_VARIANTS_ALL);
        for (guint k = 0; query && k < articles->len; k++)
            check_by_hand(v, query, pieces[i], g_ptr_array_index(articles, k));
    }
}

/* ---- what is told ---- */

static void test_explain(void)
{
    g_auto(TestWorld) w;
    g_auto(KiriIndexCounts) counts = {0};
    g_autoptr(KiriVariants) v = kiri_variants_load(DICTIONARIES, NULL, NULL);
    test_world_init(&w);
    test_world_put(&w, "https://a.example/1", "年休", "厚生労働省の年休");
    test_world_put(&w, "https://a.example/2", "有休", "厚労省と有休");
    test_world_put(&w, "https://a.example/3", "雪", "雪");
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(KiriQuery) query = expand(v, "厚勞省 title:年休 -雪", 1u << KIRI_VARIANT_ALIAS);
    GError *error = NULL;
    g_autoptr(GPtrArray) parts = kiri_query_explain(query, w.store, index, 100, &error);
    g_assert_no_error(error);
    static const struct {
        guint depth;
        const char *kind, *n, *field, *variant_of;
        KiriAnswered answered;
        gint64 documents;
    } expected[] = {
        {0, "and", NULL, NULL, NULL, KIRI_ANSWERED_BY_TEXT, 1},
        {1, "or", NULL, NULL, NULL, KIRI_ANSWERED_BY_TEXT, 2},
        {2, "keyword", "厚労省", NULL, NULL, KIRI_ANSWERED_BY_INDEX, 1},
        {2, "keyword", "厚生労働省", NULL, "alias: organisations.tsv:11", KIRI_ANSWERED_BY_TEXT, 1},
        {2, "keyword", "mhlw", NULL, "alias: organisations.tsv:11", KIRI_ANSWERED_BY_INDEX, 0},
        {1, "keyword", "年休", "title", NULL, KIRI_ANSWERED_BY_INDEX, 1},
        {1, "not", NULL, NULL, NULL, KIRI_ANSWERED_BY_INDEX, 1},
        {2, "keyword", "雪", NULL, NULL, KIRI_ANSWERED_BY_INDEX, 1},
    };
    g_assert_cmpuint(parts->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < parts->len; i++) {
        const KiriQueryPart *part = g_ptr_array_index(parts, i);
        g_assert_cmpuint(part->depth, ==, expected[i].depth);
        g_assert_cmpstr(part->kind, ==, expected[i].kind);
        g_assert_cmpstr(part->n, ==, expected[i].n);
        g_assert_cmpstr(part->field, ==, expected[i].field);
        g_assert_cmpstr(part->variant_of, ==, expected[i].variant_of);
        g_assert_cmpint(part->answered, ==, expected[i].answered);
        g_assert_cmpint(part->documents, ==, expected[i].documents);
        g_assert_false(part->is_bound);
    }
    /* Without looking at texts there is an upper bound; without an index nothing. */
    gint64 documents;
    gboolean is_bound;
    g_assert_true(kiri_query_count(query, w.store, index, 0, &documents, &is_bound, &error));
    g_assert_true(is_bound);
    g_assert_cmpint(documents, >=, 1);
    g_autoptr(GPtrArray) blind = kiri_query_explain(query, w.store, NULL, 0, &error);
    g_assert_cmpint(((const KiriQueryPart *)g_ptr_array_index(blind, 0))->documents, ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/variants-search/agreement", test_agreement);
    g_test_add_func("/variants-search/explain", test_explain);
    return g_test_run();
}
