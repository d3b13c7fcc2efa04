// SPDX-License-Identifier: GPL-3.0-or-later
/* See text_match.h. Headlines are short: bigrams fit on the stack, and what lies
 * behind the first thousand characters decides nothing. */
#include "text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

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
    return n;
}

/* The bigrams of one text and how often each is left to be matched: open addressing,
 * no more than half full. */
typedef struct {
    guint64 pairs[2 * MAX_BIGRAMS];
    guint16 left[2 * MAX_BIGRAMS];
    guint mask;
} Bag;

static guint place_of(const Bag *bag, guint64 pair)
{
    guint at = (guint)(pair * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) >> 40) & bag->mask;
    while (bag->pairs[at] && bag->pairs[at] != pair)
        at = (at + 1) & bag->mask;
    return at;
}

static void fill(Bag *bag, const guint64 *pairs, guint n)
{
    guint size = 16;
    while (size < 2 * n)
        size *= 2;
    bag->mask = size - 1;
    memset(bag->pairs, 0, size * sizeof *bag->pairs);
    memset(bag->left, 0, size * sizeof *bag->left);
    for (guint i = 0; i < n; i++) {
        guint at = place_of(bag, pairs[i]);
        bag->pairs[at] = pairs[i];
        bag->left[at] = (guint16)(bag->left[at] + 1);
    }
}

gint kiri_alike(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return a[0] ? 1000 : 0;
    guint64 x[MAX_BIGRAMS], y[MAX_BIGRAMS];
    guint n = bigrams(a, x), m = bigrams(b, y), both = 0;
    Bag bag;
    fill(&bag, x, n);
    for (guint i = 0; i < m; i++) {
        guint at = place_of(&bag, y[i]);
        if (!bag.left[at])
            continue;
        bag.left[at] = (guint16)(bag.left[at] - 1);
        both++;
    }
    return n + m ? (gint)(2000 * both / (n + m)) : 0;
}

glong kiri_chars(const char *s)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    gsize bytes = s ? strlen(s) : 0, i = 0, behind = 0; // bytes that go on with a character
    for (; i + 8 <= bytes; i += 8) {
        guint64 eight;
        memcpy(&eight, s + i, 8);
        behind += ((eight >> 7 & ~(eight >> 6) & ones) * ones) >> 56;
    }
    for (; i < bytes; i++)
        behind += ((guchar)s[i] & 0xC0) == 0x80;
    return (glong)(bytes - behind);
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

gint kiri_alike_from(const char *a, const char *b, gint least)
{
    glong n = CLAMP(kiri_chars(a) - 1, 0, (glong)MAX_BIGRAMS);
    glong m = CLAMP(kiri_chars(b) - 1, 0, (glong)MAX_BIGRAMS);
    if (n + m && 2000 * MIN(n, m) / (n + m) < least) // if all pairs of the shorter were shared
        return strcmp(a, b) == 0 ? kiri_alike(a, b) : 0;
    gint alike = kiri_alike(a, b);
    return alike >= least ? alike : 0;
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
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end; p = kiri_next_char(p)) { // needles begin characters
        gboolean may =
            (b.marks[(guchar)*p] & IS_SHORT) || (end - p >= 3 && (b.marks[key_of(p)] & IS_LONG));
        const char *needle = may ? needle_at((KiriStr){p, (gsize)(end - p)}, needles) : NULL;
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
