// SPDX-License-Identifier: GPL-3.0-or-later
/* Headline and site, from the many places where pages put them. */
#include "../support/extract_case.h"

/* ---- headline ---- */

static void check_title(const char *head, const char *body, const char *expected)
{
    g_autofree char *html =
        g_strconcat("<html lang=ja><head>", head, "</head><body>", body,
                    "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>", NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    g_assert_cmpstr(x->article->title, ==, expected);
}

static void test_site_styles(void)
{
    static const char *const styles[] = {
        "港の計画を半分に縮小へ｜海辺新聞",         "港の計画を半分に縮小へ | 海辺新聞",
        "港の計画を半分に縮小へ - 海辺新聞",        "港の計画を半分に縮小へ – 海辺新聞",
        "港の計画を半分に縮小へ：海辺新聞",         "港の計画を半分に縮小へ » 海辺新聞",
        "港の計画を半分に縮小へ :: 海辺新聞",       "海辺新聞 | 港の計画を半分に縮小へ",
        "港の計画を半分に縮小へ【海辺新聞】",       "港の計画を半分に縮小へ（海辺新聞）",
        "港の計画を半分に縮小へ | 地域 | 海辺新聞",
    };
    for (guint i = 0; i < G_N_ELEMENTS(styles); i++) {
        g_autofree char *head = g_strconcat(
            "<title>", styles[i], "</title><meta property=og:site_name content=海辺新聞>", NULL);
        check_title(head, "<h1>港の計画を半分に縮小へ</h1>", "港の計画を半分に縮小へ");
        check_title(head, i == 10 ? "<h2>港の計画を半分に縮小へ</h2>" : "",
                    "港の計画を半分に縮小へ");
    }
}

static void test_truncated(void)
{
    check_title("<title>港の再開発、計画を半分に縮小…｜海辺新聞</title>"
                "<meta property=og:title content='港の再開発、計画を半分に縮小…'>",
                "<h1>港の再開発、計画を半分に縮小 市が議会に方針を示す</h1>",
                "港の再開発、計画を半分に縮小 市が議会に方針を示す");
}

/* Brackets and separators that belong to the headline stay. */
static void test_own_separators(void)
{
    check_title("<title>【港町だより】「海」―それぞれの夏｜連載 - 海辺新聞</title>"
                "<meta property=og:title content='【港町だより】「海」―それぞれの夏｜連載'>"
                "<meta property=og:site_name content=海辺新聞>",
                "<h1>【港町だより】「海」―それぞれの夏｜連載</h1>",
                "【港町だより】「海」―それぞれの夏｜連載");
}

static void test_logo_heading(void)
{
    check_title("<title>港の計画を半分に縮小へ - 海辺新聞</title>",
                "<h1>海辺新聞</h1><h2>港の計画を半分に縮小へ</h2>", "港の計画を半分に縮小へ");
    check_title("<title>港の計画を半分に縮小へ</title>", "<h1>お知らせ一覧</h1>",
                "港の計画を半分に縮小へ");
}

/* What hangs on a headline and says where it stands and not what happened. */
static void test_additions(void)
{
    static const char *const titles[] = {
        "港の計画を半分に縮小へ（1/2ページ） - 海辺新聞",
        "(2ページ目)港の計画を半分に縮小へ | 海辺新聞",
        "港の計画を半分に縮小へ | 海辺新聞 - Part 2",
        "港の計画を半分に縮小へ（2024年3月5日掲載）｜海辺新聞",
        "港の計画を半分に縮小へ（共同通信） - 海辺新聞",
        "【海辺新聞】港の計画を半分に縮小へ",
        "海辺新聞｜地域｜港の計画を半分に縮小へ",
        "港の計画を半分に縮小へ - 海辺新聞 Umibe Annex",
        "港の計画を半分に縮小へ/地域/海辺新聞",
        "港の計画を半分に縮小へ　海辺新聞",
        "港の計画を半分に縮小へ-海辺新聞",
        "港の計画を半分に縮小へ〈海辺新聞〉",
    };
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autofree char *head = g_strconcat("<title>", titles[i], "</title>", NULL);
        check_title(head, "<a href=/><img src=l.png alt=海辺新聞のロゴ></a><a href=/t>地域</a>",
                    "港の計画を半分に縮小へ");
        check_title(head, "<div class=x>港の計画を半分に縮小へ</div>", "港の計画を半分に縮小へ");
    }
}

/* Marks of the headline are part of it. */
static void test_marks(void)
{
    static const char *const headlines[] = {
        "【速報】港の計画を半分に縮小へ", "＜独自＞港の計画を半分に縮小へ",
        "［PR］港の町で冬を過ごす",       "コラム：港の計画を考える",
        "「港」 ― 縮小の後に残るもの",    "港の計画 - 縮小をめぐる三つの問い"};
    for (guint i = 0; i < G_N_ELEMENTS(headlines); i++) {
        g_autofree char *head = g_strconcat("<title>", headlines[i], "｜海辺新聞</title>", NULL);
        g_autofree char *body = g_strconcat("<h1>", headlines[i], "</h1>", NULL);
        check_title(head, body, headlines[i]);
    }
}

/* The claims leave out the subtitle, the heading has it. */
static void test_subtitle(void)
{
    check_title(
        "<title>港を考える集い2025 | 海辺協会</title>"
        "<meta property=og:title content=港を考える集い2025>",
        "<h1><a href=/>海辺協会</a></h1><h2>港を考える集い2025<br>〜縮小のあとの町づくり〜</h2>",
        "港を考える集い2025 〜縮小のあとの町づくり〜");
}

