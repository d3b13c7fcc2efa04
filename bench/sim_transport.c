// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim_transport.h"

#include <kirinuki/url.h>

#include <poll.h>
#include <string.h>

enum { MOST_FDS = 8 };

/* One exchange. */
typedef struct {
    KiriResponse *response; // NULL while the wire has it
    gpointer tag;           // the asker's
    WorldAnswer answer;
    gint64 began_us, ready_us;
} Running;

typedef struct {
    KiriTransport base;
    const World *world;
    Referee *referee;
    KiriClock *clock;
    KiriPool *pool;
    gint64 tick_us;
    KiriTransport *wire;
    GPtrArray *running; // in no order: there are never many
    guint on_wire, n_differences;
    gboolean is_woken;
} Sim;

static void running_free(gpointer p)
{
    Running *r = p;
    kiri_response_free(r->response);
    world_answer_clear(&r->answer);
    g_free(r);
}

/* ---- the direct way ---- */

static void fill_response(KiriResponse *response, const WorldAnswer *answer)
{
    response->elapsed_us = answer->latency_us;
    if (!answer->status) {
        response->outcome = KIRI_FETCH_FAILED;
        response->failure = answer->is_hanging ? KIRI_FAILURE_TIMEOUT : KIRI_FAILURE_CONNECT;
        response->problem = g_strdup(answer->is_hanging ? "no answer in time" : "no answer");
        return;
    }
    response->outcome = KIRI_FETCH_ANSWERED;
    response->status = answer->status;
    g_free(response->headers);
    response->headers = g_strdup_printf("HTTP/1.1 %d %s\n%s", (int)answer->status,
                                        world_status_text(answer->status), answer->headers.p);
    g_bytes_unref(response->body);
    response->body = g_bytes_new(answer->body.p, answer->body.n);
    response->wire_bytes = (gint64)answer->body.n;
}

/* ---- the way over the wire ---- */

/* The same as the world says, as far as it decides what the crawler does? */
static gboolean is_as_said(const KiriResponse *response, const WorldAnswer *answer)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(response->body, &n);
    return response->status == answer->status &&
           kiri_str_equal((KiriStr){p ? p : "", n}, kiri_buf_view(&answer->body));
}

static void wait_for_wire(Sim *s)
{
    while (s->on_wire) {
        KiriResponse *response;
        kiri_transport_wait(s->wire, -1, NULL, 0);
        while ((response = kiri_transport_next(s->wire))) {
            Running *r = response->tag;
            response->tag = r->tag;
            response->elapsed_us = r->answer.latency_us;
            s->n_differences += !is_as_said(response, &r->answer);
            r->response = response;
            s->on_wire--;
        }
    }
}

static gint64 next_tick(const Sim *s, gint64 us)
{
    return (us + s->tick_us - 1) / s->tick_us * s->tick_us;
}

/* ---- the contract ---- */

static void sim_start(KiriTransport *t, const KiriRequest *request)
{
    Sim *s = (Sim *)t;
    gint64 now = kiri_clock_now_us(s->clock);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(request->url), NULL);
    g_autofree char *target = url->query ? g_strconcat(url->path, "?", url->query, NULL) : NULL;
    WorldRequest asked = {kiri_str(url->host), kiri_str(target ? target : url->path), request->etag,
                          request->last_modified};
    Running *r = g_new0(Running, 1);
    world_answer_init(&r->answer);
    world_answer(s->world, &asked, now, &r->answer);
    referee_begin(s->referee, &asked, &r->answer, now);
    r->tag = request->tag;
    r->began_us = now;
    r->ready_us = next_tick(s, now + r->answer.latency_us);
    g_ptr_array_add(s->running, r);
    if (s->wire) {
        KiriRequest onward = *request;
        onward.tag = r;
        s->on_wire++;
        kiri_transport_start(s->wire, &onward);
        return;
    }
    r->response = kiri_response_new(request);
    fill_response(r->response, &r->answer);
}

