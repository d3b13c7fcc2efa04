// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a document for paper: it is made, is a PDF with a beginning and an end,
 * and the same the second time. */
#include "doc_input.h"

static void write_pdf(const guint8 *data, gsize n, KiriBuf *out)
{
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    doc_input_write(data, n, &(DocInput){0}, kiri_doc_pdf, out);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_auto(KiriBuf) once, twice;
    write_pdf(data, n, &once);
    write_pdf(data, n, &twice);
    KiriStr pdf = kiri_buf_view(&once);
    g_assert_true(kiri_str_equal(pdf, kiri_buf_view(&twice)));
    g_assert_cmpuint(pdf.n, >, 16);
    g_assert_true(memcmp(pdf.p, "%PDF-", 5) == 0);
    g_assert_true(memcmp(pdf.p + pdf.n - 6, "%%EOF\n", 6) == 0);
    return 0;
}
