// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as what a worker answers, from a worker that stayed alive or died after them
 * (first byte). A pool gives exactly one result for each job: the answer, or an error
 * with a code of ours; it never waits for more than the frame says and never takes more.
 *
 * The nursery is a stand-in: its workers are sockets with the bytes in them. */
#include "fuzz.h"

#include "nursery_internal.h"
#include "worker.h"

#include <kirinuki/error.h>
#include <kirinuki/limits.h>

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static gboolean no_job(KiriStr in, KiriBuf *out, GError **error)
{
    (void)in, (void)out, (void)error;
    g_assert_not_reached();
}

static const KiriJob jobs[] = {{"job", no_job}};
static KiriNurserySetup setup = {.jobs = jobs, .n_jobs = 1};

enum { TAG = 7, JOB_BYTES = 2, SHORT_MS = 4, LONG_MS = 60000 };

/* What the worker says to its job, and whether it lives on then. */
static KiriStr answer;
static gboolean stays;
static pthread_t thread;

static void *work(void *data)
{
    gint fd = GPOINTER_TO_INT(data);
    guint8 job[sizeof(KiriFrame) + JOB_BYTES];
    gboolean has_job = recv(fd, job, sizeof job, MSG_WAITALL) == sizeof job;
    if (has_job && answer.n && send(fd, answer.p, answer.n, MSG_NOSIGNAL) < 0)
        has_job = FALSE; // the pool went away
    if (has_job && stays)
        recv(fd, job, 1, MSG_WAITALL);
    close(fd);
    return NULL;
}

const KiriNurserySetup *kiri_nursery_setup(const KiriNursery *nursery)
{
    (void)nursery;
    return &setup;
}

gboolean kiri_nursery_replace(KiriNursery *nursery, KiriWorker *worker, gboolean wants_new,
                              gint *wait_status, GError **error)
{
    (void)nursery, (void)error;
    if (worker->pid > 0) {
        shutdown(worker->fd, SHUT_RDWR);
        close(worker->fd);
        pthread_join(thread, NULL);
    }
    *worker = (KiriWorker){.fd = -1};
    if (wait_status)
        *wait_status = 0;
    if (!wants_new)
        return TRUE;
    gint ends[2];
    g_assert_true(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    *worker = (KiriWorker){.pid = 1, .fd = ends[0]};
    g_assert_true(pthread_create(&thread, NULL, work, GINT_TO_POINTER(ends[1])) == 0);
    return TRUE;
}

/* What must come of these bytes: a whole frame is worth its status, anything else an
 * error that says so. */
static void check(const KiriJobResult *r)
{
    KiriFrame frame = {0};
    gboolean has_head = answer.n >= sizeof frame;
    if (has_head)
        memcpy(&frame, answer.p, sizeof frame);
    guint32 status = frame.what & ~KIRI_STATUS_LAST_WORDS;
    gboolean is_lie = frame.length > KIRI_LIMIT_FRAME_BYTES || status > KIRI_ERROR_CANCELLED + 1;
    gboolean is_whole = has_head && !is_lie && answer.n - sizeof frame >= frame.length;
    g_assert_true(r->tag == GINT_TO_POINTER(TAG));
    g_assert_cmpint(is_whole && !status, ==, r->error == NULL);
    if (!r->error) {
        KiriStr payload = {answer.p + sizeof frame, frame.length};
        g_assert_true(kiri_str_equal(kiri_buf_view(&r->out), payload));
        return;
    }
    g_assert_true(r->error->domain == KIRI_ERROR_BASE);
    g_assert_true(g_utf8_validate(r->error->message, -1, NULL));
    g_assert_cmpuint(r->out.n, ==, 0);
    if (is_whole)
        g_assert_cmpint(r->error->code, ==, (gint)status - 1);
    else if (has_head && is_lie)
        g_assert_cmpint(r->error->code, ==, KIRI_ERROR_FAILED);
    else
        g_assert_cmpint(r->error->code, ==, stays ? KIRI_ERROR_LIMIT : KIRI_ERROR_FAILED);
}

/* Is there all that the pool waits for? Else it waits for its time to pass. */
static gboolean is_decided(void)
{
    KiriFrame frame;
    if (!stays)
        return TRUE;
    if (answer.n < sizeof frame)
        return FALSE;
    memcpy(&frame, answer.p, sizeof frame);
    return frame.length > KIRI_LIMIT_FRAME_BYTES || frame.length <= answer.n - sizeof frame ||
           (frame.what & ~KIRI_STATUS_LAST_WORDS) > KIRI_ERROR_CANCELLED + 1;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    stays = fuzz_byte(&in) % 2;
    answer = (KiriStr){(const char *)in.p, in.n};
    setup.job_ms = is_decided() ? LONG_MS : SHORT_MS;
    static gint nursery; // any address
    g_autoptr(KiriPool) pool = kiri_pool_new((KiriNursery *)(gpointer)&nursery, NULL, 0, 1, NULL);
    kiri_pool_submit(pool, 0, (KiriStr){"in", JOB_BYTES}, GINT_TO_POINTER(TAG));
    g_autoptr(KiriJobResult) result = kiri_pool_next(pool, -1);
    g_assert_nonnull(result);
    check(result);
    g_assert_cmpuint(kiri_pool_under_way(pool), ==, 0);
    return 0;
}
