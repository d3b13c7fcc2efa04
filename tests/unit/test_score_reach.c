// SPDX-License-Identifier: GPL-3.0-or-later
/* Who could have seen one clip: page, issue and broadcast, by the ledger of the day. */
#include "../../scorer/scorer.h"
#include "../support/store.h"

#include <string.h>

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriBook *book;
} Fixture;

static void put_figure(KiriBatch *batch, const char *metric, const char *rank, gint64 value,
                       gint from_day, gint to_day)
{
    g_autoptr(KiriFigure) f = kiri_figure_new();
    f->medium = g_strdup("asa");
    f->metric = g_strdup(metric);
    f->rank = g_strdup(rank);
    f->value = value;
    f->source = g_strdup_printf("%s（架空）", metric);
    if (to_day) {
        f->valid_from = kiri_time_jst(test_day_us(from_day));
        f->valid_to = kiri_time_jst(test_day_us(to_day));
    }
    f->id = kiri_figure_slot(f);
    kiri_batch_put(batch, KIRI_NOUN_FIGURE, f);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    KiriBatch *batch = kiri_batch_begin(f->store);
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup("asa");
    m->name = g_strdup("朝の新聞");
    kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
    put_figure(batch, KIRI_METRIC_USERS, NULL, 5000000, 0, 30);
    put_figure(batch, KIRI_METRIC_CIRCULATION, "朝刊", 2000000, 0, 0);
    put_figure(batch, KIRI_METRIC_CIRCULATION, "夕刊", 600000, 0, 0);
    put_figure(batch, KIRI_METRIC_READERS_PERCENT, "朝刊", 240, 0, 0);
    put_figure(batch, KIRI_METRIC_TWO_ISSUES, "朝刊", 5500000, 0, 0);
    put_figure(batch, KIRI_METRIC_AUDIENCE, "A", 3000000, 0, 0);
    put_figure(batch, KIRI_METRIC_POPULATION, NULL, 40000000, 0, 0);
    test_commit(batch);
    f->book = kiri_book_open(f->store, G_MAXINT64, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_book_close(f->book);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static KiriArticle *piece(KiriForm form, gint day)
{
    KiriArticle *a = kiri_article_new();
    kiri_article_set_url(a, "https://asa.example/1");
    a->medium = g_strdup("asa");
    a->published = kiri_time_jst(test_day_us(day) + 10 * KIRI_US_PER_HOUR);
    if (form == KIRI_FORM_WEB)
        return a;
    a->appearance = kiri_appearance_new();
    a->appearance->form = (gint)form;
    return a;
}

static void test_page(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = piece(KIRI_FORM_WEB, 12);
    g_autoptr(KiriScoreReach) r = kiri_score_reach(f->book, a);
    g_assert_cmpint(r->basis, ==, KIRI_REACH_USERS);
    g_assert_cmpint(r->people, ==, 5000000);
    g_assert_cmpint(r->ceiling, ==, 40000000);
    g_assert_cmpstr(r->exposure, ==, "2026-04");
    g_assert_cmpstr(r->source, ==, "users（架空）");
    g_assert_true(r->is_web);
    g_assert_null(r->note);
}

/* The nearest figure counts, and says that it is not of that day. */
static void test_outside(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = piece(KIRI_FORM_WEB, 100);
    g_autoptr(KiriScoreReach) r = kiri_score_reach(f->book, a);
    g_assert_cmpint(r->people, ==, 5000000);
    g_assert_nonnull(strstr(r->note, "掲載日に有効な数値がなく"));
}

static void test_issue(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = piece(KIRI_FORM_NEWSPAPER, 12);
    a->appearance->edition = g_strdup("朝刊");
    g_autoptr(KiriScoreReach) r = kiri_score_reach(f->book, a);
    g_assert_cmpint(r->basis, ==, KIRI_REACH_COPIES);
    g_assert_cmpint(r->people, ==, 4800000); // 2 million copies, 2.4 readers each
    g_assert_cmpint(r->single, ==, 4800000);
    g_assert_cmpint(r->two, ==, 5500000);
    g_assert_cmpstr(r->exposure, ==, "2026-04-13 朝刊");
    g_assert_false(r->is_web);
    g_free(a->appearance->edition);
    a->appearance->edition = g_strdup("夕刊");
    g_autoptr(KiriScoreReach) evening = kiri_score_reach(f->book, a);
    g_assert_cmpint(evening->people, ==, 600000);
    g_assert_cmpint(evening->two, ==, 0);
    g_assert_nonnull(strstr(evening->note, "1部1人"));
}

static void test_broadcast(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = piece(KIRI_FORM_TV, 12);
    a->appearance->rank = g_strdup("A");
    a->appearance->programme = g_strdup("朝の情報");
    g_autoptr(KiriScoreReach) r = kiri_score_reach(f->book, a);
    g_assert_cmpint(r->basis, ==, KIRI_REACH_AUDIENCE);
    g_assert_cmpint(r->people, ==, 3000000);
    g_assert_cmpstr(r->exposure, ==, "2026-04-13 朝の情報");
    g_free(a->appearance->rank);
    a->appearance->rank = g_strdup("C");
    g_autoptr(KiriScoreReach) unknown = kiri_score_reach(f->book, a);
    g_assert_cmpint(unknown->basis, ==, KIRI_REACH_UNKNOWN);
    g_assert_cmpint(unknown->people, ==, 0);
    g_assert_nonnull(strstr(unknown->note, "時間ランク"));
}

static void test_nobody_knows(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = piece(KIRI_FORM_WEB, 12);
    g_free(a->medium);
    a->medium = g_strdup("yoru");
    g_autoptr(KiriScoreReach) r = kiri_score_reach(f->book, a);
    g_assert_cmpint(r->basis, ==, KIRI_REACH_UNKNOWN);
    g_assert_nonnull(strstr(r->note, "媒体が未登録"));
}

#define WITH_BOOK(path, test) g_test_add(path, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_BOOK("/score-reach/page", test_page);
    WITH_BOOK("/score-reach/outside", test_outside);
    WITH_BOOK("/score-reach/issue", test_issue);
    WITH_BOOK("/score-reach/broadcast", test_broadcast);
    WITH_BOOK("/score-reach/nobody-knows", test_nobody_knows);
    return g_test_run();
}
