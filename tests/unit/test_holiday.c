// SPDX-License-Identifier: GPL-3.0-or-later
/* Holidays against the calendars of years that were, and those announced. */
#include <kirinuki/civil.h>
#include <kirinuki/holiday.h>

#include <string.h>

/* Every holiday of the year, "M/D name" in order. */
static const struct {
    gint year;
    const char *days;
} years[] = {
    {2019, "1/1 元日 1/14 成人の日 2/11 建国記念の日 3/21 春分の日 4/29 昭和の日 4/30 国民の休日 "
           "5/1 天皇の即位の日 5/2 国民の休日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 "
           "5/6 振替休日 7/15 海の日 8/11 山の日 8/12 振替休日 9/16 敬老の日 9/23 秋分の日 "
           "10/14 体育の日 10/22 即位礼正殿の儀の行われる日 11/3 文化の日 11/4 振替休日 "
           "11/23 勤労感謝の日 "},
    {2020, "1/1 元日 1/13 成人の日 2/11 建国記念の日 2/23 天皇誕生日 2/24 振替休日 3/20 春分の日 "
           "4/29 昭和の日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/23 海の日 "
           "7/24 スポーツの日 8/10 山の日 9/21 敬老の日 9/22 秋分の日 11/3 文化の日 "
           "11/23 勤労感謝の日 "},
    {2021, "1/1 元日 1/11 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/20 春分の日 4/29 昭和の日 "
           "5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 7/22 海の日 7/23 スポーツの日 8/8 山の日 "
           "8/9 振替休日 9/20 敬老の日 9/23 秋分の日 11/3 文化の日 11/23 勤労感謝の日 "},
    {2022, "1/1 元日 1/10 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/21 春分の日 4/29 昭和の日 "
           "5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 7/18 海の日 8/11 山の日 9/19 敬老の日 "
           "9/23 秋分の日 10/10 スポーツの日 11/3 文化の日 11/23 勤労感謝の日 "},
    {2023, "1/1 元日 1/2 振替休日 1/9 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/21 春分の日 "
           "4/29 昭和の日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 7/17 海の日 8/11 山の日 "
           "9/18 敬老の日 9/23 秋分の日 10/9 スポーツの日 11/3 文化の日 11/23 勤労感謝の日 "},
    {2024, "1/1 元日 1/8 成人の日 2/11 建国記念の日 2/12 振替休日 2/23 天皇誕生日 3/20 春分の日 "
           "4/29 昭和の日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/15 海の日 "
           "8/11 山の日 8/12 振替休日 9/16 敬老の日 9/22 秋分の日 9/23 振替休日 "
           "10/14 スポーツの日 11/3 文化の日 11/4 振替休日 11/23 勤労感謝の日 "},
    {2025, "1/1 元日 1/13 成人の日 2/11 建国記念の日 2/23 天皇誕生日 2/24 振替休日 3/20 春分の日 "
           "4/29 昭和の日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/21 海の日 "
           "8/11 山の日 9/15 敬老の日 9/23 秋分の日 10/13 スポーツの日 11/3 文化の日 "
           "11/23 勤労感謝の日 11/24 振替休日 "},
    {2026, "1/1 元日 1/12 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/20 春分の日 4/29 昭和の日 "
           "5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/20 海の日 8/11 山の日 "
           "9/21 敬老の日 9/22 国民の休日 9/23 秋分の日 10/12 スポーツの日 11/3 文化の日 "
           "11/23 勤労感謝の日 "},
    {2027, "1/1 元日 1/11 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/21 春分の日 3/22 振替休日 "
           "4/29 昭和の日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 7/19 海の日 8/11 山の日 "
           "9/20 敬老の日 9/23 秋分の日 10/11 スポーツの日 11/3 文化の日 11/23 勤労感謝の日 "},
    /* Before the Act, its first year, before substitutes, and the first of them. */
    {1947, ""},
    {1948, "9/23 秋分の日 11/3 文化の日 11/23 勤労感謝の日 "},
    {1972, "1/1 元日 1/15 成人の日 2/11 建国記念の日 3/20 春分の日 4/29 天皇誕生日 "
           "5/3 憲法記念日 5/5 こどもの日 9/15 敬老の日 9/23 秋分の日 10/10 体育の日 11/3 文化の日 "
           "11/23 勤労感謝の日 "},
    {1973, "1/1 元日 1/15 成人の日 2/11 建国記念の日 3/21 春分の日 4/29 天皇誕生日 4/30 振替休日 "
           "5/3 憲法記念日 5/5 こどもの日 9/15 敬老の日 9/23 秋分の日 9/24 振替休日 10/10 体育の日 "
           "11/3 文化の日 11/23 勤労感謝の日 "},
};

