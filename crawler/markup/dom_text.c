// SPDX-License-Identifier: GPL-3.0-or-later
/* Questions to a parsed page: attributes, neighbours, visible text. */
#include "dom.h"
#include "extract/text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

const char *kiri_dom_attr(const KiriDom *dom, guint node, const char *name)
{
    const KiriDomNode *n = &dom->nodes[node];
    const KiriDomAttr *a = n->n_attrs ? dom->attrs + n->attr : NULL; // of no element: none
    for (guint i = 0; i < n->n_attrs; i++)
        if (a[i].name[0] == name[0] && strcmp(a[i].name, name) == 0)
            return a[i].value;
    return NULL;
}

gboolean kiri_tag_is_block(guint tag)
{
    switch (tag) {
    case KIRI_TAG_ROOT:
    case KIRI_TAG_ADDRESS:
    case KIRI_TAG_ARTICLE:
    case KIRI_TAG_ASIDE:
    case KIRI_TAG_BLOCKQUOTE:
    case KIRI_TAG_BODY:
    case KIRI_TAG_CAPTION:
    case KIRI_TAG_CENTER:
    case KIRI_TAG_DD:
    case KIRI_TAG_DETAILS:
    case KIRI_TAG_DIALOG:
    case KIRI_TAG_DIV:
    case KIRI_TAG_DL:
    case KIRI_TAG_DT:
    case KIRI_TAG_FIELDSET:
    case KIRI_TAG_FIGCAPTION:
    case KIRI_TAG_FIGURE:
    case KIRI_TAG_FOOTER:
    case KIRI_TAG_FORM:
    case KIRI_TAG_H1:
    case KIRI_TAG_H2:
    case KIRI_TAG_H3:
    case KIRI_TAG_H4:
    case KIRI_TAG_H5:
    case KIRI_TAG_H6:
    case KIRI_TAG_HEAD:
    case KIRI_TAG_HEADER:
    case KIRI_TAG_HR:
    case KIRI_TAG_HTML:
    case KIRI_TAG_LEGEND:
    case KIRI_TAG_LI:
    case KIRI_TAG_MAIN:
    case KIRI_TAG_MENU:
    case KIRI_TAG_NAV:
    case KIRI_TAG_OL:
    case KIRI_TAG_OPTION:
    case KIRI_TAG_P:
    case KIRI_TAG_PRE:
    case KIRI_TAG_SECTION:
    case KIRI_TAG_SUMMARY:
    case KIRI_TAG_TABLE:
    case KIRI_TAG_TBODY:
    case KIRI_TAG_TD:
    case KIRI_TAG_TFOOT:
    case KIRI_TAG_TH:
    case KIRI_TAG_THEAD:
    case KIRI_TAG_TITLE:
    case KIRI_TAG_TR:
    case KIRI_TAG_UL:
        return TRUE;
    default:
        return FALSE;
    }
}

gboolean kiri_tag_is_silent(guint tag)
{
    switch (tag) {
    case KIRI_TAG_AUDIO:
    case KIRI_TAG_BUTTON:
    case KIRI_TAG_CANVAS:
    case KIRI_TAG_EMBED:
    case KIRI_TAG_IFRAME:
    case KIRI_TAG_NOSCRIPT:
    case KIRI_TAG_OBJECT:
    case KIRI_TAG_RP:
    case KIRI_TAG_RT: // the reading beside the word would double it
    case KIRI_TAG_SCRIPT:
    case KIRI_TAG_SELECT:
    case KIRI_TAG_STYLE:
    case KIRI_TAG_SVG:
    case KIRI_TAG_TEMPLATE:
    case KIRI_TAG_TEXTAREA:
    case KIRI_TAG_VIDEO:
        return TRUE;
    default:
        return FALSE;
    }
}

guint kiri_dom_find(const KiriDom *dom, guint from, guint to, guint tag)
{
    while (from < to && dom->nodes[from].tag != tag)
        from++;
    return from;
}

guint kiri_dom_ancestor(const KiriDom *dom, guint node, guint tag)
{
    while (node && dom->nodes[node].tag != tag)
        node = dom->nodes[node].parent;
    return node;
}

/* U+3000 is kept: it parts names and clauses in Japanese headlines. */
static gboolean is_collapsible(gunichar c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 ||
           c == 0x200B || c == 0xFEFF;
}

static gunichar last_char(const KiriBuf *out)
{
    const char *p = out->p + out->n;
    if (!out->n)
        return '\n';
    do
        p--;
    while (((guchar)*p & 0xC0) == 0x80);
    return kiri_char_at(p);
}

/* The end of the run of characters that stay as they are, from `p` on. */
static const char *end_of_run(const char *p, const char *end)
{
    while (p < end) {
        guchar c = (guchar)*p;
        if (c <= 0x20 || (c == 0xC2 && (guchar)p[1] == 0xA0) ||
            (c == 0xE2 && memcmp(p, "\u200B", 3) == 0) ||
            (c == 0xEF && memcmp(p, "\uFEFF", 3) == 0))
            break;
        p += c < 0x80 ? 1 : g_utf8_skip[c];
    }
    return p;
}

