// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to libxml2: its push parser over the repaired text, its SAX events
 * into our tree.
 *
 * The tree stands in blocks that are freed together; names belong to the
 * parser's dictionary, which the tree keeps. libxml2's own tree is not used: it
 * takes twice the memory, and xmlNodeGetContent() expands what it finds. */
#include "xml.h"

#include <kirinuki/error.h>
#include <kirinuki/feed.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include <string.h>

enum { BLOCK_BYTES = 64 * 1024, PIECE_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct KiriXml {
    GPtrArray *blocks;
    gsize used; // of the last block
    gsize block_bytes;
    xmlDict *dict; // owns the names
    KiriXmlNode *root, *current;
    KiriBuf pending; // text since the last tag: the parser hands it over in scraps
    guint n_nodes;
    /* The namespace of the last name: nearly always that of the next one, too. The
     * parser's dictionary makes equal names the same. */
    const xmlChar *last_uri, *last_prefix;
    KiriNs last_ns;
    gboolean is_over;
    guint damaged_line;
};

/* Beside libxml2's tables: the first JSON object draws its hash seed from a
 * device, and the first message opens the catalogue. Neither can be done behind
 * a worker's filter. */
void kiri_xml_preload(void)
{
    xmlInitParser();
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(KIRI_STR_LITERAL("{}"), NULL);
    g_assert(doc && *_("not XML"));
}

gunichar kiri_xml_html_entity(const char *name)
{
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

static gpointer take(KiriXml *xml, gsize n)
{
    n = (n + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
    if (xml->blocks->len == 0 || xml->block_bytes - xml->used < n) {
        xml->block_bytes = MAX(n, BLOCK_BYTES);
        g_ptr_array_add(xml->blocks, g_malloc(xml->block_bytes));
        xml->used = 0;
    }
    char *block = g_ptr_array_index(xml->blocks, xml->blocks->len - 1);
    xml->used += n;
    return block + xml->used - n;
}

/* ---- namespaces ---- */

static const struct {
    const char *uri;    // compared without case, '/' or '#' at the end aside
    const char *prefix; // what a prefix means where it was not declared
    KiriNs ns;
} namespaces[] = {
    {"http://www.w3.org/2005/Atom", "atom", KIRI_NS_ATOM},
    {"http://purl.org/atom/ns", NULL, KIRI_NS_ATOM},
    {"http://purl.org/rss/1.0", "rss", KIRI_NS_CORE},
    {"http://purl.org/net/rss1.1", NULL, KIRI_NS_CORE},
    {"http://channel.netscape.com/rdf/simple/0.9", NULL, KIRI_NS_CORE},
    {"http://my.netscape.com/rdf/simple/0.9", NULL, KIRI_NS_CORE},
    {"http://backend.userland.com/rss", NULL, KIRI_NS_CORE},
    {"http://backend.userland.com/rss2", NULL, KIRI_NS_CORE},
    {"http://blogs.law.harvard.edu/tech/rss", NULL, KIRI_NS_CORE},
    {"http://cyber.law.harvard.edu/rss", NULL, KIRI_NS_CORE},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf", KIRI_NS_RDF},
    {"http://purl.org/dc/elements/1.1", "dc", KIRI_NS_DC},
    {"http://purl.org/dc/elements/1.0", NULL, KIRI_NS_DC},
    {"http://purl.org/rss/modules/dc", NULL, KIRI_NS_DC},
    {"http://purl.org/rss/1.0/modules/dc", NULL, KIRI_NS_DC},
    {"http://purl.org/dc/terms", "dcterms", KIRI_NS_DCTERMS},
    {"http://purl.org/rss/1.0/modules/dcterms", NULL, KIRI_NS_DCTERMS},
    {"http://purl.org/rss/1.0/modules/content", "content", KIRI_NS_CONTENT},
    {"http://search.yahoo.com/mrss", "media", KIRI_NS_MEDIA},
    {"https://search.yahoo.com/mrss", NULL, KIRI_NS_MEDIA},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", KIRI_NS_ITUNES},
    {"http://example.com/dtds/podcast-1.0.dtd", NULL, KIRI_NS_ITUNES},
    {"http://purl.org/rss/1.0/modules/syndication", "sy", KIRI_NS_SYNDICATION},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", "sm", KIRI_NS_SITEMAP},
    {"http://www.google.com/schemas/sitemap/0.84", NULL, KIRI_NS_SITEMAP},
    {"http://www.google.com/schemas/sitemap-news/0.9", "news", KIRI_NS_NEWS},
    {"http://www.google.com/schemas/sitemap-image/1.1", "image", KIRI_NS_IMAGE},
    {"http://www.google.com/schemas/sitemap-video/1.1", "video", KIRI_NS_VIDEO},
    {"http://www.w3.org/1999/xhtml", "xhtml", KIRI_NS_XHTML},
    {"http://www.w3.org/XML/1998/namespace", "xml", KIRI_NS_XML},
};

static KiriNs look_up_namespace(const xmlChar *uri, const xmlChar *prefix)
{
    KiriStr name = kiri_str((const char *)uri);
    while (name.n && strchr("/#", name.p[name.n - 1]))
        name.n--;
    for (guint i = 0; i < G_N_ELEMENTS(namespaces); i++) {
        gboolean is_match =
            uri ? kiri_str_equal_ascii_nocase(name, kiri_str(namespaces[i].uri))
                : prefix && g_strcmp0((const char *)prefix, namespaces[i].prefix) == 0;
        if (is_match)
            return namespaces[i].ns;
    }
    if (g_str_has_prefix(name.p, "http://www.w3.org/") && name.n)
        return KIRI_NS_OTHER; // SVG, MathML and their like
    return prefix ? KIRI_NS_OTHER : KIRI_NS_CORE;
}

static KiriNs find_namespace(KiriXml *xml, const xmlChar *uri, const xmlChar *prefix)
{
    if (uri != xml->last_uri || prefix != xml->last_prefix) {
        xml->last_ns = look_up_namespace(uri, prefix);
        xml->last_uri = uri;
        xml->last_prefix = prefix;
    }
    return xml->last_ns;
}

/* ---- events ---- */

static KiriXmlNode *add_node(KiriXml *xml)
{
    if (xml->n_nodes >= KIRI_LIMIT_XML_NODES) {
        xml->is_over = TRUE;
        return NULL;
    }
    xml->n_nodes++;
    KiriXmlNode *node = take(xml, sizeof *node);
    *node = (KiriXmlNode){.parent = xml->current};
    KiriXmlNode *parent = xml->current;
    if (!parent)
        xml->root = node;
    else if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    if (parent)
        parent->last = node;
    return node;
}

static const char *copy(KiriXml *xml, const xmlChar *text, gsize n)
{
    char *p = take(xml, n + 1);
    if (n)
        memcpy(p, text, n);
    p[n] = 0;
    return p;
}

static void flush_text(KiriXml *xml)
{
    gsize n = xml->pending.n;
    KiriXmlNode *node = n ? add_node(xml) : NULL;
    if (node)
        node->text = (KiriStr){copy(xml, (const xmlChar *)xml->pending.p, n), n};
    kiri_buf_reset(&xml->pending);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **declared, int n_attrs, int n_defaulted,
                     const xmlChar **attrs)
{
    (void)n_namespaces, (void)declared, (void)n_defaulted;
    KiriXml *xml = ctx;
    flush_text(xml);
    KiriXmlNode *node = xml->current || !xml->root ? add_node(xml) : NULL;
    if (!node)
        return;
    node->name = (const char *)name;
    node->prefix = (const char *)prefix;
    node->ns = find_namespace(xml, uri, prefix);
    KiriXmlAttr *list = take(xml, (gsize)n_attrs * sizeof *list);
    for (int i = 0; i < n_attrs; i++, attrs += 5) {
        list[i] = (KiriXmlAttr){
            .ns = attrs[1] ? find_namespace(xml, attrs[2], attrs[1]) : KIRI_NS_CORE,
            .prefix = (const char *)attrs[1],
            .name = (const char *)attrs[0],
            .value = copy(xml, attrs[3], (gsize)(attrs[4] - attrs[3])),
        };
    }
    node->attrs = list;
    node->n_attrs = (guint)n_attrs;
    xml->current = node;
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    KiriXml *xml = ctx;
    flush_text(xml);
    /* Ancestors are `const` for readers; while it is built the tree is ours. */
    if (xml->current)
        xml->current = (KiriXmlNode *)(guintptr)xml->current->parent;
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
    KiriXml *xml = ctx;
    if (xml->current)
        kiri_buf_add(&xml->pending, text, (gsize)n);
}

static void on_error(void *ctx, xmlError *error)
{
    (void)ctx, (void)error; // repaired text has none that matters
}

/* ---- the whole ---- */

static void run_parser(KiriXml *xml, KiriStr text)
{
    xmlSAXHandler events = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .serror = on_error,
    };
    xmlParserCtxt *parser = xmlCreatePushParserCtxt(&events, xml, NULL, 0, NULL);
    if (!parser)
        g_error("cannot make an XML parser"); // memory only
    /* NOENT is safe here and only here: the repaired text has no DTD, so there is
     * no entity to expand. Without it "&amp;" in attributes arrives as "&#38;". */
    xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT |
                                  XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xml->dict = parser->dict;
    xmlDictReference(xml->dict);
    for (gsize at = 0; at < text.n && !xml->is_over; at += PIECE_BYTES)
        xmlParseChunk(parser, text.p + at, (int)MIN(text.n - at, PIECE_BYTES), 0);
    xmlParseChunk(parser, NULL, 0, 1);
    xmlFreeParserCtxt(parser);
}

KiriXml *kiri_xml_parse(KiriStr text, GError **error)
{
    g_auto(KiriBuf) repaired;
    kiri_buf_init(&repaired, 2 * KIRI_LIMIT_INFLATED_BYTES);
    guint damaged_line = 0;
    if (!kiri_xml_repair(text, &repaired, &damaged_line, error))
        return NULL;
    g_autoptr(KiriXml) xml = g_new0(KiriXml, 1);
    xml->blocks = g_ptr_array_new_with_free_func(g_free);
    kiri_buf_init(&xml->pending, 2 * KIRI_LIMIT_INFLATED_BYTES);
    xml->damaged_line = damaged_line;
    xml->last_ns = KIRI_NS_CORE; // of no URI and no prefix
    if (repaired.n)
        run_parser(xml, kiri_buf_view(&repaired));
    if (xml->is_over) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                    _("the document has more than %d nodes"), KIRI_LIMIT_XML_NODES);
        return NULL;
    }
    if (!xml->root) {
        g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, _("not XML"));
        return NULL;
    }
    return g_steal_pointer(&xml);
}

void kiri_xml_free(KiriXml *xml)
{
    if (!xml)
        return;
    g_ptr_array_unref(xml->blocks);
    if (xml->dict)
        xmlDictFree(xml->dict);
    kiri_buf_clear(&xml->pending);
    g_free(xml);
}

const KiriXmlNode *kiri_xml_root(const KiriXml *xml)
{
    return xml->root;
}

guint kiri_xml_damaged_line(const KiriXml *xml)
{
    return xml->damaged_line;
}
