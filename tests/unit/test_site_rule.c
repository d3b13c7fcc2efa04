// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules of sites: how a file is read and refused, which rule is a page's, and what a
 * rule decides, field by field, with the general way behind it. */
#include "../support/extract_case.h"
#include "../support/temp.h"

#include <kirinuki/error.h>
#include <kirinuki/limits.h>
#include <kirinuki/rule_check.h>

#include <string.h>
#include <time.h>
#include <sys/stat.h>

#define URL "https://www.toto.example.jp/articles/2025/1.html"

static KiriSiteRule *read_rule(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriSiteRule *rule = kiri_site_rule_parse(kiri_str(text), "toto", &error);
    g_assert_no_error(error);
    return rule;
}

/* ---- the format ---- */

static void test_reads(void)
{
    g_autoptr(KiriSiteRule) rule = read_rule("\xef\xbb\xbf# 東都新聞\r\n"
                                             "host: WWW.Toto.example.jp\r\n"
                                             "host: .toto.example\n"
                                             "path : /articles/*\n\n"
                                             "  title: h1.title , h1\n"
                                             "title:h2\n"
                                             "date: time.pub @datetime\n"
                                             "terms: 私的利用に限る: 規約第3条\n"
                                             "expect-body: begins 本文の\n"
                                             "expect-author: 山田太郎\n"
                                             "expect-author: 鈴木花子");
    g_assert_cmpstr(rule->name, ==, "toto");
    g_assert_cmpstr(rule->host[0], ==, "www.toto.example.jp");
    g_assert_cmpstr(rule->host[1], ==, ".toto.example");
    g_assert_cmpstr(rule->path[0], ==, "/articles/*");
    g_assert_cmpstr(rule->title[0], ==, "h1.title , h1");
    g_assert_cmpstr(rule->title[1], ==, "h2");
    g_assert_cmpstr(rule->date[0], ==, "time.pub @datetime");
    g_assert_cmpstr(rule->terms, ==, "私的利用に限る: 規約第3条");
    g_assert_cmpstr(rule->expect_body[0], ==, "begins 本文の");
    g_assert_cmpuint(kiri_strv_count(rule->expect_author), ==, 2);
    g_assert_true(kiri_site_rule_has_selectors(rule));
    g_autoptr(KiriSiteRule) off = read_rule("host: x.example\nnote: off");
    g_assert_false(kiri_site_rule_has_selectors(off));
}

