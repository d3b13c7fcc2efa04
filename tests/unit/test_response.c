// SPDX-License-Identifier: GPL-3.0-or-later
/* Header fields of answers: repeated, folded, broken; and how long to wait. */
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

static void test_header_fields(void)
{
    static const char headers[] =
        "HTTP/1.1 200 OK\nX-Robots-Tag: noindex\nCache-Control:max-age=5\n"
        "x-robots-tag:  other: noarchive \nX-Robots-Tag:\n"
        "X-Folded: a\n  b\nno colon\n: no name\n";
    g_autofree char *list = kiri_header_list(headers, "X-Robots-Tag");
    g_autofree char *last = kiri_header_value(headers, "Cache-Control");
    g_autofree char *empty = kiri_header_value(headers, "X-Robots-Tag");
    g_autofree char *folded = kiri_header_list(headers, "x-folded");
    g_assert_cmpstr(list, ==, "noindex, other: noarchive");
    g_assert_cmpstr(last, ==, "max-age=5");
    g_assert_cmpstr(empty, ==, "");
    g_assert_cmpstr(folded, ==, "a b");
    g_assert_null(kiri_header_list(headers, "Location"));
    g_assert_null(kiri_header_list(NULL, "Location"));
}

static void test_retry_after(void)
{
    KiriTime now;
    g_assert_true(kiri_time_parse(KIRI_STR_LITERAL("2026-04-13T00:00:00Z"), 0, &now));
    g_assert_cmpint(kiri_retry_after_s("5", now.us), ==, 5);
    g_assert_cmpint(kiri_retry_after_s(" 120 ", now.us), ==, 120);
    g_assert_cmpint(kiri_retry_after_s("99999999999999999999", now.us), ==,
                    KIRI_LIMIT_RETRY_AFTER_S);
    g_assert_cmpint(kiri_retry_after_s("Mon, 13 Apr 2026 00:10:00 GMT", now.us), ==, 600);
    /* The two older forms that RFC 9110 §5.6.7 wants to be read. */
    g_assert_cmpint(kiri_retry_after_s("Monday, 13-Apr-26 00:10:00 GMT", now.us), ==, 600);
    g_assert_cmpint(kiri_retry_after_s("Mon Apr 13 00:10:00 2026", now.us), ==, 600);
    g_assert_cmpint(kiri_retry_after_s("0", now.us), ==, 0);
    g_assert_cmpint(kiri_retry_after_s("1.5", now.us), ==, -1);
    g_assert_cmpint(kiri_retry_after_s("Fri, 01 Jan 2099 00:00:00 GMT", now.us), ==,
                    KIRI_LIMIT_RETRY_AFTER_S);
    g_assert_cmpint(kiri_retry_after_s("Mon, 13 Apr 2020 00:10:00 GMT", now.us), ==, -1);
    g_assert_cmpint(kiri_retry_after_s("-5", now.us), ==, -1);
    g_assert_cmpint(kiri_retry_after_s("soon", now.us), ==, -1);
    g_assert_cmpint(kiri_retry_after_s("", now.us), ==, -1);
    g_assert_cmpint(kiri_retry_after_s(NULL, now.us), ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/response/header-fields", test_header_fields);
    g_test_add_func("/response/retry-after", test_retry_after);
    return g_test_run();
}
