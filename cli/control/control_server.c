// SPDX-License-Identifier: GPL-3.0-or-later
/* The answering end: one thread in one poll() over all clients.
 *
 *   receiving ─▶ (command) waiting ─▶ begun ─▶ sending ─▶ closed
 *        └────── (status, reload) ──────────────▲
 *
 * Invariants: a client owns nothing but its socket, two buffers and perhaps a job; a
 * job whose client went away before its turn is never carried out; what a client
 * may make us keep in memory has an end, alone and together; every state but
 * `waiting` and `begun` ends by itself. */
#include "control.h"
#include "control_socket.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/stop.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_CLIENTS = 64,
    MOST_RECEIVED = 96 * 1024 * 1024, // bytes of unfinished calls, of all clients together
    CHUNK_BYTES = 64 * 1024,
    RECEIVE_US = 10 * G_USEC_PER_SEC,
    SEND_US = 30 * G_USEC_PER_SEC,
    CLOSE_US = 2 * G_USEC_PER_SEC, // for replies that are on their way at the end
    TICK_US = G_USEC_PER_SEC,
    EXIT_BUSY = 75,
};

typedef enum { JOB_WAITING, JOB_BEGUN, JOB_DONE } JobState;

struct KiriControlJob {
    KiriControlCall *call;
    JobState state;
    gboolean is_gone; // the client left after it had begun
    KiriBuf reply;    // the message
};

typedef struct {
    gint fd;
    KiriBuf in, out;
    gsize sent;
    gint64 deadline_us; // of receiving and sending
    KiriControlJob *job;
    gboolean was_told;  // that its job has begun
    gboolean is_ending; // closed when `out` is sent
    gboolean is_dead;
} Client;

struct KiriControl {
    char *dir;
    KiriControlHandler handler;
    gint listen_fd, wake_fd, signal_fd;
    pthread_t thread;
    GPtrArray *clients; // of the control thread

    pthread_mutex_t lock;
    pthread_cond_t has_job; // monotonic clock
    GQueue waiting;         // KiriControlJob, borrowed from their clients
    gboolean is_shut, is_closing;
};

static void wake(KiriControl *control)
{
    guint64 one = 1;
    if (write(control->wake_fd, &one, sizeof one) < 0)
        g_debug("the control thread is awake already: %s", g_strerror(errno));
}

static void job_free(KiriControlJob *job)
{
    if (!job)
        return;
    kiri_control_call_free(job->call);
    kiri_buf_clear(&job->reply);
    g_free(job);
}

/* A job that has begun is left to the thread that carries it out. */
static void leave_job(KiriControl *control, Client *client)
{
    KiriControlJob *job = g_steal_pointer(&client->job);
    if (!job)
        return;
    pthread_mutex_lock(&control->lock);
    gboolean is_theirs = job->state == JOB_BEGUN;
    if (is_theirs)
        job->is_gone = TRUE;
    else
        g_queue_remove(&control->waiting, job);
    pthread_mutex_unlock(&control->lock);
    if (!is_theirs)
        job_free(job);
}

static void client_free(gpointer data)
{
    Client *client = data;
    close(client->fd);
    kiri_buf_clear(&client->in);
    kiri_buf_clear(&client->out);
    g_free(client);
}

/* ---- answers ---- */

static void begin_sending(Client *client)
{
    client->is_ending = TRUE;
    client->deadline_us = g_get_monotonic_time() + SEND_US;
    kiri_buf_clear(&client->in);
}

static void send_reply(Client *client, const KiriControlReply *reply)
{
    client->is_dead |=
        !kiri_control_write(&client->out, KIRI_MESSAGE_REPLY, &kiri_control_reply_shape, reply);
    begin_sending(client);
}

static void send_refusal(Client *client, const char *why)
{
    g_autoptr(KiriControlReply) reply = kiri_control_reply_new();
    g_autofree char *line = g_strdup_printf("kirinuki: %s\n", why);
    reply->code = EXIT_BUSY;
    reply->err = g_bytes_new(line, strlen(line));
    send_reply(client, reply);
}

static void queue_job(KiriControl *control, Client *client, KiriControlCall *call)
{
    KiriControlJob *job = g_new0(KiriControlJob, 1);
    job->call = call;
    kiri_buf_init(&job->reply, KIRI_BUF_UNCAPPED);
    client->job = job;
    kiri_buf_clear(&client->in);
    pthread_mutex_lock(&control->lock);
    g_queue_push_tail(&control->waiting, job);
    pthread_cond_signal(&control->has_job);
    pthread_mutex_unlock(&control->lock);
}

