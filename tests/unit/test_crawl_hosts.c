// SPDX-License-Identifier: GPL-3.0-or-later
/* Manners towards hosts: pauses, robots.txt, holds, and how much of the crawl one
 * host may take. */
#include "../support/crawl_world.h"

#include <kirinuki/feed.h>
#include <kirinuki/limits.h>

#include <string.h>

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

/* It is the host that asks for a pause: a copy of its rules does not shorten it. */
static void test_robots_pause(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "記事");
    world_crawl(w);
    guint asked = fake_n_seen(w->net, SITE "/feed.xml");
    kiri_clock_advance(w->clock, 13 * KIRI_US_PER_HOUR);
    fake_answer(w->net, SITE "/robots.txt", 503, "Retry-After: 1800\n", "");
    world_crawl(w);
    kiri_clock_advance(w->clock, 20 * KIRI_US_PER_MINUTE);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, asked);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 2);
    kiri_clock_advance(w->clock, 2 * KIRI_US_PER_HOUR);
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nAllow: /\n");
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

/* A robots.txt in a coding that nobody asked for, and one that redirects out of TLS
 * to nowhere: mistakes that pass. The page waits and is not given up. */
static void test_robots_mistakes(World *w, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 2; i++) {
        g_autofree char *origin = g_strdup_printf("https://m%u.example.jp", i);
        g_autofree char *robots = g_strconcat(origin, "/robots.txt", NULL);
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        r->url = g_strconcat(origin, "/a/1", NULL);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(kiri_clock_now_us(w->clock));
        world_put(w, KIRI_NOUN_URL, r);
        world_answer_page(w, r->url, r->url);
        if (i)
            fake_answer(w->net, robots, 301, "Location: mailto:a@example.jp\n", "");
        else
            fake_failure_of(w->net, robots, KIRI_FETCH_REFUSED, KIRI_FAILURE_PROTOCOL, TRUE,
                            "a coding that was not asked for");
        world_crawl(w);
        world_assert_state(w, r->url, KIRI_URL_DUE);
        g_assert_cmpuint(fake_n_seen(w->net, r->url), ==, 0);
        /* Mended, by way of a redirect to http. */
        g_autofree char *plain = g_strdup_printf("http://m%u.example.jp/robots.txt", i);
        g_autofree char *location = g_strdup_printf("Location: %s\n", plain);
        fake_answer(w->net, robots, 301, location, "");
        fake_answer(w->net, plain, 200, NULL, "User-agent: *\nDisallow: /b\n");
        kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
        world_crawl(w);
        world_assert_state(w, r->url, KIRI_URL_DONE);
    }
}

/* Five redirects are followed; with a sixth the site has made a mistake, which says
 * nothing for good about its pages. */
static void test_robots_redirects(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "転送の先");
    fake_answer(w->net, SITE "/robots.txt", 301, "Location: /r1\n", "");
    for (guint i = 1; i <= 5; i++) {
        g_autofree char *from = g_strdup_printf(SITE "/r%u", i);
        g_autofree char *to = g_strdup_printf("Location: /r%u\n", i + 1);
        fake_answer(w->net, from, 302, to, "");
    }
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/r"), ==, 6); // none beyond the fifth
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 0);
    fake_answer(w->net, SITE "/r5", 200, "Content-Type: text/plain\n",
                "User-agent: *\nDisallow: /b\n");
    kiri_clock_advance(w->clock, 2 * KIRI_US_PER_DAY);
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
}

/* What Crawl-delay does to the pause: the longer of it and ours; nonsense does
 * nothing; a very long one leaves a pass one request beside robots.txt. */
