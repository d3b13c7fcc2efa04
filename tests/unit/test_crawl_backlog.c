// SPDX-License-Identifier: GPL-3.0-or-later
/* Many hosts and many due pages: fairness between them, bounded memory, and pauses
 * that hosts earn by being slow. */
#include "../support/crawl_world.h"

#include <kirinuki/feed.h>
#include <kirinuki/limits.h>

#include <string.h>

#define SECOND KIRI_US_PER_SECOND

/* `n` pages of a host that have been due since `age_us`. They are not there (404):
 * what counts here is who is asked when. */
static void add_due(World *w, const char *host, guint n, gint64 age_us)
{
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < n; i++) {
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        r->url = g_strdup_printf("https://%s/a/%05u", host, i);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(kiri_clock_now_us(w->clock) - age_us + i);
        kiri_batch_put(batch, KIRI_NOUN_URL, r);
    }
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

/* The host as an earlier crawl knew it. */
static void know_host(World *w, const char *host, gint64 response_ms)
{
    g_autoptr(KiriHost) h = kiri_host_new();
    h->origin = g_strconcat("https://", host, NULL);
    h->robots_status = 404;
    h->robots_fetched = kiri_time_jst(kiri_clock_now_us(w->clock));
    h->response_ms = response_ms;
    world_put(w, KIRI_NOUN_HOST, h);
}

/* The longest backlog comes first in the queue, and waits like the rest. */
static void test_huge_backlog(World *w, gconstpointer data)
{
    (void)data;
    add_due(w, "huge.example.jp", 700, KIRI_US_PER_DAY);
    add_due(w, "small.example.jp", 3, KIRI_US_PER_HOUR);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 15 * SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, "https://small.example.jp/a/"), ==, 3);
    g_assert_cmpuint(kiri_crawler_state(c).pages_waiting, <=, KIRI_LIMIT_PAGES_OF_HOST + 3 + 2);
    world_go_on(w, c, 700 * 2 * SECOND + 60 * SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, "https://huge.example.jp/a/"), ==, 700);
    /* It was never left idle for long. */
    g_assert_cmpuint(fake_most_at_once(w->net, "huge.example.jp"), ==, 1);
    for (guint i = 1; i < 700; i++)
        g_assert_cmpint(fake_seen(w->net, "https://huge.example.jp/a/", i)->at_us -
                            fake_seen(w->net, "https://huge.example.jp/a/", i - 1)->at_us,
                        <=, 4 * SECOND);
    world_end(c);
}

/* A bounded pass takes all of them too, a portion at a time. */
static void test_bounded_backlog(World *w, gconstpointer data)
{
    (void)data;
    w->options.gap_ms = 0;
    add_due(w, "huge.example.jp", 300, KIRI_US_PER_DAY);
    add_due(w, "small.example.jp", 3, KIRI_US_PER_HOUR);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, "https://huge.example.jp/a/"), ==, 300);
    g_assert_cmpuint(fake_n_seen(w->net, "https://small.example.jp/a/"), ==, 3);
    g_assert_cmpint(w->run->pages_failed, ==, 303);
    world_crawl(w);
    g_assert_cmpint(w->run->pages_failed, ==, 0);
}

/* A feed names more pages than one host may have in memory, and the host is through
 * with those before the rest of them is in the store. */
static void test_quick_host(World *w, gconstpointer data)
{
    (void)data;
    enum { PAGES = 120 };
    g_auto(GStrv) names = g_new0(char *, PAGES + 1);
    g_auto(GStrv) times = g_new0(char *, PAGES + 1);
    const char *items[2 * PAGES + 1] = {NULL};
    w->options.gap_ms = 0;
    for (guint i = 0; i < PAGES; i++) {
        names[i] = g_strdup_printf("/a/%03u", i);
        times[i] = g_strdup_printf("Tue, 14 Apr 2026 %02u:%02u:00 +0900", 7 + i / 60, i % 60);
        items[2 * i] = names[i];
        items[2 * i + 1] = times[i];
    }
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, PAGES);
    g_assert_cmpint(w->run->pages_failed, ==, PAGES);
}

