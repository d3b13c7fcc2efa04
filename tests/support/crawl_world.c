// SPDX-License-Identifier: GPL-3.0-or-later
#include "crawl_world.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/hash.h>

#include <string.h>

enum { JOB_EXTRACT, JOB_FEED };
static const KiriJob jobs[] = {{"extract", kiri_extract_job}, {"feed", kiri_feed_job}};

gint64 world_at(const char *time)
{
    KiriTime t;
    g_assert_true(kiri_time_parse(kiri_str(time), KIRI_JST_MIN, &t));
    return t.us;
}

static gboolean should_stop(gpointer data)
{
    World *w = data;
    return w->stop_after && fake_n_seen(w->net, NULL) >= w->stop_after;
}

void world_test_init(int *argc, char ***argv)
{
    g_test_init(argc, argv, NULL);
    g_assert_true(kiri_charset_preload(NULL));
    kiri_xml_preload();
}

void world_go_online(World *w, const KiriTransportOptions *options)
{
    g_autoptr(GError) error = NULL;
    kiri_transport_free(w->net);
    kiri_clock_free(w->clock);
    w->clock = kiri_clock_new_fixed(world_at("2026-04-14T12:00"), TRUE);
    w->net = kiri_transport_curl_new(options, &error);
    g_assert_no_error(error);
    w->options.clock = w->clock;
    w->options.gap_ms = 0;
    w->options.should_stop = NULL;
}

void world_set_up(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    w->dir = kiri_temp_new();
    w->store = kiri_store_open(w->dir, KIRI_STORE_CREATE, &error);
    g_assert_no_error(error);
    w->clock = kiri_clock_new_fixed(world_at("2026-04-14T12:00"), FALSE);
    w->pool = kiri_pool_new(NULL, jobs, G_N_ELEMENTS(jobs), 1, &error);
    g_assert_no_error(error);
    w->net = fake_transport_new(w->clock);
    fake_transport_set_pool(w->net, w->pool);
    w->options = (KiriCrawlOptions){.clock = w->clock,
                                    .gap_ms = 2000,
                                    .contact = "press@example.jp",
                                    .extract_job = JOB_EXTRACT,
                                    .feed_job = JOB_FEED,
                                    .should_stop = should_stop,
                                    .data = w,
                                    .stop_fd = -1};
    w->run = NULL;
    w->stop_after = 0;
}

void world_tear_down(World *w, gconstpointer data)
{
    (void)data;
    kiri_run_free(w->run);
    kiri_transport_free(w->net);
    kiri_pool_free(w->pool);
    kiri_store_close(w->store);
    kiri_clock_free(w->clock);
    kiri_temp_free(w->dir);
}

void world_put(World *w, KiriNoun noun, gpointer record)
{
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_put(batch, noun, record);
    kiri_batch_commit(batch, &error);
    g_assert_no_error(error);
}

void world_add_source(World *w, const char *id, const char *url)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup(url);
    s->added = kiri_time_jst(kiri_clock_now_us(w->clock));
    world_put(w, KIRI_NOUN_SOURCE, s);
}

void world_add_medium(World *w, const char *id, const char *domain)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(id);
    kiri_strv_add(&m->domains, domain);
    world_put(w, KIRI_NOUN_MEDIUM, m);
}

/* A feed of (path, time) pairs; an empty time gives none. */
char *world_feed(const char *const *items)
{
    GString *s = g_string_new("<?xml version='1.0'?><rss version='2.0'><channel>"
                              "<title>東都新聞</title><link>" SITE "/</link>");
    for (gsize i = 0; items[i]; i += 2) {
        g_string_append_printf(s, "<item><title>見出し%s</title><link>%s%s</link>", items[i],
                               items[i][0] == '/' ? SITE : "", items[i]);
        if (*items[i + 1])
            g_string_append_printf(s, "<pubDate>%s</pubDate>", items[i + 1]);
        g_string_append(s, "</item>");
    }
    g_string_append(s, "</channel></rss>");
    return g_string_free(s, FALSE);
}

char *world_page(const char *title, const char *head, const char *text, const char *tail)
{
    return g_strdup_printf(
        "<!DOCTYPE html><html lang='ja'><head><meta charset='utf-8'><title>%s - 東都新聞</title>"
        "<meta property='og:title' content='%s'><meta property='og:type' content='article'>"
        "<meta property='og:site_name' content='東都新聞'>"
        "<meta property='article:published_time' content='2026-04-14T09:00:00+09:00'>%s</head>"
        "<body><header><a href='/'>東都新聞</a></header><article><h1>%s</h1>%s</article>%s"
        "</body></html>",
        title, title, head, title, text, tail);
}

void world_answer_page(World *w, const char *url, const char *title)
{
    g_autofree char *text = g_strdup_printf("<p>%sについて伝える。</p>" LEAD BODY, title);
    g_autofree char *html = world_page(title, "", text, "");
    fake_answer(w->net, url, 200, "Content-Type: text/html; charset=utf-8\n", html);
}

void world_answer_feed(World *w, const char *url, const char *const *items)
{
    g_autofree char *xml = world_feed(items);
    fake_answer(w->net, url, 200, "Content-Type: application/rss+xml\nETag: \"v1\"\n", xml);
}

void world_crawl(World *w)
{
    g_autoptr(GError) error = NULL;
    kiri_run_free(w->run);
    w->run = kiri_run_new();
    kiri_crawl(w->store, w->pool, w->net, &w->options, w->run, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_pool_under_way(w->pool), ==, 0);
    g_assert_cmpuint(kiri_transport_under_way(w->net), ==, 0);
}

KiriCrawler *world_begin(World *w)
{
    g_autoptr(GError) error = NULL;
    kiri_run_free(w->run);
    w->run = kiri_run_new();
    w->options.is_continuous = TRUE;
    KiriCrawler *c = kiri_crawler_new(w->store, w->pool, w->net, &w->options, &error);
    g_assert_no_error(error);
    kiri_crawler_set_run(c, w->run);
    return c;
}

void world_go_on(World *w, KiriCrawler *c, gint64 us)
{
    g_autoptr(GError) error = NULL;
    gint64 end = kiri_clock_monotonic_us(w->clock) + us;
    for (gint64 now; (now = kiri_clock_monotonic_us(w->clock)) < end;) {
        kiri_crawler_turn(c, end - now, &error);
        g_assert_no_error(error);
        g_assert_false(kiri_crawler_is_done(c));
    }
}

void world_end(KiriCrawler *c)
{
    g_autoptr(GError) error = NULL;
    kiri_crawler_stop(c, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_crawler_is_done(c));
    kiri_crawler_free(c);
}

KiriUrlRecord *world_url_record(World *w, const char *url)
{
    KiriUrlRecord *r = kiri_store_get(w->store, KIRI_NOUN_URL, url, NULL);
    g_assert_nonnull(r);
    return r;
}

void world_assert_state(World *w, const char *url, KiriUrlState state)
{
    g_autoptr(KiriUrlRecord) r = world_url_record(w, url);
    g_test_message("%s: %s %s", url, kiri_url_state_names[r->state], r->reason ? r->reason : "");
    g_assert_cmpint(r->state, ==, (gint)state);
}

KiriArticle *world_article_at(World *w, const char *url)
{
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(url), id);
    return kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, NULL);
}
