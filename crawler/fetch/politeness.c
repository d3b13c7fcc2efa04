// SPDX-License-Identifier: GPL-3.0-or-later
/* Gaps between requests by the monotonic clock, and the queues of those who wait.
 *
 * Invariant: a lane stands in a queue exactly when it has a task, room for a
 * request and is not blocked; in the slow queue when `is_slow`; at `queued_us`.
 * requeue() restores that after every change. GSequence is quick enough for it:
 * a change costs about a microsecond with ten thousand lanes. */
#include "politeness.h"

#include <kirinuki/civil.h>
#include <kirinuki/limits.h>

#include <string.h>

#define LONGEST_DELAY_MS (KIRI_LIMIT_CRAWL_DELAY_S * 1000)
#define LONGEST_REST_US KIRI_US_PER_DAY
#define RESPONSE_FACTOR 5
#define LONGEST_ADAPTED_US (30 * KIRI_US_PER_SECOND)
#define SLOW_RESPONSE_US (4 * KIRI_US_PER_SECOND)
#define SMOOTHING 4 // the newest answer counts for a quarter
#define MOST_IN_A_ROW 8

struct KiriPoliteness {
    KiriPolitenessOptions o;
    gint64 gap_us;
    gint64 started_us;
    GHashTable *lanes;   // host → KiriLane
    GSequence *waits[2]; // lanes that may go on by time; [1]: slow ones
    guint slow_busy;
    gsize n_tasks;
    guint64 turns;
};

static void lane_free(gpointer p)
{
    KiriLane *lane = p;
    g_free(lane->host);
    g_sequence_free(lane->tasks);
    g_sequence_free(lane->pages);
    g_free(lane);
}

KiriPoliteness *kiri_politeness_new(const KiriPolitenessOptions *options)
{
    KiriPoliteness *p = g_new0(KiriPoliteness, 1);
    p->o = *options;
    p->o.per_host = MAX(options->per_host, 1);
    p->o.most_slow = options->most_slow ? options->most_slow : G_MAXUINT;
    p->gap_us = (gint64)options->gap_ms * 1000;
    p->started_us = kiri_clock_monotonic_us(options->clock);
    p->lanes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, lane_free);
    for (guint i = 0; i < G_N_ELEMENTS(p->waits); i++)
        p->waits[i] = g_sequence_new(NULL);
    return p;
}

void kiri_politeness_free(KiriPoliteness *p)
{
    if (!p)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(p->waits); i++)
        g_sequence_free(p->waits[i]);
    g_hash_table_destroy(p->lanes);
    g_free(p);
}

void kiri_politeness_set_gap(KiriPoliteness *p, guint gap_ms)
{
    p->gap_us = (gint64)gap_ms * 1000;
}

/* ---- lanes ---- */

gint64 kiri_lane_gap_us(const KiriPoliteness *p, const KiriLane *lane)
{
    gint64 adapted = MIN(RESPONSE_FACTOR * lane->response_us, LONGEST_ADAPTED_US);
    /* Without a gap it is an own server: it shall be as fast as it can. */
    return p->gap_us ? MAX(MAX(p->gap_us, lane->delay_us), adapted) : lane->delay_us;
}

KiriLane *kiri_politeness_lane(KiriPoliteness *p, const char *host)
{
    KiriLane *lane = g_hash_table_lookup(p->lanes, host);
    if (lane)
        return lane;
    lane = g_new0(KiriLane, 1);
    lane->host = g_strdup(host);
    lane->tasks = g_sequence_new(NULL);
    lane->pages = g_sequence_new(NULL);
    lane->ready_us = p->started_us + p->gap_us;
    lane->pages_ready_us = G_MININT64;
    lane->requests_left = G_MAXUINT;
    lane->used_us = kiri_clock_monotonic_us(p->o.clock);
    g_hash_table_insert(p->lanes, lane->host, lane);
    return lane;
}

KiriLane *kiri_politeness_find(const KiriPoliteness *p, const char *host, gsize n)
{
    char name[256];
    if (n >= sizeof name)
        return NULL;
    memcpy(name, host, n);
    name[n] = 0;
    return g_hash_table_lookup(p->lanes, name);
}

gsize kiri_politeness_n_lanes(const KiriPoliteness *p)
{
    return g_hash_table_size(p->lanes);
}

