// SPDX-License-Identifier: GPL-3.0-or-later
/* Date expressions of the query language: days, months and years of Japan, alone
 * or as a span with "..". */
#include <kirinuki/civil.h>
#include <kirinuki/query.h>

/* "2026", "2026-01", "2026-01-05", also with '/' or full-width signs. */
static gboolean read_day(KiriStr s, gint *year, gint *month, gint *day)
{
    gint part[3] = {0, 0, 0};
    guint n = 0, digits = 0;
    for (gsize i = 0; i < s.n; i++) {
        if (g_ascii_isdigit(s.p[i])) {
            if (++digits > (n == 0 ? 4 : 2))
                return FALSE;
            part[n] = part[n] * 10 + g_ascii_digit_value(s.p[i]);
        } else if ((s.p[i] == '-' || s.p[i] == '/') && digits && n < 2) {
            n++;
            digits = 0;
        } else {
            return FALSE;
        }
    }
    if (!digits || part[0] < 1000)
        return FALSE;
    *year = part[0];
    *month = part[1];
    *day = part[2];
    return (n < 1 || part[1] > 0) && (n < 2 || part[2] > 0) &&
           kiri_civil_is_valid_date(part[0], n < 1 ? 1 : part[1], n < 2 ? 1 : part[2]);
}

static gboolean read_span(KiriStr s, gint64 *from_us, gint64 *to_us)
{
    gint year, month, day;
    if (!read_day(s, &year, &month, &day))
        return FALSE;
    gint64 first = kiri_civil_days(year, MAX(month, 1), MAX(day, 1));
    gint64 end = first + 1;
    if (!month)
        end = kiri_civil_days(year + 1, 1, 1);
    else if (!day)
        end = first + kiri_civil_days_in_month(year, month);
    gint64 offset = KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    *from_us = first * KIRI_US_PER_DAY - offset;
    *to_us = end * KIRI_US_PER_DAY - offset;
    return TRUE;
}

gboolean kiri_query_parse_dates(KiriStr text, gint64 *from_us, gint64 *to_us)
{
    g_autofree char *folded = g_utf8_normalize(text.p, (gssize)text.n, G_NORMALIZE_NFKC);
    KiriStr s = kiri_str(folded);
    const char *dots = g_strstr_len(s.p, (gssize)s.n, "..");
    if (!dots)
        return read_span(s, from_us, to_us);
    KiriStr left = {s.p, (gsize)(dots - s.p)};
    KiriStr right = {dots + 2, s.n - left.n - 2};
    gint64 ignored;
    *from_us = G_MININT64;
    *to_us = G_MAXINT64;
    if (left.n == 0 && right.n == 0)
        return FALSE;
    if (left.n && !read_span(left, from_us, &ignored))
        return FALSE;
    if (right.n && !read_span(right, &ignored, to_us))
        return FALSE;
    return *from_us < *to_us;
}
