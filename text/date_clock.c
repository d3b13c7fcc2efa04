// SPDX-License-Identifier: GPL-3.0-or-later
/* What follows a date: weekday, time of day, zone.
 *
 *   clock = [午前|午後…] hour 時 [minute 分 [second 秒]] | hour:minute[:second] */
#include "date_private.h"

#include <string.h>

/* "Tue", "Tuesday", "TUE." behind a date, without brackets; "Sunset" is none. */
static void take_english_weekday(KiriStr s, gsize *at, gsize word)
{
    gsize p = word;
    while (p < s.n && g_ascii_isalpha(s.p[p]))
        p++;
    if (p - word != 3 && g_ascii_strncasecmp(s.p + p - 3, "day", 3) != 0)
        return;
    kiri_date_take(s, &p, '.');
    kiri_date_take(s, &p, ',');
    *at = p;
}

/* "(火)", "（火・祝）", "火曜日", "[Tue]". */
void kiri_date_take_weekday(KiriStr s, gsize *at)
{
    static const char *const names[] = {"日", "月", "火", "水", "木", "金", "土", "祝"};
    static const char *const english[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    gsize p = *at, n;
    kiri_date_skip_blanks(s, &p);
    if (p == *at) // "2024.03.05.Tue"
        kiri_date_take(s, &p, '.');
    gunichar open = kiri_date_peek(s, p, &n), c = 0;
    gboolean has_bracket = open == '(' || open == '[' || open == U'〔' || open == U'【';
    p += has_bracket ? n : 0;
    gboolean is_weekday = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && !is_weekday; i++)
        is_weekday = kiri_date_take_word(s, &p, names[i]);
    gboolean is_english = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(english) && !is_weekday && !is_english; i++)
        is_english = s.n - p >= 3 && g_ascii_strncasecmp(s.p + p, english[i], 3) == 0;
    if (!is_weekday && !is_english)
        return;
    if (is_english && !has_bracket) {
        take_english_weekday(s, at, p);
        return;
    }
    if (!has_bracket) {
        if (kiri_date_take_word(s, &p, "曜日") || kiri_date_take_word(s, &p, "曜"))
            *at = p;
        return;
    }
    for (guint i = 0; i < 12 && (c = kiri_date_peek(s, p, &n)) != 0; i++) {
        p += n;
        if (c == ')' || c == ']' || c == U'〕' || c == U'】') {
            *at = p;
            return;
        }
    }
}

typedef enum { HALF_NONE, HALF_AM, HALF_PM } HalfDay;

static HalfDay take_half(KiriStr s, gsize *at)
{
    static const struct {
        const char *word;
        HalfDay half;
    } words[] = {{"午前", HALF_AM}, {"午後", HALF_PM}, {"오전", HALF_AM}, {"오후", HALF_PM},
                 {"上午", HALF_AM}, {"下午", HALF_PM}, {"am", HALF_AM},   {"pm", HALF_PM},
                 {"a.m.", HALF_AM}, {"p.m.", HALF_PM}};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize n = strlen(words[i].word);
        gboolean is_word = s.n - *at >= n && g_ascii_strncasecmp(s.p + *at, words[i].word, n) == 0;
        if (is_word && !(g_ascii_isalpha(words[i].word[0]) && *at + n < s.n &&
                         g_ascii_isalpha(s.p[*at + n]))) {
            *at += n;
            return words[i].half;
        }
    }
    return HALF_NONE;
}

static void take_fraction(KiriStr s, gsize *at, gint *micro)
{
    gsize p = *at, n;
    gint scale = 100000;
    if (!kiri_date_take(s, &p, '.') && !kiri_date_take(s, &p, ','))
        return;
    for (gunichar c; (c = kiri_date_peek(s, p, &n)) >= '0' && c <= '9'; p += n, scale /= 10) {
        *micro += (gint)(c - '0') * scale;
        *at = p + n;
    }
}

/* "9:05[:06[.7]]"; a point before the seconds is found on forums. */
static gboolean take_colon_clock(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at;
    gint value;
    if (!kiri_date_take_number(s, &p, 2, &d->hour) || !kiri_date_take(s, &p, ':') ||
        kiri_date_take_number(s, &p, 2, &d->minute) != 2)
        return FALSE;
    *at = p;
    if ((kiri_date_take(s, &p, ':') || kiri_date_take(s, &p, '.')) &&
        kiri_date_take_number(s, &p, 2, &value) == 2) {
        d->second = value;
        d->has_second = TRUE;
        *at = p;
        take_fraction(s, at, &d->micro);
    }
    return TRUE;
}

