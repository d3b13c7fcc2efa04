// SPDX-License-Identifier: GPL-3.0-or-later
/* report --fiscal-year. */
#include "report_purposes.h"

#include <kirinuki/yearbook.h>

static gboolean write_it(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                         gpointer data, GError **error)
{
    return kiri_yearbook_write(what, job->format, &job->how, sink, data, error);
}

int kiri_report_yearbook(KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    gint year;
    if (!kiri_report_fiscal_year(job, &year, error))
        return KIRI_EXIT_USAGE;
    if (args->release || args->topic || args->from || args->to) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--fiscal-year is about a whole year, without --release, --topic, "
                              "--from and --to"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriYearbook) book = kiri_yearbook_make(job->store, &job->query, year, error);
    return book && kiri_report_job_write(job, write_it, book, error) ? KIRI_EXIT_DONE
                                                                     : KIRI_EXIT_FAILED;
}
