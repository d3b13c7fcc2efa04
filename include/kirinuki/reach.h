// SPDX-License-Identifier: GPL-3.0-or-later
/* Reach (推定到達者数) as an interval, without counting one person twice.
 *
 * Within a medium, several pieces meet the same people again. Pieces of one issue,
 * one broadcast or one month of a site are one exposure; exposures i = 0, 1, … by
 * falling reach m_i (shares of the people who can be reached at all) add up to
 *
 *     1 − Π (1 − m_i · S ÷ (S + i)),   S = (m − d) ÷ (d − m²),   d = 2m − r2,
 *
 * where m is the reach of one issue and r2 that of two: for equal m_i this is the
 * beta-binomial (Metheringham), and as every factor is at most 1 and the strongest
 * come first, no further exposure can lower it, which the textbook form allows
 * (ESOMAR 2005). Where r2 is not on record the medium has an interval: from its
 * largest exposure (always the same people) to independent exposures, S = ∞.
 *
 * Across media the union lies between the largest medium and independence,
 * P·(1 − Π(1 − r_i ÷ P)): the working interval of ESOMAR's 2005 method. A table of
 * duplication (duplication.h) narrows both ends: |A ∪ B| = |A| + |B| − |A ∩ B|.
 * Neither end exceeds the population P; both grow with every medium and every piece;
 * the order in which pieces come does not matter, to the last byte.
 *
 * Thread rule: one thread at a time per KiriReachMaker; everything else any thread. */
#pragma once

#include <kirinuki/clip.h>
#include <kirinuki/duplication.h>

/* One piece, as its medium's figures of that day have it. Strings are borrowed for
 * the call; 0 and NULL: not known, or not needed. */
typedef struct {
    const char *medium;   // what counts once: the id, or the name of a site
    const char *name;     // for people; NULL: `medium`
    const char *span;     // exposures of one span share `ceiling` ("2026-04"); NULL: one for all
    const char *exposure; // within the span; equal ones count once; NULL: one for all
    KiriReachBasis basis;
    gint64 people;      // of the exposure
    gint64 ceiling;     // in one span no more can be reached; 0: the population
    gint64 audience;    // whom shares of duplication are shares of; 0: `people`
    gint64 single, two; // people of one issue, and of at least one of two; 0: not known
    const char *source, *note;
} KiriReachPiece;

/* One medium of the result. */
typedef struct {
    char *medium, *name;
    gint basis; // KiriReachBasis
    gint64 pieces, exposures;
    gint64 largest;   // people of its largest exposure
    gint64 low, high; // people of all its exposures
    char *source;
    char **notes; // each once
} KiriReachMedium;
KIRI_DECLARE_RECORD(KiriReachMedium, reach_medium)

/* A step of the computation, or an assumption, in Japanese. */
typedef struct {
    char *label;
    gint64 low, high; // people; 0, 0: none
    char *note;
    char *source;
} KiriReachLine;
KIRI_DECLARE_RECORD(KiriReachLine, reach_line)

typedef struct {
    gint64 low, high; // people; 0, 0 when no medium has a figure
    gint64 population;
    char *population_source;
    gint64 media_known, media_unknown; // with a figure, and without one
    char **unknown;                    // their names
    GPtrArray *media;                  // KiriReachMedium with a figure, by `medium`
    GPtrArray *lines;                  // KiriReachLine
} KiriReach;
KIRI_DECLARE_RECORD(KiriReach, reach)

typedef struct KiriReachMaker KiriReachMaker;

/* `population` is more than nothing; `source` says where it is from, NULL: not said. */
KiriReachMaker *kiri_reach_begin(gint64 population, const char *source);
/* Copies what it needs: memory grows with media and exposures, not with pieces. */
void kiri_reach_add(KiriReachMaker *maker, const KiriReachPiece *piece);
/* `duplication` (NULL: none) is that of the day `us`. (transfer full) */
KiriReach *kiri_reach_end(KiriReachMaker *maker, const KiriDuplication *duplication, gint64 us);

/* The beta-binomial: the share that n issues reach, of which one reaches `single` and
 * two reach `two`. FALSE with error PARSE where no audience can be so: `two` must be
 * more than `single`, and no more than independent readers of two issues make,
 * 2·single − single². */
gboolean kiri_reach_repeated(gdouble single, gdouble two, guint n, gdouble *reach, GError **error);
