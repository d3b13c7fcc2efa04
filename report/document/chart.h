// SPDX-License-Identifier: GPL-3.0-or-later
/* Charts: what is to be seen as data, and one drawing of it for SVG, PNG and PDF.
 *
 * Shades differ in lightness first, so that a copy in grey can be read; figures stand
 * beside what is drawn, and kiri_chart_describe() says all of it in words.
 *
 * Thread rule: one thread at a time for one chart. */
#pragma once

#include "doc.h"

typedef enum {
    KIRI_CHART_COLUMNS,  // stacked columns along a time
    KIRI_CHART_BARS,     // stacked bars, one line each
    KIRI_CHART_STEPS,    // a line that rises: shares or counts at given points
    KIRI_CHART_INTERVAL, // from series 0 to series 1, one line each
    KIRI_CHART_TREE,     // points with a parent
} KiriChartKind;

#define KIRI_CHART_MAX_SERIES 6

typedef struct {
    char *label;
    gdouble values[KIRI_CHART_MAX_SERIES];
    char *note;         // stands behind the point; NULL: its sum with the unit
    gint parent;        // TREE: index of an earlier point, -1 for a root
    gboolean is_hollow; // nothing is known here: hatched, no 0
} KiriChartPoint;

struct KiriChart {
    KiriReportLang lang;
    KiriChartKind kind;
    const char *id; // names its picture
    char *title;
    char *unit; // behind figures: "件", "円"
    char *series[KIRI_CHART_MAX_SERIES];
    guint n_series;
    GPtrArray *points; // KiriChartPoint
    gint mark;         // COLUMNS: a line before this point, -1: none
    char *mark_label;
};

/* `id`: stable, ASCII, a literal. Series are named once; at most KIRI_CHART_MAX_SERIES of
 * them. (transfer full) */
KiriChart *kiri_chart_new(KiriReportLang lang, KiriChartKind kind, const char *id,
                          const char *title, const char *unit);
void kiri_chart_free(KiriChart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriChart, kiri_chart_free)
void kiri_chart_add_series(KiriChart *chart, const char *name);
/* Borrowed; its values are 0 until set. */
KiriChartPoint *kiri_chart_add_point(KiriChart *chart, const char *label);
void kiri_chart_set_mark(KiriChart *chart, guint point, const char *label);

/* The chart in words, one line: for readers that do not see. */
void kiri_chart_describe(const KiriChart *chart, KiriBuf *out);

/* How high it is drawn at this width, in points. */
gdouble kiri_chart_height(const KiriChart *chart, gdouble width);
/* A whole SVG document; a PNG of `scale` pixels a point. Errors: what cairo says. */
gboolean kiri_chart_write_svg(const KiriChart *chart, gdouble width, KiriBuf *out, GError **error);
gboolean kiri_chart_write_png(const KiriChart *chart, gdouble width, gdouble scale, KiriBuf *out,
                              GError **error);
