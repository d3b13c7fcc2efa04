// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

#include "words/lang.h"

#include <math.h>

static void free_point(gpointer data)
{
    KiriChartPoint *p = data;
    g_free(p->label);
    g_free(p->note);
    g_free(p);
}

KiriChart *kiri_chart_new(KiriReportLang lang, KiriChartKind kind, const char *id,
                          const char *title, const char *unit)
{
    KiriChart *c = g_new0(KiriChart, 1);
    c->lang = lang;
    c->kind = kind;
    c->id = id;
    c->title = g_strdup(title);
    c->unit = g_strdup(unit);
    c->points = g_ptr_array_new_with_free_func(free_point);
    c->mark = -1;
    return c;
}

void kiri_chart_free(KiriChart *c)
{
    if (!c)
        return;
    g_free(c->title);
    g_free(c->unit);
    g_free(c->mark_label);
    for (guint i = 0; i < c->n_series; i++)
        g_free(c->series[i]);
    g_ptr_array_unref(c->points);
    g_free(c);
}

void kiri_chart_add_series(KiriChart *c, const char *name)
{
    g_assert(c->n_series < KIRI_CHART_MAX_SERIES);
    c->series[c->n_series++] = g_strdup(name);
}

KiriChartPoint *kiri_chart_add_point(KiriChart *c, const char *label)
{
    KiriChartPoint *p = g_new0(KiriChartPoint, 1);
    p->label = g_strdup(label);
    p->parent = -1;
    g_ptr_array_add(c->points, p);
    return p;
}

void kiri_chart_set_mark(KiriChart *c, guint point, const char *label)
{
    c->mark = (gint)point;
    g_free(c->mark_label);
    c->mark_label = g_strdup(label);
}

/* ---- in words ---- */

static void add_value(const KiriChart *c, const char *series, gdouble value, KiriBuf *out)
{
    g_autofree char *n = kiri_number_grouped((gint64)llround(value));
    if (series)
        kiri_buf_printf(out, kiri_say(c->lang, "%sが"), series);
    kiri_buf_printf(out, "%s%s", n, c->unit ? c->unit : "");
}

static void describe_point(const KiriChart *c, const KiriChartPoint *p, KiriBuf *out)
{
    const char *between =
        c->kind == KIRI_CHART_INTERVAL ? kiri_say(c->lang, "から") : kiri_say(c->lang, "・");
    gboolean is_named = c->n_series > 1 && c->kind != KIRI_CHART_INTERVAL;
    kiri_buf_add_str(out, p->label);
    if (p->is_hollow) {
        kiri_buf_add_str(out, kiri_say(c->lang, "は不明"));
        return;
    }
    for (guint s = 0; s < c->n_series; s++) {
        kiri_buf_add_str(out, s ? between : kiri_say(c->lang, "は"));
        add_value(c, is_named ? c->series[s] : NULL, p->values[s], out);
    }
    if (c->kind == KIRI_CHART_TREE && p->note && *p->note)
        kiri_buf_printf(out, kiri_say(c->lang, "（%s）"), p->note);
    /* What hangs on the first of them does so without a word. */
    if (c->kind == KIRI_CHART_TREE && p->parent > 0) {
        const KiriChartPoint *from = g_ptr_array_index(c->points, (guint)p->parent);
        kiri_buf_printf(out, kiri_say(c->lang, "（%sから）"), from->label);
    }
}

void kiri_chart_describe(const KiriChart *c, KiriBuf *out)
{
    kiri_buf_printf(out, kiri_say(c->lang, "%s。"), c->title);
    for (guint i = 0; i < c->points->len; i++) {
        if ((gint)i == c->mark)
            kiri_buf_printf(out, kiri_say(c->lang, "（ここで%s）"), c->mark_label);
        describe_point(c, g_ptr_array_index(c->points, i), out);
        kiri_buf_add_str(out, i + 1 < c->points->len ? kiri_say(c->lang, "、")
                                                     : kiri_say(c->lang, "。"));
    }
}
