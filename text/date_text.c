// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates of feeds and meta elements. RFC 3339 and dates in figures have readers
 * of their own; everything with a month's name, in whatever order its parts
 * come, is taken apart into words and numbers here: RFC 822 and 2822 with their
 * usual mistakes, HTTP's three forms, asctime, and months in the languages that
 * feeds are known to write them in. */
#include "date_private.h"

#include <string.h>

gint kiri_full_year(gint year, guint digits)
{
    if (digits == 2)
        return year + (year < 50 ? 2000 : 1900);
    return digits == 3 ? year + 1900 : year;
}

gboolean kiri_stated_to_time(const KiriStatedDate *d, gint default_offset_min, KiriTime *out)
{
    gint month = d->month ? d->month : 1, day = d->day ? d->day : 1;
    if ((d->day && !d->month) || !kiri_civil_is_valid_date(d->year, month, day))
        return FALSE;
    gint offset = d->has_zone ? d->offset_min : default_offset_min;
    KiriCivil c = {.year = d->year, .month = month, .day = day};
    guint8 precision = d->day     ? KIRI_PRECISION_DAY
                       : d->month ? KIRI_PRECISION_MONTH
                                  : KIRI_PRECISION_YEAR;
    gint64 nights = 0;
    if (d->has_clock) {
        if (!d->day || d->hour > 29 || d->minute > 59 || d->second > 60 ||
            (d->hour > 23 && d->has_zone))
            return FALSE;
        nights = d->hour / 24;
        c.hour = d->hour % 24;
        c.minute = d->minute;
        c.second = d->second;
        c.micro = d->micro;
        precision = d->has_second ? KIRI_PRECISION_SECOND : KIRI_PRECISION_MINUTE;
    }
    *out = (KiriTime){kiri_civil_to_us(&c, offset) + nights * KIRI_US_PER_DAY, (gint16)offset,
                      precision};
    return TRUE;
}

