// SPDX-License-Identifier: GPL-3.0-or-later
/* What a text says of its own act: what happens (発売, 延期, 決算 …), on which day
 * that was announced, and words by which a later text gives itself away (レビュー,
 * 前日の値上がり率). Two texts on one matter may be as alike as can be and still
 * tell of two acts of it.
 *
 * Thread rule: any thread. */
#pragma once

#include "facts/text_dates.h"

typedef struct {
    guint64 acts_title; // one bit for each act that the title names
    guint64 acts;       // those of the whole text
    guint64 later;      // one bit for each word of a later text, in title and lead
    GArray *announced;  // gint32: month × 100 + day on which it says it was announced
} KiriSigns;

/* `dates` are those of the N-text (KiriTextDate). Release with
 * kiri_signs_clear(). */
void kiri_signs_find(KiriStr n_title, KiriStr n_text, const GArray *dates, KiriSigns *out);
void kiri_signs_clear(KiriSigns *signs);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSigns, kiri_signs_clear)

/* The sentence that holds the byte `at`. */
KiriStr kiri_sentence_at(KiriStr n_text, gsize at);
/* The first sentences, up to about 120 characters. */
KiriStr kiri_lead_of(KiriStr n_text);
/* Does the sentence say that something was announced? */
gboolean kiri_sentence_announces(KiriStr sentence);
