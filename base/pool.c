// SPDX-License-Identifier: GPL-3.0-or-later
/* The pool in main: one thread per worker, which hands it one job at a time and
 * waits for the reply until the deadline. A thread spends its life in poll(), so
 * it costs a stack; what it buys is that each conversation with a stranger is
 * straight code.
 *
 *   submit ─▶ jobs (bounded) ─▶ thread ⇄ worker ─▶ results ─▶ next
 *
 * Invariants: a job leaves exactly one result, whatever happens to its worker; a
 * worker that broke any rule is never spoken to again; a thread without a worker
 * asks for one at each job, so that a shortage passes.
 *
 * Thread rule: `lock` guards results and their descriptor; a Runner belongs to
 * its thread. */
#include "nursery_internal.h"
#include "worker.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/queue.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 64 * 1024,
    JOBS_PER_WORKER = 4, // most unfinished ones, the running one included
    /* A worker's share of work. A new one costs a millisecond. */
    JOBS_TILL_REPLACED = 1000,
    /* Half of RLIMIT_CPU (worker.c), so that no honest worker meets it. */
    SECONDS_TILL_REPLACED = 1800,
};

typedef struct {
    guint number;
    gpointer tag;
    KiriBuf frame; // header and payload
} Job;

typedef struct {
    KiriPool *pool;
    pthread_t thread;
    KiriWorker worker;
    guint n_jobs; // done by this worker
    gint64 busy_us;
    char *chunk;
} Runner;

struct KiriPool {
    KiriNursery *nursery; // NULL: in process
    const KiriJob *jobs;
    guint n_jobs, n_runners, n_threads; // threads that run
    Runner *runners;
    KiriQueue *queue; // of Job
    gint stop_fd;     // readable: give up
    atomic_bool is_closing;

    pthread_mutex_t lock;
    pthread_cond_t has_result; // monotonic clock
    GQueue results;            // of KiriJobResult
    gint result_fd;
    atomic_uint under_way;
};

static gint64 now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (gint64)t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static void job_free(Job *job)
{
    kiri_buf_clear(&job->frame);
    g_free(job);
}

void kiri_job_result_free(KiriJobResult *r)
{
    if (!r)
        return;
    kiri_buf_clear(&r->out);
    g_clear_error(&r->error);
    g_free(r);
}

static KiriJobResult *result_new(gpointer tag)
{
    KiriJobResult *r = g_new0(KiriJobResult, 1);
    r->tag = tag;
    kiri_buf_init(&r->out, KIRI_LIMIT_FRAME_BYTES);
    return r;
}

/* ---- one conversation ---- */

typedef enum {
    TALK_OK,
    TALK_LATE,    // the deadline passed
    TALK_ENDED,   // the worker is gone
    TALK_LIED,    // a frame that cannot be
    TALK_STOPPED, // the pool closes
} Talk;

static Talk wait_until_ready(Runner *r, short events, gint64 deadline_us)
{
    for (;;) {
        struct pollfd fds[2] = {{.fd = r->worker.fd, .events = events},
                                {.fd = r->pool->stop_fd, .events = POLLIN}};
        gint64 left_us = deadline_us - now_us();
        if (left_us <= 0)
            return TALK_LATE;
        gint n = poll(fds, 2, (gint)MIN(left_us / 1000 + 1, G_MAXINT));
        if (n > 0 && fds[1].revents)
            return TALK_STOPPED;
        if (n > 0)
            return TALK_OK;
        if (n < 0 && errno != EINTR)
            return TALK_ENDED;
    }
}

static Talk send_job(Runner *r, KiriStr frame, gint64 deadline_us)
{
    while (frame.n) {
        gssize put = send(r->worker.fd, frame.p, frame.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put > 0) {
            frame.p += put;
            frame.n -= (gsize)put;
        } else if (put < 0 && errno == EAGAIN) {
            Talk talk = wait_until_ready(r, POLLOUT, deadline_us);
            if (talk != TALK_OK)
                return talk;
        } else if (put == 0 || errno != EINTR) {
            return TALK_ENDED;
        }
    }
    return TALK_OK;
}

