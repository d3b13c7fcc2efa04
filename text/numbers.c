// SPDX-License-Identifier: GPL-3.0-or-later
/* A figure is a row of parts (14 + 万 + 7878) that are added up, and the unit
 * behind it. Everything is integer arithmetic in thousandths; what does not fit
 * is no figure. */
#include "numbers_private.h"

#include <kirinuki/normalize.h>

#include <string.h>

#define MOST_MILLI (G_GINT64_CONSTANT(9000000) * 1000000000000) // 9 × 10^18

/* Digit and power values of kanji numerals; -1: none. Every character of every
 * text is asked, so these are switches. */
static gint64 kanji_digit(gunichar c)
{
    switch (c) {
    case U'〇':
        return 0;
    case U'一':
        return 1;
    case U'二':
        return 2;
    case U'三':
        return 3;
    case U'四':
        return 4;
    case U'五':
        return 5;
    case U'六':
        return 6;
    case U'七':
        return 7;
    case U'八':
        return 8;
    case U'九':
        return 9;
    default:
        return -1;
    }
}

static gint64 small_power(gunichar c)
{
    switch (c) {
    case U'十':
        return 10;
    case U'百':
        return 100;
    case U'千':
        return 1000;
    default:
        return -1;
    }
}

static gint64 large_power(gunichar c)
{
    switch (c) {
    case U'万':
        return 10000;
    case U'億':
        return G_GINT64_CONSTANT(100000000);
    case U'兆':
        return G_GINT64_CONSTANT(1000000000000);
    default:
        return -1;
    }
}

enum { KANJI_BYTES = 3 };

/* The character at `at`, 0 at the end. */
static gunichar char_at(KiriStr text, gsize at)
{
    return at < text.n ? kiri_char_read(text.p + at) : 0;
}

static KiriStr rest_of(KiriStr text, gsize at)
{
    return (KiriStr){text.p + at, text.n - at};
}

static gboolean starts_with(KiriStr s, const char *prefix)
{
    gsize n = 0; // a few bytes say no nearly always
    while (prefix[n] && n < s.n && s.p[n] == prefix[n])
        n++;
    return !prefix[n];
}

static gboolean is_digit_at(KiriStr text, gsize at)
{
    return at < text.n && g_ascii_isdigit(text.p[at]);
}

/* a × b and a + b, or MOST_MILLI when that is too much. */
static gint64 times(gint64 a, gint64 b)
{
    gint64 v;
    return __builtin_mul_overflow(a, b, &v) || v > MOST_MILLI ? MOST_MILLI : v;
}

static gint64 plus(gint64 a, gint64 b)
{
    gint64 v;
    return __builtin_add_overflow(a, b, &v) || v > MOST_MILLI ? MOST_MILLI : v;
}

/* Is text[at] a comma between thousands: three digits behind it, not four? */
static gboolean is_thousands_comma(KiriStr text, gsize at)
{
    return at < text.n && text.p[at] == ',' && is_digit_at(text, at + 1) &&
           is_digit_at(text, at + 2) && is_digit_at(text, at + 3) && !is_digit_at(text, at + 4);
}

/* "147,878", "3.5", "3・5": thousandths. The katakana point is a decimal one only
 * between single digits' figures and before a unit; lists of years are not. */
static gsize read_arabic(KiriStr text, gsize at, gint64 *milli)
{
    gint64 v = 0;
    while (is_digit_at(text, at) || is_thousands_comma(text, at)) {
        if (text.p[at] != ',')
            v = plus(times(v, 10), text.p[at] - '0');
        at++;
    }
    v = times(v, KIRI_NUMBER_SCALE);
    gsize point = starts_with(rest_of(text, at), ".")    ? 1
                  : starts_with(rest_of(text, at), "・") ? strlen("・")
                                                         : 0;
    if (point && is_digit_at(text, at + point)) {
        gint64 worth = KIRI_NUMBER_SCALE / 10;
        for (at += point; is_digit_at(text, at); at++, worth /= 10)
            v = plus(v, (text.p[at] - '0') * worth);
    }
    *milli = v;
    return at;
}

