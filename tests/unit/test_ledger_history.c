// SPDX-License-Identifier: GPL-3.0-or-later
/* Changes of the ledger: nothing that it once said is lost; and what its check finds. */
#include <kirinuki/error.h>
#include <kirinuki/ledger_check.h>

#include "../support/store.h"

#include <string.h>

static gboolean enter(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    return kiri_ledger_edit_put(data, noun, record, error);
}

static KiriLedgerCounts import(TestStore *f, gint day, KiriNoun noun, const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriLedgerCounts counts;
    KiriLedgerEdit *edit = kiri_ledger_edit_begin(f->store, test_day_us(day), FALSE, NULL, NULL);
    kiri_ledger_read(f->store, noun, kiri_str(text), enter, edit, NULL, &error);
    g_assert_no_error(error);
    kiri_ledger_edit_commit(edit, &counts, &error);
    g_assert_no_error(error);
    return counts;
}

static gint64 figure_known(TestStore *f, gint known_day, const char *metric)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriBook) book =
        kiri_book_open(f->store, known_day < 0 ? G_MAXINT64 : test_day_us(known_day), &error);
    g_assert_no_error(error);
    const KiriFigure *figure = kiri_book_figure(book, "asa", metric, NULL, test_day_us(0), NULL);
    return figure ? figure->value : 0;
}

static const char asa_csv[] = "id,name,kind,tier,note,monthly_page_views,valid_from,source\n"
                              "asa,朝の新聞,national_paper,1,社長,1000,2026-04-01,媒体資料\n";

static void test_history(TestStore *f, gconstpointer data)
{
    (void)data;
    KiriLedgerCounts first = import(f, 1, KIRI_NOUN_MEDIUM, asa_csv);
    g_assert_cmpuint(first.n[KIRI_LEDGER_ADDED], ==, 2); // the medium and its figure
    guint64 end = kiri_store_log_end(f->store);
    KiriLedgerCounts again = import(f, 2, KIRI_NOUN_MEDIUM, asa_csv);
    g_assert_cmpuint(again.n[KIRI_LEDGER_SAME], ==, 2);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, end);
    KiriLedgerCounts changed =
        import(f, 3, KIRI_NOUN_FIGURE,
               "medium,metric,value,valid_from,source\nasa,page_views,2000,2026-04-01,媒体資料\n");
    g_assert_cmpuint(changed.n[KIRI_LEDGER_CHANGED], ==, 1);
    g_assert_cmpint(figure_known(f, 0, "page_views"), ==, 0);
    g_assert_cmpint(figure_known(f, 2, "page_views"), ==, 1000);
    g_assert_cmpint(figure_known(f, -1, "page_views"), ==, 2000);
    g_autoptr(KiriFigure) old =
        kiri_store_get(f->store, KIRI_NOUN_FIGURE, "asa.page_views.2026-04-01", NULL);
    g_assert_cmpint(old->value, ==, 1000);
    g_assert_cmpint(old->replaced.us, ==, test_day_us(3));
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_FIGURE, "asa.page_views.2026-04-01~2"));
}

/* A column that is not in the file changes nothing; one that is empty does. */
static void test_missing_columns(TestStore *f, gconstpointer data)
{
    (void)data;
    import(f, 1, KIRI_NOUN_MEDIUM, asa_csv);
    import(f, 2, KIRI_NOUN_MEDIUM, "id,name,kind,tier\nasa,朝の新聞,local_paper,2\n");
    g_autoptr(KiriMedium) m = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "asa", NULL);
    g_assert_cmpint(m->kind, ==, KIRI_MEDIUM_LOCAL_PAPER);
    g_assert_cmpstr(m->note, ==, "社長");
    g_assert_cmpint(m->version, ==, 2);
    g_assert_cmpint(m->entered.us, ==, test_day_us(2));
    import(f, 3, KIRI_NOUN_MEDIUM, "id,name,kind,note\nasa,朝の新聞,local_paper,\n");
    g_autoptr(KiriMedium) cleared = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "asa", NULL);
    g_assert_null(cleared->note);
    g_assert_cmpint(figure_known(f, -1, "page_views"), ==, 1000);
}

