// SPDX-License-Identifier: GPL-3.0-or-later
/* Sources and what is known of hosts and URLs: the crawler's own nouns.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef enum {
    KIRI_SOURCE_AUTO,    // not fetched yet: found out at the first poll
    KIRI_SOURCE_FEED,    // RSS, RDF, Atom, JSON Feed
    KIRI_SOURCE_SITEMAP, // Google News sitemap, sitemap, sitemap index
    KIRI_SOURCE_PAGE,    // a front or section page without a feed
} KiriSourceKind;
extern const char *const kiri_source_kind_names[]; // auto, feed, sitemap, page

typedef struct {
    char *id; // kiri_hash_id of the canonical URL, first 8 digits
    char *url;
    char *title;
    gint kind;
    char *medium; // id, NULL when unknown
    gboolean is_disabled;
    char *disabled_reason; // shown by `source enable` together with the terms
    char *terms;
    char *role;        // "coverage" (NULL), or "releases" for a followed press feed
    gint64 interval_s; // own choice of the user, 0 = default
    KiriTime added;
    /* State of polling */
    KiriTime last_poll, last_success, last_new, newest_entry, next_due;
    gint64 failures; // in a row
    char *last_error;
    char *etag, *last_modified, *body_hash;     // claims, and what we saw
    gint64 polls, entries_seen, articles_found; // derived totals as of last_poll
} KiriSource;
KIRI_DECLARE_RECORD(KiriSource, source)

/* robots.txt and politeness of one origin (scheme, host, port). */
typedef struct {
    char *origin;
    char *robots;         // body as text, NULL when there is none
    gint64 robots_status; // HTTP status; 0 = never fetched, -1 = unreachable
    KiriTime robots_fetched;
    KiriTime hold_until; // Retry-After, back-off
    gint64 failures;
} KiriHost;
KIRI_DECLARE_RECORD(KiriHost, host)

typedef enum {
    KIRI_URL_DUE,        // known, to be fetched at `due`
    KIRI_URL_DONE,       // became, or confirmed, `article`
    KIRI_URL_ALIAS,      // same content as `article` of the same medium
    KIRI_URL_GONE,       // 404, 410, given up
    KIRI_URL_REFUSED,    // robots, policy
    KIRI_URL_NO_ARTICLE, // fetched; is no article, `reason` says why
} KiriUrlState;
extern const char *const kiri_url_state_names[];

/* What is known of one page URL. `hint_*` are the claims of the feed entry that
 * named it; the extractor hears them as witnesses. */
typedef struct {
    char *url; // canonical
    gint state;
    char *article;
    char *reason;
    char *source;
    char **more_sources; // others that named it before it was fetched
    KiriTime found, due, fetched;
    gint64 http_status;
    gint64 failures;
    char *etag, *last_modified;
    char *hint_title, *hint_summary;
    char **hint_authors, **hint_categories;
    KiriTime hint_published, hint_updated;
} KiriUrlRecord;
KIRI_DECLARE_RECORD(KiriUrlRecord, url_record)
