// SPDX-License-Identifier: GPL-3.0-or-later
/* One thread accepts and serves one connection after the other: no test needs
 * more of it. Keys are elliptic, which takes no time to make. */
#include "tls_server.h"

#include "listener.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#define DAY_S (24 * 3600)

struct TlsAuthority {
    EVP_PKEY *key;
    X509 *certificate;
    char *file;
};

struct TlsServer {
    SSL_CTX *context; // NULL: no TLS
    TlsManner manner;
    Listener listener;
    gint port;
    GThread *thread;
    pthread_mutex_t lock; // visible to ThreadSanitizer, as GLib's is not
    guint n_answered;
    char *last_line;
    char *reply; // NULL: "ok"
};

static void add_extension(X509 *x, X509V3_CTX *context, int nid, const char *value)
{
    X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, context, nid, value);
    g_assert_nonnull(e);
    X509_add_ext(x, e, -1);
    X509_EXTENSION_free(e);
}

/* A certificate of `key`, signed by the issuer, or by itself if that is NULL. */
static X509 *certify(EVP_PKEY *key, const char *name, const TlsAuthority *issuer, gboolean is_ca,
                     glong from_s, glong to_s)
{
    static gint serial;
    X509 *x = X509_new();
    X509V3_CTX context;
    g_autofree char *alternative = g_strconcat("DNS:", name, NULL);
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), g_atomic_int_add(&serial, 1) + 1);
    X509_gmtime_adj(X509_getm_notBefore(x), from_s);
    X509_gmtime_adj(X509_getm_notAfter(x), to_s);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                               (const unsigned char *)name, -1, -1, 0);
    X509 *signer = issuer ? issuer->certificate : x;
    X509_set_issuer_name(x, X509_get_subject_name(signer));
    X509_set_pubkey(x, key);
    X509V3_set_ctx(&context, signer, x, NULL, NULL, 0);
    add_extension(x, &context, NID_basic_constraints, is_ca ? "critical,CA:TRUE" : "CA:FALSE");
    if (!is_ca)
        add_extension(x, &context, NID_subject_alt_name, alternative);
    g_assert_cmpint(X509_sign(x, issuer ? issuer->key : key, EVP_sha256()), >, 0);
    return x;
}

TlsAuthority *tls_authority_new(void)
{
    static gint number;
    TlsAuthority *a = g_new0(TlsAuthority, 1);
    g_autoptr(GError) error = NULL;
    g_autofree char *name =
        g_strdup_printf("Office Authority %d", g_atomic_int_add(&number, 1) + 1);
    a->key = EVP_EC_gen("P-256");
    a->certificate = certify(a->key, name, NULL, TRUE, -DAY_S, DAY_S);
    int fd = g_file_open_tmp("authority-XXXXXX.pem", &a->file, &error);
    g_assert_no_error(error);
    FILE *f = fdopen(fd, "w");
    g_assert_nonnull(f);
    g_assert_cmpint(PEM_write_X509(f, a->certificate), ==, 1);
    g_assert_cmpint(fclose(f), ==, 0);
    return a;
}

void tls_authority_free(TlsAuthority *a)
{
    if (!a)
        return;
    unlink(a->file);
    g_free(a->file);
    X509_free(a->certificate);
    EVP_PKEY_free(a->key);
    g_free(a);
}

const char *tls_authority_file(const TlsAuthority *a)
{
    return a->file;
}

