// SPDX-License-Identifier: GPL-3.0-or-later
/* Does what two texts share stand around the same names and figures?
 *
 * A bulletin, a notice in a series, last year's edition: the sentences are the
 * same, what is filled into them is another. An edited copy cuts and frames, it
 * does not put other names into the same places. A slot is a run of kanji,
 * katakana, Latin letters or digits; its place is known by the three letters
 * before and the two behind it, figures there taken as equal. Places that only
 * one of the texts has say nothing.
 *
 * Measured (bench/lineage.py): edited copies fill at most two slots of hundred
 * otherwise, position reports of storms and bulletins on earthquakes at least six.
 *
 * Thread rule: any thread. */
#pragma once

#include "letters.h"

typedef struct {
    guint same;   // places that both texts have, with a filling in common
    guint differ; // with other fillings
} KiriSlots;

/* The slots of a text, in an order of their own (transfer full). Time: the length of
 * the text, times its logarithm. */
GArray *kiri_slots_of(const KiriLetters *letters);
/* Two of them, in one walk over both. */
KiriSlots kiri_slots_compare(const GArray *a, const GArray *b);

/* Are the slots filled otherwise so often that the texts are two issues of one
 * form? */
gboolean kiri_slots_are_of_form(KiriSlots slots);

/* Does each headline name something that its own text speaks of and the other
 * article does not know? Titles as letters in UTF-8. */
gboolean kiri_subjects_differ(const char *a_title, const KiriLetters *a, const char *b_title,
                              const KiriLetters *b);
