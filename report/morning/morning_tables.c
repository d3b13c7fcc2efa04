// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables of the office that the morning sheet asks: the order of its sections, and
 * the days on which no morning paper appears. Small, and read at each sheet. */
#include <kirinuki/morning.h>

#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

struct KiriSectionOrder {
    GHashTable *places; // N-text → place + 1
};

/* The first of two columns that the table has; NULL: neither. */
static const char *column_of(const KiriCsv *csv, const char *japanese, const char *english)
{
    return kiri_csv_has_column(csv, japanese)  ? japanese
           : kiri_csv_has_column(csv, english) ? english
                                               : NULL;
}

static void note(KiriSectionOrder *order, char *name, guint place)
{
    if (*name && !g_hash_table_contains(order->places, name))
        g_hash_table_insert(order->places, name, GUINT_TO_POINTER(place + 1));
    else
        g_free(name);
}

static gboolean read_sections(KiriCsv *csv, KiriSectionOrder *order, GError **error)
{
    const char *section = column_of(csv, "課", "section"), *bureau = column_of(csv, "局", "bureau");
    g_autoptr(GError) why = NULL;
    if (!section) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                            _("there is no column 'section' (課)"));
        return FALSE;
    }
    for (guint place = 0; kiri_csv_next(csv, &why); place++) {
        const char *name = kiri_csv_cell(csv, section);
        g_autofree char *whole = g_strconcat(bureau ? kiri_csv_cell(csv, bureau) : "", name, NULL);
        note(order, kiri_normalize_dup(kiri_str(name)), place);
        note(order, kiri_normalize_dup(kiri_str(whole)), place);
    }
    gboolean ok = why == NULL;
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return ok;
}

KiriSectionOrder *kiri_section_order_parse(KiriStr text, GError **error)
{
    g_autoptr(KiriCsv) csv = kiri_csv_open(text, error);
    if (!csv)
        return NULL;
    g_autoptr(KiriSectionOrder) order = g_new0(KiriSectionOrder, 1);
    order->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return read_sections(csv, order, error) ? g_steal_pointer(&order) : NULL;
}

void kiri_section_order_free(KiriSectionOrder *order)
{
    if (!order)
        return;
    g_hash_table_unref(order->places);
    g_free(order);
}

guint kiri_section_order_place(const KiriSectionOrder *order, const char *section)
{
    if (!order || !section)
        return G_MAXUINT;
    g_autofree char *n = kiri_normalize_dup(kiri_str(section));
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(order->places, n));
    return place ? place - 1 : G_MAXUINT;
}

gboolean kiri_no_paper_on(KiriStr text, const char *day, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriCsv) csv = kiri_csv_open(text, error);
    const char *column = csv ? column_of(csv, "日", "day") : NULL;
    if (csv && !column)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                            _("there is no column 'day' (日)"));
    gboolean is_there = FALSE;
    while (column && !is_there && kiri_csv_next(csv, &why))
        is_there = strcmp(kiri_csv_cell(csv, column), day) == 0;
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return is_there;
}
