// SPDX-License-Identifier: GPL-3.0-or-later
/* One shape with every field type, through every function that walks shapes. */
#include <kirinuki/error.h>
#include <kirinuki/record.h>

#include <math.h>
#include <string.h>

typedef enum { PLAIN, FANCY } Style;
static const char *const style_names[] = {"plain", "fancy", NULL};

typedef struct Sample Sample;
struct Sample {
    char *text, *secret;
    GBytes *bytes;
    char **words;
    gint64 number;
    gboolean is_on;
    gdouble ratio;
    gint style;
    KiriTime at;
    Sample *inner;
    GPtrArray *parts; // Sample
};

static const KiriShape sample_shape;
static const KiriField sample_fields[] = {
    {KIRI_FIELD(1, Sample, text, STR)},
    {KIRI_FIELD(2, Sample, secret, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(3, Sample, bytes, BYTES)},
    {KIRI_FIELD(4, Sample, words, STRV)},
    {KIRI_FIELD(5, Sample, number, I64)},
    {KIRI_FIELD(6, Sample, is_on, BOOL)},
    {KIRI_FIELD(7, Sample, ratio, F64), .decimals = 2},
    {KIRI_FIELD(8, Sample, style, ENUM), .names = style_names},
    {KIRI_FIELD(9, Sample, at, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, Sample, inner, REC), .sub = &sample_shape, .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(200, Sample, parts, RECS), .sub = &sample_shape, .flags = KIRI_FIELD_SPARSE},
};
static const KiriShape sample_shape = KIRI_SHAPE("sample", Sample, sample_fields);

/* An older program's view of the same records. */
typedef struct {
    char *text;
    gint64 number;
} Old;
static const KiriField old_fields[] = {{KIRI_FIELD(1, Old, text, STR)},
                                       {KIRI_FIELD(5, Old, number, I64)}};
static const KiriShape old_shape = KIRI_SHAPE("old", Old, old_fields);

static void sample_free(Sample *s)
{
    kiri_record_free(&sample_shape, s);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)

static Sample *full_sample(void)
{
    Sample *s = kiri_record_new(&sample_shape);
    s->text = g_strdup("切り抜き");
    s->secret = g_strdup("");
    s->bytes = g_bytes_new("\0\xff", 2);
    kiri_strv_add(&s->words, "広報");
    kiri_strv_add(&s->words, "");
    s->number = G_MININT64;
    s->is_on = TRUE;
    s->ratio = -0.125;
    s->style = FANCY;
    g_assert_true(kiri_time_parse(kiri_str("2024-05-13T09:05:07.5-03:30"), 0, &s->at));
    s->inner = kiri_record_new(&sample_shape);
    s->inner->number = 7;
    for (gint i = 0; i < 3; i++) {
        Sample *part = kiri_record_new(&sample_shape);
        part->number = -i;
        kiri_recs_add(&s->parts, part);
    }
    return s;
}

static char *encoded(const Sample *s, gsize *n)
{
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&sample_shape, s, &b);
    return kiri_buf_steal(&b, n);
}

static void assert_round_trip(const Sample *s)
{
    gsize n = 0;
    g_autofree char *bytes = encoded(s, &n);
    g_autoptr(GError) error = NULL;
    g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){bytes, n}, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_record_equal(&sample_shape, s, back));
}

static void test_round_trip(void)
{
    g_autoptr(Sample) empty = kiri_record_new(&sample_shape);
    gsize n = 1;
    g_autofree char *nothing = encoded(empty, &n);
    g_assert_cmpstr(nothing, ==, "");
    g_assert_cmpuint(n, ==, 0); // defaults take no room
    assert_round_trip(empty);
    g_autoptr(Sample) s = full_sample();
    assert_round_trip(s);
    gsize len = 0;
    g_autofree char *bytes = encoded(s, &len);
    g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){bytes, len}, NULL);
    g_assert_cmpstr(back->text, ==, "切り抜き");
    g_assert_cmpstr(back->secret, ==, ""); // empty is not absent
    g_assert_cmpuint(g_bytes_get_size(back->bytes), ==, 2);
    g_assert_cmpuint(kiri_strv_count(back->words), ==, 2);
    g_assert_cmpstr(back->words[0], ==, "広報");
    g_assert_cmpint(back->number, ==, G_MININT64);
    g_assert_true(back->is_on);
    g_assert_cmpfloat(back->ratio, ==, -0.125);
    g_assert_cmpint(back->style, ==, FANCY);
    g_assert_cmpint(back->at.us, ==, s->at.us);
    g_assert_cmpint(back->at.offset_min, ==, -210);
    g_assert_cmpint(back->at.precision, ==, KIRI_PRECISION_SECOND);
    g_assert_cmpint(back->inner->number, ==, 7);
    g_assert_cmpuint(kiri_recs_count(back->parts), ==, 3);
    g_assert_cmpint(((Sample *)back->parts->pdata[2])->number, ==, -2);
}

