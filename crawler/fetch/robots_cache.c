// SPDX-License-Identifier: GPL-3.0-or-later
/* Origins and their robots.txt (RFC 9309), with what its answers mean:
 *
 *   2xx             the rules, for 24 hours; asked again after 12
 *   401, 403, 429   the site wants no crawler or fewer: pause (stricter than the
 *                   RFC, which would allow everything)
 *   other 4xx       no rules
 *   503 with a Retry-After: that pause for all that is behind it, whatever the
 *                   rules are: it is the host that asks for it
 *   5xx, no answer  nothing is allowed, unless a copy of the last 24 hours is
 *                   there; asked again after 5, 15, 60 minutes
 *   > 5 redirects   likewise
 *
 * What is known of an origin is in the store; in memory are those that have tasks
 * or had some lately.
 *
 *   UNKNOWN ─▶ FETCHING ─▶ KNOWN ── 12 hours, or a copy grew too old ──▶ UNKNOWN
 *                  └─────▶ HELD ── the pause is over ──▶ UNKNOWN or KNOWN */
#include "crawl/crawl_internal.h"

#include <kirinuki/charset.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/robots.h>

#include <string.h>

#define AGE_FRESH_US (12 * KIRI_US_PER_HOUR)
#define AGE_VALID_US (KIRI_LIMIT_ROBOTS_AGE_S * KIRI_US_PER_SECOND)
#define HOLD_FORBIDDEN_US KIRI_US_PER_DAY
#define HOLD_REFUSED_US KIRI_US_PER_DAY       // by our policy: names and settings may change
#define LONGEST_HOLD_US (2 * KIRI_US_PER_DAY) // longer than we ever write
#define IDLE_US KIRI_US_PER_HOUR
/* The stored time to answer is written anew when it is this far off. */
#define RESPONSE_STEP_MS 250

void kiri_origin_free(gpointer p)
{
    KiriOrigin *origin = p;
    if (origin->lane)
        origin->lane->n_origins--;
    kiri_host_free(origin->record);
    g_free(origin->held_why);
    g_free(origin);
}

static gint64 robots_age_us(const KiriCrawler *c, const KiriHost *host)
{
    return kiri_crawler_now_us(c) - host->robots_fetched.us;
}

/* Does the copy in the record still count? */
static gboolean has_valid_copy(const KiriCrawler *c, const KiriHost *host)
{
    return host->robots_status > 0 && robots_age_us(c, host) < AGE_VALID_US &&
           robots_age_us(c, host) > -AGE_VALID_US;
}

static void set_state(KiriCrawler *c, KiriOrigin *origin, KiriRobotsState state)
{
    origin->state = state;
    if (state != KIRI_ROBOTS_FETCHING && origin->lane->is_blocked)
        kiri_lane_block(c->politeness, origin->lane, FALSE);
}

static void set_held(KiriCrawler *c, KiriOrigin *origin, gint64 until_us, KiriFailure failure,
                     const char *why)
{
    origin->held_until_us = until_us;
    g_free(origin->held_why);
    origin->held_why = g_strdup(why);
    origin->held_for = failure;
    origin->held_end = KIRI_END_HELD;
    set_state(c, origin, KIRI_ROBOTS_HELD);
}

/* ---- what is in memory ---- */

static gsize robots_bytes(const KiriOrigin *origin)
{
    return origin->record->robots ? strlen(origin->record->robots) : 0;
}

static void take_delay(KiriCrawler *c, const KiriOrigin *origin)
{
    if (!origin->record->robots)
        return;
    g_autofree char *root = g_strconcat(origin->record->origin, "/", NULL);
    KiriRobotsAnswer answer =
        kiri_robots_check(kiri_str(origin->record->robots), KIRI_CRAWL_AGENT, root);
    gint64 asked = origin->lane->asked_us, now = kiri_crawler_now_us(c);
    if (answer.crawl_delay_ms >= 0)
        kiri_lane_take_delay(c->politeness, origin->lane, answer.crawl_delay_ms,
                             asked && asked <= now ? now - asked : -1);
}

/* ---- what holds for all origins of a host ---- */

typedef struct {
    KiriLane *lane;
    gsize n; // bytes of scheme and host
} Recall;

