// SPDX-License-Identifier: GPL-3.0-or-later
/* One walk over the digits of a text; each figure before 年, 月, 日, 回 or between
 * slashes is tried as a date or an issue. */
#include "text_dates.h"

#include "chars.h"

#include <string.h>

static gboolean starts_with(KiriStr s, gsize at, const char *prefix)
{
    gsize n = 0; // a few bytes say no nearly always
    while (prefix[n] && at + n < s.n && s.p[at + n] == prefix[n])
        n++;
    return !prefix[n];
}

static gboolean take(KiriStr s, gsize *at, const char *prefix)
{
    if (!starts_with(s, *at, prefix))
        return FALSE;
    *at += strlen(prefix);
    return TRUE;
}

/* 1 to `most_digits` digits, no digit behind them. */
static gboolean take_int(KiriStr s, gsize *at, guint most_digits, gint *v)
{
    gsize i = *at;
    *v = 0;
    for (; i < s.n && g_ascii_isdigit(s.p[i]); i++) {
        if (i - *at >= most_digits)
            return FALSE;
        *v = *v * 10 + (s.p[i] - '0');
    }
    if (i == *at)
        return FALSE;
    *at = i;
    return TRUE;
}

static gboolean is_digit_before(KiriStr s, gsize at)
{
    return at > 0 && (g_ascii_isdigit(s.p[at - 1]) || s.p[at - 1] == '.' || s.p[at - 1] == ',');
}

/* ---- years ---- */

typedef struct {
    const char *name;
    gint before; // year 1 is before + 1
} Era;
static const Era eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911}};

/* 令和8年, 令和元年, 2026年, 26年 is not taken. `*at` steps behind 年. */
static gboolean take_year(KiriStr s, gsize *at, gint *year)
{
    gsize i = *at;
    for (gsize e = 0; e < G_N_ELEMENTS(eras); e++) {
        if (!take(s, &i, eras[e].name))
            continue;
        gint v = 1;
        if (!(take(s, &i, "元") || take_int(s, &i, 2, &v)) || !take(s, &i, "年") || v < 1)
            return FALSE;
        *year = eras[e].before + v;
        *at = i;
        return TRUE;
    }
    if (is_digit_before(s, i) || !take_int(s, &i, 4, year) || *year < 1900 || *year > 2100 ||
        !take(s, &i, "年"))
        return FALSE;
    *at = i;
    return TRUE;
}

static gboolean is_span(KiriStr s, gsize behind)
{
    static const char *const spans[] = {"間",   "ぶり", "連続", "目",     "ごと",
                                        "以内", "前",   "後",   "当たり", "分の"};
    for (gsize i = 0; i < G_N_ELEMENTS(spans); i++)
        if (starts_with(s, behind, spans[i]))
            return TRUE;
    return FALSE;
}

/* ---- days ---- */

static void add_date(GArray *dates, gint year, gint month, gint day, gsize from, gsize to,
                     gboolean is_relative)
{
    if (!kiri_civil_is_valid_date(year ? year : 2024, month, day)) // 2024: a leap year
        return;
    KiriTextDate d = {
        .key = month * 100 + day, .year = year, .from = from, .to = to, .is_relative = is_relative};
    g_array_append_val(dates, d);
}

static void add_day_number(GArray *dates, gint64 days, gsize from, gsize to)
{
    KiriCivil c = kiri_civil_from_us(days * KIRI_US_PER_DAY, 0);
    add_date(dates, c.year, c.month, c.day, from, to, TRUE);
}

static gint64 reference_day(KiriTime t)
{
    gint64 us = t.us + t.offset_min * KIRI_US_PER_MINUTE;
    return us >= 0 ? us / KIRI_US_PER_DAY : -((-us + KIRI_US_PER_DAY - 1) / KIRI_US_PER_DAY);
}

