// SPDX-License-Identifier: GPL-3.0-or-later
/* The keyword promise: what the index finds is what the text says, compared with
 * a look at every article. Then ranking, snippets, order and pages. */
#include "../support/index.h"

#include <kirinuki/error.h>

#include <string.h>

enum { N_ARTICLES = 300, N_KEYWORDS = 1500 };

/* Pieces of which texts are made: scripts next to each other, words inside
 * words, signs, URLs, widths, old kanji, marks. */
static const char *const pieces[] = {
    "厚生労働省",
    "厚労省",
    "労働",
    "省",
    "年休",
    "時間単位の",
    "時間単位",
    "を",
    "は",
    "が",
    "東京都",
    "京都",
    "東京",
    "都",
    "スマートフォン",
    "スマホ",
    "フォン",
    "ー",
    "サーバー",
    "Snow",
    "snow",
    "Snowden",
    "SNOW MAN",
    "ＡＩ",
    "AI",
    "OpenAI",
    "a",
    "covid-19",
    "C++",
    "2015年",
    "15",
    "１５日",
    "第15回",
    "3.5％",
    "10,000",
    "5G",
    "4K",
    "GPT4o",
    "。",
    "、",
    "「こども」",
    "・",
    "！",
    "…",
    "㈱",
    "①",
    "—",
    "〜",
    "\n",
    " ",
    "　",
    "https://example.jp/snow/ai?id=15",
    "www.snow.example",
    "ｶﾞｿﾘﾝ",
    "ガソリン",
    "がん",
    "か\xe3\x82\x99",
    "國",
    "国",
    "濱",
    "浜",
    "é",
    "e\xcc\x81",
    "ß",
    "ﬁ",
    "한국어",
    "😀",
    "々",
};

static char *random_text(GRand *rand, guint n)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
    return g_strdup(text->str);
}

static void fill(TestWorld *w, GRand *rand)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < N_ARTICLES; i++) {
        g_autofree char *url = g_strdup_printf("https://%s.example.jp/%u", i % 2 ? "a" : "b", i);
        g_autofree char *text = random_text(rand, (guint)g_rand_int_range(rand, 0, 40));
        g_autoptr(KiriArticle) a = test_article(url, text, (gint)(i % 40));
        g_free(a->title);
        a->title = random_text(rand, (guint)g_rand_int_range(rand, 0, 5));
        a->medium = g_strdup(i % 3 ? "m-one" : "m-two");
        g_autofree char *author = random_text(rand, 2);
        kiri_strv_add(&a->authors, author);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
}

/* Ids that match when every article is looked at. */
static GHashTable *brute_force(GPtrArray *articles, const KiriQuery *query)
{
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < articles->len; i++) {
        const KiriQueryArticle *a = g_ptr_array_index(articles, i);
        if (kiri_query_matches(query, a))
            g_hash_table_add(ids, g_strdup(a->id));
    }
    return ids;
}

static void free_article(gpointer a)
{
    kiri_query_article_free(a);
}

static GPtrArray *all_articles(KiriStore *store)
{
    g_autoptr(GPtrArray) stored = kiri_store_list(store, KIRI_NOUN_ARTICLE, "", NULL);
    GPtrArray *articles = g_ptr_array_new_with_free_func(free_article);
    for (guint i = 0; i < stored->len; i++)
        g_ptr_array_add(articles, kiri_query_article_of(g_ptr_array_index(stored, i)));
    return articles;
}

static guint assert_same(TestWorld *w, KiriIndex *index, GPtrArray *articles, const char *text)
{
    static const KiriSearchOptions all = {.ids_only = TRUE};
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), NULL);
    if (!query)
        return 0;
    g_autoptr(GHashTable) expected = brute_force(articles, query);
    g_autoptr(KiriSearchResult) result = test_world_search(w, index, text, &all);
    for (guint i = 0; i < result->hits->len; i++) {
        const KiriSearchHit *hit = g_ptr_array_index(result->hits, i);
        if (!g_hash_table_remove(expected, hit->id))
            g_error("'%s' finds '%s', which does not match", text, hit->id);
    }
    if (g_hash_table_size(expected))
        g_error("'%s' misses %u articles", text, g_hash_table_size(expected));
    g_assert_cmpuint(result->total, ==, result->hits->len);
    return result->hits->len;
}

