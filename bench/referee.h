// SPDX-License-Identifier: GPL-3.0-or-later
/* The referee: sees every request and every answer with its time, and judges
 * whether the crawler kept its manners. It knows the world's rules themselves, not
 * the crawler's reading of them, and counts every breach:
 *
 *   gap        a request began sooner after the end of the last one to the same
 *              host than the crawl's own pause or the host's Crawl-delay
 *   parallel   a second request to a host while one was under way
 *   hold       a request before a Retry-After was over
 *   closed     a path was asked for that robots.txt disallows
 *   unread     a path was asked for without a robots.txt of the last 24 hours
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "world.h"

typedef enum {
    BREACH_GAP,
    BREACH_PARALLEL,
    BREACH_HOLD,
    BREACH_CLOSED,
    BREACH_UNREAD,
    N_BREACHES
} Breach;
extern const char *const breach_names[N_BREACHES];

typedef struct {
    guint64 requests[WORLD_N_ASKS];
    guint64 unchanged[WORLD_N_ASKS];   // 304
    guint64 conditional[WORLD_N_ASKS]; // carried a validator
    guint64 failed[WORLD_N_ASKS];      // no answer, or a status of 400 and above
    guint64 bytes;                     // of bodies
    guint64 breaches[N_BREACHES];
} RefereeCounts;

typedef struct Referee Referee;

/* `gap_us`: the crawl's own pause. The world is borrowed until free. */
Referee *referee_new(const World *world, gint64 gap_us);
void referee_free(Referee *referee);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Referee, referee_free)

/* A request begins; `answer` says what it will be answered. */
void referee_begin(Referee *referee, const WorldRequest *request, const WorldAnswer *answer,
                   gint64 now_us);
/* Its answer has arrived. */
void referee_end(Referee *referee, const WorldAnswer *answer, gint64 now_us);
/* From now on nothing is counted but breaches. */
void referee_close_counts(Referee *referee);

const RefereeCounts *referee_counts(const Referee *referee);
/* The first breaches in words, one line each (owned by the referee). */
GPtrArray *referee_notes(const Referee *referee);
/* When the page of an article was first handed out with status 200; 0: never. */
gint64 referee_page_us(const Referee *referee, guint article);
guint64 referee_sum(const guint64 counts[WORLD_N_ASKS]);
