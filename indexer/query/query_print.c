// SPDX-License-Identifier: GPL-3.0-or-later
/* A query tree as text. Values keep the form in which they were written; quotes
 * and parentheses stand only where the parser needs them. */
#include "chars.h"
#include "query_lex.h"
#include "query_tree.h"

static void print_value(const char *value, KiriBuf *out)
{
    if (kiri_lex_is_plain(value)) {
        kiri_buf_add_str(out, value);
        return;
    }
    kiri_buf_add_char(out, '"');
    KiriStr s = kiri_str(value);
    for (gsize i = 0; i < s.n; i = kiri_char_after(s, i)) {
        /* Every sign that the lexer takes for a quote is written as one. */
        if (kiri_lex_fold(kiri_char_at(s, i)) == '"')
            kiri_buf_add_str(out, "\"\"");
        else
            kiri_buf_add(out, s.p + i, kiri_char_after(s, i) - i);
    }
    kiri_buf_add_char(out, '"');
}

static void print_keyword(const KiriNode *node, KiriBuf *out)
{
    if (node->field != KIRI_IN_ANY)
        kiri_buf_printf(out, "%s:",
                        kiri_lex_fields[node->field == KIRI_IN_TITLE ? KIRI_FIELD_NAME_TITLE
                                                                     : KIRI_FIELD_NAME_AUTHOR]);
    if (node->is_prefix)
        kiri_buf_printf(out, "%s*", node->raw);
    else
        print_value(node->raw, out);
}

static void print_field(guint field, const KiriNode *node, KiriBuf *out)
{
    kiri_buf_printf(out, "%s:", kiri_lex_fields[field]);
    print_value(node->raw, out);
}

static void print_node(const KiriNode *node, KiriBuf *out);

static void print_inner(const KiriNode *node, gboolean needs_group, KiriBuf *out)
{
    if (needs_group)
        kiri_buf_add_char(out, '(');
    print_node(node, out);
    if (needs_group)
        kiri_buf_add_char(out, ')');
}

static void print_list(const KiriNode *node, KiriBuf *out)
{
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        if (i && node->kind == KIRI_NODE_NEAR)
            kiri_buf_printf(out, " NEAR/%u ", child->distance);
        else if (i)
            kiri_buf_add_str(out, node->kind == KIRI_NODE_OR ? " OR " : " ");
        gboolean needs_group = node->kind != KIRI_NODE_OR && child->kind == KIRI_NODE_OR;
        print_inner(child, needs_group && !child->is_expansion, out);
    }
}

static void print_node(const KiriNode *node, KiriBuf *out)
{
    if (node->is_expansion) // what was written; its variants are ours
        node = kiri_node_child(node, 0);
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        print_keyword(node, out);
        return;
    case KIRI_NODE_AND:
    case KIRI_NODE_OR:
    case KIRI_NODE_NEAR:
        print_list(node, out);
        return;
    case KIRI_NODE_NOT:
        kiri_buf_add_char(out, '-');
        print_inner(kiri_node_child(node, 0),
                    kiri_node_child(node, 0)->children && !kiri_node_child(node, 0)->is_expansion,
                    out);
        return;
    case KIRI_NODE_SITE:
        print_field(KIRI_FIELD_NAME_SITE, node, out);
        return;
    case KIRI_NODE_MEDIUM:
        print_field(KIRI_FIELD_NAME_MEDIUM, node, out);
        return;
    case KIRI_NODE_DATE:
        print_field(KIRI_FIELD_NAME_DATE, node, out);
        return;
    case KIRI_NODE_CLASS:
        print_field(KIRI_FIELD_NAME_CLASS, node, out);
        return;
    case KIRI_NODE_RELEASE:
        print_field(KIRI_FIELD_NAME_RELEASE, node, out);
        return;
    }
}

char *kiri_query_print(const KiriQuery *query)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    print_node(query->root, &out);
    return kiri_buf_steal(&out, NULL);
}
