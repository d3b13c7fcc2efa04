// SPDX-License-Identifier: GPL-3.0-or-later
/* Families put together from kin, their places in the rows, and the clips of those
 * who are concerned.
 *
 * The clips of an article are decided when it is asked for, when its origin or its
 * story is another than before, and when those of its origin are; the others of its
 * family keep theirs. A newcomer to a swarm of copies so costs a decision for itself
 * and one for each step to the root. */
#include "link_stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COMMIT_OPERATIONS = 512 };

/* ---- clips that differ ---- */

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

/* ---- places ---- */

static gboolean has_same_place(const KiriLineage *row, const KiriMember *m)
{
    return g_strcmp0(row->origin, m->origin) == 0 && g_strcmp0(row->story, m->story) == 0 &&
           fabs(row->text_taken - m->text_taken) < 1e-9;
}

static gboolean set_string(char **to, const char *value)
{
    if (g_strcmp0(*to, value) == 0)
        return FALSE;
    g_free(*to);
    *to = g_strdup(value);
    return TRUE;
}

static char **copies_of(const GArray *family, guint at)
{
    const KiriMember *root = &g_array_index(family, KiriMember, at);
    char **copies = NULL;
    for (guint i = 0; !root->origin && i < family->len; i++) {
        const KiriMember *m = &g_array_index(family, KiriMember, i);
        if (i != at && strcmp(m->story, root->id) == 0)
            kiri_strv_add(&copies, m->id);
    }
    return copies;
}

static void set_edits(KiriLinkWork *w, KiriLineage *row)
{
    const KiriSubject *origin = row->origin ? kiri_link_subject(w, row->origin) : NULL;
    const KiriSubject *copy = origin ? kiri_link_subject(w, row->article) : NULL;
    KiriEdits edits = copy ? kiri_edits_of(copy, origin) : (KiriEdits){0};
    row->paragraphs_cut = edits.cut;
    row->paragraphs_added = edits.added;
    row->has_other_headline = edits.has_other_headline;
}

/* Texts are read only where one of them, or the pair, is new. */
static void set_row(KiriLinkWork *w, const GArray *family, guint at, gboolean is_new)
{
    const KiriMember *m = &g_array_index(family, KiriMember, at);
    KiriLineage *row = kiri_link_row(w, m->id);
    set_string(&row->story, m->story);
    set_string(&row->reason, m->reason);
    set_string(&row->credit, m->credit);
    row->text_taken = m->text_taken;
    g_strfreev(row->copies);
    row->copies = copies_of(family, at);
    g_strfreev(row->parts);
    row->parts = g_strdupv(m->parts);
    if (set_string(&row->origin, m->origin) || is_new)
        set_edits(w, row);
}

/* ---- decisions ---- */

typedef struct {
    KiriLinkWork *w;
    KiriBatch *batch;
    GHashTable *wanted;  // ids
    GArray *family;      // KiriMember
    GHashTable *at;      // id → index + 1
    GHashTable *decided; // id → GPtrArray of KiriClip: what the program finds
} Round;

static void clips_unref(gpointer clips)
{
    g_ptr_array_unref(clips);
}

/* What the program finds of a member. It has at least the ties of its origin, which
 * is therefore decided first, whether it is asked for or not. */
static GPtrArray *clips_of(Round *r, guint at)
{
    KiriLinkWork *w = r->w;
    const KiriMember *m = &g_array_index(r->family, KiriMember, at);
    GPtrArray *clips = g_hash_table_lookup(r->decided, m->id);
    if (clips)
        return clips;
    guint origin = m->origin ? GPOINTER_TO_UINT(g_hash_table_lookup(r->at, m->origin)) : 0;
    const GPtrArray *inherited = origin ? clips_of(r, origin - 1) : NULL;
    clips = kiri_decide(&w->decider, kiri_link_subject(w, m->id), m,
                        m->origin ? kiri_link_subject(w, m->origin) : NULL, inherited);
    g_hash_table_insert(r->decided, m->id, clips);
    w->counts->linked++;
    return clips;
}

/* Marks whose clips may be others: those asked for, those whose place is another, and
 * what was copied from them. (transfer full) */
