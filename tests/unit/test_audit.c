// SPDX-License-Identifier: GPL-3.0-or-later
/* An audit of a made-up medium: what feed, sitemap and front page name, what is
 * stored of it, and what that says of the whole. */
#include "../support/crawl_world.h"

#include <kirinuki/audit.h>
#include <kirinuki/error.h>

#include <string.h>

#define XML "Content-Type: application/xml\n"
#define HTML "Content-Type: text/html; charset=utf-8\n"

static KiriAuditOptions week(const char *medium)
{
    return (KiriAuditOptions){.medium = medium,
                              .from_us = world_at("2026-04-08T00:00"),
                              .to_us = world_at("2026-04-15T00:00")};
}

static KiriAudit *audit(World *w, const KiriAuditOptions *what)
{
    g_autoptr(GError) error = NULL;
    KiriAudit *a = kiri_audit_medium(w->store, w->pool, w->net, &w->options, what, &error);
    g_assert_no_error(error);
    g_assert_nonnull(a);
    return a;
}

static const KiriAuditItem *missed(const KiriAudit *a, const char *end)
{
    for (guint i = 0; i < kiri_recs_count(a->missed); i++) {
        const KiriAuditItem *item = g_ptr_array_index(a->missed, i);
        if (g_str_has_suffix(item->url, end))
            return item;
    }
    return NULL;
}

/* Articles /a/<from> … /a/<to> in a feed, in a sitemap. */
static void answer_feed(World *w, guint from, guint to)
{
    GString *s = g_string_new("<rss version='2.0'><channel><title>東都新聞</title>");
    for (guint i = from; i <= to; i++)
        g_string_append_printf(s,
                               "<item><title>見出し%u</title><link>" SITE
                               "/a/%u</link><pubDate>" FRESH "</pubDate></item>",
                               i, i);
    g_string_append(s, "</channel></rss>");
    fake_answer(w->net, SITE "/feed.xml", 200, XML, s->str);
    g_string_free(s, TRUE);
}

static void answer_sitemap(World *w, guint from, guint to)
{
    GString *s = g_string_new("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
    for (guint i = from; i <= to; i++)
        g_string_append_printf(s,
                               "<url><loc>" SITE "/a/%u</loc>"
                               "<lastmod>2026-04-14T08:00:00+09:00</lastmod></url>",
                               i);
    g_string_append(s, "<url><loc>" SITE "/old</loc><lastmod>2026-01-01</lastmod></url></urlset>");
    fake_answer(w->net, SITE "/map.xml", 200, XML, s->str);
    g_string_free(s, TRUE);
}

static void set_up(World *w, gconstpointer data)
{
    world_set_up(w, data);
    world_add_medium(w, "toto", "toto.example.jp");
    for (guint i = 1; i <= 30; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        g_autofree char *title = g_strdup_printf("見出し%u", i);
        g_autofree char *text = g_strdup_printf(LEAD "<p>第%u号の記事である。</p>" BODY, i);
        g_autofree char *html = world_page(title, "", text, "");
        fake_answer(w->net, url, 200, HTML, html);
    }
}

/* The feed brings 1 to 16 and is followed; the sitemap, which nobody follows, has 5 to
 * 20. */
static void test_found_sitemap(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    answer_feed(w, 1, 16);
    world_crawl(w);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 16);
    answer_sitemap(w, 5, 20);
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "Sitemap: " SITE "/map.xml\n");
    KiriAuditOptions what = week("toto");
    what.finds = TRUE;
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_cmpint(a->feeds, ==, 1);
    g_assert_cmpint(a->sitemaps, ==, 1);
    g_assert_cmpint(a->in_feeds, ==, 16);
    g_assert_cmpint(a->in_sitemaps, ==, 16);
    g_assert_cmpint(a->seen, ==, 20);
    g_assert_cmpint(a->stored, ==, 16);
    g_assert_cmpint(a->missing, ==, 4);
    g_assert_cmpuint(kiri_recs_count(a->missed), ==, 4);
    const KiriAuditItem *item = missed(a, "/a/17");
    g_assert_cmpstr(item->lists[0], ==, "sitemap");
    g_assert_nonnull(strstr(item->state, "never seen"));
    g_assert_null(missed(a, "/old"));
    /* 12 in common: 17 · 17 / 13 − 1 */
    g_assert_true(a->has_estimate && a->is_reliable);
    g_assert_cmpfloat(a->estimate, >, 21.2);
    g_assert_cmpfloat(a->estimate, <, 21.3);
    g_assert_cmpfloat(a->coverage, >, 0.75);
    g_assert_cmpfloat(a->coverage, <, 0.76);
    g_assert_true(a->coverage_low < a->coverage && a->coverage < a->coverage_high);
    g_assert_nonnull(strstr(a->basis, "feeds and sitemaps"));
    /* Four were stored that the sitemap does not name. */
    g_assert_cmpuint(kiri_recs_count(a->apart), ==, 4);
    /* And what was missed is mended. */
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) sources = NULL;
    guint due = 0;
    g_assert_true(
        kiri_audit_make_due(w->store, a, kiri_clock_now_us(w->clock), &due, &sources, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(due, ==, 4);
    world_crawl(w);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 20);
    g_autoptr(KiriAudit) again = audit(w, &what);
    g_assert_cmpint(again->missing, ==, 0);
    g_assert_cmpuint(kiri_recs_count(again->missed), ==, 0);
}

