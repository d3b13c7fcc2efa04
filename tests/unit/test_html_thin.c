// SPDX-License-Identifier: GPL-3.0-or-later
/* What is left out of a page before it is parsed, and that nobody misses it. */
#include "../support/thin_case.h"

static void check(const char *html, const char *expected)
{
    g_autofree char *thin = g_strdup(html);
    gsize n = kiri_html_thin(thin, strlen(thin));
    thin[n] = 0;
    g_assert_cmpstr(thin, ==, expected);
    thin_case(kiri_str(html), NULL);
}

static void check_kept(const char *html)
{
    check(html, html);
}

static void test_scripts(void)
{
    check("<p>a<script>var x = '<p>';</script>b", "<p>a<script></script>b");
    check("<SCRIPT async>x</Script >b", "<SCRIPT async></Script >b");
    check("<style>p > a { }</style><p>b", "<style></style><p>b");
    check_kept("<script src=a.js></script><p>b");
    check_kept("<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\"}</script>");
    check_kept("<script type='application&#x2f;ld+json'>{}</script>");
    check_kept("<p>a<script>var open = 1;");
    check("<script>if (a</script/>b", "<script></script/>b");
    check("<script>a</scripture>b</script>c", "<script></script>c");
}

static void test_escaped_scripts(void)
{
    check("<script><!-- <script> </script> --> x</script>b", "<script></script>b");
    check("<script><!-- a --> <script></script>b", "<script></script>b");
    check("<script><!--> <script></script>b", "<script></script>b");
    check("<script><!-- <script </script> c </script>d<!--e-->", "<script></script>d<!---->");
    check("<script><!-- </script>b", "<script></script>b");
    check("<script><!-- <scripts> </script>b", "<script></script>b");
    check_kept("<script><!-- <script> </script> all the rest");
}

static void test_comments(void)
{
    check("a<!-- <p> long -->b", "a<!---->b");
    check("a<!-- x --!>b", "a<!---->b");
    check("a<!---!>b --> c", "a<!----> c");
    check_kept("a<!-->b --> c");
    check_kept("a<!--->b");
    check_kept("a<!-- never closed <script>x</script>");
    check("<!--[if lt IE 9]><script>x</script><![endif]-->a", "<!---->a");
    check_kept("<![if IE]>a<![endif]></ b c>d<?php x ?>e</>f<!>g");
    check_kept("<!DOCTYPE html PUBLIC \"a>b\"><p>c");
}

static void test_white_space(void)
{
    check("<p>a  b\n\t c \r d</p>\n \r\n \n<p>e f\r\n", "<p>a b\nc\nd</p>\n\n<p>e f\n");
    check("  <title>a  b</title><pre>\n\n  c</pre>  d",
          " <title>a  b</title><pre>\n\n  c</pre>  d");
    check_kept("<listing>\n\n a</listing>\n b");
    check_kept("<textarea>\n\n a  b</textarea>");
    check("<p title=\"a  b\">c</p>  &#32; </body>\n\n</html> \n d",
          "<p title=\"a  b\">c</p> &#32; </body>\n\n</html>\nd");
    check_kept("<script type=application/json>{\"a\":  \"b   c\"}</script>");
}

static void test_attributes(void)
{
    check("<a onclick=\"x > y\" href=b>c", "<a  href=b>c");
    check("<a href=b onclick=x/>c", "<a href=b >c");
    check("<img src=\"a\"srcset='b 1x, c 2x'alt=d>", "<img src=\"a\"alt=d>");
    check("<p style=\"color: red\">a", "<p >a");
    check_kept("<p style=\"display:none\">a");
    check_kept("<p style=\"&#100;isplay:n&#111;ne\">a");
    check_kept("<body style=\"color:red\">a<body style=\"display:none\">b");
    check_kept("<html onclick=a>b<html onclick=c>d");
    check("<p onclick>a<p onclick = >b", "<p >a<p >b");
    check_kept("<p a onclick=x =y>b");
    check_kept("<b onclick=a><b onclick=b><b onclick=c><b onclick=d>e</b></b></b></b>f");
    check_kept("<p title=\"never closed><script>x</script>");
    check("<p a='\">' onclick=b>c", "<p a='\">' >c");
    check("<p a=b/c onclick/>d", "<p a=b/c />d");
}

static void test_long_values(void)
{
    g_autofree char *long_value = g_strnfill(600, 'x');
    g_autofree char *custom = g_strdup_printf("<p data-state=\"%s\" id=a>b", long_value);
    check(custom, "<p  id=a>b");
    g_autofree char *link = g_strdup_printf("<a href=\"/%s\">b</a>", long_value);
    check_kept(link);
    g_autofree char *picture =
        g_strdup_printf("<img src=\"data:image/png;base64,%s\" alt=a>", long_value);
    check(picture, "<img src=\"data:image/png;base64,"
                   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" alt=a>");
    /* The first of two counts. */
    check_kept("<img itemprop=image src='data:,' src=b>");
    check_kept("<p data-published=\"2024-03-05T09:05:00+09:00\">a");
    check_kept("<p a a srcset=b alt=c>");
    /* More attributes than a document keeps are never looked at. */
    g_autoptr(GString) many = g_string_new("<p srcset=x");
    for (guint i = 0; i < 300; i++)
        g_string_append_printf(many, " a%u=b", i);
    g_string_append(many, ">c");
    check_kept(many->str);
}

