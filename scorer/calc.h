// SPDX-License-Identifier: GPL-3.0-or-later
/* A calculation on its way: the value so far, and a line for each step of it.
 *
 * A step returns FALSE where its input is missing; the score then says which. Steps
 * never guess: what they take in a missing input's place stands in the line's note.
 *
 * Thread rule: any thread; a calculation belongs to one thread. */
#pragma once

#include "scorer.h"

typedef struct {
    const KiriScoreInput *in;
    const KiriMedium *medium;         // NULL: not in the ledger
    const KiriAppearance *appearance; // NULL: crawled
    KiriForm form;
    gint64 us; // the day that figures and rates are to hold on
    KiriScore *score;
    gdouble value;
} KiriCalc;

typedef gboolean (*KiriCalcStep)(KiriCalc *c);

/* ---- calc.c ---- */

/* A line with a number (plain figures, at most `decimals` behind the point) or a word.
 * Borrowed from the score; `note` may be NULL. */
KiriScoreLine *kiri_calc_number(KiriCalc *c, const char *sign, const char *label, gdouble value,
                                gint decimals, const char *unit, const char *note);
/* FALSE, and the score is unknown for this reason, which printf makes. */
gboolean kiri_calc_missing(KiriCalc *c, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A figure or a price of the ledger, with its source and validity. */
typedef struct {
    const char *sign, *what; // metric, or unit of a rate
    const char *rank;        // NULL: any
    const char *label, *unit;
    const char *missing; // "閲覧数": 閲覧数未登録
} KiriCalcAsk;
/* *value is not set where it is missing. */
gboolean kiri_calc_figure(KiriCalc *c, const KiriCalcAsk *ask, gint64 *value);
gboolean kiri_calc_rate(KiriCalc *c, const KiriCalcAsk *ask, gint64 *value);
/* The same of another medium, under that medium's name. */
gboolean kiri_calc_rate_of(KiriCalc *c, const KiriMedium *medium, const KiriCalcAsk *ask,
                           gint64 *value);
/* Is there a figure at all? Adds no line. */
gboolean kiri_calc_has_figure(const KiriCalc *c, const char *metric);
gboolean kiri_calc_has_rate(const KiriCalc *c, const char *unit, const char *rank);

/* The last steps: the share about us if `takes_share`, the user's coefficient, the
 * treatment of copies, and the sum. */
gboolean kiri_calc_finish(KiriCalc *c, gboolean takes_share);

/* ---- calc_web.c ---- */
gboolean kiri_calc_web(KiriCalc *c);
gboolean kiri_calc_users(KiriCalc *c);       // monthly users × percent × price of a user
gboolean kiri_calc_all_users(KiriCalc *c);   // likewise, whatever the site's size
gboolean kiri_calc_daily_views(KiriCalc *c); // daily page views × CPM
gboolean kiri_calc_visits(KiriCalc *c);      // monthly visits × price of a visit
gboolean kiri_calc_flat(KiriCalc *c);        // one price for one piece

/* ---- calc_print.c ---- */
gboolean kiri_calc_newspaper(KiriCalc *c);       // as it stands, the part about us
gboolean kiri_calc_newspaper_whole(KiriCalc *c); // as it stands, the whole piece
gboolean kiri_calc_newspaper_below(KiriCalc *c); // 記事下, the part about us
gboolean kiri_calc_newspaper_flat(KiriCalc *c);  // price of the page × n/15
gboolean kiri_calc_magazine(KiriCalc *c);

/* ---- calc_air.c ---- */
gboolean kiri_calc_air(KiriCalc *c);

/* ---- copies.c ---- */

/* What a copy counts of its figure, 0–1, and the sentence that says so (transfer full),
 * NULL where the clip is no copy. */
gdouble kiri_copies_factor(const KiriScoreInput *in, char **treatment);
/* Is the clip a copy of a text of others, or of our own? */
gboolean kiri_copies_is_copy(const KiriScoreInput *in);

/* ---- methods.c ---- */

/* What values a piece of this form; NULL: the method says nothing of it. */
KiriCalcStep kiri_score_step(const char *method, KiriForm form);
