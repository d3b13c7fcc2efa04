// SPDX-License-Identifier: GPL-3.0-or-later
/* Cells of the ledger by the type of their column: from what people write to members of
 * records, and back.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/ledger.h>

typedef enum {
    KIRI_LEDGER_TEXT,
    KIRI_LEDGER_ID,      // a name of ASCII
    KIRI_LEDGER_LIST,    // names separated by spaces
    KIRI_LEDGER_WHOLE,   // a whole number; nothing is 0
    KIRI_LEDGER_COUNTED, // a whole number above 0, which must be there
    KIRI_LEDGER_DATE,
    KIRI_LEDGER_KIND,
    KIRI_LEDGER_CONFIDENCE,
    KIRI_LEDGER_METRIC,
    KIRI_LEDGER_UNIT,
    KIRI_LEDGER_RANK,
    KIRI_LEDGER_CONTRACT,
    KIRI_LEDGER_FEE,
    KIRI_LEDGER_YES_NO,
    KIRI_LEDGER_SECTIONS, // names separated by 、 or ;
} KiriLedgerType;

/* Sets the member that a column of this type has; `column` is what the error PARSE calls
 * it. An empty value clears. */
gboolean kiri_ledger_set_member(KiriLedgerType type, gpointer member, const char *column,
                                const char *value, GError **error);
KiriCell kiri_ledger_read_member(KiriLedgerType type, gconstpointer member, gboolean wants_words);
/* "column 'tier': is no whole number: 'x'". Always FALSE. */
gboolean kiri_ledger_bad_cell(const char *column, const char *what, const char *value,
                              GError **error);
