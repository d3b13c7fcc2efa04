// SPDX-License-Identifier: GPL-3.0-or-later
/* Bytes that are not what they say, and documents made to break their readers. */
#include "site.h"

#include <kirinuki/tokenize.h>

#include <time.h>

#define HTML "text/html"

/* ---- charsets ---- */

/* A page of this title in the bytes of `charset` (as iconv names it), served with
 * this content type; `swap`, if not NULL: two bytes that become two others. */
static void coded_page(Site *s, const char *path, const char *title, const char *charset,
                       const char *content_type, const char *swap)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf("<p>%sを伝える。</p>" LEAD BODY, title);
    g_autofree char *page = g_strdup_printf(
        "<html lang='ja'><head><title>%s</title><meta property='og:type' content='article'>"
        "</head><body><article><h1>%s</h1>%s</article></body></html>",
        title, title, text);
    gsize n = 0;
    g_autofree char *bytes = g_convert(page, -1, charset, "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    for (char *at = bytes; swap && (at = memmem(at, n - (gsize)(at - bytes), swap, 2)); at += 2)
        memcpy(at, swap + 2, 2);
    g_autoptr(GString) all = g_string_new(NULL);
    g_string_printf(
        all, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
        content_type, n);
    g_string_append_len(all, bytes, (gssize)n);
    http_server_raw(s->server, path, all->str, all->len);
}

static void assert_title(Site *s, const char *path, const char *title)
{
    g_autoptr(KiriArticle) a = site_get_article(s, path);
    g_assert_cmpstr(a->title, ==, title);
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
}

static void run_wrong_label(Site *s)
{
    site_one_link(s, "/a/1");
    coded_page(s, "/a/1", "家電の点検が始まる", "CP932", "text/html; charset=utf-8", NULL);
    site_crawl(s);
    assert_title(s, "/a/1", "家電の点検が始まる");
}

static void run_windows_31j(Site *s)
{
    site_one_link(s, "/a/1");
    coded_page(s, "/a/1", "①～髙橋の点検", "CP932", "text/html; charset=Shift_JIS", NULL);
    site_crawl(s);
    assert_title(s, "/a/1", "①～髙橋の点検");
}

static void run_euc_and_jis(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/euc", "/a/jis", NULL);
    /* Browsers read NEC's selection of IBM's characters, iconv writes another place. */
    coded_page(s, "/a/euc", "①〓橋の点検", "EUC-JP-MS", "text/html; charset=EUC-JP",
               "\xa2\xae\xfc\xe2");
    coded_page(s, "/a/jis", "点検が始まる", "ISO-2022-JP", "text/html; charset=ISO-2022-JP", NULL);
    /* Half-width kana have an escape of their own that ISO-2022-JP proper lacks. */
    g_autoptr(GError) error = NULL;
    gsize n = 0, n_body = 0;
    g_autofree char *head =
        g_convert("<html lang='ja'><title>点検", -1, "ISO-2022-JP", "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    g_autofree char *body =
        g_convert("が始まる</title><article><h1>点検が始まる</h1>" LEAD BODY "</article></html>",
                  -1, "ISO-2022-JP", "UTF-8", NULL, &n_body, &error);
    g_assert_no_error(error);
    g_autoptr(GString) page =
        g_string_new("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-2022-JP\r\n\r\n");
    g_string_append_len(page, head, (gssize)n);
    g_string_append(page, "\033(I6@3\033(B");
    g_string_append_len(page, body, (gssize)n_body);
    http_server_raw(s->server, "/a/jis", page->str, page->len);
    site_crawl(s);
    assert_title(s, "/a/euc", "①髙橋の点検");
    g_autoptr(KiriArticle) jis = site_get_article(s, "/a/jis");
    g_assert_nonnull(strstr(jis->text, "費用は無料とする"));
}

static void run_cut_escape(Site *s)
{
    site_one_link(s, "/a/1");
    coded_page(s, "/a/1", "点検が始まる", "ISO-2022-JP", "text/html; charset=ISO-2022-JP", NULL);
    g_autoptr(GError) error = NULL;
    gsize n = 0;
    g_autofree char *body = g_convert(
        "<html lang='ja'><title>点検が始まる</title><article><h1>点検が始まる</h1>" LEAD BODY
        "</article></html>",
        -1, "ISO-2022-JP", "UTF-8", NULL, &n, &error);
    g_assert_no_error(error);
    g_autoptr(GString) page =
        g_string_new("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-2022-JP\r\n\r\n");
    g_string_append_len(page, body, (gssize)n);
    g_string_append(page, "\033$");
    http_server_raw(s->server, "/a/1", page->str, page->len);
    site_crawl(s);
    assert_title(s, "/a/1", "点検が始まる");
}

/* Bytes of these must not become other text than they show. */
static void run_odd_charsets(Site *s)
{
    static const char *const names[] = {"utf-7", "scsu", "utf-16"};
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/0", "/a/1", "/a/2", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        g_autofree char *type =
            g_strdup_printf("Content-Type: text/html; charset=%s\r\n", names[i]);
        g_autofree char *html = world_page("+ADw-script+AD4-点検", "", LEAD BODY, "");
        site_answer(s, path, "200 OK", type, html);
    }
    site_crawl(s);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        g_assert_cmpint(site_state(s, NULL, path), !=, KIRI_URL_DUE);
        g_autofree char *url = site_url(s, NULL, path);
        g_autoptr(KiriArticle) a = world_article_at(&s->w, url);
        if (a)
            g_assert_null(strstr(a->title, "<script>"));
    }
}

