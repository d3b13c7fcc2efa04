// SPDX-License-Identifier: GPL-3.0-or-later
/* The blocks of the body's element on their way to the article's text. Each of
 * the functions drops what it knows not to belong there.
 *
 * Thread rule: any thread. */
#pragma once

#include "extract_page.h"

typedef struct {
    const KiriBlock *block;
    char *text; // lines separated by '\n'
    glong chars;
    guint tag;              // of the block's element
    gboolean is_attachment; // a file of the article's own: a line of a release's list
    gboolean is_dropped;
} KiriPiece;

#define KIRI_PIECE(pieces, i) (&g_array_index((pieces), KiriPiece, (i)))

static inline gboolean kiri_piece_is_links(const KiriPiece *p)
{
    return p->block->link_weight * 2 > p->block->weight;
}

/* Kept, and words of a text rather than a label. */
static inline gboolean kiri_piece_is_text(const KiriPiece *p)
{
    return !p->is_dropped &&
           (p->block->is_prose || p->block->is_claimed || p->block->is_talk || p->block->is_record);
}

/* ---- body_boxes.c ---- */
/* Quizzes, downloads, summaries in lines, reactions, the writer's life: boxes of
 * their own beside the text. */
void kiri_body_drop_boxes(const KiriReading *page, GArray *pieces);
void kiri_body_drop_single_links(const KiriReading *page, GArray *pieces);

/* ---- body_edges.c ---- */
/* The element that holds most of the text as its own paragraphs, 0: no text. */
guint kiri_body_main_holder(const KiriReading *page, const GArray *pieces);
void kiri_body_drop_before_heading(const KiriReading *page, GArray *pieces);
/* Dates, names and sections between a standfirst and the text; the standfirst too
 * where it stands apart and is no lead in the manner of Japanese papers. */
void kiri_body_drop_masthead(const KiriReading *page, GArray *pieces);
/* Sets is_attachment. */
void kiri_body_find_attachments(const KiriReading *page, GArray *pieces);
/* What stands behind the text in boxes of their own: how to open an attachment,
 * who signed. */
void kiri_body_drop_notes(const KiriReading *page, GArray *pieces);
/* Dates, names and sections above the text, lists of links below it. */
void kiri_body_drop_edges(const KiriReading *page, GArray *pieces);
/* The headline and the date at the beginning of the first block. */
void kiri_body_drop_first_lines(const KiriReading *page, GArray *pieces);
/* Requests for votes and labels at the end of the last block. */
void kiri_body_drop_last_lines(GArray *pieces);
