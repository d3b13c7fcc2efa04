// SPDX-License-Identifier: GPL-3.0-or-later
/* Words and small pieces of text that all writers share.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/attainment.h>
#include <kirinuki/report.h>

const char *kiri_report_tone_name(KiriTone tone);
/* The program's guess, said to be one; "" where it has none, or for NULL. */
const char *kiri_report_tone_guess(const KiriScore *score);
/* 採, 否; "" for none. */
const char *kiri_report_decision_name(KiriDecision decision);
/* 未対応 …; "" for none. */
const char *kiri_report_handling_name(KiriHandlingStatus status);
/* The medium's name, else the site's; never NULL. */
const char *kiri_report_medium_name(const KiriSummaryClip *c);
/* What changed after the first look, in one line: "4/14 10:05 見出し「旧」→「新」…";
 * "" for nothing. Borrowed from `out`. */
const char *kiri_report_changes(const KiriSummaryClip *c, KiriBuf *out);
/* "目標20件、実績12件、達成率60％（未達）" (transfer full). */
char *kiri_report_attainment(const KiriAttainment *row);
/* What stands in the column 備考, into `out` (reset first). */
const char *kiri_report_remark(const KiriSummaryClip *c, KiriBuf *out);
const char *kiri_report_remark_in(KiriReportLang lang, const KiriSummaryClip *c, KiriBuf *out);
/* "名前を解決できない": the kind of a failure; NULL for none. */
const char *kiri_report_failure_name(KiriFailure failure);
/* Is it the paper's own opinion (社説, 論説)? By its column, else by its headline. */
gboolean kiri_report_is_editorial(const KiriArticle *article);
