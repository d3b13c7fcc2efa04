// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports that are records of the store: as a document, or as the record itself. */
#include "report_purposes.h"

#include <string.h>

gboolean kiri_report_check_record_format(const KiriReportJob *job, GError **error)
{
    const KiriReportArgs *args = job->args;
    if (args->release || args->topic || args->from || args->to) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' has a subject and a time of its own; --release, --topic, --from and "
                      "--to belong to other reports"),
                    job->purpose->option);
        return FALSE;
    }
    if (job->format->open || strcmp(job->format->name, "jsonl") == 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is no format for this report; there are html, pdf, text and jsonl"),
                job->format->name);
    return FALSE;
}

gboolean kiri_report_write_record(const KiriShape *shape, gconstpointer record, KiriReportSink sink,
                                  gpointer data, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&out, shape->type);
    kiri_record_write_members(shape, record, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    kiri_buf_add_str(&out, "{\"type\":\"summary\",\"count\":1,\"complete\":true}\n");
    if (sink(kiri_buf_view(&out), data))
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_IO, _("cannot write the report"));
    return FALSE;
}
