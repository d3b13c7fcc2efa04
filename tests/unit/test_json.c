// SPDX-License-Identifier: GPL-3.0-or-later
#include <kirinuki/error.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>

#include <locale.h>
#include <math.h>
#include <string.h>

static void test_commas(void)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&b);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "a");
    kiri_json_open_array(&j);
    kiri_json_i64(&j, G_MININT64);
    kiri_json_bool(&j, TRUE);
    kiri_json_null(&j);
    kiri_json_open_array(&j);
    kiri_json_close_array(&j);
    kiri_json_close_array(&j);
    kiri_json_key(&j, "b");
    kiri_json_cstr(&j, NULL);
    kiri_json_key(&j, "c");
    kiri_json_raw(&j, KIRI_STR_LITERAL("{\"x\":1}"));
    kiri_json_key(&j, "t");
    kiri_json_time(&j, kiri_time_jst(0));
    kiri_json_key(&j, "u");
    kiri_json_time(&j, KIRI_TIME_UNSET);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    kiri_json_open_object(&j);
    kiri_json_close_object(&j);
    g_assert_cmpstr(b.p, ==,
                    "{\"a\":[-9223372036854775808,true,null,[]],\"b\":null,\"c\":{\"x\":1},"
                    "\"t\":\"1970-01-01T09:00:00+09:00\",\"u\":null}\n{}");
}

static char *escaped(KiriStr s)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&b);
    kiri_json_str(&j, s);
    return kiri_buf_steal(&b, NULL);
}

static void assert_escaped(KiriStr in, const char *out)
{
    g_autofree char *s = escaped(in);
    g_assert_cmpstr(s, ==, out);
}

static void test_escapes(void)
{
    assert_escaped(kiri_str("記事 ①"), "\"記事 ①\"");
    assert_escaped(kiri_str("\"\\/\b\f\n\r\t"), "\"\\\"\\\\/\\b\\f\\n\\r\\t\"");
    assert_escaped(KIRI_STR_LITERAL("\0\x1b[31m\x7f"), "\"\\u0000\\u001b[31m\\u007f\"");
    assert_escaped(kiri_str("\xc2\x9b\xe2\x80\xa8\xe2\x80\xa9"), "\"\\u009b\\u2028\\u2029\"");
    /* Stray byte, surrogate, overlong, cut off: each bad byte is one U+FFFD. */
    assert_escaped(kiri_str("\xff"), "\"\xef\xbf\xbd\"");
    assert_escaped(kiri_str("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    assert_escaped(kiri_str("a\xe8\xa8"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void test_any_bytes_stay_json(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(20240513);
    for (gint i = 0; i < 2000; i++) {
        char bytes[40];
        gsize n = (gsize)g_rand_int_range(dice, 0, sizeof bytes);
        for (gsize k = 0; k < n; k++)
            bytes[k] = (char)g_rand_int_range(dice, 0, 256);
        g_autofree char *text = escaped((KiriStr){bytes, n});
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(text), NULL);
        g_assert_nonnull(doc);
        gsize got = 0;
        const char *back = kiri_json_string(kiri_json_root(doc), &got);
        if (g_utf8_validate_len(bytes, n, NULL))
            g_assert_true(kiri_str_equal((KiriStr){back, got}, (KiriStr){bytes, n}));
    }
}

static void assert_number(gdouble v, gint decimals, const char *out)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&b);
    kiri_json_f64(&j, v, decimals);
    g_assert_cmpstr(b.p, ==, out);
}

static void test_numbers(void)
{
    setlocale(LC_ALL, ""); // whatever it is: the point stays a point
    assert_number(0.5, 3, "0.500");
    assert_number(-1234567.125, 2, "-1234567.12");
    assert_number(2, 0, "2");
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&b);
    kiri_json_f64(&j, -G_MAXDOUBLE, 17); // whole, to the last of its digits
    g_assert_cmpuint(b.n, ==, 1 + 309 + 1 + 17);
    g_assert_true(g_str_has_suffix(b.p, ".00000000000000000"));
    assert_number(NAN, 2, "null");
    assert_number(-INFINITY, 2, "null");
}

