// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopback.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_REQUEST_BYTES = 16 * 1024, EVENTS = 64, ADDRESSES_OF_A_NET = 250, SPARE_FDS = 256 };

typedef enum { PEER_STOP, PEER_LISTEN, PEER_CLIENT } PeerKind;

/* What an event is about. */
typedef struct {
    PeerKind kind;
    gint fd;
    KiriBuf in, out;
    gsize sent;
    gboolean is_hanging, is_closing;
} Peer;

struct Loopback {
    LoopbackAnswer answer;
    gpointer data;
    gint epoll;
    guint port;
    pthread_t thread;
    gboolean is_running;
    Peer *stop;
    GHashTable *peers;
};

static void peer_free(gpointer p)
{
    Peer *peer = p;
    close(peer->fd);
    kiri_buf_clear(&peer->in);
    kiri_buf_clear(&peer->out);
    g_free(peer);
}

static Peer *add_peer(Loopback *l, PeerKind kind, gint fd)
{
    Peer *peer = g_new0(Peer, 1);
    peer->kind = kind;
    peer->fd = fd;
    kiri_buf_init(&peer->in, MOST_REQUEST_BYTES);
    kiri_buf_init(&peer->out, KIRI_BUF_UNCAPPED);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
    epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &event);
    g_hash_table_add(l->peers, peer);
    return peer;
}

void loopback_address(guint i, char out[16])
{
    g_snprintf(out, 16, "127.0.%u.%u", i / ADDRESSES_OF_A_NET, i % ADDRESSES_OF_A_NET + 1);
}

/* ---- requests ---- */

