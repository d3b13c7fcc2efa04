// SPDX-License-Identifier: GPL-3.0-or-later
/* Selectors: what each form finds, what is refused and where, and that neither a
 * long chain nor a deep page costs more than a walk. */
#include <kirinuki/error.h>
#include <kirinuki/limits.h>

#include "markup/selector.h"

#include <string.h>

static KiriDom *parse(const char *html)
{
    g_autoptr(GError) error = NULL;
    KiriDom *dom = kiri_dom_parse(kiri_str(html), KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, &error);
    g_assert_no_error(error);
    return dom;
}

static KiriSelector *compile(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriSelector *s = kiri_selector_parse(kiri_str(text), NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(s);
    return s;
}

/* The ids of what matches, in document order, separated by spaces. */
static char *found(const char *html, const char *selector)
{
    g_autoptr(KiriDom) dom = parse(html);
    g_autoptr(KiriSelector) s = compile(selector);
    g_autofree guint8 *marks = g_new0(guint8, dom->n);
    guint n = kiri_selector_mark(s, dom, marks), seen = 0, first = 0;
    GString *ids = g_string_new(NULL);
    for (guint i = 0; i < dom->n; i++) {
        if (!marks[i])
            continue;
        first = first ? first : i;
        seen++;
        const char *id = kiri_dom_attr(dom, i, "id");
        g_string_append_printf(ids, "%s%s", ids->len ? " " : "", id ? id : "?");
    }
    g_assert_cmpuint(n, ==, seen);
    g_assert_cmpuint(kiri_selector_first(s, dom), ==, first);
    return g_string_free(ids, FALSE);
}

static const char page[] =
    "<html id=html><body id=body class='Top page'>"
    "<div id=d1 class='main  article-Body'><h1 id=h>見出し</h1>text"
    "<p id=p1 class=lead>a <span id=s1>b</span></p>text<p id=p2>c<b id=b1>d</b></p>"
    "<p id=p3 lang=ja-JP data-kind='a b'>e</p></div>"
    "<div id=d2><ul id=u><li id=l1><a id=a1 href='/news/1.html'>1</a></li>"
    "<li id=l2 class='on'><a id=a2 href=\"https://x.example/2.pdf\">2</a></li>"
    "<li id=l3>3</li></ul><div id=d3><div id=d4><p id=p4 class='lead x'>f</p></div></div></div>"
    "<time id=t datetime='2026-04-13T09:05+09:00'>4月13日</time></body></html>";

static void test_matches(void)
{
    static const struct {
        const char *selector, *ids;
    } cases[] = {
        {"h1", "h"},
        {"H1", "h"},
        {"span", "s1"},
        {"b", "b1"},
        {"#p2", "p2"},
        {"p#p2", "p2"},
        {"div#p2", ""},
        {".lead", "p1 p4"},
        {".lead.x", "p4"},
        {".Lead", ""},
        {".article-Body", "d1"},
        {".article", ""},
        {"*.lead", "p1 p4"},
        {"[href]", "a1 a2"},
        {"[HREF]", "a1 a2"},
        {"[href=\"/news/1.html\"]", "a1"},
        {"[href='/news/1']", ""},
        {"a[href^='/news/']", "a1"},
        {"a[href$=\".pdf\"]", "a2"},
        {"a[href*=example]", "a2"},
        {"[data-kind~=b]", "p3"},
        {"[data-kind~='a b']", ""},
        {"[href^='']", ""},
        {"[ lang = 'ja-JP' ]", "p3"},
        {"div p", "p1 p2 p3 p4"},
        {"div > p", "p1 p2 p3 p4"},
        {"div>p", "p1 p2 p3 p4"},
        {"#d2 p", "p4"},
        {"#d2 > p", ""},
        {"#d2 div > p", "p4"},
        {"div div div p", "p4"},
        {"div div div div p", ""},
        {"body > div div p.lead", "p4"},
        {"h1 + p", "p1"},
        {"h1 ~ p", "p1 p2 p3"},
        {"p ~ p", "p2 p3"},
        {"p + p", "p2 p3"},
        {"h1 + p + p", "p2"},
        {"#d1 ~ div p", "p4"},
        {"li:first-child", "l1"},
        {"li:last-child", "l3"},
        {"p:last-child", "p3 p4"},
        {"li:nth-child(2)", "l2"},
        {"li:nth-child( 2 ) a", "a2"},
        {"p:nth-child(2)", "p1"},
        {"p:nth-child(1)", "p4"},
        {"li:not(.on)", "l1 l3"},
        {"li:not(:first-child)", "l2 l3"},
        {"p:not([lang]):not(.lead)", "p2"},
        {"#u > :not(li)", ""},
        {"div:not(#d2) > p", "p1 p2 p3 p4"},
        {"h1, time", "h t"},
        {"time,h1 , .lead.x", "h p4 t"},
        {"p, .lead", "p1 p2 p3 p4"},
        {"body.page", "body"},
        {"html > body > time", "t"},
        {"head + body", "body"},
        {"table", ""},
        {"section p", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].selector);
        g_autofree char *ids = found(page, cases[i].selector);
        g_assert_cmpstr(ids, ==, cases[i].ids);
    }
}

