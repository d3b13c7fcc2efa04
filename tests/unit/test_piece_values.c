// SPDX-License-Identifier: GPL-3.0-or-later
/* Cells of lists: what people write is understood, and what says something else is not
 * taken for a figure. */
#include "pieces/piece_values.h"

#include <kirinuki/normalize.h>

#include <string.h>

static char *day(const char *written, const KiriPieceDates *dates)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(written));
    gint64 us = 0, minute = -1;
    switch (kiri_piece_read_day(n, dates, &us, &minute)) {
    case KIRI_DAY_OK:
        break;
    case KIRI_DAY_NO_YEAR:
        return g_strdup("no year");
    case KIRI_DAY_TOO_LATE:
        return g_strdup("too late");
    case KIRI_DAY_NONE:
        return g_strdup("none");
    }
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    GString *s = g_string_new(NULL);
    g_string_printf(s, "%04d-%02d-%02d", c.year, c.month, c.day);
    if (minute >= 0)
        g_string_append_printf(s, " %d", (int)minute);
    return g_string_free(s, FALSE);
}

typedef struct {
    const char *written, *read;
} Case;

static void check_days(const Case *cases, gsize n, const KiriPieceDates *dates)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *got = day(cases[i].written, dates);
        g_test_message("%s", cases[i].written);
        g_assert_cmpstr(got, ==, cases[i].read);
    }
}

static void test_days(void)
{
    static const Case cases[] = {
        {"2026/4/1", "2026-04-01"},
        {"2026-04-01", "2026-04-01"},
        {"２０２６．４．１", "2026-04-01"},
        {"20260401", "2026-04-01"},
        {"2026年4月1日", "2026-04-01"},
        {"2026年 4月 1日（水）", "2026-04-01"},
        {"2026/04/01(水)", "2026-04-01"},
        {"2026年4月1日 水曜日", "2026-04-01"},
        {"令和8年4月1日", "2026-04-01"},
        {"令和元年5月1日", "2019-05-01"},
        {"㋿8年4月1日", "2026-04-01"},
        {"R8.4.1", "2026-04-01"},
        {"R 8. 4. 1", "2026-04-01"},
        {"令和8（2026）年4月1日", "2026-04-01"},
        {"平成30年12月31日", "2018-12-31"},
        {"H30/12/31", "2018-12-31"},
        {"昭和64年1月7日", "1989-01-07"},
        {"2026/4/1 7:30", "2026-04-01 450"},
        {"2026/4/1 19:00～19:54", "2026-04-01 1140"},
        {"2026-04-01T19:05:30", "2026-04-01 1145"},
        {"令和8年4月1日午後7時30分", "2026-04-01 1170"},
        {"2026/4/1 25:30", "2026-04-01 1530"}, // of the day that began
        {"46113", "2026-04-01"},               // a spreadsheet's serial number
        {"46113.8125", "2026-04-01 1170"},
        {"2024/2/29", "2024-02-29"},
        {"4月1日", "no year"},
        {"4/1", "no year"},
        /* … and what is no day. */
        {"", "none"},
        {"2026/2/29", "none"},
        {"2026/13/1", "none"},
        {"2026/4/31", "none"},
        {"26/4/1", "none"}, // of which calendar?
        {"2026/4", "none"},
        {"2026/4/1～4/3", "none"},
        {"2026/4/1 30:00", "none"},
        {"2026/4/1 12:60", "none"},
        {"約2026/4/1", "none"},
        {"未定", "none"},
        {"12345", "none"},
        {"123456789", "none"},
        {"令和年4月1日", "none"},
    };
    check_days(cases, G_N_ELEMENTS(cases), &(KiriPieceDates){0});
}

static void test_fiscal_years(void)
{
    static const Case cases[] = {
        {"4月1日", "2025-04-01"},           {"3月31日", "2026-03-31"},  {"12/24", "2025-12-24"},
        {"1/5(月)", "2026-01-05"},          {"2024/4/1", "2024-04-01"}, {"2月29日", "none"},
        {"4月1日 19:00", "2025-04-01 1140"}};
    check_days(cases, G_N_ELEMENTS(cases), &(KiriPieceDates){.fiscal_year = 2025});
}

static void test_orders(void)
{
    static const Case mdy[] = {
        {"4/1/2026", "2026-04-01"}, {"4/1/26", "2026-04-01"}, {"2026/4/1", "2026-04-01"}};
    static const Case dmy[] = {{"1.4.2026", "2026-04-01"}, {"31/12/25", "2025-12-31"}};
    check_days(mdy, G_N_ELEMENTS(mdy), &(KiriPieceDates){.order = KIRI_PIECE_MDY});
    check_days(dmy, G_N_ELEMENTS(dmy), &(KiriPieceDates){.order = KIRI_PIECE_DMY});
    static const Case old[] = {{"44651", "2026-04-01"}};
    check_days(old, 1, &(KiriPieceDates){.is_1904 = TRUE});
    KiriTime latest;
    g_assert_true(kiri_time_parse(KIRI_STR_LITERAL("2026-04-02"), KIRI_JST_MIN, &latest));
    static const Case late[] = {{"2026/4/2", "2026-04-02"}, {"2062/4/1", "too late"}};
    check_days(late, 2, &(KiriPieceDates){.latest_us = latest.us});
}

/* One reader, its way of answering as text. */
typedef gboolean (*Reader)(const char *n, gint64 *value);

