// SPDX-License-Identifier: GPL-3.0-or-later
/* The crawl as an object: see crawl_internal.h for its parts.
 *
 * A turn is the only place that waits: for answers, for workers, for the end of a
 * host's pause, for the next source or page that becomes due, for the moment to
 * commit. A bounded pass is turns until nothing is left; a continuous crawl takes
 * turns until it is stopped. A stop gives up the fetches that are under way, lets
 * the workers finish what they hold, and commits: what was not finished is still
 * due in the store. */
#include "crawl_internal.h"

#include "revisit.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define DEFAULT_MAX_PAGES 5000
#define LOOK_AT_STOP_US KIRI_US_PER_SECOND
#define REVISITS_US (30 * KIRI_US_PER_SECOND)
#define SWEEP_US (10 * KIRI_US_PER_MINUTE)
#define IDLE_LANE_US KIRI_US_PER_HOUR
#define JUMP_BACK_US (10 * KIRI_US_PER_MINUTE)

char *kiri_crawl_user_agent(const char *contact)
{
    if (!contact || !*contact)
        return g_strdup(KIRI_CRAWL_AGENT "/0.1");
    g_autoptr(GString) clean = g_string_new(NULL);
    for (const char *p = contact; *p; p++)
        if (*p > 0x20 && *p < 0x7f && *p != '(' && *p != ')')
            g_string_append_c(clean, *p);
    return g_strdup_printf(KIRI_CRAWL_AGENT "/0.1 (+%s)", clean->str);
}

gint64 kiri_crawler_now_us(const KiriCrawler *c)
{
    return kiri_clock_now_us(c->o->clock);
}

gint64 kiri_crawler_own_gap_us(const KiriCrawler *c)
{
    return (gint64)c->o->gap_ms * 1000;
}

static gint64 monotonic(const KiriCrawler *c)
{
    return kiri_clock_monotonic_us(c->o->clock);
}

/* ---- regular looks ---- */

/* Clips whose articles are to be seen again; a thousand log entries at a time. */
static gboolean plan_revisits(KiriCrawler *c, GError **error)
{
    gboolean has_more = FALSE;
    if (monotonic(c) < c->revisit_at_us)
        return TRUE;
    guint before = kiri_batch_size(kiri_intake_batch(c->intake));
    kiri_revisit_plan(c->intake, c->store, kiri_crawler_now_us(c), &has_more);
    if (kiri_batch_size(kiri_intake_batch(c->intake)) > before)
        kiri_crawler_count_finished(c);
    c->revisit_at_us = c->o->is_continuous ? monotonic(c) + REVISITS_US : G_MAXINT64;
    if (!has_more)
        return TRUE;
    /* The next portion is read from where the stored cursor stands. */
    c->revisit_at_us = monotonic(c);
    return kiri_crawler_commit(c, error);
}

static void sweep(KiriCrawler *c)
{
    if (monotonic(c) < c->sweep_at_us)
        return;
    c->sweep_at_us = monotonic(c) + SWEEP_US;
    kiri_origins_sweep(c);
    kiri_politeness_sweep(c->politeness, IDLE_LANE_US);
}

/* A wall clock that went back makes due times of the future wrong. */
static void notice_jump(KiriCrawler *c)
{
    gint64 offset = kiri_crawler_now_us(c) - monotonic(c);
    if (offset < c->clock_offset_us - JUMP_BACK_US)
        kiri_crawler_reload(c);
    c->clock_offset_us = offset;
}

/* What was finished is committed first, or its due times would be read as they
 * were before. */
static gboolean reload_if_wanted(KiriCrawler *c, GError **error)
{
    if (!g_atomic_int_compare_and_exchange(&c->must_reload, TRUE, FALSE))
        return TRUE;
    kiri_politeness_set_gap(c->politeness, c->o->gap_ms);
    kiri_links_forget(c);
    kiri_backlog_reload(c);
    return kiri_crawler_commit(c, error) && kiri_due_load(c, FALSE, error);
}

