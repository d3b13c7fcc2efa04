// SPDX-License-Identifier: GPL-3.0-or-later
/* Documents: whatever a section says, every writer shows it whole, in its place and as
 * text only; the same document has the same bytes; a sink that refuses is heard. */
#include "../support/temp.h"

#include "document/chart.h"
#include "document/line.h"
#include "document/type.h"
#include "words/lang.h"

#include <kirinuki/error.h>

#include <string.h>

static const KiriDocHead head = {
    .lang = KIRI_REPORT_JA,
    .title = "「育児休業給付の見直し」に関する報道結果について",
    .date = "令和8年11月23日（月）",
    .section = "広報室",
    .handling = "部内限り",
    .is_sample = TRUE,
    .made = {.us = 1780000000000000, .precision = KIRI_PRECISION_SECOND}};

typedef KiriDoc *(*Open)(const KiriDocHead *head, KiriReportSink sink, gpointer data);

static void put_list(KiriDoc *doc, const char *title, guint rows)
{
    static const KiriDocColumn columns[] = {{"number", "No.", 3, KIRI_ALIGN_RIGHT},
                                            {"title", "見出し", 20, KIRI_ALIGN_LEFT},
                                            {"yen", "換算額", 6, KIRI_ALIGN_RIGHT},
                                            {"share", "関連部分％", 4, KIRI_ALIGN_RIGHT}};
    const KiriDocTable table = {.id = "clips", .columns = columns, .n_columns = 4, .is_list = TRUE};
    g_autoptr(KiriDocCells) cells = kiri_cells_new(4);
    kiri_doc_table_begin(doc, &table);
    for (guint i = 1; i <= rows; i++) {
        kiri_cells_count(cells, i);
        kiri_cells_link(cells, "https://example.jp/a?b=1&c='2'", title);
        kiri_cells_yen(cells, 1234567, "1,234,567円");
        kiri_cells_share(cells, .375);
        kiri_cells_row(cells, doc, KIRI_ROW_PLAIN, i == 1 ? "no1" : NULL);
    }
    kiri_cells_text(cells, "計");
    kiri_cells_text(cells, NULL);
    kiri_cells_yen(cells, 1234567 * rows, "合計額");
    kiri_cells_text(cells, NULL);
    kiri_cells_row(cells, doc, KIRI_ROW_SUM, NULL);
    kiri_doc_table_end(doc);
}

/* One of everything. */
static void put_all(KiriDoc *doc, const char *title, guint rows)
{
    g_autoptr(KiriDocLine) line = kiri_line_new();
    g_autoptr(KiriChart) chart =
        kiri_chart_new(doc->lang, KIRI_CHART_COLUMNS, "days", "日別の掲載", "件");
    kiri_doc_heading(doc, 0, head.title, NULL);
    kiri_line_add(line, "%s", "令和8年11月20日");
    kiri_line_fact(line, doc, "発表日時");
    kiri_doc_heading(doc, 1, "1　概要", "s1");
    kiri_line_add(line, "総件数%u件を", 37U);
    kiri_line_styled(line, KIRI_TEXT_BOLD, "%s", "確認した");
    kiri_line_link(line, 0, "#no1", "別紙1を参照");
    kiri_line_item(line, doc, "○");
    kiri_chart_add_series(chart, "実件数");
    kiri_chart_add_point(chart, "11/20")->values[0] = 12;
    kiri_chart_add_point(chart, "11/21")->is_hollow = TRUE;
    kiri_doc_chart(doc, chart);
    kiri_doc_box_begin(doc, "発表との相違");
    kiri_line_add(line, "%s", title);
    kiri_line_paragraph(line, doc);
    kiri_doc_box_end(doc);
    kiri_doc_fold_begin(doc, "配信・転載2件");
    kiri_doc_text(doc, "折り畳まれた中身", KIRI_TEXT_NOTE, KIRI_ALIGN_LEFT);
    kiri_doc_fold_end(doc);
    kiri_doc_page(doc, TRUE, head.title);
    kiri_doc_heading(doc, 1, "別紙1　掲載一覧", "a1");
    put_list(doc, title, rows);
}

