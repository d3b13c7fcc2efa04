// SPDX-License-Identifier: GPL-3.0-or-later
/* A word is a month if it is the beginning (three letters or more) of a month's
 * name in one of the languages whose pages a Japanese press office meets. Every
 * date needs a four-digit year: without one, prices and scores match. */
#include "date_western.h"

#include <kirinuki/date_text.h>

#include <string.h>

static const char *const months[12] = {
    "january januar jänner janvier enero gennaio janeiro januari stycznia января",
    "february februar février fevrier febrero febbraio fevereiro februari lutego февраля",
    "march märz maerz mars marzo março marco maart marts marca марта",
    "april avril abril aprile kwietnia апреля",
    "may mai mayo maggio maio mei maja мая",
    "june juni juin junio giugno junho czerwca июня",
    "july juli juillet julio luglio julho lipca июля",
    "august août aout agosto augustus sierpnia августа",
    "september septembre septiembre settembre setembro września сентября",
    "october oktober octobre octubre ottobre outubro października октября",
    "november novembre noviembre novembro listopada ноября",
    "december dezember décembre decembre diciembre dicembre dezembro grudnia декабря",
};

typedef struct {
    const char *p, *end;
} At;

static void skip(At *at, const char *set)
{
    while (at->p < at->end && *at->p && strchr(set, *at->p))
        at->p++;
}

static gboolean number(At *at, guint least, guint most, gint *out)
{
    guint n = 0;
    gint v = 0;
    while (at->p + n < at->end && n <= most && g_ascii_isdigit(at->p[n]))
        v = v * 10 + (at->p[n++] - '0');
    if (n < least || n > most)
        return FALSE;
    at->p += n;
    *out = v;
    return TRUE;
}

static gboolean is_letter(const char *p, const char *end)
{
    return p < end && (g_ascii_isalpha(*p) || (guchar)*p >= 0xC3) && (guchar)*p < 0xE3;
}

static gsize letters(const char *p, const char *end)
{
    gsize n = 0;
    while (p + n < end && (g_ascii_isalpha(p[n]) || ((guchar)p[n] >= 0x80 && (guchar)p[n] < 0xE3)))
        n++;
    return n;
}

static gboolean month_name(At *at, gint *out)
{
    gsize n = letters(at->p, at->end);
    if (n < 3 || n > 24)
        return FALSE;
    g_autofree char *word = g_utf8_strdown(at->p, (gssize)n);
    gsize m = strlen(word);
    for (gint i = 0; i < 12; i++)
        for (const char *name = months[i]; name; name = strchr(name, ' ')) {
            name += *name == ' ';
            if (strncmp(name, word, m) == 0) {
                at->p += n;
                *out = i + 1;
                return TRUE;
            }
        }
    return FALSE;
}

static gboolean word(At *at, const char *w)
{
    gsize n = strlen(w);
    if ((gsize)(at->end - at->p) < n || g_ascii_strncasecmp(at->p, w, n) != 0 ||
        is_letter(at->p + n, at->end))
        return FALSE;
    at->p += n;
    return TRUE;
}

static void skip_ordinal(At *at)
{
    static const char *const tails[] = {"st", "nd", "rd", "th", "er", "de", "of"};
    skip(at, " .\t\n");
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++)
        if (word(at, tails[i]))
            break;
    skip(at, " .\t\n");
}

static gboolean year(At *at, gint *out)
{
    skip(at, " ,.\t\n");
    word(at, "de");
    word(at, "del");
    skip(at, " ,.\t\n");
    return number(at, 4, 4, out) && *out >= 1990 && *out < 2100;
}

/* "2019 March 5", "2019-Mar-05" */
static gboolean year_first(At *at, KiriCivil *c)
{
    if (!number(at, 4, 4, &c->year) || c->year < 1990 || c->year >= 2100)
        return FALSE;
    skip(at, " ,.-/\t\n");
    if (!month_name(at, &c->month))
        return FALSE;
    skip(at, " .-/\t\n");
    return number(at, 1, 2, &c->day);
}

/* "5 March 2019", "March 5, 2019" */
static gboolean named(At *at, KiriCivil *c)
{
    if (g_ascii_isdigit(*at->p)) {
        At first = *at;
        if (!number(at, 1, 2, &c->day)) {
            *at = first;
            return year_first(at, c);
        }
        skip_ordinal(at);
        skip(at, "-");
        return month_name(at, &c->month) && (skip(at, "-"), year(at, &c->year));
    }
    if (!month_name(at, &c->month))
        return FALSE;
    skip(at, " .\t\n");
    if (!number(at, 1, 2, &c->day))
        return FALSE;
    skip_ordinal(at);
    return year(at, &c->year);
}

