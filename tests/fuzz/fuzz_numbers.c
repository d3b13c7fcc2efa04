// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures, days and editions of any text: places lie inside it, in order. */
#include "facts/text_dates.h"

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>

#include <stddef.h>
#include <stdint.h>

static void check_dates(KiriStr n)
{
    KiriTime reference = {.us = 1776042000 * KIRI_US_PER_SECOND,
                          .offset_min = KIRI_JST_MIN,
                          .precision = KIRI_PRECISION_MINUTE};
    g_autoptr(GArray) dates = kiri_text_dates_find(n, reference);
    gsize behind = 0;
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *d = &g_array_index(dates, KiriTextDate, i);
        g_assert(d->from >= behind && d->to > d->from && d->to <= n.n);
        g_assert(kiri_civil_is_valid_date(2024, d->key / 100, d->key % 100));
        behind = d->to;
    }
    g_auto(KiriEditions) editions = {0};
    kiri_editions_find(n, &editions);
    g_assert(!kiri_editions_conflict(&editions, &editions));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *p = (const char *)data;
    if (!g_utf8_validate_len(p, size, NULL))
        return 0;
    g_auto(KiriNormal) normal = {0};
    kiri_normalize((KiriStr){p, size}, FALSE, &normal);
    KiriStr n = {normal.text, normal.n};
    g_autoptr(GArray) numbers = kiri_numbers_find(n);
    gsize behind = 0;
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        g_assert(number->from >= behind && number->to > number->from && number->to <= n.n);
        g_assert(number->value_milli >= 0);
        g_assert(kiri_numbers_match(number, number) == KIRI_NUMBERS_EQUAL);
        g_autofree char *shown = kiri_number_format(number);
        behind = number->to;
    }
    check_dates(n);
    return 0;
}
