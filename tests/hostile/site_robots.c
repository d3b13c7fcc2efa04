// SPDX-License-Identifier: GPL-3.0-or-later
/* robots.txt in every state, and what pages and headers say beside it. */
#include "site.h"

/* A site with the articles /a/1 (allowed) and /private/2, and this robots.txt. */
static void two_articles(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/1", "/private/2", NULL);
    site_article(s, "/a/1", "公開の記事");
    site_article(s, "/private/2", "非公開の記事");
}

/* The rules were found: the one article is there, the other was not asked for. */
static void assert_rules_found(Site *s)
{
    site_crawl(s);
    g_assert_true(site_has_article(s, "/a/1"));
    g_assert_cmpuint(site_n_seen(s, "/private/2"), ==, 0);
    g_free(site_assert_state(s, "/private/2", KIRI_URL_REFUSED));
}

/* Nothing but robots.txt was asked for. */
static void assert_nothing_asked(Site *s)
{
    site_crawl(s);
    g_assert_cmpuint(site_n_seen(s, "/feed.xml"), ==, 0);
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

/* ---- forms ---- */

static void run_forms(Site *s)
{
    g_autofree char *filler = g_strnfill(100 * 1024, 'x');
    GString *long_lines = g_string_new("\xef\xbb\xbf# ");
    two_articles(s);
    g_string_append_printf(long_lines, "%s\rUser-agent: *\r# %s\rDisallow: /private/\r", filler,
                           filler);
    site_answer(s, "/robots.txt", "200 OK", "Content-Type: text/plain\r\n", long_lines->str);
    g_string_free(long_lines, TRUE);
    assert_rules_found(s);
}

static void send_endless_robots(HttpRequest *r, gconstpointer data)
{
    (void)data;
    http_send_str(r, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
                     "User-agent: *\nDisallow: /private/\n");
    g_autofree char *comment = g_strnfill(4000, '#');
    while (http_send_str(r, comment) && http_send_str(r, "\n"))
        ;
}

static void run_endless(Site *s)
{
    two_articles(s);
    http_server_handle(s->server, "/robots.txt", send_endless_robots, NULL);
    assert_rules_found(s);
    g_autoptr(KiriHost) h = site_host(s, NULL);
    g_assert_cmpuint(strlen(h->robots), <=, KIRI_LIMIT_ROBOTS_BYTES);
}

/* ---- statuses ---- */

static void run_4xx(Site *s)
{
    static const char *const allowed[] = {"404 Not Found", "410 Gone", "400 Bad Request",
                                          "418 Teapot"};
    static const char *const held[] = {"401 Unauthorized", "403 Forbidden",
                                       "429 Too Many Requests"};
    for (gsize i = 0; i < G_N_ELEMENTS(allowed) + G_N_ELEMENTS(held); i++) {
        gboolean is_held = i >= G_N_ELEMENTS(allowed);
        g_autofree char *host = g_strdup_printf("r%u", (guint)i);
        g_autofree char *robots = g_strconcat(host, ".localhost/robots.txt", NULL);
        g_autofree char *feed = g_strconcat("/feed.xml?", host, NULL);
        site_add_source(s, host, feed, KIRI_SOURCE_FEED);
        site_answer(s, robots, is_held ? held[i - G_N_ELEMENTS(allowed)] : allowed[i], "",
                    "User-agent: *\nDisallow: /\n");
        site_feed(s, host, NULL);
        site_crawl(s);
        g_assert_cmpuint(site_n_seen(s, feed), ==, is_held ? 0 : 1);
        g_autoptr(KiriSource) source = site_source(s, host);
        g_assert_cmpint(source->failures, ==, is_held ? 1 : 0);
    }
}

static void be_silent(HttpRequest *r, gconstpointer data)
{
    (void)data;
    while (http_pause(r, 1000))
        ;
}

/* No rules can be had: nothing is asked, for 5, 15, 60 minutes; then it is. */
static void run_5xx(Site *s)
{
    static const gint64 pauses[] = {5, 15, 60};
    two_articles(s);
    site_answer(s, "/robots.txt", "500 Internal Server Error", "", "");
    for (gsize i = 0; i < G_N_ELEMENTS(pauses); i++) {
        if (i == 1)
            http_server_handle(s->server, "/robots.txt", be_silent, NULL);
        if (i == 2)
            site_answer(s, "/robots.txt", "503 Service Unavailable", "", "");
        site_make_due(s, NULL);
        assert_nothing_asked(s);
        g_autoptr(KiriHost) h = site_host(s, NULL);
        g_assert_cmpint(h->hold_until.us - kiri_clock_now_us(s->w.clock), ==,
                        pauses[i] * KIRI_US_PER_MINUTE);
        kiri_clock_advance(s->w.clock, (pauses[i] + 1) * KIRI_US_PER_MINUTE);
    }
    site_answer(s, "/robots.txt", "200 OK", "", "User-agent: *\nDisallow: /private/\n");
    site_make_due(s, NULL);
    assert_rules_found(s);
}

/* A copy of the last 24 hours stays in force, and not an hour longer. */
static void run_old_copy(Site *s)
{
    two_articles(s);
    site_answer(s, "/robots.txt", "200 OK", "", "User-agent: *\nDisallow: /private/\n");
    assert_rules_found(s);
    site_answer(s, "/robots.txt", "500 Internal Server Error", "", "");
    site_advance(s, 13);
    site_make_due(s, NULL);
    site_crawl(s);
    g_assert_cmpuint(site_n_seen(s, "/robots.txt"), ==, 2);
    g_assert_cmpuint(site_n_seen(s, "/feed.xml"), ==, 2);
    site_advance(s, 12);
    site_make_due(s, NULL);
    site_crawl(s);
    g_assert_cmpuint(site_n_seen(s, "/feed.xml"), ==, 2);
}

static void redirect_robots(Site *s, guint hops)
{
    for (guint i = 0; i < hops; i++) {
        g_autofree char *from = i ? g_strdup_printf("/r/%u", i) : g_strdup("/robots.txt");
        g_autofree char *field = g_strdup_printf("Location: /r/%u\r\n", i + 1);
        site_answer(s, from, "301 Moved Permanently", field, "");
    }
    g_autofree char *last = g_strdup_printf("/r/%u", hops);
    site_answer(s, last, "200 OK", "", "User-agent: *\nDisallow: /private/\n");
}

static void run_five_redirects(Site *s)
{
    two_articles(s);
    redirect_robots(s, 5);
    assert_rules_found(s);
}

static void run_six_redirects(Site *s)
{
    two_articles(s);
    redirect_robots(s, 6);
    assert_nothing_asked(s);
}

static void run_change_of_mind(Site *s)
{
    two_articles(s);
    site_answer(s, "/robots.txt", "200 OK", "", "User-agent: *\nAllow: /\n");
    site_crawl(s);
    g_assert_cmpuint(site_n_articles(s), ==, 2);
    site_answer(s, "/robots.txt", "200 OK", "", "User-agent: *\nDisallow: /\n");
    guint asked = site_n_seen(s, "/feed.xml");
    site_advance(s, 24);
    site_make_due(s, NULL);
    site_crawl(s);
    g_assert_cmpuint(site_n_seen(s, "/feed.xml"), ==, asked);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failure, ==, KIRI_FAILURE_ROBOTS);
}