static void test_refuses(void)
{
    static const struct {
        const char *text, *place, *expected;
    } cases[] = {
        {"host: a.example\ntitel: h1\n",
         "2:1: ", "no key 'titel'; expected one of host, path, title"},
        {"host: a.example\n  name: x\n", "2:3: ", "no key 'name'"},
        {"host: a.example\nexpect_title: x\n", "2:1: ", "no key"},
        {"title h1\n", "1:1: ", "expected 'key: value'"},
        {"host:\n", "1:6: ", "expected a value"},
        {"host: a b\n", "1:7: ", "expected a host"},
        {"host: https://a.example/\n", "1:7: ", "expected a host"},
        {"host: ..a\n", "1:7: ", "expected a host"},
        {"host: a.example\npath: articles\n", "2:7: ", "begins with '/'"},
        {"host: a.example\ntitle: .本文 > [x\n", "2:16: ", "expected ']'"},
        {"host: a.example\nbody: p:hover\n", "2:9: ", "first-child"},
        {"host: a.example\nterms: a\nterms: b\n", "3:8: ", "only once"},
        {"host: a.example\nexpect-date: gestern\n", "2:14: ", "expected a time"},
        {"host: a.example\nexpect-body: starts x\n", "2:14: ", "expected 'begins'"},
        {"host: a.example\nexpect-body: begins\n", "2:14: ", "expected 'begins'"},
        {"host: a.example\nexample: ../secret\n", "2:10: ", "lies beside the rule"},
        {"host: a.example\nexample: b.rule\n", "2:10: ", "lies beside the rule"},
        {"host: a.example\nexample-url: a\n", "2:14: ", "http or https"},
        {"host: a.example\nexample: a.html\n", "3:1: ", "needs a line 'example-url"},
        {"title: h1\n", "2:1: ", "'host: …' is missing"},
        {"", "1:1: ", "'host: …' is missing"},
        {"host: a.example\nnote: a\xff\n", "2:8: ", "UTF-8"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(kiri_site_rule_parse(kiri_str(cases[i].text), "x", &error));
        g_assert_true(kiri_error_is(error, KIRI_ERROR_PARSE));
        g_test_message("%s", error->message);
        g_assert_true(g_str_has_prefix(error->message, cases[i].place));
        g_assert_nonnull(strstr(error->message, cases[i].expected));
    }
}

static void test_limits(void)
{
    g_autoptr(GString) many = g_string_new("host: a.example\n");
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < KIRI_LIMIT_RULE_VALUES; i++)
        g_string_append(many, "drop: .x\n");
    kiri_site_rule_free(read_rule(many->str));
    g_string_append(many, "drop: .x\n");
    g_assert_null(kiri_site_rule_parse(kiri_str(many->str), "x", &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
    g_clear_error(&error);
    g_autofree char *long_note = g_strnfill(KIRI_LIMIT_RULE_BYTES + 1, 'a');
    g_assert_null(kiri_site_rule_parse(kiri_str(long_note), "x", &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

static void test_survives_its_stored_form(void)
{
    g_autoptr(KiriSiteRule) rule = read_rule("host: a.example\ntitle: h1\ndrop: .x\nnext: a\n"
                                             "expect-title: 題\nexpect-body: lacks x\n");
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_site_rule_shape, rule, &stored);
    g_autoptr(KiriSiteRule) back =
        kiri_record_decode(&kiri_site_rule_shape, kiri_buf_view(&stored), NULL);
    g_assert_true(kiri_record_equal(&kiri_site_rule_shape, rule, back));
}

/* ---- which rule ---- */

static void add_rule(KiriSiteRules *rules, const char *name, gboolean is_own, const char *text)
{
    g_autoptr(KiriSiteRule) rule = read_rule(text);
    g_free(rule->name);
    rule->name = g_strdup(name);
    rule->is_own = is_own;
    g_assert_true(kiri_site_rules_add(rules, g_steal_pointer(&rule)));
}

static void assert_rule(const KiriSiteRules *rules, const char *url, const char *name)
{
    const KiriSiteRule *rule = kiri_site_rules_find(rules, url);
    g_assert_cmpstr(rule ? rule->name : NULL, ==, name);
    if (rule)
        g_assert_true(kiri_site_rule_fits(rule, url));
}

static void test_finds(void)
{
    g_autoptr(KiriSiteRules) rules = kiri_site_rules_new();
    assert_rule(rules, "https://a.example/", NULL);
    add_rule(rules, "all", FALSE, "host: .a.example");
    add_rule(rules, "www", FALSE, "host: www.a.example\nhost: www.b.example");
    add_rule(rules, "news", FALSE, "host: www.a.example\npath: /news/*");
    add_rule(rules, "deep", FALSE, "host: www.a.example\npath: /news/*/articles/?.html");
    add_rule(rules, "sub", FALSE, "host: .sub.a.example");
    add_rule(rules, "theirs", FALSE, "host: c.example\npath: /articles/*");
    add_rule(rules, "ours", TRUE, "host: c.example");
    assert_rule(rules, "https://a.example/x", "all");
    assert_rule(rules, "https://m.a.example/x", "all");
    assert_rule(rules, "https://ba.example/x", NULL);
    assert_rule(rules, "https://www.a.example/x", "www");
    assert_rule(rules, "http://WWW.A.example:8080/x", "www");
    assert_rule(rules, "https://www.b.example/", "www");
    assert_rule(rules, "https://www.a.example/news/1", "news");
    assert_rule(rules, "https://www.a.example/news", "www");
    assert_rule(rules, "https://www.a.example/news/x/y/articles/1.html", "deep");
    assert_rule(rules, "https://www.a.example/news/x/articles/12.html", "news");
    assert_rule(rules, "https://sub.a.example/", "sub");
    assert_rule(rules, "https://x.sub.a.example/", "sub");
    assert_rule(rules, "https://c.example/articles/1", "ours"); // the workspace first
    assert_rule(rules, "urn:kirinuki:import:1", NULL);
    assert_rule(rules, "", NULL);
    g_assert_cmpuint(kiri_site_rules_count(rules), ==, 7);
    g_assert_cmpstr(kiri_site_rules_at(rules, 0)->name, ==, "all");
    g_assert_nonnull(kiri_site_rules_get(rules, "deep"));
    g_assert_null(kiri_site_rules_get(rules, "nothing"));
}

/* A path of stars against a long address: no power of anything. */
static void test_glob_is_bounded(void)
{
    g_autofree char *stars = g_strnfill(200, '*');
    g_autofree char *as = g_strnfill(1500, 'a');
    g_autofree char *text = g_strconcat("host: a.example\npath: /", stars, "a*a*a*a*a*b", NULL);
    g_autofree char *url = g_strconcat("https://a.example/", as, NULL);
    g_autoptr(KiriSiteRule) rule = read_rule(text);
    gint64 began = g_get_monotonic_time();
    g_assert_false(kiri_site_rule_fits(rule, url));
    g_assert_cmpint(g_get_monotonic_time() - began, <, G_USEC_PER_SEC);
}

static void write_file(const char *dir, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void test_loads(void)
{
    g_autoptr(KiriTempDir) own = kiri_temp_new();
    g_autoptr(KiriTempDir) shipped = kiri_temp_new();
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriSiteRules) rules = kiri_site_rules_new();
    write_file(own, "a.rule", "host: a.example\nnote: ours\n");
    write_file(shipped, "a.rule", "host: a.example\ntitle: h1\n");
    write_file(shipped, "b.rule", "host: b.example\ntitle: h1\n");
    write_file(shipped, "bad.rule", "host: c.example\ncolour: red\n");
    write_file(shipped, ".hidden.rule", "colour: red\n");
    write_file(shipped, "b.html", "<p>no rule</p>");
    g_autofree char *pipe = g_build_filename(shipped, "pipe.rule", NULL);
    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    kiri_site_rules_load(rules, own, TRUE, problems);
    kiri_site_rules_load(rules, shipped, FALSE, problems);
    kiri_site_rules_load(rules, "/nowhere/at/all", FALSE, problems);
    g_assert_cmpuint(kiri_site_rules_count(rules), ==, 2);
    g_assert_cmpstr(kiri_site_rules_get(rules, "a")->note, ==, "ours");
    g_assert_true(kiri_site_rules_get(rules, "a")->is_own);
    g_assert_false(kiri_site_rules_get(rules, "b")->is_own);
    g_assert_cmpuint(problems->len, ==, 3);
    g_assert_nonnull(strstr(problems->pdata[1], "bad.rule:2:1: "));
    g_assert_nonnull(strstr(problems->pdata[2], "pipe.rule' is not a file"));
}

/* ---- at work ---- */

#define P1 "<p>暮らし安全省は十四日、古い製品の点検を呼びかける取り組みを始めると発表した。</p>"
#define P2 "<p>点検の受け付けは五月一日から全国の窓口で行い、費用は無料とする方針である。</p>"

static const char page[] =
    "<!DOCTYPE html><html lang=ja><head><title>古い家電の点検｜東都新聞</title>"
    "<meta property='og:title' content='古い家電の点検'>"
    "<meta property='og:image' content='/logo.png'>"
    "<meta property='article:published_time' content='2025-03-01T08:00:00+09:00'></head><body>"
    "<header><ul class=crumbs><li>トップ</li><li>社会</li></ul></header>"
    "<div class=story><h2 class=head>古い家電の無料点検を開始</h2>"
    "<div class=by><span class=name>山田太郎</span><span class=name>鈴木花子</span></div>"
    "<time class=pub datetime='2025-04-14T09:05:00+09:00'>4月14日</time>"
    "<time class=mod datetime='2025-04-15'>15日</time>"
    "<div class=text>" P1
    "<div class=promo>会員登録はこちらからどうぞ。今なら一か月無料です。</div>"
    "<table><tr><td>扇風機</td><td>12件</td></tr></table></div>"
    "<img class=photo src='img/1.jpg'>"
    "<div class=text>" P2 "<a href='/other/5'>別の記事</a></div>"
    "<a class=more href='?page=2'>先を読む</a><a class=all href='1_all.html'>まとめ</a></div>"
    "</body></html>";

static KiriExtracted *apply(const char *rule_text, const char *html)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    g_autoptr(GError) error = NULL;
    input->url = g_strdup(URL);
    input->content_type = g_strdup("text/html; charset=utf-8");
    input->body = g_bytes_new(html, strlen(html));
    input->now_us = CASE_NOW_US;
    input->rule = rule_text ? read_rule(rule_text) : NULL;
    KiriExtracted *x = kiri_extract(input, &error);
    g_assert_no_error(error);
    return x;
}

static void assert_chosen(const KiriArticle *a, const char *field, const char *source)
{
    guint n = 0;
    for (guint i = 0; i < kiri_recs_count(a->witnesses); i++) {
        const KiriWitness *w = g_ptr_array_index(a->witnesses, i);
        if (strcmp(w->field, field) != 0 || !w->is_chosen)
            continue;
        g_assert_cmpstr(w->source, ==, source);
        n++;
    }
    g_assert_cmpuint(n, ==, 1);
}

static void test_decides_all(void)
{
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ntitle: h2.head\nbody: .text\ndrop: .promo\n"
              "author: .by .name\ndate: time.pub @datetime\nupdated: time.mod @datetime\n"
              "image: img.photo\nsection: .crumbs li:nth-child(2)\nnext: a.more\nwhole: a.all\n",
              page);
    const KiriArticle *a = x->article;
    g_assert_cmpstr(x->rule, ==, "toto");
    for (char **missed = x->rule_missed; missed && *missed; missed++)
        g_test_message("missed: %s", *missed);
    g_assert_null(x->rule_missed);
    g_assert_null(x->no_article);
    g_assert_cmpstr(a->title, ==, "古い家電の無料点検を開始");
    g_assert_cmpstr(a->text, ==,
                    "暮らし安全省は十四日、古い製品の点検を呼びかける取り組みを始めると発表した。\n"
                    "扇風機 12件\n"
                    "点検の受け付けは五月一日から全国の窓口で行い、費用は無料とする方針である。\n"
                    "別の記事");
    g_assert_cmpuint(kiri_strv_count(a->authors), ==, 2);
    g_assert_cmpstr(a->authors[0], ==, "山田太郎");
    g_assert_cmpstr(a->authors[1], ==, "鈴木花子");
    case_time(a->published, "2025-04-14T09:05:00+09:00");
    case_time(a->modified, "2025-04-15");
    g_assert_cmpstr(a->image, ==, "https://www.toto.example.jp/articles/2025/img/1.jpg");
    g_assert_cmpstr(a->section, ==, "社会");
    g_assert_cmpstr(x->next_page, ==, URL "?page=2");
    g_assert_cmpstr(x->whole_page, ==, "https://www.toto.example.jp/articles/2025/1_all.html");
    g_assert_true(kiri_strv_has(a->links, "https://www.toto.example.jp/other/5"));
    static const char *const fields[] = {"title",    "text",  "authors", "published",
                                         "modified", "image", "section"};
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
        assert_chosen(a, fields[i], "rule: toto");
}

/* Whatever the rule does not find is what it would be without one. */
static void test_falls_back(void)
{
    g_autoptr(KiriExtracted) general = apply(NULL, page);
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ntitle: h1.gone\nbody: .gone\nauthor: .gone\n"
              "date: .gone @datetime\nupdated: .gone\nimage: .gone\nsection: .gone\nnext: .gone\n"
              "whole: .gone\ndrop: .gone\n",
              page);
    g_assert_cmpuint(kiri_strv_count(x->rule_missed), ==, 9);
    g_assert_cmpstr(x->rule_missed[0], ==, "title");
    g_assert_cmpstr(x->rule_missed[1], ==, "body");
    g_assert_null(general->rule);
    g_assert_true(kiri_record_equal(&kiri_article_shape, x->article, general->article));
    g_assert_cmpstr(x->next_page, ==, general->next_page);
    g_assert_cmpstr(x->article->title, ==, "古い家電の点検");
}

/* What is found, but cannot be it, does not count either. */
static void test_refuses_nonsense(void)
{
    g_autoptr(KiriExtracted) general = apply(NULL, page);
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ntitle: img\nbody: time\nauthor: .text\n"
              "date: h2\nupdated: .late @datetime\nimage: .story\nsection: .text\nnext: a.self\n",
              "<html lang=ja><head><title>古い家電の点検</title></head><body><div class=story>"
              "<h1>古い家電の点検</h1><img><time>4月</time><h2>小見出し</h2>"
              "<time class=late datetime='2031-01-01T00:00+09:00'></time>"
              "<div class=text>" P1 P2 "</div><a class=self href='#top'>上へ</a></div>");
    g_assert_cmpuint(kiri_strv_count(x->rule_missed), ==, 8);
    g_assert_cmpstr(x->article->title, ==, general->article->title);
    g_assert_nonnull(strstr(x->article->text, "点検の受け付けは"));
    g_assert_null(x->next_page);
}

