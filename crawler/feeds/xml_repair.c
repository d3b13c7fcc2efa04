// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes well-formed XML of what sites serve as such.
 *
 * One pass, no look-back. What cannot be markup is text: a '<' that begins no
 * tag, an '&' that begins no reference. An end tag closes the nearest open
 * element of its name together with everything open inside it, and is dropped
 * if there is none; at the end everything is closed. So damage in one entry
 * stays in that entry. libxml2's own recovery closes whatever element is open at
 * any end tag, which turns one missing tag into a tree of nested entries.
 *
 * Output: no declaration, no DTD, no comments, no CDATA sections, no
 * references but &amp; &lt; &gt; &quot; and numbers; at most
 * KIRI_LIMIT_XML_DEPTH levels; names in ASCII. */
#include "xml.h"

#include "markup/markup.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

typedef struct {
    KiriStr name; // a view of the input
    guint hash;   // of the name in lower case
} Open;

typedef struct {
    KiriStr rest;
    const char *start;
    KiriBuf *out;
    Open open[KIRI_LIMIT_XML_DEPTH];
    guint depth;
    gboolean is_closed; // the root element is behind us
    gboolean has_doctype;
    gboolean no_comment_ends; // "-->" was looked for in vain
    const char *damage;       // first place where elements do not nest
    GError **error;
} Repair;

static gboolean starts_with(const Repair *r, const char *s)
{
    gsize n = strlen(s);
    return r->rest.n >= n && g_ascii_strncasecmp(r->rest.p, s, n) == 0;
}

static void skip(Repair *r, gsize n)
{
    r->rest.p += n;
    r->rest.n -= n;
}

static void note_damage(Repair *r)
{
    if (!r->damage)
        r->damage = r->rest.p;
}

/* ---- characters ---- */

static void add_char(KiriBuf *out, gunichar c, gboolean in_attribute)
{
    if (c == '&')
        kiri_buf_add_str(out, "&amp;");
    else if (c == '<')
        kiri_buf_add_str(out, "&lt;");
    else if (c == '>')
        kiri_buf_add_str(out, "&gt;");
    else if (in_attribute && c == '"')
        kiri_buf_add_str(out, "&quot;");
    else if (c == '\r' || (in_attribute && (c == '\n' || c == '\t')))
        kiri_buf_printf(out, "&#%u;", c);
    else if ((c < 0x20 && c != '\n' && c != '\t') || (c & 0xfffe) == 0xfffe)
        kiri_buf_add_unichar(out, 0xfffd);
    else
        kiri_buf_add_unichar(out, kiri_markup_fix_c1(c));
}

/* Bytes that begin a character which does not stay as it is, in text and in
 * attributes, or may not: of those beyond ASCII the ones up to U+00BF and from U+F000
 * on have to be looked at. */
static const gboolean is_special[256] = {
    [0 ... 0x1f] = TRUE, ['"'] = TRUE,  ['&'] = TRUE,           ['<'] = TRUE,
    ['>'] = TRUE,        [0xc2] = TRUE, [0xef ... 0xff] = TRUE,
};

/* Takes the run of characters that stay as they are: nearly all. Byte by byte, for
 * then no step waits for the one before. */
static void take_plain(KiriBuf *out, KiriStr *text)
{
    gsize n = 0;
    while (n < text->n && !is_special[(guchar)text->p[n]])
        n++;
    kiri_buf_add(out, text->p, n);
    text->p += n;
    text->n -= n;
}

void kiri_xml_escape(KiriBuf *out, KiriStr text, gboolean in_attribute)
{
    for (take_plain(out, &text); text.n; take_plain(out, &text)) {
        gsize n = (gsize)g_utf8_skip[(guchar)*text.p];
        add_char(out, g_utf8_get_char(text.p), in_attribute);
        text.p += n;
        text.n -= n;
    }
}

/* Text with references. Line ends are XML's business, not data. */
static void add_text(KiriBuf *out, KiriStr text, gboolean in_attribute)
{
    for (take_plain(out, &text); text.n; take_plain(out, &text)) {
        gunichar c = g_utf8_get_char(text.p), referred;
        gsize n = c == '&' ? kiri_markup_reference(text, &referred) : 0;
        gboolean is_line_end = n == 0 && (c == '\r' || c == '\n' || c == '\t');
        if (n)
            c = referred;
        else
            n = (gsize)g_utf8_skip[(guchar)text.p[0]];
        if (is_line_end)
            kiri_buf_add_char(out, c == '\r' ? '\n' : (char)c);
        else
            add_char(out, c, in_attribute);
        text.p += n;
        text.n -= n;
    }
}

/* Text between tags; outside the root it is nothing. */
static void take_text(Repair *r, gsize n, gboolean has_references)
{
    KiriStr text = {r->rest.p, n};
    if (r->depth && has_references)
        add_text(r->out, text, FALSE);
    else if (r->depth)
        kiri_xml_escape(r->out, text, FALSE);
    skip(r, n);
}

/* ---- what is no element ---- */

