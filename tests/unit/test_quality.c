// SPDX-License-Identifier: GPL-3.0-or-later
/* Quality, share of voice and targets of a summary, and that every writer tells the
 * same figures. */
#include "../support/coverage.h"

#include <kirinuki/attainment.h>

#include <string.h>

static char *written(const KiriSummary *s, const char *format)
{
    KiriBuf out;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_report_format(format)->write(s, &options, kiri_report_to_buf, &out, NULL));
    return kiri_buf_steal(&out, NULL);
}

static void test_quality(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    const KiriQuality *q = s->quality;
    g_assert_cmpint(q->scored + q->unscored, ==, s->total);
    g_assert_cmpint(q->in_headline + q->in_lead + q->in_body + q->nowhere, ==, q->scored);
    g_assert_cmpint(q->tier1 + q->tier2 + q->tier3 + q->tier_unknown, ==, s->total);
    g_assert_cmpint(q->tier1_media, ==, COVERAGE_TIER1);
    g_assert_cmpint(q->original, ==, 3); // two papers and the wire
    g_assert_cmpint(q->copied, ==, 2);
    g_assert_cmpint(q->verbatim, ==, 2);
    g_assert_cmpint(q->mentions, ==, 1);
    g_assert_cmpint(q->tone_unconfirmed, ==, s->total);
    g_assert_cmpint(q->message_chances, ==, 3 * s->unique);
    g_assert_cmpint(q->messages_wrong, >=, 1); // 1,200 visitors
    g_assert_true(q->prominence > 0 && q->prominence <= 100);
    g_assert_cmpuint(kiri_recs_count(q->forms), ==, 1);
}

/* 40 for the headline, half of 30, 20 for the front page and 10 for the picture. */
static void test_prominence(void)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autoptr(KiriScore) score = kiri_score_new();
    gdouble points = -1;
    g_assert_false(kiri_prominence(NULL, a, NULL, &points));
    g_assert_true(kiri_prominence(score, a, NULL, &points));
    g_assert_cmpfloat(points, ==, 0);
    score->sentences_about_us = 1;
    g_assert_true(kiri_prominence(score, a, NULL, &points));
    g_assert_cmpfloat(points, ==, 10);
    score->in_headline = score->in_lead = TRUE;
    score->share_about_us = .5;
    a->appearance = kiri_appearance_new();
    a->appearance->is_front_page = a->appearance->has_photo = TRUE;
    g_assert_true(kiri_prominence(score, a, NULL, &points));
    g_assert_cmpfloat(points, ==, 85);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    kiri_verdict_set_override(v, KIRI_OVERRIDE_SHARE, 1, "全て当方の記事", "山田",
                              kiri_time_jst(test_day_us(1)));
    g_assert_true(kiri_prominence(score, a, v, &points));
    g_assert_cmpfloat(points, ==, 100);
}

/* A rival's topic with one article of its own, in the period or outside it. */
static void put_rival(KiriStore *store, const char *url, gint day)
{
    KiriBatch *batch = kiri_batch_begin(store);
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->id = g_strdup("rival");
    t->name = g_strdup("よその事業");
    t->query = g_strdup("よその事業");
    t->is_comparison = TRUE;
    kiri_batch_put(batch, KIRI_NOUN_TOPIC, t);
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, url);
    a->title = g_strdup("よその事業が始まる");
    a->text = g_strdup("よその事業が始まる。");
    a->medium = g_strdup("toto");
    a->published = kiri_time_jst(test_day_us(day) + 12 * KIRI_US_PER_HOUR);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "rival");
    c->article = g_strdup(a->id);
    c->topic = g_strdup("rival");
    c->class_ = KIRI_CLASS_PUBLICITY;
    c->probability = .95;
    c->story = g_strdup(a->id);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
    test_commit(batch);
}

static void test_voices(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) alone = coverage_summary(f->store);
    g_assert_null(alone->voices);
    put_rival(f->store, "https://toto.example.jp/r/1", 13);
    put_rival(f->store, "https://toto.example.jp/r/2", 14);
    put_rival(f->store, "https://toto.example.jp/r/3", 2); // before the announcement
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->total, ==, COVERAGE_TOTAL); // a rival's coverage is not ours
    g_assert_cmpuint(s->voices->len, ==, 2);
    const KiriVoice *ours = g_ptr_array_index(s->voices, 0);
    const KiriVoice *rival = g_ptr_array_index(s->voices, 1);
    g_assert_null(ours->topic);
    g_assert_cmpint(ours->articles, ==, COVERAGE_TOTAL);
    g_assert_cmpint(ours->stories, ==, COVERAGE_UNIQUE);
    g_assert_cmpint(rival->articles, ==, 2);
    g_assert_cmpint(rival->unscored, ==, 2); // not scored yet, and said so
    g_assert_cmpfloat_with_epsilon(ours->share_articles, .8, 1e-9);
    g_assert_cmpfloat_with_epsilon(rival->share_stories, .25, 1e-9);
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery all = {.from_us = test_day_us(1),
                            .to_us = test_day_us(19),
                            .now_us = test_day_us(19),
                            .population = 123000000};
    g_autoptr(KiriSummary) period = kiri_summary_make(f->store, &all, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(period->total, ==, COVERAGE_TOTAL);
    g_assert_cmpint(((KiriVoice *)g_ptr_array_index(period->voices, 1))->articles, ==, 3);
    all.topic = "rival"; // asked for itself it is the subject, and nobody's rival
    g_autoptr(KiriSummary) itself = kiri_summary_make(f->store, &all, &error);
    g_assert_cmpuint(itself->total, ==, 3);
    g_assert_null(itself->voices);
}

