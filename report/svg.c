// SPDX-License-Identifier: GPL-3.0-or-later
/* Two charts. Each is a document of its own that a report embeds as an image, so
 * nothing in it can reach the page. Geometry is in whole units: the same figures
 * give the same bytes everywhere. */
#include "svg.h"

#include <kirinuki/civil.h>
#include <kirinuki/report.h>

static const char ink[] = "#1f3a5f", pale[] = "#a9bdd6", grid[] = "#d5d9de";

enum {
    WIDTH = 640,
    LEFT = 34,     // room for the scale
    DAYS_TOP = 24, // room for the legend
    DAYS_HEIGHT = 120,
    MAX_BAR = 42,
    ROW = 24,
    KIND_LEFT = 96,
    KIND_RIGHT = 130,
};

static void begin(KiriBuf *out, gint height)
{
    kiri_buf_printf(out,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                    "viewBox=\"0 0 %d %d\" font-family=\"'Noto Sans CJK JP','Hiragino Sans',"
                    "'Yu Gothic',sans-serif\" font-size=\"11\" fill=\"#222\">",
                    WIDTH, height, WIDTH, height);
}

static void rect(KiriBuf *out, gint x, gint y, gint width, gint height, const char *fill)
{
    if (width > 0 && height > 0)
        kiri_buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", x,
                        y, width, height, fill);
}

/* The step of a scale with at most five lines: 1, 2 or 5 times a power of ten. */
static guint scale_step(guint most)
{
    guint step = 1;
    for (guint power = 1; step * 5 < most; power *= 10) {
        const guint steps[] = {power, 2 * power, 5 * power};
        for (gsize i = 0; i < G_N_ELEMENTS(steps) && step * 5 < most; i++)
            step = steps[i];
    }
    return step;
}

static void draw_scale(KiriBuf *out, guint step, guint top)
{
    for (guint v = 0; v <= top; v += step) {
        gint y = DAYS_TOP + DAYS_HEIGHT - (gint)(v * DAYS_HEIGHT / top);
        kiri_buf_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>", LEFT,
                        y, WIDTH, y, v ? grid : "#555");
        kiri_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%u</text>", LEFT - 6,
                        y + 4, v);
    }
}

static void draw_day(KiriBuf *out, const KiriDayRow *row, guint index, guint n, guint top)
{
    gint slot = (gint)((WIDTH - LEFT) / n), width = MIN(slot * 7 / 10, MAX_BAR);
    gint left = LEFT + (gint)((guint)(WIDTH - LEFT) * index / n);
    gint x = left + (slot - width) / 2;
    gint unique = (gint)(row->unique * DAYS_HEIGHT / top);
    gint total = (gint)(row->total * DAYS_HEIGHT / top);
    gint base = DAYS_TOP + DAYS_HEIGHT;
    width = MAX(width, 1);
    rect(out, x, base - unique, width, unique, ink);
    rect(out, x, base - total, width, total - unique, pale);
    guint every = (n + 15) / 16; // as many dates as have room
    if (index % every)
        return;
    KiriCivil c = kiri_civil_from_us(row->day_us, KIRI_JST_MIN);
    kiri_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d/%d</text>",
                    left + slot / 2, base + 16, c.month, c.day);
}

void kiri_svg_days(const GArray *days, KiriBuf *out)
{
    guint most = 1;
    for (guint i = 0; i < days->len; i++)
        most = MAX(most, g_array_index(days, KiriDayRow, i).total);
    guint step = scale_step(most), top = (most + step - 1) / step * step;
    begin(out, DAYS_TOP + DAYS_HEIGHT + 24);
    rect(out, LEFT, 4, 10, 10, ink);
    kiri_buf_printf(out, "<text x=\"%d\" y=\"13\">実件数</text>", LEFT + 15);
    rect(out, LEFT + 70, 4, 10, 10, pale);
    kiri_buf_printf(out, "<text x=\"%d\" y=\"13\">その転載（合わせて総件数）</text>", LEFT + 85);
    draw_scale(out, step, top);
    for (guint i = 0; i < days->len; i++)
        draw_day(out, &g_array_index(days, KiriDayRow, i), i, days->len, top);
    kiri_buf_add_str(out, "</svg>");
}

void kiri_svg_kinds(const GArray *kinds, KiriBuf *out)
{
    guint most = 1;
    for (guint i = 0; i < kinds->len; i++)
        most = MAX(most, g_array_index(kinds, KiriKindRow, i).total);
    begin(out, (gint)kinds->len * ROW + 4);
    for (guint i = 0; i < kinds->len; i++) {
        const KiriKindRow *row = &g_array_index(kinds, KiriKindRow, i);
        gint y = (gint)i * ROW + 4;
        gint room = WIDTH - KIND_LEFT - KIND_RIGHT;
        gint unique = (gint)(row->unique * (guint)room / most);
        gint total = (gint)(row->total * (guint)room / most);
        kiri_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", KIND_LEFT - 8,
                        y + 13, kiri_report_kind_name(row->kind));
        rect(out, KIND_LEFT, y, unique, ROW - 8, ink);
        rect(out, KIND_LEFT + unique, y, total - unique, ROW - 8, pale);
        kiri_buf_printf(out, "<text x=\"%d\" y=\"%d\">%u件（実%u件）</text>", KIND_LEFT + total + 6,
                        y + 13, row->total, row->unique);
    }
    kiri_buf_add_str(out, "</svg>");
}