static void run_invalid_bytes(Site *s)
{
    g_autofree char *html = world_page("点検が始まる", "", LEAD BODY LEAD BODY, "");
    gsize n = strlen(html);
    site_one_link(s, "/a/1");
    for (gsize i = 300; i < n; i += 3)
        html[i] = (char)0xff;
    g_autoptr(GString) page =
        g_string_new("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");
    g_string_append_len(page, html, (gssize)n);
    http_server_raw(s->server, "/a/1", page->str, page->len);
    site_crawl(s);
    g_free(site_assert_state(s, "/a/1", KIRI_URL_NO_ARTICLE));
}

/* ---- pages made to break parsers ---- */

static void raw_page(Site *s, const char *path, GString *body)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_string_printf(all,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                    "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                    body->len);
    g_string_append_len(all, body->str, (gssize)body->len);
    http_server_raw(s->server, path, all->str, all->len);
    g_string_free(body, TRUE);
}

static GString *repeated(const char *start, const char *piece, guint times, const char *end)
{
    GString *body = g_string_new(start);
    for (guint i = 0; i < times; i++)
        g_string_append(body, piece);
    g_string_append(body, end);
    return body;
}

/* Each ends, and what is beside it is read. */
static void expect_decided(Site *s, GString *body)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/hostile", "/a/good", NULL);
    site_article(s, "/a/good", "普通の記事");
    raw_page(s, "/a/hostile", body);
    gint64 start = g_get_monotonic_time();
    site_crawl(s);
    g_test_message("%d ms", (int)((g_get_monotonic_time() - start) / 1000));
    g_assert_cmpint(site_state(s, NULL, "/a/hostile"), !=, KIRI_URL_DUE);
    g_assert_true(site_has_article(s, "/a/good"));
}

static void run_nested_40000(Site *s)
{
    expect_decided(s, repeated("<html><body>", "<div>", 40000, "x"));
}

static void run_nested_100000(Site *s)
{
    expect_decided(s, repeated("<html><body>", "<b><i>", 50000, "x"));
}

static void run_attributes(Site *s)
{
    GString *body = g_string_new("<html><body><p ");
    for (guint i = 0; i < 64000; i++)
        g_string_append_printf(body, "a%u=1 ", i);
    g_string_append(body, ">x</p>");
    expect_decided(s, body);
}

static void run_amplifier(Site *s)
{
    GString *body = repeated("<html><body>", "<b id=i>", 2000, "");
    for (guint i = 0; i < 2000; i++)
        g_string_append(body, "<p>x");
    expect_decided(s, body);
}

