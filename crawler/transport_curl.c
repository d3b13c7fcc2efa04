// SPDX-License-Identifier: GPL-3.0-or-later
/* libcurl's multi interface behind the transport contract; the one door to
 * libcurl for pages.
 *
 * libcurl 7.88 leaves several things to its caller, and they are done here: the
 * body is capped in the write callback (its own size option counts neither
 * unfolded bytes nor bodies without a length), gzip is unfolded by inflate.h,
 * header lines and bytes are capped over interim answers and trailers too, and
 * every socket address is judged in the moment of connecting, which is the only
 * place where neither DNS nor an odd spelling can say one thing and do another.
 *
 * 1. The reason of a stop is kept in our own struct: libcurl's codes for it
 *    (write error, out of memory) mean other things as well.
 * 2. A handle is never touched inside its callbacks.
 * 3. The message of info_read is copied before the handle is removed. */
#include "address.h"
#include "inflate.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>
#include <kirinuki/url.h>

#include <curl/curl.h>

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    KiriTransport base;
    CURLM *multi;
    GQueue done;         // KiriResponse
    GHashTable *running; // Exchange
    _Atomic gboolean is_woken;
    char *user_agent, *ca_file, *proxy;
    KiriTransportOptions o; // strings above
} CurlTransport;

typedef enum {
    STOP_NONE,
    STOP_ADDRESS,
    STOP_HEADERS,
    STOP_BODY,
} Stop;

typedef struct {
    CurlTransport *owner;
    CURL *easy;
    CURLU *url;
    struct curl_slist *fields;
    KiriResponse *response;
    KiriBuf body;
    KiriBuf headers; // of the answer that is being read
    guint header_lines;
    gsize header_bytes; // both over all answers and trailers of the exchange
    gboolean keep_prefix, is_cut;
    Stop stop;
    char message[CURL_ERROR_SIZE];
} Exchange;

static void exchange_free(gpointer data)
{
    Exchange *x = data;
    if (x->easy) {
        curl_multi_remove_handle(x->owner->multi, x->easy);
        curl_easy_cleanup(x->easy);
    }
    curl_url_cleanup(x->url);
    curl_slist_free_all(x->fields);
    kiri_response_free(x->response);
    kiri_buf_clear(&x->body);
    kiri_buf_clear(&x->headers);
    g_free(x);
}

/* ---- callbacks ---- */

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    Exchange *x = data;
    (void)purpose;
    if (!x->owner->o.allow_private && !x->owner->proxy && !kiri_address_is_public(&address->addr)) {
        x->stop = STOP_ADDRESS;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_header(char *p, size_t size, size_t n, void *data)
{
    Exchange *x = data;
    n *= size;
    x->header_lines++;
    x->header_bytes += n;
    if (x->header_lines > KIRI_LIMIT_HEADER_LINES || x->header_bytes > KIRI_LIMIT_HEADER_BYTES) {
        x->stop = STOP_HEADERS;
        return 0;
    }
    /* An interim answer, 100 or 103, is followed by the real one. */
    if (n >= 5 && memcmp(p, "HTTP/", 5) == 0)
        kiri_buf_reset(&x->headers);
    KiriStr line = {p, n};
    while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r'))
        line.n--;
    if (line.n) {
        kiri_buf_add(&x->headers, line.p, line.n);
        kiri_buf_add_char(&x->headers, '\n');
    }
    return n;
}

static size_t take_body(char *p, size_t size, size_t n, void *data)
{
    Exchange *x = data;
    n *= size;
    if (kiri_buf_add(&x->body, p, n))
        return n;
    if (x->keep_prefix) {
        gsize fits = x->body.cap - x->body.n;
        x->body.is_over = FALSE;
        kiri_buf_add(&x->body, p, MIN(fits, n));
        x->is_cut = TRUE;
    }
    x->stop = STOP_BODY;
    return CURL_WRITEFUNC_ERROR;
}

/* ---- start ---- */

static void finish(Exchange *x, KiriFetchOutcome outcome, gboolean is_lasting, const char *problem)
{
    KiriResponse *r = g_steal_pointer(&x->response);
    r->outcome = outcome;
    r->is_lasting = is_lasting;
    r->problem = g_strdup(problem);
    g_queue_push_tail(&x->owner->done, r);
}

/* libcurl must see the same host and port as our parser, or one of the two could
 * be talked into a host that the other did not check. */
static gboolean urls_agree(CURLU *theirs, const KiriUrl *ours)
{
    char *host = NULL, *port = NULL;
    gboolean agree = FALSE;
    if (!curl_url_get(theirs, CURLUPART_HOST, &host, 0) &&
        !curl_url_get(theirs, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT)) {
        gint our_port = ours->port >= 0 ? ours->port : strcmp(ours->scheme, "https") ? 80 : 443;
        g_autofree char *our_digits = g_strdup_printf("%d", our_port);
        agree = g_ascii_strcasecmp(host, ours->host) == 0 && strcmp(port, our_digits) == 0;
    }
    curl_free(host);
    curl_free(port);
    return agree;
}

static CURLU *parse_url(const char *url, const char **problem)
{
    *problem = _("not an http address");
    if (strlen(url) > KIRI_LIMIT_URL_BYTES)
        return NULL;
    g_autoptr(KiriUrl) ours = kiri_url_parse(kiri_str(url), NULL);
    if (!ours || !kiri_url_is_http(ours))
        return NULL;
    *problem = _("the address is read differently by different programs");
    CURLU *theirs = curl_url();
    g_autofree char *href = g_strndup(ours->href, strcspn(ours->href, "#"));
    if (curl_url_set(theirs, CURLUPART_URL, href, CURLU_DISALLOW_USER) ||
        !urls_agree(theirs, ours)) {
        curl_url_cleanup(theirs);
        return NULL;
    }
    return theirs;
}

static void add_field(Exchange *x, const char *name, const char *value)
{
    /* A validator is a stranger's word: with a line break inside it would
     * become further fields. */
    if (!value || !*value || strpbrk(value, "\r\n"))
        return;
    g_autofree char *line = g_strconcat(name, ": ", value, NULL);
    x->fields = curl_slist_append(x->fields, line);
}

static void set_policy(Exchange *x, const CurlTransport *t)
{
    CURL *e = x->easy;
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L); // a slow resolver must not hold the others
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_PROXY, t->proxy ? t->proxy : "");
    curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (t->ca_file)
        curl_easy_setopt(e, CURLOPT_CAINFO, t->ca_file);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)t->o.connect_ms);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)t->o.transfer_ms);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)t->o.slow_bytes_per_s);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)t->o.slow_s);
    curl_easy_setopt(e, CURLOPT_USERAGENT, t->user_agent);
}

