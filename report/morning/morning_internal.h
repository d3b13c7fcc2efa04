// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the morning sheet share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "words/sheet_words.h"

#include <kirinuki/morning.h>

/* An article of the window while the sheet is made. Owned by the list it is in. */
typedef struct {
    KiriArticle *article;
    KiriClip *clip; // the strongest tie; NULL: a person added it and there is none
    KiriVerdict *verdict;
    KiriStanding standing;    // of both
    const KiriMedium *medium; // NULL when unknown
    gint64 moment_us;         // kiri_morning_moment()
    guint place;              // of its medium, in order
    char *section;            // 担当課; NULL: nobody said
    char *story, *event;      // of which it is; never NULL
    char *differs;            // 発表との相違; NULL: none
    KiriHandlingStatus handling;
    gboolean is_ours;            // it counts
    gboolean is_rival;           // … only for a comparison topic
    gboolean is_added;           // a person put it there from outside the window
    const KiriMorningEdit *edit; // PIN or DROP that stands; NULL: none. Borrowed
    /* Of the judgement. */
    gboolean is_front, is_editorial, is_headline;
    KiriSheetBlock block;
    guint group;       // index of the first piece that it is folded with
    KiriSheetRow *row; // of the group, on its first piece while rows are made
} KiriMorningPiece;

typedef struct {
    KiriStore *store;
    const KiriMorningQuery *query;
    gint64 day_us, from_us, to_us;
    GHashTable *ledger;   // id → KiriMedium
    GHashTable *topics;   // id → KiriTopic
    GHashTable *releases; // id → KiriRelease, those that were asked for
    GPtrArray *pieces;    // KiriMorningPiece
    GPtrArray *edits;     // KiriMorningEdit of the day, in their order
    guint between;        // articles with a clip after the last sheet's window, before this one
} KiriMorningWork;

/* morning_window.c */
gint64 kiri_morning_working_day_before(gint64 day_us);
char *kiri_morning_date(gint64 us); // "2026-11-20" in Japan (transfer full)
/* When a piece counts as published. */
gint64 kiri_morning_moment(const KiriArticle *article, gint from_min);

/* morning_collect.c: fills the work. FALSE with error. */
gboolean kiri_morning_collect(KiriMorningWork *work, GError **error);
void kiri_morning_work_clear(KiriMorningWork *work);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriMorningWork, kiri_morning_work_clear)

/* morning_judge.c: block and what the weight follows from, of each piece. */
void kiri_morning_judge(KiriMorningWork *work);

/* morning_rows.c: rows, what is left out, and the counts, into the sheet. */
void kiri_morning_rows(KiriMorningWork *work, KiriMorningSheet *sheet);

/* morning_coverage.c: 収集状況. FALSE with error. */
gboolean kiri_morning_coverage(KiriMorningWork *work, KiriMorningSheet *sheet, GError **error);

/* The edits of a day in their order: KiriMorningEdit (transfer full). */
GPtrArray *kiri_morning_edits(KiriStore *store, const char *date, GError **error);
