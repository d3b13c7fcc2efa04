// SPDX-License-Identifier: GPL-3.0-or-later
/* The charts of a report say what the figures say, and nothing where there are none. */
#include "../support/coverage.h"

#include "page/charts.h"

#include <string.h>

static char *words(KiriChart *chart)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_chart_describe(chart, &out);
    kiri_chart_free(chart);
    return kiri_buf_steal(&out, NULL);
}

static gint64 day_us(gint month, gint day)
{
    g_autoptr(GDateTime) t = g_date_time_new_utc(2026, month, day, 0, 0, 0);
    return (g_date_time_to_unix(t) - (gint64)9 * 3600) * 1000000;
}

static void add_day(KiriSummary *s, gint64 us, guint total, guint unique, gboolean is_before)
{
    const KiriDayRow row = {us, total, unique, is_before};
    g_array_append_val(s->days, row);
}

static void test_days(void)
{
    KiriRelease release = {.date = {.us = day_us(4, 14) + 1, .precision = KIRI_PRECISION_MINUTE}};
    KiriSummary s = {.release = &release, .days = g_array_new(FALSE, TRUE, sizeof(KiriDayRow))};
    g_assert_null(kiri_charts_days(KIRI_REPORT_JA, &s));
    add_day(&s, day_us(4, 13), 0, 0, TRUE);
    add_day(&s, day_us(4, 14), 12, 7, FALSE);
    g_autofree char *text = words(kiri_charts_days(KIRI_REPORT_JA, &s));
    g_assert_cmpstr(text, ==,
                    "日別の掲載。4/13は不明、（ここで発表）4/14は実件数が7件・"
                    "その転載（合わせて総件数）が5件。");
    g_array_unref(s.days);
}

/* A year has months: their sums, and a month of which nothing was collected is no 0. */
static void test_months(void)
{
    KiriSummary s = {.days = g_array_new(FALSE, TRUE, sizeof(KiriDayRow))};
    for (guint i = 0; i < 120; i++)
        add_day(&s, day_us(1, 1) + (gint64)i * 24 * 3600 * 1000000, i < 31 ? 0 : 2, i < 31 ? 0 : 1,
                i < 31);
    g_autofree char *text = words(kiri_charts_days(KIRI_REPORT_EN, &s));
    g_assert_true(
        g_str_has_prefix(text, "Coverage by month. 2026/1: unknown; 2026/2: Stories 28, Copies "));
    g_array_unref(s.days);
}

static void test_reach(void)
{
    KiriReach *reach = kiri_reach_new();
    g_assert_null(kiri_charts_reach(KIRI_REPORT_JA, reach));
    reach->low = 900;
    reach->high = 1500;
    for (guint i = 0; i < 12; i++) {
        KiriReachMedium *m = kiri_reach_medium_new();
        m->medium = g_strdup_printf("m%02u", i);
        m->low = m->high = 10 * (i + 1);
        kiri_recs_add(&reach->media, m);
    }
    g_autofree char *text = words(kiri_charts_reach(KIRI_REPORT_JA, reach));
    g_assert_true(g_str_has_prefix(text, "推定到達者数。m11は120人から120人、m10は"));
    g_assert_null(strstr(text, "m01")); // the widest ten
    g_assert_true(g_str_has_suffix(text, "全体（重複を除く）は900人から1,500人。"));
    kiri_reach_free(reach);
}

static void test_tone(void)
{
    KiriQuality q = {.tone_positive = 3, .tone_critical = 1};
    g_autofree char *text = words(kiri_charts_tone(KIRI_REPORT_JA, &q));
    g_assert_nonnull(strstr(text, "確認済は肯定的が3件・中立が0件・批判的が1件"));
    const KiriQuality nothing = {0};
    g_assert_null(kiri_charts_tone(KIRI_REPORT_JA, &nothing));
}

static void test_of_clips(void)
{
    KiriTempDir *dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    coverage_fill(store);
    g_autoptr(KiriSummary) s = coverage_summary(store);
    g_autofree char *tree = words(kiri_charts_lineage(KIRI_REPORT_JA, s));
    g_assert_true(g_str_has_prefix(tree, "最も広く転載された記事。列島通信「"));
    g_assert_nonnull(
        strstr(tree, "みなと日報「高齢者の孤立防止へ訪問事業　尾道、倉敷など」（列島通信「"));
    g_assert_nonnull(strstr(tree, "ニュースひろば「"));
    g_assert_null(strstr(tree, "全日新聞"));
    KiriChart *money = kiri_charts_money(KIRI_REPORT_JA, s);
    gdouble sum = 0;
    for (guint i = 0; i < money->points->len; i++) {
        const KiriChartPoint *p = g_ptr_array_index(money->points, i);
        sum += p->values[0] + p->values[1];
    }
    g_assert_cmpfloat(sum, ==, (gdouble)(s->ave_known_yen + s->ave_estimate_yen));
    kiri_chart_free(money);
    kiri_store_close(store);
    kiri_temp_free(dir);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charts/days", test_days);
    g_test_add_func("/charts/months", test_months);
    g_test_add_func("/charts/reach", test_reach);
    g_test_add_func("/charts/tone", test_tone);
    g_test_add_func("/charts/of-clips", test_of_clips);
    return g_test_run();
}
