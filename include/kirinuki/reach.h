// SPDX-License-Identifier: GPL-3.0-or-later
/* Reach (推定到達者数) as an interval, without counting one person twice.
 *
 * Each medium counts once, with its monthly users u_i out of a population P. The
 * union lies between the largest single medium, max u_i, and the union under
 * independence, P·(1 − Π(1 − u_i/P)): the working interval of ESOMAR's 2005
 * method. Neither end exceeds P.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

typedef struct {
    gint64 low, high;    // people; 0, 0 when no medium has a figure
    guint media_known;   // media whose users are on record
    guint media_unknown; // media that could not be counted
} KiriReach;

/* `users[i]` are a medium's monthly users, 0 where unknown. */
KiriReach kiri_reach(const gint64 *users, gsize n, gint64 population);
