// SPDX-License-Identifier: GPL-3.0-or-later
/* Atom 1.0 (RFC 4287) and 0.3. Text comes in five wrappings (text, escaped HTML,
 * inline XHTML, other XML, base64); which one, `type` and 0.3's `mode` say. */
#include "feed_internal.h"

#include "markup/markup.h"

#include <kirinuki/limits.h>

#include <string.h>

static gboolean is_atom(const KiriXmlNode *node, const char *name)
{
    return kiri_xml_is(node, KIRI_NS_ATOM, name) || kiri_xml_is(node, KIRI_NS_CORE, name);
}

static const KiriXmlNode *atom_child(const KiriXmlNode *node, const char *name)
{
    const KiriXmlNode *child = kiri_xml_child(node, KIRI_NS_ATOM, name);
    return child ? child : kiri_xml_child(node, KIRI_NS_CORE, name);
}

static gboolean equals(const char *a, const char *b)
{
    return a && g_ascii_strcasecmp(a, b) == 0;
}

/* ---- text constructs ---- */

static gboolean is_base64(const KiriXmlNode *node)
{
    const char *mode = kiri_xml_attr(node, "mode"), *type = kiri_xml_attr(node, "type");
    if (mode)
        return equals(mode, "base64");
    if (!type || !strchr(type, '/') || g_ascii_strncasecmp(type, "text/", 5) == 0)
        return FALSE;
    gsize n = strlen(type);
    gboolean is_xml = n > 4 && (equals(type + n - 4, "+xml") || equals(type + n - 4, "/xml"));
    return !is_xml && !kiri_xml_has_elements(node);
}

/* NULL when it is not text after all. */
static char *decode_base64(const KiriXmlNode *node)
{
    g_autofree char *text = kiri_xml_text(node);
    gsize n = 0;
    g_autofree guchar *bytes = g_base64_decode(text, &n);
    if (!g_utf8_validate_len((const char *)bytes, n, NULL))
        return NULL;
    return g_strndup((const char *)bytes, n);
}

/* The div that RFC 4287 wants around XHTML is no part of it. */
static const KiriXmlNode *unwrap(const KiriXmlNode *node)
{
    const KiriXmlNode *only = NULL;
    for (const KiriXmlNode *child = node->first; child; child = child->next) {
        if (child->name && only)
            return node;
        if (child->name)
            only = child;
        else if (kiri_str_strip(child->text).n)
            return node;
    }
    return only && equals(only->name, "div") ? only : node;
}

/* The value, as HTML if `*is_html`, else as text. NULL: none. (transfer full) */
static char *read_text(const KiriXmlNode *node, gboolean *is_html)
{
    const char *type = kiri_xml_attr(node, "type"), *mode = kiri_xml_attr(node, "mode");
    *is_html = TRUE;
    if (is_base64(node))
        return decode_base64(node);
    if (kiri_xml_has_elements(node))
        return kiri_feed_html(equals(type, "xhtml") ? unwrap(node) : node);
    gboolean is_text = !type || equals(type, "text") || equals(type, "text/plain");
    *is_html = !is_text || (!type && equals(mode, "escaped"));
    return kiri_xml_text(node);
}

static char *read_plain(const KiriXmlNode *node)
{
    gboolean is_html;
    g_autofree char *text = read_text(node, &is_html);
    if (!text)
        return NULL;
    return is_html ? kiri_markup_to_plain(kiri_str(text)) : kiri_markup_collapse(kiri_str(text));
}

static char *read_html(const KiriXmlNode *node)
{
    gboolean is_html;
    return read_text(node, &is_html);
}

/* ---- links ---- */

/* Of several alternates the last page wins, and anything is better than
 * nothing. */
static void read_alternate(KiriFeedReader *r, const KiriXmlNode *node, char **link)
{
    const char *type = kiri_xml_attr(node, "type"), *href = kiri_xml_attr(node, "href");
    gboolean is_page = !type || equals(type, "text/html") || equals(type, "application/xhtml+xml");
    g_autofree char *text = href ? NULL : kiri_xml_text(node);
    if (is_page || !*link)
        kiri_feed_set(link, kiri_feed_absolute_url(r, node, kiri_str(href ? href : text)));
}

static const char *link_relation(const KiriXmlNode *node)
{
    const char *rel = kiri_xml_attr(node, "rel");
    return rel && *rel ? rel : "alternate";
}

static void read_entry_link(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node)
{
    const char *rel = link_relation(node), *href = kiri_xml_attr(node, "href");
    if (equals(rel, "alternate"))
        read_alternate(r, node, &entry->link);
    else if (equals(rel, "enclosure") && href)
        kiri_feed_add_enclosure(entry, kiri_feed_absolute_url(r, node, kiri_str(href)),
                                kiri_xml_attr(node, "type"),
                                kiri_feed_number(kiri_xml_attr(node, "length")));
}

/* ---- entries ---- */

static void read_person(KiriFeedEntry *entry, const KiriXmlNode *node)
{
    const KiriXmlNode *name = atom_child(node, "name");
    const KiriXmlNode *mail = name ? NULL : atom_child(node, "email");
    g_autofree char *text = kiri_xml_text(name ? name : mail ? mail : node);
    kiri_feed_add_author(entry, kiri_str(text));
}

