// SPDX-License-Identifier: GPL-3.0-or-later
/* The language of a report: Japanese is written in the code, English comes from
 * report/english.tsv by the Japanese text. The language is a parameter, so that a
 * scheduled run needs no locale. A test finds every text without a row.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/report.h>

/* `japanese` (a literal: the test reads the sources) in this language; itself where
 * there is no row. Formats keep their arguments in number, kind and order. Borrowed for
 * ever. */
const char *kiri_say(KiriReportLang lang, const char *japanese) G_GNUC_FORMAT(2);
