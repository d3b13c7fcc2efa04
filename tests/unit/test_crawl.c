// SPDX-License-Identifier: GPL-3.0-or-later
/* A pass of the crawl from sources to stored articles, on a scripted transport
 * and a clock that only the test moves. */
#include "../support/crawl_world.h"
#include "../support/http_server.h"

#include <kirinuki/crawl.h>
#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/hash.h>
#include <kirinuki/health.h>

#include <string.h>

static void test_feed_to_article(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1?utm_source=rss", FRESH, NULL};
    world_add_medium(w, "toto", "toto.example.jp");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "古い家電の無料点検");
    world_crawl(w);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_nonnull(a);
    g_assert_cmpstr(a->title, ==, "古い家電の無料点検");
    g_assert_cmpstr(a->medium, ==, "toto");
    g_assert_cmpstr(a->source, ==, "s1");
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
    g_assert_cmpint(a->published.us, ==, world_at("2026-04-14T09:00"));
    g_autoptr(KiriPage) evidence = kiri_store_get_page(w->store, a->evidence, NULL);
    g_assert_nonnull(evidence);
    g_assert_cmpstr(evidence->url, ==, SITE "/a/1");
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_cmpint(s->kind, ==, KIRI_SOURCE_FEED);
    g_assert_cmpstr(s->title, ==, "東都新聞");
    g_assert_cmpint(s->newest_entry.us, ==, world_at("2026-04-14T09:00"));
    g_assert_cmpint(s->next_due.us, >, kiri_clock_now_us(w->clock));
    g_assert_cmpint(w->run->articles_new, ==, 1);
    g_assert_cmpint(w->run->sources_polled, ==, 1);
    g_assert_cmpint(w->run->pages_fetched, ==, 1);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    /* Nothing is due: a second pass asks nobody. */
    guint asked = fake_n_seen(w->net, NULL);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, NULL), ==, asked);
}

static void test_first_poll(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/new",     FRESH,
                           "/a/old",     "Wed, 01 Apr 2026 09:00:00 +0900",
                           "/a/2099",    "Thu, 01 Jan 2099 00:00:00 +0900",
                           "/a/undated", "",
                           NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/new", "新しい記事");
    world_answer_page(w, SITE "/a/undated", "日付のない記事");
    world_answer_page(w, SITE "/a/2099", "未来の記事");
    world_crawl(w);
    world_assert_state(w, SITE "/a/new", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/undated", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/2099", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/old", KIRI_URL_REFUSED);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/old"), ==, 0);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_cmpint(s->newest_entry.us, ==, world_at("2026-04-14T09:00"));
}

/* A feed that ended before it was followed brings no news by being looked at: its
 * silence is as old as its entries. */
static void test_ended_feed(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/3", "Sun, 01 Feb 2026 09:00:00 +0900", "/a/2",
                           "Sun, 25 Jan 2026 09:00:00 +0900", NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_crawl(w);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_false(kiri_time_is_set(s->last_new));
    KiriHealth h = kiri_source_health(s, kiri_clock_now_us(w->clock));
    g_assert_cmpint(h.state, ==, KIRI_HEALTH_SILENT);
    g_assert_cmpint(h.since_us, ==, world_at("2026-02-01T09:00"));
}

static void test_conditional(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/2", FRESH, "/a/1", FRESH, NULL};
    g_autofree char *news = world_feed(items);
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items + 2);
    world_answer_page(w, SITE "/a/1", "記事");
    world_answer_page(w, SITE "/a/2", "次の記事");
    world_crawl(w);
    g_assert_false(fake_seen(w->net, SITE "/feed.xml", 0)->is_conditional);
    /* Validators count once they were seen to change with news. */
    fake_answer(w->net, SITE "/feed.xml", 200, "ETag: \"2\"\n", news);
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_false(fake_seen(w->net, SITE "/feed.xml", 1)->is_conditional);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    fake_answer(w->net, SITE "/feed.xml", 304, NULL, "");
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_true(fake_seen(w->net, SITE "/feed.xml", 2)->is_conditional);
    g_assert_cmpint(w->run->sources_unchanged, ==, 1);
    g_assert_cmpint(w->run->sources_failed, ==, 0);
    /* The same bytes without a 304 are unchanged too. */
    fake_answer(w->net, SITE "/feed.xml", 200, "ETag: \"2\"\n", news);
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_cmpint(w->run->sources_unchanged, ==, 1);
    g_assert_cmpint(w->run->pages_fetched, ==, 0);
}

