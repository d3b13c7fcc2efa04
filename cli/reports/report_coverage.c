// SPDX-License-Identifier: GPL-3.0-or-later
/* The report on a release, a topic or a period: one summary, in any of the formats. */
#include "report_purposes.h"

#include <kirinuki/manifest.h>

static gboolean check(const KiriReportArgs *args, GError **error)
{
    if (args->release && args->topic) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a report is about a release or a topic, not both"));
        return FALSE;
    }
    if (args->release || args->topic || args->from || args->to)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'report' needs --release, --topic, or --from and --to"));
    return FALSE;
}

static const char *subject_of(const KiriSummary *s)
{
    return s->release ? "release" : s->topic ? "topic" : "period";
}

/* Only documents show them, and each costs a summary. */
static gboolean take_earlier(KiriReportJob *job, const KiriSummary *s, GError **error)
{
    enum { MOST = 5 };
    if (!s->release || !job->format->open)
        return TRUE;
    job->earlier = kiri_earlier_of(job->store, &job->query, s->release, MOST, error);
    job->how.earlier = job->earlier;
    return job->earlier != NULL;
}

static gboolean write_summary(const KiriReportJob *job, gconstpointer summary, KiriReportSink sink,
                              gpointer data, GError **error)
{
    return job->format->write(summary, &job->how, sink, data, error);
}

int kiri_report_coverage(KiriReportJob *job, GError **error)
{
    if (!check(job->args, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriSummary) summary = kiri_summary_make(job->store, &job->query, error);
    if (!summary)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriManifest) manifest = kiri_manifest_make(job->store, &job->query, summary, error);
    if (!manifest)
        return KIRI_EXIT_FAILED;
    job->how.manifest = manifest;
    if (!kiri_report_job_take_template(job, subject_of(summary), error))
        return KIRI_EXIT_USAGE;
    if (!take_earlier(job, summary, error))
        return KIRI_EXIT_FAILED;
    if (!kiri_report_job_write(job, write_summary, summary, error) ||
        (kiri_report_job_has_file(job) &&
         !kiri_report_write_manifest(job, manifest, summary, error)))
        return kiri_exit_code_of(*error);
    if (kiri_report_job_has_file(job))
        kiri_cli_note(job->cli, _("%s: %u clips, %u of them unique"), job->args->output,
                      summary->total, summary->unique);
    return KIRI_EXIT_DONE;
}
