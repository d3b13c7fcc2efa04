// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of prune share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "care/prune.h"

#include <kirinuki/permit.h>

typedef struct {
    const KiriCli *cli;
    KiriStore *store;
    guint what;
    gint64 now_us;
    gint64 messages_us; // those that were settled by then go
    gint64 years;       // 保存期間 of papers
    KiriPermits *permits;
    GHashTable *media; // id → days, of those that have an end
    GHashTable *seen;  // keys of pages
    GPtrArray *list;
    GError *error;
} KiriPrune;

/* Each adds to `list`. */
gboolean kiri_prune_find_evidence(KiriPrune *p, GError **error);
gboolean kiri_prune_find_messages(KiriPrune *p, GError **error);
gboolean kiri_prune_find_papers(KiriPrune *p, GError **error);
