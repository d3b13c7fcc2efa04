// SPDX-License-Identifier: GPL-3.0-or-later
/* watch: starting and ending in order.
 *
 * Start: lock and store, pool, crawl, socket, threads, READY. End: no more calls, the
 * crawl gives up what is under way and commits, the threads come to the end of their
 * batches, the last record is stored, the socket goes, then the lock. Whatever kills
 * the process in between costs what was not committed yet, and that is still due. */
#include "watch.h"

#include "commands.h"
#include "language.h"
#include "mail/notify.h"

#include <kirinuki/index.h>
#include <kirinuki/stop.h>

#include <signal.h>
#include <unistd.h>

enum {
    METRICS_US = 15 * G_USEC_PER_SEC,
    MOST_COMMAND_WAIT_S = 60, // for a pass that is at the index
};

void kiri_watch_wake(KiriWatch *w)
{
    pthread_mutex_lock(&w->lock);
    if (w->transport)
        kiri_transport_wake(w->transport);
    pthread_mutex_unlock(&w->lock);
}

void kiri_watch_fail(KiriWatch *w, GError *error)
{
    pthread_mutex_lock(&w->lock);
    if (!w->fatal)
        w->fatal = g_steal_pointer(&error);
    pthread_mutex_unlock(&w->lock);
    g_clear_error(&error);
    kiri_stop_request();
}

/* ---- what the control thread calls ---- */

static KiriWatchStatus *on_status(gpointer data)
{
    return kiri_watch_status(data);
}

static void on_reload(gpointer data)
{
    KiriWatch *w = data;
    pthread_mutex_lock(&w->lock);
    w->wants_reload = w->wants_sources = TRUE;
    pthread_mutex_unlock(&w->lock);
    kiri_watch_wake(w);
}

static void on_tick(gpointer data)
{
    KiriWatch *w = data;
    if (g_get_monotonic_time() < w->next_metrics_us)
        return;
    kiri_watch_save_metrics(w);
    w->next_metrics_us = g_get_monotonic_time() + METRICS_US;
}

/* ---- stages for commands ---- */

static gboolean begin_stages(gpointer data, GError **error)
{
    KiriWatch *w = data;
    gint64 until_us = g_get_monotonic_time() + MOST_COMMAND_WAIT_S * G_USEC_PER_SEC;
    while (pthread_mutex_trylock(&w->stages) != 0) {
        if (kiri_stop_requested() || g_get_monotonic_time() >= until_us) {
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY,
                                _("the running watch is busy with the index; try again later"));
            return FALSE;
        }
        g_usleep(G_USEC_PER_SEC / 20);
    }
    return TRUE;
}

static void end_stages(gpointer data)
{
    KiriWatch *w = data;
    pthread_mutex_unlock(&w->stages);
}

static void hold_crawl(gpointer data, gboolean is_held)
{
    KiriWatch *w = data;
    pthread_mutex_lock(&w->lock);
    w->wants_hold = is_held;
    pthread_mutex_unlock(&w->lock);
    kiri_watch_wake(w);
    for (gboolean is_so = FALSE; !is_so && !kiri_stop_requested();) {
        g_usleep(G_USEC_PER_SEC / 100);
        pthread_mutex_lock(&w->lock);
        is_so = w->is_held == is_held;
        pthread_mutex_unlock(&w->lock);
    }
}

static void reload_rules(gpointer data)
{
    KiriWatch *w = data;
    pthread_mutex_lock(&w->lock);
    w->wants_rules = TRUE;
    pthread_mutex_unlock(&w->lock);
    kiri_watch_wake(w);
}

/* ---- beginning and end ---- */

static guint64 worked_off(const KiriWatch *w)
{
    g_autoptr(KiriIndex) index = kiri_index_open(w->cli->dir, NULL);
    guint64 seq = index ? kiri_index_seq(index) : 0;
    seq = MIN(seq, kiri_store_cursor(w->store, "link"));
    return MIN(seq, kiri_store_cursor(w->store, "score"));
}

static void set_up(KiriWatch *w, KiriCli *cli)
{
    w->cli = cli;
    w->started_us = kiri_cli_now_us(cli);
    w->japanese = kiri_language_catalogue(cli->program_dir);
    w->host = (KiriWatchHost){.dir = cli->dir,
                              .data_dir = cli->data_dir,
                              .store = w->store,
                              .nursery = cli->nursery,
                              .words = cli->words,
                              .log = cli->log,
                              .begin_stages = begin_stages,
                              .end_stages = end_stages,
                              .hold_crawl = hold_crawl,
                              .reload_rules = reload_rules,
                              .data = w};
    w->metrics_path = kiri_cli_metrics_path(cli);
    w->status = kiri_watch_status_new();
    w->status->pid = getpid();
    w->status->since = kiri_time_jst(w->started_us);
    w->totals = kiri_run_new();
    w->passed = kiri_run_new();
    w->passed_seq = worked_off(w);
    w->articles = -1;
    pthread_mutex_init(&w->lock, NULL);
    pthread_mutex_init(&w->stages, NULL);
    kiri_watch_read_batch(w);
}

