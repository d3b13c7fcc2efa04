// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as duplication.csv. Of a file that is taken every pair is found by its names
 * in either order, says how many people it means in one way, and no share is beyond the
 * whole; days far from every row are told as such. */
#include "fuzz.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/duplication.h>

#include <math.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

static void check_row(const KiriDuplication *d, const char *a, const char *b)
{
    gboolean is_outside, is_outside_too;
    const KiriDuplicationRow *row =
        kiri_duplication_find(d, a, b, G_GINT64_CONSTANT(1776038400000000), &is_outside);
    g_assert_nonnull(row);
    g_assert_true(row == kiri_duplication_find(d, b, a, G_GINT64_CONSTANT(1776038400000000),
                                               &is_outside_too));
    g_assert_cmpint(is_outside, ==, is_outside_too);
    g_assert_true(*row->medium_a && *row->medium_b && *row->source);
    g_assert_cmpstr(row->medium_a, !=, row->medium_b);
    g_assert_true((row->people > 0) != (row->share > 0));
    g_assert_true(isfinite(row->share) && row->share >= 0 && row->share <= 1);
    g_assert_cmpint(row->people, >=, 0);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    KiriStr bytes = {(const char *)data, n};
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriDuplication) d = kiri_duplication_parse(bytes, &error);
    g_assert_true(!d == !!error);
    if (!d || !g_utf8_validate_len(bytes.p, n, NULL))
        return 0;
    g_autoptr(KiriCsv) csv = kiri_csv_open(bytes, NULL);
    guint rows = 0;
    for (; csv && kiri_csv_next(csv, NULL); rows++) {
        g_autofree char *a = g_strdup(kiri_csv_unmarked(kiri_csv_cell(csv, "medium_a")));
        g_autofree char *b = g_strdup(kiri_csv_unmarked(kiri_csv_cell(csv, "medium_b")));
        check_row(d, g_strstrip(a), g_strstrip(b));
    }
    g_assert_cmpuint(kiri_duplication_size(d), ==, rows);
    return 0;
}
