// SPDX-License-Identifier: GPL-3.0-or-later
/* Ledgers as CSV. A file is gone through twice: first every row is read and thrown
 * away, so that all that is wrong with it is known; then, if nothing is, each is handed
 * over. So nothing of a bad file is taken, and no more than one row is held at a time. */
#include "ledger_row.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

typedef struct {
    KiriStore *store; // NULL: references are not looked at
    KiriNoun noun;
    KiriStr text;
    guint n_columns;
    gboolean *is_known;      // by column of the file
    KiriLedgerPlace *places; // likewise
    GHashTable *seen;        // hashes of ids, while the file is looked at
    KiriLedgerTake take;
    gpointer data;
    GPtrArray *problems;
    guint bad;
} Reader;

/* ---- the header ---- */

static gboolean has_column(const Reader *r, const KiriCsv *csv, const char *name)
{
    KiriLedgerPlace wanted;
    kiri_ledger_find_column(r->noun, name, &wanted);
    for (guint i = 0; i < kiri_csv_n_columns(csv); i++)
        if (r->is_known[i] && !r->places[i].metric && r->places[i].i == wanted.i)
            return TRUE;
    return FALSE;
}

static void find_columns(Reader *r, const KiriCsv *csv)
{
    r->n_columns = kiri_csv_n_columns(csv);
    r->is_known = g_renew(gboolean, r->is_known, r->n_columns);
    r->places = g_renew(KiriLedgerPlace, r->places, r->n_columns);
    for (guint i = 0; i < r->n_columns; i++)
        r->is_known[i] = kiri_ledger_find_column(r->noun, kiri_csv_column(csv, i), &r->places[i]);
}

/* The columns that only one noun has say what a file holds. */
static void find_noun(Reader *r, const KiriCsv *csv)
{
    static const struct {
        KiriNoun noun;
        const char *column;
    } signs[] = {{KIRI_NOUN_FIGURE, "metric"},
                 {KIRI_NOUN_LICENCE, "contract"},
                 {KIRI_NOUN_RATE, "unit"},
                 {KIRI_NOUN_MEDIUM, "id"}};
    KiriNoun expected = r->noun;
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        r->noun = signs[i].noun;
        find_columns(r, csv);
        if (has_column(r, csv, signs[i].column) &&
            (r->noun != KIRI_NOUN_MEDIUM || has_column(r, csv, "name")))
            return;
    }
    r->noun = expected;
    find_columns(r, csv);
}

static gboolean check_header(Reader *r, const KiriCsv *csv, GError **error)
{
    static const char *const of_media[] = {"id", "name", "kind", NULL};
    static const char *const of_figures[] = {"metric", "value", "source", NULL};
    static const char *const of_rates[] = {"unit", "price_yen", "source", NULL};
    static const char *const of_licences[] = {"medium", "contract", NULL};
    find_noun(r, csv);
    const char *const *needed = r->noun == KIRI_NOUN_MEDIUM    ? of_media
                                : r->noun == KIRI_NOUN_FIGURE  ? of_figures
                                : r->noun == KIRI_NOUN_LICENCE ? of_licences
                                                               : of_rates;
    for (; *needed; needed++)
        if (!has_column(r, csv, *needed)) {
            g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                        _("line 1: the column '%s' is missing"), *needed);
            return FALSE;
        }
    return TRUE;
}

/* ---- rows ---- */

static gpointer stored_medium(const Reader *r, const KiriCsv *csv, GError **error)
{
    for (guint i = 0; r->store && r->noun == KIRI_NOUN_MEDIUM && i < r->n_columns; i++)
        if (r->is_known[i] && !r->places[i].metric && r->places[i].i == 0)
            return kiri_store_get(r->store, KIRI_NOUN_MEDIUM, kiri_csv_cell_at(csv, i), error);
    return NULL;
}

static gboolean set_cells(const Reader *r, const KiriCsv *csv, KiriLedgerRow *row, GError **error)
{
    for (guint i = 0; i < r->n_columns; i++)
        if (r->is_known[i] &&
            !kiri_ledger_row_set_at(row, &r->places[i], kiri_csv_column(csv, i),
                                    kiri_csv_unmarked(kiri_csv_cell_at(csv, i)), error))
            return FALSE;
    return TRUE;
}

/* NULL with error for a bad one. (transfer full) */
static KiriLedgerRow *read_row(const Reader *r, const KiriCsv *csv, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriMedium) base = stored_medium(r, csv, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    if (base)
        base->is_removed = FALSE;
    g_autoptr(KiriLedgerRow) row = kiri_ledger_row_new(r->noun, base);
    if (!set_cells(r, csv, row, error) || !kiri_ledger_row_finish(row, error))
        return NULL;
    return g_steal_pointer(&row);
}

