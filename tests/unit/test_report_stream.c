// SPDX-License-Identifier: GPL-3.0-or-later
/* Clips of a summary one at a time, and reports that leave as they are made. */
#include <kirinuki/error.h>
#include <kirinuki/report.h>

#include "../support/coverage.h"

#include <string.h>

static char *written(const KiriSummary *s, const KiriReportFormat *format)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    KiriReportOptions options = {.era = KIRI_ERA_GENGO};
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(format->write(s, &options, kiri_report_to_buf, &out, &error));
    g_assert_no_error(error);
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)out.p, out.n);
}

/* A summary is of one moment: what happens to the store afterwards is not in it. */
static void test_one_moment(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func(g_free);
    for (const KiriReportFormat *format = kiri_report_formats; format->name; format++)
        g_ptr_array_add(before, written(s, format));
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (guint i = 0; i < s->total; i++) {
        kiri_batch_delete(batch, KIRI_NOUN_CLIP, kiri_summary_row(s, i)->clip);
        kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, kiri_summary_row(s, i)->article);
    }
    test_commit(batch);
    guint i = 0;
    for (const KiriReportFormat *format = kiri_report_formats; format->name; format++) {
        g_autofree char *after = written(s, format);
        g_assert_cmpstr(after, ==, g_ptr_array_index(before, i++));
    }
}

/* Rows say what the whole clips say. */
static gboolean compare(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    const KiriSummary *s = data;
    const KiriSummaryRow *row = kiri_summary_row(s, c->number - 1);
    KiriWorth worth = kiri_worth(c->clip->score, c->verdict);
    g_assert_cmpstr(row->clip, ==, c->clip->id);
    g_assert_cmpstr(row->article, ==, c->article->id);
    g_assert_cmpstr(row->story, ==, kiri_summary_story(c));
    g_assert_cmpstr(row->origin, ==, c->clip->origin);
    g_assert_cmpint(row->published.us, ==, c->article->published.us);
    g_assert_cmpint(row->class_, ==, c->class_);
    g_assert_cmpint(row->is_ave_known, ==, worth.is_known);
    g_assert_cmpint(row->ave_yen, ==, worth.is_known ? worth.yen : 0);
    g_assert_cmpint(row->has_contradictions, ==,
                    kiri_recs_count(c->clip->evidence->contradictions) > 0);
    g_assert_true(row->medium == c->medium);
    g_assert_null(c->article->text); // no report shows it
    return TRUE;
}

static void test_rows(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_true(kiri_summary_each(s, compare, s, &error));
    g_assert_no_error(error);
    guint excluded = 0;
    for (; excluded < s->n_excluded; excluded++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(s, excluded, &error);
        g_assert_nonnull(e->reason);
        g_assert_nonnull(e->article->title);
    }
    g_assert_cmpuint(excluded, ==, COVERAGE_EXCLUDED);
}

typedef struct {
    guint seen, most;
    gboolean fails;
} Going;

static gboolean go(const KiriSummaryClip *c, gpointer data, GError **error)
{
    Going *g = data;
    g_assert_cmpuint(c->number, ==, ++g->seen);
    if (g->seen < g->most)
        return TRUE;
    if (g->fails)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, "no more");
    return FALSE;
}

/* Stopping is no failure, and a failure is told. */
static void test_stop(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    Going three = {.most = 3}, failing = {.most = 2, .fails = TRUE};
    g_assert_true(kiri_summary_each(s, go, &three, &error));
    g_assert_cmpuint(three.seen, ==, 3);
    g_assert_false(kiri_summary_each(s, go, &failing, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO);
    g_assert_cmpuint(failing.seen, ==, 2);
}

static gboolean refuse(KiriStr bytes, gpointer calls)
{
    (void)bytes;
    ++*(guint *)calls;
    return FALSE;
}

/* A sink that takes nothing ends the work, and the writer says so. */
static void test_refused(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    for (const KiriReportFormat *format = kiri_report_formats; format->name; format++) {
        g_autoptr(GError) error = NULL;
        KiriReportOptions options = {.era = KIRI_ERA_GENGO};
        guint calls = 0;
        g_assert_false(format->write(s, &options, refuse, &calls, &error));
        g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO);
        g_assert_cmpuint(calls, ==, 1);
    }
}

typedef struct {
    gsize largest, all;
} Pieces;

static gboolean measure(KiriStr bytes, gpointer data)
{
    Pieces *p = data;
    p->largest = MAX(p->largest, bytes.n);
    p->all += bytes.n;
    return TRUE;
}

/* What has a row for each clip leaves in pieces that do not grow with their number. */
static void test_pieces(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    KiriBatch *batch = kiri_batch_begin(f->store);
    for (guint i = 0; i < 600; i++) {
        g_autofree char *url = g_strdup_printf("https://toto.example.jp/many/%u", i);
        g_autoptr(KiriArticle) a = kiri_article_new();
        g_autoptr(KiriClip) c = kiri_clip_new();
        kiri_article_set_url(a, url);
        a->title = g_strdup_printf("見守り訪問事業の見出し　その%u", i);
        a->published = kiri_time_jst(test_day_us(3) + i * KIRI_US_PER_MINUTE);
        c->id = kiri_clip_make_id(a->id, "hinata");
        c->article = g_strdup(a->id);
        c->release = g_strdup("hinata");
        c->class_ = KIRI_CLASS_PUBLICITY;
        c->probability = .97;
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
        kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
    }
    test_commit(batch);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_assert_cmpuint(s->total, ==, 600 + COVERAGE_TOTAL);
    static const char *const formats[] = {"csv", "jsonl"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        KiriReportOptions options = {.era = KIRI_ERA_GENGO};
        Pieces pieces = {0};
        g_assert_true(kiri_report_format(formats[i])->write(s, &options, measure, &pieces, NULL));
        g_assert_cmpuint(pieces.all, >, 100000);
        g_assert_cmpuint(pieces.largest, <, 80000);
    }
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, CoverageFixture, NULL, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/report-stream/one-moment", test_one_moment);
    WITH_STORE("/report-stream/rows", test_rows);
    WITH_STORE("/report-stream/stop", test_stop);
    WITH_STORE("/report-stream/refused", test_refused);
    WITH_STORE("/report-stream/pieces", test_pieces);
    return g_test_run();
}
