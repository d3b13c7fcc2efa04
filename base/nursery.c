// SPDX-License-Identifier: GPL-3.0-or-later
/* The nursery: a process forked while the program is still empty, whose only
 * work is to fork workers. It exists because a fork from main, later, would copy
 * database handles, threads and locks into a process that eats strangers' bytes.
 *
 *   request  end worker P (0: none), and do you want another?
 *   reply    how P ended, the new worker's number, its socket (SCM_RIGHTS)
 *
 * over one SOCK_SEQPACKET pair; the first message is the nursery's own report
 * about its start. Invariants: every worker is the nursery's child and is reaped
 * by it, so a process number that main knows is never reused under its feet; a
 * process whose parent died is killed by the kernel (PR_SET_PDEATHSIG), and
 * would also see the end of its socket. */
#include "nursery_internal.h"

#include "worker.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTROL_FD = 3, DOMAIN_BYTES = 64, MESSAGE_BYTES = 1024 };

typedef struct {
    pid_t ended; // 0: none
    gint wants_new;
} Request;

typedef struct {
    gint wait_status;  // of `ended`
    gint error_number; // why there is no new worker; 0: none asked for, or there is
    pid_t pid;         // of the new worker, whose socket comes along; 0: none
} Reply;

/* An error crosses as text: a quark may be unknown on the other side. */
typedef struct {
    gboolean is_ready;
    gint code;
    char domain[DOMAIN_BYTES], message[MESSAGE_BYTES];
} Start;

struct KiriNursery {
    KiriNurserySetup setup;
    pid_t pid;
    gint control;
    pthread_mutex_t lock; // one request at a time
};

static gssize receive(gint fd, struct msghdr *m)
{
    gssize got;
    do
        got = recvmsg(fd, m, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    return got;
}

static gboolean send_packet(gint fd, const void *p, gsize n)
{
    gssize put;
    do
        put = send(fd, p, n, MSG_NOSIGNAL);
    while (put < 0 && errno == EINTR);
    return put == (gssize)n;
}

static gint wait_for(pid_t pid)
{
    gint status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

/* ---- in the nursery ---- */

static void send_reply(const Reply *reply, gint socket)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(gint))];
    } control = {0};
    struct iovec body = {(void *)(guintptr)reply, sizeof *reply};
    struct msghdr m = {.msg_iov = &body, .msg_iovlen = 1};
    if (socket >= 0) {
        m.msg_control = control.bytes;
        m.msg_controllen = sizeof control.bytes;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(gint));
        memcpy(CMSG_DATA(c), &socket, sizeof socket);
    }
    gssize put;
    do
        put = sendmsg(CONTROL_FD, &m, MSG_NOSIGNAL);
    while (put < 0 && errno == EINTR);
}

/* Forks one worker; the end of the socket that main shall have, or -1. */
static gint fork_worker(const KiriNurserySetup *setup, Reply *reply)
{
    gint ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        reply->error_number = errno;
        return -1;
    }
    pid_t nursery = getpid();
    pid_t pid = fork();
    if (pid == 0)
        kiri_worker_main(ends[1], setup, nursery);
    reply->error_number = pid < 0 ? errno : 0;
    reply->pid = MAX(pid, 0);
    close(ends[1]);
    if (pid > 0)
        return ends[0];
    close(ends[0]);
    return -1;
}

static void end_worker(GArray *workers, pid_t pid, gint *wait_status)
{
    /* Changes nothing for one that is dying already: the cause is fixed before
     * its socket closes, and that is how main knows. */
    kill(pid, SIGKILL);
    *wait_status = wait_for(pid);
    for (guint i = 0; i < workers->len; i++) {
        if (g_array_index(workers, pid_t, i) == pid) {
            g_array_remove_index_fast(workers, i);
            return;
        }
    }
}

