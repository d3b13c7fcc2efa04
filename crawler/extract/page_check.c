// SPDX-License-Identifier: GPL-3.0-or-later
/* The quality gate before a page becomes an article. */
#include "page_check.h"

#include <kirinuki/i18n.h>
#include <kirinuki/transport.h>
#include <kirinuki/url.h>

#include <string.h>

gboolean kiri_content_type_is_page(const char *content_type)
{
    static const char *const read[] = {"text/html", "application/xhtml+xml", "text/plain",
                                       "application/xml", "text/xml"};
    KiriStr type = kiri_str(content_type);
    const char *semicolon = memchr(type.p, ';', type.n);
    if (semicolon)
        type.n = (gsize)(semicolon - type.p);
    type = kiri_str_strip(type);
    for (gsize i = 0; i < G_N_ELEMENTS(read); i++)
        if (kiri_str_equal_ascii_nocase(type, kiri_str(read[i])))
            return TRUE;
    return type.n == 0;
}

KiriRobotsTags kiri_page_robots(const KiriPage *page, const KiriExtracted *extracted)
{
    KiriRobotsTags tags = {0};
    kiri_robots_tags_add_headers(&tags, page->headers);
    if (extracted) {
        KiriRobotsTags meta = {extracted->is_noindex, extracted->is_noarchive,
                               extracted->is_nosnippet, extracted->unavailable_after};
        kiri_robots_tags_join(&tags, &meta);
    }
    return tags;
}

static gboolean has_digit(const char *s)
{
    return strpbrk(s, "0123456789") != NULL;
}

/* "/news/2026/04/1.html" or "/news/read?id=1" → "/news/": a folder above, which has
 * no number of its own, lists articles and is none. */
static gboolean is_folder_above(const KiriUrl *from, const char *folder)
{
    gsize n = strlen(folder);
    if (!n || folder[n - 1] != '/' || strncmp(from->path, folder, n) != 0 || has_digit(folder))
        return FALSE;
    const char *rest = from->path + n;
    return has_digit(rest) || (*rest && from->query && has_digit(from->query));
}

/* …/404.html, …/notfound, …/sorry/ */
static gboolean is_error_address(const char *path)
{
    static const char *const names[] = {"404",      "notfound", "not_found", "not-found", "error",
                                        "error404", "404error", "sorry",     "deleted",   "expired",
                                        "gone",     "errors",   "nopage"};
    g_auto(GStrv) segments = g_strsplit(path, "/", 32);
    for (char **s = segments; *s; s++) {
        g_autofree char *name = g_strndup(*s, strcspn(*s, "."));
        for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
            if (g_ascii_strcasecmp(name, names[i]) == 0)
                return TRUE;
    }
    return FALSE;
}

gboolean kiri_page_fell_to_front(const KiriPage *page, const char *requested_url)
{
    g_autoptr(KiriUrl) from = kiri_url_parse(kiri_str(requested_url), NULL);
    g_autoptr(KiriUrl) to = kiri_url_parse(kiri_str(page->url), NULL);
    if (!from || !from->path || !to || !to->path || g_strcmp0(requested_url, page->url) == 0)
        return FALSE;
    gboolean was_front = strcmp(from->path, "/") == 0 && !from->query;
    if (strcmp(to->path, "/") == 0 && !to->query && !was_front)
        return TRUE;
    if (g_strcmp0(from->host, to->host) == 0 && is_folder_above(from, to->path) && !to->query)
        return TRUE;
    return is_error_address(to->path) && !is_error_address(from->path);
}

char *kiri_page_no_article_reason(const KiriPage *page, const char *requested_url,
                                  const KiriExtracted *extracted)
{
    if (page->status && (page->status < 200 || page->status >= 300))
        return g_strdup_printf(_("the answer has status %d"), (int)page->status);
    if (!page->body || g_bytes_get_size(page->body) == 0)
        return g_strdup(_("the page is empty"));
    if (!kiri_content_type_is_page(page->content_type))
        return g_strdup_printf(_("the page is of type '%s'"), page->content_type);
    if (kiri_page_fell_to_front(page, requested_url))
        return g_strdup(_("the address leads to the front page"));
    KiriRobotsTags robots = kiri_page_robots(page, extracted);
    if (robots.is_noindex)
        return g_strdup(_("the publisher wants the page in no index (noindex)"));
    if (kiri_robots_tags_refuse(&robots, page->fetched.us))
        return g_strdup(_("the publisher wants the page forgotten by now (unavailable_after)"));
    if (extracted->no_article)
        return g_strdup(_(extracted->no_article));
    if (!extracted->article)
        return g_strdup(_("no article was found"));
    return NULL;
}
