// SPDX-License-Identifier: GPL-3.0-or-later
/* An address of this machine that answers no connection: a listener whose queue
 * is full, so that the kernel drops what knocks.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <glib.h>

typedef struct Blackhole Blackhole;
/* port 0: any. */
Blackhole *blackhole_new(const char *address, gint port);
void blackhole_free(Blackhole *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blackhole, blackhole_free)
gint blackhole_port(const Blackhole *b);
