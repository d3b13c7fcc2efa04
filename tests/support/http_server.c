// SPDX-License-Identifier: GPL-3.0-or-later
/* The misbehaving server: one thread accepts, one thread per connection. */
#include "http_server.h"

#include "listener.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

struct HttpServer {
    Listener listener;
    gint port;
    GThread *acceptor;
    pthread_mutex_t lock; // visible to ThreadSanitizer, as GLib's is not
    GHashTable *routes;   // route → Route
    GPtrArray *seen;      // HttpSeen
    GPtrArray *threads;
    gint n_connections;
};

typedef struct {
    gatomicrefcount refs;
    char *content_type; // NULL: raw
    GBytes *bytes;
    char *etag;
    HttpHandler handler;
    gconstpointer data;
} Route;

struct HttpRequest {
    HttpServer *server;
    int fd;
    gboolean is_reset;
    GString *head;
};

static void route_unref(gpointer p)
{
    Route *r = p;
    if (!g_atomic_ref_count_dec(&r->refs))
        return;
    g_free(r->content_type);
    g_free(r->etag);
    g_clear_pointer(&r->bytes, g_bytes_unref);
    g_free(r);
}

static void seen_free(gpointer p)
{
    HttpSeen *s = p;
    g_free(s->host);
    g_free(s->path);
    g_free(s->head);
    g_free(s);
}

gboolean http_send(HttpRequest *r, gconstpointer bytes, gsize n)
{
    const char *p = bytes;
    while (n) {
        if (!listener_wait(&r->server->listener, r->fd, POLLOUT))
            return FALSE;
        gssize sent = send(r->fd, p, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0)
            return FALSE;
        p += sent;
        n -= (gsize)sent;
    }
    return TRUE;
}

gboolean http_send_str(HttpRequest *r, const char *s)
{
    return http_send(r, s, strlen(s));
}

gboolean http_pause(HttpRequest *r, guint ms)
{
    struct pollfd fds[2] = {{r->fd, POLLIN | POLLRDHUP, 0},
                            {r->server->listener.stop_pipe[0], POLLIN, 0}};
    return poll(fds, 2, (int)ms) == 0;
}

const char *http_request_head(const HttpRequest *r)
{
    return r->head->str;
}

void http_reset(HttpRequest *r)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(r->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    r->is_reset = TRUE;
}

static gboolean read_head(HttpRequest *r)
{
    char c[1024];
    while (!strstr(r->head->str, "\r\n\r\n")) {
        if (!listener_wait(&r->server->listener, r->fd, POLLIN))
            return FALSE;
        gssize n = recv(r->fd, c, sizeof c, 0);
        if (n <= 0)
            return FALSE;
        g_string_append_len(r->head, c, n);
    }
    return TRUE;
}

static char *field(const char *head, const char *name);

/* What a POST carries, behind the head. */
static gboolean read_body(HttpRequest *r)
{
    char c[1024];
    g_autofree char *length = field(r->head->str, "Content-Length");
    gsize end = (gsize)(strstr(r->head->str, "\r\n\r\n") + 4 - r->head->str);
    gsize whole = end + (length ? (gsize)g_ascii_strtoull(length, NULL, 10) : 0);
    while (r->head->len < whole) {
        gssize n = recv(r->fd, c, sizeof c, 0);
        if (n <= 0)
            return FALSE;
        g_string_append_len(r->head, c, n);
    }
    return TRUE;
}

static char *field(const char *head, const char *name)
{
    g_auto(GStrv) lines = g_strsplit(head, "\r\n", -1);
    gsize n = strlen(name);
    for (gsize i = 1; lines[i]; i++)
        if (g_ascii_strncasecmp(lines[i], name, n) == 0 && lines[i][n] == ':')
            return g_strdup(g_strstrip(lines[i] + n + 1));
    return g_strdup("");
}

static Route *find_route(HttpServer *s, const char *host, const char *target)
{
    g_autofree char *path = g_strndup(target, strcspn(target, "?"));
    g_autofree char *with_host = g_strconcat(host, path, NULL);
    g_autofree char *exact = g_strconcat(host, target, NULL);
    pthread_mutex_lock(&s->lock);
    Route *r = g_hash_table_lookup(s->routes, exact);
    r = r ? r : g_hash_table_lookup(s->routes, target);
    r = r ? r : g_hash_table_lookup(s->routes, with_host);
    r = r ? r : g_hash_table_lookup(s->routes, path);
    if (r)
        g_atomic_ref_count_inc(&r->refs);
    pthread_mutex_unlock(&s->lock);
    return r;
}

static void answer(HttpRequest *r, const Route *route)
{
    gsize n = 0;
    if (!route) {
        http_send_str(r, "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n"
                         "Content-Length: 9\r\nConnection: close\r\n\r\nnot found");
        return;
    }
    if (route->handler) {
        route->handler(r, route->data);
        return;
    }
    const char *bytes = g_bytes_get_data(route->bytes, &n);
    if (route->content_type) {
        g_autofree char *given = field(r->head->str, "If-None-Match");
        gboolean is_same = strcmp(given, route->etag) == 0;
        g_autofree char *head =
            g_strdup_printf("HTTP/1.1 %s\r\nContent-Type: %s\r\nETag: %s\r\n"
                            "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
                            is_same ? "304 Not Modified" : "200 OK", route->content_type,
                            route->etag, is_same ? 0 : n);
        if (!http_send_str(r, head) || is_same)
            return;
    }
    http_send(r, bytes, n);
}