static void put_target(KiriStore *store)
{
    static const struct {
        const char *measure;
        gdouble value;
    } goals[] = {{"unique", 5}, {"tier1", 4}, {"first_hours", 1}, {"critical", 0}};
    g_autoptr(KiriTarget) t = kiri_target_new();
    t->release = g_strdup("hinata");
    for (gsize i = 0; i < G_N_ELEMENTS(goals); i++)
        kiri_target_set(t, goals[i].measure, goals[i].value, "山田",
                        kiri_time_jst(test_day_us(10)));
    test_put(store, KIRI_NOUN_TARGET, t);
}

static void test_targets(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_assert_null(before->attainments);
    put_target(f->store);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    static const struct {
        const char *measure;
        gboolean is_known, is_reached;
        gint percent;
    } expected[] = {{"unique", TRUE, TRUE, 120},      // 6 of 5
                    {"tier1", TRUE, FALSE, 75},       // 3 of 4
                    {"first_hours", TRUE, TRUE, 500}, // 12 minutes of an hour
                    {"critical", FALSE, FALSE, 0}};   // nobody has looked at all of them
    g_assert_cmpuint(s->attainments->len, ==, G_N_ELEMENTS(expected));
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        const KiriAttainment *row = g_ptr_array_index(s->attainments, i);
        g_assert_cmpstr(row->measure, ==, expected[i].measure);
        g_assert_true(row->is_known == expected[i].is_known);
        g_assert_true(row->is_reached == expected[i].is_reached);
        g_assert_cmpint((gint)(row->attainment * 100 + .5), ==, expected[i].percent);
        g_assert_cmpstr(row->by, ==, "山田");
    }
}

/* What was set is not lost, and the same goal twice is one. */
static void test_target_history(void)
{
    g_autoptr(KiriTarget) t = kiri_target_new();
    KiriTime first = kiri_time_jst(test_day_us(1)), then = kiri_time_jst(test_day_us(2));
    g_assert_true(kiri_target_set(t, "unique", 20, "山田", first));
    g_assert_false(kiri_target_set(t, "unique", 20, "佐藤", then));
    g_assert_true(kiri_target_set(t, "unique", 12, "佐藤", then));
    g_assert_cmpuint(kiri_recs_count(t->goals), ==, 1);
    const KiriGoal *before = g_ptr_array_index(t->history, 0);
    g_assert_cmpfloat(before->value, ==, 20);
    g_assert_cmpstr(before->by, ==, "山田");
    g_assert_cmpstr(before->replaced_by, ==, "佐藤");
    g_assert_true(kiri_target_clear(t, "unique", "佐藤", then));
    g_assert_false(kiri_target_clear(t, "unique", "佐藤", then));
    g_assert_null(kiri_target_goal(t, "unique"));
    g_assert_cmpuint(kiri_recs_count(t->history), ==, 2);
}

/* Two earlier releases of the same organisation without coverage, one of another. */
static void test_medians(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) ours = kiri_store_get(f->store, KIRI_NOUN_RELEASE, "hinata", NULL);
    static const char *const organisations[] = {"暮らし安全省", "暮らし安全省", "よその省"};
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (gint i = 0; i < 3; i++) {
        g_autoptr(KiriRelease) r = kiri_release_new();
        r->id = g_strdup_printf("earlier-%d", i);
        r->title = g_strdup("先の発表");
        r->text = g_strdup("先の発表。");
        r->organisation = g_strdup(organisations[i]);
        r->date = kiri_time_jst(test_day_us(i));
        kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
    }
    test_commit(batch);
    KiriSummaryQuery query = {.now_us = test_day_us(19), .population = 123000000};
    g_autoptr(GPtrArray) rows = kiri_attainment_medians(f->store, &query, ours, 10, &error);
    g_assert_no_error(error);
    const KiriAttainment *total = g_ptr_array_index(rows, 0);
    g_assert_cmpstr(total->measure, ==, "total");
    g_assert_cmpint(total->earlier, ==, 2);
    g_assert_cmpfloat(total->median, ==, 0);
    for (guint i = 0; i < rows->len; i++) // what no release knows has no median
        g_assert_cmpstr(((KiriAttainment *)g_ptr_array_index(rows, i))->measure, !=, "reach_low");
}

