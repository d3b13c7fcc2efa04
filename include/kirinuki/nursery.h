// SPDX-License-Identifier: GPL-3.0-or-later
/* Sandboxed workers: strangers' bytes are parsed where a crash costs one page.
 *
 * A job is a plain function, bytes in and bytes out. kiri_nursery_start() forks
 * the nursery before the program opens a database, a thread or a curl handle;
 * the nursery runs the preload functions (models, converters) and then forks
 * workers on request, each behind a seccomp filter and resource limits, and
 * hands their sockets back. A pool keeps `n` workers; a worker that dies, hangs
 * past the time limit or lies about its frame costs its job, which ends with
 * error LIMIT (time, memory) or FAILED (crash), and is replaced. A job whose
 * worker was killed from outside, as the kernel does in need of memory, is tried
 * once more first. Workers that did their share are replaced too, so that what a
 * library leaks has an end.
 *
 * A worker may take KIRI_LIMIT_WORKER_BYTES of address space beside what the
 * nursery had loaded, and KIRI_LIMIT_JOB_MS for a job. Under sanitizers
 * (KIRINUKI_SANITIZED) the filter and the memory limit are off. Nursery and
 * workers are a session of their own: Ctrl-C is for main alone, and none of
 * them survives main.
 *
 *   main ──request──▶ nursery ──fork──▶ worker (seccomp, rlimits, oom_score)
 *     ◀──────────── socket of the worker ───────────┘
 *
 * What a job must not do, because the filter kills it: open files, start
 * threads, use stdio or GDateTime. Messages through _() and g_strerror() are fine:
 * the nursery has opened their catalogues. GLib's log messages are dropped. Jobs
 * run in process too (unit tests, fuzzers: a pool without a nursery).
 *
 * Thread rule: start: the main thread, before any other thread. Pool: any
 * thread. */
#pragma once

#include <kirinuki/buf.h>

/* Fills `out` from `in`, or returns FALSE with an error, whose code and message
 * travel to the caller. */
typedef gboolean (*KiriJobRun)(KiriStr in, KiriBuf *out, GError **error);

typedef struct {
    const char *name; // "extract"; the index in the table is the job's number
    KiriJobRun run;
} KiriJob;

typedef enum {
    KIRI_SANDBOX_FULL,        // seccomp and limits; an error where the kernel refuses
    KIRI_SANDBOX_LIMITS_ONLY, // resource limits only, by explicit setting
} KiriSandbox;

typedef struct {
    const KiriJob *jobs; // borrowed for the life of the nursery
    guint n_jobs;
    /* Run once in the nursery before the first worker; NULL for none. */
    gboolean (*preload)(gconstpointer data, GError **error);
    gconstpointer preload_data;
    KiriSandbox sandbox;
    guint job_ms; // time limit of a job; 0: KIRI_LIMIT_JOB_MS
} KiriNurserySetup;

typedef struct KiriNursery KiriNursery;

/* Errors: what preload said; REFUSED where the filter cannot be loaded; IO where
 * no process can be had; FAILED when preload crashed. */
KiriNursery *kiri_nursery_start(const KiriNurserySetup *setup, GError **error);
/* Ends the nursery and its workers, and waits for them. */
void kiri_nursery_stop(KiriNursery *nursery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNursery, kiri_nursery_stop)

typedef struct KiriPool KiriPool;

/* A finished job. `error` is NULL when it went well. Its domain is
 * KIRI_ERROR_BASE; the code is the job's own, LIMIT, FAILED, or IO when no worker
 * could be had: then the job says nothing about its input. */
typedef struct {
    gpointer tag; // as submitted
    KiriBuf out;  // (owned by the result)
    GError *error;
} KiriJobResult;
void kiri_job_result_free(KiriJobResult *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriJobResult, kiri_job_result_free)

/* A pool of `n_workers` (0: one per processor). `nursery` NULL runs every job
 * in process, in threads of the pool: for tests and fuzzers; then `jobs` is the
 * table, borrowed for the life of the pool, and there is no time limit. The
 * nursery must outlive the pool. */
KiriPool *kiri_pool_new(KiriNursery *nursery, const KiriJob *jobs, guint n_jobs, guint n_workers,
                        GError **error);
/* Jobs under way are given up (in process: waited for); results that wait are
 * freed. Their tags are the caller's loss. */
void kiri_pool_free(KiriPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPool, kiri_pool_free)

guint kiri_pool_workers(const KiriPool *pool);

/* Queues a job; waits while 4 × workers jobs are unfinished. `in` is copied; one
 * beyond KIRI_LIMIT_FRAME_BYTES ends with error LIMIT. Every submitted job gives
 * exactly one result. Results do not count, so one thread may submit and take in
 * turns without looking; who takes too seldom gathers them in memory, and
 * kiri_pool_under_way() tells. */
void kiri_pool_submit(KiriPool *pool, guint job, KiriStr in, gpointer tag);
/* The next finished job in any order; NULL after `timeout_us` (< 0: for ever)
 * or when nothing is under way. (transfer full) */
KiriJobResult *kiri_pool_next(KiriPool *pool, gint64 timeout_us);
/* Readable whenever a result waits: for poll loops beside sockets. Owned by the
 * pool. */
gint kiri_pool_fd(const KiriPool *pool);
guint kiri_pool_under_way(const KiriPool *pool); // submitted, and not yet handed back

/* One job, waited for. Not to be mixed with submit/next on the same pool. */
gboolean kiri_pool_run(KiriPool *pool, guint job, KiriStr in, KiriBuf *out, GError **error);