/* A heading may be the section's; the headline is what the title has beside it. */
static void test_section_heading(void)
{
    check_title("<title>報道発表資料：「港の計画」を改めました - 海辺省</title>",
                "<h1>報道発表資料</h1><h2>「港の計画」を改めました</h2>",
                "「港の計画」を改めました");
    check_title("<title>港の計画を半分に縮小へ : 地域 : 海辺新聞</title>",
                "<h1>地域</h1><h3>港の計画を半分に縮小へ</h3>", "港の計画を半分に縮小へ");
}

/* Every page of the site has the same title. */
static void test_title_of_the_site(void)
{
    check_title("<title>海辺新聞</title><meta property=og:title content=海辺新聞>"
                "<meta property=og:site_name content=海辺新聞>",
                "<h1>海辺新聞</h1><h2>港の計画を半分に縮小へ</h2>", "港の計画を半分に縮小へ");
}

static void test_twice_escaped(void)
{
    check_title("<title>A&amp;amp;B社が港に進出｜海辺新聞</title>", "", "A&B社が港に進出");
}

/* Western names hold spaces, signs and the names of sites. */
static void test_western_titles(void)
{
    check_title("<title>Python 3.6 is now available - Python Insider</title>"
                "<meta property=og:site_name content=Python>",
                "<h1>Python 3.6 is now available</h1>", "Python 3.6 is now available");
    check_title("<title>Masscan と ZMap によるスキャンの違い – Umibe Diary</title>",
                "<h1>Masscan と ZMap によるスキャンの違い</h1><h2>Masscan と ZMap</h2>",
                "Masscan と ZMap によるスキャンの違い");
}

/* The day of a press conference is the headline's where the heading has it. */
static void test_day_in_heading(void)
{
    const char *head = "<title>大臣記者会見録（令和6年7月9日）｜海辺省</title>";
    check_title(head, "<h1>大臣記者会見録（令和6年7月9日）</h1>",
                "大臣記者会見録（令和6年7月9日）");
    check_title(head, "<h1>大臣記者会見録</h1>", "大臣記者会見録");
}

/* A label in an element of its own, and a title that names a kind of page alone. */
static void test_labelled_headings(void)
{
    check_title("<title>港の計画を半分に縮小へ | 地域 | 海辺新聞</title>",
                "<h1><span>特報</span> 港の計画を半分に縮小へ</h1>", "港の計画を半分に縮小へ");
    check_title("<title>印刷 - 海辺新聞ＷＥＢ</title>", "<h2>港の計画を半分に縮小へ</h2>",
                "港の計画を半分に縮小へ");
}

/* ---- site ---- */

static void check_site(const char *head, const char *body, const char *expected)
{
    g_autofree char *html =
        g_strconcat("<html lang=ja><head>", head, "</head><body>", body,
                    "<h1>港の計画を半分に縮小へ</h1>"
                    "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>"
                    "<p>© 2024 海辺新聞社 All rights reserved.</p>",
                    NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    g_assert_cmpstr(x->article->site_name, ==, expected);
}

static void test_site_name(void)
{
    check_site("<title>港の計画を半分に縮小へ｜地域｜海辺新聞</title>", "", "海辺新聞");
    check_site("<title>海辺新聞 : 港の計画を半分に縮小へ</title>", "", "海辺新聞");
    check_site("<title>港の計画を半分に縮小へ　海辺新聞</title>",
               "<a href=/><img src=l.png alt=海辺新聞></a>", "海辺新聞");
    check_site("<title>港の計画を半分に縮小へ</title>",
               "<a href='https://news.example.jp/'><img alt='海辺新聞のロゴ' src=l.png></a>",
               "海辺新聞");
    /* A host's name is no name while a better one is there. */
    check_site("<title>港の計画を半分に縮小へ - 地域 : 海辺新聞</title>"
               "<meta property=og:site_name content=umibe.example.com>",
               "", "海辺新聞");
    check_site("<title>港の計画を半分に縮小へ</title>", "<a href=/>トップ</a>", "海辺新聞社");
    /* A motto in front of the name. */
    check_site("<meta property=og:site_name content='プレスリリース配信の海辺ワイヤー'>"
               "<meta name=application-name content=海辺ワイヤー>",
               "", "海辺ワイヤー");
    check_site("<meta property=og:site_name content='海辺新聞：UMIBE Shimbun'>",
               "<a href=/><img src=l.png alt=海辺新聞></a>", "海辺新聞");
    check_site("<meta property=og:site_name content='うみべ（海辺）'>"
               "<meta name=application-name content=うみべ>",
               "", "うみべ（海辺）");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/title/site-styles", test_site_styles);
    g_test_add_func("/title/truncated", test_truncated);
    g_test_add_func("/title/own-separators", test_own_separators);
    g_test_add_func("/title/logo-heading", test_logo_heading);
    g_test_add_func("/title/additions", test_additions);
    g_test_add_func("/title/marks", test_marks);
    g_test_add_func("/title/subtitle", test_subtitle);
    g_test_add_func("/title/section-heading", test_section_heading);
    g_test_add_func("/title/title-of-the-site", test_title_of_the_site);
    g_test_add_func("/title/twice-escaped", test_twice_escaped);
    g_test_add_func("/title/western-titles", test_western_titles);
    g_test_add_func("/title/day-in-heading", test_day_in_heading);
    g_test_add_func("/title/labelled-headings", test_labelled_headings);
    g_test_add_func("/title/site-name", test_site_name);
    return g_test_run();
}
