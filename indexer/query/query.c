// SPDX-License-Identifier: GPL-3.0-or-later
/* The parser of the query language: recursive descent over one token of
 * look-ahead.
 *
 *   or    := and ("OR" and)*
 *   and   := near (["AND"] near)*
 *   near  := unary ("NEAR/n" unary)*       keywords, or groups of them with OR
 *   unary := ("-" | "NOT") unary | field ":" value | "(" or ")" | keyword
 *
 * What it accepts means something: no empty group, no operator without both
 * sides, no query that only excludes. */
#include "query_tree.h"

#include "query_lex.h"
#include "index/terms.h"

#include <kirinuki/clip.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    KiriLex lex;
    KiriLexToken token;   // the next one
    KiriQueryField field; // of the keywords inside a group
    guint nodes;
    guint depth;
} Parser;

void kiri_node_free(KiriNode *node)
{
    if (!node)
        return;
    g_free(node->raw);
    g_free(node->n);
    g_free(node->variant_of);
    if (node->children)
        g_ptr_array_unref(node->children);
    g_free(node);
}

void kiri_node_destroy(gpointer node)
{
    kiri_node_free(node);
}

KiriNode *kiri_node_copy(const KiriNode *node)
{
    KiriNode *copy = g_memdup2(node, sizeof *node);
    copy->raw = g_strdup(node->raw);
    copy->n = g_strdup(node->n);
    copy->variant_of = g_strdup(node->variant_of);
    copy->children = node->children ? g_ptr_array_new_with_free_func(kiri_node_destroy) : NULL;
    for (guint i = 0; node->children && i < node->children->len; i++)
        g_ptr_array_add(copy->children, kiri_node_copy(kiri_node_child(node, i)));
    return copy;
}

static gboolean fail(Parser *p, GError **error, gsize column, const char *message)
{
    return kiri_lex_fail(&p->lex, error, column, message);
}

static gboolean advance(Parser *p, GError **error)
{
    return kiri_lex_next(&p->lex, &p->token, error);
}

static KiriNode *node_new(Parser *p, KiriNodeKind kind, gsize column, GError **error)
{
    if (++p->nodes > KIRI_LIMIT_QUERY_NODES) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT, _("query has more than %d parts"),
                    KIRI_LIMIT_QUERY_NODES);
        return NULL;
    }
    KiriNode *node = g_new0(KiriNode, 1);
    node->kind = kind;
    node->column = column;
    return node;
}

/* Takes `child` (may be NULL: NULL is passed on). */
static KiriNode *parent_new(Parser *p, KiriNodeKind kind, KiriNode *child, GError **error)
{
    if (!child)
        return NULL;
    KiriNode *node = node_new(p, kind, child->column, error);
    if (!node) {
        kiri_node_free(child);
        return NULL;
    }
    node->children = g_ptr_array_new_with_free_func(kiri_node_destroy);
    g_ptr_array_add(node->children, child);
    return node;
}

static KiriNode *parse_or(Parser *p, GError **error);

/* ---- leaves ---- */

/* '*' belongs to one Latin word: inside Japanese a keyword is found anyway. */
static gboolean is_latin_word(KiriStr n)
{
    KiriPiece run;
    gsize at = 0;
    return kiri_piece_next(n, &at, &run) && run.text.n == n.n && run.kind == KIRI_PIECE_WORD &&
           kiri_char_class(g_utf8_get_char(n.p)) == KIRI_CHAR_LATIN;
}

static KiriNode *parse_keyword(Parser *p, GError **error)
{
    g_autoptr(KiriNode) node = node_new(p, KIRI_NODE_KEYWORD, p->token.column, error);
    if (!node)
        return NULL;
    node->field = p->field;
    node->raw = g_strdup(p->token.value);
    node->n = kiri_normalize_dup(kiri_str(node->raw));
    node->is_prefix = p->token.has_star;
    if (node->is_prefix && !is_latin_word(kiri_str(node->n))) {
        fail(p, error, node->column, _("'*' can only end a word of Latin letters"));
        return NULL;
    }
    if (!*node->n) {
        fail(p, error, node->column, _("expected a word, found nothing to look for"));
        return NULL;
    }
    if (!advance(p, error))
        return NULL;
    return g_steal_pointer(&node);
}

