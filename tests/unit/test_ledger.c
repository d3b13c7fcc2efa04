// SPDX-License-Identifier: GPL-3.0-or-later
/* media.csv, figures.csv and rates.csv: what is read, and what is refused with which
 * words. */
#include <kirinuki/error.h>
#include <kirinuki/ledger.h>

#include <string.h>

/* ---- reading ---- */

typedef struct {
    GPtrArray *media, *figures, *rates;
} Taken;

static void free_medium(gpointer m)
{
    kiri_medium_free(m);
}

static void free_figure(gpointer f)
{
    kiri_figure_free(f);
}

static void free_rate(gpointer r)
{
    kiri_rate_free(r);
}

static gboolean take(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    (void)error;
    const Taken *t = data;
    g_ptr_array_add(noun == KIRI_NOUN_MEDIUM   ? t->media
                    : noun == KIRI_NOUN_FIGURE ? t->figures
                                               : t->rates,
                    kiri_record_copy(kiri_noun_shape(noun), record));
    return TRUE;
}

static void clear_taken(Taken *t)
{
    g_ptr_array_unref(t->media);
    g_ptr_array_unref(t->figures);
    g_ptr_array_unref(t->rates);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Taken, clear_taken)

static Taken parse_bytes(KiriNoun noun, const char *text, gsize n)
{
    g_autoptr(GError) error = NULL;
    Taken t = {g_ptr_array_new_with_free_func(free_medium),
               g_ptr_array_new_with_free_func(free_figure),
               g_ptr_array_new_with_free_func(free_rate)};
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    kiri_ledger_read(NULL, noun, (KiriStr){text, n}, take, &t, problems, &error);
    for (guint i = 0; i < problems->len; i++)
        g_assert_nonnull(strstr(g_ptr_array_index(problems, i), "'担当'")); // no column of ours
    g_assert_no_error(error);
    return t;
}

static Taken parse(KiriNoun noun, const char *text)
{
    return parse_bytes(noun, text, strlen(text));
}

static void test_media(void)
{
    g_auto(Taken) t = parse(
        KIRI_NOUN_MEDIUM,
        "\xEF\xBB\xBFid,name,kind,domains,tier,position,monthly_page_views,monthly_users,valid_"
        "from,valid_to,source,confidence,terms,note\r\n"
        "asa,\"朝の新聞, 本紙\",national_paper,asa.example asa.example.jp/news,1,10,"
        "\"1,234,567\",,2026-04-01,,媒体資料,published,,\r\n"
        "yoru,夜の新聞,,,,,,,,,,,,\r\n");
    g_assert_cmpuint(t.media->len, ==, 2);
    const KiriMedium *asa = g_ptr_array_index(t.media, 0), *yoru = g_ptr_array_index(t.media, 1);
    g_assert_cmpstr(asa->name, ==, "朝の新聞, 本紙");
    g_assert_cmpint(asa->kind, ==, KIRI_MEDIUM_NATIONAL_PAPER);
    g_assert_cmpuint(kiri_strv_count(asa->domains), ==, 2);
    g_assert_cmpstr(asa->domains[1], ==, "asa.example.jp/news");
    g_assert_cmpint(yoru->kind, ==, KIRI_MEDIUM_WEB);
    g_assert_cmpuint(t.figures->len, ==, 1);
    const KiriFigure *f = g_ptr_array_index(t.figures, 0);
    g_assert_cmpstr(f->id, ==, "asa.page_views.2026-04-01");
    g_assert_cmpint(f->value, ==, 1234567);
    g_assert_cmpint(f->confidence, ==, KIRI_CONFIDENCE_PUBLISHED);
    g_assert_cmpstr(f->source, ==, "媒体資料");
    g_assert_cmpint(f->valid_from.precision, ==, KIRI_PRECISION_DAY);
}

/* What Excel in Japan saves as "CSV" is CP932: 朝日 is 92 A9 93 FA. */
static void test_cp932(void)
{
    static const char text[] = "id,name,kind\r\nasa,\x92\xA9\x93\xFA\x90V\x95\xB7,web\r\n";
    g_auto(Taken) t = parse_bytes(KIRI_NOUN_MEDIUM, text, sizeof text - 1);
    g_assert_cmpstr(((KiriMedium *)g_ptr_array_index(t.media, 0))->name, ==, "朝日新聞");
}

