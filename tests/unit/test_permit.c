// SPDX-License-Identifier: GPL-3.0-or-later
/* What may leave: the gate, what is counted of it, what it costs, what must go. */
#include <kirinuki/ledger.h>
#include <kirinuki/permit.h>

#include "../support/store.h"

#include <string.h>

static gboolean enter(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    return kiri_ledger_edit_put(data, noun, record, error);
}

static void import_on(TestStore *f, gint day, const char *rows)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text =
        g_strconcat("媒体ID,契約種別,本文,紙面画像,部数,端末数,対象課,年間件数,契約開始,契約終了,"
                    "単価,計算単位,本文保存日数,紙面保存日数,契約終了時削除\n",
                    rows, NULL);
    KiriLedgerEdit *edit = kiri_ledger_edit_begin(f->store, test_day_us(day), FALSE, NULL, NULL);
    kiri_ledger_read(NULL, KIRI_NOUN_LICENCE, kiri_str(text), enter, edit, NULL, &error);
    g_assert_no_error(error);
    kiri_ledger_edit_commit(edit, NULL, &error);
    g_assert_no_error(error);
}

static KiriPermits *open_known(TestStore *f, gint64 known_us)
{
    g_autoptr(GError) error = NULL;
    KiriPermits *permits = kiri_permits_open(f->store, known_us, &error);
    g_assert_no_error(error);
    return permits;
}

static KiriPermitAsk ask_of(const char *article, gint day)
{
    return (KiriPermitAsk){.article = article,
                           .medium = "asa",
                           .what = KIRI_LICENSED_BODY,
                           .at_us = test_day_us(day),
                           .held_us = test_day_us(day),
                           .copies = 1};
}

/* The licence's id, or a "-" and the reason. (transfer full) */
static char *answer(const KiriPermits *permits, const KiriPermitAsk *ask)
{
    g_autofree char *reason = NULL;
    const KiriLicence *l = kiri_licence_allows(permits, ask, &reason);
    g_assert_true((l == NULL) == (reason != NULL));
    return l ? g_strdup(l->id) : g_strconcat("-", reason, NULL);
}

static void assert_refused(const KiriPermits *permits, const KiriPermitAsk *ask, const char *why)
{
    g_autofree char *got = answer(permits, ask);
    g_assert_cmpint(*got, ==, '-');
    if (!strstr(got, why))
        g_error("'%s' does not say '%s'", got, why);
}

static void use(TestStore *f, KiriPermits *permits, const KiriPermitAsk *ask)
{
    const KiriLicence *l = kiri_licence_allows(permits, ask, NULL);
    g_assert_nonnull(l);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_permits_use(permits, batch, l, ask,
                     &(KiriPermitUse){.purpose = "会議資料", .command = "report"});
    test_commit(batch);
}

/* ---- the gate ---- */

static void test_gate(TestStore *f, gconstpointer data)
{
    (void)data;
    import_on(f, 0,
              "asa,個別,可,不可,20,3,広報課、総務課,,2026-04-01,2027-03-31,,,,,\n"
              "yu,JRRC,不可,可,,,,,,,,,,,\n");
    g_autoptr(KiriPermits) permits = open_known(f, G_MAXINT64);
    KiriPermitAsk ask = ask_of("a1", 10);
    assert_refused(permits, &ask, "--section");
    ask.section = "人事課";
    assert_refused(permits, &ask, "not for '人事課'");
    ask.section = "総務課";
    g_autofree char *id = answer(permits, &ask);
    g_assert_cmpstr(id, ==, "asa.individual.2026-04-01");
    ask.copies = 21;
    assert_refused(permits, &ask, "20 copies");
    ask.copies = 20;
    ask.terminals = 4;
    assert_refused(permits, &ask, "3 terminals, not 4");
    ask.terminals = 3;
    ask.what = KIRI_LICENSED_PICTURE;
    assert_refused(permits, &ask, "allows_picture=yes");
    ask.what = KIRI_LICENSED_BODY;
    ask.at_us = test_day_us(-1);
    assert_refused(permits, &ask, "holds 2026-04-01–2027-03-31");
    ask.at_us = test_day_us(364); // the last day still counts
    g_autofree char *last = answer(permits, &ask);
    g_assert_cmpstr(last, ==, "asa.individual.2026-04-01");
    ask.at_us = test_day_us(365);
    assert_refused(permits, &ask, "holds");
    ask.medium = "nobody";
    assert_refused(permits, &ask, "licence add medium=nobody");
    ask.medium = NULL;
    assert_refused(permits, &ask, "medium add");
    /* What the contract does not state is no limit; what it does not allow stays here. */
    KiriPermitAsk picture = {.article = "b",
                             .medium = "yu",
                             .what = KIRI_LICENSED_PICTURE,
                             .at_us = test_day_us(5000),
                             .held_us = G_MININT64,
                             .copies = 1000000};
    g_autofree char *open = answer(permits, &picture);
    g_assert_cmpstr(open, ==, "yu.jrrc.0");
    picture.what = KIRI_LICENSED_BODY;
    assert_refused(permits, &picture, "does not cover");
}

