// SPDX-License-Identifier: GPL-3.0-or-later
/* Mode like: what comes first, for headlines, questions and sentences; and
 * articles like an article. */
#include "index/index_internal.h"
#include "search/question.h"

#include "../support/index.h"

#include <kirinuki/clip.h>
#include <kirinuki/error.h>

#include <string.h>

/* News of one field, so that every question shares words with many of them. */
static const struct {
    const char *name, *title, *text;
} news[] = {
    {"bus", "市営バス、来春から値上げへ　初乗り230円",
     "市交通局は10日、市営バスの運賃を来年4月に改定すると発表した。初乗りは現在の210円から230円に"
     "なる。燃料費の高騰が理由で、値上げは8年ぶり。"},
    {"taxi", "タクシー運賃、11月に改定",
     "国土交通省は、県内のタクシー運賃の改定を認めた。初乗りは500円から550円になる。運転手の賃上げ"
     "に"
     "充てる。"},
    {"links", "市の一週間",
     "今週の市の話題をまとめた。子育て支援の窓口が移転した。\n関連記事\n・市営バス、来春から値上げ"
     "へ"
     "　初乗り230円\n・タクシー運賃、11月に改定\n・図書館、月曜も開館"},
    {"library", "図書館、月曜も開館",
     "市立図書館は来月から月曜日も開館する。休館は月末だけになる。館長の佐藤花子さんは「仕事帰りに"
     "も"
     "使ってほしい」と話す。"},
    {"report15", "第15回消費者白書を公表",
     "消費者庁は第15回の白書を公表した。相談は90万件だった。"},
    {"report16", "第16回消費者白書を公表",
     "消費者庁は第16回の白書を公表した。相談は94万件だった。"},
    {"fuel", "ガソリン補助金、年末まで延長",
     "政府はガソリン価格を抑える補助金を年末まで続ける。対象は１リットルあたり１７５円を超える分"
     "。"},
    {"flu", "インフルエンザ、県内で流行入り",
     "県は、インフルエンザが流行期に入ったと発表した。定点あたりの患者は1."
     "45人。県は手洗いと予防接種を"
     "呼びかけている。"},
    {"school", "学級閉鎖、3校で",
     "県教育委員会によると、インフルエンザで3校が学級を閉じた。児童と生徒の欠席は合わせて120人。"},
};

typedef struct {
    TestWorld world;
    KiriIndex *index;
    KiriTokenizer *tokenizer;
} Newsroom;

static void url_of(const char *name, char url[64])
{
    g_snprintf(url, 64, "https://news.example.jp/%s", name);
}

static void newsroom_init(Newsroom *n)
{
    g_autoptr(GError) error = NULL;
    test_world_init(&n->world);
    for (gsize i = 0; i < G_N_ELEMENTS(news); i++) {
        char url[64];
        url_of(news[i].name, url);
        test_world_put(&n->world, url, news[i].title, news[i].text);
    }
    for (guint i = 0; i < 60; i++) { // other days, so that common words are common
        char url[64];
        g_autofree char *text = g_strdup_printf(
            "市は%u日、%u月の行事を発表した。県内からも参加できる。問い合わせは市役所へ。",
            i % 28 + 1, i % 12 + 1);
        g_snprintf(url, sizeof url, "https://news.example.jp/day%u", i);
        test_world_put(&n->world, url, "市の行事", text);
    }
    g_auto(KiriIndexCounts) counts;
    test_world_index(&n->world, 0, &counts);
    n->index = test_world_open(&n->world);
    n->tokenizer = kiri_tokenizer_new(&error);
    g_assert_no_error(error);
}

static void newsroom_clear(Newsroom *n)
{
    kiri_tokenizer_free(n->tokenizer);
    kiri_index_close(n->index);
    test_world_clear(&n->world);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Newsroom, newsroom_clear)

static KiriSearchResult *ask(Newsroom *n, const char *text, guint offset, guint limit)
{
    g_autoptr(GError) error = NULL;
    KiriSearchOptions options = {.offset = offset, .limit = limit};
    KiriSearchResult *result = kiri_search_like(n->world.store, n->index, n->tokenizer,
                                                kiri_str(text), NULL, &options, &error);
    g_assert_no_error(error);
    return result;
}

