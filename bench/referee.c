// SPDX-License-Identifier: GPL-3.0-or-later
#include "referee.h"

#include <string.h>

enum { MOST_NOTES = 20 };
#define ROBOTS_AGE_US KIRI_US_PER_DAY

const char *const breach_names[N_BREACHES] = {"gap", "parallel", "hold", "closed", "unread"};

typedef struct {
    guint under_way;
    gint64 ended_us, hold_us, robots_us; // 0: never
    gint64 gap_us;                       // what the rules that were handed out ask for
    gboolean has_rules;
} HostState;

struct Referee {
    const World *world;
    gint64 gap_us;
    gboolean is_closed;
    HostState *hosts;
    gint64 *pages; // by article
    RefereeCounts counts;
    GPtrArray *notes;
};

Referee *referee_new(const World *world, gint64 gap_us)
{
    Referee *r = g_new0(Referee, 1);
    r->world = world;
    r->gap_us = gap_us;
    r->hosts = g_new0(HostState, world->n_hosts);
    r->pages = g_new0(gint64, world->n_articles + 1);
    r->notes = g_ptr_array_new_with_free_func(g_free);
    return r;
}

void referee_free(Referee *r)
{
    if (!r)
        return;
    g_free(r->hosts);
    g_free(r->pages);
    g_ptr_array_unref(r->notes);
    g_free(r);
}

static void note(Referee *r, Breach breach, const WorldRequest *request, gint64 now_us,
                 gint64 allowed_us)
{
    r->counts.breaches[breach]++;
    if (r->notes->len >= MOST_NOTES)
        return;
    char time[32];
    kiri_time_format(kiri_time_jst(now_us), time);
    g_ptr_array_add(r->notes,
                    g_strdup_printf("%s %s: %.*s%.*s, %" G_GINT64_FORMAT " ms too soon", time,
                                    breach_names[breach], (int)request->host.n, request->host.p,
                                    (int)request->path.n, request->path.p,
                                    allowed_us ? (allowed_us - now_us + 999) / 1000 : 0));
}

static gboolean begins_with(KiriStr s, const char *prefix)
{
    gsize n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

/* By the world's own rules, once they were handed out. */
static gboolean is_closed(const Referee *r, const WorldRequest *request, const WorldAnswer *answer)
{
    const WorldHost *h = &r->world->hosts[answer->host];
    if (!r->hosts[answer->host].has_rules)
        return FALSE;
    if (begins_with(request->path, "/search") ||
        (h->closes_members && begins_with(request->path, "/members/")))
        return TRUE;
    return answer->ask == WORLD_ASK_SOURCE && r->world->sources[answer->number].is_disallowed;
}

void referee_begin(Referee *r, const WorldRequest *request, const WorldAnswer *answer,
                   gint64 now_us)
{
    RefereeCounts *n = &r->counts;
    if (!r->is_closed) {
        n->requests[answer->ask]++;
        n->conditional[answer->ask] += request->if_none_match || request->if_modified_since;
    }
    if (answer->host == G_MAXUINT)
        return;
    HostState *h = &r->hosts[answer->host];
    gint64 gap_us = MAX(r->gap_us, h->gap_us);
    if (h->under_way++)
        note(r, BREACH_PARALLEL, request, now_us, 0);
    else if (h->ended_us && now_us < h->ended_us + gap_us)
        note(r, BREACH_GAP, request, now_us, h->ended_us + gap_us);
    if (now_us < h->hold_us)
        note(r, BREACH_HOLD, request, now_us, h->hold_us);
    if (answer->ask == WORLD_ASK_ROBOTS)
        return;
    if (!h->robots_us || now_us > h->robots_us + ROBOTS_AGE_US)
        note(r, BREACH_UNREAD, request, now_us, 0);
    if (is_closed(r, request, answer))
        note(r, BREACH_CLOSED, request, now_us, 0);
}

void referee_end(Referee *r, const WorldAnswer *answer, gint64 now_us)
{
    RefereeCounts *n = &r->counts;
    if (!r->is_closed) {
        n->unchanged[answer->ask] += answer->status == 304;
        n->failed[answer->ask] += answer->status == 0 || answer->status >= 400;
        n->bytes += answer->body.n;
    }
    if (answer->host == G_MAXUINT)
        return;
    HostState *h = &r->hosts[answer->host];
    const WorldHost *host = &r->world->hosts[answer->host];
    h->under_way--;
    h->ended_us = now_us;
    if (answer->status == 429 || answer->status == 503) {
        const char *field = strstr(answer->headers.p, "Retry-After: ");
        if (field)
            h->hold_us = now_us + g_ascii_strtoll(field + 13, NULL, 10) * KIRI_US_PER_SECOND;
    }
    if (answer->ask == WORLD_ASK_ROBOTS && (answer->status == 200 || answer->status == 404)) {
        h->robots_us = now_us;
        h->has_rules = answer->status == 200;
        h->gap_us = h->has_rules ? host->crawl_delay_s * KIRI_US_PER_SECOND : 0;
    }
    if (answer->ask == WORLD_ASK_ARTICLE && answer->status == 200 && !r->pages[answer->number])
        r->pages[answer->number] = now_us;
}

void referee_close_counts(Referee *r)
{
    r->is_closed = TRUE;
}

const RefereeCounts *referee_counts(const Referee *r)
{
    return &r->counts;
}

GPtrArray *referee_notes(const Referee *r)
{
    return r->notes;
}

gint64 referee_page_us(const Referee *r, guint article)
{
    return r->pages[article];
}

guint64 referee_sum(const guint64 counts[WORLD_N_ASKS])
{
    guint64 sum = 0;
    for (guint i = 0; i < WORLD_N_ASKS; i++)
        sum += counts[i];
    return sum;
}
