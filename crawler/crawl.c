// SPDX-License-Identifier: GPL-3.0-or-later
/* The loop of one pass: see crawl_internal.h for its parts.
 *
 * The loop is the only place that waits: for answers, for workers, for the end
 * of a host's pause, for the moment to commit, or for a stop. A stop ends the
 * fetches that are under way, lets the workers finish what they hold, and
 * commits. */
#include "crawl_internal.h"

#include "address.h"
#include "schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

#define BATCH_FETCHES 64
#define BATCH_US (200 * 1000)
#define DEFAULT_MAX_PAGES 5000
#define MOST_UNPARSED 16 // bodies in memory beside those under way
#define LOOK_AT_STOP_US KIRI_US_PER_SECOND

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

static gint effective_port(const KiriUrl *url)
{
    return url->port >= 0 ? url->port : strcmp(url->scheme, "https") == 0 ? 443 : 80;
}

const char *kiri_crawler_refuses(const KiriCrawler *c, const char *url)
{
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(url), NULL);
    if (!u || !kiri_url_is_http(u) || strlen(url) > KIRI_LIMIT_URL_BYTES)
        return _("not an http address");
    gint port = effective_port(u);
    if (!c->o->allow_private && port != 80 && port != 443 &&
        !g_hash_table_contains(c->ports, GINT_TO_POINTER(port)))
        return _("a port that no source uses");
    if ((!c->o->contact || !*c->o->contact) && !kiri_host_is_loopback(u->host))
        return _("without a contact only this machine is asked");
    return NULL;
}

/* ---- tasks and lanes ---- */

KiriTask *kiri_task_new(KiriTaskKind kind, const char *url)
{
    KiriTask *task = g_new0(KiriTask, 1);
    task->kind = kind;
    task->url = g_strdup(url);
    task->requested = g_strdup(url);
    return task;
}

void kiri_task_free(KiriTask *task)
{
    if (!task)
        return;
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

static void free_task(gpointer task)
{
    KiriTask *t = task;
    if (t->poll && --t->poll->pending == 0)
        kiri_poll_free(t->poll);
    kiri_task_free(t);
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

void kiri_crawler_enqueue(KiriCrawler *c, KiriTask *task, guint rank)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(task->url), NULL);
    task->rank = rank;
    if (task->kind != KIRI_TASK_ROBOTS)
        task->origin = kiri_crawler_origin(c, task->url);
    task->lane = kiri_politeness_lane(c->politeness, url->host);
    task->place = g_sequence_insert_sorted(task->lane->tasks, task, compare_tasks, NULL);
}

/* Not in this pass: it stays due. */
static void leave_task(KiriCrawler *c, KiriTask *task)
{
    if (task->kind == KIRI_TASK_PAGE)
        kiri_page_leave(c, task);
    else if (task->depth)
        kiri_poll_end(c, task, KIRI_END_HELD, KIRI_FAILURE_ROBOTS,
                      _("the site wants very few requests"));
    else
        free_task(task);
}

static void start_request(KiriCrawler *c, KiriTask *task)
{
    KiriRequest request = {.url = task->url, .tag = task};
    const KiriSource *source = task->poll ? task->poll->source : NULL;
    if (task->kind == KIRI_TASK_ROBOTS) {
        request.max_body = KIRI_LIMIT_ROBOTS_BYTES;
        request.keep_prefix = TRUE;
    } else if (source && !task->depth && !kiri_source_polls_whole(source)) {
        request.etag = source->etag;
        request.last_modified = source->last_modified;
    }
    if (task->kind == KIRI_TASK_PAGE && !task->hops && !task->pages)
        c->pages_begun++;
    g_clear_pointer(&task->place, g_sequence_remove);
    kiri_lane_start(c->politeness, task->lane);
    g_hash_table_add(c->fetching, task);
    kiri_transport_start(c->transport, &request);
}

/* Looks at the first task of a lane: TRUE when it left the lane or another came
 * before it, so that it is worth looking again. */
