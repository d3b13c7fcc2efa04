// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding the sources of made-up sites, and telling useful ones from the rest. */
#include "../support/crawl_world.h"

#include <kirinuki/discover.h>
#include <kirinuki/error.h>

#include <string.h>

#define XML "Content-Type: application/xml\n"
#define HTML "Content-Type: text/html; charset=utf-8\n"
#define SM "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"

static KiriDiscovery *discover(World *w, const char *url)
{
    g_autoptr(GError) error = NULL;
    KiriDiscovery *d = kiri_discover(w->pool, w->net, &w->options, url, &error);
    g_assert_no_error(error);
    g_assert_nonnull(d);
    return d;
}

static const KiriFoundSource *find(const KiriDiscovery *d, const char *path)
{
    for (guint i = 0; i < kiri_recs_count(d->found); i++) {
        const KiriFoundSource *f = g_ptr_array_index(d->found, i);
        if (g_str_has_suffix(f->url, path))
            return f;
    }
    return NULL;
}

static const KiriFoundSource *best(const KiriDiscovery *d)
{
    g_assert_cmpuint(kiri_recs_count(d->found), >, 0);
    return g_ptr_array_index(d->found, 0);
}

static void answer_front(World *w, const char *head, const char *body)
{
    g_autofree char *html =
        g_strdup_printf("<!DOCTYPE html><html lang='ja'><head><title>東都新聞</title>"
                        "<meta property='og:site_name' content='東都新聞'>%s</head><body>%s"
                        "<p>東都新聞は暮らしに役立つ出来事を毎日お伝えします。</p></body></html>",
                        head, body);
    fake_answer(w->net, SITE "/", 200, HTML, html);
}

static const char *const three[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
static const char *const others[] = {"/b/1", FRESH, "/b/2", FRESH, NULL};
static const char *const old[] = {"/c/1", "Mon, 02 Feb 2026 09:00:00 +0900", NULL};

static void test_feeds_of_page(World *w, gconstpointer data)
{
    (void)data;
    answer_front(w,
                 "<link rel='alternate' type='application/rss+xml' href='/rss/news.xml'>"
                 "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>",
                 "<a href='/rss/old.rdf'>RSS</a><a href='/about/'>会社案内</a>"
                 "<a href='https://other.example.com/feed'>よその配信</a>");
    world_answer_feed(w, SITE "/rss/news.xml", three);
    world_answer_feed(w, SITE "/comments/feed/", others);
    world_answer_feed(w, SITE "/rss/old.rdf", old);
    g_autoptr(KiriDiscovery) d = discover(w, SITE "/");
    g_assert_cmpstr(best(d)->url, ==, SITE "/rss/news.xml");
    g_assert_true(best(d)->is_good);
    g_assert_cmpint(best(d)->kind, ==, KIRI_SOURCE_FEED);
    g_assert_cmpint(best(d)->entries_recent, ==, 3);
    g_assert_cmpstr(best(d)->via, ==, "page");
    g_assert_cmpstr(best(d)->found_on, ==, SITE "/");
    g_assert_cmpstr(d->title, ==, "東都新聞");
    const KiriFoundSource *comments = find(d, "/comments/feed/"), *stale = find(d, "/old.rdf");
    g_assert_false(comments->is_good);
    g_assert_nonnull(strstr(comments->reason, "comments"));
    g_assert_false(stale->is_good);
    g_assert_nonnull(strstr(stale->reason, "old"));
    /* Something was named: nothing is guessed, and no other site is asked. */
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/sitemap.xml"), ==, 0);
    g_assert_cmpuint(fake_n_seen(w->net, "https://other.example.com"), ==, 0);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 1);
    g_autoptr(KiriSource) s = kiri_found_source_take(best(d), world_at("2026-04-14T12:00"));
    g_assert_cmpstr(s->via, ==, "page");
    g_assert_cmpuint(strlen(s->id), ==, 8);
}

