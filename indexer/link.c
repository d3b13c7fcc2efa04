// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage: the run over the log, the rebuild, and writing what differs.
 * The steps and invariants stand in link_stage.h. */
#include "link_stage.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>

#include <stdlib.h>
#include <string.h>

#define META_SIGNATURE "link.signature"
#define META_REBUILD "link.rebuild" // "<signature> <log end> <months done>"

/* Changes when the same store gives other clips with a new program. */
#define DECISIONS "3"

enum { COMMIT_OPERATIONS = 512 };

/* ---- loading ---- */

static gboolean take_trouble(KiriLinkWork *w, GError **error)
{
    if (!w->trouble)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&w->trouble));
    return FALSE;
}

static KiriRelease *read_release(const char *id, gpointer data)
{
    KiriLinkWork *w = data;
    return w->trouble ? NULL : kiri_store_get(w->store, KIRI_NOUN_RELEASE, id, &w->trouble);
}

static gboolean put_release(gconstpointer record, gpointer data)
{
    kiri_matcher_put(data, record);
    return TRUE;
}

gboolean kiri_link_load_releases(KiriLinkWork *w, GError **error)
{
    KiriReleaseReader reader = {read_release, w};
    kiri_matcher_free(w->decider.matcher);
    w->decider.matcher = kiri_matcher_open(w->frequencies, w->weights, w->options->organisation,
                                           w->options->aliases, &reader);
    if (!kiri_store_each(w->store, KIRI_NOUN_RELEASE, "", put_release, w->decider.matcher, error))
        return FALSE;
    kiri_matcher_settle(w->decider.matcher);
    return TRUE;
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
    g_string_append(all, "\nlineage 1"); // rows that older programs did not keep
    char id[KIRI_ID_BYTES];
    kiri_hash_id((KiriStr){all->str, all->len}, id);
    return g_strdup(id);
}

static gboolean open_work(KiriLinkWork *w, GError **error)
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

static void close_work(KiriLinkWork *w)
{
    kiri_link_library_close(w);
    kiri_matcher_free(w->decider.matcher);
    kiri_link_drop_topics(w);
    kiri_variants_free(w->variants);
    kiri_frequencies_free(w->frequencies);
    kiri_weights_free(w->weights);
    g_clear_pointer(&w->learned, g_hash_table_destroy);
    g_free(w->signature);
    g_clear_error(&w->trouble);
}

static gboolean must_stop(KiriLinkWork *w)
{
    if (w->options->should_stop && w->options->should_stop(w->options->data))
        w->counts->was_stopped = TRUE;
    return w->counts->was_stopped;
}

/* ---- writing what differs ---- */

static KiriClip *find_clip(const GPtrArray *clips, const char *id)
{
    for (guint i = 0; i < clips->len; i++) {
        KiriClip *clip = g_ptr_array_index(clips, i);
        if (strcmp(clip->id, id) == 0)
            return clip;
    }
    return NULL;
}

/* Scores belong to the next stage: they stay until it finds them outdated. */
static void keep_score(KiriClip *clip, const KiriClip *stored)
{
    clip->score_log_seq = stored->score_log_seq;
    if (stored->score)
        clip->score = kiri_record_copy(&kiri_score_shape, stored->score);
}

static gboolean write_clips(KiriLinkWork *w, KiriBatch *batch, const char *article,
                            const GPtrArray *clips, GError **error)
{
    g_autoptr(GPtrArray) stored = kiri_store_clips_of(w->store, KIRI_NOUN_ARTICLE, article, error);
    if (!stored)
        return FALSE;
    for (guint i = 0; clips && i < clips->len; i++) {
        KiriClip *clip = g_ptr_array_index(clips, i);
        const KiriClip *before = find_clip(stored, clip->id);
        if (before && !before->link_version)
            continue; // a person's
        if (before)
            keep_score(clip, before);
        w->counts->clips_put += kiri_batch_put(batch, KIRI_NOUN_CLIP, clip) ? 1 : 0;
    }
    for (guint i = 0; i < stored->len; i++) {
        const KiriClip *clip = g_ptr_array_index(stored, i);
        if (!clip->link_version || (clips && find_clip(clips, clip->id)))
            continue;
        kiri_batch_delete(batch, KIRI_NOUN_CLIP, clip->id);
        w->counts->clips_deleted++;
    }
    return TRUE;
}

