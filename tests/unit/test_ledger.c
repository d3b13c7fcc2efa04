// SPDX-License-Identifier: GPL-3.0-or-later
/* The ledgers as files: what comes in, what goes out, and which row is bad. */
#include <kirinuki/error.h>
#include <kirinuki/ledger.h>

#include <string.h>

static void assert_bad(KiriNoun noun, const char *text, const char *in_message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = kiri_ledger_parse(noun, kiri_str(text), &error);
    g_assert_null(records);
    g_assert_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE);
    if (!strstr(error->message, in_message))
        g_error("'%s' is not in '%s'", in_message, error->message);
}

static GPtrArray *parse(KiriNoun noun, const char *text, gsize n)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *records = kiri_ledger_parse(noun, (KiriStr){text, n}, &error);
    g_assert_no_error(error);
    g_assert_nonnull(records);
    return records;
}

static void test_media(void)
{
    static const char text[] =
        "\xEF\xBB\xBFid,name,kind,domains,tier,position,monthly_page_views,monthly_users,valid_"
        "from,"
        "valid_to,source,confidence,terms,note\r\n"
        "asa,\"朝の新聞, 本紙\",national_paper,asa.example asa.example.jp/news,1,10,"
        "\"1,234,567\",,2026-04-01,,媒体資料,published,,\r\n"
        "yoru,夜の新聞,,,,,,,,,,,,\r\n";
    g_autoptr(GPtrArray) media = parse(KIRI_NOUN_MEDIUM, text, sizeof text - 1);
    g_assert_cmpuint(media->len, ==, 2);
    const KiriMedium *asa = g_ptr_array_index(media, 0), *yoru = g_ptr_array_index(media, 1);
    g_assert_cmpstr(asa->name, ==, "朝の新聞, 本紙");
    g_assert_cmpint(asa->kind, ==, KIRI_MEDIUM_NATIONAL_PAPER);
    g_assert_cmpuint(kiri_strv_count(asa->domains), ==, 2);
    g_assert_cmpstr(asa->domains[1], ==, "asa.example.jp/news");
    g_assert_cmpint(asa->monthly_page_views, ==, 1234567);
    g_assert_cmpint(asa->monthly_users, ==, 0);
    g_assert_cmpint(asa->confidence, ==, KIRI_CONFIDENCE_PUBLISHED);
    g_assert_cmpint(asa->valid_from.precision, ==, KIRI_PRECISION_DAY);
    g_assert_cmpint(yoru->kind, ==, KIRI_MEDIUM_WEB);
    g_assert_cmpint(yoru->tier, ==, 2);
}

/* What Excel in Japan saves as "CSV" is CP932: 朝日 is 92 A9 93 FA. */
static void test_cp932(void)
{
    static const char text[] = "id,name,kind\r\nasa,\x92\xA9\x93\xFA\x90V\x95\xB7,web\r\n";
    g_autoptr(GPtrArray) media = parse(KIRI_NOUN_MEDIUM, text, sizeof text - 1);
    g_assert_cmpstr(((KiriMedium *)g_ptr_array_index(media, 0))->name, ==, "朝日新聞");
}

static void test_rates(void)
{
    static const char text[] =
        "medium,kind,tier,unit,price_yen,valid_from,valid_to,source,confidence\n"
        "asa,,,cpm,400,2026-04-01,2027-03-31,料金表,contract\n"
        ",web,2,cpm,300,2026-04-01,,相場,estimate\n"
        ",web,,cpm,100,,,相場,\n";
    g_autoptr(GPtrArray) rates = parse(KIRI_NOUN_RATE, text, sizeof text - 1);
    g_assert_cmpuint(rates->len, ==, 3);
    static const char *const ids[] = {"asa.cpm.2026-04-01", "web:2.cpm.2026-04-01", "web:*.cpm.0"};
    for (guint i = 0; i < rates->len; i++)
        g_assert_cmpstr(((KiriRate *)g_ptr_array_index(rates, i))->id, ==, ids[i]);
    g_assert_cmpint(((KiriRate *)g_ptr_array_index(rates, 0))->price_yen, ==, 400);
}

static void test_bad_rows(void)
{
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,A,web\nb,B,newspaperish\n", "line 3");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,A,web\nb,B,newspaperish\n", "newspaperish");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,\"A\n\nA\",web\nb,,web\n", "line 5");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,A,web\na,B,web\n", "line 3");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\nあ,A,web\n", "'id'");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind,tier\na,A,web,first\nb,B,web,second\n", "2 rows");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name\na,A\n", "'kind'");
    assert_bad(KIRI_NOUN_RATE, "unit,price_yen,source\ncpm,0,x\n", "price_yen");
    assert_bad(KIRI_NOUN_RATE, "unit,price_yen,source\ncpm,100,\n", "source");
    assert_bad(KIRI_NOUN_RATE, "unit,price_yen,source\ncolumn,100,x\n", "column");
    assert_bad(KIRI_NOUN_RATE, "unit,price_yen,source,valid_from\ncpm,100,x,soon\n", "line 2");
}

/* How long raw pages are kept; without the column, without end. */
static void test_retention(void)
{
    const char *text = "id,name,kind,evidence_days\nasa,朝,web,365\nyu,夕,web,\n";
    g_autoptr(GPtrArray) records = parse(KIRI_NOUN_MEDIUM, text, strlen(text));
    const KiriMedium *asa = g_ptr_array_index(records, 0), *yu = g_ptr_array_index(records, 1);
    g_assert_cmpint(asa->evidence_days, ==, 365);
    g_assert_cmpint(yu->evidence_days, ==, 0);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_ledger_write(KIRI_NOUN_MEDIUM, records, &out);
    g_autoptr(GPtrArray) again = parse(KIRI_NOUN_MEDIUM, out.p, out.n);
    g_assert_cmpint(((KiriMedium *)g_ptr_array_index(again, 0))->evidence_days, ==, 365);
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind,evidence_days\na,b,web,long\n", "evidence_days");
}

/* What is written can be read again, and is the same. */
static void assert_round_trip(KiriNoun noun, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "feeds", file, NULL);
    g_autofree char *text = NULL;
    gsize n = 0;
    g_file_get_contents(path, &text, &n, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) records = parse(noun, text, n);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_ledger_write(noun, records, &out);
    g_autoptr(GPtrArray) again = parse(noun, out.p, out.n);
    g_assert_cmpuint(again->len, ==, records->len);
    for (guint i = 0; i < again->len; i++)
        g_assert_true(kiri_record_equal(kiri_noun_shape(noun), g_ptr_array_index(records, i),
                                        g_ptr_array_index(again, i)));
}

static void test_shipped(void)
{
    assert_round_trip(KIRI_NOUN_MEDIUM, "media.csv");
    assert_round_trip(KIRI_NOUN_RATE, "rates.csv");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ledger/media", test_media);
    g_test_add_func("/ledger/cp932", test_cp932);
    g_test_add_func("/ledger/rates", test_rates);
    g_test_add_func("/ledger/bad-rows", test_bad_rows);
    g_test_add_func("/ledger/retention", test_retention);
    g_test_add_func("/ledger/shipped", test_shipped);
    return g_test_run();
}
