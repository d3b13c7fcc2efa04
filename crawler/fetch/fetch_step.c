// SPDX-License-Identifier: GPL-3.0-or-later
/* The gate before every request, and what an answer means before anyone looks at its body: redirects are followed
 * hop by hop through the same gates as every first request, pauses are obeyed,
 * failures are sorted into those that pass and those that stay. */
#include "crawl/crawl_internal.h"

#include "transport/address.h"
#include "poll/schedule.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

/* A pause that is shorter than this is sat out within the pass. */
#define SHORT_HOLD_US (30 * KIRI_US_PER_SECOND)
#define MOST_HOLDS 2
/* So many connections in a row have failed: the host is left alone. */
#define MOST_FAILURES 3

gint kiri_crawler_port(const KiriUrl *url)
{
    return url->port >= 0 ? url->port : strcmp(url->scheme, "https") == 0 ? 443 : 80;
}

const char *kiri_crawler_refuses_url(const KiriCrawler *c, const KiriUrl *url)
{
    if (!url || !kiri_url_is_http(url) || strlen(url->href) > KIRI_LIMIT_URL_BYTES)
        return N_("not an http address");
    gint port = kiri_crawler_port(url);
    if (!c->o->allow_private && port != 80 && port != 443 &&
        !g_hash_table_contains(c->ports, GINT_TO_POINTER(port)))
        return N_("a port that no source uses");
    if ((!c->o->contact || !*c->o->contact) && !kiri_host_is_loopback(url->host))
        return N_("without a contact only this machine is asked");
    return NULL;
}

const char *kiri_crawler_refuses(const KiriCrawler *c, const char *url)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    const char *why = kiri_crawler_refuses_url(c, parsed);
    return why ? _(why) : NULL;
}

void kiri_task_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why)
{
    switch (task->kind) {
    case KIRI_TASK_ROBOTS:
        /* What the site answered, and where its redirects lead, is its mistake and may
         * be mended: its pages wait, and are not given up. */
        kiri_robots_failed(
            c, task, failure, why,
            failure == KIRI_FAILURE_POLICY && !status && !task->hops ? end : KIRI_END_HELD);
        break;
    case KIRI_TASK_SOURCE:
        kiri_poll_end(c, task, end, failure, why);
        break;
    case KIRI_TASK_PAGE:
        kiri_page_end(c, task, end, failure, status, why);
        break;
    }
}

char *kiri_redirect_target(const char *location, const char *base)
{
    g_autofree char *target = kiri_url_resolve(kiri_str(location), base);
    g_autoptr(KiriUrl) to = target ? kiri_url_parse(kiri_str(target), NULL) : NULL;
    if (!to || !kiri_url_is_http(to))
        return NULL;
    g_autofree char *origin = kiri_url_origin(to);
    return g_strconcat(origin, to->path, to->query ? "?" : NULL, to->query, NULL);
}

static void follow_redirect(KiriCrawler *c, KiriTask *task, const KiriResponse *r,
                            const char *location)
{
    g_autofree char *target = kiri_redirect_target(location, task->url);
    if (!target) {
        kiri_task_end(c, task, KIRI_END_REFUSED, KIRI_FAILURE_POLICY, r->status,
                      _("the redirect leads to no web page"));
        return;
    }
    /* Rules may come in the open (RFC 9309 §2.3.1.2 follows redirects anywhere). */
    if (task->kind != KIRI_TASK_ROBOTS && g_str_has_prefix(task->url, "https:") &&
        !g_str_has_prefix(target, "https:")) {
        kiri_task_end(c, task, KIRI_END_REFUSED, KIRI_FAILURE_POLICY, r->status,
                      _("the redirect leads from https to http"));
        return;
    }
    if (++task->hops > KIRI_LIMIT_REDIRECTS) {
        kiri_task_end(c, task, KIRI_END_REFUSED, KIRI_FAILURE_LIMIT, r->status,
                      _("too many redirects"));
        return;
    }
    if (task->kind == KIRI_TASK_PAGE && kiri_page_leads_to_known(c, task, target))
        return;
    g_free(task->url);
    task->url = g_steal_pointer(&target);
    kiri_crawler_enqueue(c, task,
                         task->kind == KIRI_TASK_ROBOTS ? KIRI_RANK_ROBOTS : KIRI_RANK_CONTINUED);
}

