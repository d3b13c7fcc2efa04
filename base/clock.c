// SPDX-License-Identifier: GPL-3.0-or-later
/* The clocks. A fixed clock keeps its offset in an atomic, so that worker
 * threads may read while a test moves it. */
#include <kirinuki/clock.h>

#include <kirinuki/civil.h>

#include <stdatomic.h>
#include <time.h>

struct KiriClock {
    gboolean is_fixed;
    gboolean is_monotonic_real;
    _Atomic gint64 wall_us;
    _Atomic gint64 moved_us;
};

static gint64 read_clock(clockid_t id)
{
    struct timespec t = {0};
    clock_gettime(id, &t);
    return (gint64)t.tv_sec * KIRI_US_PER_SECOND + t.tv_nsec / 1000;
}

KiriClock *kiri_clock_new_system(void)
{
    return g_new0(KiriClock, 1);
}

KiriClock *kiri_clock_new_fixed(gint64 now_us, gboolean is_monotonic_real)
{
    KiriClock *clock = g_new0(KiriClock, 1);
    clock->is_fixed = TRUE;
    clock->is_monotonic_real = is_monotonic_real;
    clock->wall_us = now_us;
    return clock;
}

void kiri_clock_free(KiriClock *clock)
{
    g_free(clock);
}

gint64 kiri_clock_now_us(const KiriClock *clock)
{
    return clock->is_fixed ? atomic_load(&clock->wall_us) : read_clock(CLOCK_REALTIME);
}

gint64 kiri_clock_monotonic_us(const KiriClock *clock)
{
    gint64 us = clock->is_fixed && !clock->is_monotonic_real ? 0 : read_clock(CLOCK_BOOTTIME);
    return us + atomic_load(&clock->moved_us);
}

void kiri_clock_advance(KiriClock *clock, gint64 us)
{
    g_return_if_fail(clock->is_fixed);
    atomic_fetch_add(&clock->wall_us, us);
    atomic_fetch_add(&clock->moved_us, us);
}