static void answer(const KiriNurserySetup *setup, GArray *workers, const Request *request)
{
    Reply reply = {0};
    gint socket = -1;
    if (request->ended > 0)
        end_worker(workers, request->ended, &reply.wait_status);
    if (request->wants_new) {
        socket = fork_worker(setup, &reply);
        if (reply.pid > 0)
            g_array_append_val(workers, reply.pid);
    }
    send_reply(&reply, socket);
    if (socket >= 0)
        close(socket);
}

static void serve(const KiriNurserySetup *setup)
{
    g_autoptr(GArray) workers = g_array_new(FALSE, FALSE, sizeof(pid_t));
    Request request;
    struct iovec body = {&request, sizeof request};
    struct msghdr m = {.msg_iov = &body, .msg_iovlen = 1};
    while (receive(CONTROL_FD, &m) == (gssize)sizeof request)
        answer(setup, workers, &request);
    while (workers->len) {
        gint ignored;
        end_worker(workers, g_array_index(workers, pid_t, 0), &ignored);
    }
}

/* A session of its own, deaf to what a terminal or a service manager sends to
 * the whole group: main decides when work ends. */
static void become_nursery(gint control, pid_t parent)
{
    setsid();
    prctl(PR_SET_NAME, "kiri-nursery");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) // it died before the line above
        _exit(0);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    static const int deaf_to[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2};
    for (gsize i = 0; i < G_N_ELEMENTS(deaf_to); i++)
        sigaction(deaf_to[i], &ignore, NULL);
    sigaction(SIGCHLD, &by_default, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* Standard output belongs to main's answer. Errors of libraries while they
     * load may be seen. Everything else, locks above all, is let go. */
    gint null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        _exit(1);
    gint moved = fcntl(control, F_DUPFD_CLOEXEC, CONTROL_FD);
    if (moved < 0 || (moved != CONTROL_FD && dup3(moved, CONTROL_FD, O_CLOEXEC) < 0))
        _exit(1);
    closefrom(CONTROL_FD + 1);
}

/* A message catalogue, and the table of the C library's converters behind
 * g_strerror(), are opened at first use. In a worker that would be its death, so
 * the first use is here. The empty message is a catalogue's own header. */
static void open_messages(void)
{
    /* Copied, because g_strerror() is declared free of effects and a call
     * without use would be dropped. */
    g_autofree char *used = g_strconcat(g_strerror(ENOENT), kiri_text(""), NULL);
    (void)used;
}

#ifndef KIRINUKI_SANITIZED
static gint run_probe(void)
{
    pid_t pid = fork();
    if (pid == 0)
        kiri_worker_probe();
    return pid > 0 ? wait_for(pid) : -1;
}
#endif

static gboolean probe_filter(GError **error)
{
#ifndef KIRINUKI_SANITIZED
    gint status = run_probe();
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        status = run_probe(); // killed from outside, which says nothing of the filter
    if (status != 0) {
        g_set_error_literal(error, KIRI_ERROR_BASE, KIRI_ERROR_REFUSED,
                            _("cannot load the sandbox filter (seccomp) on this system"));
        return FALSE;
    }
#else
    (void)error;
#endif
    return TRUE;
}

static void nursery_main(const KiriNurserySetup *setup) G_GNUC_NORETURN;
static void nursery_main(const KiriNurserySetup *setup)
{
    g_autoptr(GError) error = NULL;
    Start start = {.is_ready = TRUE};
    open_messages();
    if ((setup->sandbox == KIRI_SANDBOX_FULL && !probe_filter(&error)) ||
        (setup->preload && !setup->preload(setup->preload_data, &error))) {
        start.is_ready = FALSE;
        start.code = error ? error->code : KIRI_ERROR_FAILED;
        g_strlcpy(start.domain, error ? g_quark_to_string(error->domain) : "", DOMAIN_BYTES);
        g_strlcpy(start.message, error ? error->message : "preload gave no reason", MESSAGE_BYTES);
    }
    if (send_packet(CONTROL_FD, &start, sizeof start) && start.is_ready)
        serve(setup);
    _exit(0);
}

/* ---- in main ---- */

