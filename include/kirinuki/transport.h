// SPDX-License-Identifier: GPL-3.0-or-later
/* The way out: one request, one answer, many at a time.
 *
 * A transport does exactly one HTTP exchange per request and judges only what
 * can be judged from that: did a complete and bounded answer come, from an
 * address that may be asked? Redirects are answers like any other, and
 * robots.txt, pauses and retries are the crawler's business. The real transport
 * is libcurl's multi interface; tests put a scripted one in its place.
 *
 * Thread rule: owner thread only; kiri_transport_wake() from any thread. */
#pragma once

#include <kirinuki/source.h>

typedef enum {
    KIRI_FETCH_ANSWERED, // an HTTP answer came whole, whatever its status
    KIRI_FETCH_FAILED,   // the way or the other side failed: may go well another time
    KIRI_FETCH_REFUSED,  // our policy: address, TLS, limits, no sane HTTP
} KiriFetchOutcome;

/* All strings are borrowed for the call. */
typedef struct {
    const char *url;                  // absolute, http or https
    const char *etag, *last_modified; // validators as the server gave them, or NULL
    const char *accept;               // media types, NULL for any
    gsize max_body;                   // bytes on the wire; 0: KIRI_LIMIT_BODY_BYTES
    gboolean keep_prefix;             // a longer body is cut there and is no error (robots.txt)
    gboolean skip_head;               // request_head of the answer is not wanted: saves time
    gpointer tag;                     // comes back with the answer
    /* A POST of these bytes, for webhooks: never sent again by the transport itself. */
    GBytes *post;          // NULL: a GET
    const char *post_type; // its media type
} KiriRequest;

typedef struct {
    gpointer tag;
    char *url;
    KiriFetchOutcome outcome;
    char *problem;       // why there is no answer, in words; NULL when ANSWERED
    KiriFailure failure; // the kind of problem; NONE when ANSWERED
    gboolean is_lasting; // REFUSED: asking again would give the same (form of the URL, size)
    gint64 status;       // HTTP status, 0 when none was seen
    char *headers;       // status line and fields as they came, UTF-8; "" when none
    GBytes *body;        // content coding removed; never NULL
    gboolean is_cut;     // keep_prefix was needed
    gint64 wire_bytes;   // of the body as it came
    gint64 elapsed_us;   // from the start of the exchange to its end
    char *request_head;  // request line and fields as sent, lines as in `headers`, without
                         // credentials; NULL: nothing was sent, or skip_head
    char *oddity;        // what is wrong with an answer that counts all the same, in words, or NULL
    char *peer;          // numeric address of the other side; NULL behind a proxy
} KiriResponse;
KiriResponse *kiri_response_new(const KiriRequest *request);
void kiri_response_free(KiriResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriResponse, kiri_response_free)

/* The value of a header field, the last one if it is repeated, without white
 * space around it; NULL when absent. (transfer full) */
char *kiri_response_header(const KiriResponse *response, const char *name);
/* The same for a block of header lines. */
char *kiri_header_value(const char *headers, const char *name);
/* All values of a field whose value is a list, joined by ", " in their order
 * (RFC 9110 §5.3); NULL when absent. (transfer full) */
char *kiri_header_list(const char *headers, const char *name);

/* Seconds a Retry-After value asks for, from 0 to KIRI_LIMIT_RETRY_AFTER_S; -1
 * for NULL, junk and times past (RFC 9110 §10.2.3). */
gint64 kiri_retry_after_s(const char *value, gint64 now_us);

typedef struct KiriTransport KiriTransport;

/* What a kind of transport does; the first member of its object. */
typedef struct {
    void (*start)(KiriTransport *t, const KiriRequest *request);
    void (*wait)(KiriTransport *t, gint64 timeout_us, const gint *fds, guint n_fds);
    KiriResponse *(*next)(KiriTransport *t);
    guint (*under_way)(const KiriTransport *t);
    void (*cancel)(KiriTransport *t);
    void (*wake)(KiriTransport *t);
    void (*free)(KiriTransport *t);
} KiriTransportClass;
struct KiriTransport {
    const KiriTransportClass *class_;
};

/* Begins a request; its answer comes through kiri_transport_next(), also when it
 * is refused at once. */
void kiri_transport_start(KiriTransport *t, const KiriRequest *request);
/* Works until an answer is ready, one of `fds` (negative ones are ignored)
 * becomes readable, kiri_transport_wake() is called, or `timeout_us` has passed
 * (< 0: for ever). */
void kiri_transport_wait(KiriTransport *t, gint64 timeout_us, const gint *fds, guint n_fds);
/* A finished answer, or NULL when none is ready. (transfer full) */
KiriResponse *kiri_transport_next(KiriTransport *t);
guint kiri_transport_under_way(const KiriTransport *t); // started, answer not yet handed out
/* Gives up all that is under way, finished answers too. */
void kiri_transport_cancel(KiriTransport *t);
void kiri_transport_wake(KiriTransport *t);
/* Gives up what is under way. */
void kiri_transport_free(KiriTransport *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTransport, kiri_transport_free)

/* The real one. 0 and NULL in the options mean the table of limits.h and no
 * extras. Behind a proxy it is the proxy that looks names up and connects: then
 * the guard of addresses sees only hosts that are written as an address or are
 * names of this machine; the proxy's own address may be any. */
typedef struct {
    const char *user_agent;
    gboolean allow_private;             // also addresses that are not globally routable
    const char *const *allow_addresses; // blocks of such ("10.0.0.0/8"), NULL at the end
    const char *ca_file;                // further certificate authorities
    const char *proxy;                  // http://, https:// or socks5h://; else none: the
                                        // environment is not asked
    const char *proxy_user, *proxy_password;
    guint connect_ms, transfer_ms;
    guint slow_bytes_per_s, slow_s; // slower than this for so long: given up
    gsize max_body, max_inflated;
    guint max_connections;
    guint connections_per_host; // 0: 1
    guint connect_to_port;      // > 0: whatever the host, the way leads to this port of
                                // 127.0.0.1 (a made-up web; with allow_private)
} KiriTransportOptions;

/* The options are borrowed for the call. Errors: FAILED (libcurl too old or not
 * usable), NOT_FOUND, IO (ca_file), USAGE (a block of allow_addresses, a proxy's
 * address with a password in it). */
KiriTransport *kiri_transport_curl_new(const KiriTransportOptions *options, GError **error);

/* Where the certificate authorities of the system are expected: a file with all of them, a
 * folder; NULL: none is built in. And the library itself ("libcurl 7.88.1, OpenSSL 3.0").
 * (transfer full) */
void kiri_transport_authorities(char **bundle, char **folder);
char *kiri_transport_library(void);

/* The same transport (taken over) at work in a thread of its own, for owners that
 * are busy between their waits: bytes are sent and read meanwhile, until answers of
 * KIRI_LIMIT_ANSWERS_BYTES wait to be taken. Where no thread can be had it is `inner`
 * itself. */
KiriTransport *kiri_transport_in_thread(KiriTransport *inner);