/* 429 and 503: the host asks for a pause, stated or not. */
static void obey_hold(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    gint64 now = kiri_crawler_now_us(c);
    g_autofree char *after = kiri_response_header(r, "Retry-After");
    gint64 seconds = kiri_retry_after_s(after, now);
    gint64 wait = seconds >= 0 ? seconds * KIRI_US_PER_SECOND
                               : kiri_host_backoff_us(task->origin->record->failures + 1,
                                                      task->origin->record->origin);
    wait = MAX(wait, kiri_lane_gap_us(c->politeness, task->lane));
    if (wait <= SHORT_HOLD_US && task->holds < MOST_HOLDS) {
        task->holds++;
        kiri_lane_wait(c->politeness, task->lane, wait);
        kiri_crawler_enqueue(c, task, KIRI_RANK_CONTINUED);
        return;
    }
    g_autofree char *why =
        g_strdup_printf(_("status %d: the site asks for a pause"), (int)r->status);
    kiri_origin_hold(c, task->origin, now + wait, KIRI_FAILURE_HOLD, why);
    kiri_task_end(c, task, KIRI_END_HELD, KIRI_FAILURE_HOLD, r->status, why);
}

static void take_failure(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    const char *why = r->problem ? r->problem : _("no answer");
    KiriFailure failure = r->failure                         ? r->failure
                          : r->outcome == KIRI_FETCH_REFUSED ? KIRI_FAILURE_POLICY
                                                             : KIRI_FAILURE_CONNECT;
    if (r->outcome == KIRI_FETCH_REFUSED) {
        kiri_task_end(c, task, r->is_lasting ? KIRI_END_REFUSED : KIRI_END_RETRY, failure,
                      r->status, why);
        return;
    }
    if (++task->lane->failures >= MOST_FAILURES && task->kind != KIRI_TASK_ROBOTS &&
        task->origin->state == KIRI_ROBOTS_KNOWN) {
        gint64 wait =
            kiri_host_backoff_us(task->origin->record->failures + 1, task->origin->record->origin);
        kiri_origin_hold(c, task->origin, kiri_crawler_now_us(c) + wait, failure, why);
    }
    kiri_task_end(c, task, KIRI_END_RETRY, failure, r->status, why);
}

/* An answer with a status that is no page and no redirect. */
static void take_status(KiriCrawler *c, KiriTask *task, const KiriResponse *r,
                        KiriStatusMeaning meaning)
{
    KiriFailure failure = kiri_status_failure(r->status);
    g_autofree char *why =
        failure == KIRI_FAILURE_FORBIDDEN
            ? g_strdup_printf(_("refused by the site (status %d)"), (int)r->status)
            : g_strdup_printf(_("status %d"), (int)r->status);
    /* A 304 was not asked for: we know nothing of the page. */
    KiriEnd end = meaning == KIRI_STATUS_MISSING ? KIRI_END_MISSING
                  : meaning == KIRI_STATUS_GONE  ? KIRI_END_GONE
                                                 : KIRI_END_RETRY;
    kiri_task_end(c, task, end, failure, r->status, why);
}

void kiri_crawler_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    if (r->outcome != KIRI_FETCH_ANSWERED) {
        take_failure(c, task, r);
        return;
    }
    task->lane->failures = 0;
    g_autofree char *location = kiri_response_header(r, "Location");
    KiriStatusMeaning meaning = kiri_status_meaning(r->status, location && *location);
    if (meaning == KIRI_STATUS_REDIRECT) {
        follow_redirect(c, task, r, location);
        return;
    }
    if (task->kind == KIRI_TASK_ROBOTS) {
        kiri_robots_answered(c, task, r);
        return;
    }
    if (meaning == KIRI_STATUS_HOLD) {
        obey_hold(c, task, r);
        return;
    }
    kiri_origin_recovered(c, task->origin);
    if (task->kind == KIRI_TASK_SOURCE &&
        (meaning == KIRI_STATUS_PAGE || meaning == KIRI_STATUS_UNCHANGED))
        kiri_poll_answered(c, task, r);
    else if (meaning == KIRI_STATUS_PAGE)
        kiri_page_answered(c, task, r);
    else
        take_status(c, task, r, meaning);
}
