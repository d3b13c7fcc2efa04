// SPDX-License-Identifier: GPL-3.0-or-later
/* The sandbox from the outside: jobs that work, and jobs that do to their worker
 * whatever a stranger's bytes might. */
#include <kirinuki/nursery.h>

#include <kirinuki/error.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef KIRINUKI_SANITIZED
#define HAS_FILTER FALSE
#else
#define HAS_FILTER TRUE
#endif

enum { WORKER_SOCKET = 3, PATIENCE_MS = 20000 };

/* ---- jobs ---- */

static pid_t nursery_pid; // set by preload, so each worker knows its parent

static gboolean job_echo(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    kiri_buf_add(out, in.p, in.n);
    return TRUE;
}

static gboolean job_pids(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    pid_t pids[2] = {nursery_pid, getpid()};
    return kiri_buf_add(out, pids, sizeof pids);
}

static gboolean job_error(KiriStr in, KiriBuf *out, GError **error)
{
    kiri_buf_add_str(out, "half a result");
    g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_PARSE, "cannot read '%.*s'", (int)in.n, in.p);
    return FALSE;
}

static gboolean job_foreign_error(KiriStr in G_GNUC_UNUSED, KiriBuf *out G_GNUC_UNUSED,
                                  GError **error)
{
    g_set_error_literal(error, g_quark_from_static_string("somebody-else"), 4711, "odd \xff end");
    return FALSE;
}

static gboolean job_abort(KiriStr in G_GNUC_UNUSED, KiriBuf *out G_GNUC_UNUSED,
                          GError **error G_GNUC_UNUSED)
{
    abort();
}

static gboolean job_segfault(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    static char *volatile nowhere;
    *nowhere = 1;
    return kiri_buf_add_str(out, "alive");
}

static gsize descend(volatile const char *above, gsize levels)
{
    volatile char frame[4096];
    frame[0] = *above;
    return levels ? descend(frame, levels - 1) + (gsize)frame[0] : 0;
}

static gboolean job_overflow_stack(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%" G_GSIZE_FORMAT, descend(in.p, G_MAXUINT32));
}

static gboolean job_loop(KiriStr in G_GNUC_UNUSED, KiriBuf *out G_GNUC_UNUSED,
                         GError **error G_GNUC_UNUSED)
{
    volatile gboolean goes_on = TRUE;
    while (goes_on)
        continue;
    return TRUE;
}

static gboolean job_exit(KiriStr in G_GNUC_UNUSED, KiriBuf *out G_GNUC_UNUSED,
                         GError **error G_GNUC_UNUSED)
{
    _exit(7);
}

static gboolean job_open(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%d", open("/etc/hostname", O_RDONLY | O_CLOEXEC));
}

static gboolean job_socket(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%d", socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static gboolean job_fork(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%d", fork());
}

static gboolean job_kill_nursery(KiriStr in G_GNUC_UNUSED, KiriBuf *out,
                                 GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%d", kill(nursery_pid, SIGKILL));
}

/* What main sees of a job that runs on until its worker was killed often enough. */
typedef struct {
    atomic_int n_begun, n_deaths;
    atomic_int pid;
} Victim;
static Victim *victim;

static gboolean job_wait_for_death(KiriStr in G_GNUC_UNUSED, KiriBuf *out,
                                   GError **error G_GNUC_UNUSED)
{
    atomic_store(&victim->pid, getpid());
    atomic_fetch_add(&victim->n_begun, 1);
    while (atomic_load(&victim->n_begun) <= atomic_load(&victim->n_deaths)) {
    }
    return kiri_buf_add_str(out, "alive");
}

/* GLib says that memory is out through its log. */
static gboolean job_allocate(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    for (gsize i = 0;; i++) {
        char *volatile p = g_malloc(10000);
        memset(p, 1, 10000);
        if (i > G_MAXUINT32)
            return kiri_buf_add_str(out, p);
    }
}

/* A library that does not look at malloc's answer. */
static gboolean job_allocate_blindly(KiriStr in G_GNUC_UNUSED, KiriBuf *out,
                                     GError **error G_GNUC_UNUSED)
{
    for (gsize i = 0;; i++) {
        char *volatile p = malloc(100000);
        *p = 1;
        if (i > G_MAXUINT32)
            return kiri_buf_add_str(out, p);
    }
}

