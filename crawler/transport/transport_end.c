// SPDX-License-Identifier: GPL-3.0-or-later
/* What the end of an exchange means: an answer that counts, a failure that may
 * pass, or a refusal of ours; and for the latter two which kind, in words that
 * help whoever has to mend it. */
#include "transport_curl.h"

#include "inflate.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

/* How long an address that did not answer is passed over. */
#define DEAD_US (10 * 60 * G_USEC_PER_SEC)
/* An address had its chance after this part of the time to connect. */
#define FAIR_SHARE 25
/* Of a table that strangers' DNS answers fill. */
#define MOST_DEAD 10000

void kiri_curl_exchange_finish(Exchange *x, KiriFetchOutcome outcome, KiriFailure failure,
                               gboolean is_lasting, const char *problem)
{
    KiriResponse *r = g_steal_pointer(&x->response);
    r->outcome = outcome;
    r->failure = failure;
    r->is_lasting = is_lasting;
    r->problem = g_strdup(problem);
    r->elapsed_us = g_get_monotonic_time() - x->started_us;
    g_queue_push_tail(&x->owner->done, r);
}

/* Has any of the request gone out? (Heads are not always kept.) */
static gboolean was_sent(const Exchange *x)
{
    long n = 0;
    curl_easy_getinfo(x->easy, CURLINFO_REQUEST_SIZE, &n);
    return n > 0 || x->sent.n;
}

static void fail(Exchange *x, KiriFailure failure, const char *problem)
{
    kiri_curl_exchange_finish(x, KIRI_FETCH_FAILED, failure, FALSE, problem);
}

static void refuse(Exchange *x, KiriFailure failure, gboolean is_lasting, const char *problem)
{
    kiri_curl_exchange_finish(x, KIRI_FETCH_REFUSED, failure, is_lasting, problem);
}

/* libcurl's own words where it has some. */
static const char *words_of(const Exchange *x, CURLcode code)
{
    return *x->message ? x->message : curl_easy_strerror(code);
}

/* ---- answers ---- */

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
    g_autofree char *coding = kiri_header_list(r->headers, "Content-Encoding");
    gboolean is_gzip = coding && (g_ascii_strcasecmp(coding, "gzip") == 0 ||
                                  g_ascii_strcasecmp(coding, "x-gzip") == 0);
    if (coding && *coding && !is_gzip && g_ascii_strcasecmp(coding, "identity") != 0) {
        refuse(x, KIRI_FAILURE_PROTOCOL, TRUE, _("the body has a coding that was not asked for"));
        return;
    }
    if (is_gzip && raw.n && (kiri_is_gzip(raw) || !looks_like_text(raw))) {
        g_autoptr(GError) why = NULL;
        g_auto(KiriBuf) plain;
        kiri_buf_init(&plain, x->owner->o.max_inflated);
        if (!kiri_gunzip(raw, KIRI_LIMIT_INFLATE_RATIO, x->is_cut, &plain, &why)) {
            if (kiri_error_is(why, KIRI_ERROR_LIMIT))
                refuse(x, KIRI_FAILURE_LIMIT, TRUE, why->message);
            else
                fail(x, KIRI_FAILURE_PROTOCOL, why->message);
            return;
        }
        take_body_of(r, &plain);
    } else {
        take_body_of(r, &x->body);
    }
    r->is_cut = x->is_cut;
    kiri_curl_exchange_finish(x, KIRI_FETCH_ANSWERED, KIRI_FAILURE_NONE, FALSE, NULL);
}

/* Is it one decimal number, or the same one several times (RFC 9110 §8.6)? */
static gboolean is_one_length(const char *list)
{
    g_auto(GStrv) values = g_strsplit(list, ",", -1);
    for (gsize i = 0; values[i]; i++) {
        const char *v = g_strstrip(values[i]);
        if (!*v || v[strspn(v, "0123456789")] || strcmp(v, g_strstrip(values[0])) != 0)
            return FALSE;
    }
    return TRUE;
}

/* A length that is no number, or two that differ, do not make an answer useless,
 * but whoever looks at the source wants to know. */
