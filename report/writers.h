// SPDX-License-Identifier: GPL-3.0-or-later
/* The writers of the table in report.c.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

gboolean kiri_report_write_html(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_csv(const KiriSummary *s, const KiriReportOptions *options,
                               KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_jsonl(const KiriSummary *s, const KiriReportOptions *options,
                                 KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_pdf(const KiriSummary *s, const KiriReportOptions *options,
                               KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_xlsx(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_text(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error);

gboolean kiri_report_write_atom(const KiriSummary *s, const KiriReportOptions *options,
                                KiriReportSink sink, gpointer data, GError **error);
gboolean kiri_report_write_ics(const KiriSummary *s, const KiriReportOptions *options,
                               KiriReportSink sink, gpointer data, GError **error);

/* 「…」の報道: what feeds and calendars are called. (transfer full) */
char *kiri_report_subject(const KiriSummary *s);

/* Hands on what is in `out` and empties it. Error IO when the sink refuses. */
gboolean kiri_report_pass(KiriBuf *out, KiriReportSink sink, gpointer data, GError **error);
/* The same, once there is enough of it to be worth the call: after each row. */
gboolean kiri_report_pass_some(KiriBuf *out, KiriReportSink sink, gpointer data, GError **error);
