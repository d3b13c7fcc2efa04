// SPDX-License-Identifier: GPL-3.0-or-later
/* The deny table of addresses, from the IANA IPv4 and IPv6 special-purpose
 * address registries (RFC 6890 and its successors). For IPv6 the rule is turned
 * round: only 2000::/3 has been given out, so everything else is denied without
 * being named. */
#include "address.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* A block of either family; IPv4 in the first four bytes. */
typedef struct {
    guint8 net[16];
    guint bits;
    gboolean is4;
} Net;

static const Net denied4[] = {
    {{0}, 8, TRUE},             // this network
    {{10}, 8, TRUE},            // private
    {{100, 64}, 10, TRUE},      // carrier NAT
    {{127}, 8, TRUE},           // loopback
    {{169, 254}, 16, TRUE},     // link-local, metadata services
    {{172, 16}, 12, TRUE},      // private
    {{192, 0, 0}, 24, TRUE},    // protocol assignments
    {{192, 0, 2}, 24, TRUE},    // documentation
    {{192, 88, 99}, 24, TRUE},  // relays of 6to4, given up
    {{192, 168}, 16, TRUE},     // private
    {{198, 18}, 15, TRUE},      // benchmarks
    {{198, 51, 100}, 24, TRUE}, // documentation
    {{203, 0, 113}, 24, TRUE},  // documentation
    {{224}, 3, TRUE},           // multicast, reserved, broadcast
};

static const Net global6 = {{0x20}, 3, FALSE};
static const Net denied6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23, FALSE}, // protocol assignments; Teredo, which hides an IPv4
    {{0x20, 0x01, 0x0d, 0xb8}, 32, FALSE}, // documentation
    {{0x3f, 0xff, 0x00}, 20, FALSE},       // documentation
};

typedef struct {
    Net net;
    guint at; // byte where the IPv4 address stands
} Embedding;

static const Embedding embeddings[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, FALSE}, 12}, // mapped
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, FALSE}, 12},       // translated
    {{{0x00, 0x64, 0xff, 0x9b}, 96, FALSE}, 12},                   // NAT64
    {{{0x20, 0x02}, 16, FALSE}, 2},                                // 6to4
};

struct KiriNets {
    GArray *nets; // Net
};

static gboolean is_within(const Net *address, const Net *net)
{
    guint bytes = net->bits / 8, rest = net->bits % 8;
    if (address->is4 != net->is4 || memcmp(address->net, net->net, bytes) != 0)
        return FALSE;
    return !rest || (address->net[bytes] ^ net->net[bytes]) >> (8 - rest) == 0;
}

/* An IPv6 address that carries an IPv4 one becomes that. */
static void unwrap(Net *address)
{
    for (gsize i = 0; !address->is4 && i < G_N_ELEMENTS(embeddings); i++)
        if (is_within(address, &embeddings[i].net)) {
            Net inner = {{0}, 32, TRUE};
            memcpy(inner.net, address->net + embeddings[i].at, 4);
            *address = inner;
        }
}

static gboolean is_public(const Net *address)
{
    const Net *denied = address->is4 ? denied4 : denied6;
    gsize n = address->is4 ? G_N_ELEMENTS(denied4) : G_N_ELEMENTS(denied6);
    if (!address->is4 && !is_within(address, &global6))
        return FALSE;
    for (gsize i = 0; i < n; i++)
        if (is_within(address, &denied[i]))
            return FALSE;
    return TRUE;
}

static gboolean from_sockaddr(const struct sockaddr *address, Net *out)
{
    *out = (Net){{0}, 0, FALSE};
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in4;
        memcpy(&in4, address, sizeof in4);
        memcpy(out->net, &in4.sin_addr, 4);
        out->bits = 32;
        out->is4 = TRUE;
        return TRUE;
    }
    if (address->sa_family != AF_INET6)
        return FALSE;
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    memcpy(out->net, &in6.sin6_addr, 16);
    out->bits = 128;
    unwrap(out);
    return TRUE;
}

char *kiri_address_format(const struct sockaddr *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    struct sockaddr_in in4;
    struct sockaddr_in6 in6;
    if (address->sa_family == AF_INET) {
        memcpy(&in4, address, sizeof in4);
        inet_ntop(AF_INET, &in4.sin_addr, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&in6, address, sizeof in6);
        inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text);
    }
    return g_strdup(text);
}