/* The row of family[at]; an article of which nothing was copied, and that is no
 * copy, has none. */
static void write_lineage(KiriLinkWork *w, KiriBatch *batch, const GArray *family, guint at)
{
    const KiriMember *m = &g_array_index(family, KiriMember, at);
    g_autoptr(KiriLineage) row = kiri_lineage_new();
    row->article = g_strdup(m->id);
    row->origin = g_strdup(m->origin);
    row->story = g_strdup(m->story);
    for (guint i = 0; !m->origin && i < family->len; i++) {
        const KiriMember *other = &g_array_index(family, KiriMember, i);
        if (i != at && strcmp(other->story, m->id) == 0)
            kiri_strv_add(&row->copies, other->id);
    }
    if (row->origin || row->copies)
        kiri_batch_put(batch, KIRI_NOUN_LINEAGE, row);
    else if (kiri_store_has(w->store, KIRI_NOUN_LINEAGE, m->id))
        kiri_batch_delete(batch, KIRI_NOUN_LINEAGE, m->id);
}

static void clips_unref(gpointer clips)
{
    g_ptr_array_unref(clips);
}

static gboolean decide_family(KiriLinkWork *w, KiriBatch *batch, const char *id, GError **error)
{
    g_autoptr(GArray) family = kiri_family_of(&w->library, id);
    g_autoptr(GHashTable) decided =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, clips_unref);
    gboolean ok = take_trouble(w, error);
    if (ok && family->len == 0) { // deleted
        ok = write_clips(w, batch, id, NULL, error);
        kiri_batch_delete(batch, KIRI_NOUN_LINEAGE, id);
    }
    for (guint i = 0; ok && i < family->len; i++) {
        const KiriMember *m = &g_array_index(family, KiriMember, i);
        KiriSubject *origin = m->origin ? kiri_link_subject(w, m->origin) : NULL;
        GPtrArray *clips = kiri_decide(&w->decider, kiri_link_subject(w, m->id), m, origin,
                                       m->origin ? g_hash_table_lookup(decided, m->origin) : NULL);
        g_hash_table_insert(decided, m->id, clips);
        g_hash_table_add(w->done, g_strdup(m->id));
        w->counts->linked++;
        ok = take_trouble(w, error);
    }
    /* Copies inherit what the program found of their origin, not what people made of
     * it: verdicts come when the whole family is decided. */
    for (guint i = 0; ok && i < family->len; i++) {
        const KiriMember *m = &g_array_index(family, KiriMember, i);
        GPtrArray *clips = g_hash_table_lookup(decided, m->id);
        ok = kiri_link_learn(w, m->id, clips, error) && kiri_link_add_judged(w, m, clips, error) &&
             write_clips(w, batch, m->id, clips, error);
        write_lineage(w, batch, family, i);
    }
    return ok;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Decides all of `ids` in rising order. Commits in between without the cursor;
 * the last batch is handed back open, for the cursor to go with it. NULL with
 * error, and NULL without one when a stop was asked for. */
static KiriBatch *decide_all(KiriLinkWork *w, char **ids, gsize n, GError **error)
{
    g_autoptr(KiriBatch) batch = kiri_batch_begin(w->store);
    qsort(ids, n, sizeof *ids, compare_ids);
    g_hash_table_remove_all(w->done);
    for (gsize i = 0; i < n; i++) {
        if (must_stop(w))
            return NULL;
        if (g_hash_table_contains(w->done, ids[i]))
            continue;
        if (!decide_family(w, batch, ids[i], error))
            return NULL;
        kiri_link_library_trim(w);
        if (kiri_batch_size(batch) < COMMIT_OPERATIONS)
            continue;
        if (!kiri_batch_commit(g_steal_pointer(&batch), error))
            return NULL;
        batch = kiri_batch_begin(w->store);
    }
    return g_steal_pointer(&batch);
}

/* ---- the log ---- */

