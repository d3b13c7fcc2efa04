// SPDX-License-Identifier: GPL-3.0-or-later
/* The record of one pass (収集処理): what was tried, what came, what failed.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *subject; // URL, file, id
    char *what;    // why it failed, in words
} KiriRunFailure;
KIRI_DECLARE_RECORD(KiriRunFailure, run_failure)

typedef struct {
    char *id; // start time, "20260413T100500-crawl"
    char *command;
    KiriTime started, ended;
    gint64 exit_code;
    gboolean was_interrupted;
    gint64 sources_polled, sources_failed, sources_unchanged;
    gint64 requests, requests_unchanged; // all HTTP requests; those answered by 304
    gint64 pages_fetched, pages_failed, pages_refused, pages_no_article;
    gint64 pages_revisited, articles_removed;
    gint64 bytes_received;
    gint64 articles_new, articles_changed, articles_same, aliases_found;
    gint64 rows_read, rows_failed; // imports
    gint64 indexed, linked, clips_made, scored;
    GPtrArray *failures; // KiriRunFailure, the first 100; counts above are complete
} KiriRun;
KIRI_DECLARE_RECORD(KiriRun, run)

void kiri_run_add_failure(KiriRun *run, const char *subject, const char *what);