static void answer_call(KiriControl *control, Client *client, KiriStr payload)
{
    KiriControlCall *call = kiri_record_decode(&kiri_control_call_shape, payload, NULL);
    g_autoptr(KiriControlReply) reply = kiri_control_reply_new();
    if (!call) {
        client->is_dead = TRUE;
        return;
    }
    if (call->kind == KIRI_CONTROL_COMMAND) {
        queue_job(control, client, call);
        return;
    }
    if (call->kind == KIRI_CONTROL_STATUS)
        reply->status = control->handler.status(control->handler.data);
    else
        control->handler.reload(control->handler.data);
    kiri_control_call_free(call);
    send_reply(client, reply);
}

/* ---- one client ---- */

static void look_at_call(KiriControl *control, Client *client)
{
    KiriMessage kind;
    KiriStr payload;
    gsize length = 0;
    switch (kiri_control_look(kiri_buf_view(&client->in), KIRI_CONTROL_CALL_BYTES, &kind, &payload,
                              &length)) {
    case KIRI_FRAME_SHORT:
        break;
    case KIRI_FRAME_BAD:
        client->is_dead = TRUE;
        break;
    case KIRI_FRAME_WHOLE:
        if (kind == KIRI_MESSAGE_CALL && length == client->in.n)
            answer_call(control, client, payload);
        else
            client->is_dead = TRUE;
        break;
    }
}

/* After its call a client has nothing more to say: what comes then, and the end of
 * the stream, mean that it is gone. */
static void receive(KiriControl *control, Client *client, char *chunk)
{
    gssize n = recv(client->fd, chunk, CHUNK_BYTES, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0 || client->job || client->is_ending || !kiri_buf_add(&client->in, chunk, (gsize)n)) {
        client->is_dead = TRUE;
        return;
    }
    look_at_call(control, client);
}

static void send_some(Client *client)
{
    while (client->sent < client->out.n) {
        gssize n = send(client->fd, client->out.p + client->sent, client->out.n - client->sent,
                        MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0)
            client->sent += (gsize)n;
        else if (errno == EAGAIN)
            return;
        else if (errno != EINTR) {
            client->is_dead = TRUE;
            return;
        }
    }
    client->is_dead |= client->is_ending;
}

/* Takes over what the thread with the commands has done meanwhile. */
static void look_at_job(KiriControl *control, Client *client, gboolean is_shut)
{
    pthread_mutex_lock(&control->lock);
    JobState state = client->job->state;
    if (state == JOB_WAITING && is_shut)
        g_queue_remove(&control->waiting, client->job);
    pthread_mutex_unlock(&control->lock);
    if (state == JOB_WAITING && is_shut) {
        job_free(g_steal_pointer(&client->job));
        send_refusal(client, _("the running watch is about to end; try again"));
    }
    if (state == JOB_WAITING)
        return;
    if (!client->was_told)
        kiri_control_write(&client->out, KIRI_MESSAGE_BEGUN, NULL, NULL);
    client->was_told = TRUE;
    if (state != JOB_DONE)
        return;
    kiri_buf_add(&client->out, client->job->reply.p, client->job->reply.n);
    job_free(g_steal_pointer(&client->job));
    begin_sending(client);
}

static gsize received_bytes(const KiriControl *control)
{
    gsize n = 0;
    for (guint i = 0; i < control->clients->len; i++)
        n += ((const Client *)control->clients->pdata[i])->in.n;
    return n;
}

