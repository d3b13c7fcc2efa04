// SPDX-License-Identifier: GPL-3.0-or-later
/* CSV: RFC 4180 in, and out as Excel in Japan opens it.
 *
 * In: text that the charset gate has decoded; comma-separated, or tab-separated
 * where the header has tabs and no comma; quotes doubled, LF or CR LF, line breaks
 * inside quotes, a BOM skipped. Out: UTF-8 with BOM,
 * CR LF between records, LF inside a cell; a text cell that a spreadsheet would
 * take for a formula (first character = + - @ TAB CR, also after spaces and in
 * full width) gets an apostrophe in front (CWE-1236), unless the writer is raw; so does
 * one that begins with apostrophes and such a character, so that kiri_csv_unmarked()
 * gives every text back, but that all line breaks are LF.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/buf.h>

typedef struct KiriCsv KiriCsv;

/* `text` is borrowed until close. The first record is the header: names are
 * stripped of spaces. Error PARSE when there is none. */
KiriCsv *kiri_csv_open(KiriStr text, GError **error);
void kiri_csv_close(KiriCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriCsv, kiri_csv_close)
/* TRUE and the next record; empty lines are skipped. FALSE at the end without
 * error, or with error PARSE that names the line (an open quote, more cells
 * than the header has; empty ones at the end do not count). */
gboolean kiri_csv_next(KiriCsv *csv, GError **error);
/* Cell of the record by column name: "" when the cell or column is missing.
 * Borrowed until the next record. */
const char *kiri_csv_cell(const KiriCsv *csv, const char *column);
gboolean kiri_csv_has_column(const KiriCsv *csv, const char *column);
/* Columns by number, from 0: a name as the header has it, a cell of the record. */
guint kiri_csv_n_columns(const KiriCsv *csv);
const char *kiri_csv_column(const KiriCsv *csv, guint i);
const char *kiri_csv_cell_at(const KiriCsv *csv, guint i);
guint kiri_csv_line(const KiriCsv *csv); // where the record begins, from 1

/* Makes something of the record that was just read: NULL with error PARSE for a bad
 * one. (transfer full) */
typedef gpointer (*KiriCsvRead)(const KiriCsv *csv, gpointer data, GError **error);
/* What `read` makes of all records; a file is taken whole or not at all, so NULL with
 * the first error, and how many more there are, where any is bad. `destroy` frees what
 * was made. (transfer full) */
GPtrArray *kiri_csv_read_all(KiriCsv *csv, KiriCsvRead read, gpointer data, GDestroyNotify destroy,
                             GError **error);

/* A cell without the apostrophe that the writer puts before a formula, for files
 * that come back from a spreadsheet. Borrowed from `cell`. */
const char *kiri_csv_unmarked(const char *cell);

/* Out. */
typedef struct {
    KiriBuf *out;
    gboolean is_raw;    // machines read it: no BOM, no apostrophes
    gboolean has_cells; // private
} KiriCsvWriter;

KiriCsvWriter kiri_csv_write_begin(KiriBuf *out, gboolean is_raw);
void kiri_csv_write_text(KiriCsvWriter *w, const char *s); // NULL: empty cell
void kiri_csv_write_i64(KiriCsvWriter *w, gint64 v);
void kiri_csv_write_f64(KiriCsvWriter *w, gdouble v, gint decimals);
void kiri_csv_write_end_record(KiriCsvWriter *w);
