// SPDX-License-Identifier: GPL-3.0-or-later
/* A transport at work in a thread of its own: while the owner decides and stores,
 * bytes go on to be sent and read.
 *
 *   owner ── asked ──▶ thread: start, wait, next ── done ──▶ owner
 *
 * The two queues and the flags are under one lock; the inner transport belongs to
 * the thread, but for waking it. What is handed over is copied (requests) or moved
 * (responses), so nothing is ever seen by both.
 *
 * The thread does not run ahead of an owner who is busy for long: while too much
 * waits to be taken it stands still, and what comes stays with the kernel. */
#include <kirinuki/transport.h>

#include <kirinuki/limits.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MOST_FDS 8 // of the owner's, in a wait

typedef struct {
    KiriTransport base;
    KiriTransport *inner; // the thread's
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given_up; // must_cancel was heeded
    pthread_cond_t taken;    // the thread may go on
    GQueue asked;            // KiriRequest, strings of its own
    GQueue done;             // KiriResponse
    gsize done_bytes;
    gboolean must_cancel, must_end;
    guint under_way; // the owner's: started and not handed out
    int call;        // readable: there is something done, or somebody wakes the owner
} ThreadTransport;

static KiriRequest *request_copy(const KiriRequest *request)
{
    KiriRequest *copy = g_memdup2(request, sizeof *request);
    copy->url = g_strdup(request->url);
    copy->etag = g_strdup(request->etag);
    copy->last_modified = g_strdup(request->last_modified);
    copy->accept = g_strdup(request->accept);
    copy->post = request->post ? g_bytes_ref(request->post) : NULL;
    copy->post_type = g_strdup(request->post_type);
    return copy;
}

static void request_free(gpointer data)
{
    KiriRequest *r = data;
    const char *own[] = {r->url, r->etag, r->last_modified, r->accept, r->post_type};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        g_free((gpointer)(guintptr)own[i]);
    if (r->post)
        g_bytes_unref(r->post);
    g_free(r);
}

static void free_responses(GQueue *queue)
{
    g_queue_clear_full(queue, (GDestroyNotify)kiri_response_free);
}

static gsize bytes_of(const KiriResponse *r)
{
    return sizeof *r + g_bytes_get_size(r->body) + strlen(r->headers);
}

/* ---- the thread ---- */

/* What the owner wants, as soon as there is room for answers: FALSE, the end. */
static gboolean take_orders(ThreadTransport *t, GQueue *asked)
{
    pthread_mutex_lock(&t->lock);
    while (t->done_bytes > KIRI_LIMIT_ANSWERS_BYTES && !t->must_cancel && !t->must_end)
        pthread_cond_wait(&t->taken, &t->lock);
    if (t->must_cancel) {
        kiri_transport_cancel(t->inner);
        free_responses(&t->done);
        t->done_bytes = 0;
        t->must_cancel = FALSE;
        pthread_cond_signal(&t->given_up);
    }
    *asked = t->asked;
    g_queue_init(&t->asked);
    gboolean goes_on = !t->must_end;
    pthread_mutex_unlock(&t->lock);
    return goes_on;
}

static void hand_over(ThreadTransport *t)
{
    GQueue done = G_QUEUE_INIT;
    KiriResponse *r;
    while ((r = kiri_transport_next(t->inner)))
        g_queue_push_tail(&done, r);
    if (g_queue_is_empty(&done))
        return;
    pthread_mutex_lock(&t->lock);
    gboolean is_news = g_queue_is_empty(&t->done);
    while ((r = g_queue_pop_head(&done))) {
        t->done_bytes += bytes_of(r);
        g_queue_push_tail(&t->done, r);
    }
    pthread_mutex_unlock(&t->lock);
    if (is_news)
        eventfd_write(t->call, 1);
}

static void *work(void *data)
{
    ThreadTransport *t = data;
    GQueue asked;
    while (take_orders(t, &asked)) {
        KiriRequest *request;
        while ((request = g_queue_pop_head(&asked))) {
            kiri_transport_start(t->inner, request);
            request_free(request);
        }
        kiri_transport_wait(t->inner, -1, NULL, 0);
        hand_over(t);
    }
    g_queue_clear_full(&asked, request_free);
    return NULL;
}

/* ---- the owner ---- */

