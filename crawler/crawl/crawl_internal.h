// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of a crawl, for the sources of the crawl alone.
 *
 *   crawl.c         the object: begin, turn, reload, stop
 *   crawl_loop.c    start what may start, take answers, commit
 *   due.c           sources, and when each is due
 *   backlog.c       page URLs that are due, taken from the store as there is room
 *   politeness.c    lanes: pauses of hosts, and who comes next
 *   robots_cache.c  origins and their robots.txt
 *   fetch_step.c    an answer's meaning: redirect, pause, failure, page
 *   poll.c          what a source's answer brings
 *   poll_*.c        entries to due URLs
 *   page.c          what a page's answer brings
 *   page_again.c    the same for a page whose article is known
 *
 * Life of a task:
 *
 *   in a lane ─▶ under way ─▶ (redirect, next part, short pause: in a lane again)
 *                    │
 *                    ├─▶ being parsed ─▶ decided ─▶ in the batch ─▶ freed
 *                    └─▶ failed, held, refused ─▶ in the batch ─▶ freed
 *
 * Invariants:
 * 1. A task is in exactly one place: a lane, the transport, the pool's queue, or
 *    (pages that name a canonical URL) the companions of another task.
 * 2. A task that is freed without a record put stays due in the store.
 * 3. Nothing here waits but kiri_crawler_turn().
 * 4. A source is polled by one task at a time; what is in memory of sources is
 *    read from the store when a poll begins, so that others may change them.
 * 5. No turn costs more with more hosts, sources or due URLs than a few steps of a
 *    search tree, but for looks at the clock's slow hand (sweeps, reloads).
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/crawl.h>
#include <kirinuki/feed.h>
#include <kirinuki/intake.h>
#include <kirinuki/url.h>

#include "fetch/politeness.h"

typedef struct KiriTask KiriTask;

/* The ways in which a task ends without an answer to look at. */
typedef enum {
    KIRI_END_RETRY,   // another time
    KIRI_END_MISSING, // 404
    KIRI_END_GONE,
    KIRI_END_REFUSED,
    KIRI_END_HELD, // until the origin's pause is over
} KiriEnd;

/* ---- origins ---- */

typedef enum {
    KIRI_ROBOTS_UNKNOWN,
    KIRI_ROBOTS_FETCHING,
    KIRI_ROBOTS_KNOWN,
    KIRI_ROBOTS_HELD, // no request to this origin until then
} KiriRobotsState;

typedef struct {
    KiriHost *record;
    KiriRobotsState state;
    KiriLane *lane;        // of its host
    guint n_tasks;         // that point here
    gint64 used_us;        // monotonic: one began to point here
    gint64 recheck_us;     // wall clock: robots.txt is asked for again
    guint robots_failures; // in a row, while the old copy counts
    gint64 held_until_us;  // wall clock
    KiriEnd held_end;      // what that is for its tasks: HELD, or what our policy says
    char *held_why;
    KiriFailure held_for; // the kind of it
} KiriOrigin;

/* ---- tasks ---- */

typedef enum { KIRI_TASK_ROBOTS, KIRI_TASK_SOURCE, KIRI_TASK_PAGE } KiriTaskKind;

/* A source that is being polled; a sitemap index makes several requests of it. */
typedef struct {
    KiriSource *source;
    guint pending;         // requests not yet taken in
    GPtrArray *entries;    // KiriFeedEntry
    GHashTable *standing;  // those of sitemaps that were there unread; NULL: none
    gint64 next_child;     // source->children_at, once the poll has gone well
    gboolean is_sitemap;   // links must stay within the site
    gboolean is_unchanged; // 304, or the same bytes again
    gboolean was_answered; // with bytes, whatever they are
    gboolean is_front_page;
    gboolean has_child_to_retry; // a further sitemap could not be had this time
    gint64 hold_until_us;
    char *failure;          // the first one, in words
    KiriFailure failed_for; // and its kind
    /* Stored validators that this poll does without. */
    char *kept_etag, *kept_last_modified;
    /* Claims of the answer, kept once it was read. */
    char *etag, *last_modified, *body_hash;
    gint64 hint_s; // how often it wants to be asked; 0: it does not say
    /* For the rhythm: what the source named for the first time. */
    GArray *times; // gint64
    guint n_undated;
    gint64 oldest_us;       // of all that is dated; G_MAXINT64: nothing is
    gboolean has_older;     // older sitemaps that are wanted are left for another poll
    gboolean is_cut;        // … or older entries
    gboolean is_over_limit; // new entries are left out: too many within the hour
    gboolean has_left_out;  // … or too many of one form of address today
} KiriPoll;

