// SPDX-License-Identifier: GPL-3.0-or-later
/* Any line of text as one that may carry dates of European languages, and every
 * place in it as one where a date stands between words: what is found lies in the
 * text, and what a word closes behind a date is part of it. */
#include "extract/date_western.h"
#include "extract/page_date.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_role(KiriStr text, gsize from, gsize to)
{
    gint strength = -1;
    gsize used = G_MAXSIZE;
    KiriStr before = {text.p, from}, after = {text.p + to, text.n - to};
    KiriDateRole role = kiri_date_role(before, after, &strength, &used);
    g_assert_true(used <= after.n);
    g_assert_true(strength >= 0 && strength <= 3);
    g_assert_true(role != KIRI_DATE_UNSAID || strength == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)size);
    KiriStr whole = kiri_str(valid);
    g_autofree char *exact = g_memdup2(whole.p, whole.n); // no NUL behind it
    KiriStr text = {exact ? exact : "", whole.n};
    KiriTime t;
    gsize from, to;
    for (gint is_american = 0; is_american < 2; is_american++)
        if (kiri_date_find_western(text, 60, is_american, &t, &from, &to)) {
            g_assert_true(from < to && to <= text.n);
            g_assert_true(kiri_time_is_valid(t));
            check_role(text, from, to);
        }
    for (gsize at = 0; at < MIN(text.n, (gsize)64); at++)
        if (((guchar)text.p[at] & 0xc0) != 0x80)
            check_role(text, at, at);
    return 0;
}