/* A list of places is one text in the order of the page; another line counts only
 * where the one before it gives none. */
static void test_body_lines(void)
{
    static const char html[] =
        "<html lang=ja><head><title>古い家電の点検</title></head><body><div class=all>"
        "<h1>古い家電の点検</h1><div class=lead>" P1
        "</div><p>この間に広告が入る場合があります。</p>"
        "<div class=rest>" P2 "</div></div>";
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\nbody: .gone\nbody: .rest, .lead\nbody: .all\n", html);
    g_assert_true(g_str_has_prefix(x->article->text, "暮らし安全省は"));
    g_assert_true(g_str_has_suffix(x->article->text, "方針である。"));
    g_assert_null(strstr(x->article->text, "広告が入る"));
    g_autoptr(KiriExtracted) y =
        apply("host: www.toto.example.jp\nbody: h1 span, .gone\nbody: .all\n", html);
    g_assert_nonnull(strstr(y->article->text, "広告が入る"));
    g_assert_null(y->rule_missed);
}

/* Alternatives: the first line that gives something. */
static void test_alternatives(void)
{
    g_autoptr(KiriExtracted) x = apply("host: www.toto.example.jp\ntitle: h1.gone\n"
                                       "title: meta[property='og:title']\ndate: h2\n"
                                       "date: time.pub @datetime\nimage: meta[property='og:image']",
                                       page);
    g_assert_null(x->rule_missed);
    g_assert_cmpstr(x->article->title, ==, "古い家電の点検");
    g_assert_cmpstr(x->article->image, ==, "https://www.toto.example.jp/logo.png");
    case_time(x->article->published, "2025-04-14T09:05:00+09:00");
}

