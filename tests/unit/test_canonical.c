// SPDX-License-Identifier: GPL-3.0-or-later
/* One article under the many addresses that feeds, portals and phones give it: a
 * crawl from entries to one stored article. */
#include "../support/crawl_world.h"

#include "extract/canonical.h"

#include <kirinuki/error.h>

#include <string.h>

#define PORTAL "https://news.yahoo.co.jp"

static guint n_articles(World *w)
{
    return (guint)kiri_store_count(w->store, KIRI_NOUN_ARTICLE);
}

/* A feed whose links are whole addresses. */
static void follow(World *w, const char *id, const char *url, const char *const *links)
{
    GString *s = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (; *links; links++)
        g_string_append_printf(
            s, "<item><title>見出し</title><link>%s</link><pubDate>" FRESH "</pubDate></item>",
            *links);
    g_string_append(s, "</channel></rss>");
    fake_answer(w->net, url, 200, "Content-Type: application/rss+xml\n", s->str);
    g_string_free(s, TRUE);
    world_add_source(w, id, url);
}

static void test_wrappers(World *w, gconstpointer data)
{
    (void)data;
    const char *links[] = {
        SITE "/a/1",
        "https://www.google.com/url?q=https%3A%2F%2Ftoto.example.jp%2Fa%2F1&amp;sa=D",
        "https://toto-example-jp.cdn.ampproject.org/c/s/toto.example.jp/a/1",
        "https://news.google.com/rss/articles/CBMiG2h0dHBzOi8vdG90by5leGFtcGxlLmpwL2EvMdIBAA?oc=5",
        SITE "/a/1?utm_source=x&amp;fbclid=y#top",
        NULL};
    follow(w, "s1", SITE "/feed.xml", links);
    world_answer_page(w, SITE "/a/1", "港に新しい灯台");
    world_crawl(w);
    g_assert_cmpuint(n_articles(w), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/a/1"), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, "https://news.google.com"), ==, 0);
    g_assert_cmpuint(fake_n_seen(w->net, "https://www.google.com"), ==, 0);
}

/* A link that holds nothing is never asked as an article. */
static void test_sealed(World *w, gconstpointer data)
{
    (void)data;
    const char *links[] = {
        "https://news.google.com/rss/articles/CBMiHEFVX3lxTE1rM2ZZeDBjOHJWdzJRejlUdDFiTjfSAQA",
        SITE "/a/1", NULL};
    follow(w, "s1", SITE "/feed.xml", links);
    world_answer_page(w, SITE "/a/1", "港に新しい灯台");
    world_crawl(w);
    g_assert_cmpuint(n_articles(w), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, "https://news.google.com"), ==, 0);
}

/* A portal's teaser page is a way to its article, which is the portal's own. */
static void test_teaser(World *w, gconstpointer data)
{
    (void)data;
    const char *links[] = {PORTAL "/pickup/6500000", NULL};
    world_add_medium(w, "yahoo", "news.yahoo.co.jp");
    follow(w, "s1", PORTAL "/rss/topics.xml", links);
    fake_answer(
        w->net, PORTAL "/pickup/6500000", 200, "Content-Type: text/html\n",
        "<!DOCTYPE html><html lang=ja><title>新しい灯台</title><body><article><h1>灯台</h1>"
        "<p>港の入り口に新しい灯台が完成し、点灯式が開かれた。高さは二十一メートルある。</p>"
        "<a href='/articles/0a1b2c3d4e'>記事全文を読む</a></article>");
    world_answer_page(w, PORTAL "/articles/0a1b2c3d4e", "港に新しい灯台");
    world_crawl(w);
    g_assert_cmpuint(n_articles(w), ==, 1);
    g_autoptr(KiriArticle) a = world_article_at(w, PORTAL "/articles/0a1b2c3d4e");
    g_assert_nonnull(a);
    g_assert_cmpstr(a->medium, ==, "yahoo");
    world_assert_state(w, PORTAL "/pickup/6500000", KIRI_URL_ALIAS);
    /* Another feed names the teaser again: nothing new is fetched. */
    world_crawl(w);
    g_assert_cmpuint(fake_n_seen(w->net, PORTAL "/articles"), ==, 1);
}

