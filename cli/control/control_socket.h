// SPDX-License-Identifier: GPL-3.0-or-later
/* The address of the control socket, and who is at its other end. */
#pragma once

#include <glib.h>

#include <sys/un.h>

#define KIRI_CONTROL_NAME "control.sock"

/* Fills the address of the socket in `dir`. It leads through the descriptor that is
 * returned, and is good until that is closed. -1 with error NOT_FOUND or IO. */
gint kiri_control_address(const char *dir, struct sockaddr_un *address, GError **error);
/* Is the process at the other end one of our user, or root's, or are we root? */
gboolean kiri_control_is_ours(gint fd);
