// SPDX-License-Identifier: GPL-3.0-or-later
/* Civil-date arithmetic. Days are counted in 400-year cycles that begin on
 * 1 March, so that the leap day is the last day of a cycle year. */
#include <kirinuki/civil.h>

#include <string.h>

enum { MAX_OFFSET_MIN = 18 * 60 + 59 };
enum { DAYS_PER_CYCLE = 146097, EPOCH_SHIFT = 719468 }; // 0000-03-01 to 1970-01-01

static gint64 floor_div(gint64 a, gint64 b)
{
    gint64 q = a / b;
    return q - (a % b != 0 && (a % b < 0) != (b < 0));
}

gint64 kiri_civil_days(gint year, gint month, gint day)
{
    gint64 y = (gint64)year - (month <= 2);
    gint64 cycle = floor_div(y, 400);
    gint64 year_of_cycle = y - cycle * 400;
    gint64 month_from_march = (month + 9) % 12;
    gint64 day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    gint64 day_of_cycle =
        year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * DAYS_PER_CYCLE + day_of_cycle - EPOCH_SHIFT;
}

static void date_from_days(gint64 days, KiriCivil *c)
{
    days += EPOCH_SHIFT;
    gint64 cycle = floor_div(days, DAYS_PER_CYCLE);
    gint64 doc = days - cycle * DAYS_PER_CYCLE;
    gint64 yoc = (doc - doc / 1460 + doc / 36524 - doc / (DAYS_PER_CYCLE - 1)) / 365;
    gint64 doy = doc - (365 * yoc + yoc / 4 - yoc / 100);
    gint64 mp = (5 * doy + 2) / 153;
    c->day = (gint)(doy - (153 * mp + 2) / 5 + 1);
    c->month = (gint)(mp < 10 ? mp + 3 : mp - 9);
    c->year = (gint)(yoc + cycle * 400 + (c->month <= 2));
}

gint kiri_civil_days_in_month(gint year, gint month)
{
    static const gint8 days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    gboolean is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

gboolean kiri_civil_is_valid_date(gint year, gint month, gint day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= kiri_civil_days_in_month(year, month);
}

KiriCivil kiri_civil_from_us(gint64 us, gint offset_min)
{
    gint64 local = us + offset_min * KIRI_US_PER_MINUTE;
    gint64 days = floor_div(local, KIRI_US_PER_DAY);
    gint64 rest = local - days * KIRI_US_PER_DAY;
    KiriCivil c = {0};
    date_from_days(days, &c);
    c.hour = (gint)(rest / KIRI_US_PER_HOUR);
    c.minute = (gint)(rest / KIRI_US_PER_MINUTE % 60);
    c.second = (gint)(rest / KIRI_US_PER_SECOND % 60);
    c.micro = (gint)(rest % KIRI_US_PER_SECOND);
    c.weekday = (gint)(((days + 4) % 7 + 7) % 7);
    return c;
}

gint64 kiri_civil_to_us(const KiriCivil *c, gint offset_min)
{
    return kiri_civil_days(c->year, c->month, c->day) * KIRI_US_PER_DAY +
           c->hour * KIRI_US_PER_HOUR + c->minute * KIRI_US_PER_MINUTE +
           c->second * KIRI_US_PER_SECOND + c->micro - offset_min * KIRI_US_PER_MINUTE;
}

static gboolean is_in_years(gint64 us)
{
    return us >= KIRI_TIME_MIN_US && us <= KIRI_TIME_MAX_US;
}

gboolean kiri_time_is_valid(KiriTime t)
{
    if (!kiri_time_is_set(t))
        return t.us == 0 && t.offset_min == 0;
    return t.precision <= KIRI_PRECISION_SECOND && t.offset_min >= -MAX_OFFSET_MIN &&
           t.offset_min <= MAX_OFFSET_MIN && is_in_years(t.us) &&
           is_in_years(t.us + t.offset_min * KIRI_US_PER_MINUTE);
}

KiriTime kiri_time_jst(gint64 us)
{
    return (KiriTime){us, KIRI_JST_MIN, KIRI_PRECISION_SECOND};
}

gint64 kiri_civil_day_start_jst(gint64 us)
{
    gint64 shift = KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    return floor_div(us + shift, KIRI_US_PER_DAY) * KIRI_US_PER_DAY - shift;
}

void kiri_time_format_full(KiriTime t, char out[32])
{
    out[0] = 0;
    if (!kiri_time_is_set(t))
        return;
    KiriCivil c = kiri_civil_from_us(t.us, t.offset_min);
    gint off = ABS(t.offset_min);
    if (off == 0)
        g_snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
                   c.minute, c.second);
    else
        g_snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day,
                   c.hour, c.minute, c.second, t.offset_min < 0 ? '-' : '+', off / 60, off % 60);
}

void kiri_time_format(KiriTime t, char out[32])
{
    kiri_time_format_full(t, out);
    if (!kiri_time_is_set(t))
        return;
    if (t.precision <= KIRI_PRECISION_YEAR)
        out[strlen("2024")] = 0;
    else if (t.precision == KIRI_PRECISION_MONTH)
        out[strlen("2024-05")] = 0;
    else if (t.precision == KIRI_PRECISION_DAY)
        out[strlen("2024-05-13")] = 0;
}

static const char *const precision_names[] = {NULL, "year", "month", "day", "minute", "second"};

const char *kiri_precision_name(guint8 precision)
{
    return precision < G_N_ELEMENTS(precision_names) ? precision_names[precision] : NULL;
}

gboolean kiri_precision_parse(KiriStr name, guint8 *out)
{
    for (guint8 i = 1; i < G_N_ELEMENTS(precision_names); i++)
        if (strlen(precision_names[i]) == name.n &&
            memcmp(precision_names[i], name.p, name.n) == 0) {
            *out = i;
            return TRUE;
        }
    return FALSE;
}

