// SPDX-License-Identifier: GPL-3.0-or-later
/* One exchange: what is sent, under which policy, and what is taken in while it
 * runs.
 *
 * libcurl 7.88 leaves several things to its caller, and they are done here: the
 * body is capped in the write callback (its own size option counts neither
 * unfolded bytes nor bodies without a length), header lines and bytes are capped
 * over interim answers and trailers too, and every socket address is judged in
 * the moment of connecting, which is the only place where neither DNS nor an odd
 * spelling can say one thing and do another.
 *
 * An address of a host that did not answer while another one did is passed over
 * for a while: libcurl gives each address half of the time that is left, so that
 * a host with dead addresses in front would be slow at every request. */
#include "transport_curl.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>
#include <unistd.h>

#define REQUEST_HEAD_BYTES (64 * 1024)
#define LIKED "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

static void clear_tried(gpointer tried)
{
    g_free(((Tried *)tried)->name);
}

void kiri_curl_exchange_free(gpointer data)
{
    Exchange *x = data;
    if (x->easy) {
        curl_multi_remove_handle(x->owner->multi, x->easy);
        curl_easy_reset(x->easy);
        g_ptr_array_add(x->owner->spare, x->easy);
    }
    curl_url_cleanup(x->url);
    curl_slist_free_all(x->fields);
    kiri_response_free(x->response);
    kiri_buf_clear(&x->sent);
    kiri_buf_clear(&x->body);
    kiri_buf_clear(&x->headers);
    g_array_unref(x->tried);
    g_free(x->host);
    g_free(x);
}

/* ---- callbacks ---- */

static gboolean is_passed_over(const Exchange *x, const char *name)
{
    const gint64 *until = g_hash_table_lookup(x->owner->dead, name);
    return until && *until > g_get_monotonic_time();
}

static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    Exchange *x = data;
    CurlTransport *t = x->owner;
    gint64 now = g_get_monotonic_time();
    (void)purpose;
    kiri_curl_loop_connecting(t, now + (gint64)t->o.connect_ms * 1000);
    if (!t->proxy) {
        if (!t->o.allow_private && !kiri_nets_allow(t->nets, &address->addr)) {
            x->stop = STOP_ADDRESS;
            return CURL_SOCKET_BAD;
        }
        g_autofree char *text = kiri_address_format(&address->addr);
        g_autofree char *name = g_strconcat(x->host, " ", text, NULL);
        if (is_passed_over(x, name)) {
            x->passed_over = TRUE;
            return CURL_SOCKET_BAD;
        }
        Tried tried = {g_steal_pointer(&name), now};
        g_array_append_val(x->tried, tried);
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

/* The request as it goes out. A proxy may take several, of which the last one
 * reaches the site. */
static int take_sent(CURL *easy, curl_infotype type, char *data, size_t n, void *user)
{
    Exchange *x = user;
    (void)easy;
    if (type != CURLINFO_HEADER_OUT)
        return 0;
    if (x->sent.n >= 4 && memcmp(x->sent.p + x->sent.n - 4, "\r\n\r\n", 4) == 0)
        kiri_buf_reset(&x->sent);
    kiri_buf_add(&x->sent, data, n);
    return 0;
}

/* ---- request ---- */

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

/* Takes the address of the request apart; why it is refused, or NULL. */
static const char *take_url(Exchange *x, const char *url, gboolean *is_lasting)
{
    const CurlTransport *t = x->owner;
    *is_lasting = TRUE;
    if (strlen(url) > KIRI_LIMIT_URL_BYTES)
        return _("not an http address");
    g_autoptr(KiriUrl) ours = kiri_url_parse(kiri_str(url), NULL);
    if (!ours || !kiri_url_is_http(ours))
        return _("not an http address");
    if (*ours->username || *ours->password)
        return _("an address with a user name or password in it is not asked");
    /* A proxy would look for these inside the network it stands in. */
    if (!t->o.allow_private && !kiri_nets_allow_host(t->nets, ours->host)) {
        *is_lasting = FALSE; // the settings may come to allow it
        return _("the host has an address that is not public");
    }
    x->host = g_strdup(ours->host);
    x->is_https = strcmp(ours->scheme, "https") == 0;
    x->url = curl_url();
    g_autofree char *href = g_strndup(ours->href, strcspn(ours->href, "#"));
    if (curl_url_set(x->url, CURLUPART_URL, href, CURLU_DISALLOW_USER) || !urls_agree(x->url, ours))
        return _("the address is read differently by different programs");
    return NULL;
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

static void set_fields(Exchange *x, const KiriRequest *request)
{
    add_field(x, "Accept", request->accept ? request->accept : LIKED);
    add_field(x, "Accept-Encoding", "gzip");
    add_field(x, "Accept-Language", "ja,en;q=0.5");
    add_field(x, "If-None-Match", request->etag);
    add_field(x, "If-Modified-Since", request->last_modified);
    if (request->post) {
        add_field(x, "Content-Type", request->post_type);
        x->fields = curl_slist_append(x->fields, "Expect:"); // its bytes follow at once
    }
    curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->fields);
}

/* On a connection of its own: libcurl sends a request again when a kept one turns out to
 * be dead, and a second message cannot be taken back. The bytes live as long as the
 * handle's copy. */
static void set_post(Exchange *x, const KiriRequest *request)
{
    gsize n = 0;
    CURL *e = x->easy;
    if (!request->post)
        return;
    const char *bytes = g_bytes_get_data(request->post, &n);
    curl_easy_setopt(e, CURLOPT_POST, 1L);
    curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)n);
    curl_easy_setopt(e, CURLOPT_COPYPOSTFIELDS, n ? bytes : "");
    curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
}

