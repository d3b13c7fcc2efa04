// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts as cells: no spreadsheet takes one for a formula, and what is read back and
 * unmarked is what was written, but that all line breaks are LF. Raw, for machines, the
 * same without marks. */
#include "fuzz.h"

#include <kirinuki/csv.h>

enum { COLUMNS = 3, MOST_ROWS = 8 };
static const char *const columns[COLUMNS] = {"a", "b", "c"};

/* (transfer full) */
static char *with_lf(const char *s)
{
    GString *out = g_string_new(s);
    g_string_replace(out, "\r\n", "\n", 0);
    g_string_replace(out, "\r", "\n", 0);
    return g_string_free(out, FALSE);
}

/* CWE-1236, as the header of the writer promises it: also behind spaces and in full
 * width. */
static void check_no_formula(const char *cell)
{
    static const gunichar signs[] = {'=', '+', '-', '@', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    g_assert_false(*cell == '\t' || *cell == '\r');
    const char *p = cell;
    while (*p == ' ' || g_str_has_prefix(p, "\xe3\x80\x80"))
        p += *p == ' ' ? 1 : 3;
    gunichar c = g_utf8_get_char_validated(p, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        g_assert_cmpuint(c, !=, signs[i]);
}

static void write_all(const GPtrArray *texts, gboolean is_raw, KiriBuf *out)
{
    KiriCsvWriter w = kiri_csv_write_begin(out, is_raw);
    for (guint i = 0; i < COLUMNS; i++)
        kiri_csv_write_text(&w, columns[i]);
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < texts->len; i++) {
        kiri_csv_write_text(&w, g_ptr_array_index(texts, i));
        if (i % COLUMNS == COLUMNS - 1)
            kiri_csv_write_end_record(&w);
    }
}

static void check(const GPtrArray *texts, gboolean is_raw)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    write_all(texts, is_raw, &out);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&out), &error);
    g_assert_no_error(error);
    for (guint row = 0; row < texts->len / COLUMNS; row++) {
        g_assert_true(kiri_csv_next(csv, &error));
        for (guint i = 0; i < COLUMNS; i++) {
            const char *cell = kiri_csv_cell_at(csv, i);
            g_autofree char *wanted = with_lf(g_ptr_array_index(texts, row * COLUMNS + i));
            g_assert_cmpstr(is_raw ? cell : kiri_csv_unmarked(cell), ==, wanted);
            if (!is_raw)
                check_no_formula(cell);
        }
    }
    g_assert_false(kiri_csv_next(csv, &error));
    g_assert_no_error(error);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    while (in.n && texts->len < COLUMNS * MOST_ROWS)
        g_ptr_array_add(texts, fuzz_utf8(&in));
    while (texts->len % COLUMNS)
        g_ptr_array_add(texts, g_strdup(""));
    check(texts, FALSE);
    check(texts, TRUE);
    return 0;
}
