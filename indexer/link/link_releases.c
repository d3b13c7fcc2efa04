// SPDX-License-Identifier: GPL-3.0-or-later
/* The set of releases of a run, and how it is kept between runs.
 *
 * Taking a hundred thousand releases apart costs a minute, so the shelves are stored as
 * they are, with the place in the log up to which they know the releases. A run reads
 * them and takes in what the log names since; a release that changes has its own shelf
 * written again. They are written in a batch of their own: what they say follows from
 * the releases, not from what was decided, so the cursor of the stage does not matter.
 *
 * Whoever changes what stands on a shelf, or what is found in a release (forms are of the
 * same signature), changes DECISIONS of link.c, as for any other change of what is decided.
 * Shelves of another signature (settings, data files, program), of which one cannot be
 * read, or behind which the log was trimmed, are made anew from all releases. */
#include "link_stage.h"

#include <kirinuki/hash.h>

#include <string.h>

#define META_SHELVES "link.shelves" // "<signature> <log entry> <how many>"

static KiriRelease *read_release(const char *id, gpointer data)
{
    KiriLinkWork *w = data;
    return w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_RELEASE, id, &w->trouble);
}

static GBytes *read_form(const char *id, gpointer data)
{
    return kiri_forms_read(&((KiriLinkWork *)data)->forms, id);
}

static void keep_form(const char *id, GBytes *form, gpointer data)
{
    kiri_forms_keep(&((KiriLinkWork *)data)->forms, id, form);
}

static void open_matcher(KiriLinkWork *w)
{
    KiriReleaseReader reader = {.read = read_release,
                                .data = w,
                                .form = read_form,
                                .keep = w->keeps_forms ? keep_form : NULL,
                                .signature = kiri_hash64(kiri_str(w->signature))};
    w->forms.store = w->store;
    kiri_matcher_free(w->decider.matcher);
    w->decider.matcher = kiri_matcher_open(w->frequencies, w->weights, w->options->organisation,
                                           w->options->aliases, &reader);
}

/* ---- keeping ---- */

/* In the order of their numbers. */
static char *shelf_id(guint number)
{
    return g_strdup_printf("%06u", number);
}

static gboolean is_changed(const GPtrArray *shelves)
{
    for (guint i = 0; i < shelves->len; i++)
        if (((const KiriShelf *)g_ptr_array_index(shelves, i))->is_changed)
            return TRUE;
    return FALSE;
}

/* Rows behind the last shelf are those of a larger set that was made anew. */
static void put_shelves(KiriLinkWork *w, KiriBatch *batch, const GPtrArray *shelves)
{
    guint64 n = kiri_store_count(w->store, KIRI_NOUN_SHELF);
    for (guint i = 0; i < MAX(shelves->len, n); i++) {
        KiriShelf *shelf = i < shelves->len ? g_ptr_array_index(shelves, i) : NULL;
        g_autoptr(KiriReleaseShelf) kept = kiri_release_shelf_new();
        kept->id = shelf_id(i);
        if (!shelf)
            kiri_batch_delete(batch, KIRI_NOUN_SHELF, kept->id);
        if (!shelf || !shelf->is_changed)
            continue;
        kept->data = kiri_shelf_pack(shelf);
        kiri_batch_put(batch, KIRI_NOUN_SHELF, kept);
        shelf->is_changed = FALSE;
    }
}

gboolean kiri_link_keep_releases(KiriLinkWork *w, GError **error)
{
    /* Reading so many log entries again costs less than a write. */
    enum { FEW_ENTRIES = 10000 };
    const GPtrArray *shelves = w->decider.matcher->shelves;
    if (!kiri_forms_flush(&w->forms, error))
        return FALSE;
    if (!is_changed(shelves) && w->shelved - w->shelved_before < FEW_ENTRIES)
        return TRUE;
    KiriBatch *batch = kiri_batch_begin(w->store);
    put_shelves(w, batch, shelves);
    g_autofree char *meta =
        g_strdup_printf("%s %" G_GUINT64_FORMAT " %u", w->signature, w->shelved, shelves->len);
    kiri_batch_set_meta(batch, META_SHELVES, meta);
    w->shelved_before = w->shelved;
    return kiri_batch_commit(batch, error);
}

