// SPDX-License-Identifier: GPL-3.0-or-later
/* The query language: what it accepts, how it prints, what it refuses and where,
 * and what it means for an article in memory. */
#include <kirinuki/error.h>
#include <kirinuki/limits.h>
#include <kirinuki/query.h>

#include <string.h>

static KiriQuery *parse(const char *text)
{
    GError *error = NULL;
    KiriQuery *query = kiri_query_parse(kiri_str(text), &error);
    g_assert_no_error(error);
    return query;
}

static void test_print(void)
{
    static const struct {
        const char *text, *print;
    } cases[] = {
        {"厚労省 ワクチン", "厚労省 ワクチン"},
        {"厚労省　ワクチン", "厚労省 ワクチン"},
        {"a AND b", "a b"},
        {"a OR b c", "a OR b c"},
        {"(a OR b) c", "(a OR b) c"},
        {"（a ＯＲ b）　c", "(a OR b) c"},
        {"a (b c)", "a b c"},
        {"a OR (b OR c)", "a OR b OR c"},
        {"東京 -速報", "東京 -速報"},
        {"東京 NOT 速報", "東京 -速報"},
        {"東京 －速報", "東京 -速報"},
        {"東京 -(速報 OR 号外)", "東京 -(速報 OR 号外)"},
        {"東京 \"-\" 大阪", "東京 \"-\" 大阪"},
        {"東京 NOT NOT 速報", "東京 速報"},
        {"東京 -(-速報)", "東京 速報"},
        {"\"時間単位の年休\"", "時間単位の年休"},
        {"“時間単位 の年休”", "\"時間単位 の年休\""},
        {"＂a b＂", "\"a b\""},
        {"\"a \"\"b\"\" c\"", "\"a \"\"b\"\" c\""},
        {"\"OR\"", "\"OR\""},
        {"covid-19", "covid-19"},
        {"snow*", "snow*"},
        {"ｓｎｏｗ＊", "ｓｎｏｗ*"},
        {"title:年休", "title:年休"},
        {"Ｔｉｔｌｅ：年休", "title:年休"},
        {"title:(年休 OR 休暇)", "title:年休 OR title:休暇"},
        {"author:\"山田 太郎\"", "author:\"山田 太郎\""},
        {"site:Asahi.com", "site:Asahi.com"},
        {"medium:朝日新聞 年休", "medium:朝日新聞 年休"},
        {"date:2026-01..2026-03 年休", "date:2026-01..2026-03 年休"},
        {"class:publicity release:R-12345678", "class:publicity release:R-12345678"},
        {"a NEAR/5 b", "a NEAR/5 b"},
        {"a NEAR b NEAR/3 c", "a NEAR/10 b NEAR/3 c"},
        {"a NEAR/5 (b OR c)", "a NEAR/5 (b OR c)"},
        {"(a OR b) NEAR/5 c NEAR/2 (d OR e)", "(a OR b) NEAR/5 c NEAR/2 (d OR e)"},
        {"https://example.jp/snow", "https://example.jp/snow"},
        {"10:30", "10:30"},
        {"「こども」", "「こども」"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriQuery) query = parse(cases[i].text);
        g_autofree char *print = kiri_query_print(query);
        g_assert_cmpstr(print, ==, cases[i].print);
        g_autoptr(KiriQuery) again = parse(print);
        g_autofree char *print_again = kiri_query_print(again);
        g_assert_cmpstr(print_again, ==, print);
    }
}