static void test_doubles(void)
{
    static const gdouble values[] = {1e308, -5e-324, INFINITY, -0.0, 0.1};
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(Sample) s = kiri_record_new(&sample_shape);
        s->ratio = values[i];
        assert_round_trip(s);
    }
}

/* The bytes themselves are the store: field 5, sint64 -1; field 1, "ab". */
static void test_wire(void)
{
    g_autoptr(Sample) s = kiri_record_new(&sample_shape);
    s->text = g_strdup("ab");
    s->number = -1;
    s->parts = g_ptr_array_new();
    kiri_recs_add(&s->parts, kiri_record_new(&sample_shape));
    gsize n = 0;
    g_autofree char *bytes = encoded(s, &n);
    g_assert_true(kiri_str_equal((KiriStr){bytes, n}, KIRI_STR_LITERAL("\x0a\x02"
                                                                       "ab\x28\x01\xc2\x0c\x00")));
}

static void test_copy(void)
{
    g_autoptr(Sample) s = full_sample();
    g_autoptr(Sample) copy = kiri_record_copy(&sample_shape, s);
    g_assert_true(kiri_record_equal(&sample_shape, s, copy));
    g_assert_true(copy->text != s->text && copy->inner != s->inner);
    copy->inner->number++;
    g_assert_false(kiri_record_equal(&sample_shape, s, copy));
    kiri_record_clear(&sample_shape, copy);
    g_assert_null(copy->text);
    g_assert_null(copy->parts);
    g_assert_cmpint(copy->at.precision, ==, KIRI_PRECISION_NONE);
    kiri_record_free(&sample_shape, NULL);
}

static void test_versions(void)
{
    g_autoptr(Sample) s = full_sample();
    gsize n = 0;
    g_autofree char *bytes = encoded(s, &n);
    /* Old reads new: unknown tags of all kinds are skipped. */
    Old *old = kiri_record_decode(&old_shape, (KiriStr){bytes, n}, NULL);
    g_assert_nonnull(old);
    g_assert_cmpstr(old->text, ==, "切り抜き");
    g_assert_cmpint(old->number, ==, G_MININT64);
    kiri_record_free(&old_shape, old);
    /* 32-bit values are never written, but a newer program may. */
    Old *skips = kiri_record_decode(&old_shape,
                                    KIRI_STR_LITERAL("\x3d"
                                                     "abcd\x28\x02"),
                                    NULL);
    g_assert_cmpint(skips->number, ==, 1);
    kiri_record_free(&old_shape, skips);
}