gboolean kiri_zone_by_name(KiriStr name, gint *offset_min)
{
    static const struct {
        const char *name;
        gint hours, minutes;
    } zones[] = {
        {"Z", 0, 0},     {"UT", 0, 0},    {"UTC", 0, 0},   {"GMT", 0, 0},   {"WET", 0, 0},
        {"JST", 9, 0},   {"KST", 9, 0},   {"HKT", 8, 0},   {"SGT", 8, 0},   {"ICT", 7, 0},
        {"IST", 5, 30},  {"MSK", 3, 0},   {"EET", 2, 0},   {"EEST", 3, 0},  {"CET", 1, 0},
        {"MET", 1, 0},   {"CEST", 2, 0},  {"MEST", 2, 0},  {"BST", 1, 0},   {"WEST", 1, 0},
        {"EST", -5, 0},  {"EDT", -4, 0},  {"CST", -6, 0},  {"CDT", -5, 0},  {"MST", -7, 0},
        {"MDT", -6, 0},  {"PST", -8, 0},  {"PDT", -7, 0},  {"AKST", -9, 0}, {"AKDT", -8, 0},
        {"HST", -10, 0}, {"AST", -4, 0},  {"ADT", -3, 0},  {"ET", -5, 0},   {"CT", -6, 0},
        {"MT", -7, 0},   {"PT", -8, 0},   {"AEST", 10, 0}, {"AEDT", 11, 0}, {"ACST", 9, 30},
        {"AWST", 8, 0},  {"NZST", 12, 0}, {"NZDT", 13, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
        if (kiri_str_equal_ascii_nocase(name, kiri_str(zones[i].name))) {
            *offset_min = zones[i].hours * 60 + zones[i].minutes;
            return TRUE;
        }
    /* RFC 2822: the military letters were used both ways round; they say nothing. */
    *offset_min = 0;
    return name.n == 1 && g_ascii_isalpha(name.p[0]) && g_ascii_toupper(name.p[0]) != 'J' &&
           g_ascii_toupper(name.p[0]) != 'T';
}

/* Beginnings of the months' names. */
static gint month_by_name(KiriStr word)
{
    static const struct {
        const char *name;
        gint month;
    } names[] = {
        {"jan", 1},  {"feb", 2}, {"mar", 3},  {"apr", 4},  {"may", 5},   {"jun", 6},  {"jul", 7},
        {"aug", 8},  {"sep", 9}, {"oct", 10}, {"nov", 11}, {"dec", 12},  {"febr", 2}, {"már", 3},
        {"ápr", 4},  {"máj", 5}, {"jún", 6},  {"júl", 7},  {"szept", 9}, {"okt", 10}, {"Ιαν", 1},
        {"Φεβ", 2},  {"Μάώ", 3}, {"Μαώ", 3},  {"Μαρ", 3},  {"Μάρ", 3},   {"Απρ", 4},  {"Μάι", 5},
        {"Μαϊ", 5},  {"Μαι", 5}, {"Ιούν", 6}, {"Ιον", 6},  {"Ιουν", 6},  {"Ιούλ", 7}, {"Ιολ", 7},
        {"Ιουλ", 7}, {"Αύγ", 8}, {"Αυγ", 8},  {"Σεπ", 9},  {"Οκτ", 10},  {"Νοέ", 11}, {"Νοε", 11},
        {"Δεκ", 12},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize n = strlen(names[i].name);
        if (word.n >= n && g_ascii_strncasecmp(word.p, names[i].name, n) == 0)
            return names[i].month;
    }
    return 0;
}

/* Words that a date may carry without saying anything. */
static gboolean is_filler(KiriStr word)
{
    static const char *const fillers[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat",
                                          "Κυρ", "Δευ", "Τρι", "Τετ", "Πεμ", "Παρ", "Σαβ"};
    static const char *const whole[] = {"t", "at", "on", "of", "st", "nd", "rd", "th", "etc"};
    for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++) {
        gsize n = strlen(fillers[i]);
        if (word.n >= n && g_ascii_strncasecmp(word.p, fillers[i], n) == 0)
            return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
        if (kiri_str_equal_ascii_nocase(word, kiri_str(whole[i])))
            return TRUE;
    return FALSE;
}

enum { MAX_NUMBERS = 3 };

typedef struct {
    KiriStr s;
    gsize at;
    KiriStatedDate date;
    struct {
        gint value;
        guint digits;
    } numbers[MAX_NUMBERS];
    guint n_numbers;
} Parts;

static guint take_digits(Parts *p, guint max, gint *value)
{
    guint digits = 0;
    *value = 0;
    for (; p->at < p->s.n && g_ascii_isdigit(p->s.p[p->at]); p->at++) {
        if (++digits > max)
            return 0;
        *value = *value * 10 + (p->s.p[p->at] - '0');
    }
    return digits;
}

static gboolean take_char(Parts *p, char c)
{
    if (p->at >= p->s.n || p->s.p[p->at] != c)
        return FALSE;
    p->at++;
    return TRUE;
}

/* Comments of RFC 822: in brackets, nested, with escapes. */
static void skip_comment(Parts *p)
{
    guint depth = 0;
    for (; p->at < p->s.n; p->at++) {
        char c = p->s.p[p->at];
        if (c == '\\')
            p->at++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            break;
    }
    p->at = MIN(p->s.n, p->at + 1);
}

/* Minutes, seconds and their fraction behind "hour:". */
static gboolean take_clock(Parts *p, gint hour)
{
    KiriStatedDate *d = &p->date;
    gint scale = 100000;
    if (d->has_clock || !take_digits(p, 2, &d->minute))
        return FALSE;
    d->hour = hour;
    d->has_clock = TRUE;
    if (!take_char(p, ':'))
        return TRUE;
    d->has_second = TRUE;
    if (!take_digits(p, 2, &d->second))
        return FALSE;
    if (!take_char(p, '.') && !take_char(p, ','))
        return TRUE;
    for (; p->at < p->s.n && g_ascii_isdigit(p->s.p[p->at]); p->at++, scale /= 10)
        d->micro += (p->s.p[p->at] - '0') * scale;
    return TRUE;
}

static gboolean take_number(Parts *p)
{
    gint value;
    guint digits = take_digits(p, 4, &value);
    if (!digits)
        return FALSE;
    if (digits <= 2 && take_char(p, ':'))
        return take_clock(p, value);
    if (p->n_numbers == MAX_NUMBERS)
        return FALSE;
    p->numbers[p->n_numbers].value = value;
    p->numbers[p->n_numbers++].digits = digits;
    return TRUE;
}

/* "+0900", "+09:00", "+9"; also behind a name: "GMT-01:00". */
static gboolean take_offset(Parts *p)
{
    KiriStatedDate *d = &p->date;
    gint sign = p->s.p[p->at++] == '-' ? -1 : 1, hours, minutes = 0;
    guint digits = take_digits(p, 4, &hours);
    if (!digits)
        return FALSE;
    if (digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (take_char(p, ':') && take_digits(p, 2, &minutes) != 2) {
        return FALSE;
    }
    d->offset_min = sign * (hours * 60 + minutes);
    d->has_zone = TRUE;
    return hours <= 18 && minutes <= 59;
}

/* "pm", "p.m." */
static gboolean take_half_day(Parts *p, KiriStr word)
{
    KiriStatedDate *d = &p->date;
    char first = g_ascii_tolower(word.p[0]);
    gsize left = p->s.n - p->at;
    gboolean has_points =
        word.n == 1 && left >= 2 && g_ascii_strncasecmp(p->s.p + p->at, ".m", 2) == 0;
    if ((first != 'a' && first != 'p') || !d->has_clock || d->hour > 12 ||
        !(has_points || (word.n == 2 && g_ascii_tolower(word.p[1]) == 'm')))
        return FALSE;
    p->at += has_points ? 2 : 0;
    d->hour = d->hour % 12 + (first == 'p' ? 12 : 0);
    return TRUE;
}

static gboolean take_name(Parts *p)
{
    KiriStatedDate *d = &p->date;
    gsize from = p->at;
    while (p->at < p->s.n && (g_ascii_isalpha(p->s.p[p->at]) || (guchar)p->s.p[p->at] >= 0x80))
        p->at++;
    KiriStr word = {p->s.p + from, p->at - from};
    if (!d->month && month_by_name(word)) {
        d->month = month_by_name(word);
        return TRUE;
    }
    if (take_half_day(p, word))
        return TRUE;
    if (d->has_clock && kiri_zone_by_name(word, &d->offset_min)) {
        d->has_zone = TRUE;
        return TRUE;
    }
    return is_filler(word);
}

/* Takes the whole text apart; FALSE at the first thing no date has. */
static gboolean take_parts(Parts *p)
{
    while (p->at < p->s.n) {
        char c = p->s.p[p->at];
        gboolean is_good = TRUE;
        if (g_ascii_isdigit(c))
            is_good = take_number(p);
        else if ((c == '+' || c == '-') && p->date.has_clock)
            is_good = take_offset(p);
        else if (g_ascii_isalpha(c) || (guchar)c >= 0x80)
            is_good = take_name(p);
        else if (c == '(')
            skip_comment(p);
        else if (g_ascii_isspace(c) || strchr(",.-/'", c))
            p->at++;
        else
            is_good = FALSE;
        if (!is_good)
            return FALSE;
    }
    return TRUE;
}

/* Which number is the day and which the year, beside a month with a name. */
static gboolean assign_with_name(Parts *p)
{
    if (p->n_numbers == 1 && p->numbers[0].digits == 4 && !p->date.has_clock) {
        p->date.year = p->numbers[0].value;
        return TRUE;
    }
    if (p->n_numbers != 2)
        return FALSE;
    gboolean is_year_first = p->numbers[0].digits > 2 || p->numbers[0].value > 31;
    guint year = is_year_first ? 0 : 1;
    p->date.year = kiri_full_year(p->numbers[year].value, p->numbers[year].digits);
    p->date.day = p->numbers[1 - year].value;
    return p->numbers[1 - year].digits <= 2 && p->date.day > 0;
}

/* Figures alone: the year last (month first, unless that cannot be), or a year
 * and the number of the day in it. */
static gboolean assign_figures(Parts *p)
{
    KiriStatedDate *d = &p->date;
    if (p->n_numbers == 2 && p->numbers[1].digits == 3 && p->numbers[0].digits != 3) {
        d->year = kiri_full_year(p->numbers[0].value, p->numbers[0].digits);
        gint day = p->numbers[1].value;
        for (d->month = 1; d->month < 12; d->month++) {
            gint length = kiri_civil_days_in_month(d->year, d->month);
            if (day <= length)
                break;
            day -= length;
        }
        d->day = day;
        return day > 0;
    }
    if (p->n_numbers != 3 || p->numbers[2].digits != 4 || p->numbers[0].digits > 2 ||
        p->numbers[1].digits > 2)
        return FALSE;
    gboolean is_day_first = p->numbers[0].value > 12;
    d->year = p->numbers[2].value;
    d->month = p->numbers[is_day_first ? 1 : 0].value;
    d->day = p->numbers[is_day_first ? 0 : 1].value;
    return d->month > 0 && d->day > 0;
}

static gboolean parse_western(KiriStr s, gint default_offset_min, KiriTime *out)
{
    Parts p = {.s = s};
    if (!take_parts(&p))
        return FALSE;
    if (p.date.has_clock && p.date.hour > 24)
        return FALSE;
    if (p.date.month ? !assign_with_name(&p) : !assign_figures(&p))
        return FALSE;
    return kiri_stated_to_time(&p.date, default_offset_min, out);
}

gboolean kiri_date_parse(KiriStr s, gint default_offset_min, KiriTime *out)
{
    s = kiri_str_strip(s);
    if (!s.n)
        return FALSE;
    KiriTime t;
    if (kiri_time_parse(s, default_offset_min, &t)) {
        *out = t;
        return TRUE;
    }
    gsize end = kiri_date_japanese_at(s, 0, 0, default_offset_min, TRUE, &t);
    KiriStr rest = kiri_str_strip((KiriStr){s.p + end, s.n - end});
    if ((end && !rest.n) || parse_western(s, default_offset_min, &t)) {
        *out = t;
        return TRUE;
    }
    return FALSE;
}