/* Skips past the next `end`, or to the end of the text. */
static void skip_past(Repair *r, const char *end)
{
    const char *found = end[1] ? memmem(r->rest.p, r->rest.n, end, strlen(end))
                               : memchr(r->rest.p, end[0], r->rest.n);
    skip(r, found ? (gsize)(found - r->rest.p) + strlen(end) : r->rest.n);
}

static void take_cdata(Repair *r)
{
    skip(r, strlen("<![CDATA["));
    const char *end = memmem(r->rest.p, r->rest.n, "]]>", 3);
    if (!end)
        note_damage(r);
    take_text(r, end ? (gsize)(end - r->rest.p) : r->rest.n, FALSE);
    skip(r, end ? 3 : 0);
}

/* A document type with its internal subset, in which quotes and comments may
 * hide brackets. One that does not end, and any second one, is taken to end at
 * its first '>'. */
static void skip_doctype(Repair *r)
{
    KiriStr before = r->rest;
    gint brackets = 0;
    char quote = 0;
    for (; r->rest.n && !r->has_doctype; skip(r, 1)) {
        char c = r->rest.p[0];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (brackets && starts_with(r, "<!--")) {
            skip_past(r, "-->");
            if (r->rest.n == 0)
                break;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == ']') {
            brackets += c == '[' ? 1 : -1;
        } else if (c == '>' && brackets <= 0) {
            skip(r, 1);
            r->has_doctype = TRUE;
            return;
        }
    }
    r->has_doctype = TRUE;
    r->rest = before;
    skip_past(r, ">");
}

static void skip_comment(Repair *r)
{
    if (!r->no_comment_ends && !memmem(r->rest.p, r->rest.n, "-->", 3))
        r->no_comment_ends = TRUE;
    skip_past(r, r->no_comment_ends ? ">" : "-->");
}

/* ---- tags ---- */

static gboolean is_name_start(char c)
{
    return g_ascii_isalpha(c) || c == '_';
}

static gsize name_length(KiriStr s)
{
    gsize n = 0;
    if (s.n && is_name_start(s.p[0]))
        while (n < s.n && (g_ascii_isalnum(s.p[n]) || (s.p[n] && strchr("_-.:", s.p[n]))))
            n++;
    return n;
}

static void close_element(Repair *r)
{
    KiriStr name = r->open[--r->depth].name;
    kiri_buf_add_str(r->out, "</");
    kiri_buf_add(r->out, name.p, name.n);
    kiri_buf_add_char(r->out, '>');
    r->is_closed = r->depth == 0;
}

static guint name_hash(KiriStr name)
{
    guint hash = 5381;
    for (gsize i = 0; i < name.n; i++)
        hash = hash * 33 + (guchar)g_ascii_tolower(name.p[i]);
    return hash;
}

/* A stray end tag looks at all that is open; the hash makes that cheap. */
static void take_end_tag(Repair *r, KiriStr name)
{
    guint level = r->depth, hash = name_hash(name);
    while (level && (r->open[level - 1].hash != hash ||
                     !kiri_str_equal_ascii_nocase(r->open[level - 1].name, name)))
        level--;
    if (level != r->depth)
        note_damage(r);
    while (level && r->depth >= level)
        close_element(r);
    skip_past(r, ">");
}

typedef struct {
    KiriStr name, value;
} Attr;

enum { MAX_ATTRS = 256 };

static void skip_space(KiriStr *s)
{
    while (s->n && g_ascii_isspace(s->p[0]))
        s->p++, s->n--;
}

/* The value behind '=': quoted, or a bare word. FALSE when the quote does not
 * end. */
static gboolean take_value(KiriStr *s, KiriStr *value)
{
    char quote = s->n ? s->p[0] : 0;
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(s->p + 1, quote, s->n - 1);
        if (!end)
            return FALSE;
        *value = (KiriStr){s->p + 1, (gsize)(end - s->p) - 1};
        s->n -= value->n + 2;
        s->p += value->n + 2;
        return TRUE;
    }
    gsize n = 0;
    while (n < s->n && !g_ascii_isspace(s->p[n]) && s->p[n] != '>' && s->p[n] != '<')
        n++;
    if (n < s->n && s->p[n] == '>' && n && s->p[n - 1] == '/')
        n--;
    *value = (KiriStr){s->p, n};
    s->p += n;
    s->n -= n;
    return TRUE;
}

static gboolean is_repeated(const Attr *attrs, guint n, KiriStr name)
{
    for (guint i = 0; i < n; i++)
        if (kiri_str_equal(attrs[i].name, name))
            return TRUE;
    return FALSE;
}

typedef enum {
    TAG_OK,
    TAG_UNFINISHED, // the text ends inside it
    TAG_NONE,       // another '<' comes first
    TAG_TOO_LONG,
} TagResult;

