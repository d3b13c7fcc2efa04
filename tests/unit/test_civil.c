// SPDX-License-Identifier: GPL-3.0-or-later
/* Civil dates against known days and against their own inverse; clocks. */
#include <kirinuki/civil.h>
#include <kirinuki/clock.h>

static void test_known_days(void)
{
    g_assert_cmpint(kiri_civil_days(1970, 1, 1), ==, 0);
    g_assert_cmpint(kiri_civil_days(1969, 12, 31), ==, -1);
    g_assert_cmpint(kiri_civil_days(2000, 2, 29), ==, 11016);
    g_assert_cmpint(kiri_civil_days(2024, 5, 13), ==, 19856);
    g_assert_cmpint(kiri_civil_days(1, 1, 1), ==, -719162);
    g_assert_cmpint(kiri_civil_days(9999, 12, 31), ==, 2932896);
    g_assert_cmpint(kiri_civil_from_us(0, 0).weekday, ==, 4); // a Thursday
    g_assert_cmpint(kiri_civil_from_us(-1, 0).weekday, ==, 3);
}

static void test_every_day(void)
{
    gint64 days = kiri_civil_days(1, 1, 1);
    gint weekday = 1; // 0001-01-01 was a Monday
    for (gint year = 1; year <= 9999; year++)
        for (gint month = 1; month <= 12; month++)
            for (gint day = 1; day <= kiri_civil_days_in_month(year, month); day++, days++) {
                g_assert_cmpint(kiri_civil_days(year, month, day), ==, days);
                KiriCivil c = kiri_civil_from_us(days * KIRI_US_PER_DAY, 0);
                g_assert_true(c.year == year && c.month == month && c.day == day);
                g_assert_cmpint(c.weekday, ==, weekday);
                weekday = (weekday + 1) % 7;
            }
}

static void test_valid_dates(void)
{
    g_assert_true(kiri_civil_is_valid_date(2024, 2, 29));
    g_assert_false(kiri_civil_is_valid_date(2023, 2, 29));
    g_assert_false(kiri_civil_is_valid_date(1900, 2, 29));
    g_assert_true(kiri_civil_is_valid_date(2000, 2, 29));
    g_assert_false(kiri_civil_is_valid_date(2024, 13, 1));
    g_assert_false(kiri_civil_is_valid_date(2024, 0, 1));
    g_assert_false(kiri_civil_is_valid_date(2024, 4, 31));
    g_assert_false(kiri_civil_is_valid_date(0, 1, 1));
    g_assert_false(kiri_civil_is_valid_date(10000, 1, 1));
}

static void test_day_start(void)
{
    KiriTime t;
    g_assert_true(kiri_time_parse(kiri_str("2024-05-13T00:00:00+09:00"), 0, &t));
    g_assert_cmpint(kiri_civil_day_start_jst(t.us), ==, t.us);
    g_assert_cmpint(kiri_civil_day_start_jst(t.us + KIRI_US_PER_DAY - 1), ==, t.us);
    g_assert_cmpint(kiri_civil_day_start_jst(t.us - 1), ==, t.us - KIRI_US_PER_DAY);
    g_assert_cmpint(kiri_civil_day_start_jst(-1), ==, -9 * KIRI_US_PER_HOUR);
}

/* Text in, text out by kiri_time_format; NULL: refused. */
static void test_parse(void)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"2024", "2024"},
        {"2024-05", "2024-05"},
        {"2024-05-13", "2024-05-13"},
        {" 20240513\n", "2024-05-13"},
        {"2024-05-13T09:05", "2024-05-13T09:05:00+09:00"},
        {"2024-05-13 09:05:07", "2024-05-13T09:05:07+09:00"},
        {"2024-05-13T09:05:07Z", "2024-05-13T09:05:07Z"},
        {"2024-05-13t09:05:07z", "2024-05-13T09:05:07Z"},
        {"2024-05-13T09:05:07.123456789-0330", "2024-05-13T09:05:07-03:30"},
        {"2024-05-13T09:05:07,5+09", "2024-05-13T09:05:07+09:00"},
        {"2024-05-13T090507+0900", "2024-05-13T09:05:07+09:00"},
        {"2024-05-13 09:05 +09:00", "2024-05-13T09:05:00+09:00"},
        {"2024-12-31T24:00", "2025-01-01T00:00:00+09:00"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"0001-01-01T00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
        {"", NULL},
        {"202405", NULL},
        {"2024-5-1", NULL},
        {"2024-02-30", NULL},
        {"2024-0513", NULL},
        {"0000", NULL},
        {"2024-05-13T", NULL},
        {"2024-05-13T25:00", NULL},
        {"2024-05-13T24:00:00.5", NULL},
        {"2024-05-13T09:60", NULL},
        {"2024-05-13T09:05:07.", NULL},
        {"2024-05-13T09:05+19:00", NULL},
        {"2024-05-13T09:05+9", NULL},
        {"2024-05-13T09:05Z junk", NULL},
        {"2024T09:05", NULL},
        /* Statements that lead out of the years that exist. */
        {"9999-12-31T24:00Z", NULL},
        {"9999-12-31T23:59:60Z", NULL},
        {"0001-01-01T00:00+09:00", NULL},
        {"9999-12-31T23:00-09:00", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriTime t = KIRI_TIME_UNSET;
        char out[32] = "";
        gboolean ok = kiri_time_parse(kiri_str(cases[i].in), KIRI_JST_MIN, &t);
        kiri_time_format(t, out);
        g_test_message("%s", cases[i].in);
        g_assert_cmpint(ok, ==, cases[i].out != NULL);
        g_assert_cmpstr(out, ==, cases[i].out ? cases[i].out : "");
        g_assert_true(kiri_time_is_valid(t));
    }
}

