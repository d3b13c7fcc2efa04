// SPDX-License-Identifier: GPL-3.0-or-later
#include <kirinuki/queue.h>

#include <pthread.h>
#include <stdatomic.h>

static void test_order(void)
{
    g_autoptr(KiriQueue) q = kiri_queue_new(3);
    for (gint round = 0; round < 5; round++) { // around the ring more than once
        for (guint i = 1; i <= 3; i++)
            g_assert_true(kiri_queue_push(q, GUINT_TO_POINTER(i)));
        g_assert_cmpuint(kiri_queue_length(q), ==, 3);
        for (guint i = 1; i <= 2; i++)
            g_assert_cmpuint(GPOINTER_TO_UINT(kiri_queue_pop(q, -1)), ==, i);
        g_assert_cmpuint(GPOINTER_TO_UINT(kiri_queue_pop(q, 0)), ==, 3);
    }
}

static void test_timeout(void)
{
    g_autoptr(KiriQueue) q = kiri_queue_new(1);
    g_assert_null(kiri_queue_pop(q, 0));
    gint64 before = g_get_monotonic_time();
    g_assert_null(kiri_queue_pop(q, 20000));
    g_assert_cmpint(g_get_monotonic_time() - before, >=, 20000);
}

static void test_closed(void)
{
    g_autoptr(KiriQueue) q = kiri_queue_new(2);
    kiri_queue_push(q, GUINT_TO_POINTER(1));
    kiri_queue_close(q);
    g_assert_false(kiri_queue_push(q, GUINT_TO_POINTER(2)));
    g_assert_cmpuint(GPOINTER_TO_UINT(kiri_queue_pop(q, -1)), ==, 1); // what was in, comes out
    g_assert_null(kiri_queue_pop(q, -1));
    kiri_queue_free(NULL);
}

typedef struct {
    KiriQueue *q;
    guint first, n;
    atomic_uint pushed;
} Producer;

static void *produce(void *data)
{
    Producer *p = data;
    for (guint i = 0; i < p->n; i++) {
        if (!kiri_queue_push(p->q, GUINT_TO_POINTER(p->first + i)))
            break;
        atomic_fetch_add(&p->pushed, 1);
    }
    return NULL;
}

static void test_threads(void)
{
    enum { N_PRODUCERS = 4, N = 5000 };
    g_autoptr(KiriQueue) q = kiri_queue_new(7);
    Producer producers[N_PRODUCERS];
    pthread_t threads[N_PRODUCERS];
    g_autofree guint8 *seen = g_malloc0(N_PRODUCERS * N + 1);
    for (guint i = 0; i < N_PRODUCERS; i++) {
        producers[i] = (Producer){.q = q, .first = 1 + i * N, .n = N};
        pthread_create(&threads[i], NULL, produce, &producers[i]);
    }
    for (guint i = 0; i < N_PRODUCERS * N; i++) {
        seen[GPOINTER_TO_UINT(kiri_queue_pop(q, -1))]++;
        g_assert_cmpuint(kiri_queue_length(q), <=, 7);
    }
    for (guint i = 0; i < N_PRODUCERS; i++)
        pthread_join(threads[i], NULL);
    for (guint i = 1; i <= N_PRODUCERS * N; i++)
        g_assert_cmpuint(seen[i], ==, 1);
}

/* A producer that waits for room is let go by close. */
static void test_close_frees_waiting(void)
{
    g_autoptr(KiriQueue) q = kiri_queue_new(1);
    Producer p = {.q = q, .first = 1, .n = 3};
    pthread_t thread;
    pthread_create(&thread, NULL, produce, &p);
    g_assert_nonnull(kiri_queue_pop(q, -1));
    kiri_queue_close(q);
    pthread_join(thread, NULL);
    g_assert_cmpuint(atomic_load(&p.pushed), <=, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/queue/order", test_order);
    g_test_add_func("/queue/timeout", test_timeout);
    g_test_add_func("/queue/closed", test_closed);
    g_test_add_func("/queue/threads", test_threads);
    g_test_add_func("/queue/close-frees-waiting", test_close_frees_waiting);
    return g_test_run();
}
