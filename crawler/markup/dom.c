// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to gumbo. Its tree is copied into our flat array at once; the strings
 * stay in the arena.
 *
 * gumbo does not survive a failed allocation and has quadratic inputs that no
 * option turns off: 37 KB of <b id=i> grow to 1.5 GB, 200 KB of <div> take a
 * minute. So it allocates from an arena with a byte cap and a deadline, and is
 * left by longjmp when either is passed. The arena is dropped as a whole:
 * gumbo_destroy_output recurses and overflows the stack on deep trees. */
#include "dom.h"
#include "html_scan.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <gumbo.h>

#include <setjmp.h>
#include <string.h>
#include <time.h>

enum { CHUNK_BYTES = 512 * 1024, CLOCK_EVERY = 512 };

typedef struct Chunk Chunk;
struct Chunk {
    Chunk *next;
    _Alignas(max_align_t) char bytes[];
};

struct KiriDomArena {
    Chunk *chunks;
    char *at, *end; // what is free of the newest chunk
    gsize total, cap;
    gint64 deadline_us; // of cpu_us()
    guint until_clock;  // calls until the clock is asked
    gboolean was_slow;
    jmp_buf overrun;
};

/* Time that this thread has computed. By the clock on the wall a page would be too
 * much for the parser because others keep the machine busy. */
static gint64 cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (gint64)t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static G_GNUC_NO_INLINE void ask_clock(KiriDomArena *a)
{
    a->until_clock = CLOCK_EVERY - 1;
    if (cpu_us() <= a->deadline_us)
        return;
    a->was_slow = TRUE;
    longjmp(a->overrun, 1);
}

static G_GNUC_NO_INLINE void add_chunk(KiriDomArena *a, gsize n)
{
    gsize size = MAX(n, (gsize)CHUNK_BYTES);
    if (size > a->cap - a->total)
        longjmp(a->overrun, 1);
    Chunk *c = g_malloc(sizeof *c + size);
    c->next = a->chunks;
    a->chunks = c;
    a->at = c->bytes;
    a->end = c->bytes + size;
    a->total += size;
}

/* gumbo asks for memory a dozen times for each node. */
static void *arena_alloc(void *userdata, size_t n)
{
    KiriDomArena *a = userdata;
    n = (n + 15) & ~(gsize)15;
    if (G_UNLIKELY(a->until_clock-- == 0))
        ask_clock(a);
    if (G_UNLIKELY((gsize)(a->end - a->at) < n))
        add_chunk(a, n);
    void *p = a->at;
    a->at += n;
    return p;
}

static void arena_keep(void *userdata, void *p)
{
    (void)userdata;
    (void)p;
}

static void arena_free(KiriDomArena *a)
{
    while (a && a->chunks) {
        Chunk *next = a->chunks->next;
        g_free(a->chunks);
        a->chunks = next;
    }
    g_free(a);
}

/* longjmp ends here and nowhere else: no local of this function changes after
 * setjmp, and gumbo holds nothing but arena memory. */
static GumboOutput *parse(KiriDomArena *arena, KiriStr html)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = arena_alloc;
    options.deallocator = arena_keep;
    options.userdata = arena;
    options.max_errors = 0;
    if (setjmp(arena->overrun))
        return NULL;
    return gumbo_parse_with_options(&options, html.p, html.n);
}

/* ---- copy into the flat array ---- */

