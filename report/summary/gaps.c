// SPDX-License-Identifier: GPL-3.0-or-later
/* What may be missing: a silence or a failure is said in words, with what was to
 * be expected and since when, and never left as a zero. The judgement itself is
 * kiri_source_health()'s. */
#include "words/words.h"

#include <kirinuki/health.h>
#include <kirinuki/summary.h>

#include <math.h>
#include <string.h>

static void free_gap(gpointer data)
{
    KiriGapRow *gap = data;
    kiri_source_free(gap->source);
    g_free(gap->problem);
    g_free(gap);
}

static void add_date(GString *text, gint64 us)
{
    g_auto(KiriBuf) date;
    kiri_buf_init(&date, KIRI_BUF_UNCAPPED);
    kiri_report_date(us, KIRI_ERA_SEIREKI, TRUE, &date);
    g_string_append_len(text, date.p, (gssize)date.n);
}

static void add_age(GString *text, gint64 us)
{
    if (us >= KIRI_US_PER_DAY)
        g_string_append_printf(text, "%" G_GINT64_FORMAT "日", us / KIRI_US_PER_DAY);
    else
        g_string_append_printf(text, "%" G_GINT64_FORMAT "時間", us / KIRI_US_PER_HOUR);
}

/* 取得失敗（サーバーに接続できない。2026年4月10日（金）9時00分から連続4回：…） */
static char *failing_text(const KiriSource *s, const KiriHealth *h)
{
    GString *text = g_string_new("取得失敗（");
    const char *kind = kiri_report_failure_name((KiriFailure)s->failure);
    if (kind)
        g_string_append_printf(text, "%s。", kind);
    if (kiri_time_is_set(s->failing_since)) {
        add_date(text, h->since_us);
        g_string_append(text, "から");
    }
    g_string_append_printf(text, "連続%" G_GINT64_FORMAT "回：%s）", s->failures,
                           s->last_error ? s->last_error : "理由不明");
    return g_string_free(text, FALSE);
}

/* One in how many, to one digit: "約2000回に1回". */
static void add_rarity(GString *text, gdouble probability)
{
    if (probability < 1e-6) {
        g_string_append(text, "100万回に1回もない");
        return;
    }
    gdouble unit = pow(10, floor(log10(1 / probability)));
    gint64 n = (gint64)(floor(1 / probability / unit) * unit + .5);
    g_string_append_printf(text, "約%" G_GINT64_FORMAT "回に1回の", n);
}

/* 更新停止の疑い（最新の記事から9日。平常なら約2000回に1回の途絶。直近7日間は…） */
static char *silent_text(const KiriSource *s, const KiriHealth *h)
{
    gboolean has_entries = kiri_time_is_set(s->newest_entry) || kiri_time_is_set(s->last_new);
    if (!has_entries)
        return g_strdup("更新停止の疑い（登録後、記事が一件もない）");
    GString *text = g_string_new("更新停止の疑い（最新の記事から");
    add_age(text, s->last_success.us - h->since_us);
    if (h->probability < 1) {
        g_string_append(text, "。平常なら");
        add_rarity(text, h->probability);
        g_string_append(text, "途絶");
    }
    if (h->expected >= 0)
        g_string_append_printf(
            text, "。直近7日間は見込み約%" G_GINT64_FORMAT "件に対し%" G_GINT64_FORMAT "件",
            (gint64)(h->expected + .5), (gint64)(h->actual + .5));
    g_string_append(text, "）");
    return g_string_free(text, FALSE);
}

static char *problem_of(const KiriSource *s, gint64 now_us)
{
    KiriHealth h = kiri_source_health(s, now_us);
    if (h.state == KIRI_HEALTH_FAILING || h.state == KIRI_HEALTH_DEAD)
        return failing_text(s, &h);
    return h.state == KIRI_HEALTH_SILENT ? silent_text(s, &h) : NULL;
}

typedef struct {
    GPtrArray *gaps;
    gint64 now_us;
} Look;

static gboolean look_at(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Look *look = data;
    char *problem = problem_of(s, look->now_us);
    if (problem) {
        KiriGapRow *gap = g_new0(KiriGapRow, 1);
        gap->source = kiri_record_copy(&kiri_source_shape, s);
        gap->problem = problem;
        g_ptr_array_add(look->gaps, gap);
    }
    return TRUE;
}

static gint by_url(gconstpointer a, gconstpointer b)
{
    return strcmp((*(KiriGapRow *const *)a)->source->url, (*(KiriGapRow *const *)b)->source->url);
}

GPtrArray *kiri_summary_gaps(KiriStore *store, gint64 now_us, GError **error)
{
    Look look = {g_ptr_array_new_with_free_func(free_gap), now_us};
    if (!kiri_store_each(store, KIRI_NOUN_SOURCE, "", look_at, &look, error)) {
        g_ptr_array_unref(look.gaps);
        return NULL;
    }
    g_ptr_array_sort(look.gaps, by_url);
    return look.gaps;
}