static void test_crawl_delays(World *w, gconstpointer data)
{
    (void)data;
    const struct {
        const char *delay;
        gint64 pause_us; // 0: no second request
    } cases[] = {{"0", 2 * KIRI_US_PER_SECOND},
                 {"0.5", 2 * KIRI_US_PER_SECOND},
                 {"10", 10 * KIRI_US_PER_SECOND},
                 {"-1", 2 * KIRI_US_PER_SECOND},
                 {"often", 2 * KIRI_US_PER_SECOND},
                 {"300", 300 * KIRI_US_PER_SECOND},
                 {"86400", 0}};
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *site = g_strdup_printf("https://d%" G_GSIZE_FORMAT ".example.jp", i);
        g_autofree char *robots = g_strconcat(site, "/robots.txt", NULL);
        g_autofree char *feed = g_strconcat(site, "/feed.xml", NULL);
        g_autofree char *rules =
            g_strdup_printf("User-agent: *\nCrawl-delay: %s\n", cases[i].delay);
        fake_answer(w->net, robots, 200, NULL, rules);
        world_add_source(w, site + strlen("https://"), feed);
        g_autofree char *one = g_strconcat(site, items[0], NULL);
        g_autofree char *two = g_strconcat(site, items[2], NULL);
        const char *own[] = {one, FRESH, two, FRESH, NULL};
        world_answer_feed(w, feed, own);
    }
    world_crawl(w);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *site = g_strdup_printf("https://d%" G_GSIZE_FORMAT ".example.jp/", i);
        guint n = fake_n_seen(w->net, site);
        g_assert_cmpuint(n, ==, cases[i].pause_us ? 4 : 2);
        for (guint k = 1; k < n && cases[i].pause_us; k++) {
            gint64 gap = fake_seen(w->net, site, k)->at_us - fake_seen(w->net, site, k - 1)->at_us;
            g_assert_cmpint(gap, >=, cases[i].pause_us);
            g_assert_cmpint(gap, <, cases[i].pause_us + KIRI_US_PER_SECOND);
        }
    }
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
        g_assert_cmpint(wait, <=, 2 * KIRI_US_PER_DAY); // from a week on ever more seldom
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

/* It is the host that asks for a pause: with http and https, on every port, after a
 * restart too; another host whose name begins alike is not meant. */
static void test_hold_of_host(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_add_source(w, "s0", SITE "/feed.xml");
    world_add_source(w, "s1", "http://toto.example.jp/feed.xml");
    world_add_source(w, "s2", "https://toto.example.jp.other.jp/feed.xml");
    world_answer_feed(w, "http://toto.example.jp/feed.xml", none);
    world_answer_feed(w, "https://toto.example.jp.other.jp/feed.xml", none);
    fake_answer(w->net, SITE "/feed.xml", 429, "Retry-After: 7200\n", "");
    fake_set_host_duration(w->net, "toto.example.jp", KIRI_US_PER_SECOND);
    world_crawl(w);
    guint open = fake_n_seen(w->net, "http://toto.example.jp");
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    /* What was asked before the answer came counts not. */
    for (guint i = 0; i < open; i++)
        g_assert_cmpint(fake_seen(w->net, "http://toto.example.jp", i)->at_us, <,
                        fake_seen(w->net, SITE "/feed.xml", 0)->at_us);
    kiri_clock_advance(w->clock, KIRI_US_PER_HOUR);
    world_add_source(w, "s3", "http://toto.example.jp/new.xml");
    world_answer_feed(w, "http://toto.example.jp/new.xml", none);
    guint other = fake_n_seen(w->net, "https://toto.example.jp.other.jp/feed.xml");
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, "http://toto.example.jp"), ==, open);
    g_assert_cmpuint(fake_n_seen(w->net, "https://toto.example.jp.other.jp/feed.xml"), ==,
                     other + 1);
    kiri_clock_advance(w->clock, 90 * KIRI_US_PER_MINUTE);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, "http://toto.example.jp/new.xml"), ==, 1);
}

/* An address that is not public may be a passing fault of DNS, or be allowed later:
 * the page is asked again after a day, the reason shown; in the end it is given up. */
static void test_address_refused(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "https://in.example.jp/a/2", FRESH, NULL};
    const char *pages[] = {SITE "/a/1", "https://in.example.jp/a/2"};
    const char *refused[] = {SITE "/a/1", "https://in.example.jp/robots.txt"};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    for (guint i = 0; i < 2; i++)
        fake_failure_of(w->net, refused[i], KIRI_FETCH_REFUSED, KIRI_FAILURE_POLICY, FALSE,
                        "the host has an address that is not public");
    world_crawl(w);
    for (guint i = 0; i < 2; i++) {
        g_autoptr(KiriUrlRecord) r = world_url_record(w, pages[i]);
        gint64 wait = r->due.us - kiri_clock_now_us(w->clock);
        g_assert_cmpint(r->state, ==, KIRI_URL_DUE);
        g_assert_cmpint(r->failures, ==, 1);
        g_assert_cmpint(wait, >, 23 * KIRI_US_PER_HOUR);
        g_assert_cmpint(wait, <=, KIRI_US_PER_DAY);
        g_assert_nonnull(strstr(r->reason, "not public"));
    }
    world_answer_page(w, SITE "/a/1", "直った名前の記事");
    for (guint i = 0; i < 12; i++) {
        kiri_clock_advance(w->clock, 25 * KIRI_US_PER_HOUR);
        world_crawl(w);
    }
    world_assert_state(w, pages[0], KIRI_URL_DONE);
    world_assert_state(w, pages[1], KIRI_URL_GONE);
}

