// SPDX-License-Identifier: GPL-3.0-or-later
/* The score stage: what a clip was worth, every factor beside the result.
 *
 * How a piece is valued depends on the form it appeared in and on the method that was
 * chosen (docs/figures.md has the formulas and where they were published). Of the
 * method "kirinuki":
 *
 *   web, app    monthly page views ÷ articles of that month × CPM ÷ 1,000
 *               × share about us × placement
 *   newspaper   段 (on the grid of 15) × cm × price of 1段1cm × share about us
 *   magazine    price of a page × share of the page × share about us
 *   TV, radio   seconds × price of a second × stations, by time rank
 *
 * all in yen without tax, as a reference value. Figures and rates are those of the
 * ledger (book.h) that hold on the article's day; one that does not is used too, and
 * the score says so. Where an input is not on record the figure is unknown (算定不能),
 * never zero, and names what is missing.
 *
 * A figure that was computed once rests on its basis: the ledger as it was known then,
 * the method, the treatment of copies. A later change of any of them changes no known
 * figure until somebody asks for it (`renews`). What we measure ourselves goes on
 * moving: the share about us with the text, the articles of a month with the month.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/book.h>
#include <kirinuki/tone.h>

/* Whom the shares are about. */
typedef struct {
    const char *name;
    char **aliases;             // NULL-terminated, may be NULL
    const KiriToneWords *words; // borrowed; NULL: no tone is told
} KiriScoreOrganisation;

/* ---- methods ---- */

typedef struct {
    const char *name;      // "kirinuki", "meltwater", …
    const char *title;     // in Japanese, for sheets
    const char *reference; // where the rule was published
} KiriScoreMethod;
/* In the order of the documentation; ended by a name of NULL. */
extern const KiriScoreMethod kiri_score_methods[];
/* NULL: there is none of that name. */
const KiriScoreMethod *kiri_score_method(const char *name);

/* How the copies of one text (verbatim, syndicated) are counted: count (each in full),
 * count-once (one clip of a story), editorial (verbatim ones count nothing), discount.
 * NULL-terminated. */
extern const char *const kiri_score_copies_names[];

/* What the settings say. Strings are borrowed. */
typedef struct {
    const char *method;     // NULL: kirinuki
    const char *copies;     // NULL: count
    gint64 copies_percent;  // of discount: a copy counts so much of its figure
    gint64 reader_permille; // of the methods by users: so many of 1,000 see a piece
    gint64 least_users;     // a site with fewer counts nothing there
} KiriScoreRules;
/* kirinuki, count, 50, 25, 500. */
KiriScoreRules kiri_score_rules_default(void);

/* ---- one clip ---- */

/* All borrowed for the call. */
typedef struct {
    const KiriClip *clip;
    KiriClass class_; // as it counts (kiri_standing)
    const KiriArticle *article;
    const KiriBook *book;       // NULL: nothing is known of any medium
    gint64 articles_that_month; // of the medium, as we collected them; 0: not known
    const KiriRelease *release; // NULL for topics and mentions
    char **topic_words;         // of a topic what its query looks for; NULL for others
    const KiriScoreOrganisation *organisation;
    KiriScoreRules rules;
    const char *counted_by;  // count-once: the clip that counts for the story; NULL: this one
    const KiriScore *before; // its measures of the text are taken over where they still hold
} KiriScoreInput;

/* Its figures, as a function of the inputs. (transfer full) */
KiriScore *kiri_score_clip(const KiriScoreInput *input);

/* The value of a line as people read it: "30,000,000". (transfer full) */
char *kiri_score_line_text(const KiriScoreLine *line);

/* ---- the stage ---- */

typedef struct {
    KiriScoreOrganisation organisation;
    KiriScoreRules rules;
    KiriTime now;       // when figures of this pass were taken up
    gboolean force_all; // not only what changed
    /* Known figures too are computed with the ledger and the rules of now: of all clips,
     * or of those published from `renew_from_us` on (0: all), or of one release. */
    gboolean renews;
    gint64 renew_from_us;
    const char *renew_release;
    /* NULL: nobody is told. A known figure became another one; both borrowed. */
    void (*renewed)(const KiriClip *clip, const KiriScore *before, const KiriScore *after,
                    gpointer data);
    gpointer renewed_data;
    gboolean (*should_stop)(gpointer data);                       // NULL: never
    void (*progress)(guint64 done, guint64 total, gpointer data); // NULL: none
    gpointer data;
} KiriScoreOptions;

typedef struct {
    guint64 scored;             // clips whose figures changed
    guint64 looked;             // clips that were looked at
    guint64 renewed;            // known figures that became others by `renews`
    gboolean keeps_other_rules; // known figures rest on another method or treatment
    gboolean was_stopped;
} KiriScoreCounts;

/* Reads the log after the cursor "score" and looks at the clips that the entries touch:
 * a clip, a verdict, a release's clips, the clips of a medium's month that an article
 * joins or leaves; after a change of the ledger, at all those without a known figure.
 * Scores first, the cursor behind them: what is repeated after a crash changes nothing.
 * Memory: a batch and what the log names. Errors: what the store says. */
gboolean kiri_score_run(KiriStore *store, const KiriScoreOptions *options, KiriScoreCounts *counts,
                        GError **error);

/* ---- as of a day ---- */

typedef struct {
    gint64 known_us; // the ledger, articles and verdicts as they were known then
    KiriScoreOrganisation organisation;
    KiriScoreRules rules;        // of clips that had no figure yet
    gboolean forces_method;      // … and of the others too
    const char *release, *topic; // only their clips; NULL: all
} KiriScoreAsOf;

typedef struct {
    const KiriClip *clip;
    const KiriArticle *article; // in the version known then
    const KiriScore *score;
    const KiriVerdict *verdict; // as it stood then; NULL
    KiriWorth worth;
} KiriScoreThen;

/* Figures as they were known at a moment, by rising id of the clip; those that did not
 * count are left out. Nothing is stored. The ties between articles and releases are
 * those of now. `visit` returns FALSE to stop. */
gboolean kiri_score_as_of(KiriStore *store, const KiriScoreAsOf *question,
                          gboolean (*visit)(const KiriScoreThen *then, gpointer data),
                          gpointer data, GError **error);