static gboolean job_allocate_at_once(KiriStr in G_GNUC_UNUSED, KiriBuf *out,
                                     GError **error G_GNUC_UNUSED)
{
    g_autofree char *p = g_malloc(2 * (gsize)KIRI_LIMIT_WORKER_BYTES);
    return kiri_buf_add_str(out, p ? "got it" : "");
}

static gint compare(const void *a, const void *b)
{
    guint x = *(const guint *)a, y = *(const guint *)b;
    return (x > y) - (x < y);
}

/* What honest jobs do behind the filter: memory large and small, sorting, hash
 * tables, clocks, messages of errno, a GLib warning. */
static gboolean job_honest(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    enum { N = 200000 };
    g_autofree guint *numbers = g_new(guint, N);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < N; i++) {
        numbers[i] = i * 2654435761u;
        g_hash_table_add(seen, g_strdup_printf("%u", numbers[i]));
    }
    qsort(numbers, N, sizeof *numbers, compare);
    char *big = malloc(100 * 1024 * 1024);
    big = big ? realloc(big, 150 * 1024 * 1024) : NULL;
    gboolean has_big = big != NULL;
    free(big);
    g_warning("heard by nobody: %.*s", (int)in.n, in.p);
    g_assert_nonnull(g_strerror(EXDEV));
    g_autoptr(GRand) dice = g_rand_new_with_seed(1);
    return kiri_buf_printf(out, "%u %d %d", g_hash_table_size(seen), has_big,
                           g_get_monotonic_time() > 0 && g_rand_int(dice) > 0);
}

static gboolean job_much(KiriStr in G_GNUC_UNUSED, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    g_autofree char *megabyte = g_malloc0(1 << 20);
    for (gint i = 0; i < 40; i++)
        kiri_buf_add(out, megabyte, 1 << 20);
    return TRUE;
}

static gboolean job_lie(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return write(WORKER_SOCKET, in.p, in.n) == (gssize)in.n && kiri_buf_add_str(out, "truth");
}

// One list, whatever its length.
// clang-format off
#define JOBS(X) \
    X(echo) X(pids) X(error) X(foreign_error) X(abort) X(segfault) X(overflow_stack) \
    X(loop) X(exit) X(open) X(socket) X(fork) X(kill_nursery) X(wait_for_death) X(allocate) \
    X(allocate_blindly) X(allocate_at_once) X(honest) X(much) X(lie)
// clang-format on
#define ENUM(name) JOB_##name,
#define ROW(name) {#name, job_##name},
enum { JOBS(ENUM) N_JOBS };
static const KiriJob jobs[] = {JOBS(ROW)};

/* ---- support ---- */

static gboolean preload(gconstpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    nursery_pid = getpid();
    return TRUE;
}

static KiriNursery *start(guint job_ms)
{
    g_autoptr(GError) error = NULL;
    KiriNurserySetup setup = {.jobs = jobs, .n_jobs = N_JOBS, .preload = preload, .job_ms = job_ms};
    KiriNursery *nursery = kiri_nursery_start(&setup, &error);
    g_assert_no_error(error);
    return nursery;
}

static KiriPool *new_pool(KiriNursery *nursery, guint n_workers)
{
    g_autoptr(GError) error = NULL;
    KiriPool *pool = kiri_pool_new(nursery, jobs, N_JOBS, n_workers, &error);
    g_assert_no_error(error);
    return pool;
}

static void assert_echo(KiriPool *pool, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    gboolean ok = kiri_pool_run(pool, JOB_echo, kiri_str(text), &out, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    g_assert_true(kiri_str_equal(kiri_buf_view(&out), kiri_str(text)));
}

/* The job fails with `code` and words of `message`, and the pool lives on. */
static void assert_fails(KiriPool *pool, guint job, KiriErrorCode code, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_false(kiri_pool_run(pool, job, KIRI_STR_LITERAL("x"), &out, &error));
    g_assert_error(error, KIRI_ERROR_BASE, (gint)code);
    if (!strstr(error->message, message))
        g_error("'%s' is not in '%s'", message, error->message);
    g_assert_cmpuint(out.n, ==, 0);
    assert_echo(pool, "after");
}

static void read_pids(KiriPool *pool, pid_t pids[2])
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_pool_run(pool, JOB_pids, KIRI_STR_LITERAL(""), &out, NULL));
    g_assert_cmpuint(out.n, ==, 2 * sizeof(pid_t));
    memcpy(pids, out.p, out.n);
}

static void assert_ends(gint pidfd)
{
    struct pollfd p = {.fd = pidfd, .events = POLLIN};
    g_assert_cmpint(poll(&p, 1, PATIENCE_MS), ==, 1);
    close(pidfd);
}

