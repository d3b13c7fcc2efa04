// SPDX-License-Identifier: GPL-3.0-or-later
/* report --calendar: our releases as a calendar to subscribe to: announcements, and ends
 * of embargoes; those of the period where one is named. */
#include "report_purposes.h"

#include <kirinuki/icalendar.h>

#include <string.h>

typedef struct {
    const KiriReportJob *job;
    GPtrArray *releases; // KiriRelease
} Calendar;

static gboolean is_in(const KiriSummaryQuery *q, KiriTime t)
{
    return kiri_time_is_set(t) && t.us >= q->from_us && t.us < q->to_us;
}

static gboolean take_release(gconstpointer record, gpointer data)
{
    const Calendar *c = data;
    const KiriRelease *r = record;
    const KiriSummaryQuery *q = &c->job->query;
    if (!r->is_removed && (!q->release || strcmp(q->release, r->id) == 0) &&
        (is_in(q, r->date) || is_in(q, r->embargo)))
        g_ptr_array_add(c->releases, kiri_record_copy(&kiri_release_shape, r));
    return TRUE;
}

static void free_release(gpointer release)
{
    kiri_release_free(release);
}

static gint by_date(gconstpointer a, gconstpointer b)
{
    const KiriRelease *x = *(KiriRelease *const *)a, *y = *(KiriRelease *const *)b;
    if (x->date.us != y->date.us)
        return x->date.us < y->date.us ? -1 : 1;
    return strcmp(x->id, y->id);
}

static gboolean write_calendar(const KiriReportJob *job, gconstpointer what, KiriReportSink sink,
                               gpointer data, GError **error)
{
    const GPtrArray *releases = what;
    gint64 now_us = kiri_cli_now_us(job->cli);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_calendar_begin("報道発表", &out);
    for (guint i = 0; i < releases->len; i++)
        kiri_calendar_release(g_ptr_array_index(releases, i), now_us, &out);
    kiri_calendar_end(&out);
    if (sink(kiri_buf_view(&out), data))
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_IO, _("cannot write the report"));
    return FALSE;
}

int kiri_report_calendar(KiriReportJob *job, GError **error)
{
    g_autoptr(GPtrArray) releases = g_ptr_array_new_with_free_func(free_release);
    Calendar c = {job, releases};
    if (strcmp(job->format->name, "ics") != 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is no format for this report; there are %s"), job->format->name, "ics");
        return KIRI_EXIT_USAGE;
    }
    if (!kiri_store_each(job->store, KIRI_NOUN_RELEASE, "", take_release, &c, error))
        return KIRI_EXIT_FAILED;
    g_ptr_array_sort(releases, by_date);
    if (!kiri_report_job_write(job, write_calendar, releases, error))
        return kiri_exit_code_of(*error);
    if (kiri_report_job_has_file(job))
        kiri_cli_note(job->cli, _("%s: %u releases"), job->args->output, releases->len);
    return KIRI_EXIT_DONE;
}
