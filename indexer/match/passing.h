// SPDX-License-Identifier: GPL-3.0-or-later
/* Does an article that covers no release name one in passing (言及)? That a ministry or
 * a company stands in it says little; that a sentence behind the first one takes up what
 * the release announced says much. A second small model, over signs of places:
 *
 *   org           probability that the release's organisation is named
 *   org_behind    it is, and neither in the title nor in the first sentence
 *   name          what the release announced is called by a name (passing_names.c)
 *   name_behind   it does, and neither in the title nor in the first sentence
 *   matter        how much of the release's title a sentence behind the first one has,
 *                 by rarity; the names of organisations in the text left out
 *   front         the same of title and first sentence: what the text is about
 *   spread        share of the sentences that have something of it
 *   later         words of a later text (レビュー, 株価) that the release lacks; ½ each
 *   back          that sentence, or where there is none the one that names the organisation,
 *                 refers back (先に, 昨年, しており) or gives a list (など)
 *   dated         it names a month of the release, and not the article's own
 *   follows       published more than 3 days after the release
 *   precedes      published more than 2 days before it
 *   other         the article opens with 「…は」, a name of somebody else
 *   announces     the first sentence says that the organisation announced something
 *   bare          no sentence behind the first has a word of the release's title
 *   aside         one has much of it, title and first sentence have next to none
 *   unnamed       neither the organisation nor a name occurs: only the matter does
 *   about         matter × front: what stands in front and behind is what the text is about
 *   reports       later × announces: the organisation's own later figures (決算) or the like
 *
 * An item of a list (◇, 【…】) is a sentence, whether a stop ends it or not.
 *
 * Thread rule: one thread at a time per matcher. */
#pragma once

#include "matcher.h"
#include "quads.h"

typedef struct {
    gboolean in_front; // in the title or the first sentence
    gboolean occurs;   // anywhere
} KiriOccurrence;
/* Does the article call what the release announced by a name? `quads` are those of its
 * title and text. */
KiriOccurrence kiri_passing_names(const KiriMatcher *m, const KiriSubject *s,
                                  const KiriQuads *quads, KiriEntry *entry);

/* FALSE, and nothing set, where neither the organisation nor a name nor half of the title's
 * words in one sentence behind the first occur. */
gboolean kiri_passing_signs(const KiriMatcher *m, KiriSubject *s, KiriEntry *entry,
                            KiriPassing *out);

/* The release that the article most likely names in passing, and how likely: of the
 * releases of its ties, and of a few older ones of organisations that it names. FALSE
 * when there is none to look at. */
typedef struct {
    guint entry;
    gdouble probability;
    KiriPassing signs;
} KiriPassingTie;
gboolean kiri_passing_find(const KiriMatcher *m, KiriSubject *s, const GArray *ties,
                           KiriPassingTie *best);
/* All that are looked at, unordered (KiriPassingTie; transfer full). */
GArray *kiri_passing_all(const KiriMatcher *m, KiriSubject *s, const GArray *ties);
