// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as the memory of a rhythm. Whatever stands in it: rates are finite,
 * probabilities are some, the next poll lies ahead and not too far, and a poll can
 * still be noted. */
#include <kirinuki/rhythm.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void ask(const KiriRhythm *r, gint64 now)
{
    gint64 from, most = now + 6 * KIRI_US_PER_HOUR;
    gdouble expected = kiri_rhythm_expected(r, now - KIRI_US_PER_DAY, now);
    gdouble p = kiri_rhythm_silence(r, now - 10 * KIRI_US_PER_DAY, now);
    gint64 next = kiri_rhythm_next_us(r, now, most, .3);
    if (!isfinite(expected) || expected < 0 || !(p >= 0 && p <= 1) || next < now || next > most)
        abort();
    kiri_rhythm_is_known(r);
    kiri_rhythm_recent(r, now, &from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    gint64 now = kiri_civil_days(2026, 6, 10) * KIRI_US_PER_DAY;
    g_autoptr(KiriRhythm) r = kiri_rhythm_new();
    r->cells = g_bytes_new(data, n);
    /* The last byte says for how long it was watched. */
    r->since = kiri_time_jst(now - (n ? data[n - 1] : 0) * KIRI_US_PER_DAY);
    r->latest = kiri_time_jst(now);
    ask(r, now);
    gint64 times[] = {now + KIRI_US_PER_HOUR, now + 3 * KIRI_US_PER_HOUR};
    kiri_rhythm_note(r, now + 9 * KIRI_US_PER_DAY, times, 2, 1);
    ask(r, now + 9 * KIRI_US_PER_DAY);
    return 0;
}