static const guint16 tag_of_gumbo[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_A] = KIRI_TAG_A,
    [GUMBO_TAG_ADDRESS] = KIRI_TAG_ADDRESS,
    [GUMBO_TAG_ARTICLE] = KIRI_TAG_ARTICLE,
    [GUMBO_TAG_ASIDE] = KIRI_TAG_ASIDE,
    [GUMBO_TAG_AUDIO] = KIRI_TAG_AUDIO,
    [GUMBO_TAG_BASE] = KIRI_TAG_BASE,
    [GUMBO_TAG_BLOCKQUOTE] = KIRI_TAG_BLOCKQUOTE,
    [GUMBO_TAG_BODY] = KIRI_TAG_BODY,
    [GUMBO_TAG_BR] = KIRI_TAG_BR,
    [GUMBO_TAG_BUTTON] = KIRI_TAG_BUTTON,
    [GUMBO_TAG_CANVAS] = KIRI_TAG_CANVAS,
    [GUMBO_TAG_CAPTION] = KIRI_TAG_CAPTION,
    [GUMBO_TAG_CENTER] = KIRI_TAG_CENTER,
    [GUMBO_TAG_DD] = KIRI_TAG_DD,
    [GUMBO_TAG_DETAILS] = KIRI_TAG_DETAILS,
    [GUMBO_TAG_DIV] = KIRI_TAG_DIV,
    [GUMBO_TAG_DL] = KIRI_TAG_DL,
    [GUMBO_TAG_DT] = KIRI_TAG_DT,
    [GUMBO_TAG_EMBED] = KIRI_TAG_EMBED,
    [GUMBO_TAG_FIELDSET] = KIRI_TAG_FIELDSET,
    [GUMBO_TAG_FIGCAPTION] = KIRI_TAG_FIGCAPTION,
    [GUMBO_TAG_FIGURE] = KIRI_TAG_FIGURE,
    [GUMBO_TAG_FOOTER] = KIRI_TAG_FOOTER,
    [GUMBO_TAG_FORM] = KIRI_TAG_FORM,
    [GUMBO_TAG_H1] = KIRI_TAG_H1,
    [GUMBO_TAG_H2] = KIRI_TAG_H2,
    [GUMBO_TAG_H3] = KIRI_TAG_H3,
    [GUMBO_TAG_H4] = KIRI_TAG_H4,
    [GUMBO_TAG_H5] = KIRI_TAG_H5,
    [GUMBO_TAG_H6] = KIRI_TAG_H6,
    [GUMBO_TAG_HEAD] = KIRI_TAG_HEAD,
    [GUMBO_TAG_HEADER] = KIRI_TAG_HEADER,
    [GUMBO_TAG_HR] = KIRI_TAG_HR,
    [GUMBO_TAG_HTML] = KIRI_TAG_HTML,
    [GUMBO_TAG_IFRAME] = KIRI_TAG_IFRAME,
    [GUMBO_TAG_IMG] = KIRI_TAG_IMG,
    [GUMBO_TAG_INPUT] = KIRI_TAG_INPUT,
    [GUMBO_TAG_LABEL] = KIRI_TAG_LABEL,
    [GUMBO_TAG_LEGEND] = KIRI_TAG_LEGEND,
    [GUMBO_TAG_LI] = KIRI_TAG_LI,
    [GUMBO_TAG_LINK] = KIRI_TAG_LINK,
    [GUMBO_TAG_MAIN] = KIRI_TAG_MAIN,
    [GUMBO_TAG_MENU] = KIRI_TAG_MENU,
    [GUMBO_TAG_META] = KIRI_TAG_META,
    [GUMBO_TAG_NAV] = KIRI_TAG_NAV,
    [GUMBO_TAG_NOSCRIPT] = KIRI_TAG_NOSCRIPT,
    [GUMBO_TAG_OBJECT] = KIRI_TAG_OBJECT,
    [GUMBO_TAG_OL] = KIRI_TAG_OL,
    [GUMBO_TAG_OPTION] = KIRI_TAG_OPTION,
    [GUMBO_TAG_P] = KIRI_TAG_P,
    [GUMBO_TAG_PRE] = KIRI_TAG_PRE,
    [GUMBO_TAG_RP] = KIRI_TAG_RP,
    [GUMBO_TAG_RT] = KIRI_TAG_RT,
    [GUMBO_TAG_SCRIPT] = KIRI_TAG_SCRIPT,
    [GUMBO_TAG_SECTION] = KIRI_TAG_SECTION,
    [GUMBO_TAG_SELECT] = KIRI_TAG_SELECT,
    [GUMBO_TAG_STYLE] = KIRI_TAG_STYLE,
    [GUMBO_TAG_SUMMARY] = KIRI_TAG_SUMMARY,
    [GUMBO_TAG_SVG] = KIRI_TAG_SVG,
    [GUMBO_TAG_TABLE] = KIRI_TAG_TABLE,
    [GUMBO_TAG_TBODY] = KIRI_TAG_TBODY,
    [GUMBO_TAG_TD] = KIRI_TAG_TD,
    [GUMBO_TAG_TEMPLATE] = KIRI_TAG_TEMPLATE,
    [GUMBO_TAG_TEXTAREA] = KIRI_TAG_TEXTAREA,
    [GUMBO_TAG_TFOOT] = KIRI_TAG_TFOOT,
    [GUMBO_TAG_TH] = KIRI_TAG_TH,
    [GUMBO_TAG_THEAD] = KIRI_TAG_THEAD,
    [GUMBO_TAG_TIME] = KIRI_TAG_TIME,
    [GUMBO_TAG_TITLE] = KIRI_TAG_TITLE,
    [GUMBO_TAG_TR] = KIRI_TAG_TR,
    [GUMBO_TAG_UL] = KIRI_TAG_UL,
    [GUMBO_TAG_VIDEO] = KIRI_TAG_VIDEO,
};

