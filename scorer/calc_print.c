// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces on paper. Advertising is sold on a grid of 15段 whatever the number of 段 the
 * page was set in (today mostly 12), so a piece is measured as it was printed and
 * converted: by the 段 of its page, or by its height and the height of the type area. */
#include "calc.h"

enum { GRID_COLUMNS = 15 };

/* ---- size ---- */

/* n of the page's 段 → 段 of the grid. */
static gboolean columns_as_printed(KiriCalc *c, gdouble *columns)
{
    gint64 per_page = 0;
    gdouble printed = (gdouble)c->appearance->columns_x10 / 10;
    kiri_calc_number(c, "", "紙面の段数で測った大きさ", printed, 1, "段", NULL);
    if (!kiri_calc_figure(c,
                          &(KiriCalcAsk){.sign = "÷",
                                         .what = KIRI_METRIC_COLUMNS_PER_PAGE,
                                         .label = "紙面の段数",
                                         .unit = "段",
                                         .missing = "紙面の段数"},
                          &per_page))
        return FALSE;
    if (per_page <= 0)
        return kiri_calc_missing(c, "紙面の段数未登録");
    *columns = printed * GRID_COLUMNS / (gdouble)per_page;
    return TRUE;
}

static gboolean columns_by_height(KiriCalc *c, gdouble *columns)
{
    gint64 page_mm = 0;
    gdouble height = (gdouble)c->appearance->height_mm;
    kiri_calc_number(c, "", "高さ", height / 10, 1, "cm", NULL);
    if (!kiri_calc_figure(c,
                          &(KiriCalcAsk){.sign = "÷",
                                         .what = KIRI_METRIC_PAGE_HEIGHT_MM,
                                         .label = "天地",
                                         .unit = "mm",
                                         .missing = "天地"},
                          &page_mm))
        return FALSE;
    if (page_mm <= 0)
        return kiri_calc_missing(c, "天地未登録");
    *columns = height * GRID_COLUMNS / (gdouble)page_mm;
    return TRUE;
}

static gboolean grid_columns(KiriCalc *c, gdouble *columns)
{
    const KiriAppearance *a = c->appearance;
    if (!a || (a->columns_x10 <= 0 && a->height_mm <= 0))
        return kiri_calc_missing(c, "紙面の大きさ未入力");
    if (!(a->columns_x10 > 0 ? columns_as_printed : columns_by_height)(c, columns))
        return FALSE;
    kiri_calc_number(c, "×", "広告の段数", GRID_COLUMNS, 0, "段", "広告は1面を15段として数える");
    kiri_calc_number(c, "＝", "15段での大きさ", *columns, 2, "段", NULL);
    return TRUE;
}

/* ---- newspapers ---- */

static const char *place_name(KiriPosition position)
{
    return position == KIRI_POSITION_BELOW ? "記事下" : "記事中";
}

/* The price beside the text is dearer than that below it; where the ledger has only the
 * other one, that is taken and said. */
static gboolean price_of_place(KiriCalc *c, KiriPosition position, gint64 *price)
{
    KiriPosition other =
        position == KIRI_POSITION_BELOW ? KIRI_POSITION_IN_TEXT : KIRI_POSITION_BELOW;
    gboolean has_own = kiri_calc_has_rate(c, KIRI_UNIT_COLUMN_CM, kiri_position_names[position]);
    KiriPosition taken =
        has_own || !kiri_calc_has_rate(c, KIRI_UNIT_COLUMN_CM, kiri_position_names[other])
            ? position
            : other;
    g_autofree char *missing = g_strdup_printf("単価（1段1cm・%s）", place_name(position));
    KiriCalcAsk ask = {.sign = "×",
                       .what = KIRI_UNIT_COLUMN_CM,
                       .rank = kiri_position_names[taken],
                       .label = "1段1cmの単価",
                       .unit = "円",
                       .missing = missing};
    if (!kiri_calc_rate(c, &ask, price))
        return FALSE;
    if (taken != position) {
        KiriScoreLine *line = c->score->lines->pdata[c->score->lines->len - 1];
        line->note = g_strdup_printf("%sの単価がないため", place_name(position));
        c->score->is_estimate = TRUE;
    }
    return TRUE;
}

