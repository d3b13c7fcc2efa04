// SPDX-License-Identifier: GPL-3.0-or-later
/* Tone from a reading.
 *
 * Thread rule: any thread. */
#pragma once

#include "reading.h"

#include <kirinuki/clip.h>

/* Bytes of the article's text that were taken from a release of ours. */
typedef struct {
    gsize from, to;
} KiriOwnWords;

typedef struct {
    KiriTone tone;
    char *reason;         // one sentence in Japanese
    GPtrArray *sentences; // KiriToneSentence that decided, strongest first; NULL: none
    gdouble praise, criticism;
} KiriToneReading;
void kiri_tone_reading_clear(KiriToneReading *tone);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriToneReading, kiri_tone_reading_clear)

/* `own` (KiriOwnWords, may be NULL): praise that stands there is ours, no one else's.
 * UNKNOWN where no sentence is about us. `out` is cleared before. */
void kiri_tone_of_reading(const KiriReading *reading, const char *title, const char *text,
                          const KiriToneWords *words, const GArray *own, KiriToneReading *out);
/* The same by counting the words of the dictionary, whoever they are about: what the
 * rules are measured against. */
KiriTone kiri_tone_by_count(const KiriReading *reading, const KiriToneWords *words);