static const KiriSearchHit *hit(const KiriSearchResult *result, guint i)
{
    g_assert_cmpuint(i, <, result->hits->len);
    return g_ptr_array_index(result->hits, i);
}

static void assert_first(Newsroom *n, const char *text, const char *name)
{
    char url[64];
    url_of(name, url);
    g_autoptr(KiriSearchResult) result = ask(n, text, 0, 5);
    if (strcmp(hit(result, 0)->url, url) != 0)
        g_error("'%s' finds %s before %s", text, hit(result, 0)->url, url);
}

/* ---- order ---- */

static void test_headline(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    for (gsize i = 0; i < G_N_ELEMENTS(news); i++)
        assert_first(&n, news[i].title, news[i].name);
    /* In other widths, and with the name of the paper behind it. */
    assert_first(&n, "市営バス､来春から値上げへ 初乗り２３０円", "bus");
    assert_first(&n, "図書館、月曜も開館 - 市民新聞", "library");
}

/* A list of links names headlines word for word; the article is what is meant,
 * even where it bears another headline now. */
static void test_headline_in_links(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    test_world_put(
        &n.world, "https://news.example.jp/parks", "公園に照明",
        "市は公園の照明を増やす。市長は、公園の夜間照明を3年で200基増やし、夜も安全に歩ける"
        "ようにすると述べた。");
    test_world_put(&n.world, "https://news.example.jp/ranking", "よく読まれた記事",
                   "よく読まれた記事を紹介する。\n・夜間の公園に照明200基、市長が表明\n・市の行事");
    g_auto(KiriIndexCounts) counts;
    test_world_index(&n.world, 0, &counts);
    kiri_index_close(n.index);
    n.index = test_world_open(&n.world);
    assert_first(&n, "夜間の公園に照明200基、市長が表明", "parks");
}

static void test_question(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    assert_first(&n, "バスの初乗りはいくらになりますか？", "bus");
    assert_first(&n, "タクシーの初乗りはいくらになりますか？", "taxi");
    assert_first(&n, "図書館の館長は誰ですか。", "library");
    assert_first(&n, "インフルエンザで学級を閉じたのは何校ですか。", "school");
}

static void test_numbers(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    assert_first(&n, "第15回の白書", "report15");
    assert_first(&n, "第１６回の白書", "report16");
    assert_first(&n, "相談が94万件あったのはいつの白書か", "report16");
}

static void test_widths(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    assert_first(&n, "ｶﾞｿﾘﾝ175円", "fuel");
    assert_first(&n, "ｲﾝﾌﾙｴﾝｻﾞ 1.45人", "flu");
}

/* A word that no dictionary has, inside one that it cuts elsewhere. */
static void test_unknown_words(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    assert_first(&n, "級閉", "school");
    assert_first(&n, "油費の高", "bus");
}

/* Who brings a sentence wants the text in which it stands. */
static void test_sentence(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    assert_first(&n, "今週の市の話題をまとめた。", "links");
    assert_first(&n, "燃料費の高騰が理由で、値上げは8年ぶり。", "bus");
    assert_first(&n, "運転手の賃上げに充てる。", "taxi");
}

static void test_pages(void)
{
    g_auto(Newsroom) n;
    newsroom_init(&n);
    const char *text = "市が発表した行事と図書館とバス";
    g_autoptr(KiriSearchResult) all = ask(&n, text, 0, 0);
    g_assert_cmpuint(all->hits->len, >, 60);
    for (guint i = 1; i < all->hits->len; i++)
        g_assert_cmpfloat(hit(all, i)->score, <=, hit(all, i - 1)->score);
    for (guint offset = 0; offset < all->hits->len; offset += 7) {
        g_autoptr(KiriSearchResult) page = ask(&n, text, offset, 7);
        for (guint i = 0; i < page->hits->len; i++)
            g_assert_cmpstr(hit(page, i)->id, ==, hit(all, offset + i)->id);
    }
}

/* ---- a question laid over a text ---- */

