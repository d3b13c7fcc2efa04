// SPDX-License-Identifier: GPL-3.0-or-later
/* Kin of changed articles, and the rows in which they stand.
 *
 * Kin are kept in the lineage rows, on both sides, so that a family is put
 * together without its texts. Of the rows that a batch touches there is one copy in
 * memory; they are written with the cursor and not before, so that a batch that was
 * cut short finds the old kin again and asks the same families anew. */
#include "link_stage.h"

#include <string.h>

/* ---- rows ---- */

static void row_free(gpointer row)
{
    kiri_lineage_free(row);
}

GHashTable *kiri_link_rows_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, row_free);
}

KiriLineage *kiri_link_row(KiriLinkWork *w, const char *id)
{
    KiriLineage *row = g_hash_table_lookup(w->rows, id);
    if (row)
        return row;
    if (!w->trouble)
        row = kiri_store_get(w->store, KIRI_NOUN_LINEAGE, id, &w->trouble);
    if (!row) {
        row = kiri_lineage_new();
        row->article = g_strdup(id);
        row->story = g_strdup(id);
    }
    g_hash_table_insert(w->rows, g_strdup(id), row);
    return row;
}

/* Rows that say nothing are not kept. */
void kiri_link_write_rows(KiriLinkWork *w, KiriBatch *batch)
{
    GHashTableIter iter;
    gpointer id, value;
    g_hash_table_iter_init(&iter, w->rows);
    while (g_hash_table_iter_next(&iter, &id, &value)) {
        KiriLineage *row = value;
        if (kiri_recs_count(row->kin))
            kiri_batch_put(batch, KIRI_NOUN_LINEAGE, row);
        else if (kiri_store_has(w->store, KIRI_NOUN_LINEAGE, id))
            kiri_batch_delete(batch, KIRI_NOUN_LINEAGE, id);
    }
    g_hash_table_remove_all(w->rows);
}

/* ---- kin ---- */

static const KiriKin *kin_at(const GPtrArray *kin, guint i)
{
    return g_ptr_array_index(kin, i);
}

static void remove_kin(KiriLineage *row, const char *id)
{
    for (guint i = 0; i < kiri_recs_count(row->kin); i++)
        if (strcmp(kin_at(row->kin, i)->article, id) == 0) {
            kiri_kin_free(g_ptr_array_remove_index(row->kin, i));
            break;
        }
    if (row->kin && row->kin->len == 0)
        g_clear_pointer(&row->kin, g_ptr_array_unref);
}

static void remove_all_kin(KiriLineage *row)
{
    for (guint i = 0; i < kiri_recs_count(row->kin); i++)
        kiri_kin_free(g_ptr_array_index(row->kin, i));
    g_clear_pointer(&row->kin, g_ptr_array_unref);
}

static void insert_kin(KiriLineage *row, const char *id, const KiriKin *seen_from_there)
{
    KiriKin *kin = kiri_kin_new();
    kin->article = g_strdup(id);
    kin->held = seen_from_there->holds;
    kin->holds = seen_from_there->held;
    guint at = 0;
    while (at < kiri_recs_count(row->kin) && strcmp(kin_at(row->kin, at)->article, id) < 0)
        at++;
    if (!row->kin)
        row->kin = g_ptr_array_new();
    g_ptr_array_insert(row->kin, (gint)at, kin);
}

static void touch(GHashTable *touched, const GPtrArray *kin)
{
    for (guint i = 0; i < kiri_recs_count(kin); i++)
        g_hash_table_add(touched, g_strdup(kin_at(kin, i)->article));
}

static void renew_kin(KiriLinkWork *w, const char *id, GHashTable *touched)
{
    KiriLineage *row = kiri_link_row(w, id);
    KiriSubject *s = kiri_link_subject(w, id);
    g_hash_table_add(touched, g_strdup(id));
    touch(touched, row->kin);
    for (guint i = 0; i < kiri_recs_count(row->kin); i++)
        remove_kin(kiri_link_row(w, kin_at(row->kin, i)->article), id);
    remove_all_kin(row);
    row->kin = s ? kiri_kin_of(&w->library, s) : NULL;
    touch(touched, row->kin);
    for (guint i = 0; i < kiri_recs_count(row->kin); i++) {
        const KiriKin *k = kin_at(row->kin, i);
        KiriLineage *other = kiri_link_row(w, k->article);
        remove_kin(other, id);
        insert_kin(other, id, k);
    }
}

void kiri_link_renew_kin(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *touched)
{
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        g_hash_table_add(ids, g_strdup(id));
    kiri_link_add_turned(w, ids);
    g_hash_table_iter_init(&iter, ids);
    while (!w->trouble && g_hash_table_iter_next(&iter, &id, NULL)) {
        renew_kin(w, id, touched);
        kiri_link_library_trim(w);
    }
}

void kiri_link_find_kin(KiriLinkWork *w, const char *id)
{
    g_autoptr(KiriLineage) row = kiri_lineage_new();
    KiriSubject *s = kiri_link_subject(w, id);
    row->article = g_strdup(id);
    row->story = g_strdup(id);
    row->kin = s ? kiri_kin_of(&w->library, s) : NULL;
    g_hash_table_insert(w->rows, g_strdup(id), g_steal_pointer(&row));
}