/* The first batch of a run also looks at topics that the tables of variants changed. */
static gboolean link_batch(KiriLinkWork *w, guint64 after, guint64 end, gboolean is_first,
                           GError **error)
{
    g_auto(KiriLinkChanges) changes = {0};
    kiri_link_changes_read(w, after, end, &changes);
    if (is_first)
        kiri_link_find_widened(w, changes.topics);
    if (!kiri_link_store_prints(w, &changes, error) || !take_trouble(w, error))
        return FALSE;
    g_autoptr(GHashTable) affected = kiri_link_affected(w, &changes, error);
    if (!affected)
        return FALSE;
    guint n;
    g_autofree char **ids = (char **)g_hash_table_get_keys_as_array(affected, &n);
    KiriBatch *batch = decide_all(w, ids, n, error);
    if (!batch)
        return w->counts->was_stopped && (!error || !*error);
    guint64 last = changes.n ? changes.last : end;
    kiri_link_put_digests(w, batch, changes.topics);
    kiri_batch_set_cursor(batch, KIRI_LINK_STAGE, last);
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
    while ((is_first || w->counts->seq < end) && !must_stop(w)) {
        if (!link_batch(w, w->counts->seq, end, is_first, error))
            return FALSE;
        is_first = FALSE;
        if (w->options->progress)
            w->options->progress(w->counts->seq - begin, end - begin, w->options->data);
    }
    return TRUE;
}

/* ---- everything again ---- */

/* Months are the chunks of a rebuild: number 0 is all that lies before 1990 or
 * has no date, the last one all that lies behind 2100. */
enum { FIRST_YEAR = 1990, MONTHS = 1 + 12 * 111 + 1 };

static gint64 month_begin(guint month)
{
    if (month == 0)
        return G_MININT64;
    gint index = (gint)month - 1;
    return kiri_civil_days(FIRST_YEAR + index / 12, 1 + index % 12, 1) * KIRI_US_PER_DAY;
}

static char **ids_of_month(KiriLinkWork *w, guint month, guint *n)
{
    gint64 to = month + 1 < MONTHS ? month_begin(month + 1) : G_MAXINT64;
    char **ids = kiri_store_published_between(w->store, month_begin(month), to);
    *n = ids ? g_strv_length(ids) : 0;
    return ids;
}

static gboolean store_prints_of(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < n; i++) {
        const KiriSubject *s = kiri_link_subject(w, ids[i]);
        if (s)
            kiri_batch_put_fingerprints(batch, ids[i], (const guint64 *)(gpointer)s->prints->data,
                                        s->prints->len);
        kiri_link_library_trim(w);
    }
    return kiri_batch_commit(batch, error) && take_trouble(w, error);
}

typedef struct {
    guint64 end;  // log end when it began: the cursor afterwards
    guint months; // prints: 0 … MONTHS, then decisions: MONTHS … 2 × MONTHS
} Rebuild;

static gboolean read_rebuild(const KiriLinkWork *w, Rebuild *r)
{
    g_autofree char *value = kiri_store_meta(w->store, META_REBUILD);
    g_auto(GStrv) parts = g_strsplit(value ? value : "", " ", 3);
    guint64 months;
    if (g_strv_length(parts) != 3 || strcmp(parts[0], w->signature) != 0 ||
        !g_ascii_string_to_unsigned(parts[1], 10, 0, G_MAXUINT64, &r->end, NULL) ||
        !g_ascii_string_to_unsigned(parts[2], 10, 0, 2 * MONTHS, &months, NULL))
        return FALSE;
    r->months = (guint)months;
    return r->end <= kiri_store_log_end(w->store);
}

static void put_rebuild(const KiriLinkWork *w, KiriBatch *batch, const Rebuild *r)
{
    g_autofree char *value =
        g_strdup_printf("%s %" G_GUINT64_FORMAT " %u", w->signature, r->end, r->months);
    kiri_batch_set_meta(batch, META_REBUILD, value);
}

/* One month of one of the two rounds: first all fingerprints, so that families
 * are whole, then all decisions. */
