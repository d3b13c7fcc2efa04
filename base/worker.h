// SPDX-License-Identifier: GPL-3.0-or-later
/* The worker's side, and the frames between worker and pool.
 *
 *   job    u32 length, u32 number of the job,  payload
 *   reply  u32 length, u32 status,             payload
 *
 * The length is the payload's, at most KIRI_LIMIT_FRAME_BYTES; integers are in
 * the machine's order, both ends being one program. Status 0 is success, else
 * KiriErrorCode + 1 and the payload is the message. KIRI_STATUS_LAST_WORDS is
 * added by a worker that ends with this reply. */
#pragma once

#include <kirinuki/nursery.h>

#include <sys/types.h>

typedef struct {
    guint32 length;
    guint32 what; // job or status
} KiriFrame;

#define KIRI_STATUS_LAST_WORDS 0x80000000u

/* Runs a job in this process. An error comes out in domain KIRI_ERROR_BASE with
 * the job's own code; a result that passed the cap of `out` is error LIMIT. */
gboolean kiri_worker_run_job(const KiriJob *job, KiriStr in, KiriBuf *out, GError **error);

/* Can this kernel load the filter? Ends a process forked for the question. */
void kiri_worker_probe(void) G_GNUC_NORETURN;

/* The life of a worker in a process just forked by `nursery`: shuts itself in,
 * then serves `socket` until its end. */
void kiri_worker_main(gint socket, const KiriNurserySetup *setup, pid_t nursery) G_GNUC_NORETURN;