static void accept_clients(KiriControl *control)
{
    while (control->clients->len < MOST_CLIENTS) {
        gint fd = accept4(control->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            return;
        if (!kiri_control_is_ours(fd)) {
            close(fd);
            continue;
        }
        Client *client = g_new0(Client, 1);
        client->fd = fd;
        client->deadline_us = g_get_monotonic_time() + RECEIVE_US;
        kiri_buf_init(&client->in, KIRI_CONTROL_CALL_BYTES + KIRI_CONTROL_HEADER_BYTES);
        kiri_buf_init(&client->out, KIRI_BUF_UNCAPPED);
        g_ptr_array_add(control->clients, client);
    }
}

/* ---- the thread ---- */

enum { FD_LISTEN, FD_WAKE, FD_SIGNAL, N_FIXED_FDS };

static guint fill_fds(const KiriControl *control, struct pollfd *fds, gboolean is_closing)
{
    gboolean has_room = control->clients->len < MOST_CLIENTS && !is_closing;
    gboolean is_full = received_bytes(control) > MOST_RECEIVED;
    fds[FD_LISTEN] = (struct pollfd){.fd = has_room ? control->listen_fd : -1, .events = POLLIN};
    fds[FD_WAKE] = (struct pollfd){.fd = control->wake_fd, .events = POLLIN};
    fds[FD_SIGNAL] = (struct pollfd){.fd = control->signal_fd, .events = POLLIN};
    for (guint i = 0; i < control->clients->len; i++) {
        const Client *client = control->clients->pdata[i];
        gboolean is_paused = is_full && !client->job && !client->is_ending;
        gint events = (is_paused ? 0 : POLLIN) | (client->sent < client->out.n ? POLLOUT : 0);
        fds[N_FIXED_FDS + i] = (struct pollfd){.fd = client->fd, .events = (short)events};
    }
    return N_FIXED_FDS + control->clients->len;
}

static void drain_fixed(KiriControl *control, const struct pollfd *fds)
{
    struct signalfd_siginfo signal;
    guint64 count;
    if (fds[FD_WAKE].revents && read(control->wake_fd, &count, sizeof count) < 0)
        g_debug("nothing woke the control thread: %s", g_strerror(errno));
    if (fds[FD_SIGNAL].revents &&
        read(control->signal_fd, &signal, sizeof signal) == (gssize)sizeof signal)
        control->handler.reload(control->handler.data);
    if (fds[FD_LISTEN].revents)
        accept_clients(control);
}

static void serve_clients(KiriControl *control, const struct pollfd *fds, guint n, char *chunk,
                          gboolean is_shut)
{
    gint64 now_us = g_get_monotonic_time();
    for (guint i = 0; i < n; i++) {
        Client *client = control->clients->pdata[i];
        if (fds[i].revents & (POLLIN | POLLHUP | POLLERR))
            receive(control, client, chunk);
        if (!client->is_dead && client->job)
            look_at_job(control, client, is_shut);
        if (!client->is_dead && client->sent < client->out.n)
            send_some(client);
        if (!client->job && now_us > client->deadline_us)
            client->is_dead = TRUE;
    }
    for (guint i = n; i-- > 0;) {
        Client *client = control->clients->pdata[i];
        if (!client->is_dead)
            continue;
        leave_job(control, client);
        g_ptr_array_remove_index_fast(control->clients, i);
    }
}

static gpointer control_main(gpointer data)
{
    KiriControl *control = data;
    struct pollfd fds[N_FIXED_FDS + MOST_CLIENTS];
    g_autofree char *chunk = g_malloc(CHUNK_BYTES);
    gint64 next_tick_us = 0, close_us = G_MAXINT64;
    for (;;) {
        pthread_mutex_lock(&control->lock);
        gboolean is_shut = control->is_shut, is_closing = control->is_closing;
        pthread_mutex_unlock(&control->lock);
        gint64 now_us = g_get_monotonic_time();
        if (is_closing && close_us == G_MAXINT64)
            close_us = now_us + CLOSE_US;
        if (is_closing && (!control->clients->len || now_us >= close_us))
            return NULL;
        if (now_us >= next_tick_us) {
            control->handler.tick(control->handler.data);
            next_tick_us = now_us + TICK_US;
        }
        guint n = fill_fds(control, fds, is_closing);
        gint64 wait_us = CLAMP(MIN(next_tick_us, close_us) - now_us, 0, TICK_US);
        if (poll(fds, n, (gint)(wait_us / 1000) + 1) < 0)
            continue;
        guint n_clients = n - N_FIXED_FDS;
        serve_clients(control, fds + N_FIXED_FDS, n_clients, chunk, is_shut);
        drain_fixed(control, fds);
    }
}

/* ---- opening and closing ---- */

static gint listen_on(const char *dir, GError **error)
{
    struct sockaddr_un address;
    struct stat st;
    gint folder = kiri_control_address(dir, &address, error);
    if (folder < 0)
        return -1;
    gboolean exists = fstatat(folder, KIRI_CONTROL_NAME, &st, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists && !S_ISSOCK(st.st_mode)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_REFUSED,
                    _("'%s/%s' is in the way: it is no socket"), dir, KIRI_CONTROL_NAME);
        close(folder);
        return -1;
    }
    if (exists)
        unlinkat(folder, KIRI_CONTROL_NAME, 0);
    gint fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* Nobody can connect before listen(), and by then the mode is what it shall be. */
    gboolean ok = fd >= 0 && fchmod(fd, 0600) == 0 &&
                  bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                  fchmodat(folder, KIRI_CONTROL_NAME, 0600, 0) == 0 &&
                  listen(fd, MOST_CLIENTS) == 0;
    if (!ok) {
        kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make the control socket in"), dir);
        if (fd >= 0)
            close(fd);
    }
    close(folder);
    return ok ? fd : -1;
}