static gboolean look_at_lane(KiriCrawler *c, KiriLane *lane)
{
    KiriTask *task = g_sequence_get(g_sequence_get_begin_iter(lane->tasks));
    KiriOrigin *origin = task->origin;
    /* First what costs nothing: with ten thousand lanes most are pausing. */
    if (!kiri_lane_is_ready(c->politeness, lane) ||
        kiri_transport_under_way(c->transport) >= KIRI_LIMIT_CONNECTIONS ||
        c->parse.length >= MOST_UNPARSED)
        return FALSE;
    if (task->kind == KIRI_TASK_PAGE && !task->hops && !task->pages &&
        c->pages_begun >= c->max_pages) {
        leave_task(c, task);
        return TRUE;
    }
    const char *refusal = kiri_crawler_refuses(c, task->url);
    if (refusal) {
        kiri_task_end(c, task, KIRI_END_REFUSED, KIRI_FAILURE_POLICY, 0, refusal);
        return TRUE;
    }
    if (task->kind != KIRI_TASK_ROBOTS) {
        if (origin->state == KIRI_ROBOTS_UNKNOWN) {
            kiri_origin_prepare(c, origin);
            return TRUE;
        }
        if (origin->state == KIRI_ROBOTS_FETCHING) {
            lane->is_blocked = TRUE;
            return FALSE;
        }
        if (origin->state == KIRI_ROBOTS_HELD) {
            kiri_task_end(c, task, origin->is_refused ? KIRI_END_REFUSED : KIRI_END_HELD,
                          origin->held_for, 0, origin->held_why);
            return TRUE;
        }
        if (!kiri_origin_allows(c, origin, lane, task->url)) {
            kiri_task_end(c, task, KIRI_END_REFUSED, KIRI_FAILURE_ROBOTS, 0,
                          _("robots.txt does not allow it"));
            return TRUE;
        }
        if (!lane->requests_left) {
            leave_task(c, task);
            return TRUE;
        }
    }
    /* Crawl-delay may have made the pause longer. */
    if (!kiri_lane_is_ready(c->politeness, lane))
        return FALSE;
    if (task->kind != KIRI_TASK_ROBOTS && lane->requests_left != G_MAXUINT)
        lane->requests_left--;
    start_request(c, task);
    return TRUE;
}

static void start_what_may(KiriCrawler *c)
{
    for (gsize i = 0; i < kiri_politeness_n_lanes(c->politeness); i++) {
        KiriLane *lane = kiri_politeness_nth(c->politeness, i);
        lane->is_blocked = FALSE;
        while (!lane->is_busy && !g_sequence_is_empty(lane->tasks) && look_at_lane(c, lane))
            ;
    }
}

