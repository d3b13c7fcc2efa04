// SPDX-License-Identifier: GPL-3.0-or-later
/* A worker that tries to get out. What it is not allowed is not a list here but the
 * rest: every system call of the kernel but the few that worker.c allows, called by its
 * number; then those few with arguments that they must not have. Each has to end the
 * worker, the pool has to say so, and the next job has to be served. */
#include <kirinuki/nursery.h>

#include <kirinuki/error.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef KIRINUKI_SANITIZED
#define HAS_FILTER FALSE
#else
#define HAS_FILTER TRUE
#endif

enum { LAST_CALL = 470, PAGE = 4096 };

static pid_t nursery_pid; // set by preload, so each worker knows its parent

/* ---- attempts with a name ---- */

static long try_open(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static long try_create(void)
{
    return open("/tmp/kirinuki-escape", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static long try_unix_socket(void)
{
    return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static long try_exec(void)
{
    return execl("/bin/true", "true", (char *)NULL);
}

static long try_fork(void)
{
    return fork();
}

static long try_ptrace(void)
{
    return ptrace(PTRACE_ATTACH, nursery_pid, NULL, NULL);
}

static long try_kill(void)
{
    return kill(nursery_pid, SIGKILL);
}

static long try_tgkill_other(void)
{
    return syscall(SYS_tgkill, nursery_pid, nursery_pid, SIGKILL);
}

static long try_write_exec_memory(void)
{
    return mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED
               ? -1
               : 1;
}

static long try_exec_memory(void)
{
    void *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(p, PAGE, PROT_READ | PROT_EXEC);
}

static long try_map_socket(void)
{
    return mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 3, 0) == MAP_FAILED ? -1 : 1;
}

static long try_read_stdin(void)
{
    char c;
    return read(STDIN_FILENO, &c, 1);
}

static long try_write_stdout(void)
{
    return write(STDOUT_FILENO, "x", 1);
}

static long try_raise_limit(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_AS, &limit);
}

#ifdef __x86_64__
/* The calls of the 32-bit kernel have other numbers: getpid is 20 there. */
static long try_32_bit(void)
{
    long answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20L) : "memory");
    return answer;
}

static long try_x32(void)
{
    return syscall(0x40000000L + SYS_getpid);
}
#endif

typedef struct {
    const char *name;
    long (*run)(void);
} Attempt;

static const Attempt attempts[] = {
    {"open", try_open},
    {"create", try_create},
    {"socket", try_socket},
    {"unix socket", try_unix_socket},
    {"execve", try_exec},
    {"fork", try_fork},
    {"ptrace", try_ptrace},
    {"kill", try_kill},
    {"tgkill of another", try_tgkill_other},
    {"memory to write and execute", try_write_exec_memory},
    {"memory made executable", try_exec_memory},
    {"a descriptor as memory", try_map_socket},
    {"read of another descriptor", try_read_stdin},
    {"write to another descriptor", try_write_stdout},
    {"limits", try_raise_limit},
#ifdef __x86_64__
    {"32-bit call", try_32_bit},
    {"x32 call", try_x32},
#endif
};

/* ---- jobs ---- */

static gboolean job_echo(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_add(out, in.p, in.n);
}

static gboolean job_attempt(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    return kiri_buf_printf(out, "%ld", attempts[(guchar)in.p[0]].run());
}

static gboolean job_call(KiriStr in, KiriBuf *out, GError **error G_GNUC_UNUSED)
{
    gint32 number;
    memcpy(&number, in.p, sizeof number);
    return kiri_buf_printf(out, "%ld", syscall(number, 0L, 0L, 0L, 0L, 0L, 0L));
}

/* Takes memory by the page, past GLib and malloc. */
static gboolean job_take_memory(KiriStr in G_GNUC_UNUSED, KiriBuf *out,
                                GError **error G_GNUC_UNUSED)
{
    gsize taken = 0;
    for (;;) {
        char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED)
            return kiri_buf_printf(out, "%" G_GSIZE_FORMAT, taken);
        memset(p, 1, 1 << 20);
        taken += 1 << 20;
    }
}

static gboolean job_take_time(KiriStr in G_GNUC_UNUSED, KiriBuf *out G_GNUC_UNUSED,
                              GError **error G_GNUC_UNUSED)
{
    volatile gboolean goes_on = TRUE;
    while (goes_on)
        continue;
    return TRUE;
}

enum { ECHO, ATTEMPT, CALL, TAKE_MEMORY, TAKE_TIME, N_JOBS };
static const KiriJob jobs[] = {[ECHO] = {"echo", job_echo},
                               [ATTEMPT] = {"attempt", job_attempt},
                               [CALL] = {"call", job_call},
                               [TAKE_MEMORY] = {"take memory", job_take_memory},
                               [TAKE_TIME] = {"take time", job_take_time}};

/* ---- support ---- */

static gboolean preload(gconstpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    nursery_pid = getpid();
    return TRUE;
}

typedef struct {
    KiriNursery *nursery;
    KiriPool *pool;
} Prison;

static Prison build(KiriSandbox sandbox, guint job_ms)
{
    g_autoptr(GError) error = NULL;
    KiriNurserySetup setup = {
        .jobs = jobs, .n_jobs = N_JOBS, .preload = preload, .sandbox = sandbox, .job_ms = job_ms};
    Prison prison = {.nursery = kiri_nursery_start(&setup, &error)};
    g_assert_no_error(error);
    prison.pool = kiri_pool_new(prison.nursery, jobs, N_JOBS, 1, &error);
    g_assert_no_error(error);
    return prison;
}

static void tear_down(Prison *prison)
{
    kiri_pool_free(prison->pool);
    kiri_nursery_stop(prison->nursery);
}

