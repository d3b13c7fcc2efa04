// SPDX-License-Identifier: GPL-3.0-or-later
/* Tallies as a table, the same in every overview.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "folio.h"

#include <kirinuki/tally.h>

typedef struct {
    const char *id;      // of the table
    const char *caption; // in Japanese; NULL: none
    const char *subject; // head of the first column, in Japanese
    guint most;          // rows at most, the rest is told; 0: all
    gboolean is_dated;   // ids are months ("2026-04"); 収集開始前 is told in words
    gboolean has_money;
    gboolean is_of_media; // each row is one medium, or of one: they are not counted
    const KiriTally *sum; // a last row; NULL: none
    /* What a row is called where its name does not say it; NULL: its name. (transfer
     * full) */
    char *(*name)(const KiriFolio *folio, const KiriTally *tally);
} KiriTallyTable;

/* Nothing but "該当なし" where there are none (`tallies` may be NULL). */
void kiri_folio_tallies(KiriFolio *folio, const KiriTallyTable *table, const GPtrArray *tallies);
/* Bars of 実件数 and copies, the first rows; NULL where there are none. */
KiriChart *kiri_folio_tally_chart(const KiriFolio *folio, KiriChartKind kind, const char *id,
                                  const char *title, const GPtrArray *tallies, guint most,
                                  char *(*name)(const KiriFolio *folio, const KiriTally *tally));
/* Names for `name`: of a month, a kind of medium. */
char *kiri_folio_month_name(const KiriFolio *folio, const KiriTally *tally);
char *kiri_folio_kind_name(const KiriFolio *folio, const KiriTally *tally);