static void run_ten_megabytes(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, "/a/over", "/a/under", NULL);
    raw_page(s, "/a/over", repeated("<html><body>", "<p>点検が始まる。</p>\n", 400000, ""));
    raw_page(s, "/a/under",
             repeated("<html lang='ja'><title>点検が始まる</title><body><article><h1>点検が始まる"
                      "</h1><p>",
                      "家庭で使う電気製品の事故を減らすため、点検を呼びかける。", 70000,
                      "</p></article>"));
    site_crawl(s);
    g_autofree char *why = site_assert_state(s, "/a/over", KIRI_URL_REFUSED);
    g_assert_nonnull(strstr(why, "too long"));
    g_assert_cmpint(site_state(s, NULL, "/a/under"), !=, KIRI_URL_DUE);
    g_autofree char *url = site_url(s, NULL, "/a/under");
    g_autoptr(KiriArticle) a = world_article_at(&s->w, url);
    if (a)
        g_assert_cmpuint(strlen(a->text), <=, KIRI_LIMIT_TEXT_BYTES);
}

static gboolean count_tokens(const KiriToken *token, gpointer n)
{
    (void)token;
    ++*(guint *)n;
    return TRUE;
}

/* Of this thread, so that a busy machine does not count. */
static gint64 cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void run_one_character(Site *s)
{
    (void)s;
    g_autoptr(GError) error = NULL;
    guint n = 0;
    g_assert_true(kiri_tokenizer_preload(NULL, NULL, &error));
    g_autoptr(KiriTokenizer) t = kiri_tokenizer_new(&error);
    g_assert_no_error(error);
    static const char *const characters[] = {"ー", "ア", "w"};
    for (gsize i = 0; i < G_N_ELEMENTS(characters); i++) {
        GString *text = repeated("", characters[i], (guint)((1 << 20) / strlen(characters[i])), "");
        gint64 start = cpu_us();
        g_assert_true(kiri_tokenize(t, (KiriStr){text->str, text->len}, count_tokens, &n));
        gint64 took = cpu_us() - start;
        g_test_message("%s: %d ms", characters[i], (int)(took / 1000));
#ifndef KIRINUKI_SANITIZED
        g_assert_cmpint(took, <, G_USEC_PER_SEC);
#else
        g_assert_cmpint(took, <, 10 * G_USEC_PER_SEC);
#endif
        g_string_free(text, TRUE);
    }
    g_assert_cmpuint(n, >, 0);
}

/* ---- feeds ---- */

static void feed_of(Site *s, const char *body)
{
    site_answer(s, "/feed.xml", "200 OK", "Content-Type: application/rss+xml\r\n", body);
}

static void run_entities(Site *s)
{
    g_autofree char *big = g_strnfill(50000, 'e');
    GString *uses = repeated("", "&big;", 5000, "");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    g_autofree char *link = site_url(s, NULL, "/a/1");
    g_autofree char *xml = g_strdup_printf(
        "<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'http://127.0.0.1:%d/evil.dtd' ["
        "<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
        "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
        "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
        "<!ENTITY big '%s'><!ENTITY file SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><title>笑&f;&f;</title><description>%s</description>"
        "<item><title>本物&file;</title><link>%s</link><pubDate>" FRESH "</pubDate></item>"
        "</channel></rss>",
        http_server_port(s->server), big, uses->str, link);
    g_string_free(uses, TRUE);
    feed_of(s, xml);
    site_article(s, "/a/1", "本物の記事");
    site_crawl(s);
    g_assert_true(site_has_article(s, "/a/1"));
    g_assert_cmpuint(site_n_seen(s, "/evil.dtd"), ==, 0);
    g_autoptr(KiriUrlRecord) r = world_url_record(&s->w, link);
    g_assert_null(r->hint_title ? strstr(r->hint_title, "root:") : NULL);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_true(!source->title || strlen(source->title) <= KIRI_LIMIT_TITLE_BYTES);
}

static void run_feed_attributes(Site *s)
{
    GString *xml = g_string_new("<rss version='2.0'><channel><item ");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    for (guint i = 0; i < 50000; i++)
        g_string_append_printf(xml, "a%u='1' ", i);
    g_string_append(xml, "><link>http://x.example/1</link></item></channel></rss>");
    feed_of(s, xml->str);
    g_string_free(xml, TRUE);
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failures, ==, 1);
    g_assert_nonnull(source->last_error);
}