static void test_broken_bytes(void)
{
    static const KiriStr broken[] = {
        KIRI_STR_LITERAL("\x0a"), // a tag and no value
        KIRI_STR_LITERAL("\x0a\x05"
                         "ab"),           // longer than the rest
        KIRI_STR_LITERAL("\x0a\x01\xff"), // text that is none
        KIRI_STR_LITERAL("\x0a\x01\x00"), // NUL in text
        KIRI_STR_LITERAL("\x22\x01\xff"), // the same in a list
        KIRI_STR_LITERAL("\x28\x80"),     // integer cut off
        KIRI_STR_LITERAL("\x28\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), // and too long
        KIRI_STR_LITERAL("\x2a\x01x"), // text where an integer is
        KIRI_STR_LITERAL("\x08\x01"),  // integer where text is
        KIRI_STR_LITERAL("\x30\x04"),  // boolean 2
        KIRI_STR_LITERAL("\x40\x04"),  // enum 2 of 2
        KIRI_STR_LITERAL("\x40\x01"),  // enum -1
        KIRI_STR_LITERAL("\x39"
                         "1234"), // double cut off
        KIRI_STR_LITERAL("\x29"
                         "12345678"),                 // double where an integer is
        KIRI_STR_LITERAL("\x4a\x03\x00\x00\x00"),     // time of no precision
        KIRI_STR_LITERAL("\x4a\x03\x06\x00\x00"),     // and of too much
        KIRI_STR_LITERAL("\x4a\x02\x05\x00"),         // time cut off
        KIRI_STR_LITERAL("\x4a\x04\x05\x00\x00\x00"), // time with more behind
        KIRI_STR_LITERAL(
            "\x4a\x0c\x05\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), // year -290308
        KIRI_STR_LITERAL("\x4a\x0c\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00"), // its offset
        KIRI_STR_LITERAL("\x52\x02\x28\x80"), // inside a sub-record
        KIRI_STR_LITERAL("\x00\x00"),         // tag 0
        KIRI_STR_LITERAL("\x0b"),             // a group: not in use since long
        KIRI_STR_LITERAL("\xff"),
    };
    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%u", (guint)i);
        g_assert_null(kiri_record_decode(&sample_shape, broken[i], &error));
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_CORRUPT);
        g_assert_nonnull(strstr(error->message, "sample"));
    }
}

/* Every prefix and every flipped bit: refused or read, never worse. */
static void test_damage(void)
{
    g_autoptr(Sample) s = full_sample();
    gsize n = 0;
    g_autofree char *bytes = encoded(s, &n);
    for (gsize cut = 0; cut < n; cut++) {
        g_autofree char *prefix = g_memdup2(bytes, MAX(cut, 1));
        g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){prefix, cut}, NULL);
        g_assert_false(back && kiri_record_equal(&sample_shape, s, back));
    }
    for (gsize bit = 0; bit < n * 8; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){bytes, n}, NULL);
        if (back)
            assert_round_trip(back);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
}

static void test_limits(void)
{
    for (gint depth = 16; depth <= 17; depth++) {
        g_autoptr(Sample) top = kiri_record_new(&sample_shape);
        Sample *at = top;
        for (gint i = 0; i < depth; i++)
            at = at->inner = kiri_record_new(&sample_shape);
        gsize n = 0;
        g_autofree char *bytes = encoded(top, &n);
        g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){bytes, n}, NULL);
        g_assert_cmpint(back != NULL, ==, depth <= 16);
    }
    /* Three bytes a part: 16 MB of them would be 2 GB of structs. */
    enum { N_PARTS = 5 << 20 };
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    for (gsize i = 0; i < N_PARTS; i++)
        kiri_buf_add(&b, "\xc2\x0c\x00", 3);
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_record_decode(&sample_shape, kiri_buf_view(&b), &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_CORRUPT);
}

/* A moment that cannot be read back does not take the record with it. */
static void test_impossible_time(void)
{
    g_autoptr(Sample) s = kiri_record_new(&sample_shape);
    s->at = kiri_time_jst(G_MAXINT64);
    s->number = 3;
    gsize n = 0;
    g_autofree char *bytes = encoded(s, &n);
    g_autoptr(Sample) back = kiri_record_decode(&sample_shape, (KiriStr){bytes, n}, NULL);
    g_assert_nonnull(back);
    g_assert_cmpint(back->number, ==, 3);
    g_assert_false(kiri_time_is_set(back->at));
}

