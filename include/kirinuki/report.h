// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports: one summary, many writers. A new format is one file and one row of
 * the table.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/earlier.h>

typedef enum { KIRI_ERA_SEIREKI, KIRI_ERA_GENGO } KiriEra;
typedef enum { KIRI_REPORT_JA, KIRI_REPORT_EN } KiriReportLang;

/* What the report can be checked by (manifest.h). */
typedef struct KiriManifest KiriManifest;
/* Which sections a report has, in which order, under which titles. */
typedef struct KiriReportTemplate KiriReportTemplate;

/* Who wants the charts of a document as pictures of their own, PNG, to be pasted
 * elsewhere. `name`: "reach", and "lineage-2" for the second of a kind; the same from one
 * report to the next. FALSE with an error: that is the error of the report. */
typedef struct {
    gboolean (*take)(const char *name, KiriStr png, gpointer data, GError **error);
    gpointer data;
} KiriReportCharts;

/* All borrowed. */
typedef struct {
    KiriReportLang lang;
    KiriEra era;
    const char *section;          // 課名, NULL: none
    const char *handling;         // 取扱区分, NULL: none
    const char *document_class;   // 文書分類, NULL: none
    gint64 retention_years;       // 保存期間; 0: not said
    const char *organisation;     // whose logo it is; NULL: not said
    GBytes *logo;                 // kiri_report_check_logo(); NULL: none
    const char *findings;         // 所見・今後の対応 as given by a person, NULL: left out
    gboolean is_sample;           // marked 見本
    const KiriManifest *manifest; // check number, runs and rates for 別紙3; NULL: not said
    const KiriReportTemplate *template_; // NULL: the shipped one of the subject
    const GPtrArray *earlier;            // KiriEarlier, to compare with; NULL: none
    const KiriReportCharts *charts;      // of formats that are documents; NULL: nobody
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
    gboolean is_binary;      // nothing for a terminal
    gboolean shows_pictures; // of documents
} KiriReportFormat;

/* All formats; the last has a NULL name. */
extern const KiriReportFormat kiri_report_formats[];
/* By name, or by a file name's ending; NULL when there is none. */
const KiriReportFormat *kiri_report_format(const char *name_or_path);
/* A sink whose data is a KiriBuf. */
gboolean kiri_report_to_buf(KiriStr bytes, gpointer buf);

/* A template is a text file: [report] with title= (in it {} stands for the subject), and
 * [sections] with one line a section in their order, NAME= or NAME=title; title[en]= and
 * NAME[en]= are those of English reports. Errors: PARSE, with the line, and the names of
 * all sections where one is not known. (transfer full) */
KiriReportTemplate *kiri_report_template_parse(KiriStr text, GError **error);
void kiri_report_template_free(KiriReportTemplate *template_);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriReportTemplate, kiri_report_template_free)
/* The text of a shipped one; NULL: there is none of this name. */
const char *kiri_report_template_shipped(const char *name);
/* "release", "topic", "period"; NULL-terminated. */
extern const char *const kiri_report_template_names[];

/* Can documents show it: a PNG or JPEG of at most 40 million pixels? Errors: PARSE, LIMIT. */
gboolean kiri_report_check_picture(GBytes *picture, GError **error);
/* The same, of at most 4,096 pixels either way. */
gboolean kiri_report_check_logo(GBytes *logo, GError **error);

/* The font in which PDFs and charts of this machine set Japanese; NULL where none has its
 * letters. `is_wanted`: one of those that they ask for, and not whatever was there.
 * (transfer full) */
char *kiri_report_font(gboolean *is_wanted);

/* Words of the reports, in Japanese. */
const char *kiri_report_class_name(KiriClass c);        // 編集記事（パブリシティ）
const char *kiri_report_kind_name(KiriMediumKind kind); // 全国紙
/* "令和8年4月13日（月）" or "2026年4月13日（月）"; with the clock "10時05分" when
 * `with_clock`. */
void kiri_report_date(gint64 us, KiriEra era, gboolean with_clock, KiriBuf *out);
