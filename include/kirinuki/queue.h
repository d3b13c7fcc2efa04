// SPDX-License-Identifier: GPL-3.0-or-later
/* A bounded queue of pointers between threads (pthreads, visible to
 * ThreadSanitizer).
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

typedef struct KiriQueue KiriQueue;

KiriQueue *kiri_queue_new(guint capacity);
/* Elements still inside are the caller's loss: drain first. */
void kiri_queue_free(KiriQueue *q);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriQueue, kiri_queue_free)
/* Waits for room. FALSE when the queue is closed: `item` stays the caller's. */
gboolean kiri_queue_push(KiriQueue *q, gpointer item);
/* Waits for an item; NULL when the queue is closed and empty. `timeout_us` < 0
 * waits for ever, else NULL after that time too. */
gpointer kiri_queue_pop(KiriQueue *q, gint64 timeout_us);
/* No more pushes; pops go on until the queue is empty. */
void kiri_queue_close(KiriQueue *q);
guint kiri_queue_length(KiriQueue *q);
