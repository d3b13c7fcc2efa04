// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates in figures and in Japanese, in one grammar:
 *
 *   date  = [era] year 年 [month 月 [day 日]] | year sep month sep day
 *         | [今年|昨年…] month 月 day 日 | [今月|先月…] day 日 | 昨日 … | 3時間前
 *   whole = date [(weekday)] [clock [zone]]
 */
#include "date_private.h"

/* The character before `at`, and where it begins; 0 at the start of the text. */
static gunichar before(KiriStr s, gsize at, gsize *begin)
{
    gsize n;
    *begin = 0;
    if (!at)
        return 0;
    *begin = at - 1;
    while (*begin && ((guchar)s.p[*begin] & 0xc0) == 0x80)
        --*begin;
    return kiri_date_peek(s, *begin, &n);
}

typedef struct {
    const char *name;
    gint first_year, last; // last year of the era, 0: it goes on
    gboolean is_letter;
} Era;

static const Era eras[] = {
    {"令和", 2019, 0, FALSE},  {"平成", 1989, 31, FALSE}, {"昭和", 1926, 64, FALSE},
    {"大正", 1912, 15, FALSE}, {"㋿", 2019, 0, FALSE},   {"㍻", 1989, 31, FALSE},
    {"㍼", 1926, 64, FALSE},   {"㍽", 1912, 15, FALSE},   {"R", 2019, 0, TRUE},
    {"H", 1989, 31, TRUE},     {"S", 1926, 64, TRUE},     {"Ｒ", 2019, 0, TRUE},
    {"Ｈ", 1989, 31, TRUE},    {"Ｓ", 1926, 64, TRUE},
};

/* Era and year, "令和元", "R6"; the year in the common era, 0 if there is none. */
static gint take_era_year(KiriStr s, gsize *at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        gsize p = *at;
        if (!kiri_date_take_word(s, &p, eras[i].name))
            continue;
        gint year = 1;
        kiri_date_skip_blanks(s, &p);
        if (eras[i].is_letter)
            kiri_date_take(s, &p, '.');
        if (!kiri_date_take(s, &p, U'元') && !kiri_date_take_number(s, &p, 2, &year))
            continue;
        if (year < 1 || (eras[i].last && year > eras[i].last))
            continue;
        *at = p;
        return eras[i].first_year + year - 1;
    }
    return 0;
}

static gboolean is_separator(gunichar c)
{
    return c == '/' || c == '-' || c == '.';
}

/* "sep month [sep day]" behind a year. */
static gboolean take_separated(KiriStr s, gsize *at, gboolean needs_day, KiriStatedDate *d)
{
    gsize n, p = *at;
    gunichar separator = kiri_date_peek(s, p, &n);
    if (!is_separator(separator))
        return FALSE;
    p += n;
    kiri_date_skip_blanks(s, &p);
    if (!kiri_date_take_number(s, &p, 2, &d->month))
        return FALSE;
    gsize behind_month = p;
    gboolean has_day = kiri_date_take_unit(s, &p, separator);
    if (has_day) {
        kiri_date_skip_blanks(s, &p);
        has_day = kiri_date_take_number(s, &p, 2, &d->day) > 0;
    }
    if (!has_day && (needs_day || separator == '.'))
        return FALSE;
    *at = has_day ? p : behind_month;
    gunichar next = kiri_date_peek(s, *at, &n);
    return !(next >= '0' && next <= '9') && !(is_separator(next) && separator == next);
}

/* "2024年3月期" is a business year, "3月号" an issue, "5日間" a length. */
static gboolean is_other_meaning(KiriStr s, gsize at)
{
    static const char *const words[] = {"期", "号",   "間",   "ぶり",   "連続", "分",     "後",
                                        "目", "以内", "以上", "以降に", "程度", "当たり", "あたり",
                                        "余", "制",   "数",   "度",     "前",   "め",     "おき"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize p = at;
        if (kiri_date_take_word(s, &p, words[i]))
            return TRUE;
    }
    return FALSE;
}

/* "年 [month 月 [day 日]]" behind a year. */
static gboolean take_units(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at;
    if (!kiri_date_take_unit(s, &p, U'年'))
        return FALSE;
    if (kiri_date_take_field(s, &p, U'月', &d->month)) {
        if (kiri_date_take_field(s, &p, U'日', &d->day))
            *at = p;
        else if (is_other_meaning(s, p))
            return FALSE;
    } else if (is_other_meaning(s, p)) {
        return FALSE;
    }
    *at = p;
    return TRUE;
}

