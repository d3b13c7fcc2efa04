// SPDX-License-Identifier: GPL-3.0-or-later
/* Profiles: a medium's pieces are its part of the summary, no more and no less; a
 * journalist's are those with the byline, without a word on tone. */
#include "../support/overview.h"

#include <kirinuki/people.h>
#include <kirinuki/profile.h>

static KiriSummaryQuery query_of(gint64 from_us, gint64 to_us)
{
    return (KiriSummaryQuery){.from_us = from_us,
                              .to_us = to_us,
                              .now_us = test_day_us(19),
                              .organisation = "暮らし安全省",
                              .population = 123000000};
}

static KiriMediumProfile *medium_of(KiriStore *store, const char *id, gint64 from_us, gint64 to_us)
{
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery q = query_of(from_us, to_us);
    KiriMediumProfile *p = kiri_medium_profile_make(store, &q, id, &error);
    g_assert_no_error(error);
    return p;
}

/* All media together are the summary of the period. */
static void test_media_sum_up(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    coverage_fill(f->store);
    KiriSummaryQuery q = query_of(test_day_us(12), test_day_us(14));
    g_autoptr(KiriSummary) s = kiri_summary_make(f->store, &q, &error);
    g_assert_no_error(error);
    gint64 total = 0, ave = 0, months = 0, released = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_media); i++) {
        g_autoptr(KiriMediumProfile) p =
            medium_of(f->store, coverage_media[i].id, test_day_us(12), test_day_us(14));
        total += p->counts->total;
        ave += p->counts->ave_known_yen + p->counts->ave_estimate_yen;
        g_assert_cmpint(p->all_total, ==, s->total);
        g_assert_cmpint(p->all_unique, ==, s->unique);
        g_assert_cmpint(p->published, >=, p->counts->total);
        g_assert_cmpint(kiri_recs_count(p->pieces), ==, p->counts->total);
        for (guint m = 0; m < kiri_recs_count(p->months); m++)
            months += ((KiriTally *)g_ptr_array_index(p->months, m))->total;
        for (guint r = 0; r < kiri_recs_count(p->releases); r++)
            released += ((KiriTally *)g_ptr_array_index(p->releases, r))->total;
    }
    g_assert_cmpint(total, ==, s->total);
    g_assert_cmpint(months, ==, s->total);
    g_assert_cmpint(released, ==, s->total);
    g_assert_cmpint(ave, ==, s->ave_known_yen + s->ave_estimate_yen);
}

static void test_medium(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    g_autoptr(KiriMediumProfile) p = medium_of(f->store, "hiroba", G_MININT64, G_MAXINT64);
    g_assert_cmpint(p->counts->total, ==, 2); // the piece that a person refused is none
    g_assert_cmpint(p->counts->syndicated, ==, 1);
    g_assert_cmpint(p->counts->verbatim, ==, 1);
    g_assert_cmpint(p->published, ==, 3);
    /* Copied from the wire, and from the release wire. */
    g_assert_cmpuint(p->wires->len, ==, 2);
    g_assert_cmpint(p->timed, ==, 1); // the verbatim republication is no coverage
    g_assert_cmpint(p->median_minutes, ==, 90);
    g_autoptr(KiriMediumProfile) zennichi = medium_of(f->store, "zennichi", G_MININT64, G_MAXINT64);
    guint rates = 0;
    for (guint i = 0; i < kiri_recs_count(zennichi->rows); i++)
        rates += ((KiriProfileRow *)g_ptr_array_index(zennichi->rows, i))->is_rate ? 1 : 0;
    g_assert_cmpuint(rates, ==, 1);
}

static void test_corrections(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autofree char *article = coverage_article_id("高齢者見守りに訪問員1,200人　新事業「ひなた」");
    g_autofree char *clip = kiri_clip_make_id(article, "hinata");
    static const KiriHandlingStatus steps[] = {KIRI_HANDLING_OPEN, KIRI_HANDLING_CORRECTION_ASKED,
                                               KIRI_HANDLING_CORRECTED};
    coverage_fill(f->store);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autoptr(KiriVerdict) before = kiri_store_get(f->store, KIRI_NOUN_VERDICT, clip, NULL);
        g_autoptr(KiriVerdict) v =
            before ? kiri_record_copy(&kiri_verdict_shape, before) : kiri_verdict_new();
        g_free(v->clip);
        v->clip = g_strdup(clip);
        if (!v->handling)
            v->handling = kiri_handling_new();
        v->handling->status = (gint)steps[i];
        kiri_verdict_change(before, v, KIRI_ACTION_HANDLE, "Sato",
                            kiri_time_jst(test_day_us(14 + (gint)i)));
        test_put(f->store, KIRI_NOUN_VERDICT, v);
        g_autoptr(KiriMediumProfile) p = medium_of(f->store, "toto", G_MININT64, G_MAXINT64);
        g_assert_cmpint(p->corrections_asked, ==, i > 0 ? 1 : 0);
        g_assert_cmpint(p->corrections_made, ==, i > 1 ? 1 : 0);
    }
}