static void run_cdata(Site *s)
{
    GString *xml = repeated("<rss version='2.0'><channel><item><description><![CDATA[",
                            "0123456789", 1100000, "]]></description></item></channel></rss>");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml->str);
    g_string_free(xml, TRUE);
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failure, ==, KIRI_FAILURE_LIMIT);
}

static void run_depth(Site *s)
{
    g_autofree char *link = site_url(s, NULL, "/a/1");
    g_autofree char *start =
        g_strdup_printf("<rss version='2.0'><channel><title>t</title><item>"
                        "<link>%s</link><pubDate>" FRESH "</pubDate></item><item>",
                        link);
    GString *xml = repeated(start, "<deep>", 300, "</rss>");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml->str);
    g_string_free(xml, TRUE);
    site_article(s, "/a/1", "先に読めた記事");
    site_crawl(s);
    g_assert_true(site_has_article(s, "/a/1"));
}

static void run_cut_feed(Site *s)
{
    g_autofree char *link = site_url(s, NULL, "/a/1");
    g_autofree char *xml =
        g_strdup_printf("<rss version='2.0'><channel><title>t</title><item>"
                        "<link>%s</link><pubDate>" FRESH "</pubDate></item><item><title>切れ",
                        link);
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml);
    site_article(s, "/a/1", "先に読めた記事");
    site_crawl(s);
    g_assert_true(site_has_article(s, "/a/1"));
}

static void run_loose_markup(Site *s)
{
    g_autofree char *link = site_url(s, NULL, "/a/1");
    g_autofree char *xml = g_strdup_printf(
        "<rss version='2.0'><channel><title>R&D&nbsp;News</title><item><title>A & B&nbsp;C</title>"
        "<link>%s</link><pubDate>" FRESH "</pubDate></item></channel></rss>",
        link);
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml);
    site_article(s, "/a/1", "記号のある記事");
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_true(g_str_has_prefix(source->title, "R&D"));
    g_assert_true(site_has_article(s, "/a/1"));
}

static void run_html_as_feed(Site *s)
{
    g_autofree char *html = world_page("これはフィードではない", "", LEAD BODY, "");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_answer(s, "/feed.xml", "200 OK", "Content-Type: application/rss+xml\r\n", html);
    site_crawl(s);
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->failures, ==, 1);
    g_assert_cmpint(source->failure, ==, KIRI_FAILURE_CONTENT);
    g_assert_nonnull(strstr(source->last_error, "HTML"));
    g_assert_cmpuint(site_n_articles(s), ==, 0);
}

/* A feed of so many items: the same guid for all, or a new one each time. */
static char *many_items(Site *s, guint n, gboolean same_guid, guint poll)
{
    GString *xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    for (guint i = 0; i < n; i++) {
        g_autofree char *guid = g_strdup_printf("%u-%u", same_guid ? 0 : poll, same_guid ? 0 : i);
        g_string_append_printf(xml,
                               "<item><link>http://site.localhost:%d/a/%u</link><guid>%s"
                               "</guid></item>",
                               http_server_port(s->server), i, guid);
    }
    g_string_append(xml, "</channel></rss>");
    return g_string_free(xml, FALSE);
}

static void run_many_items(Site *s)
{
    g_autofree char *xml = many_items(s, 80000, FALSE, 0);
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml);
    s->w.options.max_pages = 1;
    site_crawl(s);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), >, 0);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), <=, KIRI_LIMIT_FEED_ENTRIES);
}

static void run_guids(Site *s)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    for (guint i = 0; i < 5; i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", i);
        g_autofree char *title = g_strdup_printf("第%u号の記事", i);
        site_article(s, path, title);
    }
    g_autofree char *same = many_items(s, 5, TRUE, 0);
    feed_of(s, same);
    site_crawl(s);
    guint asked = http_server_n_seen(s->server, NULL);
    g_assert_cmpuint(site_n_articles(s), ==, 5);
    for (guint poll = 1; poll < 4; poll++) {
        g_autofree char *new = many_items(s, 5, FALSE, poll);
        feed_of(s, new);
        site_make_due(s, NULL);
        site_crawl(s);
    }
    g_assert_cmpuint(site_n_articles(s), ==, 5);
    g_assert_cmpuint(http_server_n_seen(s->server, NULL), ==, asked + 3);
}

