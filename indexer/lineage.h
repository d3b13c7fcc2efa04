// SPDX-License-Identifier: GPL-3.0-or-later
/* Who published first, and who copied whom (配信・転載経路).
 *
 * Articles are neighbours when compare.h calls them duplicates. A family is a
 * connected set of neighbours. Within a family there is one order:
 *
 *   1. the own articles of a wire that some member credits,
 *   2. time of publication (a time that is exact to the day only comes at the end
 *      of that day; none at all, last),
 *   3. id.
 *
 * An article's origin is, among its neighbours that come before it and hold at
 * least half of its text, one of the wire that it credits, else the first. The
 * story is the end of that chain. All of it follows from the members alone, so
 * a copy may arrive before its original.
 *
 * Thread rule: as the library's functions. */
#pragma once

#include "matcher.h"

/* Where articles come from: the store, or a list in memory. */
typedef struct {
    /* Borrowed until the next call of `subject` that may drop it (a library keeps
     * at least KIRI_FAMILY_MOST + 1 of them); NULL when there is none. */
    KiriSubject *(*subject)(const char *id, gpointer data);
    /* Ids of articles that have this fingerprint, at most `max`: NULL-terminated
     * (transfer full). */
    char **(*sharing)(guint64 print, guint max, gpointer data);
    gpointer data;
} KiriLibrary;

/* A family that grows larger than this is cut: the rest is looked at as families
 * of their own. */
#define KIRI_FAMILY_MOST 256

typedef struct {
    char *id;
    char *origin; // id, or NULL
    char *story;
    gdouble text_taken;
    gboolean is_foreign; // the origin is of another site
} KiriMember;

/* The family of this article in its order: array of KiriMember, at least the
 * article itself; empty when there is no such article (transfer full). */
GArray *kiri_family_of(const KiriLibrary *library, const char *id);

/* Ids of the article's neighbours (transfer full), itself not among them. */
char **kiri_neighbours_of(const KiriLibrary *library, KiriSubject *subject);
