// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding the sources of a site: feeds that its pages name, sitemaps that its
 * robots.txt names (RFC 9309 with the Sitemap lines of
 * https://www.sitemaps.org/protocol.html#submit_robots), its front page; each looked
 * at, judged and ranked.
 *
 *   address ─▶ page ─▶ <link rel=alternate>, links to feeds, page of feeds ─┐
 *      │                                                                    ├─▶ look ─▶ judge
 *      └────▶ robots.txt ─▶ sitemaps ─▶ children of indexes ───────────────┘
 *      (where nothing is named: the customary addresses)
 *
 * Thread rule: owner thread only (of pool and transport). */
#pragma once

#include <kirinuki/crawl.h>

typedef struct {
    char *url;
    gint kind;    // KiriSourceKind
    char *format; // "rss", "sitemap", "html" …
    char *title, *language;
    gint64 entries, entries_undated;
    gint64 entries_recent; // of the last 7 days
    KiriTime newest;
    char *via;      // "page", "feed list", "robots.txt", "sitemap index", "guess", "itself"
    char *found_on; // the address that named it
    gboolean is_good;
    char *reason; // why it is good or not, in words
    gint64 rank;  // larger is better
} KiriFoundSource;
KIRI_DECLARE_RECORD(KiriFoundSource, found_source)

typedef struct {
    char *url;        // as asked
    char *site;       // registrable domain
    char *title;      // of the site
    char *language;   // of its front page
    GPtrArray *found; // KiriFoundSource, best first
    char **problems;  // what could not be looked at, in words
    gint64 requests;
} KiriDiscovery;
KIRI_DECLARE_RECORD(KiriDiscovery, discovery)

/* Looks for the sources of the site at `url`. Asks at most some forty addresses,
 * with the host's pauses. What fails is a problem of the answer. Errors: USAGE (no
 * http address, no contact), CANCELLED. (transfer full) */
KiriDiscovery *kiri_discover(KiriPool *pool, KiriTransport *transport,
                             const KiriCrawlOptions *options, const char *url, GError **error);

/* A source by its found form, not stored; `via` says where it was found. NULL when
 * its address is none. (transfer full) */
KiriSource *kiri_found_source_take(const KiriFoundSource *found, gint64 now_us);
