// SPDX-License-Identifier: GPL-3.0-or-later
/* The tree of a parsed query, shared by parser, printer and both evaluators. */
#pragma once

#include <kirinuki/query.h>

typedef enum {
    KIRI_NODE_KEYWORD,
    KIRI_NODE_AND,  // 2 and more children
    KIRI_NODE_OR,   // 2 and more children
    KIRI_NODE_NOT,  // 1 child, never a NOT
    KIRI_NODE_NEAR, // 2 and more keywords of one field, each near the one before
    KIRI_NODE_SITE,
    KIRI_NODE_MEDIUM,
    KIRI_NODE_DATE,
    KIRI_NODE_CLASS,
    KIRI_NODE_RELEASE,
} KiriNodeKind;

typedef enum { KIRI_IN_ANY, KIRI_IN_TITLE, KIRI_IN_AUTHOR } KiriQueryField;

typedef struct {
    KiriNodeKind kind;
    KiriQueryField field;  // of a keyword
    char *raw;             // value as it was written
    char *n;               // value in N-form; SITE: lower case
    gboolean is_prefix;    // keyword with '*'
    guint distance;        // of a keyword in NEAR: most characters to the one before
    gint64 from_us, to_us; // DATE
    gsize column;          // where it began, in characters from 1
    GPtrArray *children;   // KiriNode
} KiriNode;

void kiri_node_free(KiriNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNode, kiri_node_free)

struct KiriQuery {
    KiriNode *root;
};

static inline const KiriNode *kiri_node_child(const KiriNode *node, guint i)
{
    return g_ptr_array_index(node->children, i);
}

/* Does a Latin word that begins with `prefix` occur in `n_text`? The first one
 * at or after `from`; its range goes to *at and *end. */
gboolean kiri_prefix_find(KiriStr n_text, KiriStr prefix, gsize from, gsize *at, gsize *end);