static gboolean recall_origin(gconstpointer record, gpointer data)
{
    const KiriHost *host = record;
    const Recall *r = data;
    char next = host->origin[r->n]; // the host may be the beginning of another
    if (next && next != ':')
        return TRUE;
    if (host->is_pause_wished)
        r->lane->held_until_us = MAX(r->lane->held_until_us, host->hold_until.us);
    r->lane->asked_us = MAX(r->lane->asked_us, host->last_request.us);
    return TRUE;
}

/* A pause that one of its origins was asked for, and when it was last asked. What
 * cannot be read counts as unknown. */
static void recall_host(KiriCrawler *c, KiriLane *lane)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
        g_autofree char *prefix = g_strconcat(schemes[i], lane->host, NULL);
        Recall recall = {.lane = lane, .n = strlen(prefix)};
        kiri_store_each(c->store, KIRI_NOUN_HOST, prefix, recall_origin, &recall, NULL);
    }
}

gboolean kiri_lane_is_held(const KiriCrawler *c, const KiriLane *lane)
{
    gint64 now = kiri_crawler_now_us(c);
    return lane->held_until_us > now && lane->held_until_us <= now + LONGEST_HOLD_US;
}

static KiriOrigin *load_origin(KiriCrawler *c, const char *name, const char *host_name)
{
    KiriOrigin *origin = g_new0(KiriOrigin, 1);
    origin->lane = kiri_politeness_lane(c->politeness, host_name);
    if (!origin->lane->n_origins++)
        recall_host(c, origin->lane);
    origin->record = kiri_store_get(c->store, KIRI_NOUN_HOST, name, NULL);
    if (!origin->record) {
        origin->record = kiri_host_new();
        origin->record->origin = g_strdup(name);
    }
    const KiriHost *host = origin->record;
    c->robots_bytes += robots_bytes(origin);
    kiri_lane_take_response(c->politeness, origin->lane, host->response_ms);
    take_delay(c, origin);
    if (has_valid_copy(c, host))
        origin->recheck_us = host->robots_fetched.us + AGE_FRESH_US;
    if (host->hold_until.us > kiri_crawler_now_us(c))
        set_held(c, origin, host->hold_until.us, KIRI_FAILURE_HOLD,
                 _("the site asked for a pause"));
    return origin;
}

static gboolean forget_origin(KiriCrawler *c, const KiriOrigin *origin, gint64 before_us)
{
    /* What our policy refuses is written down nowhere else. */
    gboolean is_refused = origin->state == KIRI_ROBOTS_HELD && origin->held_end != KIRI_END_HELD &&
                          origin->held_until_us > kiri_crawler_now_us(c);
    if (origin->n_tasks || origin->used_us > before_us || is_refused)
        return FALSE;
    c->robots_bytes -= robots_bytes(origin);
    return TRUE;
}

void kiri_origins_sweep(KiriCrawler *c)
{
    gint64 now = kiri_clock_monotonic_us(c->o->clock);
    GHashTableIter iter;
    gpointer origin;
    /* Where memory is short, those that have no task now. */
    gint64 before = c->robots_bytes > KIRI_LIMIT_ROBOTS_IN_MEMORY ? now : now - IDLE_US;
    g_hash_table_iter_init(&iter, c->origins);
    while (g_hash_table_iter_next(&iter, NULL, &origin))
        if (forget_origin(c, origin, before))
            g_hash_table_iter_remove(&iter);
}

KiriOrigin *kiri_crawler_origin(KiriCrawler *c, const char *url)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    g_autofree char *name = parsed ? kiri_url_origin(parsed) : NULL;
    g_return_val_if_fail(name, NULL);
    KiriOrigin *origin = g_hash_table_lookup(c->origins, name);
    if (origin)
        return origin;
    if (c->robots_bytes > KIRI_LIMIT_ROBOTS_IN_MEMORY)
        kiri_origins_sweep(c);
    origin = load_origin(c, name, parsed->host);
    g_hash_table_insert(c->origins, g_steal_pointer(&name), origin);
    return origin;
}