static void test_sitemap_index(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/sitemap.xml");
    fake_answer(w->net, SITE "/sitemap.xml", 200, "Content-Type: application/xml\nETag: \"x\"\n",
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                "<sitemap><loc>" SITE "/s1.xml</loc><lastmod>2026-04-14</lastmod></sitemap>"
                "<sitemap><loc>https://evil.example.com/s.xml</loc></sitemap></sitemapindex>");
    fake_answer(w->net, SITE "/s1.xml", 200, "Content-Type: application/xml\n",
                "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                "<url><loc>" SITE "/a/1</loc><lastmod>2026-04-14T08:00:00+09:00</lastmod></url>"
                "<url><loc>" SITE "/a/2</loc><lastmod>2020-01-01</lastmod></url>"
                "<url><loc>https://evil.example.com/a/3</loc>"
                "<lastmod>2026-04-14</lastmod></url></urlset>");
    world_answer_page(w, SITE "/a/1", "地図の記事");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_assert_false(kiri_store_has(w->store, KIRI_NOUN_URL, SITE "/a/2"));
    g_assert_cmpuint(fake_n_seen(w->net, "https://evil.example.com"), ==, 0);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_cmpint(s->kind, ==, KIRI_SOURCE_SITEMAP);
    g_assert_null(s->etag); // the index says nothing about its children
}

/* An index that dates nothing: the names count, and the highest number is the
 * newest. */
static void test_numbered_sitemaps(World *w, gconstpointer data)
{
    enum { N = 120 };
    (void)data;
    GString *index =
        g_string_new("<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
    for (guint i = 1; i <= N; i++)
        g_string_append_printf(index, "<sitemap><loc>" SITE "/post-%u.xml</loc></sitemap>", i);
    g_string_append(index, "</sitemapindex>");
    world_add_source(w, "s1", SITE "/sitemap.xml");
    fake_answer(w->net, SITE "/sitemap.xml", 200, "Content-Type: application/xml\n", index->str);
    g_string_free(index, TRUE);
    fake_answer(w->net, SITE "/post-120.xml", 200, "Content-Type: application/xml\n",
                "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                "<url><loc>" SITE "/2026/04/04/04/</loc>"
                "<lastmod>2026-04-14T08:00:00+09:00</lastmod></url>"
                "<url><loc>" SITE "/x/a/x/a/x/a/</loc>"
                "<lastmod>2026-04-14T08:00:00+09:00</lastmod></url></urlset>");
    world_answer_page(w, SITE "/2026/04/04/04/", "四日の四番目の記事");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/post-120.xml"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/post-9.xml"), ==, 0);
    /* Equal numbers are no trap, equal words are. */
    world_assert_state(w, SITE "/2026/04/04/04/", KIRI_URL_DONE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/x/"), ==, 0);
}

static void test_front_page(World *w, gconstpointer data)
{
    (void)data;
    const char *html =
        "<!DOCTYPE html><html lang='ja'><head><title>ふるさとタイムズ</title></head><body>"
        "<nav><a href='/about'>会社案内</a><a href='/tag/kurashi/'>くらし</a>"
        "<a href='/contact/'>お問い合わせ</a><a href='/ranking/'>ランキング</a></nav><main><ul>"
        "<li><a href='/2026/04/14/matsuri/'>春の祭りに三千人、川沿いの桜並木でにぎわう</a></li>"
        "<li><a href='/2026/04/14/kaden/'>古い家電の無料点検、町内の窓口でも受け付け</a></li>"
        "<li><a href='/2026/04/13/bus/'>循環バスの時刻表を見直し、通学の便を増やす</a></li>"
        "</ul></main><footer><a href='/privacy.html'>個人情報の取り扱いについて</a>"
        "<a href='https://ads.example.com/20260414/x.html'>広告のページはこちらから</a></footer>"
        "</body></html>";
    world_add_source(w, "s1", SITE "/");
    fake_answer(w->net, SITE "/", 200, "Content-Type: text/html\n", html);
    world_answer_page(w, SITE "/2026/04/14/matsuri/", "春の祭り");
    world_answer_page(w, SITE "/2026/04/14/kaden/", "無料点検");
    world_answer_page(w, SITE "/2026/04/13/bus/", "循環バス");
    world_crawl(w);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_cmpint(s->kind, ==, KIRI_SOURCE_PAGE);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_URL), ==, 3);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 3);
}

