// SPDX-License-Identifier: GPL-3.0-or-later
/* duplication.csv. Rows are kept by pair, names in order, so that either order of the
 * question finds them; the newest row of a pair stands first. */
#include <kirinuki/duplication.h>

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriDuplicationRow, medium_a, STR)},
    {KIRI_FIELD(2, KiriDuplicationRow, medium_b, STR)},
    {KIRI_FIELD(3, KiriDuplicationRow, people, I64)},
    {KIRI_FIELD(4, KiriDuplicationRow, share, F64)},
    {KIRI_FIELD(5, KiriDuplicationRow, valid_from, TIME)},
    {KIRI_FIELD(6, KiriDuplicationRow, valid_to, TIME)},
    {KIRI_FIELD(7, KiriDuplicationRow, source, STR)},
};
const KiriShape kiri_duplication_row_shape =
    KIRI_SHAPE("duplication_row", KiriDuplicationRow, row_fields);

struct KiriDuplication {
    GPtrArray *rows;   // KiriDuplicationRow
    GHashTable *pairs; // "a b" → GPtrArray of rows, borrowed
};

/* ---- cells ---- */

static gboolean bad_cell(const KiriCsv *csv, const char *column, const char *what, GError **error)
{
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE, _("line %u, column '%s': %s: '%s'"),
                kiri_csv_line(csv), column, what, kiri_csv_cell(csv, column));
    return FALSE;
}

static gboolean text_cell(const KiriCsv *csv, const char *column, char **out, GError **error)
{
    const char *s = kiri_csv_unmarked(kiri_csv_cell(csv, column));
    *out = g_strstrip(g_strdup(s));
    return **out || bad_cell(csv, column, _("must not be empty"), error);
}

static gboolean date_cell(const KiriCsv *csv, const char *column, KiriTime *out, GError **error)
{
    const char *s = kiri_csv_cell(csv, column);
    return !*s || kiri_time_parse(kiri_str(s), KIRI_JST_MIN, out) ||
           bad_cell(csv, column, _("is no date such as 2026-04-01"), error);
}

/* "12,300,000" people, or "18.5" per cent (a '%' behind it is welcome). */
static gboolean amount_cells(const KiriCsv *csv, KiriDuplicationRow *row, GError **error)
{
    const char *people = kiri_csv_cell(csv, "people"), *share = kiri_csv_cell(csv, "share");
    if (!*people == !*share)
        return bad_cell(csv, "people", _("either this or 'share' must be filled"), error);
    g_autoptr(GString) text = g_string_new(*people ? people : share);
    if (*people) {
        g_string_replace(text, ",", "", 0);
        return g_ascii_string_to_signed(text->str, 10, 1, G_GINT64_CONSTANT(100000000000),
                                        &row->people, NULL) ||
               bad_cell(csv, "people", _("is no whole number above 0"), error);
    }
    if (text->len && text->str[text->len - 1] == '%')
        g_string_truncate(text, text->len - 1);
    char *end = NULL;
    gdouble percent = g_ascii_strtod(text->str, &end);
    gboolean is_plain = strspn(text->str, "0123456789.") == text->len; // no inf, nan, 0x, 1e3
    row->share = percent / 100;
    return (is_plain && end && end != text->str && !*end && percent > 0 && percent <= 100) ||
           bad_cell(csv, "share", _("is no per cent above 0 and up to 100"), error);
}

static gboolean fill(const KiriCsv *csv, KiriDuplicationRow *row, GError **error)
{
    if (!text_cell(csv, "medium_a", &row->medium_a, error) ||
        !text_cell(csv, "medium_b", &row->medium_b, error) || !amount_cells(csv, row, error) ||
        !date_cell(csv, "valid_from", &row->valid_from, error) ||
        !date_cell(csv, "valid_to", &row->valid_to, error) ||
        !text_cell(csv, "source", &row->source, error))
        return FALSE;
    return strcmp(row->medium_a, row->medium_b) != 0 ||
           bad_cell(csv, "medium_b", _("must be another medium than medium_a"), error);
}