/* Reads the attributes and the end of a start tag. */
static TagResult read_attributes(KiriStr *s, Attr *attrs, guint *n_attrs, gboolean *is_empty)
{
    *n_attrs = 0;
    for (;;) {
        skip_space(s);
        if (s->n == 0)
            return TAG_UNFINISHED;
        if (s->p[0] == '>')
            return TAG_OK;
        if (s->p[0] == '<')
            return TAG_NONE;
        *is_empty = s->p[0] == '/';
        KiriStr name = {s->p, name_length(*s)}, value = {"", 0};
        if (name.n == 0) {
            s->p++, s->n--;
            continue;
        }
        s->p += name.n, s->n -= name.n;
        skip_space(s);
        if (s->n && s->p[0] == '=') {
            s->p++, s->n--;
            skip_space(s);
            if (!take_value(s, &value))
                return TAG_UNFINISHED;
        }
        if (*n_attrs == MAX_ATTRS)
            return TAG_TOO_LONG;
        if (!is_repeated(attrs, *n_attrs, name) && name.p[name.n - 1] != ':')
            attrs[(*n_attrs)++] = (Attr){name, value};
    }
}

/* Elements of HTML that have no end tag, where they stand unescaped in a feed;
 * not "link": in feeds that one has content. */
static gboolean is_void_element(KiriStr name)
{
    static const char *const names[] = {"br", "img", "hr", "wbr", "input"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (kiri_str_equal_ascii_nocase(name, kiri_str(names[i])))
            return TRUE;
    return FALSE;
}

static gboolean refuse(Repair *r, const char *message)
{
    g_set_error_literal(r->error, KIRI_ERROR_CRAWLER, KIRI_ERROR_LIMIT, message);
    return FALSE;
}

static gboolean take_start_tag(Repair *r, KiriStr name)
{
    Attr attrs[MAX_ATTRS];
    guint n_attrs = 0;
    gboolean is_empty = FALSE;
    KiriStr s = {name.p + name.n, r->rest.n - 1 - name.n};
    gboolean is_cut = s.n > KIRI_LIMIT_XML_TAG_BYTES;
    s.n = MIN(s.n, KIRI_LIMIT_XML_TAG_BYTES);
    TagResult result = read_attributes(&s, attrs, &n_attrs, &is_empty);
    if (result == TAG_TOO_LONG || (result == TAG_UNFINISHED && is_cut))
        return refuse(r, _("a tag is longer than allowed"));
    if (result == TAG_NONE) {
        take_text(r, 1, FALSE);
        return TRUE;
    }
    if (result == TAG_UNFINISHED) {
        note_damage(r);
        skip(r, r->rest.n);
        return TRUE;
    }
    kiri_buf_add_char(r->out, '<');
    kiri_buf_add(r->out, name.p, name.n);
    for (guint i = 0; i < n_attrs; i++) {
        kiri_buf_add_char(r->out, ' ');
        kiri_buf_add(r->out, attrs[i].name.p, attrs[i].name.n);
        kiri_buf_add_str(r->out, "=\"");
        add_text(r->out, attrs[i].value, TRUE);
        kiri_buf_add_char(r->out, '"');
    }
    is_empty = is_empty || (r->depth && is_void_element(name));
    kiri_buf_add_str(r->out, is_empty ? "/>" : ">");
    skip(r, (gsize)(s.p + 1 - r->rest.p));
    if (is_empty) {
        r->is_closed = r->depth == 0;
        return TRUE;
    }
    if (r->depth == KIRI_LIMIT_XML_DEPTH) {
        note_damage(r);
        r->rest.n = 0; // what came before it is kept, as where a document is cut off
        return TRUE;
    }
    r->open[r->depth++] = (Open){name, name_hash(name)};
    return TRUE;
}

static gboolean take_markup(Repair *r)
{
    KiriStr inner = {r->rest.p + 1, r->rest.n - 1};
    gboolean is_end = inner.n && inner.p[0] == '/';
    if (is_end)
        inner.p++, inner.n--;
    KiriStr name = {inner.p, name_length(inner)};
    if (name.n && !is_end)
        return take_start_tag(r, name);
    if (name.n)
        take_end_tag(r, name);
    else if (starts_with(r, "<!--"))
        skip_comment(r);
    else if (starts_with(r, "<![CDATA["))
        take_cdata(r);
    else if (starts_with(r, "<!doctype"))
        skip_doctype(r);
    else if (starts_with(r, "<?"))
        skip_past(r, ">");
    else
        take_text(r, 1, FALSE);
    return TRUE;
}

gboolean kiri_xml_repair(KiriStr text, KiriBuf *out, guint *damaged_line, GError **error)
{
    g_autofree Repair *r = g_new0(Repair, 1);
    *r = (Repair){.rest = text, .start = text.p, .out = out, .error = error};
    while (r->rest.n && !r->is_closed) {
        const char *tag = memchr(r->rest.p, '<', r->rest.n);
        gsize n = tag ? (gsize)(tag - r->rest.p) : r->rest.n;
        if (n)
            take_text(r, n, TRUE);
        else if (!take_markup(r))
            return FALSE;
        if (out->is_over)
            return refuse(r, _("the document is larger than allowed"));
    }
    if (r->depth)
        note_damage(r);
    while (r->depth)
        close_element(r);
    *damaged_line = 0;
    if (r->damage) {
        *damaged_line = 1;
        for (const char *p = r->start; p < r->damage; p++)
            *damaged_line += *p == '\n';
    }
    return !out->is_over || refuse(r, _("the document is larger than allowed"));
}