static gboolean read_value(Parser *p, KiriNode *node, guint field, GError **error)
{
    switch (field) {
    case KIRI_FIELD_NAME_SITE:
        node->kind = KIRI_NODE_SITE;
        node->n = g_ascii_strdown(node->raw, -1);
        if (!*node->n || strpbrk(node->n, "/:@ "))
            return fail(p, error, node->column, _("expected a host name after 'site:'"));
        return TRUE;
    case KIRI_FIELD_NAME_MEDIUM:
        node->kind = KIRI_NODE_MEDIUM;
        node->n = kiri_normalize_dup(kiri_str(node->raw));
        return *node->n || fail(p, error, node->column, _("expected a medium after 'medium:'"));
    case KIRI_FIELD_NAME_DATE:
        node->kind = KIRI_NODE_DATE;
        return kiri_query_parse_dates(kiri_str(node->raw), &node->from_us, &node->to_us) ||
               fail(p, error, node->column,
                    _("expected a date after 'date:', like 2026-01-05 or 2026-01..2026-03"));
    case KIRI_FIELD_NAME_CLASS:
        node->kind = KIRI_NODE_CLASS;
        return kiri_names_index(kiri_class_names, node->raw) >= 0 ||
               fail(p, error, node->column,
                    _("expected verbatim, publicity, syndicated, mention or none after 'class:'"));
    default:
        node->kind = KIRI_NODE_RELEASE;
        return *node->raw || fail(p, error, node->column, _("expected an id after 'release:'"));
    }
}

static KiriNode *parse_value(Parser *p, guint field, gsize column, GError **error)
{
    gboolean is_text = p->token.kind == KIRI_LEX_WORD || p->token.kind == KIRI_LEX_QUOTED;
    if (!is_text || !p->token.is_glued || p->token.has_star) {
        g_autofree char *message =
            g_strdup_printf(_("expected a value right after '%s:'"), kiri_lex_fields[field]);
        fail(p, error, column, message);
        return NULL;
    }
    g_autoptr(KiriNode) node = node_new(p, KIRI_NODE_SITE, column, error);
    if (!node)
        return NULL;
    node->raw = g_steal_pointer(&p->token.value);
    if (!read_value(p, node, field, error) || !advance(p, error))
        return NULL;
    return g_steal_pointer(&node);
}

static KiriNode *parse_group(Parser *p, GError **error)
{
    gsize column = p->token.column;
    if (++p->depth > KIRI_LIMIT_QUERY_DEPTH) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT,
                    _("query nests deeper than %d groups"), KIRI_LIMIT_QUERY_DEPTH);
        return NULL;
    }
    if (!advance(p, error))
        return NULL;
    g_autoptr(KiriNode) node = parse_or(p, error);
    if (!node)
        return NULL;
    if (p->token.kind != KIRI_LEX_CLOSE) {
        fail(p, error, column, _("expected a closing parenthesis for this one"));
        return NULL;
    }
    p->depth--;
    if (!advance(p, error))
        return NULL;
    return g_steal_pointer(&node);
}

/* title:… and author:… hold a keyword or a group of keywords. */
static KiriNode *parse_text_field(Parser *p, KiriQueryField field, gsize column, GError **error)
{
    KiriNode *node = NULL;
    KiriQueryField outer = p->field;
    p->field = field;
    if (!p->token.is_glued)
        fail(p, error, column, _("expected a word, a quote or a group right after the colon"));
    else if (p->token.kind == KIRI_LEX_OPEN)
        node = parse_group(p, error);
    else if (p->token.kind == KIRI_LEX_WORD || p->token.kind == KIRI_LEX_QUOTED)
        node = parse_keyword(p, error);
    else
        fail(p, error, column, _("expected a word, a quote or a group right after the colon"));
    p->field = outer;
    return node;
}

