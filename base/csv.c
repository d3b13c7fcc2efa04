// SPDX-License-Identifier: GPL-3.0-or-later
/* CSV reader and writer. The reader keeps one record; cells are copies, since a
 * quoted cell differs from its source text. */
#include <kirinuki/csv.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

struct KiriCsv {
    KiriStr rest;
    char separator;
    guint line;        // of rest
    guint record_line; // of the current record
    GPtrArray *header;
    GPtrArray *cells;
};

static void skip(KiriCsv *csv, gsize n)
{
    csv->rest.p += n;
    csv->rest.n -= n;
}

/* A quoted cell after its first quote; FALSE at the end of the text. */
static gboolean read_quoted(KiriCsv *csv, GString *cell)
{
    while (csv->rest.n) {
        char c = csv->rest.p[0];
        skip(csv, 1);
        if (c == '"') {
            if (!csv->rest.n || csv->rest.p[0] != '"')
                return TRUE;
            skip(csv, 1);
        } else if (c == '\n') {
            csv->line++;
        }
        g_string_append_c(cell, c);
    }
    return FALSE;
}

static gboolean at_record_end(KiriCsv *csv)
{
    if (!csv->rest.n)
        return TRUE;
    gsize n = csv->rest.p[0] == '\n'                                                ? 1
              : csv->rest.n > 1 && csv->rest.p[0] == '\r' && csv->rest.p[1] == '\n' ? 2
                                                                                    : 0;
    if (!n)
        return FALSE;
    skip(csv, n);
    csv->line++;
    return TRUE;
}

/* Reads one record into `cells`. */
static gboolean read_record(KiriCsv *csv, GPtrArray *cells, GError **error)
{
    csv->record_line = csv->line;
    for (;;) {
        g_autoptr(GString) cell = g_string_new(NULL);
        if (csv->rest.n && csv->rest.p[0] == '"') {
            skip(csv, 1);
            if (!read_quoted(csv, cell)) {
                g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE,
                            _("line %u: a quote is opened and never closed"), csv->record_line);
                return FALSE;
            }
        }
        while (csv->rest.n && csv->rest.p[0] != csv->separator && csv->rest.p[0] != '\n' &&
               !(csv->rest.n > 1 && csv->rest.p[0] == '\r' && csv->rest.p[1] == '\n')) {
            g_string_append_c(cell, csv->rest.p[0]);
            skip(csv, 1);
        }
        g_ptr_array_add(cells, g_string_free(g_steal_pointer(&cell), FALSE));
        if (at_record_end(csv))
            return TRUE;
        skip(csv, 1); // the separator
    }
}

/* A header with tabs and without commas is tab separated, as a spreadsheet saves
 * "Unicode text"; what stands in quotes is no sign. */
static char separator_of(KiriStr text)
{
    gboolean is_quoted = FALSE, has_tab = FALSE;
    for (gsize i = 0; i < text.n && (is_quoted || text.p[i] != '\n'); i++) {
        is_quoted ^= text.p[i] == '"';
        has_tab |= !is_quoted && text.p[i] == '\t';
        if (!is_quoted && text.p[i] == ',')
            return ',';
    }
    return has_tab ? '\t' : ',';
}

KiriCsv *kiri_csv_open(KiriStr text, GError **error)
{
    g_autoptr(KiriCsv) csv = g_new0(KiriCsv, 1);
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        text = (KiriStr){text.p + 3, text.n - 3};
    csv->rest = text;
    csv->separator = separator_of(text);
    csv->line = 1;
    csv->header = g_ptr_array_new_with_free_func(g_free);
    csv->cells = g_ptr_array_new_with_free_func(g_free);
    if (!kiri_str_strip(text).n) {
        g_set_error_literal(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE,
                            _("the file is empty: a line with the column names is missing"));
        return NULL;
    }
    if (!read_record(csv, csv->header, error))
        return NULL;
    for (guint i = 0; i < csv->header->len; i++)
        g_strstrip(g_ptr_array_index(csv->header, i));
    return g_steal_pointer(&csv);
}

void kiri_csv_close(KiriCsv *csv)
{
    if (!csv)
        return;
    g_ptr_array_unref(csv->header);
    g_ptr_array_unref(csv->cells);
    g_free(csv);
}

gboolean kiri_csv_next(KiriCsv *csv, GError **error)
{
    do {
        if (!csv->rest.n)
            return FALSE;
        g_ptr_array_set_size(csv->cells, 0);
        if (!read_record(csv, csv->cells, error))
            return FALSE;
    } while (csv->cells->len == 1 && !*(char *)g_ptr_array_index(csv->cells, 0));
    while (csv->cells->len > csv->header->len &&
           !*(char *)g_ptr_array_index(csv->cells, csv->cells->len - 1))
        g_ptr_array_set_size(csv->cells, (gint)csv->cells->len - 1);
    if (csv->cells->len <= csv->header->len)
        return TRUE;
    g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE,
                _("line %u: %u cells where the header has %u columns"), csv->record_line,
                csv->cells->len, csv->header->len);
    return FALSE;
}

