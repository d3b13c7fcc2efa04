// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a workbook: the file unfolds, its sheet is well-formed XML, and each cell
 * reads as the text that was put there, as text and never as a formula or a number. */
#include "fuzz.h"

#include "transport/inflate.h"
#include "xlsx/workbook.h"
#include "feeds/xml.h"

#include <kirinuki/feed.h>

enum { MOST_CELLS = 8, RATIO = 2000 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return 0;
}

/* ---- the file, taken apart ---- */

static guint32 number_at(const char *p, guint bytes)
{
    guint32 v = 0;
    while (bytes--)
        v = v << 8 | (guchar)p[bytes];
    return v;
}

/* A deflated member as the gzip that our own reader takes. */
static void unfold(KiriStr deflated, KiriBuf *out)
{
    static const char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
    g_auto(KiriBuf) gzip;
    kiri_buf_init(&gzip, KIRI_BUF_UNCAPPED);
    kiri_buf_add(&gzip, head, sizeof head - 1);
    kiri_buf_add(&gzip, deflated.p, deflated.n);
    g_assert_true(kiri_gunzip(kiri_buf_view(&gzip), RATIO, TRUE, out, NULL));
}

/* APPNOTE 4.3.12: the central directory says where the members are. */
static void read_member(KiriStr zip, const char *name, KiriBuf *out)
{
    const char *end = g_strrstr_len(zip.p, (gssize)zip.n, "PK\5\6");
    for (gsize i = zip.n - 22; !end; i--)
        end = memcmp(zip.p + i, "PK\5\6", 4) == 0 ? zip.p + i : NULL;
    const char *at = zip.p + number_at(end + 16, 4);
    for (guint n = number_at(end + 10, 2); n--;) {
        guint name_n = number_at(at + 28, 2);
        if (name_n == strlen(name) && memcmp(at + 46, name, name_n) == 0) {
            const char *local = zip.p + number_at(at + 42, 4);
            const char *data = local + 30 + number_at(local + 26, 2) + number_at(local + 28, 2);
            g_assert_cmpuint(number_at(at + 10, 2), ==, 8);
            unfold((KiriStr){data, number_at(at + 20, 4)}, out);
            return;
        }
        at += 46 + name_n + number_at(at + 30, 2) + number_at(at + 32, 2);
    }
    g_assert_not_reached();
}

/* ---- the sheet ---- */

/* ECMA-376, 22.9.2.19: _xHHHH_ is the character of this number. (transfer full) */
static char *unescaped(KiriStr s)
{
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < s.n;) {
        guint c = 0, digits = 0;
        if (s.n - i >= 7 && s.p[i] == '_' && s.p[i + 1] == 'x' && s.p[i + 6] == '_')
            while (digits < 4 && g_ascii_isxdigit(s.p[i + 2 + digits]))
                c = c << 4 | (guint)g_ascii_xdigit_value(s.p[i + 2 + digits++]);
        if (digits == 4)
            g_string_append_unichar(out, c);
        else
            g_string_append_c(out, s.p[i]);
        i += digits == 4 ? 7 : 1;
    }
    return g_string_free(out, FALSE);
}

/* XML reads CR and CR LF as LF, and so does a spreadsheet. (transfer full) */
static char *as_kept(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (c != 0xfffe && c != 0xffff)
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

static const KiriXmlNode *child(const KiriXmlNode *node, const char *name)
{
    for (node = node ? node->first : NULL; node; node = node->next)
        if (node->name && strcmp(node->name, name) == 0)
            return node;
    return NULL;
}

static const KiriXmlNode *next_cell(const KiriXmlNode *row)
{
    for (row = row->next; row; row = row->next)
        if (row->name)
            return row;
    return NULL;
}

static void check_sheet(const KiriBuf *file, char **texts)
{
    g_auto(KiriBuf) markup;
    kiri_buf_init(&markup, (gsize)64 << 20);
    read_member(kiri_buf_view(file), "xl/worksheets/sheet1.xml", &markup);
    fuzz_check_utf8(kiri_buf_view(&markup));
    g_autoptr(KiriXml) xml = kiri_xml_parse(kiri_buf_view(&markup), NULL);
    g_assert_nonnull(xml);
    g_assert_cmpuint(kiri_xml_damaged_line(xml), ==, 0);
    const KiriXmlNode *row = child(child(kiri_xml_root(xml), "sheetData"), "row");
    for (; *texts; texts++, row = next_cell(row)) {
        const KiriXmlNode *cell = child(row, "c");
        g_autofree char *wanted = as_kept(*texts);
        g_assert_null(child(cell, "f"));
        if (!*wanted)
            continue;
        g_assert_cmpstr(kiri_xml_attr(cell, "t"), ==, "inlineStr");
        g_auto(KiriBuf) read;
        kiri_buf_init(&read, KIRI_BUF_UNCAPPED);
        kiri_xml_add_text(child(child(cell, "is"), "t"), &read);
        g_autofree char *text = unescaped(kiri_buf_view(&read));
        g_autofree char *a = fuzz_substance(text), *b = fuzz_substance(wanted);
        g_assert_cmpstr(a, ==, b);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *title = fuzz_utf8(&in);
    g_autoptr(KiriWorkbook) book = kiri_workbook_begin_stream(title, 0, NULL);
    g_assert_nonnull(book);
    KiriSheet *sheet = kiri_workbook_add_sheet(book, "一覧");
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    for (guint row = 0; in.n && row < MOST_CELLS; row++) {
        g_autofree char *url = row % 2 ? fuzz_utf8(&in) : NULL;
        char *text = fuzz_utf8(&in);
        g_ptr_array_add(texts, text);
        if (url)
            kiri_sheet_link(sheet, row, 0, url, text);
        else
            kiri_sheet_text(sheet, row, 0, text, KIRI_STYLE_PLAIN);
    }
    g_ptr_array_add(texts, NULL);
    g_auto(KiriBuf) file;
    kiri_buf_init(&file, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_workbook_send(g_steal_pointer(&book), kiri_report_to_buf, &file, NULL));
    check_sheet(&file, (char **)texts->pdata);
    return 0;
}