/* Takes `n` bytes into `out`, which has room for them, and none beyond. */
static Talk receive(Runner *r, gsize n, KiriBuf *out, gint64 deadline_us)
{
    while (n) {
        gssize got = recv(r->worker.fd, r->chunk, MIN(n, CHUNK_BYTES), MSG_DONTWAIT);
        if (got > 0) {
            kiri_buf_add(out, r->chunk, (gsize)got);
            n -= (gsize)got;
        } else if (got < 0 && errno == EAGAIN) {
            Talk talk = wait_until_ready(r, POLLIN, deadline_us);
            if (talk != TALK_OK)
                return talk;
        } else if (got == 0 || errno != EINTR) {
            return TALK_ENDED;
        }
    }
    return TALK_OK;
}

/* Sends the job and waits for its reply. */
static Talk converse(Runner *r, const Job *job, guint32 *status, gboolean *is_last, KiriBuf *out)
{
    gint64 deadline_us = now_us() + (gint64)kiri_nursery_setup(r->pool->nursery)->job_ms * 1000;
    g_auto(KiriBuf) header;
    kiri_buf_init(&header, sizeof(KiriFrame));
    Talk talk = send_job(r, kiri_buf_view(&job->frame), deadline_us);
    if (talk == TALK_OK)
        talk = receive(r, sizeof(KiriFrame), &header, deadline_us);
    if (talk != TALK_OK)
        return talk;
    KiriFrame frame;
    memcpy(&frame, header.p, sizeof frame);
    *status = frame.what & ~KIRI_STATUS_LAST_WORDS;
    *is_last = *status != frame.what;
    if (frame.length > KIRI_LIMIT_FRAME_BYTES || *status > KIRI_ERROR_CANCELLED + 1)
        return TALK_LIED;
    return receive(r, frame.length, out, deadline_us);
}

/* ---- one job ---- */

static gboolean replace_worker(Runner *r, GError **error)
{
    r->n_jobs = 0;
    r->busy_us = 0;
    return kiri_nursery_replace(r->pool->nursery, &r->worker, TRUE, NULL, error);
}

/* A worker has nothing to say between jobs: readable means dead or lying. */
static gboolean is_fit(const Runner *r)
{
    struct pollfd fd = {.fd = r->worker.fd, .events = POLLIN};
    return r->worker.pid > 0 && r->n_jobs < JOBS_TILL_REPLACED &&
           r->busy_us < SECONDS_TILL_REPLACED * (gint64)G_USEC_PER_SEC && poll(&fd, 1, 0) == 0;
}

static void set_ended(GError **error, const char *job, gint wait_status)
{
    gint number = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    if (number == SIGKILL) // not by us: the kernel's, in need of memory
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                    _("job '%s' was killed, probably because memory ran out"), job);
    else if (number == SIGXCPU)
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                    _("job '%s' used up its processor time"), job);
    else if (number == SIGSYS)
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED,
                    _("job '%s' made a system call that the sandbox forbids"), job);
    else if (number)
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED, _("job '%s' crashed (signal %d)"),
                    job, number);
    else
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED,
                    _("the worker of job '%s' ended with status %d"), job,
                    WEXITSTATUS(wait_status));
}

/* The worker is lost: say why. The next job asks for another. TRUE: it was killed, by
 * neither us nor the job. */
static gboolean give_up(Runner *r, const char *job, Talk talk, GError **error)
{
    gint wait_status = 0;
    kiri_nursery_replace(r->pool->nursery, &r->worker, FALSE, &wait_status, NULL);
    switch (talk) {
    case TALK_LATE:
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT, _("job '%s' took longer than %u ms"),
                    job, kiri_nursery_setup(r->pool->nursery)->job_ms);
        break;
    case TALK_LIED:
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED,
                    _("the worker of job '%s' sent a broken frame"), job);
        break;
    case TALK_STOPPED:
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_CANCELLED, _("job '%s' was given up"), job);
        break;
    case TALK_ENDED:
    case TALK_OK:
        set_ended(error, job, wait_status);
        break;
    }
    return talk == TALK_ENDED && WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGKILL;
}

