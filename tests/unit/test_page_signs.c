// SPDX-License-Identifier: GPL-3.0-or-later
/* What a page says of itself beside its text: rules for robots, "not found" with
 * status 200, corrections, and where its further parts are. */
#include "../support/extract_case.h"

#include "extract/extract_page.h"
#include "extract/page_check.h"
#include "fetch/robots_tags.h"

/* ---- rules for robots ---- */

static char *rules_of(const KiriRobotsTags *t)
{
    char end[32];
    kiri_time_format(t->unavailable_after, end);
    return g_strconcat(t->is_noindex ? "i" : "", t->is_noarchive ? "a" : "",
                       t->is_nosnippet ? "s" : "", *end ? " " : "", end, NULL);
}

static void test_robots_fields(void)
{
    static const struct {
        const char *headers, *expected;
    } cases[] = {
        {"HTTP/1.1 200 OK\nX-Robots-Tag: noindex\n", "i"},
        {"X-Robots-Tag: noarchive, nosnippet\n", "as"},
        {"x-robots-tag: NOARCHIVE\nX-Robots-Tag: nosnippet\n", "as"},
        {"X-Robots-Tag: none", "i"},
        {"X-Robots-Tag: all\n", ""},
        {"X-Robots-Tag: otherbot: noindex\n", ""},
        {"X-Robots-Tag: otherbot: noindex, nosnippet\n", ""},
        {"X-Robots-Tag: otherbot: noindex, kirinuki: noarchive\n", "a"},
        {"X-Robots-Tag: Kirinuki: noindex, noarchive\n", "ia"},
        {"X-Robots-Tag: *: noindex\n", "i"},
        {"X-Robots-Tag: otherbot: noindex\nX-Robots-Tag: noarchive\n", "a"},
        {"X-Robots-Tag: max-snippet: 0\n", "s"},
        {"X-Robots-Tag: max-snippet:50, max-image-preview: large\n", "s"},
        {"X-Robots-Tag: max-snippet: -1\n", ""},
        {"X-Robots-Tag: kirinuki: max-snippet: 0\n", "s"},
        {"X-Robots-Tag: unavailable_after: 25 Jun 2026 15:00:00 GMT\n", " 2026-06-25T15:00:00Z"},
        {"X-Robots-Tag: unavailable_after: Thu, 25 Jun 2026 15:00:00 GMT, noarchive\n",
         "a 2026-06-25T15:00:00Z"},
        {"X-Robots-Tag: unavailable_after: 2026-06-25\n", " 2026-06-25"},
        {"X-Robots-Tag: unavailable_after: some day, noindex\n", "i"},
        {"X-Robots-Tagged: noindex\nX-Other: noindex\n", ""},
        {NULL, ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriRobotsTags tags = {0};
        kiri_robots_tags_add_headers(&tags, cases[i].headers);
        g_autofree char *rules = rules_of(&tags);
        g_test_message("%s", cases[i].headers);
        g_assert_cmpstr(rules, ==, cases[i].expected);
    }
}

static void test_robots_meta(void)
{
    static const struct {
        const char *head, *expected;
    } cases[] = {
        {"<meta name=robots content='noindex,follow'>", "i"},
        {"<meta name=ROBOTS content='NOARCHIVE'>", "a"},
        {"<meta name=robots content='noarchive nosnippet'>", "as"},
        {"<meta name=kirinuki content='noindex'><meta name=robots content='noarchive'>", "ia"},
        {"<meta name=otherbot content='noindex'>", ""},
        {"<meta name=robots content='max-snippet:20'>", "s"},
        {"<meta name=robots content='index, follow, max-snippet:-1, max-image-preview:large'>", ""},
        {"<meta name=robots content='unavailable_after: 2020-01-01'>", " 2020-01-01"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *html =
            g_strdup_printf("<html><head>%s</head><body><p>x</body></html>", cases[i].head);
        g_autoptr(KiriExtracted) x = case_page(html);
        KiriRobotsTags tags = {x->is_noindex, x->is_noarchive, x->is_nosnippet,
                               x->unavailable_after};
        g_autofree char *rules = rules_of(&tags);
        g_test_message("%s", cases[i].head);
        g_assert_cmpstr(rules, ==, cases[i].expected);
    }
    KiriRobotsTags past = {.unavailable_after = kiri_time_jst(10)};
    g_assert_true(kiri_robots_tags_refuse(&past, 11));
    g_assert_false(kiri_robots_tags_refuse(&past, 9));
    g_assert_false(kiri_robots_tags_refuse(&past, 0));
}

/* ---- not found, politely ---- */

static void test_error_pages(void)
{
    static const struct {
        const char *title, *text;
        KiriErrorPage expected;
    } cases[] = {
        {"404 Not Found", "", KIRI_ERROR_PAGE_MISSING},
        {"ページが見つかりません", "トップページにお戻りください。", KIRI_ERROR_PAGE_MISSING},
        {"お知らせ", "お探しの記事は見つかりませんでした。", KIRI_ERROR_PAGE_MISSING},
        {"お知らせ", "この記事は公開を終了しました。", KIRI_ERROR_PAGE_MISSING},
        {"お知らせ", "ご指定の記事は削除されました。", KIRI_ERROR_PAGE_MISSING},
        {"この記事は掲載期間が終了しました", "", KIRI_ERROR_PAGE_MISSING},
        {"503 Service Unavailable", "", KIRI_ERROR_PAGE_OTHER},
        {"Just a moment...", "Checking your browser", KIRI_ERROR_PAGE_OTHER},
        {"ただいまメンテナンス中です", "しばらくお待ちください。", KIRI_ERROR_PAGE_OTHER},
        /* Articles about such things are articles. */
        {"美術館の特別展、来月まで", "県立美術館は名画の公開を終了した。次の展示は来月に始まる。",
         KIRI_ERROR_PAGE_NONE},
        {"町の遊園地が閉園", "運営会社は営業を終了すると発表した。", KIRI_ERROR_PAGE_NONE},
        {NULL, NULL, KIRI_ERROR_PAGE_NONE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].title);
        g_assert_cmpint(kiri_error_page(cases[i].title, cases[i].text), ==, cases[i].expected);
    }
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 30; i++)
        g_string_append(text, "劇団は四〇四号室を舞台にした新作を来月から上演する。");
    g_assert_cmpint(kiri_error_page("404号室の怪談が舞台に", text->str), ==, KIRI_ERROR_PAGE_NONE);
    g_autoptr(KiriExtracted) gone = case_page(
        "<html lang=ja><title>お探しのページは見つかりません</title><body><h1>お探しのページは"
        "見つかりません</h1><p>記事は移動または削除された可能性があります。</p></body></html>");
    g_assert_true(gone->is_missing);
    g_assert_cmpstr(gone->no_article, ==, "error page");
    g_autoptr(KiriExtracted) wall = case_page("<title>503 Service Unavailable</title><p>x");
    g_assert_false(wall->is_missing);
}

