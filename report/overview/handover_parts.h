// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of the making of a handover. Each takes the errors of the store.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/handover.h>
#include <kirinuki/store.h>

typedef struct {
    KiriStore *store;
    const KiriHandoverQuery *query;
    KiriSpan year;
    KiriHandover *h;
    GHashTable *verdicts; // clip id → KiriVerdict
    GHashTable *subjects; // id of a topic or release → KiriHandoverSubject, of all there are
    GError *error;
} KiriHandoverWork;

/* handover_clips.c: topics, releases, what was learned, reviews, what is open. */
gboolean kiri_handover_take_clips(KiriHandoverWork *work);
/* handover_state.c: people, contracts, rates, sources, mailings. */
gboolean kiri_handover_take_state(KiriHandoverWork *work);
