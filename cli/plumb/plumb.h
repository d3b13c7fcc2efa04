// SPDX-License-Identifier: GPL-3.0-or-later
/* The plumbing commands: one stage on a file or on stdin, JSON out, no
 * workspace. A row is one question; the jobs answer rows in workers; the driver
 * keeps the order.
 *
 * Thread rule: main thread; jobs: any thread. */
#pragma once

#include "cli.h"

#include <kirinuki/site_rule.h>

/* One question, whatever the command. */
typedef struct {
    char *id_json; // the id as JSON, NULL for a single file
    char *url, *content_type, *agent, *base;
    char *a_title, *a_text, *b_title, *b_text;
    GBytes *body;       // of the file; for parse-url the address itself
    KiriSiteRule *rule; // of the page's site; NULL: none
    char *error;        // the row could not even be asked
} KiriPlumbRow;
KIRI_DECLARE_RECORD(KiriPlumbRow, plumb_row)

/* Options that the plumbing commands share. */
typedef struct {
    gboolean is_batch, uses_no_rules;
    char *url, *content_type, *agent, *base, *rules;
} KiriPlumbOptions;

/* The stages as jobs: KiriPlumbRow in, one JSON object out. A row that fails is
 * an error of the job. */
gboolean kiri_plumb_extract_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_feed_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_robots_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_decode_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_url_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_tokenize_job(KiriStr in, KiriBuf *out, GError **error);
gboolean kiri_plumb_compare_job(KiriStr in, KiriBuf *out, GError **error);

/* Reads rows from stdin, asks `job` in all workers, writes one line each in
 * order: {"id":…, members of the answer} or {"id":…,"error":…}. Pages go there with
 * their rule of `rules` (NULL: none). */
gboolean kiri_plumb_batch(KiriCli *cli, KiriJobNumber job, const KiriSiteRules *rules,
                          GError **error);
/* The row's rule of the set, by its address; no set, no rule. */
void kiri_plumb_choose_rule(KiriPlumbRow *row, const KiriSiteRules *rules);
/* One row: the answer's JSON into `out`. */
gboolean kiri_plumb_single(KiriCli *cli, KiriJobNumber job, const KiriPlumbRow *row, KiriBuf *out,
                           GError **error);