static char *made(Open open, const char *title, guint rows, gsize *n)
{
    g_autoptr(GError) error = NULL;
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriDoc *doc = open(&head, kiri_report_to_buf, &out);
    put_all(doc, title, rows);
    kiri_doc_end(doc, &error);
    g_assert_no_error(error);
    return kiri_buf_steal(&out, n);
}

static const char *const attacks[] = {
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "</style></title><h1>x",     "&lt;b&gt; & &amp;",
    "x\x01\x1b[31m\x7f y",       "bad \xff\xfe utf-8",
    "שלום \xe2\x80\xae world",   "🎉髙﨑葛󠄀城市",
};

static void test_html_escapes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
        g_autofree char *plain = made(kiri_doc_html, "見出し", 2, NULL);
        g_autofree char *page = made(kiri_doc_html, attacks[i], 2, NULL);
        guint begin[2] = {0}, at = 0;
        g_assert_true(g_utf8_validate(page, -1, NULL));
        for (const char *p = plain; (p = strchr(p, '<')); p++)
            begin[0]++;
        for (const char *p = page; (p = strchr(p, '<')); p++)
            begin[1]++;
        for (const char *p = page; *p; p++)
            at += (guchar)*p < 0x20 && *p != '\n' ? 1 : 0;
        g_assert_cmpuint(begin[0], ==, begin[1]); // no tag more than with a plain title
        g_assert_cmpuint(at, ==, 0);
    }
}

static void test_html_is_alone(void)
{
    g_autofree char *page = made(kiri_doc_html, "見出し", 3, NULL);
    g_assert_nonnull(strstr(page, "default-src 'none'; style-src 'sha256-"));
    g_assert_nonnull(strstr(page, "<tr id=\"no1\">"));
    g_assert_nonnull(strstr(page, "<a href=\"#no1\">別紙1を参照</a>"));
    g_assert_nonnull(strstr(page, "https://example.jp/a?b=1&amp;c=&#39;2&#39;"));
    g_assert_nonnull(strstr(page, "data-v=\"1234567\""));
    g_assert_nonnull(strstr(page, "alt=\"日別の掲載。11/20は12件、11/21は不明。\""));
    g_assert_nonnull(strstr(page, "<th scope=\"col\""));
    g_assert_null(strstr(page, " style="));
    g_assert_null(strstr(page, "onclick"));
}

