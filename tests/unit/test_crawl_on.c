// SPDX-License-Identifier: GPL-3.0-or-later
/* The crawl that goes on: what becomes due is taken up, what others change in the
 * store counts, and clocks may jump. */
#include "../support/crawl_world.h"

#include <kirinuki/feed.h>

#include <string.h>

#define MINUTE KIRI_US_PER_MINUTE
#define HOUR KIRI_US_PER_HOUR

/* A source that the user wants polled every so many seconds. */
static void add_paced_source(World *w, const char *id, const char *url, gint64 interval_s)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup(url);
    s->interval_s = interval_s;
    s->added = kiri_time_jst(kiri_clock_now_us(w->clock));
    world_put(w, KIRI_NOUN_SOURCE, s);
}

static KiriSource *source_of(World *w, const char *id)
{
    return kiri_store_get(w->store, KIRI_NOUN_SOURCE, id, NULL);
}

static void test_polls_by_time(World *w, gconstpointer data)
{
    (void)data;
    const char *before[] = {"/a/1", FRESH, NULL};
    const char *after[] = {"/a/2", "Tue, 14 Apr 2026 12:20:00 +0900", "/a/1", FRESH, NULL};
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    world_answer_feed(w, SITE "/feed.xml", before);
    world_answer_page(w, SITE "/a/1", "先の記事");
    world_answer_page(w, SITE "/a/2", "後の記事");
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 25 * MINUTE);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_answer_feed(w, SITE "/feed.xml", after);
    world_go_on(w, c, 10 * MINUTE);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    world_go_on(w, c, 25 * MINUTE);
    guint polls = fake_n_seen(w->net, SITE "/feed.xml");
    g_assert_cmpuint(polls, >=, 6);
    g_assert_cmpuint(polls, <=, 7);
    g_assert_cmpint(w->run->sources_polled, ==, polls);
    g_assert_cmpint(w->run->requests, ==, fake_n_seen(w->net, NULL));
    KiriCrawlState state = kiri_crawler_state(c);
    g_assert_cmpuint(state.sources, ==, 1);
    g_assert_cmpuint(state.sources_due, ==, 0);
    g_assert_cmpint(state.next_due_us, >, kiri_clock_now_us(w->clock));
    world_end(c);
}

/* A page that failed is tried again when its time has come, without anyone
 * asking. */
static void test_pages_by_time(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    add_paced_source(w, "s1", SITE "/feed.xml", 86400);
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 500, NULL, "");
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, MINUTE);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DUE);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/a/1");
    world_answer_page(w, SITE "/a/1", "遅れた記事");
    world_go_on(w, c, r->due.us - kiri_clock_now_us(w->clock) + 15 * KIRI_US_PER_SECOND);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, 2);
    world_end(c);
}

static void test_reload(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_answer_feed(w, SITE "/feed.xml", none);
    world_answer_feed(w, "https://later.example.jp/feed.xml", none);
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, MINUTE);
    /* Added: counts from the reload on. */
    add_paced_source(w, "s2", "https://later.example.jp/feed.xml", 600);
    world_go_on(w, c, MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, "https://later.example.jp/"), ==, 0);
    kiri_crawler_reload(c);
    world_go_on(w, c, MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, "https://later.example.jp/feed.xml"), ==, 1);
    g_assert_cmpuint(kiri_crawler_state(c).sources, ==, 2);
    /* Asked at once. */
    g_autoptr(KiriSource) s1 = source_of(w, "s1");
    s1->next_due = KIRI_TIME_UNSET;
    world_put(w, KIRI_NOUN_SOURCE, s1);
    kiri_crawler_reload(c);
    world_go_on(w, c, MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 2);
    /* Disabled. */
    g_autoptr(KiriSource) s2 = source_of(w, "s2");
    s2->is_disabled = TRUE;
    world_put(w, KIRI_NOUN_SOURCE, s2);
    kiri_crawler_reload(c);
    world_go_on(w, c, HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, "https://later.example.jp/feed.xml"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), >=, 7);
    g_assert_cmpuint(kiri_crawler_state(c).sources, ==, 1);
    world_end(c);
}