/* FALSE: the worker was killed while it had the job. */
static gboolean try_in_worker(Runner *r, const Job *job, KiriJobResult *result)
{
    if (!is_fit(r) && !replace_worker(r, &result->error))
        return TRUE;
    guint32 status = 0;
    gint64 started_us = now_us();
    gboolean is_last = FALSE;
    Talk talk = converse(r, job, &status, &is_last, &result->out);
    if (talk != TALK_OK) {
        kiri_buf_clear(&result->out);
        return !give_up(r, r->pool->jobs[job->number].name, talk, &result->error);
    }
    if (is_last)
        kiri_nursery_replace(r->pool->nursery, &r->worker, FALSE, NULL, NULL);
    r->n_jobs++;
    r->busy_us += now_us() - started_us;
    if (status) {
        g_autofree char *message = g_utf8_make_valid(result->out.p, (gssize)result->out.n);
        g_set_error_literal(&result->error, KIRI_ERROR_BASE, (gint)status - 1, message);
        kiri_buf_clear(&result->out);
    }
    return TRUE;
}

/* In need of memory the kernel kills workers first, whatever they are at, so a job
 * whose worker was killed is tried once more; one that is to blame is met again. */
static void run_in_worker(Runner *r, const Job *job, KiriJobResult *result)
{
    if (try_in_worker(r, job, result))
        return;
    g_clear_error(&result->error);
    try_in_worker(r, job, result);
}

static void run_in_process(Runner *r, const Job *job, KiriJobResult *result)
{
    KiriStr in = {job->frame.p + sizeof(KiriFrame), job->frame.n - sizeof(KiriFrame)};
    if (!kiri_worker_run_job(&r->pool->jobs[job->number], in, &result->out, &result->error))
        kiri_buf_clear(&result->out);
}

static void hand_back(KiriPool *pool, KiriJobResult *result)
{
    pthread_mutex_lock(&pool->lock);
    g_queue_push_tail(&pool->results, result);
    if (pool->results.length == 1)
        eventfd_write(pool->result_fd, 1);
    pthread_cond_signal(&pool->has_result);
    pthread_mutex_unlock(&pool->lock);
}

static void *run(void *data)
{
    Runner *r = data;
    Job *job;
    while ((job = kiri_queue_pop(r->pool->queue, -1))) {
        if (!atomic_load(&r->pool->is_closing)) {
            KiriJobResult *result = result_new(job->tag);
            (r->pool->nursery ? run_in_worker : run_in_process)(r, job, result);
            hand_back(r->pool, result);
        }
        job_free(job);
    }
    return NULL;
}

/* ---- life ---- */

/* Threads of the pool take no signals: handlers belong to the main thread, whose
 * poll() they shall interrupt. */
static gboolean start_threads(KiriPool *pool, GError **error)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = 0;
    while (pool->n_threads < pool->n_runners && rc == 0) {
        Runner *r = &pool->runners[pool->n_threads];
        rc = pthread_create(&r->thread, NULL, run, r);
        pool->n_threads += rc == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc)
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO, _("cannot start a thread: %s"),
                    g_strerror(rc));
    return rc == 0;
}

