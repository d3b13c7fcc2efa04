// SPDX-License-Identifier: GPL-3.0-or-later
/* One piece of a medium that appeared in several forms: on paper and on its site.
 *
 * The link stage finds copies by their text, and what people enter by hand has often
 * none. What they have is a medium, a day and a headline. Where these agree (the day
 * within one, since a paper prints in the morning what its site had in the evening), the
 * piece is one story: 総件数 counts each appearance, 実件数 counts it once. At least one
 * of the two was entered by hand; what was crawled is told apart by its text. Broadcasts
 * are left out: each airing is a piece of its own. */
#include "summary_parts.h"

#include <kirinuki/normalize.h>

#include <string.h>

static gboolean is_broadcast(const KiriSummaryRow *row)
{
    return row->form == KIRI_FORM_TV || row->form == KIRI_FORM_RADIO;
}

static gint64 day_of(const KiriSummaryRow *row)
{
    return kiri_civil_day_start_jst(row->published.us) / KIRI_US_PER_DAY;
}

/* What was crawled leads, then who came first, then the smaller id: the same whatever
 * the order of the list. */
static gboolean leads(const KiriSummaryRow *a, const KiriSummaryRow *b)
{
    if (a->is_entered != b->is_entered)
        return !a->is_entered;
    if (a->published.us != b->published.us)
        return a->published.us < b->published.us;
    return strcmp(a->article, b->article) < 0;
}

static gboolean are_twins(const KiriSummaryRow *a, const KiriSummaryRow *b)
{
    gint64 apart = day_of(a) - day_of(b);
    return (a->is_entered || b->is_entered) && apart >= -1 && apart <= 1 &&
           strcmp(a->article, b->article) != 0;
}

static void unref_list(gpointer list)
{
    g_ptr_array_unref(list);
}

/* Rows by medium and headline: lists of KiriSummaryRow (borrowed). */
typedef struct {
    const KiriSummary *s;
    GHashTable *lists;
} Table;

static gboolean take_headline(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    Table *t = data;
    KiriSummaryRow *row = kiri_summary_row_at(t->s, c->number - 1);
    if (!c->article->medium || !c->article->title || is_broadcast(row) ||
        !kiri_time_is_set(row->published))
        return TRUE;
    g_autofree char *n = kiri_normalize_dup(kiri_str(c->article->title));
    g_autofree char *key = g_strconcat(c->article->medium, "\n", n, NULL);
    GPtrArray *list = g_hash_table_lookup(t->lists, key);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(t->lists, g_steal_pointer(&key), list);
    }
    g_ptr_array_add(list, row);
    return TRUE;
}

static const KiriSummaryRow *leader_of(const KiriSummaryRow *row, const GPtrArray *list)
{
    const KiriSummaryRow *leader = row;
    for (guint i = 0; i < list->len; i++) {
        const KiriSummaryRow *other = g_ptr_array_index(list, i);
        if (are_twins(row, other) && leads(other, leader))
            leader = other;
    }
    return leader;
}

static gboolean has_entered(const KiriSummary *s)
{
    for (guint i = 0; i < kiri_summary_rows(s)->len; i++)
        if (kiri_summary_row(s, i)->is_entered)
            return TRUE;
    return FALSE;
}

gboolean kiri_summary_find_twins(KiriSummary *s, GError **error)
{
    if (!has_entered(s))
        return TRUE;
    g_autoptr(GHashTable) lists =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_list);
    Table t = {s, lists};
    if (!kiri_summary_each(s, take_headline, &t, error))
        return FALSE;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, lists);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const GPtrArray *list = value;
        for (guint i = 0; i < list->len; i++) {
            KiriSummaryRow *row = g_ptr_array_index(list, i);
            const KiriSummaryRow *leader = leader_of(row, list);
            row->twin_number = leader != row && row->is_entered ? leader->number : 0;
        }
    }
    return TRUE;
}
