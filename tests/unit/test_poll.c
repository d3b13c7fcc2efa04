// SPDX-License-Identifier: GPL-3.0-or-later
/* What a poll makes of what a source says: validators, identity of entries,
 * changes, limits, older entries, and what it learns. */
#include "../support/crawl_world.h"

#include "poll/poll_internal.h"

#include <kirinuki/health.h>
#include <kirinuki/url_form.h>

#include <string.h>

#define FEED SITE "/feed.xml"
#define HALF_HOUR (31 * KIRI_US_PER_MINUTE)

typedef struct {
    const char *guid, *link, *title, *updated; // guid, updated: NULL for none
} Item;

static void answer_items(World *w, const char *headers, const Item *items, gsize n)
{
    GString *s = g_string_new("<feed xmlns='http://www.w3.org/2005/Atom'><title>東都新聞</title>");
    for (gsize i = 0; i < n; i++) {
        g_string_append_printf(s, "<entry><title>%s</title><link href='%s%s'/>", items[i].title,
                               SITE, items[i].link);
        if (items[i].guid)
            g_string_append_printf(s, "<id>%s</id>", items[i].guid);
        if (items[i].updated)
            g_string_append_printf(s, "<updated>%s</updated>", items[i].updated);
        g_string_append(s, "</entry>");
    }
    g_string_append(s, "</feed>");
    g_autofree char *all = g_strconcat("Content-Type: application/atom+xml\n", headers, NULL);
    fake_answer(w->net, FEED, 200, all, s->str);
    g_string_free(s, TRUE);
}

/* A source that is asked every half hour. */
static void add_regular(World *w, const char *id, const char *url)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup(url);
    s->interval_s = 1800;
    s->added = kiri_time_jst(kiri_clock_now_us(w->clock));
    world_put(w, KIRI_NOUN_SOURCE, s);
}

static KiriSource *source(World *w, const char *id)
{
    return kiri_store_get(w->store, KIRI_NOUN_SOURCE, id, NULL);
}

static void crawl_after(World *w, gint64 us)
{
    kiri_clock_advance(w->clock, us);
    world_crawl(w);
}

static void answer_pages(World *w, const char *format, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        g_autofree char *url = g_strconcat(SITE, format, number, NULL);
        world_answer_page(w, url, number);
    }
}

/* ---- validators ---- */

static void test_etag_that_stays(World *w, gconstpointer data)
{
    (void)data;
    const char *one[] = {"/a/0", FRESH, NULL}, *two[] = {"/a/1", FRESH, "/a/0", FRESH, NULL};
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 2);
    world_answer_feed(w, FEED, one);
    world_crawl(w);
    world_answer_feed(w, FEED, two); // with the same ETag
    crawl_after(w, HALF_HOUR);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->validator_lies, ==, 1);
    g_assert_true(s->ignores_validators);
    crawl_after(w, HALF_HOUR);
    g_assert_false(fake_seen(w->net, FEED, 2)->is_conditional);
}

static void answer_modified(World *w, const char *const *items)
{
    g_autofree char *xml = world_feed(items);
    fake_answer(w->net, FEED, 200, "Last-Modified: Tue, 14 Apr 2026 00:00:00 GMT\n", xml);
}

/* Last-Modified counts seconds: it gets a second chance. */
static void test_time_that_stays(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/0", FRESH, "/a/1", FRESH, "/a/2", FRESH, NULL};
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 3);
    for (guint n = 1; n <= 3; n++) {
        const char *some[7] = {NULL};
        memcpy(some, items, 2 * n * sizeof *items);
        answer_modified(w, some);
        crawl_after(w, HALF_HOUR);
        g_autoptr(KiriSource) s = source(w, "s1");
        g_assert_cmpint(s->validator_lies, ==, n - 1);
        g_assert_cmpint(s->ignores_validators, ==, n == 3);
    }
}

