// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a feed of ours: well-formed XML with the elements of a feed with harmless
 * texts, links that lead to the web, and our own reader finds in it what was written. */
#include "fuzz.h"

#include "feeds/xml.h"

#include <kirinuki/atom.h>
#include <kirinuki/feed.h>

enum { MOST_ENTRIES = 4 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return 0;
}

static void put_entry(FuzzInput *in, gboolean is_calm, KiriBuf *out)
{
    guint look = fuzz_byte(in);
    g_autofree char *id = fuzz_text(in), *title = fuzz_text(in), *link = fuzz_text(in);
    g_autofree char *medium = fuzz_text(in), *label = fuzz_text(in), *text = fuzz_text(in);
    g_autofree char *url = g_strconcat("https://e.jp/", is_calm ? "x" : link, NULL);
#define CALM(s) (is_calm && *(s) ? "x" : (s))
    KiriAtomEntry entry = {.id = CALM(id),
                           .title = CALM(title),
                           .link = look & 1  ? url
                                   : is_calm ? NULL
                                             : "javascript:alert(1)",
                           .medium = look & 2 ? CALM(medium) : NULL,
                           .class_code = look & 4 ? CALM(label) : NULL,
                           .class_label = look & 4 ? CALM(label) : NULL,
                           .text = look & 8 ? CALM(text) : NULL,
                           .updated_us = (gint64)(fuzz_u64(in) >> 14)};
    kiri_atom_entry(&entry, out);
}

static void write_feed(FuzzInput in, gboolean is_calm, KiriBuf *out)
{
    g_autofree char *title = fuzz_text(&in), *author = fuzz_text(&in);
    KiriAtomFeed feed = {
        .id = "urn:x", .title = CALM(title), .author = CALM(author), .updated_us = 0};
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    kiri_atom_begin(&feed, out);
    for (guint i = 0; in.n && i < MOST_ENTRIES; i++)
        put_entry(&in, is_calm, out);
    kiri_atom_end(out);
#undef CALM
}

static KiriXml *tree_of(const KiriBuf *feed)
{
    fuzz_check_no_controls(kiri_buf_view(feed), "\n\t");
    KiriXml *xml = kiri_xml_parse(kiri_buf_view(feed), NULL);
    g_assert_nonnull(xml);
    g_assert_cmpuint(kiri_xml_damaged_line(xml), ==, 0);
    return xml;
}

static const KiriXmlNode *element(const KiriXmlNode *node)
{
    while (node && !node->name)
        node = node->next;
    return node;
}

static void check_same(const KiriXmlNode *a, const KiriXmlNode *b)
{
    a = element(a);
    b = element(b);
    for (; a && b; a = element(a->next), b = element(b->next)) {
        g_assert_cmpstr(a->name, ==, b->name);
        g_assert_cmpuint(a->n_attrs, ==, b->n_attrs);
        const char *href = kiri_xml_attr(a, "href");
        g_assert_true(!href || g_str_has_prefix(href, "https://e.jp/"));
        check_same(a->first, b->first);
    }
    g_assert_true(!a && !b);
}

/* The reader joins white space, and what XML cannot hold was left out. */
static void check_read(FuzzInput in, const KiriFeed *feed)
{
    g_autofree char *title = fuzz_text(&in);
    g_autofree char *read = fuzz_substance(feed->title), *written = fuzz_substance(title);
    g_autoptr(GString) wanted = g_string_new(written);
    g_string_replace(wanted, "\xef\xbf\xbe", "", 0);
    g_string_replace(wanted, "\xef\xbf\xbf", "", 0);
    if (!strpbrk(title, "<&"))
        g_assert_cmpstr(read, ==, wanted->str);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_auto(KiriBuf) feed, calm;
    write_feed(in, FALSE, &feed);
    write_feed(in, TRUE, &calm);
    g_autoptr(KiriXml) a = tree_of(&feed);
    g_autoptr(KiriXml) b = tree_of(&calm);
    check_same(kiri_xml_root(a), kiri_xml_root(b));
    g_autoptr(KiriFeed) read =
        kiri_feed_parse(kiri_buf_view(&feed), "https://e.jp/feed", "application/atom+xml", NULL);
    g_assert_nonnull(read);
    check_read(in, read);
    return 0;
}
