// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_transport.h"

#include <kirinuki/url.h>

#include <poll.h>
#include <string.h>

typedef struct {
    gint64 status;
    char *headers, *body, *problem;
    KiriFetchOutcome outcome;
    KiriFailure failure;
    gboolean is_lasting;
} Answer;

typedef struct {
    KiriResponse *response;
    char *host;
    gint64 ready_us;
} Running;

typedef struct {
    KiriTransport base;
    KiriClock *clock;
    KiriPool *pool; // or NULL
    gint64 duration_us;
    GHashTable *durations; // host → gint64 *, where it is another
    gint is_woken;         // atomic
    GHashTable *answers;   // URL → Answer
    GPtrArray *running;    // Running, in order of their end
    GPtrArray *seen;
    GHashTable *most; // host → most at once
    guint most_in_all;
} Fake;

static void answer_free(gpointer p)
{
    Answer *a = p;
    g_free(a->headers);
    g_free(a->body);
    g_free(a->problem);
    g_free(a);
}

static void running_free(gpointer p)
{
    Running *r = p;
    kiri_response_free(r->response);
    g_free(r->host);
    g_free(r);
}

static void seen_free(gpointer p)
{
    FakeSeen *s = p;
    g_free(s->url);
    g_free(s);
}

static void note_host(Fake *f, const char *host)
{
    guint n = 0;
    f->most_in_all = MAX(f->most_in_all, f->running->len);
    for (guint i = 0; i < f->running->len; i++)
        n += strcmp(((Running *)f->running->pdata[i])->host, host) == 0;
    guint most = GPOINTER_TO_UINT(g_hash_table_lookup(f->most, host));
    g_hash_table_replace(f->most, g_strdup(host), GUINT_TO_POINTER(MAX(n, most)));
}

/* In order of their end; of equal ones the first one started comes first. */
static void add_running(Fake *f, Running *running)
{
    guint i = f->running->len;
    while (i && ((const Running *)f->running->pdata[i - 1])->ready_us > running->ready_us)
        i--;
    g_ptr_array_insert(f->running, (gint)i, running);
}

static void fake_start(KiriTransport *t, const KiriRequest *request)
{
    Fake *f = (Fake *)t;
    const Answer *a = g_hash_table_lookup(f->answers, request->url);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(request->url), NULL);
    Running *running = g_new0(Running, 1);
    KiriResponse *r = running->response = kiri_response_new(request);
    FakeSeen *seen = g_new0(FakeSeen, 1);
    seen->url = g_strdup(request->url);
    seen->at_us = kiri_clock_monotonic_us(f->clock);
    seen->is_conditional = request->etag || request->last_modified;
    g_ptr_array_add(f->seen, seen);
    const gint64 *own = g_hash_table_lookup(f->durations, url->host);
    gint64 duration = own ? *own : f->duration_us;
    running->ready_us = seen->at_us + duration;
    running->host = g_strdup(url->host);
    r->elapsed_us = duration;
    r->status = a ? a->status : 404;
    r->outcome = a ? a->outcome : KIRI_FETCH_ANSWERED;
    r->is_lasting = a && a->is_lasting;
    r->failure = a ? a->failure : KIRI_FAILURE_NONE;
    r->problem = a ? g_strdup(a->problem) : NULL;
    g_free(r->headers);
    r->headers = g_strconcat("HTTP/1.1 200 X\n", a && a->headers ? a->headers : "", NULL);
    g_bytes_unref(r->body);
    const char *body = a && a->body ? a->body : "";
    r->body = g_bytes_new(body, strlen(body));
    r->wire_bytes = (gint64)strlen(body);
    add_running(f, running);
    note_host(f, running->host);
}

static Running *ready_one(const Fake *f)
{
    gint64 now = kiri_clock_monotonic_us(f->clock);
    Running *first = f->running->len ? f->running->pdata[0] : NULL;
    return first && first->ready_us <= now ? first : NULL;
}

static void fake_wait(KiriTransport *t, gint64 timeout_us, const gint *fds, guint n_fds)
{
    Fake *f = (Fake *)t;
    struct pollfd polled[8] = {{0}};
    g_assert_cmpuint(n_fds, <=, G_N_ELEMENTS(polled));
    if (ready_one(f) || g_atomic_int_compare_and_exchange(&f->is_woken, TRUE, FALSE))
        return;
    for (guint i = 0; i < n_fds; i++)
        polled[i] = (struct pollfd){fds[i], POLLIN, 0};
    /* Workers live in real time: the clock stands while they hold jobs. */
    gboolean is_parsing = f->pool && kiri_pool_under_way(f->pool);
    if (n_fds && poll(polled, n_fds, is_parsing ? -1 : f->pool ? 0 : 5) > 0)
        return;
    gint64 now = kiri_clock_monotonic_us(f->clock);
    gint64 step = timeout_us < 0 ? G_MAXINT64 : timeout_us;
    if (f->running->len)
        step = MIN(step, ((Running *)f->running->pdata[0])->ready_us - now);
    g_assert_cmpint(step, <, G_MAXINT64); // or the test would hang
    kiri_clock_advance(f->clock, step);
}

