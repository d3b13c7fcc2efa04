// SPDX-License-Identifier: GPL-3.0-or-later
/* The 確認票: what is written comes back as itself, what people and spreadsheets make of
 * it is understood, and words that two people changed at once are not lost. */
#include "../support/coverage.h"

#include <kirinuki/csv.h>
#include <kirinuki/review.h>

#include <string.h>

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    coverage_fill(f->store);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static KiriReview *make(const Fixture *f, gboolean wants_all, gboolean is_by_date)
{
    g_autoptr(GError) error = NULL;
    KiriReviewQuery q = {.release = "hinata",
                         .from_us = G_MININT64,
                         .wants_all = wants_all,
                         .is_by_date = is_by_date};
    KiriReview *review = kiri_review_make(f->store, &q, &error);
    g_assert_no_error(error);
    return review;
}

static const KiriReviewRow *row_at(const KiriReview *review, guint i)
{
    return g_ptr_array_index(review->rows, i);
}

static void read_sheet(const Fixture *f, const char *text, KiriReviewReading *out)
{
    g_autoptr(GError) error = NULL;
    kiri_review_read(f->store, kiri_str(text), out, &error);
    g_assert_no_error(error);
}

static void assert_one(const KiriReviewReading *r, KiriReviewColumn column, const char *to)
{
    g_assert_cmpstr(r->problems->len ? g_ptr_array_index(r->problems, 0) : NULL, ==, NULL);
    g_assert_cmpuint(r->changes->len, ==, 1);
    const KiriReviewChange *change = g_ptr_array_index(r->changes, 0);
    g_assert_cmpuint(change->cells->len, ==, 1);
    const KiriReviewCell *cell = g_ptr_array_index(change->cells, 0);
    g_assert_cmpint(cell->column, ==, column);
    g_assert_cmpstr(cell->to, ==, to);
}

/* A sheet of one row and two columns, without 照合. */
static char *sheet_of(const char *id, KiriReviewColumn column, const char *cell)
{
    return g_strdup_printf("ID,%s\r\n%s,\"%s\"\r\n", kiri_review_heading(column), id, cell);
}

/* ---- out ---- */

static void test_rows(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriReview) open = make(f, FALSE, FALSE), all = make(f, TRUE, TRUE);
    g_assert_cmpuint(open->rows->len, ==, COVERAGE_TOTAL);
    g_assert_cmpuint(all->rows->len, ==, G_N_ELEMENTS(coverage_articles));
    g_assert_cmpuint(open->releases->len, ==, 1);
    gboolean was_sure = FALSE;
    guint unsure = 0;
    for (guint i = 0; i < open->rows->len; i++) {
        const KiriReviewRow *row = row_at(open, i);
        g_assert_false(row->needs_review && was_sure);
        was_sure |= !row->needs_review;
        unsure += row->needs_review ? 1 : 0;
        g_assert_cmpstr(row->cells[KIRI_REVIEW_SECTION], ==, "地域共生局見守り推進課");
    }
    g_assert_cmpuint(unsure, ==, 2);
    for (guint i = 1; i < all->rows->len; i++)
        g_assert_cmpint(row_at(all, i - 1)->when_us, >=, row_at(all, i)->when_us);
}

/* What is written and read again at once is nothing new, with and without 照合. */
static void test_round_trip(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriReview) review = make(f, TRUE, FALSE);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_review_write_csv(review, &out);
    g_assert_true(g_str_has_prefix(out.p,
                                   "\xef\xbb\xbfID,採否,掲載種類,対象報道発表,所管課,論調,備考,"
                                   "確認者,対応状況,対応者,対応メモ,対応日時,"));
    g_auto(KiriReviewReading) reading = {0};
    read_sheet(f, out.p, &reading);
    g_assert_cmpuint(reading.rows, ==, review->rows->len);
    g_assert_cmpuint(reading.unchanged, ==, reading.rows);
    g_assert_cmpuint(reading.changes->len + reading.problems->len, ==, 0);
    char *check = g_strrstr(out.p, ",照合");
    g_assert_nonnull(check);
    memcpy(check, ",備考2", strlen(",照合")); // the heading is not known any more
    g_auto(KiriReviewReading) bare = {0};
    read_sheet(f, out.p, &bare);
    g_assert_cmpuint(bare.unchanged, ==, reading.rows);
}

