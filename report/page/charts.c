// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts.h"

#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/civil.h>

#include <string.h>

enum { MOST_DAYS = 92, MOST_REACH = 10, MOST_MONEY = 10 };

/* ---- by day ---- */

static KiriTime announced(const KiriSummary *s)
{
    if (!s->release)
        return (KiriTime){0};
    return kiri_time_is_set(s->release->embargo) ? s->release->embargo : s->release->date;
}

/* "4/13", or "2026/4" for a month. */
static char *label_of(gint64 us, gboolean is_month)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return is_month ? g_strdup_printf("%d/%d", c.year, c.month)
                    : g_strdup_printf("%d/%d", c.month, c.day);
}

/* The point of this day: a new one, or the last where its month goes on. */
static KiriChartPoint *point_of(KiriChart *chart, gint64 us, gboolean is_month)
{
    g_autofree char *label = label_of(us, is_month);
    KiriChartPoint *last =
        chart->points->len ? g_ptr_array_index(chart->points, chart->points->len - 1) : NULL;
    if (is_month && last && g_str_equal(last->label, label))
        return last;
    KiriChartPoint *point = kiri_chart_add_point(chart, label);
    point->is_hollow = TRUE;
    return point;
}

KiriChart *kiri_charts_days(KiriReportLang lang, const KiriSummary *s)
{
    enum { DAY = 24 * 60 * 60 };
    if (!s->days->len)
        return NULL;
    gboolean is_month = s->days->len > MOST_DAYS;
    KiriTime when = announced(s);
    KiriChart *chart =
        kiri_chart_new(lang, KIRI_CHART_COLUMNS, "days",
                       is_month ? kiri_say(lang, "月別の掲載") : kiri_say(lang, "日別の掲載"),
                       kiri_say(lang, "件"));
    kiri_chart_add_series(chart, kiri_say(lang, "実件数"));
    kiri_chart_add_series(chart, kiri_say(lang, "その転載（合わせて総件数）"));
    for (guint i = 0; i < s->days->len; i++) {
        const KiriDayRow *day = &g_array_index(s->days, KiriDayRow, i);
        KiriChartPoint *point = point_of(chart, day->day_us, is_month);
        if (!day->is_before_collection)
            point->is_hollow = FALSE;
        point->values[0] += day->unique;
        point->values[1] += day->total - day->unique;
        if (kiri_time_is_set(when) && when.us >= day->day_us &&
            when.us < day->day_us + (gint64)DAY * 1000000)
            kiri_chart_set_mark(chart, chart->points->len - 1, kiri_say(lang, "発表"));
    }
    return chart;
}

/* ---- by kind and class ---- */

KiriChart *kiri_charts_kinds(KiriReportLang lang, const KiriSummary *s)
{
    static const struct {
        KiriClass class_;
        const char *name;
    } classes[] = {{KIRI_CLASS_PUBLICITY, "編集記事"},
                   {KIRI_CLASS_SYNDICATED, "配信・転載"},
                   {KIRI_CLASS_VERBATIM, "原文転載"},
                   {KIRI_CLASS_MENTION, "言及"}};
    if (!s->kinds->len)
        return NULL;
    KiriChart *chart = kiri_chart_new(lang, KIRI_CHART_BARS, "kinds",
                                      kiri_say(lang, "媒体種別と掲載種類"), kiri_say(lang, "件"));
    for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
        kiri_chart_add_series(chart, kiri_say(lang, classes[i].name));
    for (guint k = 0; k < s->kinds->len; k++) {
        const KiriKindRow *row = &g_array_index(s->kinds, KiriKindRow, k);
        KiriChartPoint *point =
            kiri_chart_add_point(chart, kiri_say(lang, kiri_report_kind_name(row->kind)));
        for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
            point->values[i] = row->by_class[classes[i].class_];
    }
    return chart;
}

/* ---- reach ---- */

static gint by_reach(gconstpointer a, gconstpointer b)
{
    const KiriReachMedium *x = *(KiriReachMedium *const *)a, *y = *(KiriReachMedium *const *)b;
    if (x->high != y->high)
        return x->high > y->high ? -1 : 1;
    return g_strcmp0(x->medium, y->medium);
}

static void add_interval(KiriChart *chart, const char *label, gint64 low, gint64 high)
{
    KiriChartPoint *point = kiri_chart_add_point(chart, label);
    point->values[0] = (gdouble)low;
    point->values[1] = (gdouble)high;
}

KiriChart *kiri_charts_reach(KiriReportLang lang, const KiriReach *reach)
{
    if (!reach || !kiri_recs_count(reach->media))
        return NULL;
    KiriChart *chart = kiri_chart_new(lang, KIRI_CHART_INTERVAL, "reach",
                                      kiri_say(lang, "推定到達者数"), kiri_say(lang, "人"));
    kiri_chart_add_series(chart, kiri_say(lang, "下限"));
    kiri_chart_add_series(chart, kiri_say(lang, "上限"));
    g_autoptr(GPtrArray) media = g_ptr_array_new();
    for (guint i = 0; i < reach->media->len; i++)
        g_ptr_array_add(media, g_ptr_array_index(reach->media, i));
    g_ptr_array_sort(media, by_reach);
    for (guint i = 0; i < MIN(media->len, MOST_REACH); i++) {
        const KiriReachMedium *m = g_ptr_array_index(media, i);
        add_interval(chart, m->name ? m->name : m->medium, m->low, m->high);
    }
    add_interval(chart, kiri_say(lang, "全体（重複を除く）"), reach->low, reach->high);
    return chart;
}

