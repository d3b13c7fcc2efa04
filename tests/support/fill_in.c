// SPDX-License-Identifier: GPL-3.0-or-later
#include "fill_in.h"

#include <kirinuki/json.h>

#include <string.h>

typedef struct {
    char *text;      // NULL for a list
    GPtrArray *list; // FillScope
} Value;

struct FillScope {
    GHashTable *values; // name → Value
};

static void value_free(gpointer p)
{
    Value *v = p;
    g_free(v->text);
    if (v->list)
        g_ptr_array_unref(v->list);
    g_free(v);
}

FillScope *fill_scope_new(void)
{
    FillScope *scope = g_new0(FillScope, 1);
    scope->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, value_free);
    return scope;
}

void fill_scope_free(FillScope *scope)
{
    if (!scope)
        return;
    g_hash_table_unref(scope->values);
    g_free(scope);
}

void fill_take(FillScope *scope, const char *name, char *value)
{
    Value *v = g_new0(Value, 1);
    v->text = value ? value : g_strdup("");
    g_hash_table_insert(scope->values, g_strdup(name), v);
}

void fill_set(FillScope *scope, const char *name, const char *value)
{
    fill_take(scope, name, g_strdup(value));
}

void fill_list(FillScope *scope, const char *name)
{
    const Value *old = g_hash_table_lookup(scope->values, name);
    if (old && old->list)
        return;
    Value *v = g_new0(Value, 1);
    v->list = g_ptr_array_new_with_free_func((GDestroyNotify)fill_scope_free);
    g_hash_table_insert(scope->values, g_strdup(name), v);
}

FillScope *fill_add(FillScope *scope, const char *name)
{
    fill_list(scope, name);
    const Value *v = g_hash_table_lookup(scope->values, name);
    FillScope *element = fill_scope_new();
    g_ptr_array_add(v->list, element);
    return element;
}

void fill_add_text(FillScope *scope, const char *name, const char *value)
{
    fill_set(fill_add(scope, name), ".", value);
}

void fill_escape(KiriBuf *out, const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p == '&')
            kiri_buf_add_str(out, "&amp;");
        else if (*p == '<')
            kiri_buf_add_str(out, "&lt;");
        else if (*p == '>')
            kiri_buf_add_str(out, "&gt;");
        else if (*p == '"')
            kiri_buf_add_str(out, "&quot;");
        else
            kiri_buf_add_char(out, *p);
}

/* ---- filling in ---- */

enum { MOST_SCOPES = 8 };

typedef struct {
    const FillScope *scopes[MOST_SCOPES]; // innermost last
    guint n;
} Stack;

static const Value *look_up(const Stack *stack, const char *name)
{
    for (guint i = stack->n; i-- > 0;) {
        const Value *v = g_hash_table_lookup(stack->scopes[i]->values, name);
        if (v)
            return v;
    }
    g_error("no value for '%s' in a template of the newsroom", name);
}

/* A tag: `kind` is '#', '^', '/', '"', '{' or 0, [from, to) the whole. */
typedef struct {
    const char *from, *to;
    char kind;
    char name[32];
} Tag;

static gboolean next_tag(const char *p, const char *end, Tag *tag)
{
    tag->from = g_strstr_len(p, end - p, "{{");
    if (!tag->from)
        return FALSE;
    const char *name = tag->from + 2;
    tag->kind = strchr("#^/\"{", *name) ? *name++ : 0;
    const char *close = g_strstr_len(name, end - name, "}}");
    g_assert(close && (gsize)(close - name) < sizeof tag->name);
    memcpy(tag->name, name, (gsize)(close - name));
    tag->name[close - name] = 0;
    tag->to = close + (tag->kind == '{' ? 3 : 2);
    return TRUE;
}

/* The closing tag of the section `open`. */
static Tag section_end(const Tag *open, const char *end)
{
    Tag tag;
    guint depth = 1;
    for (const char *p = open->to; next_tag(p, end, &tag); p = tag.to) {
        if (strcmp(tag.name, open->name) != 0)
            continue;
        depth += tag.kind == '#' || tag.kind == '^';
        depth -= tag.kind == '/';
        if (!depth)
            return tag;
    }
    g_error("section '%s' of a template of the newsroom has no end", open->name);
}

static void fill(const char *p, const char *end, Stack *stack, KiriBuf *out);

static void fill_section(const Tag *open, const Tag *close, Stack *stack, KiriBuf *out)
{
    const Value *v = look_up(stack, open->name);
    gboolean is_empty = v->list ? v->list->len == 0 : !*v->text;
    if (open->kind == '^') {
        if (is_empty)
            fill(open->to, close->from, stack, out);
        return;
    }
    if (!v->list && !is_empty)
        fill(open->to, close->from, stack, out);
    for (guint i = 0; v->list && i < v->list->len; i++) {
        g_assert(stack->n < MOST_SCOPES);
        stack->scopes[stack->n++] = v->list->pdata[i];
        fill(open->to, close->from, stack, out);
        stack->n--;
    }
}

static void fill_value(const Tag *tag, const Stack *stack, KiriBuf *out)
{
    const Value *v = look_up(stack, tag->name);
    const char *text = v->text ? v->text : "";
    if (tag->kind == '{') {
        kiri_buf_add_str(out, text);
    } else if (tag->kind == '"') {
        KiriJson j = kiri_json_begin(out);
        kiri_json_cstr(&j, text);
    } else {
        fill_escape(out, text);
    }
}

static void fill(const char *p, const char *end, Stack *stack, KiriBuf *out)
{
    Tag tag;
    while (next_tag(p, end, &tag)) {
        kiri_buf_add(out, p, (gsize)(tag.from - p));
        p = tag.to;
        if (tag.kind == '#' || tag.kind == '^') {
            Tag close = section_end(&tag, end);
            fill_section(&tag, &close, stack, out);
            p = close.to;
        } else {
            fill_value(&tag, stack, out);
        }
    }
    kiri_buf_add(out, p, (gsize)(end - p));
}

void fill_in(const char *template, const FillScope *scope, KiriBuf *out)
{
    Stack stack = {{scope}, 1};
    fill(template, template + strlen(template), &stack, out);
}
