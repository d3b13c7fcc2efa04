// SPDX-License-Identifier: GPL-3.0-or-later
/* What a document says about its own encoding: byte order mark, HTML's prescan
 * ("prescan a byte stream to determine its encoding", HTML standard, section
 * 13.2.3.2, with "get an attribute" and "extracting a character encoding from a
 * meta element"), and the XML declaration.
 *
 * The standard looks at the first 1024 bytes and lets the tree builder act on a
 * later meta element; here one look at the first 64 KiB does both. Its second part
 * does not see into the elements whose content is no markup, as the tree builder
 * would not. */
#include "charset_private.h"

#include <string.h>

enum { STANDARD_BYTES = 1024, PRESCAN_BYTES = 64 * 1024, ATTRIBUTE_BYTES = 256 };

typedef struct {
    const char *p, *end;
} Cursor;

/* An attribute, lower case, cut at a length no charset label has. */
typedef struct {
    char name[ATTRIBUTE_BYTES], value[ATTRIBUTE_BYTES];
    gsize name_n, value_n;
} Attribute;

static gboolean starts_with(const Cursor *c, const char *word)
{
    gsize n = strlen(word);
    return (gsize)(c->end - c->p) >= n && g_ascii_strncasecmp(c->p, word, n) == 0;
}

static gboolean is_space(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\f' || ch == '\r';
}

static void skip_space(Cursor *c)
{
    while (c->p < c->end && is_space(*c->p))
        c->p++;
}

static void add_lower(char *buffer, gsize *n, char ch)
{
    if (*n < ATTRIBUTE_BYTES)
        buffer[(*n)++] = g_ascii_tolower(ch);
}

/* The value behind "=". FALSE when the bytes end inside it. */
static gboolean get_value(Cursor *c, Attribute *a)
{
    skip_space(c);
    if (c->p >= c->end)
        return FALSE;
    char quote = *c->p;
    if (quote == '"' || quote == '\'') {
        for (c->p++; c->p < c->end && *c->p != quote; c->p++)
            add_lower(a->value, &a->value_n, *c->p);
        if (c->p >= c->end)
            return FALSE;
        c->p++;
        return TRUE;
    }
    for (; c->p < c->end && !is_space(*c->p) && *c->p != '>'; c->p++)
        add_lower(a->value, &a->value_n, *c->p);
    return c->p < c->end;
}

/* The standard's "get an attribute". FALSE when the tag or the bytes end. */
static gboolean get_attribute(Cursor *c, Attribute *a)
{
    a->name_n = a->value_n = 0;
    while (c->p < c->end && (is_space(*c->p) || *c->p == '/'))
        c->p++;
    if (c->p >= c->end || *c->p == '>')
        return FALSE;
    for (; c->p < c->end; c->p++) {
        if ((*c->p == '=' && a->name_n) || is_space(*c->p) || *c->p == '/' || *c->p == '>')
            break;
        add_lower(a->name, &a->name_n, *c->p);
    }
    skip_space(c);
    if (c->p >= c->end)
        return FALSE;
    if (*c->p != '=')
        return TRUE;
    c->p++;
    return get_value(c, a);
}

KiriStr kiri_charset_label_of_content_type(KiriStr s)
{
    const KiriStr none = {"", 0};
    Cursor c = {s.p, s.p + s.n};
    while (c.p < c.end) {
        if (!starts_with(&c, "charset")) {
            c.p++;
            continue;
        }
        c.p += strlen("charset");
        skip_space(&c);
        if (c.p >= c.end || *c.p != '=')
            continue;
        c.p++;
        skip_space(&c);
        if (c.p >= c.end)
            return none;
        char quote = *c.p == '"' || *c.p == '\'' ? *c.p++ : 0;
        const char *from = c.p;
        while (c.p < c.end && (quote ? *c.p != quote : !is_space(*c.p) && *c.p != ';'))
            c.p++;
        if (quote && c.p >= c.end)
            return none;
        return (KiriStr){from, (gsize)(c.p - from)};
    }
    return none;
}

static gboolean is_named(const Attribute *a, const char *name)
{
    return kiri_str_equal((KiriStr){a->name, a->name_n}, kiri_str(name));
}

/* The encoding of the meta element whose attributes begin at `c`. */
static KiriEncoding read_meta(Cursor *c)
{
    gboolean has_pragma = FALSE, needs_pragma = FALSE, has_charset = FALSE;
    gboolean saw_pragma = FALSE, saw_content = FALSE, saw_charset = FALSE;
    KiriEncoding encoding = KIRI_ENC_NONE;
    Attribute a;
    while (get_attribute(c, &a)) {
        KiriStr value = {a.value, a.value_n};
        if (is_named(&a, "http-equiv") && !saw_pragma) {
            saw_pragma = TRUE;
            has_pragma = kiri_str_equal(value, KIRI_STR_LITERAL("content-type"));
        } else if (is_named(&a, "content") && !saw_content) {
            saw_content = TRUE;
            KiriEncoding e = kiri_encoding_by_label(kiri_charset_label_of_content_type(value));
            if (e != KIRI_ENC_NONE && !has_charset) {
                encoding = e;
                has_charset = needs_pragma = TRUE;
            }
        } else if (is_named(&a, "charset") && !saw_charset) {
            saw_charset = TRUE;
            encoding = kiri_encoding_by_label(value);
            has_charset = TRUE;
            needs_pragma = FALSE;
        }
    }
    if (c->p >= c->end || !has_charset || (needs_pragma && !has_pragma))
        return KIRI_ENC_NONE;
    return encoding;
}

