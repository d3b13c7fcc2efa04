// SPDX-License-Identifier: GPL-3.0-or-later
/* The tree of a parsed query, shared by parser, printer and both evaluators. */
#pragma once

#include <kirinuki/query.h>

typedef enum {
    KIRI_NODE_KEYWORD,
    KIRI_NODE_AND,  // 2 and more children
    KIRI_NODE_OR,   // 2 and more children
    KIRI_NODE_NOT,  // 1 child, never a NOT
    KIRI_NODE_NEAR, // 2 and more of one field, each near the one before: keywords, or ORs of them
    KIRI_NODE_SITE,
    KIRI_NODE_MEDIUM,
    KIRI_NODE_DATE,
    KIRI_NODE_CLASS,
    KIRI_NODE_RELEASE,
} KiriNodeKind;

typedef enum { KIRI_IN_ANY, KIRI_IN_TITLE, KIRI_IN_AUTHOR } KiriQueryField;

/* What must not stand beside a variant where it occurs: the rest of a longer word
 * of the same kind. A keyword as it was written has none of these. */
enum {
    KIRI_NO_KATAKANA_BEHIND = 1 << 0, // サーバ is not in サーバント
    KIRI_NO_NUMERAL_BEFORE = 1 << 1,  // 千人 is not in 二千人
    KIRI_NO_NUMERAL_BEHIND = 1 << 2,  // 1千 is not in 1千万
    KIRI_NO_KATAKANA_BEFORE = 1 << 3, // カニ is not in メカニズム
    KIRI_NO_KANJI_BEFORE = 1 << 4,    // 京大 is not in 東京大学
};

typedef struct {
    KiriNodeKind kind;
    KiriQueryField field;  // of a keyword, and of an OR in NEAR
    char *raw;             // value as it was written
    char *n;               // value in N-form; SITE: lower case
    gboolean is_prefix;    // keyword with '*'
    guint distance;        // of a child of NEAR: most characters to the one before
    gint64 from_us, to_us; // DATE
    gsize column;          // where it began, in characters from 1
    GPtrArray *children;   // KiriNode
    /* Of the OR node that stands for one keyword and its variants: its first child
     * is the keyword as it was written, and it alone is printed. */
    gboolean is_expansion;
    gboolean is_cut; // there were more variants than the limit
    /* Of a variant: why it stands there, like "alias: organisations.tsv:11". */
    char *variant_of;
    guint bounds; // of a variant: KIRI_NO_…
} KiriNode;

void kiri_node_free(KiriNode *node);
void kiri_node_destroy(gpointer node); // the same, for containers
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNode, kiri_node_free)

struct KiriQuery {
    KiriNode *root;
};

static inline const KiriNode *kiri_node_child(const KiriNode *node, guint i)
{
    return g_ptr_array_index(node->children, i);
}

/* topic_query.c: asks for one of these media, as a topic's limit does; NULL: no limit.
 * (transfer full) */
KiriNode *kiri_topic_media_node(char **media);

/* (transfer full) */
KiriNode *kiri_node_copy(const KiriNode *node);

/* "and", "keyword", "site", …; static. */
const char *kiri_node_kind_name(const KiriNode *node);

/* Does this part of a query match by itself? */
gboolean kiri_node_matches(const KiriNode *node, const KiriQueryArticle *article);

/* Does the keyword `node` occur in `n_text`, at or after `from`? Its first range
 * goes to *at and *end. */
gboolean kiri_node_find(const KiriNode *node, KiriStr n_text, gsize from, gsize *at, gsize *end);

/* Does a Latin word that begins with `prefix` occur in `n_text`? The first one
 * at or after `from`; its range goes to *at and *end. */
gboolean kiri_prefix_find(KiriStr n_text, KiriStr prefix, gsize from, gsize *at, gsize *end);

/* Does a variant with these `bounds` stand for itself at [at, end) of the text,
 * not as a part of a longer word? */
gboolean kiri_is_within_bounds(guint bounds, KiriStr text, gsize at, gsize end);

typedef struct {
    gsize at, end;
} KiriPlace;

/* Is one of the places `bs` at most `characters` before or behind one of `as`?
 * Overlapping ones are the same place, not near each other. Sorts both. */
gboolean kiri_places_are_near(GArray *as, GArray *bs, KiriStr text, guint characters);
