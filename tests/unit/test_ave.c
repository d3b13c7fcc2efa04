// SPDX-License-Identifier: GPL-3.0-or-later
/* One clip's figures, computed by hand beside the program, and the stage that
 * keeps them true while media, rates and articles change. */
#include "../support/coverage.h"
#include "../support/ledger.h"

#include <string.h>

static KiriMedium *paper(void)
{
    KiriMedium *m = kiri_medium_new();
    m->id = g_strdup("asa");
    m->kind = KIRI_MEDIUM_NATIONAL_PAPER;
    m->monthly_page_views = 30000000;
    m->monthly_users = 5000000;
    m->confidence = KIRI_CONFIDENCE_PUBLISHED;
    return m;
}

static KiriRate *rate(gint confidence)
{
    KiriRate *r = kiri_rate_new();
    r->id = g_strdup("asa.cpm.0");
    r->medium = g_strdup("asa");
    r->unit = g_strdup("cpm");
    r->price_yen = 400;
    r->source = g_strdup("料金表");
    r->confidence = confidence;
    return r;
}

static const KiriScoreOrganisation us = {.name = "暮らし安全省"};

static KiriScore *score_for(const KiriArticle *a, const KiriMedium *m, const KiriRate *r, gint64 n,
                            const KiriRelease *release)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    Ledger l;
    ledger_set_up(&l);
    g_autoptr(KiriArticle) of = kiri_record_copy(&kiri_article_shape, a);
    if (m) {
        g_autoptr(KiriMedium) medium = kiri_record_copy(&kiri_medium_shape, m);
        test_put(l.store, KIRI_NOUN_MEDIUM, medium);
        of->medium = g_strdup(m->id);
    }
    if (r) {
        g_autoptr(KiriRate) of_medium = kiri_record_copy(&kiri_rate_shape, r);
        test_put(l.store, KIRI_NOUN_RATE, of_medium);
    }
    KiriScoreInput input = {.clip = clip,
                            .class_ = KIRI_CLASS_PUBLICITY,
                            .article = of,
                            .book = ledger_book(&l),
                            .articles_that_month = n,
                            .release = release,
                            .organisation = &us,
                            .rules = kiri_score_rules_default()};
    KiriScore *s = kiri_score_clip(&input);
    ledger_tear_down(&l);
    return s;
}

static KiriScore *score(const KiriArticle *a, const KiriMedium *m, const KiriRate *r, gint64 n)
{
    return score_for(a, m, r, n, NULL);
}

static void assert_near(gdouble a, gdouble b)
{
    g_assert_cmpfloat_with_epsilon(a, b, 1e-9);
}

/* 30,000,000 ÷ 3,000 = 10,000 views; × 400 ÷ 1,000 = 4,000; of 4 sentences the
 * first names us and the second goes on with 同省: .5; we stand in the lead: .8. */
static void test_by_hand(void)
{
    g_autoptr(KiriMedium) m = paper();
    g_autoptr(KiriRate) r = rate(KIRI_CONFIDENCE_CONTRACT);
    g_autoptr(KiriArticle) a =
        test_article("https://asa.example/1",
                     "暮らし安全省は調査の結果を発表した。\n同省は対策を急ぐ。\n街の声を聞いた。\n"
                     "雨が降っていた。",
                     1);
    g_autoptr(KiriScore) s = score(a, m, r, 3000);
    g_assert_true(s->is_known);
    g_assert_false(s->is_estimate);
    assert_near(s->views, 10000);
    g_assert_cmpint(s->sentences, ==, 4);
    g_assert_cmpint(s->sentences_about_us, ==, 2);
    assert_near(s->share_about_us, .5);
    assert_near(s->placement, .8);
    g_assert_cmpint(s->ave_yen, ==, 1600);
    g_assert_nonnull(strstr(s->formula, "30,000,000PV"));
    g_assert_nonnull(strstr(s->formula, "1,600円"));
}

