// SPDX-License-Identifier: GPL-3.0-or-later
/* The crawl: one bounded pass over what is due.
 *
 *   due sources ─▶ robots ─▶ fetch ─▶ feed | sitemap | front page ─▶ due URLs
 *   due URLs    ─▶ robots ─▶ fetch ─▶ extract (worker) ─▶ decision ─▶ one batch
 *
 * Every due source is asked once, then every due URL is fetched, those just found
 * among them; then the pass ends. One request at a time per host, with a pause
 * after it, robots.txt before everything. Finished fetches are committed in
 * groups of 64 or after 200 ms; what was not committed is still due, so a pass
 * that was killed is continued by the next.
 *
 * Thread rule: owner thread only (of store, pool and transport alike). */
#pragma once

#include <kirinuki/clock.h>
#include <kirinuki/nursery.h>
#include <kirinuki/store.h>
#include <kirinuki/transport.h>

typedef struct {
    guint sources_total, sources_done;
    guint pages_total, pages_done; // `total` grows while sources are read
    gint64 articles_new;
    gint64 bytes_received;
} KiriCrawlProgress;

/* Borrowed for the call. */
typedef struct {
    const KiriClock *clock;
    guint gap_ms;           // least pause between two requests to one host; 0: none (own servers)
    const char *contact;    // how sites reach the operator; without it only loopback hosts
    gint64 interval_s;      // between two polls of a source; 0: 30 minutes
    guint first_poll_days;  // how far back the first poll of a source reaches; 0: 3
    gboolean allow_private; // any port; addresses are the transport's business
    char **only_sources;    // ids: these alone, due or not; NULL: all that are due
    guint max_pages;        // pages begun in this pass; 0: 5000
    guint extract_job, feed_job; // numbers of kiri_extract_job and kiri_feed_job in the pool
    void (*progress)(const KiriCrawlProgress *progress, gpointer data); // may be NULL
    gboolean (*should_stop)(gpointer data);                             // may be NULL
    gpointer data;
    gint stop_fd; // readable when should_stop() has changed its mind; -1: none
} KiriCrawlOptions;

/* Counts and failures go to `run`, which is not stored here. A stop is no error:
 * what was finished is committed and `run->was_interrupted` set. Failures of
 * single sources and pages are counted, not returned. Errors: USAGE (a source
 * beyond loopback is due and no contact is given), NOT_FOUND (an id of
 * only_sources), and what the store says when a commit fails. */
gboolean kiri_crawl(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                    const KiriCrawlOptions *options, KiriRun *run, GError **error);

/* "kirinuki/0.1 (+contact)"; contact NULL or empty: without the brackets.
 * (transfer full) */
char *kiri_crawl_user_agent(const char *contact);
/* The name by which robots.txt speaks to us. */
#define KIRI_CRAWL_AGENT "kirinuki"

/* ---- single pages ---- */

/* One page now, for a command that needs one: robots.txt, redirects, pauses and
 * limits as in a crawl; nothing is stored. Errors: USAGE (no http address, no
 * contact), REFUSED (robots.txt, policy), NOT_FOUND (404, 410), NETWORK, LIMIT,
 * CANCELLED. (transfer full) */
KiriPage *kiri_crawl_fetch(KiriTransport *transport, const KiriCrawlOptions *options,
                           const char *url, GError **error);

/* ---- looking at a source before it is taken up ---- */

typedef struct {
    char *url;       // as asked
    char *final_url; // after redirects
    gint kind;       // KiriSourceKind; AUTO: cannot be read
    char *format;    // "rss", "atom", "html", …
    char *title, *language;
    gint64 entries;
    gint64 entries_undated;
    KiriTime newest;
    char **feeds;    // that an HTML page names
    char **samples;  // titles, or addresses, of the first five entries
    char **problems; // in words; empty: all is well
    gint64 http_status;
} KiriSourceProbe;
KIRI_DECLARE_RECORD(KiriSourceProbe, source_probe)

/* Fetches `url` now, robots.txt first, and says what it is. A source that cannot
 * be fetched or read is no error but a problem in the answer. Errors: USAGE (no
 * http address; no contact). (transfer full) */
KiriSourceProbe *kiri_source_probe(KiriPool *pool, KiriTransport *transport,
                                   const KiriCrawlOptions *options, const char *url,
                                   GError **error);
