// SPDX-License-Identifier: GPL-3.0-or-later
/* See html_scan.h. The states of the standard are here as what they come to: the
 * first '>' that is in no value ends a tag, the first "-->" or "--!>" a comment. */
#include "html_scan.h"

#include <string.h>

static gboolean ends_name(char c)
{
    return kiri_html_is_space(c) || c == '/' || c == '>';
}

static void copy_name(char to[KIRI_HTML_NAME_BYTES], const char *from, gsize n)
{
    n = MIN(n, (gsize)KIRI_HTML_NAME_BYTES - 1);
    for (gsize i = 0; i < n; i++)
        to[i] = from[i] >= 'A' && from[i] <= 'Z' ? (char)(from[i] | 0x20) : from[i];
    to[n] = 0;
}

gsize kiri_html_find(KiriStr h, gsize at, char c)
{
    const char *p = at < h.n ? memchr(h.p + at, c, h.n - at) : NULL;
    return p ? (gsize)(p - h.p) : h.n;
}

gboolean kiri_html_has_at(KiriStr h, gsize at, const char *text)
{
    gsize n = strlen(text);
    return h.n - at >= n && memcmp(h.p + at, text, n) == 0;
}

/* ---- tags ---- */

gsize kiri_html_tag_name(KiriStr h, gsize from, char name[KIRI_HTML_NAME_BYTES])
{
    gsize at = from;
    while (at < h.n && !ends_name(h.p[at]))
        at++;
    copy_name(name, h.p + from, at - from);
    return at;
}

/* The value behind the '=' at `p`; where it ends. */
static gsize read_value(KiriStr h, gsize p, KiriStr *value)
{
    for (p++; p < h.n && kiri_html_is_space(h.p[p]); p++)
        ;
    gsize from = p;
    if (p < h.n && (h.p[p] == '"' || h.p[p] == '\'')) {
        gsize end = kiri_html_find(h, p + 1, h.p[p]);
        *value = (KiriStr){h.p + p + 1, end - p - 1};
        return MIN(end + 1, h.n);
    }
    while (p < h.n && !kiri_html_is_space(h.p[p]) && h.p[p] != '>')
        p++;
    *value = (KiriStr){h.p + from, p - from};
    return p;
}

gboolean kiri_html_next_attr(KiriStr h, gsize *at, KiriHtmlAttr *a, gboolean *is_empty)
{
    gsize p = *at;
    for (*is_empty = FALSE; p < h.n && (kiri_html_is_space(h.p[p]) || h.p[p] == '/'); p++)
        *is_empty = h.p[p] == '/';
    *at = p;
    if (p == h.n || h.p[p] == '>')
        return FALSE;
    a->from = p++;
    while (p < h.n && !ends_name(h.p[p]) && h.p[p] != '=')
        p++;
    copy_name(a->name, h.p + a->from, p - a->from);
    a->value = (KiriStr){"", 0};
    a->to = p;
    while (p < h.n && kiri_html_is_space(h.p[p]))
        p++;
    if (p < h.n && h.p[p] == '=')
        p = a->to = read_value(h, p, &a->value);
    *at = p < h.n ? a->to : h.n;
    return p < h.n;
}

/* ---- raw text and comments ---- */

/* Does an end tag (or with `slash` 0 a start tag) of that name begin at the '<' at
 * `at`? */
static gboolean is_tag_at(KiriStr h, gsize at, const char *slash, const char *name)
{
    gsize m = strlen(slash), n = strlen(name);
    return h.n - at > 1 + m + n && memcmp(h.p + at + 1, slash, m) == 0 &&
           g_ascii_strncasecmp(h.p + at + 1 + m, name, n) == 0 && ends_name(h.p[at + 1 + m + n]);
}

gsize kiri_html_end_of_raw(KiriStr h, gsize at, const char *name)
{
    for (at = kiri_html_find(h, at, '<'); at < h.n; at = kiri_html_find(h, at + 1, '<'))
        if (is_tag_at(h, at, "/", name))
            return at;
    return h.n;
}

gsize kiri_html_end_of_script(KiriStr h, gsize from)
{
    gboolean is_escaped = FALSE, is_doubly = FALSE;
    gsize escape = 0; // of the dashes from which "-->" may end it
    for (gsize at = kiri_html_find(h, from, '<'); at < h.n; at = kiri_html_find(h, at + 1, '<')) {
        if (is_escaped) {
            const char *end = memmem(h.p + escape, at - escape, "-->", 3);
            is_escaped = end == NULL;
            is_doubly &= is_escaped;
            escape = is_escaped ? MAX(escape, at - 2) : 0;
        }
        if (!is_doubly && is_tag_at(h, at, "/", "script"))
            return at;
        if (!is_escaped && kiri_html_has_at(h, at, "<!--")) {
            is_escaped = TRUE;
            escape = at + 2;
        } else if (is_escaped && !is_doubly) {
            is_doubly = is_tag_at(h, at, "", "script");
        } else if (is_doubly && is_tag_at(h, at, "/", "script")) {
            is_doubly = FALSE;
        }
    }
    return h.n;
}

gsize kiri_html_end_of_comment(KiriStr h, gsize at)
{
    for (gsize gt = kiri_html_find(h, at + 4, '>'); gt < h.n; gt = kiri_html_find(h, gt + 1, '>')) {
        if (kiri_html_has_at(h, gt - 2, "--"))
            return gt + 1;
        if (gt >= at + 7 && kiri_html_has_at(h, gt - 3, "--!"))
            return gt + 1;
    }
    return 0;
}