/* What a row alone cannot know. */
static gboolean check_row(const Reader *r, const KiriLedgerRow *row, GError **error)
{
    KiriLedgerHead head = kiri_ledger_head(r->noun, kiri_ledger_row_record(row));
    const char *medium = head.medium, *id = head.id;
    if (r->store && medium && !kiri_store_has(r->store, KIRI_NOUN_MEDIUM, medium)) {
        g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE, _("column '%s': %s: '%s'"),
                    "medium", _("is not in the ledger"), medium);
        return FALSE;
    }
    guint64 hash = kiri_hash64(kiri_str(id));
    if (g_hash_table_contains(r->seen, &hash)) {
        g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE, _("'%s' stands in the file twice"),
                    id);
        return FALSE;
    }
    g_hash_table_add(r->seen, g_memdup2(&hash, sizeof hash));
    return TRUE;
}

static void note_problem(Reader *r, guint line, const GError *why)
{
    if (r->bad++ < KIRI_LEDGER_MAX_PROBLEMS && r->problems)
        g_ptr_array_add(r->problems, line ? g_strdup_printf(_("line %u, %s"), line, why->message)
                                          : g_strdup(why->message));
}

/* Goes through all rows; only the first time they are judged. */
static gboolean go_through(Reader *r, gboolean is_first, GError **error)
{
    g_autoptr(KiriCsv) csv = kiri_csv_open(r->text, error);
    if (!csv || (is_first && !check_header(r, csv, error)))
        return FALSE;
    for (gboolean is_open = TRUE; is_open;) {
        g_autoptr(GError) why = NULL;
        is_open = kiri_csv_next(csv, &why);
        g_autoptr(KiriLedgerRow) row = is_open ? read_row(r, csv, &why) : NULL;
        if (is_first && row)
            check_row(r, row, &why);
        if (is_first && why)
            note_problem(r, is_open ? kiri_csv_line(csv) : 0, why);
        if (is_first || !row)
            continue;
        GPtrArray *figures = kiri_ledger_row_figures(row);
        if (!r->take(r->noun, kiri_ledger_row_record(row), r->data, error))
            return FALSE;
        for (guint i = 0; i < figures->len; i++)
            if (!r->take(KIRI_NOUN_FIGURE, g_ptr_array_index(figures, i), r->data, error))
                return FALSE;
    }
    return TRUE;
}

/* A heading with a slip of the pen must not lose a column in silence. */
static void note_columns(const Reader *r)
{
    g_autoptr(KiriCsv) csv = kiri_csv_open(r->text, NULL);
    for (guint i = 0; csv && r->problems && i < r->n_columns; i++)
        if (!r->is_known[i] && *kiri_csv_column(csv, i))
            g_ptr_array_add(r->problems, g_strdup_printf(_("the column '%s' is not known, and was "
                                                           "passed over"),
                                                         kiri_csv_column(csv, i)));
}

static gboolean read_text(Reader *r, GError **error)
{
    r->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    gboolean is_read = go_through(r, TRUE, error);
    g_clear_pointer(&r->seen, g_hash_table_unref);
    if (is_read && r->bad) {
        g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                    _("nothing was taken; bad rows: %u"), r->bad);
        return FALSE;
    }
    if (is_read)
        note_columns(r);
    return is_read && go_through(r, FALSE, error);
}

gboolean kiri_ledger_read(KiriStore *store, KiriNoun noun, KiriStr bytes, KiriLedgerTake take,
                          gpointer data, GPtrArray *problems, GError **error)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_LEDGER_BYTES * 2);
    KiriCharsetReport report = {0};
    if (!kiri_charset_preload(error) ||
        !kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return FALSE;
    Reader r = {.store = store,
                .noun = noun,
                .text = kiri_buf_view(&text),
                .take = take,
                .data = data,
                .problems = problems};
    gboolean ok = read_text(&r, error);
    g_free(r.is_known);
    g_free(r.places);
    return ok;
}

/* ---- out ---- */

void kiri_ledger_write_header(KiriNoun noun, KiriBuf *out)
{
    KiriCsvWriter w = kiri_csv_write_begin(out, FALSE);
    for (guint i = 0; i < kiri_ledger_n_columns(noun); i++)
        kiri_csv_write_text(&w, kiri_ledger_column(noun, i));
    kiri_csv_write_end_record(&w);
}

void kiri_ledger_write_record(KiriNoun noun, gconstpointer record, KiriBuf *out)
{
    KiriCsvWriter w = {.out = out};
    for (guint i = 0; i < kiri_ledger_n_columns(noun); i++) {
        KiriCell cell = kiri_ledger_cell(noun, i, record, FALSE);
        char date[32];
        kiri_time_format(cell.date, date);
        if (cell.is_empty)
            kiri_csv_write_text(&w, NULL);
        else if (cell.type == KIRI_CELL_NUMBER)
            kiri_csv_write_i64(&w, cell.number);
        else
            kiri_csv_write_text(&w, cell.type == KIRI_CELL_DATE ? date : cell.text);
        g_free(cell.text);
    }
    kiri_csv_write_end_record(&w);
}
