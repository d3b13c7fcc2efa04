// SPDX-License-Identifier: GPL-3.0-or-later
/* Below the extractor: the flat document, JSON-LD and its repair, class names. */
#include "markup/dom.h"
#include "markup/jsonld.h"
#include "extract/page_names.h"

#include <kirinuki/error.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

static KiriDom *parse(const char *html)
{
    g_autoptr(GError) error = NULL;
    KiriDom *dom = kiri_dom_parse(kiri_str(html), KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, &error);
    g_assert_no_error(error);
    return dom;
}

static void check_text(const char *html, const char *expected)
{
    g_autoptr(KiriDom) dom = parse(html);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, 65536);
    kiri_dom_text(dom, kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY), &out);
    g_assert_cmpstr(out.p, ==, expected);
}

static void test_dom_shape(void)
{
    g_autoptr(KiriDom) dom = parse("<div id=a class='B c'><p>x<b>y</b></p></div><p>z");
    guint div = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_DIV);
    g_assert_cmpstr(kiri_dom_attr(dom, div, "class"), ==, "B c");
    g_assert_null(kiri_dom_attr(dom, div, "href"));
    guint p = kiri_dom_find(dom, div, dom->nodes[div].end, KIRI_TAG_P);
    g_assert_cmpuint(dom->nodes[p].parent, ==, div);
    g_assert_cmpuint(kiri_dom_find(dom, dom->nodes[div].end, dom->n, KIRI_TAG_P), <, dom->n);
    g_assert_cmpuint(kiri_dom_ancestor(dom, p + 1, KIRI_TAG_DIV), ==, div);
    /* Every subtree lies inside its parent's. */
    for (guint i = 1; i < dom->n; i++) {
        g_assert_cmpuint(dom->nodes[i].parent, <, i);
        g_assert_cmpuint(dom->nodes[i].end, <=, dom->nodes[dom->nodes[i].parent].end);
    }
}

static void test_dom_text(void)
{
    check_text("<p>日本語の\n   改行は<b>消える</b></p><p>Latin\n words stay</p>",
               "日本語の改行は消える\nLatin words stay");
    check_text("<p><ruby>腫瘍<rp>（</rp><rt>しゅよう</rt><rp>）</rp></ruby>です", "腫瘍です");
    check_text("一<br>二<br><br>三<script>四</script><style>五</style>", "一\n二\n三");
    check_text("<p>　字下げ", "字下げ");
    check_text("<p>&amp;lt; &#x3042;&nbsp;い", "&lt; あ い");
}

static void test_dom_limits(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    for (gint i = 0; i < 3000; i++)
        g_string_append(deep, "<div>");
    g_string_append(deep, "底");
    g_autoptr(KiriDom) dom = parse(deep->str);
    g_assert_true(dom->was_cut);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDom) none = kiri_dom_parse(kiri_str(deep->str), 1024, 1000, &error);
    g_assert_null(none);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
    g_clear_error(&error);
    g_autoptr(KiriDom) slow = kiri_dom_parse(kiri_str(deep->str), KIRI_LIMIT_DOM_BYTES, -1, &error);
    g_assert_null(slow);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

static KiriJsonLd *read_ld(const char *json)
{
    g_autofree char *html =
        g_strconcat("<script type=\"application/ld+json\">", json, "</script>", NULL);
    g_autoptr(KiriDom) dom = parse(html);
    return kiri_jsonld_read(dom, "https://news.example.jp/articles/1");
}