static int choose_http2(SSL *ssl, const unsigned char **out, unsigned char *n_out,
                        const unsigned char *in, unsigned int n_in, void *unused)
{
    static const unsigned char liked[] = "\x02h2\x08http/1.1";
    unsigned char *chosen = NULL;
    (void)ssl;
    (void)unused;
    if (SSL_select_next_proto(&chosen, n_out, liked, sizeof liked - 1, in, n_in) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static SSL_CTX *new_context(const TlsAuthority *a, const char *host, TlsManner manner)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = EVP_EC_gen("P-256");
    glong from = manner == TLS_NOT_YET ? DAY_S : -2 * DAY_S;
    glong to = manner == TLS_EXPIRED ? -DAY_S : 2 * DAY_S;
    X509 *x = certify(key, host, manner == TLS_SELF_SIGNED ? NULL : a, FALSE, from, to);
    SSL_CTX_use_certificate(context, x);
    SSL_CTX_use_PrivateKey(context, key);
    if (manner == TLS_OLD) {
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
    }
    if (manner == TLS_ONE_EACH)
        SSL_CTX_set_alpn_select_cb(context, choose_http2, NULL);
    X509_free(x);
    EVP_PKEY_free(key);
    return context;
}

struct ssl_ctx_st *tls_context_new(const TlsAuthority *a, const char *host)
{
    return new_context(a, host, TLS_RIGHT);
}

/* Returns the reply that was set. (transfer full) */
static char *note_request(TlsServer *s, const char *head)
{
    pthread_mutex_lock(&s->lock);
    s->n_answered++;
    g_free(s->last_line);
    s->last_line = g_strndup(head, strcspn(head, "\r\n"));
    char *reply = g_strdup(s->reply);
    pthread_mutex_unlock(&s->lock);
    return reply;
}

void tls_server_reply(TlsServer *s, const char *reply)
{
    pthread_mutex_lock(&s->lock);
    g_free(s->reply);
    s->reply = g_strdup(reply);
    pthread_mutex_unlock(&s->lock);
}

static void serve_tls(TlsServer *s, int fd)
{
    static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                "Content-Length: 2\r\nConnection: keep-alive\r\n\r\nok";
    char head[4096] = "";
    gsize n = 0;
    static const char missing[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    SSL *ssl = SSL_new(s->context);
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1) {
        while (n < sizeof head - 1 && !strstr(head, "\r\n\r\n")) {
            int got = SSL_read(ssl, head + n, (int)(sizeof head - 1 - n));
            if (got <= 0)
                break;
            n += (gsize)got;
        }
        if (strstr(head, "\r\n\r\n")) {
            g_autofree char *set = note_request(s, head);
            const char *text = !set                                         ? reply
                               : g_str_has_prefix(head, "GET /robots.txt ") ? missing
                                                                            : set;
            SSL_write(ssl, text, (int)strlen(text));
            SSL_shutdown(ssl);
        }
    }
    SSL_free(ssl);
}

static void serve(TlsServer *s, int fd)
{
    static const char plain[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nplain";
    char byte = 0;
    struct timeval patience = {.tv_sec = 5};
    if (s->manner == TLS_SILENT) {
        /* Until the client gives up. */
        while (listener_wait(&s->listener, fd, POLLIN) && recv(fd, &byte, 1, 0) > 0)
            ;
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (s->context)
        serve_tls(s, fd);
    else if (send(fd, plain, sizeof plain - 1, MSG_NOSIGNAL) > 0)
        shutdown(fd, SHUT_WR);
}

static gpointer accept_all(gpointer data)
{
    TlsServer *s = data;
    for (int fd; (fd = listener_accept(&s->listener)) >= 0;) {
        serve(s, fd);
        close(fd);
    }
    return NULL;
}

TlsServer *tls_server_new(const TlsAuthority *a, const char *host, TlsManner manner)
{
    TlsServer *s = g_new0(TlsServer, 1);
    /* OpenSSL writes without asking for quiet, and a client that minds the certificate
     * has left by then; the program ignores the signal, too. */
    signal(SIGPIPE, SIG_IGN);
    pthread_mutex_init(&s->lock, NULL);
    s->manner = manner;
    s->last_line = g_strdup("");
    s->context = manner == TLS_NONE ? NULL : new_context(a, host, manner);
    listener_start(&s->listener);
    s->port = s->listener.port;
    s->thread = g_thread_new("tls", accept_all, s);
    return s;
}

void tls_server_free(TlsServer *s)
{
    if (!s)
        return;
    listener_stop(&s->listener, s->thread);
    SSL_CTX_free(s->context);
    g_free(s->last_line);
    g_free(s->reply);
    pthread_mutex_destroy(&s->lock);
    g_free(s);
}

gint tls_server_port(const TlsServer *s)
{
    return s->port;
}

guint tls_server_n_answered(TlsServer *s)
{
    pthread_mutex_lock(&s->lock);
    guint n = s->n_answered;
    pthread_mutex_unlock(&s->lock);
    return n;
}

char *tls_server_last_line(TlsServer *s)
{
    pthread_mutex_lock(&s->lock);
    char *line = g_strdup(s->last_line);
    pthread_mutex_unlock(&s->lock);
    return line;
}
