// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage: what it loads, and the run over the log. The steps and invariants stand in link_stage.h. */
#include "link_stage.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* Changes when the same store gives other clips with a new program. */
#define DECISIONS "5"

/* ---- loading ---- */

gboolean kiri_link_take_trouble(KiriLinkWork *w, GError **error)
{
    if (!w->trouble)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&w->trouble));
    return FALSE;
}

/* Everything outside the store that a decision depends on. */
static char *make_signature(const KiriLinkWork *w)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_string_append_printf(all, DECISIONS " %s %" G_GINT64_MODIFIER "x", w->weights->version,
                           kiri_frequencies_digest(w->frequencies));
    const char *name = w->options->organisation;
    g_string_append_printf(all, "\n%s", name ? name : "");
    for (const char *const *a = w->options->aliases; a && *a; a++)
        g_string_append_printf(all, "\n%s", *a);
    g_string_append(all, "\nlineage 2"); // rows that older programs did not keep
    char id[KIRI_ID_BYTES];
    kiri_hash_id((KiriStr){all->str, all->len}, id);
    return g_strdup(id);
}

gboolean kiri_link_open(KiriLinkWork *w, GError **error)
{
    kiri_link_library_open(w);
    kiri_link_hear_verdicts(w);
    if (!(w->frequencies = kiri_frequencies_load(w->options->frequencies_path, error)) ||
        !(w->weights = kiri_weights_load(w->options->weights_path, error)))
        return FALSE;
    w->signature = make_signature(w);
    return kiri_link_load_releases(w, error) && kiri_link_load_topics(w, error) &&
           kiri_link_load_learned(w, error);
}

void kiri_link_close(KiriLinkWork *w)
{
    kiri_link_library_close(w);
    kiri_matcher_free(w->decider.matcher);
    kiri_forms_clear(&w->forms);
    kiri_link_drop_topics(w);
    kiri_variants_free(w->variants);
    kiri_frequencies_free(w->frequencies);
    kiri_weights_free(w->weights);
    g_clear_pointer(&w->learned, g_hash_table_destroy);
    g_free(w->signature);
    g_clear_error(&w->trouble);
}

gboolean kiri_link_must_stop(KiriLinkWork *w)
{
    if (w->options->should_stop && w->options->should_stop(w->options->data))
        w->counts->was_stopped = TRUE;
    return w->counts->was_stopped;
}

/* ---- the log ---- */

/* The first batch of a run also looks at topics that the tables of variants changed. */
static gboolean link_batch(KiriLinkWork *w, guint64 after, guint64 end, gboolean is_first,
                           GError **error)
{
    g_auto(KiriLinkChanges) changes = {0};
    g_autoptr(GHashTable) touched = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kiri_link_changes_read(w, after, end, &changes);
    if (is_first)
        kiri_link_find_widened(w, changes.topics);
    kiri_link_take_prints(w, &changes);
    kiri_link_renew_kin(w, &changes, touched);
    g_autoptr(GHashTable) affected = kiri_link_affected(w, &changes, error);
    if (!affected)
        return FALSE;
    KiriBatch *batch = kiri_link_decide(w, touched, affected, error);
    if (!batch)
        return w->counts->was_stopped && (!error || !*error);
    guint64 last = changes.n ? changes.last : end;
    if (!kiri_link_renew_events(w, changes.articles, error)) {
        kiri_batch_cancel(batch);
        return FALSE;
    }
    kiri_link_write_events(w, batch);
    kiri_link_write_rows(w, batch);
    kiri_link_write_prints(w, batch);
    kiri_link_put_digests(w, batch, changes.topics);
    kiri_batch_set_cursor(batch, KIRI_LINK_STAGE, last);
    if (!kiri_link_take_trouble(w, error)) {
        kiri_batch_cancel(batch);
        return FALSE;
    }
    if (!kiri_batch_commit(batch, error))
        return FALSE;
    w->counts->seq = last;
    return TRUE;
}

static gboolean follow_log(KiriLinkWork *w, GError **error)
{
    guint64 begin = w->counts->seq, end = kiri_store_log_end(w->store);
    g_autoptr(GHashTable) widened = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kiri_link_find_widened(w, widened);
    gboolean is_first = g_hash_table_size(widened) > 0;
    while ((is_first || w->counts->seq < end) && !kiri_link_must_stop(w)) {
        if (!link_batch(w, w->counts->seq, end, is_first, error))
            return FALSE;
        is_first = FALSE;
        if (w->options->progress)
            w->options->progress(w->counts->seq - begin, end - begin, w->options->data);
    }
    return TRUE;
}

/* ---- the run ---- */

/* Other settings or data than the clips were made with, a log that no longer
 * reaches back to the cursor, or a rebuild that was cut short. */
static gboolean needs_rebuild(const KiriLinkWork *w)
{
    g_autofree char *before = kiri_store_meta(w->store, KIRI_LINK_META_SIGNATURE);
    if (w->options->force_rebuild || kiri_link_is_rebuilding(w))
        return TRUE;
    if (w->counts->seq + 1 < kiri_store_log_low(w->store))
        return TRUE;
    return w->counts->seq > 0 && g_strcmp0(before, w->signature) != 0;
}

static gboolean sign(KiriLinkWork *w, GError **error)
{
    g_autofree char *before = kiri_store_meta(w->store, KIRI_LINK_META_SIGNATURE);
    if (g_strcmp0(before, w->signature) == 0)
        return TRUE;
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_set_meta(batch, KIRI_LINK_META_SIGNATURE, w->signature);
    return kiri_batch_commit(batch, error);
}

gboolean kiri_link_run(KiriStore *store, const KiriLinkOptions *options, KiriLinkCounts *counts,
                       GError **error)
{
    memset(counts, 0, sizeof *counts);
    counts->seq = kiri_store_cursor(store, KIRI_LINK_STAGE);
    KiriLinkWork w = {.store = store, .options = options, .counts = counts, .keeps_forms = TRUE};
    kiri_store_set_roomy(store, TRUE);
    gboolean ok = kiri_link_open(&w, error) && kiri_link_keep_releases(&w, error);
    if (ok && needs_rebuild(&w))
        ok = kiri_link_rebuild(&w, error);
    else if (ok)
        ok = sign(&w, error);
    ok = ok && (counts->was_stopped || follow_log(&w, error));
    ok = ok && (counts->was_stopped || kiri_link_relearn(&w, error));
    ok = ok && kiri_forms_flush(&w.forms, error);
    kiri_link_close(&w);
    kiri_store_set_roomy(store, FALSE);
    return ok;
}
