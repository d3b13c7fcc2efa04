// SPDX-License-Identifier: GPL-3.0-or-later
/* What verdicts teach, brought into the clips.
 *
 * What was learned is computed when a run begins, is used for all that the run decides,
 * and is computed again at its end, when verdicts and what the program makes of their
 * articles are up to date. Where it differs then from what the clips were made with
 * (kept beside the store's nouns), the clips of that release or topic are taken back to
 * what the program found and get the new lessons, without being decided again. Lessons
 * start from probabilities before learning, so this second look changes no lesson, and
 * there is no third.
 *
 * Invariant I1 of link_stage.h in other words: of clips, a decision reads nothing but
 * what the program itself found of those that people decided about. */
#include "link_stage.h"

#include <string.h>

enum { COMMIT_OPERATIONS = 512 };

#define META_LEARNED "link.learned" // "<release or topic> <digest>" a line

gboolean kiri_link_load_learned(KiriLinkWork *w, GError **error)
{
    g_autoptr(GHashTable) verdicts = kiri_store_verdicts(w->store, error);
    GHashTable *learned = verdicts ? kiri_learned_all(w->store, verdicts, error) : NULL;
    if (!learned)
        return FALSE;
    g_clear_pointer(&w->learned, g_hash_table_destroy);
    w->learned = learned;
    return TRUE;
}

gboolean kiri_link_learn(KiriLinkWork *w, const char *article, GPtrArray *clips, GError **error)
{
    g_autofree char *text = NULL;
    for (guint i = 0; g_hash_table_size(w->learned) && i < clips->len; i++) {
        KiriClip *clip = g_ptr_array_index(clips, i);
        const char *target = clip->release ? clip->release : clip->topic;
        const KiriLearned *learned = target ? g_hash_table_lookup(w->learned, target) : NULL;
        const KiriSubject *subject = learned ? kiri_link_subject(w, article) : NULL;
        if (!subject)
            continue;
        GError *why = NULL;
        g_autoptr(KiriVerdict) v = kiri_store_get(w->store, KIRI_NOUN_VERDICT, clip->id, &why);
        if (why) {
            g_propagate_error(error, why);
            return FALSE;
        }
        if (kiri_verdict_decision(v) != KIRI_DECISION_NONE)
            continue; // a person's word is above it
        if (!text)
            text = g_strconcat(subject->doc->title.text, "\n", subject->doc->text.text, NULL);
        kiri_learned_apply(learned, text, clip);
    }
    return TRUE;
}

/* ---- again, where it is another now ---- */

static GHashTable *read_meta(KiriLinkWork *w)
{
    GHashTable *digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *value = kiri_store_meta(w->store, META_LEARNED);
    g_auto(GStrv) lines = g_strsplit(value ? value : "", "\n", -1);
    for (char **line = lines; *line; line++) {
        char *space = strrchr(*line, ' ');
        if (space)
            g_hash_table_insert(digests, g_strndup(*line, (gsize)(space - *line)),
                                g_strdup(space + 1));
    }
    return digests;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_learned(KiriLinkWork *w, KiriBatch *batch)
{
    g_autoptr(GString) value = g_string_new(NULL);
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, w->learned);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        g_ptr_array_add(ids, id);
    g_ptr_array_sort(ids, by_name);
    for (guint i = 0; i < ids->len; i++) {
        const char *name = g_ptr_array_index(ids, i);
        g_autofree char *digest = kiri_learned_digest(g_hash_table_lookup(w->learned, name));
        g_string_append_printf(value, "%s%s %s", i ? "\n" : "", name, digest);
    }
    kiri_batch_set_meta(batch, META_LEARNED, value->str);
}

/* Adds the names of `targets` whose digest in `made` is not that of now. */
static void add_changed(KiriLinkWork *w, GHashTable *targets, GHashTable *made, GHashTable *set)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, targets);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        const char *before = g_hash_table_lookup(made, id);
        g_autofree char *now = kiri_learned_digest(g_hash_table_lookup(w->learned, id));
        if (strcmp(before ? before : "", now) != 0)
            g_hash_table_add(set, g_strdup(id));
    }
}

/* Learns again; the releases and topics whose clips were made with something else.
 * (transfer full) */
static GHashTable *find_changed(KiriLinkWork *w, GError **error)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) used = g_hash_table_ref(w->learned);
    g_autoptr(GHashTable) stored = read_meta(w);
    g_autoptr(GHashTable) during =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free); // this run
    GHashTableIter iter;
    gpointer id, learned;
    g_hash_table_iter_init(&iter, used);
    while (g_hash_table_iter_next(&iter, &id, &learned))
        g_hash_table_insert(during, g_strdup(id), kiri_learned_digest(learned));
    if (w->counts->linked && !kiri_link_load_learned(w, error)) {
        g_hash_table_unref(set);
        return NULL;
    }
    GHashTable *const all[] = {w->learned, during, stored};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        add_changed(w, all[i], stored, set);
        add_changed(w, all[i], during, set);
    }
    return set;
}

/* The program's own decision does not depend on lessons: it is taken back to, and the
 * new lessons are put over it. */
static gboolean renew(KiriLinkWork *w, KiriBatch *batch, KiriClip *clip, GError **error)
{
    if (!clip->link_version || clip->is_kept)
        return TRUE; // a person's
    kiri_learned_take_back(clip);
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_ptr_array_add(one, clip);
    if (!kiri_link_learn(w, clip->article, one, error))
        return FALSE;
    w->counts->clips_put += kiri_batch_put(batch, KIRI_NOUN_CLIP, clip) ? 1 : 0;
    kiri_link_library_trim(w);
    return TRUE;
}

/* All clips of a release or topic; `*batch` may be another one afterwards, and is NULL
 * after an error. */
static gboolean renew_clips(KiriLinkWork *w, KiriBatch **batch, const char *target, GError **error)
{
    static const KiriNoun nouns[] = {KIRI_NOUN_RELEASE, KIRI_NOUN_TOPIC};
    for (gsize n = 0; n < G_N_ELEMENTS(nouns); n++) {
        g_autoptr(GPtrArray) clips = kiri_store_clips_of(w->store, nouns[n], target, error);
        if (!clips)
            return FALSE;
        for (guint i = 0; i < clips->len; i++) {
            if (!renew(w, *batch, g_ptr_array_index(clips, i), error))
                return FALSE;
            if (kiri_batch_size(*batch) < COMMIT_OPERATIONS)
                continue;
            if (!kiri_batch_commit(g_steal_pointer(batch), error))
                return FALSE;
            *batch = kiri_batch_begin(w->store);
        }
    }
    return TRUE;
}

gboolean kiri_link_relearn(KiriLinkWork *w, GError **error)
{
    g_autoptr(GHashTable) changed = find_changed(w, error);
    if (!changed || g_hash_table_size(changed) == 0)
        return changed != NULL;
    g_autoptr(KiriBatch) batch = kiri_batch_begin(w->store);
    guint n;
    g_autofree char **ids = (char **)g_hash_table_get_keys_as_array(changed, &n);
    for (guint i = 0; i < n; i++) {
        if (w->options->should_stop && w->options->should_stop(w->options->data)) {
            w->counts->was_stopped = TRUE; // the next run finds the rest
            return TRUE;
        }
        if (!renew_clips(w, &batch, ids[i], error))
            return FALSE;
    }
    if (w->trouble) {
        g_propagate_error(error, g_steal_pointer(&w->trouble));
        return FALSE;
    }
    put_learned(w, batch);
    return kiri_batch_commit(g_steal_pointer(&batch), error);
}