static void set_callbacks(Exchange *x)
{
    CURL *e = x->easy;
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, x);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, x);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, x->message);
    curl_easy_setopt(e, CURLOPT_PRIVATE, x);
}

static void curl_start(KiriTransport *base, const KiriRequest *request)
{
    CurlTransport *t = (CurlTransport *)base;
    Exchange *x = g_new0(Exchange, 1);
    const char *problem = NULL;
    x->owner = t;
    x->response = kiri_response_new(request);
    x->keep_prefix = request->keep_prefix;
    kiri_buf_init(&x->body, request->max_body ? request->max_body : t->o.max_body);
    kiri_buf_init(&x->headers, KIRI_LIMIT_HEADER_BYTES);
    x->url = parse_url(request->url, &problem);
    if (!x->url) {
        finish(x, KIRI_FETCH_REFUSED, TRUE, problem);
        exchange_free(x);
        return;
    }
    x->easy = curl_easy_init();
    add_field(x, "Accept", request->accept ? request->accept : "*/*");
    add_field(x, "Accept-Encoding", "gzip");
    add_field(x, "Accept-Language", "ja,en;q=0.5");
    add_field(x, "If-None-Match", request->etag);
    add_field(x, "If-Modified-Since", request->last_modified);
    curl_easy_setopt(x->easy, CURLOPT_CURLU, x->url);
    curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->fields);
    set_policy(x, t);
    set_callbacks(x);
    g_hash_table_add(t->running, x);
    curl_multi_add_handle(t->multi, x->easy);
}

/* ---- end ---- */

static gboolean looks_like_text(KiriStr s)
{
    for (gsize i = 0; i < MIN(s.n, 512); i++)
        if ((guint8)s.p[i] < 0x20 && !g_ascii_isspace(s.p[i]) && s.p[i] != '\033')
            return FALSE; // ESC is ISO-2022-JP's
    return TRUE;
}

static void take_body_of(KiriResponse *r, KiriBuf *from)
{
    gsize n = 0;
    char *bytes = kiri_buf_steal(from, &n);
    g_bytes_unref(r->body);
    r->body = g_bytes_new_take(bytes, n);
}

/* Removes the content coding. We ask for gzip only, so anything else, and more
 * than one, is refused; mislabelled text passes. */