static void test_jsonld_graph(void)
{
    g_autoptr(KiriJsonLd) ld =
        read_ld("{\"@context\":\"https://schema.org\",\"@graph\":["
                "{\"@type\":\"WebSite\",\"@id\":\"#w\",\"name\":\"ひろば\"},"
                "{\"@type\":[\"Article\",\"NewsArticle\"],\"headline\":\"見出し &amp; "
                "続き\",\"author\":{\"@id\":\"#p\"},"
                "\"publisher\":{\"@id\":\"#o\"},\"datePublished\":\"2024-01-02\",\"keywords\":["
                "\"甲\",\"乙\"],"
                "\"isAccessibleForFree\":\"False\",\"image\":[{\"@type\":\"ImageObject\",\"url\":"
                "\"/i.png\"}]},"
                "{\"@type\":\"Person\",\"@id\":\"#p\",\"name\":\"山田太郎\"},"
                "{\"@type\":\"Organization\",\"@id\":\"#o\",\"name\":\"ひろば社\"}]}");
    g_assert_cmpstr(ld->headline, ==, "見出し & 続き");
    g_assert_cmpstr(ld->authors[0], ==, "山田太郎");
    g_assert_cmpstr(ld->publisher, ==, "ひろば社");
    g_assert_cmpstr(ld->website, ==, "ひろば");
    g_assert_cmpstr(ld->published, ==, "2024-01-02");
    g_assert_cmpstr(ld->image, ==, "/i.png");
    g_assert_cmpuint(kiri_strv_count(ld->keywords), ==, 2);
    g_assert_true(ld->says_paid);
    g_assert_false(ld->says_free);
    g_assert_false(ld->was_repaired);
}

/* Of several articles the one is meant that names this page. */
static void test_jsonld_choice(void)
{
    g_autoptr(KiriJsonLd) ld = read_ld("[{\"@type\":\"NewsArticle\",\"headline\":\"別\",\"url\":"
                                       "\"https://news.example.jp/articles/2\"},"
                                       "{\"@type\":\"NewsArticle\",\"headline\":\"これ\",\"url\":"
                                       "\"https://news.example.jp/articles/1\"},"
                                       "{\"@type\":\"BreadcrumbList\",\"name\":\"道\"}]");
    g_assert_cmpstr(ld->headline, ==, "これ");
    /* Persons before organisations; a name alone is a person. */
    g_autoptr(KiriJsonLd) who =
        read_ld("{\"@type\":\"Article\",\"headline\":\"x\",\"author\":[{\"@type\":"
                "\"Organization\",\"name\":\"社\"},{\"@type\":\"Person\",\"name\":"
                "[\"甲\",\"乙\"]},\"丙\"]}");
    g_autofree char *joined = g_strjoinv("/", who->authors);
    g_assert_cmpstr(joined, ==, "甲/乙/丙");
}

/* What one block leaves out another one may say, if it is about the same article. */
static void test_jsonld_twins(void)
{
    g_autoptr(KiriJsonLd) ld =
        read_ld("[{\"@type\":\"NewsArticle\",\"headline\":\"一\",\"datePublished\":\"2024-01-02\"},"
                "{\"@type\":\"Article\",\"headline\":\"二\",\"articleSection\":\"経済\"},"
                "{\"@type\":\"BlogPosting\",\"headline\":\"一\",\"author\":\"山田太郎\","
                "\"datePublished\":\"2020-01-01\",\"publisher\":[{\"name\":\"ひろば社\"}]}]");
    g_assert_cmpstr(ld->published, ==, "2024-01-02");
    g_assert_cmpstr(ld->type, ==, "NewsArticle");
    g_assert_cmpstr(ld->authors[0], ==, "山田太郎");
    g_assert_cmpstr(ld->publisher, ==, "ひろば社");
    g_assert_null(ld->section);
}

