// SPDX-License-Identifier: GPL-3.0-or-later
/* Step 4 of a batch: the rows of events of all articles that the batch touched, and
 * the events of those that this concerns. Rows are written with the cursor and not
 * before, as lineage rows are, and for the same reason. */
#include "link_events.h"

#include <string.h>

enum { MOST_READ = 32768 };

typedef struct {
    KiriEvent *row;    // NULL: none
    KiriEvent *stored; // of a changed one, as it is in the store; NULL: it is not
    gboolean is_changed;
} Slot;

/* ---- rows ---- */

static void slot_free(gpointer data)
{
    Slot *slot = data;
    kiri_event_free(slot->row);
    kiri_event_free(slot->stored);
    g_free(slot);
}

static void strv_free(gpointer strings)
{
    g_strfreev(strings);
}

void kiri_link_events_open(KiriLinkEvents *e)
{
    e->slots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, slot_free);
    kiri_event_places_open(e);
    e->covers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, strv_free);
}

void kiri_link_events_close(KiriLinkEvents *e)
{
    kiri_event_places_close(e);
    g_clear_pointer(&e->slots, g_hash_table_destroy);
    g_clear_pointer(&e->covers, g_hash_table_destroy);
}

void kiri_link_events_forget(KiriLinkEvents *e)
{
    kiri_event_places_forget(e);
    g_hash_table_remove_all(e->slots);
    g_hash_table_remove_all(e->covers);
}

static Slot *slot_of(KiriLinkWork *w, const char *id)
{
    Slot *slot = g_hash_table_lookup(w->events.slots, id);
    if (slot)
        return slot;
    slot = g_new0(Slot, 1);
    if (!w->trouble)
        slot->row = kiri_store_get(w->store, KIRI_NOUN_EVENT, id, &w->trouble);
    g_hash_table_insert(w->events.slots, g_strdup(id), slot);
    return slot;
}

const KiriEvent *kiri_link_event(KiriLinkWork *w, const char *id)
{
    return slot_of(w, id)->row;
}

void kiri_link_event_set(KiriLinkWork *w, const char *id, KiriEvent *row)
{
    Slot *slot = slot_of(w, id);
    if (slot->is_changed)
        kiri_event_free(slot->row);
    else
        slot->stored = slot->row;
    slot->row = row;
    slot->is_changed = TRUE;
}

/* As the store has it. */
static const KiriEvent *stored_event(KiriLinkWork *w, const char *id)
{
    const Slot *slot = slot_of(w, id);
    return slot->is_changed ? slot->stored : slot->row;
}

static gboolean is_only_read(gpointer id, gpointer slot, gpointer data)
{
    (void)id;
    (void)data;
    return !((const Slot *)slot)->is_changed;
}

void kiri_link_events_trim(KiriLinkWork *w)
{
    if (g_hash_table_size(w->events.slots) > MOST_READ + g_hash_table_size(w->rows))
        g_hash_table_foreach_remove(w->events.slots, is_only_read, NULL);
}

void kiri_link_write_events(KiriLinkWork *w, KiriBatch *batch)
{
    GHashTableIter iter;
    gpointer id, value;
    g_hash_table_iter_init(&iter, w->events.slots);
    while (g_hash_table_iter_next(&iter, &id, &value)) {
        Slot *slot = value;
        if (!slot->is_changed)
            continue;
        if (slot->row)
            kiri_batch_put(batch, KIRI_NOUN_EVENT, slot->row);
        else
            kiri_batch_delete(batch, KIRI_NOUN_EVENT, id);
        kiri_event_settle(&w->events, id, slot->stored, slot->row);
        g_clear_pointer(&slot->stored, kiri_event_free);
        slot->is_changed = FALSE;
    }
    kiri_event_places_settle(&w->events);
    g_hash_table_remove_all(w->events.covers);
    kiri_link_events_trim(w);
}

/* ---- what an article covers ---- */

/* As the program finds it, before verdicts teach it otherwise: an event follows from
 * the texts. */
void kiri_link_note_covers(KiriLinkWork *w, const char *article, const GPtrArray *clips)
{
    char **releases = NULL;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (c->release && c->class_ >= KIRI_CLASS_PUBLICITY && c->probability >= KIRI_P_LINK &&
            !kiri_strv_has(releases, c->release))
            kiri_strv_add(&releases, c->release);
    }
    if (!releases)
        releases = g_new0(char *, 1);
    g_hash_table_insert(w->events.covers, g_strdup(article), releases);
}

