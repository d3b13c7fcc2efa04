// SPDX-License-Identifier: GPL-3.0-or-later
/* Readers for single cells of a 掲載一覧. Each eats its text from the left and is content
 * only at its end, so that nothing is taken for a figure that says more than one. */
#include "piece_values.h"

#include <math.h>
#include <string.h>

/* ---- pieces of text ---- */

static gboolean eat(const char **p, const char *word)
{
    gsize n = strlen(word);
    if (strncmp(*p, word, n) != 0)
        return FALSE;
    *p += n;
    return TRUE;
}

static gboolean eat_any(const char **p, const char *const *words)
{
    for (; *words; words++)
        if (eat(p, *words))
            return TRUE;
    return FALSE;
}

static void skip_spaces(const char **p)
{
    while (**p == ' ')
        ++*p;
}

/* Digits alone, at most `most` of them. */
static gboolean eat_int(const char **p, guint most, gint64 *value, guint *digits)
{
    guint n = 0;
    *value = 0;
    while (g_ascii_isdigit((*p)[n]) && n < most)
        *value = *value * 10 + ((*p)[n++] - '0');
    *p += n;
    if (digits)
        *digits = n;
    return n > 0 && !g_ascii_isdigit(**p);
}

/* 1,234.5 in thousandths; further decimals are cut. */
static gboolean eat_milli(const char **p, gint64 *milli)
{
    enum { MOST_DIGITS = 13, DECIMALS = 3 };
    gint64 value = 0;
    guint digits = 0, decimals = 0;
    const char *at = *p;
    for (; g_ascii_isdigit(*at) || (*at == ',' && digits && g_ascii_isdigit(at[1])); at++)
        if (*at != ',' && ++digits <= MOST_DIGITS)
            value = value * 10 + (*at - '0');
    if (digits == 0 || digits > MOST_DIGITS)
        return FALSE;
    if (*at == '.' && g_ascii_isdigit(at[1]))
        for (at++; g_ascii_isdigit(*at); at++)
            if (decimals < DECIMALS) {
                value = value * 10 + (*at - '0');
                decimals++;
            }
    for (; decimals < DECIMALS; decimals++)
        value *= 10;
    *milli = value;
    *p = at;
    return TRUE;
}

/* ---- times ---- */

enum { DAY_MINUTES = 24 * 60, LAST_HOUR = 29 };

static gboolean eat_clock(const char **p, gint64 *minute)
{
    static const char *const before[] = {"午前", "am", NULL}, *const after[] = {"午後", "pm", NULL};
    gint64 h, m = 0, s;
    gboolean is_am = eat_any(p, before), is_pm = !is_am && eat_any(p, after);
    skip_spaces(p);
    if (!eat_int(p, 2, &h, NULL))
        return FALSE;
    if (eat(p, "時")) {
        if (eat(p, "半"))
            m = 30;
        else if (g_ascii_isdigit(**p) && !(eat_int(p, 2, &m, NULL) && eat(p, "分")))
            return FALSE;
        eat(p, "頃");
        eat(p, "台");
    } else if (!eat(p, ":") || !eat_int(p, 2, &m, NULL)) {
        return FALSE;
    }
    if (eat(p, ":") && (!eat_int(p, 2, &s, NULL) || s > 59))
        return FALSE;
    skip_spaces(p);
    if (!is_am && !is_pm) {
        is_am = eat(p, "am");
        is_pm = !is_am && eat(p, "pm");
    }
    if (m > 59 || h > ((is_am || is_pm) ? 12 : LAST_HOUR))
        return FALSE;
    *minute = (is_am || is_pm ? h % 12 + (is_pm ? 12 : 0) : h) * 60 + m;
    return TRUE;
}

/* A clock, and perhaps the end of the span that it begins. */
static gboolean eat_span(const char **p, gint64 *minute)
{
    static const char *const dashes[] = {"-", "~", "〜", "から", NULL};
    gint64 end;
    if (!eat_clock(p, minute))
        return FALSE;
    skip_spaces(p);
    if (!eat_any(p, dashes))
        return TRUE;
    skip_spaces(p);
    return !**p || eat_clock(p, &end);
}

