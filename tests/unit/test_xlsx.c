// SPDX-License-Identifier: GPL-3.0-or-later
/* The report as a workbook, read back by tests/support/read_xlsx.py (Python's zipfile): it
 * says what the summary says, computes what it shows, and moves when a price is changed.
 * Skipped where there is no python3. */
#include "words/lang.h"
#include "xlsx/workbook.h"

#include "../support/coverage.h"

#include <kirinuki/report.h>

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- reading back ---- */

/* One cell: kind, value, what its formula comes to. */
typedef struct {
    GHashTable *cells; // "sheet!A1" → char **
} Book;

static void free_book(Book *book)
{
    g_hash_table_unref(book->cells);
    g_free(book);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Book, free_book)

static void free_fields(gpointer fields)
{
    g_strfreev(fields);
}

/* NULL: there is no python3, the case is skipped. */
static Book *read_book(const KiriBuf *bytes, const char *change)
{
    g_autofree char *python = g_find_program_in_path("python3");
    g_autofree char *path = NULL, *out = NULL;
    g_autoptr(GError) error = NULL;
    if (!python) {
        g_test_skip("python3 is not installed");
        return NULL;
    }
    gint file = g_file_open_tmp("kiri-XXXXXX.xlsx", &path, &error);
    g_assert_no_error(error);
    close(file);
    g_assert_true(g_file_set_contents(path, bytes->p, (gssize)bytes->n, NULL));
    char script[] = KIRINUKI_SOURCE_DIR "/tests/support/read_xlsx.py";
    char *args[] = {python, script, path, (char *)(guintptr)change, NULL};
    gint status = 1;
    g_spawn_sync(NULL, args, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
    g_unlink(path);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
    Book *book = g_new0(Book, 1);
    book->cells = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_fields);
    g_auto(GStrv) lines = g_strsplit(out, "\n", -1);
    for (char **line = lines; *line && **line; line++) {
        char **fields = g_strsplit(*line, "\t", 5);
        g_assert_cmpuint(g_strv_length(fields), ==, 5);
        g_hash_table_insert(book->cells, g_strconcat(fields[0], "!", fields[1], NULL), fields);
    }
    return book;
}

enum { KIND = 2, SHOWN, CAME };

static const char *cell(const Book *book, guint field, const char *sheet, char column, guint row)
{
    g_autofree char *key = g_strdup_printf("%s!%c%u", sheet, column, row);
    char **fields = g_hash_table_lookup(book->cells, key);
    return fields ? fields[field] : "";
}

/* The row of the label, from 1. */
static guint row_of(const Book *book, const char *sheet, const char *label)
{
    for (guint row = 1; row < 200; row++)
        if (strcmp(cell(book, SHOWN, sheet, 'A', row), label) == 0)
            return row;
    g_error("there is no '%s'", label);
    return 0;
}

static gdouble figure(const Book *book, const char *label)
{
    guint row = row_of(book, "概要", label);
    gboolean is_formula = strcmp(cell(book, KIND, "概要", 'B', row), "formula") == 0;
    return g_ascii_strtod(cell(book, is_formula ? CAME : SHOWN, "概要", 'B', row), NULL);
}

static void write_report(const KiriSummary *s, KiriReportLang lang, KiriBuf *out)
{
    g_autoptr(GError) error = NULL;
    KiriReportOptions options = {.lang = lang, .era = KIRI_ERA_SEIREKI};
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    g_assert_true(
        kiri_report_format("report.xlsx")->write(s, &options, kiri_report_to_buf, out, &error));
    g_assert_no_error(error);
}

/* ---- cases ---- */

