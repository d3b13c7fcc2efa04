// SPDX-License-Identifier: GPL-3.0-or-later
/* Boxes around and between the paragraphs, whose classes say nothing: each is left
 * out wherever pages put it, and what only looks like one stays. */
#include "../support/extract_case.h"

#include "extract/word_list.h"

#define FIRST "市は計画を縮める方針を固めた。費用が膨らんだためだ。"
#define SECOND "議会は反対している。市長は来週、説明する。"
#define THIRD "港の倉庫は二棟を残し、広場には屋根を付ける。工事は来年の春に始まる。"

typedef struct {
    const char *before, *between, *behind; // of the paragraphs; NULL: nothing
} Around;

static char *text_of(const Around *a)
{
    g_autofree char *html = g_strconcat(
        "<html lang=ja><title>港の計画を縮小</title><body><main><h1>港の計画を縮小</h1>",
        a->before ? a->before : "", "<div class=q1><p>" FIRST "</p>", a->between ? a->between : "",
        "<p>" SECOND "</p><p>" THIRD "</p></div>", a->behind ? a->behind : "", "</main></body>",
        NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    return g_strdup(x->article->text);
}

static void check_left_out(const Around *cases, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *text = text_of(&cases[i]);
        g_assert_cmpstr(text, ==, FIRST "\n" SECOND "\n" THIRD);
    }
}

static void check_kept(const Around *a, const char *words)
{
    g_autofree char *text = text_of(a);
    if (!strstr(text, words))
        g_error("\"%s\" is not in \"%s\"", words, text);
}

