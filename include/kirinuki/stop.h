// SPDX-License-Identifier: GPL-3.0-or-later
/* Cooperative stop: Ctrl-C and systemd's SIGTERM ask, the program ends in order.
 *
 * The first SIGINT or SIGTERM sets a flag and makes a descriptor readable; loops
 * look at either, finish what they hold and return. A second one kills as if
 * nothing had been installed, which is safe at any instant: the store survives
 * it.
 *
 * Thread rule: install from the main thread, before others start; the rest any
 * thread. */
#pragma once

#include <glib.h>

/* Takes over SIGINT and SIGTERM for the rest of the process's life. Calling it
 * again does nothing. */
void kiri_stop_install(void);

/* Asks as the first signal would. */
void kiri_stop_request(void);

/* Was a stop asked for? Cheap: a load. */
gboolean kiri_stop_requested(void);

/* Readable from the first request on, for poll loops; never read from it. -1,
 * which poll() ignores, before kiri_stop_install(). */
gint kiri_stop_fd(void);
