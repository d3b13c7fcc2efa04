// SPDX-License-Identifier: GPL-3.0-or-later
/* The reports of a crisis: the next one, which stays on record under its number before it
 * is printed, or an old one again. */
#include "report_purposes.h"

#include <kirinuki/crisis.h>

#include <string.h>

static gboolean write_report(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                             gpointer data, GError **error)
{
    const KiriCrisisReport *report = what;
    if (job->format->open)
        return kiri_crisis_write(report, job->format, job->args->is_sample, sink, data, error);
    return kiri_report_write_record(&kiri_crisis_report_shape, report, sink, data, error);
}

static int print(KiriReportJob *job, const KiriCrisisReport *report, GError **error)
{
    if (!kiri_report_job_write(job, write_report, report, error))
        return kiri_exit_code_of(*error);
    if (kiri_report_job_has_file(job))
        kiri_cli_note(job->cli, _("%s: report %" PRId64 " on '%s', %u rows"), job->args->output,
                      report->number, report->topic_name, kiri_recs_count(report->rows));
    return KIRI_EXIT_DONE;
}

/* "last", or a time: a clock without a day is one of today. */
static gboolean parse_since(const KiriReportJob *job, gint64 *since_us, GError **error)
{
    const char *text = job->args->since;
    KiriTime t;
    *since_us = G_MININT64;
    if (!text || strcmp(text, "last") == 0)
        return TRUE;
    if (!kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--since is 'last' or a time such as 2026-11-20T17:30, not '%s'"), text);
        return FALSE;
    }
    *since_us = t.us;
    return TRUE;
}

static int tell_nothing_new(const KiriReportJob *job, const char *topic, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriCrisisReport) last = kiri_crisis_find(job->store, topic, 0, &why);
    if (why) {
        g_propagate_error(error, why);
        return KIRI_EXIT_FAILED;
    }
    char at[32] = "";
    if (last)
        kiri_out_time(last->made, at);
    if (last)
        kiri_cli_note(job->cli,
                      _("nothing is new since report %" PRId64 " (%s); --again makes one all the "
                        "same"),
                      last->number, at);
    else
        kiri_cli_note(job->cli,
                      _("there is nothing to report; --again makes a report all the same"));
    return KIRI_EXIT_NO;
}

int kiri_report_crisis(KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    KiriCrisisQuery q = {.now_us = job->query.now_us,
                         .organisation = job->query.organisation,
                         .section = job->how.section,
                         .handling = job->how.handling,
                         .by = args->by ? args->by
                                        : kiri_settings_string(job->cli->settings, "review.person"),
                         .era = job->how.era,
                         .lang = job->how.lang};
    gboolean is_new;
    if (!kiri_report_check_record_format(job, error) || !parse_since(job, &q.since_us, error))
        return KIRI_EXIT_USAGE;
    g_autofree char *topic = kiri_store_find_id(job->store, KIRI_NOUN_TOPIC, args->crisis, error);
    if (!topic)
        return KIRI_EXIT_NO;
    q.topic = topic;
    g_autoptr(KiriCrisisReport) report = kiri_crisis_make(job->store, &q, &is_new, error);
    if (!report)
        return KIRI_EXIT_FAILED;
    if (!is_new && !args->is_again)
        return tell_nothing_new(job, topic, error);
    return kiri_crisis_keep(job->store, report, error) ? print(job, report, error)
                                                       : KIRI_EXIT_FAILED;
}

int kiri_report_crisis_kept(KiriReportJob *job, GError **error)
{
    GError *why = NULL;
    if (!kiri_report_check_record_format(job, error))
        return KIRI_EXIT_USAGE;
    g_autofree char *topic =
        kiri_store_find_id(job->store, KIRI_NOUN_TOPIC, job->args->crisis, error);
    if (!topic)
        return KIRI_EXIT_NO;
    g_autoptr(KiriCrisisReport) kept = kiri_crisis_find(job->store, topic, job->args->number, &why);
    if (kept)
        return print(job, kept, error);
    if (!why)
        g_set_error(&why, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no report %d on '%s'"),
                    job->args->number, topic);
    g_propagate_error(error, why);
    return kiri_exit_code_of(*error);
}
