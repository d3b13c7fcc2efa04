// SPDX-License-Identifier: GPL-3.0-or-later
/* One page by itself, with the manners of a crawl: robots.txt of every origin
 * that the redirects touch, the host's pause between requests, each hop through
 * the same gates. It waits, so it is for commands that a person is waiting for. */
#include "fetch_one.h"

#include "address.h"
#include "crawl_internal.h"
#include "schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/robots.h>

#include <string.h>

typedef struct {
    KiriCrawler gate; // for kiri_crawler_refuses() alone
    KiriTransport *transport;
    KiriPoliteness *politeness;
    GHashTable *robots; // origin → text
} Errand;

static gboolean fail(GError **error, KiriErrorCode code, const char *url, const char *why)
{
    g_set_error(error, KIRI_ERROR_CRAWLER, (gint)code, _("cannot fetch '%s': %s"), url, why);
    return FALSE;
}

static gboolean is_stopped(const Errand *e)
{
    const KiriCrawlOptions *o = e->gate.o;
    return o->should_stop && o->should_stop(o->data);
}

/* One exchange after the host's pause; NULL with error when no answer came. */
static KiriResponse *ask(Errand *e, const KiriRequest *request, GError **error)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(request->url), NULL);
    KiriLane *lane = kiri_politeness_lane(e->politeness, url->host);
    gint fd = e->gate.o->stop_fd;
    while (!kiri_lane_is_ready(e->politeness, lane) && !is_stopped(e)) {
        gint64 left = lane->ready_us - kiri_clock_monotonic_us(e->gate.o->clock);
        kiri_transport_wait(e->transport, CLAMP(left, 0, KIRI_US_PER_SECOND), &fd, 1);
    }
    kiri_lane_start(e->politeness, lane);
    kiri_transport_start(e->transport, request);
    KiriResponse *r = NULL;
    while (!r && !is_stopped(e)) {
        kiri_transport_wait(e->transport, KIRI_US_PER_SECOND, &fd, 1);
        r = kiri_transport_next(e->transport);
    }
    kiri_lane_finish(e->politeness, lane);
    if (!r) {
        kiri_transport_cancel(e->transport);
        fail(error, KIRI_ERROR_CANCELLED, request->url, _("stopped"));
    } else if (r->outcome != KIRI_FETCH_ANSWERED) {
        fail(error, r->outcome == KIRI_FETCH_FAILED ? KIRI_ERROR_NETWORK : KIRI_ERROR_REFUSED,
             request->url, r->problem ? r->problem : _("no answer"));
        g_clear_pointer(&r, kiri_response_free);
    }
    return r;
}

/* Asks and follows redirects; `url` becomes the address that answered. */
static KiriResponse *ask_through(Errand *e, char **url, gboolean is_robots, GError **error);

/* The rules of an origin, "" for none; NULL with error when there can be no
 * request. Borrowed. */
static const char *rules_of(Errand *e, const char *origin, GError **error)
{
    const char *known = g_hash_table_lookup(e->robots, origin);
    if (known)
        return known;
    g_autofree char *url = g_strconcat(origin, "/robots.txt", NULL);
    g_autoptr(KiriResponse) r = ask_through(e, &url, TRUE, error);
    if (!r)
        return NULL;
    if (r->status == 401 || r->status == 403 || r->status == 429) {
        fail(error, KIRI_ERROR_REFUSED, url, _("the site wants no crawler"));
        return NULL;
    }
    if (r->status >= 300 && (r->status < 400 || r->status >= 500)) {
        fail(error, KIRI_ERROR_NETWORK, url, _("without it no page may be asked for"));
        return NULL;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(r->body, &n);
    char *text = r->status < 300 && n ? g_utf8_make_valid(p, (gssize)n) : g_strdup("");
    g_hash_table_insert(e->robots, g_strdup(origin), text);
    return text;
}

static gboolean may_ask(Errand *e, const char *url, GError **error)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    g_autofree char *origin = kiri_url_origin(parsed);
    const char *rules = rules_of(e, origin, error);
    if (!rules)
        return FALSE;
    KiriRobotsAnswer answer = kiri_robots_check(kiri_str(rules), KIRI_CRAWL_AGENT, url);
    if (answer.crawl_delay_ms >= 0)
        kiri_lane_take_delay(e->politeness, kiri_politeness_lane(e->politeness, parsed->host),
                             answer.crawl_delay_ms);
    return answer.is_allowed ||
           fail(error, KIRI_ERROR_REFUSED, url, _("robots.txt does not allow it"));
}

static KiriResponse *ask_through(Errand *e, char **url, gboolean is_robots, GError **error)
{
    for (guint hops = 0; hops <= KIRI_LIMIT_REDIRECTS; hops++) {
        const char *refusal = kiri_crawler_refuses(&e->gate, *url);
        if (refusal) {
            fail(error, KIRI_ERROR_REFUSED, *url, refusal);
            return NULL;
        }
        KiriRequest request = {.url = *url,
                               .max_body = is_robots ? KIRI_LIMIT_ROBOTS_BYTES : 0,
                               .keep_prefix = is_robots};
        g_autoptr(KiriResponse) r =
            is_robots || may_ask(e, *url, error) ? ask(e, &request, error) : NULL;
        g_autofree char *location = r ? kiri_response_header(r, "Location") : NULL;
        if (!r || kiri_status_meaning(r->status, location && *location) != KIRI_STATUS_REDIRECT)
            return g_steal_pointer(&r);
        g_autofree char *target = kiri_url_resolve(kiri_str(location), *url);
        if (!target || (g_str_has_prefix(*url, "https:") && !g_str_has_prefix(target, "https:"))) {
            fail(error, KIRI_ERROR_REFUSED, *url, _("the redirect leads to no safe web page"));
            return NULL;
        }
        g_free(*url);
        *url = g_strndup(target, strcspn(target, "#"));
    }
    fail(error, KIRI_ERROR_REFUSED, *url, _("too many redirects"));
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

KiriResponse *kiri_fetch_one(KiriTransport *transport, const KiriCrawlOptions *options,
                             const char *url, char **final_url, GError **error)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (!check_start(options, parsed, url, error))
        return NULL;
    Errand e = {.gate = {.o = options}, .transport = transport};
    gint port = parsed->port >= 0 ? parsed->port : 443;
    e.gate.ports = g_hash_table_new(NULL, NULL);
    g_hash_table_add(e.gate.ports, GINT_TO_POINTER(port));
    e.politeness = kiri_politeness_new(options->clock, options->gap_ms);
    e.robots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    /* A person waits: the first request goes out at once. */
    kiri_politeness_lane(e.politeness, parsed->host)->ready_us = 0;
    g_autofree char *at = g_strndup(parsed->href, strcspn(parsed->href, "#"));
    KiriResponse *r = ask_through(&e, &at, FALSE, error);
    if (r)
        *final_url = g_steal_pointer(&at);
    g_hash_table_destroy(e.robots);
    g_hash_table_destroy(e.gate.ports);
    kiri_politeness_free(e.politeness);
    return r;
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