static gboolean rebuild_month(KiriLinkWork *w, Rebuild *r, guint64 *articles, GError **error)
{
    guint n;
    gboolean is_first_round = r->months < MONTHS;
    g_auto(GStrv) ids = ids_of_month(w, r->months % MONTHS, &n);
    g_autoptr(KiriBatch) batch = NULL;
    r->months++;
    if (n && is_first_round) {
        if (!store_prints_of(w, ids, n, error))
            return FALSE;
    } else if (n && !(batch = decide_all(w, ids, n, error))) {
        return w->counts->was_stopped && (!error || !*error);
    }
    *articles += n;
    if (!n && r->months % MONTHS)
        return TRUE; // nothing to remember
    if (!batch)
        batch = kiri_batch_begin(w->store);
    put_rebuild(w, batch, r);
    return kiri_batch_commit(g_steal_pointer(&batch), error);
}

static gboolean end_rebuild(KiriLinkWork *w, const Rebuild *r, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_set_meta(batch, META_SIGNATURE, w->signature);
    kiri_batch_set_meta(batch, META_REBUILD, "");
    kiri_link_forget_digests(w, batch);
    kiri_batch_set_cursor(batch, KIRI_LINK_STAGE, r->end);
    if (!kiri_batch_commit(batch, error))
        return FALSE;
    w->counts->was_rebuilt = TRUE;
    w->counts->seq = r->end;
    return TRUE;
}

static gboolean rebuild(KiriLinkWork *w, GError **error)
{
    Rebuild r = {0};
    guint64 articles = 0, total = 2 * kiri_store_count(w->store, KIRI_NOUN_ARTICLE);
    if (!read_rebuild(w, &r))
        r = (Rebuild){kiri_store_log_end(w->store), 0};
    while (r.months < 2 * MONTHS) {
        if (must_stop(w))
            return TRUE;
        if (!rebuild_month(w, &r, &articles, error))
            return FALSE;
        if (w->options->progress)
            w->options->progress(MIN(articles, total), total, w->options->data);
    }
    return w->counts->was_stopped || end_rebuild(w, &r, error);
}

/* Other settings or data than the clips were made with, a log that no longer
 * reaches back to the cursor, or a rebuild that was cut short. */
static gboolean needs_rebuild(const KiriLinkWork *w)
{
    g_autofree char *before = kiri_store_meta(w->store, META_SIGNATURE);
    Rebuild r;
    if (w->options->force_rebuild || read_rebuild(w, &r))
        return TRUE;
    if (w->counts->seq + 1 < kiri_store_log_low(w->store))
        return TRUE;
    return w->counts->seq > 0 && g_strcmp0(before, w->signature) != 0;
}

static gboolean sign(KiriLinkWork *w, GError **error)
{
    g_autofree char *before = kiri_store_meta(w->store, META_SIGNATURE);
    if (g_strcmp0(before, w->signature) == 0)
        return TRUE;
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_set_meta(batch, META_SIGNATURE, w->signature);
    return kiri_batch_commit(batch, error);
}

/* The last step: clips of releases and topics on which verdicts teach something else
 * now than what the clips were made with. */
static gboolean apply_lessons(KiriLinkWork *w, GError **error)
{
    g_autoptr(GHashTable) affected = kiri_link_relearn(w, error);
    if (!affected || g_hash_table_size(affected) == 0)
        return affected != NULL;
    guint n;
    g_autofree char **ids = (char **)g_hash_table_get_keys_as_array(affected, &n);
    KiriBatch *batch = decide_all(w, ids, n, error);
    if (!batch)
        return w->counts->was_stopped && (!error || !*error);
    kiri_link_put_learned(w, batch);
    return kiri_batch_commit(batch, error);
}

gboolean kiri_link_run(KiriStore *store, const KiriLinkOptions *options, KiriLinkCounts *counts,
                       GError **error)
{
    memset(counts, 0, sizeof *counts);
    counts->seq = kiri_store_cursor(store, KIRI_LINK_STAGE);
    KiriLinkWork w = {.store = store, .options = options, .counts = counts};
    gboolean ok = open_work(&w, error);
    if (ok && needs_rebuild(&w))
        ok = rebuild(&w, error);
    else if (ok)
        ok = sign(&w, error);
    ok = ok && (counts->was_stopped || follow_log(&w, error));
    ok = ok && (counts->was_stopped || apply_lessons(&w, error));
    close_work(&w);
    return ok;
}
