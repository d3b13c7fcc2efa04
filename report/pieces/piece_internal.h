// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of pieces share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/piece.h>

/* Can a piece of this form have it? */
gboolean kiri_piece_field_fits(KiriPieceField field, KiriForm form);
/* KiriMediumKind of a medium of the book. */
gint kiri_piece_book_kind(const KiriPieceBook *book, const char *medium);

/* ---- piece_map.c ---- */

typedef struct {
    KiriPieceDates dates;
    guint header_line; // 0: to be found
    guint64 fills;     // bits of fields whose empty cells mean what stands above
} KiriPieceMapSettings;
/* What holds where there is no map, or where the map says nothing. */
KiriPieceMapSettings kiri_piece_map_settings(const KiriPieceMap *map, const KiriPieceDates *dates);
/* The field that a heading is, in the order of what a map says; bits, since one column
 * may be several fields. */
guint64 kiri_piece_map_fields(const KiriPieceMap *map, const char *heading);
gboolean kiri_piece_map_ignores(const KiriPieceMap *map, const char *heading);
/* Columns that the map names, for a list that lacks one. NULL: none. Borrowed. */
const GPtrArray *kiri_piece_map_columns(const KiriPieceMap *map);
/* What a word of theirs means, and what is said where nothing is; NULL: nothing.
 * Borrowed. */
const char *kiri_piece_map_value(const KiriPieceMap *map, KiriPieceField field, const char *word);
const char *kiri_piece_map_constant(const KiriPieceMap *map, KiriPieceField field);
