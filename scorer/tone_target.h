// SPDX-License-Identifier: GPL-3.0-or-later
/* Whom a word of tone is about, and who says it.
 *
 * Thread rule: any thread. */
#pragma once

#include "tone_text.h"
#include "tone_words.h"

/* One sentence, looked at once. */
typedef struct {
    const KiriReadSentence *sentence;
    KiriStr n;
    GArray *quotes;         // KiriQuoted
    KiriMarking *markings;  // one for each mention
    KiriWho on;             // whom the text was on before it
    gboolean is_on_anybody; // and whether on anybody
    KiriSpeaker quoted;     // who was quoted in the sentence before
    gdouble trust;          // 0–1: how much what is around a word says that we are meant
} KiriToneSide;

void kiri_tone_side_init(KiriToneSide *side, const KiriReadSentence *sentence);
void kiri_tone_side_clear(KiriToneSide *side);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriToneSide, kiri_tone_side_clear)

typedef struct {
    gdouble factor;      // how sure it is that we are meant; 0: somebody else is
    gboolean is_named;   // by a mention in the sentence, not by what is around it
    gboolean is_quoted;  // inside a quote
    KiriSpeaker speaker; // of the quote; else NOBODY
} KiriToneTarget;
KiriToneTarget kiri_tone_target(const KiriToneSide *side, const KiriToneHit *hit,
                                const KiriAround *around);

/* Whom the text is on behind the sentence: `on` and `is_on_anybody` of the next side. */
void kiri_tone_side_end(const KiriToneSide *side, KiriToneSide *next);
