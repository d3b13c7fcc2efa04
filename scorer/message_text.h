// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a text a key message is compared with.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/facts.h>

typedef struct {
    char *n;           // N-text
    GHashTable *words; // char *
    GPtrArray *facts;  // KiriFact
} KiriMessageText;

void kiri_message_text_init(KiriMessageText *t, KiriStr text, KiriTime reference);
void kiri_message_text_clear(KiriMessageText *t);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriMessageText, kiri_message_text_clear)

/* Is it a fact that a message is measured by: a figure, a date, a time? */
gboolean kiri_message_counts(const KiriFact *f);
/* Is it there, exactly or rounded? */
gboolean kiri_message_has_fact(const KiriMessageText *t, const KiriFact *fact);
/* Those of the words `shared` of which something is denied (ない, せず, 禁止); they
 * are borrowed from it. (transfer full) */
GHashTable *kiri_message_denied(const KiriMessageText *t, GHashTable *shared);
/* A kanji with its kana is half a word: 使う is said of anything. */
static inline gboolean kiri_message_is_half(const char *word)
{
    return g_utf8_get_char(word) >= 0x3400 && !word[(gsize)g_utf8_skip[(guchar)*word]];
}
