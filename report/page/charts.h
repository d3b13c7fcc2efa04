// SPDX-License-Identifier: GPL-3.0-or-later
/* The charts of a report, from the figures of the summary. Each is NULL where there is
 * nothing to be seen; the figures stand in the tables besides.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "document/chart.h"

#include <kirinuki/timing.h>

/* Coverage by day, by month where a day would be too narrow: stories, and the copies on
 * top of them; the release marked; 収集開始前 hatched. (transfer full) */
KiriChart *kiri_charts_days(KiriReportLang lang, const KiriSummary *s);
/* Coverage by kind of medium and class. (transfer full) */
KiriChart *kiri_charts_kinds(KiriReportLang lang, const KiriSummary *s);
/* 推定到達者数: the widest media, and all together. (transfer full) */
KiriChart *kiri_charts_reach(KiriReportLang lang, const KiriReach *reach);
/* Share of the coverage by hours after the announcement. (transfer full) */
KiriChart *kiri_charts_timing(KiriReportLang lang, const KiriTiming *timing);
/* 論調: what people confirmed, and what the program guesses. (transfer full) */
KiriChart *kiri_charts_tone(KiriReportLang lang, const KiriQuality *quality);
/* 露出シェア. (transfer full) */
KiriChart *kiri_charts_voices(KiriReportLang lang, const GPtrArray *voices);

/* 広告換算額: the media with the highest sums, and the others together; what is estimated
 * apart. (transfer full) */
KiriChart *kiri_charts_money(KiriReportLang lang, const KiriSummary *s);
/* A story: who took it from whom, with time and share of the text. `copies`: KiriSummaryRow.
 * NULL where a clip cannot be read. (transfer full) */
KiriChart *kiri_charts_lineage(KiriReportLang lang, const KiriSummary *s,
                               const KiriSummaryRow *root, const GPtrArray *copies);
