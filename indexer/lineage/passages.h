// SPDX-License-Identifier: GPL-3.0-or-later
/* Passages that two texts share: runs of letters, as long as they go.
 *
 * Thread rule: any thread. */
#pragma once

#include "match/letters.h"

#define KIRI_PASSAGE_LEAST_LETTERS 12
#define KIRI_PASSAGE_COVER_LETTERS 20 // shorter runs do not count as taken text

typedef struct {
    gsize a, b; // first letter in each text
    gsize n;    // letters
} KiriBlock;

typedef struct {
    GArray *blocks;    // KiriBlock, longest first, then by place in a
    gsize longest;     // letters
    gdouble a_covered; // share of a's letters in blocks ≥ KIRI_PASSAGE_COVER_LETTERS
} KiriBlocks;

void kiri_blocks_find(const KiriLetters *a, const KiriLetters *b, KiriBlocks *out);
void kiri_blocks_clear(KiriBlocks *blocks);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriBlocks, kiri_blocks_clear)
