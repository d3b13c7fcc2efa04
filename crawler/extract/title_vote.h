// SPDX-License-Identifier: GPL-3.0-or-later
/* The vote on a headline, between those who collect its voters and the count.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "title_parts.h"

enum { KIRI_TITLE_MAX_VOTERS = 16, KIRI_TITLE_MAX_CANDIDATES = 96 };

typedef struct {
    const char *source; // static
    char *text, *squeezed;
    gint weight;
    gboolean has_subtitle; // a heading: what some claim says, and a subtitle
} KiriTitleVoter;

typedef struct {
    char *text, *squeezed;
    guint voter;
    gboolean was_cut;     // something was removed
    gboolean has_site;    // a part of it names the site
    gboolean has_section; // a part of it names a section
    gint score;
} KiriTitleCandidate;

typedef struct {
    const KiriReading *page;
    KiriTitleVoter voters[KIRI_TITLE_MAX_VOTERS];
    guint n_voters;
    KiriTitleCandidate candidates[KIRI_TITLE_MAX_CANDIDATES];
    guint n_candidates;
    KiriSiteNames sites;
} KiriTitleVote;

/* Fills the voters and the site's names; vote->page is set. */
void kiri_title_collect(KiriTitleVote *vote);
