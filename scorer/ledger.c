// SPDX-License-Identifier: GPL-3.0-or-later
/* media.csv and rates.csv. A row is read cell by cell; the first cell that
 * cannot be read names its line and column, and then nothing is taken. */
#include <kirinuki/ledger.h>

#include <kirinuki/book.h>
#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

static const char *const medium_columns[] = {"id",
                                             "name",
                                             "kind",
                                             "domains",
                                             "tier",
                                             "position",
                                             "monthly_page_views",
                                             "monthly_users",
                                             "valid_from",
                                             "valid_to",
                                             "source",
                                             "confidence",
                                             "evidence_days",
                                             "terms",
                                             "note",
                                             NULL};
static const char *const rate_columns[] = {"medium",     "kind",       "tier",     "unit",
                                           "price_yen",  "valid_from", "valid_to", "source",
                                           "confidence", NULL};

/* ---- cells ---- */

static gboolean bad_cell(const KiriCsv *csv, const char *column, const char *what, GError **error)
{
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE, _("line %u, column '%s': %s: '%s'"),
                kiri_csv_line(csv), column, what, kiri_csv_cell(csv, column));
    return FALSE;
}

static char *text_cell(const KiriCsv *csv, const char *column)
{
    const char *s = kiri_csv_unmarked(kiri_csv_cell(csv, column));
    return *s ? g_strdup(s) : NULL;
}

static gboolean required_cell(const KiriCsv *csv, const char *column, char **out, GError **error)
{
    *out = text_cell(csv, column);
    return *out || bad_cell(csv, column, _("must not be empty"), error);
}

/* Digits, with the commas that offices put between them. */
static gboolean number_cell(const KiriCsv *csv, const char *column, gint64 *out, GError **error)
{
    const char *s = kiri_csv_cell(csv, column);
    if (!*s)
        return TRUE;
    g_autoptr(GString) digits = g_string_new(s);
    g_string_replace(digits, ",", "", 0);
    return g_ascii_string_to_signed(digits->str, 10, 0, G_GINT64_CONSTANT(1000000000000000), out,
                                    NULL) ||
           bad_cell(csv, column, _("is no whole number"), error);
}

static gboolean date_cell(const KiriCsv *csv, const char *column, KiriTime *out, GError **error)
{
    const char *s = kiri_csv_cell(csv, column);
    return !*s || kiri_time_parse(kiri_str(s), KIRI_JST_MIN, out) ||
           bad_cell(csv, column, _("is no date such as 2026-04-01"), error);
}

static gboolean name_cell(const KiriCsv *csv, const char *column, const char *const *names,
                          gint *out, GError **error)
{
    const char *s = kiri_csv_cell(csv, column);
    gint i = *s ? kiri_names_index(names, s) : 0;
    if (i < 0) {
        g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)names);
        g_autofree char *what = g_strdup_printf(_("is none of %s"), all);
        return bad_cell(csv, column, what, error);
    }
    *out = i;
    return TRUE;
}

static gboolean id_cell(const KiriCsv *csv, char **out, GError **error)
{
    if (!required_cell(csv, "id", out, error))
        return FALSE;
    for (const char *s = *out; *s; s++)
        if (!g_ascii_isalnum(*s) && !strchr("-_.", *s))
            return bad_cell(csv, "id", _("may hold letters, digits, '-', '_' and '.' only"), error);
    return TRUE;
}

/* ---- rows ---- */

static gboolean read_medium(const KiriCsv *csv, KiriMedium *m, GError **error)
{
    m->tier = 2;
    if (!id_cell(csv, &m->id, error) || !required_cell(csv, "name", &m->name, error) ||
        !name_cell(csv, "kind", kiri_medium_kind_names, &m->kind, error) ||
        !number_cell(csv, "tier", &m->tier, error) ||
        !number_cell(csv, "position", &m->position, error) ||
        !number_cell(csv, "monthly_page_views", &m->monthly_page_views, error) ||
        !number_cell(csv, "monthly_users", &m->monthly_users, error) ||
        !date_cell(csv, "valid_from", &m->valid_from, error) ||
        !date_cell(csv, "valid_to", &m->valid_to, error) ||
        !name_cell(csv, "confidence", kiri_confidence_names, &m->confidence, error) ||
        !number_cell(csv, "evidence_days", &m->evidence_days, error))
        return FALSE;
    g_auto(GStrv) domains = g_strsplit_set(kiri_csv_cell(csv, "domains"), " ;", -1);
    for (gsize i = 0; domains[i]; i++)
        if (*domains[i])
            kiri_strv_add(&m->domains, domains[i]);
    m->figures_source = text_cell(csv, "source");
    m->terms = text_cell(csv, "terms");
    m->note = text_cell(csv, "note");
    return TRUE;
}

static gboolean read_rate(const KiriCsv *csv, KiriRate *r, GError **error)
{
    r->medium = text_cell(csv, "medium");
    if (!required_cell(csv, "unit", &r->unit, error) ||
        !name_cell(csv, "kind", kiri_medium_kind_names, &r->kind, error) ||
        !number_cell(csv, "tier", &r->tier, error) ||
        !number_cell(csv, "price_yen", &r->price_yen, error) ||
        !date_cell(csv, "valid_from", &r->valid_from, error) ||
        !date_cell(csv, "valid_to", &r->valid_to, error) ||
        !required_cell(csv, "source", &r->source, error) ||
        !name_cell(csv, "confidence", kiri_confidence_names, &r->confidence, error))
        return FALSE;
    if (strcmp(r->unit, "cpm") != 0)
        return bad_cell(csv, "unit", _("is no unit that can be computed with (cpm)"), error);
    if (r->price_yen <= 0)
        return bad_cell(csv, "price_yen", _("must be more than nothing"), error);
    r->id = kiri_rate_slot(r);
    return TRUE;
}

