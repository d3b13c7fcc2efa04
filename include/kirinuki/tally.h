// SPDX-License-Identifier: GPL-3.0-or-later
/* Tallies: what the rows of a summary come to in parts: by month, by medium, by kind. Each
 * counts by the rules of the summary (summary.h), within itself: `unique` are the stories
 * of this part, so that a month has the figures of a report on that month; a story that
 * goes over two parts counts in both.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/summary.h>

typedef struct {
    char *id;          // "2026-04", the id of a medium, …
    char *name;        // for people
    KiriTime from, to; // of a period, the last day; unset: no period, or open
    gint64 tier;       // of a medium; 0: none
    gint64 total, unique, media, tier1_media;
    gint64 publicity, syndicated, verbatim, mention; // of `total`
    gint64 in_headline, contradictions, corrections, removals, needs_review, in_handling;
    gint64 confirmed;                                   // by a person, of `total`
    gint64 tone_positive, tone_neutral, tone_critical;  // confirmed by people
    gint64 tone_unconfirmed;                            // the rest of `total`
    gint64 ave_known_yen, ave_known;                    // and of how many clips
    gint64 ave_estimate_yen, ave_estimate, ave_unknown; // likewise
    gboolean is_before_collection;                      // 収集開始前, all of it: no 0
    gboolean begins_early;                              // … or its beginning
    gboolean is_ahead;                                  // it has not begun yet: no 0
} KiriTally;
KIRI_DECLARE_RECORD(KiriTally, tally)

/* A table of tallies under construction. */
typedef struct KiriTallies KiriTallies;

KiriTallies *kiri_tallies_new(void);
void kiri_tallies_free(KiriTallies *tallies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTallies, kiri_tallies_free)
/* The tally of `id`, which is made where it is not there: borrowed, for its name and
 * period. */
KiriTally *kiri_tallies_at(KiriTallies *tallies, const char *id, const char *name);
/* Counts a row in it. The row's summary must stay until the end. */
void kiri_tallies_add(KiriTallies *tallies, const char *id, const char *name,
                      const KiriSummaryRow *row);

typedef enum {
    KIRI_TALLIES_AS_MADE,   // in the order in which they were made
    KIRI_TALLIES_BY_UNIQUE, // falling 実件数, then 総件数, then the id
} KiriTalliesOrder;
/* KiriTally (transfer full); the table is empty afterwards. */
GPtrArray *kiri_tallies_end(KiriTallies *tallies, KiriTalliesOrder order);

/* All of a summary as one tally; its parts by medium (media that nobody knows by their
 * name, or together), and by kind. (transfer full) */
KiriTally *kiri_tally_of(const KiriSummary *summary);
GPtrArray *kiri_tallies_by_medium(const KiriSummary *summary);
GPtrArray *kiri_tallies_by_kind(const KiriSummary *summary);
