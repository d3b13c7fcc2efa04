// SPDX-License-Identifier: GPL-3.0-or-later
/* What `medium`, `rate`, `licence` and `init` do with ledgers.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/ledger.h>

/* Imports media.csv, figures.csv, rates.csv or licences.csv; a file with a bad row is not taken, and
 * its first bad rows are told on stderr. A dry run prints on stdout what would change.
 * `counts` may be NULL. Errors name the file. */
gboolean kiri_ledger_import_file(KiriCli *cli, KiriStore *store, KiriNoun noun, const char *path,
                                 gboolean is_dry, KiriLedgerCounts *counts, GError **error);

/* The files of an `import` (NULL-terminated), with a note for each. The exit code. */
int kiri_ledger_import_files(KiriCli *cli, KiriNoun noun, char **files, gboolean is_dry,
                             GError **error);
/* The rows in force as CSV on stdout. The exit code. */
int kiri_ledger_print_csv(KiriCli *cli, KiriNoun noun, GError **error);
/* Commits (transfer full) and says what became of `id`. */
gboolean kiri_ledger_finish_edit(KiriCli *cli, KiriLedgerEdit *edit, KiriNoun noun, const char *id,
                                 gboolean is_dry, GError **error);
/* Removes rows of `noun` by their ids (NULL-terminated); where it is MEDIUM, figures
 * too. The exit code. */
int kiri_ledger_remove(KiriCli *cli, KiriNoun noun, char **ids, gboolean is_dry, GError **error);

/* What a verb must be told: so many words at least, which are these. */
typedef struct {
    guint least;
    const char *words; // N_()
} KiriLedgerNeeds;
gboolean kiri_ledger_check_words(const KiriCall *call, const KiriLedgerNeeds *needs,
                                 GError **error);

/* What stands in a column of a record, for a terminal; "" for nothing. (transfer full) */
char *kiri_ledger_cell_text(KiriNoun noun, guint i, gconstpointer record);

/* For kiri_ledger_edit_begin(): prints each change on stdout. `data` is the KiriCli. */
void kiri_ledger_print_change(KiriLedgerChange change, KiriNoun noun, gconstpointer before,
                              gconstpointer after, gpointer data);

/* Sets the columns that KEY=VALUE words name. Error USAGE. */
gboolean kiri_ledger_set_words(KiriLedgerRow *row, KiriNoun noun, char **words, GError **error);

/* Names who works here (review.person) where the row has a column for it and the user
 * named nobody. */
gboolean kiri_ledger_name_author(const KiriCli *cli, KiriLedgerRow *row, GError **error);

/* "2026-04-01–2027-03-31", "2026-04-01–", "–2027", or "" for always. (transfer full) */
char *kiri_ledger_span_text(KiriTime from, KiriTime to);
/* A number with commas. (transfer full) */
char *kiri_ledger_number_text(gint64 n);
