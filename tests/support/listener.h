// SPDX-License-Identifier: GPL-3.0-or-later
/* A listening socket on loopback whose server thread can be told to stop: whatever the
 * thread waits for, it waits for the word to stop as well. Failures end the test.
 *
 * Thread rule: listener_wait() and listener_accept() in any thread between start and
 * stop, the rest in the one that owns the server. */
#pragma once

#include <fcntl.h>
#include <glib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    int fd, stop_pipe[2];
    gint port;
} Listener;

/* At an address of either family. */
static inline void listener_start_at(Listener *l, const struct sockaddr *address, socklen_t n)
{
    struct sockaddr_in6 bound = {0};
    socklen_t n_bound = sizeof bound;
    int no = 0;
    l->fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (address->sa_family == AF_INET6)
        setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    g_assert_cmpint(bind(l->fd, address, n), ==, 0);
    g_assert_cmpint(listen(l->fd, 128), ==, 0);
    g_assert_cmpint(getsockname(l->fd, (struct sockaddr *)&bound, &n_bound), ==, 0);
    g_assert_cmpint(pipe2(l->stop_pipe, O_CLOEXEC), ==, 0);
    l->port = ntohs(bound.sin6_port); // at the same place in both families
}

/* On 127.0.0.1, at a free port. */
static inline void listener_start(Listener *l)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    listener_start_at(l, (struct sockaddr *)&a, sizeof a);
}

/* Waits until `fd` shows one of `events`; FALSE: the server shall stop. */
static inline gboolean listener_wait(const Listener *l, int fd, short events)
{
    struct pollfd fds[2] = {{fd, events, 0}, {l->stop_pipe[0], POLLIN, 0}};
    return poll(fds, 2, -1) > 0 && !fds[1].revents;
}

/* The next connection; below 0: the server shall stop. */
static inline int listener_accept(const Listener *l)
{
    while (listener_wait(l, l->fd, POLLIN)) {
        int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0)
            return fd;
    }
    return -1;
}

/* Tells the thread to stop, waits for its end and closes everything. */
static inline void listener_stop(Listener *l, GThread *thread)
{
    g_assert_cmpint(write(l->stop_pipe[1], "x", 1), ==, 1);
    g_thread_join(thread);
    close(l->fd);
    close(l->stop_pipe[0]);
    close(l->stop_pipe[1]);
}
