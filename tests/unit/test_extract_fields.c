// SPDX-License-Identifier: GPL-3.0-or-later
/* Names, each from the many places where pages put them. */
#include "../support/extract_case.h"

#include "extract/byline.h"

/* ---- names ---- */

static void check_names(const char *line, gboolean is_bare, const char *expected)
{
    g_auto(GStrv) names = NULL;
    kiri_byline_names(kiri_str(line), is_bare, &names);
    g_autofree char *joined = names ? g_strjoinv("/", names) : g_strdup("");
    g_assert_cmpstr(joined, ==, expected);
}

static void test_credits(void)
{
    check_names("文＝北原次郎、写真＝南田三郎", FALSE, "北原次郎");
    check_names("取材・文：北原 次郎", FALSE, "北原 次郎");
    check_names("構成・文／北原次郎　撮影／南田三郎", FALSE, "北原次郎");
    check_names("聞き手・構成　北原次郎", FALSE, "北原次郎");
    check_names("【ワシントン＝北原次郎】", FALSE, "北原次郎");
    check_names("（北原次郎、西川花子）", TRUE, "北原次郎/西川花子");
    check_names("北原次郎 西川花子", TRUE, "北原次郎/西川花子");
    check_names("北原次郎記者", FALSE, "北原次郎");
    check_names("By Jane Doe and John Roe", FALSE, "Jane Doe/John Roe");
    check_names("TEXT BY ARIEL DOE", FALSE, "ARIEL DOE");
    check_names("写真＝南田三郎", FALSE, "");
    check_names("写真提供：海辺市", TRUE, "");
    check_names("北原次郎", FALSE, "");
    check_names("文化の日を祝う", FALSE, "");
    check_names("編集部", TRUE, "");
}

static void test_persons(void)
{
    static const char *const yes[] = {"山田太郎",           "山田 太郎", "一ノ瀬はるか",
                                      "アリエル・パーデス", "Jane Doe",  "Jean-Luc d'Orsay"};
    static const char *const no[] = {"海辺新聞",
                                     "社会部取材班の編集委員会",
                                     "Example Media Inc.",
                                     "2024年",
                                     "ニュース",
                                     "jane@example.jp",
                                     "は",
                                     "改正法が成立",
                                     "ほかの話題",
                                     "投稿日",
                                     "税込"};
    for (guint i = 0; i < G_N_ELEMENTS(yes); i++)
        g_assert_true(kiri_is_person_name(kiri_str(yes[i])));
    for (guint i = 0; i < G_N_ELEMENTS(no); i++)
        g_assert_false(kiri_is_person_name(kiri_str(no[i])));
}

