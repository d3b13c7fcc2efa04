// SPDX-License-Identifier: GPL-3.0-or-later
/* What watch knows about itself. */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FAILURES = 100 };

void kiri_watch_merge_run(KiriRun *to, KiriRun *from)
{
    const KiriShape *shape = &kiri_run_shape;
    for (guint i = 0; i < shape->n_fields; i++) {
        const KiriField *f = &shape->fields[i];
        if (f->type != KIRI_FIELD_I64 || f->offset == offsetof(KiriRun, exit_code))
            continue;
        gint64 *n = (gint64 *)(gpointer)((char *)from + f->offset);
        *(gint64 *)(gpointer)((char *)to + f->offset) += *n;
        *n = 0;
    }
    for (guint i = 0; i < kiri_recs_count(from->failures); i++) {
        const KiriRunFailure *failure = from->failures->pdata[i];
        if (kiri_recs_count(to->failures) < MOST_FAILURES)
            kiri_run_add_failure(to, failure->subject, failure->what);
    }
    for (guint i = 0; i < kiri_recs_count(from->failures); i++)
        kiri_run_failure_free(from->failures->pdata[i]);
    g_clear_pointer(&from->failures, g_ptr_array_unref);
}

void kiri_watch_add_delay(KiriWatch *w, gint64 delay_s)
{
    pthread_mutex_lock(&w->lock);
    kiri_delays_add(&w->delays, delay_s);
    w->recent_delays[w->n_delays++ % KIRI_WATCH_DELAYS] = delay_s;
    pthread_mutex_unlock(&w->lock);
}

static int compare_i64(const void *a, const void *b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return (x > y) - (x < y);
}

/* Under the lock. */
static gint64 median_delay_s(const KiriWatch *w)
{
    gint64 sorted[KIRI_WATCH_DELAYS];
    gsize n = (gsize)MIN(w->n_delays, KIRI_WATCH_DELAYS);
    if (!n)
        return -1;
    memcpy(sorted, w->recent_delays, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, compare_i64);
    return sorted[n / 2];
}

KiriWatchStatus *kiri_watch_status(KiriWatch *w)
{
    guint64 end = kiri_store_log_end(w->store);
    pthread_mutex_lock(&w->lock);
    KiriWatchStatus *status = kiri_record_copy(&kiri_watch_status_shape, w->status);
    status->delay_s = median_delay_s(w);
    status->waiting = (gint64)(end - MIN(w->passed_seq, end));
    status->articles_new = w->totals->articles_new;
    status->polls = w->totals->sources_polled;
    status->polls_failed = w->totals->sources_failed;
    status->pages_failed = w->totals->pages_failed;
    pthread_mutex_unlock(&w->lock);
    return status;
}

void kiri_watch_save_metrics(KiriWatch *w)
{
    KiriMetrics m = {.started_us = w->started_us};
    g_autoptr(GError) error = NULL;
    pthread_mutex_lock(&w->lock);
    g_autofree char *path = g_strdup(w->metrics_path);
    pthread_mutex_unlock(&w->lock);
    if (!path)
        return;
    kiri_metrics_ask_store(&m, w->store, w->cli->dir, kiri_cli_now_us(w->cli));
    kiri_metrics_ask_system(&m);
    pthread_mutex_lock(&w->lock);
    g_autoptr(KiriRun) counts = kiri_record_copy(&kiri_run_shape, w->totals);
    m.delays = w->delays;
    m.articles = w->articles < 0 ? -1 : w->articles + w->totals->articles_new - w->articles_then;
    m.sources_due = w->status->sources_due;
    m.hosts = w->status->hosts;
    m.hosts_held = w->status->hosts_held;
    m.passes_done = (guint64)(w->status->passes - w->status->passes_failed);
    m.passes_failed = (guint64)w->status->passes_failed;
    m.commands = (guint64)w->status->commands;
    m.passes_us = w->passes_us;
    m.last_crawl_us = w->last_crawl_us;
    m.last_pass_us = w->last_pass_us;
    pthread_mutex_unlock(&w->lock);
    m.counts = counts;
    if (!kiri_metrics_save(&m, path, &error))
        kiri_log_event(w->cli->log, KIRI_LOG_WARNING, "metrics.failed", path, error->message, NULL,
                       0);
}