/* A source that is removed or changed while it is being polled. */
static void test_changed_while_polled(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    g_autoptr(GError) error = NULL;
    fake_set_duration(w->net, 10 * KIRI_US_PER_SECOND);
    world_answer_feed(w, SITE "/gone.xml", items);
    world_answer_feed(w, "https://other.example.jp/feed.xml", items);
    add_paced_source(w, "gone", SITE "/gone.xml", 600);
    add_paced_source(w, "kept", "https://other.example.jp/feed.xml", 600);
    KiriCrawler *c = world_begin(w);
    while (!fake_n_seen(w->net, SITE "/gone.xml") ||
           !fake_n_seen(w->net, "https://other.example.jp/feed.xml"))
        world_go_on(w, c, KIRI_US_PER_SECOND);
    g_assert_cmpuint(kiri_crawler_state(c).sources_due, ==, 2);
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_delete(batch, KIRI_NOUN_SOURCE, "gone");
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
    g_autoptr(KiriSource) kept = source_of(w, "kept");
    kept->title = g_strdup("自分で付けた名");
    kept->interval_s = 1200;
    world_put(w, KIRI_NOUN_SOURCE, kept);
    kiri_crawler_reload(c);
    world_go_on(w, c, HOUR);
    g_assert_false(kiri_store_has(w->store, KIRI_NOUN_SOURCE, "gone"));
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/gone.xml"), ==, 1);
    g_autoptr(KiriSource) now = source_of(w, "kept");
    g_assert_cmpstr(now->title, ==, "自分で付けた名");
    g_assert_cmpint(now->interval_s, ==, 1200);
    g_assert_cmpint(now->polls, >=, 3);
    world_end(c);
}

/* Both at once: what was not begun when the source went is not begun at all. */
static void test_removed_before_its_turn(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    w->options.gap_ms = 60 * 1000;
    add_paced_source(w, "s1", SITE "/1.xml", 600);
    add_paced_source(w, "s2", SITE "/2.xml", 600);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 90 * KIRI_US_PER_SECOND); // robots.txt alone
    g_assert_cmpuint(fake_n_seen(w->net, NULL), ==, 1);
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_delete(batch, KIRI_NOUN_SOURCE, "s1");
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
    kiri_crawler_reload(c);
    world_go_on(w, c, 5 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/1.xml"), ==, 0);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/2.xml"), ==, 1);
    world_end(c);
}

/* A crawl that rests ends what is under way and begins nothing; afterwards each host,
 * whom another may have asked meanwhile, has its pause first. */
static void test_rest(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    add_paced_source(w, "s1", SITE "/feed.xml", 86400);
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "一つ目の記事");
    world_answer_page(w, SITE "/a/2", "二つ目の記事");
    fake_set_duration(w->net, 3 * KIRI_US_PER_SECOND);
    KiriCrawler *c = world_begin(w);
    while (!fake_n_seen(w->net, SITE "/a/1"))
        world_go_on(w, c, KIRI_US_PER_SECOND / 10);
    g_assert_false(kiri_crawler_rest(c, TRUE)); // its answer is still to come
    world_go_on(w, c, MINUTE);
    g_assert_true(kiri_crawler_rest(c, TRUE));
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/2"), ==, 0);
    gint64 ended = kiri_clock_monotonic_us(w->clock);
    kiri_crawler_rest(c, FALSE);
    world_go_on(w, c, 2 * MINUTE);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    gint64 gap = fake_seen(w->net, SITE "/a/2", 0)->at_us - ended;
    g_assert_cmpint(gap, >=, w->options.gap_ms * G_GINT64_CONSTANT(1000));
    world_end(c);
}

