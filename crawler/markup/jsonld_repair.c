// SPDX-License-Identifier: GPL-3.0-or-later
/* One pass over broken JSON. Templates paste headlines into JSON without escaping
 * them, programmers write the object as their own language would take it, and
 * proxies cut it off: the mistakes are few and always the same. What comes out has
 * balanced brackets, one comma between two values, and for each key a value: it is
 * always JSON, though not always what was meant. What is nested deeper than the
 * parser goes is cut off.
 *
 * The hard case is a quote within a string: it ends the string only where JSON
 * could go on behind it, which depends on whether the string is a key, a member's
 * value or an item of a list. Every look ahead stops at the next solid character
 * or after MOST_KEY_BYTES, so the pass is linear. */
#include "jsonld.h"

#include <kirinuki/limits.h>

#include <string.h>

enum { MOST_KEY_BYTES = 100, MOST_NUMBER_BYTES = 15, GROWTH = 6 };

typedef struct {
    const char *p, *end;
    KiriBuf out;
    char open[KIRI_LIMIT_JSON_DEPTH - 1]; // the brackets within the array of the roots
    guint depth;
    gboolean has_bare_key; // a key was written and its colon not yet
} Repair;

/* ---- what stands where ---- */

/* Bytes of the white space at `p`: JSON's, and what editors and CMSs leave. */
static gsize space_at(const char *p, const char *end)
{
    static const char *const wide[] = {"\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf", "\xe2\x80\x8b"};
    if (p < end && (guchar)*p <= 0x20)
        return 1;
    for (guint i = 0; p < end && (guchar)*p >= 0x80 && i < G_N_ELEMENTS(wide); i++) {
        gsize n = strlen(wide[i]);
        if ((gsize)(end - p) >= n && memcmp(p, wide[i], n) == 0)
            return n;
    }
    return 0;
}

static const char *skip_space(const char *p, const char *end)
{
    for (gsize n; (n = space_at(p, end)) > 0;)
        p += n;
    return p;
}

/* Of the string's bytes at `p`, how many mean nothing but themselves. */
static gsize plain_bytes(const char *p, const char *end, char quote)
{
    const char *from = p;
    while (p < end && (guchar)*p >= 0x20 && *p != '"' && *p != '\\' && *p != quote)
        p++;
    return (gsize)(p - from);
}

static gboolean is_in_object(const Repair *r)
{
    return r->depth && r->open[r->depth - 1] == '{';
}

static char last_written(const Repair *r)
{
    return r->out.p[r->out.n - 1];
}

/* Is the next value in an object a key? */
static gboolean expects_key(const Repair *r)
{
    return is_in_object(r) && last_written(r) != ':';
}

/* Does a key with its colon stand at `p`, or the beginning of one at the end? */
static gboolean is_key_at(const char *p, const char *end)
{
    char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : 0;
    const char *from = p, *stop = MIN(end, p + MOST_KEY_BYTES);
    while (p < stop && (quote ? *p != quote && *p != '\n' : g_ascii_isalnum(*p) || *p == '_'))
        p++;
    if (p >= end)
        return TRUE;
    if (p == from || p >= stop || (quote && *p != quote))
        return FALSE;
    p += quote != 0;
    stop = MIN(end, p + MOST_KEY_BYTES);
    p = skip_space(p, stop);
    return p < stop && *p == ':';
}

/* ---- strings ---- */

/* May JSON go on behind the comma at `p`? `"a", said b` is text. */
static gboolean goes_on_behind_comma(const Repair *r, const char *p)
{
    p = skip_space(p + 1, r->end);
    if (p >= r->end || strchr("}]/", *p))
        return TRUE;
    if (is_in_object(r))
        return is_key_at(p, r->end);
    return strchr("\"'{[-0123456789tfn", *p) != NULL;
}

static gboolean ends_string(const Repair *r, gboolean is_key)
{
    const char *next = skip_space(r->p + 1, r->end);
    if (next >= r->end || *next == '}' || *next == ']')
        return TRUE;
    if (*next == ':')
        return is_key || !is_in_object(r);
    if (*next == ',')
        return goes_on_behind_comma(r, next);
    /* A comma was forgotten, or a semicolon stands for it. */
    if (*next == ';')
        next = skip_space(next + 1, r->end);
    gboolean is_new_line = memchr(r->p, '\n', (gsize)(next - r->p)) != NULL;
    return next >= r->end || (is_in_object(r) && is_new_line && is_key_at(next, r->end));
}

