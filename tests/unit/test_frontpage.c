// SPDX-License-Identifier: GPL-3.0-or-later
/* Which links of a front page are articles: from bytes to the list, as a poll of
 * the page has it. */
#include "poll/frontpage.h"

#include <kirinuki/charset.h>
#include <kirinuki/civil.h>
#include <kirinuki/record.h>

#include <string.h>

#define PAGE "https://www.minato.example.jp/"

static KiriExtracted *read_page(const char *url, const char *html)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(url);
    input->content_type = g_strdup("text/html; charset=utf-8");
    input->body = g_bytes_new(html, strlen(html));
    input->wants_links = TRUE;
    KiriExtracted *x = kiri_extract(input, &error);
    g_assert_no_error(error);
    return x;
}

/* The links found, paths only, joined by spaces. */
static char *found(const char *html, KiriLinkMemory memory, gpointer data)
{
    g_autoptr(KiriExtracted) x = read_page(PAGE, html);
    g_autoptr(GPtrArray) links = kiri_front_page_articles(PAGE, x, memory, data);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < links->len; i++) {
        const KiriFrontLink *l = links->pdata[i];
        g_string_append_printf(s, "%s%s", i ? " " : "", l->url + strlen(PAGE) - 1);
    }
    return g_string_free(s, FALSE);
}

static void check(const char *html, const char *expected)
{
    g_autofree char *got = found(html, NULL, NULL);
    g_assert_cmpstr(got, ==, expected);
}

#define NAV                                                                                          \
    "<header><nav><a href='/about/'>会社案内</a><a href='/category/seikei/'>政治・経済</a>" \
    "<a href='/ranking/'>アクセスランキング</a><a "                                         \
    "href='/login?return=/'>ログイン</a></nav></header>"
#define FOOT                                                                                       \
    "<footer><a href='/privacy.html'>個人情報の取り扱いについてのご案内</a>"      \
    "<a href='/recruit/2027/'>2027年度の社員採用について</a>"                           \
    "<a href='/tokushoho.html'>特定商取引法に基づく表示</a></footer>"

static void test_by_date(void)
{
    check("<html lang=ja><body>" NAV
          "<main><ul><li><a href='/2026/04/13/matsuri/'>春の祭りに三千人、川沿いでにぎわう</a></li>"
          "<li><a href='/2026/04/13/kaden/'>古い家電の無料点検、町内の窓口でも受け付け</a></li>"
          "<li><a href='/2026/04/12/bus/'>バス増便</a></li>"
          "<li><a href='/2026/04/12/'>12日の記事一覧</a></li></ul></main>" FOOT,
          "/2026/04/13/matsuri/ /2026/04/13/kaden/ /2026/04/12/bus/");
}

static void test_by_number(void)
{
    check("<html lang=ja><body>" NAV
          "<div class=list><p><a href='/news/detail.php?id=120345'>港の入り口に新しい灯台が完成</a>"
          "</p><p><a href='/news/detail.php?id=120344'>臨時列車の運転を決める、連休に向けて</a></p>"
          "<p><a href='/news/list.php?page=2'>次の20件の記事を一覧で見る</a></p></div>" FOOT,
          "/news/detail.php?id=120345 /news/detail.php?id=120344");
}

/* Addresses that say nothing: the place decides. */
static void test_by_place(void)
{
    check("<html lang=ja><body>" NAV "<main>"
          "<article><h3><a href='/seikei/minato-todai'>港の入り口に新しい灯台が完成、点灯式</a>"
          "</h3><time datetime=2026-04-13>4月13日</time></article>"
          "<article><h3><a href='/seikei/rinji-ressha'>連休に臨時列車、港まつりに合わせ運転</a>"
          "</h3><time datetime=2026-04-13>4月13日</time></article>"
          "<article><h3><a href='/kurashi/tenken'>古い家電の無料点検を町内の窓口で受け付け</a></h3>"
          "<time datetime=2026-04-12>4月12日</time></article>"
          "<article><h3><a href='/kurashi/bus'>循環バスの時刻表を見直し、通学の便を増やす</a></h3>"
          "<time datetime=2026-04-12>4月12日</time></article></main>"
          "<p><a href='/seikei/'>政治・経済の記事をもっと見る</a></p>" FOOT,
          "/seikei/minato-todai /seikei/rinji-ressha /kurashi/tenken /kurashi/bus");
}