static void decode_body(Exchange *x)
{
    KiriResponse *r = x->response;
    KiriStr raw = kiri_buf_view(&x->body);
    g_autofree char *coding = kiri_response_header(r, "Content-Encoding");
    gboolean is_gzip = coding && (g_ascii_strcasecmp(coding, "gzip") == 0 ||
                                  g_ascii_strcasecmp(coding, "x-gzip") == 0);
    if (coding && *coding && !is_gzip && g_ascii_strcasecmp(coding, "identity") != 0) {
        finish(x, KIRI_FETCH_REFUSED, TRUE, _("the body has a coding that was not asked for"));
        return;
    }
    if (is_gzip && raw.n && (kiri_is_gzip(raw) || !looks_like_text(raw))) {
        g_autoptr(GError) why = NULL;
        g_auto(KiriBuf) plain;
        kiri_buf_init(&plain, x->owner->o.max_inflated);
        if (!kiri_gunzip(raw, KIRI_LIMIT_INFLATE_RATIO, x->is_cut, &plain, &why)) {
            gboolean is_bomb = kiri_error_is(why, KIRI_ERROR_LIMIT);
            finish(x, is_bomb ? KIRI_FETCH_REFUSED : KIRI_FETCH_FAILED, is_bomb, why->message);
            return;
        }
        take_body_of(r, &plain);
    } else {
        take_body_of(r, &x->body);
    }
    r->is_cut = x->is_cut;
    finish(x, KIRI_FETCH_ANSWERED, FALSE, NULL);
}

static void finish_answer(Exchange *x)
{
    KiriResponse *r = x->response;
    g_autofree char *transfer = kiri_response_header(r, "Transfer-Encoding");
    if (r->status < 200 || r->status > 999) {
        finish(x, KIRI_FETCH_REFUSED, FALSE, _("the answer is not HTTP as it should be"));
    } else if (r->status == 206) {
        finish(x, KIRI_FETCH_REFUSED, FALSE, _("a part was sent that was not asked for"));
    } else if (transfer && *transfer && g_ascii_strcasecmp(transfer, "chunked") != 0 &&
               g_ascii_strcasecmp(transfer, "identity") != 0) {
        finish(x, KIRI_FETCH_REFUSED, TRUE, _("the body has a coding that was not asked for"));
    } else {
        decode_body(x);
    }
}

/* What libcurl's code means when we did not stop the exchange ourselves. */
static void finish_failure(Exchange *x, CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9 and noise
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_OUT_OF_MEMORY: // one endless header line
        finish(x, KIRI_FETCH_REFUSED, FALSE, *x->message ? x->message : curl_easy_strerror(code));
        break;
    case CURLE_URL_MALFORMAT:
        finish(x, KIRI_FETCH_REFUSED, TRUE, curl_easy_strerror(code));
        break;
    case CURLE_OPERATION_TIMEDOUT:
        finish(x, KIRI_FETCH_FAILED, FALSE, *x->message ? x->message : _("no answer in time"));
        break;
    default:
        finish(x, KIRI_FETCH_FAILED, FALSE, *x->message ? x->message : curl_easy_strerror(code));
    }
}

static void finish_exchange(Exchange *x, CURLcode code)
{
    KiriResponse *r = x->response;
    long status = 0;
    curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
    r->status = status;
    r->wire_bytes = (gint64)x->body.n;
    g_free(r->headers);
    r->headers = g_utf8_make_valid(x->headers.p, (gssize)x->headers.n);
    if (x->stop == STOP_HEADERS)
        finish(x, KIRI_FETCH_REFUSED, FALSE, _("too many header fields"));
    else if (x->stop == STOP_BODY && !x->is_cut)
        finish(x, KIRI_FETCH_REFUSED, TRUE, _("the body is too long"));
    else if (code == CURLE_OK || x->is_cut)
        finish_answer(x);
    else if (x->stop == STOP_ADDRESS)
        finish(x, KIRI_FETCH_REFUSED, TRUE, _("the host has an address that is not public"));
    else
        finish_failure(x, code);
}

static void collect(CurlTransport *t)
{
    int left = 0;
    CURLMsg *m;
    while ((m = curl_multi_info_read(t->multi, &left))) {
        if (m->msg != CURLMSG_DONE)
            continue;
        CURLcode code = m->data.result;
        char *private = NULL;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &private);
        Exchange *x = (Exchange *)(gpointer) private;
        finish_exchange(x, code);
        g_hash_table_remove(t->running, x);
    }
}

