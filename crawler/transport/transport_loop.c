// SPDX-License-Identifier: GPL-3.0-or-later
/* The loop under many exchanges: which sockets libcurl waits for, and until when.
 *
 * libcurl's own loop (curl_multi_perform) looks at every exchange whenever one of
 * them has something to do. Here the kernel names the sockets that are ready, and
 * libcurl is told of those only, so that a step costs the same beside sixty slow
 * exchanges as beside none. */
#include "transport_curl.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* When an address of a host is given up, libcurl 7.88 goes to sleep for as long as
 * the next one may take, and only then tries it: it has to be woken. */
#define CONNECTING_LOOK_US (100 * 1000)
#define MOST_EVENTS 64 // taken from the kernel at a time
#define MOST_FDS 8     // of the caller's

/* ---- what libcurl tells us ---- */

/* What a socket is marked with once it is on the kernel's list. */
static char on_list;

/* A closed socket has left the kernel's list by itself, and its number may have
 * come back as that of a new one: whether it is on the list is the kernel's to say. */
static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *mark)
{
    CurlTransport *t = data;
    struct epoll_event e = {.data.fd = fd};
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(t->epoll, EPOLL_CTL_DEL, fd, &e);
        return 0;
    }
    e.events = ((what & CURL_POLL_IN) ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0u);
    if (!mark)
        curl_multi_assign(t->multi, fd, &on_list);
    if (mark && epoll_ctl(t->epoll, EPOLL_CTL_MOD, fd, &e) == 0)
        return 0;
    if (epoll_ctl(t->epoll, EPOLL_CTL_ADD, fd, &e) == 0 ||
        epoll_ctl(t->epoll, EPOLL_CTL_MOD, fd, &e) == 0)
        return 0;
    /* The kernel has no room for it. libcurl 7.88 does not survive to be told so: from
     * now on all exchanges are looked at by the clock. */
    kiri_curl_loop_connecting(t, G_MAXINT64);
    return 0;
}

static int set_alarm(CURLM *multi, long timeout_ms, void *data)
{
    CurlTransport *t = data;
    (void)multi;
    t->alarm_us = timeout_ms < 0 ? G_MAXINT64 : g_get_monotonic_time() + (gint64)timeout_ms * 1000;
    return 0;
}

/* ---- what we tell libcurl ---- */

static void ring_alarm(CurlTransport *t, gint64 now)
{
    int running = 0;
    if (now >= t->alarm_us) {
        t->alarm_us = G_MAXINT64; // a new one is set within the call
        curl_multi_socket_action(t->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
}

/* Makes libcurl look at every exchange. The only function that also says anew which
 * sockets are waited for is one whose use is discouraged, for its price. */
static void look_at_all(CurlTransport *t, gint64 now)
{
    int running = 0;
    if (now < t->look_us)
        return;
    gboolean is_connecting = now < t->connecting_until_us && g_hash_table_size(t->running);
    t->look_us = is_connecting ? now + CONNECTING_LOOK_US : G_MAXINT64;
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    curl_multi_socket_all(t->multi, &running);
    G_GNUC_END_IGNORE_DEPRECATIONS
}

static void tell_ready(CurlTransport *t)
{
    struct epoll_event events[MOST_EVENTS];
    int running = 0, n = epoll_wait(t->epoll, events, MOST_EVENTS, 0);
    for (int i = 0; i < n; i++) {
        guint32 e = events[i].events;
        int what = ((e & EPOLLIN) ? CURL_CSELECT_IN : 0) | ((e & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
                   ((e & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(t->multi, events[i].data.fd, what, &running);
    }
}

/* ---- waiting ---- */

static void take_wake(CurlTransport *t)
{
    guint64 n;
    if (read(t->wake, &n, sizeof n) < 0)
        return; // another wait took it
}

void kiri_curl_loop_wake(CurlTransport *t)
{
    const guint64 one = 1;
    /* A counter that is full wakes as well. */
    if (write(t->wake, &one, sizeof one) < 0)
        return;
}

void kiri_curl_loop_connecting(CurlTransport *t, gint64 until_us)
{
    t->connecting_until_us = MAX(t->connecting_until_us, until_us);
    t->look_us = MIN(t->look_us, g_get_monotonic_time() + CONNECTING_LOOK_US);
}

gboolean kiri_curl_loop_step(CurlTransport *t, gint64 until_us, const gint *fds, guint n_fds)
{
    struct pollfd polled[2 + MOST_FDS] = {{.fd = t->epoll, .events = POLLIN},
                                          {.fd = t->wake, .events = POLLIN}};
    g_return_val_if_fail(n_fds <= MOST_FDS, TRUE);
    for (guint i = 0; i < n_fds; i++)
        polled[2 + i] = (struct pollfd){.fd = fds[i], .events = POLLIN}; // below 0 is passed over
    gint64 now = g_get_monotonic_time();
    gint64 until = MIN(until_us, MIN(t->alarm_us, t->look_us));
    gint64 left_ms = until <= now ? 0 : MIN((until - now - 1) / 1000 + 1, 60000);
    int ready = poll(polled, 2 + n_fds, (int)left_ms);
    if (ready > 0 && polled[0].revents)
        tell_ready(t);
    now = g_get_monotonic_time();
    ring_alarm(t, now);
    look_at_all(t, now);
    gboolean is_called = FALSE;
    if (ready > 0 && polled[1].revents) {
        take_wake(t);
        is_called = TRUE;
    }
    for (guint i = 0; i < n_fds; i++)
        is_called |= ready > 0 && polled[2 + i].revents;
    return is_called;
}

/* ---- life ---- */

gboolean kiri_curl_loop_open(CurlTransport *t)
{
    t->alarm_us = t->look_us = G_MAXINT64;
    t->epoll = epoll_create1(EPOLL_CLOEXEC);
    t->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(t->multi, CURLMOPT_SOCKETDATA, t);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERFUNCTION, set_alarm);
    curl_multi_setopt(t->multi, CURLMOPT_TIMERDATA, t);
    return t->epoll >= 0 && t->wake >= 0;
}

void kiri_curl_loop_close(CurlTransport *t)
{
    if (t->epoll >= 0)
        close(t->epoll);
    if (t->wake >= 0)
        close(t->wake);
}
