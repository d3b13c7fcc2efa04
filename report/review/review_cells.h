// SPDX-License-Identifier: GPL-3.0-or-later
/* Single cells of the 確認票, for what writes it and what reads it back.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/review.h>

/* What a person wrote, read: the canonical text (transfer full), and the number of a
 * word or the time. NULL where the column takes few words, or times, and this is none
 * of them. Texts are themselves. The release is for the caller to find. */
char *kiri_review_read_cell(KiriReviewColumn column, const char *raw, gint *value, KiriTime *time);
/* The canonical text of a word by its number; static. */
const char *kiri_review_word(KiriReviewColumn column, gint value);
/* The canonical text of a time; "" when unset. (transfer full) */
char *kiri_review_time(KiriTime t);
/* "R-1　題名" (transfer full); "" for NULL. */
char *kiri_review_release(const KiriRelease *release);
/* Three letters of a cell, for 照合. Letters alone: a spreadsheet leaves them as they
 * are. */
#define KIRI_REVIEW_LETTERS 3
void kiri_review_letters(const char *cell, char out[KIRI_REVIEW_LETTERS + 1]);
