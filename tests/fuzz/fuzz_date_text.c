// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a date: what is understood lies between the years 1 and 9999
 * with an offset that exists, and the place of a found date is in the text. */
#include <kirinuki/date_text.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(KiriTime t)
{
    g_assert_true(kiri_time_is_set(t) && t.precision <= KIRI_PRECISION_SECOND);
    g_assert_true(t.offset_min > -20 * 60 && t.offset_min < 20 * 60);
    KiriCivil c = kiri_civil_from_us(t.us, 0);
    g_assert_true(c.year >= 0 && c.year <= 10000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const gint64 now_us = G_GINT64_CONSTANT(1704850200000000);
    g_autofree char *exact = g_memdup2(data, size);
    KiriStr text = {exact ? exact : "", size};
    KiriTime t = KIRI_TIME_UNSET;
    gsize from, to;
    if (kiri_date_parse(text, KIRI_JST_MIN, &t))
        check(t);
    for (gint i = 0; i < 2; i++)
        if (kiri_date_find(text, i ? now_us : 0, &t, &from, &to)) {
            check(t);
            g_assert_true(from < to && to <= size);
        }
    return 0;
}
