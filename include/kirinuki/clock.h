// SPDX-License-Identifier: GPL-3.0-or-later
/* Time as an argument.
 *
 * Nothing below cli/ reads the system's clock: it is handed a KiriClock. The
 * system clock is the real one, a fixed clock (`--now`) makes runs repeatable,
 * and a test clock can be moved by hand.
 *
 * Thread rule: any thread; kiri_clock_advance() from one thread at a time. */
#pragma once

#include <glib.h>

typedef struct KiriClock KiriClock;

KiriClock *kiri_clock_new_system(void);
/* Wall time stands at `now_us` until kiri_clock_advance(). The monotonic time
 * stays the system's if `is_monotonic_real`, else it moves by advance only. */
KiriClock *kiri_clock_new_fixed(gint64 now_us, gboolean is_monotonic_real);
void kiri_clock_free(KiriClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriClock, kiri_clock_free)

/* µs since 1970 UTC: for everything that is written down. */
gint64 kiri_clock_now_us(const KiriClock *clock);
/* µs of a clock that never jumps and counts suspend (CLOCK_BOOTTIME): for gaps
 * and timeouts. */
gint64 kiri_clock_monotonic_us(const KiriClock *clock);
/* Moves a fixed clock; a system clock refuses (programmer mistake). */
void kiri_clock_advance(KiriClock *clock, gint64 us);
