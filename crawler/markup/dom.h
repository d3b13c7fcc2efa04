// SPDX-License-Identifier: GPL-3.0-or-later
/* A parsed page as one flat array: nodes stand in document order, each knows its
 * parent and where its subtree ends. Every walk is a loop over indices, so no
 * nesting of a stranger can exhaust the stack, and sums over subtrees are taken
 * by walking the array backwards.
 * Outside of <pre> a run of white space in a text is one '\n', two if it holds two
 * or more, or else one ' '. Styles, drawings and scripts that are no JSON are empty.
 *
 * Thread rule: any thread; a document belongs to one thread at a time. */
#pragma once

#include <kirinuki/buf.h>

/* The elements that mean something to the extractor; all others are OTHER. */
typedef enum {
    KIRI_TAG_ROOT, // the document, always node 0
    KIRI_TAG_TEXT, // character data
    KIRI_TAG_OTHER,
    KIRI_TAG_A,
    KIRI_TAG_ADDRESS,
    KIRI_TAG_ARTICLE,
    KIRI_TAG_ASIDE,
    KIRI_TAG_AUDIO,
    KIRI_TAG_BASE,
    KIRI_TAG_BLOCKQUOTE,
    KIRI_TAG_BODY,
    KIRI_TAG_BR,
    KIRI_TAG_BUTTON,
    KIRI_TAG_CANVAS,
    KIRI_TAG_CAPTION,
    KIRI_TAG_CENTER,
    KIRI_TAG_DD,
    KIRI_TAG_DETAILS,
    KIRI_TAG_DIALOG,
    KIRI_TAG_DIV,
    KIRI_TAG_DL,
    KIRI_TAG_DT,
    KIRI_TAG_EMBED,
    KIRI_TAG_FIELDSET,
    KIRI_TAG_FIGCAPTION,
    KIRI_TAG_FIGURE,
    KIRI_TAG_FOOTER,
    KIRI_TAG_FORM,
    KIRI_TAG_H1,
    KIRI_TAG_H2,
    KIRI_TAG_H3,
    KIRI_TAG_H4,
    KIRI_TAG_H5,
    KIRI_TAG_H6,
    KIRI_TAG_HEAD,
    KIRI_TAG_HEADER,
    KIRI_TAG_HR,
    KIRI_TAG_HTML,
    KIRI_TAG_IFRAME,
    KIRI_TAG_IMG,
    KIRI_TAG_INPUT,
    KIRI_TAG_LABEL,
    KIRI_TAG_LEGEND,
    KIRI_TAG_LI,
    KIRI_TAG_LINK,
    KIRI_TAG_MAIN,
    KIRI_TAG_MENU,
    KIRI_TAG_META,
    KIRI_TAG_NAV,
    KIRI_TAG_NOSCRIPT,
    KIRI_TAG_OBJECT,
    KIRI_TAG_OL,
    KIRI_TAG_OPTION,
    KIRI_TAG_P,
    KIRI_TAG_PRE,
    KIRI_TAG_RP,
    KIRI_TAG_RT,
    KIRI_TAG_SCRIPT,
    KIRI_TAG_SECTION,
    KIRI_TAG_SELECT,
    KIRI_TAG_STYLE,
    KIRI_TAG_SUMMARY,
    KIRI_TAG_SVG,
    KIRI_TAG_TABLE,
    KIRI_TAG_TBODY,
    KIRI_TAG_TD,
    KIRI_TAG_TEMPLATE,
    KIRI_TAG_TEXTAREA,
    KIRI_TAG_TFOOT,
    KIRI_TAG_TH,
    KIRI_TAG_THEAD,
    KIRI_TAG_TIME,
    KIRI_TAG_TITLE,
    KIRI_TAG_TR,
    KIRI_TAG_UL,
    KIRI_TAG_VIDEO,
    KIRI_TAG_COUNT,
} KiriTag;

typedef struct {
    const char *name; // lower case, terminated
    const char *value;
} KiriDomAttr;

typedef struct {
    guint32 parent; // index; the root's parent is itself
    guint32 end;    // index behind the last descendant
    guint32 attr;   // first attribute in KiriDom.attrs
    guint16 n_attrs;
    guint16 tag;  // KiriTag
    KiriStr text; // of TEXT; the name of an OTHER that HTML knows; else empty
} KiriDomNode;

typedef struct KiriDomArena KiriDomArena;

typedef struct {
    KiriDomNode *nodes;
    guint n;
    KiriDomAttr *attrs;
    guint n_attrs;
    gboolean was_cut;    // something below KIRI_LIMIT_DOM_DEPTH was left out
    KiriDomArena *arena; // owns every string
} KiriDom;

/* Parses `html` (valid UTF-8, borrowed for the call) as a browser would. NULL
 * with error LIMIT when the tree would take more than `cap_bytes` or more than
 * `limit_ms` of the processor. (transfer full) */
KiriDom *kiri_dom_parse(KiriStr html, gsize cap_bytes, gint64 limit_ms, GError **error);
void kiri_dom_free(KiriDom *dom);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDom, kiri_dom_free)

/* Memory that the document holds. */
gsize kiri_dom_bytes(const KiriDom *dom);

/* The value of an attribute, NULL when absent; owned by the document. */
const char *kiri_dom_attr(const KiriDom *dom, guint node, const char *name);

/* TRUE for elements that start and end a line of text. */
gboolean kiri_tag_is_block(guint tag);
/* TRUE for elements whose character data nobody reads: scripts, styles, form
 * controls, ruby glosses … */
gboolean kiri_tag_is_silent(guint tag);
static inline gboolean kiri_tag_is_heading(guint tag)
{
    return tag >= KIRI_TAG_H1 && tag <= KIRI_TAG_H6;
}

/* First node of that tag in [from, to), or `to`. */
guint kiri_dom_find(const KiriDom *dom, guint from, guint to, guint tag);
/* The nearest node of that tag at or above `node`, 0 for none. */
guint kiri_dom_ancestor(const KiriDom *dom, guint node, guint tag);

/* Appends the visible text of a subtree, white space collapsed, blocks and line
 * breaks as '\n'. */
void kiri_dom_text(const KiriDom *dom, guint node, KiriBuf *out);
/* The same on one line, at most `max_bytes` (cut at a character). (transfer full) */
char *kiri_dom_line(const KiriDom *dom, guint node, gsize max_bytes);

/* Appends `s` with white space collapsed as a reader of the page would see it:
 * runs become one space, or nothing at the start of a line and between two
 * Japanese characters where the run held a line break of the source. */
void kiri_text_collapse(KiriBuf *out, KiriStr s);

/* Text of a fragment that may hold markup or character references, as other
 * formats (JSON-LD, attributes escaped twice) carry it. (transfer full) */
char *kiri_dom_plain_text(const char *fragment);