/* "17日" by itself: the nearest 17th. */
static void add_bare_day(GArray *dates, KiriTime reference, gint day, gsize from, gsize to)
{
    if (reference.precision < KIRI_PRECISION_DAY || day < 1 || day > 31)
        return;
    gint64 today = reference_day(reference);
    for (gint64 d = 0; d <= 31; d++) {
        for (gint sign = -1; sign <= 1; sign += 2) {
            KiriCivil c = kiri_civil_from_us((today + sign * d) * KIRI_US_PER_DAY, 0);
            if (c.day == day) {
                add_day_number(dates, today + sign * d, from, to);
                return;
            }
        }
    }
}

/* "4月13日", "4月13日から26日", behind a year or not. */
static gboolean take_month_day(KiriStr s, gsize *at, gint *month, gint *day)
{
    gsize i = *at;
    if (is_digit_before(s, i) || !take_int(s, &i, 2, month) || !take(s, &i, "月") ||
        !take_int(s, &i, 2, day) || !take(s, &i, "日"))
        return FALSE;
    *at = i;
    return TRUE;
}

/* 2026/4/13, 2026-04-13, 2026.4.13. */
static gboolean take_numeric(KiriStr s, gsize *at, gint *year, gint *month, gint *day)
{
    gsize i = *at;
    if (is_digit_before(s, i) || !take_int(s, &i, 4, year) || *year < 1900 || *year > 2100 ||
        i >= s.n || !memchr("/-.", s.p[i], 3))
        return FALSE;
    char sign[2] = {s.p[i], 0};
    if (!take(s, &i, sign) || !take_int(s, &i, 2, month) || !take(s, &i, sign) ||
        !take_int(s, &i, 2, day))
        return FALSE;
    *at = i;
    return TRUE;
}

typedef struct {
    KiriStr s;
    KiriTime reference;
    GArray *dates;
} Walk;

/* Tries every form at `at`; returns the place to go on from. */
static gsize date_at(Walk *w, gsize at)
{
    gint year = 0, month, day;
    gsize i = at;
    if (take_numeric(w->s, &i, &year, &month, &day)) {
        add_date(w->dates, year, month, day, at, i, FALSE);
        return i;
    }
    gsize behind_year = at;
    if (take_year(w->s, &behind_year, &year))
        i = behind_year;
    else
        year = 0;
    if (take_month_day(w->s, &i, &month, &day)) {
        add_date(w->dates, year, month, day, at, i, FALSE);
        return i;
    }
    if (behind_year > at)
        return behind_year;
    if (g_ascii_isdigit(w->s.p[at]) && !is_digit_before(w->s, at) && take_int(w->s, &i, 2, &day) &&
        take(w->s, &i, "日") && !is_span(w->s, i)) {
        add_bare_day(w->dates, w->reference, day, at, i);
        return i;
    }
    return at;
}

static gsize relative_at(Walk *w, gsize at)
{
    static const struct {
        const char *word;
        gint days;
    } words[] = {{"本日", 0},    {"きょう", 0}, {"昨日", -1},
                 {"きのう", -1}, {"明日", 1},   {"あす", 1}};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize end = at;
        if (w->reference.precision >= KIRI_PRECISION_DAY && take(w->s, &end, words[i].word)) {
            add_day_number(w->dates, reference_day(w->reference) + words[i].days, at, end);
            return end;
        }
    }
    return at;
}

/* May a date begin with this character? */
static gboolean may_begin(gunichar c)
{
    switch (c) {
    case U'令':
    case U'平':
    case U'昭':
    case U'大': // eras
    case U'本':
    case U'き':
    case U'昨':
    case U'明':
    case U'あ': // 本日, きょう …
        return TRUE;
    default:
        return c >= '0' && c <= '9';
    }
}