static void set_proxy(Exchange *x)
{
    const CurlTransport *t = x->owner;
    CURL *e = x->easy;
    curl_easy_setopt(e, CURLOPT_PROXY, t->proxy ? t->proxy : "");
    curl_easy_setopt(e, CURLOPT_NOPROXY, "");
    curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!t->proxy || !t->proxy_user)
        return;
    curl_easy_setopt(e, CURLOPT_PROXYUSERNAME, t->proxy_user);
    curl_easy_setopt(e, CURLOPT_PROXYPASSWORD, t->proxy_password ? t->proxy_password : "");
    curl_easy_setopt(e, CURLOPT_PROXYAUTH, t->proxy_auth);
}

static void set_tls(Exchange *x)
{
    const CurlTransport *t = x->owner;
    CURL *e = x->easy;
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    /* The proxy has its own set of options, with the same values. */
    curl_easy_setopt(e, CURLOPT_PROXY_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (t->ca_bundle) {
        curl_easy_setopt(e, CURLOPT_CAINFO, t->ca_bundle);
        curl_easy_setopt(e, CURLOPT_PROXY_CAINFO, t->ca_bundle);
        curl_easy_setopt(e, CURLOPT_CAPATH, t->ca_folder);
        curl_easy_setopt(e, CURLOPT_PROXY_CAPATH, t->ca_folder);
    }
}

static void set_policy(Exchange *x)
{
    const CurlTransport *t = x->owner;
    CURL *e = x->easy;
    curl_easy_setopt(e, CURLOPT_CURLU, x->url);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L); // a slow resolver must not hold the others
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(e, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)t->o.connect_ms);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)t->o.transfer_ms);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)t->o.slow_bytes_per_s);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)t->o.slow_s);
    curl_easy_setopt(e, CURLOPT_USERAGENT, t->user_agent);
    curl_easy_setopt(e, CURLOPT_CONNECT_TO, t->ways);
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
    curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, take_sent);
    curl_easy_setopt(e, CURLOPT_DEBUGDATA, x);
    /* Without it nothing is told to take_sent(); with it libcurl words all it does. */
    curl_easy_setopt(e, CURLOPT_VERBOSE, (long)!x->skip_head);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, x->message);
    curl_easy_setopt(e, CURLOPT_PRIVATE, x);
}

Exchange *kiri_curl_exchange_new(CurlTransport *t, const KiriRequest *request, gboolean *is_over)
{
    Exchange *x = g_new0(Exchange, 1);
    x->owner = t;
    x->response = kiri_response_new(request);
    x->started_us = g_get_monotonic_time();
    x->keep_prefix = request->keep_prefix;
    x->skip_head = request->skip_head;
    x->tried = g_array_new(FALSE, FALSE, sizeof(Tried));
    g_array_set_clear_func(x->tried, clear_tried);
    kiri_buf_init(&x->sent, REQUEST_HEAD_BYTES);
    kiri_buf_init(&x->body, request->max_body ? request->max_body : t->o.max_body);
    kiri_buf_init(&x->headers, KIRI_LIMIT_HEADER_BYTES);
    gboolean is_lasting;
    const char *refusal = take_url(x, request->url, &is_lasting);
    *is_over = refusal != NULL;
    if (refusal) {
        kiri_curl_exchange_finish(x, KIRI_FETCH_REFUSED, KIRI_FAILURE_POLICY, is_lasting, refusal);
        return x;
    }
    GPtrArray *spare = t->spare;
    x->easy = spare->len ? g_ptr_array_steal_index_fast(spare, spare->len - 1) : curl_easy_init();
    set_fields(x, request);
    set_policy(x);
    set_post(x, request);
    set_proxy(x);
    set_tls(x);
    set_callbacks(x);
    return x;
}
