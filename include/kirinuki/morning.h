// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet (本日の報道): what was published since the evening of the last
 * working day, on a page.
 *
 *   window → collect → edits of people → judge → fold → order → room → record
 *
 * Every article of the window that has a clip is one of three: a row, folded into one
 * (同旨), or left out with a reason. The sheet that comes of it is a record (sheet.h);
 * what was handed out is kept and printed from there.
 *
 * All times of day are those of Japan. A working day is none of Saturday, Sunday, a
 * public holiday, and 29 December to 3 January; other days have no sheet of their own.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>
#include <kirinuki/store.h>

/* ---- 局課 in 建制順 ---- */

typedef struct KiriSectionOrder KiriSectionOrder;
/* A table with the column 課 (or section), and 局 (or bureau) if it likes, in its order.
 * Error PARSE. (transfer full) */
KiriSectionOrder *kiri_section_order_parse(KiriStr csv, GError **error);
void kiri_section_order_free(KiriSectionOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSectionOrder, kiri_section_order_free)
/* The place of a section, by its name or with its bureau before it: from 0; G_MAXUINT
 * for one that is not there, or NULL. */
guint kiri_section_order_place(const KiriSectionOrder *order, const char *section);

/* ---- days without a morning paper (新聞休刊日) ---- */

/* Is `day` ("2026-11-09") in a table with the column 日 (or day)? FALSE with error PARSE
 * for one that cannot be read. */
gboolean kiri_no_paper_on(KiriStr csv, const char *day, GError **error);

/* ---- the sheet ---- */

typedef struct {
    const char *date; // "2026-11-20"; NULL: the day of `now_us`
    gint64 now_us;
    /* Minutes after midnight: the window begins at `from` of the last working day before
     * and ends at `to` of the day; the sheet is due at `made`. */
    gint from_min, to_min, made_min;
    const char *organisation;
    char **aliases;                 // of it; NULL: none
    char **names;                   // further words that make a headline ours
    char **media;                   // ids or names that come before the ledger's order
    const KiriSectionOrder *order;  // NULL: none
    gboolean has_no_paper;          // 新聞休刊日
    guint most_rows;                // 0: no bound
    const char *by;                 // NULL: nobody is named
    const char *section, *handling; // NULL: none
    KiriEra era;
    KiriReportLang lang;
} KiriMorningQuery;

/* µs of the window: [from, to). `to` is later than now where the day has not come so
 * far. */
void kiri_morning_window(const KiriMorningQuery *query, gint64 *from_us, gint64 *to_us);
gboolean kiri_morning_is_working_day(gint64 us);
/* The start of the day of the sheet. FALSE with error USAGE for a date that is none. */
gboolean kiri_morning_day(const KiriMorningQuery *query, gint64 *day_us, GError **error);

/* The sheet as it would be now: with the edits of its day, without id, number and hash;
 * nothing is written. Errors: USAGE (date), and what the store says. (transfer full) */
KiriMorningSheet *kiri_morning_make(KiriStore *store, const KiriMorningQuery *query,
                                    GError **error);
/* Puts it on record with the next number of its day, in one batch. Where it says what
 * the last one of that day says, that one is kept and `*is_new` is FALSE: then the sheet
 * becomes it. */
gboolean kiri_morning_keep(KiriStore *store, KiriMorningSheet *sheet, gboolean *is_new,
                           GError **error);
/* A sheet on record; number 0: the last one of the day. NULL without error where there
 * is none. (transfer full) */
KiriMorningSheet *kiri_morning_find(KiriStore *store, const char *date, gint64 number,
                                    GError **error);

/* Puts an edit of the day's sheet on record; `action` KIRI_MORNING_…, `article` an id
 * that is stored, NULL for NOTE. */
gboolean kiri_morning_edit(KiriStore *store, const char *date, KiriMorningAction action,
                           const char *article, const char *text, const char *by, gint64 now_us,
                           GError **error);

/* Was the sheet of `query`'s day there when it was due, and whole? */
typedef enum {
    KIRI_MORNING_OK,
    KIRI_MORNING_NO_DAY,  // not a working day: none is due
    KIRI_MORNING_NOT_DUE, // not yet
    KIRI_MORNING_MISSING,
    KIRI_MORNING_EARLY, // made before the window had ended, and not again
    KIRI_MORNING_LATE,  // made after it was due
} KiriMorningState;
/* `*made` is the sheet's time, unset where there is none. FALSE with error. */
gboolean kiri_morning_check(KiriStore *store, const KiriMorningQuery *query,
                            KiriMorningState *state, KiriTime *made, GError **error);
/* Was any sheet made in the 31 days before now? Who never made one misses none. */
gboolean kiri_morning_is_used(KiriStore *store, gint64 now_us, gboolean *is_used, GError **error);

/* The document, from the record alone: format->open must be there. Errors: what the
 * writer says. */
gboolean kiri_morning_write(const KiriMorningSheet *sheet, const KiriReportFormat *format,
                            gboolean is_sample, KiriReportSink sink, gpointer data, GError **error);