/* Every formula comes to what the file says it does, and these are the summary's figures. */
static void test_sums(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    if (!book)
        return;
    GHashTableIter iter;
    gpointer value;
    guint formulas = 0;
    g_hash_table_iter_init(&iter, book->cells);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        char **fields = value;
        if (strcmp(fields[KIND], "formula") != 0)
            continue;
        formulas++;
        g_assert_cmpstr(fields[SHOWN], ==, fields[CAME]);
    }
    g_assert_cmpuint(formulas, >, 30);
    g_assert_cmpfloat(figure(book, "総件数"), ==, s->total);
    g_assert_cmpfloat(figure(book, "実件数"), ==, s->unique);
    g_assert_cmpfloat(figure(book, "媒体数"), ==, s->media);
    g_assert_cmpfloat(figure(book, "広告換算額（実績値）"), ==, (gdouble)s->ave_known_yen);
    g_assert_cmpfloat(figure(book, "広告換算額（推計値）"), ==, (gdouble)s->ave_estimate_yen);
    g_assert_cmpfloat(figure(book, "広告換算額の算定不能"), ==, s->ave_unknown);
    g_assert_cmpfloat(figure(book, "推定到達者数（上限）"), ==, (gdouble)s->reach->high);
    g_assert_cmpfloat(figure(book, "対象外とした記事"), ==, s->n_excluded);
}

/* The list is that of the summary: real dates, numbers, one row a clip, and the yen of
 * each are a formula of 算定式. */
static void test_list(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    guint computed = 0;
    for (guint i = 0; book && i < s->total; i++) {
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(s, i, NULL);
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        gint64 day = (c->article->published.us + 9 * KIRI_US_PER_HOUR) / KIRI_US_PER_DAY;
        g_assert_cmpstr(cell(book, SHOWN, "掲載一覧", 'G', i + 2), ==, c->article->title);
        g_assert_cmpstr(cell(book, SHOWN, "掲載一覧", 'H', i + 2), ==,
                        kiri_report_class_name(c->class_));
        g_assert_cmpstr(cell(book, SHOWN, "掲載一覧", 'Y', i + 2), ==, c->clip->id);
        g_assert_cmpstr(cell(book, KIND, "掲載一覧", 'B', i + 2), ==, "date");
        g_assert_cmpint((gint64)g_ascii_strtod(cell(book, SHOWN, "掲載一覧", 'B', i + 2), NULL), ==,
                        day + 25569); // days from 1899-12-30 to 1970
        g_assert_cmpfloat(g_ascii_strtod(cell(book, SHOWN, "掲載一覧", 'K', i + 2), NULL), ==,
                          row->is_story_first);
        if (!row->is_ave_known) {
            g_assert_cmpstr(cell(book, SHOWN, "掲載一覧", 'O', i + 2), ==, "算定不能");
            continue;
        }
        g_assert_cmpstr(cell(book, KIND, "算定式", 'H', i + 2), ==, "formula");
        g_assert_cmpfloat(g_ascii_strtod(cell(book, CAME, "掲載一覧", 'O', i + 2), NULL), ==,
                          (gdouble)row->ave_yen);
        computed++;
    }
    g_assert_true(!book || computed > 1);
}

/* Who doubles a price sees the value of the clips that it prices doubled. */
static void test_live(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    if (!book)
        return;
    guint row = row_of(book, "前提・単価出典", "閲覧単価（CPM）");
    gdouble price = g_ascii_strtod(cell(book, SHOWN, "前提・単価出典", 'C', row), NULL);
    g_autofree char *change = g_strdup_printf("前提・単価出典!C%u=%.0f", row, price * 2);
    g_autoptr(Book) dearer = read_book(&bytes, change);
    gdouble expected = 0;
    guint moved = 0;
    for (guint r = 2; r < s->total + 2; r++) {
        gdouble before = g_ascii_strtod(cell(book, CAME, "算定式", 'H', r), NULL);
        gdouble after = g_ascii_strtod(cell(dearer, CAME, "算定式", 'H', r), NULL);
        g_assert_true(after == before || fabs(after - 2 * before) <= 1); // whole yen
        moved += after != before ? 1 : 0;
        expected += after;
    }
    g_assert_cmpuint(moved, >, 0);
    g_assert_cmpfloat(figure(dearer, "広告換算額（実績値）") +
                          figure(dearer, "広告換算額（推計値）"),
                      ==, expected);
}

