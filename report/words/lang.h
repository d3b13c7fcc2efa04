// SPDX-License-Identifier: GPL-3.0-or-later
/* The language of a report: Japanese is written in the code, English comes from
 * report/words/english.tsv by the Japanese text. The language is a parameter, so that a
 * scheduled run needs no locale. A test finds every text without a row.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/report.h>

/* `japanese` (a literal: the test reads the sources) in this language; itself where
 * there is no row. Formats keep their arguments in number, kind and order. Borrowed for
 * ever. */
const char *kiri_say(KiriReportLang lang, const char *japanese) G_GNUC_FORMAT(2);

/* Dates as the language writes them: "令和8年4月13日（月）", "Monday, 13 April 2026"; with the
 * clock "10時05分", "10:05". Eras are of Japanese only. */
void kiri_say_date(KiriReportLang lang, gint64 us, KiriEra era, gboolean with_clock, KiriBuf *out);
/* For tables: "4月13日（月）10:05", "13 Apr (Mon) 10:05", with the year where it is not that
 * of `now_us`; 不明 when unset. (transfer full) */
char *kiri_say_when(KiriReportLang lang, KiriTime t, gint64 now_us);