static void test_whole_years(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(years); i++) {
        g_autoptr(GString) found = g_string_new(NULL);
        for (gint month = 1; month <= 12; month++)
            for (gint day = 1; day <= kiri_civil_days_in_month(years[i].year, month); day++) {
                const char *name = kiri_holiday(years[i].year, month, day);
                if (name)
                    g_string_append_printf(found, "%d/%d %s ", month, day, name);
            }
        g_test_message("%d", years[i].year);
        g_assert_cmpstr(found->str, ==, years[i].days);
    }
}

static void test_single_days(void)
{
    static const struct {
        gint year, month, day;
        const char *name;
    } days[] = {
        {1949, 1, 1, "元日"},
        {1949, 3, 21, "春分の日"},
        {1959, 4, 10, "皇太子明仁親王の結婚の儀"},
        {1960, 3, 20, "春分の日"},
        {1979, 9, 24, "秋分の日"},
        {1986, 5, 4, NULL}, // a Sunday between two holidays
        {1987, 5, 4, "振替休日"},
        {1988, 5, 4, "国民の休日"},
        {1988, 4, 29, "天皇誕生日"},
        {1989, 2, 24, "昭和天皇の大喪の礼"},
        {1989, 4, 29, "みどりの日"},
        {1989, 12, 23, "天皇誕生日"},
        {1990, 11, 12, "即位礼正殿の儀"},
        {1993, 6, 9, "皇太子徳仁親王の結婚の儀"},
        {1995, 7, 20, NULL},
        {1996, 7, 20, "海の日"},
        {1999, 1, 15, "成人の日"},
        {2000, 1, 10, "成人の日"},
        {2000, 1, 15, NULL},
        {2003, 7, 21, "海の日"},
        {2006, 4, 29, "みどりの日"},
        {2007, 4, 29, "昭和の日"},
        {2008, 5, 6, "振替休日"}, // of the 4th, behind the 5th
        {2009, 5, 6, "振替休日"}, // of the 3rd
        {2009, 9, 22, "国民の休日"},
        {2012, 9, 22, "秋分の日"},
        {2015, 9, 22, "国民の休日"},
        {2018, 12, 23, "天皇誕生日"},
        {2018, 12, 24, "振替休日"},
        {2019, 2, 23, NULL},
        {2019, 12, 23, NULL},
        {2024, 2, 29, NULL},
        {2023, 2, 29, NULL}, // no such day
        {2032, 9, 21, "国民の休日"},
        {2092, 3, 19, "春分の日"},
        {2099, 9, 23, "秋分の日"},
        {2100, 1, 1, NULL}, // beyond what is known
    };
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        g_test_message("%d-%d-%d", days[i].year, days[i].month, days[i].day);
        g_assert_cmpstr(kiri_holiday(days[i].year, days[i].month, days[i].day), ==, days[i].name);
    }
}

static void test_kinds_of_day(void)
{
    static const struct {
        const char *time;
        KiriDayKind kind;
    } times[] = {
        {"2026-04-13T00:00", KIRI_DAY_MONDAY},   {"2026-04-12T23:59:59.999", KIRI_DAY_SUNDAY},
        {"2026-04-14T12:00", KIRI_DAY_TUESDAY},  {"2026-04-15T12:00", KIRI_DAY_WEDNESDAY},
        {"2026-04-16T12:00", KIRI_DAY_THURSDAY}, {"2026-04-17T12:00", KIRI_DAY_FRIDAY},
        {"2026-04-18T12:00", KIRI_DAY_SATURDAY}, {"2026-04-29T12:00", KIRI_DAY_HOLIDAY},
        {"2026-05-03T12:00", KIRI_DAY_SUNDAY}, // a holiday on a Sunday is a Sunday
        {"2026-05-06T12:00", KIRI_DAY_HOLIDAY},  {"2026-12-28T12:00", KIRI_DAY_MONDAY},
        {"2026-12-29T00:00", KIRI_DAY_HOLIDAY},  {"2027-01-03T23:59", KIRI_DAY_HOLIDAY},
        {"2027-01-04T00:00", KIRI_DAY_MONDAY},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        KiriTime t;
        g_assert_true(kiri_time_parse(kiri_str(times[i].time), KIRI_JST_MIN, &t));
        g_test_message("%s", times[i].time);
        g_assert_cmpint(kiri_day_kind(t.us), ==, times[i].kind);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/holiday/whole-years", test_whole_years);
    g_test_add_func("/holiday/single-days", test_single_days);
    g_test_add_func("/holiday/kinds-of-day", test_kinds_of_day);
    return g_test_run();
}
