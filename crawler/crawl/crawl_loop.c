// SPDX-License-Identifier: GPL-3.0-or-later
/* What one turn of a crawl does beside waiting: requests are started, answers and
 * the workers' results are handed to the tasks they belong to, and what is
 * finished is committed.
 *
 * A lane is looked at only when its time has come, and every look changes
 * something: a request starts, a task ends, robots.txt is put before it, or the
 * lane is blocked until that is known. So the work of a turn is bounded by what
 * happens in it. */
#include "crawl_internal.h"

#include "poll/schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define BATCH_FETCHES 256
#define BATCH_US (200 * 1000)
#define MOST_UNPARSED 16 // bodies in memory beside those under way
#define POLLS_A_PAGE 2   // so many polls of a host go before a page of it

/* ---- tasks and lanes ---- */

KiriTask *kiri_task_new(KiriTaskKind kind, const char *url)
{
    KiriTask *task = g_new0(KiriTask, 1);
    task->kind = kind;
    task->url = g_strdup(url);
    task->requested = g_strdup(url);
    return task;
}

void kiri_task_set_origin(KiriCrawler *c, KiriTask *task, KiriOrigin *origin)
{
    if (task->origin == origin)
        return;
    if (task->origin)
        task->origin->n_tasks--;
    task->origin = origin;
    origin->n_tasks++;
    origin->used_us = kiri_clock_monotonic_us(c->o->clock);
}

void kiri_task_free(KiriTask *task)
{
    if (!task)
        return;
    if (task->origin)
        task->origin->n_tasks--;
    g_clear_pointer(&task->place, g_sequence_remove);
    g_free(task->url);
    g_free(task->requested);
    g_clear_pointer(&task->input, g_bytes_unref);
    kiri_url_record_free(task->record);
    g_clear_pointer(&task->pages, g_ptr_array_unref);
    kiri_extracted_free(task->whole);
    for (guint i = 0; task->companions && i < task->companions->len; i++)
        kiri_task_free(task->companions->pdata[i]);
    g_clear_pointer(&task->companions, g_ptr_array_unref);
    g_free(task);
}

void kiri_task_drop(gpointer p)
{
    KiriTask *task = p;
    if (task->poll && --task->poll->pending == 0)
        kiri_poll_free(task->poll);
    kiri_task_free(task);
}

static gint compare_tasks(gconstpointer a, gconstpointer b, gpointer unused)
{
    const KiriTask *x = a, *y = b;
    (void)unused;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->newest_us != y->newest_us)
        return x->newest_us > y->newest_us ? -1 : 1;
    return strcmp(x->url, y->url); // the order must not depend on who came first
}

static void note_first(KiriLane *lane)
{
    GSequenceIter *first = g_sequence_get_begin_iter(lane->tasks);
    lane->has_robots = !g_sequence_iter_is_end(first) &&
                       ((const KiriTask *)g_sequence_get(first))->kind == KIRI_TASK_ROBOTS;
}

void kiri_crawler_enqueue(KiriCrawler *c, KiriTask *task, guint rank)
{
    task->rank = rank;
    if (task->kind == KIRI_TASK_ROBOTS) {
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(task->url), NULL);
        task->lane = kiri_politeness_lane(c->politeness, url->host);
    } else {
        kiri_task_set_origin(c, task, kiri_crawler_origin(c, task->url));
        task->lane = task->origin->lane;
    }
    /* Who is overdue longest comes first, and who was never asked before all. */
    if (rank == KIRI_RANK_SOURCE) {
        KiriTime due = task->poll->source->next_due;
        task->newest_us = kiri_time_is_set(due) ? -due.us : G_MAXINT64;
    }
    KiriLane *lane = task->lane;
    task->place = g_sequence_insert_sorted(rank == KIRI_RANK_PAGE ? lane->pages : lane->tasks, task,
                                           compare_tasks, NULL);
    note_first(lane);
    if (lane->has_robots)
        lane->is_blocked = FALSE; // there is something to do before what it waits for
    kiri_lane_changed(c->politeness, lane, 1);
}

static void leave_lane(KiriCrawler *c, KiriTask *task)
{
    KiriLane *lane = task->lane;
    g_clear_pointer(&task->place, g_sequence_remove);
    note_first(lane);
    kiri_lane_changed(c->politeness, lane, -1);
    if (task->rank == KIRI_RANK_PAGE)
        kiri_backlog_note_room(c, lane);
}

/* Whose turn is it in the lane? What was begun goes on; of the rest polls come
 * first, but a host with many sources must get its pages fetched too. */