static void test_formulas(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    g_autoptr(KiriReview) before = make(f, TRUE, FALSE);
    v->clip = g_strdup(row_at(before, 0)->cells[KIRI_REVIEW_ID]);
    v->note = g_strdup("=HYPERLINK(\"https://evil.example\")");
    v->is_accepted = TRUE;
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(KiriReview) review = make(f, TRUE, FALSE);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_review_write_csv(review, &out);
    g_assert_nonnull(strstr(out.p, ",\"'=HYPERLINK("));
    g_auto(KiriReviewReading) reading = {0};
    read_sheet(f, out.p, &reading);
    g_assert_cmpuint(reading.unchanged, ==, reading.rows);
}

/* ---- in ---- */

static void test_spellings(Fixture *f, gconstpointer data)
{
    (void)data;
    static const struct {
        KiriReviewColumn column;
        const char *cell, *to; // NULL: a problem
    } cases[] = {
        {KIRI_REVIEW_DECISION, "採", "採"},
        {KIRI_REVIEW_DECISION, " 採用 ", "採"},
        {KIRI_REVIEW_DECISION, "○", "採"},
        {KIRI_REVIEW_DECISION, "〇", "採"},
        {KIRI_REVIEW_DECISION, "◯", "採"},
        {KIRI_REVIEW_DECISION, "ＡＣＣＥＰＴ", "採"},
        {KIRI_REVIEW_DECISION, "否", "否"},
        {KIRI_REVIEW_DECISION, "×", "否"},
        {KIRI_REVIEW_DECISION, "Ｘ", "否"},
        {KIRI_REVIEW_DECISION, "採否", NULL},
        {KIRI_REVIEW_CLASS, "言及", "言及"},
        {KIRI_REVIEW_CLASS, "ﾘﾘｰｽ原文転載", "リリース原文転載"},
        {KIRI_REVIEW_CLASS, "配信・転載記事", "配信・転載記事"},
        {KIRI_REVIEW_CLASS, "社説", NULL},
        {KIRI_REVIEW_TONE, "批判的", "批判的"},
        {KIRI_REVIEW_TONE, "negative", "批判的"},
        {KIRI_REVIEW_TONE, "たぶん肯定", NULL},
        {KIRI_REVIEW_STATUS, "訂正申し入れ済み", "訂正申入れ済"},
        {KIRI_REVIEW_STATUS, "照会中", "照会中"},
        {KIRI_REVIEW_STATUS, "放置", NULL},
        {KIRI_REVIEW_HANDLED, "2026/4/3 9:05", "2026/04/03 09:05"},
        {KIRI_REVIEW_HANDLED, "2026-04-03", "2026/04/03"},
        {KIRI_REVIEW_HANDLED, "令和８年４月３日", "2026/04/03"},
        {KIRI_REVIEW_HANDLED, "2026年4月", NULL},
        {KIRI_REVIEW_HANDLED, "4月ごろ", NULL},
        {KIRI_REVIEW_RELEASE, "nothing", NULL},
        {KIRI_REVIEW_NOTE, "二行\r\nの備考", "二行\nの備考"},
    };
    g_autofree char *article = coverage_article_id(coverage_articles[0].title);
    g_autofree char *id = kiri_clip_make_id(article, "hinata");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sheet = sheet_of(id, cases[i].column, cases[i].cell);
        g_auto(KiriReviewReading) reading = {0};
        read_sheet(f, sheet, &reading);
        if (cases[i].to) {
            assert_one(&reading, cases[i].column, cases[i].to);
            continue;
        }
        g_assert_cmpuint(reading.changes->len, ==, 0);
        g_assert_cmpuint(reading.problems->len, ==, 1);
        const char *problem = g_ptr_array_index(reading.problems, 0);
        g_assert_nonnull(strstr(problem, "line 2"));
        g_assert_nonnull(strstr(problem, kiri_review_heading(cases[i].column)));
    }
}