gboolean kiri_piece_read_minute(const char *n, gint64 *minute)
{
    const char *p = n;
    gint64 milli;
    if (eat_span(&p, minute))
        return !*p;
    p = n;
    if (!eat(&p, "0.") || !g_ascii_isdigit(*p) || !(p = n, eat_milli(&p, &milli)) || *p)
        return FALSE;
    /* A spreadsheet's share of the day has more decimals than ours. */
    *minute = (gint64)llround(g_ascii_strtod(n, NULL) * DAY_MINUTES) % DAY_MINUTES;
    return TRUE;
}

/* ---- days ---- */

static const struct {
    const char *name;
    gint before; // the year before its first
} eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911},
            {"明治", 1867}, {"r", 2018},    {"h", 1988},    {"s", 1925}};

/* "(火)", "火曜日", "(祝)": says nothing more. */
static gboolean eat_weekday(const char **p)
{
    static const char *const days[] = {"日", "月", "火", "水", "木", "金", "土", NULL};
    const char *at = *p;
    skip_spaces(&at);
    if (*at == '(') {
        const char *end = strchr(at, ')');
        if (!end || end - at > 24)
            return FALSE;
        *p = end + 1;
        return TRUE;
    }
    if (!eat_any(&at, days) || !eat(&at, "曜"))
        return TRUE;
    eat(&at, "日");
    *p = at;
    return TRUE;
}

/* Between the parts of a day: one of the marks, or the word for the part. */
static gboolean eat_mark(const char **p, const char *word)
{
    static const char *const marks[] = {"/", ".", "-", NULL};
    gboolean has_mark = eat(p, word) || eat_any(p, marks);
    if (has_mark)
        skip_spaces(p);
    return has_mark;
}

typedef struct {
    gint64 year, month, day; // year 0: none is written
} Day;

/* Year, month and day behind an era's name. */
static gboolean eat_era_day(const char **p, Day *d)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        if (!eat(p, eras[i].name))
            continue;
        skip_spaces(p);
        eat(p, ".");
        if (eat(p, "元"))
            d->year = 1;
        else if (!eat_int(p, 2, &d->year, NULL) || d->year < 1)
            return FALSE;
        d->year += eras[i].before;
        if (!eat_weekday(p) || !eat_mark(p, "年")) // 令和8(2026)年
            return FALSE;
        return eat_int(p, 2, &d->month, NULL) && eat_mark(p, "月") && eat_int(p, 2, &d->day, NULL);
    }
    return FALSE;
}

static gboolean starts_with_era(const char *p)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++)
        if (g_str_has_prefix(p, eras[i].name))
            return TRUE;
    return FALSE;
}

/* Three figures, or month and day alone. */
static gboolean eat_plain_day(const char **p, gint order, Day *d)
{
    gint64 v[3];
    guint digits[3] = {0};
    if (!eat_int(p, 4, &v[0], &digits[0]))
        return FALSE;
    gboolean is_month = g_str_has_prefix(*p, "月");
    if (!eat_mark(p, is_month ? "月" : "年") || !eat_int(p, 4, &v[1], &digits[1]))
        return FALSE;
    if (is_month || !eat_mark(p, "月")) {
        *d = (Day){0, v[0], v[1]};
        if (order == KIRI_PIECE_DMY && !is_month)
            *d = (Day){0, v[1], v[0]};
        return digits[0] <= 2 && digits[1] <= 2;
    }
    if (!eat_int(p, 4, &v[2], &digits[2]))
        return FALSE;
    gsize year = digits[0] == 4 ? 0 : order == KIRI_PIECE_YMD ? 0 : 2;
    if (digits[year] == 4)
        d->year = v[year];
    else if (digits[year] == 2 && order != KIRI_PIECE_YMD)
        d->year = 2000 + v[year];
    else
        return FALSE;
    d->month = year == 0 ? v[1] : order == KIRI_PIECE_DMY ? v[1] : v[0];
    d->day = year == 0 ? v[2] : order == KIRI_PIECE_DMY ? v[0] : v[1];
    return TRUE;
}

