// SPDX-License-Identifier: GPL-3.0-or-later
/* A pass of the crawl from sources to stored articles, on a scripted transport
 * and a clock that only the test moves. */
#include "../support/crawl_world.h"
#include "../support/http_server.h"

#include <kirinuki/charset.h>
#include <kirinuki/crawl.h>
#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/hash.h>

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

static void test_gap_and_one_at_a_time(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
    gint64 start = kiri_clock_monotonic_us(w->clock);
    fake_set_duration(w->net, KIRI_US_PER_SECOND / 2);
    world_add_source(w, "s1", SITE "/feed.xml");
    world_add_source(w, "s2", SITE "/feed2.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_feed(w, SITE "/feed2.xml", items);
    for (guint i = 1; i <= 3; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        world_answer_page(w, url, url);
    }
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 7\n");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), ==, 6);
    g_assert_cmpuint(fake_most_at_once(w->net, "toto.example.jp"), ==, 1);
    g_assert_cmpstr(fake_seen(w->net, NULL, 0)->url, ==, SITE "/robots.txt");
    g_assert_cmpint(fake_seen(w->net, NULL, 0)->at_us - start, >=, 2 * KIRI_US_PER_SECOND);
    for (guint i = 1; i < 6; i++) {
        gint64 gap = fake_seen(w->net, NULL, i)->at_us - fake_seen(w->net, NULL, i - 1)->at_us;
        g_assert_cmpint(gap, >=, 7 * KIRI_US_PER_SECOND);
    }
    /* Both sources named the articles. */
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_cmpuint(kiri_strv_count(a->sources), ==, 2);
}

static void test_robots(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/private/2", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "公開の記事");
    world_answer_page(w, SITE "/private/2", "非公開の記事");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL,
                "User-agent: kirinuki\nDisallow: /private/\n");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/private/"), ==, 0);
    world_assert_state(w, SITE "/private/2", KIRI_URL_REFUSED);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_assert_cmpint(w->run->pages_refused, ==, 1);
    /* Fetched once in 12 hours. */
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 1);
}

static void test_robots_unreachable(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "記事");
    fake_answer(w->net, SITE "/robots.txt", 503, NULL, "");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 0); // no rules: no request
    g_assert_cmpint(w->run->sources_failed, ==, 1);
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_nonnull(strstr(s->last_error, "robots.txt"));
    /* A copy of the last 24 hours stays in force. */
    kiri_clock_advance(w->clock, 2 * KIRI_US_PER_HOUR);
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nAllow: /\n");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    kiri_clock_advance(w->clock, 13 * KIRI_US_PER_HOUR);
    fake_answer(w->net, SITE "/robots.txt", 500, NULL, "");
    guint asked = fake_n_seen(w->net, SITE "/feed.xml");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, asked + 1);
}

static void test_robots_forbidden(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    fake_answer(w->net, SITE "/robots.txt", 403, NULL, "");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), ==, 1);
    kiri_clock_advance(w->clock, 2 * KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), ==, 1); // held for a day
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
    g_assert_false(kiri_store_has(w->store, KIRI_NOUN_URL, SITE "/a/old"));
    g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
    g_assert_cmpint(s->newest_entry.us, ==, world_at("2026-04-14T09:00"));
}

static void test_conditional(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "記事");
    world_crawl(w);
    g_assert_false(fake_seen(w->net, SITE "/feed.xml", 0)->is_conditional);
    fake_answer(w->net, SITE "/feed.xml", 304, NULL, "");
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_true(fake_seen(w->net, SITE "/feed.xml", 1)->is_conditional);
    g_assert_cmpint(w->run->sources_unchanged, ==, 1);
    g_assert_cmpint(w->run->sources_failed, ==, 0);
    /* The same bytes without a 304 are unchanged too. */
    world_answer_feed(w, SITE "/feed.xml", items);
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_cmpint(w->run->sources_unchanged, ==, 1);
    g_assert_cmpint(w->run->pages_fetched, ==, 0);
}

static void test_back_off(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    fake_failure(w->net, SITE "/feed.xml", KIRI_FETCH_FAILED, FALSE, "connection refused");
    gint64 before = 0;
    for (guint i = 1; i <= 8; i++) {
        world_crawl(w);
        g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, "s1", NULL);
        gint64 wait = s->next_due.us - kiri_clock_now_us(w->clock);
        g_assert_cmpint(s->failures, ==, i);
        g_assert_cmpint(wait, >, MIN(before, 11 * KIRI_US_PER_HOUR) / 2);
        g_assert_cmpint(wait, <=, KIRI_US_PER_DAY);
        before = wait;
        kiri_clock_advance(w->clock, 25 * KIRI_US_PER_HOUR);
    }
    g_assert_cmpint(before, >=, 12 * KIRI_US_PER_HOUR);
}

