// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates in figures and in Japanese, in one grammar:
 *
 *   date  = [era] year ["(" other year ")"] 年 [month 月 [day 日]] | year sep month sep day
 *         | [今年|昨年…] month 月 day 日 | [今月|先月…] day 日 | 昨日 … | 3時間前
 *         | month / day, before a weekday or a clock
 *   whole = date [(weekday)] [clock [zone]]
 */
#include "date_private.h"

/* The character before `at`, and where it begins; 0 at the start of the text. */
gunichar kiri_date_before(KiriStr s, gsize at, gsize *begin)
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

/* The same year said in the other way behind it: "令和6(2024)年", "2024年（令和6年）". */
static void skip_other_year(KiriStr s, gsize *at)
{
    gsize p = *at, n;
    gint year;
    kiri_date_skip_blanks(s, &p);
    gunichar open = kiri_date_peek(s, p, &n), close;
    if (open != '(' && open != U'〔' && open != '[')
        return;
    p += n;
    kiri_date_skip_blanks(s, &p);
    gboolean is_common = kiri_date_take_word(s, &p, "西暦");
    gsize figure = p;
    if (kiri_date_take_number(s, &p, 4, &year) != 4 || year < 1868 || year >= 2200) {
        p = figure;
        if (is_common || !take_era_year(s, &p))
            return;
    }
    kiri_date_take_unit(s, &p, U'年');
    kiri_date_skip_blanks(s, &p);
    close = kiri_date_peek(s, p, &n);
    if (close == ')' || close == U'〕' || close == ']')
        *at = p + n;
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
    p = *at;
    if (kiri_date_take(s, &p, separator) && !has_day) // "2024-03-"
        return FALSE;
    gunichar next = kiri_date_peek(s, p, &n); // "1.2.3.4" is no date, "2024.3.5." is
    return !(next >= '0' && next <= '9');
}

/* "2024年3月期" is a business year, "3月号" an issue, "5日間" a length. */
gboolean kiri_date_is_other_meaning(KiriStr s, gsize at)
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
    skip_other_year(s, &p);
    if (!kiri_date_take_unit(s, &p, U'年'))
        return FALSE;
    skip_other_year(s, &p);
    if (kiri_date_take_field(s, &p, U'月', &d->month)) {
        if (kiri_date_take_field(s, &p, U'日', &d->day))
            *at = p;
        else if (kiri_date_is_other_meaning(s, p))
            return FALSE;
    } else if (kiri_date_is_other_meaning(s, p)) {
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
        gsize behind_blanks = p;
        gboolean has_rest = take_units(s, &p, d);
        if (!has_rest) {
            p = behind_year;
            has_rest = take_separated(s, &p, FALSE, d);
        }
        if (!has_rest && behind_blanks > behind_year) { // "2024 / 3 / 5"
            p = behind_blanks;
            has_rest = take_separated(s, &p, TRUE, d);
        }
        if (!has_rest)
            return FALSE;
    } else {
        return FALSE;
    }
    *at = p;
    return TRUE;
}

gboolean kiri_date_is_letter(gunichar c)
{
    return c >= 0x3041 && g_unichar_isalnum(c);
}

/* Does a weekday in brackets or a clock follow, without which "3/5" and "24/3/5"
 * are shares, scores and versions? */
gboolean kiri_date_is_before_clock(KiriStr s, gsize at)
{
    KiriStatedDate with = {.year = 2000, .month = 1, .day = 1};
    gsize n, weekday = at;
    kiri_date_skip_blanks(s, &at);
    gunichar open = kiri_date_peek(s, at, &n);
    kiri_date_take_weekday(s, &weekday);
    if (weekday > at && (open == '(' || open == '[' || open == U'〔' || open == U'【'))
        return TRUE;
    kiri_date_take_clock(s, &at, &with);
    return with.has_clock;
}

/* "24/03/05", all its places filled, at the end of a line or before what was done
 * on that day. */
static gboolean is_filled_and_last(KiriStr s, gsize from, gsize to)
{
    static const char *const deeds[] = {"更新", "公開", "配信", "掲載", "投稿", "発行", "発表"};
    gsize n, begin, figures = 0;
    for (gsize at = from; at < to; at += n) {
        gunichar c = kiri_date_peek(s, at, &n);
        figures += c >= '0' && c <= '9';
    }
    gunichar c = kiri_date_before(s, from, &begin);
    if (figures != 6 || (c != 0 && c != ' ' && c != ':' && c != '(' && c != '['))
        return FALSE;
    kiri_date_skip_blanks(s, &to);
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (kiri_date_take_word(s, &to, deeds[i]))
            return TRUE;
    return to == s.n;
}

