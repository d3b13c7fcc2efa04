// SPDX-License-Identifier: GPL-3.0-or-later
/* Lanes: one per host, so that a host sees one request at a time (or as many as
 * are configured) and a pause after each, whatever its sources, schemes and ports
 * are.
 *
 *        ┌────────── pause over ◀─────────┐
 *   idle ── start ──▶ busy ── finish ──▶ pausing
 *
 * The pause is the longest of three: the crawl's own gap, the site's Crawl-delay,
 * and five times what the host usually takes to answer, at most 30 seconds.
 *
 * Lanes that have something to do stand in two queues by the time at which they
 * may go on, so that finding the next one costs the same with ten lanes and with
 * ten thousand, and who waited longest comes first. Lanes of hosts that answer
 * slowly stand in a queue of their own: together they get at most half of the
 * connections.
 *
 * At the start of a crawl every host counts as just visited: the pause holds over
 * restarts and crashes without a write per request.
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/clock.h>

typedef struct {
    char *host;
    GSequence *tasks;      // of the owner: robots.txt, what was begun, polls
    GSequence *pages;      // of the owner: pages not begun
    gint64 ready_us;       // monotonic: no request before
    gint64 pages_ready_us; // none but for robots.txt before, where Crawl-delay asks for very few
    gint64 delay_us;       // Crawl-delay, up to 300 s
    gint64 rest_us;        // … beyond, in a continuous crawl
    gint64 response_us;    // smoothed time to answer; 0: not known
    guint busy;            // requests under way
    gboolean is_blocked;   // the owner cannot start its first task yet
    gboolean has_robots;   // the owner's first task is a robots.txt
    gboolean has_more;     // the owner left out pages of this host for lack of room
    guint failures;        // connections that failed in a row
    guint requests_left;   // of this pass, where Crawl-delay asks for very few
    guint polls_in_a_row;  // of the owner: since a page had its turn
    guint n_origins;       // of the owner: who point here
    gint64 used_us;        // monotonic: the last request ended
    gint64 held_until_us;  // of the owner, wall clock: the host asked for a pause
    gint64 asked_us;       // likewise: last request, where very few are wanted; 0: not known
    /* The keeper's own. */
    GSequenceIter *place; // in the queue of `is_slow`, NULL: not waiting
    gboolean is_slow;
    gint64 queued_us;
    guint64 turn;
    guint in_a_row; // requests of its turn so far
} KiriLane;

typedef struct KiriPoliteness KiriPoliteness;

typedef struct {
    const KiriClock *clock;
    guint gap_ms;
    guint per_host;         // requests to one host at once; 0: 1
    guint most_slow;        // to slow hosts together; 0: no limit
    gboolean is_continuous; // there is no pass that ends
} KiriPolitenessOptions;

KiriPoliteness *kiri_politeness_new(const KiriPolitenessOptions *options);
void kiri_politeness_free(KiriPoliteness *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPoliteness, kiri_politeness_free)
/* From the next pauses on. */
void kiri_politeness_set_gap(KiriPoliteness *p, guint gap_ms);

KiriLane *kiri_politeness_lane(KiriPoliteness *p, const char *host);
/* NULL where there is none (yet). */
KiriLane *kiri_politeness_find(const KiriPoliteness *p, const char *host, gsize n);
gsize kiri_politeness_n_lanes(const KiriPoliteness *p);
gsize kiri_politeness_n_waiting(const KiriPoliteness *p); // tasks in all lanes
void kiri_politeness_each(KiriPoliteness *p, void (*visit)(KiriLane *lane, gpointer data),
                          gpointer data);
/* Forgets lanes without tasks and origins that rested for `idle_us`. */
void kiri_politeness_sweep(KiriPoliteness *p, gint64 idle_us);

/* A task went into or out of the lane (n: +1, -1, 0), or its first task changed. */
void kiri_lane_changed(KiriPoliteness *p, KiriLane *lane, gint n);
void kiri_lane_block(KiriPoliteness *p, KiriLane *lane, gboolean is_blocked);

/* May its next request begin now? (Whether it has one is not asked.) */
gboolean kiri_lane_is_ready(const KiriPoliteness *p, const KiriLane *lane);
gboolean kiri_lane_has_tasks(const KiriLane *lane);
void kiri_lane_start(KiriPoliteness *p, KiriLane *lane, gboolean is_robots);
/* `response_us` is what the answer took, < 0 where that says nothing of the host. */
void kiri_lane_finish(KiriPoliteness *p, KiriLane *lane, gint64 response_us);
/* No request for so long from now, its own pause at least. */
void kiri_lane_wait(KiriPoliteness *p, KiriLane *lane, gint64 us);
/* Somebody else may have asked any host just now: every pause begins anew, of hosts
 * that are not known yet too. */
void kiri_politeness_pause_all(KiriPoliteness *p);
gint64 kiri_lane_gap_us(const KiriPoliteness *p, const KiriLane *lane);
/* Crawl-delay of the host: the longest counts. Beyond 300 s a pass makes one
 * request, and a continuous crawl one in so much time, a day at most, beside those
 * for robots.txt; `since_us` is the time since the last one, -1: not known. */
void kiri_lane_take_delay(KiriPoliteness *p, KiriLane *lane, gint64 delay_ms, gint64 since_us);
/* Does its Crawl-delay ask for very few requests? */
gboolean kiri_lane_wants_few(const KiriLane *lane);
void kiri_lane_forget_delay(KiriLane *lane);
/* How long the host took to answer when it was last asked. */
void kiri_lane_take_response(KiriPoliteness *p, KiriLane *lane, gint64 response_ms);

/* The lane that may go on and has waited longest, NULL when there is none. */
KiriLane *kiri_politeness_ready(const KiriPoliteness *p);
/* µs until there is one (0: now); -1 when time alone brings none. */
gint64 kiri_politeness_next_us(const KiriPoliteness *p);
