// SPDX-License-Identifier: GPL-3.0-or-later
/* Two claims of different texts: do they agree, and do they speak of one thing?
 *
 * Thread rule: any thread. */
#pragma once

#include "claims.h"
#include "match/words.h"

#include <kirinuki/clip.h>

/* One side: its claims, and what is needed to look things up in it. */
typedef struct {
    KiriClaims *claims;
    char *all;         // N-text, title and text
    GHashTable *words; // guint64, of `all`
    KiriTime date;
    gint32 day;      // month × 100 + day of `date`; 0: not exact
    gboolean *known; // by claim: the other side knows it; set by kiri_sides_meet()
} KiriSide;

/* Claims of a side that are compared: the first ones. The work grows with the cube. */
#define KIRI_SIDE_CLAIMS 120

void kiri_side_init(KiriSide *side, const char *title, const char *text, KiriTime date);
void kiri_side_clear(KiriSide *side);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSide, kiri_side_clear)

/* Is what `c` says said by the other side too, exactly, rounded, in another unit,
 * with or without tax, or as a sum, difference or ratio of what it says? */
gboolean kiri_claim_is_known(const KiriClaim *c, const KiriSide *other);

/* Finds out once what either side knows of the other; before kiri_claims_pair(). */
void kiri_sides_meet(KiriSide *a, KiriSide *b);

/* Is `coarse` the figure `fine`, rounded, or the day without its month? */
gboolean kiri_claim_is_rounding(const KiriClaim *coarse, const KiriClaim *fine);

/* Traits of a pair of figures, or of a pair of points in time, in which neither
 * side knows the other's value. Each 0–1. */
typedef enum {
    KIRI_PAIR_BIAS,
    KIRI_PAIR_PERMUTED,   // the same digits in another order, three or more
    KIRI_PAIR_SWAPPED,    // two digits, exchanged
    KIRI_PAIR_SHIFTED,    // ten, hundred … times
    KIRI_PAIR_ONE_DIGIT,  // all digits but one; of days: month or day is the same
    KIRI_PAIR_SIZE,       // less than three times
    KIRI_PAIR_LEFT,       // share of the poorer side's words before
    KIRI_PAIR_RIGHT,      // … behind
    KIRI_PAIR_SENTENCE,   // … of the sentence
    KIRI_PAIR_NOVEL_NEAR, // share of the article's words beside that the release lacks
    KIRI_PAIR_NOVEL_FAR,  // … of its sentence
    KIRI_PAIR_FRAMES,     // frames that one has and the other lacks
    KIRI_PAIR_PAST,       // one speaks of the past, the other does not
    KIRI_PAIR_LONELY,     // the only unknown one of its kind on either side
    KIRI_PAIR_ACTS,       // the same event
    KIRI_PAIR_MARKS,      // から against まで
    KIRI_PAIR_COMPANY,    // share of its sentence's other claims that the release knows
    KIRI_PAIR_LATER,      // the article is weeks younger
    KIRI_PAIR_HEAD,       // the nouns just before share two characters
    KIRI_N_PAIR
} KiriPairTrait;

typedef struct {
    gdouble x[KIRI_N_PAIR];
} KiriPair;

/* `f` may be NULL: all words are alike. FALSE: the two are no pair (other kinds or
 * units). */
gboolean kiri_claims_pair(const KiriFrequencies *f, const KiriSide *article, const KiriClaim *a,
                          const KiriSide *release, const KiriClaim *b, KiriPair *pair);
/* Probability that the pair is one thing told differently. */
gdouble kiri_pair_judge(KiriClaimKind kind, const KiriPair *pair);

/* Names of people and things: is `a` a misspelt `b`? */
gboolean kiri_claim_is_misnamed(const KiriClaim *a, const KiriClaim *b);