/* A picture and a headline lead to one article: its text is the headline's. */
static void test_picture_and_headline(void)
{
    g_autoptr(KiriExtracted) x = read_page(
        PAGE, "<html lang=ja><body><ul>"
              "<li><a href='/a/1001?utm_source=top'><img src=x.jpg alt='写真'></a>"
              "<a href='/a/1001'>港の入り口に新しい灯台が完成した</a> 10:05</li>"
              "<li><a href='/a/1002'><img src=y.jpg alt='連休に臨時列車を運転する予定'></a></li>"
              "</ul>");
    g_autoptr(GPtrArray) links = kiri_front_page_articles(PAGE, x, NULL, NULL);
    g_assert_cmpuint(links->len, ==, 2);
    const KiriFrontLink *first = links->pdata[0], *second = links->pdata[1];
    g_assert_cmpstr(first->url, ==, PAGE "a/1001");
    g_assert_cmpstr(first->title, ==, "港の入り口に新しい灯台が完成した");
    g_assert_cmpstr(second->title, ==, "連休に臨時列車を運転する予定");
}

static void test_places(void)
{
    g_autoptr(KiriExtracted) x = read_page(
        PAGE,
        "<html lang=ja><body><nav><a href='/n'>n</a></nav><aside><a href='/s'>s</a></aside>"
        "<main><h2><a href='/h'>h</a></h2><dl><dt>4月13日</dt><dd><a href='/d'>d</a></dd></dl>"
        "<ul><li><a href='/l1'>1</a></li><li><a href='/l2'>2</a></li>"
        "<li><a href='/l3'>3</a></li><li><a href='/l4'>4</a></li></ul>"
        "<p>暮らし安全省は十四日、古い製品の点検を呼びかける新しい取り組みを始めると"
        "<a href='/p'>発表</a>した。対象は製造から十年を過ぎた扇風機などである。</p></main>"
        "<div class='tags'><a href='/t'>t</a></div>");
    static const struct {
        const char *path;
        guint has, lacks;
    } cases[] = {
        {"n", KIRI_LINK_IN_FRAME, KIRI_LINK_IN_MAIN},
        {"s", KIRI_LINK_IN_ASIDE, KIRI_LINK_IN_FRAME},
        {"h", KIRI_LINK_AT_HEADING | KIRI_LINK_IN_MAIN, KIRI_LINK_IN_LIST | KIRI_LINK_HAS_DATE},
        {"d", KIRI_LINK_HAS_DATE | KIRI_LINK_IN_MAIN, KIRI_LINK_IN_FRAME},
        {"l2", KIRI_LINK_IN_LIST, KIRI_LINK_HAS_DATE | KIRI_LINK_AT_HEADING},
        {"p", KIRI_LINK_IN_PROSE, KIRI_LINK_IN_LIST},
        {"t", KIRI_LINK_IS_LABEL, KIRI_LINK_IN_MAIN},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *url = g_strconcat(PAGE, cases[i].path, NULL);
        gsize at = 0;
        while (x->page_links[at] && strcmp(x->page_links[at], url) != 0)
            at++;
        g_assert_nonnull(x->page_links[at]);
        guint places = kiri_link_places(x->page_link_places[at]);
        g_assert_cmphex(places & cases[i].has, ==, cases[i].has);
        g_assert_cmphex(places & cases[i].lacks, ==, 0);
    }
}

/* Other sites, files, the page itself, menus of months: none of them. */
static void test_no_articles(void)
{
    check(
        "<html lang=ja><body>" NAV
        "<a href='https://other.example.com/2026/04/13/x.html'>よその新聞の長い見出しの記事です</a>"
        "<a href='/2026/04/13/siryou.pdf'>四月十三日に公表した資料の全文はこちらです</a>"
        "<a href='/#top'>ページの先頭へ戻るためのリンクはこちらです</a>"
        "<ul><li><a href='/archives/2026/04'>2026年4月の記事の一覧 (120)</a></li>"
        "<li><a href='/archives/2026/03'>2026年3月の記事の一覧 (131)</a></li>"
        "<li><a href='/archives/2026/02'>2026年2月の記事の一覧 (99)</a></li></ul>"
        "<a "
        "href='https://shop.minato.example.jp/item/20260413'>港の新聞の縮刷版を販売しています</a>"
        "<a "
        "href='/share?u=https://www.minato.example.jp/2026/04/13/a/'>この記事を共有する</a>" FOOT,
        "");
    check("", "");
}