/* What has no room is left out by the word and, where there are none, by the
 * character. */
static void add_run(KiriBuf *out, const char *p, const char *end)
{
    if ((gsize)(end - p) <= out->cap - out->n) {
        kiri_buf_add(out, p, (gsize)(end - p));
        return;
    }
    for (const char *from = p; from < end && !out->is_over; from = p) {
        while (p < end && (guchar)*p < 0x80)
            p++;
        p = p == from ? kiri_next_char(p) : p;
        kiri_buf_add(out, from, (gsize)(p - from));
    }
}

static void add_space(KiriBuf *out, gboolean had_newline, gunichar next)
{
    gunichar before = last_char(out);
    if (before != '\n' && before != ' ' &&
        !(had_newline && kiri_is_wide(before) && kiri_is_wide(next)))
        kiri_buf_add_char(out, ' ');
}

void kiri_text_collapse(KiriBuf *out, KiriStr s)
{
    const char *end = s.p + s.n;
    gboolean had_space = FALSE, had_newline = FALSE;
    for (const char *p = s.p; p < end;) {
        gunichar c = kiri_char_at(p);
        if (is_collapsible(c)) {
            had_newline |= c == '\n' || c == 0x200B || c == 0xFEFF;
            had_space = TRUE;
            p = kiri_next_char(p);
            continue;
        }
        if (had_space)
            add_space(out, had_newline, c);
        had_space = had_newline = FALSE;
        const char *run = p;
        p = kiri_next_char(p);
        if (c == 0x3000 && last_char(out) == '\n')
            continue;
        p = end_of_run(p, end);
        add_run(out, run, p);
    }
    if (had_space)
        add_space(out, had_newline, 0x3000);
}

static void end_line(KiriBuf *out)
{
    while (out->n && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n'))
        out->p[--out->n] = 0;
    if (out->n)
        kiri_buf_add_char(out, '\n');
}

/* Until all is read or more than `enough` bytes are there. */
static void add_text(const KiriDom *dom, guint node, gsize enough, KiriBuf *out)
{
    guint end = dom->nodes[node].end;
    for (guint i = node; i < end && out->n <= enough;) {
        const KiriDomNode *n = &dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT)
            kiri_text_collapse(out, n->text);
        else if (n->tag == KIRI_TAG_BR || kiri_tag_is_block(n->tag))
            end_line(out);
        i = kiri_tag_is_silent(n->tag) ? n->end : i + 1;
        /* Closing tags: every block that ends here ends its line. */
        for (guint a = n->parent; a > node && dom->nodes[a].end == i; a = dom->nodes[a].parent)
            if (kiri_tag_is_block(dom->nodes[a].tag))
                end_line(out);
    }
    while (out->n && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n'))
        out->p[--out->n] = 0;
}

void kiri_dom_text(const KiriDom *dom, guint node, KiriBuf *out)
{
    add_text(dom, node, G_MAXSIZE, out);
}

char *kiri_dom_line(const KiriDom *dom, guint node, gsize max_bytes)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_LIMIT_TEXT_BYTES);
    /* White space at the end would go: a few bytes more are sure to be followed. */
    add_text(dom, node, max_bytes + 8, &buf);
    gsize n = MIN(buf.n, max_bytes);
    while (n && n < buf.n && ((guchar)buf.p[n] & 0xC0) == 0x80)
        n--;
    g_auto(KiriBuf) line;
    kiri_buf_init(&line, max_bytes + 16);
    kiri_text_collapse(&line, (KiriStr){buf.p, n});
    return kiri_str_dup(kiri_str_strip(kiri_buf_view(&line)));
}

char *kiri_dom_plain_text(const char *fragment)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_TEXT_BYTES);
    /* Line breaks of a string are meant, those of markup are not. */
    gboolean is_markup = strchr(fragment, '<') || strchr(fragment, '&');
    g_autoptr(KiriDom) dom = is_markup
                                 ? kiri_dom_parse(kiri_str(fragment), KIRI_LIMIT_DOM_BYTES / 8,
                                                  KIRI_LIMIT_DOM_MS / 4, NULL)
                                 : NULL;
    if (dom && strchr(fragment, '<')) {
        kiri_dom_text(dom, 0, &out);
        return kiri_buf_steal(&out, NULL);
    }
    g_autofree char *decoded = NULL;
    if (dom) {
        guint body = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY);
        guint text = kiri_dom_find(dom, body, dom->n, KIRI_TAG_TEXT);
        decoded = text < dom->n ? kiri_str_dup(dom->nodes[text].text) : NULL;
    }
    g_auto(GStrv) lines = g_strsplit(decoded ? decoded : fragment, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        kiri_text_collapse(&out, kiri_str(lines[i]));
        end_line(&out);
    }
    while (out.n && out.p[out.n - 1] == '\n')
        out.p[--out.n] = 0;
    return kiri_buf_steal(&out, NULL);
}