/* ---- delays ---- */

/* The least pause between two requests of a pass, in ms. */
static gint64 least_gap_ms(Site *s, const char *host, const char *delay)
{
    g_autofree char *robots = g_strconcat(host, ".localhost/robots.txt", NULL);
    g_autofree char *text = g_strdup_printf("User-agent: *\nCrawl-delay: %s\n", delay);
    gint64 least = G_MAXINT64, before = 0;
    site_add_source(s, host, "/feed.xml", KIRI_SOURCE_FEED);
    site_answer(s, robots, "200 OK", "", text);
    site_feed(s, host, "/a/1", "/a/2", NULL);
    site_crawl(s);
    g_autofree char *name = g_strconcat(host, ".localhost", NULL);
    const HttpSeen *seen;
    for (guint i = 0; (seen = http_server_seen(s->server, NULL, i)); i++)
        if (strcmp(seen->host, name) == 0) {
            if (before)
                least = MIN(least, (seen->at_us - before) / 1000);
            before = seen->at_us;
        }
    return least;
}

static void run_delays(Site *s)
{
    s->w.options.gap_ms = 100;
    g_assert_cmpint(least_gap_ms(s, "d0", "0"), >=, 100);
    g_assert_cmpint(least_gap_ms(s, "d1", "-1"), >=, 100);
    g_assert_cmpint(least_gap_ms(s, "d2", "0.5"), >=, 500);
    g_assert_cmpint(least_gap_ms(s, "d3", "1"), >=, 1000);
    /* A day: one request beside robots.txt. */
    guint before = http_server_n_seen(s->server, NULL);
    least_gap_ms(s, "d4", "86400");
    g_assert_cmpuint(http_server_n_seen(s->server, NULL) - before, ==, 2);
}

/* ---- rules ---- */

