// SPDX-License-Identifier: GPL-3.0-or-later
/* A query's tree in words, with the plan of each part and what the index says of
 * it. Every part is planned and counted as a query of its own. */
#include "query_tree.h"
#include "search/search_internal.h"

#include <kirinuki/i18n.h>
#include <kirinuki/query_explain.h>

enum { ATTEMPTS = 3 };

const char *const kiri_answered_names[] = {"index", "text", "memory", NULL};

static void part_free(gpointer data)
{
    KiriQueryPart *part = data;
    g_free(part->text);
    g_free(part->n);
    g_free(part->variant_of);
    g_free(part);
}

/* ---- counting ---- */

/* All that the plan finds; a reader that fell behind is opened anew. */
static gboolean find_candidates(KiriIndex *index, const KiriPlan *plan, GArray *documents,
                                GError **error)
{
    for (guint i = 0; i < ATTEMPTS; i++) {
        g_autoptr(GError) trouble = NULL;
        g_array_set_size(documents, 0);
        if (kiri_xap_each_match(index->reader, kiri_plan_steps(plan), plan->steps->len, NULL, NULL,
                                documents, &trouble))
            return TRUE;
        if (!kiri_error_is(trouble, KIRI_ERROR_STALE)) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return FALSE;
        }
        if (!kiri_index_reopen(index, error))
            return FALSE;
    }
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_BUSY,
                        _("cannot search: the index changes faster than it can be read"));
    return FALSE;
}

gboolean kiri_query_count(const KiriQuery *query, KiriStore *store, KiriIndex *index,
                          guint most_texts, gint64 *documents, gboolean *is_bound, GError **error)
{
    g_auto(KiriPlan) plan;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(guint32));
    kiri_plan_init(&plan);
    kiri_plan_query(&plan, query, kiri_search_tied, store);
    if (!find_candidates(index, &plan, candidates, error))
        return FALSE;
    *documents = candidates->len;
    *is_bound = !plan.is_exact;
    if (plan.is_exact || candidates->len > most_texts)
        return TRUE;
    g_autoptr(KiriMatches) matches = kiri_search_all(store, index, query, NULL, 0, error);
    if (!matches)
        return FALSE;
    *documents = matches->documents->len;
    *is_bound = FALSE;
    return TRUE;
}

/* ---- the tree ---- */

typedef struct {
    KiriStore *store;
    KiriIndex *index;
    guint most_texts;
    GPtrArray *parts;
} Explainer;

const char *kiri_node_kind_name(const KiriNode *node)
{
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        return node->is_prefix ? "prefix" : "keyword";
    case KIRI_NODE_AND:
        return "and";
    case KIRI_NODE_OR:
        return "or";
    case KIRI_NODE_NOT:
        return "not";
    case KIRI_NODE_NEAR:
        return "near";
    case KIRI_NODE_SITE:
        return "site";
    case KIRI_NODE_MEDIUM:
        return "medium";
    case KIRI_NODE_DATE:
        return "date";
    case KIRI_NODE_CLASS:
        return "class";
    case KIRI_NODE_RELEASE:
        return "release";
    }
    return "";
}

static gboolean asks_for_clips(const KiriNode *node)
{
    return node->kind == KIRI_NODE_CLASS || node->kind == KIRI_NODE_RELEASE;
}

/* What is not there stands for itself: the documents of a NOT are those of what
 * it excludes. */
static gboolean count_part(const Explainer *e, const KiriNode *node, KiriQueryPart *part,
                           GError **error)
{
    KiriQuery alone = {
        kiri_node_copy(node->kind == KIRI_NODE_NOT ? kiri_node_child(node, 0) : node)};
    g_auto(KiriPlan) plan;
    kiri_plan_init(&plan);
    kiri_plan_query(&plan, &alone, kiri_search_tied, e->store);
    part->answered = asks_for_clips(node) ? KIRI_ANSWERED_IN_MEMORY
                     : plan.is_exact      ? KIRI_ANSWERED_BY_INDEX
                                          : KIRI_ANSWERED_BY_TEXT;
    part->documents = -1;
    gboolean is_fine = !e->index || node->kind == KIRI_NODE_CLASS ||
                       kiri_query_count(&alone, e->store, e->index, e->most_texts, &part->documents,
                                        &part->is_bound, error);
    kiri_node_free(alone.root);
    return is_fine;
}

static gboolean add_part(const Explainer *e, const KiriNode *node, guint depth, GError **error)
{
    KiriQueryPart *part = g_new0(KiriQueryPart, 1);
    g_ptr_array_add(e->parts, part);
    part->depth = depth;
    part->kind = kiri_node_kind_name(node);
    part->field = node->kind != KIRI_NODE_KEYWORD || node->field == KIRI_IN_ANY ? NULL
                  : node->field == KIRI_IN_TITLE                                ? "title"
                                                                                : "author";
    part->text = g_strdup(node->raw);
    part->n = node->kind == KIRI_NODE_KEYWORD ? g_strdup(node->n) : NULL;
    part->column = node->column;
    part->distance = node->distance;
    part->is_expanded = node->is_expansion;
    part->is_cut = node->is_cut;
    part->variant_of = g_strdup(node->variant_of);
    if (!count_part(e, node, part, error))
        return FALSE;
    for (guint i = 0; node->children && i < node->children->len; i++)
        if (!add_part(e, kiri_node_child(node, i), depth + 1, error))
            return FALSE;
    return TRUE;
}

GPtrArray *kiri_query_explain(const KiriQuery *query, KiriStore *store, KiriIndex *index,
                              guint most_texts, GError **error)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(part_free);
    Explainer e = {store, index, most_texts, parts};
    if (!add_part(&e, query->root, 0, error))
        return NULL;
    return g_steal_pointer(&parts);
}
