// SPDX-License-Identifier: GPL-3.0-or-later
/* An HTTP server on 127.0.0.1 inside the test that answers well or badly, by
 * path. It works on raw sockets, because what it has to do most often is what no
 * server library would: stop in the middle, lie about lengths, never end.
 *
 * A route is a path ("/feed.xml") or a host and path ("toto.localhost/feed.xml"),
 * the latter first. Every request is one connection and one thread, and is
 * logged with its time.
 *
 * Thread rule: set up and read the log from the test's thread; handlers run in
 * threads of their own. */
#pragma once

#include <glib.h>

typedef struct HttpServer HttpServer;
typedef struct HttpRequest HttpRequest;

HttpServer *http_server_new(void);
/* The same on every address of this machine, of both families. */
HttpServer *http_server_new_any(void);
void http_server_free(HttpServer *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpServer, http_server_free)
gint http_server_port(const HttpServer *s);
/* "http://HOST:PORT" + path; host NULL: 127.0.0.1. (transfer full) */
char *http_server_url(const HttpServer *s, const char *host, const char *path);

/* A well-formed answer with status 200 and an ETag of its bytes, which gives 304
 * when it comes back. Setting a route again replaces it. */
void http_server_page(HttpServer *s, const char *route, const char *content_type, const char *body);
/* These bytes as they are, then close. */
void http_server_raw(HttpServer *s, const char *route, gconstpointer bytes, gsize n);
void http_server_rawf(HttpServer *s, const char *route, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* A behaviour. */
typedef void (*HttpHandler)(HttpRequest *r, gconstpointer data);
void http_server_handle(HttpServer *s, const char *route, HttpHandler handler, gconstpointer data);

/* For handlers. Sending returns FALSE once the client has gone. */
gboolean http_send(HttpRequest *r, gconstpointer bytes, gsize n);
gboolean http_send_str(HttpRequest *r, const char *s);
/* Waits for up to `ms`; FALSE when the client has gone or the server ends. */
gboolean http_pause(HttpRequest *r, guint ms);
const char *http_request_head(const HttpRequest *r); // request line and fields
/* Ends the connection by a reset, whatever was sent. */
void http_reset(HttpRequest *r);

/* Log. */
guint http_server_n_connections(HttpServer *s); // accepted, whatever came over them
typedef struct {
    char *host, *path; // host without port; path with query
    char *head;        // and the body of a POST behind it
    gint64 at_us;      // monotonic
} HttpSeen;
guint http_server_n_seen(HttpServer *s, const char *path); // NULL: all
/* The i-th request for `path` (NULL: any), or NULL; valid until the server is
 * freed. */
const HttpSeen *http_server_seen(HttpServer *s, const char *path, guint i);