static gboolean read_start(gint control, GError **error)
{
    Start start = {0};
    struct iovec body = {&start, sizeof start};
    struct msghdr m = {.msg_iov = &body, .msg_iovlen = 1};
    if (receive(control, &m) != (gssize)sizeof start) {
        g_set_error_literal(error, KIRI_ERROR_BASE, KIRI_ERROR_FAILED,
                            _("the worker nursery died while it loaded"));
        return FALSE;
    }
    if (start.is_ready)
        return TRUE;
    GQuark domain = *start.domain ? g_quark_from_string(start.domain) : KIRI_ERROR_BASE;
    g_set_error_literal(error, domain, start.code, start.message);
    return FALSE;
}

KiriNursery *kiri_nursery_start(const KiriNurserySetup *setup, GError **error)
{
    gint ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot start"), "nursery");
        return NULL;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        become_nursery(ends[1], parent);
        nursery_main(setup);
    }
    if (pid < 0)
        kiri_error_set_errno(error, KIRI_ERROR_BASE, _("cannot start"), "nursery");
    close(ends[1]);
    if (pid < 0 || !read_start(ends[0], error)) {
        close(ends[0]);
        if (pid > 0)
            wait_for(pid);
        return NULL;
    }
    KiriNursery *nursery = g_new0(KiriNursery, 1);
    nursery->setup = *setup;
    if (!nursery->setup.job_ms)
        nursery->setup.job_ms = KIRI_LIMIT_JOB_MS;
    nursery->pid = pid;
    nursery->control = ends[0];
    pthread_mutex_init(&nursery->lock, NULL);
    return nursery;
}

void kiri_nursery_stop(KiriNursery *nursery)
{
    if (!nursery)
        return;
    close(nursery->control); // its end is the sign to leave
    wait_for(nursery->pid);
    pthread_mutex_destroy(&nursery->lock);
    g_free(nursery);
}

const KiriNurserySetup *kiri_nursery_setup(const KiriNursery *nursery)
{
    return &nursery->setup;
}

static gint passed_fd(struct msghdr *m)
{
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    gint fd = -1;
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

static gboolean ask(KiriNursery *nursery, const Request *request, Reply *reply, gint *fd)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(gint))];
    } control = {0};
    struct iovec body = {reply, sizeof *reply};
    struct msghdr m = {.msg_iov = &body,
                       .msg_iovlen = 1,
                       .msg_control = control.bytes,
                       .msg_controllen = sizeof control.bytes};
    pthread_mutex_lock(&nursery->lock);
    gboolean ok = send_packet(nursery->control, request, sizeof *request) &&
                  receive(nursery->control, &m) == (gssize)sizeof *reply;
    pthread_mutex_unlock(&nursery->lock);
    *fd = ok ? passed_fd(&m) : -1;
    return ok;
}

gboolean kiri_nursery_replace(KiriNursery *nursery, KiriWorker *worker, gboolean wants_new,
                              gint *wait_status, GError **error)
{
    Request request = {worker->pid, wants_new};
    Reply reply = {0};
    gint fd = -1;
    gboolean ok = ask(nursery, &request, &reply, &fd);
    if (worker->pid > 0)
        close(worker->fd);
    *worker = (KiriWorker){0, -1};
    if (wait_status)
        *wait_status = reply.wait_status;
    if (!ok) {
        g_set_error_literal(error, KIRI_ERROR_BASE, KIRI_ERROR_IO,
                            _("the worker nursery is gone; start the program again"));
        return FALSE;
    }
    if (!wants_new)
        return TRUE;
    if (reply.pid > 0 && fd < 0) { // no descriptor left to take it with
        Request back = {reply.pid, FALSE};
        ask(nursery, &back, &reply, &fd);
        reply.error_number = EMFILE;
    }
    if (fd < 0) {
        g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_IO, _("cannot start a worker: %s"),
                    g_strerror(reply.error_number));
        return FALSE;
    }
    *worker = (KiriWorker){reply.pid, fd};
    return TRUE;
}