static void log_request(HttpServer *s, const char *host, const char *target, const char *head)
{
    HttpSeen *seen = g_new0(HttpSeen, 1);
    seen->host = g_strdup(host);
    seen->path = g_strdup(target);
    seen->head = g_strdup(head);
    seen->at_us = g_get_monotonic_time();
    pthread_mutex_lock(&s->lock);
    g_ptr_array_add(s->seen, seen);
    pthread_mutex_unlock(&s->lock);
}

static gpointer serve(gpointer data)
{
    HttpRequest *r = data;
    if (read_head(r) && read_body(r)) {
        g_autofree char *line = g_strndup(r->head->str, strcspn(r->head->str, "\r"));
        g_auto(GStrv) words = g_strsplit(line, " ", 3);
        g_autofree char *host = field(r->head->str, "Host");
        host[strcspn(host, ":")] = 0;
        if (g_strv_length(words) == 3) {
            log_request(r->server, host, words[1], r->head->str);
            Route *route = find_route(r->server, host, words[1]);
            answer(r, route);
            if (route)
                route_unref(route);
        }
    }
    if (!r->is_reset) {
        shutdown(r->fd, SHUT_WR);
        http_pause(r, 1000); // what was sent must arrive before a reset could
    }
    close(r->fd);
    g_string_free(r->head, TRUE);
    g_free(r);
    return NULL;
}

static gpointer accept_all(gpointer data)
{
    HttpServer *s = data;
    for (int fd; (fd = listener_accept(&s->listener)) >= 0;) {
        g_atomic_int_inc(&s->n_connections);
        HttpRequest *r = g_new0(HttpRequest, 1);
        r->server = s;
        r->fd = fd;
        r->head = g_string_new(NULL);
        g_ptr_array_add(s->threads, g_thread_new("connection", serve, r));
    }
    return NULL;
}

static HttpServer *new_at(const struct sockaddr *address, socklen_t n)
{
    HttpServer *s = g_new0(HttpServer, 1);
    pthread_mutex_init(&s->lock, NULL);
    s->routes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, route_unref);
    s->seen = g_ptr_array_new_with_free_func(seen_free);
    s->threads = g_ptr_array_new();
    listener_start_at(&s->listener, address, n);
    s->port = s->listener.port;
    s->acceptor = g_thread_new("server", accept_all, s);
    return s;
}

HttpServer *http_server_new(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return new_at((struct sockaddr *)&a, sizeof a);
}

HttpServer *http_server_new_any(void)
{
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_addr = in6addr_any};
    return new_at((struct sockaddr *)&a, sizeof a);
}

void http_server_free(HttpServer *s)
{
    if (!s)
        return;
    listener_stop(&s->listener, s->acceptor);
    for (guint i = 0; i < s->threads->len; i++)
        g_thread_join(s->threads->pdata[i]);
    g_ptr_array_free(s->threads, TRUE);
    g_ptr_array_free(s->seen, TRUE);
    g_hash_table_destroy(s->routes);
    pthread_mutex_destroy(&s->lock);
    g_free(s);
}

gint http_server_port(const HttpServer *s)
{
    return s->port;
}

char *http_server_url(const HttpServer *s, const char *host, const char *path)
{
    return g_strdup_printf("http://%s:%d%s", host ? host : "127.0.0.1", s->port, path);
}

static Route *new_route(HttpServer *s, const char *name)
{
    Route *r = g_new0(Route, 1);
    g_atomic_ref_count_init(&r->refs);
    pthread_mutex_lock(&s->lock);
    g_hash_table_replace(s->routes, g_strdup(name), r);
    return r; // locked: the caller fills it and unlocks
}

void http_server_page(HttpServer *s, const char *route, const char *content_type, const char *body)
{
    Route *r = new_route(s, route);
    r->content_type = g_strdup(content_type);
    r->bytes = g_bytes_new(body, strlen(body));
    r->etag = g_strdup_printf("\"%08x-%u\"", g_str_hash(body), (guint)strlen(body));
    pthread_mutex_unlock(&s->lock);
}

void http_server_raw(HttpServer *s, const char *route, gconstpointer bytes, gsize n)
{
    Route *r = new_route(s, route);
    r->bytes = g_bytes_new(bytes, n);
    pthread_mutex_unlock(&s->lock);
}

void http_server_rawf(HttpServer *s, const char *route, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *bytes = g_strdup_vprintf(format, args);
    va_end(args);
    http_server_raw(s, route, bytes, strlen(bytes));
}

void http_server_handle(HttpServer *s, const char *route, HttpHandler handler, gconstpointer data)
{
    Route *r = new_route(s, route);
    r->handler = handler;
    r->data = data;
    pthread_mutex_unlock(&s->lock);
}

const HttpSeen *http_server_seen(HttpServer *s, const char *path, guint i)
{
    const HttpSeen *found = NULL;
    pthread_mutex_lock(&s->lock);
    for (guint k = 0; k < s->seen->len && !found; k++) {
        const HttpSeen *seen = s->seen->pdata[k];
        if ((!path || strcmp(seen->path, path) == 0) && i-- == 0)
            found = seen;
    }
    pthread_mutex_unlock(&s->lock);
    return found;
}

guint http_server_n_seen(HttpServer *s, const char *path)
{
    guint n = 0;
    while (http_server_seen(s, path, n))
        n++;
    return n;
}

guint http_server_n_connections(HttpServer *s)
{
    return (guint)g_atomic_int_get(&s->n_connections);
}
