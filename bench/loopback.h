// SPDX-License-Identifier: GPL-3.0-or-later
/* An HTTP server for this machine alone: one thread, epoll, connections that stay
 * open, no encryption. It answers GET with what a function says, as fast as it
 * can, and holds connections on which nothing is to come.
 *
 * Thread rule: new and free from one thread; the answers are made in the
 * server's. */
#pragma once

#include "world.h"

/* Fills the answer (initialised) to a request (borrowed for the call). Status 0
 * closes the connection, or leaves it open without a word if is_hanging. */
typedef void (*LoopbackAnswer)(const WorldRequest *request, WorldAnswer *answer, gpointer data);

typedef struct Loopback Loopback;

/* Listens on `n_addresses` addresses from 127.0.0.1 on, all on the one port that
 * is free. NULL when they cannot be had. (transfer full) */
Loopback *loopback_new(guint n_addresses, LoopbackAnswer answer, gpointer data);
void loopback_free(Loopback *loopback);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loopback, loopback_free)

guint loopback_port(const Loopback *loopback);
/* The numeric address of the i-th. */
void loopback_address(guint i, char out[16]);
