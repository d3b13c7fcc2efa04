// SPDX-License-Identifier: GPL-3.0-or-later
/* Which encoding makes the best Japanese of some bytes.
 *
 * Every candidate decodes a sample, and a coarse model says how many bits the
 * resulting text would take: few for kana and the common kanji, many for rare
 * kanji, half-width kana, the private use area and for what does not decode at
 * all. The shortest text wins. Because all candidates explain the same bytes,
 * their costs are comparable as they stand; no confidence has to be invented.
 *
 * The difference between two costs is the weight of the evidence in bits, so it
 * can also be held against a label. */
#include "charset_private.h"

enum {
    SAMPLE_BYTES = 32 * 1024,
    ASCII_MARGIN = 32, // ASCII kept on both sides of what is not ASCII
    COST_ERROR = 40,
    COST_CONTROL = 30,
    COST_ASCII = 6,
    CERTAIN_CHARS = 256, // so many well-formed characters are UTF-8 beyond doubt
};

static gboolean tells_apart(char c)
{
    return (guchar)c >= 0x80 || c == 0x1b;
}

void kiri_charset_sample(KiriStr bytes, KiriBuf *sample)
{
    gsize copied = 0; // everything before is in the sample or was left out
    for (gsize i = 0; i < bytes.n && sample->n < SAMPLE_BYTES; i++) {
        if (!tells_apart(bytes.p[i]))
            continue;
        gsize from = MAX(copied, i > ASCII_MARGIN ? i - ASCII_MARGIN : 0);
        while (i < bytes.n && i - from < SAMPLE_BYTES && tells_apart(bytes.p[i]))
            i++;
        gsize to = MIN(bytes.n, i + ASCII_MARGIN);
        if (to > from)
            kiri_buf_add(sample, bytes.p + from, to - from);
        copied = MAX(copied, to);
    }
}

typedef enum {
    SCRIPT_ASCII_LETTER,
    SCRIPT_ASCII_OTHER,
    SCRIPT_LATIN,
    SCRIPT_GREEK_CYRILLIC,
    SCRIPT_HIRAGANA,
    SCRIPT_KATAKANA,
    SCRIPT_HALF_KATAKANA,
    SCRIPT_KANJI,
    SCRIPT_HANGUL,
    SCRIPT_OTHER,
} Script;

/* JIS X 0208 rows 16 to 47 hold the common kanji (level 1), rows 48 to 84 the
 * others; a level for each of U+4E00–9FFF, computed from the index table. */
static guint8 kanji_level[0x5200];

static void learn_kanji_levels(void)
{
    static gsize is_done;
    if (!g_once_init_enter(&is_done))
        return;
    const guint16 *jis0208 = kiri_charset_index()->jis0208;
    for (guint pointer = 15 * 94; pointer < 84 * 94; pointer++)
        if (jis0208[pointer] >= 0x4e00 && jis0208[pointer] <= 0x9fff)
            kanji_level[jis0208[pointer] - 0x4e00] = pointer < 47 * 94 ? 1 : 2;
    g_once_init_leave(&is_done, 1);
}

static guint kanji_cost(gunichar c, Script previous)
{
    static const guint8 cost[] = {18, 11, 16};
    guint bits = cost[kanji_level[c - 0x4e00]];
    return previous == SCRIPT_HALF_KATAKANA ? bits + 2 : bits;
}

/* U+3000–303F and the full-width forms. */
static guint wide_symbol_cost(gunichar c)
{
    switch (c) {
    case 0x3000: // ideographic space
    case 0x3001: // 、
    case 0x3002: // 。
    case 0x300c: // 「
    case 0x300d: // 」
    case 0xff01: // ！
    case 0xff08: // （
    case 0xff09: // ）
    case 0xff1f: // ？
        return 7;
    default:
        return 10;
    }
}

