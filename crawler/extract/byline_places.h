// SPDX-License-Identifier: GPL-3.0-or-later
/* Names that are known by where they stand on the page, without a word in their own
 * line that says so.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "extract_page.h"

/* What stands in front of the date of block `b`, whose text is `line`, if that is
 * names. (transfer full), NULL for none. */
char *kiri_byline_before_date(const KiriReading *page, const KiriBlock *b, const char *line);

/* The same behind the date, of names that are sure to be some: 3月5日 9時05分 山田太郎記者. */
char *kiri_byline_behind_date(const KiriReading *page, const KiriBlock *b, const char *line);
/* The words of a block, a line for each element that sets some apart: a date, names
 * and sections in a row of <span>. NULL where there is one only. (transfer full) */
char *kiri_byline_spans(const KiriReading *page, const KiriBlock *b);

/* A line between headline and text that is nothing but names, with a common surname
 * or with what they do: "山田太郎 鈴木花子", "[山田太郎，ITうみべ]", "海道 渚 : 評論家". Appends to `*names`; returns the line
 * (transfer full), NULL where there is none. */
char *kiri_byline_bare_line(const KiriReading *page, char ***names);

/* The name under この記事を書いた人 and its kin behind the text, pen names included.
 * Likewise. */
char *kiri_byline_of_profile(const KiriReading *page, char ***names);

/* What stands behind この記事を書いた人 and its kin in the same line, or all of it. */
const char *kiri_byline_behind_label(const char *line);

/* Where everybody writes: whom <title> names behind the headline instead of the site,
 * if a link beside the headline has the same name. (transfer full), NULL for none. */
char *kiri_byline_of_title(const KiriReading *page);
/* Whose release it is, where <title> says: "…｜海辺株式会社のプレスリリース". Likewise. */
char *kiri_byline_of_release(const KiriReading *page);

/* Does `s` begin with one of the commonest surnames, and go on as a name does? */
gboolean kiri_has_surname(KiriStr s);