static void test_stop_and_continue(World *w, gconstpointer data)
{
    (void)data;
    const char *items[21] = {NULL};
    g_auto(GStrv) names = g_new0(char *, 11);
    for (guint i = 0; i < 10; i++) {
        names[i] = g_strdup_printf("/a/%u", i);
        items[2 * i] = names[i];
        items[2 * i + 1] = FRESH;
        g_autofree char *url = g_strconcat(SITE, names[i], NULL);
        world_answer_page(w, url, names[i]);
    }
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    w->stop_after = 6; // robots, feed, four pages
    world_crawl(w);
    g_assert_true(w->run->was_interrupted);
    guint had = (guint)kiri_store_count(w->store, KIRI_NOUN_ARTICLE);
    g_assert_cmpuint(had, >=, 3);
    g_assert_cmpuint(had, <, 10);
    w->stop_after = 0;
    world_crawl(w);
    g_assert_false(w->run->was_interrupted);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 10);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
}

static void test_max_pages(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", "Tue, 14 Apr 2026 07:00:00 +0900", "/a/2",
                           "Tue, 14 Apr 2026 09:00:00 +0900", NULL};
    w->options.max_pages = 1;
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "先の記事");
    world_answer_page(w, SITE "/a/2", "後の記事");
    world_crawl(w);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE); // the newest first
    world_assert_state(w, SITE "/a/1", KIRI_URL_DUE);
}

static void test_refusals(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "https://toto.example.jp:8080/a/2", FRESH, NULL};
    g_autoptr(GError) error = NULL;
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_failure(w->net, SITE "/a/1", KIRI_FETCH_REFUSED, TRUE, "not public");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_REFUSED);
    g_assert_cmpuint(fake_n_seen(w->net, "https://toto.example.jp:8080"), ==, 0);
    /* Without a contact nobody beyond this machine is asked. */
    kiri_clock_advance(w->clock, KIRI_US_PER_DAY);
    w->options.contact = NULL;
    g_autoptr(KiriRun) run = kiri_run_new();
    g_assert_false(kiri_crawl(w->store, w->pool, w->net, &w->options, run, &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE);
    g_assert_nonnull(strstr(error->message, "kirinuki config set crawl.contact ADDRESS"));
}

static void test_probe(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", "", NULL};
    g_autoptr(GError) error = NULL;
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/", 200, "Content-Type: text/html\n",
                "<!DOCTYPE html><html><head><title>東都新聞</title><link rel='alternate' "
                "type='application/rss+xml' href='/feed.xml'></head><body></body></html>");
    g_autoptr(KiriSourceProbe) p =
        kiri_source_probe(w->pool, w->net, &w->options, SITE "/feed.xml", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(p->format, ==, "rss");
    g_assert_cmpint(p->kind, ==, KIRI_SOURCE_FEED);
    g_assert_cmpint(p->entries, ==, 2);
    g_assert_cmpint(p->entries_undated, ==, 1);
    g_assert_cmpint(p->newest.us, ==, world_at("2026-04-14T09:00"));
    g_assert_null(p->problems);
    g_autoptr(KiriSourceProbe) html =
        kiri_source_probe(w->pool, w->net, &w->options, SITE "/", &error);
    g_assert_no_error(error);
    g_assert_cmpint(html->kind, ==, KIRI_SOURCE_PAGE);
    g_assert_cmpstr(html->feeds[0], ==, SITE "/feed.xml");
    g_autoptr(KiriSourceProbe) none =
        kiri_source_probe(w->pool, w->net, &w->options, SITE "/none", &error);
    g_assert_no_error(error);
    g_assert_cmpint(none->http_status, ==, 404);
    g_assert_cmpuint(kiri_strv_count(none->problems), ==, 1);
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nDisallow: /\n");
    g_autoptr(KiriSourceProbe) refused =
        kiri_source_probe(w->pool, w->net, &w->options, SITE "/feed.xml", &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(refused->problems[0], "robots.txt"));
}

