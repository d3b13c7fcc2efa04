// SPDX-License-Identifier: GPL-3.0-or-later
/* What both search modes share. */
#pragma once

#include "index_internal.h"
#include "plan.h"

#include <kirinuki/search.h>

/* BM25, chosen on three corpora: questions about short encyclopedic passages,
 * and headlines looked for in the bodies of long and of short news. A greater k1
 * helps headlines, a smaller one questions; this is where both are good. */
#define KIRI_BM25_K1 1.8
#define KIRI_BM25_B 0.6

typedef struct {
    KiriStore *store;
    KiriIndex *index;
    const KiriSearchOptions *options;
    const KiriPlan *plan;
    /* What each candidate must match, where the plan is not exact; else NULL. */
    const KiriQuery *verify;
    char **keywords; // for marks
} KiriSearchJob;

/* Runs the plan; a stale reader is reopened and the job run again. */
KiriSearchResult *kiri_search_run(const KiriSearchJob *job, GError **error);

/* KiriPlanTied over the store. */
char **kiri_search_tied(const char *release, gpointer store);