static void test_json_out(void)
{
    g_autoptr(Sample) s = full_sample();
    g_clear_pointer(&s->inner, sample_free);
    g_auto(KiriBuf) b;
    kiri_buf_init(&b, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&b);
    kiri_record_write_json(&sample_shape, s, &j);
    g_assert_cmpstr(b.p, ==,
                    "{\"text\":\"切り抜き\",\"words\":[\"広報\",\"\"],"
                    "\"number\":-9223372036854775808,\"is_on\":true,\"ratio\":-0.12,"
                    "\"style\":\"fancy\",\"at\":\"2024-05-13T09:05:07-03:30\",\"parts\":["
                    "{\"text\":null,\"words\":[],\"number\":0,\"is_on\":false,\"ratio\":0.00,"
                    "\"style\":\"plain\"},"
                    "{\"text\":null,\"words\":[],\"number\":-1,\"is_on\":false,\"ratio\":0.00,"
                    "\"style\":\"plain\"},"
                    "{\"text\":null,\"words\":[],\"number\":-2,\"is_on\":false,\"ratio\":0.00,"
                    "\"style\":\"plain\"}]}");
}

static Sample *from_json(const char *text)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(text), NULL);
    return kiri_record_from_json(&sample_shape, kiri_json_root(doc), NULL);
}

static void test_json_in(void)
{
    g_autoptr(Sample) s = from_json(
        "{\"text\":\"x\",\"words\":[\"a\",5,\"b\"],\"number\":\"12\",\"is_on\":\"true\","
        "\"ratio\":2,\"style\":\"fancy\",\"at\":\"2024-05-13T09:05\",\"inner\":{\"number\":1},"
        "\"parts\":[{\"number\":2},\"odd\",{\"number\":3}],\"unknown\":{}}");
    g_assert_cmpstr(s->text, ==, "x");
    g_assert_cmpuint(kiri_strv_count(s->words), ==, 2);
    g_assert_true(kiri_strv_has(s->words, "b"));
    g_assert_cmpint(s->number, ==, 12);
    g_assert_true(s->is_on);
    g_assert_cmpfloat(s->ratio, ==, 2);
    g_assert_cmpint(s->style, ==, FANCY);
    g_assert_cmpint(s->at.offset_min, ==, KIRI_JST_MIN);
    g_assert_cmpint(s->inner->number, ==, 1);
    g_assert_cmpuint(kiri_recs_count(s->parts), ==, 2);
    g_autoptr(Sample) odd =
        from_json("{\"text\":5,\"words\":\"one\",\"number\":{},\"is_on\":\"so\",\"style\":\"none\","
                  "\"at\":\"soon\",\"inner\":[],\"parts\":{}}");
    g_assert_cmpuint(kiri_strv_count(odd->words), ==, 1);
    g_clear_pointer(&odd->words, g_strfreev);
    g_autoptr(Sample) empty = kiri_record_new(&sample_shape);
    g_assert_true(kiri_record_equal(&sample_shape, odd, empty));
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_record_from_json(&sample_shape, NULL, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE);
}

static void test_json_long_list(void)
{
    enum { N = 300000 };
    g_autoptr(GString) text = g_string_new("{\"words\":[\"w\"");
    for (gint i = 1; i < N; i++)
        g_string_append(text, ",\"w\"");
    g_string_append(text, "]}");
    gint64 before = g_get_monotonic_time();
    g_autoptr(Sample) s = from_json(text->str);
    g_assert_cmpuint(kiri_strv_count(s->words), ==, N);
    g_assert_cmpint(g_get_monotonic_time() - before, <, 20 * G_USEC_PER_SEC); // not quadratic
}

/* Two samples are equal exactly when the same is stored of them. */
static void assert_equality(const Sample *a, const Sample *b, gboolean are_equal)
{
    gsize n = 0, m = 0;
    g_autofree char *x = encoded(a, &n), *y = encoded(b, &m);
    g_assert_true((n == m && memcmp(x, y, n) == 0) == are_equal);
    g_assert_true(kiri_record_equal(&sample_shape, a, b) == are_equal);
    g_assert_true(kiri_record_equal(&sample_shape, b, a) == are_equal);
}