static gboolean *concerned_in(Round *r)
{
    gboolean *is_concerned = g_new0(gboolean, r->family->len + 1);
    for (guint i = 0; i < r->family->len; i++) {
        const KiriMember *m = &g_array_index(r->family, KiriMember, i);
        guint origin = m->origin ? GPOINTER_TO_UINT(g_hash_table_lookup(r->at, m->origin)) : 0;
        is_concerned[i] = g_hash_table_contains(r->wanted, m->id) ||
                          (origin && is_concerned[origin - 1]) ||
                          !has_same_place(kiri_link_row(r->w, m->id), m);
    }
    return is_concerned;
}

/* Copies inherit what the program found of their origin, not what people made of it:
 * verdicts come when all that is asked for is decided. */
static gboolean write_family(Round *r, const gboolean *is_concerned, GError **error)
{
    KiriLinkWork *w = r->w;
    for (guint i = 0; i < r->family->len; i++) {
        const KiriMember *m = &g_array_index(r->family, KiriMember, i);
        GPtrArray *clips = is_concerned[i] ? g_hash_table_lookup(r->decided, m->id) : NULL;
        if (clips)
            kiri_link_note_covers(w, m->id, clips);
        /* What an article tied to stays when its text had to go. */
        const KiriSubject *subject = kiri_link_subject(w, m->id);
        gboolean is_gone = subject && kiri_time_is_set(subject->article->text_gone);
        if (clips && !is_gone &&
            (!kiri_link_learn(w, m->id, clips, error) ||
             !kiri_link_add_judged(w, m, clips, error) ||
             !write_clips(w, r->batch, m->id, clips, error)))
            return FALSE;
        set_row(w, r->family, i, is_concerned[i]);
        g_hash_table_add(w->placed, g_strdup(m->id));
    }
    return TRUE;
}

static gboolean forget_article(Round *r, const char *id, GError **error)
{
    KiriLineage *row = kiri_link_row(r->w, id);
    g_clear_pointer(&row->origin, g_free);
    g_clear_pointer(&row->copies, g_strfreev);
    return write_clips(r->w, r->batch, id, NULL, error);
}

static gboolean take_family(Round *r, const char *id, GError **error)
{
    g_autoptr(GArray) family = kiri_family_of(&r->w->library, id);
    g_autoptr(GHashTable) at = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) decided =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, clips_unref);
    if (!kiri_link_take_trouble(r->w, error))
        return FALSE;
    if (family->len == 0)
        return forget_article(r, id, error);
    r->family = family;
    r->at = at;
    r->decided = decided;
    for (guint i = 0; i < family->len; i++)
        g_hash_table_insert(at, g_array_index(family, KiriMember, i).id, GUINT_TO_POINTER(i + 1));
    g_autofree gboolean *is_concerned = concerned_in(r);
    for (guint i = 0; i < family->len && !r->w->trouble; i++)
        if (is_concerned[i])
            clips_of(r, i);
    return kiri_link_take_trouble(r->w, error) && write_family(r, is_concerned, error);
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean take_all(Round *r, GHashTable *ids, GError **error)
{
    guint n;
    g_autofree char **sorted = (char **)g_hash_table_get_keys_as_array(ids, &n);
    qsort(sorted, n, sizeof *sorted, compare_ids);
    for (guint i = 0; i < n; i++) {
        if (kiri_link_must_stop(r->w))
            return FALSE;
        if (g_hash_table_contains(r->w->placed, sorted[i]))
            continue;
        if (!take_family(r, sorted[i], error))
            return FALSE;
        kiri_link_library_trim(r->w);
        if (kiri_batch_size(r->batch) < COMMIT_OPERATIONS)
            continue;
        KiriBatch *full = g_steal_pointer(&r->batch);
        r->batch = kiri_batch_begin(r->w->store);
        if (!kiri_batch_commit(full, error))
            return FALSE;
    }
    return TRUE;
}

KiriBatch *kiri_link_decide(KiriLinkWork *w, GHashTable *touched, GHashTable *wanted,
                            GError **error)
{
    Round r = {.w = w, .batch = kiri_batch_begin(w->store), .wanted = wanted};
    g_hash_table_remove_all(w->placed);
    if (take_all(&r, touched, error) && take_all(&r, wanted, error))
        return r.batch;
    kiri_batch_cancel(r.batch);
    return NULL;
}
