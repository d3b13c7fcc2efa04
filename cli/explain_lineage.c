// SPDX-License-Identifier: GPL-3.0-or-later
/* The way a text came (配信・転載経路): from the article that was first to the one that
 * is explained, and who else has it. */
#include "explain.h"

#include <math.h>

enum { MOST_STEPS = 16 };

static void print_article(const KiriExplain *x, const char *id, guint depth, const char *what)
{
    g_autoptr(KiriArticle) a = kiri_store_get(x->store, KIRI_NOUN_ARTICLE, id, NULL);
    char when[32];
    kiri_out_time(a ? a->published : KIRI_TIME_UNSET, when);
    g_autofree char *site = kiri_out_safe(a ? (a->site_name ? a->site_name : a->medium) : NULL);
    g_autofree char *title = kiri_out_safe(a ? a->title : NULL);
    kiri_out_printf("  %*s%s%.8s  %s  %s%s%s%s\n", (gint)depth * 2, "", depth ? "└ " : "", id,
                    *when ? when : "—", site, *site ? "  " : "", title, what);
}

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

static guint copies_of(KiriStore *store, const char *root)
{
    g_autoptr(KiriLineage) row = kiri_store_get(store, KIRI_NOUN_LINEAGE, root, NULL);
    return row ? kiri_strv_count(row->copies) : 0;
}

void kiri_explain_lineage(const KiriExplain *x, const KiriClip *clip)
{
    g_autoptr(GPtrArray) chain = chain_of(x->store, clip->article);
    const char *root = g_ptr_array_index(chain, chain->len - 1);
    guint copies = copies_of(x->store, root);
    if (chain->len < 2 && !copies)
        return;
    kiri_explain_heading(_("the way the text came"));
    for (guint i = chain->len; i-- > 0;) {
        const char *id = g_ptr_array_index(chain, i);
        g_autofree char *taken = i == 0 && clip->origin
                                     ? g_strdup_printf(_("  (%d %% of its text is from there)"),
                                                       (int)round(clip->text_taken * 100))
                                     : g_strdup("");
        print_article(x, id, chain->len - 1 - i, taken);
    }
    if (copies > 0)
        kiri_out_printf(_("  copies of the first one: %u\n"), copies);
}

void kiri_explain_lineage_json(const KiriExplain *x, const KiriClip *clip, KiriJson *j)
{
    g_autoptr(GPtrArray) chain = chain_of(x->store, clip->article);
    kiri_json_open_array(j);
    for (guint i = chain->len; i-- > 0;)
        kiri_json_cstr(j, g_ptr_array_index(chain, i));
    kiri_json_close_array(j);
}
