// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of one pass, for the sources of the crawl alone.
 *
 *   crawl.c         the loop: start what may start, take answers, commit
 *   robots_cache.c  origins and their robots.txt
 *   fetch_step.c    an answer's meaning: redirect, pause, failure, page
 *   poll.c          what a source's answer brings
 *   poll_entries.c  entries to due URLs
 *   page.c          what a page's answer brings
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
 * 3. Nothing here waits but crawl.c's loop.
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/crawl.h>
#include <kirinuki/feed.h>
#include <kirinuki/intake.h>
#include <kirinuki/url.h>

#include "politeness.h"

typedef struct KiriTask KiriTask;

/* ---- origins ---- */

typedef enum {
    KIRI_ROBOTS_UNKNOWN,
    KIRI_ROBOTS_FETCHING,
    KIRI_ROBOTS_KNOWN,
    KIRI_ROBOTS_HELD, // no request to this origin in this pass
} KiriRobotsState;

typedef struct {
    KiriHost *record;
    KiriRobotsState state;
    gint64 held_until_us; // wall clock
    gboolean is_refused;  // held for good: policy
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
    gboolean is_sitemap;   // links must stay within the site
    gboolean is_unchanged; // 304, or the same bytes again
    gboolean is_front_page;
    gint64 hold_until_us;
    char *failure;          // the first one, in words
    KiriFailure failed_for; // and its kind
    /* Claims of the answer, kept once it was read. */
    char *etag, *last_modified, *body_hash;
} KiriPoll;

struct KiriTask {
    KiriTaskKind kind;
    char *url;        // to be asked next
    char *requested;  // what was asked first
    guint rank;       // order within the lane: what is begun is ended first
    gint64 newest_us; // then newest first
    guint hops, holds;
    KiriOrigin *origin; // of `url`; for robots the one they are for
    KiriLane *lane;
    GSequenceIter *place; // in the lane, NULL when not there

    guint job; // number and input of the job while it waits for a worker
    GBytes *input;

    KiriPoll *poll; // SOURCE
    guint depth;    // of sitemap indexes

    KiriUrlRecord *record; // PAGE: as stored
    GPtrArray *pages;      // KiriPage: parts so far
    KiriExtracted *whole;  // parts so far, joined
    GPtrArray *companions; // tasks that wait for this one
    gboolean is_waiting;   // is a companion
    gboolean is_refuted;   // the canonical URL it named is no article
};

struct KiriCrawler {
    KiriStore *store;
    KiriPool *pool;
    KiriTransport *transport;
    const KiriCrawlOptions *o;
    KiriRun *run;
    KiriIntake *intake;
    KiriPoliteness *politeness;
    GHashTable *origins;   // "https://host" → KiriOrigin
    GHashTable *pages;     // URL → KiriTask of a page that is not decided
    GHashTable *ports;     // ports that configured sources use
    GHashTable *fetching;  // KiriTask at the transport
    GHashTable *parsing;   // KiriTask at the pool
    GQueue parse;          // KiriTask waiting for room in the pool
    guint finished;        // fetches in the batch
    gint64 batch_since_us; // monotonic
    guint max_pages, pages_begun;
    KiriCrawlProgress progress;
};

gint64 kiri_crawler_now_us(const KiriCrawler *c);
gint64 kiri_crawler_own_gap_us(const KiriCrawler *c);

/* May this address be asked at all: http, port, contact? NULL: yes; else why not
 * (static). */
const char *kiri_crawler_refuses(const KiriCrawler *c, const char *url);

KiriTask *kiri_task_new(KiriTaskKind kind, const char *url);
void kiri_task_free(KiriTask *task);
/* Puts a task into the lane of its URL's host (taken over). */
void kiri_crawler_enqueue(KiriCrawler *c, KiriTask *task, guint rank);
enum { KIRI_RANK_ROBOTS, KIRI_RANK_CONTINUED, KIRI_RANK_SOURCE, KIRI_RANK_PAGE };

/* Sends the record, a job's input, to a worker; the result comes back to the
 * task. */
void kiri_crawler_parse(KiriCrawler *c, KiriTask *task, guint job, const KiriShape *shape,
                        gconstpointer record);
/* One more finished fetch is in the batch. */
void kiri_crawler_count_finished(KiriCrawler *c);
/* A poll has ended, and its source has a new due time. */
void kiri_crawler_source_done(KiriCrawler *c, const KiriSource *source);
void kiri_crawler_note_failure(KiriCrawler *c, const char *subject, const char *what);

/* ---- robots_cache.c ---- */

KiriOrigin *kiri_crawler_origin(KiriCrawler *c, const char *url);
void kiri_origin_free(gpointer origin);
/* Pauses an origin until then, in this pass and in the store. */
void kiri_origin_hold(KiriCrawler *c, KiriOrigin *origin, gint64 until_us, KiriFailure failure,
                      const char *why);
void kiri_origin_recovered(KiriCrawler *c, KiriOrigin *origin);
/* Begins the fetch of robots.txt if it must be known first. */
void kiri_origin_prepare(KiriCrawler *c, KiriOrigin *origin);
/* May `url` be asked, by a robots.txt that is known? Takes Crawl-delay into the
 * lane. */
gboolean kiri_origin_allows(KiriCrawler *c, KiriOrigin *origin, KiriLane *lane, const char *url);
/* The answer to a robots task (taken over). */
void kiri_robots_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_robots_failed(KiriCrawler *c, KiriTask *task, KiriFailure failure, const char *why,
                        gboolean is_lasting);

/* ---- fetch_step.c ---- */

/* Takes the answer to a task (task taken over). */
void kiri_crawler_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
/* The ways in which a task ends without an answer to look at, and the kind of
 * failure that led to it. Each takes the task over. */
typedef enum {
    KIRI_END_RETRY,   // another time
    KIRI_END_MISSING, // 404
    KIRI_END_GONE,
    KIRI_END_REFUSED,
    KIRI_END_HELD, // until the origin's pause is over
} KiriEnd;
void kiri_task_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why);

/* ---- poll.c ---- */

void kiri_poll_begin(KiriCrawler *c, KiriSource *source); // taken over
void kiri_poll_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_poll_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result);
void kiri_poll_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure,
                   const char *why);
void kiri_poll_free(KiriPoll *poll);

/* ---- poll_entries.c ---- */

/* Makes due URLs of what a poll brought; returns how many are new. */
guint kiri_poll_take_entries(KiriCrawler *c, KiriPoll *poll);
/* The time an entry is dated by, unset if it has none that can be believed. */
KiriTime kiri_entry_time(const KiriFeedEntry *entry, gint64 now_us);

/* ---- page.c ---- */

void kiri_page_begin(KiriCrawler *c, const KiriUrlRecord *record);
void kiri_page_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r);
void kiri_page_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result);
void kiri_page_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why);
/* Not fetched in this pass: it stays due. */
void kiri_page_leave(KiriCrawler *c, KiriTask *task);
/* A redirect of a page to an article that is known ends the task: TRUE. */
gboolean kiri_page_leads_to_known(KiriCrawler *c, KiriTask *task, const char *url);
