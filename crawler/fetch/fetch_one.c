// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages by themselves, with the manners of a crawl: robots.txt of every origin
 * that the redirects touch, the host's pause between requests, each hop through
 * the same gates. It waits, so it is for commands that a person is waiting for.
 *
 * Each exchange leaves a line in a protocol, so that a command can say what was
 * asked and what came back. */
#include "fetch_one.h"

#include "transport/address.h"
#include "crawl/crawl_internal.h"
#include "poll/schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/robots.h>

#include <string.h>

static const KiriField exchange_fields[] = {
    {KIRI_FIELD(1, KiriExchange, url, STR)},
    {KIRI_FIELD(2, KiriExchange, status, I64)},
    {KIRI_FIELD(3, KiriExchange, location, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriExchange, content_type, STR)},
    {KIRI_FIELD(5, KiriExchange, peer, STR)},
    {KIRI_FIELD(6, KiriExchange, elapsed_ms, I64)},
    {KIRI_FIELD(7, KiriExchange, body_bytes, I64)},
    {KIRI_FIELD(8, KiriExchange, failure, ENUM), .names = kiri_failure_names},
    {KIRI_FIELD(9, KiriExchange, problem, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriExchange, rule_line, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriExchange, rule, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriExchange, is_robots, BOOL)},
    {KIRI_FIELD(13, KiriExchange, oddity, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_exchange_shape = KIRI_SHAPE("exchange", KiriExchange, exchange_fields);

/* What is known of an origin's robots.txt: its text, or why there is none. */
typedef struct {
    char *text;
    GError *why;
} Rules;

static void rules_free(gpointer p)
{
    Rules *rules = p;
    g_free(rules->text);
    g_clear_error(&rules->why);
    g_free(rules);
}

struct KiriErrand {
    KiriCrawler gate; // for kiri_crawler_refuses() alone
    KiriTransport *transport;
    KiriPoliteness *politeness;
    GHashTable *robots;   // origin → Rules
    GHashTable *hosts;    // asked already: their pauses hold
    GPtrArray *exchanges; // KiriExchange
};

static gboolean fail(GError **error, KiriErrorCode code, const char *url, const char *why)
{
    g_set_error(error, KIRI_ERROR_CRAWLER, (gint)code, _("cannot fetch '%s': %s"), url, why);
    return FALSE;
}

/* The protocol gets the reason too. */
static gboolean fail_noted(KiriErrand *e, GError **error, KiriErrorCode code, KiriFailure failure,
                           const char *url, const char *why)
{
    KiriExchange *x = kiri_exchange_new();
    x->url = g_strdup(url);
    x->failure = (gint)failure;
    x->problem = g_strdup(why);
    g_ptr_array_add(e->exchanges, x);
    return fail(error, code, url, why);
}

static gboolean is_stopped(const KiriErrand *e)
{
    const KiriCrawlOptions *o = e->gate.o;
    return o->should_stop && o->should_stop(o->data);
}

static void note_exchange(KiriErrand *e, const KiriResponse *r, gboolean is_robots)
{
    KiriExchange *x = kiri_exchange_new();
    x->url = g_strdup(r->url);
    x->status = r->status;
    x->location = kiri_response_header(r, "Location");
    x->content_type = kiri_response_header(r, "Content-Type");
    x->peer = g_strdup(r->peer);
    x->elapsed_ms = r->elapsed_us / 1000;
    x->body_bytes = (gint64)g_bytes_get_size(r->body);
    x->failure = (gint)r->failure;
    x->problem = g_strdup(r->problem);
    x->oddity = g_strdup(r->oddity);
    x->is_robots = is_robots;
    g_ptr_array_add(e->exchanges, x);
}

/* The lane of the host; a host that was not asked yet has no pause to keep, unless a
 * crawl that goes on in this process may just have asked it. */
static KiriLane *lane_of(KiriErrand *e, const char *host)
{
    KiriLane *lane = kiri_politeness_lane(e->politeness, host);
    if (g_hash_table_add(e->hosts, g_strdup(host)) && !e->gate.o->is_continuous)
        lane->ready_us = 0;
    return lane;
}

/* One exchange after the host's pause; NULL with error when no answer came. */
static KiriResponse *ask(KiriErrand *e, const KiriRequest *request, gboolean is_robots,
                         GError **error)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(request->url), NULL);
    KiriLane *lane = lane_of(e, url->host);
    gint fd = e->gate.o->stop_fd;
    while (!kiri_lane_is_ready(e->politeness, lane) && !is_stopped(e)) {
        gint64 left = lane->ready_us - kiri_clock_monotonic_us(e->gate.o->clock);
        kiri_transport_wait(e->transport, CLAMP(left, 0, KIRI_US_PER_SECOND), &fd, 1);
    }
    kiri_lane_start(e->politeness, lane, is_robots);
    kiri_transport_start(e->transport, request);
    KiriResponse *r = NULL;
    while (!r && !is_stopped(e)) {
        kiri_transport_wait(e->transport, KIRI_US_PER_SECOND, &fd, 1);
        r = kiri_transport_next(e->transport);
    }
    kiri_lane_finish(e->politeness, lane, r ? r->elapsed_us : -1);
    if (!r) {
        kiri_transport_cancel(e->transport);
        fail(error, KIRI_ERROR_CANCELLED, request->url, _("stopped"));
        return NULL;
    }
    note_exchange(e, r, is_robots);
    if (r->outcome != KIRI_FETCH_ANSWERED) {
        fail(error, r->outcome == KIRI_FETCH_FAILED ? KIRI_ERROR_NETWORK : KIRI_ERROR_REFUSED,
             request->url, r->problem ? r->problem : _("no answer"));
        g_clear_pointer(&r, kiri_response_free);
    }
    return r;
}

/* Asks and follows redirects; `url` becomes the address that answered. */
static KiriResponse *ask_through(KiriErrand *e, char **url, gboolean is_robots, GError **error);

/* robots.txt of the origin; NULL with error when there can be no request. */
static char *fetch_rules(KiriErrand *e, const char *origin, GError **error)
{
    g_autofree char *url = g_strconcat(origin, "/robots.txt", NULL);
    g_autoptr(KiriResponse) r = ask_through(e, &url, TRUE, error);
    if (!r)
        return NULL;
    if (r->status == 401 || r->status == 403 || r->status == 429) {
        fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_ROBOTS, url,
                   _("the site wants no crawler"));
        return NULL;
    }
    if (r->status >= 300 && (r->status < 400 || r->status >= 500)) {
        fail_noted(e, error, KIRI_ERROR_NETWORK, KIRI_FAILURE_ROBOTS, url,
                   _("without it no page may be asked for"));
        return NULL;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    return r->status < 300 && n ? g_utf8_make_valid(p, (gssize)n) : g_strdup("");
}

/* The rules of an origin, "" for none; NULL with error. Borrowed. */
static const char *rules_of(KiriErrand *e, const char *origin, GError **error)
{
    Rules *rules = g_hash_table_lookup(e->robots, origin);
    if (!rules) {
        rules = g_new0(Rules, 1);
        rules->text = fetch_rules(e, origin, &rules->why);
        g_hash_table_insert(e->robots, g_strdup(origin), rules);
    }
    if (!rules->text)
        g_propagate_error(error, g_error_copy(rules->why));
    return rules->text;
}

static gboolean may_ask(KiriErrand *e, const char *url, GError **error)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    g_autofree char *origin = kiri_url_origin(parsed);
    const char *rules = rules_of(e, origin, error);
    if (!rules)
        return FALSE;
    KiriRobotsAnswer answer = kiri_robots_check(kiri_str(rules), KIRI_CRAWL_AGENT, url);
    KiriLane *lane = kiri_politeness_lane(e->politeness, parsed->host);
    if (answer.crawl_delay_ms >= 0)
        kiri_lane_take_delay(e->politeness, lane, answer.crawl_delay_ms, -1);
    if (!lane->requests_left) {
        fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_ROBOTS, url,
                   _("the site wants very few requests"));
        return FALSE;
    }
    if (answer.is_allowed)
        return TRUE;
    fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_ROBOTS, url,
               _("robots.txt does not allow it"));
    KiriExchange *last = e->exchanges->pdata[e->exchanges->len - 1];
    last->rule_line = answer.line;
    last->rule = kiri_robots_line(kiri_str(rules), answer.line);
    return FALSE;
}

