// SPDX-License-Identifier: GPL-3.0-or-later
/* The column map of a list: which column of theirs is which field of ours, what their
 * words mean, and what no cell says. Read once, asked for each heading and each cell.
 * The format stands in piece.h. */
#include "piece_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    GPtrArray *headings;  // N-text; NULL: none
    char *constant;       // NULL: none
    GHashTable *meanings; // N-text of their word → ours; NULL: none
} Field;

struct KiriPieceMap {
    Field fields[KIRI_PIECE_N_FIELDS];
    GPtrArray *columns; // as the map writes them
    GPtrArray *ignored; // N-text
    KiriPieceMapSettings settings;
    gboolean has_order, has_system;
};

void kiri_piece_map_free(KiriPieceMap *map)
{
    if (!map)
        return;
    for (gsize f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        g_clear_pointer(&map->fields[f].headings, g_ptr_array_unref);
        g_clear_pointer(&map->fields[f].meanings, g_hash_table_unref);
        g_free(map->fields[f].constant);
    }
    g_ptr_array_unref(map->columns);
    g_ptr_array_unref(map->ignored);
    g_free(map);
}

/* ---- reading ---- */

static gboolean refuse(GError **error, const char *what, const char *subject)
{
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, "%s: '%s'", what, subject);
    return FALSE;
}

static gboolean read_number(const char *value, gint least, gint most, gint *number)
{
    guint64 v;
    if (!g_ascii_string_to_unsigned(value, 10, (guint64)least, (guint64)most, &v, NULL))
        return FALSE;
    *number = (gint)v;
    return TRUE;
}

static gboolean set_fills(KiriPieceMap *map, const char *value, GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(value, " ,\t", -1);
    for (char **name = names; *name; name++) {
        gint f = **name ? kiri_piece_field_find(*name) : 0;
        if (f < 0)
            return refuse(error, _("there is no such field"), *name);
        if (**name)
            map->settings.fills |= G_GUINT64_CONSTANT(1) << f;
    }
    return TRUE;
}

/* What begins with the name of no field. `*is_known` says whether it is a setting. */
static gboolean set_setting(KiriPieceMap *map, const char *name, const char *value,
                            gboolean *is_known, GError **error)
{
    static const char *const orders[] = {"ymd", "mdy", "dmy", NULL};
    gint v = 0;
    *is_known = TRUE;
    if (strcmp(name, "fill-down") == 0)
        return set_fills(map, value, error);
    if (strcmp(name, "fiscal-year") == 0)
        return read_number(value, 1900, 2200, &map->settings.dates.fiscal_year) ||
               refuse(error, _("this is no year such as 2025"), value);
    if (strcmp(name, "date-order") == 0) {
        map->has_order = TRUE;
        map->settings.dates.order = kiri_names_index(orders, value);
        return map->settings.dates.order >= 0 ||
               refuse(error, _("this is none of ymd, mdy and dmy"), value);
    }
    if (strcmp(name, "date-system") == 0) {
        map->has_system = TRUE;
        map->settings.dates.is_1904 = strcmp(value, "1904") == 0;
        return map->settings.dates.is_1904 || strcmp(value, "1900") == 0 ||
               refuse(error, _("this is neither 1900 nor 1904"), value);
    }
    if (strcmp(name, "header-line") == 0) {
        if (!read_number(value, 1, KIRI_LIMIT_PIECES, &v))
            return refuse(error, _("this is no line of a list"), value);
        map->settings.header_line = (guint)v;
        return TRUE;
    }
    *is_known = FALSE;
    return TRUE;
}

static gboolean add_column(KiriPieceMap *map, const char *name, const char *column, GError **error)
{
    char *n = kiri_normalize_dup(kiri_str(column));
    if (strcmp(name, "ignore") == 0) {
        g_ptr_array_add(map->ignored, n);
        return TRUE;
    }
    gint f = kiri_piece_field_find(name);
    if (f < 0) {
        g_free(n);
        return refuse(error, _("there is no such field"), name);
    }
    if (!map->fields[f].headings)
        map->fields[f].headings = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(map->fields[f].headings, n);
    g_ptr_array_add(map->columns, g_strdup(column));
    return TRUE;
}

static gboolean set_constant(KiriPieceMap *map, const char *name, const char *value, GError **error)
{
    gboolean is_known;
    if (!set_setting(map, name, value, &is_known, error))
        return FALSE;
    if (is_known)
        return TRUE;
    gint f = kiri_piece_field_find(name);
    if (f < 0)
        return refuse(error, _("there is no such field or setting"), name);
    g_free(map->fields[f].constant);
    map->fields[f].constant = g_strdup(value);
    return TRUE;
}

static void add_meaning(KiriPieceMap *map, gint field, const char *word, const char *meaning)
{
    Field *f = &map->fields[field];
    if (!f->meanings)
        f->meanings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert(f->meanings, kiri_normalize_dup(kiri_str(word)), g_strdup(meaning));
}