/* A tier that is left open is 2, also when the file comes again; 0 is none. */
static void test_tier(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char open[] = "id,name,kind,tier\nasa,朝,web,\nsho,省,ministry,0\n";
    import(f, 1, KIRI_NOUN_MEDIUM, open);
    KiriLedgerCounts again = import(f, 2, KIRI_NOUN_MEDIUM, open);
    g_assert_cmpuint(again.n[KIRI_LEDGER_SAME], ==, 2);
    KiriLedgerCounts without =
        import(f, 3, KIRI_NOUN_MEDIUM, "id,name,kind\nasa,朝,web\nsho,省,ministry\n");
    g_assert_cmpuint(without.n[KIRI_LEDGER_SAME], ==, 2);
    g_autoptr(KiriMedium) asa = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "asa", NULL);
    g_autoptr(KiriMedium) sho = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "sho", NULL);
    g_assert_cmpint(asa->tier, ==, 2);
    g_assert_cmpint(sho->tier, ==, 0);
}

static void remove_row(TestStore *f, gint day, KiriNoun noun, const char *id, gint expected)
{
    g_autoptr(GError) error = NULL;
    KiriLedgerEdit *edit = kiri_ledger_edit_begin(f->store, test_day_us(day), FALSE, NULL, NULL);
    gboolean is_removed = kiri_ledger_edit_remove(edit, noun, id, &error);
    g_assert_cmpint(is_removed ? -1 : error->code, ==, expected);
    g_assert_true(kiri_ledger_edit_commit(edit, NULL, NULL));
}

static void test_remove(TestStore *f, gconstpointer data)
{
    (void)data;
    import(f, 1, KIRI_NOUN_MEDIUM, asa_csv);
    remove_row(f, 2, KIRI_NOUN_FIGURE, "asa.page_views.2026-04-01", -1);
    g_assert_cmpint(figure_known(f, 1, "page_views"), ==, 1000);
    g_assert_cmpint(figure_known(f, -1, "page_views"), ==, 0);
    remove_row(f, 3, KIRI_NOUN_FIGURE, "asa.page_views.2026-04-01", KIRI_ERROR_NOT_FOUND);
    remove_row(f, 3, KIRI_NOUN_RATE, "asa.cpm.0", KIRI_ERROR_NOT_FOUND);
    /* Entered again it is a new row; the gap between stays. */
    import(f, 4, KIRI_NOUN_MEDIUM, asa_csv);
    g_assert_cmpint(figure_known(f, 3, "page_views"), ==, 0);
    g_assert_cmpint(figure_known(f, -1, "page_views"), ==, 1000);
    remove_row(f, 5, KIRI_NOUN_MEDIUM, "asa", -1);
    remove_row(f, 6, KIRI_NOUN_MEDIUM, "asa", KIRI_ERROR_NOT_FOUND);
    g_autoptr(KiriMedium) m = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "asa", NULL);
    g_assert_true(m->is_removed);
    KiriLedgerCounts back = import(f, 7, KIRI_NOUN_MEDIUM, asa_csv);
    g_assert_cmpuint(back.n[KIRI_LEDGER_ADDED], ==, 1);
}

/* What members of media said before there were figures stays known when they change. */
static void test_old_store(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup("asa");
    m->name = g_strdup("朝の新聞");
    m->tier = 2;
    m->monthly_page_views = 700;
    m->monthly_users = 70;
    test_put(f->store, KIRI_NOUN_MEDIUM, m);
    import(f, 1, KIRI_NOUN_MEDIUM, asa_csv);
    g_assert_cmpint(figure_known(f, 0, "page_views"), ==, 700);
    g_assert_cmpint(figure_known(f, -1, "page_views"), ==, 1000);
    g_assert_cmpint(figure_known(f, -1, "users"), ==, 70);
    KiriLedgerCounts c =
        import(f, 2, KIRI_NOUN_FIGURE, "medium,metric,value,source\nasa,users,80,媒体資料\n");
    g_assert_cmpuint(c.n[KIRI_LEDGER_CHANGED], ==, 1);
    g_assert_cmpint(figure_known(f, 1, "users"), ==, 70);
    g_assert_cmpint(figure_known(f, -1, "users"), ==, 80);
}