static void test_wake(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, MINUTE); // with nothing to do
    gint64 before = kiri_clock_monotonic_us(w->clock);
    kiri_transport_wake(w->net);
    g_assert_true(kiri_crawler_turn(c, HOUR, &error));
    g_assert_no_error(error);
    g_assert_cmpint(kiri_clock_monotonic_us(w->clock), ==, before);
    world_end(c);
}

static void test_stop_and_restart(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
    fake_set_duration(w->net, 5 * KIRI_US_PER_SECOND);
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "一の記事");
    world_answer_page(w, SITE "/a/2", "二の記事");
    world_answer_page(w, SITE "/a/3", "三の記事");
    KiriCrawler *c = world_begin(w);
    while (fake_n_seen(w->net, SITE "/a/") < 2)
        world_go_on(w, c, KIRI_US_PER_SECOND);
    world_end(c); // in the middle of the second page
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 1);
    gint64 restart = kiri_clock_monotonic_us(w->clock);
    guint had = fake_n_seen(w->net, NULL);
    c = world_begin(w);
    world_go_on(w, c, 3 * MINUTE);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 3);
    /* The host counts as just visited, with the pause that its slowness earned. */
    g_assert_cmpint(fake_seen(w->net, NULL, had)->at_us - restart, >=, 24 * KIRI_US_PER_SECOND);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 1);
    world_end(c);
}

/* A month that never was: one poll of each source, and no storm. */
static void test_jump_forward(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_answer_feed(w, SITE "/feed.xml", none);
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 5 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    kiri_clock_advance(w->clock, 30 * KIRI_US_PER_DAY);
    world_go_on(w, c, 5 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 2);
    world_end(c);
}

/* What was written down while the clock ran ahead does not wait for that day. */
static void test_jump_back(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_answer_feed(w, SITE "/feed.xml", none);
    world_answer_page(w, SITE "/a/1", "時計の記事");
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup("s1");
    s->url = g_strdup(SITE "/feed.xml");
    s->interval_s = 600;
    s->last_poll = s->last_success = kiri_time_jst(world_at("2027-04-14T12:00"));
    s->next_due = kiri_time_jst(world_at("2027-04-14T12:10"));
    world_put(w, KIRI_NOUN_SOURCE, s);
    g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
    r->url = g_strdup(SITE "/a/1");
    r->state = KIRI_URL_DUE;
    r->due = kiri_time_jst(world_at("2027-04-14T12:10"));
    world_put(w, KIRI_NOUN_URL, r);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 25 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 3);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_end(c);
}

/* ---- robots.txt as time goes by ---- */

static void test_robots_grow_old(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_answer_feed(w, SITE "/feed.xml", none);
    add_paced_source(w, "s1", SITE "/feed.xml", 3600);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 11 * HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 1);
    /* It cannot be had for a while: the old copy counts for a day, and no longer. */
    fake_answer(w->net, SITE "/robots.txt", 500, NULL, "");
    world_go_on(w, c, 10 * HOUR);
    guint at_21h = fake_n_seen(w->net, SITE "/feed.xml");
    g_assert_cmpuint(at_21h, >=, 20);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), >=, 5);
    world_go_on(w, c, 9 * HOUR);
    guint at_30h = fake_n_seen(w->net, SITE "/feed.xml");
    g_assert_cmpuint(at_30h, <=, at_21h + 4);
    /* Back again, with other rules. */
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nDisallow: /feed.xml\n");
    world_go_on(w, c, 48 * HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, at_30h);
    g_autoptr(KiriSource) s = source_of(w, "s1");
    g_assert_cmpint(s->failure, ==, KIRI_FAILURE_ROBOTS);
    world_end(c);
}

