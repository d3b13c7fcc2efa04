// SPDX-License-Identifier: GPL-3.0-or-later
#include "blackhole.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define KNOCKS 3 // the queue of a listener with room for none holds one or two

struct Blackhole {
    int fd, knocks[KNOCKS];
    gint port;
};

Blackhole *blackhole_new(const char *address, gint port)
{
    Blackhole *b = g_new0(Blackhole, 1);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((guint16)port)};
    socklen_t n = sizeof a;
    int yes = 1;
    g_assert_cmpint(inet_pton(AF_INET, address, &a.sin_addr), ==, 1);
    b->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(b->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    g_assert_cmpint(bind(b->fd, (struct sockaddr *)&a, sizeof a), ==, 0);
    g_assert_cmpint(listen(b->fd, 0), ==, 0);
    g_assert_cmpint(getsockname(b->fd, (struct sockaddr *)&a, &n), ==, 0);
    b->port = ntohs(a.sin_port);
    for (guint i = 0; i < KNOCKS; i++) {
        b->knocks[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        connect(b->knocks[i], (struct sockaddr *)&a, sizeof a);
    }
    g_usleep(20 * 1000);
    return b;
}

void blackhole_free(Blackhole *b)
{
    if (!b)
        return;
    for (guint i = 0; i < KNOCKS; i++)
        close(b->knocks[i]);
    close(b->fd);
    g_free(b);
}

gint blackhole_port(const Blackhole *b)
{
    return b->port;
}
