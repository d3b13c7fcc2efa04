// SPDX-License-Identifier: GPL-3.0-or-later
/* XML as sites serve it, as a small tree.
 *
 * kiri_xml_parse() first makes a well-formed document out of the text (bare
 * '&', HTML's entity names, unclosed and crossed elements, missing quotes, a
 * truncated end, stray control characters); a DTD is dropped unread. libxml2
 * then reads the result. So no entity is ever declared, expanded or loaded, and
 * nothing a stranger writes is an error except a limit passed.
 *
 * Thread rule: any thread, after kiri_xml_preload(); a tree belongs to one
 * thread at a time. */
#pragma once

#include <kirinuki/buf.h>

/* Namespaces that somebody here reads, by meaning: all versions of Atom are
 * ATOM. CORE is no namespace, those of RSS, and unknown default ones. */
typedef enum {
    KIRI_NS_CORE,
    KIRI_NS_ATOM,
    KIRI_NS_RDF,
    KIRI_NS_DC,
    KIRI_NS_DCTERMS,
    KIRI_NS_CONTENT,
    KIRI_NS_MEDIA,
    KIRI_NS_ITUNES,
    KIRI_NS_SYNDICATION,
    KIRI_NS_SITEMAP,
    KIRI_NS_NEWS,
    KIRI_NS_IMAGE, // of sitemaps
    KIRI_NS_VIDEO,
    KIRI_NS_XHTML,
    KIRI_NS_XML,
    KIRI_NS_OTHER,
} KiriNs;

typedef struct {
    KiriNs ns;
    const char *prefix; // NULL: none
    const char *name;   // local
    const char *value;
} KiriXmlAttr;

typedef struct KiriXmlNode KiriXmlNode;
struct KiriXmlNode {
    KiriNs ns;
    guint n_attrs;
    const char *prefix; // NULL: none
    const char *name;   // local; NULL: a piece of text
    KiriStr text;       // of a piece of text
    const KiriXmlAttr *attrs;
    const KiriXmlNode *parent;
    KiriXmlNode *first, *last, *next;
};

typedef struct KiriXml KiriXml;

/* `text` is valid UTF-8 (borrowed for the call). Errors: PARSE where there is no
 * element at all, LIMIT. (transfer full) */
KiriXml *kiri_xml_parse(KiriStr text, GError **error);
void kiri_xml_free(KiriXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriXml, kiri_xml_free)
const KiriXmlNode *kiri_xml_root(const KiriXml *xml); // owned by the tree
/* Line of the first element that was not closed as it should be; 0: none. */
guint kiri_xml_damaged_line(const KiriXml *xml);

/* Names compare without regard to ASCII case: feeds vary it. */
gboolean kiri_xml_is(const KiriXmlNode *node, KiriNs ns, const char *name);
const KiriXmlNode *kiri_xml_child(const KiriXmlNode *node, KiriNs ns, const char *name);
/* Attribute without a prefix; NULL: absent. */
const char *kiri_xml_attr(const KiriXmlNode *node, const char *name);
const char *kiri_xml_attr_ns(const KiriXmlNode *node, KiriNs ns, const char *name);
gboolean kiri_xml_has_elements(const KiriXmlNode *node);
/* Appends the text of all descendants, or the markup inside the element. */
void kiri_xml_add_text(const KiriXmlNode *node, KiriBuf *out);
void kiri_xml_add_markup(const KiriXmlNode *node, KiriBuf *out);
/* The text, stripped of surrounding white space. (transfer full) */
char *kiri_xml_text(const KiriXmlNode *node);
/* The base URL at `node`: xml:base of it and its ancestors on top of `document`
 * (may be NULL). (transfer full) */
char *kiri_xml_base(const KiriXmlNode *node, const char *document);

/* Character of an HTML 4 entity name, 0 for unknown names. */
gunichar kiri_xml_html_entity(const char *name);

/* Escapes text for XML; `in_attribute` also quotes and line ends. */
void kiri_xml_escape(KiriBuf *out, KiriStr text, gboolean in_attribute);

/* xml_repair.c: appends a well-formed document in place of `text`. */
gboolean kiri_xml_repair(KiriStr text, KiriBuf *out, guint *damaged_line, GError **error);
