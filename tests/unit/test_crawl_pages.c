// SPDX-License-Identifier: GPL-3.0-or-later
/* What becomes of pages: statuses, redirects, twins, parts, and the wishes of
 * publishers. */
#include "../support/crawl_world.h"

#include <kirinuki/feed.h>

#include <string.h>

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

/* Passes until the page is decided, each when it is due again. */
static guint passes_until_decided(World *w, const char *url)
{
    guint n = 0;
    for (gboolean is_due = TRUE; is_due && n < 20; n++) {
        g_autoptr(KiriUrlRecord) before = n ? world_url_record(w, url) : NULL;
        gint64 wait = before ? before->due.us - kiri_clock_now_us(w->clock) : 0;
        kiri_clock_advance(w->clock, MAX(wait, 0));
        world_crawl(w);
        g_autoptr(KiriUrlRecord) r = world_url_record(w, url);
        is_due = r->state == KIRI_URL_DUE;
    }
    return n;
}

/* The next part wants a login, or its server is broken: the article is what can be
 * had, at once or after a few attempts. */
static void test_part_that_never_comes(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    for (guint i = 1; i <= 2; i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i);
        g_autofree char *head = g_strdup_printf("<link rel='next' href='" SITE "/a/%u?page=2'>", i);
        g_autofree char *title = g_strdup_printf("続きのある記事 %u", i);
        g_autofree char *tail = g_strdup_printf(
            "<div class='pager'><a rel='next' href='/a/%u?page=2'>次へ</a></div>", i);
        g_autofree char *html = world_page(title, head, i == 1 ? LEAD : BODY, tail);
        fake_answer(w->net, url, 200, "Content-Type: text/html\n", html);
    }
    fake_answer(w->net, SITE "/a/1?page=2", 403, NULL, "");
    fake_answer(w->net, SITE "/a/2?page=2", 500, NULL, "");
    world_crawl(w);
    world_assert_state(w, SITE "/a/1", KIRI_URL_DONE);
    g_assert_cmpuint(passes_until_decided(w, SITE "/a/2"), <=, 4);
    world_assert_state(w, SITE "/a/2", KIRI_URL_DONE);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/2");
    g_assert_nonnull(a);
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
}

/* The page that a page names as canonical has trouble without end. */
static void test_canonical_that_never_comes(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/m/1", FRESH, NULL};
    g_autofree char *html =
        world_page("携帯の記事", "<link rel='canonical' href='" SITE "/a/1'>", LEAD BODY, "");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/m/1", 200, "Content-Type: text/html\n", html);
    fake_answer(w->net, SITE "/a/1", 500, NULL, "");
    g_assert_cmpuint(passes_until_decided(w, SITE "/m/1"), <=, 6);
    world_assert_state(w, SITE "/m/1", KIRI_URL_DONE);
    /* It comes after all: the same article, not one more. */
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n", html);
    passes_until_decided(w, SITE "/a/1");
    world_assert_state(w, SITE "/a/1", KIRI_URL_ALIAS);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 1);
}

static void test_noindex(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, NULL};
    g_autofree char *html = world_page("古い家電の点検、来月から受け付け", "", LEAD BODY, "");
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

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
#define ADD(name, function)                                                                        \
    g_test_add("/crawl-pages/" name, World, NULL, world_set_up, function, world_tear_down)
    ADD("statuses", test_statuses);
    ADD("redirects", test_redirects);
    ADD("aliases", test_aliases);
    ADD("false-canonical", test_false_canonical);
    ADD("canonical-for-many", test_canonical_for_many);
    ADD("multi-page", test_multi_page);
    ADD("part-that-never-comes", test_part_that_never_comes);
    ADD("canonical-that-never-comes", test_canonical_that_never_comes);
    ADD("noindex", test_noindex);
#undef ADD
    return g_test_run();
}