/* What a reader reads: without markup, and in one line. */
static char *plain(const char *sheet)
{
    GString *text = g_string_new(NULL);
    gboolean is_markup = FALSE;
    for (const char *p = sheet; *p; p++) {
        is_markup = is_markup ? *p != '>' : *p == '<';
        if (!is_markup && *p != '>' && !g_ascii_isspace(*p))
            g_string_append_c(text, *p);
    }
    return g_string_free(text, FALSE);
}

/* One summary, and every format tells the same figures. */
static void test_writers_agree(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    put_target(f->store);
    put_rival(f->store, "https://toto.example.jp/r/1", 13);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *low = kiri_number_grouped(s->reach->low);
    g_autofree char *high = kiri_number_grouped(s->reach->high);
    g_autofree char *yen = kiri_number_grouped(s->ave_known_yen);
    g_autofree char *reach = g_strdup_printf("%s人～%s人", low, high);
    g_autofree char *reach_csv =
        g_strdup_printf("推定到達者数（下端）,%" G_GINT64_FORMAT ",", s->reach->low);
    g_autofree char *reach_json =
        g_strdup_printf("\"reach_low\":%" G_GINT64_FORMAT ",\"reach_high\":%" G_GINT64_FORMAT,
                        s->reach->low, s->reach->high);
    g_autofree char *yen_csv =
        g_strdup_printf("広告換算額（実績値による）,%" G_GINT64_FORMAT ",", s->ave_known_yen);
    g_autofree char *yen_json =
        g_strdup_printf("\"ave_known_yen\":%" G_GINT64_FORMAT, s->ave_known_yen);
    g_autofree char *yen_people = g_strconcat(yen, "円", NULL);
    const struct {
        const char *format, *said[10];
    } sheets[] = {
        {"text",
         {"総件数8件・実件数6件の掲載を、6媒体（うち重点媒体は3媒体）", reach, yen_people,
          "不明の4媒体", "算定不能｜値5件", "独自の記事3件、配信・転載2件",
          "当方｜記事（件）8｜割合（％）88.9",
          "実件数｜目標5件｜実績6件｜達成率（％）120｜結果達成",
          "広報効果そのものを示すものではない", NULL}},
        {"html",
         {"総件数8件・実件数6件", reach, yen_people, "不明の4媒体", "算定不能5件",
          "独自の記事3件、配信・転載2件", "当方888.9", "実件数5件6件120達成",
          "広報効果そのものを示すものではない", NULL}},
        {"csv",
         {"総件数8件・実件数6件", reach_csv, yen_csv, "不明4媒体", "広告換算額の算定不能,5,",
          "独自の記事,3,", "露出シェア：当方,88.9%", "目標5件、実績6件、達成率120％（達成）",
          "広報効果そのものを示すものではない", NULL}},
        {"jsonl",
         {"\"total\":8,\"unique\":6", reach_json, yen_json, "\"reach_media_unknown\":4",
          "\"ave_unknown\":5", "\"original\":3,\"copied\":2", "\"share_articles\":0.8889",
          "\"measure\":\"unique\"", "\"attainment\":1.2", NULL}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(sheets); i++) {
        g_autofree char *sheet = written(s, sheets[i].format);
        g_autofree char *text = i < 2 ? plain(sheet) : g_strdup(sheet);
        for (gsize k = 0; k < G_N_ELEMENTS(sheets[i].said) && sheets[i].said[k]; k++) {
            g_test_message("%s: %s", sheets[i].format, sheets[i].said[k]);
            g_assert_nonnull(strstr(text, sheets[i].said[k]));
        }
    }
}

/* A title from outside cannot end the line, nor say what a terminal obeys. */
static void test_text_is_plain(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_autoptr(KiriArticle) a =
        kiri_store_get(f->store, KIRI_NOUN_ARTICLE, kiri_summary_row(before, 0)->article, NULL);
    g_free(a->title);
    a->title = g_strdup("赤\x1b[31m\n偽の行\u202e");
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autofree char *text = written(s, "text");
    g_assert_null(strchr(text, '\x1b'));
    g_assert_null(strstr(text, "\n偽の行"));
    g_assert_null(strstr(text, "\u202e"));
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, CoverageFixture, NULL, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/quality/writers-agree", test_writers_agree);
    WITH_STORE("/quality/text-is-plain", test_text_is_plain);
    WITH_STORE("/quality/counts", test_quality);
    WITH_STORE("/quality/voices", test_voices);
    WITH_STORE("/quality/targets", test_targets);
    WITH_STORE("/quality/targets/medians", test_medians);
    g_test_add_func("/quality/targets/history", test_target_history);
    g_test_add_func("/quality/prominence", test_prominence);
    return g_test_run();
}