static void curl_wait(KiriTransport *base, gint64 timeout_us, const gint *fds, guint n_fds)
{
    CurlTransport *t = (CurlTransport *)base;
    gint64 deadline = timeout_us < 0 ? G_MAXINT64 : g_get_monotonic_time() + timeout_us;
    g_autofree struct curl_waitfd *extra = g_new0(struct curl_waitfd, n_fds ? n_fds : 1);
    guint n = 0;
    for (guint i = 0; i < n_fds; i++)
        if (fds[i] >= 0)
            extra[n++] = (struct curl_waitfd){.fd = fds[i], .events = CURL_WAIT_POLLIN};
    for (;;) {
        int running = 0;
        curl_multi_perform(t->multi, &running);
        collect(t);
        gint64 now = g_get_monotonic_time();
        if (t->done.length || now >= deadline || atomic_exchange(&t->is_woken, FALSE))
            return;
        gint64 left_ms = MIN((deadline - now + 999) / 1000, 60000);
        curl_multi_poll(t->multi, extra, n, (int)left_ms, NULL);
        for (guint i = 0; i < n; i++)
            if (extra[i].revents)
                return;
    }
}

static KiriResponse *curl_next(KiriTransport *base)
{
    return g_queue_pop_head(&((CurlTransport *)base)->done);
}

static guint curl_under_way(const KiriTransport *base)
{
    const CurlTransport *t = (const CurlTransport *)base;
    return g_hash_table_size(t->running) + t->done.length;
}

static void curl_wake(KiriTransport *base)
{
    CurlTransport *t = (CurlTransport *)base;
    atomic_store(&t->is_woken, TRUE);
    curl_multi_wakeup(t->multi);
}

static void curl_cancel(KiriTransport *base)
{
    CurlTransport *t = (CurlTransport *)base;
    g_hash_table_remove_all(t->running);
    g_queue_clear_full(&t->done, (GDestroyNotify)kiri_response_free);
}

static void curl_free_transport(KiriTransport *base)
{
    CurlTransport *t = (CurlTransport *)base;
    curl_cancel(base);
    g_hash_table_destroy(t->running);
    curl_multi_cleanup(t->multi);
    g_free(t->user_agent);
    g_free(t->ca_file);
    g_free(t->proxy);
    g_free(t);
}

static const KiriTransportClass curl_class = {
    curl_start, curl_wait, curl_next, curl_under_way, curl_cancel, curl_wake, curl_free_transport,
};

static void *init_once(void *unused)
{
    (void)unused;
    return GINT_TO_POINTER(curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK);
}

static void take_options(CurlTransport *t, const KiriTransportOptions *o)
{
    t->o = *o;
    t->user_agent = g_strdup(o->user_agent ? o->user_agent : "kirinuki");
    t->ca_file = o->ca_file && *o->ca_file ? g_strdup(o->ca_file) : NULL;
    t->proxy = o->proxy && *o->proxy ? g_strdup(o->proxy) : NULL;
    t->o.connect_ms = o->connect_ms ? o->connect_ms : KIRI_LIMIT_CONNECT_MS;
    t->o.transfer_ms = o->transfer_ms ? o->transfer_ms : KIRI_LIMIT_TRANSFER_MS;
    t->o.slow_bytes_per_s = o->slow_bytes_per_s ? o->slow_bytes_per_s : KIRI_LIMIT_SLOW_BYTES_PER_S;
    t->o.slow_s = o->slow_s ? o->slow_s : KIRI_LIMIT_SLOW_S;
    t->o.max_body = o->max_body ? o->max_body : KIRI_LIMIT_BODY_BYTES;
    t->o.max_inflated = o->max_inflated ? o->max_inflated : KIRI_LIMIT_INFLATED_BYTES;
    t->o.max_connections = o->max_connections ? o->max_connections : KIRI_LIMIT_CONNECTIONS;
}

KiriTransport *kiri_transport_curl_new(const KiriTransportOptions *options, GError **error)
{
    static GOnce once = G_ONCE_INIT;
    if (!g_once(&once, init_once, NULL)) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_FAILED, _("libcurl cannot be used"));
        return NULL;
    }
    if (options->ca_file && *options->ca_file && access(options->ca_file, R_OK) != 0) {
        kiri_error_set_errno(error, KIRI_ERROR_CRAWLER, _("cannot read"), options->ca_file);
        return NULL;
    }
    CurlTransport *t = g_new0(CurlTransport, 1);
    t->base.class_ = &curl_class;
    take_options(t, options);
    g_queue_init(&t->done);
    t->running = g_hash_table_new_full(NULL, NULL, exchange_free, NULL);
    t->multi = curl_multi_init();
    /* The cache of connections must be larger than what is open at once: a
     * smaller one closes and opens without end. */
    curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)t->o.max_connections * 2);
    curl_multi_setopt(t->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)t->o.max_connections);
    curl_multi_setopt(t->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return &t->base;
}
