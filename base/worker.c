// SPDX-License-Identifier: GPL-3.0-or-later
/* A worker: one process that turns frames into frames and can do nothing else.
 * The door to libseccomp.
 *
 * The order of shutting in is fixed by what each step still needs: descriptors
 * first, then oom_score_adj and statm (they open files), limits, signal
 * handlers, and the filter last. Behind the filter a worker can read and write
 * its socket, get and give back memory, read clocks, and die; anything else
 * kills it.
 *
 * Invariants: a reply is written only when it is whole, so a job that dies
 * leaves nothing of itself in the stream; memory is exhausted only in a way that
 * the last words of last_words() can still be said, since they need none. */
#include "worker.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    SOCKET_FD = 3, // the only descriptor of a worker beside the three of /dev/null
    EXIT_SHUT_IN = 1,
    EXIT_FRAME = 2,
    EXIT_MEMORY = 3,
    MESSAGE_BYTES = 4096,
    ALT_STACK_BYTES = 64 * 1024,
    MEMORY_MARGIN_BYTES = 64 * 1024 * 1024,
    /* A backstop for the case that main is stopped and no deadline works; the
     * pool replaces a worker long before (pool.c, BUSY_US). */
    CPU_SECONDS = 3600,
};

/* ---- frames ---- */

static gboolean read_exactly(void *p, gsize n)
{
    char *at = p;
    while (n) {
        gssize got = read(SOCKET_FD, at, n);
        if (got <= 0)
            return FALSE;
        at += got;
        n -= (gsize)got;
    }
    return TRUE;
}

static gboolean write_exactly(const void *p, gsize n)
{
    const char *at = p;
    while (n) {
        gssize put = write(SOCKET_FD, at, n);
        if (put <= 0)
            return FALSE;
        at += put;
        n -= (gsize)put;
    }
    return TRUE;
}

static void reply(guint32 status, KiriStr payload)
{
    KiriFrame frame = {(guint32)payload.n, status};
    if (!write_exactly(&frame, sizeof frame) || !write_exactly(payload.p, payload.n))
        _exit(0); // main is gone
}

static gboolean is_ours(const GError *e)
{
    for (gint code = 0; code <= KIRI_ERROR_CANCELLED; code++)
        if (kiri_error_is(e, (KiriErrorCode)code))
            return TRUE;
    return FALSE;
}

gboolean kiri_worker_run_job(const KiriJob *job, KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(GError) e = NULL;
    if (!job->run(in, out, &e)) {
        g_set_error_literal(error, KIRI_ERROR_BASE, is_ours(e) ? e->code : (gint)KIRI_ERROR_FAILED,
                            e ? e->message : _("the job gave no reason"));
        return FALSE;
    }
    if (out->is_over) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_LIMIT,
                    _("the result of job '%s' is larger than %zu bytes"), job->name, out->cap);
        return FALSE;
    }
    return TRUE;
}

static void serve(const KiriNurserySetup *setup)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_FRAME_BYTES);
    KiriFrame frame;
    while (read_exactly(&frame, sizeof frame)) {
        if (frame.length > KIRI_LIMIT_FRAME_BYTES || frame.what >= setup->n_jobs)
            _exit(EXIT_FRAME);
        /* Of exact size, so that a read past the end is a finding. */
        g_autofree char *in = g_malloc(MAX(frame.length, 1));
        if (!read_exactly(in, frame.length))
            return;
        g_autoptr(GError) error = NULL;
        if (kiri_worker_run_job(&setup->jobs[frame.what], (KiriStr){in, frame.length}, &out,
                                &error)) {
            reply(0, kiri_buf_view(&out));
        } else {
            KiriStr message = kiri_str(error->message);
            message.n = MIN(message.n, MESSAGE_BYTES);
            reply((guint32)error->code + 1, message);
        }
        kiri_buf_clear(&out);
    }
}

/* ---- last words ---- */

/* Most of what dies here ran out of memory, and the pool should be able to say
 * so. GLib says it through its log; C++ aborts; plain C dereferences NULL. */
static void last_words(void)
{
    static const char text[] = "the job needs too much memory";
    reply((KIRI_ERROR_LIMIT + 1) | KIRI_STATUS_LAST_WORDS, (KiriStr){text, sizeof text - 1});
    _exit(EXIT_MEMORY);
}

#ifndef KIRINUKI_SANITIZED
/* Runs on a stack of its own, for a stack that overflowed. Returning from it
 * lets the signal strike again, by default action. */
static void on_crash(int number)
{
    void *margin = mmap(NULL, MEMORY_MARGIN_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (margin == MAP_FAILED)
        last_words();
    raise(number);
}

static void catch_crashes(void)
{
    static char stack[ALT_STACK_BYTES];
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternative, NULL);
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    static const int numbers[] = {SIGABRT, SIGSEGV, SIGBUS, SIGTRAP, SIGILL, SIGFPE};
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        sigaction(numbers[i], &action, NULL);
}
#endif

