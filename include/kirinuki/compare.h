// SPDX-License-Identifier: GPL-3.0-or-later
/* Are two texts the same article? Edited, cut, re-typeset or framed copies are;
 * another report on the same subject, and another issue of the same bulletin,
 * are not.
 *
 * Both texts are compared in N-form by their sets of 5-character grams:
 *   J = |A ∩ B| ÷ |A ∪ B| ≥ .70                     a copy
 *   .50 ≤ J < .70, figures and dates agree ≥ .80    a copy (not the next bulletin)
 *   O = |A ∩ B| ÷ min(|A|, |B|) ≥ .80               a part of the other (digest, page
 *                                                   with a frame); under 150 letters
 *                                                   only with the same headline, or
 *                                                   where both begin alike (teaser)
 *   .60 ≤ O < .80, in one piece                     a part, in a frame of its own
 *
 * Whatever they share, they are two articles when what stands in the same places
 * of both (names, figures) is another: bulletins and notices made from one form;
 * or when each headline names something that only its own text knows. Texts under
 * 80 letters need the same headline too.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

typedef struct {
    gboolean is_duplicate;
    gdouble score;   // 0–1; ≥ .5 exactly when is_duplicate
    gdouble jaccard; // J
    gdouble a_in_b;  // share of a's grams that b has
    gdouble b_in_a;
    gboolean is_part; // one is a part of the other, rather than a copy of it
} KiriComparison;

/* Titles may be empty. Time: the length of both texts. */
KiriComparison kiri_compare(KiriStr a_title, KiriStr a_text, KiriStr b_title, KiriStr b_text);