static void check_authors(const char *head, const char *body, const char *expected,
                          const char *agency)
{
    g_autofree char *html = g_strconcat("<html lang=ja><head><title>港の計画を縮小</title>", head,
                                        "</head><body><h1>港の計画を縮小</h1>", body, NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    g_autofree char *joined =
        x->article->authors ? g_strjoinv("/", x->article->authors) : g_strdup("");
    g_assert_cmpstr(joined, ==, expected);
    g_assert_cmpstr(x->article->agency, ==, agency);
}

static void test_authors_of_pages(void)
{
    const char *text = "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。";
    g_autofree char *end = g_strconcat(text, "（北原次郎）</p>", NULL);
    check_authors("", end, "北原次郎", NULL);
    g_autofree char *wire = g_strconcat(text, "（共同）</p>", NULL);
    check_authors("", wire, "", "共同");
    g_autofree char *dateline =
        g_strconcat("<p>【ロンドン＝北原次郎】市は計画を縮める方針を固めた。</p>", text, NULL);
    check_authors("", dateline, "北原次郎", NULL);
    g_autofree char *abroad =
        g_strconcat("<p>【ロンドン時事】市は計画を縮める方針を固めた。</p>", text, NULL);
    check_authors("", abroad, "", "時事");
    check_authors(
        "<meta name=author content='海辺新聞'><meta property=og:site_name content='海辺新聞'>",
        text, "", NULL);
    check_authors("<meta name=author content='西川 花子'>", text, "西川 花子", NULL);
    g_autofree char *element = g_strconcat("<p class=byline>文＝北原次郎</p>", text,
                                           "<p>続きは明日の会議で決まる。</p>", NULL);
    check_authors("", element, "北原次郎", NULL);
    /* Ages and readings in brackets are no names. */
    g_autofree char *age = g_strconcat(text, "会見した山本町長（五十二）</p>", NULL);
    check_authors("", age, "", NULL);
}

/* Around the headline and at the text's end, as papers, portals and magazines put
 * them: a role, a trade, a desk or a common surname says that it is a name. */
static void test_places_of_names(void)
{
    const char *text = "<div><p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>"
                       "<p>議会は反対している。市長は来週、説明する。%s</p></div>";
    static const char *const cases[][3] = {
        {"<div><span>2020.10.11</span><span>文・檜垣 渚</span><span>写真・遠田 学</span></div>", "",
         "檜垣 渚"},
        {"<p>2024年5月3日 20時10分　檜垣勝彦記者</p>", "", "檜垣勝彦"},
        {"<p>2024年5月3日 20時10分　佐藤勝彦</p>", "", "佐藤勝彦"},
        {"<p>2024年5月3日 20時10分　社会保障</p>", "", ""},
        {"<p>及川 渚</p>", "", "及川 渚"},
        {"<p>及川公園</p>", "", ""},
        {"<p>平和宣言</p>", "", ""},
        {"<p>2024年7月2日 16時55分 公開</p><p>[檜垣ミナ, 港の人編集部]</p>", "", "檜垣ミナ"},
        {"<p>[ 2024.03.05(火) 09:05 ]　Writer：さくらい もも</p>", "", "さくらい もも"},
        {"<p>檜垣 章吾 : 流通ジャーナリスト</p>", "", "檜垣 章吾"},
        {"<div><p>檜垣 章吾</p><p>健康気象アドバイザー</p></div>", "", "檜垣 章吾"},
        {"<div class=author><span>この記事を書いた人</span><b>檜垣 "
         "花</b><p>総務歴15年。備品が得意。"
         "</p></div>",
         "", "檜垣 花"},
        {"", "　（取材・構成＝檜垣 涼）", "檜垣 涼"},
        {"", "取材・文　檜垣つばさ", "檜垣つばさ"},
        {"<figure><img src=/1.jpg><figcaption>港で働く児童＝北浜市の柏原小</figcaption></figure>",
         "", ""}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) halves = g_strsplit(text, "%s", 2);
        g_autofree char *told = g_strjoinv(cases[i][1], halves);
        g_autofree char *body = g_strconcat(cases[i][0], told, NULL);
        check_authors("", body, cases[i][2], NULL);
    }
}

/* Who is named behind the headline in <title>: on a platform its writer, on a wire of
 * releases the sender; elsewhere a section. */
