// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces on web sites and in apps. Most published rules begin with the traffic of the
 * whole site; ours divides it among the articles of the month first, which we counted
 * ourselves. */
#include "calc.h"

#include <inttypes.h>

static const KiriCalcAsk page_views = {
    .what = KIRI_METRIC_PAGE_VIEWS, .label = "月間閲覧数", .unit = "PV", .missing = "閲覧数"};
static const KiriCalcAsk users = {
    .what = KIRI_METRIC_USERS, .label = "月間利用者数", .unit = "人", .missing = "利用者数"};
static const KiriCalcAsk cpm = {.sign = "×",
                                .what = KIRI_UNIT_CPM,
                                .label = "閲覧単価（CPM）",
                                .unit = "円／1,000回",
                                .missing = "単価"};

/* ---- views of one article ---- */

/* What the ledger says goes before our count: of a medium that we do not collect, the
 * count would be that of the pieces somebody entered. */
static gboolean articles_of_month(KiriCalc *c, gint64 *articles)
{
    static const KiriCalcAsk stated = {.sign = "÷",
                                       .what = KIRI_METRIC_ARTICLES,
                                       .label = "当月の記事数",
                                       .unit = "件",
                                       .missing = "当月の記事数"};
    if (kiri_calc_has_figure(c, KIRI_METRIC_ARTICLES))
        return kiri_calc_figure(c, &stated, articles);
    *articles = c->in->articles_that_month;
    if (*articles <= 0)
        return kiri_calc_missing(c, "当月の記事数未登録");
    KiriCivil civil = kiri_civil_from_us(c->us, KIRI_JST_MIN);
    g_autofree char *month = g_strdup_printf("%04d-%02dの収集件数", civil.year, civil.month);
    KiriScoreLine *line =
        kiri_calc_number(c, "÷", "当月の記事数", (gdouble)*articles, 0, "件", month);
    line->source = g_strdup("自社収集");
    line->confidence = KIRI_CONFIDENCE_PUBLISHED;
    return TRUE;
}

static gboolean views_of_article(KiriCalc *c)
{
    KiriScore *s = c->score;
    gint64 views = 0, articles = 0;
    if (!kiri_calc_figure(c, &page_views, &views))
        return FALSE;
    s->monthly_page_views = views;
    if (!articles_of_month(c, &articles))
        return FALSE;
    if (articles <= 0)
        return kiri_calc_missing(c, "当月の記事数未登録");
    s->articles_that_month = articles;
    s->views = (gdouble)views / (gdouble)articles;
    kiri_calc_number(c, "＝", "1記事の閲覧数（推定）", s->views, 1, "回", NULL);
    return TRUE;
}

gboolean kiri_calc_web(KiriCalc *c)
{
    KiriScore *s = c->score;
    gint64 price = 0;
    if (!views_of_article(c) || !kiri_calc_rate(c, &cpm, &price))
        return FALSE;
    s->cpm_yen = price;
    c->value = s->views * (gdouble)price / 1000 * s->placement;
    kiri_calc_number(c, "×", "掲載位置", s->placement, 2, NULL, s->placement_reason);
    return kiri_calc_finish(c, TRUE);
}

/* ---- rules of others ---- */

static gboolean by_users(KiriCalc *c, gint64 least)
{
    gint64 n = 0, price = 0;
    if (!kiri_calc_figure(c, &users, &n))
        return FALSE;
    if (n < least) {
        g_autofree char *note = g_strdup_printf("月間%" PRId64 "人未満の媒体は0とする", least);
        kiri_calc_number(c, "×", "下限", 0, 0, NULL, note);
        c->value = 0;
        return kiri_calc_finish(c, FALSE);
    }
    gdouble percent = (gdouble)c->in->rules.reader_permille / 10;
    kiri_calc_number(c, "×", "記事を見る利用者の割合", percent, 1, "％", "算定方法が定める係数");
    if (!kiri_calc_rate(c,
                        &(KiriCalcAsk){.sign = "×",
                                       .what = KIRI_UNIT_USER,
                                       .label = "利用者1人の単価",
                                       .unit = "円／人",
                                       .missing = "単価"},
                        &price))
        return FALSE;
    c->value = (gdouble)n * percent / 100 * (gdouble)price;
    return kiri_calc_finish(c, FALSE);
}

gboolean kiri_calc_users(KiriCalc *c)
{
    return by_users(c, c->in->rules.least_users);
}

gboolean kiri_calc_all_users(KiriCalc *c)
{
    return by_users(c, 0);
}

gboolean kiri_calc_daily_views(KiriCalc *c)
{
    gint64 views = 0, price = 0;
    if (!kiri_calc_figure(c, &page_views, &views))
        return FALSE;
    c->score->monthly_page_views = views;
    kiri_calc_number(c, "÷", "1か月の日数", 30, 0, "日", "1日の閲覧数にする");
    if (!kiri_calc_rate(c, &cpm, &price))
        return FALSE;
    c->score->cpm_yen = price;
    c->value = (gdouble)views / 30 * (gdouble)price / 1000;
    return kiri_calc_finish(c, FALSE);
}

gboolean kiri_calc_visits(KiriCalc *c)
{
    gint64 visits = 0, price = 0;
    if (!kiri_calc_figure(c,
                          &(KiriCalcAsk){.what = KIRI_METRIC_VISITS,
                                         .label = "月間訪問数",
                                         .unit = "回",
                                         .missing = "訪問数"},
                          &visits) ||
        !kiri_calc_rate(c,
                        &(KiriCalcAsk){.sign = "×",
                                       .what = KIRI_UNIT_VISIT,
                                       .label = "訪問1回の単価",
                                       .unit = "円／回",
                                       .missing = "単価"},
                        &price))
        return FALSE;
    c->value = (gdouble)visits * (gdouble)price;
    return kiri_calc_finish(c, FALSE);
}

gboolean kiri_calc_flat(KiriCalc *c)
{
    gint64 price = 0;
    if (!kiri_calc_rate(
            c,
            &(KiriCalcAsk){
                .what = KIRI_UNIT_FLAT, .label = "1件の単価", .unit = "円", .missing = "1件の単価"},
            &price))
        return FALSE;
    c->value = (gdouble)price;
    return kiri_calc_finish(c, FALSE);
}
