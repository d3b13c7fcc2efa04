// SPDX-License-Identifier: GPL-3.0-or-later
/* Some of a text's 5-grams, in two bytes each: enough to see that another text is far from
 * being a copy of it, without reading it.
 *
 * compare.h calls nothing a copy or a part unless three fifths of the shorter text's
 * grams stand in the other: J ≥ .5 asks for two thirds of them, and the least overlap is
 * .6. A sketch has all grams of a short text, and of a longer one those whose hashes end in
 * as many zeros as leave at most KIRI_SKETCH_SAMPLES of them; so of grams in common a
 * known share is sampled, whichever they are. Where so few are found that this happens to
 * one pair in three million (five standard deviations below), the texts need not be
 * compared; where all grams are there, never.
 *
 * Thread rule: any thread. */
#pragma once

#include "match/letters.h"

#define KIRI_SKETCH_SAMPLES 256

/* The sketch of a text with these grams (transfer full); NULL: it has none. */
GBytes *kiri_sketch_of(const KiriGrams *grams);
/* FALSE: a text with these grams and the one of the sketch are neither copies nor parts of
 * each other. TRUE also where the bytes are no sketch. Linear in both. */
gboolean kiri_sketch_may_be_kin(GBytes *sketch, const KiriGrams *grams);
