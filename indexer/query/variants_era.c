// SPDX-License-Identifier: GPL-3.0-or-later
/* Years: 令和6年, 令和六年, R6, 2024年, 二〇二四年, 2024(令和6)年.
 *
 * A year of the western calendar may lie in two eras; a month and a day behind it
 * say in which (2019年4月 is 平成31年4月 alone). A year of an era is one year of the
 * western calendar; the other era of that year is not the same time, except for
 * a fiscal year (平成31年度 = 令和元年度). The days on which eras change are those of
 * the laws and edicts; 明治 counts from the beginning of 1868, as its edict says. */
#include "variants_internal.h"

#include "chars.h"
#include "query_tree.h"

#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    const char *name;
    char letter;      // in N-form
    gint first, last; // days as year * 10000 + month * 100 + day
    gint zero;        // year of the western calendar before its first
} Era;

static const Era eras[] = {
    {"令和", 'r', 20190501, 99991231, 2018}, {"平成", 'h', 19890108, 20190430, 1988},
    {"昭和", 's', 19261225, 19890107, 1925}, {"大正", 't', 19120730, 19261225, 1911},
    {"明治", 'm', 18680101, 19120730, 1867},
};

enum { LAST_YEAR = 2117 }; // 99 years of an era are enough

/* What was read of the keyword. */
typedef struct {
    gsize from, to;               // of the year, with 年
    const Era *era;               // NULL: a year of the western calendar
    guint year;                   // of the western calendar
    guint month, day;             // 0: not said
    gboolean is_fiscal, has_word; // 年度; 年
} Year;

/* ---- kanji numerals ---- */

static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

void kiri_add_kanji_digits(GString *out, guint value)
{
    char decimal[16];
    g_snprintf(decimal, sizeof decimal, "%u", value);
    for (const char *d = decimal; *d; d++)
        g_string_append(out, digits[*d - '0']);
}

void kiri_add_kanji_number(GString *out, guint value)
{
    static const struct {
        guint unit;
        const char *name;
    } units[] = {{1000, "千"}, {100, "百"}, {10, "十"}};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        guint n = value / units[i].unit % 10;
        if (n > 1)
            g_string_append(out, digits[n]);
        if (n)
            g_string_append(out, units[i].name);
    }
    if (value % 10)
        g_string_append(out, digits[value % 10]);
}

static gint digit_at(KiriStr s, gsize at)
{
    for (guint i = 0; i < G_N_ELEMENTS(digits); i++)
        if (s.n - at >= strlen(digits[i]) && memcmp(s.p + at, digits[i], strlen(digits[i])) == 0)
            return (gint)i;
    return -1;
}

guint kiri_kanji_number(KiriStr s)
{
    guint value = 0, digit = 0, n_digits = 0, unit_before = 10000;
    for (gsize at = 0; at < s.n; at = kiri_char_after(s, at)) {
        gint d = digit_at(s, at);
        gunichar c = kiri_char_at(s, at);
        guint unit = c == 0x5341 ? 10 : c == 0x767e ? 100 : c == 0x5343 ? 1000 : 0;
        if (d >= 0) {
            digit = digit * 10 + (guint)d;
            n_digits++;
        } else if (unit && unit < unit_before && n_digits <= 1) {
            value += unit * (n_digits ? digit : 1);
            unit_before = unit;
            digit = n_digits = 0;
        } else {
            return 0;
        }
        if (n_digits > 4 || (n_digits > 1 && value))
            return 0;
    }
    return value + digit;
}

/* ---- reading ---- */

static gboolean is_number_char(KiriStr s, gsize at)
{
    gunichar c = kiri_char_at(s, at);
    return g_ascii_isdigit(s.p[at]) || digit_at(s, at) >= 0 || c == 0x5341 || c == 0x767e ||
           c == 0x5343;
}

/* A number in digits or kanji at *at, which moves behind it; 0: none. */
static guint number_at(KiriStr n, gsize *at)
{
    gsize from = *at, to = from;
    guint value = 0;
    if (from < n.n && g_ascii_isdigit(n.p[from])) {
        for (; to < n.n && to - from < 5 && g_ascii_isdigit(n.p[to]); to++)
            value = value * 10 + (guint)(n.p[to] - '0');
        if (to < n.n && g_ascii_isdigit(n.p[to]))
            return 0;
    } else {
        while (to < n.n && is_number_char(n, to))
            to = kiri_char_after(n, to);
        value = kiri_kanji_number((KiriStr){n.p + from, to - from});
    }
    *at = to;
    return value;
}

static gboolean skip(KiriStr n, gsize *at, const char *word)
{
    gsize length = strlen(word);
    if (n.n - *at < length || memcmp(n.p + *at, word, length) != 0)
        return FALSE;
    *at += length;
    return TRUE;
}

static guint part_at(KiriStr n, gsize *at, const char *word, guint most)
{
    gsize to = *at;
    guint value = number_at(n, &to);
    if (!value || value > most || !skip(n, &to, word))
        return 0;
    *at = to;
    return value;
}

