// SPDX-License-Identifier: GPL-3.0-or-later
/* Many words, one walk over the text (Aho and Corasick: Efficient string
 * matching, CACM 18, 1975), character by character: a text costs one step for
 * each of its characters and one for each hit, however many words there are.
 *
 * Memory: about 40 bytes for each distinct beginning of a word.
 *
 * Thread rule: built by one thread, then read from any. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriAutomaton KiriAutomaton;

KiriAutomaton *kiri_automaton_new(void);
void kiri_automaton_free(KiriAutomaton *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriAutomaton, kiri_automaton_free)
/* `word` is UTF-8. `tag` comes back with each hit; the same word may be added with
 * several. Empty words are passed over. Not after kiri_automaton_build(). */
void kiri_automaton_add(KiriAutomaton *a, KiriStr word, guint tag);
/* Once, after the last word. */
void kiri_automaton_build(KiriAutomaton *a);
gsize kiri_automaton_bytes(const KiriAutomaton *a); // memory, once it is built

/* Every occurrence in `text` (UTF-8), by rising end, longer words first, the tags
 * of a word in the order in which they were added. */
typedef void (*KiriHitVisit)(guint tag, gsize from, gsize to, gpointer data);
void kiri_automaton_each(const KiriAutomaton *a, KiriStr text, KiriHitVisit visit, gpointer data);
