// SPDX-License-Identifier: GPL-3.0-or-later
/* Public holidays of Japan, by rule: 国民の祝日に関する法律 (Act No. 178 of 1948)
 * with its amendments and the special acts of 2018 to 2020; the equinoxes by their
 * astronomical approximation, as good until 2099 as the Observatory's forecast.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* The name of the holiday (元日, 振替休日, …; static), or NULL. */
const char *kiri_holiday(gint year, gint month, gint day);

typedef enum {
    KIRI_DAY_MONDAY,
    KIRI_DAY_TUESDAY,
    KIRI_DAY_WEDNESDAY,
    KIRI_DAY_THURSDAY,
    KIRI_DAY_FRIDAY,
    KIRI_DAY_SATURDAY,
    KIRI_DAY_SUNDAY,
    KIRI_DAY_HOLIDAY, // a public holiday that is no Sunday, or 12/29 to 1/3
    KIRI_N_DAYS
} KiriDayKind;
/* What kind of day the instant falls on, in Japan. */
KiriDayKind kiri_day_kind(gint64 us);
