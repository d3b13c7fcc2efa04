// SPDX-License-Identifier: GPL-3.0-or-later
/* URLs as browsers see them (WHATWG URL Standard, https://url.spec.whatwg.org/),
 * and the canonical form by which an article is known.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* Parsed URL: components as the standard serialises them. */
typedef struct {
    char *href;                // the whole
    char *scheme;              // "https"
    char *host;                // serialised: punycode, "[::1]"; NULL when the URL has none
    gint port;                 // -1: the scheme's default
    char *path;                // "/a/b"
    char *query;               // without '?', NULL when absent
    char *fragment;            // without '#', NULL when absent
    char *username, *password; // "" when absent
} KiriUrl;

/* NULL where browsers fail to parse. `base` is an absolute URL or NULL. */
KiriUrl *kiri_url_parse(KiriStr input, const char *base);
/* The same against a base that is parsed already: for the many links of a page. */
KiriUrl *kiri_url_parse_in(KiriStr input, const KiriUrl *base);
void kiri_url_free(KiriUrl *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriUrl, kiri_url_free)

/* Would it be parsed without a base? */
gboolean kiri_url_is_absolute(KiriStr input);

/* The serialised absolute URL or NULL. (transfer full) */
char *kiri_url_resolve(KiriStr input, const char *base);

gboolean kiri_url_is_http(const KiriUrl *url); // http or https, with a host

/* "https://host:port" without a default port. (transfer full) */
char *kiri_url_origin(const KiriUrl *url);

/* Canonical form of an http URL: no fragment, no credentials, no default
 * port, tracking parameters (utm_*, fbclid, gclid, ref=rss …) and session ids
 * removed, remaining parameters in the order of their names, empty query dropped,
 * escapes in upper case and unreserved characters unescaped. A canonical form is its own
 * canonical form. NULL when it is no http URL or longer than
 * KIRI_LIMIT_URL_BYTES. (transfer full) */
char *kiri_url_canonical(KiriStr input, const char *base);

/* Registrable domain ("asahi.com") by the public suffix list; the host itself
 * for addresses, "localhost" names and unknown suffixes. (transfer full) */
char *kiri_url_registrable_domain(const char *host);
