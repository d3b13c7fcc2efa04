// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of scorer/ share.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/score.h>

/* How much of an article is about us. */
typedef struct {
    gint64 sentences, about_us;
    gboolean in_headline, in_lead; // the lead: the first two sentences
} KiriShare;

/* Names are those of the organisation and, for a release, of its organisation,
 * with its keywords as words of the matter. */
KiriShare kiri_share_about_us(const KiriArticle *article, const KiriRelease *release,
                              const KiriScoreOrganisation *organisation);

/* Adds one KiriMessageScore per key message of the release to score->messages
 * (matching.md B8: .7 × weighted words covered + .3 × numbers present). */
void kiri_score_messages(KiriScore *score, const KiriArticle *article, const KiriRelease *release);
