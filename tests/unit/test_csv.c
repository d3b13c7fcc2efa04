// SPDX-License-Identifier: GPL-3.0-or-later
/* What a spreadsheet gets, and what comes back from it: no text is lost, none is a
 * formula. */
#include <kirinuki/csv.h>

#include <string.h>

/* What headlines are made of, and what breaks tables. */
static const char *const pieces[] = {",",
                                     "\"",
                                     "\"\"",
                                     "\n",
                                     "\r\n",
                                     "\r",
                                     "'",
                                     "=",
                                     "+",
                                     "-",
                                     "@",
                                     "\t",
                                     "＝",
                                     "|",
                                     ";",
                                     " ",
                                     "　",
                                     "cmd",
                                     "1",
                                     "0.5",
                                     "見出し",
                                     "𠮷野家",
                                     "👩‍👩‍👧",
                                     "\\",
                                     "مرحبا",
                                     "が",
                                     "\u202e",
                                     "a"};

static char *any_text(GRand *dice)
{
    GString *s = g_string_new(NULL);
    for (gint n = g_rand_int_range(dice, 0, 12); n > 0; n--)
        g_string_append(s, pieces[g_rand_int_range(dice, 0, (gint32)G_N_ELEMENTS(pieces))]);
    return g_string_free(s, FALSE);
}

/* Its line breaks as a table has them. */
static char *with_plain_breaks(const char *s)
{
    GString *plain = g_string_new(s);
    g_string_replace(plain, "\r\n", "\n", 0);
    g_string_replace(plain, "\r", "\n", 0);
    return g_string_free(plain, FALSE);
}

enum { ROWS = 3000, COLUMNS = 4 };

static void test_round_trip(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(20261124);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriCsvWriter w = kiri_csv_write_begin(&out, FALSE);
    for (guint c = 0; c < COLUMNS; c++)
        kiri_csv_write_text(&w, c ? "欄,\"名\"" : "No.");
    kiri_csv_write_end_record(&w);
    for (guint r = 0; r < ROWS; r++) {
        kiri_csv_write_i64(&w, r); // no record is empty
        for (guint c = 1; c < COLUMNS; c++) {
            char *text = any_text(dice);
            g_ptr_array_add(texts, text);
            kiri_csv_write_text(&w, text);
        }
        kiri_csv_write_end_record(&w);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&out), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_csv_n_columns(csv), ==, COLUMNS);
    for (guint i = 0; i < texts->len; i++) {
        guint c = i % (COLUMNS - 1) + 1;
        if (c == 1)
            g_assert_true(kiri_csv_next(csv, &error));
        g_assert_no_error(error);
        g_autofree char *expected = with_plain_breaks(g_ptr_array_index(texts, i));
        g_assert_cmpstr(kiri_csv_unmarked(kiri_csv_cell_at(csv, c)), ==, expected);
    }
    g_assert_false(kiri_csv_next(csv, &error));
    g_assert_no_error(error);
}

/* No cell begins as a formula does, blanks and widths aside. */
static void test_no_formula(void)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(8);
    for (guint r = 0; r < ROWS; r++) {
        g_autofree char *text = any_text(dice);
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        KiriCsvWriter w = kiri_csv_write_begin(&out, FALSE);
        kiri_csv_write_text(&w, text);
        const char *cell = out.p + strlen("\xef\xbb\xbf");
        cell += *cell == '"' ? 1 : 0;
        while (*cell == ' ' || g_str_has_prefix(cell, "　"))
            cell += *cell == ' ' ? 1 : strlen("　");
        g_assert_null(*cell ? strchr("=+-@\t\r\n", *cell) : NULL);
        g_assert_false(g_str_has_prefix(cell, "＝"));
    }
}

/* RFC 4180: CR LF after each record, a quote doubled; and a BOM for the spreadsheet. */
static void test_bytes(void)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriCsvWriter w = kiri_csv_write_begin(&out, FALSE);
    kiri_csv_write_text(&w, "a\"b");
    kiri_csv_write_text(&w, NULL);
    kiri_csv_write_text(&w, "=1+1");
    kiri_csv_write_text(&w, "'=1+1");
    kiri_csv_write_text(&w, "'90年代");
    kiri_csv_write_i64(&w, -5);
    kiri_csv_write_end_record(&w);
    g_assert_cmpstr(out.p, ==, "\xef\xbb\xbf\"a\"\"b\",,'=1+1,''=1+1,'90年代,-5\r\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/csv/round-trip", test_round_trip);
    g_test_add_func("/csv/no-formula", test_no_formula);
    g_test_add_func("/csv/bytes", test_bytes);
    return g_test_run();
}
