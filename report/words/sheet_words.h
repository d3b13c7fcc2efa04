// SPDX-License-Identifier: GPL-3.0-or-later
/* What the morning sheet and the reports of a crisis share.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/report.h>
#include <kirinuki/store.h>

/* "20日17:30": a moment in a sentence (transfer full). */
char *kiri_sheet_moment(gint64 us, KiriReportLang lang);
/* The differences of a clip in words; NULL: none. (transfer full) */
char *kiri_sheet_differs(const KiriEvidence *evidence, KiriReportLang lang);
/* The piece as a line names it; `clip` and `medium` may be NULL. (transfer full) */
KiriSheetPiece *kiri_sheet_piece_of(const KiriArticle *article, const KiriClip *clip,
                                    const KiriMedium *medium);
/* Its medium in words, never NULL; of a paper its page, of the Web its time (transfer
 * full). */
const char *kiri_sheet_medium_name(const KiriSheetPiece *piece, KiriReportLang lang);
char *kiri_sheet_place(const KiriSheetPiece *piece, KiriReportLang lang);
/* "11月21日（金）", with the year before it where it is wanted; English: the ISO day.
 * (transfer full) */
char *kiri_sheet_day(gint64 us, KiriEra era, gboolean with_year, KiriReportLang lang);
char *kiri_sheet_clock(gint64 us, KiriReportLang lang); // "7時30分" (transfer full)
