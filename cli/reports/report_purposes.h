// SPDX-License-Identifier: GPL-3.0-or-later
/* What `report` can make: a table of purposes, and the frame that all of them share.
 *
 * A purpose is one row in report_purposes.c, one source (report_<name>.c) that gathers
 * what is needed and hands it to a writer of report/, its members in KiriReportArgs and
 * its rows in the table of options (cmd_report.c). The frame has the shared options
 * checked, opens the store, and takes what is made to a file, which nobody sees before it
 * is whole, or to standard output.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#include <kirinuki/file.h>
#include <kirinuki/report.h>

/* The options as they were given. */
typedef struct {
    char *release, *topic, *from, *to;
    char *format, *output, *lang, *findings, *verify;
    char *template_, *show_template; // report_looks.c
    gboolean is_sample;
    char *charts;  // a folder
    char *compare; // report_compare.c
    gboolean is_previous_year;
    gboolean is_calendar; // report_calendar.c
    char **clips;         // ids, a sheet for each; report_clips.c
    gboolean wants_body, wants_picture;
    gint copies, terminals; // 0: one copy, none
    char *to_section, *purpose;
    /* report_morning.c */
    gboolean is_morning, is_check;
    char *date, *note, *by;
    char **pin, **drop, **unpin;
    gint number; // a kept one; also of report_crisis.c
    gboolean is_again;
    char *crisis, *since;      // report_crisis.c
    gboolean is_of_runs;       // report_runs.c
    char *fiscal_year;         // report_yearbook.c, report_handover.c
    gboolean is_handover;      // set by the command of that name
    char *medium, *journalist; // report_profile.c
} KiriReportArgs;

typedef struct KiriReportPurpose KiriReportPurpose;

/* One report on its way. Everything is owned by the frame. */
typedef struct {
    KiriCli *cli;
    const KiriReportArgs *args;
    const KiriReportPurpose *purpose;
    const KiriReportFormat *format;
    KiriReportOptions how; // of the settings and options
    KiriSummaryQuery
        query; // likewise: the time asked for, and what was named by --release, --topic
    KiriStore *store;
    /* The frame's own: what `how` and `query` point at, and where it goes. */
    char *release, *topic, *text;
    KiriReportTemplate *template_;
    GBytes *logo;
    GPtrArray *earlier;
    KiriDuplication *duplication;
    KiriFileOut *file;
    GChecksum *sum; // SHA-256 of what went to the file
    KiriReportCharts charts;
    char *charts_folder;
    guint n_charts;
} KiriReportJob;

struct KiriReportPurpose {
    const char *name;
    const char
        *option; // that asks for it, as it is typed: two of them are an error; NULL: none does
    gboolean (*is_asked)(const KiriReportArgs *args);
    const char *format;   // where neither --format nor --output says one
    gboolean is_document; // only formats with `open`: no csv, no jsonl
    KiriStoreMode mode;   // WRITE where something stays on record
    /* Returns an exit code; with an error, kiri_exit_code_of() says which. */
    int (*run)(KiriReportJob *job, GError **error);
};

/* In the order in which they are asked; the last, coverage, takes the rest. Ends with a
 * row without a name. */
extern const KiriReportPurpose kiri_report_purposes[];

/* Writes the report to `sink`; `what` is the purpose's own. Borrowed for the call. */
typedef gboolean (*KiriReportWrite)(const KiriReportJob *job, gconstpointer what,
                                    KiriReportSink sink, gpointer data, GError **error);
/* Opens what the user named, lets `write` fill it, and puts it in place when all is
 * there. Errors: USAGE (PDF on a terminal), what `write` says, IO of the file. */
gboolean kiri_report_job_write(KiriReportJob *job, KiriReportWrite write, gconstpointer what,
                               GError **error);
/* Does it go to a file? Then a note for the user does not stand in its way. */
gboolean kiri_report_job_has_file(const KiriReportJob *job);

/* One report from its options: the whole command. */
int kiri_report_run(KiriCli *cli, const KiriReportArgs *args, GError **error);

/* Logo, document class and retention as the settings have them. Errors: USAGE. */
gboolean kiri_report_job_take_looks(KiriReportJob *job, GError **error);
/* The template that was named, else templates/NAME.ini of the workspace (`name` as in
 * kiri_report_template_names), else the shipped one. Errors: USAGE, with file and line. */
gboolean kiri_report_job_take_template(KiriReportJob *job, const char *name, GError **error);
/* --show-template: the text of the shipped one. */
int kiri_report_show_template(const char *name, GError **error);

/* The manifest beside the report's file, which stands already. */
gboolean kiri_report_write_manifest(const KiriReportJob *job, KiriManifest *manifest,
                                    const KiriSummary *summary, GError **error);
/* Where it lies. (transfer full) */
char *kiri_report_manifest_path(const char *report);

/* report_record.c: reports that are a record of the store. USAGE where the format is
 * neither a document nor jsonl, or options of other reports were given. */
gboolean kiri_report_check_record_format(const KiriReportJob *job, GError **error);
/* The record as a line of JSON. */
gboolean kiri_report_write_record(const KiriShape *shape, gconstpointer record, KiriReportSink sink,
                                  gpointer data, GError **error);

/* The purposes. */
int kiri_report_calendar(KiriReportJob *job, GError **error); // our releases as iCalendar
int kiri_report_clips(KiriReportJob *job, GError **error);    // a sheet for each clip
int kiri_report_verify(KiriReportJob *job, GError **error);   // was it made so?
int kiri_report_crisis(KiriReportJob *job, GError **error);
int kiri_report_crisis_kept(KiriReportJob *job, GError **error);
int kiri_report_morning(KiriReportJob *job, GError **error);
int kiri_report_morning_check(KiriReportJob *job, GError **error);
int kiri_report_morning_kept(KiriReportJob *job, GError **error);
int kiri_report_coverage(KiriReportJob *job, GError **error); // a release, a topic, a period
int kiri_report_comparison(KiriReportJob *job, GError **error);
int kiri_report_of_runs(KiriReportJob *job, GError **error);
int kiri_report_handover(KiriReportJob *job, GError **error);
int kiri_report_medium(KiriReportJob *job, GError **error);
int kiri_report_yearbook(KiriReportJob *job, GError **error);
int kiri_report_journalist(KiriReportJob *job, GError **error);
/* The year of --fiscal-year, that of now without it. Error USAGE. */
gboolean kiri_report_fiscal_year(const KiriReportJob *job, gint *year, GError **error);
