// SPDX-License-Identifier: GPL-3.0-or-later
/* The crawl: a bounded pass over what is due, or one that goes on for ever.
 *
 *   due sources ─▶ robots ─▶ fetch ─▶ feed | sitemap | front page ─▶ due URLs
 *   due URLs    ─▶ robots ─▶ fetch ─▶ extract (worker) ─▶ decision ─▶ one batch
 *
 * In a bounded pass every due source is asked once, then every due URL is fetched,
 * those just found among them; then the pass ends. A continuous crawl takes up
 * sources and URLs as they become due. One request at a time per host (unless
 * configured), with a pause after it that grows with the time the host takes to
 * answer, robots.txt before everything. Memory holds a bounded number of pages, few
 * of each host; the others stay due in the store and have their turn. Finished
 * fetches are committed in groups of 64 or after 200 ms; what was not committed is
 * still due, so a crawl that was killed is continued by the next.
 *
 * Others may write to the same store meanwhile: of a source a crawl writes no more
 * than what its polls found.
 *
 * Thread rule: owner thread only (of pool and transport alike), but
 * kiri_crawler_reload() from any thread. */
#pragma once

#include <kirinuki/clock.h>
#include <kirinuki/nursery.h>
#include <kirinuki/site_rule.h>
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
    guint gap_ms;        // least pause between two requests to one host; 0: none (own servers)
    const char *contact; // how sites reach the operator; without it only loopback hosts
    gint64 interval_s;   // between two polls of a source of which nothing is known; 0: 30 min
    gint64 floor_s;      // polls of a source are never closer; 0: 60
    gint64 ceiling_s;    // nor, while it answers, further apart; 0: 6 hours
    guint connections_per_host;  // 0: 1
    gboolean is_continuous;      // goes on as things become due, until it is stopped
    guint first_poll_days;       // how far back the first poll of a source reaches; 0: 3
    gboolean allow_private;      // any port; addresses are the transport's business
    char **only_sources;         // ids: these alone, due or not; NULL: all that are due
    guint max_pages;             // pages begun in a bounded pass; 0: 5000
    guint extract_job, feed_job; // numbers of kiri_extract_job and kiri_feed_job in the pool
    const KiriSiteRules *rules;  // of single sites; NULL: none
    void (*progress)(const KiriCrawlProgress *progress, gpointer data); // may be NULL
    gboolean (*should_stop)(gpointer data);                             // may be NULL
    gpointer data;
    gint stop_fd; // readable when should_stop() has changed its mind; -1: none
} KiriCrawlOptions;

typedef struct KiriCrawler KiriCrawler;

/* Reads the sources and takes up what is due. All arguments are borrowed until
 * free. Errors: as kiri_crawl(). (transfer full) */
KiriCrawler *kiri_crawler_new(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                              const KiriCrawlOptions *options, GError **error);
/* Where counts and failures go from now on; borrowed until the next call. */
void kiri_crawler_set_run(KiriCrawler *crawler, KiriRun *run);
/* Starts what may start, waits up to `most_us` for something to happen, takes what
 * came, commits when it is time. kiri_transport_wake() ends the wait. FALSE with
 * error when what was fetched cannot be stored: the end. */
gboolean kiri_crawler_turn(KiriCrawler *crawler, gint64 most_us, GError **error);
/* A bounded pass: nothing is left to do. A continuous crawl: never. */
gboolean kiri_crawler_is_done(const KiriCrawler *crawler);
/* Sources were added, changed or removed in the store, URLs made due, or the
 * options changed (by the owner): from the next turn on that counts. From any
 * thread; kiri_transport_wake() makes the next turn come at once. */
void kiri_crawler_reload(KiriCrawler *crawler);
/* While it shall rest no request is started; turns take what is under way. TRUE when
 * nothing is under way and all is committed. The end of a rest counts as a request to
 * every host, since somebody else may have asked it meanwhile. */
gboolean kiri_crawler_rest(KiriCrawler *crawler, gboolean shall_rest);
/* Gives up what is under way, lets the workers finish, commits. */
gboolean kiri_crawler_stop(KiriCrawler *crawler, GError **error);
void kiri_crawler_free(KiriCrawler *crawler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriCrawler, kiri_crawler_free)

/* What a look from outside (status, metrics) wants to know. */
typedef struct {
    guint sources, sources_due, hosts, hosts_held, under_way, parsing, pages_waiting;
    gsize robots_bytes; // of robots.txt in memory, at most KIRI_LIMIT_ROBOTS_IN_MEMORY and
                        // those of hosts that are being asked
    gint64 next_due_us; // of the first source that is not due yet; G_MAXINT64: none
} KiriCrawlState;
KiriCrawlState kiri_crawler_state(const KiriCrawler *crawler);

/* The whole of a bounded pass: new, turns until it is done or stopped, free.
 * Counts and failures go to `run`, which is not stored here. A stop is no error:
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

/* One exchange on the way to an answer, or why there was none. */
typedef struct {
    char *url;
    gint64 status;      // 0: no answer came
    char *location;     // of a redirect, as the site gave it
    char *content_type; // likewise
    char *peer;         // numeric address that answered; NULL behind a proxy
    gint64 elapsed_ms, body_bytes;
    gint failure;       // KiriFailure; NONE when an answer came
    char *problem;      // in words
    char *oddity;       // what is wrong with an answer that counts all the same
    gint64 rule_line;   // of robots.txt, the line that forbids it; 0: none
    char *rule;         // that line
    gboolean is_robots; // the request was for robots.txt itself
} KiriExchange;
KIRI_DECLARE_RECORD(KiriExchange, exchange)

typedef struct {
    char *url;       // as asked
    char *final_url; // after redirects
    gint kind;       // KiriSourceKind; AUTO: cannot be read
    char *format;    // "rss", "atom", "html", …
    char *title, *language;
    gint64 entries;
    gint64 entries_undated, entries_in_future;
    gint64 entries_recent; // of the last 7 days
    KiriTime newest;
    char **feeds;    // that an HTML page names
    char **samples;  // titles, or addresses, of the first five entries
    char **problems; // in words; empty: all is well
    gint64 http_status;
    gint failure;         // KiriFailure
    char *content_type;   // as the server calls it
    char **advice;        // what it means and what to do, in words
    GPtrArray *exchanges; // KiriExchange, in order
} KiriSourceProbe;
KIRI_DECLARE_RECORD(KiriSourceProbe, source_probe)

/* Fetches `url` now, robots.txt first, and says what it is. A source that cannot
 * be fetched or read is no error but a problem in the answer, with advice. Errors:
 * USAGE (no http address; no contact). (transfer full) */
KiriSourceProbe *kiri_source_probe(KiriPool *pool, KiriTransport *transport,
                                   const KiriCrawlOptions *options, const char *url,
                                   GError **error);
/* The same for a source that is followed: what it brings now is held against what is
 * known of it (kind, validators that lie, rhythm and silence, failures since when). */
KiriSourceProbe *kiri_source_probe_known(KiriPool *pool, KiriTransport *transport,
                                         const KiriCrawlOptions *options, const KiriSource *source,
                                         GError **error);