/* A keyword of 1 to 6 characters, now and then a whole sentence, from a random
 * place of a random text; or pieces that may stand together nowhere. */
static char *random_keyword(GPtrArray *stored, GRand *rand)
{
    if (g_rand_int_range(rand, 0, 10) == 0)
        return random_text(rand, (guint)g_rand_int_range(rand, 1, 4));

    const KiriArticle *a =
        g_ptr_array_index(stored, (guint)g_rand_int_range(rand, 0, (gint)stored->len));
    const char *text = g_rand_int_range(rand, 0, 5) ? a->text : a->title;
    glong n = g_utf8_strlen(text, -1);
    if (!n)
        return g_strdup("無");
    glong from = g_rand_int_range(rand, 0, (gint)n);
    glong to =
        from + (g_rand_int_range(rand, 0, 6) ? g_rand_int_range(rand, 1, 7) : 7 + 8 * (from % 7));
    to = MIN(n, to);
    g_autofree char *piece = g_utf8_substring(text, from, to);
    g_auto(GStrv) parts = g_strsplit(piece, "\"", -1);
    return g_strjoinv("\"\"", parts);
}

static void test_promise(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260401);
    fill(&w, rand);
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_assert_cmpuint(counts.indexed, ==, N_ARTICLES);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(GPtrArray) stored = kiri_store_list(w.store, KIRI_NOUN_ARTICLE, "", NULL);
    g_autoptr(GPtrArray) articles = all_articles(w.store);

    guint found = 0;
    for (guint i = 0; i < N_KEYWORDS; i++) {
        static const char *const fields[] = {"", "", "", "title:", "author:"};
        g_autofree char *keyword = random_keyword(stored, rand);
        g_autofree char *query = g_strdup_printf("%s\"%s\"", fields[i % 5], keyword);
        found += assert_same(&w, index, articles, query) > 0;
    }
    g_assert_cmpuint(found, >, N_KEYWORDS / 3);

    for (guint i = 0; i < N_KEYWORDS / 5; i++) {
        static const char *const shapes[] = {
            "<> <> -<>",   "<> OR <> <>",          "(<> OR <>) -<>", "<> NEAR/4 <> NEAR/2 <>",
            "<> -(<> <>)", "<> -(<> OR title:<>)", "<> -(<> -<>)"};
        g_autofree char *a = random_keyword(stored, rand);
        g_autofree char *b = random_keyword(stored, rand);
        g_autofree char *c = random_keyword(stored, rand);
        const char *const values[] = {a, b, c};
        g_autoptr(GString) query = g_string_new(shapes[i % G_N_ELEMENTS(shapes)]);
        for (guint k = 0; k < 3; k++) {
            g_autofree char *quoted = g_strdup_printf("\"%s\"", values[k]);
            g_string_replace(query, "<>", quoted, 1);
        }
        assert_same(&w, index, articles, query->str);
    }

    static const char *const queries[] = {
        "snow",
        "snow*",
        "s*",
        "15",
        "5",
        "ai",
        "厚労省 site:a.example.jp",
        "site:example.jp",
        "site:ample.jp",
        "medium:m-two 省",
        "date:2026-04-03..2026-04-10 -年休",
        "東京都 date:..2026-04-05",
        "title:snow*",
        "a OR date:2026-05",
        "/snow/",
        "\"example.jp/snow\"",
        "author:労働 -年休",
        "。",
        "\"、\"",
        "medium:none",
        "スマートフォン NEAR/0 を",
    };
    for (guint i = 0; i < G_N_ELEMENTS(queries); i++)
        assert_same(&w, index, articles, queries[i]);
}

/* ---- what a person sees ---- */

static const char *id_at(const KiriSearchResult *result, guint i)
{
    return ((const KiriSearchHit *)g_ptr_array_index(result->hits, i))->id;
}

static void put_dated(TestWorld *w, const char *url, gint day, const char *text)
{
    g_autoptr(KiriArticle) a = test_article(url, text, day);
    test_put(w->store, KIRI_NOUN_ARTICLE, a);
}

