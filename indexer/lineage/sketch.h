// SPDX-License-Identifier: GPL-3.0-or-later
/* Of a text's 5-grams one in eight, in two bytes each: enough to see that two texts are
 * far from being copies, without reading either.
 *
 * compare.h calls nothing a copy or a part unless three fifths of the shorter text's
 * grams stand in the other: J ≥ .5 asks for two thirds of them, and the least overlap is
 * .6. Which grams are sampled follows from their hashes alone, so of a pair with that
 * much in common about three fifths of the samples agree as well. Where they are so few
 * that this happens to one pair in three million (five standard deviations below), the
 * texts need not be read. Texts that are too short to be told apart so have no sketch.
 *
 * Thread rule: any thread. */
#pragma once

#include "match/letters.h"

/* The sketch of a text with these grams (transfer full); NULL: it is too short. */
GBytes *kiri_sketch_of(const KiriGrams *grams);
/* FALSE: the two are neither copies nor parts of each other. TRUE also where the bytes
 * are no sketch. */
gboolean kiri_sketches_may_be_kin(GBytes *a, GBytes *b);
