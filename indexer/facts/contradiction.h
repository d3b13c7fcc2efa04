// SPDX-License-Identifier: GPL-3.0-or-later
/* What an article states otherwise than its release (発表との相違): figures, days,
 * times, people and names.
 *
 * A difference is claimed only where the article's value can not be had from the
 * release (exactly, rounded, converted, added up, with or without tax), the
 * release's value does not stand in the article, and both speak of the same thing:
 * claim_match.h has the traits and how they are weighed. What speaks of other
 * years, of parts or of other bodies is left alone: what is found is asked of a
 * person, and no claim is better than a wrong one.
 *
 * Thread rule: any thread. */
#pragma once

#include "claim_match.h"

#include <kirinuki/article.h>
#include <kirinuki/release.h>

/* KiriContradiction records, at most 5, in order of the article; NULL when there
 * are none (transfer full, an array that does not own them: a record takes it).
 * `f` may be NULL. */
GPtrArray *kiri_contradictions_find(const KiriFrequencies *f, const KiriArticle *article,
                                    const KiriRelease *release);
/* The same of two sides that are taken apart already; they meet here. */
GPtrArray *kiri_contradictions_between(const KiriFrequencies *f, KiriSide *article,
                                       KiriSide *release);