/* ---- reading what was kept ---- */

/* What was kept, if it is of this signature and the log reaches back to it. */
static gboolean read_meta(KiriLinkWork *w, guint64 *n)
{
    g_autofree char *meta = kiri_store_meta(w->store, META_SHELVES);
    g_auto(GStrv) parts = g_strsplit(meta ? meta : "", " ", 3);
    return g_strv_length(parts) == 3 && strcmp(parts[0], w->signature) == 0 &&
           g_ascii_string_to_unsigned(parts[1], 10, 0, G_MAXUINT64, &w->shelved, NULL) &&
           g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXUINT, n, NULL) &&
           w->shelved + 1 >= kiri_store_log_low(w->store) &&
           w->shelved <= kiri_store_log_end(w->store);
}

static gboolean adopt(gconstpointer record, gpointer data)
{
    const KiriReleaseShelf *kept = record;
    KiriMatcher *m = data;
    g_autofree char *id = shelf_id(m->shelves->len);
    KiriShelf *shelf =
        kept->data && strcmp(kept->id, id) == 0 ? kiri_shelf_unpack(kept->data) : NULL;
    if (shelf)
        kiri_matcher_adopt(m, shelf);
    return shelf != NULL;
}

/* FALSE without error: there is nothing to be read. */
static gboolean read_shelves(KiriLinkWork *w, GError **error)
{
    guint64 n;
    if (!read_meta(w, &n))
        return FALSE;
    return kiri_store_each(w->store, KIRI_NOUN_SHELF, "", adopt, w->decider.matcher, error) &&
           w->decider.matcher->shelves->len == n;
}

/* ---- what became of releases ---- */

static gboolean take_in(KiriLinkWork *w, const char *id, GError **error)
{
    KiriMatcher *m = w->decider.matcher;
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriRelease) release = kiri_store_get(w->store, KIRI_NOUN_RELEASE, id, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!release)
        kiri_matcher_remove(m, id);
    else if (!kiri_matcher_has(m, release))
        kiri_matcher_put(m, release);
    return TRUE;
}

static gboolean take_all_in(KiriLinkWork *w, GHashTable *ids, guint64 last, GError **error)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, ids);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        if (!take_in(w, id, error))
            return FALSE;
    kiri_matcher_settle(w->decider.matcher);
    w->shelved = MAX(w->shelved, last);
    return TRUE;
}

gboolean kiri_link_renew_releases(KiriLinkWork *w, GHashTable *ids, guint64 last, GError **error)
{
    return take_all_in(w, ids, last, error) && kiri_link_keep_releases(w, error);
}

static gboolean note_release(const KiriLogEntry *entry, gpointer data)
{
    if (entry->noun == KIRI_NOUN_RELEASE)
        g_hash_table_add((GHashTable *)data, g_strdup(entry->id));
    return TRUE;
}

/* What the log names since the shelves were kept. */
static gboolean catch_up(KiriLinkWork *w, GError **error)
{
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint64 end = kiri_store_log_end(w->store);
    kiri_store_log_each(w->store, w->shelved, G_MAXUINT, note_release, ids);
    return take_all_in(w, ids, end, error);
}

/* ---- all of them ---- */

static gboolean put_release(gconstpointer record, gpointer data)
{
    kiri_matcher_put(data, record);
    return TRUE;
}

static gboolean shelve_all(KiriLinkWork *w, GError **error)
{
    open_matcher(w);
    w->shelved = kiri_store_log_end(w->store);
    if (!kiri_store_each(w->store, KIRI_NOUN_RELEASE, "", put_release, w->decider.matcher, error))
        return FALSE;
    kiri_matcher_settle(w->decider.matcher);
    return TRUE;
}

gboolean kiri_link_load_releases(KiriLinkWork *w, GError **error)
{
    g_autoptr(GError) why = NULL;
    open_matcher(w);
    if (read_shelves(w, &why)) {
        w->shelved_before = w->shelved;
        return catch_up(w, error);
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    return shelve_all(w, error);
}