static Script script_of(gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalpha((gchar)c) ? SCRIPT_ASCII_LETTER : SCRIPT_ASCII_OTHER;
    if (c >= 0xc0 && c <= 0x24f)
        return SCRIPT_LATIN;
    if (c >= 0x370 && c <= 0x52f)
        return SCRIPT_GREEK_CYRILLIC;
    if (c >= 0x3041 && c <= 0x309e)
        return SCRIPT_HIRAGANA;
    if (c >= 0x30a1 && c <= 0x30fe)
        return SCRIPT_KATAKANA;
    if (c >= 0xff61 && c <= 0xff9f)
        return SCRIPT_HALF_KATAKANA;
    if (c >= 0x4e00 && c <= 0x9fff)
        return SCRIPT_KANJI;
    if (c >= 0xac00 && c <= 0xd7a3)
        return SCRIPT_HANGUL;
    return SCRIPT_OTHER;
}

static guint other_cost(gunichar c)
{
    if (c == 0xfffd)
        return COST_ERROR;
    if ((c >= 0x3000 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff5e))
        return wide_symbol_cost(c);
    if (c == 0xb7 || c == 0x30fb)
        return 8;
    if (c < 0xa0 || (c >= 0xe000 && c <= 0xf8ff))
        return 25;
    return c < 0x100 ? 13 : 14;
}

/* Bits of `c` after a character of `previous`: what goes on is cheaper than
 * what begins. */
static guint char_cost(gunichar c, Script script, Script previous)
{
    gboolean goes_on = script == previous;
    switch (script) {
    case SCRIPT_ASCII_LETTER:
        return previous == SCRIPT_HALF_KATAKANA ? COST_ASCII + 3 : COST_ASCII;
    case SCRIPT_ASCII_OTHER:
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f ? COST_CONTROL
                                                                              : COST_ASCII;
    case SCRIPT_LATIN:
        return (goes_on || previous == SCRIPT_ASCII_LETTER ? 10u : 13u) + (c >= 0x180 ? 4u : 0u);
    case SCRIPT_GREEK_CYRILLIC:
        return goes_on ? 8 : 14;
    case SCRIPT_HIRAGANA:
        return goes_on ? 6 : 7;
    case SCRIPT_KATAKANA:
        return goes_on ? 7 : 9;
    case SCRIPT_HALF_KATAKANA:
        return goes_on ? 8 : 14;
    case SCRIPT_KANJI:
        return kanji_cost(c, previous);
    case SCRIPT_HANGUL:
        return goes_on ? 11 : 14;
    case SCRIPT_OTHER:
        break;
    }
    return other_cost(c);
}

guint kiri_charset_cost(KiriEncoding encoding, KiriStr sample, gsize *errors, gsize *foreign)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, 8 * SAMPLE_BYTES);
    learn_kanji_levels();
    *errors = kiri_encoding_decode(encoding, sample, &text);
    *foreign = 0;
    guint cost = 0;
    Script previous = SCRIPT_ASCII_OTHER;
    for (char *p = text.p; p < text.p + text.n; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        Script script = script_of(c);
        cost += char_cost(c, script, previous);
        *foreign += c >= 0x80;
        previous = script;
    }
    return cost;
}

KiriEncoding kiri_charset_guess(KiriStr sample, guint *cost)
{
    static const KiriEncoding candidates[] = {KIRI_ENC_SHIFT_JIS, KIRI_ENC_EUC_JP,
                                              KIRI_ENC_ISO_2022_JP, KIRI_ENC_WINDOWS_1252};
    KiriEncoding best = KIRI_ENC_UTF_8;
    gsize errors, foreign;
    *cost = kiri_charset_cost(KIRI_ENC_UTF_8, sample, &errors, &foreign);
    if (!errors && foreign >= CERTAIN_CHARS)
        return KIRI_ENC_UTF_8;
    for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
        guint c = kiri_charset_cost(candidates[i], sample, &errors, &foreign);
        if (c < *cost) {
            *cost = c;
            best = candidates[i];
        }
    }
    return best;
}
