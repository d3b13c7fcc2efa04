// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports: one summary, many writers. A new format is one file and one row of
 * the table.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/summary.h>

typedef enum { KIRI_ERA_SEIREKI, KIRI_ERA_GENGO } KiriEra;
typedef enum { KIRI_REPORT_JA, KIRI_REPORT_EN } KiriReportLang;

/* What the report can be checked by (manifest.h). */
typedef struct KiriManifest KiriManifest;

typedef struct {
    KiriReportLang lang;
    KiriEra era;
    const char *section;          // 課名, NULL: none
    const char *handling;         // 取扱区分, NULL: none
    const char *findings;         // 所見・今後の対応 as given by a person, NULL: left out
    gboolean is_sample;           // marked 見本
    const KiriManifest *manifest; // check number, runs and rates for 別紙3; NULL: not said
} KiriReportOptions;

/* Takes the bytes of a file as they are made; FALSE ends the work. */
typedef gboolean (*KiriReportSink)(KiriStr bytes, gpointer data);

/* A document under construction, and what stands at its head (report/document/doc.h). */
typedef struct KiriDoc KiriDoc;
typedef struct KiriDocHead KiriDocHead;

typedef struct {
    const char *name;      // "html", "csv", "text", "jsonl"
    const char *extension; // ".html"
    /* Error IO when the sink refused. */
    gboolean (*write)(const KiriSummary *summary, const KiriReportOptions *options,
                      KiriReportSink sink, gpointer data, GError **error);
    /* Of formats that hold any document; NULL: data only. (transfer full) */
    KiriDoc *(*open)(const KiriDocHead *head, KiriReportSink sink, gpointer data);
    gboolean is_binary; // nothing for a terminal
} KiriReportFormat;

/* All formats; the last has a NULL name. */
extern const KiriReportFormat kiri_report_formats[];
/* By name, or by a file name's ending; NULL when there is none. */
const KiriReportFormat *kiri_report_format(const char *name_or_path);
/* A sink whose data is a KiriBuf. */
gboolean kiri_report_to_buf(KiriStr bytes, gpointer buf);

/* Words of the reports, in Japanese. */
const char *kiri_report_class_name(KiriClass c);        // 編集記事（パブリシティ）
const char *kiri_report_kind_name(KiriMediumKind kind); // 全国紙
/* "令和8年4月13日（月）" or "2026年4月13日（月）"; with the clock "10時05分" when
 * `with_clock`. */
void kiri_report_date(gint64 us, KiriEra era, gboolean with_clock, KiriBuf *out);
