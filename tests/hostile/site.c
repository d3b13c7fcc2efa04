// SPDX-License-Identifier: GPL-3.0-or-later
#include "site.h"

#include <kirinuki/url.h>

char *site_url(const Site *s, const char *host, const char *path)
{
    g_autofree char *name = g_strconcat(host ? host : "site", ".localhost", NULL);
    return http_server_url(s->server, name, path);
}

void site_add_source(Site *s, const char *host, const char *path, KiriSourceKind kind)
{
    g_autoptr(KiriSource) source = kiri_source_new();
    source->id = g_strdup(host ? host : "site");
    source->url = site_url(s, host, path);
    source->kind = (gint)kind;
    source->added = kiri_time_jst(kiri_clock_now_us(s->w.clock));
    world_put(&s->w, KIRI_NOUN_SOURCE, source);
}

void site_feed(Site *s, const char *host, ...)
{
    g_autoptr(GString) xml = g_string_new("<rss version='2.0'><channel><title>東都新聞</title>");
    g_autofree char *route =
        host ? g_strconcat(host, ".localhost/feed.xml", NULL) : g_strdup("/feed.xml");
    va_list links;
    va_start(links, host);
    for (const char *link; (link = va_arg(links, const char *));) {
        g_autofree char *url = *link == '/' ? site_url(s, host, link) : g_strdup(link);
        g_autofree char *safe = g_markup_escape_text(url, -1);
        g_string_append_printf(
            xml, "<item><title>見出し%s</title><link>%s</link><pubDate>" FRESH "</pubDate></item>",
            safe, safe);
    }
    va_end(links);
    g_string_append(xml, "</channel></rss>");
    http_server_page(s->server, route, "application/rss+xml", xml->str);
}

void site_article(Site *s, const char *route, const char *title)
{
    g_autofree char *text = g_strdup_printf("<p>%sについて伝える。</p>" LEAD BODY, title);
    g_autofree char *html = world_page(title, "", text, "");
    http_server_page(s->server, route, "text/html; charset=utf-8", html);
}

void site_answer(Site *s, const char *route, const char *status, const char *fields,
                 const char *body)
{
    http_server_rawf(s->server, route,
                     "HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT
                     "\r\nConnection: close\r\n\r\n%s",
                     status, fields, strlen(body), body);
}

void site_one_link(Site *s, const char *path)
{
    site_add_source(s, NULL, "/feed.xml", KIRI_SOURCE_FEED);
    site_feed(s, NULL, path, NULL);
}

void site_crawl(Site *s)
{
    gint64 start = g_get_monotonic_time();
    world_crawl(&s->w);
    g_assert_cmpint(g_get_monotonic_time() - start, <, SITE_MOST_MS * 1000);
}

void site_advance(Site *s, gint64 hours)
{
    kiri_clock_advance(s->w.clock, hours * KIRI_US_PER_HOUR);
}

void site_make_due(Site *s, const char *host)
{
    g_autoptr(KiriSource) source = site_source(s, host);
    source->next_due = KIRI_TIME_UNSET;
    world_put(&s->w, KIRI_NOUN_SOURCE, source);
}

static KiriUrlRecord *record_of(Site *s, const char *host, const char *path)
{
    g_autofree char *url = strstr(path, "://") ? g_strdup(path) : site_url(s, host, path);
    g_autofree char *canonical = kiri_url_canonical(kiri_str(url), NULL);
    g_assert_nonnull(canonical);
    return kiri_store_get(s->w.store, KIRI_NOUN_URL, canonical, NULL);
}

KiriUrlState site_state(Site *s, const char *host, const char *path)
{
    g_autoptr(KiriUrlRecord) r = record_of(s, host, path);
    g_assert_nonnull(r);
    return (KiriUrlState)r->state;
}

char *site_assert_state(Site *s, const char *path, KiriUrlState state)
{
    g_autoptr(KiriUrlRecord) r = record_of(s, NULL, path);
    g_assert_nonnull(r);
    g_test_message("%s: %s %s", r->url, kiri_url_state_names[r->state], r->reason ? r->reason : "");
    g_assert_cmpstr(kiri_url_state_names[r->state], ==, kiri_url_state_names[state]);
    return g_strdup(r->reason ? r->reason : "");
}

gboolean site_has_article(Site *s, const char *path)
{
    g_autofree char *url = site_url(s, NULL, path);
    g_autoptr(KiriArticle) a = world_article_at(&s->w, url);
    return a != NULL;
}

KiriArticle *site_get_article(Site *s, const char *path)
{
    g_autofree char *url = site_url(s, NULL, path);
    KiriArticle *a = world_article_at(&s->w, url);
    if (!a)
        g_free(site_assert_state(s, path, KIRI_URL_DONE));
    g_assert_nonnull(a);
    return a;
}

guint64 site_n_articles(Site *s)
{
    return kiri_store_count(s->w.store, KIRI_NOUN_ARTICLE);
}

KiriSource *site_source(Site *s, const char *host)
{
    KiriSource *source = kiri_store_get(s->w.store, KIRI_NOUN_SOURCE, host ? host : "site", NULL);
    g_assert_nonnull(source);
    g_test_message("source: %s", source->last_error ? source->last_error : "well");
    return source;
}

KiriHost *site_host(Site *s, const char *host)
{
    g_autofree char *origin = site_url(s, host, "");
    KiriHost *h = kiri_store_get(s->w.store, KIRI_NOUN_HOST, origin, NULL);
    g_assert_nonnull(h);
    return h;
}

guint site_n_seen(Site *s, const char *path)
{
    return http_server_n_seen(s->server, path);
}
