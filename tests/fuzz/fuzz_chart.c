// SPDX-License-Identifier: GPL-3.0-or-later
/* Any labels and values in a chart: the drawing is well-formed XML of shapes alone, that
 * loads nothing and holds no text of a label as markup; the picture has its size. */
#include "fuzz.h"

#include "document/chart.h"
#include "document/picture.h"
#include "feeds/xml.h"

#include <kirinuki/feed.h>

enum { MOST_POINTS = 6, WIDTH = 400 };

/* Values as charts get them: counts, shares, none, and what a bad division gives. */
static gdouble value_of(FuzzInput *in, KiriChartKind kind)
{
    static const gdouble odd[] = {0, 1, 0.5, 1e12, 1e-9, -3};
    guint b = fuzz_byte(in);
    gdouble v = b < G_N_ELEMENTS(odd) ? odd[b] : b * 37.5;
    return kind == KIRI_CHART_STEPS ? CLAMP(v, 0, 1) : ABS(v);
}

static KiriChart *chart_of(FuzzInput *in)
{
    guint look = fuzz_byte(in);
    KiriChartKind kind = (KiriChartKind)(look % 5);
    g_autofree char *title = fuzz_utf8(in);
    g_autofree char *unit = fuzz_utf8(in);
    KiriChart *c =
        kiri_chart_new(look & 64 ? KIRI_REPORT_EN : KIRI_REPORT_JA, kind, "fuzz", title, unit);
    guint n_series = kind == KIRI_CHART_INTERVAL ? 2 : 1 + (look >> 3) % 3;
    for (guint i = 0; i < n_series; i++) {
        g_autofree char *name = fuzz_utf8(in);
        kiri_chart_add_series(c, name);
    }
    for (guint i = 0; i < MOST_POINTS && in->n; i++) {
        g_autofree char *label = fuzz_utf8(in);
        KiriChartPoint *p = kiri_chart_add_point(c, label);
        for (guint k = 0; k < n_series; k++)
            p->values[k] = value_of(in, kind);
        guint more = fuzz_byte(in);
        p->is_hollow = more % 7 == 1;
        p->parent = kind == KIRI_CHART_TREE && i ? (gint)(more % (i + 1)) - 1 : -1;
        p->note = more & 64 ? fuzz_utf8(in) : NULL;
    }
    if (look & 128 && kind == KIRI_CHART_COLUMNS && c->points->len) {
        g_autofree char *mark = fuzz_utf8(in);
        kiri_chart_set_mark(c, fuzz_byte(in) % c->points->len, mark);
    }
    return c;
}

static void check_node(const KiriXmlNode *node)
{
    static const char *const shapes[] = {"svg",      "g",    "path",   "rect",   "use",      "defs",
                                         "clipPath", "line", "symbol", "circle", "polyline", NULL};
    for (; node; node = node->next) {
        if (node->name)
            g_assert_true(g_strv_contains(shapes, node->name));
        else
            g_assert_true(strspn(node->text.p, " \n\t") >= node->text.n);
        for (guint i = 0; i < node->n_attrs; i++)
            if (g_ascii_strcasecmp(node->attrs[i].name, "href") == 0)
                g_assert_cmpint(node->attrs[i].value[0], ==, '#');
        check_node(node->first);
    }
}

static void check_png(const KiriChart *chart)
{
    KiriPicture picture;
    KiriBuf png;
    kiri_buf_init(&png, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_chart_write_png(chart, WIDTH, 0.5, &png, NULL));
    gsize n = 0;
    char *data = kiri_buf_steal(&png, &n);
    g_autoptr(GBytes) bytes = g_bytes_new_take(data, n);
    g_assert_true(kiri_picture_read(bytes, &picture, NULL));
    g_assert_cmpint(picture.kind, ==, KIRI_PICTURE_PNG);
    g_assert_cmpuint(picture.width, ==, WIDTH / 2);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autoptr(KiriChart) chart = chart_of(&in);
    g_auto(KiriBuf) words, svg;
    kiri_buf_init(&words, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&svg, KIRI_BUF_UNCAPPED);
    kiri_chart_describe(chart, &words);
    fuzz_check_utf8(kiri_buf_view(&words));
    g_assert_true(kiri_chart_write_svg(chart, WIDTH, &svg, NULL));
    fuzz_check_utf8(kiri_buf_view(&svg));
    g_autoptr(KiriXml) xml = kiri_xml_parse(kiri_buf_view(&svg), NULL);
    g_assert_nonnull(xml);
    g_assert_cmpuint(kiri_xml_damaged_line(xml), ==, 0);
    check_node(kiri_xml_root(xml));
    check_png(chart);
    return 0;
}
