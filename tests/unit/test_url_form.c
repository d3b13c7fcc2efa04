// SPDX-License-Identifier: GPL-3.0-or-later
/* One article under many addresses: wrappers that hold their target, views that
 * may be one of it, and links that say nothing. */
#include <kirinuki/record.h>
#include <kirinuki/url_form.h>

#include <string.h>

static void check_unwrap(const char *url, const char *target)
{
    g_autofree char *got = kiri_url_unwrap(url);
    g_assert_cmpstr(got, ==, target);
    g_assert_cmpint(kiri_url_form(url), ==, target ? KIRI_URL_WRAPPED : KIRI_URL_PLAIN);
}

static void test_wrappers(void)
{
    static const char *const cases[][2] = {
        {"https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/amp.html?x=1",
         "https://www.example.com/a/amp.html?x=1"},
        {"https://example-jp.cdn.ampproject.org/v/example.jp/a", "http://example.jp/a"},
        {"https://www.google.com/amp/s/www.example.jp/n/1", "https://www.example.jp/n/1"},
        {"https://www.google.co.jp/url?sa=t&url=https%3A%2F%2Fe.jp%2Fa%3Fb%3D1&usg=x",
         "https://e.jp/a?b=1"},
        {"https://www.google.com/url?q=https://e.jp/a&sa=D", "https://e.jp/a"},
        {"https://l.facebook.com/l.php?u=https%3A%2F%2Fe.jp%2Fa&h=AT0", "https://e.jp/a"},
        {"https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fe.jp%2fa&c=1",
         "https://e.jp/a"},
        {"https://www.bing.com/ck/a?!&&p=0&u=a1aHR0cHM6Ly9lLmpwL2E&ntb=1", "https://e.jp/a"},
        {"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU=https%3a%2f%2fe.jp%2fa/RK=2/RS=x",
         "https://e.jp/a"},
        {"https://rd.yahoo.co.jp/rss/l/headlines/x/*https://headlines.example.jp/hl?a=1",
         "https://headlines.example.jp/hl?a=1"},
        {"https://b.hatena.ne.jp/entry/s/e.jp/a/b?c=1", "https://e.jp/a/b?c=1"},
        {"https://b.hatena.ne.jp/entry/e.jp/a", "http://e.jp/a"},
        {"https://href.li/?https://e.jp/a", "https://e.jp/a"},
        /* Wrappers around wrappers. */
        {"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2F"
         "e.jp%2Fa",
         "https://e.jp/a"},
        /* No wrappers: other hosts, other paths, targets that are none. */
        {"https://e.jp/url?url=https://other.jp/", NULL},
        {"https://share.example.jp/?url=https%3A%2F%2Fe.jp%2Fa", NULL},
        {"https://google.evil.example/url?q=https://e.jp/a", NULL},
        {"https://notgoogle.com/url?q=https://e.jp/a", NULL},
        {"https://www.google.com/url?q=javascript:alert(1)", NULL},
        {"https://www.google.com/url?q=/search", NULL},
        {"https://www.google.com/search?q=https://e.jp/", NULL},
        {"https://b.hatena.ne.jp/entry/4770000000000000000/comment", NULL},
        {"https://e.jp/a", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        check_unwrap(cases[i][0], cases[i][1]);
}

static char *news_id(const char *address, guint8 tail)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    const guint8 head[] = {0x08, 0x13, 0x22}, rest[] = {0xd2, 0x01, tail};
    guint8 length[] = {(guint8)(strlen(address) | 0x80), (guint8)(strlen(address) >> 7)};
    g_byte_array_append(bytes, head, sizeof head);
    if (strlen(address) < 0x80)
        length[0] = (guint8)strlen(address);
    g_byte_array_append(bytes, length, strlen(address) < 0x80 ? 1 : 2);
    g_byte_array_append(bytes, (const guint8 *)address, (guint)strlen(address));
    g_byte_array_append(bytes, rest, sizeof rest);
    char *id = g_base64_encode(bytes->data, bytes->len);
    for (char *p = id; *p; p++)
        *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    id[strcspn(id, "=")] = 0;
    return id;
}

static void test_google_news(void)
{
    static const char *const targets[] = {
        "https://e.jp/articles/1",
        "https://www.example.co.jp/news/2026/04/13/a-long-address-that-needs-a-length-of-two-bytes-"
        "because-it-has-more-than-one-hundred-and-twenty-seven-letters.html",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_autofree char *id = news_id(targets[i], 0);
        static const char *const paths[] = {"rss/articles/", "articles/", "__i/rss/rd/articles/",
                                            "read/"};
        for (gsize k = 0; k < G_N_ELEMENTS(paths); k++) {
            g_autofree char *url =
                g_strconcat("https://news.google.com/", paths[k], id, "?oc=5&hl=ja", NULL);
            check_unwrap(url, targets[i]);
        }
    }
    /* As it stands in feeds of before mid-2024. */
    gboolean is_sealed = TRUE;
    g_autofree char *known =
        kiri_google_news_target(KIRI_STR_LITERAL("CBMiEmh0dHBzOi8vZS5qcC9hLzEyM9IBAA"), &is_sealed);
    g_assert_cmpstr(known, ==, "https://e.jp/a/123");
    g_assert_false(is_sealed);
    /* The newer kind holds a token in place of the address. */
    g_autofree char *sealed = news_id("AU_yqLMk3fYx0c8rVw2Qz9Tt1bN7", 0);
    g_autofree char *url = g_strconcat("https://news.google.com/rss/articles/", sealed, NULL);
    g_assert_cmpint(kiri_url_form(url), ==, KIRI_URL_SEALED);
    g_assert_null(kiri_url_unwrap(url));
    g_assert_null(kiri_google_news_target(kiri_str(sealed), &is_sealed));
    g_assert_true(is_sealed);
}

static void test_broken_ids(void)
{
    static const char *const ids[] = {"",    "A",        "CBMi", "CBMi/w",  "CBMi____",
                                      "%%%", "CBMi_v8P", "CAAA", "CBMiAmh0"};
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        gboolean is_sealed = FALSE;
        g_assert_null(kiri_google_news_target(kiri_str(ids[i]), &is_sealed));
        g_assert_true(is_sealed);
    }
    /* An address with a line break or a scheme of its own is no address. */
    g_autofree char *line = news_id("https://e.jp/a\nb/c/d", 0);
    g_autofree char *script = news_id("javascript:alert(12345)", 0);
    gboolean is_sealed = FALSE;
    g_assert_null(kiri_google_news_target(kiri_str(line), &is_sealed));
    g_assert_null(kiri_google_news_target(kiri_str(script), &is_sealed));
}

