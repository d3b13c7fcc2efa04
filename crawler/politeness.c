// SPDX-License-Identifier: GPL-3.0-or-later
/* Gaps between requests, by the monotonic clock. */
#include "politeness.h"

#include <kirinuki/civil.h>

#define LONGEST_DELAY_MS (300 * 1000)

struct KiriPoliteness {
    const KiriClock *clock;
    gint64 gap_us;
    gint64 started_us;
    GPtrArray *lanes;
    GHashTable *by_host;
};

static void lane_free(gpointer p)
{
    KiriLane *lane = p;
    g_free(lane->host);
    g_sequence_free(lane->tasks);
    g_free(lane);
}

KiriPoliteness *kiri_politeness_new(const KiriClock *clock, guint gap_ms)
{
    KiriPoliteness *p = g_new0(KiriPoliteness, 1);
    p->clock = clock;
    p->gap_us = (gint64)gap_ms * 1000;
    p->started_us = kiri_clock_monotonic_us(clock);
    p->lanes = g_ptr_array_new_with_free_func(lane_free);
    p->by_host = g_hash_table_new(g_str_hash, g_str_equal);
    return p;
}

void kiri_politeness_free(KiriPoliteness *p)
{
    if (!p)
        return;
    g_hash_table_destroy(p->by_host);
    g_ptr_array_unref(p->lanes);
    g_free(p);
}

KiriLane *kiri_politeness_lane(KiriPoliteness *p, const char *host)
{
    KiriLane *lane = g_hash_table_lookup(p->by_host, host);
    if (lane)
        return lane;
    lane = g_new0(KiriLane, 1);
    lane->host = g_strdup(host);
    lane->tasks = g_sequence_new(NULL);
    lane->gap_us = p->gap_us;
    lane->ready_us = p->started_us + p->gap_us;
    lane->requests_left = G_MAXUINT;
    g_ptr_array_add(p->lanes, lane);
    g_hash_table_insert(p->by_host, lane->host, lane);
    return lane;
}

gsize kiri_politeness_n_lanes(const KiriPoliteness *p)
{
    return p->lanes->len;
}

KiriLane *kiri_politeness_nth(const KiriPoliteness *p, gsize i)
{
    return p->lanes->pdata[i];
}

gboolean kiri_lane_is_ready(const KiriPoliteness *p, const KiriLane *lane)
{
    return !lane->is_busy && kiri_clock_monotonic_us(p->clock) >= lane->ready_us;
}

void kiri_lane_start(KiriPoliteness *p, KiriLane *lane)
{
    (void)p;
    lane->is_busy = TRUE;
}

void kiri_lane_finish(KiriPoliteness *p, KiriLane *lane)
{
    lane->is_busy = FALSE;
    kiri_lane_wait(p, lane, 0);
}

void kiri_lane_wait(KiriPoliteness *p, KiriLane *lane, gint64 us)
{
    gint64 ready = kiri_clock_monotonic_us(p->clock) + MAX(us, lane->gap_us);
    lane->ready_us = MAX(lane->ready_us, ready);
}

void kiri_lane_take_delay(KiriPoliteness *p, KiriLane *lane, gint64 delay_ms)
{
    if (delay_ms > LONGEST_DELAY_MS) {
        lane->requests_left = MIN(lane->requests_left, 1);
        return;
    }
    gint64 longer = MAX(delay_ms * 1000, p->gap_us) - lane->gap_us;
    if (longer <= 0)
        return;
    /* The pause that runs already is the first to be as long as asked. */
    lane->gap_us += longer;
    lane->ready_us += longer;
}

gint64 kiri_politeness_next_us(const KiriPoliteness *p)
{
    gint64 now = kiri_clock_monotonic_us(p->clock), next = -1;
    for (guint i = 0; i < p->lanes->len; i++) {
        const KiriLane *lane = p->lanes->pdata[i];
        if (lane->is_busy || lane->is_blocked || g_sequence_is_empty(lane->tasks))
            continue;
        gint64 left = MAX(lane->ready_us - now, 0);
        next = next < 0 ? left : MIN(next, left);
    }
    return next;
}
