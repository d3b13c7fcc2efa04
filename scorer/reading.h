// SPDX-License-Identifier: GPL-3.0-or-later
/* An article as sentences with who is named in them: what the share and the tone are
 * read from.
 *
 * Thread rule: any thread; one at a time per reading. */
#pragma once

#include "bodies.h"

typedef struct {
    gsize from, to; // bytes of the text
    guint paragraph;
    char *n; // N-text
    gsize n_bytes;
    GArray *mentions; // KiriMention
    KiriAbout about;
    gint word;              // index of the mention that says so; -1: none
    gboolean begins_quoted; // inside quotes that a sentence before opened
    gboolean is_caption;
} KiriReadSentence;

typedef struct {
    KiriReadSentence headline; // its `from` and `to` are 0
    GArray *sentences;         // KiriReadSentence, of the text in order
    KiriOurNames ours;
} KiriReading;

void kiri_reading_init(KiriReading *reading, const KiriArticle *article,
                       const KiriShareTarget *target);
void kiri_reading_clear(KiriReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriReading, kiri_reading_clear)

/* The tables in a dictionary; NULL for NULL. */
const KiriBodyTables *kiri_tone_words_bodies(const KiriToneWords *words);

/* The share, from what was read. `share` is cleared before. */
void kiri_share_of_reading(const KiriReading *reading, const char *text, KiriShare *share);