static void test_etag_that_always_changes(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/0", FRESH, NULL};
    g_autofree char *xml = world_feed(items);
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 1);
    for (guint i = 0; i < 4; i++) {
        g_autofree char *headers = g_strdup_printf("ETag: \"%u\"\n", i);
        fake_answer(w->net, FEED, 200, headers, xml);
        crawl_after(w, HALF_HOUR);
        g_assert_cmpint(w->run->sources_unchanged, ==, i > 0);
    }
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->validator_lies, ==, 0);
    g_assert_cmpstr(s->etag, ==, "\"3\"");
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 1);
}

/* D.4 62: "not modified", though nobody asked. */
static void test_bare_304(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/0", FRESH, NULL};
    add_regular(w, "s1", FEED);
    fake_answer(w->net, FEED, 304, NULL, "");
    world_crawl(w);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->failure, ==, KIRI_FAILURE_PROTOCOL);
    g_assert_cmpint(w->run->sources_failed, ==, 1);
    g_assert_false(kiri_time_is_set(s->last_success));
    world_answer_feed(w, FEED, items);
    answer_pages(w, "/a/", 1);
    crawl_after(w, 2 * KIRI_US_PER_HOUR);
    world_assert_state(w, SITE "/a/0", KIRI_URL_DONE);
}

/* A failure in between loses no validator. */
static void test_validators_survive_failure(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/0", FRESH, NULL};
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 1);
    world_answer_feed(w, FEED, items);
    world_crawl(w);
    fake_answer(w->net, FEED, 500, NULL, "");
    crawl_after(w, 25 * KIRI_US_PER_HOUR); // the poll of the day without validators
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->failure, ==, KIRI_FAILURE_SERVER);
    g_assert_cmpstr(s->etag, ==, "\"v1\"");
}

/* ---- identity ---- */

static void test_entry_that_moved(World *w, gconstpointer data)
{
    (void)data;
    const Item before[] = {{"tag:1", "/a/1", "川の工事が始まる", NULL},
                           {"tag:2", "/a/2", "祭りの準備", NULL}};
    const Item after[] = {{"tag:1", "/b/1", "川の工事が始まる", NULL},
                          {"tag:2", "/a/2", "祭りの準備", NULL}};
    add_regular(w, "s1", FEED);
    answer_items(w, "", before, 2);
    world_answer_page(w, SITE "/a/1", "川の工事が始まる");
    world_answer_page(w, SITE "/a/2", "祭りの準備");
    world_answer_page(w, SITE "/b/1", "川の工事が始まる");
    world_crawl(w);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->articles_found, ==, 2);
    answer_items(w, "", after, 2);
    crawl_after(w, HALF_HOUR);
    world_assert_state(w, SITE "/b/1", KIRI_URL_ALIAS);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 2);
    g_autoptr(KiriSource) now = source(w, "s1");
    g_assert_cmpint(now->articles_found, ==, 2); // no news
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/b/1");
    g_assert_cmpstr(r->entry_id, ==, "tag:1");
}

/* Guids that all are the same, that are new each time, or that go by place: the
 * URL decides, and nothing is missed or fetched twice. */
static void test_worthless_ids(World *w, gconstpointer data)
{
    (void)data;
    const Item same[] = {{"x", "/a/1", "一", NULL}, {"x", "/a/0", "零", NULL}};
    const Item anew[] = {{"n1", "/a/1", "一", NULL}, {"n2", "/a/0", "零", NULL}};
    const Item place[] = {{"1", "/a/1", "一", NULL}, {"2", "/a/0", "零", NULL}};
    const Item places[] = {{"1", "/a/3", "三", NULL},
                           {"2", "/a/2", "二", NULL},
                           {"3", "/a/1", "一", NULL},
                           {"4", "/a/0", "零", NULL}};
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 4);
    answer_items(w, "", same, 2);
    world_crawl(w);
    answer_items(w, "", anew, 2);
    crawl_after(w, HALF_HOUR);
    answer_items(w, "", place, 2);
    crawl_after(w, HALF_HOUR);
    g_assert_cmpint(w->run->pages_fetched, ==, 0);
    answer_items(w, "", places, 4);
    crawl_after(w, HALF_HOUR);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    world_assert_state(w, SITE "/a/3", KIRI_URL_DONE);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->articles_found, ==, 4);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 4);
}

