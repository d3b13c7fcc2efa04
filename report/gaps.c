// SPDX-License-Identifier: GPL-3.0-or-later
/* What may be missing: a silence is said, never left as a zero. */
#include <kirinuki/summary.h>

#include <string.h>

/* A source is suspected dead when its newest entry is older than this. Feeds
 * that answer without anything new for weeks are common, so the age of the
 * newest entry counts, not the status of the answer. */
static const gint64 silence_us = 7 * KIRI_US_PER_DAY;

static void free_gap(gpointer data)
{
    KiriGapRow *gap = data;
    kiri_source_free(gap->source);
    g_free(gap->problem);
    g_free(gap);
}

static char *days_text(gint64 us)
{
    return g_strdup_printf("%" G_GINT64_FORMAT "日", us / KIRI_US_PER_DAY);
}

static char *problem_of(const KiriSource *s, gint64 now_us)
{
    if (s->failures > 0)
        return g_strdup_printf("取得失敗（連続%" G_GINT64_FORMAT "回：%s）", s->failures,
                               s->last_error ? s->last_error : "理由不明");
    if (!kiri_time_is_set(s->last_success))
        return NULL; // not asked yet
    if (kiri_time_is_set(s->newest_entry) && now_us - s->newest_entry.us >= silence_us) {
        g_autofree char *age = days_text(now_us - s->newest_entry.us);
        return g_strdup_printf("更新停止の疑い（最新の記事から%s）", age);
    }
    if (kiri_time_is_set(s->newest_entry))
        return NULL;
    if (kiri_time_is_set(s->added) && now_us - s->added.us >= silence_us &&
        !kiri_time_is_set(s->last_new))
        return g_strdup("更新停止の疑い（登録後、記事が一件もない）");
    return NULL;
}

typedef struct {
    GPtrArray *gaps;
    gint64 now_us;
} Look;

static gboolean look_at(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    Look *look = data;
    char *problem = s->is_disabled ? NULL : problem_of(s, look->now_us);
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