/* A site that wants longer pauses gets them, until it says otherwise. */
static void test_delay_changes(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 240\n");
    world_answer_feed(w, SITE "/1.xml", none);
    world_answer_feed(w, SITE "/2.xml", none);
    add_paced_source(w, "s1", SITE "/1.xml", 60);
    add_paced_source(w, "s2", SITE "/2.xml", 60);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 2 * HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), <=, 31);
    g_assert_cmpuint(fake_n_seen(w->net, SITE), >=, 28);
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 1\n");
    world_go_on(w, c, 11 * HOUR); // it is read again after twelve hours
    guint before = fake_n_seen(w->net, SITE);
    world_go_on(w, c, HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE) - before, >=, 110);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/robots.txt"), ==, 2);
    world_end(c);
}

/* Hosts that nobody has asked for a while do not stay in memory. */
static void test_idle_hosts_go(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    world_answer_feed(w, SITE "/feed.xml", none);
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    for (guint i = 0; i < 50; i++) {
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        r->url = g_strdup_printf("https://once%u.example.jp/a/1", i);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(kiri_clock_now_us(w->clock));
        world_put(w, KIRI_NOUN_URL, r);
        world_answer_page(w, r->url, r->url);
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 10 * MINUTE);
    g_assert_cmpuint(kiri_crawler_state(c).hosts, ==, 51);
    world_go_on(w, c, 3 * HOUR);
    g_assert_cmpuint(kiri_crawler_state(c).hosts, ==, 1);
    world_end(c);
}

/* Hosts that our policy refuses are remembered for a day, not for ever: a feed can
 * name new ones without end. */
static void test_refused_hosts_go(World *w, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 20; i++) {
        g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
        g_autofree char *robots = g_strdup_printf("https://inside%u.example.jp/robots.txt", i);
        r->url = g_strdup_printf("https://inside%u.example.jp/a/1", i);
        r->state = KIRI_URL_DUE;
        r->due = kiri_time_jst(kiri_clock_now_us(w->clock));
        world_put(w, KIRI_NOUN_URL, r);
        fake_failure(w->net, robots, KIRI_FETCH_REFUSED, TRUE, "a private address");
    }
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 12 * HOUR);
    world_assert_state(w, "https://inside3.example.jp/a/1", KIRI_URL_REFUSED);
    g_assert_cmpuint(kiri_crawler_state(c).hosts, ==, 20);
    world_go_on(w, c, 14 * HOUR);
    g_assert_cmpuint(kiri_crawler_state(c).hosts, ==, 0);
    world_end(c);
}

/* Another writer makes a page due, as of long ago. */
static void test_reload_finds_pages(World *w, gconstpointer data)
{
    (void)data;
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 5 * MINUTE);
    g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
    r->url = g_strdup(SITE "/a/1");
    r->state = KIRI_URL_DUE;
    r->due = kiri_time_jst(world_at("2026-04-01T00:00"));
    world_put(w, KIRI_NOUN_URL, r);
    world_answer_page(w, SITE "/a/1", "点検で見つかった記事");
    kiri_crawler_reload(c);
    world_go_on(w, c, MINUTE);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    world_end(c);
}

static void test_very_long_delay(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "一の記事");
    world_answer_page(w, SITE "/a/2", "二の記事");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 7200\n");
    add_paced_source(w, "s1", SITE "/feed.xml", 86400);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 10 * HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 2);
    g_assert_cmpint(fake_seen(w->net, SITE "/a/", 0)->at_us -
                        fake_seen(w->net, SITE "/feed.xml", 0)->at_us,
                    >=, 2 * HOUR);
    g_assert_cmpint(fake_seen(w->net, SITE "/a/", 1)->at_us -
                        fake_seen(w->net, SITE "/a/", 0)->at_us,
                    >=, 2 * HOUR);
    world_end(c);
}

/* … and a restart does not make it shorter. */
static void test_very_long_delay_restart(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, SITE "/a/1", "一の記事");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 7200\n");
    add_paced_source(w, "s1", SITE "/feed.xml", 86400);
    for (guint i = 0; i < 6; i++) {
        KiriCrawler *c = world_begin(w);
        world_go_on(w, c, 30 * MINUTE);
        world_end(c);
    }
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 1); // nor longer
    g_assert_cmpint(fake_seen(w->net, SITE "/a/", 0)->at_us -
                        fake_seen(w->net, SITE "/feed.xml", 0)->at_us,
                    >=, 2 * HOUR);
}