static void test_fetch_one(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    world_answer_page(w, SITE "/a/1", "一つの記事");
    fake_answer(w->net, SITE "/r/1", 301, "Location: /a/1\n", "");
    g_autoptr(KiriPage) one = kiri_crawl_fetch(w->net, &w->options, SITE "/r/1", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(one->url, ==, SITE "/a/1");
    g_assert_cmpstr(one->content_type, ==, "text/html; charset=utf-8");
    g_assert_null(kiri_crawl_fetch(w->net, &w->options, SITE "/none", &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_NOT_FOUND);
    g_clear_error(&error);
    /* A site that wants a request an hour gets one, and no second for the redirect. */
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 3600\n");
    guint before = fake_n_seen(w->net, SITE "/a/1");
    g_assert_null(kiri_crawl_fetch(w->net, &w->options, SITE "/r/1", &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_REFUSED);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, before);
}

/* The same over real sockets, with the system's clock: what the server saw. */
static void test_over_the_wire(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(HttpServer) server = http_server_new();
    g_autoptr(KiriClock) clock = kiri_clock_new_system();
    g_autoptr(GError) error = NULL;
    KiriTransportOptions net = {.user_agent = "kirinuki/0.1 (+x)", .allow_private = TRUE};
    g_autofree char *feed_url = http_server_url(server, "toto.localhost", "/feed.xml");
    GString *xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (guint i = 0; i < 4; i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", i);
        g_autofree char *url = http_server_url(server, "toto.localhost", path);
        g_autofree char *text = g_strdup_printf("<p>第%u号。</p>" LEAD BODY, i);
        g_autofree char *body = world_page(path, "", text, "");
        g_string_append_printf(xml, "<item><link>%s</link></item>", url);
        http_server_page(server, path, "text/html; charset=utf-8", body);
    }
    g_string_append(xml, "</channel></rss>");
    http_server_page(server, "/feed.xml", "application/rss+xml", xml->str);
    g_string_free(xml, TRUE);
    kiri_transport_free(w->net);
    w->net = kiri_transport_curl_new(&net, &error);
    g_assert_no_error(error);
    w->options.clock = clock;
    w->options.gap_ms = 40;
    w->options.contact = NULL; // this machine alone
    w->options.allow_private = TRUE;
    w->options.should_stop = NULL;
    world_add_source(w, "s1", feed_url);
    world_crawl(w);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 4);
    g_assert_cmpuint(http_server_n_seen(server, NULL), ==, 6);
    for (guint i = 1; i < 6; i++)
        g_assert_cmpint(http_server_seen(server, NULL, i)->at_us -
                            http_server_seen(server, NULL, i - 1)->at_us,
                        >=, 40 * 1000);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    s->next_due = KIRI_TIME_UNSET;
    world_put(w, KIRI_NOUN_SOURCE, s);
    world_crawl(w);
    g_assert_nonnull(strstr(http_server_seen(server, "/feed.xml", 1)->head, "If-None-Match: \""));
    g_assert_cmpint(w->run->sources_unchanged, ==, 1);
}

static void test_user_agent(void)
{
    g_autofree char *with = kiri_crawl_user_agent("press@example.jp");
    g_autofree char *odd = kiri_crawl_user_agent("a\r\nX-Evil: (1)");
    g_autofree char *without = kiri_crawl_user_agent(NULL);
    g_assert_cmpstr(with, ==, "kirinuki/0.1 (+press@example.jp)");
    g_assert_cmpstr(odd, ==, "kirinuki/0.1 (+aX-Evil:1)");
    g_assert_cmpstr(without, ==, "kirinuki/0.1");
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("feed-to-article", test_feed_to_article);
    ADD("first-poll", test_first_poll);
    ADD("ended-feed", test_ended_feed);
    ADD("conditional", test_conditional);
    ADD("sitemap-index", test_sitemap_index);
    ADD("numbered-sitemaps", test_numbered_sitemaps);
    ADD("front-page", test_front_page);
    ADD("stop-and-continue", test_stop_and_continue);
    ADD("max-pages", test_max_pages);
    ADD("refusals", test_refusals);
    ADD("probe", test_probe);
    ADD("fetch-one", test_fetch_one);
    ADD("over-the-wire", test_over_the_wire);
#undef ADD
    g_test_add_func("/crawl/user-agent", test_user_agent);
    return g_test_run();
}
