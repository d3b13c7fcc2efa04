// SPDX-License-Identifier: GPL-3.0-or-later
/* What came of it: every article of the world held against the store, how late it
 * was, and why it is not there if it is not.
 *
 * An article is found when it is in the store; its delay runs from the second of
 * its publication, in which its sources begin to name it, to the moment when its
 * page had arrived. Judged is what was published between the start and the end,
 * without exception; what could not have been found is counted by its reason.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "referee.h"

#include <kirinuki/store.h>

typedef enum {
    REASON_FOUND,
    REASON_GONE,     // its page answers 404 from the beginning
    REASON_CLOSED,   // robots.txt disallows its page
    REASON_UNNAMED,  // while it was named, no source of it was alive and allowed
    REASON_FLEETING, // named for less than a minute by those that were
    REASON_FAILURE,  // pushed out of the list while the source failed, or right after
    REASON_HELD,     // known, and its host fails ever since
    REASON_MISSED,   // none of these: the crawler's fault
    N_REASONS
} Reason;
extern const char *const reason_names[N_REASONS];

/* Seconds; 0 without any. */
typedef struct {
    guint n;
    gdouble p10, p50, p90, p99, most;
} Quantiles;

typedef struct {
    guint published;         // and judged
    guint counts[N_REASONS]; // of those
    guint not_stored;        // page was handed out, article is not in the store
    Quantiles fast, all;     // delays; fast: a live source with a gap ≤ 30 min names it
    Quantiles slow;          // all others
    Quantiles sources;       // of the median delays of the sources
    guint n_fast_sources;
    guint64 digest;     // of which articles were found, and when
    GPtrArray *missing; // of REASON_FAILURE, HELD and MISSED: a line each, at most so many
} Outcome;

/* `most_missing`: lines. The referee's pages say when. Error: what the store says.
 * (transfer full) */
Outcome *outcome_new(const World *world, const Referee *referee, KiriStore *store,
                     guint most_missing, GError **error);
void outcome_free(Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)

/* Were all found that could be? */
gboolean outcome_is_complete(const Outcome *outcome);
