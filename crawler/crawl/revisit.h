// SPDX-License-Identifier: GPL-3.0-or-later
/* Second looks at articles that were clipped: after an hour, a day and a week, so
 * that corrections, changed headlines and deletions come to be known.
 *
 *   clip, verdict ─▶ plan: URL record (DONE) gets a due time
 *   due ─▶ page.c fetches ─▶ judged ─▶ same | revision | missing | says nothing
 *                                            │
 *                missing twice, an hour apart (or 410) ─▶ article is removed
 *
 * A page that shows less than what is known (teaser, login, error) never takes
 * the place of the fuller text.
 *
 * Thread rule: that of the intake. */
#pragma once

#include <kirinuki/intake.h>

/* ---- the plan ---- */

/* Reads the log after the cursor "revisit" for clips that count and for verdicts,
 * and makes the URLs of their articles due; URL records and cursor go into the
 * intake's batch. At most a thousand log entries a call; `more` (may be NULL) says
 * whether some are left. Returns how many URLs were made due. */
guint kiri_revisit_plan(KiriIntake *intake, KiriStore *store, gint64 now_us, gboolean *more);

/* When an article is to be looked at again, after `done` further looks; G_MAXINT64:
 * not any more. A look whose time has passed is due at once, unless the last one
 * was due a week ago: then the article is left alone. */
gint64 kiri_revisit_next_us(gint64 from_us, gint64 done, gint64 now_us);

/* Is a fetch for this record a second look at its own article? */
gboolean kiri_revisit_is(const KiriUrlRecord *record);
/* May the validators of the record be sent? Only for a look of the plan, and never
 * for the last: a lie would never be noticed. */
gboolean kiri_revisit_may_ask_by_validators(const KiriUrlRecord *record, gint64 now_us);
/* A look was taken: sets `revisits`, and `due` to the next one or unset. */
void kiri_revisit_advance(KiriUrlRecord *record, gint64 now_us);

/* ---- what a look says ---- */

typedef enum {
    KIRI_LOOK_ARTICLE, // the article is there, as it was or changed
    KIRI_LOOK_MISSING, // it is not
    KIRI_LOOK_NOTHING, // the answer says nothing about the article
} KiriLook;

/* `page` is the first part, `requested` what was asked for. `why` gets the reason
 * for MISSING and NOTHING (transfer full). */
KiriLook kiri_revisit_judge(const KiriArticle *known, const KiriPage *page, const char *requested,
                            const KiriExtracted *extracted, char **why);

/* The page was not there. The first time a further look an hour later is planned;
 * then, or at once when `is_sure`, the article is marked as removed. Puts record
 * and article; TRUE when the article was marked now. */
gboolean kiri_revisit_missing(KiriIntake *intake, KiriUrlRecord *record, gboolean is_sure,
                              gint64 status, const char *why, gint64 now_us);

/* What of the known article `a`, made from a later answer, does not show; NULL when
 * it may stand in its place. (static) */
const char *kiri_revisit_shows_less(const KiriArticle *known, const KiriArticle *a);
