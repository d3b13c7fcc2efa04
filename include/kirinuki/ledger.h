// SPDX-License-Identifier: GPL-3.0-or-later
/* The media ledger as people write it: words, columns, rows, files, and the one way in
 * which it is changed.
 *
 * Four tables: media.csv (who they are), figures.csv (what is counted of them),
 * rates.csv (what their space costs) and licences.csv (what of theirs may be handed on).
 * Their columns are one table of names, Japanese headings and members, from which come:
 * reading, writing, KEY=VALUE of the command line, the sheets of the workbook. media.csv
 * also takes a figure in a column of its own (monthly_page_views, 発行部数 …), valid as
 * valid_from and valid_to of the row say.
 *
 * Changes go through a KiriLedgerEdit, which knows the history: a figure, a rate or a
 * licence that is changed or removed stays with `replaced` set.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/book.h>

/* ---- words ---- */

/* What a name is called on paper: 全国紙, 月間PV, 1段1cm, 公表, 記事中. A name without a
 * word comes back itself. Borrowed. */
const char *kiri_medium_kind_word(KiriMediumKind kind);
const char *kiri_metric_word(const char *metric);
const char *kiri_unit_word(const char *unit);
const char *kiri_confidence_word(KiriConfidence confidence);
const char *kiri_rank_word(const char *rank);
const char *kiri_contract_word(KiriContract contract); // 個別
const char *kiri_fee_word(KiriFee fee);                // 1件

/* The reverse, in either language and any width. -1 or NULL where it is none. */
gint kiri_medium_kind_parse(const char *word);
const char *kiri_metric_parse(const char *word); // static
const char *kiri_unit_parse(const char *word);   // static
gint kiri_confidence_parse(const char *word);
gint kiri_contract_parse(const char *word);
gint kiri_fee_parse(const char *word);
/* 可, ○, あり, yes: 1. 不可, ×, なし, no: 0. Else -1. */
gint kiri_yes_no_parse(const char *word);
/* A rank is free text; 記事中, 記事下, カラー and モノクロ become in_text, below, colour and
 * mono. NULL for an empty one. (transfer full) */
char *kiri_rank_parse(const char *word);

/* ---- rows ---- */

typedef enum {
    KIRI_CELL_TEXT,
    KIRI_CELL_NUMBER,
    KIRI_CELL_DATE,
} KiriCellType;

typedef struct {
    KiriCellType type;
    char *text;    // TEXT: NULL for an empty cell; owned
    gint64 number; // NUMBER
    KiriTime date; // DATE
    gboolean is_empty;
} KiriCell;

/* Columns of a noun (MEDIUM, FIGURE, RATE, LICENCE), in the order of the files. */
guint kiri_ledger_n_columns(KiriNoun noun);
const char *kiri_ledger_column(KiriNoun noun, guint i);  // "valid_from"
const char *kiri_ledger_heading(KiriNoun noun, guint i); // 有効開始
/* What stands there of a record. With `wants_words` names are words of people. Release
 * `text` with g_free. */
KiriCell kiri_ledger_cell(KiriNoun noun, guint i, gconstpointer record, gboolean wants_words);

/* What all rows have; of a medium only the first three. Borrowed from the record. */
typedef struct {
    const char *id, *medium; // medium: of which it is, NULL for none (of a medium itself)
    KiriTime entered, replaced;
    KiriTime valid_from, valid_to;
} KiriLedgerHead;
KiriLedgerHead kiri_ledger_head(KiriNoun noun, gconstpointer record);
/* The name of the row's place: kiri_figure_slot() and its kin; of a medium its id.
 * (transfer full) */
char *kiri_ledger_slot(KiriNoun noun, gconstpointer record);

/* One row in the making: a record, and of media the figures in their short form. */
typedef struct KiriLedgerRow KiriLedgerRow;

/* `base`: the record that is changed, NULL for a new one; borrowed for the call. */
KiriLedgerRow *kiri_ledger_row_new(KiriNoun noun, gconstpointer base);
void kiri_ledger_row_free(KiriLedgerRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLedgerRow, kiri_ledger_row_free)
/* Sets a column, named in either language; an empty value clears it. Errors PARSE:
 * "column 'tier': is no whole number: 'x'", NOT_FOUND: there is no such column. */
