// SPDX-License-Identifier: GPL-3.0-or-later
/* Feeds and sitemaps: from bytes to the one shape all dialects share.
 *
 * bytes ── text/charset ──▶ text ── xml.h | json.h ──▶ tree ── reader ──▶ KiriFeed
 *
 * What a document is, its first element says; what the server calls it, nobody
 * asks, because servers call feeds text/plain and error pages text/xml. */
#include "feed_internal.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

static const KiriField enclosure_fields[] = {
    {KIRI_FIELD(1, KiriEnclosure, url, STR)},
    {KIRI_FIELD(2, KiriEnclosure, type, STR)},
    {KIRI_FIELD(3, KiriEnclosure, length, I64)},
};
const KiriShape kiri_enclosure_shape = KIRI_SHAPE("enclosure", KiriEnclosure, enclosure_fields);

static const KiriField entry_fields[] = {
    {KIRI_FIELD(1, KiriFeedEntry, id, STR)},
    {KIRI_FIELD(2, KiriFeedEntry, link, STR)},
    {KIRI_FIELD(3, KiriFeedEntry, title, STR)},
    {KIRI_FIELD(4, KiriFeedEntry, summary, STR)},
    {KIRI_FIELD(5, KiriFeedEntry, content, STR)},
    {KIRI_FIELD(6, KiriFeedEntry, authors, STRV)},
    {KIRI_FIELD(7, KiriFeedEntry, published, TIME)},
    {KIRI_FIELD(8, KiriFeedEntry, updated, TIME)},
    {KIRI_FIELD(9, KiriFeedEntry, categories, STRV)},
    {KIRI_FIELD(10, KiriFeedEntry, enclosures, RECS), .sub = &kiri_enclosure_shape},
    {KIRI_FIELD(11, KiriFeedEntry, source_url, STR), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_feed_entry_shape = KIRI_SHAPE("entry", KiriFeedEntry, entry_fields);

static const KiriField feed_fields[] = {
    {KIRI_FIELD(1, KiriFeed, type, STR)},
    {KIRI_FIELD(2, KiriFeed, title, STR)},
    {KIRI_FIELD(3, KiriFeed, link, STR)},
    {KIRI_FIELD(4, KiriFeed, language, STR)},
    {KIRI_FIELD(5, KiriFeed, updated, TIME)},
    {KIRI_FIELD(6, KiriFeed, entries, RECS), .sub = &kiri_feed_entry_shape},
    {KIRI_FIELD(7, KiriFeed, hub, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(8, KiriFeed, self, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(9, KiriFeed, ttl_s, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(10, KiriFeed, entries_dropped, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(11, KiriFeed, news_entries, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(12, KiriFeed, image_entries, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(13, KiriFeed, video_entries, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(14, KiriFeed, charset, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(15, KiriFeed, charset_replaced, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(16, KiriFeed, was_charset_label_wrong, BOOL), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_feed_shape = KIRI_SHAPE("feed", KiriFeed, feed_fields);

static const KiriField input_fields[] = {
    {KIRI_FIELD(1, KiriFeedInput, url, STR)},
    {KIRI_FIELD(2, KiriFeedInput, content_type, STR)},
    {KIRI_FIELD(3, KiriFeedInput, body, BYTES)},
};
const KiriShape kiri_feed_input_shape = KIRI_SHAPE("feed_input", KiriFeedInput, input_fields);

typedef void (*Reader)(KiriFeedReader *r, const KiriXmlNode *root);

static const struct {
    const char *root, *type;
    Reader read;
} dialects[] = {
    {"rss", "rss", kiri_feed_read_rss},
    {"RDF", "rdf", kiri_feed_read_rss},
    {"channel", "rss", kiri_feed_read_rss},
    {"feed", "atom", kiri_feed_read_atom},
    {"entry", "atom", kiri_feed_read_atom},
    {"urlset", "sitemap", kiri_feed_read_sitemap},
    {"sitemapindex", "sitemapindex", kiri_feed_read_sitemap},
};

static gboolean starts_with(KiriStr s, const char *prefix)
{
    gsize n = strlen(prefix);
    return s.n >= n && g_ascii_strncasecmp(s.p, prefix, n) == 0;
}

static gssize find_dialect(KiriStr root)
{
    for (guint i = 0; i < G_N_ELEMENTS(dialects); i++)
        if (kiri_str_equal_ascii_nocase(root, kiri_str(dialects[i].root)))
            return (gssize)i;
    return -1;
}

/* The name of the element at the start of `text`, its prefix aside. */
static KiriStr element_name(KiriStr text)
{
    gsize n = 1, from = 1;
    for (; n < text.n && (g_ascii_isalnum(text.p[n]) || text.p[n] == ':'); n++)
        if (text.p[n] == ':')
            from = n + 1;
    return text.n ? (KiriStr){text.p + from, n - from} : text;
}

/* Looks at the first element, past comments and declarations, before anything is
 * parsed: pages are large, and many break the limits that feeds keep. HTML's
 * document type alone does not make a page: it stands before feeds too. */
static gboolean is_html_page(KiriStr text)
{
    gboolean says_html = FALSE;
    for (;;) {
        text = kiri_str_strip(text);
        gboolean is_comment = starts_with(text, "<!--");
        if (!is_comment && !starts_with(text, "<?") && !starts_with(text, "<!"))
            break;
        says_html = says_html || starts_with(text, "<!doctype html");
        const char *end = g_strstr_len(text.p, (gssize)text.n, is_comment ? "-->" : ">");
        if (!end)
            return says_html;
        gsize n = (gsize)(end - text.p) + (is_comment ? 3 : 1);
        text = (KiriStr){text.p + n, text.n - n};
    }
    KiriStr root = element_name(text);
    return kiri_str_equal_ascii_nocase(root, KIRI_STR_LITERAL("html")) ||
           (says_html && find_dialect(root) < 0);
}

/* Japanese text: dates without a zone are in Japan's. Kana, as UTF-8. */
static gboolean has_kana(KiriStr text)
{
    for (gsize i = 0; i + 2 < text.n; i++) {
        guchar second = (guchar)text.p[i + 1];
        if ((guchar)text.p[i] == 0xe3 && second >= 0x81 && second <= 0x83)
            return TRUE;
    }
    return FALSE;
}

static gboolean set_no_feed(GError **error, const char *what)
{
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, _("no feed but %s"), what);
    return FALSE;
}

static gboolean read_json(KiriFeedReader *r, KiriStr text, GError **error)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(text, error);
    if (!doc)
        return FALSE;
    r->feed->type = g_strdup("json");
    if (!kiri_feed_read_json(r, kiri_json_root(doc)))
        return set_no_feed(error, _("other JSON"));
    return TRUE;
}

static gboolean read_xml(KiriFeedReader *r, KiriStr text, GError **error)
{
    if (is_html_page(text))
        return set_no_feed(error, _("an HTML page"));
    g_autoptr(KiriXml) xml = kiri_xml_parse(text, error);
    if (!xml)
        return FALSE;
    const KiriXmlNode *root = kiri_xml_root(xml);
    gssize i = find_dialect(kiri_str(root->name));
    if (i >= 0) {
        r->feed->type = g_strdup(dialects[i].type);
        dialects[i].read(r, root);
        return TRUE;
    }
    if (g_ascii_strcasecmp(root->name, "html") == 0)
        return set_no_feed(error, _("an HTML page"));
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE, _("no feed but XML with root '%s'"),
                root->name);
    return FALSE;
}

KiriFeed *kiri_feed_parse(KiriStr bytes, const char *url, const char *content_type, GError **error)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, 2 * KIRI_LIMIT_INFLATED_BYTES);
    KiriCharsetReport report;
    if (!kiri_decode(bytes, content_type, KIRI_MARKUP_XML, &text, &report, error))
        return NULL;
    KiriStr view = kiri_str_strip(kiri_buf_view(&text));
    if (view.n == 0) {
        set_no_feed(error, _("an empty document"));
        return NULL;
    }
    g_autoptr(KiriFeed) feed = kiri_feed_new();
    feed->charset = g_strdup(report.charset);
    feed->charset_replaced = (gint64)report.replaced;
    feed->was_charset_label_wrong = report.was_label_wrong;
    KiriFeedReader r = {.feed = feed, .url = url, .offset_min = has_kana(view) ? KIRI_JST_MIN : 0};
    gboolean ok = view.p[0] == '{' || view.p[0] == '[' ? read_json(&r, view, error)
                                                       : read_xml(&r, view, error);
    g_free(r.base);
    return ok ? g_steal_pointer(&feed) : NULL;
}

gboolean kiri_feed_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriFeedInput) input = kiri_record_decode(&kiri_feed_input_shape, in, error);
    if (!input)
        return FALSE;
    KiriStr body = {"", 0};
    if (input->body)
        body.p = g_bytes_get_data(input->body, &body.n);
    g_autoptr(KiriFeed) feed = kiri_feed_parse(body, input->url, input->content_type, error);
    if (!feed)
        return FALSE;
    kiri_record_encode(&kiri_feed_shape, feed, out);
    if (out->is_over) {
        g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                            _("the feed is larger than a worker may answer"));
        return FALSE;
    }
    return TRUE;
}
