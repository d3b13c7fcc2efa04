// SPDX-License-Identifier: GPL-3.0-or-later
/* Links of the page as a whole: what a front page offers. */
#include "extract_page.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

void kiri_page_read_links(const KiriReading *page, KiriExtracted *out)
{
    const KiriDom *dom = page->dom;
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0, looks = KIRI_LIMIT_LINKS * 4;
         i < dom->n && urls->len < KIRI_LIMIT_LINKS && looks; i++) {
        const char *href = dom->nodes[i].tag == KIRI_TAG_A ? kiri_dom_attr(dom, i, "href") : NULL;
        if (!href || !href[0] || href[0] == '#' ||
            g_ascii_strncasecmp(href, "javascript:", 11) == 0)
            continue;
        looks--;
        g_autofree char *url = kiri_url_resolve(kiri_str(href), page->meta->base);
        if (!url || !g_str_has_prefix(url, "http") || strlen(url) > KIRI_LIMIT_URL_BYTES ||
            g_hash_table_contains(seen, url))
            continue;
        char *text = kiri_dom_line(dom, i, 400);
        g_hash_table_add(seen, url);
        g_ptr_array_add(urls, g_steal_pointer(&url));
        g_ptr_array_add(texts, text);
    }
    if (!urls->len)
        return;
    g_ptr_array_add(urls, NULL);
    g_ptr_array_add(texts, NULL);
    out->page_links = (char **)(void *)g_ptr_array_steal(urls, NULL);
    out->page_link_texts = (char **)(void *)g_ptr_array_steal(texts, NULL);
}
