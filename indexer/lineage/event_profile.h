// SPDX-License-Identifier: GPL-3.0-or-later
/* Do two articles tell of one event? What of each is needed to say so, small enough to
 * be kept for every article, and the probability that follows from two of them.
 *
 * Only the headline and the first KIRI_EVENT_LEAD characters count: there a text says
 * what happened. Background, and the frame that a site puts around its articles, stand
 * behind. Labels in brackets (【話題】) are taken out of the headline.
 *
 * The probability is a logistic sum of few signs (kiri_event_sign_names):
 *
 *   words      cosine of the lead's words by rarity (words.h)
 *   headline   share of one headline in the other's lead, the lesser of both ways
 *   figures    figures in common, by their digits; none: neither of several is
 *   days       days in common; none: both name days, and no day is named by both
 *   quoted     names in quotes in common
 *   issues     both name a number (第12回, vol.3), and none in common
 *   marks      each headline has a model number or a name in quotes that the other
 *              article does not know
 *   acts       the act of a headline (発売, 延期 …) is not named by the other
 *   apart      days between the two; coarse: one is dated to a month or a year
 *   site       both stand on one site, which seldom tells the same twice and tells
 *              everything in the same frame
 *   release    both cover one release; rival: they cover releases, and none in common
 *
 * Weights and figures: docs/lineage.md.
 *
 * Thread rule: any thread. */
#pragma once

#include "lineage.h"

#include <kirinuki/event.h>

#define KIRI_EVENT_LEAD 400
/* From this likeness on two articles are of one event. */
#define KIRI_EVENT_LEAST 0.5
/* So much of it an article must have with the event's first one. */
#define KIRI_EVENT_LEAST_FIRST 0.1
/* Articles that are further apart in time are not compared. */
#define KIRI_EVENT_DAYS 21

typedef enum {
    KIRI_EVENT_WORDS,    // value: weight × 255
    KIRI_EVENT_HEADLINE, // value: idf × 16
    KIRI_EVENT_FIGURES,  // value: digits that tell, at most 3
    KIRI_EVENT_DAYS_NAMED,
    KIRI_EVENT_QUOTED,
    KIRI_EVENT_ISSUES,
    KIRI_EVENT_MARKS,
    KIRI_EVENT_SITE, // at most one
    KIRI_N_EVENT_LISTS
} KiriEventList;

/* A row of an article as it is compared. Borrows from the row. */
typedef struct {
    const KiriEvent *row;
    struct {
        const guint8 *items; // packed, by hash; see event_profile.c
        guint n;
    } lists[KIRI_N_EVENT_LISTS];
    guint64 acts_title, acts;
} KiriEventView;

/* FALSE: the profile is none, and the view is empty. */
gboolean kiri_event_view(const KiriEvent *row, KiriEventView *out);

/* The row of an article, an event of its own so far; NULL where its time is not known,
 * for then nobody knows what happened at that time. (transfer full) */
KiriEvent *kiri_event_of(const KiriSubject *subject, const KiriFace *face,
                         const KiriFrequencies *frequencies);
/* What it covers belongs to what it is found by. */
void kiri_event_set_releases(KiriEvent *row, char **releases);

typedef enum {
    KIRI_EVENT_X_WORDS,
    KIRI_EVENT_X_HEADLINE,
    KIRI_EVENT_X_FIGURES,
    KIRI_EVENT_X_NO_FIGURES,
    KIRI_EVENT_X_DAYS,
    KIRI_EVENT_X_NO_DAYS,
    KIRI_EVENT_X_QUOTED,
    KIRI_EVENT_X_ISSUES,
    KIRI_EVENT_X_MARKS,
    KIRI_EVENT_X_ACTS,
    KIRI_EVENT_X_APART,
    KIRI_EVENT_X_COARSE,
    KIRI_EVENT_X_SITE,
    KIRI_EVENT_X_RELEASE,
    KIRI_EVENT_X_RIVAL,
    KIRI_N_EVENT_SIGNS
} KiriEventSign;
extern const char *const kiri_event_sign_names[];

/* Symmetric. `signs` gets the values that were weighed; may be NULL. */
gdouble kiri_event_likeness(const KiriEventView *a, const KiriEventView *b,
                            gdouble signs[KIRI_N_EVENT_SIGNS]);