/* 20260401, or the serial number of a spreadsheet, 46113 or 46113.8125. */
static gboolean read_figures(const char *n, const KiriPieceDates *dates, Day *d, gint64 *minute)
{
    enum { FIRST = 20000, LAST = 80000, DAYS_1900 = 25569, DAYS_1904 = 24107 };
    const char *p = n;
    gint64 v, milli;
    guint digits;
    if (eat_int(&p, 8, &v, &digits) && digits == 8 && !*p) {
        *d = (Day){v / 10000, v / 100 % 100, v % 100};
        return TRUE;
    }
    p = n;
    if (strchr(n, ',') || !eat_milli(&p, &milli) || *p || milli / 1000 < FIRST ||
        milli / 1000 > LAST)
        return FALSE;
    gint64 days = milli / 1000 - (dates->is_1904 ? DAYS_1904 : DAYS_1900);
    KiriCivil c = kiri_civil_from_us(days * KIRI_US_PER_DAY, 0);
    *d = (Day){c.year, c.month, c.day};
    if (strchr(n, '.')) {
        gdouble share = g_ascii_strtod(n, NULL);
        *minute = (gint64)llround((share - floor(share)) * DAY_MINUTES) % DAY_MINUTES;
    }
    return TRUE;
}

static gboolean eat_day(const char **p, gint order, Day *d)
{
    if (starts_with_era(*p) ? !eat_era_day(p, d) : !eat_plain_day(p, order, d))
        return FALSE;
    eat(p, "日");
    return eat_weekday(p);
}

KiriDayReading kiri_piece_read_day(const char *n, const KiriPieceDates *dates, gint64 *day_us,
                                   gint64 *minute)
{
    Day d = {0};
    const char *p = n;
    *minute = -1;
    if (!read_figures(n, dates, &d, minute)) {
        if (!eat_day(&p, dates->order, &d))
            return KIRI_DAY_NONE;
        skip_spaces(&p);
        eat(&p, "t");
        if (*p && (!eat_span(&p, minute) || *p))
            return KIRI_DAY_NONE;
    }
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return KIRI_DAY_NONE;
    if (d.year == 0 && !dates->fiscal_year)
        return KIRI_DAY_NO_YEAR;
    if (d.year == 0)
        d.year = dates->fiscal_year + (d.month < 4 ? 1 : 0);
    if (d.year < 1868 || !kiri_civil_is_valid_date((gint)d.year, (gint)d.month, (gint)d.day))
        return KIRI_DAY_NONE;
    KiriCivil c = {.year = (gint)d.year, .month = (gint)d.month, .day = (gint)d.day};
    *day_us = kiri_civil_to_us(&c, KIRI_JST_MIN);
    return dates->latest_us && *day_us > dates->latest_us ? KIRI_DAY_TOO_LATE : KIRI_DAY_OK;
}

/* ---- lengths, counts, sums ---- */

/* The figure that a unit stands for, in thousandths of the smallest; 0: no such unit. */
typedef struct {
    const char *name;
    gint64 milli;
} Unit;

static gint64 unit_of(const char *name, const Unit *units, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (strcmp(name, units[i].name) == 0)
            return units[i].milli;
    return 0;
}

/* What stands behind the figure, else the heading's unit, else the first of all. */
static gint64 unit_meant(const char *written, const char *heading, const Unit *units, gsize n)
{
    if (*written)
        return unit_of(written, units, n);
    gint64 of_heading = heading ? unit_of(heading, units, n) : 0;
    return of_heading ? of_heading : units[0].milli;
}

gboolean kiri_piece_read_mm(const char *n, const char *unit, gint64 *mm)
{
    static const Unit units[] = {{"cm", 10000},
                                 {"mm", 1000},
                                 {"センチ", 10000},
                                 {"ミリ", 1000},
                                 {"センチメートル", 10000},
                                 {"ミリメートル", 1000},
                                 {"糎", 10000}};
    gint64 milli;
    if (!eat_milli(&n, &milli))
        return FALSE;
    skip_spaces(&n);
    gint64 factor = unit_meant(n, unit, units, G_N_ELEMENTS(units));
    if (!factor || milli > G_GINT64_CONSTANT(1000000000))
        return FALSE;
    *mm = (milli * (factor / 1000) + 500) / 1000;
    return *mm > 0;
}

gboolean kiri_piece_read_columns(const char *n, gint64 *columns_x10)
{
    gint64 milli;
    eat(&n, "全");
    if (!eat_milli(&n, &milli) || milli > 1000000)
        return FALSE;
    if (eat(&n, "段") && eat(&n, "半"))
        milli += 500;
    *columns_x10 = (milli + 50) / 100;
    return !*n && *columns_x10 > 0;
}

