// SPDX-License-Identifier: GPL-3.0-or-later
/* How a summary is made: clips are collected as rows, sorted, numbered and counted.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/attainment.h>
#include <kirinuki/store.h>

/* ---- summary_rows.c: what the clips are kept in ---- */

typedef struct KiriSummaryParts KiriSummaryParts;
KiriSummaryParts *kiri_summary_parts_new(void);
void kiri_summary_parts_free(KiriSummaryParts *parts);
/* Nothing is added any more. */
void kiri_summary_parts_settle(KiriSummaryParts *parts);

/* Of what was left out. */
typedef struct {
    const char *clip; // id
    const KiriMedium *medium;
    gint64 when_us;
    guint64 at, bytes;
} KiriExcludedRow;

GArray *kiri_summary_rows(const KiriSummary *s);          // KiriSummaryRow, borrowed
GArray *kiri_summary_excluded_rows(const KiriSummary *s); // KiriExcludedRow, borrowed
static inline KiriSummaryRow *kiri_summary_row_at(const KiriSummary *s, guint i)
{
    return &g_array_index(kiri_summary_rows(s), KiriSummaryRow, i);
}

/* One clip as it was collected; all borrowed for the call. */
typedef struct {
    const KiriClip *clip;
    const KiriArticle *article;
    const KiriMedium *medium;   // the summary's
    const KiriVerdict *verdict; // NULL
    const KiriStanding *standing;
    const GPtrArray *revisions; // NULL
    const char *event;
    gint64 minutes_after;
} KiriSummaryPiece;
/* Errors: IO. */
gboolean kiri_summary_add_row(KiriSummary *s, const KiriSummaryPiece *piece, GError **error);
gboolean kiri_summary_add_excluded(KiriSummary *s, const KiriClip *clip, const KiriArticle *article,
                                   const KiriMedium *medium, const char *reason, GError **error);

/* ---- summary_order.c ---- */

/* For a period: of several ties of one article the strongest stays. */
void kiri_summary_keep_one_tie_each(KiriSummary *s);
/* Sorts the list and gives numbers: of places, twins, origins, events. Errors: IO. */
gboolean kiri_summary_number(KiriSummary *s, GError **error);

/* ---- summary_figures.c ---- */

/* What is counted over whole clips, in one go through them: money, messages, quality,
 * reach. The population is the ledger's, else that of the query. Errors: what the store
 * says, IO. */
gboolean kiri_summary_count_worth(KiriSummary *s, KiriStore *store, const KiriSummaryQuery *query,
                                  GError **error);

/* Publication, or where it is unknown the first fetch. */
gint64 kiri_summary_when(const KiriArticle *article);
/* Visits the clips of a release or a topic one at a time, as kiri_store_each(). */
gboolean kiri_summary_each_clip(KiriStore *store, KiriNoun of, const char *id, KiriVisit visit,
                                gpointer data, GError **error);
/* The story that a clip of this class counts as; borrowed from the clip. */
const char *kiri_summary_story_of(const KiriClip *clip, KiriClass class_);

/* Share of voice: loads the comparison topics before clips are collected, … */
gboolean kiri_voices_load(KiriSummary *s, KiriStore *store, GError **error);
/* … of which none is our own coverage, unless the report is about it, … */
gboolean kiri_voices_is_rival(const KiriSummary *s, const KiriClip *clip);
/* … and counts them in the summary's period, beside its own clips. */
gboolean kiri_voices_count(KiriSummary *s, KiriStore *store, GError **error);

/* quality.c: counts a clip; what follows from all of them comes last. */
typedef struct KiriQualityMaker KiriQualityMaker;
KiriQualityMaker *kiri_quality_begin(void);
void kiri_quality_add(KiriQualityMaker *maker, const KiriSummaryClip *clip);
/* With the counts of messages, which the summary has by now. (transfer full) */
KiriQuality *kiri_quality_end(KiriQualityMaker *maker, const KiriSummary *s);

/* summary_twins.c: the appearances of one piece in one medium, in a list that is sorted
 * and numbered. Errors: IO. */
gboolean kiri_summary_find_twins(KiriSummary *s, GError **error);
