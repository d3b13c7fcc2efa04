// SPDX-License-Identifier: GPL-3.0-or-later
/* The media ledger as a workbook for Excel: the sheets 媒体, 数値 and 単価, with the
 * columns of ledger.h under their Japanese headings, words for names, real dates and
 * numbers, frozen headings and filters. 数値 and 単価 hold the rows in force.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/book.h>

/* Errors IO; LIMIT where a table has more rows than a sheet. */
gboolean kiri_ledger_write_xlsx(const KiriBook *book, const char *path, GError **error);
