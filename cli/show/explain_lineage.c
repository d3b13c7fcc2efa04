// SPDX-License-Identifier: GPL-3.0-or-later
/* The way a text came (配信・転載経路), for programs: the articles from the one that was
 * first to the one that is explained. People get the tree of show_lineage.h. */
#include "explain.h"

enum { MOST_STEPS = 16 };

/* Ids from the article up to the root, itself first; a circle would be a fault of the
 * data, so the number of steps is bounded. (transfer full) */
static GPtrArray *chain_of(KiriStore *store, const char *id)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(chain, g_strdup(id));
    while (chain->len < MOST_STEPS) {
        const char *last = g_ptr_array_index(chain, chain->len - 1);
        g_autoptr(KiriLineage) row = kiri_store_get(store, KIRI_NOUN_LINEAGE, last, NULL);
        if (!row || !row->origin)
            break;
        g_ptr_array_add(chain, g_strdup(row->origin));
    }
    return chain;
}

void kiri_explain_lineage_json(const KiriExplain *x, const KiriClip *clip, KiriJson *j)
{
    g_autoptr(GPtrArray) chain = chain_of(x->store, clip->article);
    kiri_json_open_array(j);
    for (guint i = chain->len; i-- > 0;)
        kiri_json_cstr(j, g_ptr_array_index(chain, i));
    kiri_json_close_array(j);
}
