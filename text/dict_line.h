// SPDX-License-Identifier: GPL-3.0-or-later
/* One line of a word list: is it as it should be? */
#pragma once

#include <kirinuki/dict_file.h>

/* What is wrong with the cells (transfer full), and in which of them; NULL: nothing. */
char *kiri_dict_line_judge(KiriDictKind kind, const char *const *cells, guint *wrong);
/* The cells of good ones as they are kept: three of a word, the reading in katakana,
 * the kind by its name. (transfer full) */
char **kiri_dict_line_cells(KiriDictKind kind, const char *const *cells);

/* The same in the normal form? */
gboolean kiri_dict_same(const char *a, const char *b);
/* Hiragana as katakana, everything else as it is. (transfer full) */
char *kiri_dict_katakana(const char *s);
void kiri_dict_note(GPtrArray *problems, guint line, guint column, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
