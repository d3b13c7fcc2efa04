// SPDX-License-Identifier: GPL-3.0-or-later
/* Urgent watch: the sources of a topic are asked at the shortest interval, and no host
 * sees a pause that is shorter than what it is owed. */
#include "../support/crawl_world.h"

#include <string.h>

#define MINUTE KIRI_US_PER_MINUTE
#define SECOND KIRI_US_PER_SECOND
#define OTHER "https://other.example.jp"

static void add_source(World *w, const char *id, const char *url, const char *medium,
                       gint64 interval_s)
{
    const char *items[] = {NULL};
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup(url);
    s->medium = g_strdup(medium);
    s->interval_s = interval_s;
    s->added = kiri_time_jst(kiri_clock_now_us(w->clock));
    world_put(w, KIRI_NOUN_SOURCE, s);
    world_answer_feed(w, url, items);
}

static void set_topic(World *w, gint64 until_us, const char *medium)
{
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("T-1");
    topic->name = g_strdup("回収");
    topic->query = g_strdup("回収");
    if (medium)
        kiri_strv_add(&topic->media, medium);
    topic->urgent_until = kiri_time_jst(until_us);
    world_put(w, KIRI_NOUN_TOPIC, topic);
}

/* The shortest pause between the starts of two requests with this prefix. */
static gint64 shortest_us(const World *w, const char *prefix)
{
    gint64 least = G_MAXINT64;
    for (guint i = 1; i < fake_n_seen(w->net, prefix); i++)
        least = MIN(least,
                    fake_seen(w->net, prefix, i)->at_us - fake_seen(w->net, prefix, i - 1)->at_us);
    return least;
}

static guint polls_in(World *w, KiriCrawler *c, const char *url, gint64 us)
{
    guint before = fake_n_seen(w->net, url);
    world_go_on(w, c, us);
    return fake_n_seen(w->net, url) - before;
}

/* Only the topic's own, only as long as it lasts, and never below the floor. */
static void test_interval(World *w, gconstpointer data)
{
    (void)data;
    gint64 now = kiri_clock_now_us(w->clock);
    w->options.floor_s = 120;
    world_add_medium(w, "toto", "toto.example.jp");
    add_source(w, "s1", SITE "/feed.xml", "toto", 0);
    add_source(w, "s2", OTHER "/feed.xml", NULL, 0);
    set_topic(w, now + 60 * MINUTE, "toto");
    KiriCrawler *c = world_begin(w);
    guint urgent = polls_in(w, c, SITE "/feed.xml", 60 * MINUTE);
    guint usual = fake_n_seen(w->net, OTHER "/feed.xml");
    g_assert_cmpuint(urgent, >=, 28);
    g_assert_cmpuint(urgent, <=, 31);
    g_assert_cmpuint(usual, <=, 4);
    g_assert_cmpint(shortest_us(w, SITE "/feed.xml"), >=, 120 * SECOND);
    g_assert_cmpuint(polls_in(w, c, SITE "/feed.xml", 60 * MINUTE), <=, 4); // it is over
    world_end(c);
}

/* A source that sleeps for hours wakes when a topic becomes urgent. */
static void test_wakes(World *w, gconstpointer data)
{
    (void)data;
    gint64 now = kiri_clock_now_us(w->clock);
    world_add_medium(w, "toto", "toto.example.jp");
    add_source(w, "s1", SITE "/feed.xml", "toto", 0);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 2 * MINUTE);
    guint before = fake_n_seen(w->net, SITE "/feed.xml");
    set_topic(w, now + 600 * MINUTE, "東都");
    g_assert_cmpuint(polls_in(w, c, SITE "/feed.xml", 10 * MINUTE), ==, 0); // no such medium
    set_topic(w, now + 600 * MINUTE, "toto.example.jp");
    g_assert_cmpuint(polls_in(w, c, SITE "/feed.xml", 10 * MINUTE), >=, 4); // by itself
    g_assert_cmpuint(before, ==, 1);
    world_end(c);
}

/* Twelve urgent sources of one host that wants 30 seconds: it gets them, whatever the
 * floor is; its Retry-After and the interval of a person's own hold, too. */
static void test_manners(World *w, gconstpointer data)
{
    (void)data;
    gint64 now = kiri_clock_now_us(w->clock);
    w->options.floor_s = 10;
    world_add_medium(w, "toto", "toto.example.jp");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nCrawl-delay: 30\n");
    for (guint i = 0; i < 12; i++) {
        g_autofree char *id = g_strdup_printf("s%02u", i);
        g_autofree char *url = g_strdup_printf(SITE "/feed%02u.xml", i);
        add_source(w, id, url, "toto", 0);
    }
    add_source(w, "own", OTHER "/own.xml", "toto", 1800);
    set_topic(w, now + 600 * MINUTE, "toto");
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 60 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed"), >=, 100); // it is asked all the time
    g_assert_cmpint(shortest_us(w, SITE "/"), >=, 30 * SECOND);
    g_assert_cmpuint(fake_most_at_once(w->net, "toto.example.jp"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, OTHER "/own.xml"), <=, 3);
    fake_answer(w->net, SITE "/feed00.xml", 429, "Retry-After: 1200\n", "");
    guint held = 0;
    for (guint i = 0; i < 30 && !held; i++) {
        guint before = fake_n_seen(w->net, SITE "/feed00.xml");
        world_go_on(w, c, MINUTE);
        held = fake_n_seen(w->net, SITE "/feed00.xml") - before;
    }
    g_assert_cmpuint(held, >=, 1);
    g_assert_cmpuint(polls_in(w, c, SITE "/", 15 * MINUTE), ==, 0); // the host has its pause
    world_end(c);
}

/* Without media of its own: who brought its clips, and key media. */
static void test_sources_of_clips(World *w, gconstpointer data)
{
    (void)data;
    gint64 now = kiri_clock_now_us(w->clock);
    g_autoptr(KiriMedium) key = kiri_medium_new();
    key->id = g_strdup("key");
    key->name = g_strdup("重点新聞");
    key->tier = 1;
    world_put(w, KIRI_NOUN_MEDIUM, key);
    add_source(w, "brought", SITE "/feed.xml", NULL, 0);
    add_source(w, "key", OTHER "/key.xml", "key", 0);
    add_source(w, "none", "https://third.example.jp/feed.xml", NULL, 0);
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, SITE "/a/1");
    a->title = g_strdup("回収");
    a->source = g_strdup("brought");
    world_put(w, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(a->id, "T-1");
    clip->article = g_strdup(a->id);
    clip->topic = g_strdup("T-1");
    clip->class_ = KIRI_CLASS_PUBLICITY;
    world_put(w, KIRI_NOUN_CLIP, clip);
    set_topic(w, now + 600 * MINUTE, NULL);
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, 20 * MINUTE);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/feed.xml"), >=, 15);
    g_assert_cmpuint(fake_n_seen(w->net, OTHER "/key.xml"), >=, 15);
    g_assert_cmpuint(fake_n_seen(w->net, "https://third.example.jp/feed.xml"), <=, 2);
    world_end(c);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
    g_test_add("/urgent/interval", World, NULL, world_set_up, test_interval, world_tear_down);
    g_test_add("/urgent/wakes", World, NULL, world_set_up, test_wakes, world_tear_down);
    g_test_add("/urgent/manners", World, NULL, world_set_up, test_manners, world_tear_down);
    g_test_add("/urgent/sources-of-clips", World, NULL, world_set_up, test_sources_of_clips,
               world_tear_down);
    return g_test_run();
}
