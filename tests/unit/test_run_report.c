// SPDX-License-Identifier: GPL-3.0-or-later
/* The run report: every run of the period is told once, with its end; what did not run,
 * what failed, what came late and what did not come is said. */
#include "../support/overview.h"

#include <kirinuki/run_report.h>

enum { NOW_DAY = 8 };

static KiriRunReport *report_of(KiriStore *store, gint from_day, gint to_day)
{
    g_autoptr(GError) error = NULL;
    KiriRunReportQuery q = {.from_us = test_day_us(from_day),
                            .to_us = test_day_us(to_day),
                            .now_us = test_day_us(NOW_DAY),
                            .store_bytes = -1,
                            .disk_free_bytes = -1};
    KiriRunReport *r = kiri_run_report_make(store, &q, &error);
    g_assert_no_error(error);
    return r;
}

static void put_run(KiriStore *store, const char *id, gint64 started_us, gint64 minutes,
                    gint64 exit_code, const char *failure)
{
    g_autoptr(KiriRun) run = kiri_run_new();
    run->id = g_strdup(id);
    run->command = g_strdup("run");
    run->started = kiri_time_jst(started_us);
    if (minutes >= 0)
        run->ended = kiri_time_jst(started_us + minutes * KIRI_US_PER_MINUTE);
    run->exit_code = exit_code;
    run->articles_new = 10;
    run->aliases_found = 2;
    run->pages_failed = failure ? 1 : 0;
    if (failure)
        kiri_run_add_failure(run, "https://a.example/", failure);
    test_put(store, KIRI_NOUN_RUN, run);
}

static void test_runs(TestStore *f, gconstpointer data)
{
    (void)data;
    put_run(f->store, "0", test_day_us(1) - 1, 5, 0, NULL); // the evening before
    put_run(f->store, "1", test_day_us(1), 60, 0, NULL);
    put_run(f->store, "2", test_day_us(1) + 3 * KIRI_US_PER_HOUR, 30, 3,
            "'https://a.example/1': connection timed out after 15 s");
    put_run(f->store, "3", test_day_us(2), 30, 3,
            "'https://b.example/2': connection timed out after 7 s");
    put_run(f->store, "4", test_day_us(2) + KIRI_US_PER_HOUR, 10, 4, "no space left");
    put_run(f->store, "5", test_day_us(3) - KIRI_US_PER_MINUTE, -1, 0, NULL);
    put_run(f->store, "6", test_day_us(3), 5, 0, NULL); // the morning after
    g_autoptr(KiriRunReport) r = report_of(f->store, 1, 3);
    g_assert_cmpint(r->n_runs, ==, 5);
    g_assert_cmpint(r->n_done, ==, 1);
    g_assert_cmpint(r->n_partly, ==, 2);
    g_assert_cmpint(r->n_failed, ==, 1);
    g_assert_cmpint(r->n_open, ==, 1);
    g_assert_cmpint(r->n_done + r->n_partly + r->n_failed + r->n_interrupted + r->n_open, ==,
                    r->n_runs);
    g_assert_cmpint(r->sum->articles_new, ==, 50);
    g_assert_cmpint(r->sum->aliases_found, ==, 10);
    g_assert_cmpint(r->sum->exit_code, ==, 0); // no sum of exit codes
    /* Failures of one kind are one row, whatever address and number. */
    g_assert_cmpuint(r->failures->len, ==, 2);
    const KiriRunCount *first = g_ptr_array_index(r->failures, 0);
    g_assert_cmpint(first->count, ==, 2);
    g_assert_cmpstr(first->name, ==, "'…': connection timed out after N s");
    g_assert_cmpint(r->failures_noted, ==, 3);
    /* The longest time without a run first. */
    const KiriRunPause *pause = g_ptr_array_index(r->pauses, 0);
    g_assert_cmpint(pause->from.us, ==, test_day_us(2) + 70 * KIRI_US_PER_MINUTE);
    g_assert_cmpint(pause->minutes, ==, 24 * 60 - 71);
    g_autofree char *says = OVERVIEW_SAYS(kiri_run_report_write, r, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "5回（正常1、一部失敗2、失敗1、中断0、終了の記録なし1）"));
}

static void put_source(KiriStore *store, const char *id, gint added_day, gint newest_day,
                       gint64 failures)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup_printf("https://news.example.jp/%s.xml", id);
    s->added = kiri_time_jst(test_day_us(added_day));
    s->last_poll = s->last_success = kiri_time_jst(test_day_us(NOW_DAY));
    s->newest_entry = kiri_time_jst(test_day_us(newest_day));
    s->failures = failures;
    s->failure = failures ? KIRI_FAILURE_SERVER : KIRI_FAILURE_NONE;
    s->failing_since = failures ? kiri_time_jst(test_day_us(NOW_DAY - 1)) : KIRI_TIME_UNSET;
    s->last_error = failures ? g_strdup("HTTP 503") : NULL;
    test_put(store, KIRI_NOUN_SOURCE, s);
}