static KiriTask *first_task(const KiriLane *lane)
{
    GSequenceIter *first = g_sequence_get_begin_iter(lane->tasks);
    GSequenceIter *page = g_sequence_get_begin_iter(lane->pages);
    KiriTask *task = g_sequence_iter_is_end(first) ? NULL : g_sequence_get(first);
    if (g_sequence_iter_is_end(page) ||
        (task && (task->rank < KIRI_RANK_SOURCE || lane->polls_in_a_row < POLLS_A_PAGE)))
        return task;
    return g_sequence_get(page);
}

/* Not in this pass: it stays due. */
static void leave_task(KiriCrawler *c, KiriTask *task)
{
    leave_lane(c, task);
    if (task->kind == KIRI_TASK_PAGE)
        kiri_page_leave(c, task);
    else if (task->depth)
        kiri_poll_end(c, task, KIRI_END_HELD, KIRI_FAILURE_ROBOTS,
                      _("the site wants very few requests"));
    else
        kiri_task_drop(task);
}

static void end_task(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure,
                     const char *why)
{
    leave_lane(c, task);
    kiri_task_end(c, task, end, failure, 0, why);
}

static gboolean is_new_page(const KiriTask *task)
{
    return task->kind == KIRI_TASK_PAGE && !task->hops && !task->pages;
}

static void start_request(KiriCrawler *c, KiriTask *task)
{
    /* Only pages become evidence, with the request that brought them. */
    gboolean is_page = task->kind == KIRI_TASK_PAGE;
    KiriRequest request = {.url = task->url, .tag = task, .skip_head = !is_page};
    KiriLane *lane = task->lane;
    const KiriSource *source = task->poll ? task->poll->source : NULL;
    if (task->kind == KIRI_TASK_ROBOTS) {
        request.max_body = KIRI_LIMIT_ROBOTS_BYTES;
        request.keep_prefix = TRUE;
    } else if (source && !task->depth) {
        request.etag = source->etag;
        request.last_modified = source->last_modified;
    } else if (task->kind == KIRI_TASK_PAGE) {
        kiri_page_add_validators(c, task, &request);
    }
    if (is_new_page(task))
        c->pages_begun++;
    leave_lane(c, task);
    if (task->rank == KIRI_RANK_SOURCE)
        lane->polls_in_a_row++;
    else if (task->rank == KIRI_RANK_PAGE)
        lane->polls_in_a_row = 0;
    kiri_lane_start(c->politeness, lane, task->kind == KIRI_TASK_ROBOTS);
    if (task->kind != KIRI_TASK_ROBOTS && kiri_lane_wants_few(lane))
        kiri_origin_note_request(c, task->origin);
    g_hash_table_add(c->fetching, task);
    kiri_transport_start(c->transport, &request);
}

/* The gates before a request that is not for robots.txt; FALSE: the task cannot
 * start, and something was done about it. */
static gboolean may_start(KiriCrawler *c, KiriTask *task)
{
    KiriOrigin *origin = task->origin;
    switch (kiri_origin_state(c, origin)) {
    case KIRI_ROBOTS_UNKNOWN:
        kiri_origin_prepare(c, origin);
        return FALSE;
    case KIRI_ROBOTS_FETCHING:
        kiri_lane_block(c->politeness, task->lane, TRUE);
        return FALSE;
    case KIRI_ROBOTS_HELD:
        end_task(c, task, origin->held_end, origin->held_for, origin->held_why);
        return FALSE;
    case KIRI_ROBOTS_KNOWN:
        break;
    }
    if (!kiri_origin_allows(origin, task->url)) {
        end_task(c, task, KIRI_END_REFUSED, KIRI_FAILURE_ROBOTS, _("robots.txt does not allow it"));
        return FALSE;
    }
    if (!task->lane->requests_left) {
        leave_task(c, task);
        return FALSE;
    }
    return TRUE;
}

static void look_at_lane(KiriCrawler *c, KiriLane *lane)
{
    KiriTask *task = first_task(lane);
    if (task->kind == KIRI_TASK_ROBOTS && kiri_lane_is_held(c, lane)) {
        leave_lane(c, task);
        kiri_robots_put_off(c, task);
        return;
    }
    if (!c->o->is_continuous && is_new_page(task) && c->pages_begun >= c->max_pages) {
        leave_task(c, task);
        return;
    }
    if (task->rank == KIRI_RANK_SOURCE && !kiri_due_is_wanted(c, task->poll->source)) {
        leave_lane(c, task);
        kiri_task_drop(task);
        return;
    }
    const char *refusal = kiri_crawler_refuses(c, task->url);
    if (refusal)
        end_task(c, task, KIRI_END_REFUSED, KIRI_FAILURE_POLICY, refusal);
    else if (task->kind == KIRI_TASK_ROBOTS || may_start(c, task))
        start_request(c, task);
}

static gboolean can_start(const KiriCrawler *c)
{
    return !c->is_resting && kiri_transport_under_way(c->transport) < KIRI_LIMIT_CONNECTIONS &&
           c->parse.length < MOST_UNPARSED;
}