static void test_many_hosts(World *w, gconstpointer data)
{
    (void)data;
    enum { HOSTS = 300, PAGES = 40 };
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *host = g_strdup_printf("h%u.example.jp", i);
        /* As bad as can be: the first hosts' pages are all older. */
        add_due(w, host, PAGES, KIRI_US_PER_DAY - i * KIRI_US_PER_MINUTE);
        know_host(w, host, 0);
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 10 * SECOND);
    g_assert_cmpuint(kiri_crawler_state(c).pages_waiting, <=, KIRI_LIMIT_PAGES_WAITING);
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *host = g_strdup_printf("https://h%u.example.jp/a/", i);
        g_assert_cmpuint(fake_n_seen(w->net, host), >=, 3);
    }
    world_go_on(w, c, 120 * SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, NULL), ==, HOSTS * PAGES);
    world_end(c);
}

/* More hosts than find room with a few pages each: memory is filled to its limit,
 * and all have their turn. */
static void test_more_than_memory_holds(World *w, gconstpointer data)
{
    (void)data;
    enum { HOSTS = 2400, PAGES = 4 };
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < HOSTS * PAGES; i++) {
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        r->url = g_strdup_printf("https://h%u.example.jp/a/%u", i / PAGES, i % PAGES);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(kiri_clock_now_us(w->clock) - KIRI_US_PER_HOUR + i);
        kiri_batch_put(batch, KIRI_NOUN_URL, r);
    }
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
    KiriCrawler *c = world_begin(w);
    kiri_crawler_turn(c, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_crawler_state(c).pages_waiting, ==, KIRI_LIMIT_PAGES_WAITING);
    while (fake_n_all(w->net) < HOSTS * (PAGES + 1)) {
        world_go_on(w, c, SECOND);
        g_assert_cmpuint(kiri_crawler_state(c).pages_waiting, <=, KIRI_LIMIT_PAGES_WAITING);
    }
    world_end(c);
    g_assert_cmpint(w->run->pages_failed, ==, HOSTS * PAGES);
}

/* Many sources of one host, each due every minute: its pages get their turn. */
static void test_polls_and_pages(World *w, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 60; i++) {
        g_autofree char *id = g_strdup_printf("s%02u", i);
        g_autofree char *url = g_strdup_printf("https://busy.example.jp/%02u.xml", i);
        g_autoptr(KiriSource) s = kiri_source_new();
        s->id = g_strdup(id);
        s->url = g_strdup(url);
        s->interval_s = 60;
        world_put(w, KIRI_NOUN_SOURCE, s);
        const char *none[] = {NULL};
        world_answer_feed(w, url, none);
    }
    add_due(w, "busy.example.jp", 20, KIRI_US_PER_HOUR);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 150 * SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, "https://busy.example.jp/a/"), ==, 20);
    /* And no source is asked twice before all were asked once. */
    for (guint i = 0; i < 60; i++) {
        g_autofree char *url = g_strdup_printf("https://busy.example.jp/%02u.xml", i);
        g_assert_cmpuint(fake_n_seen(w->net, url), <=, 2);
    }
    world_go_on(w, c, 60 * SECOND);
    for (guint i = 0; i < 60; i++) {
        g_autofree char *url = g_strdup_printf("https://busy.example.jp/%02u.xml", i);
        g_assert_cmpuint(fake_n_seen(w->net, url), >=, 1);
    }
    world_end(c);
}

/* ---- slow hosts ---- */

static void test_slow_hosts(World *w, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 100; i++) {
        g_autofree char *host = g_strdup_printf("slow%u.example.jp", i);
        know_host(w, host, 20000);
        fake_set_host_duration(w->net, host, 20 * SECOND);
        add_due(w, host, 5, KIRI_US_PER_DAY);
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 40 * SECOND);
    g_assert_cmpuint(fake_most_in_all(w->net), ==, 32); // half of the connections
    /* Others join when the slow ones have long queued up, and are served at once. */
    know_host(w, "quick.example.jp", 100);
    add_due(w, "quick.example.jp", 10, KIRI_US_PER_HOUR);
    fake_set_host_duration(w->net, "quick.example.jp", SECOND / 10);
    world_end(c);
    c = world_begin(w);
    world_go_on(w, c, 30 * SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, "https://quick.example.jp/a/"), ==, 10);
    world_end(c);
}