/* Who wants a request in two hours gets no more by passes that begin more often. */
static void test_few_requests(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "一の記事");
    world_answer_page(w, SITE "/a/2", "二の記事");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 7200\n");
    for (guint i = 0; i < 9; i++) {
        world_crawl(w);
        kiri_clock_advance(w->clock, 50 * KIRI_US_PER_MINUTE);
    }
    guint n = fake_n_seen(w->net, SITE) - fake_n_seen(w->net, SITE "/robots.txt");
    g_assert_cmpuint(n, ==, 3); // after 0, 150 and 300 minutes
}

/* However long the robots.txt of however many hosts are: what is in memory is
 * bounded, and what was forgotten is read from the store, not asked for again. */
static void test_robots_in_memory(World *w, gconstpointer data)
{
    (void)data;
    enum { HOSTS = 80, BYTES = 500 * 1000 };
    g_autoptr(GString) robots = g_string_new("User-agent: *\nDisallow: /no/\n");
    while (robots->len < BYTES)
        g_string_append(robots, "# the press office asks robots for patience, and thanks them\n");
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *id = g_strdup_printf("s%02u", i);
        g_autofree char *site = g_strdup_printf("https://h%02u.example.jp", i);
        g_autofree char *feed = g_strconcat(site, i % 2 ? "/no/feed.xml" : "/feed.xml", NULL);
        g_autofree char *rules = g_strconcat(site, "/robots.txt", NULL);
        world_add_source(w, id, feed);
        world_answer_feed(w, feed, (const char *[]){NULL});
        fake_answer(w->net, rules, 200, NULL, robots->str);
    }
    KiriCrawler *c = world_begin(w);
    gsize most = 0;
    for (guint i = 0; i < 40; i++) {
        world_go_on(w, c, 10 * KIRI_US_PER_SECOND);
        most = MAX(most, kiri_crawler_state(c).robots_bytes);
    }
    g_assert_cmpuint(most, >, KIRI_LIMIT_ROBOTS_IN_MEMORY); // while they were all asked
    /* The next to be asked makes room. */
    world_go_on(w, c, 6 * KIRI_US_PER_HOUR);
    world_add_source(w, "later", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", (const char *[]){NULL});
    kiri_crawler_reload(c);
    world_go_on(w, c, KIRI_US_PER_MINUTE);
    g_assert_cmpuint(kiri_crawler_state(c).robots_bytes, <=, KIRI_LIMIT_ROBOTS_IN_MEMORY);
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *site = g_strdup_printf("https://h%02u.example.jp/", i);
        g_autofree char *rules = g_strconcat(site, "robots.txt", NULL);
        g_autofree char *closed = g_strconcat(site, "no/", NULL);
        g_assert_cmpuint(fake_n_seen(w->net, rules), ==, 1);
        g_assert_cmpuint(fake_n_seen(w->net, closed), ==, 0);
    }
    world_end(c);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl-hosts/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("gap-and-one-at-a-time", test_gap_and_one_at_a_time);
    ADD("robots", test_robots);
    ADD("robots-unreachable", test_robots_unreachable);
    ADD("robots-pause", test_robots_pause);
    ADD("robots-forbidden", test_robots_forbidden);
    ADD("robots-mistakes", test_robots_mistakes);
    ADD("robots-redirects", test_robots_redirects);
    ADD("crawl-delays", test_crawl_delays);
    ADD("back-off", test_back_off);
    ADD("holds", test_holds);
    ADD("hold-of-host", test_hold_of_host);
    ADD("address-refused", test_address_refused);
    ADD("robots-in-memory", test_robots_in_memory);
    ADD("few-requests", test_few_requests);
#undef ADD
    return g_test_run();
}