/* What the pool says of a job; "lives: …" with its answer where nothing stopped it.
 * (transfer full) */
static char *fate(Prison *prison, guint job, KiriStr in)
{
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    if (kiri_pool_run(prison->pool, job, in, &out, &error))
        return g_strdup_printf("lives: %s", out.p);
    return g_strdup(error->message);
}

static void assert_serves(Prison *prison)
{
    g_autofree char *answer = fate(prison, ECHO, KIRI_STR_LITERAL("still here"));
    g_assert_cmpstr(answer, ==, "lives: still here");
}

static gboolean skips(void)
{
    if (!HAS_FILTER)
        g_test_skip("no filter under sanitizers");
    return !HAS_FILTER;
}

/* ---- cases ---- */

static void test_attempts(void)
{
    if (skips())
        return;
    Prison prison = build(KIRI_SANDBOX_FULL, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(attempts); i++) {
        char number = (char)i;
        g_autofree char *said = fate(&prison, ATTEMPT, (KiriStr){&number, 1});
        if (!strstr(said, "the sandbox forbids"))
            g_error("%s: %s", attempts[i].name, said);
        assert_serves(&prison);
    }
    g_assert_false(g_file_test("/tmp/kirinuki-escape", G_FILE_TEST_EXISTS));
    tear_down(&prison);
}

/* What worker.c allows whatever the arguments, and what it allows with some. */
static gboolean is_allowed(gint32 call)
{
    static const gint32 allowed[] = {
        SYS_munmap,         SYS_mremap,       SYS_brk,    SYS_madvise,    SYS_futex,
        SYS_clock_gettime,  SYS_gettimeofday, SYS_exit,   SYS_exit_group, SYS_rt_sigreturn,
        SYS_rt_sigprocmask, SYS_getpid,       SYS_gettid, SYS_getrandom,  SYS_sysinfo,
        SYS_restart_syscall};
    for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
        if (allowed[i] == call)
            return TRUE;
    return FALSE;
}

/* uretprobe and uprobe of x86-64: newer kernels let them past every filter, since their
 * own debugging puts them into programs. They do nothing for anybody else. */
static gboolean is_past_filters(gint32 call)
{
#ifdef __x86_64__
    return call == 335 || call == 336;
#else
    (void)call;
    return FALSE;
#endif
}

/* mmap(0, 0, 0, 0, 0, 0), read(0, …), write(0, …) and tgkill(0, …) are among them: not
 * anonymous, not the socket, not itself. mprotect(0, 0, 0) is plain memory. */
static void test_every_call(void)
{
    if (skips())
        return;
    guint refused = 0;
    Prison prison = build(KIRI_SANDBOX_FULL, 0);
    for (gint32 call = 0; call <= LAST_CALL; call++) {
        if (is_allowed(call) || is_past_filters(call) || call == SYS_mprotect)
            continue;
        g_autofree char *said = fate(&prison, CALL, (KiriStr){(char *)&call, sizeof call});
        if (!strstr(said, "the sandbox forbids"))
            g_error("system call %d: %s", call, said);
        refused++;
    }
    assert_serves(&prison);
    g_test_message("%u of %d system calls refused", refused, LAST_CALL + 1);
    g_assert_cmpuint(refused, >=, LAST_CALL - 20);
    tear_down(&prison);
}

static void test_memory(void)
{
    if (skips())
        return;
    for (gint mode = KIRI_SANDBOX_FULL; mode <= KIRI_SANDBOX_LIMITS_ONLY; mode++) {
        Prison prison = build((KiriSandbox)mode, 0);
        g_autofree char *said = fate(&prison, TAKE_MEMORY, KIRI_STR_LITERAL(""));
        g_assert_true(g_str_has_prefix(said, "lives: "));
        guint64 taken = g_ascii_strtoull(said + strlen("lives: "), NULL, 10);
        g_assert_cmpuint(taken, <=, KIRI_LIMIT_WORKER_BYTES);
        g_assert_cmpuint(taken, >, KIRI_LIMIT_WORKER_BYTES / 2);
        tear_down(&prison);
    }
}

static void test_time(void)
{
    Prison prison = build(KIRI_SANDBOX_FULL, 200);
    g_autofree char *said = fate(&prison, TAKE_TIME, KIRI_STR_LITERAL(""));
    g_assert_nonnull(strstr(said, "took longer than 200 ms"));
    assert_serves(&prison);
    tear_down(&prison);
}

/* Without the filter the limits alone keep a worker from new descriptors: it lives, and
 * has nothing. */
static void test_limits_only(void)
{
    if (skips())
        return;
    Prison prison = build(KIRI_SANDBOX_LIMITS_ONLY, 0);
    static const char *const descriptors[] = {"open", "create", "socket", "unix socket"};
    for (gsize i = 0; i < G_N_ELEMENTS(attempts); i++) {
        char number = (char)i;
        gboolean is_descriptor = FALSE;
        for (gsize k = 0; k < G_N_ELEMENTS(descriptors); k++)
            is_descriptor |= strcmp(attempts[i].name, descriptors[k]) == 0;
        if (!is_descriptor)
            continue;
        g_autofree char *said = fate(&prison, ATTEMPT, (KiriStr){&number, 1});
        g_assert_cmpstr(said, ==, "lives: -1");
    }
    g_assert_false(g_file_test("/tmp/kirinuki-escape", G_FILE_TEST_EXISTS));
    tear_down(&prison);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/escape/attempts", test_attempts);
    g_test_add_func("/escape/every_call", test_every_call);
    g_test_add_func("/escape/memory", test_memory);
    g_test_add_func("/escape/time", test_time);
    g_test_add_func("/escape/limits_only", test_limits_only);
    return g_test_run();
}