static void test_raw_text(void)
{
    check_kept("<title>a <!-- b --> <script>c</script></title>");
    check_kept("<textarea><script>a</script><!-- --></textarea>");
    check_kept("<xmp><script>a</script></xmp>");
    check_kept("<iframe><!-- a --></iframe><noembed><!-- </noembed>b-->");
    check("<textarea></title></textarea><script>a</script>",
          "<textarea></title></textarea><script></script>");
    check_kept("<plaintext><script>a</script>");
}

static void test_drawings(void)
{
    check("<p>a<svg viewBox=\"0 0 1 1\"><g><path d=\"M0 0\"/></g></svg>b",
          "<p>a<svg viewBox=\"0 0 1 1\"></svg>b");
    check("<svg><title>Menu</title><path d=x></path></svg><p>b", "<svg>.</svg><p>b");
    check("<svg><style>.a{}</style><!-- > --><use href=\"#a\"/></SVG>b", "<svg>.</SVG>b");
    check("<svg/><p>a<!-- bcdefgh -->", "<svg/><p>a<!---->");
    check_kept("<svg><p>breaks out<script>a</script></svg>");
    check_kept("<svg><g></svg></g><script>a</script>");
    check_kept("<svg><foreignObject><p>a</p></foreignObject></svg><script>a</script>");
    check_kept("<svg><title><b>a</b></title></svg><script>a</script>");
    check_kept("<svg><![CDATA[ <p> ]]></svg><script>a</script>");
    check_kept("<svg><path d=\"never closed");
    check("<table><svg><title>a</title></svg><tr><td>b<script>c</script></table>",
          "<table><svg><title>a</title></svg><tr><td>b<script></script></table>");
    check("<b>a<p></b><svg><path/></svg>b", "<b>a<p></b><svg></svg>b");
    check_kept("<svg /onclick><td></svg>b");
    check_kept("<math><mi><script>a</script></math>");
}

static void test_places_that_the_tree_decides(void)
{
    /* Styles, titles, tables are no such things in a list of choices. */
    check_kept("<select><style><option>a</style></select><script>b</script>");
    check_kept("<select><title><!-- abcd --></title></select>");
    check("<select><option onclick=a>b<script>c</script></select><script>d</script>",
          "<select><option >b<script></script></select><script></script>");
    check_kept("<template><col><style><!-- </style> --></style></template>");
    check_kept("<frameset><style><frame></style><noframes><!-- --></noframes></frameset>");
    check("<svg>ab</svg><frameset><frame></frameset>", "<svg>.</svg><frameset><frame></frameset>");
}

/* ---- whole pages ---- */

static void check_folder(const char *folder, const char *suffix, guint *pages, gsize *left_out)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *bytes = NULL;
        gsize n = 0;
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            check_folder(path, suffix, pages, left_out);
        } else if (g_str_has_suffix(name, suffix) && g_file_get_contents(path, &bytes, &n, NULL)) {
            g_test_message("%s", path);
            *left_out += thin_case((KiriStr){bytes, n}, NULL);
            ++*pages;
        }
    }
}

static void test_our_pages(void)
{
    static const char *const folders[] = {"tests/fixtures/pages", "tests/pages",
                                          "tests/newsroom/templates", "tests/fuzz/corpus/extract"};
    guint pages = 0;
    gsize left_out = 0;
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, folders[i], NULL);
        check_folder(path, ".html", &pages, &left_out);
    }
    g_assert_cmpuint(pages, >=, 10);
    g_assert_cmpuint(left_out, >, 0);
}

/* Real pages, where they lie beside the project; all of them with "-m thorough". */
static void test_real_pages(void)
{
    static const char *const sets[] = {"ja", "aeb", "readability", "htmldate"};
    guint pages = 0;
    gsize left_out = 0;
    guint n = g_test_thorough() ? G_N_ELEMENTS(sets) : 1;
    for (guint i = 0; i < n; i++) {
        g_autofree char *path =
            g_build_filename(KIRINUKI_SOURCE_DIR, "../shared/data/sets", sets[i], NULL);
        check_folder(path, ".html", &pages, &left_out);
    }
    if (!pages)
        g_test_skip("no pages in ../shared/data");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/html_thin/scripts", test_scripts);
    g_test_add_func("/html_thin/escaped_scripts", test_escaped_scripts);
    g_test_add_func("/html_thin/comments", test_comments);
    g_test_add_func("/html_thin/white_space", test_white_space);
    g_test_add_func("/html_thin/attributes", test_attributes);
    g_test_add_func("/html_thin/long_values", test_long_values);
    g_test_add_func("/html_thin/raw_text", test_raw_text);
    g_test_add_func("/html_thin/drawings", test_drawings);
    g_test_add_func("/html_thin/tree", test_places_that_the_tree_decides);
    g_test_add_func("/html_thin/our_pages", test_our_pages);
    g_test_add_func("/html_thin/real_pages", test_real_pages);
    return g_test_run();
}
