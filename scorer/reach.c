// SPDX-License-Identifier: GPL-3.0-or-later
/* The interval between "all read the largest medium" and "media are read
 * independently of each other". Sums over media, which count one reader many
 * times, are not offered. */
#include <kirinuki/reach.h>

#include <math.h>

KiriReach kiri_reach(const gint64 *users, gsize n, gint64 population)
{
    KiriReach r = {0};
    gdouble nobody = 1; // probability that a person used none of the media
    for (gsize i = 0; i < n; i++) {
        if (users[i] <= 0) {
            r.media_unknown++;
            continue;
        }
        gint64 u = MIN(users[i], population);
        r.media_known++;
        r.low = MAX(r.low, u);
        nobody *= 1 - (gdouble)u / (gdouble)population;
    }
    if (r.media_known) {
        r.high = (gint64)llround((1 - nobody) * (gdouble)population);
        r.high = CLAMP(r.high, r.low, population);
    }
    return r;
}
