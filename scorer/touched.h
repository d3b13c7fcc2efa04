// SPDX-License-Identifier: GPL-3.0-or-later
/* From log entries to the clips whose figures they touch:
 *
 *   clip, verdict          that clip (and, where a story counts once, the story's others)
 *   release                its clips (key messages, names)
 *   article                its own clips, and those of its medium and month
 *   medium, figure, rate   every clip without a known figure
 *
 * The cost is that of the entries and of the clips they name, not of the store.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "scorer.h"

typedef struct {
    gboolean is_ledger;     // the ledger changed
    gboolean is_everything; // more was named than is worth naming
    GPtrArray *clips;       // ids, rising, each once; may name clips that are gone
    guint64 last;           // of the log
} KiriTouched;

/* `counts_once`: whether a clip touches the others of its story. */
void kiri_touched_read(KiriStore *store, guint64 after, gboolean counts_once, KiriTouched *touched);
void kiri_touched_clear(KiriTouched *touched);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriTouched, kiri_touched_clear)
