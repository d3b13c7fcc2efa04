// SPDX-License-Identifier: GPL-3.0-or-later
/* One side of the question whether two texts are the same article; see
 * compare.h for the rules.
 *
 * Thread rule: read from any thread. */
#pragma once

#include "match/letters.h"

#include <kirinuki/compare.h>

typedef struct {
    char *title; // letters of the N-title, UTF-8
    KiriLetters letters;
    KiriGrams grams;
    GArray *slots;  // of slots.h
    KiriStr n_text; // borrowed until clear
} KiriSheet;

/* `n_text` is borrowed until clear. */
void kiri_sheet_init(KiriSheet *sheet, KiriStr n_title, KiriStr n_text);
void kiri_sheet_clear(KiriSheet *sheet);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSheet, kiri_sheet_clear)
/* Is one title the other, or does it hold the other (a site's name, 【速報】)? */
gboolean kiri_sheets_titles_agree(const KiriSheet *a, const KiriSheet *b);
KiriComparison kiri_sheets_compare(const KiriSheet *a, const KiriSheet *b);