/* Kanji numerals up to 9,999: 三千二百, 二四; 0 bytes read when there is none. */
static gsize read_kanji_small(KiriStr text, gsize at, gint64 *milli)
{
    gint64 sum = 0, digit = -1;
    for (;; at += KANJI_BYTES) {
        gunichar c = char_at(text, at);
        gint64 d = kanji_digit(c), power = small_power(c);
        if (d >= 0) {
            digit = digit < 0 ? d : plus(times(digit, 10), d);
        } else if (power >= 0) {
            sum = plus(sum, times(digit < 0 ? 1 : digit, power));
            digit = -1;
        } else {
            break;
        }
    }
    *milli = times(plus(sum, digit < 0 ? 0 : digit), KIRI_NUMBER_SCALE);
    return at;
}

/* One part before a large power: Arabic with 千 and 百 behind it, or kanji. */
static gsize read_part(KiriStr text, gsize at, gint64 *milli, gboolean *is_kanji)
{
    *is_kanji = !is_digit_at(text, at);
    if (*is_kanji)
        return read_kanji_small(text, at, milli);
    at = read_arabic(text, at, milli);
    gint64 power;
    while ((power = small_power(char_at(text, at))) >= 0) {
        *milli = times(*milli, power);
        at += KANJI_BYTES;
        gint64 lower = 0;
        if (is_digit_at(text, at)) {
            at = read_arabic(text, at, &lower);
            *milli = plus(*milli, lower);
        }
    }
    return at;
}

/* The whole figure; returns the place behind it, or `at` when there is none. */
static gsize read_value(KiriStr text, gsize at, gint64 *milli, gboolean *is_kanji)
{
    gint64 sum = 0, below = G_MAXINT64;
    gboolean any_arabic = FALSE;
    gsize end = at;
    for (;;) {
        gint64 part = 0;
        gboolean part_is_kanji;
        gsize after = read_part(text, end, &part, &part_is_kanji);
        if (after == end)
            break;
        any_arabic = any_arabic || !part_is_kanji;
        gint64 power = large_power(char_at(text, after));
        if (power < 0) {
            sum = plus(sum, part);
            end = after;
            break;
        }
        if (power >= below)
            break; // powers fall; this is another figure
        below = power;
        sum = plus(sum, times(part, power));
        end = after + KANJI_BYTES;
    }
    *milli = sum;
    *is_kanji = !any_arabic;
    return end;
}

/* ---- what surrounds it ---- */

static gboolean any_at(KiriStr s, const char *const *words)
{
    for (; *words; words++)
        if (starts_with(s, *words))
            return TRUE;
    return FALSE;
}

