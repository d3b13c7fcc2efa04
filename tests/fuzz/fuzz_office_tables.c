// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a table that an office keeps beside its workspace: sections in their order
 * (sections.csv), days without a morning paper (no_papers.csv). What is refused says so;
 * places are rising numbers, and who is not there has none. */
#include "fuzz.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/morning.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

static void check_sections(KiriStr text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSectionOrder) order = kiri_section_order_parse(text, &error);
    g_assert_true(!order == !!error);
    if (!order)
        return;
    g_assert_cmpuint(kiri_section_order_place(order, NULL), ==, G_MAXUINT);
    g_autoptr(KiriCsv) csv = kiri_csv_open(text, NULL);
    for (guint row = 0; csv && kiri_csv_next(csv, NULL); row++) {
        const char *section = kiri_csv_cell(csv, kiri_csv_has_column(csv, "課") ? "課" : "section");
        guint place = kiri_section_order_place(order, section);
        g_assert_true(place == G_MAXUINT || place <= row);
    }
}

static void check_days(KiriStr text)
{
    static const char *const days[] = {"2026-11-09", "2026-02-28"};
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autoptr(GError) error = NULL;
        gboolean is_none = kiri_no_paper_on(text, days[i], &error);
        g_assert_true(!is_none || !error);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)n);
    check_sections(kiri_str(text));
    check_days(kiri_str(text));
    return 0;
}