static gint open_pid(pid_t pid)
{
    gint fd = pidfd_open(pid, 0);
    g_assert_cmpint(fd, >=, 0);
    return fd;
}

static guint count_entries(const char *dir)
{
    guint n = 0;
    g_autoptr(GDir) d = g_dir_open(dir, 0, NULL);
    while (d && g_dir_read_name(d))
        n++;
    return n;
}

/* ---- cases ---- */

static void test_echo(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    g_assert_cmpuint(kiri_pool_workers(pool), ==, 1);
    assert_echo(pool, "");
    assert_echo(pool, "切り抜き");
    g_autofree char *big = g_strnfill(20 * 1024 * 1024, 'x');
    assert_echo(pool, big);
}

static void test_each_once(void)
{
    enum { N = 1000 };
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 2);
    guint8 seen[N] = {0};
    /* All submitted before the first is taken: submit must not wait for ever. */
    for (guint i = 0; i < N; i++)
        kiri_pool_submit(pool, JOB_echo, (KiriStr){(const char *)&i, sizeof i},
                         GUINT_TO_POINTER(i + 1));
    g_assert_cmpuint(kiri_pool_under_way(pool), ==, N);
    for (guint n = 0; n < N; n++) {
        g_autoptr(KiriJobResult) r = kiri_pool_next(pool, -1);
        guint i = GPOINTER_TO_UINT(r->tag) - 1;
        g_assert_no_error(r->error);
        g_assert_cmpuint(r->out.n, ==, sizeof i);
        g_assert_cmpint(memcmp(r->out.p, &i, sizeof i), ==, 0);
        seen[i]++;
    }
    for (guint i = 0; i < N; i++)
        g_assert_cmpuint(seen[i], ==, 1);
    g_assert_cmpuint(kiri_pool_under_way(pool), ==, 0);
    g_assert_null(kiri_pool_next(pool, -1)); // nothing under way: no waiting
}

static void test_result_fd(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 2);
    struct pollfd p = {.fd = kiri_pool_fd(pool), .events = POLLIN};
    g_assert_cmpint(poll(&p, 1, 0), ==, 0);
    for (gint round = 0; round < 3; round++) {
        kiri_pool_submit(pool, JOB_echo, KIRI_STR_LITERAL("a"), NULL);
        kiri_pool_submit(pool, JOB_echo, KIRI_STR_LITERAL("b"), NULL);
        for (gint i = 0; i < 2; i++) {
            g_assert_cmpint(poll(&p, 1, PATIENCE_MS), ==, 1);
            kiri_job_result_free(kiri_pool_next(pool, 0));
        }
        g_assert_cmpint(poll(&p, 1, 0), ==, 0);
    }
}

static void test_next_times_out(void)
{
    g_autoptr(KiriNursery) nursery = start(300000);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    kiri_pool_submit(pool, JOB_loop, KIRI_STR_LITERAL(""), NULL);
    g_assert_null(kiri_pool_next(pool, 0));
    g_assert_null(kiri_pool_next(pool, 1000));
    /* Freed with a job that would go on for five minutes. */
    gint64 before = g_get_monotonic_time();
    kiri_pool_free(g_steal_pointer(&pool));
    g_assert_cmpint(g_get_monotonic_time() - before, <, PATIENCE_MS * 1000);
}