static guint16 tag_of(const GumboElement *e)
{
    guint16 tag = e->tag < GUMBO_TAG_LAST ? tag_of_gumbo[e->tag] : KIRI_TAG_ROOT;
    if (tag == KIRI_TAG_ROOT) // not in the table
        tag = KIRI_TAG_OTHER;
    /* A <title> inside a drawing is no title of the page. */
    if (e->tag_namespace != GUMBO_NAMESPACE_HTML && tag != KIRI_TAG_SVG)
        tag = KIRI_TAG_OTHER;
    if (e->tag == GUMBO_TAG_UNKNOWN) {
        GumboStringPiece name = e->original_tag;
        gumbo_tag_from_original_text(&name);
        if (name.length == 6 && g_ascii_strncasecmp(name.data, "dialog", 6) == 0)
            tag = KIRI_TAG_DIALOG;
    }
    return tag;
}

typedef struct {
    GArray *nodes, *attrs;
    gboolean was_cut;
} Copy;

/* An element whose children are being copied. */
typedef struct {
    const GumboVector *children;
    guint next, node;
    gboolean keeps_space;
} Level;

static void copy_attrs(Copy *c, KiriDomNode *to, const GumboElement *e)
{
    to->attr = c->attrs->len;
    to->n_attrs = (guint16)MIN(e->attributes.length, 256u);
    if (!to->n_attrs)
        return;
    g_array_set_size(c->attrs, to->attr + to->n_attrs);
    for (guint i = 0; i < to->n_attrs; i++) {
        const GumboAttribute *a = e->attributes.data[i];
        g_array_index(c->attrs, KiriDomAttr, to->attr + i) = (KiriDomAttr){a->name, a->value};
    }
}

/* What is inside a drawing, a style or a script that is no data concerns nobody
 * (html_thin.h leaves it out of the page). */
static gboolean is_opaque(const Copy *c, const KiriDomNode *node)
{
    if (node->tag != KIRI_TAG_SCRIPT)
        return node->tag == KIRI_TAG_STYLE || node->tag == KIRI_TAG_SVG;
    for (guint i = 0; i < node->n_attrs; i++) {
        const KiriDomAttr *a = &g_array_index(c->attrs, KiriDomAttr, node->attr + i);
        if (strcmp(a->name, "type") == 0)
            return !strstr(a->value, "json") && !strstr(a->value, "JSON") &&
                   !strstr(a->value, "Json");
    }
    return TRUE;
}

/* Indents are a good part of a page: a run of white space becomes its line break, two
 * where it has more, or else a space. In place: the text is ours. */
static KiriStr join_space(const char *text)
{
    char *to = (char *)(guintptr)text;
    for (const char *p = text; *p;) {
        if (!kiri_html_is_space(*p)) {
            *to++ = *p++;
            continue;
        }
        guint lines = 0;
        for (; kiri_html_is_space(*p); p++)
            lines += *p == '\n';
        *to++ = lines ? '\n' : ' ';
        if (lines > 1)
            *to++ = '\n';
    }
    *to = 0;
    return (KiriStr){text, (gsize)(to - text)};
}

