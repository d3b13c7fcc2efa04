// SPDX-License-Identifier: GPL-3.0-or-later
/* The way a text came (配信・転載経路): from the article that was first to the one that
 * is explained, and who else has it. */
#include "explain.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 16 };

static void print_article(const KiriExplain *x, const char *id, guint depth)
{
    g_autoptr(KiriArticle) a = kiri_store_get(x->store, KIRI_NOUN_ARTICLE, id, NULL);
    char when[32];
    kiri_out_time(a ? a->published : KIRI_TIME_UNSET, when);
    g_autofree char *site = kiri_out_safe(a ? (a->site_name ? a->site_name : a->medium) : NULL);
    g_autofree char *title = kiri_out_safe(a ? a->title : NULL);
    kiri_out_printf("  %*s%s%.8s  %s  %s%s%s\n", (gint)depth * 2, "", depth ? "└ " : "", id,
                    *when ? when : "—", site, *site ? "  " : "", title);
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

/* Why the program takes the one before for its origin. */
static const char *reason_text(const char *reason)
{
    static const struct {
        const char *reason, *text;
    } texts[] = {{"credit", N_("it names it as its wire")},
                 {"link", N_("it links to it")},
                 {"text", N_("no other text is as close to it")},
                 {"time", N_("it came later")}};
    for (gsize i = 0; reason && i < G_N_ELEMENTS(texts); i++)
        if (strcmp(texts[i].reason, reason) == 0)
            return _(texts[i].text);
    return NULL;
}

/* What a copy made of its origin. */
static void print_edits(const KiriLineage *row, guint depth)
{
    g_autoptr(GString) s = g_string_new(NULL);
    g_string_append_printf(s, _("%d %% of its text is from there"),
                           (int)round(row->text_taken * 100));
    const char *reason = reason_text(row->reason);
    if (reason)
        g_string_append_printf(s, "; %s", reason);
    if (row->paragraphs_cut)
        g_string_append_printf(s, _("; paragraphs cut: %" PRId64), row->paragraphs_cut);
    if (row->paragraphs_added)
        g_string_append_printf(s, _("; paragraphs added: %" PRId64), row->paragraphs_added);
    if (row->has_other_headline)
        g_string_append(s, _("; another headline"));
    kiri_out_printf("  %*s  %s\n", (gint)depth * 2, "", s->str);
}

static void print_chain(const KiriExplain *x, const GPtrArray *chain)
{
    for (guint i = chain->len; i-- > 0;) {
        const char *id = g_ptr_array_index(chain, i);
        guint depth = chain->len - 1 - i;
        g_autoptr(KiriLineage) row = kiri_store_get(x->store, KIRI_NOUN_LINEAGE, id, NULL);
        print_article(x, id, depth);
        if (depth && row)
            print_edits(row, depth);
        if (row && !row->origin && row->copies)
            kiri_out_printf(_("    copies of it: %u\n"), kiri_strv_count(row->copies));
    }
}

void kiri_explain_lineage(const KiriExplain *x, const KiriClip *clip)
{
    g_autoptr(GPtrArray) chain = chain_of(x->store, clip->article);
    g_autoptr(KiriLineage) row = kiri_store_get(x->store, KIRI_NOUN_LINEAGE, clip->article, NULL);
    if (row && row->parts) {
        kiri_explain_heading(_("a roundup of several articles"));
        for (char **part = row->parts; *part; part++)
            print_article(x, *part, 1);
    } else if (chain->len > 1 || (row && row->copies)) {
        kiri_explain_heading(_("the way the text came"));
        print_chain(x, chain);
    }
    if (row && row->credit) {
        g_autofree char *credit = kiri_out_safe(row->credit);
        kiri_out_printf(_("  it names as its wire: %s\n"), credit);
    }
}

void kiri_explain_lineage_json(const KiriExplain *x, const KiriClip *clip, KiriJson *j)
{
    g_autoptr(GPtrArray) chain = chain_of(x->store, clip->article);
    kiri_json_open_array(j);
    for (guint i = chain->len; i-- > 0;)
        kiri_json_cstr(j, g_ptr_array_index(chain, i));
    kiri_json_close_array(j);
}