static void test_errors_travel(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    assert_fails(pool, JOB_error, KIRI_ERROR_PARSE, "cannot read 'x'");
    assert_fails(pool, JOB_foreign_error, KIRI_ERROR_FAILED, "odd \xef\xbf\xbd end");
    assert_fails(pool, JOB_much, KIRI_ERROR_LIMIT, "result of job 'much' is larger");
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_autofree char *big = g_strnfill(KIRI_LIMIT_FRAME_BYTES + 1, 'x');
    g_assert_false(kiri_pool_run(pool, JOB_echo, kiri_str(big), &out, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
    assert_echo(pool, "after");
}

static void test_deaths(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    assert_fails(pool, JOB_abort, KIRI_ERROR_FAILED, "job 'abort' crashed (signal 6)");
    assert_fails(pool, JOB_exit, KIRI_ERROR_FAILED, "ended with status 7");
    if (HAS_FILTER) { // the sanitizers have a death of their own for these
        assert_fails(pool, JOB_segfault, KIRI_ERROR_FAILED, "crashed (signal 11)");
        assert_fails(pool, JOB_overflow_stack, KIRI_ERROR_FAILED, "crashed (signal 11)");
    }
}

static void test_deadline(void)
{
    g_autoptr(KiriNursery) nursery = start(100);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    assert_fails(pool, JOB_loop, KIRI_ERROR_LIMIT, "job 'loop' took longer than 100 ms");
}

static void test_lies(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    static const guint32 frames[][2] = {{0xffffffffu, 0}, {0, 999}};
    for (gsize i = 0; i < G_N_ELEMENTS(frames); i++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        KiriStr lie = {(const char *)frames[i], sizeof frames[i]};
        g_assert_false(kiri_pool_run(pool, JOB_lie, lie, &out, &error));
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED);
        assert_echo(pool, "after");
    }
    /* What follows a reply must not become the reply to the next. */
    static const guint32 empty_and_more[3] = {0, 0, 0};
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    pid_t before[2], after[2];
    read_pids(pool, before);
    kiri_pool_run(pool, JOB_lie, (KiriStr){(const char *)empty_and_more, sizeof empty_and_more},
                  &out, NULL);
    read_pids(pool, after);
    g_assert_cmpint(before[1], !=, after[1]);
    assert_echo(pool, "mine");
}

static void test_filter(void)
{
    if (!HAS_FILTER) {
        g_test_skip("no filter under sanitizers");
        return;
    }
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    static const guint forbidden[] = {JOB_open, JOB_socket, JOB_fork, JOB_kill_nursery};
    for (gsize i = 0; i < G_N_ELEMENTS(forbidden); i++)
        assert_fails(pool, forbidden[i], KIRI_ERROR_FAILED, "the sandbox forbids");
}

static void test_memory(void)
{
    if (!HAS_FILTER) {
        g_test_skip("no memory limit under sanitizers");
        return;
    }
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    assert_fails(pool, JOB_allocate, KIRI_ERROR_LIMIT, "too much memory");
    assert_fails(pool, JOB_allocate_blindly, KIRI_ERROR_LIMIT, "too much memory");
    assert_fails(pool, JOB_allocate_at_once, KIRI_ERROR_LIMIT, "too much memory");
}

static void test_honest_work(void)
{
    g_autoptr(KiriNursery) nursery = start(60000);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_pool_run(pool, JOB_honest, KIRI_STR_LITERAL("x"), &out, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(out.p, ==, "200000 1 1");
}

static void test_limits_only(void)
{
    g_autoptr(GError) error = NULL;
    KiriNurserySetup setup = {.jobs = jobs, .n_jobs = N_JOBS, .sandbox = KIRI_SANDBOX_LIMITS_ONLY};
    g_autoptr(KiriNursery) nursery = kiri_nursery_start(&setup, &error);
    g_assert_no_error(error);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_pool_run(pool, JOB_open, KIRI_STR_LITERAL(""), &out, &error));
    if (HAS_FILTER) // alive, and yet no new descriptor
        g_assert_cmpstr(out.p, ==, "-1");
}

static void test_thousand_deaths(void)
{
    enum { N = 1000 };
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 2);
    assert_echo(pool, "before");
    guint open_before = count_entries("/proc/self/fd");
    for (guint i = 0; i < N; i++)
        kiri_pool_submit(pool, JOB_abort, KIRI_STR_LITERAL(""), NULL);
    for (guint i = 0; i < N; i++) {
        g_autoptr(KiriJobResult) r = kiri_pool_next(pool, -1);
        g_assert_error(r->error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED);
    }
    assert_echo(pool, "after");
    g_assert_cmpuint(count_entries("/proc/self/fd"), <=, open_before);
}

static void test_replaced_in_time(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    pid_t first[2], last[2];
    read_pids(pool, first);
    for (guint i = 0; i < 1000; i++)
        assert_echo(pool, "again");
    read_pids(pool, last);
    g_assert_cmpint(first[1], !=, last[1]);
    g_assert_cmpint(first[0], ==, last[0]);
}

static void test_idle_death_costs_nothing(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    pid_t pids[2];
    read_pids(pool, pids);
    gint fd = open_pid(pids[1]);
    kill(pids[1], SIGKILL);
    assert_ends(fd);
    assert_echo(pool, "served by another");
}