/* Appends one node; children follow where the answer is not NULL. */
static const GumboVector *copy_node(Copy *c, const GumboNode *from, const Level *parent)
{
    KiriDomNode to = {
        .parent = parent->node, .end = c->nodes->len + 1, .tag = KIRI_TAG_TEXT, .text = {"", 0}};
    const GumboVector *children = NULL;
    switch (from->type) {
    case GUMBO_NODE_DOCUMENT:
        to.tag = KIRI_TAG_ROOT;
        children = &from->v.document.children;
        break;
    case GUMBO_NODE_ELEMENT:
        to.tag = tag_of(&from->v.element);
        if (to.tag == KIRI_TAG_OTHER)
            to.text = kiri_str(gumbo_normalized_tagname(from->v.element.tag));
        copy_attrs(c, &to, &from->v.element);
        children = is_opaque(c, &to) ? NULL : &from->v.element.children;
        break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
        to.text = parent->keeps_space ? kiri_str(from->v.text.text) : join_space(from->v.text.text);
        break;
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_TEMPLATE:
        return NULL;
    }
    g_array_append_val(c->nodes, to);
    return children;
}

static gboolean keeps_space(const Copy *c, guint node)
{
    guint tag = g_array_index(c->nodes, KiriDomNode, node).tag;
    return tag == KIRI_TAG_PRE || tag == KIRI_TAG_SCRIPT || tag == KIRI_TAG_TEXTAREA;
}

static void copy_tree(Copy *c, const GumboNode *document)
{
    Level levels[KIRI_LIMIT_DOM_DEPTH];
    gint depth = 0;
    levels[0] = (Level){.node = 0};
    levels[0].children = copy_node(c, document, &levels[0]);
    while (depth >= 0) {
        Level *at = &levels[depth];
        if (at->next == at->children->length) {
            g_array_index(c->nodes, KiriDomNode, at->node).end = c->nodes->len;
            depth--;
            continue;
        }
        const GumboNode *child = at->children->data[at->next++];
        guint node = c->nodes->len;
        const GumboVector *children = copy_node(c, child, at);
        if (!children || !children->length)
            continue;
        if (depth + 1 == KIRI_LIMIT_DOM_DEPTH)
            c->was_cut = TRUE;
        else
            levels[++depth] = (Level){.children = children,
                                      .node = node,
                                      .keeps_space = at->keeps_space || keeps_space(c, node)};
    }
}

KiriDom *kiri_dom_parse(KiriStr html, gsize cap_bytes, gint64 limit_ms, GError **error)
{
    KiriDomArena *arena = g_new0(KiriDomArena, 1);
    arena->cap = cap_bytes;
    arena->deadline_us = cpu_us() + limit_ms * 1000;
    arena->until_clock = CLOCK_EVERY;
    const GumboOutput *output = parse(arena, html);
    if (!output) {
        if (arena->was_slow)
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                        _("page takes longer than %d ms to parse"), (gint)limit_ms);
        else
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT,
                        _("page takes more than %d MiB to parse"), (gint)(cap_bytes >> 20));
        arena_free(arena);
        return NULL;
    }
    Copy copy = {g_array_new(FALSE, FALSE, sizeof(KiriDomNode)),
                 g_array_new(FALSE, FALSE, sizeof(KiriDomAttr)), FALSE};
    copy_tree(&copy, output->document);
    KiriDom *dom = g_new0(KiriDom, 1);
    dom->n = copy.nodes->len;
    dom->nodes = (KiriDomNode *)(void *)g_array_free(copy.nodes, FALSE);
    dom->n_attrs = copy.attrs->len;
    dom->attrs = (KiriDomAttr *)(void *)g_array_free(copy.attrs, FALSE);
    dom->was_cut = copy.was_cut;
    dom->arena = arena;
    return dom;
}

void kiri_dom_free(KiriDom *dom)
{
    if (!dom)
        return;
    arena_free(dom->arena);
    g_free(dom->nodes);
    g_free(dom->attrs);
    g_free(dom);
}

gsize kiri_dom_bytes(const KiriDom *dom)
{
    return dom->arena->total + dom->n * sizeof *dom->nodes + dom->n_attrs * sizeof *dom->attrs;
}
