// SPDX-License-Identifier: GPL-3.0-or-later
/* Which socket addresses a crawler may connect to. Asked with the very address
 * that is about to be connected, so that every spelling of a host and every DNS
 * trick ends at the same table.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

#include <sys/socket.h>

/* Globally routable by the IANA special-purpose registries; IPv4 inside IPv6
 * (mapped, translated, NAT64, 6to4) is judged as IPv4. FALSE for other families. */
gboolean kiri_address_is_public(const struct sockaddr *address);

/* "192.0.2.1", "2001:db8::1"; "" for other families. (transfer full) */
char *kiri_address_format(const struct sockaddr *address);

/* Address blocks that are allowed beside the public ones. */
typedef struct KiriNets KiriNets;

/* From "10.0.0.0/8", "fd00::/8", "192.0.2.1" (NULL or empty list: no blocks).
 * Error USAGE: no block, or bits set behind the prefix, which is a slip more
 * often than a wish. (transfer full) */
KiriNets *kiri_nets_parse(const char *const *blocks, GError **error);
void kiri_nets_free(KiriNets *nets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNets, kiri_nets_free)
/* Public, or in one of the blocks; IPv4 inside IPv6 counts as IPv4 here too. */
gboolean kiri_nets_allow(const KiriNets *nets, const struct sockaddr *address);

/* Is this host, as a URL serialises it, this machine: "localhost", a name below
 * it, 127/8, [::1]? */
gboolean kiri_host_is_loopback(const char *host);
/* May this host be asked for, where somebody else (a proxy) looks up its address? FALSE
 * for an address literal ("192.0.2.1", "[2001:db8::1]") and a name of this machine that
 * are neither public nor opened by `nets`. */
gboolean kiri_nets_allow_host(const KiriNets *nets, const char *host);