static gboolean take_up_what_is_due(KiriCrawler *c, GError **error)
{
    notice_jump(c);
    if (!kiri_urgent_look(c, error) || !reload_if_wanted(c, error) || !plan_revisits(c, error))
        return FALSE;
    kiri_due_begin(c);
    sweep(c);
    return kiri_backlog_look(c, error);
}

/* ---- turns ---- */

static gint64 wait_us(const KiriCrawler *c, gint64 most_us)
{
    gint64 wait = MIN(kiri_crawler_commit_left_us(c), kiri_backlog_wait_us(c));
    gint64 lanes = kiri_crawler_lanes_wait_us(c);
    gint64 due = kiri_due_next_us(c);
    if (most_us >= 0)
        wait = MIN(wait, most_us);
    if (lanes >= 0)
        wait = MIN(wait, lanes);
    if (due < G_MAXINT64)
        wait = MIN(wait, MAX(due - kiri_crawler_now_us(c), 0));
    if (c->revisit_at_us < G_MAXINT64)
        wait = MIN(wait, MAX(c->revisit_at_us - monotonic(c), 0));
    return wait < G_MAXINT64 ? wait : -1;
}

gboolean kiri_crawler_turn(KiriCrawler *c, gint64 most_us, GError **error)
{
    const gint fds[] = {kiri_pool_fd(c->pool), c->o->stop_fd};
    if (!take_up_what_is_due(c, error))
        return FALSE;
    kiri_crawler_start_what_may(c);
    if (kiri_crawler_is_done(c))
        return TRUE;
    kiri_transport_wait(c->transport, wait_us(c, most_us), fds, G_N_ELEMENTS(fds));
    kiri_crawler_take_answers(c);
    kiri_crawler_take_results(c);
    return kiri_crawler_commit_left_us(c) > 0 || kiri_crawler_commit(c, error);
}

gboolean kiri_crawler_is_done(const KiriCrawler *c)
{
    return c->is_stopped ||
           (!c->o->is_continuous && kiri_crawler_is_idle(c) && !c->backlog.has_more &&
            kiri_due_next_us(c) == G_MAXINT64 && c->revisit_at_us == G_MAXINT64);
}

void kiri_crawler_reload(KiriCrawler *c)
{
    g_atomic_int_set(&c->must_reload, TRUE);
}

gboolean kiri_crawler_rest(KiriCrawler *c, gboolean shall_rest)
{
    if (c->is_resting && !shall_rest)
        kiri_politeness_pause_all(c->politeness);
    c->is_resting = shall_rest;
    return !g_hash_table_size(c->fetching) && !g_hash_table_size(c->parsing) && !c->parse.length &&
           !c->finished;
}

void kiri_crawler_set_run(KiriCrawler *c, KiriRun *run)
{
    c->run = run ? run : c->own_run;
}

KiriCrawlState kiri_crawler_state(const KiriCrawler *c)
{
    KiriCrawlState state = {
        .sources = g_hash_table_size(c->sources),
        .sources_due = c->polling,
        .hosts = (guint)kiri_politeness_n_lanes(c->politeness),
        .under_way = g_hash_table_size(c->fetching),
        .parsing = g_hash_table_size(c->parsing) + c->parse.length,
        .pages_waiting = g_hash_table_size(c->pages),
        .robots_bytes = c->robots_bytes,
        .next_due_us = kiri_due_next_us(c),
    };
    GHashTableIter iter;
    gpointer origin;
    gint64 now = kiri_crawler_now_us(c);
    g_hash_table_iter_init(&iter, c->origins);
    while (g_hash_table_iter_next(&iter, NULL, &origin)) {
        const KiriOrigin *o = origin;
        state.hosts_held += o->state == KIRI_ROBOTS_HELD && o->held_until_us > now;
    }
    return state;
}

/* ---- life ---- */