/* Without 照合 an empty cell says nothing; 保留 does. */
static void test_empty_cells(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *article = coverage_article_id("見守りアプリの選び方"); // refused by a person
    g_autofree char *id = kiri_clip_make_id(article, "hinata");
    g_autofree char *empty = sheet_of(id, KIRI_REVIEW_DECISION, "");
    g_autofree char *pending = sheet_of(id, KIRI_REVIEW_DECISION, "保留");
    g_auto(KiriReviewReading) first = {0}, second = {0};
    read_sheet(f, empty, &first);
    g_assert_cmpuint(first.unchanged, ==, 1);
    read_sheet(f, pending, &second);
    assert_one(&second, KIRI_REVIEW_DECISION, "");
}

/* The sheet of one row with 照合, of which some cells are others now. */
static char *filled(const KiriReviewRow *row, KiriReviewColumn column, const char *cell)
{
    GString *text = g_string_new(NULL);
    for (gint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
        g_string_append_printf(text, "%s%s", c ? "\t" : "",
                               kiri_review_heading((KiriReviewColumn)c));
    g_string_append(text, "\t\t\n");
    for (gint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++)
        g_string_append_printf(text, "%s%s", c ? "\t" : "",
                               c == (gint)column ? cell : row->cells[c]);
    g_string_append(text, "\t\t\n\t\t\t\n");
    return g_string_free(text, FALSE);
}

static void put_note(const Fixture *f, const char *clip, const char *note)
{
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = g_strdup(clip);
    v->note = g_strdup(note);
    test_put(f->store, KIRI_NOUN_VERDICT, v);
}

/* Sheet, store and what the sheet was made with: a change, a cell that nobody touched,
 * and a conflict. */
static void test_three_ways(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriReview) review = make(f, TRUE, FALSE);
    const KiriReviewRow *row = row_at(review, 0);
    const char *id = row->cells[KIRI_REVIEW_ID];
    put_note(f, id, "店に電話した");
    g_autofree char *other = filled(row, KIRI_REVIEW_TONE, "中立");
    g_auto(KiriReviewReading) first = {0}, second = {0}, third = {0}, fourth = {0};
    read_sheet(f, other, &first); // its empty note does not take the new one away
    assert_one(&first, KIRI_REVIEW_TONE, "中立");

    g_autofree char *note = filled(row, KIRI_REVIEW_NOTE, "一面");
    read_sheet(f, note, &second);
    g_assert_cmpuint(second.changes->len, ==, 0);
    g_assert_cmpuint(second.problems->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(second.problems, 0), "店に電話した"));
    g_assert_nonnull(strstr(g_ptr_array_index(second.problems, 0), "備考"));

    g_autofree char *same = filled(row, KIRI_REVIEW_NOTE, "店に電話した");
    read_sheet(f, same, &third);
    g_assert_cmpuint(third.unchanged, ==, 1);

    g_autoptr(KiriReview) later = make(f, TRUE, FALSE);
    for (guint i = 0; i < later->rows->len; i++) {
        if (strcmp(row_at(later, i)->cells[KIRI_REVIEW_ID], id) != 0)
            continue;
        g_autofree char *emptied = filled(row_at(later, i), KIRI_REVIEW_NOTE, "");
        read_sheet(f, emptied, &fourth);
    }
    assert_one(&fourth, KIRI_REVIEW_NOTE, "");
}

/* CP932 has no 𠮷 and another tilde: that is no change. */
static void test_code_page(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriReview) before = make(f, TRUE, FALSE);
    const char *id = row_at(before, 0)->cells[KIRI_REVIEW_ID];
    put_note(f, id, "𠮷田氏の談話\xe3\x80\x9c続き");
    static const char sheet[] =
        "ID,%s\r\n%s,?\x93\x63\x8e\x81\x82\xcc\x92\x6b\x98\x62%s\x91\xb1\x82\xab\r\n";
    g_autofree char *same = g_strdup_printf(sheet, "\x94\xf5\x8d\x6c", id, "\x81\x60");
    g_autofree char *other = g_strdup_printf(sheet, "\x94\xf5\x8d\x6c", id, "\x81\x41");
    g_auto(KiriReviewReading) first = {0}, second = {0};
    read_sheet(f, same, &first);
    g_assert_cmpuint(first.unchanged, ==, 1);
    read_sheet(f, other, &second);
    assert_one(&second, KIRI_REVIEW_NOTE, "?田氏の談話、続き");
}

