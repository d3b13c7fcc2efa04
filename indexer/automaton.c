// SPDX-License-Identifier: GPL-3.0-or-later
/* Nodes lie in one array, the children of a node in a linked list: dictionaries
 * here have hundreds of words, and a list of UTF-8 bytes is short. */
#include "automaton.h"

enum { ROOT = 0, NONE = 0 };

typedef struct {
    guint32 child, sibling; // NONE ends; the root is nobody's child
    guint32 fail;           // longest proper suffix that is a node
    guint32 next_hit;       // nearest node on the fail path that ends a word
    guint32 depth;
    gint32 first_tag; // into `tags`, -1: ends no word
    guint8 byte;
} Node;

typedef struct {
    guint tag;
    gint32 next;
} Tag;

struct KiriAutomaton {
    GArray *nodes; // Node
    GArray *tags;  // Tag
};

static Node *node_of(const KiriAutomaton *a, guint32 i)
{
    return &g_array_index(a->nodes, Node, i);
}

KiriAutomaton *kiri_automaton_new(void)
{
    KiriAutomaton *a = g_new0(KiriAutomaton, 1);
    Node root = {.first_tag = -1};
    a->nodes = g_array_new(FALSE, TRUE, sizeof(Node));
    a->tags = g_array_new(FALSE, FALSE, sizeof(Tag));
    g_array_append_val(a->nodes, root);
    return a;
}

void kiri_automaton_free(KiriAutomaton *a)
{
    if (!a)
        return;
    g_array_unref(a->nodes);
    g_array_unref(a->tags);
    g_free(a);
}

static guint32 child_of(const KiriAutomaton *a, guint32 node, guint8 byte)
{
    guint32 c = node_of(a, node)->child;
    while (c != NONE && node_of(a, c)->byte != byte)
        c = node_of(a, c)->sibling;
    return c;
}

void kiri_automaton_add(KiriAutomaton *a, KiriStr word, guint tag)
{
    guint32 at = ROOT;
    if (!word.n)
        return;
    for (gsize i = 0; i < word.n; i++) {
        guint8 byte = (guint8)word.p[i];
        guint32 c = child_of(a, at, byte);
        if (c == NONE) {
            Node node = {.byte = byte,
                         .first_tag = -1,
                         .sibling = node_of(a, at)->child,
                         .depth = node_of(a, at)->depth + 1};
            c = a->nodes->len;
            g_array_append_val(a->nodes, node);
            node_of(a, at)->child = c;
        }
        at = c;
    }
    Tag t = {.tag = tag, .next = node_of(a, at)->first_tag};
    node_of(a, at)->first_tag = (gint32)a->tags->len;
    g_array_append_val(a->tags, t);
}

static guint32 step(const KiriAutomaton *a, guint32 state, guint8 byte)
{
    for (;;) {
        guint32 c = child_of(a, state, byte);
        if (c != NONE)
            return c;
        if (state == ROOT)
            return ROOT;
        state = node_of(a, state)->fail;
    }
}

void kiri_automaton_build(KiriAutomaton *a)
{
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint32 root = ROOT;
    g_array_append_val(order, root);
    for (guint i = 0; i < order->len; i++) {
        guint32 parent = g_array_index(order, guint32, i);
        for (guint32 c = node_of(a, parent)->child; c != NONE; c = node_of(a, c)->sibling) {
            Node *node = node_of(a, c);
            node->fail = parent == ROOT ? ROOT : step(a, node_of(a, parent)->fail, node->byte);
            const Node *shorter = node_of(a, node->fail);
            node->next_hit = shorter->first_tag >= 0 ? node->fail : shorter->next_hit;
            g_array_append_val(order, c);
        }
    }
}

void kiri_automaton_each(const KiriAutomaton *a, KiriStr text, KiriHitVisit visit, gpointer data)
{
    guint32 state = ROOT;
    for (gsize i = 0; i < text.n; i++) {
        state = step(a, state, (guint8)text.p[i]);
        guint32 hit = node_of(a, state)->first_tag >= 0 ? state : node_of(a, state)->next_hit;
        for (; hit != ROOT; hit = node_of(a, hit)->next_hit)
            for (gint32 t = node_of(a, hit)->first_tag; t >= 0;
                 t = g_array_index(a->tags, Tag, t).next)
                visit(g_array_index(a->tags, Tag, t).tag, i + 1 - node_of(a, hit)->depth, i + 1,
                      data);
    }
}