static void tear_down(KiriWatch *w)
{
    kiri_watch_status_free(w->status);
    kiri_run_free(w->totals);
    kiri_run_free(w->passed);
    kiri_catalogue_free(w->japanese);
    g_clear_error(&w->fatal);
    g_free(w->metrics_path);
    pthread_mutex_destroy(&w->lock);
    pthread_mutex_destroy(&w->stages);
}

static void start_threads(KiriWatch *w)
{
    if (pthread_create(&w->pass_thread, NULL, kiri_watch_pass_main, w) != 0 ||
        pthread_create(&w->command_thread, NULL, kiri_watch_command_main, w) != 0 ||
        pthread_create(&w->post_thread, NULL, kiri_watch_post_main, w) != 0)
        g_error("cannot start a thread");
}

/* TRUE when all went well from the start to the end. */
static gboolean run_loop(KiriWatch *w, KiriLoop *loop, GError **error)
{
    const KiriControlHandler handler = {on_status, on_reload, on_tick, w};
    gboolean ok = kiri_loop_begin(loop, error);
    w->control = ok ? kiri_control_open(w->cli->dir, &handler, error) : NULL;
    if (!w->control) {
        kiri_loop_end(loop, NULL);
        return FALSE;
    }
    start_threads(w);
    kiri_cli_note(w->cli, _("watching; Ctrl-C or SIGTERM ends it in order"));
    kiri_log_event(w->cli->log, KIRI_LOG_INFO, "watch.begun", w->cli->dir, NULL, NULL, 0);
    kiri_notify("READY=1");
    ok = kiri_loop_go_on(loop, error);
    if (!w->cli->starts_anew) // a service manager would hold it to that
        kiri_notify("STOPPING=1");
    kiri_stop_request(); // the threads too
    kiri_control_shut(w->control);
    /* The first error is the one that is told. */
    ok = kiri_loop_end(loop, ok ? error : NULL) && ok;
    pthread_join(w->pass_thread, NULL);
    pthread_join(w->command_thread, NULL);
    pthread_join(w->post_thread, NULL);
    ok = kiri_loop_store(loop, ok ? error : NULL) && ok;
    kiri_control_close(w->control);
    kiri_watch_save_metrics(w);
    return ok;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    if (cli->host) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY, _("a watch is at work on '%s' already"),
                    cli->dir);
        return KIRI_EXIT_BUSY;
    }
    sigset_t hup;
    sigemptyset(&hup);
    sigaddset(&hup, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &hup, NULL); // before any thread: the control thread takes it
    g_autofree char *full = g_canonicalize_filename(cli->dir, NULL);
    g_free(cli->dir);
    cli->dir = g_steal_pointer(&full);
    KiriWatch w = {.store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error)};
    if (!w.store || !kiri_cli_pool(cli, error)) {
        kiri_store_close(w.store);
        return KIRI_EXIT_FAILED;
    }
    set_up(&w, cli);
    KiriLoop *loop = kiri_loop_new(&w);
    gboolean ok = run_loop(&w, loop, error);
    kiri_loop_free(loop);
    if (w.fatal && ok) {
        g_propagate_error(error, g_steal_pointer(&w.fatal));
        ok = FALSE;
    }
    kiri_log_event(cli->log, ok ? KIRI_LOG_INFO : KIRI_LOG_ERROR, "watch.ended", cli->dir, NULL,
                   NULL, 0);
    if (ok && cli->is_json) {
        g_autoptr(KiriWatchStatus) status = kiri_watch_status(&w);
        kiri_out_record(&kiri_watch_status_shape, status);
        kiri_out_json_summary(1);
    }
    tear_down(&w);
    kiri_store_close(w.store);
    if (ok && !cli->starts_anew)
        kiri_cli_note(cli, _("ended as asked; what was done is stored, the next watch goes on"));
    return ok ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static const char details[] = N_(
    "Crawls for ever, each source at its own pace, and indexes, links and scores what comes.\n"
    "Commands that write find the running watch and are carried out by it.\n"
    "SIGTERM or Ctrl-C ends it in order, a second one at once; SIGHUP reads the settings again.");

const KiriCommand kiri_cmd_watch = {.name = "watch",
                                    .group = N_("Pipeline"),
                                    .args = "",
                                    .summary = N_("crawl, index, link and score for ever"),
                                    .details = details,
                                    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS |
                                             KIRI_NEEDS_WORDS,
                                    .run = run};