/* A page that lists the feeds, one step from the front page. */
static void test_feed_list(World *w, gconstpointer data)
{
    (void)data;
    answer_front(w, "", "<footer><a href='/info/rss.html'>RSS配信一覧</a></footer>");
    fake_answer(w->net, SITE "/info/rss.html", 200, HTML,
                "<!DOCTYPE html><html lang=ja><title>RSS</title><body><ul>"
                "<li><a href='/rdf/seiji.rdf'>政治</a><li><a href='/rdf/all.rdf'>すべて</a>"
                "<li><a href='/info/'>戻る</a></ul><p>ご利用の前に規約をお読みください。</p>");
    world_answer_feed(w, SITE "/rdf/all.rdf", three);
    const char *part[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_answer_feed(w, SITE "/rdf/seiji.rdf", part);
    g_autoptr(KiriDiscovery) d = discover(w, SITE "/");
    g_assert_cmpstr(best(d)->url, ==, SITE "/rdf/all.rdf");
    g_assert_cmpstr(best(d)->via, ==, "feed list");
    /* A part of another feed is not worth polls of its own. */
    const KiriFoundSource *seiji = find(d, "/seiji.rdf");
    g_assert_false(seiji->is_good);
    g_assert_nonnull(strstr(seiji->reason, "all.rdf"));
}

static char *urlset(const char *attributes, const char *path, guint n, const char *extra)
{
    GString *s = g_string_new(SM);
    g_string_append_printf(s, " %s>", attributes);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(s, "<url><loc>" SITE "%s%u</loc>%s</url>", path, i, extra);
    g_string_append(s, "</urlset>");
    return g_string_free(s, FALSE);
}

static void answer_sitemap(World *w, const char *url, const char *attributes, const char *path,
                           guint n, const char *extra)
{
    g_autofree char *xml = urlset(attributes, path, n, extra);
    fake_answer(w->net, url, 200, XML, xml);
}

#define NEWS_NS "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
#define NEWS                                                                                       \
    "<news:news><news:publication><news:name>東都新聞</news:name><news:language>ja</"          \
    "news:language>"                                                                               \
    "</news:publication><news:publication_date>2026-04-14T08:00:00+09:00</news:publication_date>"  \
    "<news:title>港に新しい灯台</news:title></news:news>"

static void test_sitemaps(World *w, gconstpointer data)
{
    (void)data;
    answer_front(w, "", "");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL,
                "User-agent: *\nDisallow: /private/\nSitemap: " SITE "/news.xml\n"
                "sitemap: /images.xml\nSitemap: " SITE "/pages.xml\nSitemap: " SITE "/video.xml\n"
                "Sitemap: " SITE "/old.xml\nSitemap: " SITE "/private/x.xml\n");
    answer_sitemap(w, SITE "/news.xml", NEWS_NS, "/a/", 12, NEWS);
    answer_sitemap(w, SITE "/images.xml",
                   "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'", "/i/", 9,
                   "<image:image><image:loc>x</image:loc></image:image>");
    answer_sitemap(w, SITE "/video.xml",
                   "xmlns:video='http://www.google.com/schemas/sitemap-video/1.1'", "/v/", 9,
                   "<lastmod>2026-04-14</lastmod><video:video></video:video>");
    answer_sitemap(w, SITE "/pages.xml", "", "/p/", 9, "");
    answer_sitemap(w, SITE "/old.xml", "", "/o/", 9, "<lastmod>2025-01-01</lastmod>");
    g_autoptr(KiriDiscovery) d = discover(w, "https://toto.example.jp");
    g_assert_cmpstr(best(d)->url, ==, SITE "/news.xml");
    g_assert_cmpstr(best(d)->via, ==, "robots.txt");
    g_assert_nonnull(strstr(best(d)->reason, "news sitemap"));
    static const char *const bad[][2] = {{"/images.xml", "images"},
                                         {"/video.xml", "videos"},
                                         {"/pages.xml", "without dates"},
                                         {"/old.xml", "old"}};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        const KiriFoundSource *f = find(d, bad[i][0]);
        g_assert_nonnull(f);
        g_assert_false(f->is_good);
        g_assert_nonnull(strstr(f->reason, bad[i][1]));
    }
    /* What robots.txt forbids is not asked, and that is said. */
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/private/x.xml"), ==, 0);
    g_assert_cmpuint(kiri_strv_count(d->problems), ==, 1);
    g_assert_nonnull(strstr(d->problems[0], "/private/x.xml"));
}

/* An index of daily sitemaps is the source; its child of today is none. One with a
 * lasting child for the news gives that child. */
