// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures in Japanese N-text, as canonical values with their units:
 * 14万7,878人 = 147878人, 三社 = 3社, 3.5パーセント = 3.5%, 1億2000万円.
 *
 * Left out: dates and times of day, telephone numbers, numbers inside Latin
 * words and addresses, and numbers without a unit below 1,000 (they count
 * paragraphs). Kanji numerals count only before a counter that is none of an
 * ordinary word's characters: 三社, 十二万人; never 三菱, 一般, 四国.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

#define KIRI_NUMBER_SCALE 1000 // values are in thousandths

typedef struct {
    gint64 value_milli;
    const char *unit;  // canonical, static; "" when there is none
    gsize from, to;    // bytes of the N-text, unit included
    gboolean is_about; // 約14万8000, 14万余り
} KiriNumber;

/* In text order: array of KiriNumber (transfer full). */
GArray *kiri_numbers_find(KiriStr n_text);

typedef enum {
    KIRI_NUMBERS_DIFFER,
    KIRI_NUMBERS_ROUNDED, // one is the other, rounded or cut
    KIRI_NUMBERS_EQUAL,
} KiriNumberMatch;
KiriNumberMatch kiri_numbers_match(const KiriNumber *a, const KiriNumber *b);

/* Is it telling enough to tie two texts? Not a single digit, nor a whole number
 * of tens below a hundred. */
gboolean kiri_number_is_telling(const KiriNumber *a);

/* "147878人" (transfer full). */
char *kiri_number_format(const KiriNumber *a);
