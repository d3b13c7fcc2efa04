// SPDX-License-Identifier: GPL-3.0-or-later
/* RFC 3339 and its cousins: what is read can be stored, and printing it and
 * reading that again gives the same second. */
#include <kirinuki/civil.h>

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriTime t, again;
    if (!kiri_time_parse((KiriStr){(const char *)data, size}, KIRI_JST_MIN, &t))
        return 0;
    g_assert_true(kiri_time_is_set(t) && kiri_time_is_valid(t));
    char text[32];
    kiri_time_format(t, text);
    g_assert_true(kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &again));
    if (t.precision >= KIRI_PRECISION_MINUTE) {
        g_assert_cmpint(again.offset_min, ==, t.offset_min);
        g_assert_cmpint(t.us - again.us, >=, 0);
        g_assert_cmpint(t.us - again.us, <, KIRI_US_PER_SECOND);
    }
    return 0;
}