/* The pause after an answer grows with the time that it took. */
static void test_adapted_pause(World *w, gconstpointer data)
{
    (void)data;
    const struct {
        const char *host;
        gint64 took_us, pause_us;
    } hosts[] = {{"quick.example.jp", SECOND / 10, 2 * SECOND},
                 {"tired.example.jp", 3 * SECOND, 15 * SECOND},
                 {"ill.example.jp", 20 * SECOND, 30 * SECOND}};
    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
        fake_set_host_duration(w->net, hosts[i].host, hosts[i].took_us);
        add_due(w, hosts[i].host, 3, KIRI_US_PER_HOUR);
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 300 * SECOND);
    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
        g_autofree char *prefix = g_strdup_printf("https://%s/", hosts[i].host);
        g_assert_cmpuint(fake_n_seen(w->net, prefix), ==, 4); // with robots.txt
        for (guint k = 1; k < 4; k++) {
            gint64 gap = fake_seen(w->net, prefix, k)->at_us -
                         fake_seen(w->net, prefix, k - 1)->at_us - hosts[i].took_us;
            g_assert_cmpint(gap, >=, hosts[i].pause_us);
            g_assert_cmpint(gap, <, hosts[i].pause_us + SECOND);
        }
    }
    world_end(c);
    /* It is remembered. */
    g_autoptr(KiriHost) h =
        kiri_store_get(w->store, KIRI_NOUN_HOST, "https://tired.example.jp", NULL);
    g_assert_cmpint(h->response_ms, ==, 3000);
}

static void test_connections_per_host(World *w, gconstpointer data)
{
    (void)data;
    w->options.connections_per_host = 3;
    know_host(w, "wide.example.jp", 0);
    fake_set_duration(w->net, 30 * SECOND);
    add_due(w, "wide.example.jp", 20, KIRI_US_PER_HOUR);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 60 * SECOND);
    g_assert_cmpuint(fake_most_at_once(w->net, "wide.example.jp"), ==, 3);
    for (guint i = 1; i < fake_n_seen(w->net, NULL); i++)
        g_assert_cmpint(fake_seen(w->net, NULL, i)->at_us - fake_seen(w->net, NULL, i - 1)->at_us,
                        >=, 2 * SECOND);
    world_end(c);
}

/* Without a pause a host has a few requests in a row, over one connection, and then
 * waits until all others had theirs. */
static void test_turns_without_pause(World *w, gconstpointer data)
{
    (void)data;
    enum { HOSTS = 100, PAGES = 20, IN_A_ROW = 8 };
    w->options.gap_ms = 0;
    fake_set_duration(w->net, SECOND);
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *host = g_strdup_printf("h%03u.example.jp", i);
        add_due(w, host, PAGES, KIRI_US_PER_HOUR);
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 120 * SECOND);
    guint n_first = 0, n_of_others = 0;
    for (guint i = 0; i < HOSTS; i++) {
        g_autofree char *prefix = g_strdup_printf("https://h%03u.example.jp/", i);
        g_assert_cmpuint(fake_n_seen(w->net, prefix), ==, PAGES + 1);
        gint64 eighth = fake_seen(w->net, prefix, IN_A_ROW - 1)->at_us;
        n_first += eighth - fake_seen(w->net, prefix, 0)->at_us == (IN_A_ROW - 1) * SECOND;
        n_of_others += fake_seen(w->net, prefix, IN_A_ROW)->at_us > eighth + SECOND;
    }
    g_assert_cmpuint(n_first, ==, HOSTS);
    g_assert_cmpuint(n_of_others, >=, HOSTS - KIRI_LIMIT_CONNECTIONS); // let others go first
    world_end(c);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl-backlog/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("huge-backlog", test_huge_backlog);
    ADD("bounded-backlog", test_bounded_backlog);
    ADD("quick-host", test_quick_host);
    ADD("many-hosts", test_many_hosts);
    ADD("more-than-memory-holds", test_more_than_memory_holds);
    ADD("polls-and-pages", test_polls_and_pages);
    ADD("slow-hosts", test_slow_hosts);
    ADD("adapted-pause", test_adapted_pause);
    ADD("turns-without-pause", test_turns_without_pause);
    ADD("connections-per-host", test_connections_per_host);
#undef ADD
    return g_test_run();
}
