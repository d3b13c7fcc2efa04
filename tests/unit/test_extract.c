// SPDX-License-Identifier: GPL-3.0-or-later
/* Whole pages in several templates and encodings: what of them is the article. */
#include "../support/extract_case.h"

#include <kirinuki/error.h>
#include <kirinuki/limits.h>

static void test_news(void)
{
    g_autoptr(KiriExtracted) x =
        case_file("news.html", "https://news.example.jp/articles/1024?utm_source=feed");
    const KiriArticle *a = x->article;
    g_assert_null(x->no_article);
    g_assert_cmpstr(a->title, ==, "湖畔の古い駅舎、来春に図書館へ 町が改修案を公表");
    g_assert_cmpstr(a->text, ==,
                    "使われなくなった湖畔の駅舎について、町は十二日、図書館に改める案を公表した。工"
                    "事は今秋に始まり、"
                    "来春の開館を見込む。\n"
                    "改修を待つ駅舎＝町提供\n"
                    "町によると、駅舎は昭和初期に建てられた。改修案では待合室を閲覧室に、切符売り場"
                    "を受付に使う。\n"
                    "住民の声は二つに割れる\n"
                    "近くに住む男性は「静かな場所が増えるのはうれしい」と話す。一方で、費用の説明が"
                    "足りないという声もある。\n"
                    "閲覧席は四十席\n蔵書は二万冊\n"
                    "町は来月、説明会を開いて理解を求める考えだ。");
    case_time(a->published, "2024-03-12T18:05:00+09:00");
    case_time(a->modified, "2024-03-12T21:40:00+09:00");
    g_assert_cmpstr(a->url, ==, "https://news.example.jp/articles/1024");
    g_assert_cmpstr(a->site_name, ==, "ニュースひろば");
    g_assert_cmpstr(a->image, ==, "https://news.example.jp/img/station.jpg");
    g_assert_cmpstr(a->language, ==, "ja");
    g_assert_cmpstr(a->charset, ==, "utf-8");
    g_assert_cmpstr(a->section, ==, "地域");
    g_assert_cmpuint(kiri_strv_count(a->keywords), ==, 3);
    g_assert_true(kiri_strv_has(a->links, "https://town.example.jp/plan.html"));
    g_assert_false(kiri_strv_has(a->links, "https://news.example.jp/articles/1002"));
    g_assert_true(x->is_noarchive);
    g_assert_false(x->is_noindex);
    g_assert_cmpstr(x->feeds[0], ==, "https://news.example.jp/feed.xml");
    g_assert_true(kiri_strv_has(x->page_links, "https://news.example.jp/articles/9"));
    g_assert_cmpuint(kiri_strv_count(x->page_links), ==, kiri_strv_count(x->page_link_texts));
    g_assert_false(a->is_paywalled);
    g_assert_null(x->next_page);
}

/* Where in its paragraph a link stands makes no difference, nor whether a rule names
 * the text. */
static void test_links_of_the_text(void)
{
    static const char *const paths[] = {"/begins", "/within", "/ends"};
    static const char html[] =
        "<html lang=ja><body><h1>湖畔の古い駅舎、来春に図書館へ</h1><article>"
        "<p><b><a "
        "href=/begins>町は十二日</a></b>、使われなくなった駅舎を図書館に改める案を公表した。"
        "</p><p>工事は今秋に始まり、<a "
        "href=/within>来春の開館</a>を見込むと、町は説明している。</p>"
        "<p>近くに住む男性は「静かな場所が増えるのはうれしい」と<a href=/ends>話す。</a></p>"
        "</article></body></html>";
    g_autoptr(KiriSiteRule) rule =
        kiri_site_rule_parse(kiri_str("host: news.example.jp\nbody: article"), "a", NULL);
    KiriExtractInput input = {.url = (char *)(guintptr) "https://news.example.jp/1",
                              .content_type = (char *)(guintptr) "text/html; charset=utf-8"};
    g_autoptr(GBytes) body = g_bytes_new_static(html, strlen(html));
    input.body = body;
    for (guint k = 0; k < 2; k++, input.rule = rule) {
        g_autoptr(KiriExtracted) x = kiri_extract(&input, NULL);
        g_assert_cmpuint(kiri_strv_count(x->article->links), ==, G_N_ELEMENTS(paths));
        for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
            g_autofree char *url = g_strconcat("https://news.example.jp", paths[i], NULL);
            g_assert_true(kiri_strv_has(x->article->links, url));
        }
    }
}

