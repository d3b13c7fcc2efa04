// SPDX-License-Identifier: GPL-3.0-or-later
/* One pass over the nodes; keys are lower-cased, so that "og:title",
 * property="OG:Title" and name="og:title" are the same claim. */
#include "page_meta.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MAX_ITEMS = 512, MAX_ITEMPROP_BYTES = 512, MAX_FEEDS = 32 };

static gboolean has_token(const char *list, const char *token)
{
    gsize n = strlen(token);
    for (const char *p = list; p && *p;) {
        p += strspn(p, " \t\r\n\f,");
        gsize m = strcspn(p, " \t\r\n\f,");
        if (m == n && g_ascii_strncasecmp(p, token, n) == 0)
            return TRUE;
        p += m;
    }
    return FALSE;
}

static void add_item(KiriPageMeta *meta, const char *prefix, const char *keys, const char *value,
                     guint node)
{
    KiriStr v = kiri_str_strip(kiri_str(value));
    if (!v.n || !keys || meta->items->len >= MAX_ITEMS)
        return;
    const char *kept = g_string_chunk_insert_len(meta->text, v.p, (gssize)v.n);
    g_auto(GStrv) list = g_strsplit_set(keys, " \t\r\n", 8);
    for (guint i = 0; list[i]; i++) {
        if (!list[i][0])
            continue;
        g_autofree char *lower = g_ascii_strdown(list[i], -1);
        g_autofree char *key = g_strconcat(prefix, lower, NULL);
        KiriMetaItem item = {g_string_chunk_insert_const(meta->text, key), kept, node};
        g_array_append_val(meta->items, item);
    }
}

static void read_meta(KiriPageMeta *meta, const KiriDom *dom, guint node)
{
    const char *content = kiri_dom_attr(dom, node, "content");
    static const char *const names[] = {"property", "name", "http-equiv"};
    for (guint i = 0; content && i < G_N_ELEMENTS(names); i++)
        add_item(meta, "", kiri_dom_attr(dom, node, names[i]), content, node);
}

static void read_itemprop(KiriPageMeta *meta, const KiriDom *dom, guint node)
{
    const char *name = kiri_dom_attr(dom, node, "itemprop");
    if (!name)
        return;
    static const char *const values[] = {"content", "datetime", "src", "href"};
    const char *value = NULL;
    guint tag = dom->nodes[node].tag;
    for (guint i = 0; !value && i < (tag == KIRI_TAG_A ? 1 : G_N_ELEMENTS(values)); i++)
        value = kiri_dom_attr(dom, node, values[i]);
    g_autofree char *text = value ? NULL : kiri_dom_line(dom, node, MAX_ITEMPROP_BYTES);
    add_item(meta, "itemprop:", name, value ? value : text, node);
}

static void take_url(char **to, const char *href, const char *base)
{
    if (!*to && href && href[0])
        *to = kiri_url_canonical(kiri_str(href), base);
}

static void read_link(KiriPageMeta *meta, const KiriDom *dom, guint node)
{
    const char *rel = kiri_dom_attr(dom, node, "rel");
    const char *href = kiri_dom_attr(dom, node, "href");
    if (!rel || !href)
        return;
    if (has_token(rel, "canonical"))
        take_url(&meta->canonical, href, meta->base);
    if (has_token(rel, "amphtml"))
        take_url(&meta->amphtml, href, meta->base);
    if (has_token(rel, "next"))
        take_url(&meta->next, href, meta->base);
    const char *type = kiri_dom_attr(dom, node, "type");
    if (!has_token(rel, "alternate") || !type || kiri_strv_count(meta->feeds) >= MAX_FEEDS)
        return;
    static const char *const feed_types[] = {"application/rss+xml", "application/atom+xml",
                                             "application/rdf+xml", "application/feed+json"};
    for (guint i = 0; i < G_N_ELEMENTS(feed_types); i++) {
        if (!has_token(type, feed_types[i]))
            continue;
        g_autofree char *url = kiri_url_resolve(kiri_str(href), meta->base);
        if (url && !kiri_strv_has(meta->feeds, url))
            kiri_strv_add(&meta->feeds, url);
    }
}

static void read_base(KiriPageMeta *meta, const KiriDom *dom, const char *page_url)
{
    guint node = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BASE);
    const char *href = node < dom->n ? kiri_dom_attr(dom, node, "href") : NULL;
    if (href)
        meta->base = kiri_url_resolve(kiri_str(href), page_url);
    if (!meta->base)
        meta->base = g_strdup(page_url);
}

static void read_robots(KiriPageMeta *meta)
{
    for (guint i = 0; i < meta->items->len; i++) {
        const KiriMetaItem *item = &g_array_index(meta->items, KiriMetaItem, i);
        kiri_robots_tags_add_meta(&meta->robots, item->key, item->value);
    }
}

KiriPageMeta *kiri_page_meta_read(const KiriDom *dom, const char *page_url)
{
    KiriPageMeta *meta = g_new0(KiriPageMeta, 1);
    meta->items = g_array_new(FALSE, FALSE, sizeof(KiriMetaItem));
    meta->text = g_string_chunk_new(4096);
    read_base(meta, dom, page_url);
    for (guint i = 0; i < dom->n; i++) {
        switch (dom->nodes[i].tag) {
        case KIRI_TAG_TEXT:
            continue;
        case KIRI_TAG_META:
            read_meta(meta, dom, i);
            break;
        case KIRI_TAG_LINK:
            read_link(meta, dom, i);
            break;
        case KIRI_TAG_HTML:
            meta->html_lang = kiri_dom_attr(dom, i, "lang");
            break;
        default:
            break;
        }
        read_itemprop(meta, dom, i);
    }
    read_robots(meta);
    return meta;
}

void kiri_page_meta_free(KiriPageMeta *meta)
{
    if (!meta)
        return;
    g_array_unref(meta->items);
    g_string_chunk_free(meta->text);
    g_free(meta->base);
    g_free(meta->canonical);
    g_free(meta->amphtml);
    g_free(meta->next);
    g_strfreev(meta->feeds);
    g_free(meta);
}

const char *kiri_page_meta_get(const KiriPageMeta *meta, const char *key)
{
    for (guint i = 0; i < meta->items->len; i++) {
        const KiriMetaItem *item = &g_array_index(meta->items, KiriMetaItem, i);
        if (strcmp(item->key, key) == 0)
            return item->value;
    }
    return NULL;
}

guint kiri_page_meta_itemprop(const KiriPageMeta *meta, const char *name)
{
    for (guint i = 0; i < meta->items->len; i++) {
        const KiriMetaItem *item = &g_array_index(meta->items, KiriMetaItem, i);
        if (g_str_has_prefix(item->key, "itemprop:") &&
            g_ascii_strcasecmp(item->key + 9, name) == 0)
            return item->node;
    }
    return 0;
}
