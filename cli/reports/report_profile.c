// SPDX-License-Identifier: GPL-3.0-or-later
/* report --medium and --journalist. */
#include "report_purposes.h"

#include <kirinuki/profile.h>

static gboolean write_medium(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                             gpointer data, GError **error)
{
    return kiri_medium_profile_write(what, job->format, &job->how, sink, data, error);
}

static gboolean write_journalist(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                                 gpointer data, GError **error)
{
    return kiri_journalist_profile_write(what, job->format, &job->how, sink, data, error);
}

int kiri_report_medium(KiriReportJob *job, GError **error)
{
    if (job->args->release) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--medium goes with --from, --to and --topic, not with --release"));
        return KIRI_EXIT_USAGE;
    }
    if (!kiri_store_has(job->store, KIRI_NOUN_MEDIUM, job->args->medium)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no medium '%s'; 'kirinuki medium list' shows them all"),
                    job->args->medium);
        return KIRI_EXIT_NO;
    }
    g_autoptr(KiriMediumProfile) profile =
        kiri_medium_profile_make(job->store, &job->query, job->args->medium, error);
    return profile && kiri_report_job_write(job, write_medium, profile, error) ? KIRI_EXIT_DONE
                                                                               : KIRI_EXIT_FAILED;
}

int kiri_report_journalist(KiriReportJob *job, GError **error)
{
    const KiriSummaryQuery *q = &job->query;
    if (job->args->release || job->args->topic) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--journalist goes with --from and --to alone"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriJournalistProfile) profile = kiri_journalist_profile_make(
        job->store, job->args->journalist, q->from_us, q->to_us, q->now_us, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return KIRI_EXIT_FAILED;
    }
    if (!profile) {
        kiri_cli_note(job->cli, _("no article of the coverage has this byline"));
        return KIRI_EXIT_NO;
    }
    return kiri_report_job_write(job, write_journalist, profile, error) ? KIRI_EXIT_DONE
                                                                        : KIRI_EXIT_FAILED;
}