static void test_odd_names(void)
{
    static const char html[] = "<p id=a class='md:flex'>x</p><p id=b class='記事本文'>y</p>"
                               "<p id=c data-t='say \"hi\"'>z</p><x-card id=d class=w>v</x-card>";
    g_autofree char *escaped = found(html, ".md\\:flex");
    g_autofree char *japanese = found(html, ".記事本文");
    g_autofree char *quoted = found(html, "[data-t='say \"hi\"']");
    g_autofree char *slash = found(html, "[data-t=\"say \\\"hi\\\"\"]");
    g_autofree char *unknown = found(html, "*.w");
    g_assert_cmpstr(escaped, ==, "a");
    g_assert_cmpstr(japanese, ==, "b");
    g_assert_cmpstr(quoted, ==, "c");
    g_assert_cmpstr(slash, ==, "c");
    g_assert_cmpstr(unknown, ==, "d");
}

static void test_attribute_behind(void)
{
    g_autoptr(KiriSelector) plain = compile("time"), with = compile("time , .date @DateTime ");
    g_assert_null(kiri_selector_attr(plain));
    g_assert_cmpstr(kiri_selector_attr(with), ==, "datetime");
    g_autofree char *ids = found(page, "time @datetime");
    g_assert_cmpstr(ids, ==, "t");
}

static void test_refused(void)
{
    static const struct {
        const char *selector;
        gsize at;
        const char *expected;
    } cases[] = {
        {"", 0, "expected an element"},
        {"  ", 2, "expected an element"},
        {"div >", 5, "expected an element"},
        {"div > > p", 6, "expected an element"},
        {"> p", 0, "expected an element"},
        {"p,", 2, "expected an element"},
        {",p", 0, "expected an element"},
        {".", 1, "expected a class"},
        {"p#", 2, "expected an id"},
        {"[", 1, "name of an attribute"},
        {"[a", 2, "expected ']'"},
        {"[a|=b]", 2, "expected ']'"},
        {"[a=]", 3, "expected a value"},
        {"[a='b]", 6, "no end"},
        {"[a=b c]", 5, "expected ']'"},
        {"p:hover", 2, "expected first-child"},
        {"p::before", 2, "expected first-child"},
        {"p:contains(x)", 2, "expected first-child"},
        {"p:nth-child", 11, "expected '('"},
        {"p:nth-child(0)", 13, "number of a child"},
        {"p:nth-child(n)", 12, "number of a child"},
        {"p:nth-child(99999999999)", 17, "number of a child"},
        {"p:nth-child(2", 13, "expected ')'"},
        {"p:not(a b)", 8, "expected ')'"},
        {"p:not()", 6, "one simple selector"},
        {"p:not(:not(a))", 7, "expected first-child"},
        {"p @", 3, "attribute behind '@'"},
        {"p @a b", 5, "nothing behind"},
        {"p!", 1, "end of the selector"},
        {"p\"x\"", 1, "end of the selector"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        gsize at = 0;
        g_test_message("%s", cases[i].selector);
        g_assert_null(kiri_selector_parse(kiri_str(cases[i].selector), &at, &error));
        g_assert_true(kiri_error_is(error, KIRI_ERROR_PARSE));
        g_assert_nonnull(strstr(error->message, cases[i].expected));
        g_assert_cmpuint(at, ==, cases[i].at);
    }
}

static char *repeat(const char *s, guint n)
{
    GString *all = g_string_new(NULL);
    while (n--)
        g_string_append(all, s);
    return g_string_free(all, FALSE);
}

static void assert_limit(char *selector)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_selector_parse(kiri_str(selector), NULL, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
    g_free(selector);
}

static void test_limits(void)
{
    assert_limit(repeat("a ", 9));
    assert_limit(repeat(".a", 13));
    assert_limit(repeat("a,", 17));
    assert_limit(repeat("abcdefgh", KIRI_LIMIT_SELECTOR_BYTES / 8 + 1));
    g_autofree char *most = repeat("a ", 8), *words = repeat(".a", 12);
    kiri_selector_free(compile(most));
    kiri_selector_free(compile(words));
}

/* A chain that steps back from the right 500^7 times, on a page as deep as any. */
static void test_deep(void)
{
    g_autofree char *open = repeat("<div class=a>", KIRI_LIMIT_DOM_DEPTH * 2);
    g_autofree char *flat = repeat("<i class=a>x</i>", 20000);
    g_autofree char *html = g_strconcat("<body><main>", open, flat, NULL);
    g_autoptr(KiriDom) dom = parse(html);
    g_autoptr(KiriSelector) none = compile("main > p .a > .a .a > .a .a > .a");
    g_autoptr(KiriSelector) all = compile(".a .a > .a .a > .a .a > .a .a");
    g_autofree guint8 *marks = g_new0(guint8, dom->n);
    gint64 began = g_get_monotonic_time();
    g_assert_cmpuint(kiri_selector_first(none, dom), ==, 0);
    g_assert_cmpuint(kiri_selector_mark(all, dom, marks), >, 400);
    g_assert_cmpint(g_get_monotonic_time() - began, <, 5 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/selector/matches", test_matches);
    g_test_add_func("/selector/odd-names", test_odd_names);
    g_test_add_func("/selector/attribute-behind", test_attribute_behind);
    g_test_add_func("/selector/refused", test_refused);
    g_test_add_func("/selector/limits", test_limits);
    g_test_add_func("/selector/deep", test_deep);
    return g_test_run();
}