/* The exchange that is over first; G_MAXUINT when none is under way. */
static guint first_ready(const Sim *s)
{
    guint first = G_MAXUINT;
    for (guint i = 0; i < s->running->len; i++) {
        const Running *r = s->running->pdata[i];
        const Running *best = first == G_MAXUINT ? NULL : s->running->pdata[first];
        if (!best || r->ready_us < best->ready_us ||
            (r->ready_us == best->ready_us && r->answer.host < best->answer.host))
            first = i;
    }
    return first;
}

static gint64 until_first(const Sim *s)
{
    guint first = first_ready(s);
    if (first == G_MAXUINT)
        return G_MAXINT64;
    return ((const Running *)s->running->pdata[first])->ready_us - kiri_clock_now_us(s->clock);
}

static void sim_wait(KiriTransport *t, gint64 timeout_us, const gint *fds, guint n_fds)
{
    Sim *s = (Sim *)t;
    struct pollfd polled[MOST_FDS] = {{0}};
    g_assert_cmpuint(n_fds, <=, MOST_FDS);
    wait_for_wire(s);
    gint64 step = MIN(timeout_us < 0 ? G_MAXINT64 : timeout_us, until_first(s));
    if (s->is_woken || step <= 0) {
        s->is_woken = FALSE;
        return;
    }
    for (guint i = 0; i < n_fds; i++)
        polled[i] = (struct pollfd){fds[i], POLLIN, 0};
    /* Workers live in real time: simulated time waits for them. */
    gboolean is_parsing = kiri_pool_under_way(s->pool) > 0;
    if (n_fds && poll(polled, n_fds, is_parsing ? -1 : 0) > 0)
        return;
    g_assert_false(is_parsing); // their fd was not among those of the wait
    g_assert_cmpint(step, <, G_MAXINT64);
    kiri_clock_advance(s->clock, step);
}

static KiriResponse *sim_next(KiriTransport *t)
{
    Sim *s = (Sim *)t;
    gint64 now = kiri_clock_now_us(s->clock);
    wait_for_wire(s);
    guint first = first_ready(s);
    if (first == G_MAXUINT || ((const Running *)s->running->pdata[first])->ready_us > now)
        return NULL;
    Running *r = s->running->pdata[first];
    KiriResponse *response = g_steal_pointer(&r->response);
    referee_end(s->referee, &r->answer, now);
    g_ptr_array_remove_index_fast(s->running, first);
    return response;
}

static guint sim_under_way(const KiriTransport *t)
{
    return ((const Sim *)t)->running->len;
}

static void sim_cancel(KiriTransport *t)
{
    Sim *s = (Sim *)t;
    if (s->wire)
        kiri_transport_cancel(s->wire);
    s->on_wire = 0;
    g_ptr_array_set_size(s->running, 0);
}

static void sim_wake(KiriTransport *t)
{
    ((Sim *)t)->is_woken = TRUE;
}

static void sim_free(KiriTransport *t)
{
    Sim *s = (Sim *)t;
    sim_cancel(t);
    g_ptr_array_unref(s->running);
    g_free(s);
}

static const KiriTransportClass sim_class = {
    sim_start, sim_wait, sim_next, sim_under_way, sim_cancel, sim_wake, sim_free,
};

KiriTransport *sim_transport_new(const World *world, Referee *referee, KiriClock *clock,
                                 KiriPool *pool, gint64 tick_us, KiriTransport *wire)
{
    Sim *s = g_new0(Sim, 1);
    s->base.class_ = &sim_class;
    s->world = world;
    s->referee = referee;
    s->clock = clock;
    s->pool = pool;
    s->tick_us = tick_us;
    s->wire = wire;
    s->running = g_ptr_array_new_with_free_func(running_free);
    return &s->base;
}

guint sim_transport_n_differences(const KiriTransport *t)
{
    return ((const Sim *)t)->n_differences;
}