KiriControl *kiri_control_open(const char *dir, const KiriControlHandler *handler, GError **error)
{
    gint listen_fd = listen_on(dir, error);
    if (listen_fd < 0)
        return NULL;
    sigset_t hup;
    sigemptyset(&hup);
    sigaddset(&hup, SIGHUP);
    KiriControl *control = g_new0(KiriControl, 1);
    control->dir = g_strdup(dir);
    control->handler = *handler;
    control->listen_fd = listen_fd;
    control->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    control->signal_fd = signalfd(-1, &hup, SFD_CLOEXEC | SFD_NONBLOCK);
    control->clients = g_ptr_array_new_with_free_func(client_free);
    pthread_mutex_init(&control->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&control->has_job, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&control->thread, NULL, control_main, control) != 0)
        g_error("cannot start a thread");
    return control;
}

void kiri_control_shut(KiriControl *control)
{
    pthread_mutex_lock(&control->lock);
    control->is_shut = TRUE;
    pthread_cond_broadcast(&control->has_job);
    pthread_mutex_unlock(&control->lock);
    wake(control);
}

static void remove_socket(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, KIRI_CONTROL_NAME, NULL);
    unlink(path);
}

void kiri_control_close(KiriControl *control)
{
    if (!control)
        return;
    pthread_mutex_lock(&control->lock);
    control->is_shut = control->is_closing = TRUE;
    pthread_cond_broadcast(&control->has_job);
    pthread_mutex_unlock(&control->lock);
    wake(control);
    pthread_join(control->thread, NULL);
    remove_socket(control->dir);
    for (guint i = 0; i < control->clients->len; i++)
        leave_job(control, control->clients->pdata[i]);
    g_ptr_array_unref(control->clients);
    close(control->listen_fd);
    close(control->wake_fd);
    if (control->signal_fd >= 0)
        close(control->signal_fd);
    pthread_mutex_destroy(&control->lock);
    pthread_cond_destroy(&control->has_job);
    g_free(control->dir);
    g_free(control);
}

/* ---- the thread that carries commands out ---- */

KiriControlJob *kiri_control_next(KiriControl *control, gint64 timeout_us)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    gint64 us = until.tv_nsec / 1000 + timeout_us;
    until.tv_sec += us / G_USEC_PER_SEC;
    until.tv_nsec = us % G_USEC_PER_SEC * 1000;
    pthread_mutex_lock(&control->lock);
    gint status = 0;
    while (g_queue_is_empty(&control->waiting) && !control->is_shut && status == 0)
        status = pthread_cond_timedwait(&control->has_job, &control->lock, &until);
    KiriControlJob *job = control->is_shut ? NULL : g_queue_pop_head(&control->waiting);
    if (job)
        job->state = JOB_BEGUN;
    pthread_mutex_unlock(&control->lock);
    if (job)
        wake(control);
    return job;
}

const KiriControlCall *kiri_control_job_call(const KiriControlJob *job)
{
    return job->call;
}

void kiri_control_finish(KiriControl *control, KiriControlJob *job, const KiriControlReply *reply)
{
    if (!kiri_control_write(&job->reply, KIRI_MESSAGE_REPLY, &kiri_control_reply_shape, reply)) {
        g_autoptr(KiriControlReply) shorter = kiri_control_reply_new();
        static const char line[] = "kirinuki: the answer is too long for the control socket\n";
        shorter->code = reply->code;
        shorter->err = g_bytes_new_static(line, sizeof line - 1);
        kiri_control_write(&job->reply, KIRI_MESSAGE_REPLY, &kiri_control_reply_shape, shorter);
    }
    pthread_mutex_lock(&control->lock);
    gboolean is_gone = job->is_gone;
    job->state = JOB_DONE;
    pthread_mutex_unlock(&control->lock);
    if (is_gone)
        job_free(job);
    else
        wake(control);
}
