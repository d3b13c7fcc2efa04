// SPDX-License-Identifier: GPL-3.0-or-later
/* robots.txt: groups, agents, longest match, escapes, delays, sitemaps. */
#include <kirinuki/limits.h>
#include <kirinuki/robots.h>

#include <string.h>

static gboolean is_allowed(const char *robots, const char *agent, const char *path)
{
    g_autofree char *url = g_strconcat("https://news.example.jp", path, NULL);
    return kiri_robots_check(kiri_str(robots), agent, url).is_allowed;
}

static void test_groups(void)
{
    const char *robots = "Disallow: /before-any-agent\n"
                         "User-agent: *\nDisallow: /all/\n\n"
                         "User-agent: kirinuki # us\nUser-agent: other\nDisallow: /both/\n"
                         "User-agent: third\nDisallow: /\n"
                         "User-agent: KIRINUKI\nDisallow: /again/\n";
    g_assert_true(is_allowed(robots, "kirinuki", "/before-any-agent"));
    g_assert_true(is_allowed(robots, "kirinuki", "/all/x"));
    g_assert_false(is_allowed(robots, "kirinuki", "/both/x"));
    g_assert_false(is_allowed(robots, "kirinuki", "/again/x"));
    g_assert_false(is_allowed(robots, "other", "/both/x"));
    g_assert_true(is_allowed(robots, "other", "/again/x"));
    g_assert_false(is_allowed(robots, "somebody", "/all/x"));
    g_assert_true(is_allowed(robots, "somebody", "/both/x"));
    g_assert_true(is_allowed("", "kirinuki", "/x"));
}

static void test_agents(void)
{
    const char *robots = "User-agent: *\nDisallow: /\nUser-agent: kirinuki/2.0\nAllow: /\n";
    g_assert_true(is_allowed(robots, "kirinuki", "/x"));
    g_assert_true(is_allowed(robots, "Kirinuki/0.1 (+https://example.jp/bot)", "/x"));
    g_assert_true(is_allowed(robots, "Mozilla/5.0 (compatible; kirinuki/0.1)", "/x"));
    g_assert_false(is_allowed(robots, "kirinuki-extra", "/x"));
    g_assert_false(is_allowed(robots, "Mozilla/5.0 (compatible; other/1.0)", "/x"));
    g_assert_false(is_allowed(robots, "Kirinuki Reader", "/x"));
}

static void test_longest_match(void)
{
    const char *robots = "User-agent: *\nDisallow: /news/\nAllow: /news/public\n"
                         "Disallow: /*.pdf$\nAllow: /tie\nDisallow: /tie\n"
                         "Disallow: /a*b*c$\nAllow: /top/index.html\nDisallow: /top/\n"
                         "Disallow:\n";
    g_assert_false(is_allowed(robots, "x", "/news/secret"));
    g_assert_true(is_allowed(robots, "x", "/news/public/1"));
    g_assert_false(is_allowed(robots, "x", "/doc/a.pdf"));
    g_assert_true(is_allowed(robots, "x", "/doc/a.pdf?v=2"));
    g_assert_true(is_allowed(robots, "x", "/tie"));
    g_assert_false(is_allowed(robots, "x", "/a-b-b-c-c"));
    g_assert_true(is_allowed(robots, "x", "/a-c-b"));
    g_assert_true(is_allowed(robots, "x", "/top/"));
    g_assert_false(is_allowed(robots, "x", "/top/other"));
}

