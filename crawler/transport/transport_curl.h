// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of the transport on libcurl, for its own sources alone.
 *
 *   transport_curl.c      the object: many exchanges
 *   transport_loop.c      their one loop: sockets, alarms, waking
 *   transport_exchange.c  one exchange: its request, its policy, its callbacks
 *   transport_end.c       what its end means: answer, failure, refusal
 *
 * Invariants:
 * 1. The reason of a stop is kept in our own struct: libcurl's codes for it
 *    (write error, out of memory) mean other things as well.
 * 2. A handle is never touched inside its callbacks.
 * 3. The message of info_read is copied before the handle is removed.
 * 4. The proxy's password is in the options of the handle and nowhere else.
 *
 * Thread rule: owner thread only. */
#pragma once

#include "address.h"

#include <kirinuki/transport.h>

#include <curl/curl.h>

typedef struct {
    KiriTransport base;
    CURLM *multi;
    GQueue done;         // KiriResponse
    GHashTable *running; // Exchange
    GPtrArray *spare;    // CURL, reset: no more than ran at once
    int epoll;           // of the sockets that libcurl waits for
    int wake;            // readable: somebody wants the wait to end
    gint64 alarm_us;     // monotonic: when libcurl wants to be called; G_MAXINT64: not
    gint64 look_us;      // and when it has to look at everything
    char *user_agent, *proxy, *proxy_user, *proxy_password;
    char *ca_bundle, *ca_folder; // authorities; bundle NULL: libcurl's own choice
    KiriTransportOptions o;      // strings above
    KiriNets *nets;              // open beside the public addresses
    long proxy_auth;             // the ways that are tried at the proxy
    struct curl_slist *ways;     // NULL, or where every connection is led to
    gint64 connecting_until_us;  // monotonic: connections may be begun until then
    GHashTable *dead;            // "host address" → monotonic µs until which it is passed over
} CurlTransport;

typedef enum {
    STOP_NONE,
    STOP_ADDRESS,
    STOP_HEADERS,
    STOP_BODY,
} Stop;

/* An address that a connection was begun to. */
typedef struct {
    char *name; // as in CurlTransport.dead
    gint64 at_us;
} Tried;

typedef struct {
    CurlTransport *owner;
    CURL *easy;
    CURLU *url;
    char *host;
    gboolean is_https;
    struct curl_slist *fields;
    KiriResponse *response;
    gint64 started_us; // monotonic
    KiriBuf sent;      // the last request head
    KiriBuf body;
    KiriBuf headers; // of the answer that is being read
    guint header_lines;
    gsize header_bytes; // both over all answers and trailers of the exchange
    gboolean keep_prefix, is_cut, skip_head;
    GArray *tried;        // Tried, in order
    gboolean passed_over; // one that was dead a while ago
    gboolean is_second_try;
    Stop stop;
    char message[CURL_ERROR_SIZE];
} Exchange;

/* ---- transport_loop.c ---- */

gboolean kiri_curl_loop_open(CurlTransport *t); // FALSE with errno
void kiri_curl_loop_close(CurlTransport *t);
/* Waits once, at most until then, and lets libcurl go on with what is ready. TRUE:
 * one of `fds` (at most 8; below 0: none) is readable, or the wait was woken. */
gboolean kiri_curl_loop_step(CurlTransport *t, gint64 until_us, const gint *fds, guint n_fds);
/* Any thread: ends the wait, or else the next one. */
void kiri_curl_loop_wake(CurlTransport *t);
/* A connection is begun, which may take until then. */
void kiri_curl_loop_connecting(CurlTransport *t, gint64 until_us);

/* ---- transport_exchange.c ---- */

/* An exchange that is ready to run, or, when it is refused at once, one whose
 * response is among those done: `*is_over`. */
Exchange *kiri_curl_exchange_new(CurlTransport *t, const KiriRequest *request, gboolean *is_over);
void kiri_curl_exchange_free(gpointer exchange);

/* ---- transport_end.c ---- */

/* Hands the response over to those done. */
void kiri_curl_exchange_finish(Exchange *x, KiriFetchOutcome outcome, KiriFailure failure,
                               gboolean is_lasting, const char *problem);
/* No address answered in time, but some had hardly a moment for it: TRUE, once, to
 * run the exchange again with those that had theirs passed over. */
gboolean kiri_curl_exchange_tries_again(Exchange *x, CURLcode code);
/* libcurl is done with it. */
void kiri_curl_exchange_end(Exchange *x, CURLcode code);
