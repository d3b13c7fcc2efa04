// SPDX-License-Identifier: GPL-3.0-or-later
/* One topic: its tree, and the limits that are no part of the query language. */
#include "query/query_tree.h"
#include "topic_set_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/normalize.h>

#include <string.h>

static KiriNode *leaf_new(KiriNodeKind kind, const char *raw, char *n)
{
    KiriNode *node = g_new0(KiriNode, 1);
    node->kind = kind;
    node->raw = g_strdup(raw);
    node->n = n;
    return node;
}

static void free_node(gpointer node)
{
    kiri_node_free(node);
}

/* A parent with one child (transfer full), or that child's list if it is one of
 * this kind. A keyword with its variants stays one. */
static KiriNode *list_of(KiriNodeKind kind, KiriNode *child)
{
    if (child->kind == kind && kind != KIRI_NODE_NOT && !child->is_expansion)
        return child;
    KiriNode *node = g_new0(KiriNode, 1);
    node->kind = kind;
    node->column = child->column;
    node->children = g_ptr_array_new_with_free_func(free_node);
    g_ptr_array_add(node->children, child);
    return node;
}

static gboolean is_host(const char *s)
{
    return strchr(s, '.') && !strpbrk(s, "/:@ ") && g_str_is_ascii(s);
}

/* medium:A OR site:a OR medium:B …; NULL: no limit. */
KiriNode *kiri_topic_media_node(char **media)
{
    g_autoptr(KiriNode) all = NULL;
    for (char **m = media; m && *m; m++) {
        KiriNode *leaves[] = {leaf_new(KIRI_NODE_MEDIUM, *m, kiri_normalize_dup(kiri_str(*m))),
                              is_host(*m) ? leaf_new(KIRI_NODE_SITE, *m, g_ascii_strdown(*m, -1))
                                          : NULL};
        for (gsize i = 0; i < G_N_ELEMENTS(leaves); i++) {
            if (!leaves[i])
                continue;
            if (!all)
                all = leaves[i];
            else
                g_ptr_array_add((all = list_of(KIRI_NODE_OR, all))->children, leaves[i]);
        }
    }
    return g_steal_pointer(&all);
}

static void add_condition(KiriQuery *query, KiriNode *node)
{
    if (!node)
        return;
    query->root = list_of(KIRI_NODE_AND, query->root);
    g_ptr_array_add(query->root->children, node);
}

/* (transfer full) */
static KiriQuery *included(const KiriTopic *topic, const KiriVariants *variants, GError **error)
{
    guint kinds = KIRI_VARIANTS_NONE;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(topic->query), error);
    if (!query)
        return NULL;
    if (topic->variants && !kiri_variant_kinds_parse(topic->variants, &kinds, error)) {
        g_prefix_error(error, "variants: ");
        return NULL;
    }
    return variants && kinds != KIRI_VARIANTS_NONE ? kiri_query_expand(query, variants, kinds)
                                                   : g_steal_pointer(&query);
}

KiriQuery *kiri_topic_query(const KiriTopic *topic, const KiriVariants *variants, GError **error)
{
    g_autoptr(KiriQuery) query = included(topic, variants, error);
    g_autoptr(KiriQuery) exclude = NULL;
    if (!query)
        return NULL;
    if (topic->exclude && *topic->exclude) {
        if (!(exclude = kiri_query_parse(kiri_str(topic->exclude), error))) {
            g_prefix_error(error, "exclude: ");
            return NULL;
        }
        add_condition(query, list_of(KIRI_NODE_NOT, g_steal_pointer(&exclude->root)));
    }
    add_condition(query, kiri_topic_media_node(topic->media));
    return g_steal_pointer(&query);
}

KiriQuery *kiri_topic_query_between(const KiriTopic *topic, const KiriVariants *variants,
                                    gint64 from_us, gint64 to_us, GError **error)
{
    KiriQuery *query = kiri_topic_query(topic, variants, error);
    if (!query)
        return NULL;
    char from[32], to[32];
    KiriCivil first = kiri_civil_from_us(from_us, KIRI_JST_MIN);
    KiriCivil last = kiri_civil_from_us(to_us - 1, KIRI_JST_MIN);
    g_snprintf(from, sizeof from, "%04d-%02d-%02d", first.year, first.month, first.day);
    g_snprintf(to, sizeof to, "%04d-%02d-%02d", last.year, last.month, last.day);
    g_autofree char *raw = g_strdup_printf("%s..%s", from, to);
    KiriNode *node = leaf_new(KIRI_NODE_DATE, raw, NULL);
    node->from_us = from_us;
    node->to_us = to_us;
    add_condition(query, node);
    return query;
}

/* ---- limits that only an article in memory can answer ---- */

static gboolean is_in_section(char **sections, const char *section)
{
    g_autofree char *n_section = section ? kiri_normalize_dup(kiri_str(section)) : NULL;
    for (char **s = sections; n_section && *s; s++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*s));
        gsize at, end;
        if (kiri_keyword_find(kiri_str(n_section), kiri_str(n), 0, &at, &end))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_in_language(char **languages, const char *language)
{
    for (char **l = languages; *l; l++) {
        gsize n = strlen(*l);
        if (g_ascii_strncasecmp(language, *l, n) == 0 &&
            (!language[n] || language[n] == '-' || language[n] == '_'))
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_topic_admits(const KiriTopic *topic, const KiriArticle *article)
{
    if (topic->sections && !is_in_section(topic->sections, article->section))
        return FALSE;
    return !topic->languages || !article->language || !*article->language ||
           is_in_language(topic->languages, article->language);
}

/* ---- what it all comes to ---- */

static void add_node(const KiriNode *node, KiriBuf *out)
{
    kiri_buf_printf(out, "(%d %d %d %u %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s|%s",
                    node->kind, node->field, node->is_prefix, node->distance, node->bounds,
                    node->from_us, node->to_us, node->raw ? node->raw : "", node->n ? node->n : "");
    for (guint i = 0; node->children && i < node->children->len; i++)
        add_node(kiri_node_child(node, i), out);
    kiri_buf_add_char(out, ')');
}

void kiri_topic_digest(const KiriTopic *topic, const KiriQuery *query, char out[KIRI_ID_BYTES])
{
    g_auto(KiriBuf) all;
    kiri_buf_init(&all, KIRI_BUF_UNCAPPED);
    kiri_buf_printf(&all, "%s\n%s\n", topic->id, topic->name ? topic->name : "");
    for (char **s = topic->sections; s && *s; s++)
        kiri_buf_printf(&all, "s %s\n", *s);
    for (char **l = topic->languages; l && *l; l++)
        kiri_buf_printf(&all, "l %s\n", *l);
    add_node(query->root, &all);
    kiri_hash_id(kiri_buf_view(&all), out);
}