static void test_shorteners(void)
{
    g_assert_cmpint(kiri_url_form("https://t.co/AbCdEf"), ==, KIRI_URL_SHORT);
    g_assert_cmpint(kiri_url_form("https://bit.ly/3xYz"), ==, KIRI_URL_SHORT);
    g_assert_cmpint(kiri_url_form("https://cut.co/a"), ==, KIRI_URL_PLAIN);
    g_assert_null(kiri_url_unwrap("https://t.co/AbCdEf"));
}

static void test_article_address(void)
{
    g_autofree char *a = kiri_url_of_article(
        KIRI_STR_LITERAL("https://www.google.com/url?q=https%3A%2F%2Fe.jp%2Fa%3Futm_source%3Dx"),
        NULL);
    g_assert_cmpstr(a, ==, "https://e.jp/a");
    g_autofree char *b =
        kiri_url_of_article(KIRI_STR_LITERAL("../n?b=1&a=2#c"), "https://e.jp/x/y");
    g_assert_cmpstr(b, ==, "https://e.jp/n?a=2&b=1");
    g_assert_null(kiri_url_of_article(KIRI_STR_LITERAL("mailto:a@e.jp"), NULL));
}

static void test_twins(void)
{
    /* The address, and its likeliest plain form; NULL: it has no view's form. */
    static const char *const cases[][2] = {
        {"https://e.jp/amp/news/1", "https://e.jp/news/1"},
        {"https://e.jp/news/1/amp", "https://e.jp/news/1"},
        {"https://e.jp/news/1/amp/", "https://e.jp/news/1/"},
        {"https://e.jp/news/1.amp.html", "https://e.jp/news/1.html"},
        {"https://e.jp/news/1?amp=1", "https://e.jp/news/1"},
        {"https://e.jp/news/1?id=3&outputType=amp", "https://e.jp/news/1?id=3"},
        {"https://amp.e.jp/news/1", "https://www.e.jp/news/1"},
        {"https://m.e.co.jp/a", "https://www.e.co.jp/a"},
        {"https://sp.news.e.jp/a", "https://news.e.jp/a"},
        {"https://e.jp/sp/article/1", "https://e.jp/article/1"},
        {"https://e.jp/a/print", "https://e.jp/a"},
        {"https://e.jp/a?print=1", "https://e.jp/a"},
        {"https://e.jp/a?mode=print&id=2", "https://e.jp/a?id=2"},
        {"https://e.jp/a/index.html", "https://e.jp/a/"},
        {"https://e.jp/a/index.php?id=1", "https://e.jp/a/?id=1"},
        {"http://e.jp/a", "https://e.jp/a"},
        {"https://e.jp/a", NULL},
        {"https://e.jp/sp", NULL},
        {"https://e.jp/amplifier/1", NULL},
        {"https://e.jp/news/champ.html", NULL},
        {"https://m.jp/a", NULL},
        {"https://e.jp/a?format=full&mode=view", NULL},
        {"https://example.jp/sports/1", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) twins = kiri_url_twins(cases[i][0]);
        g_assert_cmpstr(twins ? twins[0] : NULL, ==, cases[i][1]);
        g_assert_false(kiri_strv_has(twins, cases[i][0]));
    }
    g_auto(GStrv) both = kiri_url_twins("https://m.e.jp/a");
    g_assert_cmpuint(kiri_strv_count(both), ==, 2);
    g_assert_cmpstr(both[1], ==, "https://e.jp/a");
}

static void test_teasers(void)
{
    char *links[] = {(char *)(guintptr) "https://news.yahoo.co.jp/",
                     (char *)(guintptr) "https://news.yahoo.co.jp/articles/0a1b", NULL};
    g_assert_cmpstr(kiri_url_onward("https://news.yahoo.co.jp/pickup/6500000", links), ==,
                    links[1]);
    g_assert_null(kiri_url_onward("https://news.yahoo.co.jp/articles/ff", links));
    g_assert_null(kiri_url_onward("https://e.jp/pickup/1", links));
    g_assert_null(kiri_url_onward("https://news.yahoo.co.jp/pickup/1", NULL));
    g_assert_true(kiri_url_is_teaser("https://news.yahoo.co.jp/pickup/6500000"));
    g_assert_false(kiri_url_is_teaser("https://news.yahoo.co.jp/articles/a1"));
    g_assert_false(kiri_url_is_teaser("not an address"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/url-form/wrappers", test_wrappers);
    g_test_add_func("/url-form/google-news", test_google_news);
    g_test_add_func("/url-form/broken-ids", test_broken_ids);
    g_test_add_func("/url-form/shorteners", test_shorteners);
    g_test_add_func("/url-form/article-address", test_article_address);
    g_test_add_func("/url-form/twins", test_twins);
    g_test_add_func("/url-form/teasers", test_teasers);
    return g_test_run();
}
