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
 * (mapped, NAT64, 6to4) is judged as IPv4. FALSE for other families. */
gboolean kiri_address_is_public(const struct sockaddr *address);

/* Is this host, as a URL serialises it, this machine: "localhost", a name below
 * it, 127/8, [::1]? */
gboolean kiri_host_is_loopback(const char *host);
/* An address literal, "192.0.2.1" or "[2001:db8::1]", that is not public. */
gboolean kiri_host_is_private_literal(const char *host);
