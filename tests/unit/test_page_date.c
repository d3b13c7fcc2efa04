// SPDX-License-Identifier: GPL-3.0-or-later
/* When a page was published and changed: each rule with the kind of page that
 * needs it. Pages are made up; their forms are those of real ones. */
#include "../support/extract_case.h"

#include "extract/date_western.h"
#include "extract/page_date.h"

typedef struct {
    const char *kind; // of page
    const char *head, *body;
    const char *published, *modified; // as kiri_time_format() writes them
    const char *url;                  // NULL: one that says nothing
    const char *language;             // NULL: ja
} DateCase;

/* 2026-01-01T09:00 in Japan is when these pages are read. */
static KiriExtracted *read_case(const DateCase *c)
{
    gboolean is_japanese = !c->language;
    const char *title = is_japanese ? "港の計画を半分に縮小へ" : "Harbour plan cut by half";
    const char *prose =
        is_japanese ? "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。議会には来月、"
                      "修正した案を示す見通しだという。</p>"
                    : "<p>The city will cut its plan for the harbour by half, as costs have grown "
                      "beyond what the council had agreed to, two people said.</p>";
    g_autofree char *html =
        g_strconcat("<html lang=", is_japanese ? "ja" : c->language, "><head><title>", title,
                    "</title>", c->head, "</head><body><h1>", title, "</h1>", c->body, prose, NULL);
    return case_bytes(html, strlen(html), c->url ? c->url : "https://news.example.com/a");
}

static void check_cases(const DateCase *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autoptr(KiriExtracted) x = read_case(&cases[i]);
        char published[32], modified[32];
        kiri_time_format(x->article->published, published);
        kiri_time_format(x->article->modified, modified);
        if (strcmp(published, cases[i].published) != 0 || strcmp(modified, cases[i].modified) != 0)
            g_error("%s: got '%s' and '%s', expected '%s' and '%s'", cases[i].kind, published,
                    modified, cases[i].published, cases[i].modified);
    }
}

/* ---- what a Japanese page shows ---- */

