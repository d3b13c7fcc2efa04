// SPDX-License-Identifier: GPL-3.0-or-later
/* Capture–recapture: how many articles there are in truth, when two or three ways
 * of seeing them each missed some.
 *
 * Estimate: D. G. Chapman, "Some properties of the hypergeometric distribution
 * with applications to zoological sample censuses" (Univ. Calif. Publ. Statist. 1,
 * 1951). It is nearly free of bias from 7 articles in common on: D. S. Robson,
 * H. A. Regier, "Sample size in Petersen mark–recapture experiments" (Trans. Am.
 * Fish. Soc. 93, 1964).
 * Interval: transformed logit, M. Sadinle (Comm. Statist. Simulation Comput. 38,
 * 2009, pp. 1909–1924), made for small numbers. Its scale is the logarithm of the
 * unseen, and where next to nothing is unseen it has no upper end; there the exact
 * one of the hypergeometric distribution ends it (G. A. F. Seber, "The Estimation of
 * Animal Abundance", 1982, section 3.1.4).
 *
 * Assumptions: the set does not change in between, each article is told from
 * others, and the lists are independent. Feeds and sitemaps of one publisher
 * mostly miss the same articles (positive dependence); then the truth is larger
 * than the estimate, and the coverage smaller.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

typedef struct {
    gint64 seen;                 // by any list
    gdouble estimate, low, high; // of the true number; 95 % interval
    gdouble coverage;            // seen / estimate, 1 at most
    gdouble coverage_low, coverage_high;
    gboolean is_reliable; // at least 7 in common
    gint pair;            // of three lists: the pair it rests on (0: 1+2, 1: 1+3, 2: 2+3)
} KiriRecapture;

/* Two lists with `n1` and `n2` articles, of which `both` are in both; both lists
 * empty gives 0 of 0 with coverage 1. */
KiriRecapture kiri_capture_two(gint64 n1, gint64 n2, gint64 both);

/* Three lists: counts[m] articles are in exactly the lists of the bits of m
 * (counts[0] is ignored). Each pair is estimated by itself into `pairs`. The whole
 * rests on the largest of the reliable pairs (of all, when none is): dependence
 * between publisher's lists is positive as a rule and makes every pair too small,
 * so the largest is the nearest. The truth is never less than what was seen. */
KiriRecapture kiri_capture_three(const gint64 counts[8], KiriRecapture pairs[3]);
