// SPDX-License-Identifier: GPL-3.0-or-later
/* The stages on an open workspace: crawl, index, link and score share one store
 * handle, one pool of workers and one run record, and can each be run alone. In a
 * running watch they run in its threads, one at a time.
 *
 * Thread rule: one thread at a time per pipeline. */
#pragma once

#include "score/score_ops.h"

#include <kirinuki/link.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriPool *pool;
    KiriRun *run;
    guint64 began_seq;          // the end of the log then
    gint64 started_us;          // monotonic: how long it took, whatever --now says
    gboolean is_rebuild;        // derived data is made anew
    gboolean has_stages;        // the caller keeps other passes away already
    const KiriRenewal *renewal; // of the score stage; NULL: known figures stay
    guint64 renewed;            // that did not
    gboolean keeps_other_rules; // as in KiriScoreCounts
    gboolean is_partly;         // something failed that a later run can mend
    guint rows;                 // lines of JSON written before the run record
} KiriPipeline;

/* What the settings and data files are for the link stage. */
typedef struct {
    char *weights, *frequencies, *variants, *own_variants;
    char **aliases;
    KiriLinkOptions options; // strings are borrowed from the above and the settings
} KiriLinkSettings;
void kiri_link_settings_init(KiriLinkSettings *s, const KiriCli *cli);
void kiri_link_settings_clear(KiriLinkSettings *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriLinkSettings, kiri_link_settings_clear)

/* A run record that begins now. (transfer full) */
KiriRun *kiri_pipeline_new_run(const KiriCli *cli, const char *command);
/* Opens the store for writing and begins the run record. */
gboolean kiri_pipeline_open(KiriPipeline *p, KiriCli *cli, const char *command, GError **error);
gboolean kiri_pipeline_crawl(KiriPipeline *p, char **only_sources, GError **error);
gboolean kiri_pipeline_index(KiriPipeline *p, GError **error);
gboolean kiri_pipeline_link(KiriPipeline *p, GError **error);
gboolean kiri_pipeline_score(KiriPipeline *p, GError **error);
/* Alerts, mailings and what waits in the outbox (post_ops.h); what could not be sent makes
 * the run a partly one and no failure. */
gboolean kiri_pipeline_post(KiriPipeline *p, GError **error);
/* Stores the run record, prints the one-line summary, and gives the exit code. */
int kiri_pipeline_finish(KiriPipeline *p, gboolean ok, GError **error);
void kiri_pipeline_close(KiriPipeline *p);