/* The sheet of an office: Japanese columns, words, dates and numbers. */
static void test_japanese(void)
{
    g_auto(Taken) t = parse(
        KIRI_NOUN_MEDIUM,
        "媒体ID,媒体名,種別,ドメイン,重点度,月間ＰＶ,月間UU,発行部数,天地mm,段数,有効開始,有効終了,"
        "出典,確度,担当\n"
        "asa,朝の新聞,全国紙,asa.example,1,１２０，０００，０００,,250万部,512,12,2026/4/1,"
        "令和9年3月31日,媒体資料,公表,佐藤\n"
        "denpa,電波放送,ＴＶ,,2,,,,,,,,,推定,\n");
    const KiriMedium *asa = g_ptr_array_index(t.media, 0), *denpa = g_ptr_array_index(t.media, 1);
    g_assert_cmpint(asa->kind, ==, KIRI_MEDIUM_NATIONAL_PAPER);
    g_assert_cmpint(denpa->kind, ==, KIRI_MEDIUM_TV);
    static const struct {
        const char *id;
        gint64 value;
    } figures[] = {{"asa.page_views.2026-04-01", 120000000},
                   {"asa.circulation.2026-04-01", 2500000},
                   {"asa.page_height_mm.2026-04-01", 512},
                   {"asa.columns_per_page.2026-04-01", 12}};
    g_assert_cmpuint(t.figures->len, ==, G_N_ELEMENTS(figures));
    for (guint i = 0; i < t.figures->len; i++) {
        const KiriFigure *f = g_ptr_array_index(t.figures, i);
        char to[32];
        kiri_time_format(f->valid_to, to);
        g_assert_cmpstr(f->id, ==, figures[i].id);
        g_assert_cmpint(f->value, ==, figures[i].value);
        g_assert_cmpstr(to, ==, "2027-03-31");
        g_assert_cmpint(f->confidence, ==, KIRI_CONFIDENCE_PUBLISHED);
    }
    g_auto(Taken) rates = parse(KIRI_NOUN_RATE, "媒体ID,種別,単位,区分,単価（円）,出典,確度\n"
                                                "shin,,1cm×1段,記事中,\"9,000円\",料金表,契約\n"
                                                "denpa,,秒,特Ｂ,￥5000,料金表,\n"
                                                ",雑誌,1P,カラー,\"1,500,000\",料金表,公表\n");
    static const char *const ids[] = {"shin.column_cm:in_text.0", "denpa.second:特Ｂ.0",
                                      "magazine:*.page:colour.0"};
    g_assert_cmpuint(rates.rates->len, ==, G_N_ELEMENTS(ids));
    for (guint i = 0; i < rates.rates->len; i++)
        g_assert_cmpstr(((KiriRate *)g_ptr_array_index(rates.rates, i))->id, ==, ids[i]);
    g_assert_cmpint(((KiriRate *)g_ptr_array_index(rates.rates, 0))->price_yen, ==, 9000);
}

static void test_rates(void)
{
    g_auto(Taken) t = parse(
        KIRI_NOUN_RATE, "medium,kind,tier,unit,price_yen,valid_from,valid_to,source,confidence\n"
                        "asa,,,cpm,400,2026-04-01,2027-03-31,料金表,contract\n"
                        ",web,2,cpm,300,2026-04-01,,相場,estimate\n"
                        ",web,,cpm,100,,,相場,\n");
    g_assert_cmpuint(t.rates->len, ==, 3);
    static const char *const ids[] = {"asa.cpm.2026-04-01", "web:2.cpm.2026-04-01", "web:*.cpm.0"};
    for (guint i = 0; i < t.rates->len; i++)
        g_assert_cmpstr(((KiriRate *)g_ptr_array_index(t.rates, i))->id, ==, ids[i]);
    g_assert_cmpint(((KiriRate *)g_ptr_array_index(t.rates, 0))->price_yen, ==, 400);
}

