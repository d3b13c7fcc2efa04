// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of formats. */
#include "writers.h"

#include "document/doc.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

const KiriReportFormat kiri_report_formats[] = {
    {"html", ".html", kiri_report_write_html, kiri_doc_html, FALSE, TRUE},
    {"pdf", ".pdf", kiri_report_write_pdf, kiri_doc_pdf, TRUE, TRUE},
    {"csv", ".csv", kiri_report_write_csv, NULL, FALSE, FALSE},
    {"xlsx", ".xlsx", kiri_report_write_xlsx, NULL, TRUE, FALSE},
    {"text", ".txt", kiri_report_write_text, kiri_doc_text_lines, FALSE, FALSE},
    {"jsonl", ".jsonl", kiri_report_write_jsonl, NULL, FALSE, FALSE},
    {"atom", ".atom", kiri_report_write_atom, NULL, FALSE, FALSE},
    {"ics", ".ics", kiri_report_write_ics, NULL, FALSE, FALSE},
    {NULL, NULL, NULL, NULL, FALSE, FALSE},
};

const KiriReportFormat *kiri_report_format(const char *name_or_path)
{
    for (const KiriReportFormat *f = kiri_report_formats; f->name; f++)
        if (strcmp(f->name, name_or_path) == 0 || g_str_has_suffix(name_or_path, f->extension))
            return f;
    return NULL;
}

gboolean kiri_report_to_buf(KiriStr bytes, gpointer buf)
{
    return kiri_buf_add(buf, bytes.p, bytes.n);
}

gboolean kiri_report_pass_some(KiriBuf *out, KiriReportSink sink, gpointer data, GError **error)
{
    enum { ENOUGH = 64 << 10 };
    return out->n < ENOUGH || kiri_report_pass(out, sink, data, error);
}

gboolean kiri_report_pass(KiriBuf *out, KiriReportSink sink, gpointer data, GError **error)
{
    gboolean ok = sink(kiri_buf_view(out), data);
    kiri_buf_reset(out);
    if (!ok)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write the report"));
    return ok;
}
