// SPDX-License-Identifier: GPL-3.0-or-later
/* Any page as the front page of a site without a feed: the links that count as articles
 * are canonical, each once, no more than the page has, and the same for any memory that
 * knows none of them. */
#include "fuzz.h"

#include "poll/frontpage.h"

#include <kirinuki/charset.h>
#include <kirinuki/url.h>

#define PAGE "https://news.example.jp/"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

static KiriLinkPast nothing_known(const char *url, gpointer data)
{
    (void)data;
    g_assert_true(g_str_has_prefix(url, "http"));
    return KIRI_LINK_UNKNOWN;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    char url[] = PAGE, content_type[] = "text/html; charset=utf-8";
    g_autoptr(GBytes) body = g_bytes_new(data, n);
    KiriExtractInput input = {.url = url,
                              .content_type = content_type,
                              .body = body,
                              .now_us = G_GINT64_CONSTANT(1776038400000000),
                              .wants_links = TRUE};
    g_autoptr(KiriExtracted) page = kiri_extract(&input, NULL);
    if (!page)
        return 0;
    g_autoptr(GPtrArray) links = kiri_front_page_articles(PAGE, page, NULL, NULL);
    g_autoptr(GPtrArray) again = kiri_front_page_articles(PAGE, page, nothing_known, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_assert_cmpuint(links->len, <=, kiri_strv_count(page->page_links));
    g_assert_cmpuint(links->len, ==, again->len);
    for (guint i = 0; i < links->len; i++) {
        const KiriFrontLink *link = g_ptr_array_index(links, i);
        const KiriFrontLink *same = g_ptr_array_index(again, i);
        g_autofree char *canonical = kiri_url_canonical(kiri_str(link->url), NULL);
        g_assert_cmpstr(canonical, ==, link->url);
        g_assert_cmpstr(link->url, ==, same->url);
        g_assert_true(g_utf8_validate(link->title, -1, NULL));
        g_assert_true(g_hash_table_add(seen, link->url));
    }
    return 0;
}