static void test_order_and_pages(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    put_dated(&w, "https://example.jp/1", 1, "年休の話。年休、年休、年休。");
    put_dated(&w, "https://example.jp/2", 3,
              "年休の話と、ほかの長い話がずっと続く。天気の話もする。");
    put_dated(&w, "https://example.jp/3", 2,
              "年休の話と、ほかの長い話がずっと続く。天気の話もする。");
    put_dated(&w, "https://example.jp/4", 9, "関係がない。");
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);

    KiriSearchOptions options = {.limit = 10};
    g_autoptr(KiriSearchResult) ranked = test_world_search(&w, index, "年休", &options);
    g_assert_cmpuint(ranked->total, ==, 3);
    g_assert_cmpuint(ranked->seq, ==, kiri_store_log_end(w.store));
    const KiriSearchHit *best = g_ptr_array_index(ranked->hits, 0);
    g_assert_cmpstr(best->url, ==, "https://example.jp/1");
    const KiriSearchHit *second = g_ptr_array_index(ranked->hits, 1);
    g_assert_cmpstr(second->url, ==, "https://example.jp/2"); // equal weight: the later one

    options.order = KIRI_ORDER_DATE;
    for (guint i = 0; i < 2; i++) { // exact, and verified
        const char *query = i ? "年休の話" : "年休";
        g_autoptr(KiriSearchResult) dated = test_world_search(&w, index, query, &options);
        const KiriSearchHit *newest = g_ptr_array_index(dated->hits, 0);
        g_assert_cmpstr(newest->url, ==, "https://example.jp/2");
        for (guint offset = 0; offset < 4; offset++) {
            KiriSearchOptions page = {.order = KIRI_ORDER_DATE, .offset = offset, .limit = 1};
            g_autoptr(KiriSearchResult) one = test_world_search(&w, index, query, &page);
            g_assert_cmpuint(one->total, ==, 3);
            g_assert_cmpuint(one->hits->len, ==, offset < 3);
            if (offset < 3)
                g_assert_cmpstr(id_at(one, 0), ==, id_at(dated, offset));
        }
    }
}

static void test_like(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    test_world_put(
        &w, "https://example.jp/1", "時間単位の年次有給休暇",
        "労働者は、年次有給休暇を時間単位で取得できる。"
        // Of a shorter body no snippet may be shown.
        "労使協定を結んだ事業場では、前の年から繰り越した日数を含めて、一年に五日を限りとして、"
        "一時間を単位に取ることができる。所定労働時間に端数がある人は、一時間に切り上げて数える。"
        "取る人の多くは、通院や学校の行事、家族の介護のために使う。会社の側は、事業の正常な運営を"
        "妨げる場合に限って時季を変えられるが、日単位の請求を時間単位に変えることはできない。"
        "協定には、対象となる人の範囲と日数、一日の時間数、一時間でない単位を使うときはその時間を書"
        "く。");
    test_world_put(&w, "https://example.jp/2", "図書館の休館日", "図書館は月曜日に休む。");
    test_world_put(&w, "https://example.jp/3", "天気", "明日は晴れる。");
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTokenizer) tokenizer = kiri_tokenizer_new(&error);
    g_assert_no_error(error);
    KiriSearchOptions options = {.limit = 10};

    g_autoptr(KiriSearchResult) result =
        kiri_search_like(w.store, index, tokenizer, kiri_str("有給休暇は何時間から取れますか？"),
                         NULL, &options, &error);
    g_assert_no_error(error);
    const KiriSearchHit *best = g_ptr_array_index(result->hits, 0);
    g_assert_cmpstr(best->url, ==, "https://example.jp/1");
    g_assert_cmpfloat(best->score, >, 0);
    g_assert_cmpuint(best->snippet.marks->len, >, 0);

    g_autoptr(KiriQuery) filter = kiri_query_parse(kiri_str("図書館は月曜日"), NULL);
    g_autoptr(KiriSearchResult) filtered = kiri_search_like(
        w.store, index, tokenizer, kiri_str("有給休暇 図書館"), filter, &options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(filtered->total, ==, 1);
    best = g_ptr_array_index(filtered->hits, 0);
    g_assert_cmpstr(best->url, ==, "https://example.jp/2");

    g_autoptr(KiriSearchResult) none =
        kiri_search_like(w.store, index, tokenizer, kiri_str("鰻"), NULL, &options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(none->total, ==, 0);
    g_assert_null(
        kiri_search_like(w.store, index, tokenizer, kiri_str(" \n"), NULL, &options, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
}

static void test_wildcard_limit(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 120; i++)
        g_string_append_printf(text, "x%c%c ", 'a' + i / 26, 'a' + i % 26);
    test_world_put(&w, "https://example.jp/1", "語", text->str);
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str("x*"), NULL);
    KiriSearchOptions options = {0};
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_search(w.store, index, query, &options, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT);
    g_autoptr(KiriSearchResult) fewer = test_world_search(&w, index, "xa*", &options);
    g_assert_cmpuint(fewer->total, ==, 1);
}

static void put_clip(TestWorld *w, const char *article, const char *release, KiriClass class_)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = g_strdup_printf("%s.%s", article, release);
    clip->article = g_strdup(article);
    clip->release = g_strdup(release);
    clip->class_ = (gint)class_;
    test_put(w->store, KIRI_NOUN_CLIP, clip);
}

