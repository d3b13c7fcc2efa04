// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of scorer/ share.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/book.h>
#include <kirinuki/score.h>
#include <kirinuki/share.h>

/* What the text alone says: the share about us and the lead's, where we are named, the
 * picture, and the tone. */
void kiri_score_text(KiriScore *score, const KiriScoreInput *input, const KiriShareTarget *target);

/* Adds one KiriMessageScore per key message of the release to score->messages
 * (matching.md B8: .7 × weighted words covered + .3 × numbers present). */
void kiri_score_messages(KiriScore *score, const KiriArticle *article, const KiriRelease *release);

/* Who could have seen it, by the ledger. (transfer full) */
KiriScoreReach *kiri_score_reach(const KiriBook *book, const KiriArticle *article);
