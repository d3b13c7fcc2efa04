// SPDX-License-Identifier: GPL-3.0-or-later
/* A crawl that goes on while another thread writes to the same store, as commands
 * and passes do beside it. To be run under ThreadSanitizer too. */
#include "../support/crawl_world.h"

#include <kirinuki/error.h>
#include <kirinuki/feed.h>

#include <pthread.h>
#include <string.h>

enum { SOURCES = 40, ROUNDS = 60 };

typedef struct {
    World *world;
    KiriCrawler *crawler;
    gint is_finished; // atomic
} Writer;

static void write_record(KiriStore *store, KiriNoun noun, gpointer record)
{
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, noun, record);
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

static void delete_source(KiriStore *store, const char *id)
{
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_delete(batch, KIRI_NOUN_SOURCE, id);
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

/* What a person at a command line does, only faster: renames, asks for a poll now,
 * adds and removes sources, adds media, reads. */
static void one_round(KiriStore *store, guint round)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *known = g_strdup_printf("s%02u", round % SOURCES);
    g_autoptr(KiriSource) renamed = kiri_store_get(store, KIRI_NOUN_SOURCE, known, &error);
    g_assert_no_error(error);
    g_free(renamed->title);
    renamed->title = g_strdup_printf("名%u", round % SOURCES);
    renamed->next_due = KIRI_TIME_UNSET;
    write_record(store, KIRI_NOUN_SOURCE, renamed);
    g_autoptr(KiriSource) passing = kiri_source_new();
    passing->id = g_strdup_printf("p%02u", round);
    passing->url = g_strdup_printf("https://passing%u.example.jp/feed.xml", round);
    write_record(store, KIRI_NOUN_SOURCE, passing);
    if (round > 2) {
        g_autofree char *gone = g_strdup_printf("p%02u", round - 2);
        delete_source(store, gone);
    }
    g_autoptr(KiriMedium) medium = kiri_medium_new();
    medium->id = g_strdup_printf("m%02u", round);
    medium->name = g_strdup(medium->id);
    write_record(store, KIRI_NOUN_MEDIUM, medium);
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_SOURCE, "", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->len, >=, SOURCES);
}

static void *write_much(void *data)
{
    Writer *writer = data;
    for (guint round = 0; round < ROUNDS; round++) {
        one_round(writer->world->store, round);
        kiri_crawler_reload(writer->crawler);
        kiri_transport_wake(writer->world->net);
    }
    g_atomic_int_set(&writer->is_finished, TRUE);
    return NULL;
}

static void add_worlds_sources(World *w)
{
    for (guint i = 0; i < SOURCES; i++) {
        g_autofree char *url = g_strdup_printf("https://h%u.example.jp/feed.xml", i % 10);
        g_autofree char *own = g_strdup_printf("%s?s=%u", url, i);
        g_autofree char *link = g_strdup_printf("https://h%u.example.jp/a/%u", i % 10, i);
        const char *items[] = {link, FRESH, NULL};
        g_autofree char *title = g_strdup_printf("第%u号", i);
        g_autoptr(KiriSource) s = kiri_source_new();
        s->id = g_strdup_printf("s%02u", i);
        s->url = g_strdup(own);
        s->interval_s = 300;
        world_put(w, KIRI_NOUN_SOURCE, s);
        world_answer_feed(w, own, items);
        world_answer_page(w, link, title);
    }
}

static void test_second_writer(World *w, gconstpointer data)
{
    (void)data;
    pthread_t thread;
    add_worlds_sources(w);
    KiriCrawler *c = world_begin(w);
    Writer writer = {.world = w, .crawler = c};
    g_assert_cmpint(pthread_create(&thread, NULL, write_much, &writer), ==, 0);
    while (!g_atomic_int_get(&writer.is_finished))
        world_go_on(w, c, KIRI_US_PER_SECOND);
    pthread_join(thread, NULL);
    world_go_on(w, c, 20 * KIRI_US_PER_MINUTE);
    for (guint i = 0; i < SOURCES; i++) {
        g_autofree char *id = g_strdup_printf("s%02u", i);
        g_autofree char *title = g_strdup_printf("名%u", i);
        g_autoptr(KiriSource) s = kiri_store_get(w->store, KIRI_NOUN_SOURCE, id, NULL);
        g_assert_cmpstr(s->title, ==, title); // the person's word
        g_assert_cmpint(s->interval_s, ==, 300);
        g_assert_cmpint(s->polls, >, 0); // and the polls' state
        g_assert_cmpint(s->next_due.us, >, kiri_clock_now_us(w->clock) - KIRI_US_PER_MINUTE);
    }
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_SOURCE), ==, SOURCES + 3);
    g_assert_cmpuint(kiri_crawler_state(c).sources, ==, SOURCES + 3);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_MEDIUM), ==, ROUNDS);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, SOURCES);
    world_end(c);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    kiri_store_verify(w->store, problems, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(problems->len, ==, 0);
}

/* ---- on the real transport ---- */

static void *wake_until_told(void *data)
{
    Writer *writer = data;
    while (!g_atomic_int_get(&writer->is_finished)) {
        kiri_transport_wake(writer->world->net);
        sched_yield();
    }
    return NULL;
}

/* A crawl with nothing to do sleeps; another thread gets it up. */
static void test_wake(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriClock) clock = kiri_clock_new_system();
    KiriTransportOptions net = {.user_agent = "kirinuki/0.1 (+x)"};
    pthread_t thread;
    kiri_transport_free(w->net);
    w->net = kiri_transport_curl_new(&net, &error);
    g_assert_no_error(error);
    w->options.clock = clock;
    KiriCrawler *c = world_begin(w);
    Writer writer = {.world = w, .crawler = c};
    g_assert_cmpint(pthread_create(&thread, NULL, wake_until_told, &writer), ==, 0);
    gint64 before = kiri_clock_monotonic_us(clock);
    for (guint i = 0; i < 3; i++) {
        g_assert_true(kiri_crawler_turn(c, 3600 * KIRI_US_PER_SECOND, &error));
        g_assert_no_error(error);
    }
    gint64 took = kiri_clock_monotonic_us(clock) - before;
    g_atomic_int_set(&writer.is_finished, TRUE);
    pthread_join(thread, NULL);
    g_assert_cmpint(took, <, 8 * KIRI_US_PER_SECOND); // looks for due pages come every ten
    world_end(c);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl-threads/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("second-writer", test_second_writer);
    ADD("wake", test_wake);
#undef ADD
    return g_test_run();
}
