// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures and days out of Japanese text. */
#include "facts/text_dates.h"

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>

#include <string.h>

/* "147878人 ~3社": `~` where the text says about. */
static char *found_in(const char *text)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    g_autoptr(GArray) numbers = kiri_numbers_find(kiri_str(n));
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        g_autofree char *one = kiri_number_format(number);
        g_string_append_printf(s, "%s%s%s", s->len ? " " : "", number->is_about ? "~" : "", one);
        g_assert_cmpuint(number->from, <, number->to);
        g_assert_cmpuint(number->to, <=, strlen(n));
    }
    return g_string_free(s, FALSE);
}

static void test_values(void)
{
    static const struct {
        const char *text, *values;
    } cases[] = {
        {"14万7,878人", "147878人"},
        {"１４万７８７８台", "147878台"},
        {"1億2000万円", "120000000円"},
        {"13兆9997億円", "13999700000000円"},
        {"3.5％増", "3.5%"},
        {"3・5パーセント", "3.5%"},
        {"2千万円、3百社", "20000000円 300社"},
        {"三社が参加、十二万人", "3社 120000人"},
        {"計二千三百人", "2300人"},
        {"1,126の行事", "1126"},
        {"15か月ぶり、7日間", "15か月ぶり 7日間"},
        {"20ヶ所と30カ所", "20か所 30か所"},
        {"100m走", "100m"},
        {"約14万8000人、3万余りの世帯", "~148000人 ~30000"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = found_in(cases[i].text);
        g_assert_cmpstr(found, ==, cases[i].values);
    }
}

static void test_no_values(void)
{
    static const char *const texts[] = {
        "三菱と四国と一般の一部",
        "2026年4月13日10時5分",
        "電話03-0000-4312",
        "第3条第2項",
        "https://example.jp/15/2",
        "NM-300とB2B",
        "3分の1",
        "（1）概要 2 内容",
        "七転び八起き",
        "99999999999999999999兆円",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *found = found_in(texts[i]);
        g_assert_cmpstr(found, ==, "");
    }
}

static KiriNumber number_in(const char *text)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    g_autoptr(GArray) numbers = kiri_numbers_find(kiri_str(n));
    g_assert_cmpuint(numbers->len, ==, 1);
    return g_array_index(numbers, KiriNumber, 0);
}

static void assert_match(const char *a, const char *b, KiriNumberMatch match)
{
    KiriNumber x = number_in(a), y = number_in(b);
    g_assert_cmpint(kiri_numbers_match(&x, &y), ==, match);
    g_assert_cmpint(kiri_numbers_match(&y, &x), ==, match);
}

static void test_match(void)
{
    assert_match("147,878人", "14万7878人", KIRI_NUMBERS_EQUAL);
    assert_match("147,878人", "約14万8000人", KIRI_NUMBERS_ROUNDED);
    assert_match("147,878人", "14万7000人余り", KIRI_NUMBERS_ROUNDED);
    assert_match("5,976件", "約6000件", KIRI_NUMBERS_ROUNDED);
    assert_match("5,976件", "6000件", KIRI_NUMBERS_DIFFER); // one digit, and not said to be rounded
    assert_match("147,878人", "148,778人", KIRI_NUMBERS_DIFFER);
    assert_match("147,878人", "147,878台", KIRI_NUMBERS_DIFFER);
    assert_match("1,126の", "1126件", KIRI_NUMBERS_EQUAL);
    assert_match("46.8%", "64.8%", KIRI_NUMBERS_DIFFER);
}

static char *dates_in(const char *text)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    KiriTime reference = KIRI_TIME_UNSET;
    g_assert_true(kiri_time_parse(kiri_str("2026-04-13T10:00"), KIRI_JST_MIN, &reference));
    g_autoptr(GArray) dates = kiri_text_dates_find(kiri_str(n), reference);
    GString *s = g_string_new(NULL);
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *d = &g_array_index(dates, KiriTextDate, i);
        g_string_append_printf(s, "%s%d/%d", s->len ? " " : "", d->year, d->key);
    }
    return g_string_free(s, FALSE);
}

static void test_dates(void)
{
    static const struct {
        const char *text, *dates;
    } cases[] = {
        {"令和8年4月20日から26日まで", "2026/420 2026/426"},
        {"2025年12月3日、4月31日", "2025/1203"},
        {"2026/4/13と2026-05-01", "2026/413 2026/501"},
        {"11日に発表、30日に締め切る", "2026/411 2026/330"},
        {"7日間、3日ぶり、100日目", ""},
        {"昨日ときょう", "2026/412 2026/413"},
        {"7月1日に始める", "0/701"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = dates_in(cases[i].text);
        g_assert_cmpstr(found, ==, cases[i].dates);
    }
}

static gboolean conflict(const char *release, const char *article)
{
    g_autofree char *r = kiri_normalize_dup(kiri_str(release));
    g_autofree char *a = kiri_normalize_dup(kiri_str(article));
    g_auto(KiriEditions) x = {0}, y = {0};
    kiri_editions_find(kiri_str(r), &x);
    kiri_editions_find(kiri_str(a), &y);
    return kiri_editions_conflict(&x, &y);
}

static void test_editions(void)
{
    g_assert_true(conflict("令和8年度の調査", "2025年度の調査で分かった"));
    g_assert_false(conflict("令和8年度の調査", "2026年度は2025年度より多い"));
    g_assert_true(conflict("第12回フォーラム", "11回目となるフォーラム"));
    g_assert_false(conflict("第12回フォーラム", "12回目となるフォーラム"));
    g_assert_true(conflict("相談統計(3月分)", "2月の相談は"));
    g_assert_false(conflict("相談統計(3月分)", "4月13日に公表された3月の相談は"));
    g_assert_false(conflict("新しい制度", "2026年の制度"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/numbers/values", test_values);
    g_test_add_func("/numbers/no-values", test_no_values);
    g_test_add_func("/numbers/match", test_match);
    g_test_add_func("/numbers/dates", test_dates);
    g_test_add_func("/numbers/editions", test_editions);
    return g_test_run();
}