/* "9時[5分[6秒]]", "9時半". */
static gboolean take_unit_clock(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at;
    if (!kiri_date_take_field(s, &p, U'時', &d->hour) || kiri_date_take_word(s, &p, "間"))
        return FALSE;
    d->minute = 0;
    *at = p;
    if (kiri_date_take(s, &p, U'半'))
        d->minute = 30;
    else if (kiri_date_take_field(s, &p, U'分', &d->minute))
        d->has_second = kiri_date_take_field(s, &p, U'秒', &d->second);
    *at = p;
    return TRUE;
}

static gboolean take_offset(KiriStr s, gsize *at, gint *offset_min)
{
    gsize p = *at, n;
    gunichar c = kiri_date_peek(s, p, &n);
    gint hours, minutes = 0;
    if (c != '+' && c != '-')
        return FALSE;
    p += n;
    guint digits = kiri_date_take_number(s, &p, 4, &hours);
    if (digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if ((digits == 1 || digits == 2) && kiri_date_take(s, &p, ':')) {
        if (kiri_date_take_number(s, &p, 2, &minutes) != 2)
            return FALSE;
    } else if (digits != 1 && digits != 2) {
        return FALSE;
    }
    *at = p;
    *offset_min = (c == '-' ? -1 : 1) * (hours * 60 + minutes);
    return hours <= 18 && minutes <= 59;
}

/* "JST", "(JST)", "+09:00", "日本時間", "Z". */
static void take_zone(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at;
    kiri_date_skip_blanks(s, &p);
    gboolean has_bracket = kiri_date_take(s, &p, '(');
    gsize from = p;
    if (kiri_date_take_word(s, &p, "日本時間")) {
        d->offset_min = KIRI_JST_MIN;
        d->has_zone = TRUE;
    } else if (take_offset(s, &p, &d->offset_min)) {
        d->has_zone = TRUE;
    } else {
        while (p < s.n && g_ascii_isalpha(s.p[p]))
            p++;
        d->has_zone = kiri_zone_by_name((KiriStr){s.p + from, p - from}, &d->offset_min);
    }
    if (d->has_zone && (!has_bracket || kiri_date_take(s, &p, ')')))
        *at = p;
}

/* The time of day behind a date, where there is one. */
void kiri_date_take_clock(KiriStr s, gsize *at, KiriStatedDate *d)
{
    static const char *const joints[] = {"、", "の", ",", "T",  "t",  "@", "|",  "｜",
                                         "-",  "・", "/", "／", "：", ":", "付", "."};
    gsize p = *at;
    KiriStatedDate with = *d;
    kiri_date_skip_blanks(s, &p);
    for (gsize i = 0; i < G_N_ELEMENTS(joints); i++)
        if (kiri_date_take_word(s, &p, joints[i]))
            break;
    kiri_date_skip_blanks(s, &p);
    gboolean has_bracket = kiri_date_take(s, &p, '('); // "2024年3月5日（9:05）"
    kiri_date_skip_blanks(s, &p);
    HalfDay half = take_half(s, &p);
    kiri_date_skip_blanks(s, &p);
    if (half == HALF_NONE && kiri_date_take_word(s, &p, "正午"))
        with.hour = 12;
    else if (!take_colon_clock(s, &p, &with) && !take_unit_clock(s, &p, &with))
        return;
    gsize behind = p;
    kiri_date_skip_blanks(s, &p);
    if (half == HALF_NONE)
        half = take_half(s, &p);
    if (half == HALF_NONE)
        p = behind;
    if (half != HALF_NONE && with.hour == 12)
        with.hour = 0;
    if (half == HALF_PM && with.hour < 12)
        with.hour += 12;
    with.has_clock = TRUE;
    take_zone(s, &p, &with);
    if (has_bracket && !kiri_date_take(s, &p, ')'))
        return;
    KiriTime ignored;
    if (!kiri_stated_to_time(&with, 0, &ignored))
        return;
    *d = with;
    *at = p;
}