static KiriResponse *ask_through(KiriErrand *e, char **url, gboolean is_robots, GError **error)
{
    for (guint hops = 0; hops <= KIRI_LIMIT_REDIRECTS; hops++) {
        const char *refusal = kiri_crawler_refuses(&e->gate, *url);
        if (refusal) {
            fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_POLICY, *url, refusal);
            return NULL;
        }
        KiriRequest request = {.url = *url,
                               .max_body = is_robots ? KIRI_LIMIT_ROBOTS_BYTES : 0,
                               .keep_prefix = is_robots};
        g_autoptr(KiriResponse) r =
            is_robots || may_ask(e, *url, error) ? ask(e, &request, is_robots, error) : NULL;
        g_autofree char *location = r ? kiri_response_header(r, "Location") : NULL;
        if (!r || kiri_status_meaning(r->status, location && *location) != KIRI_STATUS_REDIRECT)
            return g_steal_pointer(&r);
        g_autofree char *target = kiri_redirect_target(location, *url);
        if (!target || (!is_robots && g_str_has_prefix(*url, "https:") &&
                        !g_str_has_prefix(target, "https:"))) {
            fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_POLICY, *url,
                       _("the redirect leads to no safe web page"));
            return NULL;
        }
        g_free(*url);
        *url = g_steal_pointer(&target);
    }
    fail_noted(e, error, KIRI_ERROR_REFUSED, KIRI_FAILURE_LIMIT, *url, _("too many redirects"));
    return NULL;
}

