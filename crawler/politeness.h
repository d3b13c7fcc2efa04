// SPDX-License-Identifier: GPL-3.0-or-later
/* Lanes: one per host, so that a host sees one request at a time and a pause
 * after each, whatever its sources, schemes and ports are.
 *
 *        ┌────────── pause over ◀─────────┐
 *   idle ── start ──▶ busy ── finish ──▶ pausing
 *
 * At the start of a pass every host counts as just visited: the pause holds over
 * restarts and crashes without a write per request.
 *
 * Thread rule: owner thread only. */
#pragma once

#include <kirinuki/clock.h>

typedef struct {
    char *host;
    GSequence *tasks; // of the owner, in the order in which they are to start
    gint64 ready_us;  // monotonic: no request before
    gint64 gap_us;    // pause after a request; at least the crawl's own
    gboolean is_busy;
    gboolean is_blocked; // the owner cannot start its first task yet
    guint failures;      // connections that failed in a row
    guint requests_left; // of this pass, where Crawl-delay asks for very few
} KiriLane;

typedef struct KiriPoliteness KiriPoliteness;

KiriPoliteness *kiri_politeness_new(const KiriClock *clock, guint gap_ms);
void kiri_politeness_free(KiriPoliteness *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPoliteness, kiri_politeness_free)

KiriLane *kiri_politeness_lane(KiriPoliteness *p, const char *host);
gsize kiri_politeness_n_lanes(const KiriPoliteness *p);
KiriLane *kiri_politeness_nth(const KiriPoliteness *p, gsize i);

/* May its next request begin now? (Whether it has one is not asked.) */
gboolean kiri_lane_is_ready(const KiriPoliteness *p, const KiriLane *lane);
void kiri_lane_start(KiriPoliteness *p, KiriLane *lane);
void kiri_lane_finish(KiriPoliteness *p, KiriLane *lane);
/* No request for so long from now, its own pause at least. */
void kiri_lane_wait(KiriPoliteness *p, KiriLane *lane, gint64 us);
/* Crawl-delay of the host: the longer of both counts; beyond 300 s there is one
 * request per pass. -1: none stated. */
void kiri_lane_take_delay(KiriPoliteness *p, KiriLane *lane, gint64 delay_ms);

/* µs until the first lane that has tasks and is neither busy nor blocked becomes
 * ready; -1 when there is none. */
gint64 kiri_politeness_next_us(const KiriPoliteness *p);