KiriTime kiri_time_coarsen(KiriTime t, guint8 precision)
{
    if (t.precision <= precision)
        return t;
    KiriCivil c = kiri_civil_from_us(t.us, t.offset_min);
    c.micro = 0;
    c.second = 0;
    if (precision <= KIRI_PRECISION_DAY)
        c.hour = c.minute = 0;
    if (precision <= KIRI_PRECISION_MONTH)
        c.day = 1;
    if (precision <= KIRI_PRECISION_YEAR)
        c.month = 1;
    return (KiriTime){kiri_civil_to_us(&c, t.offset_min), t.offset_min, precision};
}

KiriTime kiri_time_day_in_japan(KiriTime t)
{
    if (!kiri_time_is_set(t) || t.precision > KIRI_PRECISION_DAY)
        return t;
    KiriCivil there = kiri_civil_from_us(t.us, t.offset_min);
    gint64 us = kiri_civil_to_us(&there, KIRI_JST_MIN);
    if (kiri_civil_day_start_jst(t.us) == kiri_civil_day_start_jst(us))
        return t;
    return (KiriTime){us, KIRI_JST_MIN, t.precision};
}

/* Takes exactly `n` digits off the front of `s`. */
static gboolean take_digits(KiriStr *s, gsize n, gint *out)
{
    if (s->n < n)
        return FALSE;
    gint v = 0;
    for (gsize i = 0; i < n; i++) {
        if (!g_ascii_isdigit(s->p[i]))
            return FALSE;
        v = v * 10 + (s->p[i] - '0');
    }
    s->p += n;
    s->n -= n;
    *out = v;
    return TRUE;
}

static gboolean take_char(KiriStr *s, char c)
{
    if (!s->n || s->p[0] != c)
        return FALSE;
    s->p++;
    s->n--;
    return TRUE;
}

static gboolean parse_date(KiriStr *s, KiriCivil *c, guint8 *precision)
{
    c->month = c->day = 1;
    if (!take_digits(s, 4, &c->year))
        return FALSE;
    *precision = KIRI_PRECISION_YEAR;
    gboolean has_dash = take_char(s, '-');
    if (!has_dash && !(s->n && g_ascii_isdigit(s->p[0])))
        return c->year >= 1;
    if (!take_digits(s, 2, &c->month))
        return FALSE;
    *precision = KIRI_PRECISION_MONTH;
    if (has_dash ? take_char(s, '-') : s->n > 0) {
        if (!take_digits(s, 2, &c->day))
            return FALSE;
        *precision = KIRI_PRECISION_DAY;
    } else if (!has_dash) {
        return FALSE; // "202405" is ambiguous
    }
    return kiri_civil_is_valid_date(c->year, c->month, c->day);
}

static gboolean parse_clock(KiriStr *s, KiriCivil *c, guint8 *precision)
{
    if (!take_digits(s, 2, &c->hour))
        return FALSE;
    gboolean has_colon = take_char(s, ':');
    if (!take_digits(s, 2, &c->minute))
        return FALSE;
    *precision = KIRI_PRECISION_MINUTE;
    if (has_colon ? take_char(s, ':') : (s->n && g_ascii_isdigit(s->p[0]))) {
        if (!take_digits(s, 2, &c->second))
            return FALSE;
        *precision = KIRI_PRECISION_SECOND;
        if (take_char(s, '.') || take_char(s, ',')) {
            gint scale = 100000;
            if (!s->n || !g_ascii_isdigit(s->p[0]))
                return FALSE;
            for (; s->n && g_ascii_isdigit(s->p[0]); s->p++, s->n--, scale /= 10)
                c->micro += (s->p[0] - '0') * scale;
        }
    }
    if (c->hour == 24)
        return c->minute == 0 && c->second == 0 && c->micro == 0;
    return c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

static gboolean parse_offset(KiriStr *s, gint *offset_min)
{
    if (take_char(s, 'Z') || take_char(s, 'z')) {
        *offset_min = 0;
        return TRUE;
    }
    gint sign = take_char(s, '-') ? -1 : take_char(s, '+') ? 1 : 0;
    gint hours = 0, minutes = 0;
    if (!sign || !take_digits(s, 2, &hours))
        return FALSE;
    gboolean has_colon = take_char(s, ':');
    if ((has_colon || s->n) && !take_digits(s, 2, &minutes))
        return FALSE;
    *offset_min = sign * (hours * 60 + minutes);
    return minutes <= 59 && ABS(*offset_min) <= MAX_OFFSET_MIN;
}

gboolean kiri_time_parse(KiriStr s, gint default_offset_min, KiriTime *out)
{
    KiriCivil c = {0};
    guint8 precision = 0;
    gint offset_min = default_offset_min;
    s = kiri_str_strip(s);
    if (!parse_date(&s, &c, &precision))
        return FALSE;
    if (s.n) {
        if (precision != KIRI_PRECISION_DAY ||
            !(take_char(&s, 'T') || take_char(&s, 't') || take_char(&s, ' ')))
            return FALSE;
        s = kiri_str_strip(s);
        if (!parse_clock(&s, &c, &precision))
            return FALSE;
        s = kiri_str_strip(s);
        if (s.n && !parse_offset(&s, &offset_min))
            return FALSE;
        if (s.n)
            return FALSE;
    }
    KiriTime t = {kiri_civil_to_us(&c, offset_min), (gint16)offset_min, precision};
    if (!kiri_time_is_valid(t)) // an offset or "24:00" led out of years 1–9999
        return FALSE;
    *out = t;
    return TRUE;
}