/* Lines of 78 columns, and nothing cut. A word of Latin letters, an address, stays whole. */
static void test_text_is_narrow(void)
{
    g_autoptr(GString) title = g_string_new(NULL);
    for (guint i = 0; i < 200; i++)
        g_string_append(title, i % 7 ? "働x" : "、働");
    g_autofree char *text = made(kiri_doc_text_lines, title->str, 2, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint found = 0;
    for (char **line = lines; *line; line++) {
        guint columns = 0;
        for (const char *p = *line; *p; p = g_utf8_next_char(p))
            columns += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
        g_assert_cmpuint(columns, <=, 80); // 78, and what may not begin a line
        for (const char *p = *line; (p = strstr(p, "働")); p++)
            found++;
    }
    g_assert_cmpuint(found, ==, 3 * 200); // in the box and in two rows
}

static void test_same_bytes(void)
{
    static const Open opens[] = {kiri_doc_pdf, kiri_doc_html, kiri_doc_text_lines};
    for (gsize i = 0; i < G_N_ELEMENTS(opens); i++) {
        gsize n[2];
        g_autofree char *a = made(opens[i], "見出し", 40, &n[0]);
        g_autofree char *b = made(opens[i], "見出し", 40, &n[1]);
        g_assert_cmpuint(n[0], ==, n[1]);
        g_assert_true(memcmp(a, b, n[0]) == 0);
    }
}

/* What a command with a file behind it prints; it must succeed. */
static char *run(const char *program, const char *options, const char *path, const char *rest)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *line = g_strconcat(program, " ", options, " ", path, rest, NULL);
    char *out = NULL;
    gint status = 0;
    g_spawn_command_line_sync(line, &out, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    return out;
}

/* What others read in the file: text in its order, heads on each page, no complaint. */
static void test_pdf(void)
{
    g_autofree char *qpdf = g_find_program_in_path("qpdf");
    g_autofree char *pdftotext = g_find_program_in_path("pdftotext");
    if (!qpdf || !pdftotext) {
        g_test_skip("qpdf and pdftotext are not installed");
        return;
    }
    KiriTempDir *dir = kiri_temp_new();
    g_autofree char *path = g_build_filename(dir, "a.pdf", NULL);
    gsize n;
    g_autofree char *pdf =
        made(kiri_doc_pdf, "髙﨑市「働き方」改革、20日に発表＝担当者「前進」", 90, &n);
    g_assert_true(g_file_set_contents(path, pdf, (gssize)n, NULL));
    g_free(run(qpdf, "--check", path, ""));
    g_autofree char *text = run(pdftotext, "-raw", path, " -");
    const char *order[] = {
        "見本",         "に関する報道結果について", "概要",     "総件数37件を確認した",
        "発表との相違", "折り畳まれた中身",         "掲載一覧", "髙﨑市「働き方」改革",
        "合計額"};
    const char *at = text;
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        at = strstr(at, order[i]);
        if (!at)
            g_test_message("not in its place: %s", order[i]);
        g_assert_nonnull(at);
    }
    guint heads = 0, pages = 1;
    for (const char *p = text; (p = strstr(p, "関連部分％")); p++)
        heads++;
    for (const char *p = text; *p; p++)
        pages += *p == '\f' && p[1] ? 1 : 0;
    g_assert_cmpuint(pages, >, 3);
    g_assert_cmpuint(heads, ==, pages - 1); // all but the first page
    kiri_temp_free(dir);
}

static gboolean refuse(KiriStr bytes, gpointer data)
{
    (void)bytes;
    (void)data;
    return FALSE;
}

static void test_refused(void)
{
    static const Open opens[] = {kiri_doc_pdf, kiri_doc_html, kiri_doc_text_lines};
    for (gsize i = 0; i < G_N_ELEMENTS(opens); i++) {
        g_autoptr(GError) error = NULL;
        KiriDoc *doc = opens[i](&head, refuse, NULL);
        put_all(doc, "見出し", 3);
        g_assert_false(kiri_doc_end(doc, &error));
        g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO);
    }
}

/* ---- direction ---- */

/* Where the letters at this byte of the layout's text stand. */
static gint place_of(PangoLayout *layout, const char *word)
{
    PangoRectangle box;
    const char *text = pango_layout_get_text(layout);
    pango_layout_index_to_pos(layout, (gint)(strstr(text, word) - text), &box);
    return MIN(box.x, box.x + box.width);
}

/* A name in two scripts reads on from left to right in a Japanese line, whatever it begins
 * with; one without Japanese keeps its own direction. */
static void test_direction(void)
{
    g_autoptr(KiriType) type = kiri_type_new();
    PangoLayout *mixed =
        kiri_type_set_plain(type, "שלום ニュース「開始」", 10, -1, KIRI_ALIGN_LEFT);
    PangoLayout *own = kiri_type_set_plain(type, "שלום News", 10, -1, KIRI_ALIGN_LEFT);
    g_assert_cmpint(place_of(mixed, "ニ"), <, place_of(mixed, "開"));
    g_assert_cmpint(place_of(mixed, "ש"), <, place_of(mixed, "ニ"));
    g_assert_cmpint(place_of(own, "News"), <, place_of(own, "ש"));
    g_object_unref(mixed);
    g_object_unref(own);
}

/* ---- charts for slides ---- */