static gpointer read_row(const KiriCsv *csv, gpointer data, GError **error)
{
    (void)data;
    g_autoptr(KiriDuplicationRow) row = kiri_duplication_row_new();
    return fill(csv, row, error) ? g_steal_pointer(&row) : NULL;
}

static void free_row(gpointer row)
{
    kiri_duplication_row_free(row);
}

/* ---- the table ---- */

static char *key_of(const char *a, const char *b)
{
    return strcmp(a, b) < 0 ? g_strdup_printf("%s %s", a, b) : g_strdup_printf("%s %s", b, a);
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriDuplicationRow *x = *(KiriDuplicationRow *const *)a;
    const KiriDuplicationRow *y = *(KiriDuplicationRow *const *)b;
    return x->valid_from.us != y->valid_from.us ? (x->valid_from.us > y->valid_from.us ? -1 : 1)
                                                : strcmp(x->medium_a, y->medium_a);
}

static KiriDuplication *index_rows(GPtrArray *rows)
{
    KiriDuplication *d = g_new0(KiriDuplication, 1);
    d->rows = rows;
    d->pairs =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_ptr_array_sort(rows, newest_first);
    for (guint i = 0; i < rows->len; i++) {
        KiriDuplicationRow *row = g_ptr_array_index(rows, i);
        char *key = key_of(row->medium_a, row->medium_b);
        GPtrArray *of_pair = g_hash_table_lookup(d->pairs, key);
        if (!of_pair) {
            of_pair = g_ptr_array_new();
            g_hash_table_insert(d->pairs, g_steal_pointer(&key), of_pair);
        }
        g_ptr_array_add(of_pair, row);
        g_free(key);
    }
    return d;
}

KiriDuplication *kiri_duplication_parse(KiriStr bytes, GError **error)
{
    static const char *const needed[] = {"medium_a", "medium_b", "source"};
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_FILE_BYTES * 2);
    KiriCharsetReport report = {0};
    if (!kiri_charset_preload(error) ||
        !kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return NULL;
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&text), error);
    for (gsize i = 0; csv && i < G_N_ELEMENTS(needed); i++)
        if (!kiri_csv_has_column(csv, needed[i])) {
            g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                        _("line 1: the column '%s' is missing"), needed[i]);
            return NULL;
        }
    GPtrArray *rows = csv ? kiri_csv_read_all(csv, read_row, NULL, free_row, error) : NULL;
    return rows ? index_rows(rows) : NULL;
}

void kiri_duplication_free(KiriDuplication *d)
{
    if (!d)
        return;
    g_hash_table_unref(d->pairs);
    g_ptr_array_unref(d->rows);
    g_free(d);
}

guint kiri_duplication_size(const KiriDuplication *d)
{
    return d ? d->rows->len : 0;
}

/* µs between the day and the row's time, 0 within it. */
static gint64 distance(const KiriDuplicationRow *row, gint64 us)
{
    if (kiri_time_is_set(row->valid_from) && us < row->valid_from.us)
        return row->valid_from.us - us;
    gint64 end = row->valid_to.us + KIRI_US_PER_DAY;
    return kiri_time_is_set(row->valid_to) && us >= end ? us - end + 1 : 0;
}

const KiriDuplicationRow *kiri_duplication_find(const KiriDuplication *d, const char *a,
                                                const char *b, gint64 us, gboolean *is_outside)
{
    const KiriDuplicationRow *nearest = NULL;
    g_autofree char *key = key_of(a, b);
    const GPtrArray *rows = d ? g_hash_table_lookup(d->pairs, key) : NULL;
    for (guint i = 0; rows && i < rows->len; i++) {
        const KiriDuplicationRow *row = g_ptr_array_index(rows, i);
        if (!nearest || distance(row, us) < distance(nearest, us))
            nearest = row;
    }
    *is_outside = nearest && distance(nearest, us) > 0;
    return nearest;
}
