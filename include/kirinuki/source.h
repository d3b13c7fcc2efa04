// SPDX-License-Identifier: GPL-3.0-or-later
/* Sources and what is known of hosts and URLs: the crawler's own nouns.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>
#include <kirinuki/rhythm.h>

typedef enum {
    KIRI_SOURCE_AUTO,    // not fetched yet: found out at the first poll
    KIRI_SOURCE_FEED,    // RSS, RDF, Atom, JSON Feed
    KIRI_SOURCE_SITEMAP, // Google News sitemap, sitemap, sitemap index
    KIRI_SOURCE_PAGE,    // a front or section page without a feed
} KiriSourceKind;
extern const char *const kiri_source_kind_names[]; // auto, feed, sitemap, page

/* Why a fetch brought nothing. Each kind has its own back-off (crawler/poll/schedule.h)
 * and its own words (kiri_failure_text). */
typedef enum {
    KIRI_FAILURE_NONE,
    KIRI_FAILURE_NAME,      // the name could not be resolved
    KIRI_FAILURE_CONNECT,   // no connection, or it broke off
    KIRI_FAILURE_TIMEOUT,   // no answer in time, or too slow
    KIRI_FAILURE_TLS,       // certificate, handshake, version
    KIRI_FAILURE_PROXY,     // our own proxy refused or could not be reached
    KIRI_FAILURE_PROTOCOL,  // what came was not HTTP as it should be
    KIRI_FAILURE_LIMIT,     // too large, too many headers, too many redirects
    KIRI_FAILURE_POLICY,    // address, port or scheme that we do not ask
    KIRI_FAILURE_ROBOTS,    // robots.txt does not allow it
    KIRI_FAILURE_HOLD,      // the site asked for a pause (429, 503)
    KIRI_FAILURE_FORBIDDEN, // 401, 403, 451
    KIRI_FAILURE_MISSING,   // 404
    KIRI_FAILURE_GONE,      // 410, and statuses that will not change
    KIRI_FAILURE_SERVER,    // 5xx
    KIRI_FAILURE_CONTENT,   // an answer that is not what it should be (HTML for a feed)
    KIRI_FAILURE_EMPTY,     // an answer without a body
    KIRI_N_FAILURES
} KiriFailure;
extern const char *const kiri_failure_names[]; // none, name, connect, …

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
    gint64 interval_s; // own choice of the user, 0 = learned
    char *via;         // where it was found (robots.txt, page); NULL: named by a person
    KiriTime added;
    KiriTime backfill_from; // older entries are wanted back to here; unset: no wish
    KiriTime covered_from;  // 収集開始日: from here on nothing should be missing
    /* State of polling */
    KiriTime last_poll, last_success, last_new, newest_entry, next_due;
    gint64 failures; // in a row
    char *last_error;
    char *etag, *last_modified, *body_hash;     // claims, and what we saw
    gint64 polls, entries_seen, articles_found; // derived totals as of last_poll
    gint failure;                               // KiriFailure of the last poll
    KiriTime failing_since;                     // of the run of failures that lasts
    gint64 hint_s;               // what the source itself says of its interval; 0: nothing
    gint64 validator_lies;       // answers that kept their validators while the body changed
    gboolean ignores_validators; // … so often that they are not used any more
    gint64 validator_truths;     // answers that brought news and changed them
    KiriTime hour_began;         // of the hour that `hour_taken` counts
    gint64 hour_taken;           // new URLs taken in it
    KiriRhythm *rhythm;          // how often it brings news; NULL: nothing learned yet
    char **forms_today;          // of a page: the day, then "<n> <form of addresses>" taken on it
    gint64 backfill_at;          // how many older sitemaps of the index have been read for it
    /* Of an index without dates, which of the sitemaps behind the first few comes
     * next: n until all have been read once, then -1 - n. */
    gint64 children_at;
} KiriSource;
KIRI_DECLARE_RECORD(KiriSource, source)
#define KIRI_BACKFILL_DONE (-1) // backfill_at: everything back to backfill_from has been read

/* robots.txt and politeness of one origin (scheme, host, port). */
typedef struct {
    char *origin;
    char *robots;         // body as text, NULL when there is none
    gint64 robots_status; // HTTP status; 0 = never fetched, -1 = unreachable
    KiriTime robots_fetched;
    KiriTime hold_until; // Retry-After, back-off
    gint64 failures;
    gint64 response_ms;       // how long it takes to answer, smoothed; 0: not known
    gboolean is_pause_wished; // hold_until: by 429 or 503, for all origins of the host name
    KiriTime last_request;    // kept where Crawl-delay is beyond 300 s
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
    char *entry_id;              // guid of the feed entry; an id, not a place
    gint64 revisits;             // looks at an article after the first, planned or done
    KiriTime revisit_from;       // the look that the plan of revisits counts from
    KiriTime missing_since;      // the page of a known article was not there; first time seen
    gboolean ignores_validators; // they stayed while the page changed
} KiriUrlRecord;
KIRI_DECLARE_RECORD(KiriUrlRecord, url_record)
