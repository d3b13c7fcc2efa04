// SPDX-License-Identifier: GPL-3.0-or-later
/* The bounded queue: a ring under one mutex, a condition for each side. Plain
 * pthreads, because ThreadSanitizer does not see into GLib's own locks. */
#include <kirinuki/queue.h>

#include <errno.h>
#include <pthread.h>
#include <time.h>

struct KiriQueue {
    pthread_mutex_t lock;
    pthread_cond_t has_room, has_item; // monotonic clock
    gboolean is_closed;
    guint capacity, first, n;
    gpointer items[];
};

KiriQueue *kiri_queue_new(guint capacity)
{
    g_return_val_if_fail(capacity > 0, NULL);
    KiriQueue *q = g_malloc0(sizeof *q + capacity * sizeof(gpointer));
    q->capacity = capacity;
    pthread_mutex_init(&q->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&q->has_room, &monotonic);
    pthread_cond_init(&q->has_item, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return q;
}

void kiri_queue_free(KiriQueue *q)
{
    if (!q)
        return;
    pthread_cond_destroy(&q->has_item);
    pthread_cond_destroy(&q->has_room);
    pthread_mutex_destroy(&q->lock);
    g_free(q);
}

gboolean kiri_queue_push(KiriQueue *q, gpointer item)
{
    g_return_val_if_fail(item != NULL, FALSE); // NULL is pop's "nothing"
    pthread_mutex_lock(&q->lock);
    while (!q->is_closed && q->n == q->capacity)
        pthread_cond_wait(&q->has_room, &q->lock);
    gboolean is_open = !q->is_closed;
    if (is_open) {
        q->items[(q->first + q->n++) % q->capacity] = item;
        pthread_cond_signal(&q->has_item);
    }
    pthread_mutex_unlock(&q->lock);
    return is_open;
}

static struct timespec deadline_after(gint64 timeout_us)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(timeout_us / G_USEC_PER_SEC);
    t.tv_nsec += (long)(timeout_us % G_USEC_PER_SEC) * 1000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

gpointer kiri_queue_pop(KiriQueue *q, gint64 timeout_us)
{
    struct timespec deadline = deadline_after(MAX(timeout_us, 0));
    gpointer item = NULL;
    gint rc = 0;
    pthread_mutex_lock(&q->lock);
    while (!q->n && !q->is_closed && rc != ETIMEDOUT)
        rc = timeout_us < 0 ? pthread_cond_wait(&q->has_item, &q->lock)
                            : pthread_cond_timedwait(&q->has_item, &q->lock, &deadline);
    if (q->n) {
        item = q->items[q->first];
        q->first = (q->first + 1) % q->capacity;
        q->n--;
        pthread_cond_signal(&q->has_room);
    }
    pthread_mutex_unlock(&q->lock);
    return item;
}

void kiri_queue_close(KiriQueue *q)
{
    pthread_mutex_lock(&q->lock);
    q->is_closed = TRUE;
    pthread_cond_broadcast(&q->has_item);
    pthread_cond_broadcast(&q->has_room);
    pthread_mutex_unlock(&q->lock);
}

guint kiri_queue_length(KiriQueue *q)
{
    pthread_mutex_lock(&q->lock);
    guint n = q->n;
    pthread_mutex_unlock(&q->lock);
    return n;
}
