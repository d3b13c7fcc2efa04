// SPDX-License-Identifier: GPL-3.0-or-later
/* What a report looks like, as the office wants it: its template, its logo, how long it is
 * kept. */
#include "report_purposes.h"

#include <string.h>

enum { LOGO_BYTES = 512 << 10, TEMPLATE_BYTES = 64 << 10 };

/* What is wrong with a file that was named is a matter of configuration. */
static gboolean blame(const char *what, const char *path, const GError *why, GError **error)
{
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("%s '%s': %s"), what, path,
                why->message);
    return FALSE;
}

static gboolean take_logo(KiriReportJob *job, GError **error)
{
    const char *name = kiri_settings_string(job->cli->settings, "report.logo");
    g_autoptr(GError) why = NULL;
    if (!*name)
        return TRUE;
    g_autofree char *path = kiri_cli_path(job->cli, name);
    job->logo = kiri_file_read(path, LOGO_BYTES, &why);
    if (!job->logo || !kiri_report_check_logo(job->logo, &why))
        return blame(_("cannot use the logo"), path, why, error);
    job->how.logo = job->logo;
    return TRUE;
}

gboolean kiri_report_job_take_looks(KiriReportJob *job, GError **error)
{
    const KiriSettings *settings = job->cli->settings;
    job->how.organisation = kiri_settings_string(settings, "organisation.name");
    job->how.document_class = kiri_settings_string(settings, "report.document_class");
    job->how.retention_years = MIN(kiri_settings_int(settings, "report.retention_years"), 100);
    return take_logo(job, error);
}

/* ---- templates ---- */

static gboolean read_template(KiriReportJob *job, const char *path, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) bytes = kiri_file_read(path, TEMPLATE_BYTES, &why);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    if (bytes)
        job->template_ = kiri_report_template_parse((KiriStr){p ? p : "", n}, &why);
    if (!job->template_)
        return blame(_("cannot use the template"), path, why, error);
    job->how.template_ = job->template_;
    return TRUE;
}

gboolean kiri_report_job_take_template(KiriReportJob *job, const char *name, GError **error)
{
    if (job->args->template_) {
        g_autofree char *given = kiri_cli_file(job->cli, job->args->template_);
        return read_template(job, given, error);
    }
    g_autofree char *base = g_strdup_printf("templates/%s.ini", name);
    g_autofree char *path = kiri_cli_path(job->cli, base);
    return !g_file_test(path, G_FILE_TEST_EXISTS) || read_template(job, path, error);
}

int kiri_report_show_template(const char *name, GError **error)
{
    const char *text = kiri_report_template_shipped(name);
    if (text) {
        kiri_out_write(kiri_str(text));
        return KIRI_EXIT_DONE;
    }
    g_autofree char *names = g_strjoinv(", ", (char **)(guintptr)kiri_report_template_names);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("there is no template '%s'; there are %s"), name, names);
    return KIRI_EXIT_USAGE;
}