static void test_clips(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    test_world_put(&w, "https://example.jp/1", "年休", "一");
    test_world_put(&w, "https://example.jp/2", "年休", "二");
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    KiriSearchOptions options = {0};
    g_autoptr(KiriSearchResult) both = test_world_search(&w, index, "年休", &options);
    g_assert_cmpuint(both->total, ==, 2);
    put_clip(&w, id_at(both, 0), "R-1", KIRI_CLASS_PUBLICITY);
    put_clip(&w, id_at(both, 1), "R-2", KIRI_CLASS_PUBLICITY);
    g_autoptr(KiriSearchResult) one = test_world_search(&w, index, "release:R-1", &options);
    g_assert_cmpuint(one->total, ==, 1);
    g_assert_cmpstr(id_at(one, 0), ==, id_at(both, 0));
    g_autoptr(KiriSearchResult) none =
        test_world_search(&w, index, "class:mention OR release:R-3", &options);
    g_assert_cmpuint(none->total, ==, 0);

    g_autoptr(KiriVerdict) verdict = kiri_verdict_new(); // a person knows better
    verdict->clip = g_strdup_printf("%s.R-1", id_at(both, 0));
    verdict->has_class = TRUE;
    verdict->class_ = KIRI_CLASS_MENTION;
    test_put(w.store, KIRI_NOUN_VERDICT, verdict);
    g_autoptr(KiriSearchResult) decided =
        test_world_search(&w, index, "年休 class:mention", &options);
    g_assert_cmpuint(decided->total, ==, 1);
}

/* What the publisher wants no snippet of is found, and nothing of it is shown. */
static void test_no_snippet(void)
{
    g_auto(TestWorld) w;
    test_world_init(&w);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "年休の取り方を伝える。", 0);
    a->is_nosnippet = TRUE;
    test_put(w.store, KIRI_NOUN_ARTICLE, a);
    g_auto(KiriIndexCounts) counts;
    test_world_index(&w, 0, &counts);
    g_autoptr(KiriIndex) index = test_world_open(&w);
    KiriSearchOptions options = {0};
    g_autoptr(KiriSearchResult) found = test_world_search(&w, index, "年休", &options);
    g_assert_cmpuint(found->total, ==, 1);
    const KiriSearchHit *hit = g_ptr_array_index(found->hits, 0);
    g_assert_cmpstr(hit->title, ==, "見出し");
    g_assert_cmpstr(hit->snippet.text, ==, "");
    g_assert_cmpuint(hit->snippet.marks->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/search/promise", test_promise);
    g_test_add_func("/search/order-and-pages", test_order_and_pages);
    g_test_add_func("/search/like", test_like);
    g_test_add_func("/search/wildcard-limit", test_wildcard_limit);
    g_test_add_func("/search/clips", test_clips);
    g_test_add_func("/search/no-snippet", test_no_snippet);
    return g_test_run();
}
