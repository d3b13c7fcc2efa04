// SPDX-License-Identifier: GPL-3.0-or-later
/* The way into the made-up web, on a clock that waits only in name.
 *
 * An exchange takes as long as the host takes, on the simulated clock: the answer
 * is made in the moment of the request and handed out when its time has come, at
 * the next tick of a coarse clock. Ticks bring several answers at once, as many
 * hosts would, and with them work for more than one worker.
 * kiri_transport_wait() moves the clock to whatever comes first, an answer or the
 * end of the wait, but never while a worker of the pool holds a job, and never
 * while a real exchange is under way.
 *
 *   direct        the world is asked in process
 *   over a wire   a real transport fetches from a server of the same world
 *                 (loopback.h); time stands still until the bytes are there, and
 *                 they are held back for as long as the host would have taken. So
 *                 the two kinds see the same times.
 *
 * Thread rule: owner thread only. */
#pragma once

#include "referee.h"

#include <kirinuki/clock.h>
#include <kirinuki/nursery.h>
#include <kirinuki/transport.h>

/* All arguments are borrowed until free; `wire` NULL: direct. The clock is fixed,
 * not monotonic-real. `tick_us`: 1 for answers to the microsecond. */
KiriTransport *sim_transport_new(const World *world, Referee *referee, KiriClock *clock,
                                 KiriPool *pool, gint64 tick_us, KiriTransport *wire);
/* Answers over the wire that were not what the world says. */
guint sim_transport_n_differences(const KiriTransport *transport);
