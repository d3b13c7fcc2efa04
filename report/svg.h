// SPDX-License-Identifier: GPL-3.0-or-later
/* Charts as SVG documents, drawn with whole numbers.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/summary.h>

/* Columns by day: stories, and copies on top of them. */
void kiri_svg_days(const GArray *days, KiriBuf *out);
/* Bars by kind of medium, with their figures. */
void kiri_svg_kinds(const GArray *kinds, KiriBuf *out);