static void test_jsonld_broken(void)
{
    static const char *const broken[] = {
        "{\"@type\":\"Article\",\"headline\":\"一\n二\",}",
        "<!--\n{\"@type\":\"Article\",\"headline\":\"一\n二\"}\n-->",
        "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"一\\n二\",\"x\":[1,2,],}\n//]]>",
        "{\"@type\":\"Article\",/* c */\"headline\":\"一\t\n二\"};",
        "{\"@type\":\"WebSite\",\"name\":\"s\"}{\"@type\":\"Article\",\"headline\":\"一\n二\"}",
        "{\"@type\":\"Article\",\"x\":\"it\\'s\",\"headline\":\"一\n二\"}",
        "\xef\xbb\xbf{\"@type\":\"schema:Article\",\u3000\"headline\":\"一・二\"}",
        "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;一&amp;二&quot;}",
        "{'@type':'Article','headline':'一 \"と\" it's 二'}",
        "var data = {\"@type\": \"Article\", headline: \"一 二\", wordCount: 012, x: undefined};",
        "{\"@type\":\"Article\"\n\"headline\":\"一 二\"\n\"n\":[1 2]}",
        "{\"@type\":\"Article\",\"headline\":\"一 \\ud83d 二\",\"n\":}",
        "{\"@type\":\"Article\",\"headline\":\"一 \\ud83d\\ude00\\u30c 二\"}",
        "{\"@type\":\"Article\",\"headline\":\"一「\"甲\", \"乙\"」: 二\",\"n\":1e999}",
        "{\"@type\":\"Article\",\"headline\":\"一 二\",\"author\":{\"name\":[\"山田",
        "{\"@type\":\"Article\",\"headline\":\"一 二\",\"dateP",
        "[{\"@type\":\"Article\",\"headline\":\"一 二\"}}]",
    };
    for (guint i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(KiriJsonLd) ld = read_ld(broken[i]);
        g_test_message("case %u", i);
        g_assert_true(ld->was_repaired);
        g_assert_nonnull(ld->headline);
        g_assert_true(g_str_has_prefix(ld->headline, "一") && g_str_has_suffix(ld->headline, "二"));
    }
    g_autoptr(KiriJsonLd) quotes = read_ld(
        "{\"@type\":\"Article\",\"headline\":\"彼は\"よし\"と言った\",\"datePublished\":\"2024\"}");
    g_assert_cmpstr(quotes->headline, ==, "彼は\"よし\"と言った");
    g_assert_cmpstr(quotes->published, ==, "2024");
    g_autoptr(KiriJsonLd) cut = read_ld("{\"@type\":\"Article\",\"author\":[\"甲\",\"乙");
    g_assert_cmpuint(kiri_strv_count(cut->authors), ==, 2);
    g_autoptr(KiriJsonLd) hopeless = read_ld("{{{");
    g_assert_null(hopeless->type);
}

static void test_names(void)
{
    static const struct {
        const char *name;
        guint expected;
    } cases[] = {
        {"article-body", KIRI_NAME_BODY},
        {"relatedArticles", KIRI_NAME_RELATED},
        {"p-news__sns-list", KIRI_NAME_SHARE},
        {"kanren_kiji", KIRI_NAME_RELATED | KIRI_NAME_BODY},
        {"HTMLBody", KIRI_NAME_BODY},
        {"figure-caption", KIRI_NAME_CAPTION},
        {"Topicpath", KIRI_NAME_NAV},
        {"ad", KIRI_NAME_AD},
        {"shadow badge adventure commented", 0},
        {"tag-share category-comment", 0}, // WordPress names its posts so
        {"", 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(kiri_names_of(cases[i].name), ==, cases[i].expected);
    g_autoptr(KiriDom) dom = parse("<div id=sharing-code-with-friends></div><nav hidden></nav>");
    g_autofree guint32 *names = kiri_names_read(dom);
    g_assert_cmpuint(names[kiri_dom_find(dom, 0, dom->n, KIRI_TAG_DIV)], ==, 0);
    g_assert_cmpuint(names[kiri_dom_find(dom, 0, dom->n, KIRI_TAG_NAV)], ==,
                     KIRI_NAME_NAV | KIRI_NAME_HIDDEN);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dom/shape", test_dom_shape);
    g_test_add_func("/dom/text", test_dom_text);
    g_test_add_func("/dom/limits", test_dom_limits);
    g_test_add_func("/jsonld/graph", test_jsonld_graph);
    g_test_add_func("/jsonld/choice", test_jsonld_choice);
    g_test_add_func("/jsonld/twins", test_jsonld_twins);
    g_test_add_func("/jsonld/broken", test_jsonld_broken);
    g_test_add_func("/names/words", test_names);
    return g_test_run();
}