/* ---- time, tone, voices ---- */

KiriChart *kiri_charts_timing(KiriReportLang lang, const KiriTiming *timing)
{
    if (!timing || !kiri_recs_count(timing->decay))
        return NULL;
    KiriChart *chart = kiri_chart_new(lang, KIRI_CHART_STEPS, "timing",
                                      kiri_say(lang, "発表からの掲載"), kiri_say(lang, "件"));
    kiri_chart_add_series(chart, kiri_say(lang, "その時間までの件数"));
    for (guint i = 0; i < timing->decay->len; i++) {
        const KiriTimingStep *step = g_ptr_array_index(timing->decay, i);
        g_autofree char *label = g_strdup_printf(kiri_say(lang, "%u時間"), (guint)step->hours);
        kiri_chart_add_point(chart, label)->values[0] = (gdouble)step->pieces;
    }
    return chart;
}

static void add_tone(KiriChart *chart, const char *label, gint64 good, gint64 plain, gint64 bad)
{
    KiriChartPoint *point = kiri_chart_add_point(chart, label);
    point->values[0] = (gdouble)good;
    point->values[1] = (gdouble)plain;
    point->values[2] = (gdouble)bad;
}

KiriChart *kiri_charts_tone(KiriReportLang lang, const KiriQuality *q)
{
    gint64 confirmed = q->tone_positive + q->tone_neutral + q->tone_critical;
    gint64 guessed = q->guess_positive + q->guess_neutral + q->guess_critical;
    if (!confirmed && !guessed)
        return NULL;
    KiriChart *chart =
        kiri_chart_new(lang, KIRI_CHART_BARS, "tone", kiri_say(lang, "論調"), kiri_say(lang, "件"));
    kiri_chart_add_series(chart, kiri_say(lang, "肯定的"));
    kiri_chart_add_series(chart, kiri_say(lang, "中立"));
    kiri_chart_add_series(chart, kiri_say(lang, "批判的"));
    add_tone(chart, kiri_say(lang, "確認済"), q->tone_positive, q->tone_neutral, q->tone_critical);
    add_tone(chart, kiri_say(lang, "自動判定（未確認）"), q->guess_positive, q->guess_neutral,
             q->guess_critical);
    return chart;
}

KiriChart *kiri_charts_voices(KiriReportLang lang, const GPtrArray *voices)
{
    if (kiri_recs_count(voices) < 2)
        return NULL;
    KiriChart *chart = kiri_chart_new(lang, KIRI_CHART_BARS, "voices", kiri_say(lang, "露出シェア"),
                                      kiri_say(lang, "件"));
    kiri_chart_add_series(chart, kiri_say(lang, "実件数"));
    for (guint i = 0; i < voices->len; i++) {
        const KiriVoice *voice = g_ptr_array_index(voices, i);
        kiri_chart_add_point(chart, voice->topic ? voice->name : kiri_say(lang, "当方"))
            ->values[0] = (gdouble)voice->stories;
    }
    return chart;
}

/* ---- money ---- */

/* Yen of one outlet. */
typedef struct {
    const char *name, *id;
    gint64 known, estimate;
} Purse;

static gint by_money(gconstpointer a, gconstpointer b)
{
    const Purse *x = *(Purse *const *)a, *y = *(Purse *const *)b;
    gint64 m = x->known + x->estimate, n = y->known + y->estimate;
    return m != n ? (m > n ? -1 : 1) : strcmp(x->id, y->id);
}

/* Purse of each outlet with a figure, the fullest first. */
static GPtrArray *purses_of(const KiriSummary *s)
{
    g_autoptr(GHashTable) by_outlet = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *purses = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        if (!row->is_ave_known || !row->outlet)
            continue;
        Purse *purse = g_hash_table_lookup(by_outlet, row->outlet);
        if (!purse) {
            purse = g_new0(Purse, 1);
            purse->id = row->outlet;
            purse->name = row->medium ? row->medium->name : row->outlet;
            g_hash_table_insert(by_outlet, (gpointer)(gsize)row->outlet, purse);
            g_ptr_array_add(purses, purse);
        }
        *(row->is_ave_estimate ? &purse->estimate : &purse->known) += row->ave_yen;
    }
    g_ptr_array_sort(purses, by_money);
    return purses;
}

KiriChart *kiri_charts_money(KiriReportLang lang, const KiriSummary *s)
{
    g_autoptr(GPtrArray) purses = purses_of(s);
    if (!purses->len)
        return NULL;
    KiriChart *chart =
        kiri_chart_new(lang, KIRI_CHART_BARS, "money",
                       kiri_say(lang, "媒体別の広告換算額（参考値）"), kiri_say(lang, "円"));
    kiri_chart_add_series(chart, kiri_say(lang, "登録単価による"));
    kiri_chart_add_series(chart, kiri_say(lang, "推計"));
    for (guint i = 0; i < purses->len; i++) {
        const Purse *purse = g_ptr_array_index(purses, i);
        KiriChartPoint *point = i < MOST_MONEY ? kiri_chart_add_point(chart, purse->name)
                                : i == MOST_MONEY
                                    ? kiri_chart_add_point(chart, kiri_say(lang, "その他の媒体"))
                                    : g_ptr_array_index(chart->points, MOST_MONEY);
        point->values[0] += (gdouble)purse->known;
        point->values[1] += (gdouble)purse->estimate;
    }
    return chart;
}
