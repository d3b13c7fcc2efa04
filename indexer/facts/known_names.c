// SPDX-License-Identifier: GPL-3.0-or-later
/* Every name of a row leads to the row. A row of aliases.tsv is name and others,
 * parted by tabs; one of organisations.tsv has the others in its second cell. */
#include "known_names.h"

#include "organisation_names.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

struct KiriKnownNames {
    GHashTable *rows; // N-name → the row's names (char **), both owned by `all`
    GPtrArray *all;   // char **
    GPtrArray *keys;
};

void kiri_known_names_free(KiriKnownNames *known)
{
    if (!known)
        return;
    g_hash_table_destroy(known->rows);
    g_ptr_array_unref(known->all);
    g_ptr_array_unref(known->keys);
    g_free(known);
}

static void take_row(KiriKnownNames *known, char **names)
{
    g_ptr_array_add(known->all, names);
    for (char **n = names; *n; n++) {
        char *key = kiri_normalize_dup(kiri_str(*n));
        g_ptr_array_add(known->keys, key);
        if (*key && !g_hash_table_contains(known->rows, key))
            g_hash_table_insert(known->rows, key, names);
    }
}

static gboolean read_table(KiriKnownNames *known, const char *dir, const char *name,
                           gboolean in_second_cell, GError **error)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_URL_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    if (!lines)
        return FALSE;
    while (kiri_lines_next(lines, &line, &why)) {
        g_autofree char *text = kiri_str_dup(line);
        g_auto(GStrv) cells = g_strsplit(text, "\t", -1);
        if (*text == '#' || !cells[0])
            continue;
        char **names = in_second_cell ? NULL : g_strdupv(cells);
        if (in_second_cell) {
            names = g_strsplit(cells[1] ? cells[1] : "", ";", -1);
            kiri_strv_add(&names, cells[0]);
        }
        take_row(known, names);
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !error || !*error;
}

KiriKnownNames *kiri_known_names_load(const char *dir, GError **error)
{
    g_autoptr(KiriKnownNames) known = g_new0(KiriKnownNames, 1);
    known->rows = g_hash_table_new(g_str_hash, g_str_equal);
    known->all = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    known->keys = g_ptr_array_new_with_free_func(g_free);
    if (!read_table(known, dir, "organisations.tsv", TRUE, error) ||
        !read_table(known, dir, "aliases.tsv", FALSE, error))
        return NULL;
    return g_steal_pointer(&known);
}

const char *const *kiri_known_names_of(const KiriKnownNames *known, const char *name)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(name));
    g_autofree char *plain = kiri_name_without_legal_form(n);
    const char *const *row = g_hash_table_lookup(known->rows, n);
    return row || !plain ? row : g_hash_table_lookup(known->rows, plain);
}

void kiri_known_names_add(const KiriKnownNames *known, KiriRelease *release)
{
    if (!release->organisation)
        release->organisation =
            kiri_organisation_guess(kiri_str(release->title), kiri_str(release->text));
    const char *const *names =
        release->organisation ? kiri_known_names_of(known, release->organisation) : NULL;
    for (; names && *names; names++)
        if (strcmp(*names, release->organisation) != 0 && !kiri_strv_has(release->aliases, *names))
            kiri_strv_add(&release->aliases, *names);
}
