// SPDX-License-Identifier: GPL-3.0-or-later
/* libcurl's multi interface behind the transport contract: many exchanges, one
 * loop. See transport_curl.h for the other parts. */
#include "transport_curl.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>
#include <unistd.h>

static void curl_start(KiriTransport *base, const KiriRequest *request)
{
    CurlTransport *t = (CurlTransport *)base;
    gboolean is_over = FALSE;
    Exchange *x = kiri_curl_exchange_new(t, request, &is_over);
    if (is_over) {
        kiri_curl_exchange_free(x);
        return;
    }
    g_hash_table_add(t->running, x);
    curl_multi_add_handle(t->multi, x->easy);
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
        if (kiri_curl_exchange_tries_again(x, code)) {
            curl_multi_remove_handle(t->multi, x->easy);
            curl_multi_add_handle(t->multi, x->easy);
            continue;
        }
        kiri_curl_exchange_end(x, code);
        g_hash_table_remove(t->running, x);
    }
}

static void curl_wait(KiriTransport *base, gint64 timeout_us, const gint *fds, guint n_fds)
{
    CurlTransport *t = (CurlTransport *)base;
    gint64 until = timeout_us < 0 ? G_MAXINT64 : g_get_monotonic_time() + timeout_us;
    while (!t->done.length) {
        gboolean is_called = kiri_curl_loop_step(t, until, fds, n_fds);
        collect(t);
        if (is_called || g_get_monotonic_time() >= until)
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
    kiri_curl_loop_wake((CurlTransport *)base);
}

static void curl_cancel(KiriTransport *base)
{
    CurlTransport *t = (CurlTransport *)base;
    g_hash_table_remove_all(t->running);
    g_queue_clear_full(&t->done, (GDestroyNotify)kiri_response_free);
}

static void wipe(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

static void curl_free_transport(KiriTransport *base)
{
    CurlTransport *t = (CurlTransport *)base;
    curl_cancel(base);
    g_hash_table_destroy(t->running);
    g_ptr_array_unref(t->spare);
    curl_multi_cleanup(t->multi);
    kiri_curl_loop_close(t);
    g_hash_table_destroy(t->dead);
    curl_slist_free_all(t->ways);
    kiri_nets_free(t->nets);
    g_free(t->user_agent);
    g_free(t->ca_bundle);
    g_free(t->ca_folder);
    g_free(t->proxy);
    g_free(t->proxy_user);
    wipe(t->proxy_password);
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

static char *copy_unless_empty(const char *s)
{
    return s && *s ? g_strdup(s) : NULL;
}

/* The authorities. libcurl reads the system's bundle anew for every connection
 * when it has a folder of them as well, so the folder is left out; a file of the
 * user's stands in the bundle's place, and then the folder gives the system's. */
static void take_authorities(CurlTransport *t, const char *ca_file)
{
    const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
    const char *bundle = v->age >= CURLVERSION_SEVENTH ? v->cainfo : NULL;
    const char *folder = v->age >= CURLVERSION_SEVENTH ? v->capath : NULL;
    if (ca_file && *ca_file) {
        t->ca_bundle = g_strdup(ca_file);
        t->ca_folder = g_strdup(folder);
    } else if (bundle && access(bundle, R_OK) == 0) {
        t->ca_bundle = g_strdup(bundle);
    }
}

void kiri_transport_authorities(char **bundle, char **folder)
{
    const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
    *bundle = g_strdup(v->age >= CURLVERSION_SEVENTH ? v->cainfo : NULL);
    *folder = g_strdup(v->age >= CURLVERSION_SEVENTH ? v->capath : NULL);
}

char *kiri_transport_library(void)
{
    const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);
    return g_strdup_printf("libcurl %s, %s", v->version, v->ssl_version ? v->ssl_version : "-");
}

static gboolean check_proxy(const char *proxy, GError **error)
{
    if (!proxy || !*proxy)
        return TRUE;
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(proxy), NULL);
    if (!url || !url->host || !*url->host) {
        g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                            _("the proxy's address must be like http://proxy.example.jp:8080"));
        return FALSE;
    }
    /* The address is shown where settings are; a password must not be. */
    if (*url->username || *url->password) {
        g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                            _("the proxy's address must not hold a user name or password; they "
                              "have settings of their own"));
        return FALSE;
    }
    /* Others would look names up here, past the guard of addresses. */
    if (strcmp(url->scheme, "http") && strcmp(url->scheme, "https") &&
        strcmp(url->scheme, "socks5h")) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                    _("a proxy of kind '%s' is not known; http, https and socks5h are"),
                    url->scheme);
        return FALSE;
    }
    return TRUE;
}

static void take_options(CurlTransport *t, const KiriTransportOptions *o)
{
    t->o = *o;
    t->user_agent = g_strdup(o->user_agent ? o->user_agent : "kirinuki");
    t->proxy = copy_unless_empty(o->proxy);
    t->proxy_user = copy_unless_empty(o->proxy_user);
    t->proxy_password = copy_unless_empty(o->proxy_password);
    t->proxy_auth = (long)CURLAUTH_ANY;
    t->o.connect_ms = o->connect_ms ? o->connect_ms : KIRI_LIMIT_CONNECT_MS;
    t->o.transfer_ms = o->transfer_ms ? o->transfer_ms : KIRI_LIMIT_TRANSFER_MS;
    t->o.slow_bytes_per_s = o->slow_bytes_per_s ? o->slow_bytes_per_s : KIRI_LIMIT_SLOW_BYTES_PER_S;
    t->o.slow_s = o->slow_s ? o->slow_s : KIRI_LIMIT_SLOW_S;
    t->o.max_body = o->max_body ? o->max_body : KIRI_LIMIT_BODY_BYTES;
    t->o.max_inflated = o->max_inflated ? o->max_inflated : KIRI_LIMIT_INFLATED_BYTES;
    t->o.max_connections = o->max_connections ? o->max_connections : KIRI_LIMIT_CONNECTIONS;
    t->o.connections_per_host = o->connections_per_host ? o->connections_per_host : 1;
    if (o->connect_to_port) {
        g_autofree char *way = g_strdup_printf("::127.0.0.1:%u", o->connect_to_port);
        t->ways = curl_slist_append(NULL, way);
    }
    take_authorities(t, o->ca_file);
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
    if (!check_proxy(options->proxy, error))
        return NULL;
    g_autoptr(KiriNets) nets = kiri_nets_parse(options->allow_addresses, error);
    if (!nets)
        return NULL;
    CurlTransport *t = g_new0(CurlTransport, 1);
    t->base.class_ = &curl_class;
    t->nets = g_steal_pointer(&nets);
    take_options(t, options);
    g_queue_init(&t->done);
    t->running = g_hash_table_new_full(NULL, NULL, kiri_curl_exchange_free, NULL);
    t->spare = g_ptr_array_new_with_free_func(curl_easy_cleanup);
    t->dead = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    t->multi = curl_multi_init();
    /* The cache of connections must be larger than what is open at once: a
     * smaller one closes and opens without end. */
    curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)t->o.max_connections * 2);
    curl_multi_setopt(t->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)t->o.max_connections);
    curl_multi_setopt(t->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)t->o.connections_per_host);
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    if (!kiri_curl_loop_open(t)) {
        kiri_error_set_errno(error, KIRI_ERROR_CRAWLER, _("cannot wait for"), _("connections"));
        curl_free_transport(&t->base);
        return NULL;
    }
    return &t->base;
}
