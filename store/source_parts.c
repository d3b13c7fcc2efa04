// SPDX-License-Identifier: GPL-3.0-or-later
/* A source has two authors: people say what they want of it, polls say what they
 * found. What one of them writes must not undo what the other wrote meanwhile, so
 * each put speaks for its part, and the other part is taken from what is stored
 * at the commit. Which member belongs to which part stands in the table of nouns:
 * the polling state is what is no visible change. */
#include "internal.h"

/* Those members that a poll fills in where nobody has said anything. */
static void take_findings(KiriSource *source, const KiriSource *polled)
{
    if (source->kind == KIRI_SOURCE_AUTO)
        source->kind = polled->kind;
    if (!source->title)
        source->title = g_strdup(polled->title);
    if (polled->backfill_at == KIRI_BACKFILL_DONE) {
        if (source->backfill_from.us == polled->backfill_from.us)
            source->backfill_from = KIRI_TIME_UNSET;
        source->backfill_at = 0;
    }
}

void kiri_source_settle(const KiriSource *base, KiriSource *record, KiriSourceParts parts)
{
    const KiriNounInfo *info = kiri_noun_info(KIRI_NOUN_SOURCE);
    KiriPartShape part;
    if (!(parts & KIRI_PART_STATE)) {
        gboolean is_due = !kiri_time_is_set(record->next_due);
        kiri_part_shape_init_of(&part, info->shape, info->quiet);
        kiri_record_assign(&part.shape, record, base);
        if (is_due)
            record->next_due = KIRI_TIME_UNSET;
    } else if (!(parts & KIRI_PART_WISHES)) {
        KiriSource found = {.kind = record->kind,
                            .title = g_steal_pointer(&record->title),
                            .backfill_from = record->backfill_from,
                            .backfill_at = record->backfill_at};
        kiri_part_shape_init(&part, info->shape, info->quiet);
        kiri_record_assign(&part.shape, record, base);
        take_findings(record, &found);
        g_free(found.title);
    }
}