static void run_rules(Site *s)
{
    static const char *const asked[] = {"/open/1", "/equal/1", "/price$/1", "/x.html?y"};
    static const char *const kept[] = {"/one/1", "/two/1", "/a/deep/b.pdf", "/x.html",
                                       "/%E8%A8%98%E4%BA%8B/1"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, asked[0], asked[1], asked[2], asked[3], kept[0], kept[1], kept[2], kept[3],
              "/記事/1", NULL);
    site_answer(s, "/robots.txt", "200 OK", "Content-Type: text/plain; charset=utf-8\r\n",
                "User-agent: kirinuki\nDisallow: /one/\n\n"
                "User-agent: other\nDisallow: /open/\n\n"
                "User-agent: Kirinuki\nDisallow: /two/\nDisallow: /equal/\nAllow: /equal/\n"
                "Disallow: /*.pdf\nDisallow: /*.html$\nDisallow: /price$\nDisallow: /記事/\n\n"
                "User-agent: *\nDisallow: /\n");
    site_crawl(s);
    for (gsize i = 0; i < G_N_ELEMENTS(asked); i++)
        g_assert_cmpuint(site_n_seen(s, asked[i]), ==, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        g_assert_cmpuint(site_n_seen(s, kept[i]), ==, 0);
}

static void page_with(Site *s, const char *path, const char *fields, const char *meta)
{
    g_autofree char *text = g_strdup_printf("<p>%sの記事である。</p>" LEAD BODY, path);
    g_autofree char *html = world_page(path, meta, text, "");
    g_autofree char *all = g_strconcat("Content-Type: text/html; charset=utf-8\r\n", fields, NULL);
    site_answer(s, path, "200 OK", all, html);
}

static void assert_taken(Site *s, const char *path, gboolean has_evidence, gboolean is_nosnippet)
{
    g_autoptr(KiriArticle) a = site_get_article(s, path);
    g_assert_cmpint(a->evidence != NULL, ==, has_evidence);
    g_assert_cmpint(a->is_nosnippet, ==, is_nosnippet);
}

static void run_meta(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/m/noindex", "/h/noindex", "/m/nosnippet", "/h/nosnippet", "/m/noarchive",
              "/h/noarchive", "/h/other", "/h/none", "/h/two", NULL);
    page_with(s, "/m/noindex", "", "<meta name='robots' content='noindex, follow'>");
    page_with(s, "/h/noindex", "X-Robots-Tag: noindex\r\n", "");
    page_with(s, "/m/nosnippet", "", "<meta name='robots' content='nosnippet'>");
    page_with(s, "/h/nosnippet", "X-Robots-Tag: nosnippet\r\n", "");
    page_with(s, "/m/noarchive", "", "<meta name='kirinuki' content='NOARCHIVE'>");
    page_with(s, "/h/noarchive", "X-Robots-Tag: kirinuki: noarchive\r\n", "");
    page_with(s, "/h/other", "X-Robots-Tag: otherbot: noindex, noarchive\r\n", "");
    page_with(s, "/h/none", "X-Robots-Tag: none\r\n", "");
    page_with(s, "/h/two", "X-Robots-Tag: noindex\r\nX-Robots-Tag: nofollow\r\n", "");
    site_crawl(s);
    g_free(site_assert_state(s, "/m/noindex", KIRI_URL_NO_ARTICLE));
    g_free(site_assert_state(s, "/h/noindex", KIRI_URL_NO_ARTICLE));
    g_free(site_assert_state(s, "/h/none", KIRI_URL_NO_ARTICLE));
    g_free(site_assert_state(s, "/h/two", KIRI_URL_NO_ARTICLE));
    assert_taken(s, "/m/nosnippet", TRUE, TRUE);
    assert_taken(s, "/h/nosnippet", TRUE, TRUE);
    assert_taken(s, "/m/noarchive", FALSE, FALSE);
    assert_taken(s, "/h/noarchive", FALSE, FALSE);
    assert_taken(s, "/h/other", TRUE, FALSE);
}

const SiteRow site_robots[] = {
    {105, "robots with BOM, CR and long lines", run_forms},
    {106, "endless robots", run_endless},
    {107, "robots 4xx", run_4xx},
    {108, "robots 5xx and silence", run_5xx},
    {108, "robots 5xx with an old copy", run_old_copy},
    {109, "robots after five redirects", run_five_redirects},
    {109, "robots after six redirects", run_six_redirects},
    {110, "robots that change their mind", run_change_of_mind},
    {111, "crawl delays", run_delays},
    {112, "groups, lengths, wildcards, escapes", run_rules},
    {113, "noindex, nosnippet, noarchive", run_meta},
};
const gsize site_n_robots = G_N_ELEMENTS(site_robots);
