// SPDX-License-Identifier: GPL-3.0-or-later
/* Kin by fingerprints, each verified on the texts. Whether two articles are kin
 * depends on those two and on what is a set phrase; no list is cut, neither by
 * arrival nor by rank, so nobody else's arrival changes it. What bounds the work
 * is that set phrases are looked up by nobody, and that texts are read only of those
 * who share enough. */
#include "lineage.h"

#include <math.h>
#include <string.h>

enum { LEAST_PRINTS = 3 };

/* A kinship needs half of one text; a tenth of the fingerprints is found in
 * common even where every other sentence ends otherwise. */
#define LEAST_SHARE 0.1

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

/* A look at the counts, before any text is read. */
static gboolean may_be_kin(const KiriLibrary *library, const KiriSubject *s,
                           const KiriSharer *other)
{
    gdouble fewer = MIN(s->prints->len, other->prints);
    return other->shared >= LEAST_SHARE * fewer &&
           (!library->may_be_kin || library->may_be_kin(s, other->id, library->data));
}

GPtrArray *kiri_kin_of(const KiriLibrary *library, KiriSubject *subject)
{
    g_autoptr(GArray) sharers = library->sharers(subject, LEAST_PRINTS, library->data);
    GPtrArray *list = NULL;
    for (guint i = 0; i < sharers->len; i++) {
        const KiriSharer *sharer = &g_array_index(sharers, KiriSharer, i);
        const KiriSubject *other = may_be_kin(library, subject, sharer)
                                       ? library->subject(sharer->id, library->data)
                                       : NULL;
        KiriKin *kin = other ? kin_new(subject, other) : NULL;
        if (kin)
            kiri_recs_add(&list, kin);
    }
    if (list)
        g_ptr_array_sort(list, by_article);
    return list;
}
