// SPDX-License-Identifier: GPL-3.0-or-later
/* The drawing: each kind is one function that draws into a box. Heights follow from
 * the number of lines, widths from the page. */
#include "chart_draw.h"

#include "words/lang.h"

#include <kirinuki/error.h>

#include <math.h>
#include <string.h>

enum { TITLE = 18, LEGEND = 16, PLOT = 110, AXIS = 18, LINE = 18, LABEL = 96, FIGURE = 120 };
static const gdouble size = 8.5;

/* Falling lightness; the last ones are told apart by hatching too. */
static const guint shades[KIRI_CHART_MAX_SERIES] = {0x1f3a5f, 0xa9bdd6, 0x5f83ad,
                                                    0xdfe6ee, 0x7a5c1e, 0xe3cf9f};
enum { GRID = 0xd5d9de, AXIS_INK = 0x555555, MARK_INK = 0x9b1c1c };

typedef struct {
    const KiriChart *chart;
    KiriType *type;
    cairo_t *cr;
    gdouble width;
} Draw;

/* ---- strokes ---- */

static gdouble put(const Draw *d, const char *text, gdouble x, gdouble y, KiriAlign align,
                   guint style)
{
    const KiriText run = {.text = text, .style = style};
    PangoLayout *layout = kiri_type_set(d->type, &run, 1, size, -1, KIRI_ALIGN_LEFT);
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    gdouble w = box.width / (gdouble)PANGO_SCALE;
    x -= align == KIRI_ALIGN_RIGHT ? w : align == KIRI_ALIGN_CENTER ? w / 2 : 0;
    cairo_move_to(d->cr, CLAMP(x, 0, MAX(d->width - w, 0)), y);
    pango_cairo_show_layout(d->cr, layout);
    g_object_unref(layout);
    return w;
}

/* Shortened to `room` points. */
static void put_within(const Draw *d, const char *text, gdouble x, gdouble y, gdouble room)
{
    PangoLayout *layout = kiri_type_set_plain(d->type, text, size, room, KIRI_ALIGN_LEFT);
    pango_layout_set_height(layout, -1);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_move_to(d->cr, x, y);
    pango_cairo_show_layout(d->cr, layout);
    g_object_unref(layout);
}

