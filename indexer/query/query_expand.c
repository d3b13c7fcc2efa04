// SPDX-License-Identifier: GPL-3.0-or-later
/* Variants as a rewriting of the tree, so that both evaluators need not know of
 * them: a keyword becomes an OR of itself and its variants.
 *
 * Invariants: the first child of such an OR is the keyword as it was written, and
 * the OR has its field and its distance; nothing under a NOT changes, so a query
 * can only find more. */
#include "query_tree.h"

#include <kirinuki/variants.h>

typedef struct {
    const KiriVariants *variants;
    guint kinds;
} Expander;

static KiriNode *variant_node(const KiriNode *keyword, const KiriVariant *variant)
{
    KiriNode *node = kiri_node_copy(keyword);
    g_free(node->raw);
    g_free(node->n);
    node->raw = g_strdup(variant->text);
    node->n = g_strdup(variant->n);
    node->bounds = variant->bounds;
    node->variant_of =
        g_strdup_printf("%s: %s", kiri_variant_kind_names[variant->kind], variant->origin);
    return node;
}

/* Takes `keyword`. */
static KiriNode *expand_keyword(const Expander *e, KiriNode *keyword)
{
    g_autoptr(GPtrArray) variants = NULL;
    gboolean is_cut = FALSE;
    if (!keyword->is_prefix && keyword->field != KIRI_IN_AUTHOR)
        variants = kiri_variants_of(e->variants, kiri_str(keyword->raw), e->kinds, &is_cut);
    if (!variants || !variants->len)
        return keyword;
    KiriNode *either = g_new0(KiriNode, 1);
    either->kind = KIRI_NODE_OR;
    either->field = keyword->field;
    either->distance = keyword->distance;
    either->column = keyword->column;
    either->is_expansion = TRUE;
    either->is_cut = is_cut;
    either->children = g_ptr_array_new_with_free_func(kiri_node_destroy);
    g_ptr_array_add(either->children, keyword);
    for (guint i = 0; i < variants->len; i++)
        g_ptr_array_add(either->children, variant_node(keyword, g_ptr_array_index(variants, i)));
    return either;
}

/* Takes `node`. The depth is the parser's, which has a limit. */
static KiriNode *expand(const Expander *e, KiriNode *node)
{
    if (node->kind == KIRI_NODE_KEYWORD)
        return expand_keyword(e, node);
    if (node->kind == KIRI_NODE_NOT || node->is_expansion || !node->children)
        return node;
    for (guint i = 0; i < node->children->len; i++) {
        gpointer *child = &node->children->pdata[i];
        *child = expand(e, *child);
    }
    return node;
}

KiriQuery *kiri_query_expand(const KiriQuery *query, const KiriVariants *variants, guint kinds)
{
    Expander e = {variants, kinds};
    KiriQuery *expanded = g_new0(KiriQuery, 1);
    expanded->root = expand(&e, kiri_node_copy(query->root));
    return expanded;
}
