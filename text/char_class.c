// SPDX-License-Identifier: GPL-3.0-or-later
/* Character classes, as far as word boundaries need them. Scripts that write
 * without spaces, or join particles to words (Hangul), are not "Latin": their
 * words may be found inside longer ones. */
#include <kirinuki/normalize.h>

static gboolean is_in(gunichar c, gunichar low, gunichar high)
{
    return c >= low && c <= high;
}

static gboolean is_kanji(gunichar c)
{
    return is_in(c, 0x4e00, 0x9fff) || is_in(c, 0x3005, 0x3007) || is_in(c, 0x3400, 0x4dbf) ||
           is_in(c, 0xf900, 0xfaff) || is_in(c, 0x20000, 0x3ffff);
}

static gboolean is_katakana(gunichar c)
{
    return is_in(c, 0x30a1, 0x30fa) || is_in(c, 0x30fc, 0x30ff) || is_in(c, 0x31f0, 0x31ff) ||
           is_in(c, 0xff66, 0xff9f);
}

static gboolean is_space(gunichar c)
{
    return c == ' ' || is_in(c, 0x09, 0x0d) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           is_in(c, 0x2000, 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

static gboolean has_no_word_boundaries(gunichar c)
{
    return is_in(c, 0x0e00, 0x109f) || // Thai, Lao, Tibetan, Myanmar
           is_in(c, 0x1100, 0x11ff) || // Hangul
           is_in(c, 0x1780, 0x17ff) || // Khmer
           is_in(c, 0x2e80, 0xa4cf) || // everything between the radicals and Yi
           is_in(c, 0xa960, 0xa97f) || is_in(c, 0xaa60, 0xaa7f) || is_in(c, 0xac00, 0xd7ff);
}

static gboolean is_mark(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
           type == G_UNICODE_ENCLOSING_MARK;
}

KiriCharClass kiri_char_class_of_any(gunichar c)
{
    if (c < 0x80) {
        if (g_ascii_isalpha((gchar)c))
            return KIRI_CHAR_LATIN;
        if (g_ascii_isdigit((gchar)c))
            return KIRI_CHAR_DIGIT;
        return is_space(c) ? KIRI_CHAR_SPACE : KIRI_CHAR_OTHER;
    }
    if (is_kanji(c))
        return KIRI_CHAR_KANJI;
    if (is_in(c, 0x3041, 0x309f))
        return KIRI_CHAR_HIRAGANA;
    if (is_katakana(c))
        return KIRI_CHAR_KATAKANA;
    if (is_space(c))
        return KIRI_CHAR_SPACE;
    if (has_no_word_boundaries(c))
        return KIRI_CHAR_OTHER;
    if (g_unichar_isdigit(c))
        return KIRI_CHAR_DIGIT;
    return g_unichar_isalpha(c) || is_mark(c) ? KIRI_CHAR_LATIN : KIRI_CHAR_OTHER;
}

/* U+3041–3096 and U+30A1–30F6 are the same letters in the same order. */
#define KANA_DISTANCE 0x60

gunichar kiri_char_katakana(gunichar c)
{
    return is_in(c, 0x3041, 0x3096) ? c + KANA_DISTANCE : c;
}

gunichar kiri_char_hiragana(gunichar c)
{
    return is_in(c, 0x30a1, 0x30f6) ? c - KANA_DISTANCE : c;
}