static void test_escapes(void)
{
    const char *robots =
        "User-agent: *\nDisallow: /記事/\nDisallow: /%7ejoe/\nDisallow: /q?a=%3cb\n"
        "Disallow: /x$/y\nDisallow: /open\nAllow: /open/%61\n";
    g_assert_false(is_allowed(robots, "x", "/%E8%A8%98%E4%BA%8B/1"));
    g_assert_false(is_allowed(robots, "x", "/%e8%a8%98%e4%ba%8b/1"));
    g_assert_false(is_allowed(robots, "x", "/記事/1"));
    g_assert_false(is_allowed(robots, "x", "/~joe/"));
    g_assert_false(is_allowed(robots, "x", "/q?a=%3Cb"));
    g_assert_false(is_allowed(robots, "x", "/x%24/y"));
    g_assert_true(is_allowed(robots, "x", "/x"));
    /* In doubt an Allow does not count. */
    g_assert_true(is_allowed(robots, "x", "/open/%61"));
    g_assert_false(is_allowed(robots, "x", "/open/a"));
}

static void test_sloppy_lines(void)
{
    const char *robots = "\xef\xbb\xbfUSER-AGENT : *\r\nDisalow /a\rdisallow:/b # why\r\n"
                         "disallow /c and more\nnonsense\n: /d\n";
    g_assert_false(is_allowed(robots, "x", "/a"));
    g_assert_false(is_allowed(robots, "x", "/b"));
    g_assert_true(is_allowed(robots, "x", "/c"));
    g_assert_true(is_allowed(robots, "x", "/d"));
    g_assert_true(is_allowed("<html><body>User-agent: * Disallow: /</body></html>", "x", "/a"));
}

static gint64 delay(const char *robots, const char *agent)
{
    return kiri_robots_check(kiri_str(robots), agent, "https://e.jp/").crawl_delay_ms;
}

static void test_crawl_delay(void)
{
    const char *robots = "User-agent: *\nCrawl-delay: 10\nUser-agent: b\nDisallow:\n"
                         "User-agent: c\nDisallow:\nCrawl-delay: 2.75\nCrawl-delay: 1\n"
                         "User-agent: d\nDisallow:\nCrawl-delay: soon\n"
                         "User-agent: e\nDisallow:\nCrawl-delay: 99999999999999999999\n";
    g_assert_cmpint(delay(robots, "a"), ==, 10000);
    g_assert_cmpint(delay(robots, "c"), ==, 2750);
    g_assert_cmpint(delay(robots, "d"), ==, -1);
    g_assert_cmpint(delay(robots, "e"), ==, KIRI_LIMIT_RETRY_AFTER_S * 1000);
}

static void test_sitemaps(void)
{
    g_auto(GStrv) urls = kiri_robots_sitemaps(
        KIRI_STR_LITERAL("Sitemap: https://e.jp/a.xml\nuser-agent: x\nDisallow: /\n"
                         "sitemap:https://e.jp/b.xml # news\nSitemap:\n"));
    g_assert_cmpuint(g_strv_length(urls), ==, 2);
    g_assert_cmpstr(urls[0], ==, "https://e.jp/a.xml");
    g_assert_cmpstr(urls[1], ==, "https://e.jp/b.xml");
}

/* What stands behind the limit is not read; a hostile pattern costs no time. */
static void test_limits(void)
{
    g_autoptr(GString) robots = g_string_new("User-agent: *\nDisallow: /early\n");
    while (robots->len < KIRI_LIMIT_ROBOTS_BYTES)
        g_string_append(robots, "Allow: /x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*x*y\n");
    g_string_append(robots, "Disallow: /late\n");
    g_assert_false(is_allowed(robots->str, "x", "/early"));
    g_assert_true(is_allowed(robots->str, "x", "/late"));
    g_autofree char *xs = g_strnfill(2000, 'x');
    xs[0] = '/';
    g_assert_true(is_allowed(robots->str, "x", xs));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/robots/groups", test_groups);
    g_test_add_func("/robots/agents", test_agents);
    g_test_add_func("/robots/longest-match", test_longest_match);
    g_test_add_func("/robots/escapes", test_escapes);
    g_test_add_func("/robots/sloppy-lines", test_sloppy_lines);
    g_test_add_func("/robots/crawl-delay", test_crawl_delay);
    g_test_add_func("/robots/sitemaps", test_sitemaps);
    g_test_add_func("/robots/limits", test_limits);
    return g_test_run();
}
