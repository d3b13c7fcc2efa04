// SPDX-License-Identifier: GPL-3.0-or-later
/* Values of feeds: links, dates, persons, text in markup. */
#include "feed_internal.h"

#include "markup/markup.h"

#include <kirinuki/date_text.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

void kiri_feed_set(char **slot, char *value)
{
    if (!value || !*value) {
        g_free(value);
        return;
    }
    g_free(*slot);
    *slot = value;
}

void kiri_feed_set_fallback(char **slot, char *value)
{
    if (*slot)
        g_free(value);
    else
        kiri_feed_set(slot, value);
}

void kiri_feed_set_time(const KiriFeedReader *r, KiriTime *slot, KiriStr text)
{
    KiriTime time;
    text = kiri_str_strip(text);
    if (text.n && kiri_date_parse(text, r->offset_min, &time))
        *slot = time;
}

/* Absolute and without anything that a URL may not contain. */
static gboolean is_clean_absolute(KiriStr href)
{
    for (gsize i = 0; i < href.n; i++)
        if ((guchar)href.p[i] <= ' ' || (guchar)href.p[i] >= 0x7f)
            return FALSE;
    return kiri_url_is_absolute(href);
}

/* The base for a URL in `node`. The parent's is kept: all the links of an entry
 * share it, and hostile nesting would make each of them climb. */
static char *base_at(KiriFeedReader *r, const KiriXmlNode *node)
{
    if (!node || !node->parent)
        return node ? kiri_xml_base(node, r->url) : g_strdup(r->url);
    if (r->base_node != node->parent) {
        g_free(r->base);
        r->base = kiri_xml_base(node->parent, r->url);
        r->base_node = node->parent;
    }
    const char *own = kiri_xml_attr_ns(node, KIRI_NS_XML, "base");
    char *resolved = own ? kiri_url_resolve(kiri_str(own), r->base) : NULL;
    return resolved ? resolved : g_strdup(r->base);
}

char *kiri_feed_absolute_url(KiriFeedReader *r, const KiriXmlNode *node, KiriStr href)
{
    href = kiri_str_strip(href);
    if (href.n == 0 || href.n > KIRI_LIMIT_URL_BYTES)
        return NULL;
    if (is_clean_absolute(href))
        return kiri_str_dup(href);
    g_autofree char *base = base_at(r, node);
    return kiri_url_resolve(href, base);
}

/* ---- persons and labels ---- */

static gboolean is_mail_address(KiriStr s)
{
    const char *at = s.n ? memchr(s.p, '@', s.n) : NULL;
    if (!at || at == s.p || at + 1 == s.p + s.n)
        return FALSE;
    for (gsize i = 0; i < s.n; i++)
        if (g_ascii_isspace(s.p[i]))
            return FALSE;
    return TRUE;
}

/* Splits "outer (inner)" or "outer <inner>". */
static gboolean split_pair(KiriStr s, char open, char close, KiriStr *outer, KiriStr *inner)
{
    if (s.n < 2 || s.p[s.n - 1] != close)
        return FALSE;
    const char *at = memrchr(s.p, open, s.n);
    if (!at)
        return FALSE;
    *outer = kiri_str_strip((KiriStr){s.p, (gsize)(at - s.p)});
    *inner = kiri_str_strip((KiriStr){at + 1, (gsize)(s.p + s.n - at) - 2});
    return TRUE;
}

static KiriStr person_name(KiriStr s)
{
    KiriStr outer, inner;
    gboolean is_pair =
        split_pair(s, '(', ')', &outer, &inner) || split_pair(s, '<', '>', &outer, &inner);
    if (!is_pair)
        return s;
    if (is_mail_address(outer) && inner.n)
        return inner;
    if (is_mail_address(inner) && outer.n)
        return outer;
    return s;
}

void kiri_feed_add_author(KiriFeedEntry *entry, KiriStr text)
{
    g_autofree char *plain = kiri_markup_to_plain(text);
    g_autofree char *name = kiri_str_dup(person_name(kiri_str(plain)));
    if (*name && kiri_strv_count(entry->authors) < KIRI_LIMIT_AUTHORS &&
        !kiri_strv_has(entry->authors, name))
        kiri_strv_add(&entry->authors, name);
}

void kiri_feed_add_category(KiriFeedEntry *entry, KiriStr text)
{
    g_autofree char *name = kiri_markup_to_plain(text);
    if (*name && kiri_strv_count(entry->categories) < KIRI_LIMIT_FEED_VALUES &&
        !kiri_strv_has(entry->categories, name))
        kiri_strv_add(&entry->categories, name);
}

void kiri_feed_add_enclosure(KiriFeedEntry *entry, char *url, const char *type, gint64 length)
{
    g_autofree char *owned = url;
    guint n = kiri_recs_count(entry->enclosures);
    if (!url || n >= KIRI_LIMIT_FEED_VALUES)
        return;
    for (guint i = 0; i < n; i++) {
        const KiriEnclosure *other = g_ptr_array_index(entry->enclosures, i);
        if (strcmp(other->url, url) == 0)
            return;
    }
    KiriEnclosure *e = kiri_enclosure_new();
    e->url = g_steal_pointer(&owned);
    e->type = type && *type ? g_strdup(type) : NULL;
    e->length = length;
    kiri_recs_add(&entry->enclosures, e);
}

gint64 kiri_feed_number(const char *text)
{
    gint64 n = 0;
    while (text && g_ascii_isspace(*text))
        text++;
    for (; text && g_ascii_isdigit(*text); text++)
        n = MIN(n, G_MAXINT64 / 20) * 10 + g_ascii_digit_value(*text);
    return n;
}

/* ---- text and markup ---- */

char *kiri_feed_html(const KiriXmlNode *node)
{
    if (!kiri_xml_has_elements(node))
        return kiri_xml_text(node);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_xml_add_markup(node, &out);
    return kiri_str_dup(kiri_str_strip(kiri_buf_view(&out)));
}

char *kiri_feed_plain(const KiriXmlNode *node)
{
    g_autofree char *html = kiri_feed_html(node);
    return kiri_markup_to_plain(kiri_str(html));
}

/* ---- entries ---- */

KiriFeedEntry *kiri_feed_add_entry(KiriFeedReader *r, guint limit)
{
    if (kiri_recs_count(r->feed->entries) >= limit) {
        r->feed->entries_dropped++;
        return NULL;
    }
    KiriFeedEntry *entry = kiri_feed_entry_new();
    kiri_recs_add(&r->feed->entries, entry);
    return entry;
}

static gboolean is_web_address(const char *s)
{
    g_autoptr(KiriUrl) url = s ? kiri_url_parse(kiri_str(s), NULL) : NULL;
    return kiri_url_is_http(url);
}

void kiri_feed_finish_entry(KiriFeedEntry *entry)
{
    if (!entry->summary)
        entry->summary = g_strdup(entry->content);
    if (!entry->link && is_web_address(entry->id))
        entry->link = g_strdup(entry->id);
}
