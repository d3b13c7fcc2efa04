// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists of words in one string, parted by '|': how a line begins, ends, or what it
 * consists of.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* The first word of `list` that `s` begins with: its length; 0 for none. */
gsize kiri_list_begins(const char *s, const char *list);
gboolean kiri_list_ends(const char *s, const char *list);
/* Does one of the words stand anywhere in `s`? */
gboolean kiri_list_within(const char *s, const char *list);
/* Is `s`, of `len` bytes, one of the words? */
gboolean kiri_list_has(const char *s, gsize len, const char *list);
/* Is `s` words of the list in a row and nothing else: "印刷 シェア | 保存"? */
gboolean kiri_list_row(const char *s, const char *list);
/* How many of the words stand in `s`. */
guint kiri_list_count(const char *s, const char *list);
/* `s` behind the sign that the headline of a box may begin with: ■, 【, ▶ … */
const char *kiri_list_behind_opener(const char *s);
