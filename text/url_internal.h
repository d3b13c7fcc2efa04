// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the URL parser share. */
#pragma once

#include <kirinuki/url.h>

/* Percent-encode sets of the standard, each a superset of KIRI_URL_SET_CONTROL
 * (C0 controls, DEL and everything beyond ASCII). */
typedef enum {
    KIRI_URL_SET_CONTROL,
    KIRI_URL_SET_FRAGMENT,
    KIRI_URL_SET_QUERY,
    KIRI_URL_SET_SPECIAL_QUERY,
    KIRI_URL_SET_PATH,
    KIRI_URL_SET_USERINFO,
} KiriUrlSet;

/* Appends `s` with the bytes of the set as %XX. */
void kiri_url_encode(KiriBuf *out, KiriStr s, KiriUrlSet set);

/* Appends `s` with every %XX as its byte. */
void kiri_url_decode(KiriBuf *out, KiriStr s);

/* Default port of a special scheme, 0 for "file", -1 when it is not special. */
gint kiri_url_default_port(const char *scheme);

/* A URL that is its own serialisation; NULL where only the parser can say. (transfer
 * full) */
KiriUrl *kiri_url_parse_plain(KiriStr s);

/* The canonical form of a URL (taken over), in its parts; NULL as
 * kiri_url_canonical(). (transfer full) */
KiriUrl *kiri_url_make_canonical(KiriUrl *url);

/* The host parser: serialised host, or NULL where it is none. (transfer full) */
char *kiri_url_parse_host(KiriStr input, gboolean is_special);

/* Is `host`, as serialised, an IPv4 or IPv6 address? */
gboolean kiri_url_host_is_address(const char *host);
