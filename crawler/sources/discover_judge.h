// SPDX-License-Identifier: GPL-3.0-or-later
/* What a found source is worth.
 *
 * Thread rule: any thread. */
#pragma once

#include "look.h"

#include <kirinuki/discover.h>

/* A found source beside the addresses that it names, by which two are compared. */
typedef struct {
    KiriFoundSource *record;
    GHashTable *links; // canonical URLs of its entries
} KiriFoundCandidate;

void kiri_found_candidate_free(KiriFoundCandidate *candidate);

/* Counts and judges what a look brought, for the site of that registrable domain
 * and language (NULL: not known). (transfer full) */
KiriFoundCandidate *kiri_found_candidate_new(const KiriLook *look, const char *via,
                                             const char *found_on, const char *site,
                                             const char *language, gint64 now_us);

/* Those whose entries another good one has too are not worth a poll of their own;
 * pages are none where a good feed or sitemap is. Sorts best first. */
void kiri_found_candidates_settle(GPtrArray *candidates);