static void test_holds(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 429, "Retry-After: 3600\n", "");
    fake_answer(w->net, SITE "/a/2", 429, "Retry-After: 3600\n", "");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 1); // the other is not even asked
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/a/2");
    g_assert_cmpint(r->state, ==, KIRI_URL_DUE);
    g_assert_cmpint(r->due.us, >=, kiri_clock_now_us(w->clock) + 3500 * KIRI_US_PER_SECOND);
    /* The pause survives a restart: half an hour later nobody is asked. */
    kiri_clock_advance(w->clock, 1800 * KIRI_US_PER_SECOND);
    guint asked = fake_n_seen(w->net, SITE);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), ==, asked);
    kiri_clock_advance(w->clock, 1900 * KIRI_US_PER_SECOND);
    world_answer_page(w, SITE "/a/1", "第一の記事");
    world_answer_page(w, SITE "/a/2", "第二の記事");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
}

static void test_statuses(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/410", FRESH,    "/a/403", FRESH,    "/a/404", FRESH, "/a/500",
                           FRESH,    "/a/pdf", FRESH,    "/a/top", FRESH,    NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/410", 410, NULL, "");
    fake_answer(w->net, SITE "/a/403", 403, NULL, "");
    fake_answer(w->net, SITE "/a/500", 500, NULL, "");
    fake_answer(w->net, SITE "/a/pdf", 200, "Content-Type: application/pdf\n", "%PDF");
    fake_answer(w->net, SITE "/a/top", 302, "Location: /\n", "");
    world_answer_page(w, SITE "/", "東都新聞");
    world_crawl(w);
    world_assert_state(w, SITE "/a/410", KIRI_URL_GONE);
    world_assert_state(w, SITE "/a/403", KIRI_URL_GONE);
    world_assert_state(w, SITE "/a/500", KIRI_URL_DUE);
    world_assert_state(w, SITE "/a/pdf", KIRI_URL_NO_ARTICLE);
    world_assert_state(w, SITE "/a/top", KIRI_URL_NO_ARTICLE);
    for (guint day = 1; day <= 2; day++) {
        world_assert_state(w, SITE "/a/404", KIRI_URL_DUE); // three tries over three days
        kiri_clock_advance(w->clock, 25 * KIRI_US_PER_HOUR);
        world_crawl(w);
    }
    world_assert_state(w, SITE "/a/404", KIRI_URL_GONE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/404"), ==, 3);
}

static void test_redirects(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/r/1", FRESH,     "/r/loop", FRESH, "/r/down",
                           FRESH,  "/r/file", FRESH,     NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/r/1", 301, "Location: https://www.toto.example.jp/a/1\n", "");
    fake_answer(w->net, SITE "/r/loop", 302, "Location: /r/loop\n", "");
    fake_answer(w->net, SITE "/r/down", 302, "Location: http://toto.example.jp/a/9\n", "");
    fake_answer(w->net, SITE "/r/file", 302, "Location: file:///etc/passwd\n", "");
    fake_answer(w->net, "https://www.toto.example.jp/robots.txt", 200, NULL, "");
    world_answer_page(w, "https://www.toto.example.jp/a/1", "移転先の記事");
    world_crawl(w);
    g_autoptr(KiriArticle) a = world_article_at(w, "https://www.toto.example.jp/a/1");
    g_assert_nonnull(a);
    world_assert_state(w, SITE "/r/1", KIRI_URL_ALIAS);
    world_assert_state(w, SITE "/r/loop", KIRI_URL_REFUSED);
    world_assert_state(w, SITE "/r/down", KIRI_URL_REFUSED);
    world_assert_state(w, SITE "/r/file", KIRI_URL_REFUSED);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/r/loop"), ==, 6);
    g_assert_cmpuint(fake_n_seen(w->net, "https://www.toto.example.jp/robots.txt"), ==, 1);
}

static void test_aliases(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/amp/1", FRESH, "/b/1", FRESH, "/b/2", FRESH, NULL};
    g_autofree char *twin = world_page("古い家電の無料点検",
                                       "<link rel='canonical' href='" SITE "/a/1'>", LEAD BODY, "");
    g_autofree char *main_page = world_page("古い家電の無料点検", "", LEAD BODY, "");
    g_autofree char *same = world_page("同じ内容の記事", "", LEAD BODY, "");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/amp/1", 200, "Content-Type: text/html\n", twin);
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n", main_page);
    fake_answer(w->net, SITE "/b/1", 200, "Content-Type: text/html\n", same);
    fake_answer(w->net, SITE "/b/2", 200, "Content-Type: text/html\n", same);
    world_crawl(w);
    /* The article is made from its canonical URL, the other is known as alias. */
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/amp/1", KIRI_URL_ALIAS);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_nonnull(a);
    g_assert_null(a->fetched_url);
    g_assert_true(kiri_strv_has(a->aliases, SITE "/amp/1"));
    /* Equal content within a medium is one article. */
    world_assert_state(w, SITE "/b/1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/b/2", KIRI_URL_ALIAS);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 2);
    g_assert_cmpint(w->run->aliases_found, ==, 2);
    g_assert_cmpint(a->version, ==, 1);
}

