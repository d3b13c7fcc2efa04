// SPDX-License-Identifier: GPL-3.0-or-later
/* A transport in a thread of its own beside an owner who is busy: it does not run
 * ahead without end, and is given up and ended whatever it is at. */
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <pthread.h>
#include <stdatomic.h>

enum { ANSWER_BYTES = 1 << 20, MOST_AHEAD = KIRI_LIMIT_ANSWERS_BYTES / ANSWER_BYTES };

/* Has an answer to every request at once, one for each wait. */
typedef struct {
    KiriTransport base;
    GQueue asked; // tags
    KiriResponse *ready;
    pthread_mutex_t lock;
    pthread_cond_t called;
    gboolean is_called;
} Quick;

static atomic_uint n_made, n_cancelled, n_freed;

static void quick_start(KiriTransport *base, const KiriRequest *request)
{
    g_queue_push_tail(&((Quick *)base)->asked, request->tag);
}

static void quick_wait(KiriTransport *base, gint64 timeout_us, const gint *fds, guint n_fds)
{
    Quick *q = (Quick *)base;
    (void)timeout_us, (void)fds, (void)n_fds;
    pthread_mutex_lock(&q->lock);
    while (g_queue_is_empty(&q->asked) && !q->is_called)
        pthread_cond_wait(&q->called, &q->lock);
    q->is_called = FALSE;
    pthread_mutex_unlock(&q->lock);
    if (g_queue_is_empty(&q->asked))
        return;
    KiriRequest request = {.url = "http://a.example/", .tag = g_queue_pop_head(&q->asked)};
    q->ready = kiri_response_new(&request);
    g_bytes_unref(q->ready->body);
    q->ready->body = g_bytes_new_take(g_malloc0(ANSWER_BYTES), ANSWER_BYTES);
    n_made++;
}

static KiriResponse *quick_next(KiriTransport *base)
{
    return g_steal_pointer(&((Quick *)base)->ready);
}

static guint quick_under_way(const KiriTransport *base)
{
    return ((const Quick *)base)->asked.length;
}

static void quick_cancel(KiriTransport *base)
{
    g_queue_clear(&((Quick *)base)->asked);
    n_cancelled++;
}

static void quick_wake(KiriTransport *base)
{
    Quick *q = (Quick *)base;
    pthread_mutex_lock(&q->lock);
    q->is_called = TRUE;
    pthread_cond_signal(&q->called);
    pthread_mutex_unlock(&q->lock);
}

static void quick_free(KiriTransport *base)
{
    Quick *q = (Quick *)base;
    g_queue_clear(&q->asked);
    kiri_response_free(q->ready);
    pthread_cond_destroy(&q->called);
    pthread_mutex_destroy(&q->lock);
    g_free(q);
    n_freed++;
}

static const KiriTransportClass quick_class = {
    quick_start, quick_wait, quick_next, quick_under_way, quick_cancel, quick_wake, quick_free};

static KiriTransport *begin(void)
{
    Quick *q = g_new0(Quick, 1);
    q->base.class_ = &quick_class;
    g_queue_init(&q->asked);
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->called, NULL);
    n_made = n_cancelled = n_freed = 0;
    return kiri_transport_in_thread(&q->base);
}

static void ask(KiriTransport *t, guint from, guint to)
{
    for (guint i = from; i < to; i++) {
        KiriRequest request = {.url = "http://a.example/", .tag = GUINT_TO_POINTER(i + 1)};
        kiri_transport_start(t, &request);
    }
}

/* Until the thread stands still with as much as may wait. */
static void wait_until_full(KiriTransport *t)
{
    while (n_made < MOST_AHEAD)
        kiri_transport_wait(t, 1000, NULL, 0);
}

static guint take_all(KiriTransport *t, guint first)
{
    guint n = 0;
    while (kiri_transport_under_way(t)) {
        g_autoptr(KiriResponse) r = kiri_transport_next(t);
        if (!r) {
            kiri_transport_wait(t, 30 * G_USEC_PER_SEC, NULL, 0);
            continue;
        }
        g_assert_cmpuint(GPOINTER_TO_UINT(r->tag), ==, first + ++n);
        g_assert_cmpuint(n_made, <=, first + n + MOST_AHEAD);
    }
    return n;
}

static void test_does_not_run_ahead(void)
{
    g_autoptr(KiriTransport) t = begin();
    ask(t, 0, 200);
    wait_until_full(t);
    for (guint i = 0; i < 1000; i++) // what is done waits: this does not
        kiri_transport_wait(t, -1, NULL, 0);
    g_assert_cmpuint(n_made, ==, MOST_AHEAD);
    g_assert_cmpuint(take_all(t, 0), ==, 200);
}

static void test_is_given_up_when_full(void)
{
    g_autoptr(KiriTransport) t = begin();
    ask(t, 0, 100);
    wait_until_full(t);
    kiri_transport_cancel(t);
    g_assert_cmpuint(n_cancelled, ==, 1);
    g_assert_cmpuint(kiri_transport_under_way(t), ==, 0);
    g_assert_null(kiri_transport_next(t));
    n_made = 0;
    ask(t, 0, 50); // and goes on
    g_assert_cmpuint(take_all(t, 0), ==, 50);
}

static void test_ends_when_full(void)
{
    KiriTransport *t = begin();
    ask(t, 0, 100);
    wait_until_full(t);
    ask(t, 100, 110);
    kiri_transport_free(t);
    g_assert_cmpuint(n_freed, ==, 1);
}

/* From whichever thread: a wait that has begun, or else the next one. */
static void *call(void *transport)
{
    kiri_transport_wake(transport);
    return NULL;
}

static void test_is_woken(void)
{
    g_autoptr(KiriTransport) t = begin();
    pthread_t caller;
    kiri_transport_wake(t);
    kiri_transport_wait(t, -1, NULL, 0);
    g_assert_cmpint(pthread_create(&caller, NULL, call, t), ==, 0);
    kiri_transport_wait(t, -1, NULL, 0);
    pthread_join(caller, NULL);
    g_assert_null(kiri_transport_next(t));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transport-thread/does-not-run-ahead", test_does_not_run_ahead);
    g_test_add_func("/transport-thread/is-given-up-when-full", test_is_given_up_when_full);
    g_test_add_func("/transport-thread/ends-when-full", test_ends_when_full);
    g_test_add_func("/transport-thread/is-woken", test_is_woken);
    return g_test_run();
}