/* Submits the job and kills so many of its workers. */
static KiriJobResult *run_with_deaths(KiriPool *pool, int n_deaths)
{
    atomic_store(&victim->n_begun, 0);
    atomic_store(&victim->n_deaths, n_deaths);
    kiri_pool_submit(pool, JOB_wait_for_death, KIRI_STR_LITERAL(""), NULL);
    for (int i = 1; i <= n_deaths; i++) {
        while (atomic_load(&victim->n_begun) < i)
            sched_yield();
        kill(atomic_load(&victim->pid), SIGKILL);
    }
    return kiri_pool_next(pool, -1);
}

static void test_killed_at_work(void)
{
    victim = mmap(NULL, sizeof *victim, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert_true(victim != MAP_FAILED);
    g_autoptr(KiriNursery) nursery = start(300000);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    KiriJobResult *once = run_with_deaths(pool, 1);
    g_assert_no_error(once->error);
    g_assert_true(kiri_str_equal(kiri_buf_view(&once->out), KIRI_STR_LITERAL("alive")));
    kiri_job_result_free(once);
    KiriJobResult *twice = run_with_deaths(pool, 2);
    g_assert_error(twice->error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT);
    g_assert_cmpuint(twice->out.n, ==, 0);
    kiri_job_result_free(twice);
    assert_echo(pool, "served by another");
    munmap(victim, sizeof *victim);
}

static void test_nursery_gone(void)
{
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    pid_t pids[2];
    read_pids(pool, pids);
    gint fd = open_pid(pids[1]);
    kill(pids[0], SIGKILL);
    assert_ends(fd); // the worker follows its nursery
    for (gint i = 0; i < 3; i++) {
        g_autoptr(GError) error = NULL;
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        g_assert_false(kiri_pool_run(pool, JOB_echo, KIRI_STR_LITERAL("x"), &out, &error));
        g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO);
    }
}

static void test_shut_in(void)
{
    enum { N_FDS = 64 };
    gboolean was_open[N_FDS];
    for (gint fd = 0; fd < N_FDS; fd++)
        was_open[fd] = fcntl(fd, F_GETFD) >= 0;
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    pid_t pids[2];
    read_pids(pool, pids);
    for (gint i = 0; i < 2; i++) { // Ctrl-C and systemd speak to main alone
        g_assert_cmpint(getsid(pids[i]), ==, pids[0]);
        kill(pids[i], SIGINT);
        kill(pids[i], SIGTERM);
    }
    pid_t after[2];
    read_pids(pool, after);
    g_assert_cmpint(memcmp(pids, after, sizeof pids), ==, 0);
    g_autofree char *fds = g_strdup_printf("/proc/%d/fd", pids[1]);
    g_assert_cmpuint(count_entries(fds), ==, 4);
    g_autofree char *path = g_strdup_printf("/proc/%d/oom_score_adj", pids[1]);
    g_autofree char *score = NULL;
    g_assert_true(g_file_get_contents(path, &score, NULL, NULL));
    g_assert_cmpstr(score, ==, "1000\n");
    struct rlimit core;
    g_assert_cmpint(prlimit(pids[1], RLIMIT_CORE, NULL, &core), ==, 0);
    g_assert_cmpuint(core.rlim_max, ==, 0);
    /* And nothing of it goes to a program that main might start. */
    for (gint fd = 0; fd < N_FDS; fd++) {
        gint flags = fcntl(fd, F_GETFD);
        g_assert_true(was_open[fd] || flags < 0 || (flags & FD_CLOEXEC));
    }
}

static gboolean preload_fails(gconstpointer data, GError **error)
{
    g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_NOT_FOUND, "no dictionary '%s'",
                (const char *)data);
    return FALSE;
}

static gboolean preload_dies(gconstpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    _exit(1);
}

static void test_preload(void)
{
    g_autoptr(GError) error = NULL;
    KiriNurserySetup setup = {
        .jobs = jobs, .n_jobs = N_JOBS, .preload = preload_fails, .preload_data = "辞書"};
    g_assert_null(kiri_nursery_start(&setup, &error));
    g_assert_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_NOT_FOUND);
    g_assert_cmpstr(error->message, ==, "no dictionary '辞書'");
    g_clear_error(&error);
    setup.preload = preload_dies;
    g_assert_null(kiri_nursery_start(&setup, &error));
    g_assert_error(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED);
    g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1); // nobody is left behind
}

static void test_stop_ends_all(void)
{
    KiriNursery *nursery = start(0);
    KiriPool *pool = new_pool(nursery, 1);
    pid_t pids[2];
    read_pids(pool, pids);
    gint worker = open_pid(pids[1]);
    kiri_pool_free(pool);
    assert_ends(worker);
    kiri_nursery_stop(nursery);
    g_assert_cmpint(kill(pids[0], 0), ==, -1);
    g_assert_cmpint(errno, ==, ESRCH);
}