static void test_false_canonical(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
    g_autofree char *top =
        world_page("トップを名乗る記事", "<link rel='canonical' href='" SITE "/'>", LEAD BODY, "");
    g_autofree char *foreign =
        world_page("他社を名乗る記事", "<link rel='canonical' href='https://other.example.com/x'>",
                   LEAD BODY, "");
    g_autofree char *missing = world_page(
        "ない頁を名乗る記事", "<link rel='canonical' href='" SITE "/none/1'>", LEAD BODY, "");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n", top);
    fake_answer(w->net, SITE "/a/2", 200, "Content-Type: text/html\n", foreign);
    fake_answer(w->net, SITE "/a/3", 200, "Content-Type: text/html\n", missing);
    fake_answer(w->net, SITE "/none/1", 410, NULL, "");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/3", KIRI_URL_DONE);
    world_assert_state(w, SITE "/none/1", KIRI_URL_GONE);
    g_assert_cmpuint(fake_n_seen(w->net, "https://other.example.com"), ==, 0);
}

/* One canonical address for pages that a parameter tells apart, and one section
 * page named by all: both would make one article of many. */
static void test_canonical_for_many(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/news/?id=1", FRESH,  "/news/?id=2", FRESH, "/x/1",
                           FRESH,         "/x/2", FRESH,         NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    for (guint i = 1; i <= 2; i++) {
        g_autofree char *by_id = g_strdup_printf(SITE "/news/?id=%u", i);
        g_autofree char *by_path = g_strdup_printf(SITE "/x/%u", i);
        g_autofree char *title = g_strdup_printf("第%u号の記事", i);
        g_autofree char *other = g_strdup_printf("別の第%u号", i);
        g_autofree char *text =
            g_strdup_printf("<p>第%u号は町の図書館が新しくなり、子どもの読書室が広がったこと、"
                            "開館の時刻が早まったことを伝えている。</p>%s",
                            i, i == 1 ? LEAD : BODY);
        g_autofree char *one =
            world_page(title, "<link rel='canonical' href='" SITE "/news/'>", text, "");
        g_autofree char *two =
            world_page(other, "<link rel='canonical' href='" SITE "/x/all'>", text, "");
        fake_answer(w->net, by_id, 200, "Content-Type: text/html\n", one);
        fake_answer(w->net, by_path, 200, "Content-Type: text/html\n", two);
    }
    world_answer_page(w, SITE "/x/all", "週のまとめ");
    world_crawl(w);
    world_assert_state(w, SITE "/news/?id=1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/news/?id=2", KIRI_URL_DONE);
    world_assert_state(w, SITE "/x/1", KIRI_URL_DONE);
    world_assert_state(w, SITE "/x/2", KIRI_URL_DONE);
}

static void test_multi_page(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    g_autofree char *one =
        world_page("長い記事", "<link rel='next' href='" SITE "/a/1?page=2'>", LEAD,
                   "<div class='pager'><a rel='next' href='/a/1?page=2'>次へ</a></div>");
    g_autofree char *two = world_page("長い記事", "", BODY, "");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n", one);
    fake_answer(w->net, SITE "/a/1?page=2", 200, "Content-Type: text/html\n", two);
    world_crawl(w);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_nonnull(a);
    g_assert_nonnull(strstr(a->text, "古い製品の点検を呼びかける"));
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
    world_assert_state(w, SITE "/a/1?page=2", KIRI_URL_ALIAS);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 1);
}

static void test_noindex(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
    g_autofree char *html = world_page("記事", "", LEAD BODY, "");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\nX-Robots-Tag: noindex\n", html);
    fake_answer(w->net, SITE "/a/2", 200, "Content-Type: text/html\nX-Robots-Tag: noarchive\n",
                html);
    fake_answer(w->net, SITE "/a/3", 200,
                "Content-Type: text/html\nX-Robots-Tag: otherbot: noindex\n", html);
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_NO_ARTICLE);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/2");
    g_assert_nonnull(a);
    g_assert_null(a->evidence); // no copy is kept
    world_assert_state(w, SITE "/a/3", KIRI_URL_ALIAS);
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
    g_test_init(&argc, &argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    kiri_xml_preload();
#define ADD(name, function)                                                                        \
    g_test_add("/crawl/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("feed-to-article", test_feed_to_article);
    ADD("gap-and-one-at-a-time", test_gap_and_one_at_a_time);
    ADD("robots", test_robots);
    ADD("robots-unreachable", test_robots_unreachable);
    ADD("robots-forbidden", test_robots_forbidden);
    ADD("first-poll", test_first_poll);
    ADD("conditional", test_conditional);
    ADD("back-off", test_back_off);
    ADD("holds", test_holds);
    ADD("statuses", test_statuses);
    ADD("redirects", test_redirects);
    ADD("aliases", test_aliases);
    ADD("false-canonical", test_false_canonical);
    ADD("canonical-for-many", test_canonical_for_many);
    ADD("multi-page", test_multi_page);
    ADD("noindex", test_noindex);
    ADD("sitemap-index", test_sitemap_index);
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
