// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the HTML report share: the page under construction, and the
 * only ways to put text into it. Everything that comes from the store passes
 * kiri_html_put() or kiri_html_link(), which escape; kiri_html_raw() is for
 * constants of the template.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

/* A story: its first piece, and the copies of it, in the order of the list. */
typedef struct {
    const KiriSummaryRow *root;
    GPtrArray *copies; // KiriSummaryRow, borrowed
} KiriHtmlStory;

typedef struct {
    const KiriSummary *s;
    const KiriReportOptions *o;
    KiriBuf *out;
    GPtrArray *stories;      // KiriHtmlStory, roots in the order of the list
    guint reference_section; // number of the section 参考値: 6 without findings
    guint entered;           // clips that people entered
    GError *error;           // the first one: a clip that could not be read
} KiriHtml;

/* A quotation in a report is no longer than this. */
enum { KIRI_HTML_QUOTE_CHARS = 120 };

void kiri_html_raw(KiriHtml *h, const char *markup);
/* printf whose arguments are escaped; the format is markup. */
void kiri_html_put(KiriHtml *h, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* A link for http and https, else the text alone. */
void kiri_html_link(KiriHtml *h, const char *url, const char *text);
/* 「…」, shortened to KIRI_HTML_QUOTE_CHARS. */
void kiri_html_quote(KiriHtml *h, const char *sentence);
/* A day in words ("令和8年4月13日（月）"). */
void kiri_html_day(KiriHtml *h, gint64 us);
/* A moment in a table ("4月13日（月）10:05"), with the year where it is not that
 * of the report; 不明 when unset. */
void kiri_html_when(KiriHtml *h, KiriTime t);
void kiri_html_number(KiriHtml *h, gint64 n);
/* A figure of a text, with its unit: "5000000円" becomes "5,000,000円", years and
 * what follows a decimal point stay as they are. */
void kiri_html_figure(KiriHtml *h, const char *value);
/* "37.5" for .375 */
void kiri_html_percent(KiriHtml *h, gdouble share);
/* The yen figure, which opens to its factors; or why there is none. */
void kiri_html_yen(KiriHtml *h, const KiriScore *score, const KiriVerdict *verdict);
/* 編集記事, 配信・転載, 原文転載, 言及: names that fit a column. */
const char *kiri_html_class_name(KiriClass c);
/* The headline, linked where it can be read. */
void kiri_html_title(KiriHtml *h, const KiriArticle *article);
/* "朝日新聞「headline」", linked. */
void kiri_html_headline(KiriHtml *h, const KiriSummaryClip *c);
/* The same behind its number and time. */
void kiri_html_piece(KiriHtml *h, const KiriSummaryClip *c);
/* （n）訂正・削除・見出し変更, where there are such articles. */
void kiri_html_revisions(KiriHtml *h, guint number);

/* The whole clip of a row (transfer full); NULL: the page has failed. */
KiriSummaryClip *kiri_html_open(KiriHtml *h, const KiriSummaryRow *row);
/* kiri_summary_each() for the page. */
void kiri_html_each(KiriHtml *h, KiriSummaryVisit visit, gpointer data);
/* Stories of the summary. (transfer full) */
GPtrArray *kiri_html_stories(const KiriSummary *s);

/* The parts of the page. */
extern const char kiri_html_style[];
void kiri_html_front(KiriHtml *h);    // heading, 1 概要 and what stands out
void kiri_html_coverage(KiriHtml *h); // 2 主な報道
void kiri_html_content(KiriHtml *h);  // 3 内容
void kiri_html_tables(KiriHtml *h);   // 4 媒体種別・日別, 5 対象外とした記事
void kiri_html_timing(KiriHtml *h);   // within 4: how soon it was reported
void kiri_html_quality(KiriHtml *h, guint number); // （n）報道の質と目標
void kiri_html_reach(KiriHtml *h);                 // within 参考値: rows of people
void kiri_html_closing(KiriHtml *h);               // 6 所見, 7 参考値
void kiri_html_annexes(KiriHtml *h);               // 別紙1–3
