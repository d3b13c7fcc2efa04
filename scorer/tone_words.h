// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of tone as they are looked for: in N-text, verbs and adjectives by their
 * stem and the kana that may follow it, phrases with a gap (批判…相次ぐ) by their parts.
 *
 * Thread rule: read from any. */
#pragma once

#include <kirinuki/dict_file.h>
#include <kirinuki/tone.h>

#include "bodies.h"

typedef struct {
    char *word; // as the table has it
    gint weight;
    KiriToneRole role;
    KiriToneForm form;
    char *stem; // N-form of the last part, without the kana that change
    char *rest; // of a phrase with a gap, likewise; else NULL: `stem` is all
    char ending[4];
} KiriToneEntry;

typedef struct {
    gsize from, to; // N-bytes; with a gap, from the first part to the last
    const KiriToneEntry *entry;
} KiriToneHit;

/* KiriToneHit by rising place, without overlaps, those of role "none" among them
 * (transfer full). At one place the longest word counts. */
GArray *kiri_tone_hits(const KiriToneWords *words, KiriStr n_sentence);

/* The group that a word of tone_speakers.tsv stands for is found by kiri_mentions_find(). */