/* "05.03.2019", "5/3/2019", "2019-03-05", "2019/3/5" */
static gboolean numeric(At *at, gboolean is_american, KiriCivil *c)
{
    gint a = 0, b = 0, d = 0;
    if (!number(at, 1, 4, &a) || at->p >= at->end || !strchr("./-", *at->p))
        return FALSE;
    char separator = *at->p++;
    if (!number(at, 1, 2, &b) || at->p >= at->end || *at->p++ != separator || !number(at, 1, 4, &d))
        return FALSE;
    if (a >= 1990 && a < 2100 && d <= 31) {
        *c = (KiriCivil){.year = a, .month = b, .day = d};
        return TRUE;
    }
    if (d < 1990 || d >= 2100 || a > 31)
        return FALSE;
    gboolean month_first = b > 12 || (is_american && separator == '/' && a <= 12);
    *c = (KiriCivil){.year = d, .month = month_first ? a : b, .day = month_first ? b : a};
    return TRUE;
}

/* "pm" and "a.m." behind a clock; FALSE where neither stands. */
static gboolean half_day(At *at, gint *hour)
{
    At half = *at;
    skip(&half, " ");
    if (word(&half, "pm") || word(&half, "p.m."))
        *hour = *hour < 12 ? *hour + 12 : *hour;
    else if (word(&half, "am") || word(&half, "a.m."))
        *hour = *hour == 12 ? 0 : *hour;
    else
        return FALSE;
    *at = half;
    return TRUE;
}

/* "JST", "(CEST)", "+09:00". Names of two letters ("ET") are two zones in a year
 * and are left to whoever knows the season. */
static gboolean zone(At *at, gint *offset_min)
{
    At z = *at;
    skip(&z, " (");
    const char *from = z.p;
    if (z.p < z.end && (*z.p == '+' || *z.p == '-')) {
        gint sign = *z.p++ == '-' ? -1 : 1, hours = 0, minutes = 0;
        At joined = z;
        if (number(&joined, 4, 4, &hours)) {
            z = joined;
            minutes = hours % 100;
            hours /= 100;
        } else if (!number(&z, 2, 2, &hours) || (skip(&z, ":"), !number(&z, 2, 2, &minutes))) {
            return FALSE;
        }
        *offset_min = sign * (hours * 60 + minutes);
        *at = z;
        return hours <= 14 && minutes <= 59;
    }
    while (z.p < z.end && g_ascii_isupper(*z.p))
        z.p++;
    if (z.p - from < 3 || is_letter(z.p, z.end) ||
        !kiri_zone_by_name((KiriStr){from, (gsize)(z.p - from)}, offset_min))
        return FALSE;
    *at = z;
    return TRUE;
}

/* A clock directly behind the date: " at 9:05 pm", ", 21:05 Uhr", " | 9 a.m.". */
static void clock_behind(At *at, KiriCivil *c, guint8 *precision, gint *offset_min)
{
    static const char *const joints[] = {"at", "um", "à", "alle", "a", "las", "ore", "T"};
    At t = *at;
    skip(&t, " ,|/-\t\n");
    for (guint i = 0; i < G_N_ELEMENTS(joints); i++)
        if (word(&t, joints[i]))
            break;
    skip(&t, " ,\t\n");
    gint hour = 0, minute = 0, second = 0;
    if (!number(&t, 1, 2, &hour) || hour > 23)
        return;
    At behind_hour = t;
    char mark = t.p < t.end ? *t.p : 0;
    if (mark && strchr(":h.", mark) && (t.p++, number(&t, 2, 2, &minute)) && minute <= 59) {
        At seconds = t;
        if (mark == ':' && t.p < t.end && *t.p == ':' &&
            (seconds.p++, number(&seconds, 2, 2, &second)) && second <= 59)
            t = seconds;
        gboolean has_half = half_day(&t, &hour);
        At uhr = t;
        skip(&uhr, " ");
        if (mark == '.' && !has_half && !word(&uhr, "Uhr")) // "9.05" may be a price
            return;
    } else {
        t = behind_hour;
        minute = 0;
        if (!half_day(&t, &hour))
            return;
    }
    gint stated;
    if (zone(&t, &stated))
        *offset_min = stated;
    c->hour = hour;
    c->minute = minute;
    *precision = KIRI_PRECISION_MINUTE;
    *at = t;
}

gboolean kiri_date_find_western(KiriStr s, gint offset_min, gboolean is_american, KiriTime *out,
                                gsize *from, gsize *to)
{
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end; p++) {
        gboolean is_digit = g_ascii_isdigit(*p) != 0;
        if ((!is_digit && !is_letter(p, end)) ||
            (p > s.p && (g_ascii_isalnum(p[-1]) || (guchar)p[-1] >= 0x80)))
            continue;
        KiriCivil c = {0};
        At at = {p, end};
        if (!named(&at, &c)) {
            at = (At){p, end};
            if (!is_digit || !numeric(&at, is_american, &c))
                continue;
        }
        if ((at.p < end && g_ascii_isdigit(*at.p)) ||
            !kiri_civil_is_valid_date(c.year, c.month, c.day))
            continue;
        guint8 precision = KIRI_PRECISION_DAY;
        gint offset = offset_min;
        clock_behind(&at, &c, &precision, &offset);
        *out = (KiriTime){kiri_civil_to_us(&c, offset), (gint16)offset, precision};
        *from = (gsize)(p - s.p);
        *to = (gsize)(at.p - s.p);
        return TRUE;
    }
    return FALSE;
}
