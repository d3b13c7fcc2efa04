// SPDX-License-Identifier: GPL-3.0-or-later
/* The smallest pieces of a date: characters, words and numbers, read from one
 * place of a text on. Full-width characters are folded on the way, and the
 * Korean and Chinese words for year, month, hour … pass for the Japanese ones. */
#include "date_private.h"

#include <string.h>

/* The folded character at `at`, its length in *n; 0 at the end and for bytes
 * that are no text. */
gunichar kiri_date_peek(KiriStr s, gsize at, gsize *n)
{
    *n = 0;
    if (at >= s.n)
        return 0;
    gunichar c = (guchar)s.p[at];
    *n = 1;
    if (c >= 0x80) {
        c = g_utf8_get_char_validated(s.p + at, (gssize)(s.n - at));
        if (c == (gunichar)-1 || c == (gunichar)-2)
            return 0;
        *n = (gsize)g_utf8_skip[(guchar)s.p[at]];
    }
    if (c >= 0xff01 && c <= 0xff5e)
        return c - 0xfee0;
    switch (c) {
    case 0x00a0:
    case 0x3000:
        return ' ';
    case 0x2010: // hyphens and dashes
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
        return '-';
    case U'년':
        return U'年';
    case U'월':
        return U'月';
    case U'일':
        return U'日';
    case U'시':
    case U'时':
    case U'點':
    case U'点':
        return U'時';
    case U'분':
        return U'分';
    case U'초':
        return U'秒';
    default:
        return c;
    }
}

gboolean kiri_date_take(KiriStr s, gsize *at, gunichar wanted)
{
    gsize n;
    if (kiri_date_peek(s, *at, &n) != wanted || !n)
        return FALSE;
    *at += n;
    return TRUE;
}

void kiri_date_skip_blanks(KiriStr s, gsize *at)
{
    gsize n;
    for (gunichar c; (c = kiri_date_peek(s, *at, &n)) == ' ' || (c >= '\t' && c <= '\r');)
        *at += n;
}

gboolean kiri_date_take_word(KiriStr s, gsize *at, const char *word)
{
    gsize n = strlen(word);
    if (s.n - *at < n || memcmp(s.p + *at, word, n) != 0)
        return FALSE;
    *at += n;
    return TRUE;
}

gint kiri_date_kanji_digit(gunichar c)
{
    static const gunichar digits[] = {U'〇', U'一', U'二', U'三', U'四',
                                      U'五', U'六', U'七', U'八', U'九'};
    for (gint i = 0; i < (gint)G_N_ELEMENTS(digits); i++)
        if (digits[i] == c)
            return i;
    return c == U'零' || c == U'○' ? 0 : -1; // a circle often stands for 〇
}

/* "二〇二四", "二十三", "十": row of digits or with tens. */
static guint take_kanji_number(KiriStr s, gsize *at, gint *value)
{
    guint digits = 0;
    gsize n;
    gint v = 0;
    gboolean has_ten = FALSE;
    for (gsize p = *at; digits < 4; p += n, *at = p) {
        gunichar c = kiri_date_peek(s, p, &n);
        gint digit = kiri_date_kanji_digit(c);
        if (c == U'十' && !has_ten) {
            v = (digits ? v : 1) * 10;
            has_ten = TRUE;
        } else if (digit >= 0) {
            v = has_ten ? v + digit : v * 10 + digit;
        } else {
            break;
        }
        digits++;
    }
    *value = v;
    return digits;
}

/* A number of at most `max` figures; returns how many there were. */
guint kiri_date_take_number(KiriStr s, gsize *at, guint max, gint *value)
{
    guint digits = 0;
    gsize n, p = *at;
    gint v = 0;
    for (gunichar c; (c = kiri_date_peek(s, p, &n)) >= '0' && c <= '9'; p += n) {
        if (++digits > max)
            return 0;
        v = v * 10 + (gint)(c - '0');
    }
    if (!digits)
        return take_kanji_number(s, at, value);
    *at = p;
    *value = v;
    return digits;
}

gboolean kiri_date_take_unit(KiriStr s, gsize *at, gunichar unit)
{
    gsize p = *at;
    kiri_date_skip_blanks(s, &p);
    if (!kiri_date_take(s, &p, unit))
        return FALSE;
    *at = p;
    return TRUE;
}

/* Number and unit behind optional blanks; nothing is taken unless both are there. */
gboolean kiri_date_take_field(KiriStr s, gsize *at, gunichar unit, gint *value)
{
    gsize p = *at;
    gint v;
    kiri_date_skip_blanks(s, &p);
    guint digits = kiri_date_take_number(s, &p, 2, &v);
    if (!digits || !kiri_date_take_unit(s, &p, unit))
        return FALSE;
    *at = p;
    *value = v;
    return TRUE;
}
