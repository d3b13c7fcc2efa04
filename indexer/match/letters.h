// SPDX-License-Identifier: GPL-3.0-or-later
/* A text as a row of letters: the characters of its N-text that are no space,
 * punctuation or symbol. Re-typesetting changes punctuation and widths, so
 * copies are recognised on letters; each letter knows its place in the N-text.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/normalize.h>

typedef struct {
    gunichar *c;
    guint32 *at; // N-byte offset of each letter; at[n] is the length of the N-text
    gsize n;
} KiriLetters;

void kiri_letters_init(KiriLetters *letters, KiriStr n_text);
void kiri_letters_clear(KiriLetters *letters);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriLetters, kiri_letters_clear)

/* Hash of the letters [i, i + k). */
guint64 kiri_letters_hash(const KiriLetters *letters, gsize i, gsize k);

/* ---- sets of 5-grams ---- */

#define KIRI_GRAM_LETTERS 5

typedef struct {
    guint64 *hashes; // ascending, each once
    gsize n;
} KiriGrams;

void kiri_grams_init(KiriGrams *grams, const KiriLetters *letters);
void kiri_grams_clear(KiriGrams *grams);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriGrams, kiri_grams_clear)
gsize kiri_grams_common(const KiriGrams *a, const KiriGrams *b);

/* Rising. For hashes, which are spread evenly: linear in how many there are. */
void kiri_hashes_sort(guint64 *hashes, gsize n);

/* ---- fingerprints ---- */

/* Winnowing (Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for
 * document fingerprinting, SIGMOD 2003): of each window of 13 consecutive
 * 8-letter grams the smallest hash, the rightmost of equals. Every run of 20
 * letters that two texts share gives them a fingerprint in common. */
#define KIRI_FINGERPRINT_LETTERS 8
#define KIRI_FINGERPRINT_WINDOW 13

/* Ascending, each once, as guint64 (transfer full). A text shorter than a window
 * gives the smallest hash of what there is, one without 8 letters none. */
GArray *kiri_fingerprints(const KiriLetters *letters);