static void test_indexes(World *w, gconstpointer data)
{
    (void)data;
    answer_front(w, "", "");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL,
                "Sitemap: " SITE "/index.xml\nSitemap: " SITE "/daily.xml\n");
    fake_answer(w->net, SITE "/index.xml", 200, XML,
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                "<sitemap><loc>" SITE "/tags.xml</loc></sitemap>"
                "<sitemap><loc>" SITE "/news.xml</loc></sitemap>"
                "<sitemap><loc>https://evil.example.com/x.xml</loc></sitemap></sitemapindex>");
    fake_answer(w->net, SITE "/daily.xml", 200, XML,
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                "<sitemap><loc>" SITE "/d-20260413.xml</loc><lastmod>2026-04-13</lastmod></sitemap>"
                "<sitemap><loc>" SITE "/d-20260414.xml</loc><lastmod>2026-04-14</lastmod></sitemap>"
                "</sitemapindex>");
    answer_sitemap(w, SITE "/news.xml", NEWS_NS, "/a/", 5, NEWS);
    answer_sitemap(w, SITE "/tags.xml", "", "/t/", 5, "");
    answer_sitemap(w, SITE "/d-20260414.xml", "", "/d/", 5, "<lastmod>2026-04-14</lastmod>");
    answer_sitemap(w, SITE "/d-20260413.xml", "", "/e/", 5, "<lastmod>2026-04-13</lastmod>");
    g_autoptr(KiriDiscovery) d = discover(w, SITE "/");
    g_assert_cmpstr(best(d)->url, ==, SITE "/news.xml");
    g_assert_cmpstr(best(d)->via, ==, "sitemap index");
    g_assert_false(find(d, "/index.xml")->is_good);
    g_assert_true(find(d, "/daily.xml")->is_good);
    g_assert_null(find(d, "/d-20260414.xml"));
    g_assert_cmpuint(fake_n_seen(w->net, "https://evil.example.com"), ==, 0);
}

static void test_guesses(World *w, gconstpointer data)
{
    (void)data;
    answer_front(w, "", "");
    world_answer_feed(w, SITE "/index.rdf", three);
    g_autoptr(KiriDiscovery) d = discover(w, SITE "/");
    g_assert_cmpstr(best(d)->url, ==, SITE "/index.rdf");
    g_assert_cmpstr(best(d)->via, ==, "guess");
    g_assert_cmpuint(kiri_strv_count(d->problems), ==, 0); // wrong guesses are no problem
    /* And between requests to the host there is its pause. */
    for (guint i = 1; i < fake_n_seen(w->net, SITE); i++)
        g_assert_cmpint(fake_seen(w->net, SITE, i)->at_us - fake_seen(w->net, SITE, i - 1)->at_us,
                        >=, 2 * KIRI_US_PER_SECOND);
}

static void test_page_without_feed(World *w, gconstpointer data)
{
    (void)data;
    answer_front(
        w, "",
        "<ul><li><a href='/2026/04/14/a/'>春の祭りに三千人、川沿いでにぎわう</a></li>"
        "<li><a href='/2026/04/14/b/'>古い家電の無料点検、町内の窓口でも受け付け</a></li>"
        "<li><a href='/2026/04/13/c/'>循環バスの時刻表を見直し、便を増やす</a></li>"
        "<li><a href='/2026/04/13/d/'>港の入り口に新しい灯台、点灯式を開く</a></li>"
        "<li><a href='/2026/04/12/e/'>連休に臨時列車を運転、港まつりに合わせ</a></li></ul>");
    g_autoptr(KiriDiscovery) d = discover(w, "toto.example.jp");
    g_assert_cmpuint(kiri_recs_count(d->found), ==, 1);
    g_assert_cmpint(best(d)->kind, ==, KIRI_SOURCE_PAGE);
    g_assert_true(best(d)->is_good);
    g_assert_cmpint(best(d)->entries, ==, 5);
}

/* Another language, other sites' articles, and an address that cannot be reached. */
static void test_not_wanted(World *w, gconstpointer data)
{
    (void)data;
    GString *english = g_string_new("<rss version='2.0'><channel><title>Toto</title>");
    GString *links = g_string_new("<rss version='2.0'><channel><title>拾い読み</title>");
    for (guint i = 0; i < 12; i++) {
        g_string_append_printf(english,
                               "<item><title>A new lighthouse %u</title><link>" SITE
                               "/en/%u</link><pubDate>" FRESH "</pubDate></item>",
                               i, i);
        g_string_append_printf(links,
                               "<item><title>よその記事%u</title><link>https://x%u.example.com/"
                               "</link><pubDate>" FRESH "</pubDate></item>",
                               i, i);
    }
    g_string_append(english, "</channel></rss>");
    g_string_append(links, "</channel></rss>");
    answer_front(w,
                 "<link rel=alternate type=application/rss+xml href=/en.rss>"
                 "<link rel=alternate type=application/rss+xml href=/links.rss>"
                 "<link rel=alternate type=application/rss+xml href=/gone.rss>",
                 "");
    fake_answer(w->net, SITE "/en.rss", 200, XML, english->str);
    fake_answer(w->net, SITE "/links.rss", 200, XML, links->str);
    g_autoptr(KiriDiscovery) d = discover(w, SITE "/");
    g_assert_false(find(d, "/en.rss")->is_good);
    g_assert_nonnull(strstr(find(d, "/en.rss")->reason, "language"));
    g_assert_false(find(d, "/links.rss")->is_good);
    g_assert_nonnull(strstr(find(d, "/links.rss")->reason, "other sites"));
    g_assert_nonnull(strstr(d->problems[0], "/gone.rss"));
    g_string_free(english, TRUE);
    g_string_free(links, TRUE);
    fake_failure(w->net, "https://down.example.jp/robots.txt", KIRI_FETCH_FAILED, FALSE,
                 "no route");
    g_autoptr(KiriDiscovery) down = discover(w, "https://down.example.jp/");
    g_assert_cmpuint(kiri_recs_count(down->found), ==, 0);
    g_assert_cmpuint(kiri_strv_count(down->problems), >, 0);
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_discover(w->pool, w->net, &w->options, "ftp://x.example.jp/", &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE);
}

