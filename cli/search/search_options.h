// SPDX-License-Identifier: GPL-3.0-or-later
/* The options of `search` as words, and what they mean. */
#pragma once

#include "search.h"

typedef struct {
    gboolean is_like, is_batch, opens_copies, is_reversed, counts_only, explains;
    gint offset;
    char *variants, **no_variants;
    char *like_article, *format, *order, *limit, *fresh, *after, *facets, *where, *group;
} KiriSearchWords;

/* Where to look: bits. */
enum { KIRI_IN_ARTICLES = 1, KIRI_IN_RELEASES = 2, KIRI_IN_NOTES = 4, KIRI_IN_ALL = 7 };

typedef struct {
    KiriListOptions list;
    guint where;
    gboolean is_mixed; // articles and what else there is: little of the latter
} KiriSearchPlan;

/* Errors: USAGE. */
gboolean kiri_search_plan(const KiriSearchWords *words, gint64 now_us, KiriSearchPlan *plan,
                          GError **error);