static guint hex4(const char *p, const char *end)
{
    guint value = 0;
    for (gint i = 0; i < 4; i++) {
        gint digit = p + i < end ? g_ascii_xdigit_value(p[i]) : -1;
        if (digit < 0)
            return G_MAXUINT;
        value = value << 4 | (guint)digit;
    }
    return value;
}

/* An escape of the form \uXXXX; half a pair and NUL mean nothing. */
static void copy_unicode_escape(Repair *r)
{
    guint unit = hex4(r->p + 2, r->end);
    guint trail = r->end - r->p >= 12 && r->p[6] == '\\' && r->p[7] == 'u' ? hex4(r->p + 8, r->end)
                                                                           : G_MAXUINT;
    gboolean is_pair = (unit & ~0x3ffu) == 0xd800 && (trail & ~0x3ffu) == 0xdc00;
    if (unit == G_MAXUINT) {
        r->p++; // \u of a path, or cut off: drop the backslash
    } else if (!unit || ((unit & ~0x7ffu) == 0xd800 && !is_pair)) {
        kiri_buf_add_str(&r->out, "\xef\xbf\xbd");
        r->p += 6;
    } else {
        kiri_buf_add(&r->out, r->p, is_pair ? 12 : 6);
        r->p += is_pair ? 12 : 6;
    }
}

static void copy_escape(Repair *r)
{
    char c = r->p + 1 < r->end ? r->p[1] : 0;
    if (c == 'u') {
        copy_unicode_escape(r);
    } else if (c && strchr("\"\\/bfnrt", c)) {
        kiri_buf_add(&r->out, r->p, 2);
        r->p += 2;
    } else { // \' and the like: drop the backslash
        r->p++;
    }
}

static void copy_string(Repair *r, char quote)
{
    gboolean is_key = expects_key(r);
    kiri_buf_add_char(&r->out, '"');
    for (r->p++; r->p < r->end;) {
        gsize n = plain_bytes(r->p, r->end, quote);
        kiri_buf_add(&r->out, r->p, n);
        r->p += n;
        if (r->p >= r->end)
            break;
        char c = *r->p;
        if (c == '\\') {
            copy_escape(r);
            continue;
        }
        if (c == quote && ends_string(r, is_key)) {
            r->p++;
            break;
        }
        kiri_buf_add_str(&r->out, c == '"' ? "\\\"" : c == '\n' ? "\\n" : c == quote ? "'" : " ");
        r->p++;
    }
    kiri_buf_add_char(&r->out, '"');
    r->has_bare_key = is_key;
}

/* ---- structure ---- */

/* Ends what comes before the next comma, value or bracket: no key without value. */
static void end_member(Repair *r)
{
    if (r->has_bare_key)
        kiri_buf_add_str(&r->out, ":null");
    else if (last_written(r) == ':')
        kiri_buf_add_str(&r->out, "null");
    r->has_bare_key = FALSE;
}

static void begin_value(Repair *r)
{
    if (last_written(r) == ':' || strchr("[{,", last_written(r)))
        return;
    end_member(r);
    kiri_buf_add_char(&r->out, ',');
}

static void drop_comma(Repair *r)
{
    if (last_written(r) == ',')
        r->out.p[--r->out.n] = 0;
}

static void close_one(Repair *r)
{
    end_member(r);
    drop_comma(r);
    kiri_buf_add_char(&r->out, r->open[--r->depth] == '{' ? '}' : ']');
}

/* Closes up to the bracket that `c` belongs to; one that belongs to none is left
 * out. */
static void close_bracket(Repair *r, char c)
{
    guint at = r->depth;
    while (at && r->open[at - 1] != (c == '}' ? '{' : '['))
        at--;
    while (at && r->depth >= at)
        close_one(r);
}