/* Numbers count what was handed on before, across edits of the row, and each piece of
 * a year once. */
static void test_numbers(TestStore *f, gconstpointer data)
{
    (void)data;
    import_on(f, 0, "asa,個別,可,可,20,,,2,2026-04-01,,,,,,\n");
    g_autoptr(KiriPermits) permits = open_known(f, G_MAXINT64);
    KiriPermitAsk ask = ask_of("a1", 10);
    ask.copies = 15;
    use(f, permits, &ask);
    ask.copies = 6;
    assert_refused(permits, &ask, "20 copies");
    ask.copies = 5;
    use(f, permits, &ask);
    KiriPermitAsk second = ask_of("a2", 11), third = ask_of("a3", 12);
    use(f, permits, &second);
    assert_refused(permits, &third, "2 pieces a year");
    import_on(f, 20, "asa,個別,可,可,20,,,2,2026-04-01,,500,1部,,,\n");
    g_autoptr(KiriPermits) again = open_known(f, G_MAXINT64);
    assert_refused(again, &third, "2 pieces a year");
    third.at_us = third.held_us = test_day_us(365);
    g_autofree char *next_year = answer(again, &third);
    g_assert_cmpstr(next_year, ==, "asa.individual.2026-04-01~2");
    g_autoptr(GArray) fees = kiri_permits_fees(again, 2026);
    g_assert_cmpuint(fees->len, ==, 1);
    const KiriPermitFee *fee = &g_array_index(fees, KiriPermitFee, 0);
    g_assert_cmpuint(fee->clips, ==, 2);
    g_assert_cmpint(fee->uses, ==, 3);
    g_assert_cmpint(fee->copies, ==, 21);
    g_assert_cmpint(fee->fee_yen, ==, 21 * 500);
    /* As the ledger was known before it was corrected. */
    g_autoptr(KiriPermits) before = open_known(f, test_day_us(15));
    g_assert_cmpuint(kiri_permits_licences(before)->len, ==, 1);
    g_assert_null(kiri_permits_licence(before, "asa.individual.2026-04-01~2"));
}

static void test_fees(TestStore *f, gconstpointer data)
{
    (void)data;
    import_on(f, 0,
              "asa,個別,可,可,,,,,2026-06-15,2026-09-30,300,1件,,,\n"
              "yu,JRRC,可,可,,,,,2026-06-15,2027-12-31,1000,月額,,,\n"
              "mi,代行,可,可,,,,,,,12000,年額,,,\n"
              "ne,許諾書,可,可,,,,,2026-06-01,,,,,,\n");
    g_autoptr(KiriPermits) permits = open_known(f, G_MAXINT64);
    KiriPermitAsk ask = ask_of("a1", 80);
    use(f, permits, &ask);
    use(f, permits, &ask); // the same piece again: one piece
    static const struct {
        gint year;
        const char *id;
        gint64 yen; // -1: none on record
    } cases[] = {
        {2026, "asa.individual.2026-06-15", 300},
        {2026, "mi.agency.0", 12000},
        {2026, "ne.permission.2026-06-01", -1},
        {2026, "yu.jrrc.2026-06-15", 10000},
        {2027, "mi.agency.0", 12000},
        {2027, "ne.permission.2026-06-01", -1},
        {2027, "yu.jrrc.2026-06-15", 9000},
    };
    guint i = 0;
    for (gint year = 2026; year <= 2027; year++) {
        g_autoptr(GArray) fees = kiri_permits_fees(permits, year);
        for (guint k = 0; k < fees->len; k++, i++) {
            const KiriPermitFee *fee = &g_array_index(fees, KiriPermitFee, k);
            g_assert_cmpint(cases[i].year, ==, year);
            g_assert_cmpstr(cases[i].id, ==, fee->licence->id);
            g_assert_cmpint(cases[i].yen, ==, fee->has_fee ? fee->fee_yen : -1);
        }
    }
    g_assert_cmpuint(i, ==, G_N_ELEMENTS(cases));
    g_assert_cmpint(kiri_fiscal_year_of(test_day_us(0)), ==, 2026);
    g_assert_cmpint(kiri_fiscal_year_of(test_day_us(0) - 1), ==, 2025);
}

/* ---- duties ---- */

static gint due_day(const KiriPermits *permits, const char *medium, KiriLicensed what, gint held)
{
    gint64 due_us = 0;
    kiri_permits_due(permits, medium, what, test_day_us(held), G_MININT64, &due_us);
    return due_us == G_MAXINT64 ? -1 : (gint)((due_us - test_day_us(0)) / KIRI_US_PER_DAY);
}