static gboolean has_tasks(const KiriCrawler *c)
{
    for (gsize i = 0; i < kiri_politeness_n_lanes(c->politeness); i++)
        if (!g_sequence_is_empty(kiri_politeness_nth(c->politeness, i)->tasks))
            return TRUE;
    return FALSE;
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

static void take_results(KiriCrawler *c)
{
    for (;;) {
        guint room = 3 * kiri_pool_workers(c->pool);
        while (g_hash_table_size(c->parsing) < room && !g_queue_is_empty(&c->parse)) {
            KiriTask *task = g_queue_pop_head(&c->parse);
            gsize n = 0;
            const char *p = g_bytes_get_data(task->input, &n);
            g_hash_table_add(c->parsing, task);
            kiri_pool_submit(c->pool, task->job, (KiriStr){p, n}, task);
            g_clear_pointer(&task->input, g_bytes_unref);
        }
        g_autoptr(KiriJobResult) result =
            g_hash_table_size(c->parsing) ? kiri_pool_next(c->pool, 0) : NULL;
        if (!result)
            return;
        KiriTask *task = result->tag;
        g_hash_table_remove(c->parsing, task);
        if (task->kind == KIRI_TASK_SOURCE)
            kiri_poll_parsed(c, task, result);
        else
            kiri_page_parsed(c, task, result);
    }
}

static void take_answers(KiriCrawler *c)
{
    KiriResponse *r;
    while ((r = kiri_transport_next(c->transport))) {
        KiriTask *task = r->tag;
        g_hash_table_remove(c->fetching, task);
        kiri_lane_finish(c->politeness, task->lane);
        c->run->requests++;
        c->run->requests_unchanged += r->status == 304;
        c->run->bytes_received += r->wire_bytes;
        c->progress.bytes_received += r->wire_bytes;
        kiri_crawler_answered(c, task, r);
        kiri_response_free(r);
    }
}

/* ---- committing ---- */

void kiri_crawler_count_finished(KiriCrawler *c)
{
    if (!c->finished)
        c->batch_since_us = kiri_clock_monotonic_us(c->o->clock);
    c->finished++;
}

void kiri_crawler_source_done(KiriCrawler *c, const KiriSource *source)
{
    (void)source;
    c->progress.sources_done++;
}

void kiri_crawler_note_failure(KiriCrawler *c, const char *subject, const char *what)
{
    kiri_run_add_failure(c->run, subject, what);
}

static gint64 commit_left_us(const KiriCrawler *c)
{
    if (!c->finished)
        return G_MAXINT64;
    gint64 age = kiri_clock_monotonic_us(c->o->clock) - c->batch_since_us;
    return c->finished >= BATCH_FETCHES ? 0 : MAX(BATCH_US - age, 0);
}

static gboolean commit(KiriCrawler *c, GError **error)
{
    if (!c->finished)
        return TRUE;
    c->finished = 0;
    if (!kiri_intake_commit(c->intake, error)) {
        g_prefix_error(error, _("what was fetched cannot be stored: "));
        return FALSE;
    }
    if (c->o->progress)
        c->o->progress(&c->progress, c->o->data);
    return TRUE;
}

/* ---- the pass ---- */

static gboolean is_stopped(KiriCrawler *c)
{
    if (!c->run->was_interrupted && c->o->should_stop && c->o->should_stop(c->o->data))
        c->run->was_interrupted = TRUE;
    return c->run->was_interrupted;
}

static gint64 wait_us(const KiriCrawler *c)
{
    gint64 wait = MIN(commit_left_us(c), LOOK_AT_STOP_US);
    gint64 lane = kiri_politeness_next_us(c->politeness);
    gboolean can_start = kiri_transport_under_way(c->transport) < KIRI_LIMIT_CONNECTIONS &&
                         c->parse.length < MOST_UNPARSED;
    return lane >= 0 && can_start ? MIN(wait, lane) : wait;
}

static gboolean run_loop(KiriCrawler *c, GError **error)
{
    gint fds[2] = {kiri_pool_fd(c->pool), c->o->stop_fd};
    while (!is_stopped(c)) {
        start_what_may(c);
        if (!g_hash_table_size(c->fetching) && !g_hash_table_size(c->parsing) &&
            g_queue_is_empty(&c->parse) && !has_tasks(c))
            break;
        kiri_transport_wait(c->transport, wait_us(c), fds, G_N_ELEMENTS(fds));
        take_answers(c);
        take_results(c);
        if (commit_left_us(c) == 0 && !commit(c, error))
            return FALSE;
    }
    /* The pool is the caller's: our tags must not stay in it. */
    while (g_hash_table_size(c->parsing)) {
        g_queue_clear_full(&c->parse, free_task);
        g_autoptr(KiriJobResult) result = kiri_pool_next(c->pool, -1);
        if (!result)
            break;
        KiriTask *task = result->tag;
        g_hash_table_remove(c->parsing, task);
        if (task->kind == KIRI_TASK_SOURCE)
            kiri_poll_parsed(c, task, result);
        else
            kiri_page_parsed(c, task, result);
    }
    return commit(c, error);
}

static gboolean is_selected(const KiriCrawler *c, const char *source)
{
    return !c->o->only_sources || (source && kiri_strv_has(c->o->only_sources, source));
}

/* The sources to be polled in this pass; the ports of all of them are known. */
static GPtrArray *select_sources(KiriCrawler *c, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(c->store, KIRI_NOUN_SOURCE, "", error);
    if (!all)
        return NULL;
    g_autoptr(GPtrArray) selected =
        g_ptr_array_new_with_free_func((GDestroyNotify)kiri_source_free);
    gint64 now = kiri_crawler_now_us(c);
    gboolean has_contact = c->o->contact && *c->o->contact;
    for (guint i = 0; i < all->len; i++) {
        const KiriSource *s = all->pdata[i];
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(s->url), NULL);
        if (!url || !kiri_url_is_http(url) || s->is_disabled)
            continue;
        g_hash_table_add(c->ports, GINT_TO_POINTER(effective_port(url)));
        if (!is_selected(c, s->id) || (!c->o->only_sources && !kiri_source_is_due(s, now)))
            continue;
        if (!has_contact && !kiri_host_is_loopback(url->host)) {
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                        _("'%s' must be told whom to reach about the crawl; 'kirinuki config set "
                          "crawl.contact ADDRESS' sets a mail address or page"),
                        url->host);
            return NULL;
        }
        g_ptr_array_add(selected, kiri_record_copy(&kiri_source_shape, s));
    }
    for (char **id = c->o->only_sources; id && *id; id++)
        if (!kiri_store_has(c->store, KIRI_NOUN_SOURCE, *id)) {
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_NOT_FOUND,
                        _("there is no source '%s'"), *id);
            return NULL;
        }
    return g_steal_pointer(&selected);
}