/* The life of a main that is killed with one worker idle and one at work. */
static void doomed_main(gint report) G_GNUC_NORETURN;
static void doomed_main(gint report)
{
    KiriNursery *nursery = start(300000);
    KiriPool *pool = new_pool(nursery, 2);
    pid_t pids[4];
    /* Idle workers take turns in no fixed order: ask until both were seen. */
    read_pids(pool, pids);
    do
        read_pids(pool, pids + 2);
    while (pids[3] == pids[1]);
    kiri_pool_submit(pool, JOB_loop, KIRI_STR_LITERAL(""), NULL);
    if (write(report, pids, sizeof pids) < 0)
        _exit(1);
    for (;;)
        pause();
}

static void test_parent_death(void)
{
    gint ends[2];
    pid_t pids[4] = {0};
    g_assert_cmpint(pipe(ends), ==, 0);
    pid_t doomed = fork();
    if (doomed == 0)
        doomed_main(ends[1]);
    close(ends[1]);
    g_assert_cmpint(read(ends[0], pids, sizeof pids), ==, (gssize)sizeof pids);
    close(ends[0]);
    gint children[3] = {open_pid(pids[0]), open_pid(pids[1]), open_pid(pids[3])};
    kill(doomed, SIGKILL);
    g_assert_cmpint(waitpid(doomed, NULL, 0), ==, doomed);
    for (gsize i = 0; i < G_N_ELEMENTS(children); i++)
        assert_ends(children[i]);
}

static void test_in_process(void)
{
    g_autoptr(KiriPool) pool = new_pool(NULL, 2);
    assert_echo(pool, "here");
    assert_fails(pool, JOB_error, KIRI_ERROR_PARSE, "cannot read 'x'");
    assert_fails(pool, JOB_foreign_error, KIRI_ERROR_FAILED, "odd");
    assert_fails(pool, JOB_much, KIRI_ERROR_LIMIT, "is larger");
    for (guint i = 0; i < 100; i++)
        kiri_pool_submit(pool, JOB_echo, (KiriStr){(const char *)&i, sizeof i}, NULL);
    guint n = 0;
    KiriJobResult *r;
    for (; (r = kiri_pool_next(pool, -1)); n++)
        kiri_job_result_free(r);
    g_assert_cmpuint(n, ==, 100);
}

static void test_round_trip(void)
{
    enum { N = 3000 };
    g_autoptr(KiriNursery) nursery = start(0);
    g_autoptr(KiriPool) pool = new_pool(nursery, 1);
    gint64 before = g_get_monotonic_time();
    for (guint i = 0; i < N; i++)
        assert_echo(pool, "x");
    gint64 us = g_get_monotonic_time() - before;
    g_test_minimized_result((gdouble)us / N, "echo round trip: %.1f us", (gdouble)us / N);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nursery/echo", test_echo);
    g_test_add_func("/nursery/each-once", test_each_once);
    g_test_add_func("/nursery/result-fd", test_result_fd);
    g_test_add_func("/nursery/next-times-out", test_next_times_out);
    g_test_add_func("/nursery/errors-travel", test_errors_travel);
    g_test_add_func("/nursery/deaths", test_deaths);
    g_test_add_func("/nursery/deadline", test_deadline);
    g_test_add_func("/nursery/lies", test_lies);
    g_test_add_func("/nursery/filter", test_filter);
    g_test_add_func("/nursery/memory", test_memory);
    g_test_add_func("/nursery/honest-work", test_honest_work);
    g_test_add_func("/nursery/limits-only", test_limits_only);
    g_test_add_func("/nursery/thousand-deaths", test_thousand_deaths);
    g_test_add_func("/nursery/replaced-in-time", test_replaced_in_time);
    g_test_add_func("/nursery/idle-death", test_idle_death_costs_nothing);
    g_test_add_func("/nursery/killed-at-work", test_killed_at_work);
    g_test_add_func("/nursery/nursery-gone", test_nursery_gone);
    g_test_add_func("/nursery/shut-in", test_shut_in);
    g_test_add_func("/nursery/preload", test_preload);
    g_test_add_func("/nursery/stop", test_stop_ends_all);
    g_test_add_func("/nursery/parent-death", test_parent_death);
    g_test_add_func("/nursery/in-process", test_in_process);
    g_test_add_func("/nursery/round-trip", test_round_trip);
    return g_test_run();
}
