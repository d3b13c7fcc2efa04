// SPDX-License-Identifier: GPL-3.0-or-later
/* A 掲載一覧 in: from the bytes of a file to pieces, each cell judged alone, so that a
 * person sees at once everything that is to be mended.
 *
 * The headings are found by themselves: the first line that has two of medium, day and
 * title among its cells. What stands above them (the list's own title, who made it) is
 * passed over, and so are empty rows and sums at the end. */
#include "piece_internal.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

enum { HEADER_LINES = 40, MOST_PROBLEMS = 1000 };

typedef struct {
    guint64 fields; // bits
    char *heading;
    char *unit; // NULL: none
} Column;

typedef struct {
    const KiriPieceMap *map;
    KiriPieceMapSettings settings;
    KiriPieceBook *book;
    KiriPieceList *out;
    GArray *columns;                  // Column, of a table
    char *above[KIRI_PIECE_N_FIELDS]; // the cell of the row before
    GHashTable *unknown;              // headings that were said once
} Reading;

void kiri_piece_list_clear(KiriPieceList *list)
{
    g_clear_pointer(&list->pieces, g_ptr_array_unref);
    g_clear_pointer(&list->problems, g_ptr_array_unref);
    g_clear_pointer(&list->unknown, g_ptr_array_unref);
}

static void clear_column(gpointer data)
{
    Column *c = data;
    g_free(c->heading);
    g_free(c->unit);
}

/* ---- problems ---- */

static void add_problem(Reading *r, guint line, const char *where, const char *what)
{
    if (r->out->problems->len < MOST_PROBLEMS)
        g_ptr_array_add(r->out->problems,
                        g_strdup_printf(_("line %u, column '%s': %s"), line, where, what));
    else if (r->out->problems->len == MOST_PROBLEMS)
        g_ptr_array_add(r->out->problems, g_strdup(_("… and more")));
}

static void add_unknown(Reading *r, const char *heading)
{
    if (*heading && !kiri_piece_map_ignores(r->map, heading) &&
        g_hash_table_add(r->unknown, g_strdup(heading)))
        g_ptr_array_add(r->out->unknown, g_strdup(heading));
}

/* ---- one row ---- */

/* What one field is said to be, and by which column. */
typedef struct {
    const char *value, *where, *unit;
} Said;

typedef Said (*CellOf)(const Reading *r, gconstpointer row, KiriPieceField field);

static gboolean is_blank(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' || g_str_has_prefix(s, "　"))
        s = g_utf8_find_next_char(s, NULL);
    return !*s;
}

/* The cell, what the map makes of it, and what holds where it is empty. */
static Said meaning_of(Reading *r, KiriPieceField field, Said said)
{
    const char *meaning = kiri_piece_map_value(r->map, field, said.value);
    if (meaning)
        said.value = meaning;
    gboolean fills = r->settings.fills >> field & 1;
    if (fills && !is_blank(said.value)) {
        g_free(r->above[field]);
        r->above[field] = g_strdup(said.value);
    }
    if (is_blank(said.value) && fills && r->above[field])
        said.value = r->above[field];
    const char *constant = kiri_piece_map_constant(r->map, field);
    if (is_blank(said.value) && constant)
        said = (Said){constant, kiri_piece_field_name(field), NULL};
    return said;
}

/* Is there nothing, or a sum of the rows above? */
static gboolean is_no_piece(const Reading *r, CellOf cell_of, gconstpointer row, const char *first)
{
    static const char *const sums[] = {"計", "合計", "小計", "総計", "以上", "total"};
    g_autofree char *n =
        strlen(first) < KIRI_LIMIT_TITLE_BYTES ? kiri_normalize_dup(kiri_str(first)) : g_strdup("");
    for (gsize i = 0; i < G_N_ELEMENTS(sums); i++)
        if (strcmp(n, sums[i]) == 0 || (g_str_has_prefix(n, "以上、")))
            return TRUE;
    static const KiriPieceField keys[] = {KIRI_PIECE_MEDIUM, KIRI_PIECE_DATE, KIRI_PIECE_TITLE};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (!is_blank(cell_of(r, row, keys[i]).value))
            return FALSE;
    return TRUE;
}

static gboolean read_fields(Reading *r, KiriPiece *piece, CellOf cell_of, gconstpointer row,
                            const char **where)
{
    gboolean is_good = TRUE;
    for (KiriPieceField f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        Said said = meaning_of(r, f, cell_of(r, row, f));
        where[f] = said.where;
        g_autoptr(GError) why = NULL;
        if (is_blank(said.value) ||
            kiri_piece_set(piece, f, said.value, said.unit, &r->settings.dates, r->book, &why))
            continue;
        add_problem(r, piece->line, said.where, why->message);
        is_good = FALSE;
    }
    return is_good;
}

