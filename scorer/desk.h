// SPDX-License-Identifier: GPL-3.0-or-later
/* What the calculations of many clips read of a store, each thing once where it fits:
 * books by the moment they are known at, releases, counts of months, and which clip of
 * a story counts. Every table is bounded; what is forgotten is read again.
 *
 * A desk of a moment in the past sees articles and verdicts as they were known then.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "scorer.h"

typedef struct KiriDesk KiriDesk;

/* `known_us`: the moment whose knowledge counts; G_MAXINT64 for the present one. Both are borrowed until the desk is closed. */
KiriDesk *kiri_desk_open(KiriStore *store, gint64 known_us,
                         const KiriScoreOrganisation *organisation);
void kiri_desk_close(KiriDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDesk, kiri_desk_close)

/* The ledger as known at a moment; owned by the desk, and good until the next call.
 * NULL with error. */
const KiriBook *kiri_desk_book(KiriDesk *desk, gint64 known_us, GError **error);

/* All that one clip's figures follow from. Free with kiri_case_clear. */
typedef struct {
    KiriArticle *article; // NULL: not there (any more, or yet)
    KiriVerdict *verdict;
    KiriStanding standing; // borrows from the verdict
    char *month;           // "asahi 2026-04"; NULL: no medium or date
    char *counted_by;
    const char *book_version; // borrowed from the desk
    KiriScoreInput input;     // borrows from all of these, the clip and the desk
} KiriCase;
/* Reads article and verdict. */
gboolean kiri_case_open(KiriDesk *desk, const KiriClip *clip, KiriCase *open, GError **error);
/* … and the rest of the input, for this ledger and these rules. */
gboolean kiri_case_fill(KiriDesk *desk, KiriCase *open, gint64 known_us,
                        const KiriScoreRules *rules, GError **error);
void kiri_case_clear(KiriCase *open);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriCase, kiri_case_clear)

/* NULL for an article whose medium or day is not known. (transfer full) */
char *kiri_month_key(const KiriArticle *article);
