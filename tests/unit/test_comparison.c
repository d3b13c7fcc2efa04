// SPDX-License-Identifier: GPL-3.0-or-later
/* Comparisons: their figures are those of the summaries, differences are to the first,
 * nothing is said of what is not known, and unequal collection is told instead. */
#include "../support/overview.h"

#include <kirinuki/comparison.h>
#include <kirinuki/error.h>

static const KiriSummaryQuery *query(void)
{
    static KiriSummaryQuery q;
    q = (KiriSummaryQuery){.from_us = G_MININT64,
                           .to_us = G_MAXINT64,
                           .now_us = test_day_us(19) + 9 * KIRI_US_PER_HOUR,
                           .organisation = "暮らし安全省",
                           .population = 123000000};
    return &q;
}

static KiriComparison *compare(KiriStore *store, const KiriComparisonOf *of)
{
    g_autoptr(GError) error = NULL;
    KiriComparison *c = kiri_comparison_make(store, query(), of, &error);
    g_assert_no_error(error);
    return c;
}

static const KiriComparisonCell *cell(const KiriComparison *c, const char *measure, guint i)
{
    for (guint r = 0; r < kiri_recs_count(c->rows); r++) {
        const KiriComparisonRow *row = g_ptr_array_index(c->rows, r);
        if (strcmp(row->measure, measure) == 0)
            return g_ptr_array_index(row->cells, i);
    }
    return NULL;
}

/* A second release with one clip, a day later. */
static void put_small(KiriStore *store)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("small");
    r->title = g_strdup("小さな発表");
    r->date = kiri_time_jst(test_day_us(14) + 10 * KIRI_US_PER_HOUR);
    test_put(store, KIRI_NOUN_RELEASE, r);
    g_autoptr(KiriArticle) a = test_article("https://news.example.jp/small", "本文。", 14);
    a->published = kiri_time_jst(r->date.us + 95 * KIRI_US_PER_MINUTE);
    a->medium = g_strdup("toto");
    test_put(store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "small");
    c->article = g_strdup(a->id);
    c->release = g_strdup("small");
    c->class_ = KIRI_CLASS_PUBLICITY;
    c->probability = .95;
    test_put(store, KIRI_NOUN_CLIP, c);
}

static void test_releases(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *const ids[] = {"hinata", "small", NULL};
    coverage_fill(f->store);
    put_small(f->store);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(KiriComparison) c = compare(f->store, &(KiriComparisonOf){.releases = ids, .n = 2});
    g_assert_cmpfloat(cell(c, "total", 0)->value, ==, s->total);
    g_assert_cmpfloat(cell(c, "unique", 0)->value, ==, s->unique);
    g_assert_cmpfloat(cell(c, "media", 0)->value, ==, s->media);
    g_assert_cmpfloat(cell(c, "tier1_media", 0)->value, ==, s->tier1_media);
    g_assert_cmpfloat(cell(c, "verbatim", 0)->value, ==, s->by_class[KIRI_CLASS_VERBATIM]);
    g_assert_cmpfloat(cell(c, "ave_known_yen", 0)->value, ==, s->ave_known_yen);
    g_assert_cmpint(cell(c, "ave_known_yen", 0)->of, ==, s->ave_known);
    g_assert_cmpfloat(cell(c, "reach_high", 0)->value, ==, s->reach->high);
    g_assert_cmpfloat(cell(c, "message_share", 0)->value, ==, s->quality->message_share);
    g_assert_cmpfloat(cell(c, "total", 1)->value, ==, 1);
    g_assert_cmpfloat(cell(c, "total", 1)->difference, ==, 1 - (gdouble)COVERAGE_TOTAL);
    g_assert_cmpfloat(cell(c, "total", 1)->ratio, ==, 1. / COVERAGE_TOTAL);
    g_assert_cmpfloat(cell(c, "first_minutes", 1)->value, ==, 95);
    g_assert_false(cell(c, "total", 0)->has_difference);
    /* What nobody scored is unknown, and no difference is made of it. */
    g_assert_false(cell(c, "prominence", 1)->is_known);
    g_assert_false(cell(c, "prominence", 1)->has_difference);
    g_assert_false(cell(c, "ave_known_yen", 1)->is_known);
    g_assert_cmpfloat(cell(c, "ave_unknown", 1)->value, ==, 1);
}

