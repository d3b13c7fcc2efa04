// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading the XML tree. Recursion is bounded by KIRI_LIMIT_XML_DEPTH. */
#include "xml.h"

#include <kirinuki/url.h>

gboolean kiri_xml_is(const KiriXmlNode *node, KiriNs ns, const char *name)
{
    return node->name && node->ns == ns && g_ascii_strcasecmp(node->name, name) == 0;
}

const KiriXmlNode *kiri_xml_child(const KiriXmlNode *node, KiriNs ns, const char *name)
{
    for (const KiriXmlNode *child = node->first; child; child = child->next)
        if (kiri_xml_is(child, ns, name))
            return child;
    return NULL;
}

static const char *find_attr(const KiriXmlNode *node, gboolean has_prefix, KiriNs ns,
                             const char *name)
{
    for (guint i = 0; i < node->n_attrs; i++) {
        const KiriXmlAttr *a = &node->attrs[i];
        if ((a->prefix != NULL) == has_prefix && a->ns == ns &&
            g_ascii_strcasecmp(a->name, name) == 0)
            return a->value;
    }
    return NULL;
}

const char *kiri_xml_attr(const KiriXmlNode *node, const char *name)
{
    return find_attr(node, FALSE, KIRI_NS_CORE, name);
}

const char *kiri_xml_attr_ns(const KiriXmlNode *node, KiriNs ns, const char *name)
{
    return find_attr(node, TRUE, ns, name);
}

gboolean kiri_xml_has_elements(const KiriXmlNode *node)
{
    for (const KiriXmlNode *child = node->first; child; child = child->next)
        if (child->name)
            return TRUE;
    return FALSE;
}

void kiri_xml_add_text(const KiriXmlNode *node, KiriBuf *out)
{
    for (const KiriXmlNode *child = node->first; child; child = child->next) {
        if (child->name)
            kiri_xml_add_text(child, out);
        else
            kiri_buf_add(out, child->text.p, child->text.n);
    }
}

static void add_name(KiriBuf *out, const char *prefix, const char *name)
{
    if (prefix)
        kiri_buf_printf(out, "%s:", prefix);
    kiri_buf_add_str(out, name);
}

static void add_element(const KiriXmlNode *node, KiriBuf *out)
{
    const char *prefix = node->ns == KIRI_NS_XHTML ? NULL : node->prefix;
    kiri_buf_add_char(out, '<');
    add_name(out, prefix, node->name);
    for (guint i = 0; i < node->n_attrs; i++) {
        kiri_buf_add_char(out, ' ');
        add_name(out, node->attrs[i].prefix, node->attrs[i].name);
        kiri_buf_add_str(out, "=\"");
        kiri_xml_escape(out, kiri_str(node->attrs[i].value), TRUE);
        kiri_buf_add_char(out, '"');
    }
    if (!node->first) {
        kiri_buf_add_str(out, " />");
        return;
    }
    kiri_buf_add_char(out, '>');
    kiri_xml_add_markup(node, out);
    kiri_buf_add_str(out, "</");
    add_name(out, prefix, node->name);
    kiri_buf_add_char(out, '>');
}

void kiri_xml_add_markup(const KiriXmlNode *node, KiriBuf *out)
{
    for (const KiriXmlNode *child = node->first; child; child = child->next) {
        if (child->name)
            add_element(child, out);
        else
            kiri_xml_escape(out, child->text, FALSE);
    }
}

char *kiri_xml_text(const KiriXmlNode *node)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_xml_add_text(node, &out);
    return kiri_str_dup(kiri_str_strip(kiri_buf_view(&out)));
}

char *kiri_xml_base(const KiriXmlNode *node, const char *document)
{
    g_autofree char *outer =
        node->parent ? kiri_xml_base(node->parent, document) : g_strdup(document);
    const char *base = kiri_xml_attr_ns(node, KIRI_NS_XML, "base");
    char *resolved = base ? kiri_url_resolve(kiri_str(base), outer) : NULL;
    return resolved ? resolved : g_steal_pointer(&outer);
}
