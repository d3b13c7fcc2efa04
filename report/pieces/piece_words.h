// SPDX-License-Identifier: GPL-3.0-or-later
/* Words of single cells. `n` is the N-text of `value`.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/article.h>

/* FALSE for a word that is no form, or no position. */
gboolean kiri_piece_read_form(const char *n, gint *form);
gboolean kiri_piece_read_position(const char *n, gint *position);
/* 朝刊 for 朝, 朝刊, M; other words as they are. (transfer full) */
char *kiri_piece_edition(const char *value, const char *n);
/* "朝刊" or "夕刊" where a cell begins with it; `*rest` is what follows. NULL: it does not.
 * Static. */
const char *kiri_piece_edition_before(const char **rest);
/* The same where a cell ends with it. */
const char *kiri_piece_edition_behind(const char *value);
/* "3" for 3面, P.3, 03頁, and "1" for 一面; names of pages (社会面, 経済) stay as they are.
 * (transfer full) */
char *kiri_piece_page(const char *value, const char *n);
