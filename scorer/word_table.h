// SPDX-License-Identifier: GPL-3.0-or-later
/* Many words in N-form, looked up at a place of an N-text: by their first character,
 * then longest first. A thousand words cost one look-up for each character of the text.
 *
 * Thread rule: built by one thread, then read from any. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriWordTable KiriWordTable;

KiriWordTable *kiri_word_table_new(void);
void kiri_word_table_free(KiriWordTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriWordTable, kiri_word_table_free)
/* `value` comes back with each hit; the same word may stand there with several. Empty
 * words are passed over. */
void kiri_word_table_add(KiriWordTable *table, KiriStr n_word, guint value);
/* Once, after the last word. */
void kiri_word_table_build(KiriWordTable *table);

/* Calls `accept` for each word that stands at `at`, longest first, until it returns
 * TRUE; whether it did. */
typedef gboolean (*KiriWordAccept)(guint value, gsize end, gpointer data);
gboolean kiri_word_table_at(const KiriWordTable *table, KiriStr text, gsize at,
                            KiriWordAccept accept, gpointer data);
