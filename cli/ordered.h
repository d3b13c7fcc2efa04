// SPDX-License-Identifier: GPL-3.0-or-later
/* Jobs answered in the order in which they were asked: all workers are busy, and
 * still line 1 comes out before line 2. A bounded window of questions is held, so
 * memory does not grow with the input.
 *
 * Thread rule: main thread; nothing else may use the pool meanwhile. */
#pragma once

#include <kirinuki/nursery.h>

typedef struct KiriOrdered KiriOrdered;

/* `error` is NULL when `out` (borrowed for the call) is the answer. */
typedef void (*KiriOrderedDone)(gpointer tag, KiriBuf *out, const GError *error, gpointer data);

KiriOrdered *kiri_ordered_new(KiriPool *pool, guint job, KiriOrderedDone done, gpointer data);
/* Waits for what is under way first. */
void kiri_ordered_free(KiriOrdered *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriOrdered, kiri_ordered_free)

/* Asks; `done` may be called for earlier questions meanwhile. */
void kiri_ordered_submit(KiriOrdered *o, KiriStr in, gpointer tag);
/* A question that has its answer already: a failure (transfer full). */
void kiri_ordered_fail(KiriOrdered *o, gpointer tag, GError *error);
/* Until every question is answered. */
void kiri_ordered_drain(KiriOrdered *o);