/* What is dropped is no text of the general way either, and can still be read. */
static void test_drop_alone(void)
{
    static const char html[] =
        "<html lang=ja><head><title>古い家電の点検</title></head><body><article>"
        "<h1>古い家電の点検</h1><div "
        "class=extra><p>この欄は編集部からのお知らせであり、毎日掲載する。</p>"
        "<span class=w>山田太郎</span></div>" P1 P2 "</article></body></html>";
    g_autoptr(KiriExtracted) with = apply(NULL, html);
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ndrop: .extra\nauthor: .w\n", html);
    g_assert_nonnull(strstr(with->article->text, "編集部からのお知らせ"));
    g_assert_null(strstr(x->article->text, "編集部からのお知らせ"));
    g_assert_nonnull(strstr(x->article->text, "点検の受け付けは"));
    g_assert_cmpstr(x->article->authors[0], ==, "山田太郎");
}

/* A day does not push out the same day with its hour. */
static void test_agreeing_day(void)
{
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ndate: .day\n",
              "<html lang=ja><head><title>点検</title>"
              "<meta property='article:published_time' "
              "content='2025-04-14T09:05:00+09:00'></head><body>"
              "<h1>古い家電の点検</h1><p class=day>令和7年4月14日</p>" P1 P2);
    case_time(x->article->published, "2025-04-14T09:05:00+09:00");
    g_assert_null(x->rule_missed);
    g_assert_null(strstr(x->article->text, "令和7年"));
}