struct KiriTask {
    KiriTaskKind kind;
    char *url;        // to be asked next
    char *requested;  // what was asked first
    guint rank;       // order within the lane: what is begun is ended first
    gint64 newest_us; // then the greater first: published; of sources the time they are overdue
    guint hops, holds;
    KiriOrigin *origin; // of `url`; for robots the one they are for
    KiriLane *lane;
    GSequenceIter *place; // in one of the lane's two sequences, NULL when not there

    guint job; // number and input of the job while it waits for a worker
    GBytes *input;

    KiriPoll *poll;         // SOURCE
    guint depth;            // of sitemap indexes
    gboolean is_first_look; // at a sitemap that was there all the time

    KiriUrlRecord *record;   // PAGE: as stored
    GPtrArray *pages;        // KiriPage: parts so far
    KiriExtracted *whole;    // parts so far, joined
    GPtrArray *companions;   // tasks that wait for this one
    gboolean is_waiting;     // is a companion
    gboolean is_refuted;     // the canonical URL it named is no article
    gboolean is_whole_view;  // what is asked for shows all parts on one page
    gboolean is_conditional; // validators were sent
};

/* Where the looks for due URLs stand: see backlog.c. */
typedef struct {
    gint64 recent_us;           // wall clock: what became due before was looked at
    gint64 cursor_us;           // and where the look at the older ones goes on
    char *cursor_url;           // NULL: at the first one
    gboolean has_more;          // URLs that are due were left out for lack of room
    gboolean left_out;          // … in the look that is going on
    gboolean is_full;           // … for lack of room for any host
    gboolean is_urgent;         // there is room again
    gint64 looked_us, began_us; // monotonic: the last look, and the last from the first one on
} KiriBacklog;

struct KiriCrawler {
    KiriStore *store;
    KiriPool *pool;
    KiriTransport *transport;
    const KiriCrawlOptions *o;
    KiriRun *run;     // borrowed, or own_run
    KiriRun *own_run; // until one is set
    KiriIntake *intake;
    KiriPoliteness *politeness;
    GHashTable *origins;   // "https://host" → KiriOrigin
    gsize robots_bytes;    // of all robots.txt in them
    GHashTable *pages;     // URL → KiriTask of a page that is not decided
    GHashTable *ports;     // ports that configured sources use
    GHashTable *sources;   // id → KiriDue
    GSequence *due;        // KiriDue of sources that wait, by time
    GHashTable *fetching;  // KiriTask at the transport
    GHashTable *parsing;   // KiriTask at the pool
    GQueue parse;          // KiriTask waiting for room in the pool
    guint polling;         // sources that are being polled
    guint finished;        // fetches in the batch
    gint64 batch_since_us; // monotonic
    guint max_pages, pages_begun;
    KiriBacklog backlog;
    gint must_reload;     // atomic
    gint64 revisit_at_us; // monotonic: looks to be taken regularly
    GHashTable *urgent;   // source id → µs until when it is watched urgently
    gint64 urgent_at_us;  // topics are looked at again
    gint64 sweep_at_us;
    gint64 clock_offset_us;   // wall clock less monotonic, to notice jumps
    guint64 *clean_links;     // see kiri_link_is_clean()
    guint64 *settled_entries; // see kiri_entry_is_settled()
    GHashTable *rule_states;  // name → KiriRuleState, as in the batch; NULL: none
    gboolean is_stopped, is_resting;
    KiriCrawlProgress progress;
};

gint64 kiri_crawler_now_us(const KiriCrawler *c);
gint64 kiri_crawler_own_gap_us(const KiriCrawler *c);

/* ---- urgent.c ---- */

/* Reads again which sources are watched urgently; … when it is time to, and lets the due
 * times follow. */
gboolean kiri_urgent_load(KiriCrawler *c, GError **error);
gboolean kiri_urgent_look(KiriCrawler *c, GError **error);
gboolean kiri_urgent_is(const KiriCrawler *c, const char *source);
/* When the source is due that would be at `due_us`. */
gint64 kiri_urgent_due_us(const KiriCrawler *c, const KiriSource *source, gint64 due_us);

/* ---- crawl_loop.c ---- */