static void test_visible(void)
{
    static const DateCase cases[] = {
        {"newspaper", "", "<p>2024年3月5日(火)午前9時05分</p>", "2024-03-05T09:05:00+09:00", "",
         NULL, NULL},
        {"broadcaster, full width", "", "<div>２０２４年３月５日　２１時０５分</div>",
         "2024-03-05T21:05:00+09:00", "", NULL, NULL},
        {"ministry", "", "<p>令和6年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"ministry, both years", "", "<p>掲載日：令和6年（2024年）3月5日</p>", "2024-03-05", "",
         NULL, NULL},
        {"city hall", "", "<p>R6.3.5更新</p>", "2024-03-05", "2024-03-05", NULL, NULL},
        {"column in upright numerals", "", "<p>二〇二四年三月五日</p>", "2024-03-05", "", NULL,
         NULL},
        {"number before the date", "", "<p>特集その三2024年3月5日</p>", "2024-03-05", "", NULL,
         NULL},
        {"blog with points", "", "<p>2024.03.05 09:05</p>", "2024-03-05T09:05:00+09:00", "", NULL,
         NULL},
        {"short year", "", "<p>24/03/05</p>", "2024-03-05", "", NULL, NULL},
        {"definition list of a shop", "",
         "<dl><dt>配信開始日</dt><dd>2024/3/5</dd><dt>対応端末</dt><dd>3種</dd></dl>", "2024-03-05",
         "", NULL, NULL},
        {"table of a notice", "",
         "<table><tr><th>公表日</th><td>2023/12/23</td></tr><tr><th>登録日</th><td>2024/02/22</td>"
         "</tr></table>",
         "2024-02-22", "", NULL, NULL},
        {"question and answers", "", "<p>質問日時：2024/03/05 01:10</p>",
         "2024-03-05T01:10:00+09:00", "", NULL, NULL},
        {"clock in a line of its own", "", "<p>2024/03/05(火)<br>09:05<br>話題 | 海</p>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"day and clock in two blocks", "", "<div>2024年3月5日</div><div>午前9時05分</div>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"list of facts", "", "<ul><li>社会</li><li>2024.03.05</li><li>09:05</li></ul>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"poster's line below", "",
         "<p>2024/03/06(水) 13:00</p><p>1 : 名無しの港町さん@海辺 : 2024/03/05(火) 12:17:05 "
         "ID:abc</p>",
         "2024-03-06T13:00:00+09:00", "", NULL, NULL},
        {"dateline of a wire", "",
         "<p>【東京2024年3月5日発】海辺の会社は、港の計画を縮めると発表した。費用が膨らんだためだと"
         "いう。新しい計画では、これまでの半分の広さになる見通しで、議会は来月から審議を始め、"
         "年内にも結論を出す。市民からは、早く説明してほしいという声も出ている。担当者は、よく聞い"
         "て"
         "進めると話した。</p>",
         "2024-03-05", "", NULL, NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void test_labels(void)
{
    static const DateCase cases[] = {
        {"both in one line", "", "<p>公開日：2024年3月5日　更新日：2024年3月7日</p>", "2024-03-05",
         "2024-03-07", NULL, NULL},
        {"words behind the dates", "", "<p>2024/3/5 9:05配信 2024/3/5 10:10更新</p>",
         "2024-03-05T09:05:00+09:00", "2024-03-05T10:10:00+09:00", NULL, NULL},
        {"change in brackets", "", "<p>2024/3/5 9:05（2024/3/5 10:10 更新）</p>",
         "2024-03-05T09:05:00+09:00", "2024-03-05T10:10:00+09:00", NULL, NULL},
        {"change first", "", "<p>[最終更新日]2024.3.7</p><p>[掲載日]2024.3.5</p>", "2024-03-05",
         "2024-03-07", NULL, NULL},
        {"only a change", "", "<p>最終更新：2024年3月7日</p>", "2024-03-07", "2024-03-07", NULL,
         NULL},
        {"clock of the posting", "", "<p>投稿日時：2024/03/05 09:05</p>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"registered and changed in one line", "",
         "<div><span>登録日：2024年3月5日</span><span>更新日：2024年3月8日</span></div>",
         "2024-03-05", "2024-03-08", NULL, NULL},
        {"newspaper: the change without a year", "",
         "<p>海辺新聞 2024/3/5 09:05（最終更新 3/5 10:10）</p>", "2024-03-05T09:05:00+09:00",
         "2024-03-05T10:10:00+09:00", NULL, NULL},
        {"change beside the days of other pieces", "",
         "<p>ページ番号1234　更新日　令和6年3月5日　印刷</p><div class=related><ul><li>2024/01/02 "
         "10:00 海の話題</li></ul></div>",
         "2024-03-05", "2024-03-05", NULL, NULL},
        {"event", "", "<p>2024年3月5日</p><p>開催日時：2024年4月20日(土) 13時から</p>",
         "2024-03-05", "", NULL, NULL},
        {"programme of a day", "", "<p>2024年3月5日 8:30</p><p>5日（火）10時　記者会見</p>",
         "2024-03-05T08:30:00+09:00", "", NULL, NULL},
        {"hour of an event near the headline",
         "<meta name=pubdate content='2024-03-05T08:30:00+09:00'>", "<p>2024年3月7日（木）10時</p>",
         "2024-03-05T08:30:00+09:00", "", NULL, NULL},
        {"event alone", "", "<p>日時：2024年4月20日 13時</p>", "", "", NULL, NULL},
        {"deadline", "", "<p>締切：2024年4月20日</p><p>掲載：2024年3月5日</p>", "2024-03-05", "",
         NULL, NULL},
        {"exhibition", "", "<p>2024年4月1日～5月6日</p><p>2024年3月5日</p>", "2024-03-05", "", NULL,
         NULL},
        {"two days of an event", "", "<p>2024年3月1日</p><p>2024年4月1日・2日に開く</p>",
         "2024-03-01", "", NULL, NULL},
        {"span in full", "", "<p>2024年4月1日～2024年5月6日</p>", "", "", NULL, NULL},
        {"as of", "", "<p>2024年2月1日現在</p><p>2024年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"headline that ends in a word of trade", "", "<p>海辺の缶詰を発売 2024年3月5日</p>",
         "2024-03-05", "", NULL, NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void test_relative(void)
{
    static const DateCase cases[] = {
        {"portal: clock of a day known from metadata",
         "<meta property=article:published_time content='2024-03-05'>", "<p>3/5(火) 9:05配信</p>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"broadcaster: day and clock", "<meta property=article:published_time content=2024-03-05>",
         "<p>5日09時05分</p>", "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"year from the address", "", "<p>3月5日 9時05分</p>", "2024-03-05T09:05:00+09:00", "",
         "https://news.example.jp/2024/03/harbour.html", NULL},
        {"year from the weekday", "", "<p>10/12(火) 19:31配信</p>", "2021-10-12T19:31:00+09:00", "",
         NULL, NULL},
        {"read the same winter", "", "<p>12/28(日) 19:31配信</p>", "2025-12-28T19:31:00+09:00", "",
         NULL, NULL},
        {"read at once", "", "<p>3時間前</p>", "2026-01-01T06:00:00+09:00", "", NULL, NULL},
        {"yesterday", "", "<p>昨日 21:05</p>", "2025-12-31T21:05:00+09:00", "", NULL, NULL},
        {"saved page, read years later",
         "<meta property=article:published_time content='2024-03-05T09:05:00+09:00'>",
         "<p>3時間前</p>", "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"days in prose", "",
         "<p>市は5日、港の計画を縮めると発表した。議会は12日に審議を始める。</p>", "", "", NULL,
         NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

/* The masthead shows the day of reading, a list below the days of other pieces; the
 * title may be the only place that names a year. */
static void test_surroundings(void)
{
    static const char *const html =
        "<html lang=ja><title>%s</title><header><div>海辺新聞</div><div>2024年3月9日(土)</div>"
        "<nav><ul><li><a href=/a>政治</a><li><a href=/b>経済</a></ul></nav></header><main>"
        "<h1>港の計画を半分に縮小へ</h1>%s<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。"
        "議会には来月、修正した案を示す見通しだという。</p><div class=related><h2>関連記事</h2><ul>"
        "<li><a href=/1>海の話題</a> 2024/01/02 10:00</ul></div></main><footer>© 2024</footer>";
    static const struct {
        const char *title, *line, *expected;
    } cases[] = {
        {"港の計画を半分に縮小へ", "<p>2024年3月5日</p>", "2024-03-05"},
        {"港の計画を半分に縮小へ", "<p>3月5日 9時05分</p>", "2024-03-05T09:05:00+09:00"},
        {"港の計画を半分に縮小へ（2024年3月5日）｜海辺新聞", "<p>3月5日 9時05分 記者</p>",
         "2024-03-05T09:05:00+09:00"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) page = g_string_new(html);
        g_string_replace(page, "%s", cases[i].title, 1);
        g_string_replace(page, "%s", cases[i].line, 1);
        g_autoptr(KiriExtracted) x = case_page(page->str);
        case_time(x->article->published, cases[i].expected);
    }
}

/* ---- what it says to machines ---- */

#define LD(members)                                                                                \
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\"," members "}</script>"

/* Cards of other pieces behind the text carry <time>, the page's own date does not. */
static void test_cards(void)
{
    g_autoptr(KiriExtracted) x = case_page(
        "<html lang=ja><title>終点の駅で四十年</title><body><main><span>特集</span>"
        "<span>2024.06.25 19:02</span><h1>終点の駅で四十年</h1><p>海沿いの終点の駅。改札の小窓から"
        "切符を渡すのは、この人です。</p></main><ul><li><a href=/1><time>2024.06.21 18:50</time>"
        "<p>空き家を下宿に再生</p></a><li><a href=/2><time>2024.06.18 18:45</time>"
        "<p>漁師と農家の交換</p></a></ul>");
    case_time(x->article->published, "2024-06-25T19:02:00+09:00");
}

static void test_metadata(void)
{
    static const DateCase cases[] = {
        {"no zone: Japan's", "<meta property=article:published_time content='2024-03-05T09:05:00'>",
         "", "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"JSON-LD",
         LD("\"datePublished\":\"2024-03-05T09:05:06+09:00\","
            "\"dateModified\":\"2024-03-05T10:10:00+09:00\""),
         "<p>2024年3月5日 9時05分</p>", "2024-03-05T09:05:06+09:00", "2024-03-05T10:10:00+09:00",
         NULL, NULL},
        {"milliseconds behind a colon", LD("\"datePublished\":\"2024-03-05T00:05:06:684Z\""), "",
         "2024-03-05T09:05:06+09:00", "", NULL, NULL},
        {"seconds since 1970", "<meta name=timestamp content=1709597100>", "",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"microformat", "", "<abbr class=published title='2024-03-05T09:05:00+0900'>火曜</abbr>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"time element", "", "<time datetime=2024-03-05T09:05+09:00>3月5日</time>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"time elements with words", "",
         "<p>公開 <time datetime=2024-03-05>5日</time> 更新 <time "
         "datetime=2024-03-07>7日</time></p>",
         "2024-03-05", "2024-03-07", NULL, NULL},
        {"template that dates by the last change", "<meta name=date content=2024-03-09>",
         "<p>2024年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"name of publication for a change",
         "<meta property=article:published_time content='2017-04-12T18:33:59+09:00'>"
         "<meta property=article:modified_time content='2020-02-19T15:24:33+09:00'>"
         "<meta itemprop=datePublished content=2020-02-19>",
         "<p>2020年2月19日</p>", "2017-04-12T18:33:59+09:00", "2020-02-19T15:24:33+09:00", NULL,
         NULL},
        {"changed before it was there",
         "<meta name=last-modified content='2024-03-04 10:00'>"
         "<meta property=article:published_time content='2024-03-05T09:05:00+09:00'>",
         "", "2024-03-05T09:05:00+09:00", "", NULL, NULL},
        {"still to come", "<meta property=article:published_time content='2031-01-01T00:00:00Z'>",
         "<p>2024年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"tomorrow", "", "<p>2026年1月2日</p>", "", "", NULL, NULL},
        {"today in a zone ahead", "", "<p>January 1, 2026</p>", "2026-01-01", "", NULL, "en"},
        {"later today",
         "<meta property=article:published_time content='2026-01-01T20:00:00+09:00'>", "", "", "",
         NULL, NULL},
        {"moment in figures", "<meta property=article:published_time content=20240305090506>", "",
         "2024-03-05T09:05:06+09:00", "", NULL, NULL},
        {"never changed", "",
         "<p><time class='date published updated' datetime='2024-03-05T09:05:06+09:00'>"
         "2024年3月5日</time></p>",
         "2024-03-05T09:05:06+09:00", "", NULL, NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void test_address(void)
{
    static const DateCase cases[] = {
        {"folders", "", "", "2024-03-05", "", "https://news.example.jp/2024/03/05/harbor.html",
         NULL},
        {"eight figures", "", "", "2024-03-05", "", "https://news.example.jp/news/20240305-1.html",
         NULL},
        {"with the minute", "", "", "2024-03-05", "", "https://news.example.jp/a/202403050905.html",
         NULL},
        {"six figures", "", "", "2024-03-05", "", "https://news.example.jp/news/240305.html", NULL},
        {"a number", "", "", "", "", "https://news.example.jp/item/99999999.html", NULL},
        {"a moment that is none", "", "", "", "", "https://news.example.jp/item/20241399.html",
         NULL},
        {"the archive's own moment", "", "", "2010-05-19", "",
         "https://archive.example.org/web/20160218174457/http://a.example.jp/2010/05/19/a.html",
         NULL},
        {"a clock of the page completes it", "", "<time>2024年3月5日 9:05</time>",
         "2024-03-05T09:05:00+09:00", "", "https://news.example.jp/2024/03/05/1", NULL},
        {"the month chooses among days", "", "<p>2024年1月4日</p><p>2024年3月5日</p>", "2024-03-05",
         "", "https://news.example.jp/news/202403/harbor.html", NULL},
        {"moment", "", "", "2024-03-05T09:05:12+09:00", "",
         "https://news.example.com/a/20240305090512.html", NULL},
        {"day and serial number", "", "", "2024-03-05", "",
         "https://news.example.com/a/202403050023.html", NULL},
        {"year and day, month and clock on the page", "", "<p>3月5日 07:12</p>",
         "2024-03-05T07:12:00+09:00", "", "https://news.example.com/flash/2024/0305-05.html", NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void test_midnight(void)
{
#define MIDNIGHT(z) "<meta property=article:published_time content='2024-03-05T00:00:00" z "'>"
    static const DateCase cases[] = {
        {"day shown", MIDNIGHT("+09:00"), "<p>2024年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"day shown, UTC written", MIDNIGHT("Z"), "<p>2024年3月5日</p>", "2024-03-05", "", NULL,
         NULL},
        {"the same moment in UTC",
         "<meta property=article:published_time content='2024-03-04T15:00:00Z'>",
         "<p>2024年3月5日</p>", "2024-03-05", "", NULL, NULL},
        {"midnight shown", MIDNIGHT("+09:00"), "<p>2024年3月5日 0:00</p>",
         "2024-03-05T00:00:00+09:00", "", NULL, NULL},
        {"nine shown", MIDNIGHT("Z"), "<p>2024年3月5日 9:00</p>", "2024-03-05T09:00:00+09:00", "",
         NULL, NULL},
        {"a clock of the same day", MIDNIGHT("+09:00"), "<p>2024年3月5日 9時05分</p>",
         "2024-03-05T09:05:00+09:00", "", NULL, NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

static void test_zones(void)
{
#define AT(t) "<meta property=article:published_time content='" t "'>"
    static const DateCase cases[] = {
        {"UTC heard in Japan's day", AT("2024-03-04T23:05:00Z"), "<p>2024年3月5日</p>",
         "2024-03-05T08:05:00+09:00", "", NULL, NULL},
        {"local time written as UTC", AT("2024-03-05T09:05:06Z"), "<p>2024年3月5日 9時05分</p>",
         "2024-03-05T09:05:06+09:00", "", NULL, NULL},
        {"UTC that is true", AT("2024-03-05T00:05:06Z"), "<p>2024年3月5日 9時05分</p>",
         "2024-03-05T09:05:06+09:00", "", NULL, NULL},
        {"local time written as UTC, still to come", AT("2026-01-01T08:55:00Z"), "",
         "2026-01-01T08:55:00+09:00", "", NULL, NULL},
        {"abroad: a clock beside the same moment", AT("2023-11-09T01:49:09Z"),
         "<p>November 8, 2023 at 5:49 p.m.</p>", "2023-11-08T17:49:09-08:00", "", NULL, "en-US"},
        {"abroad: the address has the local day", AT("2020-02-18T02:18:11Z"), "",
         "2020-02-17T23:18:11-03:00", "", "https://news.example.com/2020/02/17/harbour", "en-US"},
        {"abroad: zone stated elsewhere",
         AT("2020-02-18T02:18:11Z") "<meta property=article:modified_time "
                                    "content='2020-02-18T09:00:00-05:00'>",
         "", "2020-02-17T21:18:11-05:00", "2020-02-18T09:00:00-05:00", NULL, "en-US"},
        {"abroad: clocks of the metadata are UTC",
         AT("2019-11-18 17:26:45") "<meta itemprop=datePublished content='2019-11-18T17:26:45Z'>",
         "<p>November 18, 2019 12:26 PM</p>", "2019-11-18T12:26:45-05:00", "", NULL, "en-US"},
        {"abroad: local time written as UTC", AT("2023-11-09T05:30:01Z"),
         "<p>November 9, 2023 5:30 AM (EST)</p>", "2023-11-09T05:30:01-05:00", "", NULL, "en-US"},
        {"abroad: UTC that is true", AT("2019-11-20T04:31:13Z"),
         "<p>Nov 19, 2019, 10:31 pm CST</p>", "2019-11-19T22:31:13-06:00", "", NULL, "en-US"},
        {"abroad: UTC as it is", AT("2023-11-09T10:49:09Z"), "<p>November 9, 2023</p>",
         "2023-11-09T10:49:09Z", "", NULL, "en-US"},
        {"evening labelled UTC, days of the page",
         "<meta property=article:published_time "
         "content=2024-03-05T20:15:00Z>",
         "<p>2024年3月5日</p>", "2024-03-05T20:15:00+09:00", "", NULL, NULL},
        {"evening in UTC, days of the page",
         "<meta property=article:published_time "
         "content=2024-03-05T20:15:00Z>",
         "<p>2024年3月6日</p>", "2024-03-06T05:15:00+09:00", "", NULL, NULL},
    };
    check_cases(cases, G_N_ELEMENTS(cases));
}

/* ---- what the decision leaves behind ---- */

static void test_witnesses(void)
{
    DateCase c = {"",
                  AT("2024-03-05T09:05:06Z") "<meta name=pubdate content='2031-01-01'>",
                  "<p>2024年3月5日 9時05分</p>",
                  "",
                  "",
                  NULL,
                  NULL};
    g_autoptr(KiriExtracted) x = read_case(&c);
    const KiriWitness *w = case_witness(x->article, "published", "article:published_time");
    g_assert_true(w->is_chosen);
    g_assert_cmpstr(w->reason, ==, "local time written as UTC");
    g_assert_cmpstr(w->value, ==, "2024-03-05T09:05:06Z");
    w = case_witness(x->article, "published", "pubdate");
    g_assert_false(w->is_chosen);
    g_assert_cmpstr(w->reason, ==, "in the future");
    g_assert_cmpstr(case_witness(x->article, "published", "text")->reason, ==, "agrees");
}

static void test_feed_hint(void)
{
    const KiriCivil civil = {.year = 2024, .month = 3, .day = 5, .hour = 9, .minute = 5};
    const char *html = "<html lang=ja><title>港の計画を縮小</title><h1>港の計画を縮小</h1>"
                       "<p>2024年3月5日</p><p>市は計画を縮める方針を固めた。費用が膨らんだためだ。";
    g_autoptr(GBytes) body = g_bytes_new(html, strlen(html));
    char url[] = "https://news.example.jp/a";
    KiriExtractInput input = {.url = url, .body = body, .now_us = CASE_NOW_US};
    input.hint_published = kiri_time_jst(kiri_civil_to_us(&civil, KIRI_JST_MIN));
    g_autoptr(KiriExtracted) x = kiri_extract(&input, NULL);
    case_time(x->article->published, "2024-03-05T09:05:00+09:00");
}

static void test_western_dates(void)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"Published March 5, 2019 at 9:05 pm", "2019-03-05T21:05:00Z"},
        {"March 5, 2019 | 9 a.m.", "2019-03-05T09:00:00Z"},
        {"5 mars 2019 à 18h33", "2019-03-05T18:33:00Z"},
        {"am 5. März 2019, 9:05 Uhr", "2019-03-05T09:05:00Z"},
        {"am 5. März 2019, 18.02 Uhr", "2019-03-05T18:02:00Z"},
        {"March 5, 2019 9:05:06 PM JST", "2019-03-05T21:05:00+09:00"},
        {"Mar 5, 2019 09:05 (CET)", "2019-03-05T09:05:00+01:00"},
        {"Tue, 05 Mar 2019 09:05 +0530", "2019-03-05T09:05:00+05:30"},
        {"2019 Mar 5", "2019-03-05"},
        {"05-Mar-2019", "2019-03-05"},
        {"March 5, 2019 9.05", "2019-03-05"},
        {"05.03.2019", "2019-03-05"},
        {"23/12/2019", "2019-12-23"},
        {"Sept. 1st, 2019", "2019-09-01"},
        {"5 de marzo de 2019", "2019-03-05"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriTime t;
        gsize from, to;
        g_assert_true(kiri_date_find_western(kiri_str(cases[i].text), 0, FALSE, &t, &from, &to));
        case_time(t, cases[i].expected);
        g_assert_cmpuint(from, <, to);
        g_assert_cmpuint(to, <=, strlen(cases[i].text));
    }
    KiriTime t;
    gsize from, to;
    g_assert_true(kiri_date_find_western(kiri_str("03/05/2019"), 0, TRUE, &t, &from, &to));
    case_time(t, "2019-03-05");
    static const char *const none[] = {"Version 1.2.3", "31/02/2019", "marketing 5, 2019x",
                                       "5 March",       "2019",       ""};
    for (guint i = 0; i < G_N_ELEMENTS(none); i++)
        g_assert_false(kiri_date_find_western(kiri_str(none[i]), 0, FALSE, &t, &from, &to));
}

static void test_roles(void)
{
    static const struct {
        const char *before, *after;
        KiriDateRole role;
        gint strength;
    } cases[] = {
        {"公開日：", "", KIRI_DATE_PUBLISHED, 3},
        {"発表 ", "", KIRI_DATE_PUBLISHED, 1},
        {"", " 更新", KIRI_DATE_UPDATED, 3},
        {"", "　更新：2024/3/6", KIRI_DATE_UNSAID, 0},
        {"[", "]\n掲載", KIRI_DATE_PUBLISHED, 3},
        {"配信終了日：", "", KIRI_DATE_OTHER, 0},
        {"配信期間 ：", "", KIRI_DATE_OTHER, 0},
        {"缶詰を販売 ", "", KIRI_DATE_UNSAID, 0},
        {"", "まで", KIRI_DATE_OTHER, 0},
        {"", "・6日に", KIRI_DATE_OTHER, 0},
        {"Last Updated: ", "", KIRI_DATE_UPDATED, 3},
        {"Letzte Änderung:", "", KIRI_DATE_UPDATED, 3},
        {"wurde am ", " Uhr gepostet und", KIRI_DATE_PUBLISHED, 3},
        {"", "", KIRI_DATE_UNSAID, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint strength;
        gsize used;
        KiriDateRole role =
            kiri_date_role(kiri_str(cases[i].before), kiri_str(cases[i].after), &strength, &used);
        if (role != cases[i].role || strength != cases[i].strength)
            g_error("'%s' | '%s': got %d, %d", cases[i].before, cases[i].after, (int)role,
                    strength);
        g_assert_cmpuint(used, <=, strlen(cases[i].after));
    }
}

/* A headline in front of a date is no label, whatever it tells of; and what reports
 * of an event has at least its day. */
static void check_headline(const char *title, const char *line, const char *published,
                           const char *modified)
{
    g_autofree char *html = g_strconcat(
        "<html lang=ja><title>", title, "</title><h1>", title, "</h1>", line,
        "<p>市は計画を縮める方針を固めた。費用が膨らんだためだ。議会には来月、案を示す。</p>",
        NULL);
    g_autoptr(KiriExtracted) x = case_page(html);
    case_time(x->article->published, published);
    case_time(x->article->modified, modified);
}

static void test_headline_is_no_label(void)
{
    check_headline("町が防災無線を更新へ", "<p>2024年3月5日 9時05分</p>",
                   "2024-03-05T09:05:00+09:00", "");
    check_headline("夏の花火、券を発売", "<p>2024年3月5日</p>", "2024-03-05", "");
    check_headline("町の予算", "<p>免許更新のお知らせ 2024年3月5日</p>", "2024-03-05", "");
    check_headline("町の予算", "<p>最終更新日時 ： 2024年3月5日</p>", "2024-03-05", "2024-03-05");
    check_headline("大臣の会見概要", "<p>日時 2024年3月5日 8時45分～8時58分</p>", "2024-03-05", "");
    check_headline("町の催し", "<p>日時 2024年3月5日 8時45分～8時58分</p>", "", "");
    check_headline("町の催し", "<p>更新日 2024年3月11日</p><p>開始日 2024年4月1日</p>",
                   "2024-03-11", "2024-03-11");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/page-date/visible", test_visible);
    g_test_add_func("/page-date/labels", test_labels);
    g_test_add_func("/page-date/relative", test_relative);
    g_test_add_func("/page-date/surroundings", test_surroundings);
    g_test_add_func("/page-date/cards", test_cards);
    g_test_add_func("/page-date/metadata", test_metadata);
    g_test_add_func("/page-date/address", test_address);
    g_test_add_func("/page-date/midnight", test_midnight);
    g_test_add_func("/page-date/zones", test_zones);
    g_test_add_func("/page-date/witnesses", test_witnesses);
    g_test_add_func("/page-date/feed-hint", test_feed_hint);
    g_test_add_func("/page-date/western", test_western_dates);
    g_test_add_func("/page-date/roles", test_roles);
    g_test_add_func("/page-date/headline-is-no-label", test_headline_is_no_label);
    return g_test_run();
}