static gboolean start_runners(KiriPool *pool, GError **error)
{
    if (pool->result_fd < 0 || pool->stop_fd < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot start"), "workers");
    for (guint i = 0; pool->nursery && i < pool->n_runners; i++)
        if (!replace_worker(&pool->runners[i], error))
            return FALSE;
    return start_threads(pool, error);
}

KiriPool *kiri_pool_new(KiriNursery *nursery, const KiriJob *jobs, guint n_jobs, guint n_workers,
                        GError **error)
{
    KiriPool *pool = g_new0(KiriPool, 1);
    pool->nursery = nursery;
    pool->jobs = nursery ? kiri_nursery_setup(nursery)->jobs : jobs;
    pool->n_jobs = nursery ? kiri_nursery_setup(nursery)->n_jobs : n_jobs;
    pool->n_runners = n_workers ? n_workers : g_get_num_processors();
    pool->queue = kiri_queue_new((JOBS_PER_WORKER - 1) * pool->n_runners);
    pool->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pool->result_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->has_result, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pool->runners = g_new0(Runner, pool->n_runners);
    for (guint i = 0; i < pool->n_runners; i++)
        pool->runners[i] =
            (Runner){.pool = pool, .worker = {0, -1}, .chunk = g_malloc(CHUNK_BYTES)};
    if (start_runners(pool, error))
        return pool;
    kiri_pool_free(pool);
    return NULL;
}

void kiri_pool_free(KiriPool *pool)
{
    if (!pool)
        return;
    atomic_store(&pool->is_closing, TRUE);
    eventfd_write(pool->stop_fd, 1);
    kiri_queue_close(pool->queue);
    for (guint i = 0; i < pool->n_threads; i++)
        pthread_join(pool->runners[i].thread, NULL);
    for (guint i = 0; i < pool->n_runners; i++) {
        if (pool->runners[i].worker.pid > 0)
            kiri_nursery_replace(pool->nursery, &pool->runners[i].worker, FALSE, NULL, NULL);
        g_free(pool->runners[i].chunk);
    }
    KiriJobResult *result;
    while ((result = g_queue_pop_head(&pool->results)))
        kiri_job_result_free(result);
    kiri_queue_free(pool->queue);
    pthread_cond_destroy(&pool->has_result);
    pthread_mutex_destroy(&pool->lock);
    if (pool->stop_fd >= 0)
        close(pool->stop_fd);
    if (pool->result_fd >= 0)
        close(pool->result_fd);
    g_free(pool->runners);
    g_free(pool);
}

guint kiri_pool_workers(const KiriPool *pool)
{
    return pool->n_runners;
}

gint kiri_pool_fd(const KiriPool *pool)
{
    return pool->result_fd;
}

guint kiri_pool_under_way(const KiriPool *pool)
{
    return atomic_load(&pool->under_way);
}

/* ---- use ---- */

void kiri_pool_submit(KiriPool *pool, guint job, KiriStr in, gpointer tag)
{
    g_return_if_fail(job < pool->n_jobs);
    atomic_fetch_add(&pool->under_way, 1);
    if (in.n > KIRI_LIMIT_FRAME_BYTES) {
        KiriJobResult *result = result_new(tag);
        g_set_error(&result->error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                    _("the input of job '%s' is larger than %d bytes"), pool->jobs[job].name,
                    KIRI_LIMIT_FRAME_BYTES);
        hand_back(pool, result);
        return;
    }
    Job *j = g_new0(Job, 1);
    j->number = job;
    j->tag = tag;
    KiriFrame frame = {(guint32)in.n, job};
    kiri_buf_init(&j->frame, sizeof frame + in.n);
    kiri_buf_add(&j->frame, &frame, sizeof frame);
    kiri_buf_add(&j->frame, in.p, in.n);
    if (!kiri_queue_push(pool->queue, j))
        job_free(j); // the pool is being freed; so are its results
}

static gboolean wait_for_result(KiriPool *pool, const struct timespec *deadline)
{
    int rc = 0;
    while (!pool->results.length && atomic_load(&pool->under_way) && rc != ETIMEDOUT)
        rc = deadline ? pthread_cond_timedwait(&pool->has_result, &pool->lock, deadline)
                      : pthread_cond_wait(&pool->has_result, &pool->lock);
    return pool->results.length > 0;
}

KiriJobResult *kiri_pool_next(KiriPool *pool, gint64 timeout_us)
{
    gint64 until_us = now_us() + MAX(timeout_us, 0);
    struct timespec deadline = {(time_t)(until_us / G_USEC_PER_SEC),
                                (long)(until_us % G_USEC_PER_SEC) * 1000};
    KiriJobResult *result = NULL;
    pthread_mutex_lock(&pool->lock);
    if (pool->results.length ||
        (timeout_us && wait_for_result(pool, timeout_us < 0 ? NULL : &deadline))) {
        result = g_queue_pop_head(&pool->results);
        /* The last one out wakes those who wait in vain. */
        if (atomic_fetch_sub(&pool->under_way, 1) == 1)
            pthread_cond_broadcast(&pool->has_result);
        eventfd_t ignored;
        if (!pool->results.length)
            eventfd_read(pool->result_fd, &ignored);
    }
    pthread_mutex_unlock(&pool->lock);
    return result;
}

gboolean kiri_pool_run(KiriPool *pool, guint job, KiriStr in, KiriBuf *out, GError **error)
{
    kiri_pool_submit(pool, job, in, NULL);
    g_autoptr(KiriJobResult) result = kiri_pool_next(pool, -1);
    g_return_val_if_fail(result != NULL, FALSE);
    if (result->error) {
        g_propagate_error(error, g_steal_pointer(&result->error));
        return FALSE;
    }
    if (kiri_buf_add(out, result->out.p, result->out.n))
        return TRUE;
    g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT, _("the result of job '%s' does not fit"),
                pool->jobs[job].name);
    return FALSE;
}
