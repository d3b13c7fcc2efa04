// SPDX-License-Identifier: GPL-3.0-or-later
/* Fiscal years: where they begin and end to the microsecond, how people write them, and
 * what the same period was a year before. */
#include <kirinuki/fiscal.h>

static gint64 jst(gint year, gint month, gint day)
{
    KiriCivil c = {.year = year, .month = month, .day = day};
    return kiri_civil_to_us(&c, KIRI_JST_MIN);
}

static void test_edges(void)
{
    KiriSpan year = kiri_fiscal_year(2026);
    g_assert_cmpint(year.from_us, ==, jst(2026, 4, 1));
    g_assert_cmpint(year.to_us, ==, jst(2027, 4, 1));
    g_assert_cmpint(kiri_fiscal_year_of(jst(2027, 4, 1) - 1), ==, 2026);
    g_assert_cmpint(kiri_fiscal_year_of(jst(2027, 4, 1)), ==, 2027); // 31 March 24:00
    g_assert_cmpint(kiri_fiscal_year_of(jst(2027, 1, 1)), ==, 2026);
    g_assert_cmpint(kiri_fiscal_year_of(jst(2026, 4, 1) - 1), ==, 2025);
}

/* Quarters and months follow each other without a hole and without a day twice. */
static void test_parts(void)
{
    for (gint y = 2019; y < 2032; y++) {
        gint64 at = kiri_fiscal_year(y).from_us;
        for (guint m = 0; m < 12; m++) {
            KiriSpan month = kiri_fiscal_month(y, m), quarter = kiri_fiscal_quarter(y, m / 3);
            g_assert_cmpint(month.from_us, ==, at);
            at = month.to_us;
            g_assert_cmpint(kiri_civil_from_us(month.from_us, KIRI_JST_MIN).month, ==,
                            kiri_fiscal_calendar_month(m));
            if (m % 3 == 0)
                g_assert_cmpint(quarter.from_us, ==, month.from_us);
            if (m % 3 == 2)
                g_assert_cmpint(quarter.to_us, ==, month.to_us);
        }
        g_assert_cmpint(at, ==, kiri_fiscal_year(y).to_us);
        g_assert_cmpint(at, ==, kiri_fiscal_year(y + 1).from_us);
    }
}

static void test_parse(void)
{
    static const struct {
        const char *text;
        gint year;
    } good[] = {{"2026", 2026},     {"2026年度", 2026}, {"令和8年度", 2026},  {"令和８", 2026},
                {"R8", 2026},       {"FY2026", 2026},   {"令和元年度", 2019}, {"平成30年度", 2018},
                {"２０２６", 2026}, {"fy 2026", 2026}};
    static const char *const bad[] = {"",   "2026-04", "年度",   "令和",       "8",
                                      "R0", "99999",   "来年度", "2026年度分", "-1"};
    gint year = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_test_message("%s", good[i].text);
        g_assert_true(kiri_fiscal_year_parse(good[i].text, &year));
        g_assert_cmpint(year, ==, good[i].year);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_test_message("%s", bad[i]);
        g_assert_false(kiri_fiscal_year_parse(bad[i], &year));
    }
}

static void test_year_before(void)
{
    const struct {
        KiriSpan span, before;
    } cases[] = {
        {{jst(2026, 10, 1), jst(2027, 1, 1)}, {jst(2025, 10, 1), jst(2026, 1, 1)}},
        {{jst(2025, 2, 1), jst(2025, 3, 1)}, {jst(2024, 2, 1), jst(2024, 3, 1)}}, // to the 29th
        {{jst(2024, 2, 1), jst(2024, 3, 1)}, {jst(2023, 2, 1), jst(2023, 3, 1)}},
        {{jst(2024, 2, 29), jst(2024, 3, 2)}, {jst(2023, 2, 28), jst(2023, 3, 2)}},
        {{G_MININT64, jst(2026, 4, 1)}, {G_MININT64, jst(2025, 4, 1)}},
        {{jst(2026, 4, 1), G_MAXINT64}, {jst(2025, 4, 1), G_MAXINT64}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        KiriSpan before = kiri_span_year_before(cases[i].span);
        g_assert_cmpint(before.from_us, ==, cases[i].before.from_us);
        g_assert_cmpint(before.to_us, ==, cases[i].before.to_us);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fiscal/edges", test_edges);
    g_test_add_func("/fiscal/parts", test_parts);
    g_test_add_func("/fiscal/parse", test_parse);
    g_test_add_func("/fiscal/year-before", test_year_before);
    return g_test_run();
}