static void test_errors(void)
{
    static const struct {
        const char *text, *column, *expected;
    } cases[] = {
        {"", "column 1:", "expected a word"},
        {"　", "column 2:", "expected a word"},
        {"\"\"", "column 1:", "nothing to look for"},
        {"厚労省 \"ワクチン", "column 5:", "closing quote"},
        {"厚労省 (a b", "column 5:", "closing parenthesis"},
        {"厚労省 )", "column 5:", "found ')'"},
        {"a OR", "column 5:", "found the end"},
        {"OR a", "column 1:", "operator"},
        {"a OR OR b", "column 6:", "operator"},
        {"a AND )", "column 7:", "found ')'"},
        {"()", "column 2:", "found ')'"},
        {"-a", "column 1:", "beside what is excluded"},
        {"a OR -b", "column 6:", "beside what is excluded"},
        {"東京 - 大阪", "column 4:", "right after '-'"},
        {"東京 -", "column 4:", "right after '-'"},
        {"厚労*", "column 1:", "Latin letters"},
        {"*", "column 1:", "Latin letters"},
        {"19*", "column 1:", "Latin letters"},
        {"tilte:年休", "column 1:", "unknown field 'tilte'"},
        {"年休 site:", "column 4:", "right after 'site:'"},
        {"title: 年休", "column 1:", "right after the colon"},
        {"title:(a site:b)", "column 10:", "one field"},
        {"site:a/b", "column 1:", "host name"},
        {"date:2026-13", "column 1:", "expected a date"},
        {"date:2026-02-30", "column 1:", "expected a date"},
        {"date:..", "column 1:", "expected a date"},
        {"date:2026-03..2026-01", "column 1:", "expected a date"},
        {"class:news", "column 1:", "verbatim, publicity"},
        {"a NEAR/x b", "column 3:", "number"},
        {"a NEAR/5 (b c)", "column 3:", "both sides of NEAR"},
        {"a NEAR/5 (b OR title:c)", "column 3:", "both sides of NEAR"},
        {"title:a NEAR/5 b", "column 9:", "both sides of NEAR"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(cases[i].text), &error);
        g_assert_null(query);
        g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
        if (!strstr(error->message, cases[i].column) || !strstr(error->message, cases[i].expected))
            g_error("'%s' gives '%s'", cases[i].text, error->message);
    }
}

static void assert_limit(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_query_parse(kiri_str(text), &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT);
}

static void test_limits(void)
{
    g_autoptr(GString) words = g_string_new("a");
    while (words->len <= KIRI_LIMIT_QUERY_BYTES)
        g_string_append(words, "aaaaaaaa");
    assert_limit(words->str);
    g_string_assign(words, "");
    for (guint i = 0; i <= KIRI_LIMIT_QUERY_NODES; i++)
        g_string_append(words, "a ");
    assert_limit(words->str);
    g_string_assign(words, "");
    for (guint i = 0; i <= KIRI_LIMIT_QUERY_DEPTH; i++)
        g_string_append(words, "(");
    g_string_append(words, "a");
    assert_limit(words->str);

    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_query_parse((KiriStr){"a\0b", 3}, &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
    g_clear_error(&error);
    g_assert_null(kiri_query_parse(kiri_str("\xe5\x8e"), &error));
    g_assert_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE);
}

static void assert_dates(const char *text, const char *from, const char *to)
{
    gint64 from_us, to_us;
    KiriTime t;
    g_assert_true(kiri_query_parse_dates(kiri_str(text), &from_us, &to_us));
    if (from) {
        g_assert_true(kiri_time_parse(kiri_str(from), KIRI_JST_MIN, &t));
        g_assert_cmpint(from_us, ==, t.us);
    } else {
        g_assert_cmpint(from_us, ==, G_MININT64);
    }
    if (to) {
        g_assert_true(kiri_time_parse(kiri_str(to), KIRI_JST_MIN, &t));
        g_assert_cmpint(to_us, ==, t.us);
    } else {
        g_assert_cmpint(to_us, ==, G_MAXINT64);
    }
}

static void test_dates(void)
{
    assert_dates("2026", "2026-01-01", "2027-01-01");
    assert_dates("2026-12", "2026-12-01", "2027-01-01");
    assert_dates("2026-01-05", "2026-01-05", "2026-01-06");
    assert_dates("2026/1/5", "2026-01-05", "2026-01-06");
    assert_dates("２０２６－０１－０５", "2026-01-05", "2026-01-06");
    assert_dates("2026-01..2026-03", "2026-01-01", "2026-04-01");
    assert_dates("2024-02-28..2024-02-29", "2024-02-28", "2024-03-01");
    assert_dates("2026-01-05..", "2026-01-05", NULL);
    assert_dates("..2026-01-05", NULL, "2026-01-06");
}

static KiriQueryArticle *article_of(const char *title, const char *text)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, "https://news.example.jp/a/1");
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    kiri_strv_add(&a->authors, "山田 太郎");
    a->medium = g_strdup("example");
    a->site_name = g_strdup("例題新聞ＤＩＧＩＴＡＬ");
    g_assert_true(kiri_time_parse(kiri_str("2026-03-31T23:30"), KIRI_JST_MIN, &a->published));
    return kiri_query_article_of(a);
}