static gboolean mm(const char *n, gint64 *v)
{
    return kiri_piece_read_mm(n, NULL, v);
}

static gboolean mm_of_mm(const char *n, gint64 *v)
{
    return kiri_piece_read_mm(n, "mm", v);
}

static gboolean seconds(const char *n, gint64 *v)
{
    return kiri_piece_read_seconds(n, NULL, v);
}

static gboolean seconds_of_minutes(const char *n, gint64 *v)
{
    return kiri_piece_read_seconds(n, "分", v);
}

static gboolean stations(const char *n, gint64 *v)
{
    return kiri_piece_read_count(n, "局", v);
}

static gboolean yen(const char *n, gint64 *v)
{
    return kiri_piece_read_yen(n, NULL, v);
}

static gboolean yen_of_thousands(const char *n, gint64 *v)
{
    return kiri_piece_read_yen(n, "千円", v);
}

static gboolean share_milli(const char *n, gint64 *v)
{
    gdouble share = 0;
    gboolean ok = kiri_piece_read_share(n, &share);
    *v = (gint64)(share * 1000 + 0.5);
    return ok;
}

static void test_figures(void)
{
    static const struct {
        Reader reader;
        const char *written;
        gint64 value; // -1: none
    } cases[] = {
        {kiri_piece_read_minute, "19:30", 1170},
        {kiri_piece_read_minute, "７時５分", 425},
        {kiri_piece_read_minute, "午後7時半", 1170},
        {kiri_piece_read_minute, "午前0時", 0},
        {kiri_piece_read_minute, "7:05 PM", 1145},
        {kiri_piece_read_minute, "25:00", 1500},
        {kiri_piece_read_minute, "19:00～19:54", 1140},
        {kiri_piece_read_minute, "0.8125", 1170},
        {kiri_piece_read_minute, "19", -1},
        {kiri_piece_read_minute, "19:3x", -1},
        {kiri_piece_read_minute, "午後13時", -1},
        {mm, "12.5", 125},
        {mm, "１２．５ｃｍ", 125},
        {mm, "125mm", 125},
        {mm, "8センチ", 80},
        {mm, "0", -1},
        {mm, "12.5×8", -1},
        {mm, "12インチ", -1},
        {mm, "-3", -1},
        {mm_of_mm, "125", 125},
        {mm_of_mm, "12.5cm", 125},
        {kiri_piece_read_columns, "4", 40},
        {kiri_piece_read_columns, "４．５段", 45},
        {kiri_piece_read_columns, "4段半", 45},
        {kiri_piece_read_columns, "全5段", 50},
        {kiri_piece_read_columns, "四", -1},
        {kiri_piece_read_columns, "4段5行", -1},
        {seconds, "90", 90},
        {seconds, "90秒", 90},
        {seconds, "1分30秒", 90},
        {seconds, "1分30", 90},
        {seconds, "1:30", 90},
        {seconds, "0:01:30", 90},
        {seconds, "1'30\"", 90},
        {seconds, "1′30″", 90},
        {seconds, "2分", 120},
        {seconds, "1:75", -1},
        {seconds, "0", -1},
        {seconds, "約1分", -1},
        {seconds_of_minutes, "1.5", 90},
        {seconds_of_minutes, "90秒", 90},
        {stations, "31局", 31},
        {stations, "31", 31},
        {stations, "1.5", -1},
        {share_milli, "2.5", 2500},
        {share_milli, "1/3", 333},
        {share_milli, "1/2ページ", 500},
        {share_milli, "50%", 500},
        {share_milli, "見開き", 2000},
        {share_milli, "1/0", -1},
        {yen, "1,234,567", 1234567},
        {yen, "￥1,234,567", 1234567},
        {yen, "1,234,567円", 1234567},
        {yen, "1,234千円", 1234000},
        {yen, "1.5億円", 150000000},
        {yen, "約120万円", 1200000},
        {yen, "¥1,000-", 1000},
        {yen, "0", 0},
        {yen, "1,234ドル", -1},
        {yen, "-5", -1},
        {yen, "99999999999999", -1},
        {yen_of_thousands, "1,234", 1234000},
        {yen_of_thousands, "¥1,234", 1234},
        {yen_of_thousands, "1,234円", 1234},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(cases[i].written));
        gint64 value = 0;
        gboolean ok = cases[i].reader(n, &value);
        g_test_message("%s", cases[i].written);
        g_assert_cmpint(ok ? value : -1, ==, cases[i].value);
    }
}

static void test_flags(void)
{
    static const char *const yes[] = {"カラー", NULL}, *const no[] = {"モノクロ", NULL};
    static const struct {
        const char *written;
        int value; // -1: none
    } cases[] = {{"○", 1}, {"〇", 1},   {"あり", 1},     {"カラー", 1}, {"1", 1},
                 {"×", 0}, {"なし", 0}, {"モノクロ", 0}, {"0", 0},      {"多分", -1}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(cases[i].written));
        gboolean flag = FALSE;
        gboolean ok = kiri_piece_read_flag(n, yes, no, &flag);
        g_assert_cmpint(ok ? flag : -1, ==, cases[i].value);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/piece/days", test_days);
    g_test_add_func("/piece/fiscal-years", test_fiscal_years);
    g_test_add_func("/piece/orders", test_orders);
    g_test_add_func("/piece/figures", test_figures);
    g_test_add_func("/piece/flags", test_flags);
    return g_test_run();
}
