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

/* A line between headline and text that is nothing but names with a common surname:
 * "山田太郎 鈴木花子", "[山田太郎，ITうみべ]". Appends to `*names`; returns the line
 * (transfer full), NULL where there is none. */
char *kiri_byline_bare_line(const KiriReading *page, char ***names);

/* The name under この記事を書いた人 and its kin behind the text, pen names included.
 * Likewise. */
char *kiri_byline_of_profile(const KiriReading *page, char ***names);

/* Does `s` begin with one of the commonest surnames, and go on as a name does? */
gboolean kiri_has_surname(KiriStr s);