static void begin_tasks(KiriCrawler *c, GPtrArray *sources)
{
    c->progress.sources_total = sources->len;
    for (guint i = 0; i < sources->len; i++)
        kiri_poll_begin(c, kiri_record_copy(&kiri_source_shape, sources->pdata[i]));
    g_autoptr(GPtrArray) due = kiri_store_due_urls(c->store, kiri_crawler_now_us(c),
                                                   c->o->only_sources ? G_MAXINT : c->max_pages);
    for (guint i = 0; due && i < due->len; i++) {
        const KiriUrlRecord *record = due->pdata[i];
        if (is_selected(c, record->source))
            kiri_page_begin(c, record);
    }
}

static void clear_crawler(KiriCrawler *c)
{
    GHashTableIter iter;
    gpointer task;
    /* Fetches that a stop cut off: their answers have no one to go to. */
    g_hash_table_iter_init(&iter, c->fetching);
    while (g_hash_table_iter_next(&iter, &task, NULL))
        free_task(task);
    for (gsize i = 0; i < kiri_politeness_n_lanes(c->politeness); i++) {
        GSequence *tasks = kiri_politeness_nth(c->politeness, i)->tasks;
        while (!g_sequence_is_empty(tasks))
            free_task(g_sequence_get(g_sequence_get_begin_iter(tasks)));
    }
    g_queue_clear_full(&c->parse, free_task);
    g_hash_table_destroy(c->fetching);
    g_hash_table_destroy(c->parsing);
    g_hash_table_destroy(c->pages);
    g_hash_table_destroy(c->origins);
    g_hash_table_destroy(c->ports);
    kiri_politeness_free(c->politeness);
    kiri_intake_free(c->intake);
}

gboolean kiri_crawl(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                    const KiriCrawlOptions *options, KiriRun *run, GError **error)
{
    KiriCrawler c = {
        .store = store, .pool = pool, .transport = transport, .o = options, .run = run};
    c.max_pages = options->max_pages ? options->max_pages : DEFAULT_MAX_PAGES;
    c.intake = kiri_intake_new(store);
    c.politeness = kiri_politeness_new(options->clock, options->gap_ms);
    c.origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kiri_origin_free);
    c.pages = g_hash_table_new(g_str_hash, g_str_equal);
    c.ports = g_hash_table_new(NULL, NULL);
    c.fetching = g_hash_table_new(NULL, NULL);
    c.parsing = g_hash_table_new(NULL, NULL);
    g_queue_init(&c.parse);
    g_autoptr(GPtrArray) sources = select_sources(&c, error);
    gboolean ok = sources != NULL;
    if (ok) {
        begin_tasks(&c, sources);
        ok = run_loop(&c, error);
        kiri_transport_cancel(transport); // answers would carry tags of tasks that are gone
    }
    clear_crawler(&c);
    return ok;
}
