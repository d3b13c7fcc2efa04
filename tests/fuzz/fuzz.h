// SPDX-License-Identifier: GPL-3.0-or-later
/* What targets share: an input that is taken apart from the front, and what holds of
 * every sink. Texts end with NUL in the input, so that a seed can be read and edited. */
#pragma once

#include <kirinuki/buf.h>

#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const guint8 *data, gsize n);

typedef struct {
    const guint8 *p;
    gsize n;
} FuzzInput;

/* 0 at the end. */
static inline guint fuzz_byte(FuzzInput *in)
{
    if (!in->n)
        return 0;
    in->n--;
    return *in->p++;
}

static inline guint64 fuzz_u64(FuzzInput *in)
{
    guint64 v = 0;
    for (guint i = 0; i < 8; i++)
        v = v << 8 | fuzz_byte(in);
    return v;
}

/* Any bytes but NUL. (transfer full) */
static inline char *fuzz_text(FuzzInput *in)
{
    const guint8 *nul = in->n ? memchr(in->p, 0, in->n) : NULL;
    gsize n = nul ? (gsize)(nul - in->p) : in->n;
    char *text = g_strndup((const char *)in->p, n);
    in->p += n + (nul ? 1 : 0);
    in->n -= n + (nul ? 1 : 0);
    return text;
}

/* The same as UTF-8, as all text behind the charset gate is. (transfer full) */
static inline char *fuzz_utf8(FuzzInput *in)
{
    g_autofree char *text = fuzz_text(in);
    return g_utf8_make_valid(text, -1);
}

static inline void fuzz_check_utf8(KiriStr s)
{
    g_assert_true(g_utf8_validate_len(s.p ? s.p : "", s.n, NULL));
}

/* Valid, and nothing in it moves a terminal or a printer: control characters of both
 * sets but those of `allowed`. */
static inline void fuzz_check_no_controls(KiriStr s, const char *allowed)
{
    fuzz_check_utf8(s);
    for (const char *p = s.p; p && p < s.p + s.n; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        g_assert_true((c >= 0x20 && !(c >= 0x7f && c < 0xa0)) || (c && strchr(allowed, (int)c)));
    }
}

static inline gboolean fuzz_is_turning(gunichar c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What is left of a text when white space, control characters and those that turn its
 * direction are taken out: what no sink may lose. (transfer full) */
static inline char *fuzz_substance(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    GString *out = g_string_new(NULL);
    for (const char *p = valid; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (c > 0x20 && !(c >= 0x7f && c <= 0xa0) && c != 0x3000 && !fuzz_is_turning(c))
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}
