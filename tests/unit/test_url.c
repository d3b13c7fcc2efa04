// SPDX-License-Identifier: GPL-3.0-or-later
/* URLs as browsers see them, canonical forms, registrable domains. */
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

typedef struct {
    const char *input, *base, *href; // href NULL: does not parse
} Case;

static void check(const Case *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *href = kiri_url_resolve(kiri_str(cases[i].input), cases[i].base);
        g_test_message("%s", cases[i].input);
        g_assert_cmpstr(href, ==, cases[i].href);
        g_autofree char *again = href ? kiri_url_resolve(kiri_str(href), NULL) : NULL;
        g_assert_cmpstr(again, ==, href);
    }
}

static void test_relative(void)
{
    const char *base = "https://news.example.jp/a/b/c.html?q=1#top";
    const Case cases[] = {
        {"d.html", base, "https://news.example.jp/a/b/d.html"},
        {"../x/./y", base, "https://news.example.jp/a/x/y"},
        {"../../../..", base, "https://news.example.jp/"},
        {"/root", base, "https://news.example.jp/root"},
        {"//cdn.example.com/i.png", base, "https://cdn.example.com/i.png"},
        {"?p=2", base, "https://news.example.jp/a/b/c.html?p=2"},
        {"#end", base, "https://news.example.jp/a/b/c.html?q=1#end"},
        {"", base, "https://news.example.jp/a/b/c.html?q=1"},
        {"https:rel", base, "https://news.example.jp/a/b/rel"},
        {"http:other.jp/x", base, "http://other.jp/x"},
        {"\\\\back.example\\slash", base, "https://back.example/slash"},
        {" \n /two\nlines\t ", base, "https://news.example.jp/twolines"},
        {"a", NULL, NULL},
        {"a", "mailto:x@example.jp", NULL},
        {"#f", "mailto:x@example.jp", "mailto:x@example.jp#f"},
        {"x", "not a base", NULL},
        {"/..//p", "web:/q", "web:/.//p"},
        {"C|/d", "file:///e/f", "file:///C:/d"},
        {"/g", "file:///C:/e/f", "file:///C:/g"},
        {"file://localhost/e", NULL, "file:///e"},
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void test_components(void)
{
    const Case cases[] = {
        {"HTTP://EXAMPLE.JP:80/日本?語=あ#い", NULL,
         "http://example.jp/%E6%97%A5%E6%9C%AC?%E8%AA%9E=%E3%81%82#%E3%81%84"},
        {"https://u:p@e@example.jp/", NULL, "https://u:p%40e@example.jp/"},
        {"https://example.jp:8443", NULL, "https://example.jp:8443/"},
        {"https://example.jp:65536/", NULL, NULL},
        {"https://example.jp:8a/", NULL, NULL},
        {"https://@/", NULL, NULL},
        {"https://:80/", NULL, NULL},
        {"http:////three.example/", NULL, "http://three.example/"},
        {"http://e.jp/%zz%41^{'}|?'\"", NULL, "http://e.jp/%zz%41%5E%7B'%7D|?%27%22"},
        {"http://e.jp/a/%2E%2e/b/%2e", NULL, "http://e.jp/b/"},
        {"javascript:alert(1) #x", NULL, "javascript:alert(1)%20#x"},
        {"data:text/plain,a b", NULL, "data:text/plain,a b"},
    };
    check(cases, G_N_ELEMENTS(cases));

    const char *text = "https://me:pw@example.jp:8443/p/q?a=b#c";
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(text), NULL);
    g_assert_cmpstr(u->scheme, ==, "https");
    g_assert_cmpstr(u->username, ==, "me");
    g_assert_cmpstr(u->password, ==, "pw");
    g_assert_cmpstr(u->host, ==, "example.jp");
    g_assert_cmpint(u->port, ==, 8443);
    g_assert_cmpstr(u->path, ==, "/p/q");
    g_assert_cmpstr(u->query, ==, "a=b");
    g_assert_cmpstr(u->fragment, ==, "c");
    g_autofree char *origin = kiri_url_origin(u);
    g_assert_cmpstr(origin, ==, "https://example.jp:8443");
}

static void test_hosts(void)
{
    const Case cases[] = {
        {"http://0x7f.1/", NULL, "http://127.0.0.1/"},
        {"http://2130706433", NULL, "http://127.0.0.1/"},
        {"http://0300.0250.1", NULL, "http://192.168.0.1/"},
        {"http://１２７。０。０。１/", NULL, "http://127.0.0.1/"},
        {"http://127.0.0.256", NULL, NULL},
        {"http://1.2.3.4.5", NULL, NULL},
        {"http://256.com.1", NULL, NULL},
        {"http://[::FFFF:127.0.0.1]:80/", NULL, "http://[::ffff:7f00:1]/"},
        {"http://[1:0:0:2:0:0:0:3]/", NULL, "http://[1:0:0:2::3]/"},
        {"http://[0:0::]/", NULL, "http://[::]/"},
        {"http://[::1%25eth0]/", NULL, NULL},
        {"http://[1:2:3:4:5:6:7]/", NULL, NULL},
        {"http://[1:2:3:4:5:6:7:8:9]/", NULL, NULL},
        {"http://[::1", NULL, NULL},
        {"http://日本語.jp", NULL, "http://xn--wgv71a119e.jp/"},
        {"http://例え。テスト/", NULL, "http://xn--r8jz45g.xn--zckzah/"},
        {"http://faß.example/", NULL, "http://xn--fa-hia.example/"},
        {"http://XN--R8JZ45G.jp/", NULL, "http://xn--r8jz45g.jp/"},
        {"http://xn--a/", NULL, NULL},
        {"http://%E6%97%A5%E6%9C%AC.jp/", NULL, "http://xn--wgv71a.jp/"},
        {"http://a_b--c.example/", NULL, "http://a_b--c.example/"},
        {"http://a%00b/", NULL, NULL},
        {"http://a%2fb/", NULL, NULL},
        {"http://a b/", NULL, NULL},
        {"http://\xc2\xad/", NULL, NULL},
        {"x://A%41|/", NULL, NULL},
        {"x://A%41/", NULL, "x://A%41/"},
    };
    check(cases, G_N_ELEMENTS(cases));
}

static void test_bad_bytes(void)
{
    /* Not UTF-8, and a NUL, which is only forbidden in a host. */
    g_autofree char *a = kiri_url_resolve(KIRI_STR_LITERAL("http://e.jp/\xe6\x97?\xff"), NULL);
    g_assert_true(g_str_has_prefix(a, "http://e.jp/%EF%BF%BD"));
    g_autofree char *b = kiri_url_resolve(KIRI_STR_LITERAL("http://e.jp/\0y"), NULL);
    g_assert_cmpstr(b, ==, "http://e.jp/%00y");
    g_autofree char *c = kiri_url_resolve(KIRI_STR_LITERAL("http://e\0.jp/"), NULL);
    g_assert_null(c);
}

static void test_canonical(void)
{
    const Case cases[] = {
        {"HTTP://user:pw@Example.JP:80/a#frag", NULL, "http://example.jp/a"},
        {"https://e.jp/a?utm_source=x&id=3&fbclid=y&b=", NULL, "https://e.jp/a?b=&id=3"},
        {"https://e.jp/a?utm_source=x", NULL, "https://e.jp/a"},
        {"https://e.jp/a?", NULL, "https://e.jp/a"},
        {"https://e.jp/a?ref=rss&b=1", NULL, "https://e.jp/a?b=1"},
        {"https://e.jp/a?ref=12345", NULL, "https://e.jp/a?ref=12345"},
        /* One page under all permutations of its keys; equal keys are a list. */
        {"https://e.jp/a?z=1&a=2", NULL, "https://e.jp/a?a=2&z=1"},
        {"https://e.jp/a?a=2&z=1", NULL, "https://e.jp/a?a=2&z=1"},
        {"https://e.jp/a?b=2&a=9&b=1", NULL, "https://e.jp/a?a=9&b=2&b=1"},
        {"https://e.jp/a?z&b=1", NULL, "https://e.jp/a?z&b=1"},
        {"https://e.jp/a?2026,04,13&x=1", NULL, "https://e.jp/a?2026,04,13&x=1"},
        /* The parameters of campaigns, viewers, mails and shares. */
        {"https://e.jp/a?pk_cpn=1&mtm_source=2&gad_source=1&srsltid=A&id=7", NULL,
         "https://e.jp/a?id=7"},
        {"https://e.jp/a?guce_referrer=aHR0&cx_art=1&wt_mc_o=x&at_custom1=y", NULL,
         "https://e.jp/a"},
        {"https://e.jp/a?__cft__[0]=x&__tn__=y&__hsfp=1&elqTrackId=2", NULL, "https://e.jp/a"},
        {"https://e.jp/a?ns_mchannel=rss&usqp=mq331AQ&amp_js_v=0.1", NULL, "https://e.jp/a"},
        {"https://e.jp/a?rss=1&feature=share", NULL, "https://e.jp/a?rss=1"},
        {"https://e.jp/a?source=smartnews&campaign=2026", NULL, "https://e.jp/a?campaign=2026"},
        {"https://e.jp/a?pk_id=3&s=1&session=2", NULL, "https://e.jp/a?pk_id=3&s=1&session=2"},
        {"https://e.jp/(S(lit3py55t21z5v55vlm25s55))/a.aspx", NULL, "https://e.jp/a.aspx"},
        {"https://e.jp/(S(lit3py55t21z5v55vlm25s55))/(S(lit3py55t21z5v55vlm25s55));sid=1/a", NULL,
         "https://e.jp/a"},
        {"https://e.jp/a?z=1&%2Da=2&utm%5Fsource=x", NULL, "https://e.jp/a?-a=2&z=1"},
        {"https://e.jp/(S(x))/a", NULL, "https://e.jp/(S(x))/a"},
        {"https://e.jp/a;PHPSESSID=0a1b;p=2", NULL, "https://e.jp/a;p=2"},
        {"https://e.jp/a;jsessionid=1A2B/b;v=2", NULL, "https://e.jp/a/b;v=2"},
        {"https://e.jp/a?sid=15", NULL, "https://e.jp/a?sid=15"},
        {"https://e.jp/a?SID=0123456789abcdef0123456789abcdef", NULL, "https://e.jp/a"},
        {"https://e.jp/%7euser/%e3%81%82", NULL, "https://e.jp/~user/%E3%81%82"},
        {"../n?gclid=1", "https://e.jp/a/b/c", "https://e.jp/a/n"},
        {"mailto:a@e.jp", NULL, NULL},
        {"ftp://e.jp/a", NULL, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *c = kiri_url_canonical(kiri_str(cases[i].input), cases[i].base);
        g_assert_cmpstr(c, ==, cases[i].href);
        g_autofree char *again = c ? kiri_url_canonical(kiri_str(c), NULL) : NULL;
        g_assert_cmpstr(again, ==, c);
    }
    g_autofree char *tail = g_strnfill(KIRI_LIMIT_URL_BYTES, 'a');
    g_autofree char *url = g_strconcat("https://e.jp/", tail, NULL);
    g_assert_null(kiri_url_canonical(kiri_str(url), NULL));
    url[KIRI_LIMIT_URL_BYTES] = 0;
    g_autofree char *fits = kiri_url_canonical(kiri_str(url), NULL);
    g_assert_cmpstr(fits, ==, url);
}

static void test_registrable_domain(void)
{
    static const char *const cases[][2] = {
        {"www.asahi.com", "asahi.com"},
        {"www3.nhk.or.jp", "nhk.or.jp"},
        {"www.pref.osaka.lg.jp", "osaka.lg.jp"},
        {"news.example.co.jp", "example.co.jp"},
        {"co.jp", "co.jp"},
        {"localhost", "localhost"},
        {"a.localhost", "a.localhost"},
        {"wiki.corp.intranet", "wiki.corp.intranet"},
        {"127.0.0.1", "127.0.0.1"},
        {"[::1]", "[::1]"},
        {"www.xn--wgv71a119e.jp", "xn--wgv71a119e.jp"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *domain = kiri_url_registrable_domain(cases[i][0]);
        g_assert_cmpstr(domain, ==, cases[i][1]);
    }
}

static void test_is_http(void)
{
    g_autoptr(KiriUrl) https = kiri_url_parse(KIRI_STR_LITERAL("https://e.jp"), NULL);
    g_autoptr(KiriUrl) ftp = kiri_url_parse(KIRI_STR_LITERAL("ftp://e.jp"), NULL);
    g_assert_true(kiri_url_is_http(https));
    g_assert_false(kiri_url_is_http(ftp));
    g_assert_false(kiri_url_is_http(NULL));
}

/* Plain addresses are taken apart without the parser: the parts must be those that
 * it finds. A space before an address sends it the long way. */
static void test_plain(void)
{
    static const char *const cases[] = {
        "http://example.jp/",
        "https://example.jp/a/b.html?q=1&r=%e3%81%82",
        "http://example.jp",
        "http://example.jp/?",
        "http://example.jp/a?b?c",
        "http://example.jp/a//b/",
        "http://example.jp/./a",
        "http://example.jp/a/../b",
        "http://example.jp/a/.b",
        "http://example.jp/a/%2e%2e/b",
        "http://example.jp/a/b..c",
        "http://example.jp/a#b",
        "http://example.jp/a?b#c",
        "http://EXAMPLE.jp/a",
        "HTTP://example.jp/a",
        "http://example.jp:80/a",
        "http://example.jp:8080/a",
        "http://u@example.jp/a",
        "http://xn--r8jz45g.jp/a",
        "http://xn--a.jp/",
        "http://a.xn--zz.jp/",
        "http://1.2.3/a",
        "http://127.0.0.1/a",
        "http://a.0x7f/",
        "http://a.1/",
        "http://a.b./",
        "http://.a/",
        "http://a..b/",
        "http://-a.b/",
        "http://a_b.jp/",
        "http:/example.jp/a",
        "http:///example.jp/a",
        "http:\\\\example.jp/a",
        "http://example.jp/a\\b",
        "http://example.jp/a b",
        "http://example.jp/a|b",
        "http://example.jp/a'b",
        "http://example.jp/a?b'c",
        "http://example.jp/a?b|c",
        "http://example.jp/[a]{b}^`",
        "http://example.jp/\u3042",
        "https://",
        "http://",
        "https://a",
        "https:/a/b",
        "httpx://a/b",
        "http://a/~b!$&*+,;=:@(c)-_.d",
        "ftp://example.jp/a",
        "http://a/b?c%",
        "http://a/b%c",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *longer = g_strconcat(" ", cases[i], NULL);
        g_autoptr(KiriUrl) a = kiri_url_parse(kiri_str(cases[i]), NULL);
        g_autoptr(KiriUrl) b = kiri_url_parse(kiri_str(longer), NULL);
        g_test_message("%s", cases[i]);
        g_assert_cmpint(a != NULL, ==, b != NULL);
        if (!a)
            continue;
        g_assert_cmpstr(a->href, ==, b->href);
        g_assert_cmpstr(a->scheme, ==, b->scheme);
        g_assert_cmpstr(a->host, ==, b->host);
        g_assert_cmpint(a->port, ==, b->port);
        g_assert_cmpstr(a->path, ==, b->path);
        g_assert_cmpstr(a->query, ==, b->query);
        g_assert_cmpstr(a->fragment, ==, b->fragment);
        g_assert_cmpstr(a->username, ==, b->username);
        g_assert_cmpstr(a->password, ==, b->password);
    }
}

/* A base that is parsed already gives what its text gives. */
static void test_parsed_base(void)
{
    static const char *const bases[] = {"https://news.example.jp/a/b?c#d",
                                        "http://u:p@a.example/",
                                        "https://a.example:8443/x/",
                                        "http://192.0.2.1/",
                                        "file:///tmp/a",
                                        "mailto:a@b.example"};
    static const char *const inputs[] = {
        "/",      "/x/y?z=1",     "//b.example/c", "/a/../b", "/a b",
        "/記事/", "/x#y",         "c.html",        "?q",      "#f",
        "",       "/%41?%zz=[1]", "/./a",          "\t/a",    "https://c.example/d"};
    for (gsize b = 0; b < G_N_ELEMENTS(bases); b++) {
        g_autoptr(KiriUrl) base = kiri_url_parse(kiri_str(bases[b]), NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(inputs); i++) {
            g_autoptr(KiriUrl) one = kiri_url_parse_in(kiri_str(inputs[i]), base);
            g_autoptr(KiriUrl) other = kiri_url_parse(kiri_str(inputs[i]), bases[b]);
            g_assert_cmpint(one != NULL, ==, other != NULL);
            if (one) {
                g_assert_cmpstr(one->href, ==, other->href);
                g_assert_cmpstr(one->path, ==, other->path);
                g_assert_cmpstr(one->query, ==, other->query);
                g_assert_cmpstr(one->fragment, ==, other->fragment);
            }
        }
    }
    g_autofree char *path = g_strnfill(600, 'a');
    g_autofree char *longest = g_strconcat("/", path, NULL);
    g_autoptr(KiriUrl) base = kiri_url_parse(kiri_str(bases[0]), NULL);
    g_autoptr(KiriUrl) url = kiri_url_parse_in(kiri_str(longest), base);
    g_assert_cmpstr(url->path, ==, longest);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/url/relative", test_relative);
    g_test_add_func("/url/components", test_components);
    g_test_add_func("/url/hosts", test_hosts);
    g_test_add_func("/url/bad-bytes", test_bad_bytes);
    g_test_add_func("/url/canonical", test_canonical);
    g_test_add_func("/url/registrable-domain", test_registrable_domain);
    g_test_add_func("/url/is-http", test_is_http);
    g_test_add_func("/url/plain", test_plain);
    g_test_add_func("/url/parsed-base", test_parsed_base);
    return g_test_run();
}