KiriCrawler *kiri_crawler_new(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                              const KiriCrawlOptions *options, GError **error)
{
    KiriPolitenessOptions manners = {.clock = options->clock,
                                     .gap_ms = options->gap_ms,
                                     .per_host = options->connections_per_host,
                                     .most_slow = KIRI_LIMIT_CONNECTIONS / 2,
                                     .is_continuous = options->is_continuous};
    g_autoptr(KiriCrawler) c = g_new0(KiriCrawler, 1);
    c->store = store;
    c->pool = pool;
    c->transport = transport;
    c->o = options;
    c->run = c->own_run = kiri_run_new();
    c->max_pages = options->max_pages ? options->max_pages : DEFAULT_MAX_PAGES;
    c->intake = kiri_intake_new(store);
    c->politeness = kiri_politeness_new(&manners);
    c->origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kiri_origin_free);
    c->pages = g_hash_table_new(g_str_hash, g_str_equal);
    c->ports = g_hash_table_new(NULL, NULL);
    c->urgent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    c->sources = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, kiri_due_free);
    c->due = g_sequence_new(NULL);
    c->fetching = g_hash_table_new(NULL, NULL);
    c->parsing = g_hash_table_new(NULL, NULL);
    g_queue_init(&c->parse);
    c->backlog.looked_us = c->backlog.cursor_us = G_MININT64;
    c->backlog.has_more = TRUE;
    c->sweep_at_us = monotonic(c) + SWEEP_US;
    c->clock_offset_us = kiri_crawler_now_us(c) - monotonic(c);
    return kiri_due_load(c, TRUE, error) ? g_steal_pointer(&c) : NULL;
}

/* Fetches that are cut off: their answers would have no one to go to. */
static void give_up_fetches(KiriCrawler *c)
{
    GHashTableIter iter;
    gpointer task;
    g_hash_table_remove_all(c->pages); // borrows from the tasks that go now
    kiri_transport_cancel(c->transport);
    g_hash_table_iter_init(&iter, c->fetching);
    while (g_hash_table_iter_next(&iter, &task, NULL))
        kiri_task_drop(task);
    g_hash_table_remove_all(c->fetching);
}

static void drop_all(GSequence *tasks)
{
    while (!g_sequence_is_empty(tasks))
        kiri_task_drop(g_sequence_get(g_sequence_get_begin_iter(tasks)));
}

static void empty_lane(KiriLane *lane, gpointer data)
{
    (void)data;
    drop_all(lane->tasks);
    drop_all(lane->pages);
}

gboolean kiri_crawler_stop(KiriCrawler *c, GError **error)
{
    if (c->is_stopped)
        return TRUE;
    give_up_fetches(c);
    kiri_crawler_finish_parsing(c);
    c->is_stopped = TRUE;
    return kiri_crawler_commit(c, error);
}

void kiri_crawler_free(KiriCrawler *c)
{
    if (!c)
        return;
    /* The pool and the transport are the caller's: our tags must not stay there. */
    give_up_fetches(c);
    kiri_crawler_finish_parsing(c);
    kiri_politeness_each(c->politeness, empty_lane, NULL);
    g_hash_table_destroy(c->fetching);
    g_hash_table_destroy(c->parsing);
    g_hash_table_destroy(c->pages);
    g_hash_table_destroy(c->origins);
    g_hash_table_destroy(c->ports);
    g_hash_table_destroy(c->sources);
    g_hash_table_destroy(c->urgent);
    g_sequence_free(c->due);
    kiri_politeness_free(c->politeness);
    kiri_crawler_forget_rule_states(c);
    kiri_intake_free(c->intake);
    kiri_run_free(c->own_run);
    kiri_links_forget(c);
    g_free(c->backlog.cursor_url);
    g_free(c);
}

/* ---- a bounded pass ---- */

static gboolean is_interrupted(const KiriCrawlOptions *o, KiriRun *run)
{
    if (!run->was_interrupted && o->should_stop && o->should_stop(o->data))
        run->was_interrupted = TRUE;
    return run->was_interrupted;
}

gboolean kiri_crawl(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                    const KiriCrawlOptions *options, KiriRun *run, GError **error)
{
    g_autoptr(KiriCrawler) c = kiri_crawler_new(store, pool, transport, options, error);
    if (!c)
        return FALSE;
    kiri_crawler_set_run(c, run);
    while (!is_interrupted(options, run) && !kiri_crawler_is_done(c))
        if (!kiri_crawler_turn(c, LOOK_AT_STOP_US, error))
            return FALSE;
    return kiri_crawler_stop(c, error);
}
