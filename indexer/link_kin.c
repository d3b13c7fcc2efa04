// SPDX-License-Identifier: GPL-3.0-or-later
/* Fingerprints and kin of changed articles.
 *
 * Kin are kept in the lineage rows, on both sides, so that a family is put
 * together without its texts. Of the rows that a batch touches there is one copy in
 * memory; they are written with the cursor and not before, so that a batch that was
 * cut short finds the old kin again and asks the same families anew.
 *
 * Fingerprints too are written with the cursor: until then the batch sees those of
 * the store, less the changed articles, and theirs on top. So it also sees which of
 * them become set phrases by it, or are none any longer: that may part or join
 * articles that did not change. */
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

/* ---- fingerprints ---- */

/* Lists that are so short are remembered: most are asked for twice. */
enum { SHORT_LIST = 16 };

static void free_list(gpointer list)
{
    g_ptr_array_unref(list);
}

void kiri_link_prints_open(KiriLinkPrints *p)
{
    p->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->joined = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_list);
    p->lists = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, free_list);
}

void kiri_link_prints_close(KiriLinkPrints *p)
{
    g_clear_pointer(&p->changed, g_hash_table_destroy);
    g_clear_pointer(&p->joined, g_hash_table_destroy);
    g_clear_pointer(&p->lists, g_hash_table_destroy);
}

static void forget_prints(KiriLinkPrints *p)
{
    g_hash_table_remove_all(p->changed);
    g_hash_table_remove_all(p->joined);
    g_hash_table_remove_all(p->lists);
}

static void add_to_list(GPtrArray *list, const char *id)
{
    g_ptr_array_add(list, g_strdup(id));
}

/* Who has the fingerprint in the store, as far as that matters, and who when this
 * batch is written. (both transfer full) */
static GPtrArray *lists_of(KiriLinkWork *w, guint64 print, GPtrArray **stored)
{
    guint most = KIRI_PRINT_MOST + g_hash_table_size(w->prints.changed) + 1;
    g_auto(GStrv) ids = kiri_store_fingerprint_articles(w->store, print, most);
    const GPtrArray *joined = g_hash_table_lookup(w->prints.joined, &print);
    GPtrArray *now = g_ptr_array_new_with_free_func(g_free);
    *stored = g_ptr_array_new_with_free_func(g_free);
    for (char **id = ids; id && *id; id++) {
        add_to_list(*stored, *id);
        if (!g_hash_table_contains(w->prints.changed, *id))
            add_to_list(now, *id);
    }
    for (guint i = 0; joined && i < joined->len; i++)
        add_to_list(now, g_ptr_array_index(joined, i));
    return now;
}

static void remember(KiriLinkWork *w, guint64 print, GPtrArray *now)
{
    if (now->len <= SHORT_LIST)
        g_hash_table_insert(w->prints.lists, g_memdup2(&print, sizeof print), g_ptr_array_ref(now));
}

char **kiri_link_sharing(KiriLinkWork *w, guint64 print)
{
    const GPtrArray *known = g_hash_table_lookup(w->prints.lists, &print);
    g_autoptr(GPtrArray) stored = NULL;
    g_autoptr(GPtrArray) now = known ? NULL : lists_of(w, print, &stored);
    const GPtrArray *list = known ? known : now;
    if (list->len > KIRI_PRINT_MOST)
        return NULL;
    char **ids = g_new0(char *, list->len + 1);
    for (guint i = 0; i < list->len; i++)
        ids[i] = g_strdup(g_ptr_array_index(list, i));
    return ids;
}

static void join(KiriLinkPrints *p, guint64 print, const char *id)
{
    GPtrArray *list = g_hash_table_lookup(p->joined, &print);
    if (!list) {
        list = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(p->joined, g_memdup2(&print, sizeof print), list);
    }
    g_ptr_array_add(list, g_strdup(id));
}

/* A fingerprint becomes a set phrase, or is none any longer: all who had or have it
 * may have other kin. */
static void add_if_turned(KiriLinkWork *w, guint64 print, GHashTable *ids)
{
    if (g_hash_table_contains(w->prints.lists, &print))
        return;
    g_autoptr(GPtrArray) stored = NULL;
    g_autoptr(GPtrArray) now = lists_of(w, print, &stored);
    remember(w, print, now);
    if ((stored->len > KIRI_PRINT_MOST) == (now->len > KIRI_PRINT_MOST))
        return;
    for (guint i = 0; i < stored->len; i++)
        g_hash_table_add(ids, g_strdup(g_ptr_array_index(stored, i)));
    for (guint i = 0; i < now->len; i++)
        g_hash_table_add(ids, g_strdup(g_ptr_array_index(now, i)));
}

static void add_turned(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *ids)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriSubject *s = kiri_link_subject(w, id);
        g_autoptr(GArray) old = kiri_store_fingerprints_of(w->store, id);
        for (guint i = 0; i < old->len; i++)
            add_if_turned(w, g_array_index(old, guint64, i), ids);
        for (guint i = 0; s && i < s->prints->len; i++)
            add_if_turned(w, g_array_index(s->prints, guint64, i), ids);
        kiri_link_library_trim(w);
    }
}

void kiri_link_take_prints(KiriLinkWork *w, const KiriLinkChanges *c)
{
    GHashTableIter iter;
    gpointer id;
    forget_prints(&w->prints);
    g_hash_table_remove_all(w->rows);
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        kiri_link_library_forget(w, id);
        const KiriSubject *s = kiri_link_subject(w, id);
        g_hash_table_add(w->prints.changed, g_strdup(id));
        for (guint i = 0; s && i < s->prints->len; i++)
            join(&w->prints, g_array_index(s->prints, guint64, i), id);
    }
}

void kiri_link_write_prints(KiriLinkWork *w, KiriBatch *batch)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, w->prints.changed);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriSubject *s = kiri_link_subject(w, id);
        kiri_batch_put_fingerprints(batch, id,
                                    s ? (const guint64 *)(gpointer)s->prints->data : NULL,
                                    s ? s->prints->len : 0);
        kiri_link_library_trim(w);
    }
    forget_prints(&w->prints);
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
    add_turned(w, c, ids);
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