/* A pause of the site is sat out, and then it is asked again. */
static void test_hold_ends(World *w, gconstpointer data)
{
    (void)data;
    const char *none[] = {NULL};
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    fake_answer(w->net, SITE "/feed.xml", 503, "Retry-After: 3600\n", "");
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 50 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), ==, 1);
    g_assert_cmpuint(kiri_crawler_state(c).hosts_held, ==, 1);
    world_answer_feed(w, SITE "/feed.xml", none);
    world_go_on(w, c, 2 * HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), >=, 2);
    g_assert_cmpint(fake_seen(w->net, SITE "/feed.xml", 1)->at_us -
                        fake_seen(w->net, SITE "/feed.xml", 0)->at_us,
                    >=, HOUR);
    g_autoptr(KiriSource) s = source_of(w, "s1");
    g_assert_cmpint(s->failures, ==, 0);
    g_assert_cmpuint(kiri_crawler_state(c).hosts_held, ==, 0);
    world_end(c);
}

/* An entry that stayed the same is not looked up at every poll; what changes in it,
 * and who else names it, counts all the same. */
static void test_settled_entries(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/4", FRESH, "/a/3", FRESH, "/a/2", FRESH, "/a/1", FRESH, NULL};
    add_paced_source(w, "s1", SITE "/feed.xml", 600);
    for (guint i = 1; i <= 4; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        world_answer_page(w, url, url);
    }
    world_answer_feed(w, SITE "/feed.xml", items + 6);
    KiriCrawler *c = world_begin(w);
    for (guint i = 2; i <= 4; i++) {
        world_go_on(w, c, 10 * MINUTE);
        world_answer_feed(w, SITE "/feed.xml", items + 8 - 2 * i);
    }
    world_go_on(w, c, 10 * MINUTE);
    world_assert_state(w, SITE "/a/4", KIRI_URL_DONE);
    add_paced_source(w, "s2", SITE "/other.xml", 600);
    world_answer_feed(w, SITE "/other.xml", items + 6);
    kiri_crawler_reload(c);
    world_go_on(w, c, 10 * MINUTE);
    g_autoptr(KiriArticle) article = world_article_at(w, SITE "/a/1");
    g_assert_true(kiri_strv_has(article->sources, "s2"));
    g_autofree char *same = world_feed(items);
    g_auto(GStrv) parts = g_strsplit(same, "見出し/a/1", 2);
    g_autofree char *other = g_strjoinv("別の見出し", parts);
    fake_answer(w->net, SITE "/feed.xml", 200, NULL, other);
    world_go_on(w, c, 12 * MINUTE);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/a/1");
    g_assert_cmpstr(r->hint_title, ==, "別の見出し");
    world_end(c);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl-on/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("polls-by-time", test_polls_by_time);
    ADD("pages-by-time", test_pages_by_time);
    ADD("settled-entries", test_settled_entries);
    ADD("reload", test_reload);
    ADD("changed-while-polled", test_changed_while_polled);
    ADD("removed-before-its-turn", test_removed_before_its_turn);
    ADD("rest", test_rest);
    ADD("wake", test_wake);
    ADD("stop-and-restart", test_stop_and_restart);
    ADD("jump-forward", test_jump_forward);
    ADD("jump-back", test_jump_back);
    ADD("robots-grow-old", test_robots_grow_old);
    ADD("delay-changes", test_delay_changes);
    ADD("very-long-delay", test_very_long_delay);
    ADD("very-long-delay-restart", test_very_long_delay_restart);
    ADD("idle-hosts-go", test_idle_hosts_go);
    ADD("refused-hosts-go", test_refused_hosts_go);
    ADD("reload-finds-pages", test_reload_finds_pages);
    ADD("hold-ends", test_hold_ends);
#undef ADD
    return g_test_run();
}