static void test_placement(void)
{
    g_autoptr(KiriMedium) m = paper();
    g_autoptr(KiriRate) r = rate(KIRI_CONFIDENCE_CONTRACT);
    g_autoptr(KiriArticle) deep = test_article(
        "https://asa.example/1", "一つ。\n二つ。\n三つ。\n最後に暮らし安全省の話。", 1);
    g_autoptr(KiriScore) below = score(deep, m, r, 3000);
    assert_near(below->placement, .5);
    g_assert_cmpint(below->ave_yen, ==, 500); // 4,000 × 1/4 × .5
    g_free(deep->title);
    deep->title = g_strdup("暮らし安全省、調査へ");
    g_autoptr(KiriScore) above = score(deep, m, r, 3000);
    g_assert_true(above->in_headline);
    g_assert_cmpint(above->ave_yen, ==, 1000);
}

/* A back reference counts only after we were named. */
static void test_back_reference(void)
{
    g_autoptr(KiriArticle) a = test_article("https://asa.example/1",
                                            "同省は急ぐ。\n暮らし安全省は発表した。\n終わり。", 1);
    g_autoptr(KiriScore) s = score(a, NULL, NULL, 1);
    g_assert_cmpint(s->sentences_about_us, ==, 1);
}

static void test_unknown(void)
{
    g_autoptr(KiriMedium) m = paper();
    g_autoptr(KiriRate) r = rate(KIRI_CONFIDENCE_CONTRACT);
    g_autoptr(KiriArticle) a = test_article("https://asa.example/1", "暮らし安全省。", 1);
    g_autoptr(KiriScore) no_rate = score(a, m, NULL, 10);
    g_assert_false(no_rate->is_known);
    g_assert_cmpstr(no_rate->unknown_reason, ==, "単価未登録");
    g_assert_null(no_rate->formula);
    m->monthly_page_views = 0;
    g_autoptr(KiriScore) no_views = score(a, m, r, 10);
    g_assert_false(no_views->is_known);
    g_assert_cmpstr(no_views->unknown_reason, ==, "閲覧数未登録");
    g_autoptr(KiriScore) no_medium = score(a, NULL, r, 10);
    g_assert_false(no_medium->is_known);
    a->published = KIRI_TIME_UNSET;
    m->monthly_page_views = 1;
    g_autoptr(KiriScore) no_date = score(a, m, r, 10);
    g_assert_cmpstr(no_date->unknown_reason, ==, "掲載日不明");
}

static void test_estimate(void)
{
    g_autoptr(KiriMedium) m = paper();
    g_autoptr(KiriRate) guessed = rate(KIRI_CONFIDENCE_ESTIMATE),
                        r = rate(KIRI_CONFIDENCE_CONTRACT);
    g_autoptr(KiriArticle) a = test_article("https://asa.example/1", "暮らし安全省。", 1);
    g_autoptr(KiriScore) by_rate = score(a, m, guessed, 10);
    g_assert_true(by_rate->is_known && by_rate->is_estimate);
    m->confidence = KIRI_CONFIDENCE_ESTIMATE;
    g_autoptr(KiriScore) by_traffic = score(a, m, r, 10);
    g_assert_true(by_traffic->is_known && by_traffic->is_estimate);
}