/* A wire is an agency; a title's element is the heading and no text. */
static void test_agency_and_heading(void)
{
    g_autoptr(KiriExtracted) x =
        apply("host: www.toto.example.jp\ntitle: .t\nbody: .story\n"
              "author: .by\n",
              "<html lang=ja><body><div class=story><p class=t>家電を点検へ"
              "</p><p class=by>共同通信</p>" P1 "</div>");
    g_assert_cmpstr(x->article->agency, ==, "共同");
    g_assert_null(x->article->authors);
    g_assert_false(g_str_has_prefix(x->article->text, "家電を点検へ"));
}

/* A thousand looks at a class of megabytes are as many as at a page of elements: the
 * text, which is looked for last, is then found the general way. */
static void test_attributes_are_steps(void)
{
    g_autoptr(GString) rule =
        g_string_new("host: www.toto.example.jp\nbody: .story:not(.p):not(.q):not(.r):not(.s)\n");
    for (guint i = 0; i < KIRI_LIMIT_RULE_VALUES; i++)
        g_string_append(rule, "date: .a:not(.b), [class*=d], [class~=e]\n"
                              "author: [class$=f], [class^=g], [class=h]\n");
    g_autofree char *words = g_strnfill(4 << 20, 'c');
    for (gsize i = 0; i < 4 << 20; i += 8)
        words[i] = ' ';
    for (guint is_long = 0; is_long < 2; is_long++) {
        g_autofree char *html = g_strconcat(
            "<html lang=ja><body><h1>家電の点検</h1><div class=story>" P1 P2 "</div><i class='",
            is_long ? words : "c", "'>x</i>", NULL);
        g_autoptr(KiriExtracted) x = apply(rule->str, html);
        g_assert_true(g_str_has_prefix(x->article->text, "暮らし安全省は"));
        g_assert_cmpint(kiri_strv_has(x->rule_missed, "body"), ==, is_long);
    }
}

