// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines and rows under construction: the usual way to fill a document. What is added is
 * copied; what is ended goes to the document and leaves the line or the row empty, so
 * that one of each serves a whole section.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "doc.h"

typedef struct KiriDocLine KiriDocLine;

/* (transfer full) */
KiriDocLine *kiri_line_new(void);
void kiri_line_free(KiriDocLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDocLine, kiri_line_free)

gboolean kiri_line_is_empty(const KiriDocLine *line);
/* Plain text; of a style (KiriTextStyle); a link of a style. */
void kiri_line_add(KiriDocLine *line, const char *format, ...) G_GNUC_PRINTF(2, 3);
void kiri_line_styled(KiriDocLine *line, guint style, const char *format, ...) G_GNUC_PRINTF(3, 4);
void kiri_line_link(KiriDocLine *line, guint style, const char *url, const char *text);

/* Ends, as kiri_doc_paragraph(), kiri_doc_item() and kiri_doc_fact(). */
void kiri_line_paragraph(KiriDocLine *line, KiriDoc *doc);
void kiri_line_item(KiriDocLine *line, KiriDoc *doc, const char *mark);
void kiri_line_fact(KiriDocLine *line, KiriDoc *doc, const char *label);

/* A row of `n` cells, filled from the left. */
typedef struct KiriDocCells KiriDocCells;

/* (transfer full) */
KiriDocCells *kiri_cells_new(guint n);
void kiri_cells_free(KiriDocCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDocCells, kiri_cells_free)

/* The line of the cell that comes next; kiri_cells_next() ends it. */
KiriDocLine *kiri_cells_line(KiriDocCells *cells);
void kiri_cells_next(KiriDocCells *cells);
/* A whole cell: text (NULL: empty); a count ("1,234"); yen and a time as `words` say them;
 * a share of 1 ("37.5"). */
void kiri_cells_text(KiriDocCells *cells, const char *text);
void kiri_cells_styled(KiriDocCells *cells, guint style, const char *text);
void kiri_cells_link(KiriDocCells *cells, const char *url, const char *text);
void kiri_cells_count(KiriDocCells *cells, gint64 n);
void kiri_cells_yen(KiriDocCells *cells, gint64 yen, const char *words);
void kiri_cells_share(KiriDocCells *cells, gdouble share);
void kiri_cells_time(KiriDocCells *cells, KiriTime time, const char *words);

/* Ends the row, of which every cell is there. */
void kiri_cells_row(KiriDocCells *cells, KiriDoc *doc, KiriRowKind kind, const char *anchor);
