// SPDX-License-Identifier: GPL-3.0-or-later
/* What is past its time, and letting it go. Four reasons, each with its own clock:
 *
 *   licences   what a licence says must go (本文・紙面の保存日数)       a duty
 *   messages   settled ones of the outbox, after mail.keep_days
 *   pages      raw pages, after the medium's evidence_days
 *   papers     records of sheets and crisis reports, when the retention of reports is over
 *              (保存期間: report.retention_years, from the April after they were made)
 *
 * Papers are 行政文書 where the retention is set: a person lets them go, never a schedule.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "care/disposal.h"
#include "watch/pipeline.h"

typedef enum {
    KIRI_PRUNE_LICENCES = 1 << 0,
    KIRI_PRUNE_MESSAGES = 1 << 1,
    KIRI_PRUNE_PAGES = 1 << 2,
    KIRI_PRUNE_PAPERS = 1 << 3,
    KIRI_PRUNE_ALL = (1 << 4) - 1,
} KiriPruneWhat;

/* What goes by now: KiriDisposal (transfer full). NULL with error. */
GPtrArray *kiri_prune_find(const KiriCli *cli, KiriStore *store, guint what, GError **error);
/* Lets it go, in batches: what was not reached is found again. */
gboolean kiri_prune_act(KiriStore *store, const GPtrArray *list, KiriTime now, GError **error);
/* Sums for people. */
void kiri_prune_tell(const KiriCli *cli, const GPtrArray *list, gboolean has_gone);

/* The scheduled one, as prune.auto wants it, at most once a day of the store: the list goes
 * into the notes of the run (and its log), then what it names goes. */
gboolean kiri_prune_of_run(KiriPipeline *p, GError **error);