/* Two figures for the year are a date in running text only with something more. */
static gboolean take_short_year(KiriStr s, gsize *at, KiriStatedDate *d)
{
    gsize p = *at, n, begin;
    guint digits = kiri_date_take_number(s, &p, 2, &d->year);
    gunichar separator = kiri_date_peek(s, p, &n);
    if (digits != 2)
        return FALSE;
    d->year = kiri_full_year(d->year, digits);
    /* "24年3月5日", but not that of an era nobody here knows. */
    if (separator == U'年' && kiri_date_is_letter(kiri_date_before(s, *at, &begin)))
        return FALSE;
    if (separator == U'年' ? !take_units(s, &p, d) || !d->day : !take_separated(s, &p, TRUE, d))
        return FALSE;
    if (separator != U'年' && !kiri_date_is_before_clock(s, p) &&
        (separator == '-' || !is_filled_and_last(s, *at, p)))
        return FALSE;
    *at = p;
    return TRUE;
}

static gboolean is_figure(gunichar c)
{
    return (c >= '0' && c <= '9') || kiri_date_kanji_digit(c) >= 0 || c == U'十';
}

static gboolean is_ascii_word(gunichar c)
{
    return c < 0x80 && g_ascii_isalnum((gchar)c);
}

/* Is what begins here the rest of a longer number, name or address? Figures do not
 * continue a number in kanji: "その三2024年3月5日". */
static gboolean is_inside_word(KiriStr s, gsize at)
{
    gsize begin, n;
    gunichar c = kiri_date_before(s, at, &begin), first = kiri_date_peek(s, at, &n);
    if (!is_figure(first))
        return is_ascii_word(first) && is_ascii_word(c);
    if (is_separator(c) || c == ',' || c == '_')
        return is_ascii_word(kiri_date_before(s, begin, &begin));
    return (is_figure(c) && !(is_ascii_word(first) && !is_ascii_word(c))) || is_ascii_word(c) ||
           c == U'第' || c == U'約' || c == U'百' || c == U'千' || c == U'万';
}

gsize kiri_date_japanese_at(KiriStr s, gsize at, gint64 now_us, gint default_offset_min,
                            gboolean is_whole, KiriTime *out)
{
    KiriStatedDate d = {0}, empty = {0};
    gsize p = at;
    if (is_inside_word(s, at))
        return 0;
    if (now_us && kiri_date_take_ago(s, &p, now_us, default_offset_min, out))
        return p;
    gboolean is_date = take_full_date(s, &p, is_whole, &d);
    if (!is_date) {
        d = empty;
        p = at;
        is_date = take_short_year(s, &p, &d);
    }
    if (!is_date && now_us) {
        d = empty;
        p = at;
        is_date = kiri_date_take_relative(s, &p, now_us, default_offset_min, &d);
    }
    if (!is_date)
        return 0;
    if (d.day) {
        kiri_date_take_weekday(s, &p);
        kiri_date_take_clock(s, &p, &d);
    }
    return kiri_stated_to_time(&d, default_offset_min, out) ? p : 0;
}

/* Characters with which a date can begin: whatever else is skipped quickly. Dates
 * relative to `now_us` begin with some more. */
static gboolean can_begin(KiriStr s, gsize at, gint64 now_us)
{
    guchar c = (guchar)s.p[at];
    if (c < 0x80)
        return (c >= '0' && c <= '9') || c == 'R' || c == 'H' || c == 'S' || c == '\'';
    if (c < 0xe2 || s.n - at < 3)
        return FALSE;
    gunichar wide = ((gunichar)(c & 0x0f) << 12) | ((gunichar)(s.p[at + 1] & 0x3f) << 6) |
                    (gunichar)(s.p[at + 2] & 0x3f);
    if (is_figure(wide) || (wide >= 0xff10 && wide <= 0xff33)) // full-width figures to Ｓ
        return TRUE;
    switch (wide) {
    case 0x2019: // ’24
    case U'令':
    case U'平':
    case U'昭':
    case U'大':
    case U'㋿':
    case U'㍻':
    case U'㍼':
    case U'㍽':
        return TRUE;
    case U'今':
    case U'昨':
    case U'本':
    case U'去':
    case U'来':
    case U'先':
    case U'明':
    case U'お':
    case U'き':
    case U'け':
    case U'あ':
        return now_us != 0;
    default:
        return FALSE;
    }
}

gboolean kiri_date_find(KiriStr text, gint64 now_us, KiriTime *out, gsize *from, gsize *to)
{
    gboolean has_coarse = FALSE;
    for (gsize at = 0; at < text.n; at++) {
        if (((guchar)text.p[at] & 0xc0) == 0x80 || !can_begin(text, at, now_us))
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
