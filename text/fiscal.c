// SPDX-License-Identifier: GPL-3.0-or-later
/* Months are counted from April; everything else follows from the first days of months. */
#include <kirinuki/fiscal.h>

#include <kirinuki/normalize.h>

#include <string.h>

enum { FIRST_MONTH = 4, MONTHS = 12, QUARTER_MONTHS = 3, LEAST_YEAR = 1950, MOST_YEAR = 9998 };

static gint64 first_of(gint year, gint months_from_april)
{
    gint month = FIRST_MONTH - 1 + months_from_april;
    KiriCivil c = {.year = year + month / MONTHS, .month = month % MONTHS + 1, .day = 1};
    return kiri_civil_to_us(&c, KIRI_JST_MIN);
}

gint kiri_fiscal_year_of(gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return c.month < FIRST_MONTH ? c.year - 1 : c.year;
}

KiriSpan kiri_fiscal_year(gint year)
{
    return (KiriSpan){first_of(year, 0), first_of(year, MONTHS)};
}

KiriSpan kiri_fiscal_quarter(gint year, guint quarter)
{
    gint month = (gint)quarter * QUARTER_MONTHS;
    return (KiriSpan){first_of(year, month), first_of(year, month + QUARTER_MONTHS)};
}

KiriSpan kiri_fiscal_month(gint year, guint month)
{
    return (KiriSpan){first_of(year, (gint)month), first_of(year, (gint)month + 1)};
}

gint kiri_fiscal_calendar_month(guint month)
{
    return (FIRST_MONTH - 1 + (gint)month) % MONTHS + 1;
}

/* What stands before the figures, and the year before its first. */
static const struct {
    const char *name;
    gint before;
} eras[] = {{"令和", 2018}, {"平成", 1988}, {"r", 2018}, {"h", 1988}, {"fy", 0}, {"", 0}};

gboolean kiri_fiscal_year_parse(const char *text, gint *year)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    guint64 number = 0;
    gsize e = 0;
    while (!g_str_has_prefix(n, eras[e].name))
        e++;
    char *figures = g_strstrip(n + strlen(eras[e].name));
    char *end = strstr(figures, "年度");
    if (end && strcmp(end, "年度") == 0)
        *end = '\0';
    if (strcmp(figures, "元") == 0)
        number = 1;
    else if (!g_ascii_string_to_unsigned(figures, 10, 1, MOST_YEAR, &number, NULL))
        return FALSE;
    *year = eras[e].before + (gint)number;
    return *year >= LEAST_YEAR && *year <= MOST_YEAR;
}

/* An end of a span is the first instant behind its last day, so it is moved by that day;
 * where the last day ends a month, so it does a year earlier. */
static gint64 year_before(gint64 us, gboolean is_end)
{
    KiriCivil c = kiri_civil_from_us(is_end ? us - 1 : us, KIRI_JST_MIN);
    gboolean ends_month = is_end && c.day == kiri_civil_days_in_month(c.year, c.month);
    c.year--;
    gint days = kiri_civil_days_in_month(c.year, c.month);
    c.day = ends_month ? days : MIN(c.day, days);
    return kiri_civil_to_us(&c, KIRI_JST_MIN) + (is_end ? 1 : 0);
}

KiriSpan kiri_span_year_before(KiriSpan span)
{
    return (KiriSpan){span.from_us == G_MININT64 ? G_MININT64 : year_before(span.from_us, FALSE),
                      span.to_us == G_MAXINT64 ? G_MAXINT64 : year_before(span.to_us, TRUE)};
}