static void read_row(Reading *r, guint line, guint64 shared, CellOf cell_of, gconstpointer row,
                     const char *first)
{
    if (is_no_piece(r, cell_of, row, first)) {
        r->out->passed_over++;
        return;
    }
    g_autoptr(KiriPiece) piece = kiri_piece_new();
    g_autoptr(GError) why = NULL;
    const char *where[KIRI_PIECE_N_FIELDS];
    KiriPieceField wrong;
    piece->line = line;
    r->out->rows++;
    if (!read_fields(r, piece, cell_of, row, where)) {
        r->out->bad++;
        return;
    }
    if (kiri_piece_finish(piece, shared, &wrong, &why)) {
        g_ptr_array_add(r->out->pieces, g_steal_pointer(&piece));
        return;
    }
    add_problem(r, line, where[wrong], why->message);
    r->out->bad++;
}

static gboolean check_rows(const Reading *r, GError **error)
{
    if (r->out->rows <= KIRI_LIMIT_PIECES)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT, _("a list has at most %d rows"),
                KIRI_LIMIT_PIECES);
    return FALSE;
}

/* ---- tables ---- */

static Said cell_of_table(const Reading *r, gconstpointer row, KiriPieceField field)
{
    Said said = {"", kiri_piece_field_name(field), NULL};
    gboolean has_one = FALSE;
    for (guint i = 0; i < r->columns->len; i++) {
        const Column *c = &g_array_index(r->columns, Column, i);
        if (!(c->fields >> field & 1))
            continue;
        const char *value = kiri_csv_unmarked(kiri_csv_cell_at(row, i));
        if (!has_one || !is_blank(value))
            said = (Said){value, c->heading, c->unit};
        has_one = TRUE;
        if (!is_blank(value))
            break;
    }
    return said;
}

/* "cm" of "高さ(cm)". (transfer full) */
static char *unit_of(const char *heading)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(heading));
    const char *open = strchr(n, '('), *close = open ? strchr(open, ')') : NULL;
    return close ? g_strndup(open + 1, (gsize)(close - open - 1)) : NULL;
}

static gboolean has_headings(const KiriCsv *csv, const KiriPieceMap *map)
{
    static const KiriPieceField keys[] = {KIRI_PIECE_MEDIUM, KIRI_PIECE_DATE, KIRI_PIECE_TITLE};
    guint64 fields = 0;
    guint found = 0;
    for (guint i = 0; i < MIN(kiri_csv_n_columns(csv), KIRI_LIMIT_PIECE_COLUMNS_READ); i++)
        fields |= kiri_piece_map_fields(map, kiri_csv_column(csv, i));
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        found += (fields >> keys[i] & 1) ? 1 : 0;
    return found >= 2;
}

/* The table from the line of its headings on; `*above` lines stand before it. */
static KiriCsv *find_table(const Reading *r, KiriStr text, guint *above, GError **error)
{
    guint wanted = r->settings.header_line;
    gsize at = 0;
    for (*above = 0; *above < MAX(wanted, HEADER_LINES) && at < text.n; ++*above) {
        g_autoptr(KiriCsv) csv = wanted && *above + 1 < wanted
                                     ? NULL
                                     : kiri_csv_open((KiriStr){text.p + at, text.n - at}, NULL);
        if (csv && (wanted || has_headings(csv, r->map)))
            return g_steal_pointer(&csv);
        const char *end = memchr(text.p + at, '\n', text.n - at);
        at = end ? (gsize)(end - text.p) + 1 : text.n;
    }
    g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                        _("no line has the headings of a list (媒体名, 掲載日, 見出し); say with "
                          "--map which column is which"));
    return NULL;
}

static gboolean take_columns(Reading *r, const KiriCsv *csv, guint64 *shared, GError **error)
{
    guint n = kiri_csv_n_columns(csv);
    if (n > KIRI_LIMIT_PIECE_COLUMNS_READ) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT, _("a list has at most %d columns"),
                    KIRI_LIMIT_PIECE_COLUMNS_READ);
        return FALSE;
    }
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < n; i++) {
        const char *heading = kiri_csv_column(csv, i);
        Column c = {.heading = g_strdup(heading), .unit = unit_of(heading)};
        if (!kiri_piece_map_ignores(r->map, heading))
            c.fields = kiri_piece_map_fields(r->map, heading);
        if (c.fields & (c.fields - 1))
            *shared |= c.fields;
        if (!c.fields)
            add_unknown(r, heading);
        g_hash_table_add(seen, kiri_normalize_dup(kiri_str(heading)));
        g_array_append_val(r->columns, c);
    }
    const GPtrArray *named = kiri_piece_map_columns(r->map);
    for (guint i = 0; named && i < named->len; i++) {
        g_autofree char *name = kiri_normalize_dup(kiri_str(g_ptr_array_index(named, i)));
        if (g_hash_table_contains(seen, name))
            continue;
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                    _("the map names a column '%s', which the list does not have"),
                    (const char *)g_ptr_array_index(named, i));
        return FALSE;
    }
    return TRUE;
}

static const char *first_cell(const KiriCsv *csv)
{
    for (guint i = 0; i < kiri_csv_n_columns(csv); i++)
        if (!is_blank(kiri_csv_cell_at(csv, i)))
            return kiri_csv_cell_at(csv, i);
    return "";
}

