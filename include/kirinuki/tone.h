// SPDX-License-Identifier: GPL-3.0-or-later
/* The tone (論調) of an article towards us, as the program guesses it: 自動判定（未確認）.
 * It is a suggestion for the person who fills in the 確認票 and never a verdict.
 *
 * The dictionary: dictionaries/tone.tsv (what is praise or criticism, and whose),
 * tone_speakers.tsv (who may say it), and the names of organisations.tsv and
 * aliases.tsv, by which others are told from us.
 *
 * Thread rule: a dictionary is loaded by one thread, then read from any. */
#pragma once

#include <kirinuki/share.h>

/* Reads the tables in `dir`; `own_dir` (NULL: none) may have a tone.tsv of the user's,
 * whose rows stand above the shipped ones. Errors: NOT_FOUND, IO; PARSE with line and
 * column for a row of the shipped tables. (transfer full) */
KiriToneWords *kiri_tone_words_load(const char *dir, const char *own_dir, GError **error);
void kiri_tone_words_free(KiriToneWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriToneWords, kiri_tone_words_free)
/* What the tone depends on beside the texts, as 8 hex digits: other words, another
 * version. Borrowed until it is freed. */
const char *kiri_tone_words_version(const KiriToneWords *words);