/* What strangers write stands there as they wrote it, and is never a formula. */
static void test_titles(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *kilo = g_strnfill(3000, 'x');
    g_autofree char *huge = g_strnfill(40000, 'y');
    for (guint i = 0; i < 1000; i++)
        memcpy(kilo + (gsize)i * 3, "長", 3);
    const char *const titles[] = {kilo,
                                  huge,
                                  "=cmd|' /C calc'!A0",
                                  "絵文字👩‍👩‍👧𠮷",
                                  "制御\x01文字",
                                  "非文字\xef\xbf\xbe終",
                                  "<b>&\"'",
                                  ""};
    g_autoptr(KiriSummary) before = coverage_summary(f->store);
    g_assert_cmpuint(before->total, ==, G_N_ELEMENTS(titles));
    for (guint i = 0; i < before->total; i++) {
        g_autoptr(KiriArticle) a =
            kiri_store_get(f->store, KIRI_NOUN_ARTICLE, kiri_summary_row(before, i)->article, NULL);
        g_free(a->title);
        a->title = g_strdup(titles[i]);
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
    }
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    for (guint i = 0; book && i < s->total; i++) {
        const char *shown = cell(book, SHOWN, "掲載一覧", 'G', i + 2);
        g_assert_cmpstr(cell(book, KIND, "掲載一覧", 'G', i + 2), !=, "formula");
        if (titles[i] == huge)
            g_assert_cmpuint(strlen(shown), ==, KIRI_SHEET_CELL_CHARS);
        else if (strstr(titles[i], "\xef\xbf\xbe"))
            g_assert_cmpstr(shown, ==, "非文字終");
        else
            g_assert_cmpstr(shown, ==, titles[i]);
    }
}

/* The digits of the cell behind this one, in a sheet that LibreOffice made a CSV of. */
static char *second_cell(const char *csv, const char *first)
{
    g_autofree char *begin = g_strconcat("\n\"", first, "\",", NULL);
    const char *p = strstr(csv, begin);
    g_assert_nonnull(p);
    p += strlen(begin);
    const char *end = *p == '"' ? strchr(p + 1, '"') : p + strcspn(p, ",\r\n");
    p += *p == '"' ? 1 : 0;
    g_autofree char *cell = g_strndup(p, (gsize)(end - p));
    g_autoptr(GString) digits = g_string_new(NULL);
    for (const char *d = cell; *d; d++)
        if (g_ascii_isdigit(*d))
            g_string_append_c(digits, *d);
    return g_strdup(digits->str);
}

