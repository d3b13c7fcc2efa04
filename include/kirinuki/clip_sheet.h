// SPDX-License-Identifier: GPL-3.0-or-later
/* The clip sheet (掲載記事票): one piece on one sheet, with everything that a reader may
 * want to follow up: where it stood, what it ties to, what people decided, how each
 * figure came about, who copied whom, and the hash of the evidence.
 *
 * The body text stands on it only where kiri_licence_allows() let it leave; whoever asks
 * for it says which licence that was, and it is named on the sheet.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

typedef struct KiriClipSheet KiriClipSheet;

/* Everything of one clip. Errors: NOT_FOUND (the clip or its article), what the store
 * says. (transfer full) */
KiriClipSheet *kiri_clip_sheet_read(KiriStore *store, const char *clip, GError **error);
void kiri_clip_sheet_free(KiriClipSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriClipSheet, kiri_clip_sheet_free)

/* Borrowed from the sheet. */
const KiriClip *kiri_clip_sheet_clip(const KiriClipSheet *sheet);
const KiriArticle *kiri_clip_sheet_article(const KiriClipSheet *sheet);
/* The key of the scan of a piece that was entered by hand; NULL: there is none. */
const char *kiri_clip_sheet_picture(const KiriClipSheet *sheet);

/* What the gate let through, which the sheet then shows: the body text; the picture of the
 * page itself (kiri_report_check_picture()), or the name of the file that it went to.
 * `licence` is copied. */
void kiri_clip_sheet_show_body(KiriClipSheet *sheet, const KiriLicence *licence);
void kiri_clip_sheet_show_picture(KiriClipSheet *sheet, const KiriLicence *licence, GBytes *picture,
                                  const char *file);

/* Sheets as one document, each on a page of its own: KiriClipSheet. `format` is one of
 * those that hold documents. Error IO when the sink refused. */
gboolean kiri_clip_sheets_write(const GPtrArray *sheets, const KiriReportFormat *format,
                                const KiriReportOptions *options, gint64 now_us,
                                KiriReportSink sink, gpointer data, GError **error);
