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

/* X-Robots-Tag: "noindex, noarchive", or "agent: noindex" for one crawler. Rules
 * for other crawlers than ours are not ours. */
static gboolean robots_header_has(const KiriPage *page, const char *rule)
{
    g_autofree char *value = kiri_header_value(page->headers, "X-Robots-Tag");
    if (!value)
        return FALSE;
    g_auto(GStrv) parts = g_strsplit(value, ",", 64);
    gboolean is_for_us = TRUE;
    for (char **part = parts; *part; part++) {
        char *colon = strchr(*part, ':');
        char *word = g_strstrip(*part);
        if (colon) {
            *colon = 0;
            is_for_us =
                g_ascii_strcasecmp(g_strstrip(*part), "kirinuki") == 0 || strcmp(*part, "*") == 0;
            word = g_strstrip(colon + 1);
        }
        if (is_for_us &&
            (g_ascii_strcasecmp(word, rule) == 0 || g_ascii_strcasecmp(word, "none") == 0))
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_page_is_noarchive(const KiriPage *page)
{
    return robots_header_has(page, "noarchive");
}

/* An inner page that answers with the front page says "not found" politely. */
static gboolean fell_to_front_page(const KiriPage *page, const char *requested_url)
{
    if (!requested_url)
        return FALSE;
    g_autoptr(KiriUrl) from = kiri_url_parse(kiri_str(requested_url), NULL);
    g_autoptr(KiriUrl) to = kiri_url_parse(kiri_str(page->url), NULL);
    return from && to && to->path && strcmp(to->path, "/") == 0 && !to->query && from->path &&
           (strcmp(from->path, "/") != 0 || from->query);
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
    if (fell_to_front_page(page, requested_url))
        return g_strdup(_("the address leads to the front page"));
    if (extracted->is_noindex || robots_header_has(page, "noindex"))
        return g_strdup(_("the publisher wants the page in no index (noindex)"));
    if (extracted->no_article)
        return g_strdup(_(extracted->no_article));
    if (!extracted->article)
        return g_strdup(_("no article was found"));
    return NULL;
}
