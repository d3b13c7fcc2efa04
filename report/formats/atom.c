// SPDX-License-Identifier: GPL-3.0-or-later
/* Atom, element by element. Everything from outside goes through put_text(). */
#include <kirinuki/atom.h>

#include <string.h>

/* Our own namespace for ids made from names. */
static const guint8 namespace_bytes[16] = {0x5b, 0x1e, 0x9c, 0x0a, 0x64, 0x3d, 0x4f, 0x5e,
                                           0x9b, 0x37, 0x21, 0x8c, 0xd0, 0x7a, 0xe4, 0x16};
enum { SHA1_BYTES = 20 };

void kiri_uuid_of(const char *kind, const char *first, const char *second,
                  char out[KIRI_UUID_BYTES])
{
    const char *const parts[] = {kind, first ? first : "", second ? second : ""};
    guint8 b[SHA1_BYTES];
    gsize n = sizeof b;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(sum, namespace_bytes, sizeof namespace_bytes);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        g_checksum_update(sum, (const guchar *)parts[i], (gssize)strlen(parts[i]) + 1);
    g_checksum_get_digest(sum, b, &n);
    b[6] = (guint8)((b[6] & 0x0f) | 0x50); // version 5
    b[8] = (guint8)((b[8] & 0x3f) | 0x80); // the variant of RFC 9562
    g_snprintf(out, KIRI_UUID_BYTES,
               "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
               b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
               b[13], b[14], b[15]);
}

/* ---- pieces ---- */

/* Of the characters of XML 1.0, section 2.2, without those that it discourages. */
static gboolean is_char(gunichar c)
{
    return c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

static void put_text(KiriBuf *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    for (const char *p = valid; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        switch (c) {
        case '&':
            kiri_buf_add_str(out, "&amp;");
            break;
        case '<':
            kiri_buf_add_str(out, "&lt;");
            break;
        case '>':
            kiri_buf_add_str(out, "&gt;");
            break;
        case '"':
            kiri_buf_add_str(out, "&quot;");
            break;
        default:
            if (is_char(c))
                kiri_buf_add_unichar(out, c);
        }
    }
}

static void put_element(KiriBuf *out, const char *indent, const char *name, const char *text)
{
    kiri_buf_printf(out, "%s<%s>", indent, name);
    put_text(out, text);
    kiri_buf_printf(out, "</%s>\n", name);
}

static void put_time(KiriBuf *out, const char *indent, const char *name, KiriTime t)
{
    char text[32];
    kiri_time_format_full(t, text);
    put_element(out, indent, name, text);
}

static gboolean is_link(const char *url)
{
    return url && (g_str_has_prefix(url, "http://") || g_str_has_prefix(url, "https://"));
}

/* A URI holds no spaces and no letters beyond ASCII (RFC 3986). */
static void put_uri(KiriBuf *out, const char *url)
{
    g_autofree char *uri = g_uri_escape_string(url, "!#$&'()*+,/:;=?@[]%", FALSE);
    put_text(out, uri);
}

/* ---- the parts ---- */

void kiri_atom_begin(const KiriAtomFeed *feed, KiriBuf *out)
{
    kiri_buf_add_str(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                          "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n");
    put_element(out, " ", "id", feed->id);
    put_element(out, " ", "title", feed->title);
    put_time(out, " ", "updated", kiri_time_jst(feed->updated_us));
    kiri_buf_add_str(out, " <author>");
    kiri_buf_add_str(out, "<name>");
    put_text(out, feed->author && *feed->author ? feed->author : "kirinuki");
    kiri_buf_add_str(out, "</name></author>\n <generator>kirinuki</generator>\n");
}

void kiri_atom_entry(const KiriAtomEntry *e, KiriBuf *out)
{
    kiri_buf_add_str(out, " <entry>\n");
    put_element(out, "  ", "id", e->id);
    put_element(out, "  ", "title", e->title && *e->title ? e->title : "（無題）");
    if (is_link(e->link)) {
        kiri_buf_add_str(out, "  <link rel=\"alternate\" href=\"");
        put_uri(out, e->link);
        kiri_buf_add_str(out, "\"/>\n");
    }
    put_time(out, "  ", "updated", kiri_time_jst(e->updated_us));
    if (kiri_time_is_set(e->published))
        put_time(out, "  ", "published", e->published);
    if (e->medium && *e->medium) {
        kiri_buf_add_str(out, "  <author><name>");
        put_text(out, e->medium);
        kiri_buf_add_str(out, "</name></author>\n");
    }
    if (e->class_code) {
        kiri_buf_add_str(out, "  <category term=\"");
        put_text(out, e->class_code);
        kiri_buf_add_str(out, "\" label=\"");
        put_text(out, e->class_label);
        kiri_buf_add_str(out, "\"/>\n");
    }
    /* An entry without a link must have content (RFC 4287, 4.1.2). */
    if (!is_link(e->link))
        put_element(out, "  ", "content", e->text);
    else if (e->text && *e->text)
        put_element(out, "  ", "summary", e->text);
    kiri_buf_add_str(out, " </entry>\n");
}

void kiri_atom_end(KiriBuf *out)
{
    kiri_buf_add_str(out, "</feed>\n");
}

gint64 kiri_atom_updated(const KiriArticle *a)
{
    const KiriTime times[] = {a->published, a->fetched, a->removed,
                              a->appearance ? a->appearance->entered : KIRI_TIME_UNSET,
                              a->appearance ? a->appearance->withdrawn : KIRI_TIME_UNSET};
    gint64 last_us = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++)
        if (kiri_time_is_set(times[i]))
            last_us = MAX(last_us, times[i].us);
    return last_us;
}
