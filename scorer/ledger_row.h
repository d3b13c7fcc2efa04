// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns found once, for readers of many rows.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/ledger.h>

/* Where a column of a file goes: the i-th of the noun's table, or a metric. */
typedef struct {
    guint i;
    const char *metric; // static; NULL: the i-th column
} KiriLedgerPlace;

/* By its name in either language; FALSE where the noun has none such. */
gboolean kiri_ledger_find_column(KiriNoun noun, const char *name, KiriLedgerPlace *place);
/* As kiri_ledger_row_set(); `column` is what errors call it. */
gboolean kiri_ledger_row_set_at(KiriLedgerRow *row, const KiriLedgerPlace *place,
                                const char *column, const char *value, GError **error);
