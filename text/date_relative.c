// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates that are understood from another moment: without a year ("3月5日", "3/5
 * 9:05"), without a month ("5日09時05分"), by a word ("昨日") or by how long ago
 * they are ("3時間前"). */
#include "date_private.h"

/* Words that stand for a moment relative to now, in units of days or months. */
static const struct {
    const char *word;
    gint days;
} day_words[] = {
    {"一昨日", -2}, {"おととい", -2}, {"昨日", -1}, {"きのう", -1}, {"昨夜", -1},
    {"昨晩", -1},   {"本日", 0},      {"今日", 0},  {"きょう", 0},  {"今朝", 0},
    {"けさ", 0},    {"明日", 1},      {"あす", 1},  {"明後日", 2},
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

/* "今日": a word of its own, not a part of 熊本日日新聞 or 明日香. */
static gboolean take_day_word(KiriStr s, gsize *at, const KiriCivil *now, KiriStatedDate *d)
{
    gsize begin, n;
    if (kiri_date_is_letter(kiri_date_before(s, *at, &begin)))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(day_words); i++) {
        gsize p = *at;
        if (!kiri_date_take_word(s, &p, day_words[i].word))
            continue;
        gsize next = p;
        if (kiri_date_is_letter(kiri_date_peek(s, p, &n)) &&
            !kiri_date_take_word(s, &next, "午前") && !kiri_date_take_word(s, &next, "午後") &&
            !kiri_date_take_word(s, &next, "の"))
            return FALSE;
        gint64 today = kiri_civil_to_us(now, 0);
        KiriCivil c = kiri_civil_from_us(today + day_words[i].days * KIRI_US_PER_DAY, 0);
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

/* The weekday in brackets or with 曜 behind a date, 0 for Sunday; -1 for none. */
static gint weekday_behind(KiriStr s, gsize at)
{
    static const gunichar names[] = {U'日', U'月', U'火', U'水', U'木', U'金', U'土'};
    gsize n;
    kiri_date_skip_blanks(s, &at);
    gboolean has_bracket = kiri_date_take(s, &at, '(');
    gunichar c = kiri_date_peek(s, at, &n), next = kiri_date_peek(s, at + n, &n);
    if (next != U'曜' && !(has_bracket && (next == ')' || next == U'・')))
        return -1;
    for (gint i = 0; i < 7; i++)
        if (names[i] == c)
            return i;
    return -1;
}

/* Saved pages are read years later: of the last years the one whose calendar has the
 * weekday that is stated; without one, or if none has it, the likely year. */
static gint year_by_weekday(const KiriCivil *now, gint month, gint day, gint weekday)
{
    enum { LAST_YEARS = 11 }; // in which every day has met every weekday
    gint likely = likely_year(now, month, day);
    for (gint year = likely; weekday >= 0 && year > likely - LAST_YEARS; year--)
        if (kiri_civil_is_valid_date(year, month, day) &&
            (kiri_civil_days(year, month, day) + 4) % 7 == weekday)
            return year;
    return likely;
}

/* "3/5 9:05", "10/12(火)": two figures are a date only so. */
static gboolean take_month_slash_day(KiriStr s, gsize *at, const KiriCivil *now, KiriStatedDate *d)
{
    gsize p = *at, n;
    if (!kiri_date_take_number(s, &p, 2, &d->month) || !kiri_date_take(s, &p, '/') ||
        !kiri_date_take_number(s, &p, 2, &d->day))
        return FALSE;
    gunichar next = kiri_date_peek(s, p, &n);
    if (next == '/' || next == '-' || next == '.' || !kiri_date_is_before_clock(s, p))
        return FALSE;
    d->year = year_by_weekday(now, d->month, d->day, weekday_behind(s, p));
    *at = p;
    return TRUE;
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
        !kiri_date_take_field(s, &p, U'日', &d->day) || kiri_date_is_other_meaning(s, p))
        return FALSE;
    if (!has_year)
        d->year = year_by_weekday(now, d->month, d->day, weekday_behind(s, p));
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
    gsize n, figure = p, begin;
    if (!has_month &&
        kiri_date_before(s, p, &begin) == U'月') // the rest of a day that does not exist
        return FALSE;
    kiri_date_skip_blanks(s, &figure);
    if (kiri_date_kanji_digit(kiri_date_peek(s, figure, &n)) >=
        0) // 一日 may be any day, 三日月 is the moon
        return FALSE;
    if (!kiri_date_take_field(s, &p, U'日', &d->day) || kiri_date_is_other_meaning(s, p))
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
gboolean kiri_date_take_ago(KiriStr s, gsize *at, gint64 now_us, gint offset_min, KiriTime *out)
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

/* The first reading of several that fits; each begins afresh. */
gboolean kiri_date_take_relative(KiriStr s, gsize *at, gint64 now_us, gint offset_min,
                                 KiriStatedDate *d)
{
    static gboolean (*const readers[])(KiriStr, gsize *, const KiriCivil *, KiriStatedDate *) = {
        take_day_word, take_month_day, take_month_slash_day, take_day};
    KiriCivil now = kiri_civil_from_us(now_us, offset_min);
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        gsize p = *at;
        *d = (KiriStatedDate){0};
        if (readers[i](s, &p, &now, d)) {
            *at = p;
            return TRUE;
        }
    }
    return FALSE;
}