KiriRobotsState kiri_origin_state(KiriCrawler *c, KiriOrigin *origin)
{
    gint64 now = kiri_crawler_now_us(c);
    gboolean is_over =
        origin->held_until_us <= now || origin->held_until_us > now + LONGEST_HOLD_US;
    if (origin->state == KIRI_ROBOTS_HELD && is_over)
        origin->state = KIRI_ROBOTS_UNKNOWN;
    if (kiri_lane_is_held(c, origin->lane) && origin->state != KIRI_ROBOTS_FETCHING &&
        !(origin->state == KIRI_ROBOTS_HELD &&
          origin->held_until_us >= origin->lane->held_until_us))
        set_held(c, origin, origin->lane->held_until_us, KIRI_FAILURE_HOLD,
                 _("the site asked for a pause"));
    gboolean is_known = has_valid_copy(c, origin->record) && now < origin->recheck_us;
    if (origin->state == KIRI_ROBOTS_KNOWN && !is_known)
        origin->state = KIRI_ROBOTS_UNKNOWN;
    else if (origin->state == KIRI_ROBOTS_UNKNOWN && is_known)
        origin->state = KIRI_ROBOTS_KNOWN;
    return origin->state;
}

/* ---- what is written down ---- */

static void put_host(KiriCrawler *c, KiriHost *host)
{
    kiri_batch_put(kiri_intake_batch(c->intake), KIRI_NOUN_HOST, host);
    kiri_crawler_count_finished(c);
}

void kiri_origin_hold(KiriCrawler *c, KiriOrigin *origin, gint64 until_us, KiriFailure failure,
                      const char *why)
{
    origin->record->hold_until = kiri_time_jst(until_us);
    origin->record->failures++;
    origin->record->is_pause_wished = failure == KIRI_FAILURE_HOLD;
    if (failure == KIRI_FAILURE_HOLD)
        origin->lane->held_until_us = MAX(origin->lane->held_until_us, until_us);
    set_held(c, origin, until_us, failure, why);
    put_host(c, origin->record);
}

void kiri_origin_recovered(KiriCrawler *c, KiriOrigin *origin)
{
    if (!origin->record->failures && !kiri_time_is_set(origin->record->hold_until))
        return;
    origin->record->failures = 0;
    origin->record->hold_until = KIRI_TIME_UNSET;
    put_host(c, origin->record);
}

void kiri_origin_note_response(KiriCrawler *c, KiriOrigin *origin)
{
    KiriHost *host = origin->record;
    gint64 now_ms = origin->lane->response_us / 1000;
    gint64 step = MAX(RESPONSE_STEP_MS, host->response_ms / 2);
    if (ABS(now_ms - host->response_ms) < step)
        return;
    host->response_ms = now_ms;
    put_host(c, host);
}

void kiri_origin_note_request(KiriCrawler *c, KiriOrigin *origin)
{
    origin->lane->asked_us = kiri_crawler_now_us(c);
    origin->record->last_request = kiri_time_jst(origin->lane->asked_us);
    put_host(c, origin->record);
}

/* ---- robots.txt ---- */

void kiri_origin_prepare(KiriCrawler *c, KiriOrigin *origin)
{
    if (origin->state != KIRI_ROBOTS_UNKNOWN)
        return;
    g_autofree char *url = g_strconcat(origin->record->origin, "/robots.txt", NULL);
    KiriTask *task = kiri_task_new(KIRI_TASK_ROBOTS, url);
    kiri_task_set_origin(c, task, origin);
    set_state(c, origin, KIRI_ROBOTS_FETCHING);
    kiri_crawler_enqueue(c, task, KIRI_RANK_ROBOTS);
}

gboolean kiri_origin_allows(const KiriOrigin *origin, const char *url)
{
    return !origin->record->robots ||
           kiri_robots_check(kiri_str(origin->record->robots), KIRI_CRAWL_AGENT, url).is_allowed;
}

static void take_rules(KiriCrawler *c, KiriHost *host, const KiriResponse *r)
{
    g_clear_pointer(&host->robots, g_free);
    host->robots_status = r->status;
    host->robots_fetched = kiri_time_jst(kiri_crawler_now_us(c));
    host->hold_until = KIRI_TIME_UNSET;
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    if (r->status >= 300 || !n)
        return;
    g_autofree char *type = kiri_response_header(r, "Content-Type");
    g_auto(KiriBuf) text;
    KiriCharsetReport report;
    kiri_buf_init(&text, 4 * KIRI_LIMIT_ROBOTS_BYTES);
    if (kiri_decode((KiriStr){p, MIN(n, KIRI_LIMIT_ROBOTS_BYTES)}, type, KIRI_MARKUP_NONE, &text,
                    &report, NULL))
        host->robots = kiri_buf_steal(&text, NULL);
}

