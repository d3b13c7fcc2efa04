// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces on air: seconds × the price of a second, summed over the stations, by time
 * rank. What was timed is the part about us, so no share is taken of it. A station
 * without advertising is priced by those that the ledger names in its place. */
#include "calc.h"

#include <inttypes.h>
#include <string.h>

static const char rate_label[] = "1秒の単価";

static KiriCalcAsk ask_for(const KiriCalc *c, const char *sign)
{
    return (KiriCalcAsk){.sign = sign,
                         .what = KIRI_UNIT_SECOND,
                         .rank = c->appearance->rank,
                         .label = rate_label,
                         .unit = "円／秒",
                         .missing = "1秒の単価"};
}

/* The rank that nobody wrote down is the ledger's first: a guess, and called one. */
static void note_rank(KiriCalc *c)
{
    if (c->appearance->rank)
        return;
    kiri_calc_number(c, "", "時間ランク", 0, 0, NULL, NULL);
    KiriScoreLine *line = c->score->lines->pdata[c->score->lines->len - 1];
    g_free(line->value);
    line->value = g_strdup("未入力");
    line->note = g_strdup("台帳にある単価を用いた推計");
    c->score->is_estimate = TRUE;
}

/* How many stations aired it: as entered, else of the ledger, else the one itself. */
static gboolean stations_of(KiriCalc *c, gint64 *stations)
{
    *stations = c->appearance->stations;
    if (*stations > 0) {
        kiri_calc_number(c, "×", "放送局数", (gdouble)*stations, 0, "局", "入力値");
        return TRUE;
    }
    if (kiri_calc_has_figure(c, KIRI_METRIC_STATIONS))
        return kiri_calc_figure(c,
                                &(KiriCalcAsk){.sign = "×",
                                               .what = KIRI_METRIC_STATIONS,
                                               .label = "ネット局数",
                                               .unit = "局",
                                               .missing = "局数"},
                                stations);
    *stations = 1;
    kiri_calc_number(c, "×", "放送局数", 1, 0, "局", "局数の登録がなく、その局だけとする");
    return TRUE;
}

static gboolean price_of_station(KiriCalc *c, gdouble *per_second)
{
    gint64 price = 0, stations = 0;
    KiriCalcAsk ask = ask_for(c, "×");
    if (!kiri_calc_rate(c, &ask, &price) || !stations_of(c, &stations))
        return FALSE;
    *per_second = (gdouble)price * (gdouble)stations;
    return TRUE;
}

static gboolean price_of_substitutes(KiriCalc *c, gdouble *per_second)
{
    gint64 n = 0;
    for (char **id = c->medium->substitutes; *id; id++, n++) {
        const KiriMedium *station = kiri_book_medium(c->in->book, *id);
        gint64 price = 0;
        KiriCalcAsk ask = ask_for(c, n ? "＋" : "×（");
        if (!station || !kiri_calc_rate_of(c, station, &ask, &price))
            return kiri_calc_missing(c, "代用局の1秒の単価未登録（%s）",
                                     station && station->name ? station->name : *id);
        *per_second += (gdouble)price;
    }
    g_autofree char *note = g_strdup_printf(
        "%sは広告放送がなく、%" PRId64 "局の単価の合計を代用する", c->medium->name, n);
    kiri_calc_number(c, "）＝", "1秒の単価の合計", *per_second, 0, "円／秒", note);
    return TRUE;
}

gboolean kiri_calc_air(KiriCalc *c)
{
    gdouble per_second = 0;
    if (!c->appearance || c->appearance->seconds <= 0)
        return kiri_calc_missing(c, "放送秒数未入力");
    note_rank(c);
    kiri_calc_number(c, "", "放送秒数", (gdouble)c->appearance->seconds, 0, "秒", NULL);
    gboolean has_others = c->medium->substitutes && *c->medium->substitutes;
    if (!(has_others ? price_of_substitutes : price_of_station)(c, &per_second))
        return FALSE;
    c->value = (gdouble)c->appearance->seconds * per_second;
    return kiri_calc_finish(c, FALSE);
}