static void read_content(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node)
{
    const char *src = kiri_xml_attr(node, "src"), *type = kiri_xml_attr(node, "type");
    kiri_feed_set(&entry->content, read_html(node));
    gboolean is_page = !type || g_ascii_strncasecmp(type, "text/html", 9) == 0;
    if (src && is_page)
        kiri_feed_set_fallback(&entry->link, kiri_feed_absolute_url(r, node, kiri_str(src)));
}

/* Ids are compared byte by byte: only one that is no URI at all is resolved. */
static char *read_id(KiriFeedReader *r, const KiriXmlNode *node)
{
    g_autofree char *id = kiri_xml_text(node);
    char *resolved = id[0] == '/' ? kiri_feed_absolute_url(r, node, kiri_str(id)) : NULL;
    return resolved ? resolved : g_steal_pointer(&id);
}

void kiri_feed_read_atom_entry_element(KiriFeedReader *r, KiriFeedEntry *entry,
                                       const KiriXmlNode *node)
{
    g_autofree char *text = NULL;
    if (is_atom(node, "title")) {
        kiri_feed_set(&entry->title, read_plain(node));
    } else if (is_atom(node, "link")) {
        read_entry_link(r, entry, node);
    } else if (is_atom(node, "id")) {
        kiri_feed_set(&entry->id, read_id(r, node));
    } else if (is_atom(node, "summary") || is_atom(node, "tagline")) {
        kiri_feed_set(&entry->summary, read_html(node));
    } else if (is_atom(node, "content")) {
        read_content(r, entry, node);
    } else if (is_atom(node, "author")) {
        read_person(entry, node);
    } else if (is_atom(node, "category")) {
        const char *term = kiri_xml_attr(node, "term");
        text = term ? NULL : kiri_xml_text(node);
        kiri_feed_add_category(entry, kiri_str(term ? term : text));
    } else if (is_atom(node, "published") || is_atom(node, "issued")) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &entry->published, kiri_str(text));
    } else if (is_atom(node, "updated") || is_atom(node, "modified")) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &entry->updated, kiri_str(text));
    } else if (is_atom(node, "created") && !kiri_time_is_set(entry->published)) {
        text = kiri_xml_text(node);
        kiri_feed_set_time(r, &entry->published, kiri_str(text));
    }
}

static void read_entry(KiriFeedReader *r, const KiriXmlNode *node)
{
    KiriFeedEntry *entry = kiri_feed_add_entry(r, KIRI_LIMIT_FEED_ENTRIES);
    if (!entry)
        return;
    for (const KiriXmlNode *child = node->first; child; child = child->next) {
        if (!child->name)
            continue;
        if (child->ns == KIRI_NS_ATOM || child->ns == KIRI_NS_CORE)
            kiri_feed_read_atom_entry_element(r, entry, child);
        else
            kiri_feed_read_entry_module(r, entry, child);
    }
    kiri_feed_finish_entry(entry);
}

/* ---- the feed ---- */

void kiri_feed_read_atom_feed_element(KiriFeedReader *r, const KiriXmlNode *node)
{
    KiriFeed *feed = r->feed;
    if (is_atom(node, "title")) {
        kiri_feed_set(&feed->title, read_plain(node));
    } else if (is_atom(node, "updated") || is_atom(node, "modified")) {
        g_autofree char *text = kiri_xml_text(node);
        kiri_feed_set_time(r, &feed->updated, kiri_str(text));
    } else if (is_atom(node, "link")) {
        const char *rel = link_relation(node), *href = kiri_xml_attr(node, "href");
        KiriStr url = kiri_str(href);
        if (equals(rel, "alternate"))
            read_alternate(r, node, &feed->link);
        else if (equals(rel, "self"))
            kiri_feed_set(&feed->self, kiri_feed_absolute_url(r, node, url));
        else if (equals(rel, "hub"))
            kiri_feed_set_fallback(&feed->hub, kiri_feed_absolute_url(r, node, url));
    }
}

static void read_children(KiriFeedReader *r, const KiriXmlNode *parent, gboolean in_entry)
{
    for (const KiriXmlNode *node = parent->first; node; node = node->next) {
        if (!node->name)
            continue;
        if (is_atom(node, "entry")) {
            read_entry(r, node);
            read_children(r, node, TRUE); // one that was not closed contains the next
        } else if (in_entry) {
            continue;
        } else if (node->ns == KIRI_NS_ATOM || node->ns == KIRI_NS_CORE) {
            kiri_feed_read_atom_feed_element(r, node);
        } else {
            kiri_feed_read_feed_module(r, node);
        }
    }
}

void kiri_feed_read_atom(KiriFeedReader *r, const KiriXmlNode *root)
{
    if (is_atom(root, "entry"))
        read_entry(r, root);
    else
        read_children(r, root, FALSE);
    const char *language = kiri_xml_attr_ns(root, KIRI_NS_XML, "lang");
    kiri_feed_set_fallback(&r->feed->language, g_strdup(language));
}
