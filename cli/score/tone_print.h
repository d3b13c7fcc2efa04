// SPDX-License-Identifier: GPL-3.0-or-later
/* The tone as the program guesses it, for people at a terminal: never without the word
 * that nobody has confirmed it.
 *
 * Thread rule: main thread. */
#pragma once

#include <kirinuki/clip.h>

/* One line, as `show` has it; nothing where there is no guess. NULL is borne. */
void kiri_tone_print_guess(const KiriScore *score);
/* With where we stand in the text, and the sentences that decided. */
void kiri_tone_print(const KiriScore *score);