/* Starts requests as far as pauses, connections and workers allow. */
void kiri_crawler_start_what_may(KiriCrawler *c);
/* Takes what has come from the transport and from the workers. */
void kiri_crawler_take_answers(KiriCrawler *c);
void kiri_crawler_take_results(KiriCrawler *c);
/* Lets the workers finish what they hold; nothing more is sent to them. */
void kiri_crawler_finish_parsing(KiriCrawler *c);
gboolean kiri_crawler_commit(KiriCrawler *c, GError **error);
gint64 kiri_crawler_commit_left_us(const KiriCrawler *c); // G_MAXINT64: nothing to commit
gboolean kiri_crawler_is_idle(const KiriCrawler *c);      // no task anywhere
gint64 kiri_crawler_lanes_wait_us(const KiriCrawler *c);  // until a request may start; -1: never

/* May this address be asked at all: http, port, contact? NULL: yes; else why not
 * (static). */
const char *kiri_crawler_refuses(const KiriCrawler *c, const char *url);
/* The same, in English: whole feeds are asked about. */
const char *kiri_crawler_refuses_url(const KiriCrawler *c, const KiriUrl *url);
gint kiri_crawler_port(const KiriUrl *url);

KiriTask *kiri_task_new(KiriTaskKind kind, const char *url);
void kiri_task_free(KiriTask *task);
void kiri_task_set_origin(KiriCrawler *c, KiriTask *task, KiriOrigin *origin);
/* The same for a task that is nowhere and whose poll is given up with it. */
void kiri_task_drop(gpointer task);
/* Puts a task into the lane of its URL's host (taken over). */
void kiri_crawler_enqueue(KiriCrawler *c, KiriTask *task, guint rank);
enum { KIRI_RANK_ROBOTS, KIRI_RANK_CONTINUED, KIRI_RANK_SOURCE, KIRI_RANK_PAGE };

/* Sends the record, a job's input, to a worker; the result comes back to the
 * task. */
void kiri_crawler_parse(KiriCrawler *c, KiriTask *task, guint job, const KiriShape *shape,
                        gconstpointer record);
/* One more finished fetch is in the batch. */
void kiri_crawler_count_finished(KiriCrawler *c);
void kiri_crawler_note_failure(KiriCrawler *c, const char *subject, const char *what);

/* ---- due.c ---- */

/* A source in memory: little more than when it is due. */
typedef struct {
    char *id;
    gint64 due_us;
    GSequenceIter *place; // in KiriCrawler.due; NULL: being polled, or done with
    gboolean is_polling;
    gboolean is_seen; // while the store is being read
} KiriDue;
void kiri_due_free(gpointer due);
/* Reads the sources: at the beginning (is_first) or again. Errors: as kiri_crawl(). */
gboolean kiri_due_load(KiriCrawler *c, gboolean is_first, GError **error);
/* Begins the polls whose time has come. */
void kiri_due_begin(KiriCrawler *c);
gint64 kiri_due_next_us(const KiriCrawler *c); // wall clock; G_MAXINT64: none
/* Is the source of a poll still to be polled? */
gboolean kiri_due_is_wanted(const KiriCrawler *c, const KiriSource *source);
gboolean kiri_crawler_is_selected(const KiriCrawler *c, const char *source);
/* A poll has ended, and its source has a new due time. */
void kiri_crawler_source_done(KiriCrawler *c, const KiriSource *source);

/* ---- backlog.c ---- */

/* Looks for due URLs in the store, if it is time to, and begins as many as there
 * is room for. */
gboolean kiri_backlog_look(KiriCrawler *c, GError **error);
gint64 kiri_backlog_wait_us(const KiriCrawler *c); // until the next look; G_MAXINT64: none
/* Others may have made URLs due: looks at all of them. */
void kiri_backlog_reload(KiriCrawler *c);
/* Begins the page if there is room for it, else leaves it due. */
void kiri_crawler_offer_page(KiriCrawler *c, const KiriUrlRecord *record);
/* A page task left its lane: perhaps there is room again. */
void kiri_backlog_note_room(KiriCrawler *c, KiriLane *lane);

/* ---- robots_cache.c ---- */

KiriOrigin *kiri_crawler_origin(KiriCrawler *c, const char *url);
void kiri_origin_free(gpointer origin);
/* The state of an origin as of now: pauses end, and rules grow old. */
KiriRobotsState kiri_origin_state(KiriCrawler *c, KiriOrigin *origin);
/* Forgets origins without tasks that nobody asked for lately. */
void kiri_origins_sweep(KiriCrawler *c);
/* Takes over what the lane learned about the time to answer. */
void kiri_origin_note_response(KiriCrawler *c, KiriOrigin *origin);
/* Pauses an origin until then, in this pass and in the store; for HOLD, which is what
 * a site asks for, all origins of its host. */
