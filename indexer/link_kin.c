// SPDX-License-Identifier: GPL-3.0-or-later
/* Fingerprints and kin of changed articles.
 *
 * Kin are kept in the lineage rows, on both sides, so that a family is put
 * together without its texts. Of the rows that a batch touches there is one copy in
 * memory; they are written with the cursor and not before, so that a batch that was
 * cut short finds the old kin again and asks the same families anew.
 *
 * A fingerprint that becomes a set phrase by a change, or is none any longer, may
 * part or join articles that did not change. Which those are is noted in the batch
 * that writes the fingerprints, and forgotten in the one that moves the cursor. */
#include "link_stage.h"

#include <inttypes.h>
#include <string.h>

#define META_TURNED "link.turned" // fingerprints, hexadecimal

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

typedef struct {
    guint joins, leaves;
} Turn;

static void note_turn(GHashTable *turns, guint64 print, gboolean joins)
{
    Turn *turn = g_hash_table_lookup(turns, &print);
    if (!turn) {
        turn = g_new0(Turn, 1);
        g_hash_table_insert(turns, g_memdup2(&print, sizeof print), turn);
    }
    if (joins)
        turn->joins++;
    else
        turn->leaves++;
}

/* Both ascending. */
static void note_turns(GHashTable *turns, const GArray *old, const GArray *now)
{
    for (guint i = 0, j = 0; i < old->len || j < now->len;) {
        guint64 x = i < old->len ? g_array_index(old, guint64, i) : G_MAXUINT64;
        guint64 y = j < now->len ? g_array_index(now, guint64, j) : G_MAXUINT64;
        gboolean has_x = i < old->len && (j >= now->len || x <= y);
        gboolean has_y = j < now->len && (i >= old->len || y <= x);
        if (has_x != has_y)
            note_turn(turns, has_x ? x : y, has_y);
        i += has_x ? 1 : 0;
        j += has_y ? 1 : 0;
    }
}

/* Those that cross the line, behind the ones of a batch that was cut short. */
static void write_turned(KiriLinkWork *w, KiriBatch *batch, GHashTable *turns)
{
    g_autofree char *before = kiri_store_meta(w->store, META_TURNED);
    g_autoptr(GString) turned = g_string_new(before);
    GHashTableIter iter;
    gpointer print, value;
    g_hash_table_iter_init(&iter, turns);
    while (g_hash_table_iter_next(&iter, &print, &value)) {
        const Turn *turn = value;
        guint64 hash = *(guint64 *)print;
        guint n = kiri_store_fingerprint_count(w->store, hash, KIRI_PRINT_MOST + turn->leaves + 1);
        if ((n > KIRI_PRINT_MOST) != (n + turn->joins - turn->leaves > KIRI_PRINT_MOST))
            g_string_append_printf(turned, "%016" PRIx64, hash);
    }
    if (g_strcmp0(before ? before : "", turned->str) != 0)
        kiri_batch_set_meta(batch, META_TURNED, turned->str);
}

gboolean kiri_link_store_prints(KiriLinkWork *w, const KiriLinkChanges *c, GError **error)
{
    if (g_hash_table_size(c->articles) == 0)
        return TRUE;
    g_autoptr(GHashTable) turns =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint64));
    KiriBatch *batch = kiri_batch_begin(w->store);
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        kiri_link_library_forget(w, id);
        const KiriSubject *s = kiri_link_subject(w, id);
        const GArray *now = s ? s->prints : none;
        g_autoptr(GArray) old = kiri_store_fingerprints_of(w->store, id);
        note_turns(turns, old, now);
        kiri_batch_put_fingerprints(batch, id, (const guint64 *)(gpointer)now->data, now->len);
    }
    write_turned(w, batch, turns);
    return kiri_batch_commit(batch, error);
}

/* Articles whose kin may be others though they did not change. */
static void add_turned(KiriLinkWork *w, GHashTable *ids)
{
    enum { DIGITS = 16 };
    g_autofree char *turned = kiri_store_meta(w->store, META_TURNED);
    for (const char *p = turned; p && strlen(p) >= DIGITS; p += DIGITS) {
        char hex[DIGITS + 1] = {0};
        memcpy(hex, p, DIGITS);
        guint64 print = g_ascii_strtoull(hex, NULL, 16);
        g_autofree char **list = kiri_store_fingerprint_articles(w->store, print, G_MAXUINT);
        for (char **id = list; id && *id; id++)
            g_hash_table_add(ids, *id);
    }
}

void kiri_link_forget_turned(KiriLinkWork *w, KiriBatch *batch)
{
    g_autofree char *turned = kiri_store_meta(w->store, META_TURNED);
    if (turned && *turned)
        kiri_batch_set_meta(batch, META_TURNED, "");
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
    add_turned(w, ids);
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