static void test_names_in_title(void)
{
    static const char *const cases[][3] = {
        {"港の朝｜なぎさ", "<a href=/nagisa>なぎさ</a> <time>2024年2月10日</time>", "なぎさ"},
        {"港の朝｜なぎさ", "", ""},
        {"港の朝｜社会", "<a href=/shakai>社会</a>", ""},
        {"港の朝 | 海辺製作所のプレスリリース", "", "海辺製作所"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *html =
            g_strconcat("<html lang=ja><title>", cases[i][0],
                        "</title><meta property=og:site_name content=ふで><h1>港の朝</h1><div>",
                        cases[i][1], "</div><p>港の朝は早い。五時には市場の灯がともる。</p>", NULL);
        g_autoptr(KiriExtracted) x = case_page(html);
        g_autofree char *names =
            x->article->authors ? g_strjoinv("/", x->article->authors) : g_strdup("");
        g_assert_cmpstr(names, ==, cases[i][2]);
    }
}

/* Labels, organisations and other pieces' headlines stand where names stand. */
static void test_no_authors(void)
{
    const char *text = "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>";
    g_autofree char *label = g_strconcat("<p>投稿日：2024.3.5</p>", text, NULL);
    check_authors("", label, "", NULL);
    g_autofree char *facts =
        g_strconcat("<p>［発信元］海辺市　［配信日時］2024年3月5日9時00分</p>", text, NULL);
    check_authors("", facts, "", NULL);
    g_autofree char *others =
        g_strconcat(text, "<ul><li><a href=/2>老舗が閉店＝京都旧家</a></li></ul>", NULL);
    check_authors("", others, "", NULL);
    const char *head = "<meta property=og:site_name content='海辺ポータル'>"
                       "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":"
                       "{\"@type\":\"Organization\",\"name\":\"%s\"}}</script>";
    static const char *const organisations[][2] = {
        {"海峡通信", "海峡通信"}, {"岬日報", NULL}, {"海辺ポータル", NULL}, {"情報通信", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(organisations); i++) {
        g_auto(GStrv) halves = g_strsplit(head, "%s", 2);
        g_autofree char *claim = g_strjoinv(organisations[i][0], halves);
        check_authors(claim, text, "", organisations[i][1]);
    }
}

/* A signature behind the text: left out of the text, heard as an author. */
static void test_signatures(void)
{
    const char *text = "<div class=txt><p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>"
                       "<p>議会は反対している。市長は来週、説明する。</p></div>";
    static const char *const cases[][3] = {
        {"<p>（北原次郎）</p>", "北原次郎", NULL},
        {"<p>（北原次郎）（海峡通信）</p>", "北原次郎", "海峡通信"},
        {"<div align=right>［海峡通信］</div>", "", "海峡通信"},
        {"<p>引用元：海峡通信</p>", "", "海峡通信"},
        {"<p>北原次郎</p>", "北原次郎", NULL},
        {"<p>北原次郎さん</p>", "", NULL}, // whom the text is about
        {"<p>注目銘柄</p><ul><li><a href=/2>岬の港に新しい船が着いた</a></ul>", "", NULL},
        {"<p>（73）</p>", "", NULL},
        {"<div><span class='author vcard'><span class=fn>みさきっ子</span></span></div>",
         "みさきっ子", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat(text, cases[i][0], NULL);
        check_authors("", body, cases[i][1], cases[i][2]);
    }
}

/* ---- where the text begins and ends ---- */

static void check_text(const char *body)
{
    g_autofree char *html = g_strconcat("<html lang=ja><head><title>港の計画を縮小</title></head>"
                                        "<body><div>",
                                        body, "</div></body>", NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    g_assert_cmpstr(x->article->text, ==,
                    "市は計画を縮める方針を固めた。費用が膨らんだためだ。\n"
                    "議会は反対している。市長は来週、説明する。");
}

static void test_text_edges(void)
{
    const char *h1 = "<h1>港の計画を縮小</h1>";
    const char *text = "<div><p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>"
                       "<p>議会は反対している。市長は来週、説明する。</p></div>";
    static const char *const in_front[] = {
        "<p>音声が流れない場合は、端末の設定を確かめてください。</p>", "<p>くらし</p>"};
    static const char *const behind_h1[] = {"<p>2024年3月5日午後6:00　更新 3月5日午後7:00</p>",
                                            "<p>港の計画を縮小</p>"};
    static const char *const behind[] = {
        "<p>（北原次郎）</p>", "<p>引用元：海峡通信</p>",
        "<div><p>PDFファイルをご覧になるには、閲覧用のソフトが必要です。</p></div>",
        "<p>港の計画の資料（PDF 120KB）</p>",
        "<dl><dt>種類<dd>その他<dt>分野<dd>まちづくり</dl><div><a href=/d>素材</a>"
        "<p>画像ファイルがダウンロードできます。</p></div>"};
    for (guint i = 0; i < G_N_ELEMENTS(in_front); i++) {
        g_autofree char *body = g_strconcat(in_front[i], h1, text, NULL);
        check_text(body);
    }
    for (guint i = 0; i < G_N_ELEMENTS(behind_h1); i++) {
        g_autofree char *body = g_strconcat(h1, behind_h1[i], text, NULL);
        check_text(body);
    }
    for (guint i = 0; i < G_N_ELEMENTS(behind); i++) {
        g_autofree char *body = g_strconcat(h1, text, behind[i], NULL);
        check_text(body);
    }
    /* One cell, lines parted by <br>. */
    check_text("<table><tr><td>くらし<br><b>港の計画を縮小</b><br>2024年3月5日(火) 18時00分"
               "（最終更新 2024年3月5日(火) 19時30分）<br><br>"
               "市は計画を縮める方針を固めた。費用が膨らんだためだ。<br>"
               "議会は反対している。市長は来週、説明する。</table>");
}

/* A layout of rows: date and sender, headline in bold, text, a table of the product. */
static void test_text_in_rows(void)
{
    g_autoptr(KiriExtracted) x = case_page(
        "<html lang=ja><title>海辺歯車 - ニュースリリース</title><table><tr><td><a href=/>"
        "<img alt=海辺歯車></a><tr><td><a href=/a>会社案内</a>｜<a href=/b>採用情報</a></table>"
        "<table><tr><td align=right>2008年4月22日<br>海辺歯車<tr><td><font "
        "size=4><b>潤滑油「ミドリ」"
        "発売のお知らせ</b></"
        "font><tr><td>海辺歯車は、植物から作った油を5月12日に発売いたします。水の中"
        "で28日以内に分解されます。<tr><td><b>■製品の概要</"
        "b><table><tr><td>品名<td>ミドリ<tr><td>容量"
        "<td>20L缶</table></table>");
    g_assert_cmpstr(x->article->title, ==, "潤滑油「ミドリ」発売のお知らせ");
    g_assert_cmpstr(x->article->text, ==,
                    "海辺歯車は、植物から作った油を5月12日に発売いたします。水の中で28日以内に分解"
                    "されます。\n■製品の概要\n品名 ミドリ\n容量 20L缶");
    case_time(x->article->published, "2008-04-22");
}

/* A brief whose one sentence names a day is a text, no date line; the last
 * sentence of a report may speak of downloads. */
static void test_edges_that_are_text(void)
{
    g_autoptr(KiriExtracted) brief =
        case_page("<html lang=ja><title>港で小火</title><h1>港で小火</h1>"
                  "<p>2024年3月5日、港の倉庫で小火があった。</p>");
    g_assert_cmpstr(brief->article->text, ==, "2024年3月5日、港の倉庫で小火があった。");
    g_autoptr(KiriExtracted) report =
        case_page("<html lang=ja><title>港の計画を縮小</title><h1>港の計画を縮小</h1>"
                  "<div><p>市は計画を縮める方針を固めた。費用が膨らんだためだ。</p>"
                  "<p>計画の全文は市のサイトからダウンロードできます。</p></div>");
    g_assert_nonnull(strstr(report->article->text, "ダウンロードできます"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/byline/credits", test_credits);
    g_test_add_func("/byline/persons", test_persons);
    g_test_add_func("/byline/pages", test_authors_of_pages);
    g_test_add_func("/byline/places-of-names", test_places_of_names);
    g_test_add_func("/byline/names-in-title", test_names_in_title);
    g_test_add_func("/byline/no-authors", test_no_authors);
    g_test_add_func("/byline/signatures", test_signatures);
    g_test_add_func("/text/edges", test_text_edges);
    g_test_add_func("/text/in-rows", test_text_in_rows);
    g_test_add_func("/text/edges-that-are-text", test_edges_that_are_text);
    return g_test_run();
}
