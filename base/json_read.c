// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to jansson: a document owns its tree, nodes are views into it. */
#include <kirinuki/json.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <jansson.h>

#include <math.h>

struct KiriJsonDoc {
    json_t *root;
};

/* jansson recurses at most 2,048 levels by itself; ours is the tighter limit,
 * checked on the text so that the parser never sees what is too deep. */
static gboolean is_too_deep(KiriStr text)
{
    gint depth = 0;
    gboolean in_string = FALSE;
    for (gsize i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = FALSE;
        } else if (c == '"') {
            in_string = TRUE;
        } else if (c == '{' || c == '[') {
            if (++depth > KIRI_LIMIT_JSON_DEPTH)
                return TRUE;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return FALSE;
}

KiriJsonDoc *kiri_json_parse(KiriStr text, GError **error)
{
    if (is_too_deep(text)) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT, _("JSON is nested deeper than %d"),
                    KIRI_LIMIT_JSON_DEPTH);
        return NULL;
    }
    const size_t flags = JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_error_t why;
    json_t *root = json_loadb(text.p ? text.p : "", text.n, flags, &why);
    /* One integer beyond 64 bits (an id of a stranger) must not cost the whole
     * document: then all integers are read as doubles. */
    if (!root && json_error_code(&why) == json_error_numeric_overflow)
        root = json_loadb(text.p, text.n, flags | JSON_DECODE_INT_AS_REAL, &why);
    if (!root) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE,
                    _("not JSON at line %d, column %d: %s"), why.line, why.column, why.text);
        return NULL;
    }
    KiriJsonDoc *doc = g_new0(KiriJsonDoc, 1);
    doc->root = root;
    return doc;
}

void kiri_json_doc_free(KiriJsonDoc *doc)
{
    if (!doc)
        return;
    json_decref(doc->root);
    g_free(doc);
}

static const json_t *tree(const KiriJsonNode *n)
{
    return (const json_t *)n;
}

static const KiriJsonNode *node(const json_t *t)
{
    return (const KiriJsonNode *)t;
}

const KiriJsonNode *kiri_json_root(const KiriJsonDoc *doc)
{
    return node(doc->root);
}

const KiriJsonNode *kiri_json_get(const KiriJsonNode *object, const char *key)
{
    return object ? node(json_object_get(tree(object), key)) : NULL;
}

const KiriJsonNode *kiri_json_at(const KiriJsonNode *array, gsize i)
{
    return array ? node(json_array_get(tree(array), i)) : NULL;
}

gsize kiri_json_size(const KiriJsonNode *array)
{
    return array ? json_array_size(tree(array)) : 0;
}

gboolean kiri_json_is_object(const KiriJsonNode *n)
{
    return n && json_is_object(tree(n));
}

gboolean kiri_json_is_array(const KiriJsonNode *n)
{
    return n && json_is_array(tree(n));
}

gboolean kiri_json_is_string(const KiriJsonNode *n)
{
    return n && json_is_string(tree(n));
}

gboolean kiri_json_is_number(const KiriJsonNode *n)
{
    return n && json_is_number(tree(n));
}

const char *kiri_json_string(const KiriJsonNode *n, gsize *length)
{
    if (length)
        *length = n ? json_string_length(tree(n)) : 0;
    return n ? json_string_value(tree(n)) : NULL;
}

gdouble kiri_json_double(const KiriJsonNode *n, gdouble fallback)
{
    if (kiri_json_is_number(n))
        return json_number_value(tree(n));
    const char *s = kiri_json_string(n, NULL);
    char *end = NULL;
    gdouble v = s ? g_ascii_strtod(s, &end) : 0;
    return s && end != s && !*end && isfinite(v) ? v : fallback;
}

gint64 kiri_json_int(const KiriJsonNode *n, gint64 fallback)
{
    if (n && json_is_integer(tree(n)))
        return json_integer_value(tree(n));
    /* Text first as an integer: a double would round an id beyond 2^53. */
    const char *s = kiri_json_string(n, NULL);
    gint64 exact = 0;
    if (s && g_ascii_string_to_signed(s, 10, G_MININT64, G_MAXINT64, &exact, NULL))
        return exact;
    gdouble v = kiri_json_double(n, NAN);
    return isfinite(v) && fabs(v) < 9e18 ? (gint64)v : fallback;
}

gboolean kiri_json_boolean(const KiriJsonNode *n, gboolean fallback)
{
    if (n && json_is_boolean(tree(n)))
        return json_is_true(tree(n));
    const char *s = kiri_json_string(n, NULL);
    if (s && g_ascii_strcasecmp(s, "true") == 0)
        return TRUE;
    return s && g_ascii_strcasecmp(s, "false") == 0 ? FALSE : fallback;
}

gboolean kiri_json_member(const KiriJsonNode *object, void **iter, const char **key,
                          const KiriJsonNode **value)
{
    /* jansson iterates mutable objects only; nothing is changed through it. */
    json_t *o = kiri_json_is_object(object) ? (json_t *)(guintptr)object : NULL;
    if (!o)
        return FALSE;
    *iter = *iter ? json_object_iter_next(o, *iter) : json_object_iter(o);
    if (!*iter)
        return FALSE;
    *key = json_object_iter_key(*iter);
    *value = node(json_object_iter_value(*iter));
    return TRUE;
}