/* All three kinds are followed, and all have all: nothing is missing. */
static void test_complete(World *w, gconstpointer data)
{
    (void)data;
    GString *front = g_string_new("<!DOCTYPE html><html lang=ja><title>東都新聞</title><ul>");
    for (guint i = 1; i <= 12; i++)
        g_string_append_printf(front,
                               "<li><a href='/a/%u'>春の祭りに三千人、川沿いの桜並木で%u</a> "
                               "10:05</li>",
                               i, i);
    g_string_append(front, "</ul>");
    fake_answer(w->net, SITE "/", 200, HTML, front->str);
    g_string_free(front, TRUE);
    answer_feed(w, 1, 12);
    answer_sitemap(w, 1, 12);
    world_add_source(w, "s1", SITE "/feed.xml");
    world_add_source(w, "s2", SITE "/map.xml");
    world_add_source(w, "s3", SITE "/");
    for (guint i = 1; i <= 12; i++) { // the front page names shapes that fit /a/<n>
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        g_autofree char *text = g_strdup_printf(LEAD "<p>第%u号である。</p>" BODY, i);
        g_autofree char *title = g_strdup_printf("見出し%u", i);
        g_autofree char *html = world_page(title, "", text, "");
        fake_answer(w->net, url, 200, HTML, html);
    }
    world_crawl(w);
    KiriAuditOptions what = week("toto");
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_cmpint(a->feeds, ==, 1);
    g_assert_cmpint(a->sitemaps, ==, 1);
    g_assert_cmpint(a->pages, ==, 1);
    g_assert_cmpint(a->stored, ==, 12);
    g_assert_cmpint(a->missing, ==, 0);
    g_assert_cmpfloat(a->coverage, ==, 1);
    g_assert_null(a->missed);
    /* Offline the store alone is asked, and says the same. */
    guint asked = fake_n_seen(w->net, NULL);
    what.is_offline = TRUE;
    g_autoptr(KiriAudit) quiet = audit(w, &what);
    g_assert_cmpint(quiet->in_feeds, ==, a->in_feeds);
    g_assert_cmpint(quiet->stored, ==, 12);
    g_assert_cmpuint(fake_n_seen(w->net, NULL), ==, asked);
}

/* A front page names no dates: its links count where another list dates them, whatever
 * was asked first; of a period that is over nothing else on it does. */
static void test_undated_page(World *w, gconstpointer data)
{
    (void)data;
    fake_answer(
        w->net, SITE "/", 200, HTML,
        "<!DOCTYPE html><html lang=ja><title>東都新聞</title><ul>"
        "<li><a href='/a/1'>春の祭りに三千人、川沿いの桜並木でにぎわう</a> 10:05</li>"
        "<li><a href='/a/2'>古い家電の無料点検、町内の窓口でも受け付け</a> 10:04</li>"
        "<li><a href='/a/9'>循環バスの時刻表を見直し、通学の便を増やす</a> 10:03</li>"
        "<li><a href='/a/8'>港の入り口に新しい灯台が完成し点灯式を開く</a> 10:02</li></ul>");
    answer_sitemap(w, 1, 2);
    world_add_source(w, "s1", SITE "/");
    world_add_source(w, "s2", SITE "/map.xml");
    KiriAuditOptions what = week("toto");
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_cmpint(a->in_pages, ==, 2);
    g_assert_cmpint(a->in_sitemaps, ==, 2);
    g_assert_cmpint(a->missing, ==, 2);
    g_assert_cmpint(a->undated, ==, 2);
    kiri_clock_advance(w->clock, 9 * KIRI_US_PER_DAY);
    g_autoptr(KiriAudit) later = audit(w, &what);
    g_assert_cmpint(later->in_pages, ==, 2);
    g_assert_cmpint(later->undated, ==, 0);
}