static void test_every_field_has_a_witness(void)
{
    g_autoptr(KiriExtracted) x = case_file("news.html", "https://news.example.jp/articles/1024");
    static const char *const fields[] = {"title",     "text",     "published", "modified", "image",
                                         "site_name", "language", "charset",   "url"};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        gboolean is_chosen = FALSE;
        for (guint k = 0; k < x->article->witnesses->len; k++) {
            const KiriWitness *w = g_ptr_array_index(x->article->witnesses, k);
            is_chosen |= strcmp(w->field, fields[i]) == 0 && w->is_chosen;
        }
        if (!is_chosen)
            g_error("no chosen witness for %s", fields[i]);
    }
    /* The page calls a paper its author: heard, and refused. */
    gboolean is_refused = FALSE;
    for (guint k = 0; k < x->article->witnesses->len; k++) {
        const KiriWitness *w = g_ptr_array_index(x->article->witnesses, k);
        is_refused |= strcmp(w->field, "authors") == 0 && !w->is_chosen;
    }
    g_assert_true(is_refused);
    g_assert_cmpuint(kiri_strv_count(x->article->authors), ==, 0);
}

/* A brief of a few dozen characters in a layout of tables, in Shift_JIS with
 * vendor characters. */
static void test_brief(void)
{
    g_autoptr(KiriExtracted) x =
        case_file("brief_sjis.html", "http://misaki.example.jp/2009/0108.html");
    g_assert_null(x->no_article);
    g_assert_cmpstr(x->article->title, ==, "倉庫で小火、けが人なし");
    g_assert_cmpstr(x->article->text, ==,
                    "八日午前三時ごろ、岬市港町の倉庫で小火があった。けが人はなかった。"
                    "消防が①出火の原因と②管理の状況を調べている。");
    g_assert_cmpstr(x->article->charset, ==, "shift_jis");
    case_time(x->article->published, "2009-01-08");
}

static void test_release(void)
{
    g_autoptr(KiriExtracted) x =
        case_file("release_eucjp.html", "http://yamazato.example.jp/news/1.html");
    const KiriArticle *a = x->article;
    g_assert_cmpstr(a->charset, ==, "euc-jp");
    g_assert_cmpstr(a->title, ==, "新型の卓上はかり「ハカリエ」を発売");
    g_assert_cmpstr(a->site_name, ==, "株式会社山里計器");
    g_assert_nonnull(strstr(a->text, "\n製品の概要\n品番 YK-100\n価格 12,800円（税込）\nご注文は"));
    g_assert_null(strstr(a->text, "個人情報"));
    case_time(a->published, "2024-04-01");
    /* A canonical link to another site is a claim and no decision. */
    g_assert_cmpstr(a->url, ==, "http://yamazato.example.jp/news/1.html");
    g_assert_cmpstr(a->claimed_canonical_url, ==, "http://other.example.net/copied.html");
}

/* Lines without punctuation in a page that calls itself English. */
static void test_blog(void)
{
    g_autoptr(KiriExtracted) x = case_file("blog.html", "https://blog.example.jp/e/9");
    g_assert_cmpstr(x->article->title, ==, "川沿いの桜");
    g_assert_cmpstr(x->article->text, ==,
                    "川沿いを　ゆっくり歩きました\n桜は　もう散り始めていて\n"
                    "足もとが　うすい桃色でした\nまた来年も　来られますように");
    g_assert_cmpstr(x->article->language, ==, "ja");
    g_assert_cmpstr(x->article->authors[0], ==, "hanasaki");
    case_time(x->article->published, "2023-04-02");
}

static void test_paywall(void)
{
    g_autoptr(KiriExtracted) x = case_file("paywall.html", "https://umibe.example.jp/a/5");
    const KiriArticle *a = x->article;
    g_assert_true(a->is_paywalled);
    g_assert_true(case_witness(a, "is_paywalled", "json-ld")->is_chosen);
    g_assert_true(g_str_has_suffix(a->text, "予定していた展望台は…"));
    g_assert_null(strstr(a->text, "有料会員"));
    g_assert_cmpuint(kiri_strv_count(a->authors), ==, 1);
    g_assert_cmpstr(a->authors[0], ==, "浜田一郎");
    g_assert_cmpstr(a->title, ==, "港の再開発、計画を半分に縮小 市が方針");
}