static void note_oddity(KiriResponse *r)
{
    g_autofree char *length = kiri_header_list(r->headers, "Content-Length");
    if (length && !is_one_length(length))
        r->oddity = g_strdup_printf(_("the length of the body is stated as '%.60s'"), length);
}

static void finish_answer(Exchange *x)
{
    KiriResponse *r = x->response;
    g_autofree char *transfer = kiri_header_list(r->headers, "Transfer-Encoding");
    note_oddity(r);
    if (r->status == 101)
        fail(x, KIRI_FAILURE_PROTOCOL, _("the other side left HTTP without being asked"));
    else if (r->status < 200 || r->status > 999)
        refuse(x, KIRI_FAILURE_PROTOCOL, FALSE, _("the answer is not HTTP as it should be"));
    else if (r->status == 206)
        refuse(x, KIRI_FAILURE_PROTOCOL, FALSE, _("a part was sent that was not asked for"));
    else if (transfer && *transfer && g_ascii_strcasecmp(transfer, "chunked") != 0 &&
             g_ascii_strcasecmp(transfer, "identity") != 0)
        refuse(x, KIRI_FAILURE_PROTOCOL, TRUE, _("the body has a coding that was not asked for"));
    else
        decode_body(x);
}

/* ---- the proxy ---- */

static gboolean finish_proxy_status(Exchange *x, long status)
{
    const char *hint = status == 407   ? _(" (user name or password?)")
                       : status == 403 ? _(" (does its policy allow this site?)")
                       : status >= 500 ? _(" (it does not reach the site)")
                                       : "";
    g_autofree char *why = g_strdup_printf(_("the proxy refuses: %d%s"), (int)status, hint);
    fail(x, KIRI_FAILURE_PROXY, why);
    return TRUE;
}

/* A proxy that answers an http request in the site's place: 407 is its own by
 * definition, other statuses when it signs them (RFC 9209, Squid). */
static gboolean is_from_proxy(const KiriResponse *r)
{
    if (r->status == 407)
        return TRUE;
    g_autofree char *squid = kiri_response_header(r, "X-Squid-Error");
    g_autofree char *status = kiri_header_list(r->headers, "Proxy-Status");
    return r->status >= 400 && (squid || (status && strstr(status, "error=")));
}