/* "[medium]": what follows are words of theirs; "[columns]": columns again. */
static gboolean open_section(const char *line, gint *section, GError **error)
{
    gsize n = strlen(line);
    g_autofree char *name = n > 2 && line[n - 1] == ']' ? g_strndup(line + 1, n - 2) : NULL;
    if (name)
        g_strstrip(name);
    *section = -1;
    if (name && strcmp(name, "columns") == 0)
        return TRUE;
    *section = name ? kiri_piece_field_find(name) : -1;
    return *section >= 0 || refuse(error, _("there is no such field"), line);
}

static gboolean read_line(KiriPieceMap *map, char *line, gint *section, GError **error)
{
    if (!*line || *line == '#')
        return TRUE;
    if (*line == '[')
        return open_section(line, section, error);
    char *equals = strchr(line, '=');
    if (!equals || equals == line)
        return refuse(error, _("this is no line of a map, such as 'title = 見出し'"), line);
    gboolean is_constant = *section < 0 && equals[-1] == ':';
    *(is_constant ? equals - 1 : equals) = 0;
    char *left = g_strstrip(line), *right = g_strstrip(equals + 1);
    if (!*left)
        return refuse(error, _("this is no line of a map, such as 'title = 見出し'"), right);
    if (*section >= 0)
        add_meaning(map, *section, left, right);
    else if (is_constant)
        return set_constant(map, left, right, error);
    else
        return add_column(map, left, right, error);
    return TRUE;
}

KiriPieceMap *kiri_piece_map_parse(KiriStr text, GError **error)
{
    if (text.n > KIRI_LIMIT_PIECE_MAP_BYTES) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT, _("a map has at most %d bytes"),
                    KIRI_LIMIT_PIECE_MAP_BYTES);
        return NULL;
    }
    g_autoptr(KiriPieceMap) map = g_new0(KiriPieceMap, 1);
    map->columns = g_ptr_array_new_with_free_func(g_free);
    map->ignored = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *all = kiri_str_dup(text);
    const char *bom = "\xef\xbb\xbf";
    g_auto(GStrv) lines =
        g_strsplit(g_str_has_prefix(all, bom) ? all + strlen(bom) : all, "\n", -1);
    gint section = -1;
    for (guint i = 0; lines[i]; i++) {
        if (i < KIRI_LIMIT_PIECE_MAP_ROWS && read_line(map, g_strstrip(lines[i]), &section, error))
            continue;
        if (i >= KIRI_LIMIT_PIECE_MAP_ROWS)
            g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT, _("a map has at most %d lines"),
                        KIRI_LIMIT_PIECE_MAP_ROWS);
        g_prefix_error(error, _("line %u: "), i + 1);
        return NULL;
    }
    return g_steal_pointer(&map);
}

/* ---- asking ---- */

static gboolean has_text(const GPtrArray *list, const char *n)
{
    for (guint i = 0; list && i < list->len; i++)
        if (strcmp(g_ptr_array_index(list, i), n) == 0)
            return TRUE;
    return FALSE;
}

KiriPieceMapSettings kiri_piece_map_settings(const KiriPieceMap *map, const KiriPieceDates *dates)
{
    KiriPieceMapSettings s = map ? map->settings : (KiriPieceMapSettings){0};
    if (!s.dates.fiscal_year)
        s.dates.fiscal_year = dates->fiscal_year;
    if (!map || !map->has_order)
        s.dates.order = dates->order;
    if (!map || !map->has_system)
        s.dates.is_1904 = dates->is_1904;
    s.dates.latest_us = dates->latest_us;
    return s;
}

guint64 kiri_piece_map_fields(const KiriPieceMap *map, const char *heading)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(heading));
    g_autofree char *plain = g_strndup(n, strcspn(n, "(")); // without its unit
    guint64 fields = 0;
    for (gint f = 0; map && f < KIRI_PIECE_N_FIELDS; f++)
        if (has_text(map->fields[f].headings, n))
            fields |= G_GUINT64_CONSTANT(1) << f;
    if (fields)
        return fields;
    gint known = kiri_piece_field_find(n);
    if (known < 0)
        known = kiri_piece_field_find(plain);
    if (known < 0 || (map && map->fields[known].headings))
        return 0;
    return G_GUINT64_CONSTANT(1) << known;
}

gboolean kiri_piece_map_ignores(const KiriPieceMap *map, const char *heading)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(heading));
    return map && has_text(map->ignored, n);
}

const GPtrArray *kiri_piece_map_columns(const KiriPieceMap *map)
{
    return map ? map->columns : NULL;
}

const char *kiri_piece_map_value(const KiriPieceMap *map, KiriPieceField field, const char *word)
{
    if (!map || !map->fields[field].meanings || strlen(word) > KIRI_LIMIT_TITLE_BYTES)
        return NULL;
    g_autofree char *n = kiri_normalize_dup(kiri_str(word));
    return g_hash_table_lookup(map->fields[field].meanings, n);
}

const char *kiri_piece_map_constant(const KiriPieceMap *map, KiriPieceField field)
{
    return map ? map->fields[field].constant : NULL;
}