/* A date with its year. */
static gboolean take_full_date(KiriStr s, gsize *at, gboolean is_whole, KiriStatedDate *d)
{
    gsize p = *at;
    d->year = take_era_year(s, &p);
    if (d->year) {
        if (!take_units(s, &p, d) && !take_separated(s, &p, TRUE, d))
            return FALSE;
        *at = p;
        return TRUE;
    }
    gboolean has_apostrophe = kiri_date_take(s, &p, '\'') || kiri_date_take(s, &p, 0x2019);
    guint digits = kiri_date_take_number(s, &p, 4, &d->year);
    if (digits == 2 && (is_whole || has_apostrophe)) {
        d->year = kiri_full_year(d->year, digits);
        if (!take_units(s, &p, d) && !take_separated(s, &p, TRUE, d))
            return FALSE;
    } else if (digits == 4 && (is_whole || (d->year >= 1868 && d->year < 2200))) {
        gsize behind_year = p;
        kiri_date_skip_blanks(s, &p);
        if (!take_units(s, &p, d)) {
            p = behind_year;
            if (!take_separated(s, &p, FALSE, d))
                return FALSE;
        }
    } else {
        return FALSE;
    }
    *at = p;
    return TRUE;
}

/* Two figures for the year are a date in running text only before a weekday or
 * a clock. */
static gboolean take_short_year(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at, n;
    guint digits = kiri_date_take_number(s, &p, 2, &d->year);
    if (digits != 2 || !take_separated(s, &p, TRUE, d))
        return FALSE;
    d->year = kiri_full_year(d->year, digits);
    *at = p;
    kiri_date_skip_blanks(s, &p);
    gunichar next = kiri_date_peek(s, p, &n);
    gint hour;
    return next == '(' || (kiri_date_take_number(s, &p, 2, &hour) &&
                           (kiri_date_take(s, &p, ':') || kiri_date_take(s, &p, U'時')));
}

/* Words that stand for a moment relative to now, in units of days or months. */
static const struct {
    const char *word;
    gint days;
} day_words[] = {
    {"一昨日", -2}, {"おととい", -2}, {"昨日", -1},  {"きのう", -1}, {"昨夜", -1}, {"昨晩", -1},
    {"本日", 0},    {"今日", 0},      {"きょう", 0}, {"明日", 1},    {"あす", 1},  {"明後日", 2},
};

static const struct {
    const char *word;
    gint years;
} year_words[] = {
    {"今年", 0}, {"本年", 0}, {"昨年", -1}, {"去年", -1}, {"一昨年", -2}, {"来年", 1},
};

static const struct {
    const char *word;
    gint months;
} month_words[] = {{"今月", 0}, {"先月", -1}, {"来月", 1}};

static void set_date(KiriStatedDate *d, const KiriCivil *c)
{
    d->year = c->year;
    d->month = c->month;
    d->day = c->day;
}

static gboolean is_letter(gunichar c)
{
    return c >= 0x3041 && g_unichar_isalnum(c);
}

/* "今日": a word of its own, not a part of 熊本日日新聞 or 明日香. */
static gboolean take_day_word(KiriStr s, gsize *at, gint64 now_us, KiriStatedDate *d)
{
    gsize begin, n;
    if (is_letter(before(s, *at, &begin)))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(day_words); i++) {
        gsize p = *at;
        if (!kiri_date_take_word(s, &p, day_words[i].word))
            continue;
        gsize next = p;
        if (is_letter(kiri_date_peek(s, p, &n)) && !kiri_date_take_word(s, &next, "午前") &&
            !kiri_date_take_word(s, &next, "午後") && !kiri_date_take_word(s, &next, "の"))
            return FALSE;
        KiriCivil c =
            kiri_civil_from_us(now_us + day_words[i].days * KIRI_US_PER_DAY, KIRI_JST_MIN);
        set_date(d, &c);
        *at = p;
        return TRUE;
    }
    return FALSE;
}

/* The year in which month and day lie near now: news tell of the past, and of
 * at most two months to come. */
static gint likely_year(const KiriCivil *now, gint month, gint day)
{
    if (!kiri_civil_is_valid_date(2000, month, day)) // 29 February may exist
        return now->year;
    gint64 today = kiri_civil_days(now->year, now->month, now->day);
    gint64 then = kiri_civil_days(now->year, month, 1) + day - 1;
    return then > today + 61 ? now->year - 1 : then < today - 304 ? now->year + 1 : now->year;
}

/* "[昨年]3月5日". */
static gboolean take_month_day(KiriStr s, gsize *at, const KiriCivil *now, KiriStatedDate *d)
{
    gsize p = *at;
    gboolean has_year = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(year_words) && !has_year; i++) {
        has_year = kiri_date_take_word(s, &p, year_words[i].word);
        d->year = now->year + year_words[i].years;
    }
    if (!kiri_date_take_field(s, &p, U'月', &d->month) ||
        !kiri_date_take_field(s, &p, U'日', &d->day) || is_other_meaning(s, p))
        return FALSE;
    if (!has_year)
        d->year = likely_year(now, d->month, d->day);
    *at = p;
    return TRUE;
}

/* "[先月]5日": the last such day, or one of the next ten days. */
static gboolean take_day(KiriStr s, gsize *at, const KiriCivil *now, KiriStatedDate *d)
{
    gsize p = *at;
    gint months = 0;
    gboolean has_month = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(month_words) && !has_month; i++) {
        has_month = kiri_date_take_word(s, &p, month_words[i].word);
        months = has_month ? month_words[i].months : 0;
    }
    gsize n, figure = p;
    kiri_date_skip_blanks(s, &figure);
    if (kiri_date_kanji_digit(kiri_date_peek(s, figure, &n)) >=
        0) // 一日 may be any day, 三日月 is the moon
        return FALSE;
    if (!kiri_date_take_field(s, &p, U'日', &d->day) || is_other_meaning(s, p))
        return FALSE;
    if (!has_month && d->day > now->day + 10)
        months = -1;
    gint month = now->year * 12 + now->month - 1 + months;
    d->year = month / 12;
    d->month = month % 12 + 1;
    *at = p;
    return TRUE;
}