/* ---- the rows of a batch ---- */

static gboolean same_bytes(GBytes *a, GBytes *b)
{
    return a == b || (a && b && g_bytes_equal(a, b));
}

/* Is all that others look at the same? */
static gboolean is_same(const KiriEvent *a, const KiriEvent *b)
{
    if (!a || !b)
        return a == b;
    guint n = kiri_strv_count(a->releases);
    if (n != kiri_strv_count(b->releases))
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (strcmp(a->releases[i], b->releases[i]) != 0)
            return FALSE;
    return a->from_us == b->from_us && a->to_us == b->to_us && same_bytes(a->words, b->words) &&
           same_bytes(a->profile, b->profile);
}

/* The row as it is now, its event as before. `is_new`: the text may be another.
 * (transfer full), or NULL. */
static KiriEvent *row_now(KiriLinkWork *w, const KiriLineage *lineage, const KiriEvent *old,
                          gboolean is_new)
{
    const char *id = lineage->article;
    if (lineage->origin || lineage->parts)
        return NULL;
    KiriEvent *row = NULL;
    if (old && !is_new) {
        row = kiri_record_copy(&kiri_event_shape, old);
    } else {
        const KiriSubject *s = kiri_link_subject(w, id);
        const KiriFace *face = s ? w->library.face(id, w) : NULL;
        row = face ? kiri_event_of(s, face, w->frequencies) : NULL;
    }
    char **covers = g_hash_table_lookup(w->events.covers, id);
    if (row && (covers || old))
        kiri_event_set_releases(row, covers ? covers : old->releases);
    if (row && old && is_new) {
        g_free(row->event);
        row->event = g_strdup(old->event);
        row->through = g_strdup(old->through);
        row->likeness = old->likeness;
    }
    return row;
}

/* Sets the rows that are others than before, and gathers their ids. `changed`: articles
 * whose texts may be others. */
static void renew_rows(KiriLinkWork *w, GHashTable *changed, GHashTable *renewed)
{
    GHashTableIter iter;
    gpointer id, value;
    g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_iter_init(&iter, w->rows);
    while (g_hash_table_iter_next(&iter, &id, &value))
        g_hash_table_insert(rows, id, value); // subjects may ask for more rows
    g_hash_table_iter_init(&iter, rows);
    while (!w->trouble && g_hash_table_iter_next(&iter, &id, &value)) {
        const KiriEvent *old = kiri_link_event(w, id);
        KiriEvent *now = row_now(w, value, old, g_hash_table_contains(changed, id));
        kiri_link_library_trim(w);
        if (is_same(old, now)) {
            kiri_event_free(now);
            continue;
        }
        g_hash_table_add(renewed, id);
        kiri_link_event_set(w, id, now);
    }
}

/* ---- who is concerned ---- */

/* In the order of articles. */
static gint by_time(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    return kiri_event_order(a, b);
}

static void place_free(gpointer data)
{
    KiriEventPlace *place = data;
    g_free((char *)(guintptr)place->id);
    g_free(place);
}

static void enqueue(KiriLinkWork *w, GTree *queue, GHashTable *ids, const KiriEvent *behind)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, ids);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriEvent *row = kiri_link_event(w, id);
        KiriEventPlace at = {row ? row->from_us : 0, id};
        KiriEventPlace least = {behind ? behind->from_us : 0, behind ? behind->article : NULL};
        if (!row || (behind && by_time(&at, &least, NULL) <= 0))
            continue;
        KiriEventPlace *place = g_new(KiriEventPlace, 1);
        *place = (KiriEventPlace){at.us, g_strdup(id)};
        g_tree_replace(queue, place, NULL);
    }
}

static void add_stored_members(KiriLinkWork *w, const char *id, GHashTable *ids)
{
    g_auto(GStrv) members = kiri_store_event_articles(w->store, id);
    for (char **m = members; *m; m++)
        g_hash_table_add(ids, g_strdup(*m));
}