static char *version_known(TestStore *f, gint64 known_us)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriBook) book = kiri_book_open(f->store, known_us, &error);
    g_assert_no_error(error);
    return kiri_book_version(book);
}

/* One change of anything, at random. */
static void change_something(TestStore *f, GRand *random, gint64 now_us)
{
    g_autoptr(GError) error = NULL;
    const char *medium = g_rand_boolean(random) ? "asa" : "yu";
    const char *rank = g_rand_boolean(random) ? "A" : "";
    gint price = g_rand_int_range(random, 1, 4), what = g_rand_int_range(random, 0, 5);
    g_autoptr(GString) csv = g_string_new(NULL);
    KiriLedgerEdit *edit = kiri_ledger_edit_begin(f->store, now_us, FALSE, NULL, NULL);
    if (what == 0)
        g_string_printf(csv, "id,name,kind,tier\n%s,x,web,%d\n", medium, price);
    else if (what == 1)
        g_string_printf(csv, "medium,unit,rank,price_yen,source\n%s,cpm,%s,%d,x\n", medium, rank,
                        price);
    else if (what == 2)
        g_string_printf(csv, "medium,metric,rank,value,source\n%s,users,%s,%d,x\n", medium, rank,
                        price);
    else
        kiri_ledger_edit_remove(edit, what == 3 ? KIRI_NOUN_RATE : KIRI_NOUN_FIGURE,
                                what == 3 ? "asa.cpm.0" : "yu.users:A.0", NULL);
    if (csv->len) {
        kiri_ledger_read(f->store, KIRI_NOUN_MEDIUM, (KiriStr){csv->str, csv->len}, enter, edit,
                         NULL, &error);
        g_assert_no_error(error);
    }
    g_assert_true(kiri_ledger_edit_commit(edit, NULL, &error));
}

/* Whatever is changed in whatever order: the ledger of any moment can be read for ever. */
static void test_any_moment(TestStore *f, gconstpointer data)
{
    (void)data;
    enum { CHANGES = 200 };
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(g_free);
    import(f, 0, KIRI_NOUN_MEDIUM, "id,name,kind\nasa,x,web\nyu,x,web\n");
    for (gint i = 1; i <= CHANGES; i++) {
        change_something(f, random, test_day_us(i));
        g_ptr_array_add(versions, version_known(f, G_MAXINT64));
    }
    g_autoptr(GHashTable) distinct = g_hash_table_new(g_str_hash, g_str_equal);
    for (gint i = 1; i <= CHANGES; i++) {
        g_autofree char *then = version_known(f, test_day_us(i));
        g_assert_cmpstr(then, ==, g_ptr_array_index(versions, i - 1));
        g_hash_table_add(distinct, g_ptr_array_index(versions, i - 1));
    }
    g_assert_cmpuint(g_hash_table_size(distinct), >, 50);
}

typedef struct {
    guint n;
} Heard;

static void hear(KiriLedgerChange change, KiriNoun noun, gconstpointer before, gconstpointer after,
                 gpointer data)
{
    (void)noun;
    Heard *h = data;
    g_assert_cmpint(change, !=, KIRI_LEDGER_SAME);
    g_assert_true(before || after);
    h->n++;
}

static void test_dry_run(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Heard heard = {0};
    KiriLedgerCounts counts;
    KiriLedgerEdit *edit = kiri_ledger_edit_begin(f->store, test_day_us(1), TRUE, hear, &heard);
    kiri_ledger_read(f->store, KIRI_NOUN_MEDIUM, kiri_str(asa_csv), enter, edit, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_ledger_edit_commit(edit, &counts, &error));
    g_assert_cmpuint(heard.n, ==, 2);
    g_assert_cmpuint(counts.n[KIRI_LEDGER_ADDED], ==, 2);
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, 0);
}

static gboolean take_none(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    (void)noun;
    (void)record;
    (void)data;
    (void)error;
    g_assert_not_reached();
}

