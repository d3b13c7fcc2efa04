// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of a crisis report share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/crisis.h>

/* A piece of the topic. Owned by the list it is in. */
typedef struct {
    KiriArticle *article; // without its text
    KiriClip *clip;
    KiriVerdict *verdict;
    KiriStanding standing;
    const KiriMedium *medium; // NULL when unknown
    gint64 when_us;           // published, else first seen
} KiriCrisisPiece;

typedef struct {
    KiriStore *store;
    const KiriCrisisQuery *query;
    KiriTopic *topic;
    GHashTable *ledger;   // id → KiriMedium
    GHashTable *reported; // article → KiriCrisisRow it last stood in; borrowed
    GHashTable *media;    // names that stood in a report; borrowed
    GPtrArray *pieces;    // KiriCrisisPiece by time
} KiriCrisisWork;

/* What a piece counts as, so that copies are one (実件数): its own id for a verbatim
 * republication, and where nothing is known. Borrowed from the piece. */
const char *kiri_crisis_story(const KiriCrisisPiece *piece);

/* crisis_collect.c */
gboolean kiri_crisis_collect(KiriCrisisWork *work, GError **error);
void kiri_crisis_work_clear(KiriCrisisWork *work);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriCrisisWork, kiri_crisis_work_clear)

/* crisis_rows.c: what is new or changed, with the facts that nobody had before. */
gboolean kiri_crisis_rows(KiriCrisisWork *work, KiriCrisisReport *report, GError **error);