gboolean kiri_piece_read_seconds(const char *n, const char *unit, gint64 *seconds)
{
    static const Unit units[] = {{"秒", 1000},  {"s", 1000},    {"sec", 1000},  {"秒間", 1000},
                                 {"分", 60000}, {"min", 60000}, {"分間", 60000}};
    static const char *const second_marks[] = {"\"", "''", "′′", NULL};
    gint64 milli, h = 0, m, s = 0;
    const char *p = n;
    if (eat_int(&p, 4, &m, NULL) && (eat(&p, ":") || eat(&p, "'") || eat(&p, "′")) &&
        eat_int(&p, 2, &s, NULL)) {
        if (eat(&p, ":")) {
            h = m;
            m = s;
            if (!eat_int(&p, 2, &s, NULL))
                return FALSE;
        }
        eat_any(&p, second_marks);
        *seconds = (h * 60 + m) * 60 + s;
        return !*p && s < 60 && *seconds > 0;
    }
    p = n;
    if (eat_int(&p, 4, &m, NULL) && eat(&p, "分") && eat_int(&p, 2, &s, NULL)) {
        *seconds = m * 60 + s;
        eat(&p, "秒");
        return !*p && s < 60;
    }
    p = n;
    if (!eat_milli(&p, &milli) || milli > G_GINT64_CONSTANT(1000000000))
        return FALSE;
    gint64 factor = unit_meant(p, unit, units, G_N_ELEMENTS(units));
    *seconds = factor ? (milli * (factor / 1000) + 500) / 1000 : 0;
    return *seconds > 0;
}

gboolean kiri_piece_read_share(const char *n, gdouble *share)
{
    static const char *const pages[] = {"ページ", "頁", "p", NULL};
    gint64 a, b;
    if (strcmp(n, "見開き") == 0) {
        *share = 2;
        return TRUE;
    }
    const char *p = n;
    if (eat_int(&p, 2, &a, NULL) && eat(&p, "/") && eat_int(&p, 2, &b, NULL) && b > 0) {
        *share = (gdouble)a / (gdouble)b;
        eat_any(&p, pages);
        return !*p && a > 0;
    }
    p = n;
    if (!eat_milli(&p, &a))
        return FALSE;
    *share = (gdouble)a / 1000;
    if (eat(&p, "%"))
        *share /= 100;
    else
        eat_any(&p, pages);
    return !*p && a > 0;
}

gboolean kiri_piece_read_count(const char *n, const char *counter, gint64 *count)
{
    gint64 milli;
    if (!eat_milli(&n, &milli) || milli % 1000)
        return FALSE;
    eat(&n, counter);
    *count = milli / 1000;
    return !*n && *count > 0;
}

gboolean kiri_piece_read_yen(const char *n, const char *unit, gint64 *yen)
{
    static const Unit units[] = {{"円", 1},           {"千円", 1000},      {"万円", 10000},
                                 {"百万円", 1000000}, {"億円", 100000000}, {"千", 1000},
                                 {"万", 10000},       {"百万", 1000000},   {"億", 100000000},
                                 {"yen", 1},          {"jpy", 1}};
    const gint64 most = G_GINT64_CONSTANT(10000000000000); // ten trillion
    gint64 milli;
    eat(&n, "約");
    gboolean is_yen = eat(&n, "¥") || eat(&n, "\\");
    skip_spaces(&n);
    if (!eat_milli(&n, &milli))
        return FALSE;
    skip_spaces(&n);
    if (eat(&n, "-") && *n) // ¥1,000-
        return FALSE;
    gint64 factor = is_yen && !*n ? 1 : unit_meant(n, unit, units, G_N_ELEMENTS(units));
    if (!factor || milli / 1000 > most / factor)
        return FALSE;
    *yen = milli / 1000 * factor + (milli % 1000 * factor + 500) / 1000;
    return TRUE;
}

static gboolean is_one_of(const char *n, const char *const *words)
{
    for (; words && *words; words++)
        if (strcmp(n, *words) == 0)
            return TRUE;
    return FALSE;
}

gboolean kiri_piece_read_flag(const char *n, const char *const *yes, const char *const *no,
                              gboolean *flag)
{
    static const char *const any_yes[] = {"○",    "〇",  "◯", "◎",    "有", "有り", "あり",
                                          "はい", "yes", "y", "true", "1",  NULL};
    static const char *const any_no[] = {"×",      "✕",  "x", "無",    "無し", "なし",
                                         "いいえ", "no", "n", "false", "0",    NULL};
    *flag = is_one_of(n, any_yes) || is_one_of(n, yes);
    return *flag || is_one_of(n, any_no) || is_one_of(n, no);
}