static void test_matches(void)
{
    static const struct {
        const char *query;
        gboolean is_match;
    } cases[] = {
        {"年休", TRUE},
        {"時間単位年休", FALSE},
        {"時間単位の年休", TRUE},
        {"ワクチン 年休", TRUE},       // title and body together
        {"ワクチンを時間単位", FALSE}, // never across the two
        {"年休 -ワクチン", FALSE},
        {"年休 -号外", TRUE},
        {"号外 OR 厚労省", TRUE},
        {"(号外 OR 速報) 厚労省", FALSE},
        {"title:年休", FALSE},
        {"title:ワクチン", TRUE},
        {"author:太郎", TRUE},
        {"author:山田太郎", TRUE},
        {"author:次郎", FALSE},
        {"SNOW", TRUE},
        {"snow", TRUE},
        {"sno", FALSE},
        {"sno*", TRUE},
        {"now*", FALSE},
        {"15", TRUE},
        {"20", FALSE},
        {"2015", TRUE},
        {"site:example.jp", TRUE},
        {"site:news.example.jp", TRUE},
        {"site:ample.jp", FALSE},
        {"medium:example", TRUE},
        {"medium:例題新聞digital", TRUE},
        {"medium:例題新聞", FALSE},
        {"date:2026-03", TRUE},
        {"date:2026-03-31", TRUE},
        {"date:2026-04..", FALSE},
        {"date:..2026-03-30", FALSE},
        {"厚労省 NEAR/2 時間", TRUE},
        {"時間 NEAR/2 厚労省", TRUE},
        {"厚労省 NEAR/1 時間", FALSE},
        {"厚労省 NEAR/2 時間 NEAR/3 年休", TRUE},
        {"厚労省 NEAR/2 時間 NEAR/2 年休", FALSE},
        {"時間 NEAR/9 間単", FALSE}, // one place, not two
        {"(号外 OR 厚労省) NEAR/2 時間", TRUE},
        {"時間 NEAR/2 (号外 OR 厚労省)", TRUE},
        {"(時間 OR 時間単位の年) NEAR/1 2015", FALSE},
        {"(時間 OR 時間単位の年) NEAR/2 2015", TRUE}, // not hidden by the shorter one
        {"(時間単位 OR 時間) NEAR/1 年休", TRUE},
        {"class:mention", FALSE},
    };
    g_autoptr(KiriQueryArticle) article =
        article_of("ワクチンを", "厚労省は、時間単位の年休を 2015 年に。第15回 Snow Man");
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriQuery) query = parse(cases[i].query);
        if (kiri_query_matches(query, article) != cases[i].is_match)
            g_error("'%s' should %smatch", cases[i].query, cases[i].is_match ? "" : "not ");
    }
}

static void test_clips(void)
{
    g_autoptr(KiriQueryArticle) article = article_of("年休", "本文");
    g_autoptr(KiriQuery) query = parse("年休 class:publicity release:R-1");
    g_assert_true(kiri_query_needs_clips(query));
    article->clip_class = "publicity";
    article->clip_release = "R-2";
    g_assert_false(kiri_query_matches(query, article));
    article->clip_release = "R-1";
    g_assert_true(kiri_query_matches(query, article));
    g_autoptr(KiriQuery) plain = parse("年休");
    g_assert_false(kiri_query_needs_clips(plain));
}

static void test_keywords(void)
{
    g_autoptr(KiriQuery) query = parse("ＡＩ (title:年休 OR sno*) -速報 年休 author:山田");
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    g_autofree char *joined = g_strjoinv("|", keywords);
    g_assert_cmpstr(joined, ==, "ai|年休|sno*");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/query/print", test_print);
    g_test_add_func("/query/errors", test_errors);
    g_test_add_func("/query/limits", test_limits);
    g_test_add_func("/query/dates", test_dates);
    g_test_add_func("/query/matches", test_matches);
    g_test_add_func("/query/clips", test_clips);
    g_test_add_func("/query/keywords", test_keywords);
    return g_test_run();
}