static void run_odd_links(Site *s)
{
    g_autofree char *xml = g_strdup_printf(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://base.localhost:%d/x/'>"
        "<title>t</title>"
        "<entry><link href='javascript:alert(1)'/><id>1</id></entry>"
        "<entry><link href='data:text/html,x'/><id>2</id></entry>"
        "<entry><link href='file:///etc/passwd'/><id>3</id></entry>"
        "<entry><link href='a/1'/><id>4</id></entry></feed>",
        http_server_port(s->server));
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    feed_of(s, xml);
    site_article(s, "base.localhost/x/a/1", "よその記事");
    /* The base's own robots.txt decides. */
    site_answer(s, "base.localhost/robots.txt", "200 OK", "", "User-agent: *\nDisallow: /x/\n");
    site_crawl(s);
    g_assert_cmpuint(kiri_store_count(s->w.store, KIRI_NOUN_URL), ==, 1);
    g_assert_cmpuint(http_server_n_seen(s->server, "/x/a/1"), ==, 0);
    g_assert_cmpint(site_state(s, "base", "/x/a/1"), ==, KIRI_URL_REFUSED);
}

static void run_dates(Site *s)
{
    static const char *const dates[] = {"Thu, 01 Jan 1970 00:00:00 GMT",
                                        "Thu, 01 Jan 2099 00:00:00 GMT", "令和81年1月1日",
                                        "令和8年4月14日", ""};
    g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>t</title>");
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        g_autofree char *url = site_url(s, NULL, path);
        g_autofree char *html = g_strdup_printf(
            "<html lang='ja'><head><title>第%u号の記事</title><meta property='og:type' "
            "content='article'><meta property='article:published_time' content='%s'></head><body>"
            "<article><h1>第%u号の記事</h1><p>%s 第%u号である。</p>" LEAD BODY
            "</article></body></html>",
            (guint)i, dates[i], (guint)i, dates[i], (guint)i);
        site_answer(s, path, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", html);
        g_string_append_printf(xml, "<item><link>%s</link><pubDate>%s</pubDate></item>", url,
                               dates[i]);
    }
    g_string_append(xml, "</channel></rss>");
    feed_of(s, xml->str);
    site_crawl(s);
    guint n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", (guint)i);
        g_autofree char *url = site_url(s, NULL, path);
        g_autoptr(KiriArticle) a = world_article_at(&s->w, url);
        if (a)
            g_assert_cmpint(a->published.us, <=, kiri_clock_now_us(s->w.clock) + KIRI_US_PER_DAY);
        n += a != NULL;
    }
    g_assert_cmpuint(n, >=, 4); // 1970 is before what a first poll reaches
    g_autoptr(KiriSource) source = site_source(s, NULL);
    g_assert_cmpint(source->newest_entry.us, <=, kiri_clock_now_us(s->w.clock));
}

const SiteRow site_content[] = {
    {81, "Shift_JIS that says UTF-8", run_wrong_label},
    {82, "Shift_JIS with vendor characters", run_windows_31j},
    {83, "EUC-JP and ISO-2022-JP with vendor characters", run_euc_and_jis},
    {84, "ISO-2022-JP that ends in an escape", run_cut_escape},
    {85, "charsets that are not read", run_odd_charsets},
    {86, "a third of the bytes invalid", run_invalid_bytes},
    {87, "40,000 nested blocks", run_nested_40000},
    {87, "100,000 nested styles", run_nested_100000},
    {87, "64,000 attributes", run_attributes},
    {87, "formatting that multiplies", run_amplifier},
    {88, "pages of 10 MB", run_ten_megabytes},
    {89, "a megabyte of one character", run_one_character},
    {90, "entities without end, from outside", run_entities},
    {91, "50,000 attributes in a feed", run_feed_attributes},
    {92, "11 MB of CDATA", run_cdata},
    {92, "depth of 300", run_depth},
    {93, "feed cut off", run_cut_feed},
    {94, "loose markup", run_loose_markup},
    {95, "HTML as a feed", run_html_as_feed},
    {96, "80,000 items", run_many_items},
    {96, "guids that say nothing", run_guids},
    {97, "links out of the web, strange bases", run_odd_links},
    {98, "dates out of time", run_dates},
};
const gsize site_n_content = G_N_ELEMENTS(site_content);