/* The header says what a file holds, whichever command it was given to. */
static void test_nouns_by_header(void)
{
    g_auto(Taken) t = parse(KIRI_NOUN_MEDIUM, "medium,metric,rank,value,valid_from,source\n"
                                              "asa,発行部数,夕刊,900000,2026-01,ABC\n"
                                              ",人口,,123802000,2024-10-01,人口推計\n");
    g_assert_cmpuint(t.figures->len, ==, 2);
    g_assert_cmpstr(((KiriFigure *)g_ptr_array_index(t.figures, 0))->id, ==,
                    "asa.circulation:夕刊.2026-01");
    g_assert_cmpstr(((KiriFigure *)g_ptr_array_index(t.figures, 1))->id, ==,
                    "*.population.2024-10-01");
}

/* Every name can be written down, and every word that is printed is read again. */
static void test_words(void)
{
    for (gint i = 0; kiri_metric_names[i]; i++) {
        const char *name = kiri_metric_names[i], *word = kiri_metric_word(name);
        g_assert_cmpstr(kiri_metric_parse(name), ==, name);
        g_assert_cmpstr(kiri_metric_parse(word), ==, name);
        g_assert_cmpstr(word, !=, name);
    }
    for (gint i = 0; kiri_unit_names[i]; i++) {
        const char *name = kiri_unit_names[i];
        g_assert_cmpstr(kiri_unit_parse(name), ==, name);
        g_assert_cmpstr(kiri_unit_parse(kiri_unit_word(name)), ==, name);
    }
    for (gint i = 0; i < KIRI_N_MEDIUM_KINDS; i++)
        g_assert_cmpint(kiri_medium_kind_parse(kiri_medium_kind_word((KiriMediumKind)i)), ==, i);
    g_autofree char *rank = kiri_rank_parse(kiri_rank_word("in_text")),
                    *none = kiri_rank_parse(" ");
    g_assert_cmpstr(rank, ==, "in_text");
    g_assert_null(none);
}

/* ---- what is refused ---- */

static gboolean take_none(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    (void)noun;
    (void)record;
    (void)data;
    (void)error;
    g_assert_not_reached();
}

/* `words` all stand in the first problem, or in the error where there is none. */
static void assert_bad(KiriNoun noun, const char *text, const char *word, const char *value)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_false(kiri_ledger_read(NULL, noun, kiri_str(text), take_none, NULL, problems, &error));
    g_assert_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE);
    const char *said = problems->len ? g_ptr_array_index(problems, 0) : error->message;
    if (!strstr(said, word) || (value && !strstr(said, value)))
        g_error("'%s', '%s' are not in '%s'", word, value, said);
}

static void test_bad_rows(void)
{
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,A,web\nb,B,newspaperish\n",
               "line 3, column 'kind'", "'newspaperish'");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,\"A\n\nA\",web\nb,,web\n", "line 5", "'name'");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\na,A,web\na,B,web\n", "line 3", "twice");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind\nあ,A,web\n", "'id'", "'あ'");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name,kind,tier\na,A,web,10\n", "'tier'", "'10'");
    assert_bad(KIRI_NOUN_MEDIUM, "id,name\na,A\n", "'kind'", NULL);
    assert_bad(KIRI_NOUN_MEDIUM, "媒体ID,媒体名,種別,月間PV\na,A,web,多数\n", "'月間PV'", "'多数'");
    assert_bad(KIRI_NOUN_RATE, "kind,unit,price_yen,source\nweb,cpm,0,x\n", "price_yen", NULL);
    assert_bad(KIRI_NOUN_RATE, "kind,unit,price_yen,source\nweb,cpm,100,\n", "source", NULL);
    assert_bad(KIRI_NOUN_RATE, "kind,unit,price_yen,source\nweb,acre,100,x\n", "column_cm",
               "'acre'");
    assert_bad(KIRI_NOUN_RATE, "kind,unit,price_yen,source\n,cpm,100,x\n", "'kind'", NULL);
    assert_bad(KIRI_NOUN_RATE, "kind,unit,price_yen,source,valid_from\nweb,cpm,100,x,soon\n",
               "line 2", "'soon'");
    assert_bad(KIRI_NOUN_RATE,
               "kind,unit,price_yen,source,valid_from,valid_to\nweb,cpm,1,x,2026-04,2026-03\n",
               "valid_to", "'2026-03'");
    assert_bad(KIRI_NOUN_FIGURE, "medium,metric,value,source\n,circulation,5,x\n", "'medium'",
               NULL);
    assert_bad(KIRI_NOUN_FIGURE, "medium,metric,value,source\nasa,fame,5,x\n", "'metric'",
               "'fame'");
}