static void put_article(KiriStore *store, const char *source, gint64 published_us,
                        gint64 delay_minutes)
{
    static guint n;
    g_autofree char *url = g_strdup_printf("https://news.example.jp/%u", ++n);
    g_autoptr(KiriArticle) a = test_article(url, url, 0);
    a->published = kiri_time_jst(published_us);
    a->fetched = kiri_time_jst(published_us + delay_minutes * KIRI_US_PER_MINUTE);
    a->source = g_strdup(source);
    kiri_strv_add(&a->sources, source);
    test_put(store, KIRI_NOUN_ARTICLE, a);
}

/* Delay: of what was published to the minute while its source was followed. */
static void test_delay(TestStore *f, gconstpointer data)
{
    (void)data;
    static const gint64 delays[] = {3, 60, 5, 4, 200};
    put_source(f->store, "s1", 1, 7, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(delays); i++)
        put_article(f->store, "s1", test_day_us(2) + (gint64)i, delays[i]);
    put_article(f->store, "s1", test_day_us(0), 9000);      // before it was followed
    put_article(f->store, "unknown", test_day_us(3), 9000); // an import
    g_autoptr(KiriArticle) day = test_article("https://news.example.jp/day", "日。", 3);
    day->published.precision = KIRI_PRECISION_DAY;
    day->source = g_strdup("s1");
    test_put(f->store, KIRI_NOUN_ARTICLE, day);
    g_autoptr(KiriRunReport) r = report_of(f->store, 0, 7);
    g_assert_cmpint(r->articles, ==, 8);
    g_assert_cmpint(r->delayed, ==, 5);
    g_assert_cmpint(r->delay_median_s, ==, 5 * 60);
    g_assert_cmpint(r->delay_max_s, ==, 200 * 60);
    g_assert_cmpuint(r->days->len, ==, 7);
    gint64 sum = 0;
    for (guint i = 0; i < r->days->len; i++)
        sum += ((KiriRunDay *)g_ptr_array_index(r->days, i))->articles;
    g_assert_cmpint(sum, ==, r->articles);
}

static void test_sources(TestStore *f, gconstpointer data)
{
    (void)data;
    put_source(f->store, "ok", 0, 7, 0);
    put_source(f->store, "failing", 0, 7, 4);
    g_autoptr(KiriRunReport) r = report_of(f->store, 0, 7);
    gint64 sum = 0;
    for (guint i = 0; i < r->health->len; i++)
        sum += ((KiriRunCount *)g_ptr_array_index(r->health, i))->count;
    g_assert_cmpint(sum, ==, 2);
    g_assert_cmpuint(r->sources->len, ==, 1);
    g_assert_cmpstr(((KiriRunSource *)g_ptr_array_index(r->sources, 0))->id, ==, "failing");
    g_assert_cmpstr(((KiriRunCount *)g_ptr_array_index(r->failure_kinds, 0))->name, ==, "server");
    g_autofree char *says = OVERVIEW_SAYS(kiri_run_report_write, r, "text", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(says, "サーバーの障害"));
    g_assert_nonnull(strstr(says, "HTTP 503"));
}

static void test_empty(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autoptr(KiriRunReport) r = report_of(f->store, 0, 7);
    g_autofree char *json = OVERVIEW_SAYS(kiri_run_report_write, r, "jsonl", KIRI_REPORT_JA);
    g_autofree char *english = OVERVIEW_SAYS(kiri_run_report_write, r, "text", KIRI_REPORT_EN);
    g_autofree char *html = OVERVIEW_SAYS(kiri_run_report_write, r, "html", KIRI_REPORT_EN);
    g_assert_nonnull(strstr(json, "\"type\":\"run_report\""));
    g_assert_nonnull(strstr(json, "\"n_runs\":0"));
    g_assert_nonnull(html);
    overview_assert_english(english, none);
}

/* Everything that can stand there, in English. */
static void test_english(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autoptr(GError) error = NULL;
    put_run(f->store, "1", test_day_us(1), 60, 0, NULL);
    put_run(f->store, "2", test_day_us(2), -1, 3, "no answer");
    put_source(f->store, "failing", 0, 7, 4);
    put_article(f->store, "failing", test_day_us(3), 12);
    KiriRunReportQuery q = {.from_us = test_day_us(0),
                            .to_us = test_day_us(7),
                            .now_us = test_day_us(NOW_DAY),
                            .media_not_audited = 2};
    KiriRunAudit *audit = kiri_run_audit_new();
    audit->name = g_strdup("Daily");
    audit->has_estimate = TRUE;
    audit->coverage = .9;
    kiri_recs_add(&q.audits, audit);
    g_autoptr(KiriRunReport) r = kiri_run_report_make(f->store, &q, &error);
    g_assert_no_error(error);
    g_autofree char *english = OVERVIEW_SAYS(kiri_run_report_write, r, "text", KIRI_REPORT_EN);
    overview_assert_english(english, none);
    g_assert_nonnull(strstr(english, "Daily"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name_, test_)                                                                          \
    g_test_add("/run-report/" name_, TestStore, NULL, test_store_set_up, test_,                    \
               test_store_tear_down)
    ADD("runs", test_runs);
    ADD("delay", test_delay);
    ADD("sources", test_sources);
    ADD("empty", test_empty);
    ADD("english", test_english);
    return g_test_run();
}