/* ---- changes ---- */

static void answer_story(World *w, const char *title, const char *text)
{
    g_autofree char *html = world_page(title, "", text, "");
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n", html);
}

static void test_changed_headline(World *w, gconstpointer data)
{
    (void)data;
    const Item before[] = {{"tag:1", "/a/1", "橋の完成は五月", NULL},
                           {"tag:2", "/a/2", "二", NULL},
                           {"tag:3", "/a/3", "三", NULL}};
    Item after[3];
    memcpy(after, before, sizeof after);
    after[0].title = "橋の完成は六月に延期";
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 4);
    answer_story(w, "橋の完成は五月", LEAD BODY);
    answer_items(w, "", before, 3);
    world_crawl(w);
    g_autoptr(KiriArticle) first = world_article_at(w, SITE "/a/1");
    g_assert_cmpint(first->version, ==, 1);
    answer_story(w, "橋の完成は六月に延期", "<p>完成は六月に延びた。</p>" LEAD BODY);
    answer_items(w, "", after, 3);
    guint asked = fake_n_seen(w->net, SITE "/a/1");
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, asked); // a few times a day at most
    crawl_after(w, 4 * KIRI_US_PER_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, asked + 1);
    g_autoptr(KiriArticle) second = world_article_at(w, SITE "/a/1");
    g_assert_cmpint(second->version, ==, 2);
    g_assert_cmpstr(second->title, ==, "橋の完成は六月に延期");
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 3);
    /* The same headline again is no reason. */
    crawl_after(w, 5 * KIRI_US_PER_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, asked + 1);
}

/* "Updated" just now, all of them, at each poll. */
static void test_feed_that_dresses_anew(World *w, gconstpointer data)
{
    (void)data;
    const char *times[] = {"2026-04-14T12:00:00+09:00", "2026-04-14T17:00:00+09:00",
                           "2026-04-14T22:00:00+09:00"};
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 8);
    for (guint round = 0; round < 3; round++) {
        Item items[8];
        g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; i < 8; i++) {
            g_ptr_array_add(strings, g_strdup_printf("/a/%u", i));
            g_ptr_array_add(strings, g_strdup_printf("第%u号（%u回目）", i, round));
            items[i] = (Item){NULL, strings->pdata[2 * i], strings->pdata[2 * i + 1], times[round]};
        }
        answer_items(w, "", items, 8);
        crawl_after(w, round ? 5 * KIRI_US_PER_HOUR : 0);
    }
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 8);
}

/* ---- limits ---- */

static void answer_many(World *w, guint from, guint n)
{
    GString *s = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (guint i = 0; i < n; i++)
        g_string_append_printf(s, "<item><title>t</title><link>%s/a/%u</link></item>", SITE,
                               from + i);
    g_string_append(s, "</channel></rss>");
    fake_answer(w->net, FEED, 200, NULL, s->str);
    g_string_free(s, TRUE);
}

/* D.4 104: a feed that invents its entries. */
static void test_invented_entries(World *w, gconstpointer data)
{
    (void)data;
    w->options.max_pages = 1;
    add_regular(w, "s1", FEED);
    answer_many(w, 0, 1);
    world_crawl(w);
    answer_many(w, 1000, 250);
    crawl_after(w, HALF_HOUR);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->articles_found, ==, 201);
    g_assert_nonnull(strstr(s->last_error, "200"));
    g_assert_cmpint(s->failures, ==, 0); // it is read, only not all of it
    g_assert_cmpint(s->next_due.us, >=, s->hour_began.us + KIRI_US_PER_HOUR);
    g_assert_cmpuint(kiri_recs_count(w->run->failures), >=, 1);
    crawl_after(w, 61 * KIRI_US_PER_MINUTE);
    g_autoptr(KiriSource) later = source(w, "s1");
    g_assert_cmpint(later->articles_found, ==, 251); // what was left is there still
    g_assert_null(later->last_error);
}