/* Redirects that say "not found". */
static void test_falls(void)
{
    static const struct {
        const char *from, *to;
        gboolean falls;
    } cases[] = {
        {"/a/1.html", "/", TRUE},
        {"/a/1.html", "/a/", TRUE},
        {"/news/2026/04/14/slug", "/news/", TRUE},
        {"/news/read.php?id=7", "/news/", TRUE},
        {"/a/1.html", "/404.html", TRUE},
        {"/a/1.html", "/error/notfound", TRUE},
        {"/a/1", "/a/1/", FALSE},
        {"/a/slug?utm_campaign=2", "/a/slug/", FALSE},
        {"/a/slug/?utm_campaign=2", "/a/slug/", FALSE},
        {"/a/1.html", "/b/1.html", FALSE},
        {"/2026/04/1", "/2026/04/", FALSE}, // may be a page of the day's
        {"/", "/", FALSE},
        {"/error/1", "/error/1/", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *from = g_strconcat("https://news.example.jp", cases[i].from, NULL);
        g_autoptr(KiriPage) page = kiri_page_new();
        page->url = g_strconcat("https://news.example.jp", cases[i].to, NULL);
        g_test_message("%s -> %s", cases[i].from, cases[i].to);
        g_assert_cmpint(kiri_page_fell_to_front(page, from), ==, cases[i].falls);
    }
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup("https://news.example.jp/");
    g_assert_false(kiri_page_fell_to_front(page, NULL));
}

/* ---- corrections ---- */

#define P1                                                                                                                              \
    "<p>県は十日、山間部の観測所を三か所増やすと発表した。雨量と水位を十分ごとに測り、結果を" \
    "住民に知らせる。</p>"
#define P2                                                                                                                           \
    "<p>担当者は「早めの避難に役立ててほしい」と話している。費用は国の補助を含めて二億円を" \
    "見込んでいる。</p>"
#define P3                                                                                                                           \
    "<p>新しい観測所は六月までに動き始める。県は来年度、さらに五か所を増やす計画で、場所の" \
    "検討を進めている。</p>"

static void check_correction(const char *before, const char *middle, const char *behind,
                             const char *expected)
{
    g_autofree char *html =
        g_strdup_printf("<html lang=ja><head><title>観測所を増設</title></head><body><article>"
                        "<h1>観測所を増設</h1>%s" P1 P2 "%s" P3 P1 P2 P3 P1 P2 P3 P1 P2
                        "%s</article></body></html>",
                        before, middle, behind);
    g_autoptr(KiriExtracted) x = case_page(html);
    g_test_message("%s%s%s", before, middle, behind);
    g_assert_cmpstr(x->article->correction, ==, expected);
    g_assert_cmpint(x->article->is_corrected, ==, expected != NULL);
}

static void test_corrections(void)
{
    static const char *const notices[] = {
        "【訂正】当初の記事で観測所の数を誤っていました。",
        "※当初「四か所」とありましたが、「三か所」に訂正しました。",
        "（十日午後の記事で費用を一億円としたのは二億円の誤りでした。訂正して、おわびします）",
        "■おわび　本文の一部に誤りがありました。",
        "見出しを修正しました（十日午後三時）",
        "訂正：費用は二億円です。",
        "お詫びして訂正いたします。観測所は三か所です。",
        "This article has been corrected to say that there are three stations.",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(notices); i++) {
        g_autofree char *p = g_strdup_printf("<p>%s</p>", notices[i]);
        check_correction("", "", p, notices[i]);
        check_correction(p, "", "", notices[i]);
    }
    check_correction("", "", "<p>【訂正】</p><p>費用を一億円としたのは誤りでした。</p>",
                     "【訂正】\n費用を一億円としたのは誤りでした。");
    static const char *const others[] = {
        "<p>同省は九日に公表した統計を訂正しました。</p>",
        "<p>社長は会見で「訂正しておわびします」と頭を下げた。</p>",
        "<p>国会では公職選挙法の訂正をめぐる審議が続いている。</p>",
        "<p>教科書会社は記述に誤りがあるとして、訂正を申請した。</p>",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        check_correction("", "", others[i], NULL);
        check_correction("", others[i], "", NULL);
    }
}

/* ---- further parts ---- */

typedef struct {
    const char *url;
    gint64 parts_before;
    const char *links, *next, *whole;
} PagingCase;

static void check_paging(const PagingCase *c)
{
    g_autofree char *html =
        g_strdup_printf("<html lang=ja><head><title>長い話</title></head><body><article><h1>長い話"
                        "</h1>" P1 P2 P3 "</article><div>%s</div></body></html>",
                        c->links);
    KiriExtractInput input = {.now_us = CASE_NOW_US, .pages_before = c->parts_before};
    g_autoptr(GBytes) body = g_bytes_new_static(html, strlen(html));
    g_autofree char *url = g_strdup(c->url);
    g_autoptr(GError) error = NULL;
    input.url = url;
    input.body = body;
    g_autoptr(KiriExtracted) x = kiri_extract(&input, &error);
    g_assert_no_error(error);
    g_test_message("%s %s", c->url, c->links);
    g_assert_cmpstr(x->next_page, ==, c->next);
    g_assert_cmpstr(x->whole_page, ==, c->whole);
}

#define S "https://news.example.jp"

static void test_paging(void)
{
    static const PagingCase cases[] = {
        {S "/a/1234567.html", 0, "<a href='1234567_2.html'>2</a>", S "/a/1234567_2.html", NULL},
        {S "/a/1234567.html", 0, "<a href='1234567-2.html'>次へ</a>", S "/a/1234567-2.html", NULL},
        {S "/a/1234567", 0, "<a href='/a/1234567?page=2'>２</a>", S "/a/1234567?page=2", NULL},
        {S "/a/1234567", 0, "<a href='/a/1234567/2'>2ページ目</a>", S "/a/1234567/2", NULL},
        {S "/a/1234567/", 0, "<a href='index_2.html'>次のページ</a>", S "/a/1234567/index_2.html",
         NULL},
        {S "/a/1234567?page=2", 1, "<a href='?page=3'>次のページ</a>", S "/a/1234567?page=3", NULL},
        {S "/a/1234567_2.html", 1, "<a href='1234567.html'>1</a><a href='1234567_3.html'>3</a>",
         S "/a/1234567_3.html", NULL},
        {S "/a/1234567", 0, "<a rel=next href='?page=1'>次へ</a>", S "/a/1234567?page=1", NULL},
        {S "/a?id=77", 0, "<a href='/a?id=77&p=2'>2</a>", S "/a?id=77&p=2", NULL},
        /* Other articles, whatever the link says. */
        {S "/news/12", 0, "<a href='/news/13'>次へ</a>", NULL, NULL},
        {S "/news/12", 0, "<a href='/news/11' rel=next>次の記事</a>", NULL, NULL},
        {S "/a/1234567.html", 0, "<a href='1234568.html'>次へ</a>", NULL, NULL},
        {S "/a/1234567.html", 0, "<a href='/ranking/2'>2</a>", NULL, NULL},
        {S "/a/1234567.html", 0, "<a href='1234567_3.html'>3</a>", NULL, NULL},
        {S "/a?id=77", 0, "<a href='/a?id=78'>次へ</a>", NULL, NULL},
        {S "/a?id=1", 0, "<a href='/a?id=2'>2</a>", NULL, NULL},
        {S "/a/1", 0, "<a href='https://other.example.jp/a/1/2'>2</a>", NULL, NULL},
        /* All on one page. */
        {S "/a/1234567", 0, "<a href='?page=2'>2</a><a href='?page=all'>全文表示</a>",
         S "/a/1234567?page=2", S "/a/1234567?page=all"},
        {S "/a/1234567.html", 0, "<a href='1234567_all.html'>１ページで読む</a>", NULL,
         S "/a/1234567_all.html"},
        {S "/a/1234567", 0, "<a href='/a/1234567/full'>全文を読む</a>", NULL, S "/a/1234567/full"},
        {S "/a/1234567", 0, "<a href='/login?next=a'>全文を読む</a>", NULL, NULL},
        {S "/a/1234567", 0, "<a href='/a/all'>すべて表示</a>", NULL, NULL},
        {S "/a/1234567", 0, "<a href='#rest'>全文表示</a>", NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check_paging(&cases[i]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/page-signs/robots-fields", test_robots_fields);
    g_test_add_func("/page-signs/robots-meta", test_robots_meta);
    g_test_add_func("/page-signs/error-pages", test_error_pages);
    g_test_add_func("/page-signs/falls", test_falls);
    g_test_add_func("/page-signs/corrections", test_corrections);
    g_test_add_func("/page-signs/paging", test_paging);
    return g_test_run();
}