static KiriResponse *fake_next(KiriTransport *t)
{
    Fake *f = (Fake *)t;
    Running *r = ready_one(f);
    if (!r)
        return NULL;
    KiriResponse *response = g_steal_pointer(&r->response);
    g_ptr_array_remove_index(f->running, 0);
    return response;
}

static guint fake_under_way(const KiriTransport *t)
{
    return ((const Fake *)t)->running->len;
}

static void fake_cancel(KiriTransport *t)
{
    g_ptr_array_set_size(((Fake *)t)->running, 0);
}

static void fake_wake(KiriTransport *t)
{
    g_atomic_int_set(&((Fake *)t)->is_woken, TRUE);
}

static void fake_free(KiriTransport *t)
{
    Fake *f = (Fake *)t;
    g_hash_table_destroy(f->answers);
    g_hash_table_destroy(f->durations);
    g_hash_table_destroy(f->most);
    g_ptr_array_unref(f->running);
    g_ptr_array_unref(f->seen);
    g_free(f);
}

static const KiriTransportClass fake_class = {
    fake_start, fake_wait, fake_next, fake_under_way, fake_cancel, fake_wake, fake_free,
};

KiriTransport *fake_transport_new(KiriClock *clock)
{
    Fake *f = g_new0(Fake, 1);
    f->base.class_ = &fake_class;
    f->clock = clock;
    f->answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, answer_free);
    f->durations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    f->most = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    f->running = g_ptr_array_new_with_free_func(running_free);
    f->seen = g_ptr_array_new_with_free_func(seen_free);
    return &f->base;
}

void fake_answer(KiriTransport *t, const char *url, gint64 status, const char *headers,
                 const char *body)
{
    Answer *a = g_new0(Answer, 1);
    a->status = status;
    a->headers = g_strdup(headers);
    a->body = g_strdup(body);
    g_hash_table_replace(((Fake *)t)->answers, g_strdup(url), a);
}

void fake_failure(KiriTransport *t, const char *url, KiriFetchOutcome outcome, gboolean is_lasting,
                  const char *problem)
{
    fake_failure_of(t, url, outcome, KIRI_FAILURE_NONE, is_lasting, problem);
}

void fake_failure_of(KiriTransport *t, const char *url, KiriFetchOutcome outcome,
                     KiriFailure failure, gboolean is_lasting, const char *problem)
{
    Answer *a = g_new0(Answer, 1);
    a->outcome = outcome;
    a->failure = failure;
    a->is_lasting = is_lasting;
    a->problem = g_strdup(problem);
    g_hash_table_replace(((Fake *)t)->answers, g_strdup(url), a);
}

void fake_set_duration(KiriTransport *t, gint64 us)
{
    ((Fake *)t)->duration_us = us;
}

void fake_set_host_duration(KiriTransport *t, const char *host, gint64 us)
{
    gint64 *own = g_new(gint64, 1);
    *own = us;
    g_hash_table_replace(((Fake *)t)->durations, g_strdup(host), own);
}

void fake_transport_set_pool(KiriTransport *t, KiriPool *pool)
{
    ((Fake *)t)->pool = pool;
}

guint fake_most_in_all(const KiriTransport *t)
{
    return ((const Fake *)t)->most_in_all;
}

const FakeSeen *fake_seen(const KiriTransport *t, const char *url_prefix, guint i)
{
    const Fake *f = (const Fake *)t;
    for (guint k = 0; k < f->seen->len; k++) {
        const FakeSeen *s = f->seen->pdata[k];
        if ((!url_prefix || g_str_has_prefix(s->url, url_prefix)) && i-- == 0)
            return s;
    }
    return NULL;
}

guint fake_n_all(const KiriTransport *t)
{
    return ((const Fake *)t)->seen->len;
}

guint fake_n_seen(const KiriTransport *t, const char *url_prefix)
{
    guint n = 0;
    while (fake_seen(t, url_prefix, n))
        n++;
    return n;
}

guint fake_most_at_once(const KiriTransport *t, const char *host)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(((const Fake *)t)->most, host));
}