/* Views that name no canonical URL: twins of the plain page when they have its
 * article, articles of their own when they have another. */
static void test_views(World *w, gconstpointer data)
{
    (void)data;
    const char *plain[] = {SITE "/a/1", NULL};
    const char *views[] = {SITE "/amp/a/1", SITE "/a/1?print=1", SITE "/sp/a/2", NULL};
    follow(w, "s1", SITE "/feed.xml", plain);
    world_answer_page(w, SITE "/a/1", "港に新しい灯台");
    world_crawl(w);
    follow(w, "s2", SITE "/views.xml", views);
    /* The views cut the text, so their content is not equal byte for byte. */
    g_autofree char *cut = world_page("港に新しい灯台", "", LEAD, "");
    fake_answer(w->net, SITE "/amp/a/1", 200, "Content-Type: text/html\n", cut);
    fake_answer(w->net, SITE "/a/1?print=1", 200, "Content-Type: text/html\n", cut);
    world_answer_page(w, SITE "/sp/a/2", "別の記事");
    world_crawl(w);
    g_assert_cmpuint(n_articles(w), ==, 2);
    world_assert_state(w, SITE "/amp/a/1", KIRI_URL_ALIAS);
    world_assert_state(w, SITE "/a/1?print=1", KIRI_URL_ALIAS);
    world_assert_state(w, SITE "/sp/a/2", KIRI_URL_DONE);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_true(kiri_strv_has(a->sources, "s1") && kiri_strv_has(a->sources, "s2"));
}

/* The same page with its keys in every order is asked once. */
static void test_permutations(World *w, gconstpointer data)
{
    (void)data;
    const char *links[] = {SITE "/n?id=7&amp;c=2&amp;k=3", SITE "/n?k=3&amp;id=7&amp;c=2",
                           SITE "/n?c=2&amp;k=3&amp;id=7&amp;PHPSESSID=0a1b2c3d", NULL};
    follow(w, "s1", SITE "/feed.xml", links);
    world_answer_page(w, SITE "/n?c=2&id=7&k=3", "港に新しい灯台");
    world_crawl(w);
    g_assert_cmpuint(n_articles(w), ==, 1);
    g_assert_cmpuint(fake_n_seen(w->net, SITE "/n?"), ==, 1);
}

static void test_plausible(void)
{
    static const struct {
        const char *own, *claim;
        gboolean is_plausible;
    } cases[] = {
        {"https://e.jp/amp/a/1", "https://e.jp/a/1", TRUE},
        {"https://m.e.jp/a/1", "https://www.e.jp/a/1", TRUE},
        {"https://e.jp/a?id=1&page=2", "https://e.jp/a?id=1", TRUE},
        {"https://e.jp/a?id=1", "https://e.jp/a", FALSE},
        {"https://e.jp/a/1", "https://e.jp/", FALSE},
        {"https://e.jp/a/1", "https://other.example/a/1", FALSE},
        {"https://e.jp/a/1", "javascript:void(0)", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(kiri_canonical_is_plausible(cases[i].own, cases[i].claim), ==,
                        cases[i].is_plausible);
    g_assert_true(kiri_canonical_is_same_place("http://www.e.jp/a/", "https://e.jp/a?x=1"));
    g_assert_false(kiri_canonical_is_same_place("https://e.jp/a", "https://e.jp/b"));
}

#define ADD(name, function)                                                                        \
    g_test_add("/canonical/" name, World, NULL, world_set_up, function, world_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("wrappers", test_wrappers);
    ADD("sealed", test_sealed);
    ADD("teaser", test_teaser);
    ADD("views", test_views);
    ADD("permutations", test_permutations);
    g_test_add_func("/canonical/plausible", test_plausible);
    return g_test_run();
}