static void test_precision(void)
{
    static const struct {
        const char *in;
        KiriPrecision precision;
    } cases[] = {{"2024", KIRI_PRECISION_YEAR},
                 {"2024-05", KIRI_PRECISION_MONTH},
                 {"2024-05-13", KIRI_PRECISION_DAY},
                 {"2024-05-13T09:05", KIRI_PRECISION_MINUTE},
                 {"2024-05-13T09:05:00", KIRI_PRECISION_SECOND}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriTime t;
        g_assert_true(kiri_time_parse(kiri_str(cases[i].in), KIRI_JST_MIN, &t));
        g_assert_cmpint(t.precision, ==, cases[i].precision);
        g_assert_cmpint(t.offset_min, ==, KIRI_JST_MIN);
    }
    KiriTime t;
    g_assert_true(kiri_time_parse(kiri_str("2024-05-13T09:05:00.25Z"), 0, &t));
    g_assert_cmpint(t.us % KIRI_US_PER_SECOND, ==, 250000);
}

static void test_validity(void)
{
    g_assert_true(kiri_time_is_valid(KIRI_TIME_UNSET));
    g_assert_true(kiri_time_is_valid(kiri_time_jst(0)));
    g_assert_false(kiri_time_is_valid(kiri_time_jst(KIRI_TIME_MAX_US))); // year 10000 in Japan
    g_assert_false(kiri_time_is_valid(kiri_time_jst(G_MININT64)));
    g_assert_false(kiri_time_is_valid((KiriTime){0, 0, KIRI_PRECISION_SECOND + 1}));
    g_assert_false(kiri_time_is_valid((KiriTime){0, 20 * 60, KIRI_PRECISION_DAY}));
    g_assert_false(kiri_time_is_valid((KiriTime){1, 0, KIRI_PRECISION_NONE}));
}

static void test_clocks(void)
{
    g_autoptr(KiriClock) fixed = kiri_clock_new_fixed(1000, FALSE);
    g_assert_cmpint(kiri_clock_now_us(fixed), ==, 1000);
    gint64 before = kiri_clock_monotonic_us(fixed);
    kiri_clock_advance(fixed, 234);
    g_assert_cmpint(kiri_clock_now_us(fixed), ==, 1234);
    g_assert_cmpint(kiri_clock_monotonic_us(fixed) - before, ==, 234);
    g_autoptr(KiriClock) half = kiri_clock_new_fixed(1000, TRUE);
    gint64 real = kiri_clock_monotonic_us(half);
    g_assert_cmpint(real, >, 0);
    g_assert_cmpint(kiri_clock_monotonic_us(half), >=, real);
    g_assert_cmpint(kiri_clock_now_us(half), ==, 1000);
    g_autoptr(KiriClock) system = kiri_clock_new_system();
    g_assert_cmpint(kiri_clock_now_us(system), >, kiri_civil_days(2024, 1, 1) * KIRI_US_PER_DAY);
    kiri_clock_free(NULL);
}

static void check_full(const char *text, const char *full, const char *name)
{
    KiriTime t;
    char out[32];
    g_assert_true(kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t));
    kiri_time_format_full(t, out);
    g_assert_cmpstr(out, ==, full);
    g_assert_cmpstr(kiri_precision_name(t.precision), ==, name);
}

