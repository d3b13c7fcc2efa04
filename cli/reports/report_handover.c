// SPDX-License-Identifier: GPL-3.0-or-later
/* handover: the settings of the workspace are added here, the rest is in the store. */
#include "report_purposes.h"

#include <kirinuki/handover.h>

gboolean kiri_report_fiscal_year(const KiriReportJob *job, gint *year, GError **error)
{
    *year = kiri_fiscal_year_of(job->query.now_us);
    if (!job->args->fiscal_year || kiri_fiscal_year_parse(job->args->fiscal_year, year))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--fiscal-year is a year such as 2026 or 令和8年度, not '%s'"),
                job->args->fiscal_year);
    return FALSE;
}

static void add_setting(const char *key, const char *value, const char *comment,
                        gboolean is_default, gpointer data)
{
    (void)comment;
    if (is_default)
        return;
    g_autofree char *line = g_strdup_printf("%s = %s", key, value);
    kiri_strv_add(data, line);
}

static gboolean write_it(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                         gpointer data, GError **error)
{
    return kiri_handover_write(what, job->format, &job->how, sink, data, error);
}

int kiri_report_handover(KiriReportJob *job, GError **error)
{
    g_auto(GStrv) settings = NULL;
    KiriHandoverQuery q = {.now_us = job->query.now_us,
                           .stale_days =
                               kiri_settings_int(job->cli->settings, "ledger.stale_days")};
    if (!kiri_report_fiscal_year(job, &q.fiscal_year, error))
        return KIRI_EXIT_USAGE;
    kiri_settings_each(job->cli->settings, add_setting, &settings);
    q.settings = settings;
    g_autoptr(KiriHandover) handover = kiri_handover_make(job->store, &q, error);
    return handover && kiri_report_job_write(job, write_it, handover, error) ? KIRI_EXIT_DONE
                                                                             : KIRI_EXIT_FAILED;
}
