// SPDX-License-Identifier: GPL-3.0-or-later
/* What a service manager is told: sd_notify(3) without its library. One datagram
 * of NAME=value lines to the socket that $NOTIFY_SOCKET names; "@" in front means
 * an abstract address. Without the variable nothing is said.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* "READY=1\nSTATUS=…". FALSE when nobody listens; that is no error. */
gboolean kiri_notify(const char *state);
gboolean kiri_notify_status(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* How often WATCHDOG=1 is expected, in µs; 0: not at all ($WATCHDOG_USEC, unless
 * $WATCHDOG_PID names another process). */
gint64 kiri_notify_watchdog_us(void);