static void test_messages(void)
{
    g_autoptr(KiriRelease) release = kiri_release_new();
    kiri_strv_add(&release->messages, "訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
    kiri_strv_add(&release->messages, "令和10年度までに300市町村への拡大を目指す。");
    g_autoptr(KiriArticle) a = test_article(
        "https://asa.example/1", "約42,000世帯を訪問員約1,800人が週1回訪ねる。\n雨が降った。", 1);
    g_autoptr(KiriScore) s = score_for(a, NULL, NULL, 1, release);
    g_assert_cmpuint(kiri_recs_count(s->messages), ==, 2);
    const KiriMessageScore *told = g_ptr_array_index(s->messages, 0);
    const KiriMessageScore *untold = g_ptr_array_index(s->messages, 1);
    g_assert_cmpfloat(told->score, >=, .6);
    g_assert_nonnull(strstr(told->sentence, "42,000世帯"));
    g_assert_cmpfloat(untold->score, <, .35);
}

/* ---- the stage ---- */

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
    test_verify_clean(f->store);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static KiriClip *clip_of(KiriStore *store, gsize i)
{
    g_autofree char *article = coverage_article_id(coverage_articles[i].title);
    g_autofree char *id = kiri_clip_make_id(article, "hinata");
    KiriClip *clip = kiri_store_get(store, KIRI_NOUN_CLIP, id, NULL);
    g_assert_nonnull(clip);
    return clip;
}

static void test_quiet(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriScoreCounts counts;
    guint64 end = kiri_store_log_end(f->store);
    for (guint i = 0; i < 3; i++) {
        coverage_score(f->store, &counts);
        g_assert_cmpuint(counts.scored, ==, 0);
    }
    g_assert_cmpuint(kiri_store_log_end(f->store), ==, end);
    g_assert_cmpuint(kiri_store_cursor(f->store, "score"), ==, end);
}

/* Whatever the order of arrival, views are divided by all articles of the month. */
static void test_month(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriScoreCounts counts;
    g_autoptr(KiriClip) before = clip_of(f->store, 0);
    g_assert_cmpint(before->score->articles_that_month, ==, 1);
    g_autoptr(KiriArticle) late = test_article("https://news.example.jp/late", "雨。", 2);
    late->medium = g_strdup("zennichi");
    test_put(f->store, KIRI_NOUN_ARTICLE, late);
    coverage_score(f->store, &counts);
    g_assert_cmpuint(counts.scored, ==, 1); // of that medium's month only
    g_autoptr(KiriClip) after = clip_of(f->store, 0);
    g_assert_cmpint(after->score->articles_that_month, ==, 2);
    g_assert_cmpint(after->score->ave_yen * 2, ==, before->score->ave_yen);
}

static void renew(KiriStore *store, gint64 now_us, const char *release, KiriScoreCounts *counts)
{
    g_autoptr(GError) error = NULL;
    KiriScoreOptions options = {
        .organisation = us, .now = kiri_time_jst(now_us), .renews = TRUE, .renew_release = release};
    kiri_score_run(store, &options, counts, &error);
    g_assert_no_error(error);
}

/* The medium's own rate of the article's date; and a figure that is known stays what it
 * is until somebody asks. */
static void test_rate_of_date(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriScoreCounts counts;
    g_autoptr(KiriRate) later = rate(KIRI_CONFIDENCE_CONTRACT);
    g_free(later->id);
    later->id = g_strdup("zennichi.cpm.2026-05-01");
    g_free(later->medium);
    later->medium = g_strdup("zennichi");
    later->price_yen = 800;
    later->valid_from = kiri_time_jst(test_day_us(30));
    later->entered = kiri_time_jst(test_day_us(40));
    test_put(f->store, KIRI_NOUN_RATE, later);
    renew(f->store, test_day_us(41), NULL, &counts);
    g_autoptr(KiriClip) same = clip_of(f->store, 0);
    g_assert_cmpint(same->score->cpm_yen, ==, 400); // not valid on its day
    g_assert_cmpuint(counts.renewed, ==, 0);
    later->valid_from = kiri_time_jst(test_day_us(10));
    later->entered = kiri_time_jst(test_day_us(42));
    test_put(f->store, KIRI_NOUN_RATE, later);
    coverage_score(f->store, &counts);
    g_autoptr(KiriClip) frozen = clip_of(f->store, 0);
    g_assert_cmpint(frozen->score->cpm_yen, ==, 400);
    renew(f->store, test_day_us(43), "other", &counts);
    g_assert_cmpuint(counts.renewed, ==, 0);
    renew(f->store, test_day_us(43), "hinata", &counts);
    g_assert_cmpuint(counts.renewed, ==, 1);
    g_autoptr(KiriClip) dearer = clip_of(f->store, 0);
    g_assert_cmpint(dearer->score->cpm_yen, ==, 800);
    g_assert_cmpstr(dearer->score->rate_id, ==, "zennichi.cpm.2026-05-01");
    g_assert_cmpstr(dearer->score->book_version, !=, frozen->score->book_version);
}

#define STAGE(path, test) g_test_add(path, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ave/by-hand", test_by_hand);
    g_test_add_func("/ave/placement", test_placement);
    g_test_add_func("/ave/back-reference", test_back_reference);
    g_test_add_func("/ave/unknown", test_unknown);
    g_test_add_func("/ave/estimate", test_estimate);
    g_test_add_func("/ave/messages", test_messages);
    STAGE("/ave/stage/quiet", test_quiet);
    STAGE("/ave/stage/month", test_month);
    STAGE("/ave/stage/rate-of-date", test_rate_of_date);
    return g_test_run();
}