/* Six hundred lines on a page of two hundred thousand nodes: what cannot be searched any
 * more is missed, and the page is read all the same. */
static void test_steps_are_bounded(void)
{
    static const char *const keys[] = {"title",   "body",  "drop",    "author", "date",
                                       "updated", "image", "section", "next",   "whole"};
    g_autoptr(GString) rule = g_string_new("host: www.toto.example.jp\n");
    g_autoptr(GString) html =
        g_string_new("<html lang=ja><body><article><h1>家電の点検</h1>" P1 P2);
    for (gsize k = 0; k < G_N_ELEMENTS(keys); k++)
        for (guint i = 0; i < KIRI_LIMIT_RULE_VALUES; i++)
            g_string_append_printf(rule, "%s: div > .a .b ~ .c, .q\n", keys[k]);
    g_string_append(html, "</article>");
    for (guint i = 0; i < 40000; i++)
        g_string_append(html, "<div class=a><b class=b>x<i class=c>y</i></b></div>");
    clock_t began = clock(); // others may keep the machine busy
    g_autoptr(KiriExtracted) plain = apply(NULL, html->str);
    gint64 plain_ms = (clock() - began) * 1000 / CLOCKS_PER_SEC;
    began = clock();
    g_autoptr(KiriExtracted) x = apply(rule->str, html->str);
    gint64 with_ms = (clock() - began) * 1000 / CLOCKS_PER_SEC;
    g_test_message("%d ms, with the rule %d ms", (gint)plain_ms, (gint)with_ms);
    g_assert_cmpstr(x->article->title, ==, plain->article->title);
    g_assert_cmpuint(kiri_strv_count(x->rule_missed), ==, 9);
    g_assert_cmpint(with_ms, <, 20000);
}

/* ---- examples ---- */

static void test_judges(void)
{
    static const char rule_text[] =
        "host: www.toto.example.jp\npath: /articles/*\ntitle: h2.head\nbody: .text\ndrop: .promo\n"
        "date: time.pub @datetime\nauthor: .by .name\nexample: toto.html\nexample-url: " URL "\n"
        "expect-title: 古い家電の無料点検を開始\nexpect-date: 2025-04-14T09:05+09:00\n"
        "expect-author: 山田太郎\nexpect-author: 鈴木花子\nexpect-body: begins 暮らし安全省\n"
        "expect-body: contains 扇風機 12件\nexpect-body: ends 別の記事\nexpect-body: lacks "
        "会員登録\n";
    g_autoptr(KiriSiteRule) rule = read_rule(rule_text);
    g_autoptr(GBytes) bytes = g_bytes_new_static(page, sizeof page - 1);
    g_autoptr(KiriExtractInput) input = kiri_rule_example_input(rule, bytes);
    g_autoptr(KiriExtracted) x = kiri_extract(input, NULL);
    g_auto(GStrv) none = kiri_rule_judge(rule, x);
    g_assert_null(none);

    g_autofree char *wrong =
        g_strconcat(rule_text, "section: .gone\nexpect-body: ends 終わり\n", NULL);
    g_autoptr(KiriSiteRule) bad = read_rule(wrong);
    g_free(bad->expect_title);
    bad->expect_title = g_strdup("別の見出し");
    g_free(bad->expect_date);
    bad->expect_date = g_strdup("2025-04-13");
    g_free(bad->path[0]);
    bad->path[0] = g_strdup("/news/*");
    g_autoptr(KiriExtractInput) again = kiri_rule_example_input(bad, bytes);
    g_autoptr(KiriExtracted) y = kiri_extract(again, NULL);
    g_auto(GStrv) problems = kiri_rule_judge(bad, y);
    g_assert_cmpuint(kiri_strv_count(problems), ==, 5);
    g_assert_nonnull(strstr(problems[0], "example-url"));
    g_assert_nonnull(strstr(problems[1], "section"));
    g_assert_nonnull(strstr(problems[2], "'別の見出し', got '古い家電の無料点検を開始'"));
    g_assert_nonnull(strstr(problems[3], "expect-date"));
    g_assert_nonnull(strstr(problems[4], "expected ends '終わり'"));
}