static void test_duties(TestStore *f, gconstpointer data)
{
    (void)data;
    import_on(f, 0,
              "asa,個別,可,可,,,,,2026-04-01,2026-04-30,,,30,90,\n"
              "asa,JRRC,可,可,,,,,2026-04-01,,,,60,10,\n"
              "yu,個別,可,可,,,,,2026-04-01,2026-04-30,,,,,可\n"
              "mi,個別,可,可,,,,,2026-04-01,2026-04-30,,,,,可\n"
              "mi,個別,可,可,,,,,2026-05-01,2026-05-31,,,,,可\n");
    g_autoptr(KiriPermits) permits = open_known(f, G_MAXINT64);
    /* The strictest of those that held on the day. */
    g_assert_cmpint(due_day(permits, "asa", KIRI_LICENSED_BODY, 5), ==, 35);
    g_assert_cmpint(due_day(permits, "asa", KIRI_LICENSED_PICTURE, 5), ==, 15);
    g_assert_cmpint(due_day(permits, "asa", KIRI_LICENSED_BODY, 40), ==, 100);
    g_assert_cmpint(due_day(permits, "asa", KIRI_LICENSED_BODY, -5), ==, -1);
    /* With the contract: unless another one goes on. */
    g_assert_cmpint(due_day(permits, "yu", KIRI_LICENSED_BODY, 5), ==, 30);
    g_assert_cmpint(due_day(permits, "mi", KIRI_LICENSED_BODY, 5), ==, -1);
    g_assert_cmpint(due_day(permits, "mi", KIRI_LICENSED_BODY, 35), ==, 61);
    gint64 due_us = 0;
    g_assert_null(kiri_permits_due(permits, "asa", KIRI_LICENSED_BODY, test_day_us(5),
                                   test_day_us(35) - 1, &due_us));
    g_assert_nonnull(kiri_permits_due(permits, "asa", KIRI_LICENSED_BODY, test_day_us(5),
                                      test_day_us(35), &due_us));
    g_assert_null(kiri_permits_due(permits, "asa", KIRI_LICENSED_BODY, G_MININT64,
                                   test_day_us(9999), &due_us));
    /* Nothing that should be gone leaves. */
    KiriPermitAsk ask = ask_of("a", 25);
    ask.held_us = test_day_us(5);
    ask.what = KIRI_LICENSED_PICTURE;
    assert_refused(permits, &ask, "'prune'");
}

/* ---- check ---- */

static void put_printed(TestStore *f, const char *url, const char *medium)
{
    g_autoptr(KiriArticle) a = test_article(url, "紙面の本文", 1);
    a->medium = g_strdup(medium);
    a->appearance = kiri_appearance_new();
    a->appearance->form = KIRI_FORM_NEWSPAPER;
    a->appearance->entered = kiri_time_jst(test_day_us(1));
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
}

static void test_check(TestStore *f, gconstpointer data)
{
    (void)data;
    import_on(f, 0,
              "asa,個別,可,可,1,,,,2026-04-01,2026-05-15,,,,,\n"
              "yu,個別,可,可,,,,,2026-04-01,2026-09-30,,,10,,\n");
    put_printed(f, "https://example.jp/1", "asa");
    put_printed(f, "https://example.jp/2", "mi");
    put_printed(f, "https://example.jp/3", "mi");
    put_printed(f, "https://example.jp/4", "yu");
    g_autoptr(KiriArticle) web = test_article("https://example.jp/5", "画面の本文", 1);
    web->medium = g_strdup("mi"); // crawled: our own analysis needs no licence
    test_put(f->store, KIRI_NOUN_ARTICLE, web);
    g_autoptr(KiriPermits) permits = open_known(f, G_MAXINT64);
    KiriPermitAsk ask = ask_of("a1", 10);
    use(f, permits, &ask);
    import_on(f, 11, "asa,個別,可,可,1,,,,2026-04-01,2026-04-05,,,,,\n"); // it was shorter
    g_autoptr(KiriPermits) now = open_known(f, G_MAXINT64);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) findings = kiri_permits_check(now, f->store, test_day_us(12), 60, &error);
    g_assert_no_error(error);
    static const struct {
        KiriPermitProblem problem;
        const char *medium;
        guint count;
    } cases[] = {{KIRI_PERMIT_ENDING, "asa", 0},
                 {KIRI_PERMIT_UNLICENSED, "asa", 1},
                 {KIRI_PERMIT_UNLICENSED, "mi", 2},
                 {KIRI_PERMIT_OVER, "asa", 1},
                 {KIRI_PERMIT_OVERDUE, "yu", 1}};
    for (guint i = 0; i < MIN(findings->len, G_N_ELEMENTS(cases)); i++) {
        const KiriPermitFinding *x = g_ptr_array_index(findings, i);
        g_assert_cmpint(x->problem, ==, cases[i].problem);
        g_assert_cmpstr(x->medium, ==, cases[i].medium);
        g_assert_cmpuint(x->count, ==, cases[i].count);
    }
    g_assert_cmpuint(findings->len, ==, G_N_ELEMENTS(cases));
}

#define CASE(name, function)                                                                       \
    g_test_add("/permit/" name, TestStore, NULL, test_store_set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("gate", test_gate);
    CASE("numbers", test_numbers);
    CASE("fees", test_fees);
    CASE("duties", test_duties);
    CASE("check", test_check);
    return g_test_run();
}
