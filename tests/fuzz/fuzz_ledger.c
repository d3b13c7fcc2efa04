// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a ledger file: the first one picks which. What is taken can be
 * written, and is read again as the same rows. */
#include <kirinuki/ledger.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    KiriNoun noun = data[0] % 2 ? KIRI_NOUN_RATE : KIRI_NOUN_MEDIUM;
    KiriStr bytes = {(const char *)data + 1, n - 1};
    g_autoptr(GPtrArray) records = kiri_ledger_parse(noun, bytes, NULL);
    if (!records)
        return 0;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_ledger_write(noun, records, &out);
    g_autoptr(GPtrArray) again = kiri_ledger_parse(noun, kiri_buf_view(&out), NULL);
    if (!again || again->len != records->len)
        abort();
    return 0;
}
