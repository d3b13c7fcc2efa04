// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a document of plain lines: nothing moves a terminal or turns the
 * direction of what follows, and what was written can be read, in its order. */
#include "doc_input.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    doc_input_write(data, n, &(DocInput){.texts = texts}, kiri_doc_text_lines, &out);
    fuzz_check_no_controls(kiri_buf_view(&out), "\n");
    kiri_buf_add_char(&out, '\0');
    for (const char *p = out.p; *p; p += g_utf8_skip[(guchar)*p])
        g_assert_false(fuzz_is_turning(g_utf8_get_char(p)));
    g_autofree char *all = fuzz_substance(out.p);
    const char *at = all;
    for (guint i = 0; i < texts->len; i++) {
        g_autofree char *text = fuzz_substance(g_ptr_array_index(texts, i));
        at = strstr(at, text);
        g_assert_nonnull(at);
        at += strlen(text);
    }
    return 0;
}