/* ---- files ---- */

static const char *id_of(KiriNoun noun, gconstpointer record)
{
    return noun == KIRI_NOUN_MEDIUM ? ((const KiriMedium *)record)->id
                                    : ((const KiriRate *)record)->id;
}

typedef struct {
    KiriNoun noun;
    GHashTable *seen; // ids
} Parse;

static gboolean fill_record(const Parse *p, const KiriCsv *csv, gpointer record, GError **error)
{
    gboolean ok = p->noun == KIRI_NOUN_MEDIUM ? read_medium(csv, record, error)
                                              : read_rate(csv, record, error);
    if (!ok)
        return FALSE;
    if (g_hash_table_add(p->seen, g_strdup(id_of(p->noun, record))))
        return TRUE;
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                _("line %u: '%s' stands in the file twice"), kiri_csv_line(csv),
                id_of(p->noun, record));
    return FALSE;
}

static gpointer read_row(const KiriCsv *csv, gpointer data, GError **error)
{
    const Parse *p = data;
    const KiriShape *shape = p->noun == KIRI_NOUN_MEDIUM ? &kiri_medium_shape : &kiri_rate_shape;
    gpointer record = kiri_record_new(shape);
    if (fill_record(p, csv, record, error))
        return record;
    kiri_record_free(shape, record);
    return NULL;
}

static gboolean check_header(const KiriCsv *csv, KiriNoun noun, GError **error)
{
    const char *const *needed = noun == KIRI_NOUN_MEDIUM
                                    ? (const char *const[]){"id", "name", "kind", NULL}
                                    : (const char *const[]){"unit", "price_yen", "source", NULL};
    for (; *needed; needed++)
        if (!kiri_csv_has_column(csv, *needed)) {
            g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                        _("line 1: the column '%s' is missing"), *needed);
            return FALSE;
        }
    return TRUE;
}

static void free_medium(gpointer m)
{
    kiri_medium_free(m);
}

static void free_rate(gpointer r)
{
    kiri_rate_free(r);
}

GPtrArray *kiri_ledger_parse(KiriNoun noun, KiriStr bytes, GError **error)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_FILE_BYTES * 2);
    KiriCharsetReport report = {0};
    if (!kiri_charset_preload(error) ||
        !kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return NULL;
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&text), error);
    if (!csv || !check_header(csv, noun, error))
        return NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Parse parse = {noun, seen};
    return kiri_csv_read_all(csv, read_row, &parse,
                             noun == KIRI_NOUN_MEDIUM ? free_medium : free_rate, error);
}

static void write_number(KiriCsvWriter *w, gint64 n)
{
    if (n)
        kiri_csv_write_i64(w, n);
    else
        kiri_csv_write_text(w, NULL);
}

static void write_date(KiriCsvWriter *w, KiriTime t)
{
    char text[32];
    kiri_time_format(t, text);
    kiri_csv_write_text(w, text);
}

static void write_medium(KiriCsvWriter *w, const KiriMedium *m)
{
    g_autofree char *domains = m->domains ? g_strjoinv(" ", m->domains) : NULL;
    kiri_csv_write_text(w, m->id);
    kiri_csv_write_text(w, m->name);
    kiri_csv_write_text(w, kiri_medium_kind_names[m->kind]);
    kiri_csv_write_text(w, domains);
    write_number(w, m->tier);
    write_number(w, m->position);
    write_number(w, m->monthly_page_views);
    write_number(w, m->monthly_users);
    write_date(w, m->valid_from);
    write_date(w, m->valid_to);
    kiri_csv_write_text(w, m->figures_source);
    kiri_csv_write_text(w, kiri_confidence_names[m->confidence]);
    write_number(w, m->evidence_days);
    kiri_csv_write_text(w, m->terms);
    kiri_csv_write_text(w, m->note);
}

static void write_rate(KiriCsvWriter *w, const KiriRate *r)
{
    kiri_csv_write_text(w, r->medium);
    kiri_csv_write_text(w, r->medium ? NULL : kiri_medium_kind_names[r->kind]);
    write_number(w, r->tier);
    kiri_csv_write_text(w, r->unit);
    kiri_csv_write_i64(w, r->price_yen);
    write_date(w, r->valid_from);
    write_date(w, r->valid_to);
    kiri_csv_write_text(w, r->source);
    kiri_csv_write_text(w, kiri_confidence_names[r->confidence]);
}

void kiri_ledger_write(KiriNoun noun, GPtrArray *records, KiriBuf *out)
{
    KiriCsvWriter w = kiri_csv_write_begin(out, FALSE);
    const char *const *columns = noun == KIRI_NOUN_MEDIUM ? medium_columns : rate_columns;
    for (; *columns; columns++)
        kiri_csv_write_text(&w, *columns);
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < records->len; i++) {
        if (noun == KIRI_NOUN_MEDIUM)
            write_medium(&w, g_ptr_array_index(records, i));
        else
            write_rate(&w, g_ptr_array_index(records, i));
        kiri_csv_write_end_record(&w);
    }
}