static void test_paywall_words(void)
{
    const char *page =
        "<html lang=ja><title>t</title><h1>港の計画を縮小</h1><div><p>市は計画を縮める方針を"
        "固めた。費用が膨らんだためだ。</p><p>%s</p></div>";
    static const struct {
        const char *notice;
        gboolean is_paywalled;
    } cases[] = {
        {"残り1,024文字（全文1,500文字）", TRUE},   {"残り：３２０文字／全文：８００文字", TRUE},
        {"続きを読むには会員登録が必要です", TRUE}, {"残り3試合で優勝が決まる。", FALSE},
        {"会員の数は残り少ない。", FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *notice = g_strconcat("<p>", cases[i].notice, NULL);
        g_auto(GStrv) parts = g_strsplit(page, "<p>%s", 2);
        g_autofree char *html = g_strjoin(notice, parts[0], parts[1], NULL);
        g_autoptr(KiriExtracted) x = case_page(html);
        g_assert_cmpint(x->article->is_paywalled, ==, cases[i].is_paywalled);
    }
}

static void test_no_article(void)
{
    g_autoptr(KiriExtracted) list = case_file("list.html", "https://tani.example.jp/");
    g_assert_cmpstr(list->no_article, ==, "only navigation");
    g_assert_cmpuint(kiri_strv_count(list->page_links), ==, 30);
    g_assert_cmpstr(list->page_links[0], ==, "https://tani.example.jp/news/1.html");
    g_assert_cmpstr(list->page_link_texts[0], ==, "谷間の町で起きた出来事その1を詳しく伝えます");
    g_assert_cmpstr(list->feeds[0], ==, "https://tani.example.jp/atom.xml");
    g_autoptr(KiriExtracted) gone = case_file("missing.html", "https://tani.example.jp/news/99");
    g_assert_cmpstr(gone->no_article, ==, "error page");
    g_autoptr(KiriExtracted) empty = case_page("");
    g_assert_cmpstr(empty->no_article, ==, "empty page");
    g_autoptr(KiriExtracted) bare = case_page("<title>何か</title><p>準備中</p>");
    g_assert_cmpstr(bare->no_article, ==, "no body text");
}

static void test_parts_and_correction(void)
{
    g_autoptr(KiriExtracted) x =
        case_file("corrected_p1.html", "https://shijo.example.jp/r/market.html");
    const KiriArticle *a = x->article;
    g_assert_cmpstr(x->next_page, ==, "https://shijo.example.jp/r/market_2.html");
    g_assert_cmpstr(a->title, ==, "市場の一日");
    g_assert_true(a->is_corrected);
    g_assert_cmpstr(a->authors[0], ==, "北原次郎");
    g_assert_cmpuint(kiri_strv_count(a->authors), ==, 1);
    case_time(a->published, "2022-11-01");
    case_time(a->modified, "2022-11-04");
    g_assert_null(strstr(a->text, "次のページ"));
}

/* Text that only scripts would show is taken from the claim. */
static void test_text_from_claim(void)
{
    g_autoptr(KiriExtracted) x =
        case_page("<html lang=ja><title>山小屋が再開</title><script type='application/ld+json'>"
                  "{\"@type\":\"NewsArticle\",\"headline\":\"山小屋が再開\",\"articleBody\":"
                  "\"山小屋が五年ぶりに再開した。"
                  "登山者は温かい飲み物で疲れを癒やしている。管理人は「待っていてくれた人に感謝した"
                  "い」と話す。\\n"
                  "営業は十月末まで。\"}</script><div id=app></div>");
    g_assert_true(g_str_has_prefix(x->article->text, "山小屋が五年ぶりに再開した。"));
    g_assert_true(g_str_has_suffix(x->article->text, "\n営業は十月末まで。"));
    g_assert_true(case_witness(x->article, "text", "json-ld")->is_chosen);
    g_assert_null(x->no_article);
}

/* The side column holds more prose than the article; its cards are no text. */
static void test_cards(void)
{
    g_autoptr(GString) html = g_string_new(
        "<html lang=ja><title>橋の点検が終わる</title><div class=wrap><h1>橋の点検が終わる</h1>"
        "<p>市は橋の点検を終えた。異常はなかったという。</p><div>");
    for (gint i = 0; i < 8; i++)
        g_string_append_printf(
            html,
            "<div class=c><h3><a href=/n/%d>市内の催しを詳しく紹介する特集の%d回目</a></h3>"
            "<p>町の広場で催しがあり、多くの家族連れでにぎわった。来年も開くという。</p></div>",
            i, i);
    g_string_append(html, "</div></div>");
    g_autoptr(KiriExtracted) x = case_page(html->str);
    g_assert_cmpstr(x->article->text, ==, "市は橋の点検を終えた。異常はなかったという。");
}

static void test_hints(void)
{
    const char *html =
        "<html lang=ja><title>本文だけ</title><p>市は橋の点検を終えた。異常はなかったという。</p>";
    g_autoptr(GBytes) body = g_bytes_new_static(html, strlen(html));
    KiriExtractInput *input = kiri_extract_input_new();
    input->url = g_strdup("https://news.example.jp/1");
    input->body = g_bytes_ref(body);
    input->hint_title = g_strdup("橋の点検が終わる");
    kiri_strv_add(&input->hint_authors, "山田太郎");
    input->hint_published = (KiriTime){G_GINT64_CONSTANT(1700000000) * KIRI_US_PER_SECOND,
                                       KIRI_JST_MIN, KIRI_PRECISION_SECOND};
    g_autoptr(KiriExtracted) x = kiri_extract(input, NULL);
    g_assert_cmpstr(x->article->title, ==, "橋の点検が終わる");
    g_assert_cmpstr(x->article->authors[0], ==, "山田太郎");
    g_assert_null(x->page_links); // nobody asked for them
    case_time(x->article->published, "2023-11-15T07:13:20+09:00");

    g_auto(KiriBuf) question, answer;
    kiri_buf_init(&question, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&answer, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_extract_input_shape, input, &question);
    g_assert_true(kiri_extract_job(kiri_buf_view(&question), &answer, NULL));
    g_autoptr(KiriExtracted) back =
        kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&answer), NULL);
    g_assert_true(kiri_record_equal(&kiri_extracted_shape, x, back));
    kiri_extract_input_free(input);
}