void kiri_origin_hold(KiriCrawler *c, KiriOrigin *origin, gint64 until_us, KiriFailure failure,
                      const char *why);
void kiri_origin_recovered(KiriCrawler *c, KiriOrigin *origin);
/* Did the host ask for a pause that lasts? */
gboolean kiri_lane_is_held(const KiriCrawler *c, const KiriLane *lane);
/* A request goes out to a host that wants very few: remembered over restarts. */
void kiri_origin_note_request(KiriCrawler *c, KiriOrigin *origin);
/* The host that a robots task would ask pauses: so does the origin (taken over). */
void kiri_robots_put_off(KiriCrawler *c, KiriTask *task);
/* Begins the fetch of robots.txt if it must be known first. */
void kiri_origin_prepare(KiriCrawler *c, KiriOrigin *origin);
/* May `url` be asked, by a robots.txt that is known? */
gboolean kiri_origin_allows(const KiriOrigin *origin, const char *url);
/* The answer to a robots task (taken over). `end` is HELD, or what our policy says of
 * all tasks of the origin. */
void kiri_robots_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_robots_failed(KiriCrawler *c, KiriTask *task, KiriFailure failure, const char *why,
                        KiriEnd end);

/* ---- fetch_step.c ---- */

/* Where a redirect leads: absolute, without fragment, user name and password; NULL
 * when that is no web page. (transfer full) */
char *kiri_redirect_target(const char *location, const char *base);
/* Takes the answer to a task (task taken over). */
void kiri_crawler_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
/* The task ends without an answer to look at (taken over). */
void kiri_task_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why);

/* ---- poll.c ---- */

void kiri_poll_begin(KiriCrawler *c, KiriSource *source); // taken over
void kiri_poll_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_poll_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result);
void kiri_poll_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure,
                   const char *why);
void kiri_poll_free(KiriPoll *poll);

/* ---- clean_links.c ---- */

/* Feeds name the same links at every poll, and most of them are the canonical
 * address already: what was found so once need not be worked out again. `site` is
 * the one that links must stay within, or NULL. A note may be lost, never wrong but
 * where two 64-bit hashes are equal. */
gboolean kiri_link_is_clean(const KiriCrawler *c, const char *link, const char *site);
void kiri_link_note_clean(KiriCrawler *c, const char *link, const char *site);
/* Did a source name this very entry before, and was its URL known then, from that
 * source too, with this headline and time? The hash is of all of that. */
gboolean kiri_entry_is_settled(const KiriCrawler *c, guint64 hash);
void kiri_entry_note_settled(KiriCrawler *c, guint64 hash);
/* What may be asked has changed. */
void kiri_links_forget(KiriCrawler *c);

/* ---- poll_entries.c ---- */

/* Makes due URLs of what a poll brought; returns how many are new. */
guint kiri_poll_take_entries(KiriCrawler *c, KiriPoll *poll);
/* The time an entry is dated by, unset if it has none that can be believed. */
KiriTime kiri_entry_time(const KiriFeedEntry *entry, gint64 now_us);

/* ---- rule_use.c ---- */

/* The rule for a page. (transfer full), NULL for none. */
KiriSiteRule *kiri_crawler_rule_for(const KiriCrawler *c, const char *url);
/* What the rule of a page found on it, for the rule's account. */
void kiri_crawler_note_rule(KiriCrawler *c, const char *url, const KiriExtracted *extracted);
/* The batch with the accounts is written. */
void kiri_crawler_forget_rule_states(KiriCrawler *c);

/* ---- page.c ---- */

void kiri_page_begin(KiriCrawler *c, const KiriUrlRecord *record);
/* The validators of a page that is looked at again, where they may be trusted. */
void kiri_page_add_validators(KiriCrawler *c, KiriTask *task, KiriRequest *request);
void kiri_page_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_page_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result);
void kiri_page_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why);
/* Not fetched in this pass: it stays due. */
void kiri_page_leave(KiriCrawler *c, KiriTask *task);
/* A redirect of a page to an article that is known ends the task: TRUE. */
gboolean kiri_page_leads_to_known(KiriCrawler *c, KiriTask *task, const char *url);
