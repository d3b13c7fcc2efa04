// SPDX-License-Identifier: GPL-3.0-or-later
/* The report on a release, a topic or a period while it is being written: the document,
 * the summary, and what its sections share. A section is one function and one row of
 * kiri_sections; the template says which come in which order.
 *
 * What a section says is Japanese in the code and passes kiri_page_say(). What the store
 * holds is said as it is.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "document/line.h"

/* A story: its first piece, and the copies of it, in the order of the list. */
typedef struct {
    const KiriSummaryRow *root;
    GPtrArray *copies; // KiriSummaryRow, borrowed
} KiriStory;

enum { KIRI_PAGE_MOST_COLUMNS = 24, KIRI_PAGE_QUOTE_CHARS = 120 };

typedef struct {
    KiriDoc *doc;
    const KiriSummary *s;
    const KiriReportOptions *o;
    const KiriReportTemplate *template_;
    KiriReportLang lang;
    GPtrArray *stories; // KiriStory, roots in the order of the list
    guint entered;      // clips that people entered
    guint number;       // of the section that is being written; 0: an annex
    KiriDocLine *line;  // for the sections; empty between two of them
    GError *error;      // the first one: a clip that could not be read
    /* The open table in the language of the page; private. */
    KiriDocTable table;
    KiriDocColumn columns[KIRI_PAGE_MOST_COLUMNS];
} KiriReportPage;

/* ---- sections ---- */

typedef struct {
    const char *id, *title;
    void (*write)(KiriReportPage *page);
    /* NULL: always. Those that are not there have no number. */
    gboolean (*is_there)(const KiriReportPage *page);
    gboolean is_annex, is_wide; // on pages of their own; across
} KiriSection;
/* In no order; ended by an id of NULL. */
extern const KiriSection kiri_sections[];

void kiri_section_overview(KiriReportPage *page);
void kiri_section_coverage(KiriReportPage *page);
void kiri_section_content(KiriReportPage *page);
void kiri_section_media(KiriReportPage *page);
void kiri_section_comparison(KiriReportPage *page);
void kiri_section_excluded(KiriReportPage *page);
void kiri_section_findings(KiriReportPage *page);
void kiri_section_reference(KiriReportPage *page);
void kiri_section_list(KiriReportPage *page);
void kiri_section_methods(KiriReportPage *page);
void kiri_section_collection(KiriReportPage *page);
/* Parts of sections. */
void kiri_page_put_facts(KiriReportPage *page); // what it is about, below the title
void kiri_part_points(KiriReportPage *page);    // of overview: what stands out
void kiri_part_quality(KiriReportPage *page, guint number);
void kiri_part_differences(KiriReportPage *page, guint number);
void kiri_part_revisions(KiriReportPage *page, guint number);
void kiri_part_timing(KiriReportPage *page, guint number); // after media and days

/* How a reader is sent to a section: "2", "別紙1"; NULL where it is not in the report.
 * (transfer full) */
char *kiri_page_reference(const KiriReportPage *page, const char *section);

/* ---- words ---- */

const char *kiri_page_say(const KiriReportPage *page, const char *japanese) G_GNUC_FORMAT(2);
/* What the program itself wrote into the store, in Japanese: in English where there is a
 * word for it, else NULL. */
const char *kiri_page_stored(const KiriReportPage *page, const char *japanese);
/* A paragraph of one style; a part's heading "（2）日別"; the table in the page's language. */
void kiri_page_text(KiriReportPage *page, guint style, const char *format, ...) G_GNUC_PRINTF(3, 4);
void kiri_page_part(KiriReportPage *page, guint number, const char *title);
/* Columns and caption are translated. Ended by kiri_doc_table_end(). */
void kiri_page_table(KiriReportPage *page, const KiriDocTable *table);

/* Days and moments (transfer full): "令和8年4月13日（月）"; in a table "4月13日（月）10:05",
 * with the year where it is not that of the report; "12分後", "2時間5分". */
char *kiri_page_day(const KiriReportPage *page, gint64 us);
char *kiri_page_moment(const KiriReportPage *page, gint64 us);
char *kiri_page_when(const KiriReportPage *page, KiriTime t);
char *kiri_page_minutes(const KiriReportPage *page, gint64 minutes);
char *kiri_page_delay(const KiriReportPage *page, gint64 minutes);

/* 編集記事, 配信・転載, 原文転載, 言及: names that fit a column; and in full. */
const char *kiri_page_class(const KiriReportPage *page, KiriClass c);
const char *kiri_page_kind(const KiriReportPage *page, const KiriMedium *medium);
const char *kiri_page_medium(const KiriReportPage *page, const KiriSummaryClip *c);
/* Where it appeared: page and columns, programme, or "Web". (transfer full) */
char *kiri_page_place(const KiriReportPage *page, const KiriArticle *article);
/* 備考 (transfer full). */
char *kiri_page_remark(const KiriReportPage *page, const KiriSummaryClip *c);
/* A figure of a text, with its unit: "5000000円" becomes "5,000,000円", years and what
 * follows a decimal point stay as they are. (transfer full) */
char *kiri_page_figure(const char *value);
/* In one line, cut behind so many letters (0: whole), with "…". (transfer full) */
char *kiri_page_cut(const char *text, glong letters);
/* "37.5" for .375 (transfer full) */
char *kiri_page_percent(gdouble share);
/* 9,000,000円, with 推計; a person's figure beside the computed one; or why there is none.
 * (transfer full) */
char *kiri_page_yen(const KiriReportPage *page, const KiriScore *score, const KiriVerdict *verdict);
/* "1,234人 ～ 5,678人" (transfer full) */
char *kiri_page_people(const KiriReportPage *page, gint64 low, gint64 high);

/* ---- into a line ---- */

/* The headline, linked where it can be read, cut behind `letters` (0: whole). */
void kiri_page_put_title(KiriReportPage *page, KiriDocLine *line, const KiriArticle *article,
                         glong letters);
/* "朝日新聞　3面　headline"; the same behind its number and time. */
void kiri_page_put_headline(KiriReportPage *page, KiriDocLine *line, const KiriSummaryClip *c,
                            glong letters);
void kiri_page_put_piece(KiriReportPage *page, KiriDocLine *line, const KiriSummaryClip *c);
/* 「…」, of at most so many letters, and never more than KIRI_PAGE_QUOTE_CHARS. */
void kiri_page_put_quote(KiriReportPage *page, KiriDocLine *line, const char *sentence,
                         glong letters);
/* "（別紙1）", linked, where there is such a section. */
void kiri_page_put_reference(KiriReportPage *page, KiriDocLine *line, const char *section);

/* ---- clips ---- */

/* The whole clip of a row (transfer full); NULL: the page has failed. */
KiriSummaryClip *kiri_page_open(KiriReportPage *page, const KiriSummaryRow *row);
/* kiri_summary_each() for the page. */
void kiri_page_each(KiriReportPage *page, KiriSummaryVisit visit, gpointer data);
/* (transfer full) */
GPtrArray *kiri_page_stories(const KiriSummary *s);

/* Writes the report by its template into `doc`, and ends it. */
gboolean kiri_page_write(KiriDoc *doc, const KiriSummary *s, const KiriReportOptions *options,
                         GError **error);
/* What stands at the head of it; `title` (set: free it) is what head->title points at. */
void kiri_page_head(const KiriSummary *s, const KiriReportOptions *options, KiriDocHead *head,
                    char **title, char **date);