static KiriNode *parse_field(Parser *p, GError **error)
{
    guint field = p->token.field;
    gsize column = p->token.column;
    if (p->field != KIRI_IN_ANY) {
        fail(p, error, column, _("expected a keyword: one field cannot hold another"));
        return NULL;
    }
    if (!advance(p, error))
        return NULL;
    if (field == KIRI_FIELD_NAME_TITLE)
        return parse_text_field(p, KIRI_IN_TITLE, column, error);
    if (field == KIRI_FIELD_NAME_AUTHOR)
        return parse_text_field(p, KIRI_IN_AUTHOR, column, error);
    return parse_value(p, field, column, error);
}

/* ---- operators ---- */

static KiriNode *parse_unary(Parser *p, GError **error)
{
    guint minus = 0;
    gsize column = p->token.column;
    for (; p->token.kind == KIRI_LEX_MINUS; minus++)
        if (!advance(p, error))
            return NULL;
    KiriNode *node = NULL;
    switch (p->token.kind) {
    case KIRI_LEX_WORD:
    case KIRI_LEX_QUOTED:
        node = parse_keyword(p, error);
        break;
    case KIRI_LEX_OPEN:
        node = parse_group(p, error);
        break;
    case KIRI_LEX_FIELD:
        node = parse_field(p, error);
        break;
    case KIRI_LEX_END:
        fail(p, error, p->token.column, _("expected a word, found the end"));
        break;
    case KIRI_LEX_CLOSE:
        fail(p, error, p->token.column, _("expected a word, found ')'"));
        break;
    default:
        fail(p, error, p->token.column, _("expected a word, found an operator"));
        break;
    }
    if (!node || minus % 2 == 0)
        return node;
    if (node->kind == KIRI_NODE_NOT) { // -( -a )
        KiriNode *inner = g_ptr_array_steal_index(node->children, 0);
        kiri_node_free(node);
        return inner;
    }
    node = parent_new(p, KIRI_NODE_NOT, node, error);
    if (node)
        node->column = column;
    return node;
}

/* A keyword, or alternatives that are keywords of one field. */
static gboolean takes_near(KiriNode *node)
{
    if (node->kind != KIRI_NODE_OR)
        return node->kind == KIRI_NODE_KEYWORD;
    node->field = kiri_node_child(node, 0)->field;
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        if (child->kind != KIRI_NODE_KEYWORD || child->field != node->field)
            return FALSE;
    }
    return TRUE;
}

/* a NEAR/5 b NEAR/9 c is one node: b near a, and c near b. */
static KiriNode *parse_near(Parser *p, GError **error)
{
    g_autoptr(KiriNode) node = parse_unary(p, error);
    while (node && p->token.kind == KIRI_LEX_NEAR) {
        gsize column = p->token.column;
        guint distance = p->token.number;
        if (!advance(p, error))
            return NULL;
        g_autoptr(KiriNode) right = parse_unary(p, error);
        if (!right)
            return NULL;
        KiriNode *left = node->kind == KIRI_NODE_NEAR ? g_ptr_array_index(node->children, 0) : node;
        if (!takes_near(left) || !takes_near(right) || left->field != right->field) {
            fail(p, error, column,
                 _("expected keywords of one field on both sides of NEAR, or groups of them with "
                   "OR"));
            return NULL;
        }
        right->distance = distance;
        if (node->kind != KIRI_NODE_NEAR)
            node = parent_new(p, KIRI_NODE_NEAR, g_steal_pointer(&node), error);
        if (node)
            g_ptr_array_add(node->children, g_steal_pointer(&right));
    }
    return g_steal_pointer(&node);
}

/* Adds `child` to the list that `*node` is or becomes. Lists of the same kind
 * flow into one, so that a print without parentheses parses to the same tree. */