static void thread_start(KiriTransport *base, const KiriRequest *request)
{
    ThreadTransport *t = (ThreadTransport *)base;
    KiriRequest *copy = request_copy(request);
    pthread_mutex_lock(&t->lock);
    gboolean is_first = g_queue_is_empty(&t->asked);
    g_queue_push_tail(&t->asked, copy);
    pthread_mutex_unlock(&t->lock);
    t->under_way++;
    if (is_first) // else it was woken already
        kiri_transport_wake(t->inner);
}

static gboolean has_done(ThreadTransport *t)
{
    pthread_mutex_lock(&t->lock);
    gboolean has = !g_queue_is_empty(&t->done);
    pthread_mutex_unlock(&t->lock);
    return has;
}

static void thread_wait(KiriTransport *base, gint64 timeout_us, const gint *fds, guint n_fds)
{
    ThreadTransport *t = (ThreadTransport *)base;
    gint64 until = timeout_us < 0 ? G_MAXINT64 : g_get_monotonic_time() + timeout_us;
    struct pollfd polled[1 + MOST_FDS] = {{.fd = t->call, .events = POLLIN}};
    eventfd_t ignored;
    g_return_if_fail(n_fds <= MOST_FDS);
    for (guint i = 0; i < n_fds; i++)
        polled[1 + i] = (struct pollfd){.fd = fds[i], .events = POLLIN}; // below 0 is passed over
    while (!has_done(t)) {
        gint64 now = g_get_monotonic_time();
        gint64 left_ms = until <= now ? 0 : MIN((until - now - 1) / 1000 + 1, 60000);
        int ready = poll(polled, 1 + n_fds, (int)left_ms);
        if (ready > 0 && polled[0].revents)
            eventfd_read(t->call, &ignored);
        if (ready || g_get_monotonic_time() >= until) // a signal ends it too
            return;
    }
}

static KiriResponse *thread_next(KiriTransport *base)
{
    ThreadTransport *t = (ThreadTransport *)base;
    pthread_mutex_lock(&t->lock);
    KiriResponse *r = g_queue_pop_head(&t->done);
    if (r) {
        t->done_bytes -= bytes_of(r);
        t->under_way--;
        pthread_cond_signal(&t->taken);
    }
    pthread_mutex_unlock(&t->lock);
    return r;
}

static guint thread_under_way(const KiriTransport *base)
{
    return ((const ThreadTransport *)base)->under_way;
}

static void thread_cancel(KiriTransport *base)
{
    ThreadTransport *t = (ThreadTransport *)base;
    pthread_mutex_lock(&t->lock);
    g_queue_clear_full(&t->asked, request_free);
    t->must_cancel = TRUE;
    pthread_cond_signal(&t->taken);
    kiri_transport_wake(t->inner);
    while (t->must_cancel)
        pthread_cond_wait(&t->given_up, &t->lock);
    pthread_mutex_unlock(&t->lock);
    t->under_way = 0;
}

static void thread_wake(KiriTransport *base)
{
    eventfd_write(((ThreadTransport *)base)->call, 1);
}

static void thread_free(KiriTransport *base)
{
    ThreadTransport *t = (ThreadTransport *)base;
    pthread_mutex_lock(&t->lock);
    t->must_end = TRUE;
    pthread_cond_signal(&t->taken);
    pthread_mutex_unlock(&t->lock);
    kiri_transport_wake(t->inner);
    pthread_join(t->thread, NULL);
    kiri_transport_free(t->inner);
    free_responses(&t->done);
    pthread_cond_destroy(&t->given_up);
    pthread_cond_destroy(&t->taken);
    pthread_mutex_destroy(&t->lock);
    close(t->call);
    g_free(t);
}

static const KiriTransportClass thread_class = {
    thread_start,  thread_wait, thread_next, thread_under_way,
    thread_cancel, thread_wake, thread_free,
};

/* Signals are for the thread that waits for them. */
static gboolean begin(ThreadTransport *t)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    gboolean ok = pthread_create(&t->thread, NULL, work, t) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

KiriTransport *kiri_transport_in_thread(KiriTransport *inner)
{
    ThreadTransport *t = g_new0(ThreadTransport, 1);
    t->base.class_ = &thread_class;
    t->inner = inner;
    t->call = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    g_queue_init(&t->asked);
    g_queue_init(&t->done);
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->given_up, NULL);
    pthread_cond_init(&t->taken, NULL);
    if (t->call >= 0 && begin(t))
        return &t->base;
    /* It works without, if slower. */
    if (t->call >= 0)
        close(t->call);
    pthread_cond_destroy(&t->given_up);
    pthread_cond_destroy(&t->taken);
    pthread_mutex_destroy(&t->lock);
    g_free(t);
    return inner;
}