static void hatch(cairo_t *cr, gdouble x, gdouble y, gdouble w, gdouble h)
{
    cairo_save(cr);
    cairo_rectangle(cr, x, y, w, h);
    cairo_clip(cr);
    kiri_type_ink(cr, AXIS_INK);
    cairo_set_line_width(cr, 0.4);
    for (gdouble at = x - h; at < x + w; at += 4) {
        cairo_move_to(cr, at, y + h);
        cairo_line_to(cr, at + h, y);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void box(const Draw *d, guint series, gdouble x, gdouble y, gdouble w, gdouble h)
{
    if (w <= 0 || h <= 0)
        return;
    kiri_type_ink(d->cr, shades[series]);
    cairo_rectangle(d->cr, x, y, w, h);
    cairo_fill(d->cr);
    if (series >= 3)
        hatch(d->cr, x, y, w, h);
}

static void line(const Draw *d, guint ink, gdouble x0, gdouble y0, gdouble x1, gdouble y1)
{
    kiri_type_ink(d->cr, ink);
    cairo_set_line_width(d->cr, 0.6);
    cairo_move_to(d->cr, x0, y0);
    cairo_line_to(d->cr, x1, y1);
    cairo_stroke(d->cr);
}

/* ---- figures ---- */

static const KiriChartPoint *point(const KiriChart *c, guint i)
{
    return g_ptr_array_index(c->points, i);
}

static gdouble sum(const KiriChart *c, const KiriChartPoint *p)
{
    gdouble all = 0;
    for (guint s = 0; s < c->n_series; s++)
        all += p->values[s];
    return all;
}

/* The largest that is drawn from 0. */
static gdouble most(const KiriChart *c)
{
    gdouble top = 0;
    for (guint i = 0; i < c->points->len; i++)
        for (guint s = 0; s < c->n_series; s++)
            top = MAX(top, c->kind == KIRI_CHART_COLUMNS || c->kind == KIRI_CHART_BARS
                               ? sum(c, point(c, i))
                               : point(c, i)->values[s]);
    return MAX(top, 1);
}

/* The step of a scale with at most five lines: 1, 2 or 5 times a power of ten. */
static gdouble scale_step(gdouble top)
{
    for (gdouble power = 1;; power *= 10)
        for (guint i = 0; i < 3; i++) {
            gdouble step = power * (gdouble[]){1, 2, 5}[i];
            if (step * 5 >= top)
                return step;
        }
}

static char *grouped(gdouble n)
{
    return kiri_number_grouped((gint64)llround(n));
}

static char *figure_of(const KiriChart *c, const KiriChartPoint *p)
{
    if (p->note)
        return g_strdup(p->note);
    if (p->is_hollow)
        return g_strdup(kiri_say(c->lang, "不明"));
    g_autofree char *a = grouped(c->kind == KIRI_CHART_INTERVAL ? p->values[0] : sum(c, p));
    g_autofree char *b = grouped(p->values[1]);
    const char *unit = c->unit ? c->unit : "";
    return c->kind == KIRI_CHART_INTERVAL ? g_strdup_printf("%s～%s%s", a, b, unit)
                                          : g_strconcat(a, unit, NULL);
}

/* ---- kinds ---- */

static gdouble legend(const Draw *d, gdouble y)
{
    const KiriChart *c = d->chart;
    if (c->n_series < 2 || c->kind == KIRI_CHART_INTERVAL)
        return y;
    gdouble x = 2;
    for (guint s = 0; s < c->n_series; s++) {
        box(d, s, x, y + 3, 8, 8);
        x += 12 + put(d, c->series[s], x + 11, y + 1, KIRI_ALIGN_LEFT, 0) + 10;
    }
    return y + LEGEND;
}

static gdouble scale(const Draw *d, gdouble y, gdouble left, gdouble *top)
{
    gdouble step = scale_step(most(d->chart));
    *top = step * ceil(most(d->chart) / step);
    for (gdouble v = 0; v <= *top; v += step) {
        gdouble at = y + PLOT - PLOT * v / *top;
        g_autofree char *n = grouped(v);
        line(d, v > 0 ? GRID : AXIS_INK, left, at, d->width, at);
        put(d, n, left - 4, at - 6, KIRI_ALIGN_RIGHT, 0);
    }
    return y + PLOT;
}

static gdouble scale_room(const Draw *d)
{
    g_autofree char *n = grouped(most(d->chart) * 2);
    return 10 + 5.2 * (gdouble)strlen(n);
}

static void mark(const Draw *d, gdouble x, gdouble y)
{
    line(d, MARK_INK, x, y - 2, x, y + PLOT);
    put(d, d->chart->mark_label, x + 3, y - 4, KIRI_ALIGN_LEFT, KIRI_TEXT_WARN);
}

static void draw_columns(const Draw *d, gdouble y)
{
    const KiriChart *c = d->chart;
    guint n = c->points->len;
    gdouble top, left = scale_room(d), base = scale(d, y, left, &top);
    gdouble slot = (d->width - left) / MAX(n, 1), w = MAX(MIN(slot * 0.7, 36), 0.5);
    guint every = MAX(1, (guint)ceil(34 / slot)); // as many labels as have room
    for (guint i = 0; i < n; i++) {
        const KiriChartPoint *p = point(c, i);
        gdouble middle = left + slot * (i + 0.5), at = base;
        if (p->is_hollow)
            hatch(d->cr, left + slot * i, y, slot, PLOT);
        for (guint s = 0; s < c->n_series; s++) {
            gdouble h = PLOT * p->values[s] / top;
            box(d, s, middle - w / 2, at - h, w, h);
            at -= h;
        }
        if (i % every == 0)
            put(d, p->label, middle, base + 3, KIRI_ALIGN_CENTER, 0);
    }
    if (c->mark >= 0)
        mark(d, left + slot * c->mark, y);
}

static void draw_bars(const Draw *d, gdouble y)
{
    const KiriChart *c = d->chart;
    gdouble room = d->width - LABEL - FIGURE, top = most(c);
    for (guint i = 0; i < c->points->len; i++, y += LINE) {
        const KiriChartPoint *p = point(c, i);
        g_autofree char *figure = figure_of(c, p);
        gdouble x = LABEL;
        put_within(d, p->label, 0, y + 1, LABEL - 6);
        if (p->is_hollow)
            hatch(d->cr, x, y + 2, 24, LINE - 7), x += 24;
        for (guint s = 0; s < c->n_series && !p->is_hollow; s++) {
            box(d, s, x, y + 2, room * p->values[s] / top, LINE - 7);
            x += room * p->values[s] / top;
        }
        put(d, figure, x + 5, y + 1, KIRI_ALIGN_LEFT, 0);
    }
}

static void draw_intervals(const Draw *d, gdouble y)
{
    const KiriChart *c = d->chart;
    gdouble room = d->width - LABEL - FIGURE, top = most(c);
    for (guint i = 0; i < c->points->len; i++, y += LINE) {
        const KiriChartPoint *p = point(c, i);
        g_autofree char *figure = figure_of(c, p);
        gdouble from = LABEL + room * p->values[0] / top, to = LABEL + room * p->values[1] / top;
        put_within(d, p->label, 0, y + 1, LABEL - 6);
        line(d, GRID, LABEL, y + LINE / 2.0 - 1, LABEL + room, y + LINE / 2.0 - 1);
        if (!p->is_hollow)
            box(d, 0, from, y + 4, MAX(to - from, 2), LINE - 11);
        put(d, figure, (p->is_hollow ? LABEL : to) + 5, y + 1, KIRI_ALIGN_LEFT, 0);
    }
}

static void draw_steps(const Draw *d, gdouble y)
{
    const KiriChart *c = d->chart;
    guint n = c->points->len;
    gdouble top, left = scale_room(d), base = scale(d, y, left, &top);
    gdouble slot = (d->width - left) / MAX(n, 1);
    for (guint s = 0; s < c->n_series; s++) {
        kiri_type_ink(d->cr, shades[s]);
        cairo_set_line_width(d->cr, 1.6);
        for (guint i = 0; i < n; i++) {
            gdouble x = left + slot * (i + 0.5);
            gdouble at = base - PLOT * point(c, i)->values[s] / top;
            (i ? cairo_line_to : cairo_move_to)(d->cr, x, at);
        }
        cairo_stroke(d->cr);
    }
    for (guint i = 0; i < n; i++) {
        g_autofree char *figure = figure_of(c, point(c, i));
        gdouble x = left + slot * (i + 0.5), at = base - PLOT * point(c, i)->values[0] / top;
        cairo_new_path(d->cr);
        cairo_arc(d->cr, x, at, 2.2, 0, 2 * G_PI);
        kiri_type_ink(d->cr, shades[0]);
        cairo_fill(d->cr);
        put(d, figure, x, MAX(at - 14, y - 4), KIRI_ALIGN_CENTER, 0);
        put(d, point(c, i)->label, x, base + 3, KIRI_ALIGN_CENTER, 0);
    }
}

static guint depth_of(const KiriChart *c, guint i)
{
    guint depth = 0;
    for (gint at = point(c, i)->parent; at >= 0; at = point(c, (guint)at)->parent)
        depth++;
    return depth;
}

/* Points stand in the order of a walk, each child somewhere below its parent. */
static void draw_tree(const Draw *d, gdouble y)
{
    enum { STEP = 16, MOST_DEPTH = 12 };
    const KiriChart *c = d->chart;
    gdouble room = d->width - FIGURE;
    for (guint i = 0; i < c->points->len; i++) {
        const KiriChartPoint *p = point(c, i);
        gdouble x = 4 + STEP * (gdouble)MIN(depth_of(c, i), MOST_DEPTH), at = y + LINE * i + 8;
        if (p->parent >= 0) {
            gdouble from = y + LINE * p->parent + 8;
            line(d, AXIS_INK, x - STEP, from + 4, x - STEP, at);
            line(d, AXIS_INK, x - STEP, at, x - 4, at);
        }
        cairo_new_path(d->cr);
        cairo_arc(d->cr, x, at, p->parent < 0 ? 3.4 : 2.4, 0, 2 * G_PI);
        kiri_type_ink(d->cr, p->parent < 0 ? shades[0] : shades[2]);
        cairo_fill(d->cr);
        put_within(d, p->label, x + 8, at - 7, MAX(room - x - 12, 20));
        if (p->note)
            put(d, p->note, d->width, at - 7, KIRI_ALIGN_RIGHT, KIRI_TEXT_NOTE);
    }
}

static const struct {
    void (*draw)(const Draw *d, gdouble y);
    gboolean has_lines; // as high as it has points
} kinds[] = {
    [KIRI_CHART_COLUMNS] = {draw_columns, FALSE}, [KIRI_CHART_BARS] = {draw_bars, TRUE},
    [KIRI_CHART_STEPS] = {draw_steps, FALSE},     [KIRI_CHART_INTERVAL] = {draw_intervals, TRUE},
    [KIRI_CHART_TREE] = {draw_tree, TRUE},
};

gdouble kiri_chart_height(const KiriChart *c, gdouble width)
{
    (void)width;
    gboolean has_legend = c->n_series > 1 && c->kind != KIRI_CHART_INTERVAL;
    return TITLE + (has_legend ? LEGEND : 0) +
           (kinds[c->kind].has_lines ? LINE * (gdouble)c->points->len + 2 : 8 + PLOT + AXIS);
}

void kiri_chart_draw(const KiriChart *c, KiriType *type, cairo_t *cr, gdouble width)
{
    Draw d = {c, type, cr, width};
    put(&d, c->title, 0, 0, KIRI_ALIGN_LEFT, KIRI_TEXT_BOLD);
    gdouble y = legend(&d, TITLE);
    kinds[c->kind].draw(&d, kinds[c->kind].has_lines ? y : y + 8);
}

/* ---- files ---- */

static cairo_status_t take(void *closure, const unsigned char *data, unsigned int n)
{
    return kiri_buf_add(closure, data, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static gboolean check(cairo_status_t status, GError **error)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, "%s", cairo_status_to_string(status));
    return FALSE;
}

static void draw_on(const KiriChart *c, cairo_surface_t *surface, gdouble width)
{
    g_autoptr(KiriType) type = kiri_type_new();
    cairo_t *cr = cairo_create(surface);
    kiri_chart_draw(c, type, cr, width);
    cairo_destroy(cr);
}

/* cairo numbers its surfaces through the life of a process; here they are numbered
 * within the file, so that the same chart has the same bytes. */
static void add_renumbered(KiriBuf *svg, KiriBuf *out)
{
    static const char word[] = "surface";
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
    const char *from = svg->p, *end = svg->p + svg->n, *at;
    while ((at = g_strstr_len(from, end - from, word))) {
        at += strlen(word);
        kiri_buf_add(out, from, (gsize)(at - from));
        char *rest = NULL;
        guint64 given = g_ascii_strtoull(at, &rest, 10);
        if (rest != at) {
            gpointer key = GSIZE_TO_POINTER((gsize)given);
            if (!g_hash_table_contains(numbers, key))
                g_hash_table_insert(numbers, key, GUINT_TO_POINTER(g_hash_table_size(numbers) + 1));
            kiri_buf_printf(out, "%u", GPOINTER_TO_UINT(g_hash_table_lookup(numbers, key)));
        }
        from = rest;
    }
    kiri_buf_add(out, from, (gsize)(end - from));
}

gboolean kiri_chart_write_svg(const KiriChart *c, gdouble width, KiriBuf *out, GError **error)
{
    g_auto(KiriBuf) svg;
    kiri_buf_init(&svg, KIRI_BUF_UNCAPPED);
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(take, &svg, width, kiri_chart_height(c, width));
    draw_on(c, surface, width);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    add_renumbered(&svg, out);
    return check(status, error);
}

gboolean kiri_chart_write_png(const KiriChart *c, gdouble width, gdouble scale_, KiriBuf *out,
                              GError **error)
{
    gint w = (gint)ceil(width * scale_), h = (gint)ceil(kiri_chart_height(c, width) * scale_);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_surface_set_device_scale(surface, scale_, scale_);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_destroy(cr);
    draw_on(c, surface, width);
    cairo_status_t status = cairo_surface_write_to_png_stream(surface, take, out);
    cairo_surface_destroy(surface);
    return check(status, error);
}