static void test_summaries(void)
{
    static const Around cases[] = {
        {.before = "<div><h2>ざっくり言うと</h2><ul><li>市が港の計画を縮めることにした"
                   "<li>費用が膨らんだためで、議会は反対している</ul></div>"},
        {.before = "<p>この記事のポイント</p><ul><li>市が港の計画を縮めることにした"
                   "<li>議会は反対している</ul>"},
        {.before = "<section><p>AIによる要約</p><p>市は港の計画を縮める。議会は反対する。</p>"
                   "</section>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
}

static void test_quizzes_and_downloads(void)
{
    static const Around cases[] = {
        {.between = "<div><p>クイズに挑戦！</p><p>港に最初に建ったのは、次のうちどれでしょう。</p>"
                    "<ol><li>灯台<li>倉庫</ol></div>"},
        {.behind = "<div><p>資料ダウンロード</p><p>港の歩き方をまとめた冊子を無料でお配りして"
                   "います。</p><a href=/dl>資料を受け取る</a></div>"},
        {.between = "<div><a href=/shop>港町散歩帳</a><p>海辺舎</p><p>2024年8月7日 発売</p>"
                    "<p><a href=/shop>購入する</a></p></div>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
}

static void test_reactions(void)
{
    static const Around cases[] = {
        {.behind = "<ul><li>学びがある 21<li>わかりやすい 1,030</ul>"},
        {.behind = "<div><p>この記事を読んでどう思いましたか？</p><ul><li>いいね 4<li>残念 2"
                   "</ul></div>"},
        {.behind = "<div><span>参考になった</span><div>12</div><div>もっと知りたい 3</div>"
                   "<div>いいね 9</div></div>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
    /* Figures of a table are the text's. */
    Around table = {.between = "<table><tr><td>北港 41<td>南港 52<tr><td>東港 7<td>西港 8</table>"};
    check_kept(&table, "南港 52");
}

static void test_lives(void)
{
    static const Around cases[] = {
        {.before = "<div><p>海道 渚 : 流通ジャーナリスト</p><p>かいどう・なぎさ／1974年生まれ。"
                   "業界紙の記者を経て独立。著書に『港の朝』など。</p></div>"},
        {.before = "<div><p>監修：沖田 潮 先生</p><p>沖田医院 院長</p><p>医学博士。専門は耳鼻咽喉科"
                   "。</p></div>"},
        {.between =
             "<div><p>取材協力弁護士</p><div><p>沖田 潮 弁護士</p><p>港湾の事件を多く扱う。趣味は"
             "釣り。</p></div></div>"},
        {.between =
             "<div><img src=/1.jpg><p>沖田 潮（おきた うしお）<br>1943年、東京都生まれ。15歳で"
             "弟子入りし、1970年に独立。</p></div>"},
        {.before =
             "<div><p>海野 拓也 先生</p><p>雪見台整形外科 院長</p><p>整形外科の専門医。救護医を"
             "20年務める。</p></div>"},
        {.behind = "<div><p>この記事を書いた人</p><p>なぎさ</p><p>海のそばで暮らしています。</p>"
                   "</div>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
    /* Whoever speaks in an interview is no writer, whatever he tells of his life. */
    Around speaker = {.between = "<div><p>海道 渚さん</p><p>「私は港の生まれで、大学を卒業して"
                                 "から、ここで働いています」</p></div>"};
    check_kept(&speaker, "港の生まれ");
}

/* What stands below a picture stays where it is: a word may stand there alone. */
static void test_captions(void)
{
    static const struct {
        Around around;
        const char *caption;
    } cases[] = {
        {{.between =
              "<figure><img src=/1.jpg><figcaption>改修を待つ倉庫＝町提供</figcaption></figure>"},
         "改修を待つ倉庫＝町提供"},
        {{.between = "<div><img src=/1.jpg><span>改修を待つ倉庫</span></div>"}, "改修を待つ倉庫"},
        {{.between = "<div><img src=/1.png><p>図1. 倉庫の配置。左が北、右が南の岸壁。</p></div>"},
         "図1. 倉庫の配置。左が北、右が南の岸壁。"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = text_of(&cases[i].around);
        g_autofree char *whole = g_strjoin("\n", FIRST, cases[i].caption, SECOND "\n" THIRD, NULL);
        g_assert_cmpstr(text, ==, whole);
    }
}

/* Day and place at the head of a record are part of it, a masthead's day is not. */
static void test_records(void)
{
    Around record = {.before = "<table><tr><th>日時<td>令和6年7月9日（火）10時31分～10時44分"
                               "<tr><th>場所<td>市役所 会見室</table>"};
    check_kept(&record, "10時31分～10時44分");
    check_kept(&record, "市役所 会見室");
    static const Around mastheads[] = {
        {.before = "<table><tr><th>掲載日<td>2024年7月9日<tr><th>番号<td>12</table>"}};
    check_left_out(mastheads, G_N_ELEMENTS(mastheads));
}

/* A headline that is one link to the same site is another piece; what the author
 * points at elsewhere, and his list of links, are the text's. */
static void test_links_between(void)
{
    static const Around cases[] = {
        {.between = "<div><a href=/articles/2>港の倉庫に残る百年前の落書き</a></div>"},
        {.between =
             "<p><b><a href=https://news.example.jp/3>灯台の鐘、住民が手で鳴らす</a></b></p>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
    Around elsewhere = {.between = "<p><a href=https://minato.example.com/>港の保存会、倉庫の図面を"
                                   "公開</a></p>"};
    check_kept(&elsewhere, "倉庫の図面を公開");
    Around list = {.between = "<p><a href=/2>港の倉庫に残る百年前の落書き</a></p>"
                              "<p><a href=/3>灯台の鐘、住民が手で鳴らす</a></p>"};
    check_kept(&list, "百年前の落書き");
}

static void test_experts(void)
{
    static const Around cases[] = {
        {.behind =
             "<section><h2>コメントプラス</h2><div><p>沖田 潮</p><p>海浜大学 教授</p><p>倉庫を残す"
             "ことは、港の記憶を残すことでもある。費用だけで決めてよいのか、議論を尽くしてほしい"
             "。</p></div></section>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
}

/* What a product is made of stands in a box of its own behind the last paragraph. */
static void test_boxed_table(void)
{
    Around table = {.between =
                        "<div><table><tr><th>材質<td>ステンレス<tr><th>質量<td>約110g</table>"
                        "</div>"};
    check_kept(&table, "約110g");
    g_autoptr(KiriExtracted) x = case_page(
        "<html lang=ja><title>内ぶたを発売</title><h1>内ぶたを発売</h1><div><p>" FIRST
        "</p><p>" SECOND
        "</p><div><table><tr><th>材質<td>ステンレス<tr><th>質量<td>約110g</table></div></div>");
    g_assert_nonnull(strstr(x->article->text, "約110g"));
}

/* What the site says of the piece and the series, above the text or behind it. */
static void test_notices(void)
{
    static const Around cases[] = {
        {.before = "<div><p>港の百年</p><p>港で働く人の声を聞き、町のこれからを考える連載です。</"
                   "p></div>"},
        {.before =
             "<div>※商品PRを含む記事です。当メディアはアフィリエイトプログラムに参加しています。"
             "</div>"},
        {.behind = "<div><p>2024年9月3日号（8月27日発売）は「港の経済学」特集。</p>"
                   "<p>※バックナンバーの定期購読はこちら</p></div>"},
        {.behind =
             "<div><p>コラム「雪明かり」の書き写し帳を販売しています。</p><a href=/shop>ご購入は"
             "こちら</a></div>"},
        {.behind =
             "<section><h3>天気予報</h3><p>あすは北寄りの風が強く、夕方からは山沿いで雨になるで"
             "しょう。</p></section>"},
        {.before = "<p>45,102views</p>", .behind = "<p>※価格は2024年1月時点のものです。</p>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
    /* A column of the newspaper may be what the sentence is about. */
    Around told = {.between = "<p>港の百年を振り返ったのは、この新聞の連載です。</p>"};
    check_kept(&told, "この新聞の連載です。");
}

/* Names alone, above the text; the points of a release are its text. */
static void test_heads(void)
{
    Around byline = {.before = "<div><p>[檜垣 いろは，みなとひろば]</p></div>"};
    check_left_out(&byline, 1);
    Around points = {.between = "<h2>【発表のポイント】</h2><ul><li>倉庫を残し、広場をつくります。"
                                "<li>費用を減らします。</ul>"};
    check_kept(&points, "【発表のポイント】");
    check_kept(&points, "費用を減らします。");
}

static void test_pointers(void)
{
    static const Around cases[] = {
        {.between = "<p><a href=/movie>動画はこちら</a></p>"},
        {.behind = "<div><h2>お問い合わせ先</h2><p>港湾課　檜垣<br>電話：0000-22-1111</p></div>"},
        {.behind = "<div><p>【画像】改修を待つ倉庫を見る</p></div>"},
        {.behind = "<table><tr><td>このページに関するお問い合わせ<br>港湾課<br>電話：0000-22-1111"
                   "</table>"}};
    check_left_out(cases, G_N_ELEMENTS(cases));
}

static void test_word_lists(void)
{
    static const char list[] = "目次|目次を見る|PR|クイズ";
    g_assert_cmpuint(kiri_list_begins("目次です", list), ==, strlen("目次"));
    g_assert_cmpuint(kiri_list_begins("目", list), ==, 0);
    g_assert_cmpuint(kiri_list_begins("", list), ==, 0);
    g_assert_true(kiri_list_has("PR", 2, list));
    g_assert_false(kiri_list_has("P", 1, list));
    g_assert_false(kiri_list_has("", 0, list));
    g_assert_true(kiri_list_ends("きょうのクイズ", list));
    g_assert_true(kiri_list_within("本の目次から", list));
    g_assert_true(kiri_list_row("目次を見る | PR", list));
    g_assert_false(kiri_list_row("目次を読む", list));
    g_assert_cmpuint(kiri_list_count("目次とクイズ", list), ==, 2);
    g_assert_cmpstr(kiri_list_behind_opener("■ 目次"), ==, "目次");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/body-boxes/summaries", test_summaries);
    g_test_add_func("/body-boxes/quizzes-and-downloads", test_quizzes_and_downloads);
    g_test_add_func("/body-boxes/reactions", test_reactions);
    g_test_add_func("/body-boxes/lives", test_lives);
    g_test_add_func("/body-boxes/captions", test_captions);
    g_test_add_func("/body-boxes/records", test_records);
    g_test_add_func("/body-boxes/links-between", test_links_between);
    g_test_add_func("/body-boxes/experts", test_experts);
    g_test_add_func("/body-boxes/boxed-table", test_boxed_table);
    g_test_add_func("/body-boxes/word-lists", test_word_lists);
    g_test_add_func("/body-boxes/notices", test_notices);
    g_test_add_func("/body-boxes/heads", test_heads);
    g_test_add_func("/body-boxes/pointers", test_pointers);
    return g_test_run();
}
