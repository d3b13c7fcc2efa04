// SPDX-License-Identifier: GPL-3.0-or-later
/* Duplication (媒体間の重複): how many people use both of two media, from a survey.
 *
 * As a file: duplication.csv, columns medium_a, medium_b, people or share, valid_from,
 * valid_to, source. `share` is that of medium_a's audience that uses medium_b too, in
 * per cent ("18.5"); either of the two columns is filled. Media are ids of the ledger.
 *
 * Thread rule: any thread, once it was parsed. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *medium_a, *medium_b;
    gint64 people;       // 0: `share` says it
    gdouble share;       // 0–1, of medium_a's audience
    KiriTime valid_from; // unset: open
    KiriTime valid_to;   // a day that still counts
    char *source;
} KiriDuplicationRow;
KIRI_DECLARE_RECORD(KiriDuplicationRow, duplication_row)

typedef struct KiriDuplication KiriDuplication;

/* From the bytes of a file, UTF-8 with or without BOM, or CP932. A file is taken whole
 * or not at all: error PARSE "line 12, column 'share': …". (transfer full) */
KiriDuplication *kiri_duplication_parse(KiriStr bytes, GError **error);
void kiri_duplication_free(KiriDuplication *duplication);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDuplication, kiri_duplication_free)

guint kiri_duplication_size(const KiriDuplication *duplication); // NULL has 0
/* The row of two media, in either order, that is valid on the day `us`, else the
 * nearest one with `*is_outside`; of several the newest. NULL: there is none. */
const KiriDuplicationRow *kiri_duplication_find(const KiriDuplication *duplication, const char *a,
                                                const char *b, gint64 us, gboolean *is_outside);