static void test_forms_of_addresses(World *w, gconstpointer data)
{
    (void)w, (void)data;
    static const char *const forms[][2] = {
        {"https://example.jp/calendar/2031/05?page=12", "example.jp/calendar/#/#?page=#"},
        {"https://a17.example.jp/x/", "example.jp/x/"},
        {"https://example.jp/news/20260414-0012345.html", "example.jp/news/#-#.html"},
        {"https://example.jp/art/vol12/6f3a9c01e2.html", "example.jp/art/vol#/#.html"},
        {"https://example.jp/kurashi/shukatsu", "example.jp/kurashi/shukatsu"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *form = kiri_url_form_text(forms[i][0]);
        g_assert_cmpstr(form, ==, forms[i][1]);
    }
    g_autoptr(KiriSource) s = kiri_source_new();
    gint64 now = world_at("2026-04-14T12:00");
    guint taken = 0;
    for (guint i = 0; i < 1000; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/calendar/%u/", i);
        taken += kiri_poll_may_take_form(s, url, now) ? 1 : 0;
    }
    g_assert_cmpuint(taken, ==, 600);
    g_assert_true(kiri_poll_may_take_form(s, SITE "/news/1", now)); // another form
    g_assert_true(kiri_poll_may_take_form(s, SITE "/calendar/1/", now + KIRI_US_PER_DAY));
    /* The count is in the record. */
    g_autoptr(KiriSource) copy = kiri_record_copy(&kiri_source_shape, s);
    g_assert_cmpuint(kiri_strv_count(copy->forms_today), ==, 2);
}

/* D.4 97, 98, 101: what is no address of an article, and times that cannot be. */
static void test_odd_entries(World *w, gconstpointer data)
{
    (void)data;
    fake_answer(w->net, FEED, 200, NULL,
                "<rss version='2.0'><channel><title>t</title>"
                "<item><link>javascript:alert(1)</link></item>"
                "<item><link>data:text/html,x</link></item>"
                "<item><link>" SITE "/a/a/a/a/x</link></item>"
                "<item><link>" SITE "/1/2/3/4/5/6/7/8/9/10/11/12/13/14</link></item>"
                "<item><link>https://news.google.com/rss/articles/CBMiAU_yqLNsealed?oc=5</link>"
                "</item><item><title>未来</title><link>" SITE "/a/0</link>"
                "<pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate></item></channel></rss>");
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 1);
    world_crawl(w);
    world_assert_state(w, SITE "/a/0", KIRI_URL_DONE);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_URL), ==, 1);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/0");
    g_assert_cmpint(a->published.us, <=, kiri_clock_now_us(w->clock) + KIRI_US_PER_DAY);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_false(kiri_time_is_set(s->newest_entry));
}

/* ---- older entries ---- */

/* An index of `n` months, each a sitemap of two articles. */
static void answer_archive(World *w, guint n)
{
    GString *index =
        g_string_new("<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/m%03u.xml", i);
        gint64 us = world_at("2026-04-14T06:00") - (gint64)i * 5 * KIRI_US_PER_DAY;
        char time[32];
        kiri_time_format(kiri_time_jst(us), time);
        g_string_append_printf(index, "<sitemap><loc>%s</loc><lastmod>%s</lastmod></sitemap>", url,
                               time);
        g_autofree char *map =
            g_strdup_printf("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                            "<url><loc>" SITE "/a/%u-a</loc><lastmod>%s</lastmod></url>"
                            "<url><loc>" SITE "/a/%u-b</loc><lastmod>%s</lastmod></url></urlset>",
                            i, time, i, time);
        fake_answer(w->net, url, 200, "Content-Type: application/xml\n", map);
    }
    g_string_append(index, "</sitemapindex>");
    fake_answer(w->net, SITE "/sitemap.xml", 200, "Content-Type: application/xml\n", index->str);
    g_string_free(index, TRUE);
}