static void lay(Newsroom *n, const char *question, const char *title, const char *text,
                gdouble laid[KIRI_N_LAID])
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuestion) q =
        kiri_question_new(n->index->reader, n->tokenizer, kiri_str(question), &error);
    g_assert_no_error(error);
    kiri_question_lay(q, kiri_str(title), kiri_str(text), laid);
    for (guint i = 0; i < KIRI_LAID_LENGTH; i++) {
        g_assert_cmpfloat(laid[i], >=, 0);
        g_assert_cmpfloat(laid[i], <=, 1 + 1e-9);
    }
}

static void test_lay(void)
{
    g_auto(Newsroom) n;
    gdouble a[KIRI_N_LAID], b[KIRI_N_LAID];
    newsroom_init(&n);

    lay(&n, "市立図書館の開館", "", "バスの運賃", a); // nothing in common
    for (guint i = 0; i < KIRI_LAID_LENGTH; i++)
        g_assert_cmpfloat(a[i], ==, 0);

    lay(&n, "市立図書館の開館", "市立図書館の開館", "", a); // all, in the title
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_WORDS], 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_TITLE], 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_TITLE_RUN], 1, 1e-9);
    g_assert_cmpfloat(a[KIRI_LAID_HEADLINE], ==, 0);

    lay(&n, "市立図書館の開館", "", "市立図書館の開館", a); // all, in the text
    g_assert_cmpfloat(a[KIRI_LAID_TITLE], ==, 0);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_HEADLINE], 1, 1e-9);
    lay(&n, "市立図書館の開館。", "", "市立図書館の開館。", a);
    g_assert_cmpfloat(a[KIRI_LAID_HEADLINE], ==, 0);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_SENTENCE], 1, 1e-9);

    g_autoptr(GString) far = g_string_new("図書館");
    for (guint i = 0; i < 400; i++)
        g_string_append(far, "々");
    g_string_append(far, "開館");
    lay(&n, "図書館の開館", "", far->str, a);
    lay(&n, "図書館の開館", "", "開館する図書館", b);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_WORDS], b[KIRI_LAID_WORDS], 1e-9);
    g_assert_cmpfloat(a[KIRI_LAID_LEAD], <, b[KIRI_LAID_LEAD]);
    g_assert_cmpfloat(a[KIRI_LAID_PASSAGE], <, b[KIRI_LAID_PASSAGE]);
    g_assert_cmpfloat(a[KIRI_LAID_ORDER], <, b[KIRI_LAID_ORDER]);

    lay(&n, "第15回", "", "第150回", a); // a number is whole or not there
    g_assert_cmpfloat(a[KIRI_LAID_NAMES], ==, 0);
    lay(&n, "第15回", "", "2015年の第15回", a);
    g_assert_cmpfloat_with_epsilon(a[KIRI_LAID_NAMES], 1, 1e-9);

    lay(&n, "開館する", "", "開館した", a); // verbs bend
    g_assert_cmpfloat(a[KIRI_LAID_WORDS], >, 0);
    lay(&n, "図書館", "", "", a);
    g_assert_cmpfloat(a[KIRI_LAID_WORDS], ==, 0);
}

/* A headline behind the last full stop is a link to its article: what it says does
 * not count for the text that it stands in. */
static void test_lay_links(void)
{
    g_auto(Newsroom) n;
    gdouble laid[KIRI_N_LAID];
    static const char question[] = "市立図書館の開館";
    newsroom_init(&n);

    lay(&n, question, "", "バスの運賃が上がる。\n・市立図書館の開館", laid);
    g_assert_cmpfloat(laid[KIRI_LAID_WORDS], ==, 0);
    g_assert_cmpfloat(laid[KIRI_LAID_PASSAGE], ==, 0);
    g_assert_cmpfloat_with_epsilon(laid[KIRI_LAID_HEADLINE], 1, 1e-9);
    /* In prose, in front of it, and where nothing is prose, words are the text's own. */
    lay(&n, question, "", "市立図書館の開館は来月。\n・バスの運賃", laid);
    g_assert_cmpfloat_with_epsilon(laid[KIRI_LAID_WORDS], 1, 1e-9);
    lay(&n, question, "", "バスの運賃\n・市立図書館の開館", laid);
    g_assert_cmpfloat_with_epsilon(laid[KIRI_LAID_WORDS], 1, 1e-9);
    /* A word of it is no link, nor is what stands behind a long text without stops. */
    lay(&n, "市立図書館の開館と市営バスの運賃の値上げ", "", "行事がある。\n・図書館", laid);
    g_assert_cmpfloat(laid[KIRI_LAID_WORDS], >, 0);
    g_autoptr(GString) lyrics = g_string_new("歌う。");
    for (guint i = 0; i < 800; i++)
        g_string_append(lyrics, "々");
    g_string_append(lyrics, question);
    lay(&n, question, "", lyrics->str, laid);
    g_assert_cmpfloat_with_epsilon(laid[KIRI_LAID_WORDS], 1, 1e-9);
    /* A sentence is looked for wherever it stands. */
    lay(&n, "市立図書館の開館。", "", "バスが来る。\n・市立図書館の開館", laid);
    g_assert_cmpfloat(laid[KIRI_LAID_WORDS], >, 0);
}

