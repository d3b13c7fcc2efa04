// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding what a selector means: one walk over the flat array for each of its
 * chains. A mask per element says which beginnings of the chain end there, and is
 * made from the masks of its parent, of all above it, and of the siblings before
 * it. So nothing is tried twice: the usual way, from the right with a step back
 * when it fails, takes time that grows with a power of the depth for chains like
 * "a b > c d > e", and both chain and page are a stranger's. A compound is compared
 * only where what stands before it in the chain has matched; in most elements that
 * is the first one alone, by its tag. */
#include "selector_parts.h"
#include "html_scan.h"

#include <string.h>

static gboolean has_word(const char *words, const char *word)
{
    gsize n = strlen(word);
    for (const char *p = words; n && *p;) {
        const char *from = p;
        while (*p && !kiri_html_is_space(*p))
            p++;
        if ((gsize)(p - from) == n && memcmp(from, word, n) == 0)
            return TRUE;
        while (kiri_html_is_space(*p))
            p++;
    }
    return FALSE;
}

static gboolean compare(KiriTestKind kind, const char *have, const char *want)
{
    gsize n = strlen(want), m = kind == KIRI_TEST_END ? strlen(have) : 0;
    switch (kind) {
    case KIRI_TEST_HAS:
        return TRUE;
    case KIRI_TEST_EQUAL:
        return strcmp(have, want) == 0;
    case KIRI_TEST_BEGIN:
        return n && strncmp(have, want, n) == 0;
    case KIRI_TEST_END:
        return n && m >= n && memcmp(have + m - n, want, n) == 0;
    case KIRI_TEST_PART:
        return n && strstr(have, want);
    default:
        return has_word(have, want);
    }
}

/* `child` is the element's number among its siblings, from 1. */
static gboolean passes(const KiriTest *t, const KiriDom *dom, guint node, guint child)
{
    const KiriDomNode *e = &dom->nodes[node];
    const char *value = NULL;
    gboolean is_so = FALSE;
    switch (t->kind) {
    case KIRI_TEST_TAG:
        is_so = e->tag == t->n;
        break;
    case KIRI_TEST_NAME:
        is_so = e->tag == KIRI_TAG_OTHER && kiri_str_equal_ascii_nocase(e->text, kiri_str(t->name));
        break;
    case KIRI_TEST_NTH:
        is_so = child == t->n;
        break;
    case KIRI_TEST_LAST:
        is_so = TRUE;
        for (guint i = e->end; is_so && i < dom->nodes[e->parent].end; i = dom->nodes[i].end)
            is_so = dom->nodes[i].tag == KIRI_TAG_TEXT;
        break;
    default:
        value = kiri_dom_attr(dom, node, t->name);
        is_so = value && compare(t->kind, value, t->value ? t->value : "");
    }
    return is_so != t->is_not;
}

static gboolean fits(const KiriCompound *c, const KiriDom *dom, guint node, guint child)
{
    for (guint i = 0; i < c->n_tests; i++)
        if (!passes(&c->tests[i], dom, node, child))
            return FALSE;
    return TRUE;
}

/* What is known of an element while its children are walked. Bit i of a mask: the
 * chain up to compound i ends here. */
typedef struct {
    guint32 children;  // elements seen so far
    guint8 own, above; // its own mask; its and those of all above it
    guint8 last, any;  // of the child before, and of all children so far
} State;

static guint8 mask_of(const KiriChain *chain, const KiriDom *dom, guint node, const State *parent)
{
    guint8 mask = 0;
    for (guint i = 0; i < chain->n; i++) {
        const KiriCompound *c = &chain->compounds[i];
        guint8 before = c->combinator == '>'   ? parent->own
                        : c->combinator == '+' ? parent->last
                        : c->combinator == '~' ? parent->any
                                               : parent->above;
        gboolean may_follow = i == 0 || (before >> (i - 1) & 1);
        if (may_follow && fits(c, dom, node, parent->children))
            mask |= (guint8)(1u << i);
    }
    return mask;
}

/* Marks what the chain matches in [1, dom->n); ends at the first where `first` is
 * wanted. */
static guint walk(const KiriChain *chain, const KiriDom *dom, guint8 *found, guint *first)
{
    g_autofree State *states = g_new0(State, dom->n);
    guint n_new = 0;
    for (guint i = 1; i < dom->n; i++) {
        if (dom->nodes[i].tag == KIRI_TAG_TEXT)
            continue;
        State *parent = &states[dom->nodes[i].parent];
        parent->children++;
        guint8 mask = mask_of(chain, dom, i, parent);
        states[i].own = mask;
        states[i].above = parent->above | mask;
        parent->last = mask;
        parent->any |= mask;
        if (!(mask >> (chain->n - 1) & 1))
            continue;
        if (first) {
            *first = i;
            return 1;
        }
        n_new += !found[i];
        found[i] = 1;
    }
    return n_new;
}

/* ---- what it costs ---- */

static guint n_attribute_tests(const KiriSelector *selector)
{
    guint n = 0;
    for (guint i = 0; i < selector->n; i++)
        for (guint k = 0; k < selector->chains[i].n; k++) {
            const KiriCompound *c = &selector->chains[i].compounds[k];
            for (guint t = 0; t < c->n_tests; t++)
                n += c->tests[t].kind >= KIRI_TEST_HAS && c->tests[t].kind <= KIRI_TEST_WORD;
        }
    return n;
}

guint64 kiri_selector_attribute_steps(const KiriDom *dom)
{
    enum { ATTRIBUTES_A_STEP = 4, BYTES_A_STEP = 64 };
    guint64 bytes = 0;
    for (guint i = 0; i < dom->n_attrs; i++)
        bytes += strlen(dom->attrs[i].value);
    return dom->n_attrs / ATTRIBUTES_A_STEP + bytes / BYTES_A_STEP;
}

guint64 kiri_selector_steps(const KiriSelector *selector, guint n, guint64 attribute_steps)
{
    return (guint64)selector->n * n + n_attribute_tests(selector) * attribute_steps;
}

guint kiri_selector_mark(const KiriSelector *selector, const KiriDom *dom, guint8 *found)
{
    guint n_new = 0;
    for (guint i = 0; i < selector->n; i++)
        n_new += walk(&selector->chains[i], dom, found, NULL);
    return n_new;
}

guint kiri_selector_first(const KiriSelector *selector, const KiriDom *dom)
{
    guint best = 0;
    for (guint i = 0; i < selector->n; i++) {
        guint at = 0;
        if (walk(&selector->chains[i], dom, NULL, &at) && (!best || at < best))
            best = at;
    }
    return best;
}
