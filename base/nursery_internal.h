// SPDX-License-Identifier: GPL-3.0-or-later
/* What the pool asks of the nursery.
 *
 * Thread rule: any thread; requests queue for the one socket. */
#pragma once

#include <kirinuki/nursery.h>

#include <sys/types.h>

typedef struct {
    pid_t pid; // 0: no worker
    gint fd;   // stream socket, close-on-exec; owned by the holder
} KiriWorker;

/* Ends `worker` (which may be dead, or none), closes its socket and, if
 * `wants_new`, puts a fresh one in its place. `wait_status` (may be NULL) gets
 * how the old one ended, as of waitpid(); a worker that died by itself before
 * the call keeps its own cause. On error IO `worker` is none. */
gboolean kiri_nursery_replace(KiriNursery *nursery, KiriWorker *worker, gboolean wants_new,
                              gint *wait_status, GError **error);

const KiriNurserySetup *kiri_nursery_setup(const KiriNursery *nursery);
