// SPDX-License-Identifier: GPL-3.0-or-later
/* Comparing short texts of a page: headlines with headlines, blocks with claims.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* g_utf8_next_char() that keeps const. */
static inline const char *kiri_next_char(const char *p)
{
    return p + g_utf8_skip[*(const guchar *)p];
}

/* g_utf8_get_char() of valid text, without a call for each character. */
static inline gunichar kiri_char_at(const char *s)
{
    const guchar *p = (const guchar *)s;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] < 0xE0)
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0)
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/* Letters, digits and ideographs of `s` in the normal form, nothing else: two
 * headlines that differ in spacing and punctuation squeeze to the same.
 * (transfer full) */
char *kiri_squeeze(KiriStr s);

/* How alike two squeezed texts are: Dice's coefficient over character bigrams,
 * 0 … 1000. */
gint kiri_alike(const char *a, const char *b);
/* kiri_alike() where it is at least `least`, else 0; lengths that are too different
 * to be alike cost nothing more. */
gint kiri_alike_from(const char *a, const char *b, gint least);

/* Length in characters. */
glong kiri_chars(const char *s);

gboolean kiri_is_kana(gunichar c);
gboolean kiri_is_kanji(gunichar c);
gboolean kiri_is_wide(gunichar c); // takes a full cell: kana, kanji, full-width forms

/* First occurrence of one of `needles` (NULL-terminated), which one, or NULL. */
const char *kiri_find_any(KiriStr s, const char *const *needles, const char **which);
gboolean kiri_starts_with_any(const char *s, const char *const *prefixes);
