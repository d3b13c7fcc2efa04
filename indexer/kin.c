// SPDX-License-Identifier: GPL-3.0-or-later
/* Kin by fingerprints, each verified on the texts. Whether two articles are kin
 * depends on those two and on what is a set phrase; no list is cut, neither by
 * arrival nor by rank, so nobody else's arrival changes it. What bounds the work
 * is that set phrases are looked up by nobody. */
#include "lineage.h"

#include <math.h>
#include <string.h>

enum { LEAST_PRINTS = 3 };

/* A kinship needs half of one text; a tenth of the fingerprints is found in
 * common even where every other sentence ends otherwise. */
#define LEAST_SHARE 0.1

static GHashTable *count_sharers(const KiriLibrary *library, const KiriSubject *s)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < s->prints->len; i++) {
        g_autofree char **ids =
            library->sharing(g_array_index(s->prints, guint64, i), library->data);
        for (char **id = ids; id && *id; id++) {
            guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *id));
            g_hash_table_insert(counts, *id, GUINT_TO_POINTER(n + 1)); // takes *id
        }
    }
    g_hash_table_remove(counts, s->article->id);
    return counts;
}

/* Shares that are equal on paper are equal in the store. */
static gdouble rounded(gdouble share)
{
    return round(share * 10000) / 10000;
}

static KiriKin *kin_new(const KiriSubject *s, const KiriSubject *other)
{
    KiriComparison c = kiri_sheets_compare(&s->sheet, &other->sheet);
    if (!c.is_duplicate)
        return NULL;
    KiriKin *kin = kiri_kin_new();
    gboolean has_grams = s->sheet.grams.n && other->sheet.grams.n;
    kin->article = g_strdup(other->article->id);
    kin->held = has_grams ? rounded(c.a_in_b) : 1;
    kin->holds = has_grams ? rounded(c.b_in_a) : 1;
    return kin;
}

static gint by_article(gconstpointer a, gconstpointer b)
{
    const KiriKin *const *x = a, *const *y = b;
    return strcmp((*x)->article, (*y)->article);
}

GPtrArray *kiri_kin_of(const KiriLibrary *library, KiriSubject *subject)
{
    g_autoptr(GHashTable) counts = count_sharers(library, subject);
    GPtrArray *list = NULL;
    GHashTableIter iter;
    gpointer id, n;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &id, &n)) {
        if (GPOINTER_TO_UINT(n) < LEAST_PRINTS)
            continue;
        KiriSubject *other = library->subject(id, library->data);
        gdouble fewer = other ? MIN(subject->prints->len, other->prints->len) : 0;
        KiriKin *kin =
            other && GPOINTER_TO_UINT(n) >= LEAST_SHARE * fewer ? kin_new(subject, other) : NULL;
        if (kin)
            kiri_recs_add(&list, kin);
    }
    if (list)
        g_ptr_array_sort(list, by_article);
    return list;
}