/* One kind of source alone gives no estimate, and other periods and media count not. */
static void test_one_list(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    answer_feed(w, 1, 3);
    world_crawl(w);
    KiriAuditOptions what = week("toto");
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_false(a->has_estimate);
    g_assert_nonnull(strstr(a->basis, "only one kind"));
    what.from_us = world_at("2026-03-01T00:00");
    what.to_us = world_at("2026-03-08T00:00");
    g_autoptr(KiriAudit) before = audit(w, &what);
    g_assert_cmpint(before->seen, ==, 0);
    g_autoptr(GError) error = NULL;
    KiriAuditOptions none = week("nobody");
    g_assert_null(kiri_audit_medium(w->store, w->pool, w->net, &w->options, &none, &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_NOT_FOUND);
}

/* What could not be fetched, what is no article, and a source that fails. */
static void test_states(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    world_add_source(w, "s2", SITE "/gone.xml");
    answer_feed(w, 1, 4);
    fake_answer(w->net, SITE "/a/2", 404, NULL, "");
    fake_answer(w->net, SITE "/a/3", 200, HTML,
                "<!DOCTYPE html><html><title>404 Not Found</title><p>Not Found</p>");
    fake_answer(w->net, SITE "/robots.txt", 200, NULL, "User-agent: *\nDisallow: /a/4\n");
    world_crawl(w);
    KiriAuditOptions what = week("toto");
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_cmpint(a->stored, ==, 1);
    g_assert_nonnull(strstr(missed(a, "/a/2")->state, "known, not fetched yet"));
    g_assert_null(missed(a, "/a/3")); // an error page is on no list
    /* What robots.txt forbids is said, but nobody missed it. */
    g_assert_null(missed(a, "/a/4"));
    g_assert_cmpint(a->refused, ==, 1);
    const KiriAuditItem *refused = g_ptr_array_index(a->apart, 0);
    g_assert_true(refused->is_refused && g_str_has_suffix(refused->url, "/a/4"));
    g_assert_cmpuint(kiri_strv_count(a->problems), ==, 1);
    g_assert_nonnull(strstr(a->problems[0], "/gone.xml"));
}

/* A news search names an article whose address nobody is told: a lead. */
static void test_leads(World *w, gconstpointer data)
{
    (void)data;
    const char *search = "https://news.google.com/rss/search?q=site:toto.example.jp";
    world_add_source(w, "s1", SITE "/feed.xml");
    answer_feed(w, 1, 2);
    world_crawl(w);
    world_add_source(w, "s9", search);
    fake_answer(
        w->net, search, 200, XML,
        "<rss version='2.0'><channel><title>t</title>"
        "<item><title>見出し1 - 東都新聞</title>"
        "<link>https://news.google.com/rss/articles/CBMiHEFVX3lxTE1rM2ZZeDBjOHJWdzJRejlUdDFiTjfSAQA"
        "</link><pubDate>" FRESH "</pubDate><source url='" SITE "'>東都新聞</source></item>"
        "<item><title>誰も知らない記事 - 東都新聞</title>"
        "<link>https://news.google.com/rss/articles/CBMiHEFVX3lxTE1rM2ZZeDBjOHJWdzJRejlUdDFiTjjSAQA"
        "</link><pubDate>" FRESH "</pubDate><source url='" SITE "'>東都新聞</source></item>"
        "<item><title>よその記事 - よその新聞</title>"
        "<link>https://news.google.com/rss/articles/CBMiHEFVX3lxTE1rM2ZZeDBjOHJWdzJRejlUdDFiTjnSAQA"
        "</link><pubDate>" FRESH "</pubDate><source url='https://other.example.com'>x</source>"
        "</item></channel></rss>");
    KiriAuditOptions what = week("toto");
    g_autoptr(KiriAudit) a = audit(w, &what);
    g_assert_cmpint(a->leads, ==, 1);
    g_assert_cmpuint(kiri_recs_count(a->missed), ==, 1);
    const KiriAuditItem *lead = g_ptr_array_index(a->missed, 0);
    g_assert_true(lead->is_lead);
    g_assert_nonnull(strstr(lead->title, "誰も知らない記事"));
    g_autoptr(GError) error = NULL;
    guint due = 0;
    g_assert_true(kiri_audit_make_due(w->store, a, 0, &due, NULL, &error));
    g_assert_cmpuint(due, ==, 0); // there is nothing to ask for
}

#define ADD(name, function)                                                                        \
    g_test_add("/audit/" name, World, NULL, set_up, function, world_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("found-sitemap", test_found_sitemap);
    ADD("complete", test_complete);
    ADD("undated-page", test_undated_page);
    ADD("one-list", test_one_list);
    ADD("states", test_states);
    ADD("leads", test_leads);
    return g_test_run();
}