/* ---- like an article ---- */

static KiriSearchResult *more_like(Newsroom *n, const char *id, gboolean with_copies,
                                   GError **error)
{
    KiriSearchOptions options = {.limit = 10};
    return kiri_search_like_article(n->world.store, n->index, n->tokenizer, id, NULL, with_copies,
                                    &options, error);
}

static gboolean has_id(const KiriSearchResult *result, const char *id)
{
    for (guint i = 0; i < result->hits->len; i++)
        if (g_str_equal(hit(result, i)->id, id))
            return TRUE;
    return FALSE;
}

static void test_more_like(void)
{
    g_auto(Newsroom) n;
    g_autoptr(GError) error = NULL;
    newsroom_init(&n);
    g_autoptr(KiriSearchResult) flu = ask(&n, "インフルエンザ、県内で流行入り", 0, 1);
    const char *id = hit(flu, 0)->id;
    g_autoptr(KiriSearchResult) result = more_like(&n, id, FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hit(result, 0)->url, ==, "https://news.example.jp/school");
    g_assert_false(has_id(result, id));
    g_assert_null(more_like(&n, "no-such-article", FALSE, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND);
}

static void put_lineage(KiriStore *store, const char *article, const char *origin,
                        const char *story, const char *copy)
{
    g_autoptr(KiriLineage) lineage = g_new0(KiriLineage, 1);
    lineage->article = g_strdup(article);
    lineage->origin = g_strdup(origin);
    lineage->story = g_strdup(story);
    if (copy)
        kiri_strv_add(&lineage->copies, copy);
    test_put(store, KIRI_NOUN_LINEAGE, lineage);
}

static void test_more_like_copies(void)
{
    g_auto(Newsroom) n;
    g_autoptr(GError) error = NULL;
    newsroom_init(&n);
    g_autoptr(KiriSearchResult) flu = ask(&n, "インフルエンザ、県内で流行入り", 0, 1);
    g_autoptr(KiriSearchResult) school = ask(&n, "学級閉鎖、3校で", 0, 1);
    const char *root = hit(flu, 0)->id, *copy = hit(school, 0)->id;
    put_lineage(n.world.store, root, NULL, root, copy);
    put_lineage(n.world.store, copy, root, root, NULL);
    const char *const both[] = {root, copy};
    for (guint i = 0; i < 2; i++) {
        g_autoptr(KiriSearchResult) without = more_like(&n, both[i], FALSE, &error);
        g_assert_no_error(error);
        g_assert_false(has_id(without, both[0]));
        g_assert_false(has_id(without, both[1]));
        g_autoptr(KiriSearchResult) with = more_like(&n, both[i], TRUE, &error);
        g_assert_no_error(error);
        g_assert_false(has_id(with, both[i]));
        g_assert_true(has_id(with, both[1 - i]));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/like/headline", test_headline);
    g_test_add_func("/like/headline-in-links", test_headline_in_links);
    g_test_add_func("/like/question", test_question);
    g_test_add_func("/like/numbers", test_numbers);
    g_test_add_func("/like/widths", test_widths);
    g_test_add_func("/like/unknown-words", test_unknown_words);
    g_test_add_func("/like/sentence", test_sentence);
    g_test_add_func("/like/pages", test_pages);
    g_test_add_func("/like/lay", test_lay);
    g_test_add_func("/like/lay-links", test_lay_links);
    g_test_add_func("/like/article", test_more_like);
    g_test_add_func("/like/article-copies", test_more_like_copies);
    return g_test_run();
}