/* A number that JSON has and that fits. */
static gboolean is_number(KiriStr s)
{
    gsize i = s.n && s.p[0] == '-', digits = 0;
    gsize first = i;
    for (; i < s.n && g_ascii_isdigit(s.p[i]); i++)
        digits++;
    if (!digits || (digits > 1 && s.p[first] == '0') || s.n > MOST_NUMBER_BYTES)
        return FALSE;
    if (i < s.n && s.p[i] == '.' && i + 1 < s.n)
        for (i++; i < s.n && g_ascii_isdigit(s.p[i]);)
            i++;
    return i == s.n;
}

/* What stands without quotes: a literal in any case, a number, a key, or text. */
static void copy_bare(Repair *r)
{
    static const char *const literals[][2] = {
        {"true", "true"}, {"false", "false"},    {"null", "null"},
        {"none", "null"}, {"undefined", "null"}, {"nan", "null"},
    };
    const char *from = r->p;
    gboolean is_key = expects_key(r);
    while (r->p < r->end && !strchr(",:;{}[]\"'", *r->p) && !space_at(r->p, r->end))
        r->p++;
    KiriStr s = {from, (gsize)(r->p - from)};
    for (guint i = 0; !is_key && i < G_N_ELEMENTS(literals); i++)
        if (kiri_str_equal_ascii_nocase(s, kiri_str(literals[i][0]))) {
            kiri_buf_add_str(&r->out, literals[i][1]);
            return;
        }
    if (!is_key && is_number(s)) {
        kiri_buf_add(&r->out, s.p, s.n);
        return;
    }
    kiri_buf_add_char(&r->out, '"');
    for (gsize i = 0; i < s.n; i++)
        if (s.p[i] != '\\')
            kiri_buf_add(&r->out, s.p + i, 1);
    kiri_buf_add_char(&r->out, '"');
    r->has_bare_key = is_key;
}

static gboolean skip_wrapping(Repair *r)
{
    static const char *const wraps[] = {"<!--", "-->", "<![CDATA[", "]]>", "//<![CDATA[", "//]]>"};
    for (guint i = 0; i < G_N_ELEMENTS(wraps); i++) {
        gsize n = strlen(wraps[i]);
        if ((gsize)(r->end - r->p) >= n && strncmp(r->p, wraps[i], n) == 0) {
            r->p += n;
            return TRUE;
        }
    }
    if (r->end - r->p >= 2 && r->p[0] == '/' && (r->p[1] == '*' || r->p[1] == '/')) {
        const char *stop = r->p[1] == '*' ? "*/" : "\n";
        const char *at = memmem(r->p + 2, (gsize)(r->end - r->p - 2), stop, strlen(stop));
        r->p = at ? at + strlen(stop) : r->end;
        return TRUE;
    }
    return FALSE;
}

static void copy_punctuation(Repair *r)
{
    char c = *r->p++;
    switch (c) {
    case '{':
    case '[':
        if (r->has_bare_key) // the colon was forgotten
            kiri_buf_add_char(&r->out, ':');
        while (expects_key(r)) // where only members may stand
            close_one(r);
        r->has_bare_key = FALSE;
        begin_value(r);
        kiri_buf_add_char(&r->out, c);
        r->open[r->depth++] = c;
        break;
    case '}':
    case ']':
        close_bracket(r, c);
        break;
    case ':':
        if (r->has_bare_key)
            kiri_buf_add_char(&r->out, ':');
        r->has_bare_key = FALSE;
        break;
    default: // ',' and ';'
        end_member(r);
        if (!strchr("[{,", last_written(r)))
            kiri_buf_add_char(&r->out, ',');
    }
}

char *kiri_jsonld_repair(KiriStr text)
{
    Repair r = {.p = text.p, .end = text.p + text.n};
    kiri_buf_init(&r.out, text.n * GROWTH + 64);
    kiri_buf_add_char(&r.out, '[');
    while (r.p < r.end && r.depth < G_N_ELEMENTS(r.open)) {
        gsize space = space_at(r.p, r.end);
        r.p += space;
        if (space || skip_wrapping(&r))
            continue;
        if (strchr("{}[]:,;", *r.p)) {
            copy_punctuation(&r);
            continue;
        }
        begin_value(&r);
        if (*r.p == '"' || *r.p == '\'')
            copy_string(&r, *r.p);
        else
            copy_bare(&r);
    }
    while (r.depth)
        close_one(&r);
    drop_comma(&r);
    kiri_buf_add_char(&r.out, ']');
    return kiri_buf_steal(&r.out, NULL);
}
