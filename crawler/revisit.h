// SPDX-License-Identifier: GPL-3.0-or-later
/* Second looks at articles that were clipped: after an hour, a day and a week, so
 * that corrections, changed headlines and deletions come to be known.
 *
 * Thread rule: that of the intake. */
#pragma once

#include <kirinuki/intake.h>

/* Reads the log after the cursor "revisit" for clips that count and for verdicts,
 * and makes the URLs of their articles due; URL records and cursor go into the
 * intake's batch. At most a thousand log entries a call; `more` (may be NULL) says
 * whether some are left. Returns how many URLs were made due. */
guint kiri_revisit_plan(KiriIntake *intake, KiriStore *store, gint64 now_us, gboolean *more);

/* When an article is to be looked at again, after `done` further looks; G_MAXINT64:
 * not any more. */
gint64 kiri_revisit_next_us(gint64 from_us, gint64 done, gint64 now_us);