/* 37 KB that cost gumbo 1.5 GB without the arena's cap. */
static void test_limits(void)
{
    g_autoptr(GString) html = g_string_new("<p>");
    for (gint i = 0; i < 2000; i++)
        g_string_append_printf(html, "<b id=%d>", i);
    for (gint i = 0; i < 2000; i++)
        g_string_append(html, "<p>x");
    KiriExtractInput input = {.url = (char *)(guintptr) "https://news.example.jp/1"};
    g_autoptr(GBytes) body = g_bytes_new(html->str, html->len);
    input.body = body;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriExtracted) x = kiri_extract(&input, &error);
    g_assert_null(x);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

static void test_json(void)
{
    g_autoptr(KiriExtracted) x = case_file("paywall.html", "https://umibe.example.jp/a/5");
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_open_object(&j);
    kiri_extracted_write_json(x, "https://umibe.example.jp/a/5?x", &j);
    kiri_json_close_object(&j);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&out), NULL);
    const KiriJsonNode *o = kiri_json_root(doc);
    static const char *const members[] = {"url",
                                          "canonical_url",
                                          "title",
                                          "text",
                                          "authors",
                                          "published",
                                          "published_precision",
                                          "modified",
                                          "modified_precision",
                                          "site_name",
                                          "image",
                                          "language",
                                          "charset",
                                          "is_paywalled"};
    guint n = 0;
    void *iter = NULL;
    const char *key;
    const KiriJsonNode *value;
    while (kiri_json_member(o, &iter, &key, &value))
        g_assert_cmpstr(key, ==, members[n++]);
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(members));
    g_assert_true(kiri_json_boolean(kiri_json_get(o, "is_paywalled"), FALSE));
    g_assert_cmpstr(kiri_json_string(kiri_json_get(o, "published"), NULL), ==,
                    "2024-05-20T05:00:00+09:00");
    g_assert_cmpstr(kiri_json_string(kiri_json_get(o, "published_precision"), NULL), ==, "second");
    g_assert_null(kiri_json_string(kiri_json_get(o, "modified_precision"), NULL));
}

/* A day is written as a moment, and said to be a day. */
static void test_json_of_a_day(void)
{
    g_autoptr(KiriExtracted) x = case_page(
        "<html lang=ja><title>灯台の鐘が戻る</title><h1>灯台の鐘が戻る</h1><p>2024年3月5日</p>"
        "<p>海辺町の灯台に、修理を終えた鐘が戻った。町の人たちが集まり、音を聞いた。</p>");
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_open_object(&j);
    kiri_extracted_write_json(x, "https://umibe.example.jp/a/6", &j);
    kiri_json_close_object(&j);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&out), NULL);
    const KiriJsonNode *o = kiri_json_root(doc);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(o, "published"), NULL), ==,
                    "2024-03-05T00:00:00+09:00");
    g_assert_cmpstr(kiri_json_string(kiri_json_get(o, "published_precision"), NULL), ==, "day");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/extract/links-of-the-text", test_links_of_the_text);
    g_test_add_func("/extract/news", test_news);
    g_test_add_func("/extract/witnesses", test_every_field_has_a_witness);
    g_test_add_func("/extract/brief", test_brief);
    g_test_add_func("/extract/release", test_release);
    g_test_add_func("/extract/blog", test_blog);
    g_test_add_func("/extract/paywall", test_paywall);
    g_test_add_func("/extract/paywall-words", test_paywall_words);
    g_test_add_func("/extract/no-article", test_no_article);
    g_test_add_func("/extract/parts-and-correction", test_parts_and_correction);
    g_test_add_func("/extract/text-from-claim", test_text_from_claim);
    g_test_add_func("/extract/cards", test_cards);
    g_test_add_func("/extract/hints", test_hints);
    g_test_add_func("/extract/limits", test_limits);
    g_test_add_func("/extract/json", test_json);
    g_test_add_func("/extract/json-of-a-day", test_json_of_a_day);
    return g_test_run();
}