/* All that a changed row, as it was and as it is, may concern. */
static void gather(KiriLinkWork *w, GHashTable *renewed, GHashTable *ids)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, renewed);
    while (!w->trouble && g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriEvent *now = kiri_link_event(w, id), *old = stored_event(w, id);
        g_hash_table_add(ids, g_strdup(id));
        w->events.looks_at_old = TRUE;
        if (old) {
            kiri_event_add_followers(w, old, ids);
            add_stored_members(w, id, ids);
        }
        w->events.looks_at_old = FALSE;
        if (now)
            kiri_event_add_followers(w, now, ids);
    }
}

/* ---- evaluation ---- */

static gboolean has_same_event(const KiriEvent *a, const KiriEvent *b)
{
    return strcmp(a->event, b->event) == 0;
}

/* TRUE: its event is another now. */
static gboolean evaluate(KiriLinkWork *w, const char *id)
{
    const KiriEvent *before = kiri_link_event(w, id);
    if (!before)
        return FALSE;
    KiriEvent *now = kiri_event_evaluate(w, before);
    before = kiri_link_event(w, id);
    gboolean is_other = !has_same_event(before, now);
    if (kiri_record_equal(&kiri_event_shape, before, now))
        kiri_event_free(now);
    else
        kiri_link_event_set(w, id, now);
    return is_other;
}

static void evaluate_all(KiriLinkWork *w, GTree *queue)
{
    for (GTreeNode *node; !w->trouble && (node = g_tree_node_first(queue));) {
        const KiriEventPlace *first = g_tree_node_key(node);
        g_autofree char *id = g_strdup(first->id);
        g_tree_remove(queue, first);
        if (evaluate(w, id)) {
            g_autoptr(GHashTable) ids =
                g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
            const KiriEvent *row = kiri_link_event(w, id);
            kiri_event_add_followers(w, row, ids);
            enqueue(w, queue, ids, kiri_link_event(w, id));
        }
        kiri_link_events_trim(w);
    }
}

/* The rows of these articles: their words will be asked for. */
static void expect(KiriLinkWork *w, GHashTable *ids)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, ids);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriEvent *row = kiri_link_event(w, id);
        if (row)
            g_ptr_array_add(rows, (gpointer)(guintptr)row);
    }
    kiri_event_expect(w, rows);
}

gboolean kiri_link_renew_events(KiriLinkWork *w, GHashTable *changed, GError **error)
{
    g_autoptr(GHashTable) renewed = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GTree) queue = g_tree_new_full(by_time, NULL, place_free, NULL);
    GHashTableIter iter;
    gpointer id;
    renew_rows(w, changed, renewed);
    g_hash_table_iter_init(&iter, renewed);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        kiri_event_move(w, id, kiri_link_event(w, id));
    expect(w, renewed);
    gather(w, renewed, ids);
    expect(w, ids);
    enqueue(w, queue, ids, NULL);
    evaluate_all(w, queue);
    return kiri_link_take_trouble(w, error);
}

/* ---- in a rebuild ---- */

gboolean kiri_link_begin_events(KiriLinkWork *w, GHashTable *changed, GError **error)
{
    g_autoptr(GHashTable) renewed = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer id;
    renew_rows(w, changed, renewed);
    g_hash_table_iter_init(&iter, changed);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const KiriEvent *row = kiri_link_event(w, id);
        if (!row || !row->through)
            continue;
        KiriEvent *alone = kiri_record_copy(&kiri_event_shape, row);
        g_free(alone->event);
        alone->event = g_strdup(alone->article);
        g_clear_pointer(&alone->through, g_free);
        alone->likeness = 0;
        kiri_link_event_set(w, id, alone);
    }
    return kiri_link_take_trouble(w, error);
}

gboolean kiri_link_find_events(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    g_autoptr(GHashTable) all = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GTree) queue = g_tree_new_full(by_time, NULL, place_free, NULL);
    for (guint i = 0; i < n; i++)
        g_hash_table_add(all, ids[i]);
    expect(w, all);
    enqueue(w, queue, all, NULL);
    for (GTreeNode *node; !w->trouble && (node = g_tree_node_first(queue));) {
        const KiriEventPlace *first = g_tree_node_key(node);
        evaluate(w, first->id);
        g_tree_remove(queue, first);
        kiri_link_events_trim(w);
    }
    return kiri_link_take_trouble(w, error);
}
