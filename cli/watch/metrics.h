// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures for a monitoring system, in Prometheus' text format 0.0.4: one file that
 * a node exporter's textfile collector, or any HTTP server, hands on.
 *
 * Counters count since the process began, as Prometheus expects; what is stored is
 * asked from the store.
 *
 * Thread rule: any thread; one KiriMetrics belongs to one thread at a time. */
#pragma once

#include "health/vitals.h"

#include <kirinuki/run.h>
#include <kirinuki/store.h>

/* Upper ends of the buckets of the delay from publication to us, in seconds. */
#define KIRI_DELAY_BUCKETS 9
extern const gint64 kiri_delay_bounds_s[KIRI_DELAY_BUCKETS];

/* How long articles took from publication until we had them. */
typedef struct {
    guint64 counts[KIRI_DELAY_BUCKETS + 1]; // the last one: longer than all bounds
    guint64 sum_s;
} KiriDelays;
void kiri_delays_add(KiriDelays *delays, gint64 delay_s);

typedef struct {
    const KiriRun *counts; // since the process began; borrowed
    KiriDelays delays;
    KiriVitals vitals;                                // of the workspace
    gint64 sources_due, pages_due, hosts, hosts_held; // -1: not known
    gint64 rules_fitting, rules_stale;                // of sites, that were used; -1: not known
    gint64 articles;                                  // stored; -1: not known
    guint64 passes_done, passes_failed, commands;
    gint64 passes_us;                   // all of them together
    gint64 started_us;                  // the process; wall time
    gint64 last_crawl_us, last_pass_us; // last success; 0: none yet
    guint64 resident_bytes;
    gint64 open_fds, max_fds; // 0: not known
} KiriMetrics;

/* What the store knows: its vitals, rules, due pages. (Counting articles takes
 * seconds where there are millions: that is the caller's.) `dir` is the
 * workspace. What cannot be read is left out. */
void kiri_metrics_ask_store(KiriMetrics *metrics, KiriStore *store, const char *dir, gint64 now_us);
/* What the system knows of this process. */
void kiri_metrics_ask_system(KiriMetrics *metrics);
void kiri_metrics_format(const KiriMetrics *metrics, KiriBuf *out);
/* Replaces the file at once, so that nobody reads half of it. */
gboolean kiri_metrics_save(const KiriMetrics *metrics, const char *path, GError **error);
