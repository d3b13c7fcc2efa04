// SPDX-License-Identifier: GPL-3.0-or-later
/* A chart on a surface of cairo.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "chart.h"
#include "type.h"

/* Draws with the upper left corner at the origin. */
void kiri_chart_draw(const KiriChart *chart, KiriType *type, cairo_t *cr, gdouble width);