gboolean kiri_ledger_row_set(KiriLedgerRow *row, const char *column, const char *value,
                             GError **error);
/* Was this column (by its English name, "source") set to something? */
gboolean kiri_ledger_row_has(const KiriLedgerRow *row, const char *column);
/* Looks whether everything needed is there and fits together, and gives the record its
 * id. Error PARSE likewise. */
gboolean kiri_ledger_row_finish(KiriLedgerRow *row, GError **error);
KiriNoun kiri_ledger_row_noun(const KiriLedgerRow *row);
/* Of a finished row. Owned by it. */
gpointer kiri_ledger_row_record(const KiriLedgerRow *row);
GPtrArray *kiri_ledger_row_figures(const KiriLedgerRow *row); // KiriFigure, of a medium

/* ---- files ---- */

/* One record of a file, borrowed for the call. FALSE with error ends the reading. */
typedef gboolean (*KiriLedgerTake)(KiriNoun noun, gpointer record, gpointer data, GError **error);

enum { KIRI_LEDGER_MAX_PROBLEMS = 20 };

/* Reads a table from the bytes of a CSV file (UTF-8 with or without BOM, CP932; comma
 * or tab), which must hold `noun`, or any of the four where its header says so: one
 * with a column `metric` holds figures, one with `unit` rates, one with `contract`
 * licences. All rows are read first;
 * only when none is bad is `take` called, once for each record: a file is taken whole or
 * not at all. `problems` (char *, owned by it; may be NULL) gets the first
 * KIRI_LEDGER_MAX_PROBLEMS bad rows, "line 12, column '単価': is no whole number: 'x'";
 * the error PARSE says how many there are. Of a file that was taken it gets the columns
 * that nobody knows, which were passed over.
 *
 * With `store` a medium that is there keeps what the file has no column for, and the
 * medium of a figure, a rate or a licence must be in the ledger. Beside the bytes and their text it
 * takes 16 bytes a row or so. */
gboolean kiri_ledger_read(KiriStore *store, KiriNoun noun, KiriStr bytes, KiriLedgerTake take,
                          gpointer data, GPtrArray *problems, GError **error);

/* Appends the header, and one record, as CSV for Excel (UTF-8 with BOM, CRLF). */
void kiri_ledger_write_header(KiriNoun noun, KiriBuf *out);
void kiri_ledger_write_record(KiriNoun noun, gconstpointer record, KiriBuf *out);

/* ---- changes ---- */

typedef enum {
    KIRI_LEDGER_SAME,
    KIRI_LEDGER_ADDED,
    KIRI_LEDGER_CHANGED,
    KIRI_LEDGER_REMOVED,
    KIRI_LEDGER_N_CHANGES
} KiriLedgerChange;

typedef struct {
    guint n[KIRI_LEDGER_N_CHANGES];
} KiriLedgerCounts;

/* Hears of each change but SAME: `before` is NULL for what is added, `after` for what
 * is removed. Both borrowed for the call. */
typedef void (*KiriLedgerHear)(KiriLedgerChange change, KiriNoun noun, gconstpointer before,
                               gconstpointer after, gpointer data);

typedef struct KiriLedgerEdit KiriLedgerEdit;

/* `now_us` is when rows are entered and replaced. A dry run writes nothing. Rows that
 * come in one edit are committed in steps of some thousand. `hear` may be NULL. */
KiriLedgerEdit *kiri_ledger_edit_begin(KiriStore *store, gint64 now_us, gboolean is_dry,
                                       KiriLedgerHear hear, gpointer data);
void kiri_ledger_edit_cancel(KiriLedgerEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriLedgerEdit, kiri_ledger_edit_cancel)
/* Enters a record of a row: media by their id, figures and rates in their slot, each
 * once in an edit. What is there already changes nothing. */
gboolean kiri_ledger_edit_put(KiriLedgerEdit *edit, KiriNoun noun, gpointer record, GError **error);
/* Puts a medium aside, or ends a figure or rate that is in force. Error NOT_FOUND. */
gboolean kiri_ledger_edit_remove(KiriLedgerEdit *edit, KiriNoun noun, const char *id,
                                 GError **error);
/* Commits and frees, whether it succeeds or not; `counts` may be NULL. */
gboolean kiri_ledger_edit_commit(KiriLedgerEdit *edit, KiriLedgerCounts *counts, GError **error);