/* "3時間前" and its like, as an instant; a day or more ago is only a day. */
static gboolean take_ago(KiriStr s, gsize *at, gint64 now_us, gint offset_min, KiriTime *out)
{
    static const struct {
        const char *unit;
        gint64 us;
    } units[] = {
        {"秒前", KIRI_US_PER_SECOND}, {"分前", KIRI_US_PER_MINUTE},    {"時間前", KIRI_US_PER_HOUR},
        {"日前", KIRI_US_PER_DAY},    {"週間前", 7 * KIRI_US_PER_DAY},
    };
    gsize p = *at;
    gint value;
    if (!kiri_date_take_number(s, &p, 3, &value))
        return FALSE;
    kiri_date_skip_blanks(s, &p);
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!kiri_date_take_word(s, &p, units[i].unit))
            continue;
        gint64 us = now_us - value * units[i].us;
        gboolean is_day = units[i].us >= KIRI_US_PER_DAY;
        if (is_day) {
            KiriCivil c = kiri_civil_from_us(us, offset_min);
            us -= c.hour * KIRI_US_PER_HOUR + c.minute * KIRI_US_PER_MINUTE +
                  c.second * KIRI_US_PER_SECOND + c.micro;
        }
        *out =
            (KiriTime){us, (gint16)offset_min, is_day ? KIRI_PRECISION_DAY : KIRI_PRECISION_MINUTE};
        *at = p;
        return TRUE;
    }
    return FALSE;
}

static gboolean is_figure(gunichar c)
{
    return (c >= '0' && c <= '9') || kiri_date_kanji_digit(c) >= 0 || c == U'十';
}

static gboolean is_ascii_word(gunichar c)
{
    return c < 0x80 && g_ascii_isalnum((gchar)c);
}

/* Is what begins here the rest of a longer number, name or address? */
static gboolean is_inside_word(KiriStr s, gsize at)
{
    gsize begin, n;
    gunichar c = before(s, at, &begin), first = kiri_date_peek(s, at, &n);
    if (!is_figure(first))
        return is_ascii_word(first) && is_ascii_word(c);
    if (is_separator(c) || c == ',' || c == '_')
        return is_ascii_word(before(s, begin, &begin));
    return is_figure(c) || is_ascii_word(c) || c == U'第' || c == U'約' || c == U'百' ||
           c == U'千' || c == U'万';
}

gsize kiri_date_japanese_at(KiriStr s, gsize at, gint64 now_us, gint default_offset_min,
                            gboolean is_whole, KiriTime *out)
{
    KiriStatedDate d = {0}, empty = {0};
    gsize p = at;
    if (is_inside_word(s, at))
        return 0;
    if (now_us && take_ago(s, &p, now_us, default_offset_min, out))
        return p;
    gboolean is_date = take_full_date(s, &p, is_whole, &d);
    if (!is_date) {
        d = empty;
        p = at;
        is_date = take_short_year(s, &p, &d);
    }
    if (!is_date && now_us) {
        KiriCivil now = kiri_civil_from_us(now_us, default_offset_min);
        d = empty;
        p = at;
        is_date = take_day_word(s, &p, now_us, &d) || take_month_day(s, &p, &now, &d) ||
                  take_day(s, &p, &now, &d);
    }
    if (!is_date)
        return 0;
    if (d.day) {
        kiri_date_take_weekday(s, &p);
        kiri_date_take_clock(s, &p, &d);
    }
    return kiri_stated_to_time(&d, default_offset_min, out) ? p : 0;
}

/* Characters with which a date can begin: whatever else is skipped quickly. */
static gboolean can_begin(KiriStr s, gsize at)
{
    guchar c = (guchar)s.p[at];
    return (c >= '0' && c <= '9') || c == 'R' || c == 'H' || c == 'S' || c == '\'' || c >= 0xe2;
}

gboolean kiri_date_find(KiriStr text, gint64 now_us, KiriTime *out, gsize *from, gsize *to)
{
    gboolean has_coarse = FALSE;
    for (gsize at = 0; at < text.n; at++) {
        if (((guchar)text.p[at] & 0xc0) == 0x80 || !can_begin(text, at))
            continue;
        KiriTime t;
        gsize end = kiri_date_japanese_at(text, at, now_us, KIRI_JST_MIN, FALSE, &t);
        if (!end || (has_coarse && t.precision < KIRI_PRECISION_DAY))
            continue;
        *out = t;
        *from = at;
        *to = end;
        if (t.precision >= KIRI_PRECISION_DAY)
            return TRUE;
        has_coarse = TRUE; // "2024年3月" counts only if no day is named
        at = end - 1;
    }
    return has_coarse;
}