static gboolean allows(const KiriNets *nets, const Net *address)
{
    if (is_public(address))
        return TRUE;
    for (guint i = 0; nets && i < nets->nets->len; i++)
        if (is_within(address, &g_array_index(nets->nets, Net, i)))
            return TRUE;
    return FALSE;
}

gboolean kiri_address_is_public(const struct sockaddr *address)
{
    Net net;
    return from_sockaddr(address, &net) && is_public(&net);
}

gboolean kiri_nets_allow(const KiriNets *nets, const struct sockaddr *address)
{
    Net net;
    return from_sockaddr(address, &net) && allows(nets, &net);
}

/* ---- blocks as text ---- */

static gboolean parse_address(const char *text, Net *out)
{
    *out = (Net){{0}, 32, TRUE};
    if (inet_pton(AF_INET, text, out->net) == 1)
        return TRUE;
    *out = (Net){{0}, 128, FALSE};
    return inet_pton(AF_INET6, text, out->net) == 1;
}

static gboolean has_bits_behind(const Net *net)
{
    for (guint bit = net->bits; bit < (net->is4 ? 32 : 128); bit++)
        if (net->net[bit / 8] & (0x80 >> bit % 8))
            return TRUE;
    return FALSE;
}

static gboolean parse_block(const char *text, Net *out)
{
    const char *slash = strchr(text, '/');
    g_autofree char *address = g_strndup(text, slash ? (gsize)(slash - text) : strlen(text));
    guint64 bits = 0;
    if (!parse_address(address, out))
        return FALSE;
    if (!slash)
        return TRUE;
    if (!g_ascii_string_to_unsigned(slash + 1, 10, 0, out->bits, &bits, NULL))
        return FALSE;
    out->bits = (guint)bits;
    return !has_bits_behind(out);
}

KiriNets *kiri_nets_parse(const char *const *blocks, GError **error)
{
    g_autoptr(KiriNets) nets = g_new0(KiriNets, 1);
    nets->nets = g_array_new(FALSE, FALSE, sizeof(Net));
    for (; blocks && *blocks; blocks++) {
        Net net;
        if (!parse_block(*blocks, &net)) {
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                        _("'%s' is no block of addresses such as 10.0.0.0/8 or fd00::/8"), *blocks);
            return NULL;
        }
        g_array_append_val(nets->nets, net);
    }
    return g_steal_pointer(&nets);
}

void kiri_nets_free(KiriNets *nets)
{
    if (!nets)
        return;
    g_array_unref(nets->nets);
    g_free(nets);
}

/* ---- hosts as URLs write them ---- */

static gboolean parse_literal(const char *host, Net *out)
{
    if (host[0] != '[') {
        *out = (Net){{0}, 32, TRUE};
        return inet_pton(AF_INET, host, out->net) == 1;
    }
    g_autofree char *inner = g_strndup(host + 1, strcspn(host + 1, "]"));
    *out = (Net){{0}, 128, FALSE};
    return inet_pton(AF_INET6, inner, out->net) == 1;
}

/* A name of this machine (RFC 6761), with or without the root's dot. */
static gboolean is_local_name(const char *host)
{
    gsize n = strlen(host);
    g_autofree char *name = g_strndup(host, n && host[n - 1] == '.' ? n - 1 : n);
    return strcmp(name, "localhost") == 0 || g_str_has_suffix(name, ".localhost");
}

gboolean kiri_host_is_loopback(const char *host)
{
    static const Net one6 = {{[15] = 1}, 128, FALSE};
    static const Net loop4 = {{127}, 8, TRUE};
    Net net;
    return is_local_name(host) ||
           (parse_literal(host, &net) && (is_within(&net, &one6) || is_within(&net, &loop4)));
}

gboolean kiri_nets_allow_host(const KiriNets *nets, const char *host)
{
    static const Net one4 = {{127, 0, 0, 1}, 32, TRUE}, one6 = {{[15] = 1}, 128, FALSE};
    Net net;
    if (is_local_name(host))
        return allows(nets, &one4) || allows(nets, &one6);
    if (!parse_literal(host, &net))
        return TRUE;
    unwrap(&net);
    return allows(nets, &net);
}
