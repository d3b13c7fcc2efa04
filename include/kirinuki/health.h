// SPDX-License-Identifier: GPL-3.0-or-later
/* The health of a source, from its record alone: is it alive, does it bring what
 * it usually brings, and if not, since when and why.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/source.h>

typedef enum {
    KIRI_HEALTH_OK,
    KIRI_HEALTH_NEW,      // not asked yet, or too little known to judge
    KIRI_HEALTH_SILENT,   // 更新停止の疑い: answers, but brings nothing for improbably long
    KIRI_HEALTH_FAILING,  // the last polls failed
    KIRI_HEALTH_DEAD,     // has failed for longer than a week; still asked, ever more seldom
    KIRI_HEALTH_DISABLED, // by the user
} KiriHealthState;
extern const char *const kiri_health_names[]; // ok, new, silent, failing, dead, disabled

typedef struct {
    KiriHealthState state;
    gint64 since_us;     // the trouble began; G_MININT64 when there is none
    gdouble expected;    // entries in the last 7 days by its rhythm; < 0: not known
    gdouble actual;      // entries that came in them; < 0: not known
    gdouble probability; // of such a silence, if it were alive
} KiriHealth;

KiriHealth kiri_source_health(const KiriSource *source, gint64 now_us);
/* The kind of failure in words for a person, translated: "the name cannot be
 * found" (static). */
const char *kiri_failure_text(KiriFailure failure);
