// SPDX-License-Identifier: GPL-3.0-or-later
/* OPML 2.0 (https://opml.org/spec2.opml) in and out: the source list as people
 * keep it in files and exchange it with feed readers.
 *
 * Reading forgives characters (a bare '&' in a title) but not structure: a list
 * that breaks off would silently lose sources. What is written is read back the
 * same; folders become nested outlines again. kirinuki's own attributes are in
 * no namespace, as OPML allows, and other readers skip them. */
#include "xml.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/feed.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

static const KiriField outline_fields[] = {
    {KIRI_FIELD(1, KiriOutline, title, STR)},    {KIRI_FIELD(2, KiriOutline, xml_url, STR)},
    {KIRI_FIELD(3, KiriOutline, html_url, STR)}, {KIRI_FIELD(4, KiriOutline, folder, STR)},
    {KIRI_FIELD(5, KiriOutline, medium, STR)},   {KIRI_FIELD(6, KiriOutline, disabled_reason, STR)},
    {KIRI_FIELD(7, KiriOutline, terms, STR)},    {KIRI_FIELD(8, KiriOutline, is_disabled, BOOL)},
};
const KiriShape kiri_outline_shape = KIRI_SHAPE("outline", KiriOutline, outline_fields);

static const KiriField opml_fields[] = {
    {KIRI_FIELD(1, KiriOpml, title, STR)},
    {KIRI_FIELD(2, KiriOpml, outlines, RECS), .sub = &kiri_outline_shape},
};
const KiriShape kiri_opml_shape = KIRI_SHAPE("opml", KiriOpml, opml_fields);

static char *attr_dup(const KiriXmlNode *node, const char *name)
{
    const char *value = kiri_xml_attr(node, name);
    return value && *value ? g_strdup(value) : NULL;
}

/* "title", else "text", which OPML requires: where it repeats the URL there was
 * no title. */
static char *title_of(const KiriXmlNode *node)
{
    g_autofree char *title = attr_dup(node, "title");
    g_autofree char *text = title ? NULL : attr_dup(node, "text");
    if (text && g_strcmp0(text, kiri_xml_attr(node, "xmlUrl")) != 0)
        return g_steal_pointer(&text);
    return g_steal_pointer(&title);
}

static KiriOutline *read_outline(const KiriXmlNode *node, const char *folder)
{
    KiriOutline *o = kiri_outline_new();
    o->title = title_of(node);
    o->xml_url = attr_dup(node, "xmlUrl");
    o->html_url = attr_dup(node, "htmlUrl");
    o->folder = *folder ? g_strdup(folder) : NULL;
    o->medium = attr_dup(node, "medium");
    o->disabled_reason = attr_dup(node, "disabledReason");
    o->terms = attr_dup(node, "terms");
    const char *disabled = kiri_xml_attr(node, "disabled");
    o->is_disabled = disabled && g_ascii_strcasecmp(disabled, "true") == 0;
    return o;
}

/* `folder` with the outline's title below it. A slash in a title would read as
 * two folders, so it becomes the full-width one. */
static char *inner_folder(const KiriXmlNode *node, const char *folder)
{
    g_autofree char *title = title_of(node);
    if (!title)
        return g_strdup(folder);
    GString *path = g_string_new(title);
    g_string_replace(path, "/", "\xef\xbc\x8f", 0);
    if (*folder) {
        g_string_prepend_c(path, '/');
        g_string_prepend(path, folder);
    }
    return g_string_free(path, FALSE);
}

/* An outline with a feed is a source, one without is a folder; feeds below feeds
 * stay in the folder of the upper one. */
static void read_outlines(KiriOpml *opml, const KiriXmlNode *parent, const char *folder)
{
    for (const KiriXmlNode *node = parent->first; node; node = node->next) {
        if (!node->name || g_ascii_strcasecmp(node->name, "outline") != 0)
            continue;
        const char *feed = kiri_xml_attr(node, "xmlUrl");
        gboolean is_source = feed && *feed;
        if (is_source)
            kiri_recs_add(&opml->outlines, read_outline(node, folder));
        g_autofree char *inner = is_source ? g_strdup(folder) : inner_folder(node, folder);
        read_outlines(opml, node, inner);
    }
}