void kiri_crawler_start_what_may(KiriCrawler *c)
{
    KiriLane *lane;
    while (can_start(c) && (lane = kiri_politeness_ready(c->politeness)))
        look_at_lane(c, lane);
}

gint64 kiri_crawler_lanes_wait_us(const KiriCrawler *c)
{
    return can_start(c) ? kiri_politeness_next_us(c->politeness) : -1;
}

gboolean kiri_crawler_is_idle(const KiriCrawler *c)
{
    return !g_hash_table_size(c->fetching) && !g_hash_table_size(c->parsing) && !c->parse.length &&
           !kiri_politeness_n_waiting(c->politeness);
}

/* ---- workers ---- */

void kiri_crawler_parse(KiriCrawler *c, KiriTask *task, guint job, const KiriShape *shape,
                        gconstpointer record)
{
    g_auto(KiriBuf) input;
    gsize n = 0;
    kiri_buf_init(&input, KIRI_BUF_UNCAPPED);
    kiri_record_encode(shape, record, &input);
    char *bytes = kiri_buf_steal(&input, &n);
    task->job = job;
    task->input = g_bytes_new_take(bytes, n);
    g_queue_push_tail(&c->parse, task);
}

static void submit_jobs(KiriCrawler *c)
{
    guint room = 3 * kiri_pool_workers(c->pool);
    while (g_hash_table_size(c->parsing) < room && !g_queue_is_empty(&c->parse)) {
        KiriTask *task = g_queue_pop_head(&c->parse);
        gsize n = 0;
        const char *p = g_bytes_get_data(task->input, &n);
        g_hash_table_add(c->parsing, task);
        kiri_pool_submit(c->pool, task->job, (KiriStr){p, n}, task);
        g_clear_pointer(&task->input, g_bytes_unref);
    }
}

/* FALSE when no result came within the time. */
static gboolean take_result(KiriCrawler *c, gint64 timeout_us)
{
    g_autoptr(KiriJobResult) result =
        g_hash_table_size(c->parsing) ? kiri_pool_next(c->pool, timeout_us) : NULL;
    if (!result)
        return FALSE;
    KiriTask *task = result->tag;
    g_hash_table_remove(c->parsing, task);
    if (task->kind == KIRI_TASK_SOURCE)
        kiri_poll_parsed(c, task, result);
    else
        kiri_page_parsed(c, task, result);
    return TRUE;
}

void kiri_crawler_take_results(KiriCrawler *c)
{
    do
        submit_jobs(c);
    while (take_result(c, 0));
}

void kiri_crawler_finish_parsing(KiriCrawler *c)
{
    do
        g_queue_clear_full(&c->parse, kiri_task_drop);
    while (take_result(c, -1));
}

void kiri_crawler_take_answers(KiriCrawler *c)
{
    KiriResponse *next;
    while ((next = kiri_transport_next(c->transport))) {
        g_autoptr(KiriResponse) r = next;
        KiriTask *task = r->tag;
        /* How long a refusal of ours took says nothing of the host. */
        gboolean is_telling =
            r->outcome == KIRI_FETCH_ANSWERED || r->failure == KIRI_FAILURE_TIMEOUT;
        g_hash_table_remove(c->fetching, task);
        kiri_lane_finish(c->politeness, task->lane, is_telling ? r->elapsed_us : -1);
        if (task->origin->lane == task->lane)
            kiri_origin_note_response(c, task->origin);
        c->run->requests++;
        c->run->requests_unchanged += r->status == 304;
        c->run->bytes_received += r->wire_bytes;
        c->progress.bytes_received += r->wire_bytes;
        kiri_crawler_answered(c, task, r);
    }
}

/* ---- committing ---- */

void kiri_crawler_count_finished(KiriCrawler *c)
{
    if (!c->finished)
        c->batch_since_us = kiri_clock_monotonic_us(c->o->clock);
    c->finished++;
}

void kiri_crawler_note_failure(KiriCrawler *c, const char *subject, const char *what)
{
    kiri_run_add_failure(c->run, subject, what);
}

gint64 kiri_crawler_commit_left_us(const KiriCrawler *c)
{
    if (!c->finished)
        return G_MAXINT64;
    gint64 age = kiri_clock_monotonic_us(c->o->clock) - c->batch_since_us;
    return c->finished >= BATCH_FETCHES ? 0 : MAX(BATCH_US - age, 0);
}

gboolean kiri_crawler_commit(KiriCrawler *c, GError **error)
{
    if (!c->finished)
        return TRUE;
    c->finished = 0;
    if (!kiri_intake_commit(c->intake, error)) {
        g_prefix_error(error, _("what was fetched cannot be stored: "));
        return FALSE;
    }
    kiri_crawler_forget_rule_states(c);
    if (c->o->progress)
        c->o->progress(&c->progress, c->o->data);
    return TRUE;
}