/* Crawl-delay may have grown shorter: all that the host's origins say counts anew. */
static void take_delays_anew(KiriCrawler *c, KiriOrigin *of)
{
    KiriLane *lane = of->lane;
    GHashTableIter iter;
    gpointer origin;
    kiri_lane_forget_delay(lane);
    if (lane->n_origins == 1) {
        take_delay(c, of);
        return;
    }
    g_hash_table_iter_init(&iter, c->origins);
    while (g_hash_table_iter_next(&iter, NULL, &origin))
        if (((const KiriOrigin *)origin)->lane == lane)
            take_delay(c, origin);
}

static void rules_came(KiriCrawler *c, KiriOrigin *origin, const KiriResponse *r)
{
    c->robots_bytes -= robots_bytes(origin);
    take_rules(c, origin->record, r);
    c->robots_bytes += robots_bytes(origin);
    origin->recheck_us = origin->record->robots_fetched.us + AGE_FRESH_US;
    origin->robots_failures = 0;
    put_host(c, origin->record);
    take_delays_anew(c, origin);
    set_state(c, origin, KIRI_ROBOTS_KNOWN);
}

void kiri_robots_failed(KiriCrawler *c, KiriTask *task, KiriFailure failure, const char *why,
                        KiriEnd end)
{
    static const gint64 minutes[] = {5, 15, 60};
    KiriOrigin *origin = task->origin;
    KiriHost *host = origin->record;
    gint64 now = kiri_crawler_now_us(c);
    if (end != KIRI_END_HELD) {
        set_held(c, origin, now + HOLD_REFUSED_US, failure, why);
        origin->held_end = end;
    } else if (has_valid_copy(c, host)) {
        gint64 wait = minutes[MIN(origin->robots_failures++, 2)] * KIRI_US_PER_MINUTE;
        origin->recheck_us = MIN(now + wait, host->robots_fetched.us + AGE_VALID_US);
        set_state(c, origin, KIRI_ROBOTS_KNOWN);
    } else {
        gint64 wait = minutes[CLAMP(host->failures, 0, 2)] * KIRI_US_PER_MINUTE;
        g_autofree char *what = g_strdup_printf(_("robots.txt cannot be fetched: %s"), why);
        host->robots_status = -1;
        kiri_origin_hold(c, origin, now + wait, failure, what);
        kiri_crawler_note_failure(c, task->requested, what);
    }
    kiri_task_free(task);
}

void kiri_robots_put_off(KiriCrawler *c, KiriTask *task)
{
    set_held(c, task->origin, task->lane->held_until_us, KIRI_FAILURE_HOLD,
             _("the site asked for a pause"));
    kiri_task_free(task);
}

void kiri_robots_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    KiriOrigin *origin = task->origin;
    gint64 now = kiri_crawler_now_us(c), status = r->status;
    g_autofree char *after = kiri_response_header(r, "Retry-After");
    gint64 seconds = status == 429 || status == 503 ? kiri_retry_after_s(after, now) : -1;
    if (status == 503 && seconds >= 0) {
        g_autofree char *why =
            g_strdup_printf(_("status %d: the site asks for a pause"), (int)status);
        kiri_origin_hold(c, origin,
                         now + MAX(seconds * KIRI_US_PER_SECOND, kiri_crawler_own_gap_us(c)),
                         KIRI_FAILURE_HOLD, why);
        kiri_crawler_note_failure(c, task->requested, why);
    } else if (status == 401 || status == 403 || status == 429) {
        gint64 wait = seconds >= 0 ? seconds * KIRI_US_PER_SECOND : HOLD_FORBIDDEN_US;
        g_autofree char *why = g_strdup_printf(
            _("robots.txt answers with status %d: the site wants no crawler"), (int)status);
        kiri_origin_hold(c, origin, now + MAX(wait, kiri_crawler_own_gap_us(c)),
                         status == 429 ? KIRI_FAILURE_HOLD : KIRI_FAILURE_ROBOTS, why);
        kiri_crawler_note_failure(c, task->requested, why);
    } else if ((status >= 200 && status < 300) || (status >= 400 && status < 500)) {
        rules_came(c, origin, r);
    } else {
        g_autofree char *why = g_strdup_printf(_("status %d"), (int)status);
        kiri_robots_failed(c, task, KIRI_FAILURE_SERVER, why, KIRI_END_HELD);
        return;
    }
    kiri_task_free(task);
}