/* A label inside ASCII-compatible bytes cannot mean UTF-16, and pages that
 * declare x-user-defined mean windows-1252 (HTML standard). */
static KiriEncoding as_declared_in_bytes(KiriEncoding e)
{
    if (e == KIRI_ENC_UTF_16LE || e == KIRI_ENC_UTF_16BE)
        return KIRI_ENC_UTF_8;
    return e == KIRI_ENC_X_USER_DEFINED ? KIRI_ENC_WINDOWS_1252 : e;
}

static void skip_past(Cursor *c, const char *word)
{
    const char *at = memmem(c->p, (gsize)(c->end - c->p), word, strlen(word));
    c->p = at ? at + strlen(word) : c->end;
}

static gboolean at_tag(const Cursor *c)
{
    const char *p = c->p + 1;
    if (p < c->end && *p == '/')
        p++;
    return p < c->end && g_ascii_isalpha(*p);
}

/* The element that opens at `c` and holds text up to its end tag, whatever stands
 * in there; NULL for the others. */
static const char *raw_element(const Cursor *c)
{
    static const char *const names[] = {"script", "style", "title", "textarea", "iframe", "xmp"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize n = strlen(names[i]);
        Cursor name = {c->p + 1, c->end};
        if (starts_with(&name, names[i]) && name.p + n < name.end && !g_ascii_isalnum(name.p[n]))
            return names[i];
    }
    return NULL;
}

static void skip_raw_text(Cursor *c, const char *name)
{
    gsize n = strlen(name);
    for (; c->p < c->end; c->p++) {
        const char *at = memmem(c->p, (gsize)(c->end - c->p), "</", 2);
        c->p = at ? at : c->end;
        if ((gsize)(c->end - c->p) > n + 2 && g_ascii_strncasecmp(c->p + 2, name, n) == 0)
            return;
    }
}

static void skip_tag(Cursor *c, gboolean with_raw_text)
{
    const char *raw = with_raw_text ? raw_element(c) : NULL;
    Attribute a;
    while (c->p < c->end && !is_space(*c->p) && *c->p != '>')
        c->p++;
    while (get_attribute(c, &a))
        ;
    if (raw)
        skip_raw_text(c, raw);
}

KiriEncoding kiri_charset_prescan_html(KiriStr bytes)
{
    Cursor c = {bytes.p, bytes.p + MIN(bytes.n, PRESCAN_BYTES)};
    while (c.p < c.end) {
        if (*c.p != '<') {
            const char *next = memchr(c.p, '<', (gsize)(c.end - c.p));
            c.p = next ? next : c.end;
        } else if (starts_with(&c, "<!--")) {
            c.p += 2; // "<!-->" is a whole comment
            skip_past(&c, "-->");
        } else if (starts_with(&c, "<meta") && c.end - c.p > 5 &&
                   (is_space(c.p[5]) || c.p[5] == '/')) {
            c.p += 5;
            KiriEncoding e = read_meta(&c);
            if (e != KIRI_ENC_NONE)
                return as_declared_in_bytes(e);
        } else if (at_tag(&c)) {
            skip_tag(&c, c.p - bytes.p >= STANDARD_BYTES);
        } else if (starts_with(&c, "<!") || starts_with(&c, "</") || starts_with(&c, "<?")) {
            skip_past(&c, ">");
        } else {
            c.p++;
        }
    }
    return KIRI_ENC_NONE;
}

KiriEncoding kiri_charset_prescan_xml(KiriStr bytes, gboolean *is_unknown)
{
    Cursor c = {bytes.p, bytes.p + MIN(bytes.n, PRESCAN_BYTES)};
    *is_unknown = FALSE;
    skip_space(&c); // before a declaration it is an error that feeds make
    if (!starts_with(&c, "<?xml"))
        return KIRI_ENC_NONE;
    const char *end = memchr(c.p, '>', (gsize)(c.end - c.p));
    c.end = end ? end : c.p;
    skip_past(&c, "encoding");
    while (c.p < c.end && (guchar)*c.p <= 0x20)
        c.p++;
    if (c.p >= c.end || *c.p++ != '=')
        return KIRI_ENC_NONE;
    while (c.p < c.end && (guchar)*c.p <= 0x20)
        c.p++;
    if (c.p >= c.end || (*c.p != '"' && *c.p != '\''))
        return KIRI_ENC_NONE;
    char quote = *c.p++;
    const char *close = memchr(c.p, quote, (gsize)(c.end - c.p));
    if (!close)
        return KIRI_ENC_NONE;
    KiriEncoding e = kiri_encoding_by_label((KiriStr){c.p, (gsize)(close - c.p)});
    *is_unknown = e == KIRI_ENC_NONE;
    return as_declared_in_bytes(e);
}

KiriEncoding kiri_charset_bom(KiriStr bytes, gsize *bom_bytes)
{
    *bom_bytes = 2;
    if (bytes.n >= 2 && memcmp(bytes.p, "\xfe\xff", 2) == 0)
        return KIRI_ENC_UTF_16BE;
    if (bytes.n >= 2 && memcmp(bytes.p, "\xff\xfe", 2) == 0)
        return KIRI_ENC_UTF_16LE;
    *bom_bytes = 3;
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
        return KIRI_ENC_UTF_8;
    *bom_bytes = 0;
    return KIRI_ENC_NONE;
}