GArray *kiri_text_dates_find(KiriStr n_text, KiriTime reference)
{
    Walk w = {.s = n_text,
              .reference = reference,
              .dates = g_array_new(FALSE, FALSE, sizeof(KiriTextDate))};
    for (gsize at = 0; at < n_text.n;) {
        gsize next = at;
        if (may_begin(kiri_char_at(n_text, at))) {
            next = date_at(&w, at);
            if (next == at)
                next = relative_at(&w, at);
        }
        if (next == at)
            next = kiri_char_after(n_text, at);
        /* The rest of a refused figure is no day either. */
        if (g_ascii_isdigit(n_text.p[at]))
            while (next < n_text.n && g_ascii_isdigit(n_text.p[next]) &&
                   g_ascii_isdigit(n_text.p[next - 1]))
                next++;
        at = next;
    }
    return w.dates;
}

gboolean kiri_text_dates_have(const GArray *dates, const KiriTextDate *date)
{
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *d = &g_array_index(dates, KiriTextDate, i);
        if (d->key == date->key && (!d->year || !date->year || d->year == date->year))
            return TRUE;
    }
    return FALSE;
}

/* ---- editions ---- */

static gint compare_ints(gconstpointer a, gconstpointer b)
{
    gint32 x = *(const gint32 *)a, y = *(const gint32 *)b;
    return x < y ? -1 : x > y;
}

static void add_once(GArray *set, gint v)
{
    gint32 value = v;
    for (guint i = 0; i < set->len; i++)
        if (g_array_index(set, gint32, i) == value)
            return;
    g_array_append_val(set, value);
}

static void edition_at(KiriStr s, gsize at, KiriEditions *out)
{
    gint v;
    gsize i = at;
    if (take_year(s, &i, &v) && !is_span(s, i))
        add_once(out->years, v);
    i = at;
    if (take(s, &i, "第") && take_int(s, &i, 4, &v) && (take(s, &i, "回") || take(s, &i, "次")))
        add_once(out->issues, v);
    i = at;
    if (is_digit_before(s, at) || !take_int(s, &i, 4, &v))
        return;
    if (starts_with(s, i, "回目"))
        add_once(out->issues, v);
    else if (take(s, &i, "月") && v >= 1 && v <= 12 && i < s.n && !g_ascii_isdigit(s.p[i]))
        add_once(out->months, v);
}

void kiri_editions_find(KiriStr n_text, KiriEditions *out)
{
    out->years = g_array_new(FALSE, FALSE, sizeof(gint32));
    out->issues = g_array_new(FALSE, FALSE, sizeof(gint32));
    out->months = g_array_new(FALSE, FALSE, sizeof(gint32));
    for (gsize at = 0; at < n_text.n; at = kiri_char_after(n_text, at)) {
        gunichar c = kiri_char_at(n_text, at);
        if (c == U'第' || may_begin(c))
            edition_at(n_text, at, out);
    }
    g_array_sort(out->years, compare_ints);
    g_array_sort(out->issues, compare_ints);
    g_array_sort(out->months, compare_ints);
}

void kiri_editions_clear(KiriEditions *e)
{
    g_clear_pointer(&e->years, g_array_unref);
    g_clear_pointer(&e->issues, g_array_unref);
    g_clear_pointer(&e->months, g_array_unref);
}

static gboolean are_disjoint(const GArray *a, const GArray *b)
{
    if (!a->len || !b->len)
        return FALSE;
    for (guint i = 0; i < a->len; i++)
        for (guint j = 0; j < b->len; j++)
            if (g_array_index(a, gint32, i) == g_array_index(b, gint32, j))
                return FALSE;
    return TRUE;
}

gboolean kiri_issues_conflict(const KiriEditions *release, const KiriEditions *article)
{
    return are_disjoint(release->issues, article->issues) ||
           are_disjoint(release->months, article->months);
}

gboolean kiri_editions_conflict(const KiriEditions *release, const KiriEditions *article)
{
    return are_disjoint(release->years, article->years) || kiri_issues_conflict(release, article);
}
