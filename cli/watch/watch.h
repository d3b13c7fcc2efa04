// SPDX-License-Identifier: GPL-3.0-or-later
/* watch from the inside.
 *
 *   main thread      the crawl; accounts once a second, runs nothing else
 *   pass thread      index → link → score, when enough has gathered
 *   command thread   what other processes ask for, one at a time
 *   post thread      alerts, mailings, the outbox: the only one that sends
 *   control thread   sockets, SIGHUP, metrics (control.h)
 *
 * They share the store, whose own rules let all of them read and write; `stages`
 * keeps two of them from being at the index, links and scores at once; `lock` guards
 * the figures and wishes below it. Nothing is waited for while `lock` is held.
 *
 * Thread rule: stated at each function. */
#pragma once

#include "cli.h"
#include "control/control.h"
#include "metrics.h"

#include <kirinuki/crawl.h>

#include <pthread.h>

enum { KIRI_WATCH_DELAYS = 1000 }; // of which status tells the median

typedef struct {
    /* Set before the threads start, and the same until they have ended. */
    KiriCli *cli; // its settings belong to the main thread
    KiriStore *store;
    KiriWatchHost host;
    KiriControl *control;
    KiriCatalogue *japanese; // NULL where it is not installed
    gint64 started_us;
    pthread_t pass_thread, command_thread, post_thread;
    gint64 next_metrics_us; // of the control thread

    pthread_mutex_t stages;

    pthread_mutex_t lock;
    KiriTransport *transport;      // to be woken; the main thread's otherwise
    gboolean wants_reload;         // the settings are to be read again
    gboolean wants_sources;        // the crawl is to read the sources again
    gboolean wants_rules;          // … and the rules of sites
    gboolean wants_hold, is_held;  // the crawl stands still
    char *metrics_path;            // NULL: none
    guint settings_generation;     // how often settings were read
    gint64 batch_entries, batch_s; // when a pass is due
    KiriWatchStatus *status;       // median and waiting entries are computed on demand
    KiriRun *totals;               // counters since the start
    KiriRun *passed;               // what passes did, not yet in a run record
    KiriDelays delays;
    gint64 recent_delays[KIRI_WATCH_DELAYS];
    guint64 n_delays;
    gint64 passes_us, last_crawl_us, last_pass_us;
    gint64 articles;      // in the store when they were counted; -1: not yet
    gint64 articles_then; // of totals->articles_new by then
    guint64 passed_seq;   // the end of the log when the last pass began
    GError *fatal;        // ends watch
} KiriWatch;

/* Ends watch in order because of `error` (transfer full). Any thread. */
void kiri_watch_fail(KiriWatch *w, GError *error);
/* Lets the main thread look at wants_reload and wants_sources. Any thread. */
void kiri_watch_wake(KiriWatch *w);

/* The threads; `data` is the KiriWatch. */
gpointer kiri_watch_pass_main(gpointer data);
gpointer kiri_watch_command_main(gpointer data);
gpointer kiri_watch_post_main(gpointer data);
/* Gives `cli`, a thread's own, the settings as the file has them now, below those of this
 * run, when they are others than those of `generation`. Any thread. */
gboolean kiri_watch_load_settings(KiriWatch *w, KiriCli *cli, guint *generation, GError **error);

/* Takes when a pass is due from the settings; under the lock once threads run. */
void kiri_watch_read_batch(KiriWatch *w);

/* ---- the crawl (watch_loop.c); main thread ---- */

typedef struct KiriLoop KiriLoop;
KiriLoop *kiri_loop_new(KiriWatch *w);
void kiri_loop_free(KiriLoop *loop);
/* Errors of the three: as kiri_crawler_new(), _turn() and _stop(). */
gboolean kiri_loop_begin(KiriLoop *loop, GError **error);
gboolean kiri_loop_go_on(KiriLoop *loop, GError **error); // until a stop is asked for
gboolean kiri_loop_end(KiriLoop *loop, GError **error);
/* Stores the run record with all that was counted up to now. */
gboolean kiri_loop_store(KiriLoop *loop, GError **error);

/* ---- figures (watch_figures.c) ---- */

/* Adds the counters of `from` to `to` and sets them to 0; failures move too, as far
 * as there is room. Any thread that owns both. */
void kiri_watch_merge_run(KiriRun *to, KiriRun *from);
/* An article was stored so long after its publication. */
void kiri_watch_add_delay(KiriWatch *w, gint64 delay_s);
/* A copy with everything in it. Any thread. (transfer full) */
KiriWatchStatus *kiri_watch_status(KiriWatch *w);
/* Writes the metrics file. Control thread, and the main thread after its end. */
void kiri_watch_save_metrics(KiriWatch *w);