/* 段 × cm × the price of 1段1cm. */
static gboolean by_area(KiriCalc *c, KiriPosition position, gboolean takes_share)
{
    gdouble columns = 0;
    gint64 price = 0;
    if (!grid_columns(c, &columns))
        return FALSE;
    if (c->appearance->width_mm <= 0)
        return kiri_calc_missing(c, "幅未入力");
    gdouble width_cm = (gdouble)c->appearance->width_mm / 10;
    kiri_calc_number(c, "×", "幅", width_cm, 1, "cm", NULL);
    if (!price_of_place(c, position, &price))
        return FALSE;
    c->value = columns * width_cm * (gdouble)price;
    return kiri_calc_finish(c, takes_share);
}

/* Nobody said: 記事中, where articles stand. */
static KiriPosition position_of(const KiriCalc *c)
{
    return c->appearance && c->appearance->position == KIRI_POSITION_BELOW ? KIRI_POSITION_BELOW
                                                                           : KIRI_POSITION_IN_TEXT;
}

gboolean kiri_calc_newspaper(KiriCalc *c)
{
    return by_area(c, position_of(c), TRUE);
}

gboolean kiri_calc_newspaper_whole(KiriCalc *c)
{
    return by_area(c, position_of(c), FALSE);
}

gboolean kiri_calc_newspaper_below(KiriCalc *c)
{
    return by_area(c, KIRI_POSITION_BELOW, TRUE);
}

/* ---- whole pages and 段 ---- */

static const char *colour_rank(const KiriCalc *c)
{
    return c->appearance && c->appearance->is_colour ? "colour" : "mono";
}

/* The price of a page, in the colour of the piece. */
static gboolean price_of_page(KiriCalc *c, const char *label, gint64 *price)
{
    return kiri_calc_rate(c,
                          &(KiriCalcAsk){.sign = "×",
                                         .what = KIRI_UNIT_PAGE,
                                         .rank = colour_rank(c),
                                         .label = label,
                                         .unit = "円",
                                         .missing = "1ページの単価"},
                          price);
}

/* A piece narrower than the page counts that much less (half the width: half). */
static gboolean width_factor(KiriCalc *c, gdouble *factor)
{
    gint64 page_mm = 0;
    *factor = 1;
    if (c->appearance->width_mm <= 0) {
        kiri_calc_number(c, "×", "幅の割合", 1, 0, NULL, "幅の入力がなく、全幅とみなす");
        return TRUE;
    }
    kiri_calc_number(c, "×", "幅", (gdouble)c->appearance->width_mm, 0, "mm", NULL);
    if (!kiri_calc_figure(c,
                          &(KiriCalcAsk){.sign = "÷",
                                         .what = KIRI_METRIC_PAGE_WIDTH_MM,
                                         .label = "左右",
                                         .unit = "mm",
                                         .missing = "左右（紙面の幅）"},
                          &page_mm))
        return FALSE;
    if (page_mm <= 0)
        return kiri_calc_missing(c, "左右（紙面の幅）未登録");
    *factor = MIN(1, (gdouble)c->appearance->width_mm / (gdouble)page_mm);
    return TRUE;
}

gboolean kiri_calc_newspaper_flat(KiriCalc *c)
{
    gdouble columns = 0, width = 1;
    gint64 price = 0;
    if (!grid_columns(c, &columns) || !width_factor(c, &width))
        return FALSE;
    if (kiri_calc_has_rate(c, KIRI_UNIT_PAGE, colour_rank(c))) {
        if (!price_of_page(c, "15段（全面）の単価", &price))
            return FALSE;
        kiri_calc_number(c, "÷", "広告の段数", GRID_COLUMNS, 0, "段", NULL);
        c->value = (gdouble)price * columns / GRID_COLUMNS * width;
        return kiri_calc_finish(c, FALSE);
    }
    if (!kiri_calc_rate(c,
                        &(KiriCalcAsk){.sign = "×",
                                       .what = KIRI_UNIT_COLUMN,
                                       .label = "1段の単価",
                                       .unit = "円／段",
                                       .missing = "単価（15段又は1段）"},
                        &price))
        return FALSE;
    c->value = (gdouble)price * columns * width;
    return kiri_calc_finish(c, FALSE);
}

gboolean kiri_calc_magazine(KiriCalc *c)
{
    gint64 price = 0;
    if (!c->appearance || c->appearance->page_share <= 0)
        return kiri_calc_missing(c, "ページの占有率未入力");
    kiri_calc_number(c, "", "掲載ページ", c->appearance->page_share, 3, "ページ", NULL);
    if (!price_of_page(c, "1ページの単価", &price))
        return FALSE;
    c->value = c->appearance->page_share * (gdouble)price;
    return kiri_calc_finish(c, TRUE);
}
