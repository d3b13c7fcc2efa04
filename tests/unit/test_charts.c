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

static KiriChart *lineage(const KiriSummary *s, KiriReportLang lang)
{
    const KiriSummaryRow *root = NULL;
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    for (guint i = 0; i < s->total; i++)
        if (!root || kiri_summary_row(s, i)->copies > root->copies)
            root = kiri_summary_row(s, i);
    for (guint i = 0; i < s->total; i++)
        if (kiri_summary_row(s, i) != root && !strcmp(kiri_summary_row(s, i)->story, root->story))
            g_ptr_array_add(copies, (gpointer)(gsize)kiri_summary_row(s, i));
    return kiri_charts_lineage(lang, s, root, copies);
}

static void test_of_clips(void)
{
    KiriTempDir *dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    coverage_fill(store);
    g_autoptr(KiriSummary) s = coverage_summary(store);
    g_autofree char *tree = words(lineage(s, KIRI_REPORT_JA));
    g_assert_cmpstr(tree, ==,
                    "配信・転載経路（転載2件）。"
                    "列島通信「高齢者の孤立防止へ訪問事業　7月から24市町村」（4/13 10:20）、"
                    "みなと日報「高齢者の孤立防止へ訪問事業　尾道、倉敷など」（4/13 11:05）、"
                    "ニュースひろば「高齢者の孤立防止へ訪問事業（列島通信）」（4/13 11:30）。");
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

/* ---- a story that many took over ---- */

static const char wire_title[] = "高齢者の孤立防止へ訪問事業　7月から24市町村";

/* A copy of the wire's story, taken from the piece of this title. */
static void put_copy(KiriStore *store, const char *medium, const char *title, const char *from,
                     gint minute)
{
    const CoverageArticle copy = {.medium = medium,
                                  .title = title,
                                  .text = coverage_wire_text,
                                  .day = 1,
                                  .hour = minute / 60,
                                  .minute = minute % 60,
                                  .class_ = KIRI_CLASS_SYNDICATED,
                                  .probability = .95,
                                  .origin = from};
    KiriBatch *batch = kiri_batch_begin(store);
    coverage_put_article(batch, &copy);
    test_commit(batch);
    g_autofree char *article = coverage_article_id(title);
    g_autofree char *id = kiri_clip_make_id(article, "hinata");
    g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, id, NULL);
    g_free(clip->story);
    clip->story = coverage_article_id(wire_title);
    clip->text_taken = .98;
    test_put(store, KIRI_NOUN_CLIP, clip);
}

/* Who was copied in turn stands in the tree with its copies; a key medium does; of the
 * others there is a line with their number, so that nothing is silently left out. */
static void test_wide_story(void)
{
    KiriTempDir *dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    coverage_fill(store);
    for (gint i = 0; i < 60; i++) {
        g_autofree char *title = g_strdup_printf("配信記事%02d", i);
        gboolean is_second = i >= 40 && i < 45; // these took the portal's
        put_copy(store, i == 59 ? "zennichi" : "minato", title,
                 is_second ? "高齢者の孤立防止へ訪問事業（列島通信）" : wire_title, 60 + i);
    }
    g_autoptr(KiriSummary) s = coverage_summary(store);
    g_autoptr(KiriChart) chart = lineage(s, KIRI_REPORT_EN);
    g_assert_cmpstr(chart->title, ==, "Lineage (62 copies)");
    gint portal = -1;
    guint shown = 0, left = 0;
    gboolean has_key = FALSE;
    for (gint i = 0; i < (gint)chart->points->len; i++) {
        const KiriChartPoint *p = g_ptr_array_index(chart->points, (guint)i);
        gboolean is_rest = strstr(p->label, " more") != NULL;
        g_assert_cmpint(p->parent, <, i);
        portal = g_str_has_prefix(p->label, "ニュースひろば") ? i : portal;
        has_key = has_key || g_str_has_prefix(p->label, "全日新聞");
        shown += is_rest ? 0 : 1;
        left += is_rest ? (guint)g_ascii_strtoull(p->label, NULL, 10) : 0;
    }
    g_assert_cmpint(portal, >, 0);
    g_assert_true(has_key);
    g_assert_cmpuint(shown + left, ==, 63);
    g_assert_cmpuint(chart->points->len, <=, 14);
    g_autoptr(KiriChart) japanese = lineage(s, KIRI_REPORT_JA);
    const KiriChartPoint *last = g_ptr_array_index(japanese->points, japanese->points->len - 1);
    g_assert_cmpstr(last->label, ==, "このほか47件（みなと日報）");
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
    g_test_add_func("/charts/wide-story", test_wide_story);
    return g_test_run();
}
