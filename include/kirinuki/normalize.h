// SPDX-License-Identifier: GPL-3.0-or-later
/* The normal form N, in which texts and keywords are compared.
 *
 * N never looks beyond one grapheme cluster, so that the N-text of a piece is
 * the piece of the N-text: NFKC, case folding, dash and tilde classes, a
 * one-to-one table of old kanji forms (旧字体 → 新字体,
 * dictionaries/kyujitai.tsv), and white space dropped unless it stands between
 * two Latin letters or digits (one space is left there). Every byte of the
 * N-text maps back to the original.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

typedef struct {
    char *text; // UTF-8, terminated
    gsize n;
    /* map[i] = byte offset in the original of what made N-byte i, for each i in
     * [0, n]; map[n] is the original's length. Not falling. NULL if not asked
     * for. */
    guint32 *map;
    /* Private: where the original made nothing (dropped white space), with the
     * N-byte that follows; comes with the map. */
    struct {
        guint32 n_at, original_at;
    } * gaps;
    gsize n_gaps;
} KiriNormal;

void kiri_normalize(KiriStr original, gboolean with_map, KiriNormal *out);
void kiri_normal_clear(KiriNormal *normal);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriNormal, kiri_normal_clear)

/* The N-text alone (transfer full): release with g_free. */
char *kiri_normalize_dup(KiriStr original);

/* Original byte range [*from, *to) of the N-bytes [n_from, n_to): whole
 * clusters of the original, without dropped white space around them. */
void kiri_normal_original_range(const KiriNormal *normal, gsize n_from, gsize n_to, gsize *from,
                                gsize *to);

typedef enum {
    KIRI_CHAR_SPACE,
    KIRI_CHAR_LATIN, // letters of all alphabets: words have boundaries
    KIRI_CHAR_DIGIT,
    KIRI_CHAR_HIRAGANA,
    KIRI_CHAR_KATAKANA, // with the long mark
    KIRI_CHAR_KANJI,    // with 々〆
    KIRI_CHAR_OTHER,    // punctuation, symbols
} KiriCharClass;

KiriCharClass kiri_char_class_of_any(gunichar c);
/* Of nearly all Japanese text a range says it. */
static inline KiriCharClass kiri_char_class(gunichar c)
{
    if (c >= 0x4e00 && c <= 0x9fff)
        return KIRI_CHAR_KANJI;
    if (c >= 0x3041 && c <= 0x309f)
        return KIRI_CHAR_HIRAGANA;
    if (c >= 0x30a1 && c <= 0x30fa)
        return KIRI_CHAR_KATAKANA;
    return kiri_char_class_of_any(c);
}

/* The character that begins at `p`, as g_utf8_get_char() has it; the three bytes that
 * nearly every one of Japanese text has, and ASCII, are read in place. */
static inline gunichar kiri_char_read(const char *p)
{
    const guint8 *u = (const guint8 *)p;
    if (*u < 0x80)
        return *u;
    if (*u >= 0xe0 && *u <= 0xef && (u[1] & 0xc0) == 0x80 && (u[2] & 0xc0) == 0x80)
        return (gunichar)(*u & 15) << 12 | (gunichar)(u[1] & 63) << 6 | (u[2] & 63);
    return g_utf8_get_char(p);
}

/* The letter of the other kana, any other character as it is. */
gunichar kiri_char_katakana(gunichar c);
gunichar kiri_char_hiragana(gunichar c);

/* Does `keyword` occur in `text` (both N-text) as the keyword promise says? A
 * side of the keyword that is a Latin letter must stand at a word boundary (no
 * letter beside it; a digit may be), one that is a digit at a digit boundary;
 * everything else matches anywhere at character starts. A keyword with a Latin
 * side does not match inside a URL. Finds the first occurrence at or after `from`; its N-byte
 * range goes to *at and *end. */
gboolean kiri_keyword_find(KiriStr text, KiriStr keyword, gsize from, gsize *at, gsize *end);
/* The same about one place: `text` has the bytes of `keyword` at `at`; do they
 * count there? */
gboolean kiri_keyword_is_at(KiriStr text, KiriStr keyword, gsize at);