/* Another program opens it, and shows the same sums. Skipped where it is not there. */
static void test_libreoffice(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *office = g_find_program_in_path("libreoffice");
    if (!office) {
        g_test_skip("LibreOffice is not installed");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autofree char *book = g_build_filename(f->dir, "book.xlsx", NULL);
    g_autofree char *sheet = g_build_filename(f->dir, "book.csv", NULL);
    g_autofree char *home = g_strdup_printf("-env:UserInstallation=file://%s/office", f->dir);
    g_assert_true(g_file_set_contents(book, bytes.p, (gssize)bytes.n, NULL));
    const char *const args[] = {"timeout",
                                "180",
                                office,
                                "--headless",
                                home,
                                "--convert-to",
                                "csv:Text - txt - csv (StarCalc):44,34,76,1",
                                "--outdir",
                                f->dir,
                                book,
                                NULL};
    gint status = 1;
    g_spawn_sync(NULL, (char **)(guintptr)args, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, NULL, NULL, &status, &error);
    g_assert_no_error(error);
    g_autofree char *csv = NULL;
    if (status != 0 || !g_file_get_contents(sheet, &csv, NULL, NULL)) {
        g_test_skip("LibreOffice is there and does not run");
        return;
    }
    g_autofree char *total = second_cell(csv, "総件数");
    g_autofree char *unique = second_cell(csv, "実件数");
    g_autofree char *yen = second_cell(csv, "広告換算額（実績値）");
    g_autofree char *expected = g_strdup_printf("%" G_GINT64_FORMAT, s->ave_known_yen);
    g_assert_cmpint(atoi(total), ==, (gint)s->total);
    g_assert_cmpint(atoi(unique), ==, (gint)s->unique);
    g_assert_cmpstr(yen, ==, expected);
}

static void test_english(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_EN, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    if (!book)
        return;
    for (char column = 'A'; column <= 'Y'; column++)
        g_assert_true(
            g_str_is_ascii(cell(book, SHOWN, kiri_say(KIRI_REPORT_EN, "掲載一覧"), column, 1)));
    g_assert_cmpuint(row_of(book, kiri_say(KIRI_REPORT_EN, "概要"), kiri_say(KIRI_REPORT_EN, "計")),
                     >, 0);
    for (char column = 'A'; column <= 'L'; column++)
        g_assert_true(
            g_str_is_ascii(cell(book, SHOWN, kiri_say(KIRI_REPORT_EN, "算定式"), column, 1)));
}

/* A release that nobody wrote about. */
static void test_nothing(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = coverage_summary_of(f->store, test_day_us(-9), test_day_us(-8));
    g_assert_cmpuint(s->total, ==, 0);
    g_auto(KiriBuf) bytes;
    write_report(s, KIRI_REPORT_JA, &bytes);
    g_autoptr(Book) book = read_book(&bytes, NULL);
    if (book)
        g_assert_cmpfloat(figure(book, "総件数"), ==, 0);
}

/* A workbook has room for so many links; the rest is text. */
static void test_links(void)
{
    g_autoptr(GError) error = NULL;
    KiriWorkbook *book = kiri_workbook_begin_stream("links", test_day_us(0), &error);
    g_assert_no_error(error);
    KiriSheet *sheet = kiri_workbook_add_sheet(book, "リンク");
    g_autofree char *path = g_strnfill(2100, 'z');
    g_autofree char *far = g_strconcat("https://a.example/", path, NULL);
    kiri_sheet_link(sheet, 0, 0, "javascript:alert(1)", "script");
    kiri_sheet_link(sheet, 1, 0, far, "far");
    for (guint i = 2; i < KIRI_WORKBOOK_LINKS + 12; i++)
        kiri_sheet_link(sheet, i, 0, "https://a.example/", "near");
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_workbook_send(book, kiri_report_to_buf, &bytes, &error));
    g_autoptr(Book) read = read_book(&bytes, NULL);
    if (!read)
        return;
    g_assert_cmpstr(cell(read, SHOWN, "リンク", 'A', 1), ==, "script");
    g_assert_cmpstr(cell(read, SHOWN, "リンク", 'A', 2), ==, "far");
    g_assert_cmpstr(cell(read, SHOWN, "リンク", 'A', KIRI_WORKBOOK_LINKS + 12), ==, "near");
}

#define WITH_STORE(path, test)                                                                     \
    g_test_add(path, CoverageFixture, NULL, coverage_set_up, test, coverage_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    WITH_STORE("/xlsx/sums", test_sums);
    WITH_STORE("/xlsx/list", test_list);
    WITH_STORE("/xlsx/live", test_live);
    WITH_STORE("/xlsx/titles", test_titles);
    WITH_STORE("/xlsx/libreoffice", test_libreoffice);
    WITH_STORE("/xlsx/english", test_english);
    WITH_STORE("/xlsx/nothing", test_nothing);
    g_test_add_func("/xlsx/links", test_links);
    return g_test_run();
}
