// SPDX-License-Identifier: GPL-3.0-or-later
/* Public holidays of Japan from tables of what the Act and its amendments say:
 * days of a date, days of a Monday, the two equinoxes, single days by special
 * acts; and from them the two kinds of day that follow from others, the
 * substitute of a holiday that fell on a Sunday (from 1973-04-12) and the day
 * between two holidays (from 1985-12-27). */
#include <kirinuki/holiday.h>

#include <kirinuki/civil.h>

enum { FIRST_YEAR = 1948, LAST_YEAR = 2099 };

/* Which years a line of a table holds for; 0: to this day. */
typedef struct {
    gint from, to;
} Years;

static gboolean holds(Years years, gint year)
{
    return year >= years.from && (!years.to || year <= years.to);
}

static const struct {
    const char *name;
    gint month, day;
    Years years;
} fixed[] = {
    {"元日", 1, 1, {1949, 0}},
    {"成人の日", 1, 15, {1949, 1999}},
    {"建国記念の日", 2, 11, {1967, 0}},
    {"天皇誕生日", 2, 23, {2020, 0}},
    {"天皇誕生日", 4, 29, {1949, 1988}},
    {"みどりの日", 4, 29, {1989, 2006}},
    {"昭和の日", 4, 29, {2007, 0}},
    {"憲法記念日", 5, 3, {1949, 0}},
    {"みどりの日", 5, 4, {2007, 0}},
    {"こどもの日", 5, 5, {1949, 0}},
    {"海の日", 7, 20, {1996, 2002}},
    {"山の日", 8, 11, {2016, 2019}},
    {"山の日", 8, 11, {2022, 0}},
    {"敬老の日", 9, 15, {1966, 2002}},
    {"体育の日", 10, 10, {1966, 1999}},
    {"文化の日", 11, 3, {1948, 0}},
    {"勤労感謝の日", 11, 23, {1948, 0}},
    {"天皇誕生日", 12, 23, {1989, 2018}},
    /* For the Games of Tokyo three holidays lay on other days. */
    {"海の日", 7, 23, {2020, 2020}},
    {"スポーツの日", 7, 24, {2020, 2020}},
    {"山の日", 8, 10, {2020, 2020}},
    {"海の日", 7, 22, {2021, 2021}},
    {"スポーツの日", 7, 23, {2021, 2021}},
    {"山の日", 8, 8, {2021, 2021}},
    /* Single days by acts of their own. */
    {"皇太子明仁親王の結婚の儀", 4, 10, {1959, 1959}},
    {"昭和天皇の大喪の礼", 2, 24, {1989, 1989}},
    {"即位礼正殿の儀", 11, 12, {1990, 1990}},
    {"皇太子徳仁親王の結婚の儀", 6, 9, {1993, 1993}},
    {"天皇の即位の日", 5, 1, {2019, 2019}},
    {"即位礼正殿の儀の行われる日", 10, 22, {2019, 2019}},
};

static const struct {
    const char *name;
    gint month, week; // the nth Monday
    Years years;
} mondays[] = {
    {"成人の日", 1, 2, {2000, 0}},     {"海の日", 7, 3, {2003, 2019}},
    {"海の日", 7, 3, {2022, 0}},       {"敬老の日", 9, 3, {2003, 0}},
    {"体育の日", 10, 2, {2000, 2019}}, {"スポーツの日", 10, 2, {2022, 0}},
};

static gint weekday(gint64 days)
{
    return (gint)(((days + 4) % 7 + 7) % 7); // 1970-01-01 was a Thursday
}

/* Day of March or September, by the known approximation for these centuries (in
 * millionths of a day, so that no machine rounds it otherwise). */
static gint equinox(gint year, gint64 before_1980, gint64 from_1980)
{
    gint64 leap_days = year < 1980 ? (year - 1983) / 4 : (year - 1980) / 4;
    gint64 base = year < 1980 ? before_1980 : from_1980;
    return (gint)((base + G_GINT64_CONSTANT(242194) * (year - 1980)) / 1000000 - leap_days);
}

/* A holiday that stands in the Act or in one of its own. */
static const char *named(gint year, gint month, gint day)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        if (fixed[i].month == month && fixed[i].day == day && holds(fixed[i].years, year))
            return fixed[i].name;
    for (gsize i = 0; i < G_N_ELEMENTS(mondays); i++)
        if (mondays[i].month == month && (day + 6) / 7 == mondays[i].week &&
            holds(mondays[i].years, year) && weekday(kiri_civil_days(year, month, day)) == 1)
            return mondays[i].name;
    if (month == 3 && year > FIRST_YEAR && day == equinox(year, 20835700, 20843100))
        return "春分の日";
    if (month == 9 && day == equinox(year, 23258800, 23248800))
        return "秋分の日";
    return NULL;
}

static const char *named_at(gint64 days)
{
    KiriCivil c = kiri_civil_from_us(days * KIRI_US_PER_DAY, 0);
    return named(c.year, c.month, c.day);
}

/* Is this day, no holiday by name, the rest for one that fell on a Sunday? Until
 * 2006 that was the Monday, since then the next day that is none itself. */
static gboolean is_substitute(gint year, gint64 days)
{
    if (days < kiri_civil_days(1973, 4, 12))
        return FALSE;
    gint64 before = days - 1;
    while (year >= 2007 && weekday(before) != 0 && named_at(before))
        before--;
    return weekday(before) == 0 && named_at(before);
}

static gboolean is_between_holidays(gint64 days)
{
    return days >= kiri_civil_days(1985, 12, 27) && weekday(days) != 0 && named_at(days - 1) &&
           named_at(days + 1);
}

const char *kiri_holiday(gint year, gint month, gint day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || !kiri_civil_is_valid_date(year, month, day))
        return NULL;
    gint64 days = kiri_civil_days(year, month, day);
    if (days < kiri_civil_days(FIRST_YEAR, 7, 20))
        return NULL; // the Act came into force
    const char *name = named(year, month, day);
    if (name)
        return name;
    if (is_substitute(year, days))
        return "振替休日";
    return is_between_holidays(days) ? "国民の休日" : NULL;
}

KiriDayKind kiri_day_kind(gint64 us)
{
    static const KiriDayKind kinds[] = {
        KIRI_DAY_SUNDAY,   KIRI_DAY_MONDAY, KIRI_DAY_TUESDAY,  KIRI_DAY_WEDNESDAY,
        KIRI_DAY_THURSDAY, KIRI_DAY_FRIDAY, KIRI_DAY_SATURDAY,
    };
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    if ((c.month == 12 && c.day >= 29) || (c.month == 1 && c.day <= 3))
        return KIRI_DAY_HOLIDAY;
    if (c.weekday != 0 && kiri_holiday(c.year, c.month, c.day))
        return KIRI_DAY_HOLIDAY;
    return kinds[c.weekday];
}
