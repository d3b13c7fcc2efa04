// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a template of reports. One that is taken names sections that there are;
 * one that is not says why in words that a terminal can show. */
#include "fuzz.h"

#include "page/template.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriReportTemplate) t =
        kiri_report_template_parse((KiriStr){(const char *)data, n}, &error);
    g_assert_true(!t == !!error);
    if (error) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_assert_cmpuint(t->rows->len, >, 0);
    g_assert_cmpuint(t->rows->len, <=, n);
    for (guint i = 0; i < t->rows->len; i++) {
        const KiriTemplateRow *row = &g_array_index(t->rows, KiriTemplateRow, i);
        g_assert_nonnull(row->section);
        for (guint lang = 0; lang < 2; lang++)
            g_assert_true(!row->title[lang] ||
                          (*row->title[lang] && g_utf8_validate(row->title[lang], -1, NULL)));
    }
    return 0;
}