/* 令和6, 平成元, R6 at *at: the era, and the number of its year. */
static const Era *era_at(KiriStr n, gsize *at, guint *of_era)
{
    gsize to = *at;
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        to = *at;
        gboolean is_letter = n.p[to] == eras[i].letter;
        if (is_letter)
            to++;
        else if (!skip(n, &to, eras[i].name))
            continue;
        if (is_letter && *at &&
            kiri_char_class(kiri_char_at(n, kiri_char_before(n, *at))) == KIRI_CHAR_LATIN)
            return NULL;
        if (is_letter && (to >= n.n || !g_ascii_isdigit(n.p[to])))
            return NULL;
        *of_era = !is_letter && skip(n, &to, "元") ? 1 : number_at(n, &to);
        *at = to;
        return *of_era && *of_era < 100 ? &eras[i] : NULL;
    }
    return NULL;
}

static gboolean begins_number(KiriStr n, gsize at)
{
    if (at == 0)
        return TRUE;
    gsize before = kiri_char_before(n, at);
    return !is_number_char(n, before) && n.p[before] != ',' && n.p[before] != '.';
}

/* The year at `at`, if one begins there. */
static gboolean read_year(KiriStr n, gsize at, Year *y)
{
    *y = (Year){.from = at};
    guint of_era = 0;
    gboolean is_letter = g_ascii_isalpha(n.p[at]);
    y->era = era_at(n, &at, &of_era);
    if (y->era) {
        y->year = (guint)y->era->zero + of_era;
    } else {
        at = y->from;
        skip(n, &at, "西暦");
        if (!begins_number(n, at))
            return FALSE;
        y->year = number_at(n, &at);
    }
    y->has_word = skip(n, &at, "年");
    y->to = at;
    /* R6 alone is a year only as the whole keyword, and only of the last two eras. */
    gboolean is_whole = y->from == 0 && y->to == n.n;
    if (!y->has_word && !(is_letter && y->era && y->era - eras < 2 && is_whole))
        return FALSE;
    if (y->year < 1868 || y->year > LAST_YEAR)
        return FALSE;
    y->is_fiscal = skip(n, &at, "度");
    y->month = part_at(n, &at, "月", 12);
    y->day = y->month ? part_at(n, &at, "日", 31) : 0;
    return !y->era || (gint)y->year * 10000 <= y->era->last;
}

/* ---- writing ---- */

static gboolean is_in(const Year *y, const Era *era)
{
    gint year = (gint)y->year * 10000;
    gint from = year +
                (gint)(y->month       ? y->month
                       : y->is_fiscal ? 4
                                      : 1) *
                    100 +
                (gint)(y->day ? y->day : 1);
    gint to = year + (gint)(y->month ? y->month : 12) * 100 + (gint)(y->day ? y->day : 31);
    return from <= era->last && to >= era->first;
}

static void add(KiriChanges *c, const Year *y, const char *text)
{
    kiri_changes_add(c, y->from, y->to, text, KIRI_VARIANT_ERA, "rule", KIRI_NO_NUMERAL_BEFORE);
}

static void add_kanji(KiriChanges *c, const Year *y, const char *before, guint value,
                      gboolean is_counted)
{
    g_autoptr(GString) text = g_string_new(before);
    if (is_counted)
        kiri_add_kanji_number(text, value);
    else
        kiri_add_kanji_digits(text, value);
    g_string_append(text, "年");
    add(c, y, text->str);
}

static void add_era(KiriChanges *c, const Year *y, const Era *era)
{
    guint of_era = y->year - (guint)era->zero;
    g_autofree char *plain = g_strdup_printf("%s%u年", era->name, of_era);
    g_autofree char *first = of_era == 1 ? g_strconcat(era->name, "元年", NULL) : NULL;
    if (first)
        add(c, y, first);
    add(c, y, plain);
    if (!first)
        add_kanji(c, y, era->name, of_era, TRUE);
    /* Without 年 only the last two eras, and at the end: S50, M6 are other things. */
    gboolean is_short = era - eras < 2 && y->to == c->n.n && y->has_word;
    g_autofree char *letter =
        g_strdup_printf("%c%u%s", g_ascii_toupper(era->letter), of_era, is_short ? "" : "年");
    add(c, y, letter);
    const char *number = first ? "元" : plain + strlen(era->name);
    gint length = first ? (gint)strlen(number) : (gint)(strlen(number) - strlen("年"));
    g_autofree char *both = g_strdup_printf("%s%.*s(%u)年", era->name, length, number, y->year);
    g_autofree char *western_both =
        g_strdup_printf("%u(%s%.*s)年", y->year, era->name, length, number);
    add(c, y, both);
    add(c, y, western_both);
}

static void change_year(KiriChanges *c, const Year *y)
{
    g_autofree char *western = g_strdup_printf("%u年", y->year);
    add(c, y, western);
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++)
        if (y->era == &eras[i] || ((!y->era || y->is_fiscal) && is_in(y, &eras[i])))
            add_era(c, y, &eras[i]);
    add_kanji(c, y, "", y->year, FALSE);
}

void kiri_changes_of_eras(KiriChanges *c)
{
    if (!kiri_changes_want(c, KIRI_VARIANT_ERA))
        return;
    Year year;
    for (gsize at = 0; at < c->n.n;) {
        gboolean is_year = read_year(c->n, at, &year);
        if (is_year)
            change_year(c, &year);
        at = is_year ? year.to : kiri_char_after(c->n, at);
    }
}
