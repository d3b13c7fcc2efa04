// SPDX-License-Identifier: GPL-3.0-or-later
/* See text_match.h. Headlines are short: bigrams fit on the stack, and what lies
 * behind the first thousand characters decides nothing. */
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <stdlib.h>
#include <string.h>

enum { MAX_BIGRAMS = 1024 };

char *kiri_squeeze(KiriStr s)
{
    g_autofree char *n = kiri_normalize_dup(s);
    char *to = n;
    for (const char *p = n; *p;) {
        gunichar c = kiri_char_at(p);
        const char *next = kiri_next_char(p);
        KiriCharClass k = kiri_char_class(c);
        if (k != KIRI_CHAR_SPACE && k != KIRI_CHAR_OTHER)
            for (; p < next; p++)
                *to++ = *p;
        p = next;
    }
    *to = 0;
    return g_steal_pointer(&n);
}

static gint by_value(gconstpointer a, gconstpointer b)
{
    guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return (x > y) - (x < y);
}

static guint bigrams(const char *s, guint64 *out)
{
    guint n = 0;
    gunichar before = 0;
    for (; *s && n < MAX_BIGRAMS; s = kiri_next_char(s)) {
        gunichar c = kiri_char_at(s);
        if (before)
            out[n++] = (guint64)before << 32 | c;
        before = c;
    }
    qsort(out, n, sizeof *out, by_value);
    return n;
}

gint kiri_alike(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return a[0] ? 1000 : 0;
    guint64 x[MAX_BIGRAMS], y[MAX_BIGRAMS];
    guint n = bigrams(a, x), m = bigrams(b, y), both = 0;
    for (guint i = 0, j = 0; i < n && j < m;) {
        if (x[i] == y[j]) {
            both++;
            i++;
            j++;
        } else if (x[i] < y[j]) {
            i++;
        } else {
            j++;
        }
    }
    return n + m ? (gint)(2000 * both / (n + m)) : 0;
}

glong kiri_chars(const char *s)
{
    glong n = 0;
    for (; s && *s; s++)
        n += ((guchar)*s & 0xC0) != 0x80;
    return n;
}

gboolean kiri_is_kana(gunichar c)
{
    return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xFF66 && c <= 0xFF9F);
}

gboolean kiri_is_kanji(gunichar c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3006;
}

gboolean kiri_is_wide(gunichar c)
{
    return c >= 0x2E80 && c < 0x3FFFF && !(c >= 0xD800 && c < 0xF900) &&
           !(c >= 0xFE00 && c < 0xFE30) && !(c >= 0xFF61 && c <= 0xFFDC);
}

/* Which bytes may begin a needle, so that a text is read once for all of them. Most
 * needles are Japanese: their first bytes are alike, the next two tell them apart. */
typedef struct {
    guint8 marks[256];
} Beginnings;

enum { IS_LONG = 1, IS_SHORT = 2 }; // needles of three bytes and more, by key; others, by byte

static guint key_of(const char *p)
{
    return ((guint)(guchar)p[1] << 3 ^ (guint)(guchar)p[2]) & 0xFF;
}

static void note_beginnings(Beginnings *b, const char *const *needles)
{
    for (; *needles; needles++) {
        const char *n = *needles;
        if (n[0] && n[1] && n[2])
            b->marks[key_of(n)] |= IS_LONG;
        else
            b->marks[(guchar)n[0]] |= IS_SHORT;
    }
}

static const char *needle_at(KiriStr s, const char *const *needles)
{
    for (; *needles; needles++) {
        const char *n = *needles;
        if (n[0] != s.p[0] || (n[1] && (s.n < 2 || n[1] != s.p[1])))
            continue;
        gsize length = strlen(n);
        if (length <= s.n && memcmp(s.p, n, length) == 0)
            return n;
    }
    return NULL;
}

const char *kiri_find_any(KiriStr s, const char *const *needles, const char **which)
{
    Beginnings b = {{0}};
    note_beginnings(&b, needles);
    for (gsize i = 0; i < s.n; i++) {
        const char *p = s.p + i;
        gboolean may =
            (b.marks[(guchar)*p] & IS_SHORT) || (s.n - i >= 3 && (b.marks[key_of(p)] & IS_LONG));
        const char *needle = may ? needle_at((KiriStr){p, s.n - i}, needles) : NULL;
        if (!needle)
            continue;
        if (which)
            *which = needle;
        return p;
    }
    return NULL;
}

gboolean kiri_starts_with_any(const char *s, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if ((*prefixes)[0] == s[0] && g_str_has_prefix(s, *prefixes))
            return TRUE;
    return FALSE;
}
