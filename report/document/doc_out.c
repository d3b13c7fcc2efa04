// SPDX-License-Identifier: GPL-3.0-or-later
#include "doc_out.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

void kiri_doc_out_init(KiriDocOut *out, KiriReportSink sink, gpointer data)
{
    *out = (KiriDocOut){.sink = sink, .data = data};
    kiri_buf_init(&out->buf, KIRI_BUF_UNCAPPED);
}

void kiri_doc_out_flush(KiriDocOut *out, gsize enough)
{
    if (out->buf.n < enough)
        return;
    out->was_refused = out->was_refused || !out->sink(kiri_buf_view(&out->buf), out->data);
    kiri_buf_reset(&out->buf);
}

gboolean kiri_doc_out_end(KiriDocOut *out, GError **error)
{
    kiri_doc_out_flush(out, 0);
    kiri_buf_clear(&out->buf);
    if (out->was_refused)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write the report"));
    return !out->was_refused;
}