/* Every rule that is shipped does what it says of its example. */
static void test_shipped(void)
{
    static const char dir[] = KIRINUKI_SOURCE_DIR "/feeds/sites";
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriSiteRules) rules = kiri_site_rules_new();
    kiri_site_rules_load(rules, dir, FALSE, problems);
    for (guint i = 0; i < problems->len; i++)
        g_test_message("%s", (char *)problems->pdata[i]);
    g_assert_cmpuint(problems->len, ==, 0);
    g_assert_cmpuint(kiri_site_rules_count(rules), >=, 30);
    guint n_wrong = 0;
    for (guint i = 0; i < kiri_site_rules_count(rules); i++) {
        const KiriSiteRule *rule = kiri_site_rules_at(rules, i);
        g_test_message("%s", rule->name);
        g_assert_nonnull(rule->example);
        g_assert_nonnull(rule->expect_title);
        g_assert_nonnull(rule->expect_date);
        g_assert_cmpuint(kiri_strv_count(rule->expect_body), >=, 2);
        g_autofree char *path = g_build_filename(dir, rule->example, NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        g_autoptr(GBytes) body = g_bytes_new(bytes, n);
        g_autoptr(KiriExtractInput) input = kiri_rule_example_input(rule, body);
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriExtracted) x = kiri_extract(input, &error);
        g_assert_no_error(error);
        g_auto(GStrv) wrong = kiri_rule_judge(rule, x);
        for (char **w = wrong; w && *w; w++)
            g_test_message("  %s", *w);
        n_wrong += wrong ? 1 : 0;
        g_assert_true(kiri_site_rules_find(rules, rule->example_url) == rule);
    }
    g_assert_cmpuint(n_wrong, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/site-rule/reads", test_reads);
    g_test_add_func("/site-rule/refuses", test_refuses);
    g_test_add_func("/site-rule/limits", test_limits);
    g_test_add_func("/site-rule/stored-form", test_survives_its_stored_form);
    g_test_add_func("/site-rule/finds", test_finds);
    g_test_add_func("/site-rule/glob-is-bounded", test_glob_is_bounded);
    g_test_add_func("/site-rule/loads", test_loads);
    g_test_add_func("/site-rule/decides-all", test_decides_all);
    g_test_add_func("/site-rule/falls-back", test_falls_back);
    g_test_add_func("/site-rule/refuses-nonsense", test_refuses_nonsense);
    g_test_add_func("/site-rule/body-lines", test_body_lines);
    g_test_add_func("/site-rule/alternatives", test_alternatives);
    g_test_add_func("/site-rule/drop-alone", test_drop_alone);
    g_test_add_func("/site-rule/agreeing-day", test_agreeing_day);
    g_test_add_func("/site-rule/agency-and-heading", test_agency_and_heading);
    g_test_add_func("/site-rule/steps-are-bounded", test_steps_are_bounded);
    g_test_add_func("/site-rule/attributes-are-steps", test_attributes_are_steps);
    g_test_add_func("/site-rule/judges", test_judges);
    g_test_add_func("/site-rule/shipped", test_shipped);
    return g_test_run();
}
