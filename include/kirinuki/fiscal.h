// SPDX-License-Identifier: GPL-3.0-or-later
/* The fiscal year (年度) of Japanese offices: 1 April to 31 March, in quarters
 * (第1四半期: April to June). Periods are [from, to) in µs: 31 March 24:00 is the first
 * instant of the next year.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/civil.h>

typedef struct {
    gint64 from_us, to_us;
} KiriSpan;

/* The fiscal year that an instant falls in, in Japan: 2026 for 2027-03-31. */
gint kiri_fiscal_year_of(gint64 us);
KiriSpan kiri_fiscal_year(gint year);
/* Quarter 0 to 3 of it; month 0 (April) to 11 (March). */
KiriSpan kiri_fiscal_quarter(gint year, guint quarter);
KiriSpan kiri_fiscal_month(gint year, guint month);
/* The month, 1 to 12, that it is on the calendar. */
gint kiri_fiscal_calendar_month(guint month);

/* "2026", "令和8年度", "R8", "FY2026": the year in which it begins. FALSE for anything
 * else, and for years before 1950 or after 9998. */
gboolean kiri_fiscal_year_parse(const char *text, gint *year);

/* The same days a year earlier: whole calendar dates, so that a quarter becomes that
 * quarter; 29 February becomes the 28th, and the end of a February its end. Open ends
 * (G_MININT64, G_MAXINT64) stay open. */
KiriSpan kiri_span_year_before(KiriSpan span);