static void test_full_form(void)
{
    check_full("2024-03-05", "2024-03-05T00:00:00+09:00", "day");
    check_full("2024-03", "2024-03-01T00:00:00+09:00", "month");
    check_full("2024", "2024-01-01T00:00:00+09:00", "year");
    check_full("2024-03-05T09:05", "2024-03-05T09:05:00+09:00", "minute");
    check_full("2024-03-05T09:05:06Z", "2024-03-05T09:05:06Z", "second");
    char out[32];
    kiri_time_format_full(KIRI_TIME_UNSET, out);
    g_assert_cmpstr(out, ==, "");
    g_assert_null(kiri_precision_name(KIRI_PRECISION_NONE));
    g_assert_null(kiri_precision_name(KIRI_PRECISION_SECOND + 1));
}

static void check_coarse(const char *name, const char *expected)
{
    KiriTime t;
    guint8 precision = KIRI_PRECISION_NONE;
    char out[32];
    g_assert_true(kiri_time_parse(kiri_str("2024-03-05T09:05:06+09:00"), 0, &t));
    g_assert_true(kiri_precision_parse(kiri_str(name), &precision));
    t = kiri_time_coarsen(t, precision);
    g_assert_cmpstr(kiri_precision_name(t.precision), ==, name);
    kiri_time_format_full(t, out);
    g_assert_cmpstr(out, ==, expected);
}

static void test_coarsen(void)
{
    check_coarse("second", "2024-03-05T09:05:06+09:00");
    check_coarse("minute", "2024-03-05T09:05:00+09:00");
    check_coarse("day", "2024-03-05T00:00:00+09:00");
    check_coarse("month", "2024-03-01T00:00:00+09:00");
    check_coarse("year", "2024-01-01T00:00:00+09:00");
    KiriTime day;
    guint8 none;
    g_assert_true(kiri_time_parse(kiri_str("2024-03-05"), KIRI_JST_MIN, &day));
    g_assert_cmpint(kiri_time_coarsen(day, KIRI_PRECISION_SECOND).precision, ==,
                    KIRI_PRECISION_DAY);
    g_assert_false(kiri_precision_parse(kiri_str("hour"), &none));
    g_assert_false(kiri_precision_parse(kiri_str(""), &none));
}

static void assert_day_in_japan(const char *moment, guint8 precision, const char *expected)
{
    KiriTime t;
    char full[32];
    g_assert_true(kiri_time_parse(kiri_str(moment), 0, &t));
    t = kiri_time_day_in_japan(kiri_time_coarsen(t, precision));
    kiri_time_format_full(t, full);
    g_assert_cmpstr(full, ==, expected);
    if (precision <= KIRI_PRECISION_DAY)
        g_assert_cmpint(kiri_civil_from_us(t.us, KIRI_JST_MIN).day, ==,
                        kiri_civil_from_us(t.us, t.offset_min).day);
}

/* The fifth is the fifth, in Auckland too. */
static void test_day_in_japan(void)
{
    const guint8 day = KIRI_PRECISION_DAY;
    assert_day_in_japan("2024-03-05T22:00:00+12:00", day, "2024-03-05T00:00:00+09:00");
    assert_day_in_japan("2024-03-05T00:00:00+09:30", day, "2024-03-05T00:00:00+09:00");
    assert_day_in_japan("2024-03-01T00:00:00+12:00", KIRI_PRECISION_MONTH,
                        "2024-03-01T00:00:00+09:00");
    assert_day_in_japan("2024-03-05T00:00:00+09:00", day, "2024-03-05T00:00:00+09:00");
    assert_day_in_japan("2024-03-05T08:00:00Z", day, "2024-03-05T00:00:00Z");
    assert_day_in_japan("2024-03-05T23:00:00-08:00", day, "2024-03-05T00:00:00-08:00");
    assert_day_in_japan("2024-03-05T01:00:00+12:00", KIRI_PRECISION_MINUTE,
                        "2024-03-05T01:00:00+12:00");
    g_assert_false(kiri_time_is_set(kiri_time_day_in_japan(KIRI_TIME_UNSET)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/civil/known-days", test_known_days);
    g_test_add_func("/civil/every-day", test_every_day);
    g_test_add_func("/civil/valid-dates", test_valid_dates);
    g_test_add_func("/civil/day-start", test_day_start);
    g_test_add_func("/civil/parse", test_parse);
    g_test_add_func("/civil/precision", test_precision);
    g_test_add_func("/civil/full-form", test_full_form);
    g_test_add_func("/civil/coarsen", test_coarsen);
    g_test_add_func("/civil/day-in-japan", test_day_in_japan);
    g_test_add_func("/civil/validity", test_validity);
    g_test_add_func("/civil/clocks", test_clocks);
    return g_test_run();
}
