// SPDX-License-Identifier: GPL-3.0-or-later
/* Civil dates without the C library: proleptic Gregorian arithmetic on µs UTC.
 *
 * No locale, no time zone database, no allocation: safe inside the sandbox.
 * Japan has kept UTC+09:00 without summer time since 1951, so one constant is
 * enough for everything a Japanese office dates.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

#include <kirinuki/buf.h>

#define KIRI_US_PER_SECOND G_GINT64_CONSTANT(1000000)
#define KIRI_US_PER_MINUTE (60 * KIRI_US_PER_SECOND)
#define KIRI_US_PER_HOUR (60 * KIRI_US_PER_MINUTE)
#define KIRI_US_PER_DAY (24 * KIRI_US_PER_HOUR)
#define KIRI_JST_MIN (9 * 60) // offset of Japan in minutes

typedef enum {
    KIRI_PRECISION_NONE, // no time at all
    KIRI_PRECISION_YEAR,
    KIRI_PRECISION_MONTH,
    KIRI_PRECISION_DAY,
    KIRI_PRECISION_MINUTE,
    KIRI_PRECISION_SECOND,
} KiriPrecision;

/* A moment as somebody stated it: the instant, the offset it was stated in, and
 * how exact the statement was. A day is kept as its first instant in `offset`. */
typedef struct {
    gint64 us;         // µs since 1970-01-01T00:00:00Z
    gint16 offset_min; // minutes east of UTC
    guint8 precision;  // KiriPrecision; NONE: unset, the rest is 0
} KiriTime;

#define KIRI_TIME_UNSET ((KiriTime){0, 0, KIRI_PRECISION_NONE})

typedef struct {
    gint year, month, day;            // month 1–12, day 1–31
    gint hour, minute, second, micro; // 24-hour clock
    gint weekday;                     // 0 Sunday … 6 Saturday
} KiriCivil;

/* Days since 1970-01-01 of a date that must exist (kiri_civil_is_valid_date). */
gint64 kiri_civil_days(gint year, gint month, gint day);
gboolean kiri_civil_is_valid_date(gint year, gint month, gint day);
gint kiri_civil_days_in_month(gint year, gint month);

/* The fields of an instant as a clock at `offset_min` shows them. */
KiriCivil kiri_civil_from_us(gint64 us, gint offset_min);
/* The instant; fields must be in range (hour 24 is next midnight, second 60 the
 * next minute). */
gint64 kiri_civil_to_us(const KiriCivil *c, gint offset_min);

/* The instant at JST as stated to the second. */
KiriTime kiri_time_jst(gint64 us);
/* First and last µs of years 1–9999, outside which there is no civil date. */
#define KIRI_TIME_MIN_US (G_GINT64_CONSTANT(-62135596800) * KIRI_US_PER_SECOND)
#define KIRI_TIME_MAX_US (G_GINT64_CONSTANT(253402300800) * KIRI_US_PER_SECOND - 1)

/* Unset, or a moment whose precision, offset and year (here and at UTC) make
 * sense: what can be stored. kiri_time_parse() gives no other. */
gboolean kiri_time_is_valid(KiriTime t);
static inline gboolean kiri_time_is_set(KiriTime t)
{
    return t.precision != KIRI_PRECISION_NONE;
}

/* Start of the day (JST) that contains `us`. */
gint64 kiri_civil_day_start_jst(gint64 us);

/* As much as is known: "2024", "2024-05", "2024-05-13", else RFC 3339,
 * "2024-05-13T09:05:00+09:00". kiri_time_parse() reads the same back. `out` gets at most 32 bytes with its NUL; an
 * unset time gives "". */
void kiri_time_format(KiriTime t, char out[32]);

/* The same, always a date-time: what is known to the day or less gets the first
 * instant it covers. Beside it belongs the name of the precision. */
void kiri_time_format_full(KiriTime t, char out[32]);

/* "year", "month", "day", "minute", "second"; static, NULL for NONE. */
const char *kiri_precision_name(guint8 precision);
/* FALSE for a word that is none of them. */
gboolean kiri_precision_parse(KiriStr name, guint8 *out);
/* `t` as if it had been stated no more exactly than `precision`, which is not
 * NONE: the first instant of its day, month or year there. */
KiriTime kiri_time_coarsen(KiriTime t, guint8 precision);

/* A day without a clock is that of the calendar it was printed on, wherever that is:
 * one whose first instant is the day before in Japan, where all is counted and shown
 * by Japan's days, becomes the same day there. Everything else stays. */
KiriTime kiri_time_day_in_japan(KiriTime t);

/* Reads RFC 3339 and its ISO 8601 cousins: "2024", "2024-05", "2024-05-13",
 * "20240513", "2024-05-13T09:05[:06[.789]]" with "Z", "+09:00", "+0900", "+09"
 * or nothing ('T' may be a space). Without an offset `default_offset_min`
 * counts. The whole of `s` must match, white space around it aside. */
gboolean kiri_time_parse(KiriStr s, gint default_offset_min, KiriTime *out);