static gboolean read_table(Reading *r, KiriStr text, GError **error)
{
    guint above;
    guint64 shared = 0;
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriCsv) csv = find_table(r, text, &above, error);
    if (!csv || !take_columns(r, csv, &shared, error))
        return FALSE;
    while (kiri_csv_next(csv, &why)) {
        read_row(r, kiri_csv_line(csv) + above, shared, cell_of_table, csv, first_cell(csv));
        if (!check_rows(r, error))
            return FALSE;
    }
    if (!why)
        return TRUE;
    if (above)
        g_prefix_error(&why, _("counted from line %u: "), above + 1);
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

/* ---- objects ---- */

typedef struct {
    char *values[KIRI_PIECE_N_FIELDS]; // NULL: not said
    char *keys[KIRI_PIECE_N_FIELDS];
} Object;

static Said cell_of_object(const Reading *r, gconstpointer row, KiriPieceField field)
{
    (void)r;
    const Object *o = row;
    return (Said){o->values[field] ? o->values[field] : "",
                  o->keys[field] ? o->keys[field] : kiri_piece_field_name(field), NULL};
}

/* A member as a cell has it; NULL: nothing of the kind. (transfer full) */
static char *text_of(const KiriJsonNode *value)
{
    const char *s = kiri_json_string(value, NULL);
    if (s)
        return g_strdup(s);
    if (kiri_json_is_number(value)) {
        char number[G_ASCII_DTOSTR_BUF_SIZE];
        return g_strdup(g_ascii_dtostr(number, sizeof number, kiri_json_double(value, 0)));
    }
    if (kiri_json_boolean(value, FALSE))
        return g_strdup("yes");
    return NULL;
}

static void take_members(Reading *r, const KiriJsonNode *root, Object *o, guint64 *shared)
{
    void *iter = NULL;
    const char *key;
    const KiriJsonNode *value;
    while (kiri_json_member(root, &iter, &key, &value)) {
        guint64 fields =
            kiri_piece_map_ignores(r->map, key) ? 0 : kiri_piece_map_fields(r->map, key);
        if (!fields && strcmp(key, "type") != 0)
            add_unknown(r, key);
        if (fields & (fields - 1))
            *shared |= fields;
        for (KiriPieceField f = 0; f < KIRI_PIECE_N_FIELDS; f++)
            if (fields >> f & 1 && (!o->values[f] || is_blank(o->values[f]))) {
                g_free(o->values[f]);
                g_free(o->keys[f]);
                o->values[f] = text_of(value);
                o->keys[f] = g_strdup(key);
            }
    }
}

static void read_object(Reading *r, KiriStr line, guint number)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &why);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    if (!kiri_json_is_object(root)) {
        r->out->rows++;
        r->out->bad++;
        add_problem(r, number, "", why ? why->message : _("it is no object"));
        return;
    }
    const char *type = kiri_json_string(kiri_json_get(root, "type"), NULL);
    if (type && strcmp(type, "summary") == 0)
        return;
    Object o = {0};
    guint64 shared = 0;
    take_members(r, root, &o, &shared);
    read_row(r, number, shared, cell_of_object, &o, "");
    for (gsize f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        g_free(o.values[f]);
        g_free(o.keys[f]);
    }
}

static gboolean read_objects(Reading *r, KiriStr text, GError **error)
{
    guint number = 0;
    for (gsize at = 0; at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        gsize n = end ? (gsize)(end - text.p) - at : text.n - at;
        KiriStr line = kiri_str_strip((KiriStr){text.p + at, n});
        at += n + 1;
        number++;
        if (line.n)
            read_object(r, line, number);
        if (!check_rows(r, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- the list ---- */

static void free_piece(gpointer piece)
{
    kiri_piece_free(piece);
}

gboolean kiri_piece_list_read(KiriStr bytes, gboolean is_ndjson, const KiriPieceMap *map,
                              const KiriPieceDates *dates, KiriPieceBook *book, KiriPieceList *out,
                              GError **error)
{
    *out = (KiriPieceList){.pieces = g_ptr_array_new_with_free_func(free_piece),
                           .problems = g_ptr_array_new_with_free_func(g_free),
                           .unknown = g_ptr_array_new_with_free_func(g_free)};
    if (bytes.n >= 4 && memcmp(bytes.p, "PK\003\004", 4) == 0) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                            _("this is a workbook: save the sheet as CSV (UTF-8) and import that"));
        return FALSE;
    }
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_FILE_BYTES);
    KiriCharsetReport report;
    if (!kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return FALSE;
    Reading r = {.map = map,
                 .settings = kiri_piece_map_settings(map, dates),
                 .book = book,
                 .out = out,
                 .columns = g_array_new(FALSE, FALSE, sizeof(Column)),
                 .unknown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_array_set_clear_func(r.columns, clear_column);
    gboolean ok = is_ndjson ? read_objects(&r, kiri_buf_view(&text), error)
                            : read_table(&r, kiri_buf_view(&text), error);
    for (gsize f = 0; f < KIRI_PIECE_N_FIELDS; f++)
        g_free(r.above[f]);
    g_array_unref(r.columns);
    g_hash_table_unref(r.unknown);
    return ok;
}