static void sign(KiriStore *store, const char *title, const char *name)
{
    g_autofree char *id = coverage_article_id(title);
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, id, NULL);
    kiri_strv_add(&a->authors, name);
    test_put(store, KIRI_NOUN_ARTICLE, a);
}

static KiriJournalistProfile *journalist_of(KiriStore *store, const char *name, gint64 from_us,
                                            gint64 to_us)
{
    g_autoptr(GError) error = NULL;
    KiriJournalistProfile *p =
        kiri_journalist_profile_make(store, name, from_us, to_us, test_day_us(19), &error);
    g_assert_no_error(error);
    return p;
}

static void test_journalist(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    sign(f->store, "独り暮らし高齢者を週1回訪問　「ひなた」7月開始", "山田 太郎");
    sign(f->store, "高齢者見守りに訪問員1,200人　新事業「ひなた」", "山田太郎");
    sign(f->store, "見守りアプリの選び方", "山田太郎"); // refused: no coverage
    g_autoptr(KiriJournalistProfile) p =
        journalist_of(f->store, "山田　太郎", G_MININT64, G_MAXINT64);
    g_assert_cmpint(p->articles, ==, 2);
    g_assert_cmpint(p->publicity, ==, 2);
    g_assert_cmpuint(p->media->len, ==, 2);
    g_assert_cmpuint(kiri_recs_count(p->pieces), ==, 2);
    g_assert_cmpint(((KiriProfileCount *)g_ptr_array_index(p->releases, 0))->count, ==, 2);
    gint64 days = 0;
    for (guint i = 0; i < p->weekdays->len; i++)
        days += ((KiriProfileCount *)g_ptr_array_index(p->weekdays, i))->count;
    g_assert_cmpint(days, ==, 2);
    /* By rule: personal data notice, and no tone anywhere. */
    g_autofree char *says = OVERVIEW_SAYS(kiri_journalist_profile_write, p, "text", KIRI_REPORT_JA);
    g_autofree char *json =
        OVERVIEW_SAYS(kiri_journalist_profile_write, p, "jsonl", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "個人情報の取扱い"));
    static const char *const words[] = {"肯定的", "批判的", "positive", "critical", "tone"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_assert_null(strstr(says, words[i]));
        g_assert_null(strstr(json, words[i]));
    }
    g_autoptr(KiriJournalistProfile) one =
        journalist_of(f->store, "山田太郎", test_day_us(13), G_MAXINT64);
    g_assert_cmpint(one->articles, ==, 1);
    g_assert_null(journalist_of(f->store, "山田太郎", G_MININT64, test_day_us(12)));
    g_assert_null(journalist_of(f->store, "誰か", G_MININT64, G_MAXINT64));
    gboolean is_new = FALSE;
    g_assert_true(kiri_people_forget(f->store, "山田太郎", &is_new, NULL));
    g_assert_null(journalist_of(f->store, "山田太郎", G_MININT64, G_MAXINT64));
}

static void test_formats(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const words[] = {"新聞",   "通信", "日報",   "ひろば", "ワイヤー",
                                        "ひなた", "独り", "孤立",   "見守り", "媒体資料",
                                        "料金表", "山田", "https:", NULL};
    coverage_fill(f->store);
    sign(f->store, "独り暮らし高齢者を週1回訪問　「ひなた」7月開始", "山田 太郎");
    g_autoptr(KiriMediumProfile) m =
        medium_of(f->store, "zennichi", test_day_us(0), test_day_us(30));
    g_autoptr(KiriJournalistProfile) j =
        journalist_of(f->store, "山田太郎", G_MININT64, G_MAXINT64);
    g_autofree char *medium = OVERVIEW_SAYS(kiri_medium_profile_write, m, "text", KIRI_REPORT_EN);
    g_autofree char *person =
        OVERVIEW_SAYS(kiri_journalist_profile_write, j, "text", KIRI_REPORT_EN);
    overview_assert_english(medium, words);
    overview_assert_english(person, words);
    g_autofree char *html = OVERVIEW_SAYS(kiri_medium_profile_write, m, "html", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(html, "媒体別の報道状況：全日新聞"));
}

/* A medium that never wrote of us, and one that is none. */
static void test_empty(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery q = query_of(G_MININT64, G_MAXINT64);
    KiriBatch *batch = kiri_batch_begin(f->store);
    coverage_put_media(batch);
    test_commit(batch);
    g_autoptr(KiriMediumProfile) p = medium_of(f->store, "toto", G_MININT64, G_MAXINT64);
    g_assert_cmpint(p->counts->total, ==, 0);
    g_autofree char *says = OVERVIEW_SAYS(kiri_medium_profile_write, p, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "該当なし。"));
    g_assert_null(kiri_medium_profile_make(f->store, &q, "nobody", &error));
    g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name_, test_)                                                                          \
    g_test_add("/profile/" name_, TestStore, NULL, test_store_set_up, test_, test_store_tear_down)
    ADD("media-sum-up", test_media_sum_up);
    ADD("medium", test_medium);
    ADD("corrections", test_corrections);
    ADD("journalist", test_journalist);
    ADD("formats", test_formats);
    ADD("empty", test_empty);
    return g_test_run();
}