static void test_backfill(World *w, gconstpointer data)
{
    (void)data;
    w->options.max_pages = 1;
    add_regular(w, "s1", SITE "/sitemap.xml");
    answer_archive(w, 80); // 400 days
    world_crawl(w);
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_cmpint(s->covered_from.us, >, kiri_clock_now_us(w->clock) - 4 * KIRI_US_PER_DAY);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_URL), ==, 2);
    gint64 wish = kiri_clock_now_us(w->clock) - 300 * KIRI_US_PER_DAY;
    s->backfill_from = kiri_time_jst(wish);
    world_put(w, KIRI_NOUN_SOURCE, s);
    guint polls = 0;
    for (; polls < 20; polls++) {
        crawl_after(w, HALF_HOUR);
        g_autoptr(KiriSource) now = source(w, "s1");
        if (!kiri_time_is_set(now->backfill_from))
            break;
        g_assert_cmpint(now->covered_from.us, >, wish + 200 * KIRI_US_PER_DAY); // not yet
        g_assert_cmpint(now->next_due.us, <=, kiri_clock_now_us(w->clock) + 2 * KIRI_US_PER_MINUTE);
    }
    g_assert_cmpuint(polls, >=, 2); // in portions
    g_assert_cmpuint(polls, <, 6);
    g_autoptr(KiriSource) done = source(w, "s1");
    g_assert_cmpint(done->covered_from.us, ==, wish);
    g_assert_cmpint(done->backfill_at, ==, 0);
    g_assert_true(kiri_store_has(w->store, KIRI_NOUN_URL, SITE "/a/59-b"));
    g_assert_false(kiri_store_has(w->store, KIRI_NOUN_URL, SITE "/a/61-a"));
    /* What is old teaches nothing of the rhythm. */
    g_assert_cmpfloat(kiri_rhythm_expected(done->rhythm, done->last_success.us,
                                           done->last_success.us + KIRI_US_PER_DAY),
                      <, 10);
    /* And back to usual. */
    guint asked = fake_n_seen(w->net, SITE "/m");
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/m"), <=, asked + 10);
}

/* A child that cannot be had for now is asked again before the wish counts as
 * fulfilled. */
static void test_backfill_with_a_failing_child(World *w, gconstpointer data)
{
    (void)data;
    w->options.max_pages = 1;
    add_regular(w, "s1", SITE "/sitemap.xml");
    answer_archive(w, 20);
    world_crawl(w);
    g_autoptr(KiriSource) s = source(w, "s1");
    s->backfill_from = kiri_time_jst(kiri_clock_now_us(w->clock) - 60 * KIRI_US_PER_DAY);
    world_put(w, KIRI_NOUN_SOURCE, s);
    fake_answer(w->net, SITE "/m011.xml", 500, NULL, "");
    crawl_after(w, HALF_HOUR);
    g_autoptr(KiriSource) failed = source(w, "s1");
    g_assert_true(kiri_time_is_set(failed->backfill_from));
    g_assert_nonnull(failed->last_error);
    answer_archive(w, 20);
    crawl_after(w, HALF_HOUR);
    g_autoptr(KiriSource) done = source(w, "s1");
    g_assert_false(kiri_time_is_set(done->backfill_from));
    g_assert_true(kiri_store_has(w->store, KIRI_NOUN_URL, SITE "/a/11-a"));
}

/* ---- dates that are wrong, and children without any ---- */

/* A feed whose entries numbered `from` to `to` are all dated a year ago. */
static void answer_last_year(World *w, guint from, guint to)
{
    g_autoptr(GString) s = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (guint i = from; i < to; i++)
        g_string_append_printf(s,
                               "<item><title>t</title><link>%s/a/%u</link><pubDate>Mon, 14 Apr "
                               "2025 0%u:%02u:00 +0900</pubDate></item>",
                               SITE, i, i / 60, i % 60);
    g_string_append(s, "</channel></rss>");
    fake_answer(w->net, FEED, 200, NULL, s->str);
}

static guint count_state(World *w, guint from, guint to, KiriUrlState state)
{
    guint n = 0;
    for (guint i = from; i < to; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        g_autoptr(KiriUrlRecord) r = world_url_record(w, url);
        n += r && r->state == (gint)state ? 1 : 0;
    }
    return n;
}

