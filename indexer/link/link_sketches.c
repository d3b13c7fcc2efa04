// SPDX-License-Identifier: GPL-3.0-or-later
/* Sketches of stored articles: a frame, a form, a sentence that a site says each day give
 * an article fingerprints in common with hundreds that are no copies of it. Reading each
 * of these texts is what a store of a million would cost; a sketch costs a twentieth.
 *
 * They are written with the fingerprints. Until then the sketches of a batch's articles
 * are those of their old texts, so these are not asked; neither are those that are in
 * memory anyway. An article that has none, of an older program, is read. */
#include "link_stage.h"
#include "lineage/sketch.h"

enum { MOST_SKETCHES = 32768 };

static void bytes_free(gpointer bytes)
{
    if (bytes)
        g_bytes_unref(bytes);
}

static GHashTable *new_table(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, bytes_free);
}

void kiri_link_sketches_open(KiriLinkWork *w)
{
    w->sketches = new_table();
    w->old_sketches = new_table();
}

void kiri_link_sketches_close(KiriLinkWork *w)
{
    g_clear_pointer(&w->sketches, g_hash_table_destroy);
    g_clear_pointer(&w->old_sketches, g_hash_table_destroy);
}

/* Two generations, as the library has them. */
static void keep(KiriLinkWork *w, char *id, GBytes *sketch)
{
    if (g_hash_table_size(w->sketches) >= MOST_SKETCHES) {
        g_hash_table_destroy(w->old_sketches);
        w->old_sketches = w->sketches;
        w->sketches = new_table();
    }
    g_hash_table_insert(w->sketches, id, sketch);
}

/* Borrowed until the next one is asked for; NULL: the store has none. */
static GBytes *stored_sketch(KiriLinkWork *w, const char *id)
{
    gpointer key = NULL, sketch = NULL;
    if (g_hash_table_lookup_extended(w->sketches, id, NULL, &sketch))
        return sketch;
    if (g_hash_table_steal_extended(w->old_sketches, id, &key, &sketch)) {
        keep(w, key, sketch);
        return sketch;
    }
    g_autoptr(KiriSketch) row =
        w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_SKETCH, id, &w->trouble);
    sketch = row ? g_steal_pointer(&row->data) : NULL;
    keep(w, g_strdup(id), sketch);
    return sketch;
}

gboolean kiri_link_may_be_kin(KiriLinkWork *w, const KiriSubject *subject, const char *id)
{
    if (g_hash_table_contains(w->prints.changed, id) || g_hash_table_contains(w->young, id) ||
        g_hash_table_contains(w->old, id))
        return TRUE;
    GBytes *sketch = stored_sketch(w, id);
    return !sketch || kiri_sketch_may_be_kin(sketch, &subject->sheet.grams);
}

void kiri_link_put_prints(KiriLinkWork *w, KiriBatch *batch, const char *id,
                          const KiriSubject *subject)
{
    g_autoptr(GBytes) sketch = subject ? kiri_sketch_of(&subject->sheet.grams) : NULL;
    g_hash_table_remove(w->sketches, id);
    g_hash_table_remove(w->old_sketches, id);
    kiri_batch_put_fingerprints(batch, id,
                                subject ? (const guint64 *)(gpointer)subject->prints->data : NULL,
                                subject ? subject->prints->len : 0);
    if (sketch) {
        g_autoptr(KiriSketch) row = kiri_sketch_new();
        row->article = g_strdup(id);
        row->data = g_steal_pointer(&sketch);
        kiri_batch_put(batch, KIRI_NOUN_SKETCH, row);
    } else {
        kiri_batch_delete(batch, KIRI_NOUN_SKETCH, id);
    }
}