/* ---- what a failing source is told of ---- */

static KiriSourceProbe *probe(World *w, const char *url)
{
    g_autoptr(GError) error = NULL;
    KiriSourceProbe *p = kiri_source_probe(w->pool, w->net, &w->options, url, &error);
    g_assert_no_error(error);
    return p;
}

static void test_advice(World *w, gconstpointer data)
{
    (void)data;
    fake_answer(w->net, SITE "/robots.txt", 200, NULL,
                "# rules\r\nUser-agent: *\r\nDisallow: /members/\r\n");
    g_autoptr(KiriSourceProbe) robots = probe(w, SITE "/members/feed.xml");
    g_assert_cmpint(robots->failure, ==, KIRI_FAILURE_ROBOTS);
    g_assert_nonnull(strstr(robots->problems[1], "line 3"));
    g_assert_nonnull(strstr(robots->problems[1], "Disallow: /members/"));
    g_assert_cmpuint(kiri_strv_count(robots->advice), ==, 1);
    fake_answer(w->net, SITE "/old.xml", 301, "Location: /new.xml\n", "");
    world_answer_feed(w, SITE "/new.xml", three);
    g_autoptr(KiriSourceProbe) moved = probe(w, SITE "/old.xml");
    g_assert_null(moved->problems);
    g_assert_nonnull(strstr(moved->advice[0], SITE "/new.xml"));
    /* robots.txt, the redirect, its target */
    g_assert_cmpuint(kiri_recs_count(moved->exchanges), ==, 3);
    const KiriExchange *hop = g_ptr_array_index(moved->exchanges, 1);
    g_assert_cmpint(hop->status, ==, 301);
    g_assert_cmpstr(hop->location, ==, "/new.xml");
    fake_answer(w->net, SITE "/login.xml", 403, NULL, "no");
    g_autoptr(KiriSourceProbe) refused = probe(w, SITE "/login.xml");
    g_assert_cmpint(refused->failure, ==, KIRI_FAILURE_FORBIDDEN);
    g_assert_cmpuint(kiri_strv_count(refused->advice), ==, 1);
}

/* The tag of the last poll over other bytes: a lie, and it is said. */
static void test_lying_validator(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("s1");
    s->url = g_strdup(SITE "/feed.xml");
    s->etag = g_strdup("\"v1\"");
    s->body_hash = g_strdup("00000000000000000000000000000000");
    g_autofree char *xml = world_feed(three);
    fake_answer(w->net, SITE "/feed.xml", 200, XML "ETag: \"v1\"\n", xml);
    g_autoptr(KiriSourceProbe) p = kiri_source_probe_known(w->pool, w->net, &w->options, s, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(p->problems[0], "validators lie"));
    fake_answer(w->net, SITE "/feed.xml", 200, XML "ETag: \"v2\"\n", xml);
    g_autoptr(KiriSourceProbe) honest =
        kiri_source_probe_known(w->pool, w->net, &w->options, s, &error);
    g_assert_null(honest->problems);
}

#define ADD(name, function)                                                                        \
    g_test_add("/discover/" name, World, NULL, world_set_up, function, world_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("feeds-of-page", test_feeds_of_page);
    ADD("feed-list", test_feed_list);
    ADD("sitemaps", test_sitemaps);
    ADD("indexes", test_indexes);
    ADD("guesses", test_guesses);
    ADD("page-without-feed", test_page_without_feed);
    ADD("not-wanted", test_not_wanted);
    ADD("advice", test_advice);
    ADD("lying-validator", test_lying_validator);
    return g_test_run();
}
