// SPDX-License-Identifier: GPL-3.0-or-later
/* One topic: its tree, and the limits that are no part of the query language. */
#include "query_tree.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>
#include <kirinuki/topic_set.h>

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
 * this kind. */
static KiriNode *list_of(KiriNodeKind kind, KiriNode *child)
{
    if (child->kind == kind && kind != KIRI_NODE_NOT)
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
static KiriNode *media_node(char **media)
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

KiriQuery *kiri_topic_query(const KiriTopic *topic, GError **error)
{
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(topic->query), error);
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
    add_condition(query, media_node(topic->media));
    return g_steal_pointer(&query);
}

KiriQuery *kiri_topic_query_between(const KiriTopic *topic, gint64 from_us, gint64 to_us,
                                    GError **error)
{
    KiriQuery *query = kiri_topic_query(topic, error);
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

char *kiri_topic_digest(const KiriTopic *topic)
{
    g_autoptr(KiriTopic) plain = kiri_record_copy(&kiri_topic_shape, topic);
    plain->version = 0;
    plain->added = (KiriTime){0};
    g_clear_pointer(&plain->section, g_free);
    g_clear_pointer(&plain->owner, g_free);
    g_clear_pointer(&plain->colour, g_free);
    g_clear_pointer(&plain->notes, g_free);
    plain->is_comparison = FALSE;
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_topic_shape, plain, &bytes);
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_buf_view(&bytes), id);
    return g_strdup(id);
}