KiriOpml *kiri_opml_parse(KiriStr bytes, GError **error)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, 2 * KIRI_LIMIT_INFLATED_BYTES);
    KiriCharsetReport report;
    if (!kiri_decode(bytes, NULL, KIRI_MARKUP_XML, &text, &report, error))
        return NULL;
    g_autoptr(KiriXml) xml = kiri_xml_parse(kiri_buf_view(&text), error);
    if (!xml)
        return NULL;
    const KiriXmlNode *root = kiri_xml_root(xml);
    if (g_ascii_strcasecmp(root->name, "opml") != 0) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                    _("no OPML but XML with root '%s'"), root->name);
        return NULL;
    }
    if (kiri_xml_damaged_line(xml)) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE,
                    _("elements are not closed as they should be at line %u"),
                    kiri_xml_damaged_line(xml));
        return NULL;
    }
    g_autoptr(KiriOpml) opml = kiri_opml_new();
    const KiriXmlNode *head = kiri_xml_child(root, KIRI_NS_CORE, "head");
    const KiriXmlNode *title = head ? kiri_xml_child(head, KIRI_NS_CORE, "title") : NULL;
    opml->title = title ? kiri_xml_text(title) : NULL;
    const KiriXmlNode *body = kiri_xml_child(root, KIRI_NS_CORE, "body");
    if (body)
        read_outlines(opml, body, "");
    return g_steal_pointer(&opml);
}

/* ---- out ---- */

static void indent(KiriBuf *out, guint depth)
{
    for (guint i = 0; i < depth + 2; i++)
        kiri_buf_add_str(out, "  ");
}

static void add_attr(KiriBuf *out, const char *name, const char *value)
{
    if (!value)
        return;
    kiri_buf_printf(out, " %s=\"", name);
    kiri_xml_escape(out, kiri_str(value), TRUE);
    kiri_buf_add_char(out, '"');
}

static void write_outline(KiriBuf *out, const KiriOutline *o, guint depth)
{
    indent(out, depth);
    kiri_buf_add_str(out, "<outline type=\"rss\"");
    add_attr(out, "text", o->title ? o->title : o->xml_url);
    add_attr(out, "title", o->title);
    add_attr(out, "xmlUrl", o->xml_url);
    add_attr(out, "htmlUrl", o->html_url);
    add_attr(out, "medium", o->medium);
    add_attr(out, "terms", o->terms);
    add_attr(out, "disabled", o->is_disabled ? "true" : NULL);
    add_attr(out, "disabledReason", o->disabled_reason);
    kiri_buf_add_str(out, "/>\n");
}

/* Closes and opens folders to get from the folder `*open` to `wanted`. */
static void change_folder(KiriBuf *out, char ***open, char **wanted)
{
    guint n_open = kiri_strv_count(*open), n_wanted = kiri_strv_count(wanted), same = 0;
    while (same < n_open && same < n_wanted && strcmp((*open)[same], wanted[same]) == 0)
        same++;
    for (guint i = n_open; i > same; i--) {
        indent(out, i - 1);
        kiri_buf_add_str(out, "</outline>\n");
    }
    for (guint i = same; i < n_wanted; i++) {
        indent(out, i);
        kiri_buf_add_str(out, "<outline");
        add_attr(out, "text", wanted[i]);
        kiri_buf_add_str(out, ">\n");
    }
    g_strfreev(*open);
    *open = g_strdupv(wanted);
}

void kiri_opml_write(const KiriOpml *opml, KiriBuf *out)
{
    kiri_buf_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
                          "  <head>\n    <title>");
    kiri_xml_escape(out, kiri_str(opml->title), FALSE);
    kiri_buf_add_str(out, "</title>\n  </head>\n  <body>\n");
    g_auto(GStrv) folders = NULL;
    for (guint i = 0; i < kiri_recs_count(opml->outlines); i++) {
        const KiriOutline *o = g_ptr_array_index(opml->outlines, i);
        g_auto(GStrv) wanted = o->folder ? g_strsplit(o->folder, "/", -1) : NULL;
        change_folder(out, &folders, wanted);
        write_outline(out, o, kiri_strv_count(folders));
    }
    change_folder(out, &folders, NULL);
    kiri_buf_add_str(out, "  </body>\n</opml>\n");
}
