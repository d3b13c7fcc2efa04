// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as CSV: reading ends, lines only rise, and cells that are written
 * raw are read again as they were, but for CR, which the writer drops. */
#include <kirinuki/csv.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void write_row(KiriCsvWriter *w, const char *a, const char *b)
{
    kiri_csv_write_text(w, a);
    kiri_csv_write_text(w, b);
    kiri_csv_write_end_record(w);
}

static char *without_cr(const char *s)
{
    g_autoptr(GString) out = g_string_new(s);
    g_string_replace(out, "\r", "", 0);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void check_round_trip(const char *id, const char *name)
{
    g_autofree char *a = without_cr(id), *b = without_cr(name);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriCsvWriter w = kiri_csv_write_begin(&out, TRUE);
    write_row(&w, "id", "name");
    write_row(&w, a, b);
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&out), NULL);
    if (!csv)
        abort();
    if (!*a && !*b)
        return; // an empty line, perhaps
    if (!kiri_csv_next(csv, NULL) || strcmp(kiri_csv_cell(csv, "id"), a) != 0 ||
        strcmp(kiri_csv_cell(csv, "name"), b) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    guint line = 0;
    g_autoptr(KiriCsv) csv = kiri_csv_open((KiriStr){(const char *)data, n}, NULL);
    while (csv && kiri_csv_next(csv, NULL)) {
        if (kiri_csv_line(csv) <= line)
            abort();
        line = kiri_csv_line(csv);
        check_round_trip(kiri_csv_cell(csv, "id"), kiri_csv_cell(csv, "name"));
    }
    return 0;
}
