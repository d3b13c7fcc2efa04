// SPDX-License-Identifier: GPL-3.0-or-later
/* The score stage: what a clip was worth, every factor beside the result.
 *
 *   views = monthly page views of the medium ÷ its articles of that month
 *   AVE   = views × CPM ÷ 1,000 × share about us × placement   (yen, tax excluded)
 *
 * The rate is the one of the article's date: the medium's own, else the default
 * of its kind and tier (then the figure is marked an estimate). Where a factor is
 * not on record the figure is unknown (算定不能), never zero. Scores depend on
 * the store's rows alone, not on the order in which they came.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>
#include <kirinuki/tone.h>

/* Whom the shares are about. */
typedef struct {
    const char *name;
    char **aliases;             // NULL-terminated, may be NULL
    const KiriToneWords *words; // borrowed; NULL: no tone is told
} KiriScoreOrganisation;

typedef struct {
    KiriScoreOrganisation organisation;
    gboolean force_all;                                           // not only what changed
    gboolean (*should_stop)(gpointer data);                       // NULL: never
    void (*progress)(guint64 done, guint64 total, gpointer data); // NULL: none
    gpointer data;
} KiriScoreOptions;

typedef struct {
    guint64 scored; // clips whose figures changed
    gboolean was_stopped;
} KiriScoreCounts;

/* Reads the log after the cursor "score" and commits scores and cursor together.
 * A changed rate or medium makes its clips new; an article that joins a medium's
 * month makes the clips of that month new. Errors: what the store says. */
gboolean kiri_score_run(KiriStore *store, const KiriScoreOptions *options, KiriScoreCounts *counts,
                        GError **error);

/* One clip's figures, as a function of its inputs. `rate` and `medium` may be
 * NULL; `target` is the release, or NULL for topics and mentions. (transfer
 * full) */
KiriScore *kiri_score_clip(const KiriClip *clip, const KiriArticle *article,
                           const KiriMedium *medium, const KiriRate *rate,
                           gint64 articles_that_month, const KiriRelease *target,
                           const KiriScoreOrganisation *organisation);
