// SPDX-License-Identifier: GPL-3.0-or-later
/* The deny table of addresses, from the IANA IPv4 and IPv6 special-purpose
 * address registries (RFC 6890 and its successors). */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

typedef struct {
    guint32 net;
    guint bits;
} Net4;

static const Net4 denied4[] = {
    {0x00000000, 8},  // this network
    {0x0a000000, 8},  // private
    {0x64400000, 10}, // carrier NAT
    {0x7f000000, 8},  // loopback
    {0xa9fe0000, 16}, // link-local, metadata services
    {0xac100000, 12}, // private
    {0xc0000000, 24}, // protocol assignments
    {0xc0000200, 24}, // documentation
    {0xc0a80000, 16}, // private
    {0xc6120000, 15}, // benchmarks
    {0xc6336400, 24}, // documentation
    {0xcb007100, 24}, // documentation
    {0xe0000000, 3},  // multicast, reserved, broadcast
};

typedef struct {
    guint8 net[16];
    guint bits;
} Net6;

static const Net6 denied6[] = {
    {{0}, 96},                      // unspecified, loopback, IPv4-compatible
    {{0x01, 0x00}, 64},             // discard-only
    {{0xfc}, 7},                    // unique local
    {{0xfe, 0x80}, 10},             // link-local
    {{0xfe, 0xc0}, 10},             // site-local, deprecated
    {{0xff}, 8},                    // multicast
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    {{0x20, 0x01, 0x00, 0x00}, 32}, // Teredo: carries an IPv4 address, obscured
};

typedef struct {
    Net6 net;
    guint at; // byte where the IPv4 address stands
} Embedding;

static const Embedding embeddings[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12}, // mapped
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                   // NAT64
    {{{0x20, 0x02}, 16}, 2},                                // 6to4
};

static gboolean is_public4(guint32 ip)
{
    for (gsize i = 0; i < G_N_ELEMENTS(denied4); i++)
        if ((ip ^ denied4[i].net) >> (32 - denied4[i].bits) == 0)
            return FALSE;
    return TRUE;
}

static gboolean is_in_net6(const guint8 ip[16], const Net6 *net)
{
    guint bytes = net->bits / 8, rest = net->bits % 8;
    if (memcmp(ip, net->net, bytes) != 0)
        return FALSE;
    return !rest || (ip[bytes] ^ net->net[bytes]) >> (8 - rest) == 0;
}

static gboolean is_public6(const guint8 ip[16])
{
    for (gsize i = 0; i < G_N_ELEMENTS(embeddings); i++) {
        const guint8 *v4 = ip + embeddings[i].at;
        if (is_in_net6(ip, &embeddings[i].net))
            return is_public4((guint32)v4[0] << 24 | (guint32)v4[1] << 16 | (guint32)v4[2] << 8 |
                              v4[3]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(denied6); i++)
        if (is_in_net6(ip, &denied6[i]))
            return FALSE;
    return TRUE;
}

gboolean kiri_address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in4;
        memcpy(&in4, address, sizeof in4);
        return is_public4(ntohl(in4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return is_public6(in6.sin6_addr.s6_addr);
    }
    return FALSE;
}

/* Reads an address literal as URLs write it. */
static gboolean parse_literal(const char *host, guint8 ip6[16], guint32 *ip4)
{
    struct in_addr in4;
    if (host[0] == '[') {
        g_autofree char *inner = g_strndup(host + 1, strcspn(host + 1, "]"));
        *ip4 = 0;
        return inet_pton(AF_INET6, inner, ip6) == 1;
    }
    memset(ip6, 0, 16);
    if (inet_pton(AF_INET, host, &in4) != 1)
        return FALSE;
    *ip4 = ntohl(in4.s_addr);
    return TRUE;
}

gboolean kiri_host_is_loopback(const char *host)
{
    static const guint8 one6[16] = {[15] = 1};
    guint8 ip6[16];
    guint32 ip4 = 0;
    if (strcmp(host, "localhost") == 0 || g_str_has_suffix(host, ".localhost"))
        return TRUE;
    if (!parse_literal(host, ip6, &ip4))
        return FALSE;
    return host[0] == '[' ? memcmp(ip6, one6, 16) == 0 : ip4 >> 24 == 127;
}

gboolean kiri_host_is_private_literal(const char *host)
{
    guint8 ip6[16];
    guint32 ip4 = 0;
    if (!parse_literal(host, ip6, &ip4))
        return FALSE;
    return host[0] == '[' ? !is_public6(ip6) : !is_public4(ip4);
}
