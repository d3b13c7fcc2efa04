// SPDX-License-Identifier: GPL-3.0-or-later
/* HTTPS on 127.0.0.1 with a certificate authority that lives as long as the test:
 * one that is right, and the ways in which such servers are wrong.
 *
 * Thread rule: set up and ask from the test's thread. */
#pragma once

#include <glib.h>

typedef struct TlsAuthority TlsAuthority;
/* A private authority; its certificate is a file for KiriTransportOptions.ca_file
 * until it is freed. */
TlsAuthority *tls_authority_new(void);
void tls_authority_free(TlsAuthority *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsAuthority, tls_authority_free)
const char *tls_authority_file(const TlsAuthority *a);

/* What other servers of tests need to speak TLS as `host` (OpenSSL's SSL_CTX). */
struct ssl_ctx_st *tls_context_new(const TlsAuthority *a, const char *host);

typedef enum {
    TLS_RIGHT,
    TLS_SELF_SIGNED,
    TLS_EXPIRED,
    TLS_NOT_YET,  // valid from tomorrow on
    TLS_OLD,      // speaks TLS 1.0 alone
    TLS_NONE,     // answers in plain HTTP
    TLS_SILENT,   // takes the handshake's first bytes and says nothing
    TLS_ONE_EACH, // would rather speak HTTP/2, promises to keep connections, ends each
                  // after one answer
} TlsManner;

typedef struct TlsServer TlsServer;
/* Answers every request with 200 and "ok"; the certificate names `host`. */
TlsServer *tls_server_new(const TlsAuthority *a, const char *host, TlsManner manner);
/* This from now on, but for robots.txt, which is not found. */
void tls_server_reply(TlsServer *s, const char *reply);
void tls_server_free(TlsServer *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsServer, tls_server_free)
gint tls_server_port(const TlsServer *s);
guint tls_server_n_answered(TlsServer *s);
/* The first line of the last request; "" for none. (transfer full) */
char *tls_server_last_line(TlsServer *s);