static void change_member(Sample *s, gsize i)
{
    switch (i) {
    case 0:
        g_clear_pointer(&s->text, g_free);
        break;
    case 1:
        g_clear_pointer(&s->secret, g_free); // it was "", not absent
        break;
    case 2:
        g_clear_pointer(&s->bytes, g_bytes_unref);
        s->bytes = g_bytes_new("\0\xfe", 2);
        break;
    case 3:
        kiri_strv_add(&s->words, "");
        break;
    case 4:
        s->number++;
        break;
    case 5:
        s->is_on = FALSE;
        break;
    case 6:
        s->ratio = NAN;
        break;
    case 7:
        s->style = PLAIN;
        break;
    case 8:
        s->at.offset_min = 540; // the same moment, told otherwise
        break;
    case 9:
        s->inner->number = 8;
        break;
    case 10:
        kiri_recs_add(&s->parts, kiri_record_new(&sample_shape));
        break;
    default:
        g_assert_not_reached();
    }
}

static void test_equality(void)
{
    g_autoptr(Sample) empty = kiri_record_new(&sample_shape);
    for (gsize i = 0; i < G_N_ELEMENTS(sample_fields); i++) {
        g_autoptr(Sample) a = full_sample();
        g_autoptr(Sample) b = full_sample();
        assert_equality(a, b, TRUE);
        change_member(b, i);
        assert_equality(a, b, FALSE);
        change_member(a, i);
        assert_equality(a, b, TRUE);
        assert_equality(a, empty, FALSE);
    }
    /* A moment that cannot be stored is as good as none. */
    g_autoptr(Sample) odd = kiri_record_new(&sample_shape);
    odd->at = (KiriTime){G_MAXINT64 - 1, 0, KIRI_PRECISION_SECOND};
    assert_equality(odd, empty, TRUE);
}

/* A shape of some members takes over those and leaves the rest. */
static void test_assign(void)
{
    const KiriShape part = {"part", sizeof(Sample), sample_fields + 2, 2}; // bytes, words
    const KiriShape rest = {"rest", sizeof(Sample), sample_fields + 4,
                            G_N_ELEMENTS(sample_fields) - 4};
    g_autoptr(Sample) full = full_sample();
    g_autoptr(Sample) s = kiri_record_new(&sample_shape);
    kiri_strv_add(&s->words, "古い");
    kiri_record_assign(&part, s, full);
    g_assert_cmpuint(kiri_strv_count(s->words), ==, 2);
    g_assert_true(g_bytes_equal(s->bytes, full->bytes));
    g_assert_null(s->text);
    g_assert_cmpint(s->number, ==, 0);
    kiri_record_assign(&rest, s, full);
    kiri_record_assign(&rest, s, full); // what is there is freed
    g_assert_false(kiri_record_equal(&sample_shape, s, full));
    s->text = g_strdup(full->text);
    s->secret = g_strdup(full->secret);
    g_assert_true(kiri_record_equal(&sample_shape, s, full));
    g_autoptr(Sample) empty = kiri_record_new(&sample_shape);
    kiri_record_assign(&sample_shape, s, empty);
    g_assert_true(kiri_record_equal(&sample_shape, s, empty));
}

static void test_helpers(void)
{
    g_assert_cmpint(kiri_names_index(style_names, "fancy"), ==, 1);
    g_assert_cmpint(kiri_names_index(style_names, "Fancy"), ==, -1);
    g_assert_cmpint(kiri_names_index(style_names, NULL), ==, -1);
    g_assert_cmpuint(kiri_strv_count(NULL), ==, 0);
    g_assert_false(kiri_strv_has(NULL, "x"));
    g_assert_cmpuint(kiri_recs_count(NULL), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/round-trip", test_round_trip);
    g_test_add_func("/record/doubles", test_doubles);
    g_test_add_func("/record/wire", test_wire);
    g_test_add_func("/record/copy", test_copy);
    g_test_add_func("/record/versions", test_versions);
    g_test_add_func("/record/broken-bytes", test_broken_bytes);
    g_test_add_func("/record/damage", test_damage);
    g_test_add_func("/record/limits", test_limits);
    g_test_add_func("/record/impossible-time", test_impossible_time);
    g_test_add_func("/record/json-out", test_json_out);
    g_test_add_func("/record/json-in", test_json_in);
    g_test_add_func("/record/json-long-list", test_json_long_list);
    g_test_add_func("/record/equality", test_equality);
    g_test_add_func("/record/assign", test_assign);
    g_test_add_func("/record/helpers", test_helpers);
    return g_test_run();
}
