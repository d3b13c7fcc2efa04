// SPDX-License-Identifier: GPL-3.0-or-later
/* Many words, one walk over the text (Aho and Corasick: Efficient string
 * matching, CACM 18, 1975), on bytes: UTF-8 keeps its characters apart.
 *
 * Thread rule: built by one thread, then read from any. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriAutomaton KiriAutomaton;

KiriAutomaton *kiri_automaton_new(void);
void kiri_automaton_free(KiriAutomaton *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriAutomaton, kiri_automaton_free)
/* `tag` comes back with each hit; the same word may be added with several. Empty
 * words are passed over. Not after the first walk. */
void kiri_automaton_add(KiriAutomaton *a, KiriStr word, guint tag);
/* Once, after the last word. */
void kiri_automaton_build(KiriAutomaton *a);

/* Every occurrence, by rising end, longer words first. */
typedef void (*KiriHitVisit)(guint tag, gsize from, gsize to, gpointer data);
void kiri_automaton_each(const KiriAutomaton *a, KiriStr text, KiriHitVisit visit, gpointer data);