/* The parts of each subject sum up to it, in clips, and by kind in stories. */
static void test_sums(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(KiriFigures) figures = kiri_figures_of(s);
    const GPtrArray *parts[] = {figures->kinds, figures->media};
    for (gsize p = 0; p < G_N_ELEMENTS(parts); p++) {
        KiriTally sum = {0};
        for (guint i = 0; i < parts[p]->len; i++) {
            const KiriTally *t = g_ptr_array_index(parts[p], i);
            sum.total += t->total;
            sum.unique += t->unique;
            sum.ave_known_yen += t->ave_known_yen;
            sum.ave_unknown += t->ave_unknown;
            g_assert_cmpint(t->publicity + t->syndicated + t->verbatim + t->mention, ==, t->total);
            g_assert_cmpint(t->ave_known + t->ave_estimate + t->ave_unknown, ==, t->total);
        }
        g_assert_cmpint(sum.total, ==, s->total);
        g_assert_cmpint(sum.ave_known_yen, ==, s->ave_known_yen);
        g_assert_cmpint(sum.ave_unknown, ==, s->ave_unknown);
        g_assert_cmpint(sum.unique, >=, s->unique);
        if (p == 0)
            g_assert_cmpint(sum.unique, ==, s->unique);
    }
    g_assert_cmpint(figures->counts->unique, ==, s->unique);
    g_assert_cmpint(figures->counts->media, ==, s->media);
    g_assert_cmpuint(figures->media->len, ==, s->media);
}

static void set_covered(KiriStore *store, const char *id, gint day)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSource) s = kiri_store_get(store, KIRI_NOUN_SOURCE, id, &error);
    s->covered_from = kiri_time_jst(test_day_us(day));
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put_source_state(batch, s);
    test_commit(batch);
}

/* Periods: what begins before the collection is not compared, what had other sources is
 * compared with a word of warning. */
static void test_unequal(TestStore *f, gconstpointer data)
{
    (void)data;
    const KiriSpan spans[] = {{test_day_us(0), test_day_us(12)},
                              {test_day_us(12), test_day_us(15)}};
    const KiriSpan later[] = {{test_day_us(12), test_day_us(14)},
                              {test_day_us(14), test_day_us(16)}};
    coverage_fill(f->store);
    set_covered(f->store, "alive", 10);
    g_autoptr(KiriComparison) early =
        compare(f->store, &(KiriComparisonOf){.spans = spans, .n = 2});
    g_assert_false(((KiriComparisonBasis *)g_ptr_array_index(early->bases, 1))->is_comparable);
    g_assert_false(cell(early, "total", 1)->has_difference);
    g_autofree char *says = OVERVIEW_SAYS(kiri_comparison_write, early, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "比較不可"));
    g_assert_nonnull(strstr(says, "収集開始前"));
    set_covered(f->store, "silent", 13);
    g_autoptr(KiriComparison) other =
        compare(f->store, &(KiriComparisonOf){.spans = later, .n = 2});
    const KiriComparisonBasis *basis = g_ptr_array_index(other->bases, 1);
    g_assert_true(basis->is_comparable);
    g_assert_false(basis->is_equal);
    g_assert_cmpint(basis->first_sources, ==, 1);
    g_assert_cmpint(basis->sources, ==, 2);
    g_assert_true(cell(other, "total", 1)->has_difference);
    g_autofree char *warns = OVERVIEW_SAYS(kiri_comparison_write, other, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(warns, "収集の条件が等しくない"));
}

static void test_empty(TestStore *f, gconstpointer data)
{
    (void)data;
    const KiriSpan spans[] = {{test_day_us(0), test_day_us(1)}, {test_day_us(1), test_day_us(2)}};
    g_autoptr(KiriComparison) c = compare(f->store, &(KiriComparisonOf){.spans = spans, .n = 2});
    g_assert_cmpfloat(cell(c, "total", 1)->value, ==, 0);
    g_assert_false(cell(c, "total", 1)->has_ratio);
    g_autofree char *says = OVERVIEW_SAYS(kiri_comparison_write, c, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "0件"));
}

static void test_formats(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *const ids[] = {"hinata", "small", NULL};
    static const char *const words[] = {"独り暮らし", "小さな", "新聞",     "通信",
                                        "日報",       "ひろば", "ワイヤー", NULL};
    coverage_fill(f->store);
    put_small(f->store);
    g_autoptr(KiriComparison) c = compare(f->store, &(KiriComparisonOf){.releases = ids, .n = 2});
    g_autofree char *html = OVERVIEW_SAYS(kiri_comparison_write, c, "html", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(html, "報道発表の比較"));
    g_autofree char *json = OVERVIEW_SAYS(kiri_comparison_write, c, "jsonl", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(json, "{\"type\":\"comparison\",\"is_of_releases\":true"));
    g_assert_nonnull(strstr(json, "\"complete\":true}\n"));
    g_autofree char *english = OVERVIEW_SAYS(kiri_comparison_write, c, "text", KIRI_REPORT_EN);
    overview_assert_english(english, words);
    g_assert_nonnull(strstr(english, "Releases side by side"));
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_false(kiri_comparison_write(c, kiri_report_format("csv"), &(KiriReportOptions){0},
                                         kiri_report_to_buf, &out, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name_, test_)                                                                          \
    g_test_add("/comparison/" name_, TestStore, NULL, test_store_set_up, test_,                    \
               test_store_tear_down)
    ADD("releases", test_releases);
    ADD("sums", test_sums);
    ADD("unequal", test_unequal);
    ADD("empty", test_empty);
    ADD("formats", test_formats);
    return g_test_run();
}
