// SPDX-License-Identifier: GPL-3.0-or-later
/* Profiles: how one medium treats us (媒体別), and what one journalist wrote (記者別).
 *
 * A journalist's profile has no tone, and no count of one: what people think of is how a
 * matter was reported, not who is friendly. It holds personal data, says so, and holds no
 * more than what is printed above articles (people.h).
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>
#include <kirinuki/tally.h>

/* How often something occurs. */
typedef struct {
    char *name;
    gint64 count;
} KiriProfileCount;
KIRI_DECLARE_RECORD(KiriProfileCount, profile_count)

/* A row of the ledger. */
typedef struct {
    gboolean is_rate; // a price; else a figure
    char *what;       // unit or metric, KIRI_UNIT_…, KIRI_METRIC_…
    char *rank;
    gint64 value;
    KiriTime valid_from, valid_to;
    char *source;
    gint confidence; // KiriConfidence
} KiriProfileRow;
KIRI_DECLARE_RECORD(KiriProfileRow, profile_row)

typedef struct {
    char *article, *title, *url, *medium; // medium: its name; of journalists
    KiriTime published;
    gint class_;
    char **subjects; // titles of releases, names of topics
    gboolean is_scored, in_headline;
    gdouble prominence; // points; when scored
} KiriProfilePiece;
KIRI_DECLARE_RECORD(KiriProfilePiece, profile_piece)

/* ---- a medium ---- */

typedef struct {
    char *medium, *name;
    gint kind; // KiriMediumKind
    gint64 tier;
    char *terms, *note;
    KiriTime from, to, made;             // of the period, its last day; unset: open
    KiriTally *counts;                   // its pieces
    gint64 all_total, all_unique;        // of all media in the period
    gint64 published;                    // articles of it that were collected in the period
    gint64 scored, front_page, pictures; // the means are of `scored` pieces
    gdouble prominence, share_about_us;
    gint64 timed, first_minutes, median_minutes; // after our announcements, of `timed` pieces
    gint64 corrections_asked, corrections_made;  // 訂正申入れ, and with 訂正掲載
    GPtrArray *sections;                         // KiriProfileCount: 面・欄, most first
    gint64 without_section;
    GPtrArray *wires;             // KiriProfileCount: whose text its copies are, most first
    gint64 unknown_wire;          // copies of which nobody says
    GPtrArray *months;            // KiriTally
    GPtrArray *releases, *topics; // KiriTally by 実件数
    GPtrArray *rows;              // KiriProfileRow in force at the end of the period
    GPtrArray *pieces;            // KiriProfilePiece, newest first
} KiriMediumProfile;
KIRI_DECLARE_RECORD(KiriMediumProfile, medium_profile)

/* `query` is that of a summary of a period, with a topic or without. Errors: NOT_FOUND,
 * what the store says. (transfer full) */
KiriMediumProfile *kiri_medium_profile_make(KiriStore *store, const KiriSummaryQuery *query,
                                            const char *medium, GError **error);
gboolean kiri_medium_profile_write(const KiriMediumProfile *profile, const KiriReportFormat *format,
                                   const KiriReportOptions *options, KiriReportSink sink,
                                   gpointer data, GError **error);

/* ---- a journalist ---- */

typedef struct {
    char *name;
    KiriTime from, to, made;
    gint64 articles;                                 // each once
    gint64 publicity, syndicated, verbatim, mention; // of them, by the highest class
    gint64 scored, in_headline;                      // we stand in the headline, of `scored`
    gdouble prominence;                              // mean of these
    KiriTime first, last;
    GPtrArray *media, *releases, *topics, *months; // KiriProfileCount
    GPtrArray *weekdays;                           // KiriProfileCount: "mon" … "sun", all seven
    GPtrArray *pieces;                             // KiriProfilePiece, newest first
} KiriJournalistProfile;
KIRI_DECLARE_RECORD(KiriJournalistProfile, journalist_profile)

/* NULL without error where nothing of the coverage in [from_us, to_us) has this byline, or
 * the name was forgotten. (transfer full) */
KiriJournalistProfile *kiri_journalist_profile_make(KiriStore *store, const char *name,
                                                    gint64 from_us, gint64 to_us, gint64 now_us,
                                                    GError **error);
gboolean kiri_journalist_profile_write(const KiriJournalistProfile *profile,
                                       const KiriReportFormat *format,
                                       const KiriReportOptions *options, KiriReportSink sink,
                                       gpointer data, GError **error);
