// SPDX-License-Identifier: GPL-3.0-or-later
/* The report on runs and completeness (収集処理・収集状況): what was done in a period, what
 * failed, which sources are not well, whether as much came as was to be expected, how late
 * it came, and what was missed.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

/* One pass. */
typedef struct {
    char *id, *command;
    KiriTime started, ended; // unset end: it has not ended, or was killed
    gint64 exit_code;
    gboolean was_interrupted;
    gint64 sources_polled, sources_failed, requests, bytes_received;
    gint64 pages_fetched, pages_failed, pages_refused, pages_no_article;
    gint64 articles_new, articles_changed, articles_same, aliases_found, articles_removed;
    gint64 rows_read, rows_failed;
    gint64 clips_made, scored;
} KiriRunLine;
KIRI_DECLARE_RECORD(KiriRunLine, run_line)

/* Something that is counted under a name. */
typedef struct {
    char *name;
    gint64 count;
} KiriRunCount;
KIRI_DECLARE_RECORD(KiriRunCount, run_count)

/* A time in which no run was under way. */
typedef struct {
    KiriTime from, to;
    gint64 minutes;
} KiriRunPause;
KIRI_DECLARE_RECORD(KiriRunPause, run_pause)

/* A source that is not well, or brought less than was to be expected. */
typedef struct {
    char *id, *title, *url, *medium;
    gint health;          // KiriHealthState
    char *problem;        // in Japanese; NULL: none
    gboolean is_expected; // its rhythm is known
    gdouble expected;     // entries in the period, by it
    gint64 found;         // articles published in it that the source named, since it is followed
} KiriRunSource;
KIRI_DECLARE_RECORD(KiriRunSource, run_source)

/* Articles by the day of their publication. */
typedef struct {
    KiriTime day;
    gint64 articles;
} KiriRunDay;
KIRI_DECLARE_RECORD(KiriRunDay, run_day)

/* What an audit of one medium found (audit.h, which report/ does not see). */
typedef struct {
    char *medium, *name;
    gint64 seen, stored, missing, undated, refused;
    gboolean has_estimate, is_reliable;
    gdouble coverage, coverage_low, coverage_high; // stored / estimate
} KiriRunAudit;
KIRI_DECLARE_RECORD(KiriRunAudit, run_audit)

typedef struct {
    KiriTime from, to, made; // `to`: the last day
    gint64 n_runs, n_done, n_partly, n_failed, n_interrupted, n_open;
    KiriRunLine *sum;
    GPtrArray *runs;          // KiriRunLine, by time
    GPtrArray *pauses;        // KiriRunPause: the longest, at most KIRI_RUN_MOST_PAUSES
    GPtrArray *failures;      // KiriRunCount: what runs wrote down, numbers and names left out
    gint64 failures_noted;    // of them; runs keep the first 100 each
    GPtrArray *health;        // KiriRunCount: sources by state, kiri_health_names
    GPtrArray *failure_kinds; // KiriRunCount: sources by why they fail now, kiri_failure_names
    GPtrArray *sources;       // KiriRunSource: not well, or half of what was expected is missing
    gint64 sources_followed;  // not disabled
    gint64 rhythm_known;      // … of which it is known what to expect
    gdouble expected;         // sum over these
    gint64 found;             // likewise
    gint64 articles;          // published in the period
    gint64 undated;           // of them: without a time of publication
    GPtrArray *days;          // KiriRunDay, without holes
    /* 収集遅延: first fetch minus publication, of articles that were published to the minute,
     * crawled, and fetched by a source that was followed by then. */
    gint64 delayed; // how many were measured
    gint64 delay_median_s, delay_p90_s, delay_max_s;
    gint64 stale_rules;
    GPtrArray *audits;        // KiriRunAudit, in the order they were given
    gint64 media_not_audited; // media that only one kind of source names, or beyond the number
    gint64 store_bytes, disk_free_bytes; // -1: not known
    GPtrArray *nouns;                    // KiriRunCount: what the store holds
} KiriRunReport;
KIRI_DECLARE_RECORD(KiriRunReport, run_report)

enum { KIRI_RUN_MOST_PAUSES = 10 };

typedef struct {
    gint64 from_us, to_us, now_us;
    GPtrArray *audits; // KiriRunAudit; taken over by the report, NULL: none
    gint64 media_not_audited;
    gint64 store_bytes, disk_free_bytes;
    gboolean is_short; // the runs summed up alone: no list of them, no source or article is read
} KiriRunReportQuery;

/* Errors: what the store says. Cost: every article that was published in the period is
 * read. (transfer full) */
KiriRunReport *kiri_run_report_make(KiriStore *store, const KiriRunReportQuery *query,
                                    GError **error);
/* As kiri_comparison_write(). */
gboolean kiri_run_report_write(const KiriRunReport *report, const KiriReportFormat *format,
                               const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                               GError **error);