static gboolean check_start(const KiriCrawlOptions *o, const KiriUrl *url, const char *text,
                            GError **error)
{
    if (!url || !kiri_url_is_http(url)) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE, _("'%s' is no http address"),
                    text);
        return FALSE;
    }
    if ((!o->contact || !*o->contact) && !kiri_host_is_loopback(url->host)) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                    _("'%s' must be told whom to reach about the crawl; 'kirinuki config set "
                      "crawl.contact ADDRESS' sets a mail address or page"),
                    url->host);
        return FALSE;
    }
    return TRUE;
}

KiriErrand *kiri_errand_new(KiriTransport *transport, const KiriCrawlOptions *options)
{
    KiriErrand *e = g_new0(KiriErrand, 1);
    e->gate.o = options;
    e->gate.ports = g_hash_table_new(NULL, NULL);
    e->transport = transport;
    KiriPolitenessOptions manners = {.clock = options->clock, .gap_ms = options->gap_ms};
    e->politeness = kiri_politeness_new(&manners);
    e->robots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rules_free);
    e->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    e->exchanges = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_exchange_free);
    return e;
}

void kiri_errand_free(KiriErrand *e)
{
    if (!e)
        return;
    g_hash_table_destroy(e->gate.ports);
    g_hash_table_destroy(e->robots);
    g_hash_table_destroy(e->hosts);
    g_ptr_array_unref(e->exchanges);
    kiri_politeness_free(e->politeness);
    g_free(e);
}

/* The port that a person names is one that may be asked. */
static gboolean begin(KiriErrand *e, const KiriUrl *parsed, const char *url, GError **error)
{
    g_ptr_array_set_size(e->exchanges, 0);
    if (!check_start(e->gate.o, parsed, url, error))
        return FALSE;
    g_hash_table_add(e->gate.ports, GINT_TO_POINTER(parsed->port >= 0 ? parsed->port : 443));
    return TRUE;
}

KiriResponse *kiri_errand_fetch(KiriErrand *e, const char *url, char **final_url, GError **error)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (!begin(e, parsed, url, error))
        return NULL;
    g_autofree char *at = g_strndup(parsed->href, strcspn(parsed->href, "#"));
    KiriResponse *r = ask_through(e, &at, FALSE, error);
    if (r)
        *final_url = g_steal_pointer(&at);
    return r;
}

const char *kiri_errand_robots(KiriErrand *e, const char *url, GError **error)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (!begin(e, parsed, url, error))
        return NULL;
    g_autofree char *origin = kiri_url_origin(parsed);
    return rules_of(e, origin, error);
}

const GPtrArray *kiri_errand_exchanges(const KiriErrand *e)
{
    return e->exchanges;
}

KiriResponse *kiri_fetch_one(KiriTransport *transport, const KiriCrawlOptions *options,
                             const char *url, char **final_url, GError **error)
{
    g_autoptr(KiriErrand) errand = kiri_errand_new(transport, options);
    return kiri_errand_fetch(errand, url, final_url, error);
}

KiriPage *kiri_crawl_fetch(KiriTransport *transport, const KiriCrawlOptions *options,
                           const char *url, GError **error)
{
    g_autofree char *final_url = NULL;
    g_autoptr(KiriResponse) r = kiri_fetch_one(transport, options, url, &final_url, error);
    if (!r)
        return NULL;
    if (r->status < 200 || r->status >= 300) {
        g_autofree char *why = g_strdup_printf(_("status %d"), (int)r->status);
        fail(error,
             r->status == 404 || r->status == 410 ? KIRI_ERROR_NOT_FOUND : KIRI_ERROR_NETWORK,
             final_url, why);
        return NULL;
    }
    KiriPage *page = kiri_page_new();
    page->url = g_steal_pointer(&final_url);
    page->content_type = kiri_response_header(r, "Content-Type");
    page->headers = g_strdup(r->headers);
    page->status = r->status;
    page->fetched = kiri_time_jst(kiri_clock_now_us(options->clock));
    page->body = g_bytes_ref(r->body);
    return page;
}