/* What was there at the first poll stays out; what comes later is news, though the
 * year is wrong. */
static void test_wrong_year(World *w, gconstpointer data)
{
    (void)data;
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 20);
    answer_last_year(w, 0, 10);
    world_crawl(w);
    g_assert_cmpuint(count_state(w, 0, 10, KIRI_URL_REFUSED), ==, 10);
    g_autoptr(KiriSource) first = source(w, "s1");
    g_assert_cmpint(first->articles_found, ==, 0);
    answer_last_year(w, 0, 12);
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(count_state(w, 10, 12, KIRI_URL_DONE), ==, 2);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 2);
    g_autoptr(KiriSource) then = source(w, "s1");
    g_assert_cmpint(then->articles_found, ==, 2);
    g_assert_null(then->last_error);
    g_assert_cmpint(then->last_new.us, ==, then->last_poll.us);
    g_assert_cmpint(kiri_source_health(then, then->last_poll.us).state, !=, KIRI_HEALTH_SILENT);
    /* Again the same: nobody is asked. */
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 2);
}

/* The feed brings its whole archive all at once. */
static void test_archive_in_feed(World *w, gconstpointer data)
{
    (void)data;
    add_regular(w, "s1", FEED);
    answer_pages(w, "/a/", 60);
    answer_last_year(w, 0, 1);
    world_crawl(w);
    answer_last_year(w, 0, 51);
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(count_state(w, 31, 51, KIRI_URL_DONE), ==, 20);
    g_assert_cmpuint(count_state(w, 1, 31, KIRI_URL_REFUSED), ==, 30);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/a/5");
    g_assert_nonnull(strstr(r->reason, "dated before"));
    g_autoptr(KiriSource) s = source(w, "s1");
    g_assert_nonnull(strstr(s->last_error, "30"));
    g_assert_cmpint(s->failures, ==, 0);
    crawl_after(w, HALF_HOUR); // on record: not taken by and by
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/"), ==, 20);
    /* Who wishes for them gets them, as far as the wish goes. */
    g_autoptr(KiriSource) wishing = source(w, "s1");
    wishing->backfill_from = kiri_time_jst(world_at("2025-04-14T00:20"));
    world_put(w, KIRI_NOUN_SOURCE, wishing);
    crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(count_state(w, 20, 51, KIRI_URL_DONE), ==, 31);
    g_assert_cmpuint(count_state(w, 0, 20, KIRI_URL_REFUSED), ==, 20);
}

#define SITEMAP "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"

/* An index of `n` sitemaps, none with a date, of one undated address each. */
static void answer_undated_index(World *w, guint n)
{
    g_autoptr(GString) index = g_string_new("<sitemapindex " SITEMAP ">");
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/m%u.xml", i);
        g_autofree char *map =
            g_strdup_printf("<urlset " SITEMAP "><url><loc>" SITE "/a/%u</loc></url></urlset>", i);
        g_string_append_printf(index, "<sitemap><loc>%s</loc></sitemap>", url);
        fake_answer(w->net, url, 200, "Content-Type: application/xml\n", map);
    }
    g_string_append(index, "</sitemapindex>");
    fake_answer(w->net, SITE "/sitemap.xml", 200, "Content-Type: application/xml\n", index->str);
}

static guint count_children(World *w, guint n, guint least)
{
    guint seen = 0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/m%u.xml", i);
        seen += fake_n_seen(w->net, url) >= least ? 1 : 0;
    }
    return seen;
}

/* All children are read within a bounded number of polls, a few at a time, and
 * what stood there is told from what was added. */
