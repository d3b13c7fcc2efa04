// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of reach share: media under construction, pairs of them, and the lines
 * that say how it was done.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/reach.h>

typedef struct {
    gdouble low, high;
} KiriReachRange;

/* A medium under construction. */
typedef struct {
    KiriReachMedium *row;                       // becomes the result's
    GHashTable *spans;                          // private to reach.c
    KiriReachRange range;                       // of all its exposures, in people
    gdouble audience;                           // whom duplication is about
    char *bad_pair;                             // why a two-issue reach was not used
    gboolean has_pair, has_single, has_ceiling; // exposures with a two-issue reach, and without
} KiriReachMember;

/* Two media with a known overlap: places in the array of members. */
typedef struct {
    guint a, b;
    gdouble people; // who belong to the audience of both
} KiriReachPair;

/* The pairs of `known` (KiriReachMember, by medium) that the table knows and that can be
 * true; each gets a line. KiriReachPair, by (a, b), a < b (transfer full). */
GPtrArray *kiri_reach_pairs(const GPtrArray *known, const KiriDuplication *duplication, gint64 us,
                            gint64 population, KiriReach *r);
KiriReachRange kiri_reach_union(const GPtrArray *known, const GPtrArray *pairs, gdouble population);

void kiri_reach_explain_media(KiriReach *r, const GPtrArray *known);
void kiri_reach_explain_union(KiriReach *r, guint n_pairs);
/* Adds a line; `note` is copied. */
KiriReachLine *kiri_reach_line(KiriReach *r, const char *label, gint64 low, gint64 high,
                               const char *note);

/* "12.5 %" for .125 (transfer full). */
char *kiri_reach_percent(gdouble share);
/* For qsort over char *. */
int kiri_reach_by_text(const void *a, const void *b);