/* The value of a field of the head, NUL-terminated in place; NULL when absent. */
static char *field(char *head, const char *name)
{
    gsize n = strlen(name);
    for (char *line = strstr(head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (g_ascii_strncasecmp(line, name, n) != 0 || line[n] != ':')
            continue;
        char *value = line + n + 1;
        while (*value == ' ')
            value++;
        return value;
    }
    return NULL;
}

static void cut_line(char *value)
{
    if (value)
        value[strcspn(value, "\r\n")] = '\0';
}

static void add_answer(Peer *peer, const WorldAnswer *answer)
{
    KiriBuf *out = &peer->out;
    if (!answer->status) {
        peer->is_hanging = answer->is_hanging;
        peer->is_closing = !answer->is_hanging;
        return;
    }
    kiri_buf_printf(out, "HTTP/1.1 %d %s\r\n", (int)answer->status,
                    world_status_text(answer->status));
    for (const char *line = answer->headers.p, *end; (end = strchr(line, '\n')); line = end + 1) {
        kiri_buf_add(out, line, (gsize)(end - line));
        kiri_buf_add_str(out, "\r\n");
    }
    if (answer->status != 304)
        kiri_buf_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n", answer->body.n);
    kiri_buf_add_str(out, "\r\n");
    if (answer->status != 304)
        kiri_buf_add(out, answer->body.p, answer->body.n);
}

/* Takes one whole request from what has come; FALSE when there is none. */
static gboolean take_request(Loopback *l, Peer *peer)
{
    char *end = peer->is_hanging ? NULL : strstr(peer->in.p, "\r\n\r\n");
    if (!end)
        return FALSE;
    gsize n = (gsize)(end - peer->in.p) + 4;
    g_autofree char *head = g_strndup(peer->in.p, n);
    g_autofree char *rest = g_strndup(end + 4, peer->in.n - n);
    gsize left = peer->in.n - n;
    kiri_buf_reset(&peer->in);
    kiri_buf_add(&peer->in, rest, left);
    char *host = field(head, "Host"), *etag = field(head, "If-None-Match"),
         *since = field(head, "If-Modified-Since");
    cut_line(host);
    cut_line(etag);
    cut_line(since);
    char *path = strchr(head, ' ');
    path = path ? path + 1 : head;
    WorldRequest request = {kiri_str(host), {path, strcspn(path, " \r\n")}, etag, since};
    g_auto(WorldAnswer) answer;
    world_answer_init(&answer);
    l->answer(&request, &answer, l->data);
    add_answer(peer, &answer);
    return TRUE;
}

/* ---- the loop ---- */

static void take_clients(Loopback *l, const Peer *listener)
{
    gint fd, on = 1;
    while ((fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        add_peer(l, PEER_CLIENT, fd);
    }
}

/* Sends what may be sent; asks for the rest to be woken. FALSE: the end. */
static gboolean send_rest(Loopback *l, Peer *peer)
{
    while (peer->sent < peer->out.n) {
        gssize n = send(peer->fd, peer->out.p + peer->sent, peer->out.n - peer->sent, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return FALSE;
        if (n < 0)
            break;
        peer->sent += (gsize)n;
    }
    gboolean is_all = peer->sent == peer->out.n;
    struct epoll_event event = {.events = is_all ? EPOLLIN : EPOLLIN | EPOLLOUT, .data.ptr = peer};
    if (!is_all || peer->out.n)
        epoll_ctl(l->epoll, EPOLL_CTL_MOD, peer->fd, &event);
    if (is_all) {
        kiri_buf_reset(&peer->out);
        peer->sent = 0;
    }
    return !(is_all && peer->is_closing);
}

static gboolean serve_client(Loopback *l, Peer *peer, guint32 events)
{
    char bytes[4096];
    if (events & EPOLLIN) {
        gssize n = recv(peer->fd, bytes, sizeof bytes, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            return FALSE;
        if (n > 0 && !kiri_buf_add(&peer->in, bytes, (gsize)n))
            return FALSE;
        while (take_request(l, peer))
            ;
    } else if (events & (EPOLLERR | EPOLLHUP)) {
        return FALSE;
    }
    return send_rest(l, peer);
}

static void *serve(void *data)
{
    Loopback *l = data;
    struct epoll_event events[EVENTS];
    for (;;) {
        gint n = epoll_wait(l->epoll, events, EVENTS, -1);
        for (gint i = 0; i < n; i++) {
            Peer *peer = events[i].data.ptr;
            if (peer->kind == PEER_STOP)
                return NULL;
            if (peer->kind == PEER_LISTEN)
                take_clients(l, peer);
            else if (!serve_client(l, peer, events[i].events))
                g_hash_table_remove(l->peers, peer);
        }
    }
}

/* ---- life ---- */

/* One more address; the first one chooses the port. */
static gboolean listen_on(Loopback *l, guint i)
{
    char name[16];
    gint on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((guint16)l->port)};
    socklen_t n = sizeof a;
    loopback_address(i, name);
    inet_pton(AF_INET, name, &a.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0)
        return FALSE;
    add_peer(l, PEER_LISTEN, fd);
    if (bind(fd, (struct sockaddr *)(gpointer)&a, sizeof a) != 0 || listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)(gpointer)&a, &n) != 0)
        return FALSE;
    l->port = ntohs(a.sin_port);
    return TRUE;
}

static void allow_fds(guint n_addresses)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < n_addresses + SPARE_FDS) {
        limit.rlim_cur = MIN(limit.rlim_max, n_addresses + SPARE_FDS);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

Loopback *loopback_new(guint n_addresses, LoopbackAnswer answer, gpointer data)
{
    g_autoptr(Loopback) l = g_new0(Loopback, 1);
    l->answer = answer;
    l->data = data;
    l->peers = g_hash_table_new_full(NULL, NULL, peer_free, NULL);
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    l->stop = add_peer(l, PEER_STOP, eventfd(0, EFD_CLOEXEC));
    allow_fds(n_addresses);
    for (guint i = 0; i < n_addresses; i++)
        if (!listen_on(l, i))
            return NULL;
    l->is_running = pthread_create(&l->thread, NULL, serve, l) == 0;
    return l->is_running ? g_steal_pointer(&l) : NULL;
}

void loopback_free(Loopback *l)
{
    guint64 one = 1;
    if (!l)
        return;
    if (l->is_running && write(l->stop->fd, &one, sizeof one) == sizeof one)
        pthread_join(l->thread, NULL);
    g_hash_table_destroy(l->peers);
    close(l->epoll);
    g_free(l);
}

guint loopback_port(const Loopback *l)
{
    return l->port;
}