/* All of them are counted, the first twenty told. */
static void test_many_bad_rows(void)
{
    g_autoptr(GString) text = g_string_new("id,name,kind\n");
    for (guint i = 0; i < 25; i++)
        g_string_append_printf(text, "m%u,,web\n", i);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_false(kiri_ledger_read(NULL, KIRI_NOUN_MEDIUM, kiri_str(text->str), take_none, NULL,
                                    problems, &error));
    g_assert_cmpuint(problems->len, ==, KIRI_LEDGER_MAX_PROBLEMS);
    g_assert_true(g_str_has_prefix(g_ptr_array_index(problems, 19), "line 21,"));
    g_assert_nonnull(strstr(error->message, "25"));
}

/* ---- what is shipped ---- */

static gboolean write_out(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    (void)error;
    kiri_ledger_write_record(noun, record, data);
    return TRUE;
}

/* How long raw pages are kept; without the column, without end. */
static void test_retention(void)
{
    g_auto(Taken) t =
        parse(KIRI_NOUN_MEDIUM, "id,name,kind,evidence_days\nasa,朝,web,365\nyu,夕,web,\n");
    g_assert_cmpint(((KiriMedium *)g_ptr_array_index(t.media, 0))->evidence_days, ==, 365);
    g_assert_cmpint(((KiriMedium *)g_ptr_array_index(t.media, 1))->evidence_days, ==, 0);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_ledger_write_header(KIRI_NOUN_MEDIUM, &out);
    kiri_ledger_write_record(KIRI_NOUN_MEDIUM, g_ptr_array_index(t.media, 0), &out);
    g_auto(Taken) again = parse_bytes(KIRI_NOUN_MEDIUM, out.p, out.n);
    g_assert_cmpint(((KiriMedium *)g_ptr_array_index(again.media, 0))->evidence_days, ==, 365);
}

/* What is written can be read again, and says the same. */
static void assert_round_trip(KiriNoun noun, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "feeds", file, NULL);
    g_autofree char *text = NULL;
    gsize n = 0;
    g_file_get_contents(path, &text, &n, &error);
    g_assert_no_error(error);
    g_auto(KiriBuf) once, twice;
    kiri_buf_init(&once, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&twice, KIRI_BUF_UNCAPPED);
    kiri_ledger_write_header(noun, &once);
    kiri_ledger_read(NULL, noun, (KiriStr){text, n}, write_out, &once, NULL, &error);
    g_assert_no_error(error);
    kiri_ledger_write_header(noun, &twice);
    kiri_ledger_read(NULL, noun, kiri_buf_view(&once), write_out, &twice, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(once.n, ==, twice.n);
    g_assert_cmpint(memcmp(once.p, twice.p, once.n), ==, 0);
    g_assert_cmpuint(once.n, >, 400);
}

static void test_shipped(void)
{
    assert_round_trip(KIRI_NOUN_MEDIUM, "media.csv");
    assert_round_trip(KIRI_NOUN_FIGURE, "figures.csv");
    assert_round_trip(KIRI_NOUN_RATE, "rates.csv");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ledger/media", test_media);
    g_test_add_func("/ledger/cp932", test_cp932);
    g_test_add_func("/ledger/japanese", test_japanese);
    g_test_add_func("/ledger/rates", test_rates);
    g_test_add_func("/ledger/words", test_words);
    g_test_add_func("/ledger/nouns-by-header", test_nouns_by_header);
    g_test_add_func("/ledger/bad-rows", test_bad_rows);
    g_test_add_func("/ledger/many-bad-rows", test_many_bad_rows);
    g_test_add_func("/ledger/retention", test_retention);
    g_test_add_func("/ledger/shipped", test_shipped);
    return g_test_run();
}