static void test_read(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(
        kiri_str("{\"s\":\"x\\u0000y\",\"i\":42,\"d\":1.5,\"b\":true,\"n\":null,\"a\":[1,2],"
                 "\"t\":\"9007199254740993\",\"f\":\"2.5\",\"y\":\"TRUE\",\"w\":\"1x\"}"),
        &error);
    g_assert_no_error(error);
    const KiriJsonNode *o = kiri_json_root(doc);
    gsize n = 0;
    const char *s = kiri_json_string(kiri_json_get(o, "s"), &n);
    g_assert_true(kiri_str_equal((KiriStr){s, n}, KIRI_STR_LITERAL("x\0y")));
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "i"), -1), ==, 42);
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "d"), -1), ==, 1);
    g_assert_cmpfloat(kiri_json_double(kiri_json_get(o, "i"), -1), ==, 42);
    g_assert_cmpfloat(kiri_json_double(kiri_json_get(o, "f"), -1), ==, 2.5);
    /* An id in text that no double can hold. */
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "t"), -1), ==,
                    G_GINT64_CONSTANT(9007199254740993));
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "w"), -1), ==, -1);
    g_assert_true(kiri_json_boolean(kiri_json_get(o, "b"), FALSE));
    g_assert_true(kiri_json_boolean(kiri_json_get(o, "y"), FALSE));
    g_assert_true(kiri_json_boolean(kiri_json_get(o, "i"), TRUE)); // the fallback
    g_assert_cmpuint(kiri_json_size(kiri_json_get(o, "a")), ==, 2);
    g_assert_cmpint(kiri_json_int(kiri_json_at(kiri_json_get(o, "a"), 1), -1), ==, 2);
}

static void test_read_nothing(void)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str("[]"), NULL);
    const KiriJsonNode *array = kiri_json_root(doc), *none = kiri_json_get(array, "x");
    g_assert_null(none);
    g_assert_null(kiri_json_get(none, "x"));
    g_assert_null(kiri_json_at(array, 0));
    g_assert_null(kiri_json_at(none, 0));
    g_assert_cmpuint(kiri_json_size(none), ==, 0);
    gsize n = 5;
    g_assert_null(kiri_json_string(none, &n));
    g_assert_cmpuint(n, ==, 0);
    g_assert_null(kiri_json_string(array, &n));
    g_assert_cmpint(kiri_json_int(none, 7), ==, 7);
    g_assert_cmpfloat(kiri_json_double(array, 7), ==, 7);
    g_assert_true(kiri_json_boolean(none, TRUE));
    g_assert_false(kiri_json_is_object(none) || kiri_json_is_array(none) ||
                   kiri_json_is_string(none) || kiri_json_is_number(none));
    void *iter = NULL;
    const char *key;
    const KiriJsonNode *value;
    g_assert_false(kiri_json_member(array, &iter, &key, &value));
    g_assert_false(kiri_json_member(NULL, &iter, &key, &value));
}

static void test_members_in_order(void)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str("{\"z\":1,\"a\":2,\"m\":3}"), NULL);
    g_autoptr(GString) keys = g_string_new(NULL);
    void *iter = NULL;
    const char *key;
    const KiriJsonNode *value;
    while (kiri_json_member(kiri_json_root(doc), &iter, &key, &value))
        g_string_append_printf(keys, "%s%d", key, (gint)kiri_json_int(value, 0));
    g_assert_cmpstr(keys->str, ==, "z1a2m3");
}

static void test_refused(void)
{
    static const char *const bad[] = {"", "{", "{\"a\":}", "[1,]", "nul", "\"\xff\"", "{} {}"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(kiri_json_parse(kiri_str(bad[i]), &error));
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_json_parse((KiriStr){NULL, 0}, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE);
    g_clear_error(&error);
    g_assert_null(kiri_json_parse(kiri_str("{\n  \"a\": x}"), &error));
    g_assert_nonnull(strstr(error->message, "line 2"));
}

static void test_depth(void)
{
    for (gint extra = 0; extra <= 1; extra++) {
        gsize depth = (gsize)(KIRI_LIMIT_JSON_DEPTH + extra);
        g_autofree char *open = g_strnfill(depth, '['), *close = g_strnfill(depth, ']');
        g_autofree char *text = g_strconcat(open, "\"[[[[\\\"[[\"", close, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(text), &error);
        if (extra)
            g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
        else
            g_assert_nonnull(doc);
    }
}

/* One number of a stranger beyond 64 bits does not cost the document. */
static void test_huge_integer(void)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(
        kiri_str("{\"id\":123456789012345678901234567890,\"length\":5,\"title\":\"記事\"}"), NULL);
    g_assert_nonnull(doc);
    const KiriJsonNode *o = kiri_json_root(doc);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(o, "title"), NULL), ==, "記事");
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "length"), 0), ==, 5);
    g_assert_cmpint(kiri_json_int(kiri_json_get(o, "id"), -1), ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/commas", test_commas);
    g_test_add_func("/json/escapes", test_escapes);
    g_test_add_func("/json/any-bytes", test_any_bytes_stay_json);
    g_test_add_func("/json/numbers", test_numbers);
    g_test_add_func("/json/read", test_read);
    g_test_add_func("/json/read-nothing", test_read_nothing);
    g_test_add_func("/json/members", test_members_in_order);
    g_test_add_func("/json/refused", test_refused);
    g_test_add_func("/json/depth", test_depth);
    g_test_add_func("/json/huge-integer", test_huge_integer);
    return g_test_run();
}