static gboolean join(Parser *p, KiriNodeKind kind, KiriNode **node, KiriNode *child, GError **error)
{
    if ((*node)->kind != kind) {
        *node = parent_new(p, kind, *node, error);
        if (!*node) {
            kiri_node_free(child);
            return FALSE;
        }
    }
    if (child->kind != kind) {
        g_ptr_array_add((*node)->children, child);
        return TRUE;
    }
    g_ptr_array_extend_and_steal((*node)->children, g_steal_pointer(&child->children));
    kiri_node_free(child);
    return TRUE;
}

static gboolean begins_operand(const KiriLexToken *token)
{
    return token->kind == KIRI_LEX_WORD || token->kind == KIRI_LEX_QUOTED ||
           token->kind == KIRI_LEX_OPEN || token->kind == KIRI_LEX_FIELD ||
           token->kind == KIRI_LEX_MINUS;
}

static KiriNode *parse_and(Parser *p, GError **error)
{
    g_autoptr(KiriNode) node = parse_near(p, error);
    while (node && (p->token.kind == KIRI_LEX_AND || begins_operand(&p->token))) {
        if (p->token.kind == KIRI_LEX_AND && !advance(p, error))
            return NULL;
        KiriNode *right = parse_near(p, error);
        if (!right || !join(p, KIRI_NODE_AND, &node, right, error))
            return NULL;
    }
    return g_steal_pointer(&node);
}

static KiriNode *parse_or(Parser *p, GError **error)
{
    g_autoptr(KiriNode) node = parse_and(p, error);
    while (node && p->token.kind == KIRI_LEX_OR) {
        if (!advance(p, error))
            return NULL;
        KiriNode *right = parse_and(p, error);
        if (!right || !join(p, KIRI_NODE_OR, &node, right, error))
            return NULL;
    }
    return g_steal_pointer(&node);
}

/* The first exclusion that no other part bounds, or NULL. */
static const KiriNode *unbounded(const KiriNode *node)
{
    if (node->kind == KIRI_NODE_NOT)
        return node;
    if (node->kind != KIRI_NODE_AND && node->kind != KIRI_NODE_OR)
        return NULL;
    const KiriNode *found = NULL;
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *here = unbounded(kiri_node_child(node, i));
        if (!here && node->kind == KIRI_NODE_AND)
            return NULL;
        found = found ? found : here;
    }
    return found;
}

static KiriNode *parse_all(Parser *p, GError **error)
{
    if (!advance(p, error))
        return NULL;
    g_autoptr(KiriNode) root = parse_or(p, error);
    if (!root)
        return NULL;
    if (p->token.kind != KIRI_LEX_END) {
        fail(p, error, p->token.column,
             p->token.kind == KIRI_LEX_CLOSE ? _("expected the end, found ')'")
                                             : _("expected the end, found an operator"));
        return NULL;
    }
    const KiriNode *loose = unbounded(root);
    if (loose) {
        fail(p, error, loose->column,
             _("expected something to look for beside what is excluded here"));
        return NULL;
    }
    return g_steal_pointer(&root);
}

KiriQuery *kiri_query_parse(KiriStr text, GError **error)
{
    return kiri_query_parse_at(text, NULL, error);
}

KiriQuery *kiri_query_parse_at(KiriStr text, gsize *failed_at, GError **error)
{
    if (failed_at)
        *failed_at = 0;
    if (text.n > KIRI_LIMIT_QUERY_BYTES) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT, _("query is longer than %d bytes"),
                    KIRI_LIMIT_QUERY_BYTES);
        return NULL;
    }
    if (!g_utf8_validate(text.p, (gssize)text.n, NULL)) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                            _("query is no UTF-8 text"));
        return NULL;
    }
    Parser p = {.lex = {.text = text, .column = 1}};
    KiriNode *root = parse_all(&p, error);
    g_free(p.token.value);
    if (failed_at)
        *failed_at = p.lex.failed_at;
    if (!root)
        return NULL;
    KiriQuery *query = g_new0(KiriQuery, 1);
    query->root = root;
    return query;
}

void kiri_query_free(KiriQuery *query)
{
    if (!query)
        return;
    kiri_node_free(query->root);
    g_free(query);
}