static gint column_index(const KiriCsv *csv, const char *column)
{
    for (guint i = 0; i < csv->header->len; i++)
        if (strcmp(g_ptr_array_index(csv->header, i), column) == 0)
            return (gint)i;
    return -1;
}

const char *kiri_csv_cell(const KiriCsv *csv, const char *column)
{
    gint i = column_index(csv, column);
    return i >= 0 && i < (gint)csv->cells->len ? g_ptr_array_index(csv->cells, (guint)i) : "";
}

gboolean kiri_csv_has_column(const KiriCsv *csv, const char *column)
{
    return column_index(csv, column) >= 0;
}

guint kiri_csv_n_columns(const KiriCsv *csv)
{
    return csv->header->len;
}

const char *kiri_csv_column(const KiriCsv *csv, guint i)
{
    return g_ptr_array_index(csv->header, i);
}

const char *kiri_csv_cell_at(const KiriCsv *csv, guint i)
{
    return i < csv->cells->len ? g_ptr_array_index(csv->cells, i) : "";
}

guint kiri_csv_line(const KiriCsv *csv)
{
    return csv->record_line;
}

GPtrArray *kiri_csv_read_all(KiriCsv *csv, KiriCsvRead read, gpointer data, GDestroyNotify destroy,
                             GError **error)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func(destroy);
    g_autoptr(GError) first = NULL;
    guint bad = 0;
    for (gboolean is_open = TRUE; is_open;) {
        g_autoptr(GError) why = NULL;
        is_open = kiri_csv_next(csv, &why); // else at the end, or the reader lost its place
        gpointer record = is_open ? read(csv, data, &why) : NULL;
        if (record)
            g_ptr_array_add(records, record);
        bad += why != NULL;
        if (!first)
            first = g_steal_pointer(&why);
    }
    if (!bad)
        return g_steal_pointer(&records);
    g_propagate_error(error, g_steal_pointer(&first));
    if (bad > 1)
        g_prefix_error(error, _("%u rows are bad, nothing was taken; the first: "), bad);
    return NULL;
}

KiriCsvWriter kiri_csv_write_begin(KiriBuf *out, gboolean is_raw)
{
    if (!is_raw)
        kiri_buf_add_str(out, "\xef\xbb\xbf");
    return (KiriCsvWriter){out, is_raw, FALSE};
}

static void next_cell(KiriCsvWriter *w)
{
    if (w->has_cells)
        kiri_buf_add_char(w->out, ',');
    w->has_cells = TRUE;
}

/* Would a spreadsheet take this text for a formula? */
static gboolean is_formula(const char *s)
{
    while (*s == ' ' || strncmp(s, "\xe3\x80\x80", 3) == 0)
        s += *s == ' ' ? 1 : 3;
    static const char *const triggers[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                           "\n", "＝", "＋", "－", "＠"};
    for (gsize i = 0; i < G_N_ELEMENTS(triggers); i++)
        if (g_str_has_prefix(s, triggers[i]))
            return TRUE;
    return FALSE;
}

/* A formula, or what would be read as one that was marked: so a mark that is taken off
 * was put there by the writer. */
static gboolean needs_mark(const char *s)
{
    while (*s == '\'')
        s++;
    return is_formula(s);
}

const char *kiri_csv_unmarked(const char *cell)
{
    return *cell == '\'' && needs_mark(cell) ? cell + 1 : cell;
}

void kiri_csv_write_text(KiriCsvWriter *w, const char *s)
{
    next_cell(w);
    if (!s)
        return;
    gboolean is_marked = !w->is_raw && needs_mark(s);
    gboolean needs_quotes = strpbrk(s, ",\"\r\n") != NULL || *s == ' ';
    if (needs_quotes)
        kiri_buf_add_char(w->out, '"');
    if (is_marked)
        kiri_buf_add_char(w->out, '\'');
    for (; *s; s++) {
        if (*s == '"')
            kiri_buf_add_char(w->out, '"');
        if (*s != '\r')
            kiri_buf_add_char(w->out, *s);
        else if (s[1] != '\n')
            kiri_buf_add_char(w->out, '\n'); // a line break of its own
    }
    if (needs_quotes)
        kiri_buf_add_char(w->out, '"');
}

void kiri_csv_write_i64(KiriCsvWriter *w, gint64 v)
{
    next_cell(w);
    kiri_buf_printf(w->out, "%" G_GINT64_FORMAT, v);
}

void kiri_csv_write_f64(KiriCsvWriter *w, gdouble v, gint decimals)
{
    char format[16], number[G_ASCII_DTOSTR_BUF_SIZE * 8];
    g_snprintf(format, sizeof format, "%%.%df", CLAMP(decimals, 0, 17));
    next_cell(w);
    kiri_buf_add_str(w->out, g_ascii_formatd(number, sizeof number, format, v));
}

void kiri_csv_write_end_record(KiriCsvWriter *w)
{
    kiri_buf_add_str(w->out, "\r\n");
    w->has_cells = FALSE;
}
