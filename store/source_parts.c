// SPDX-License-Identifier: GPL-3.0-or-later
/* A source has two authors: people say what they want of it, polls say what they
 * found. What one of them writes must not undo what the other wrote meanwhile, so
 * each put speaks for its part, and the other part is taken from what is stored
 * at the commit. Which member belongs to which part stands in the table of nouns:
 * the polling state is what is no visible change. */
#include "internal.h"

/* Gives a source the polling state of another. */
static void take_state(KiriSource *source, const KiriSource *from)
{
    const KiriNounInfo *info = kiri_noun_info(KIRI_NOUN_SOURCE);
    KiriPartShape wishes, state;
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_part_shape_init(&wishes, info->shape, info->quiet);
    kiri_part_shape_init_of(&state, info->shape, info->quiet);
    /* The stored form of a whole is those of its parts, one behind the other. */
    kiri_record_encode(&wishes.shape, source, &bytes);
    kiri_record_encode(&state.shape, from, &bytes);
    KiriSource *joined = kiri_record_decode(info->shape, kiri_buf_view(&bytes), NULL);
    g_return_if_fail(joined);
    kiri_record_clear(info->shape, source);
    *source = *joined; // the members move, the struct stays the caller's
    g_free(joined);
}

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
    if (!(parts & KIRI_PART_STATE)) {
        gboolean is_due = !kiri_time_is_set(record->next_due);
        take_state(record, base);
        if (is_due)
            record->next_due = KIRI_TIME_UNSET;
    } else if (!(parts & KIRI_PART_WISHES)) {
        g_autoptr(KiriSource) polled = kiri_record_copy(&kiri_source_shape, record);
        KiriSource *joined = kiri_record_copy(&kiri_source_shape, base);
        kiri_record_clear(&kiri_source_shape, record);
        *record = *joined;
        g_free(joined);
        take_state(record, polled);
        take_findings(record, polled);
    }
}