/* ---- memory ---- */

typedef struct {
    const char *part;
    KiriLinkPast past;
} Memory;

static KiriLinkPast remember(const char *url, gpointer data)
{
    for (const Memory *m = data; m->part; m++)
        if (strstr(url, m->part))
            return m->past;
    return KIRI_LINK_UNKNOWN;
}

#define LIST                                                                                              \
    "<html lang=ja><body><ul><li><a "                                                                     \
    "href='/guide/toshokan'>図書館の使い方を分かりやすく案内</a></li>"                    \
    "<li><a href='/guide/gomi-dashi'>ごみの出し方を分かりやすく案内します</a></li>"     \
    "<li><a href='/guide/koen-riyo'>公園の使い方を分かりやすく案内します</a></li>"      \
    "<li><a href='/guide/atarashii'>新しい施設の使い方を分かりやすく案内</a></li></ul>" \
    "<ul><li><a href='/n/1111'>春の祭りに三千人、川沿いの桜並木でにぎわう</a></li>"  \
    "<li><a href='/n/1112'>循環バスの時刻表を見直し、通学の便を増やす</a></li></ul>"

static void test_memory(void)
{
    const Memory nothing[] = {{NULL, KIRI_LINK_UNKNOWN}};
    g_autofree char *fresh = found(LIST, remember, (gpointer)(guintptr)nothing);
    g_assert_true(strstr(fresh, "/n/1111") && strstr(fresh, "/n/1112"));
    /* Three of the kind were no articles: the fourth is none either. */
    const Memory none[] = {{"toshokan", KIRI_LINK_NO_ARTICLE},
                           {"gomi-dashi", KIRI_LINK_NO_ARTICLE},
                           {"koen-riyo", KIRI_LINK_NO_ARTICLE},
                           {NULL, KIRI_LINK_UNKNOWN}};
    g_autofree char *learned = found(LIST, remember, (gpointer)(guintptr)none);
    g_assert_cmpstr(learned, ==, "/n/1111 /n/1112");
    /* What stands there for weeks is left out, but a quiet site's articles all stand:
     * a new one of their kind is found. */
    const Memory standing[] = {{"/n/1111", KIRI_LINK_STANDING},
                               {"toshokan", KIRI_LINK_STANDING},
                               {NULL, KIRI_LINK_UNKNOWN}};
    g_autofree char *fixtures = found(LIST, remember, (gpointer)(guintptr)standing);
    g_assert_null(strstr(fixtures, "/n/1111"));
    g_assert_null(strstr(fixtures, "toshokan"));
    g_assert_nonnull(strstr(fixtures, "/n/1112"));
    /* And where they proved to be articles, the next one is expected to be one. */
    const Memory good[] = {{"toshokan", KIRI_LINK_IS_ARTICLE},
                           {"gomi-dashi", KIRI_LINK_IS_ARTICLE},
                           {"koen-riyo", KIRI_LINK_IS_ARTICLE},
                           {NULL, KIRI_LINK_UNKNOWN}};
    g_autofree char *trusted = found(LIST, remember, (gpointer)(guintptr)good);
    g_assert_nonnull(strstr(trusted, "/guide/atarashii"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    kiri_charset_preload(&error);
    g_assert_no_error(error);
    g_test_add_func("/frontpage/by-date", test_by_date);
    g_test_add_func("/frontpage/by-number", test_by_number);
    g_test_add_func("/frontpage/by-place", test_by_place);
    g_test_add_func("/frontpage/picture-and-headline", test_picture_and_headline);
    g_test_add_func("/frontpage/places", test_places);
    g_test_add_func("/frontpage/no-articles", test_no_articles);
    g_test_add_func("/frontpage/memory", test_memory);
    return g_test_run();
}
