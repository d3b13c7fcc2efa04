// SPDX-License-Identifier: GPL-3.0-or-later
/* A reader of mails that knows only the RFCs, and asserts what they ask for. */
#pragma once

#include <kirinuki/buf.h>

#include <string.h>

/* No bare CR or LF, no line above `most` bytes. */
static inline void mime_assert_lines(KiriStr text, gsize most)
{
    gsize column = 0;
    for (gsize i = 0; i < text.n; i++) {
        if (text.p[i] == '\r') {
            g_assert_true(i + 1 < text.n && text.p[i + 1] == '\n');
            continue;
        }
        if (text.p[i] == '\n') {
            g_assert_true(i && text.p[i - 1] == '\r');
            column = 0;
            continue;
        }
        g_assert_cmpuint(++column, <=, most);
        g_assert_cmpint((guchar)text.p[i], <, 0x80);
    }
}

static inline char *mime_unfold(const char *text)
{
    g_autoptr(GString) s = g_string_new(text);
    g_string_replace(s, "\r\n ", " ", 0);
    g_assert_null(strpbrk(s->str, "\r\n"));
    return g_strdup(s->str);
}

/* RFC 2047: blanks between two encoded words are no text. */
static inline char *mime_decode_words(const char *folded)
{
    g_autofree char *text = mime_unfold(folded);
    g_autoptr(GString) out = g_string_new(NULL);
    const char *p = text;
    gboolean was_word = FALSE;
    while (*p) {
        const char *end = g_str_has_prefix(p, "=?UTF-8?B?") ? strstr(p + 10, "?=") : NULL;
        if (end) {
            gsize n = 0;
            g_assert_cmpint(end + 2 - p, <=, 75);
            g_autofree char *packed = g_strndup(p + 10, (gsize)(end - p - 10));
            g_autofree guchar *bytes = g_base64_decode(packed, &n);
            g_assert_true(g_utf8_validate_len((char *)bytes, n, NULL) || memchr(bytes, 0, n));
            g_string_append_len(out, (char *)bytes, (gssize)n);
            p = end + 2;
            was_word = TRUE;
            continue;
        }
        gsize blanks = strspn(p, " ");
        if (was_word && blanks && g_str_has_prefix(p + blanks, "=?UTF-8?B?")) {
            p += blanks;
            continue;
        }
        g_string_append_c(out, *p++);
        was_word = FALSE;
    }
    return g_strdup(out->str);
}

static inline char *mime_decode_quoted(KiriStr text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = 0; i < text.n; i++) {
        if (text.p[i] != '=') {
            g_string_append_c(out, text.p[i]);
        } else if (text.p[i + 1] == '\r') {
            i += 2;
        } else {
            gint high = g_ascii_xdigit_value(text.p[i + 1]),
                 low = g_ascii_xdigit_value(text.p[i + 2]);
            g_assert_true(high >= 0 && low >= 0);
            g_string_append_c(out, (char)(high * 16 + low));
            i += 2;
        }
    }
    return g_strdup(out->str);
}

/* RFC 2231: pieces in order, percent signs. */
static inline char *mime_decode_parameter(const char *name, const char *folded)
{
    g_autofree char *text = mime_unfold(folded);
    g_auto(GStrv) parts = g_strsplit(text, "; ", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    guint next = 0;
    for (char **part = parts + 1; *part; part++) {
        const char *value = strchr(*part, '=') + 1;
        g_autofree char *key = g_strndup(*part, (gsize)(value - 1 - *part));
        g_autofree char *numbered = g_strdup_printf("%s*%u*", name, next);
        g_autofree char *single = g_strconcat(name, "*", NULL);
        if (strcmp(key, name) == 0) {
            g_assert_true(*value == '"' && g_str_has_suffix(value, "\""));
            return g_strndup(value + 1, strlen(value) - 2);
        }
        if (strcmp(key, single) != 0) {
            g_assert_cmpstr(key, ==, numbered);
            next++;
        }
        if (next <= 1) {
            g_assert_true(g_str_has_prefix(value, "UTF-8''"));
            value += 7;
        }
        g_autofree char *bytes = g_uri_unescape_string(value, NULL);
        g_assert_nonnull(bytes);
        g_string_append(out, bytes);
    }
    return g_strdup(out->str);
}

/* The value of a header field, folded as it is; "" when there is none. */
static inline char *mime_field(const char *text, const char *name)
{
    g_autofree char *head = g_strndup(text, (gsize)(strstr(text, "\r\n\r\n") - text));
    g_autofree char *from = g_strconcat("\r\n", name, ": ", NULL);
    g_autofree char *all = g_strconcat("\r\n", head, "\r\n", NULL);
    const char *p = strstr(all, from);
    if (!p)
        return g_strdup("");
    p += strlen(from);
    const char *end = p;
    while ((end = strstr(end, "\r\n")) && end[2] == ' ')
        end++;
    return g_strndup(p, (gsize)(end - p));
}
