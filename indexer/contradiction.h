// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures of the release that an article states differently (発表との相違).
 *
 * A difference is claimed only where both sides speak of the same thing: the
 * article's figure is not in the release, the release's figure is not in the
 * article (nor rounded), the unit is the same, and either the words that lead to
 * the figures are the same, or the digits are the same in another order. Days
 * are compared only where something starts (から) or ends (まで). What an article
 * quotes of earlier years is left alone. The figures to look at are asked of a
 * person: no claim is better than a wrong one.
 *
 * Thread rule: any thread. */
#pragma once

#include "matcher.h"

/* KiriContradiction records, at most 5, in order of the article; NULL when there
 * are none (transfer full, an array that owns them). */
GPtrArray *kiri_contradictions_find(const KiriFrequencies *f, const KiriSubject *article,
                                    const KiriEntry *release);
