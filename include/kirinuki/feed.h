// SPDX-License-Identifier: GPL-3.0-or-later
/* Feeds and sitemaps: RSS 0.9x, 1.0 (RDF), 2.0, Atom 0.3 and 1.0, JSON Feed,
 * sitemaps (with Google's news extension) and sitemap indexes; OPML in and out.
 * No DTD, no entities beyond XML's five and HTML's names, no network.
 *
 * Thread rule: any thread, after kiri_xml_preload(). */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *url, *type;
    gint64 length; // bytes, 0 unknown
} KiriEnclosure;
KIRI_DECLARE_RECORD(KiriEnclosure, enclosure)

typedef struct {
    char *id, *link;         // link absolute
    char *title;             // plain text
    char *summary, *content; // as given: text or HTML
    char **authors;
    KiriTime published, updated;
    char **categories;
    GPtrArray *enclosures; // KiriEnclosure
    char *source_url;      // RSS <source url>: the site that it was taken from; private in JSON
} KiriFeedEntry;
KIRI_DECLARE_RECORD(KiriFeedEntry, feed_entry)

typedef struct {
    char *type; // "rss", "rdf", "atom", "json", "sitemap", "sitemapindex"
    char *title, *link, *language;
    KiriTime updated;
    char *hub, *self;       // not in the plumbing contract; private in JSON
    gint64 ttl_s;           // ttl, sy:updatePeriod/Frequency; 0 unknown
    gint64 entries_dropped; // beyond the limit, or unreadable
    /* Of a sitemap: entries with the extensions for news, images, videos. */
    gint64 news_entries, image_entries, video_entries;
    char *charset;                    // what the bytes were read as: WHATWG name
    gint64 charset_replaced;          // characters that could not be read
    gboolean was_charset_label_wrong; // header or declaration said something else
    GPtrArray *entries;               // KiriFeedEntry; of a sitemapindex: link = child sitemap
} KiriFeed;
KIRI_DECLARE_RECORD(KiriFeed, feed)

/* Everything that the functions here would otherwise load on first use; before
 * the sandbox closes, beside kiri_charset_preload(). */
void kiri_xml_preload(void);

/* Decodes and parses. `url` resolves relative links. Errors: PARSE with what it
 * is instead ("an HTML page"), LIMIT. (transfer full) */
KiriFeed *kiri_feed_parse(KiriStr bytes, const char *url, const char *content_type, GError **error);

typedef struct {
    char *url, *content_type;
    GBytes *body;
} KiriFeedInput;
KIRI_DECLARE_RECORD(KiriFeedInput, feed_input)
/* KiriFeedInput → KiriFeed, as a job of a worker. */
gboolean kiri_feed_job(KiriStr in, KiriBuf *out, GError **error);

/* One outline of an OPML file. */
typedef struct {
    char *title, *xml_url, *html_url;
    char *folder;                           // titles of the outlines above, joined by '/'
    char *medium, *disabled_reason, *terms; // kirinuki's own attributes
    gboolean is_disabled;
} KiriOutline;
KIRI_DECLARE_RECORD(KiriOutline, outline)
typedef struct {
    char *title;
    GPtrArray *outlines; // KiriOutline
} KiriOpml;
KIRI_DECLARE_RECORD(KiriOpml, opml)

/* Errors: PARSE with the line. (transfer full) */
KiriOpml *kiri_opml_parse(KiriStr bytes, GError **error);
void kiri_opml_write(const KiriOpml *opml, KiriBuf *out);