static void test_undated_index(World *w, gconstpointer data)
{
    (void)data;
    add_regular(w, "s1", SITE "/sitemap.xml");
    answer_pages(w, "/a/", 31);
    answer_undated_index(w, 30);
    for (guint polls = 1; polls <= 5; polls++) {
        crawl_after(w, HALF_HOUR);
        g_assert_cmpuint(fake_n_seen(w->net, SITE "/m"), ==, 10 * polls);
        g_assert_cmpuint(fake_n_seen(w->net, SITE "/m29.xml"), ==, polls);
    }
    g_assert_cmpuint(count_children(w, 30, 1), ==, 30);
    g_assert_cmpuint(count_state(w, 25, 30, KIRI_URL_DONE), ==, 5);
    g_assert_cmpuint(count_state(w, 0, 25, KIRI_URL_REFUSED), ==, 25);
    /* One more address in a child whose name says nothing. */
    fake_answer(w->net, SITE "/m7.xml", 200, "Content-Type: application/xml\n",
                "<urlset " SITEMAP "><url><loc>" SITE "/a/7</loc></url><url><loc>" SITE
                "/a/30</loc></url></urlset>");
    for (guint polls = 0; polls < 5; polls++)
        crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(count_children(w, 30, 2), ==, 30);
    world_assert_state(w, SITE "/a/30", KIRI_URL_DONE);
}

/* A child that fails keeps its turn for a few polls, and the others get theirs. */
static void test_failing_child_in_turn(World *w, gconstpointer data)
{
    (void)data;
    add_regular(w, "s1", SITE "/sitemap.xml");
    answer_pages(w, "/a/", 20);
    answer_undated_index(w, 20);
    fake_answer(w->net, SITE "/m2.xml", 500, NULL, "");
    for (guint polls = 0; polls < 12; polls++)
        crawl_after(w, HALF_HOUR);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/m2.xml"), >=, 2);
    g_assert_cmpuint(count_children(w, 20, 1), ==, 20);
}

/* ---- learning ---- */

static void test_learns(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {
        "/a/5", "Tue, 14 Apr 2026 11:50:00 +0900", "/a/4", "Tue, 14 Apr 2026 11:20:00 +0900",
        "/a/3", "Tue, 14 Apr 2026 10:40:00 +0900", "/a/2", "Tue, 14 Apr 2026 10:00:00 +0900",
        "/a/1", "Tue, 14 Apr 2026 09:30:00 +0900", "/a/0", "Tue, 14 Apr 2026 09:00:00 +0900",
        NULL};
    world_add_source(w, "s1", FEED);
    world_add_source(w, "s2", SITE "/feed2.xml");
    answer_pages(w, "/a/", 6);
    world_answer_feed(w, FEED, items);
    world_answer_feed(w, SITE "/feed2.xml", items);
    world_crawl(w);
    for (guint i = 1; i <= 2; i++) { // the second one names what is known already
        g_autofree char *id = g_strdup_printf("s%u", i);
        g_autoptr(KiriSource) s = source(w, id);
        g_assert_true(kiri_rhythm_is_known(s->rhythm));
        g_assert_cmpint(s->covered_from.us, ==, world_at("2026-04-14T09:00"));
        g_assert_cmpint(s->newest_entry.us, ==, world_at("2026-04-14T11:50"));
        gint64 wait = s->next_due.us - s->last_poll.us;
        g_assert_cmpint(wait, <, 20 * KIRI_US_PER_MINUTE);
        g_assert_cmpint(wait, >, 2 * KIRI_US_PER_MINUTE);
        g_assert_cmpint(kiri_source_health(s, s->last_poll.us).state, ==, KIRI_HEALTH_OK);
    }
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/3");
    g_assert_cmpuint(kiri_strv_count(a->sources), ==, 2);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, SITE "/a/3");
    g_assert_cmpuint(kiri_strv_count(r->more_sources), ==, 1);
}

static void test_hints(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", FEED);
    world_add_source(w, "s2", SITE "/feed2.xml");
    fake_answer(w->net, FEED, 200, "Cache-Control: max-age=7200\n",
                "<rss version='2.0'><channel><title>t</title></channel></rss>");
    fake_answer(w->net, SITE "/feed2.xml", 200, "Cache-Control: max-age=60\n",
                "<rss version='2.0'><channel><title>t</title><ttl>90</ttl></channel></rss>");
    world_crawl(w);
    g_autoptr(KiriSource) cached = source(w, "s1"), stated = source(w, "s2");
    g_assert_cmpint(cached->hint_s, ==, 7200);
    g_assert_cmpint(cached->next_due.us - cached->last_poll.us, >, 100 * KIRI_US_PER_MINUTE);
    g_assert_cmpint(stated->hint_s, ==, 5400);
    g_assert_cmpint(stated->next_due.us - stated->last_poll.us, >, 75 * KIRI_US_PER_MINUTE);
}

