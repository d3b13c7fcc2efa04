// SPDX-License-Identifier: GPL-3.0-or-later
/* The writers of the table in report.c.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

void kiri_report_write_html(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out);
void kiri_report_write_csv(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out);
void kiri_report_write_jsonl(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out);
void kiri_report_write_text(const KiriSummary *s, const KiriReportOptions *options, KiriBuf *out);