/* A figure of a medium that nobody entered is a slip of the pen. */
static void test_unknown_medium(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_false(kiri_ledger_read(f->store, KIRI_NOUN_RATE,
                                    KIRI_STR_LITERAL("medium,unit,price_yen,source\naas,cpm,1,x\n"),
                                    take_none, NULL, problems, &error));
    g_assert_nonnull(strstr(g_ptr_array_index(problems, 0), "'aas'"));
}

/* ---- the check ---- */

static void import_shipped(TestStore *f, KiriNoun noun, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "feeds", file, NULL);
    g_autofree char *text = NULL;
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    import(f, 0, noun, text);
}

/* The shipped ledger contradicts itself nowhere, and NHK has the 31 stations of the
 * published rule. */
static void test_shipped_fits(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    import_shipped(f, KIRI_NOUN_MEDIUM, "media.csv");
    import_shipped(f, KIRI_NOUN_FIGURE, "figures.csv");
    import_shipped(f, KIRI_NOUN_RATE, "rates.csv");
    g_autoptr(KiriMedium) nhk = kiri_store_get(f->store, KIRI_NOUN_MEDIUM, "nhk", &error);
    g_assert_cmpuint(kiri_strv_count(nhk->substitutes), ==, 31);
    const KiriLedgerCheckOptions options = {.now_us = test_day_us(0), .stale_days = 100000};
    g_autoptr(GPtrArray) findings = kiri_ledger_check(f->store, &options, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < findings->len; i++) {
        const KiriFinding *finding = g_ptr_array_index(findings, i);
        g_assert_true(finding->kind == KIRI_FINDING_NO_FIGURE ||
                      finding->kind == KIRI_FINDING_NO_RATE);
    }
    g_autoptr(KiriBook) book = kiri_book_open(f->store, G_MAXINT64, &error);
    KiriFit fit = KIRI_FIT_NONE;
    const KiriFigure *people =
        kiri_book_figure(book, NULL, KIRI_METRIC_POPULATION, NULL, test_day_us(0), &fit);
    g_assert_cmpint(fit, ==, KIRI_FIT_VALID);
    g_assert_cmpint(people->value, ==, 123802000);
}

/* A piece of a medium that nobody entered, and a removed medium's, are named. */
static void test_check_clips(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    static const char *const urls[] = {"https://news.nowhere.example/1",
                                       "https://news.nowhere.example/2"};
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(KiriArticle) a = test_article(urls[i], "本文。", 1);
        g_autoptr(KiriClip) clip = kiri_clip_new();
        clip->article = g_strdup(a->id);
        clip->id = kiri_clip_make_id(a->id, NULL);
        clip->class_ = KIRI_CLASS_MENTION;
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
        test_put(f->store, KIRI_NOUN_CLIP, clip);
    }
    const KiriLedgerCheckOptions options = {.now_us = test_day_us(0), .stale_days = 400};
    g_autoptr(GPtrArray) findings = kiri_ledger_check(f->store, &options, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(findings->len, ==, 1);
    const KiriFinding *finding = g_ptr_array_index(findings, 0);
    g_assert_cmpint(finding->kind, ==, KIRI_FINDING_UNKNOWN_MEDIUM);
    g_assert_cmpstr(finding->medium, ==, "news.nowhere.example");
    g_assert_cmpint(finding->count, ==, 2);
}

#define STAGE(path, test)                                                                          \
    g_test_add(path, TestStore, NULL, test_store_set_up, test, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    STAGE("/ledger-history/history", test_history);
    STAGE("/ledger-history/missing-columns", test_missing_columns);
    STAGE("/ledger-history/tier", test_tier);
    STAGE("/ledger-history/remove", test_remove);
    STAGE("/ledger-history/old-store", test_old_store);
    STAGE("/ledger-history/any-moment", test_any_moment);
    STAGE("/ledger-history/dry-run", test_dry_run);
    STAGE("/ledger-history/unknown-medium", test_unknown_medium);
    STAGE("/ledger-history/shipped-fits", test_shipped_fits);
    STAGE("/ledger-history/check-clips", test_check_clips);
    return g_test_run();
}