/* What a spreadsheet makes of texts that look like numbers or days. */
static void test_reread(Fixture *f, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *store, *cell;
        gboolean is_change;
    } cases[] = {
        {"0120", "120", FALSE},     {"3-4", "3月4日", FALSE},
        {"3-4", "2026/3/4", FALSE}, {"3/4", "4-Mar", TRUE},
        {"1000", "1,000", FALSE},   {"1.50", "1.5", FALSE},
        {"3-4", "3-5", TRUE},       {"120", "1200", TRUE},
        {"0120", "120円", TRUE},    {"2026/04/03", "2026/4/3", FALSE},
        {"第3回", "3", TRUE},
    };
    g_autoptr(KiriReview) before = make(f, TRUE, FALSE);
    const char *id = row_at(before, 0)->cells[KIRI_REVIEW_ID];
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        put_note(f, id, cases[i].store);
        g_autofree char *sheet = sheet_of(id, KIRI_REVIEW_NOTE, cases[i].cell);
        g_auto(KiriReviewReading) reading = {0};
        read_sheet(f, sheet, &reading);
        g_assert_cmpuint(reading.changes->len, ==, cases[i].is_change ? 1 : 0);
    }
}

static void test_contradictions(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *article = coverage_article_id(coverage_articles[0].title);
    static const char *const cells[] = {"否,言及", "採,対象外"};
    for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
        g_autofree char *sheet =
            g_strdup_printf("ID,採否,掲載種類\n%s.hinata,%s\n", article, cells[i]);
        g_auto(KiriReviewReading) reading = {0};
        read_sheet(f, sheet, &reading);
        g_assert_cmpuint(reading.changes->len, ==, 0);
        g_assert_cmpuint(reading.problems->len, ==, 1);
    }
    g_autofree char *twice =
        g_strdup_printf("ID,採否\n%s.hinata,採\n%s.hinata,否\n1.2E+15,採\n", article, article);
    g_auto(KiriReviewReading) reading = {0};
    read_sheet(f, twice, &reading);
    g_assert_cmpuint(reading.problems->len, ==, 2);
}

static void test_workbook(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriReview) review = make(f, TRUE, FALSE);
    g_autofree char *path = g_build_filename(f->dir, "sheet.xlsx", NULL);
    g_autofree char *again = g_build_filename(f->dir, "again.xlsx", NULL);
    kiri_review_write_xlsx(review, path, &error);
    g_assert_no_error(error);
    kiri_review_write_xlsx(review, again, &error);
    g_assert_no_error(error);
    g_autofree char *a = NULL, *b = NULL;
    gsize n, m;
    g_assert_true(g_file_get_contents(path, &a, &n, NULL));
    g_assert_true(g_file_get_contents(again, &b, &m, NULL));
    g_assert_true(n == m && memcmp(a, b, n) == 0); // the same sheet, the same bytes
    g_assert_true(g_str_has_prefix(a, "PK"));
    g_autoptr(GError) why = NULL;
    g_auto(KiriReviewReading) reading = {0};
    g_assert_false(kiri_review_read(f->store, (KiriStr){a, n}, &reading, &why));
    g_assert_nonnull(strstr(why->message, "CSV"));
}

#define WITH_STORE(path, test) g_test_add(path, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/review/rows", test_rows);
    WITH_STORE("/review/round-trip", test_round_trip);
    WITH_STORE("/review/formulas", test_formulas);
    WITH_STORE("/review/spellings", test_spellings);
    WITH_STORE("/review/empty-cells", test_empty_cells);
    WITH_STORE("/review/three-ways", test_three_ways);
    WITH_STORE("/review/code-page", test_code_page);
    WITH_STORE("/review/reread", test_reread);
    WITH_STORE("/review/contradictions", test_contradictions);
    WITH_STORE("/review/workbook", test_workbook);
    return g_test_run();
}