static gboolean any_before(KiriStr text, gsize at, const char *const *words)
{
    for (; *words; words++) {
        gsize n = strlen(*words);
        if (n <= at && memcmp(text.p + at - n, *words, n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Numbers of dates, clocks and lists belong to other readers. */
static gboolean is_date_behind(KiriStr s)
{
    static const char *const durations[] = {"年間",   "日間",   "時間", "分間",
                                            "年ぶり", "年連続", "月間", NULL};
    static const char *const dates[] = {"年", "月", "日", "時", "分",   "秒", "/", ":",
                                        "条", "項", "章", "節", "丁目", "番", NULL};
    return any_at(s, dates) && !any_at(s, durations);
}

static gboolean is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static gboolean is_part_of_word(KiriStr text, gsize from, gsize to)
{
    if (from && (g_ascii_isalnum(text.p[from - 1]) || is_one_of(text.p[from - 1], "-/_.:#=")))
        return TRUE;
    return to < text.n && is_one_of(text.p[to], "-/_:") && is_digit_at(text, to + 1);
}

static gboolean is_about(KiriStr text, gsize from, gsize to)
{
    static const char *const before[] = {"約", "およそ", "ほぼ", "おおむね", "計約", NULL};
    static const char *const behind[] = {"余り", "余",     "超",   "強",   "弱", "程度",
                                         "前後", "あまり", "近く", "ほど", NULL};
    return any_before(text, from, before) || any_at(rest_of(text, to), behind);
}

static gboolean is_kanji_before(KiriStr text, gsize at)
{
    static const char *const signs[] = {"約", "計", "は", "が", "を", "に", "の", "と", "、",
                                        "。", "で", "も", "「", "(",  "全", "各", NULL};
    return at > 0 && !any_before(text, at, signs);
}

/* Reads one figure that begins at `at`; FALSE when what stands there is none.
 * *end is behind what was looked at in any case. */
static gboolean read_number(KiriStr text, gsize at, KiriNumber *out, gsize *end)
{
    gboolean is_kanji, is_kanji_safe;
    gint64 milli = 0;
    *end = read_value(text, at, &milli, &is_kanji);
    if (*end == at)
        return FALSE;
    gsize behind = *end;
    /* 14万余りの人, 300人超: the sign stands on either side of the unit. */
    static const char *const between[] = {"余り", "余", "超", "強", NULL};
    gboolean is_between = any_at(rest_of(text, behind), between);
    if (is_between)
        behind += starts_with(rest_of(text, behind), "余り") ? strlen("余り") : KANJI_BYTES;
    gsize unit_bytes;
    const char *unit = kiri_unit_at(rest_of(text, behind), &unit_bytes, &is_kanji_safe);
    if (milli >= MOST_MILLI || is_part_of_word(text, at, *end) ||
        (!unit && is_date_behind(rest_of(text, *end))))
        return FALSE;
    if (is_kanji && (!unit || !is_kanji_safe || is_kanji_before(text, at)))
        return FALSE;
    if (!unit && milli < 1000 * KIRI_NUMBER_SCALE)
        return FALSE;
    *out = (KiriNumber){.value_milli = milli, .unit = unit ? unit : "", .from = at};
    out->to = unit ? behind + unit_bytes : *end;
    out->is_about = is_between || is_about(text, at, out->to);
    *end = out->to;
    return TRUE;
}

static gboolean is_kanji_numeral(gunichar c)
{
    return kanji_digit(c) >= 0 || small_power(c) >= 0;
}

GArray *kiri_numbers_find(KiriStr n_text)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(KiriNumber));
    for (gsize at = 0; at < n_text.n;) {
        KiriNumber number;
        gsize end = at;
        if (is_digit_at(n_text, at) || is_kanji_numeral(char_at(n_text, at))) {
            if (read_number(n_text, at, &number, &end))
                g_array_append_val(numbers, number);
        }
        /* Behind a refused number its further digits must not start another. */
        at = end > at ? end : at + (gsize)g_utf8_skip[(guchar)n_text.p[at]];
    }
    return numbers;
}

/* ---- comparing ---- */

/* The worth of the last digit that is not zero. */
static gint64 step_of(gint64 milli)
{
    gint64 step = 1;
    while (milli && milli % (step * 10) == 0 && step < MOST_MILLI / 100)
        step *= 10;
    return step;
}

static gboolean is_rounding_of(gint64 coarse, gboolean coarse_is_about, gint64 fine)
{
    gint64 step = step_of(coarse);
    if (step <= step_of(fine) || step < KIRI_NUMBER_SCALE)
        return FALSE;
    /* One digit left of a figure says little unless it says 約 itself. */
    if (coarse / step < 10 && !coarse_is_about)
        return FALSE;
    gint64 d = coarse > fine ? coarse - fine : fine - coarse;
    return d < step;
}

KiriNumberMatch kiri_numbers_match(const KiriNumber *a, const KiriNumber *b)
{
    if (strcmp(a->unit, b->unit) != 0 && *a->unit && *b->unit)
        return KIRI_NUMBERS_DIFFER;
    if (a->value_milli == b->value_milli)
        return KIRI_NUMBERS_EQUAL;
    if (is_rounding_of(a->value_milli, a->is_about, b->value_milli) ||
        is_rounding_of(b->value_milli, b->is_about, a->value_milli))
        return KIRI_NUMBERS_ROUNDED;
    return KIRI_NUMBERS_DIFFER;
}

gboolean kiri_number_is_telling(const KiriNumber *a)
{
    gint64 v = a->value_milli;
    if (v % KIRI_NUMBER_SCALE)
        return TRUE; // 3.5%
    v /= KIRI_NUMBER_SCALE;
    return v >= 10 && (v >= 100 || v % 10 != 0);
}

char *kiri_number_format(const KiriNumber *a)
{
    gint64 whole = a->value_milli / KIRI_NUMBER_SCALE, rest = a->value_milli % KIRI_NUMBER_SCALE;
    if (!rest)
        return g_strdup_printf("%" G_GINT64_FORMAT "%s", whole, a->unit);
    char decimals[8];
    g_snprintf(decimals, sizeof decimals, "%03d", (int)rest);
    for (gsize n = strlen(decimals); n && decimals[n - 1] == '0'; n--)
        decimals[n - 1] = 0;
    return g_strdup_printf("%" G_GINT64_FORMAT ".%s%s", whole, decimals, a->unit);
}
