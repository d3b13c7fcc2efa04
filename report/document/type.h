// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to pango and cairo: text as it is set on paper and in charts.
 *
 * Everything is measured in points. Glyphs are placed without hinting and without
 * rounding, so that the same text takes the same lines on a screen, a printer and in
 * every run. Line breaking follows UAX #14, which holds the Japanese rules (禁則).
 *
 * Thread rule: one thread at a time for one KiriType. */
#pragma once

#include "doc.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pango/pangocairo.h>

/* A font, its context, and a surface to measure on. */
typedef struct KiriType KiriType;

KiriType *kiri_type_new(void);
void kiri_type_free(KiriType *type);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriType, kiri_type_free)

/* Runs in lines of `width` points (below 0: one line). `size` is that of plain text.
 * Bytes that are no text are shown as U+FFFD, control characters as spaces. (transfer
 * full: g_object_unref) */
PangoLayout *kiri_type_set(KiriType *type, const KiriText *runs, guint n, gdouble size,
                           gdouble width, KiriAlign align);
/* Bytes [begin, returned) of a layout's text are this run's, when the runs before it end
 * at `begin`. */
guint kiri_type_run_end(const KiriText *run, guint begin);
/* One run of plain text. */
PangoLayout *kiri_type_set_plain(KiriType *type, const char *text, gdouble size, gdouble width,
                                 KiriAlign align);

/* The colours of a page: readable when copied in grey. */
void kiri_type_ink(cairo_t *cr, guint rgb);