/* Did the proxy end the exchange? Then it is finished, and TRUE. */
static gboolean finish_at_proxy(Exchange *x, CURLcode code)
{
    if (!x->owner->proxy)
        return FALSE;
    long connect_status = 0, tls_result = 0, avail = 0;
    curl_off_t connected_us = 0;
    curl_easy_getinfo(x->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
    curl_easy_getinfo(x->easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &tls_result);
    curl_easy_getinfo(x->easy, CURLINFO_PROXYAUTH_AVAIL, &avail);
    curl_easy_getinfo(x->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    /* A proxy that knows Basic alone need not be asked each time what it knows. */
    if (avail == CURLAUTH_BASIC)
        x->owner->proxy_auth = CURLAUTH_BASIC;
    if (code == CURLE_OK)
        return is_from_proxy(x->response) && finish_proxy_status(x, x->response->status);
    if (connect_status >= 300)
        return finish_proxy_status(x, connect_status);
    gboolean is_established = connect_status >= 200 || (!x->is_https && was_sent(x));
    if (is_established || x->stop != STOP_NONE)
        return FALSE;
    g_autofree char *why = NULL;
    if (code == CURLE_COULDNT_RESOLVE_PROXY)
        why = g_strdup(_("the name of the proxy cannot be resolved"));
    else if (tls_result || code == CURLE_PEER_FAILED_VERIFICATION)
        why = g_strdup_printf(_("the proxy's certificate does not hold: %s"), words_of(x, code));
    else
        why = g_strdup_printf(_("the proxy cannot be reached: %s"), words_of(x, code));
    fail(x, KIRI_FAILURE_PROXY, why);
    return TRUE;
}

/* ---- TLS ---- */

/* Results of a verification that can be explained (OpenSSL's X509_V_ERR_…, whose
 * numbers are part of its interface). */
static const struct {
    long result;
    const char *words;
} certificates[] = {
    {9, N_("the certificate is not valid yet; is this machine's clock right?")},
    {10, N_("the certificate has expired; the site has to renew it")},
    {18, N_("the certificate is signed by the site itself; setting crawl.ca_file can name it")},
    {19, N_("the certificate comes from a private authority; setting crawl.ca_file can name its "
            "file")},
    {20, N_("the certificate comes from an unknown authority, or the site does not send those in "
            "between; setting crawl.ca_file can name the file of a private one")},
    {21, N_("the certificate cannot be traced to a known authority; setting crawl.ca_file can name "
            "the file of a private one")},
    {23, N_("the certificate has been withdrawn")},
    {62, N_("the certificate is for another host")},
};

static gboolean is_about_tls(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CACERT_BADFILE:
        return TRUE;
    default:
        return FALSE;
    }
}

static void finish_tls(Exchange *x, CURLcode code)
{
    long result = 0;
    const char *words = NULL;
    curl_easy_getinfo(x->easy, CURLINFO_SSL_VERIFYRESULT, &result);
    for (gsize i = 0; i < G_N_ELEMENTS(certificates); i++)
        if (certificates[i].result == result)
            words = _(certificates[i].words);
    if (!words && code == CURLE_PEER_FAILED_VERIFICATION)
        words = strstr(x->message, "match") ? _("the certificate is for another host")
                                            : _("the certificate does not hold");
    else if (!words && strstr(x->message, "wrong version number"))
        words = _("the other side does not speak TLS on this port");
    else if (!words && strstr(x->message, "unsupported protocol"))
        words = _("the other side speaks only outdated TLS (before 1.2)");
    else if (!words && strstr(x->message, "protocol version"))
        words = _("the other side speaks only outdated TLS (before 1.2)");
    g_autofree char *why = words
                               ? g_strdup_printf("%s: %s", words, words_of(x, code))
                               : g_strdup_printf(_("no secure connection: %s"), words_of(x, code));
    refuse(x, KIRI_FAILURE_TLS, FALSE, why);
}

/* ---- failures ---- */

/* What libcurl's code means when we did not stop the exchange ourselves. */
static void finish_failure(Exchange *x, CURLcode code)
{
    const char *words = words_of(x, code);
    curl_off_t found_us = 0;
    if (is_about_tls(code)) {
        finish_tls(x, code);
        return;
    }
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        fail(x, KIRI_FAILURE_NAME, _("the name of the host cannot be resolved"));
        break;
    case CURLE_OPERATION_TIMEDOUT:
        curl_easy_getinfo(x->easy, CURLINFO_NAMELOOKUP_TIME_T, &found_us);
        if (!found_us && !was_sent(x) && !x->tried->len)
            fail(x, KIRI_FAILURE_NAME, _("the name of the host is not resolved in time"));
        else
            fail(x, KIRI_FAILURE_TIMEOUT, words);
        break;
    case CURLE_OUT_OF_MEMORY: // says libcurl of a header line beyond its buffer
        refuse(x, KIRI_FAILURE_LIMIT, FALSE, _("too many header fields"));
        break;
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9 and noise
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: // of a transfer coding, which is never asked for
        refuse(x, KIRI_FAILURE_PROTOCOL, FALSE, words);
        break;
    case CURLE_URL_MALFORMAT:
        refuse(x, KIRI_FAILURE_POLICY, TRUE, words);
        break;
    case CURLE_RECV_ERROR:
        fail(x, strstr(words, "chunk") ? KIRI_FAILURE_PROTOCOL : KIRI_FAILURE_CONNECT, words);
        break;
    default:
        fail(x, KIRI_FAILURE_CONNECT, words);
    }
}

/* ---- the end ---- */

static void pass_over(Exchange *x, const char *name)
{
    GHashTable *dead = x->owner->dead;
    if (g_hash_table_size(dead) >= MOST_DEAD)
        g_hash_table_remove_all(dead);
    gint64 *until = g_new(gint64, 1);
    *until = g_get_monotonic_time() + DEAD_US;
    g_hash_table_replace(dead, g_strdup(name), until);
}

static void forget_dead(Exchange *x)
{
    g_autofree char *prefix = g_strconcat(x->host, " ", NULL);
    GHashTableIter it;
    gpointer name = NULL;
    g_hash_table_iter_init(&it, x->owner->dead);
    while (g_hash_table_iter_next(&it, &name, NULL))
        if (g_str_has_prefix(name, prefix))
            g_hash_table_iter_remove(&it);
}

