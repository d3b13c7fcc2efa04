// SPDX-License-Identifier: GPL-3.0-or-later
/* What clips say of articles: class, release, advertising value, users. What a
 * person decided stands above what the program found: a rejected clip has no say,
 * a class that was given counts. */
#include "search/listing_internal.h"

#include <string.h>

enum { FEW = 2000 };

typedef struct {
    GHashTable *figures; // id → KiriClipFigures
    GHashTable *wanted;  // set of ids (borrowed); NULL: look at every clip that comes
    GHashTable *verdicts;
} Gathering;

static void figures_free(gpointer data)
{
    KiriClipFigures *f = data;
    g_strfreev(f->releases);
    g_free(f);
}

static gboolean take_clip(gconstpointer record, gpointer data)
{
    const KiriClip *clip = record;
    const Gathering *g = data;
    if (g->wanted && !g_hash_table_contains(g->wanted, clip->article))
        return TRUE;
    KiriClipFigures *f = g_hash_table_lookup(g->figures, clip->article);
    if (!f) {
        f = g_new0(KiriClipFigures, 1);
        f->ave_yen = f->users = -1;
        g_hash_table_insert(g->figures, g_strdup(clip->article), f);
    }
    const KiriVerdict *verdict = g_hash_table_lookup(g->verdicts, clip->id);
    KiriClass class_ = kiri_standing(clip, verdict).class_;
    f->classes |= 1u << class_;
    if (class_ == KIRI_CLASS_NONE)
        return TRUE;
    if (clip->release && !kiri_strv_has(f->releases, clip->release))
        kiri_strv_add(&f->releases, clip->release);
    KiriWorth worth = kiri_worth(clip->score, verdict);
    if (worth.is_known)
        f->ave_yen = MAX(f->ave_yen, worth.yen);
    if (clip->score && clip->score->monthly_users > 0)
        f->users = MAX(f->users, clip->score->monthly_users);
    return TRUE;
}

static gboolean gather(KiriStore *store, Gathering *g, const char *const *ids, gsize n,
                       GError **error)
{
    if (n <= FEW) {
        for (gsize i = 0; i < n; i++) {
            g_autoptr(GPtrArray) clips =
                kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, ids[i], error);
            if (!clips)
                return FALSE;
            for (guint k = 0; k < clips->len; k++)
                take_clip(g_ptr_array_index(clips, k), g);
        }
        return TRUE;
    }
    g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < n; i++)
        g_hash_table_add(wanted, (gpointer)(guintptr)ids[i]);
    g->wanted = wanted;
    return kiri_store_each(store, KIRI_NOUN_CLIP, "", take_clip, g, error);
}

GHashTable *kiri_clip_figures(KiriStore *store, const char *const *ids, gsize n, GError **error)
{
    g_autoptr(GHashTable) verdicts = kiri_store_verdicts(store, error);
    if (!verdicts)
        return NULL;
    g_autoptr(GHashTable) figures =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, figures_free);
    Gathering g = {.figures = figures, .verdicts = verdicts};
    return gather(store, &g, ids, n, error) ? g_steal_pointer(&figures) : NULL;
}