static gboolean keep(const char *name, KiriStr png, gpointer data, GError **error)
{
    (void)error;
    g_hash_table_insert(data, g_strdup(name), g_bytes_new(png.p, png.n));
    return TRUE;
}

static gboolean refuse_chart(const char *name, KiriStr png, gpointer data, GError **error)
{
    (void)png, (void)data;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_IO, "no room for '%s'", name);
    return FALSE;
}

static guint32 number_at(GBytes *png, gsize at)
{
    const guchar *p = g_bytes_get_data(png, NULL);
    return GUINT32_FROM_BE(*(const guint32 *)(gconstpointer)(p + at));
}

/* Each chart of the document comes as a PNG of its own, whatever the format, under a name
 * that the next report has too. */
static void test_charts_as_pictures(void)
{
    static const Open opens[] = {kiri_doc_html, kiri_doc_pdf, kiri_doc_text_lines};
    g_autoptr(GBytes) first = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(opens); i++) {
        g_autoptr(GHashTable) got =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
        const KiriReportCharts charts = {keep, got};
        KiriDocHead with = head;
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        with.charts = &charts;
        KiriDoc *doc = opens[i](&with, kiri_report_to_buf, &out);
        put_all(doc, "見出し", 1);
        put_all(doc, "見出し", 1);
        g_assert_true(kiri_doc_end(doc, NULL));
        g_assert_cmpuint(g_hash_table_size(got), ==, 2);
        GBytes *png = g_hash_table_lookup(got, "days");
        g_assert_true(png && g_hash_table_contains(got, "days-2"));
        g_assert_true(memcmp(g_bytes_get_data(png, NULL), "\x89PNG\r\n\x1a\n", 8) == 0);
        g_assert_cmpuint(number_at(png, 16), ==, 1560);
        g_assert_cmpuint(number_at(png, 20), >, 300);
        g_assert_true(!first || g_bytes_equal(first, png));
        g_clear_pointer(&first, g_bytes_unref);
        first = g_bytes_ref(png);
    }
}

/* What cannot be kept is the error of the report. */
static void test_charts_refused(void)
{
    g_autoptr(GError) error = NULL;
    const KiriReportCharts charts = {refuse_chart, NULL};
    KiriDocHead with = head;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    with.charts = &charts;
    KiriDoc *doc = kiri_doc_html(&with, kiri_report_to_buf, &out);
    put_all(doc, "見出し", 1);
    g_assert_false(kiri_doc_end(doc, &error));
    g_assert_error(error, KIRI_ERROR_CLI, KIRI_ERROR_IO);
}

static void test_english(void)
{
    g_autoptr(KiriChart) chart =
        kiri_chart_new(KIRI_REPORT_EN, KIRI_CHART_COLUMNS, "days", "Coverage by day", NULL);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_chart_add_series(chart, "unique");
    kiri_chart_add_point(chart, "20 Nov")->values[0] = 1200;
    kiri_chart_add_point(chart, "21 Nov")->is_hollow = TRUE;
    kiri_chart_describe(chart, &out);
    g_assert_cmpstr(out.p, ==, "Coverage by day. 20 Nov: 1,200; 21 Nov: unknown.");
    g_assert_cmpstr(kiri_say(KIRI_REPORT_JA, "見本"), ==, "見本");
    g_assert_cmpstr(kiri_say(KIRI_REPORT_EN, "見本"), ==, "SAMPLE");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/html/escapes", test_html_escapes);
    g_test_add_func("/document/html/is-alone", test_html_is_alone);
    g_test_add_func("/document/text/is-narrow", test_text_is_narrow);
    g_test_add_func("/document/same-bytes", test_same_bytes);
    g_test_add_func("/document/pdf", test_pdf);
    g_test_add_func("/document/refused", test_refused);
    g_test_add_func("/document/direction", test_direction);
    g_test_add_func("/document/charts/pictures", test_charts_as_pictures);
    g_test_add_func("/document/charts/refused", test_charts_refused);
    g_test_add_func("/document/english", test_english);
    return g_test_run();
}