gsize kiri_politeness_n_waiting(const KiriPoliteness *p)
{
    return p->n_tasks;
}

void kiri_politeness_each(KiriPoliteness *p, void (*visit)(KiriLane *lane, gpointer data),
                          gpointer data)
{
    GHashTableIter iter;
    gpointer lane;
    g_hash_table_iter_init(&iter, p->lanes);
    while (g_hash_table_iter_next(&iter, NULL, &lane))
        visit(lane, data);
}

void kiri_politeness_sweep(KiriPoliteness *p, gint64 idle_us)
{
    gint64 before = kiri_clock_monotonic_us(p->o.clock) - idle_us;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, p->lanes);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const KiriLane *lane = value;
        if (!kiri_lane_has_tasks(lane) && !lane->busy && !lane->n_origins &&
            lane->used_us < before && lane->ready_us < before && lane->pages_ready_us < before)
            g_hash_table_iter_remove(&iter);
    }
}

gboolean kiri_lane_has_tasks(const KiriLane *lane)
{
    return !g_sequence_is_empty(lane->tasks) || !g_sequence_is_empty(lane->pages);
}

/* ---- who waits ---- */

static gint compare_lanes(gconstpointer a, gconstpointer b, gpointer unused)
{
    const KiriLane *x = a, *y = b;
    (void)unused;
    if (x->queued_us != y->queued_us)
        return x->queued_us < y->queued_us ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

static gint64 ready_at(const KiriLane *lane)
{
    return lane->has_robots ? lane->ready_us : MAX(lane->ready_us, lane->pages_ready_us);
}

/* Without a pause a host keeps its turn for some requests in a row, which then go
 * over one connection. */
static gboolean goes_on(const KiriPoliteness *p, const KiriLane *lane)
{
    return lane->in_a_row && lane->in_a_row < MOST_IN_A_ROW && !kiri_lane_gap_us(p, lane);
}

static void requeue(KiriPoliteness *p, KiriLane *lane)
{
    gboolean is_slow = lane->response_us > SLOW_RESPONSE_US;
    gboolean shall_wait =
        lane->busy < p->o.per_host && !lane->is_blocked && kiri_lane_has_tasks(lane);
    gint64 at = ready_at(lane);
    if (lane->place && shall_wait && lane->queued_us == at && lane->is_slow == is_slow)
        return;
    g_clear_pointer(&lane->place, g_sequence_remove);
    /* What is under way counts where it began. */
    if (!lane->busy)
        lane->is_slow = is_slow;
    if (!kiri_lane_has_tasks(lane))
        lane->in_a_row = 0;
    if (!shall_wait)
        return;
    lane->queued_us = at;
    if (!goes_on(p, lane))
        lane->turn = p->turns++;
    lane->place = g_sequence_insert_sorted(p->waits[lane->is_slow], lane, compare_lanes, NULL);
}

void kiri_lane_changed(KiriPoliteness *p, KiriLane *lane, gint n)
{
    p->n_tasks += (gsize)n;
    requeue(p, lane);
}

void kiri_lane_block(KiriPoliteness *p, KiriLane *lane, gboolean is_blocked)
{
    lane->is_blocked = is_blocked;
    requeue(p, lane);
}

static KiriLane *first_of(const KiriPoliteness *p, gboolean is_slow)
{
    GSequenceIter *first = g_sequence_get_begin_iter(p->waits[is_slow]);
    return g_sequence_iter_is_end(first) ? NULL : g_sequence_get(first);
}

/* Of the lanes that may take a connection the one whose time came or comes
 * first. */
static KiriLane *next_lane(const KiriPoliteness *p)
{
    KiriLane *quick = first_of(p, FALSE);
    KiriLane *slow = p->slow_busy < p->o.most_slow ? first_of(p, TRUE) : NULL;
    if (!quick || !slow)
        return quick ? quick : slow;
    return compare_lanes(quick, slow, NULL) < 0 ? quick : slow;
}

KiriLane *kiri_politeness_ready(const KiriPoliteness *p)
{
    KiriLane *lane = next_lane(p);
    return lane && lane->queued_us <= kiri_clock_monotonic_us(p->o.clock) ? lane : NULL;
}

gint64 kiri_politeness_next_us(const KiriPoliteness *p)
{
    const KiriLane *lane = next_lane(p);
    return lane ? MAX(lane->queued_us - kiri_clock_monotonic_us(p->o.clock), 0) : -1;
}

/* ---- requests ---- */

gboolean kiri_lane_is_ready(const KiriPoliteness *p, const KiriLane *lane)
{
    return lane->busy < p->o.per_host && kiri_clock_monotonic_us(p->o.clock) >= ready_at(lane);
}

static void pause_lane(KiriPoliteness *p, KiriLane *lane, gint64 us)
{
    if (!us && goes_on(p, lane))
        return;
    lane->in_a_row = 0;
    gint64 ready = kiri_clock_monotonic_us(p->o.clock) + MAX(us, kiri_lane_gap_us(p, lane));
    lane->ready_us = MAX(lane->ready_us, ready);
}

void kiri_lane_start(KiriPoliteness *p, KiriLane *lane, gboolean is_robots)
{
    lane->busy++;
    lane->in_a_row++;
    if (lane->is_slow)
        p->slow_busy++;
    if (!is_robots && lane->rest_us)
        lane->pages_ready_us = kiri_clock_monotonic_us(p->o.clock) + lane->rest_us;
    if (!is_robots && lane->requests_left != G_MAXUINT)
        lane->requests_left--;
    pause_lane(p, lane, 0);
    requeue(p, lane);
}

void kiri_lane_finish(KiriPoliteness *p, KiriLane *lane, gint64 response_us)
{
    lane->busy--;
    if (lane->is_slow)
        p->slow_busy--;
    lane->used_us = kiri_clock_monotonic_us(p->o.clock);
    if (response_us >= 0 && lane->response_us)
        lane->response_us += (response_us - lane->response_us) / SMOOTHING;
    else if (response_us >= 0)
        lane->response_us = response_us;
    pause_lane(p, lane, 0);
    requeue(p, lane);
}

void kiri_lane_wait(KiriPoliteness *p, KiriLane *lane, gint64 us)
{
    pause_lane(p, lane, us);
    requeue(p, lane);
}

void kiri_politeness_pause_all(KiriPoliteness *p)
{
    GHashTableIter iter;
    gpointer lane;
    p->started_us = kiri_clock_monotonic_us(p->o.clock);
    g_hash_table_iter_init(&iter, p->lanes);
    while (g_hash_table_iter_next(&iter, NULL, &lane))
        kiri_lane_wait(p, lane, 0);
}

gboolean kiri_lane_wants_few(const KiriLane *lane)
{
    return lane->rest_us || lane->requests_left != G_MAXUINT;
}

/* When a page may be asked again after a last one so long ago. Where that is not
 * known, it counts as the longest pause. */
static gint64 rested_at(const KiriPoliteness *p, gint64 rest_us, gint64 since_us)
{
    return since_us < 0 ? p->started_us + LONGEST_DELAY_MS * (gint64)1000
                        : kiri_clock_monotonic_us(p->o.clock) + rest_us - since_us;
}

void kiri_lane_take_delay(KiriPoliteness *p, KiriLane *lane, gint64 delay_ms, gint64 since_us)
{
    gint64 before = kiri_lane_gap_us(p, lane);
    gint64 rest = MIN(delay_ms, LONGEST_REST_US / 1000) * 1000;
    if (delay_ms <= LONGEST_DELAY_MS) {
        lane->delay_us = MAX(lane->delay_us, delay_ms * 1000);
    } else if (p->o.is_continuous) {
        if (!lane->rest_us)
            lane->pages_ready_us = MAX(lane->pages_ready_us, rested_at(p, rest, since_us));
        lane->rest_us = MAX(lane->rest_us, rest);
    } else {
        guint most = since_us >= 0 && since_us < rest ? 0 : 1;
        lane->requests_left = MIN(lane->requests_left, most);
    }
    /* The pause that runs already is the first to be as long as asked. */
    lane->ready_us += kiri_lane_gap_us(p, lane) - before;
    requeue(p, lane);
}

void kiri_lane_forget_delay(KiriLane *lane)
{
    lane->delay_us = lane->rest_us = 0;
}

void kiri_lane_take_response(KiriPoliteness *p, KiriLane *lane, gint64 response_ms)
{
    gint64 before = kiri_lane_gap_us(p, lane);
    lane->response_us = MAX(lane->response_us, response_ms * 1000);
    lane->ready_us += kiri_lane_gap_us(p, lane) - before;
    requeue(p, lane);
}
