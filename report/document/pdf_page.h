// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages of a PDF: A4 upright or across, a running head, a page number, links,
 * bookmarks. What is put on a page goes to the sink when the page is full.
 *
 * All in points from the upper left corner of the page.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "chart_draw.h"

typedef struct KiriPdf KiriPdf;

KiriPdf *kiri_pdf_new(const KiriDocHead *head, KiriReportSink sink, gpointer data);
KiriType *kiri_pdf_type(const KiriPdf *pdf);
/* The page that follows, and those after it. */
void kiri_pdf_page(KiriPdf *pdf, gboolean is_wide, const char *running_head);
/* Another page like this one. */
void kiri_pdf_next_page(KiriPdf *pdf);
/* The box that content may fill. */
gdouble kiri_pdf_left(const KiriPdf *pdf);
gdouble kiri_pdf_top(const KiriPdf *pdf);
gdouble kiri_pdf_width(const KiriPdf *pdf);
gdouble kiri_pdf_bottom(const KiriPdf *pdf);

gdouble kiri_pdf_text_height(PangoLayout *layout);
/* Lines [from, to) of a layout, the first at `y`, with the links of its runs. Returns
 * the height. */
gdouble kiri_pdf_show(KiriPdf *pdf, PangoLayout *layout, guint from, guint to, const KiriText *runs,
                      guint n, gdouble x, gdouble y);
/* Of lines [from, to): the first `to` that no longer fits into `room`. */
guint kiri_pdf_lines_within(PangoLayout *layout, guint from, gdouble room, gdouble *height);

/* Lines of a title as long as each other: as narrow as they can be without one more of
 * them, within `most`. */
void kiri_pdf_balance(PangoLayout *layout, gdouble most);

void kiri_pdf_line(KiriPdf *pdf, guint ink, gdouble width, gdouble x0, gdouble y0, gdouble x1,
                   gdouble y1);
/* Lines down from `from` to `to` at each of `x`, as one stroke: a table has many. */
void kiri_pdf_posts(KiriPdf *pdf, guint ink, gdouble width, const gdouble *x, guint n, gdouble from,
                    gdouble to);
void kiri_pdf_fill(KiriPdf *pdf, guint ink, gdouble x, gdouble y, gdouble w, gdouble h);
/* A picture within this box, in its proportions; the width that it takes, 0: it is none. */
gdouble kiri_pdf_image(KiriPdf *pdf, GBytes *bytes, gdouble x, gdouble y, gdouble w, gdouble h);
void kiri_pdf_chart(KiriPdf *pdf, const KiriChart *chart, gdouble x, gdouble y, gdouble w);
/* A bookmark to this place; `anchor` a name for links, NULL: none. */
void kiri_pdf_bookmark(KiriPdf *pdf, guint level, const char *title);
void kiri_pdf_anchor(KiriPdf *pdf, const char *anchor, gdouble x, gdouble y);

/* Closes and frees. */
gboolean kiri_pdf_end(KiriPdf *pdf, GError **error);
