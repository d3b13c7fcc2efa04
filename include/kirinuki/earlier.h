// SPDX-License-Identifier: GPL-3.0-or-later
/* What earlier announcements of the same kind came to (前回・類似発表との比較): counted by
 * the summary, as everything is.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/summary.h>

typedef struct {
    char *id, *title;
    gboolean is_series;      // its title differs in numbers and dates only
    KiriTime announced;      // the embargo, or the day
    gboolean is_uncollected; // announced before anything was collected: no 0
    guint total, unique, media, tier1_media;
    gint64 first_minutes; // the first report after it; G_MININT64: none, or no time is known
} KiriEarlier;

/* At most `most` releases, newest first, that were announced before `release` by the same
 * organisation and are of its series (titles that differ in numbers and dates only) or
 * are like it by title and keywords: the series first, then by likeness. Each is
 * summarised without a period. O(releases) and `most` summaries. Errors: what the store
 * says. KiriEarlier (transfer full). */
GPtrArray *kiri_earlier_of(KiriStore *store, const KiriSummaryQuery *query,
                           const KiriRelease *release, guint most, GError **error);
/* How alike two announcements are, 0 to 1: shared pairs of letters of the titles without
 * their numbers, and shared keywords. */
gdouble kiri_earlier_likeness(const KiriRelease *a, const KiriRelease *b, gboolean *is_series);