/* In place of GLib's own handler, whose stdio the filter would punish. */
static void on_log(const gchar *domain G_GNUC_UNUSED, GLogLevelFlags level, const gchar *message,
                   gpointer data G_GNUC_UNUSED)
{
    if ((level & G_LOG_LEVEL_ERROR) && (!message || strstr(message, "failed to allocate")))
        last_words();
}

/* ---- shutting in ---- */

static void close_all_but(gint socket)
{
    gint null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        _exit(EXIT_SHUT_IN);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
#ifndef KIRINUKI_SANITIZED // their reports go there
    dup2(null, STDERR_FILENO);
#endif
    if (dup2(socket, SOCKET_FD) < 0)
        _exit(EXIT_SHUT_IN);
    closefrom(SOCKET_FD + 1);
}

/* When memory runs out in the machine, a worker is the cheapest to lose. */
static void volunteer_for_oom(void)
{
    gint fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return; // no /proc: nothing is lost but the preference
    if (write(fd, "1000", 4) < 0) {
        // as above
    }
    close(fd);
}

static void set_limit(__rlimit_resource_t what, guint64 n)
{
    struct rlimit limit = {n, n};
    if (setrlimit(what, &limit) != 0)
        _exit(EXIT_SHUT_IN);
}

#ifndef KIRINUKI_SANITIZED
/* Address space in use: libraries and mapped dictionaries, mostly shared pages
 * that cost a worker nothing. */
static guint64 address_space_bytes(void)
{
    char text[64] = "";
    gint fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        _exit(EXIT_SHUT_IN);
    close(fd);
    return g_ascii_strtoull(text, NULL, 10) * (guint64)sysconf(_SC_PAGESIZE);
}
#endif

static void set_limits(void)
{
#ifndef KIRINUKI_SANITIZED
    set_limit(RLIMIT_AS, address_space_bytes() + KIRI_LIMIT_WORKER_BYTES);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NOFILE, SOCKET_FD + 1); // no further descriptor
#endif
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_CPU, CPU_SECONDS);
}

/* ---- the filter ---- */

/* Needs no look at the arguments: memory back, clocks, locks of one thread,
 * random seeds, death. qsort() asks sysinfo for the size of memory before it
 * takes a buffer; restart_syscall follows SIGSTOP and SIGCONT. */
static const int plain_calls[] = {
    SCMP_SYS(munmap),          SCMP_SYS(mremap),         SCMP_SYS(brk),
    SCMP_SYS(madvise),         SCMP_SYS(futex),          SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),    SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),    SCMP_SYS(rt_sigprocmask), SCMP_SYS(getpid),
    SCMP_SYS(gettid),          SCMP_SYS(getrandom),      SCMP_SYS(sysinfo),
    SCMP_SYS(restart_syscall),
};

static gboolean allow(scmp_filter_ctx filter, int call, guint n, const struct scmp_arg_cmp *when)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, n, when) == 0;
}

/* The calls whose arguments decide: the socket (and the null device behind
 * stderr), memory that is anonymous and never executable, signals to itself. */
static gboolean allow_some(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp socket[] = {SCMP_A0(SCMP_CMP_EQ, SOCKET_FD, 0)};
    const struct scmp_arg_cmp stderr_only[] = {SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO, 0)};
    const struct scmp_arg_cmp plain_memory[] = {
        SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
        SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)};
    const struct scmp_arg_cmp self[] = {SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)};
    return allow(filter, SCMP_SYS(read), 1, socket) && allow(filter, SCMP_SYS(write), 1, socket) &&
           allow(filter, SCMP_SYS(write), 1, stderr_only) &&
           allow(filter, SCMP_SYS(mmap), 2, plain_memory) &&
           allow(filter, SCMP_SYS(mprotect), 1, plain_memory) &&
           allow(filter, SCMP_SYS(tgkill), 1, self);
}

static gboolean load_filter(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return FALSE;
    gboolean ok = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
                  allow_some(filter);
    for (gsize i = 0; ok && i < G_N_ELEMENTS(plain_calls); i++)
        ok = allow(filter, plain_calls[i], 0, NULL);
    ok = ok && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return ok;
}

void kiri_worker_probe(void)
{
    _exit(load_filter() ? 0 : EXIT_SHUT_IN);
}

void kiri_worker_main(gint socket, const KiriNurserySetup *setup, pid_t nursery)
{
    prctl(PR_SET_NAME, "kiri-worker");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != nursery) // it died before the line above
        _exit(0);
    close_all_but(socket);
    volunteer_for_oom();
    set_limits();
    g_log_set_default_handler(on_log, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK); // whatever main made fatal for itself
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        _exit(EXIT_SHUT_IN);
#ifndef KIRINUKI_SANITIZED
    catch_crashes();
    if (setup->sandbox == KIRI_SANDBOX_FULL && !load_filter())
        _exit(EXIT_SHUT_IN);
#endif
    serve(setup);
    _exit(0);
}