/* Those tried before the one that answered did not; when none did, all of them
 * are worth trying again. */
static void learn_addresses(Exchange *x, const char *peer)
{
    if (!peer) {
        if (x->passed_over)
            forget_dead(x);
        return;
    }
    g_autofree char *alive = g_strconcat(x->host, " ", peer, NULL);
    for (guint i = 0; i < x->tried->len; i++) {
        const char *name = g_array_index(x->tried, Tried, i).name;
        if (strcmp(name, alive) == 0)
            break;
        pass_over(x, name);
    }
}

gboolean kiri_curl_exchange_tries_again(Exchange *x, CURLcode code)
{
    curl_off_t connected_us = 0;
    curl_easy_getinfo(x->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    if (code != CURLE_OPERATION_TIMEDOUT || x->is_second_try || x->tried->len < 3 || connected_us ||
        was_sent(x))
        return FALSE;
    gint64 fair_us = (gint64)x->owner->o.connect_ms * 1000 / FAIR_SHARE;
    for (guint i = 0; i + 1 < x->tried->len; i++) {
        const Tried *tried = &g_array_index(x->tried, Tried, i);
        if (g_array_index(x->tried, Tried, i + 1).at_us - tried->at_us >= fair_us)
            pass_over(x, tried->name);
    }
    g_array_set_size(x->tried, 0);
    x->is_second_try = TRUE;
    x->stop = STOP_NONE;
    *x->message = 0;
    return TRUE;
}

/* The head that reached the site, without what opens the proxy. (transfer full) */
static char *head_as_sent(const Exchange *x)
{
    if (!x->sent.n || g_str_has_prefix(x->sent.p, "CONNECT "))
        return NULL;
    g_auto(GStrv) lines = g_strsplit(x->sent.p, "\r\n", -1);
    GString *head = g_string_new(NULL);
    for (gsize i = 0; lines[i] && *lines[i]; i++)
        if (g_ascii_strncasecmp(lines[i], "Proxy-", 6) != 0 &&
            g_ascii_strncasecmp(lines[i], "Authorization:", 14) != 0)
            g_string_append_printf(head, "%s\n", lines[i]);
    char *valid = g_utf8_make_valid(head->str, (gssize)head->len);
    g_string_free(head, TRUE);
    return valid;
}

/* What is known however it ended. */
static void take_facts(Exchange *x, CURLcode code)
{
    KiriResponse *r = x->response;
    long status = 0;
    curl_off_t connected_us = 0;
    const char *peer = NULL;
    curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(x->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    curl_easy_getinfo(x->easy, CURLINFO_PRIMARY_IP, &peer);
    r->status = status;
    r->wire_bytes = (gint64)x->body.n;
    g_free(r->headers);
    r->headers = g_utf8_make_valid(x->headers.p, (gssize)x->headers.n);
    if (x->owner->proxy)
        peer = NULL;
    gboolean is_connected = code == CURLE_OK || connected_us > 0 || was_sent(x);
    r->peer = peer && *peer && is_connected ? g_strdup(peer) : NULL;
    r->request_head = head_as_sent(x);
    if (!x->owner->proxy)
        learn_addresses(x, r->peer);
}

void kiri_curl_exchange_end(Exchange *x, CURLcode code)
{
    take_facts(x, code);
    if (finish_at_proxy(x, code))
        return;
    if (x->stop == STOP_HEADERS)
        refuse(x, KIRI_FAILURE_LIMIT, FALSE, _("too many header fields"));
    else if (x->stop == STOP_BODY && !x->is_cut)
        refuse(x, KIRI_FAILURE_LIMIT, TRUE, _("the body is too long"));
    else if (code == CURLE_OK || x->is_cut)
        finish_answer(x);
    else if (x->stop == STOP_ADDRESS && !x->response->peer)
        /* Names change, and the settings may come to allow it. */
        refuse(x, KIRI_FAILURE_POLICY, FALSE, _("the host has an address that is not public"));
    else
        finish_failure(x, code);
}