static void test_kinds_of_failure(World *w, gconstpointer data)
{
    (void)data;
    static const struct {
        gint64 status;
        const char *body;
        KiriFailure failure;
    } cases[] = {
        {200, "", KIRI_FAILURE_EMPTY},        {200, "{\"a\":1}", KIRI_FAILURE_CONTENT},
        {403, "", KIRI_FAILURE_FORBIDDEN},    {404, "", KIRI_FAILURE_MISSING},
        {410, "", KIRI_FAILURE_GONE},         {500, "", KIRI_FAILURE_SERVER},
        {206, "<rss/>", KIRI_FAILURE_SERVER},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *id = g_strdup_printf("s%u", i);
        g_autofree char *url = g_strdup_printf("https://h%u.example.jp/feed.xml", i);
        world_add_source(w, id, url);
        fake_answer(w->net, url, cases[i].status, "Content-Type: application/rss+xml\n",
                    cases[i].body);
    }
    world_crawl(w);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *id = g_strdup_printf("s%u", i);
        g_autoptr(KiriSource) s = source(w, id);
        g_test_message("%d: %s", (int)cases[i].status, s->last_error);
        g_assert_cmpstr(kiri_failure_names[s->failure], ==, kiri_failure_names[cases[i].failure]);
        g_assert_true(kiri_time_is_set(s->failing_since));
    }
}

/* A person disables a source while its poll is under way: both are kept. */
static void test_changed_while_polled(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/0", FRESH, NULL};
    add_regular(w, "s1", FEED);
    world_answer_feed(w, FEED, items);
    answer_pages(w, "/a/", 1);
    fake_set_duration(w->net, 10 * KIRI_US_PER_SECOND);
    g_autoptr(KiriCrawler) c = world_begin(w);
    world_go_on(w, c, 15 * KIRI_US_PER_SECOND); // robots.txt came, the feed is asked
    g_autoptr(KiriSource) s = source(w, "s1");
    s->is_disabled = TRUE;
    world_put(w, KIRI_NOUN_SOURCE, s);
    world_go_on(w, c, KIRI_US_PER_MINUTE);
    g_autoptr(KiriSource) now = source(w, "s1");
    g_assert_true(now->is_disabled);
    g_assert_cmpint(now->polls, ==, 1);
    world_end(g_steal_pointer(&c));
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/poll/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("etag-that-stays", test_etag_that_stays);
    ADD("time-that-stays", test_time_that_stays);
    ADD("etag-that-always-changes", test_etag_that_always_changes);
    ADD("bare-304", test_bare_304);
    ADD("validators-survive-failure", test_validators_survive_failure);
    ADD("entry-that-moved", test_entry_that_moved);
    ADD("worthless-ids", test_worthless_ids);
    ADD("changed-headline", test_changed_headline);
    ADD("feed-that-dresses-anew", test_feed_that_dresses_anew);
    ADD("invented-entries", test_invented_entries);
    ADD("forms-of-addresses", test_forms_of_addresses);
    ADD("odd-entries", test_odd_entries);
    ADD("backfill", test_backfill);
    ADD("backfill-with-a-failing-child", test_backfill_with_a_failing_child);
    ADD("wrong-year", test_wrong_year);
    ADD("archive-in-feed", test_archive_in_feed);
    ADD("undated-index", test_undated_index);
    ADD("failing-child-in-turn", test_failing_child_in_turn);
    ADD("learns", test_learns);
    ADD("hints", test_hints);
    ADD("kinds-of-failure", test_kinds_of_failure);
    ADD("changed-while-polled", test_changed_while_polled);
#undef ADD
    return g_test_run();
}
