// SPDX-License-Identifier: GPL-3.0-or-later
/* Bounded inflate: whatever comes in, what comes out keeps its cap; and what was
 * compressed here comes back. */
#include "../../crawler/transport/inflate.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriStr in = {(const char *)data, size};
    for (guint may_be_cut = 0; may_be_cut < 2; may_be_cut++) {
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, 1 << 20);
        kiri_gunzip(in, 200, may_be_cut != 0, &out, NULL);
        g_assert(out.n <= 1 << 20);
    }
    g_auto(KiriBuf) z, back;
    kiri_buf_init(&z, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&back, size);
    kiri_gzip(in, &z);
    g_assert(kiri_gunzip(kiri_buf_view(&z), 2000, FALSE, &back, NULL));
    g_assert(back.n == size && (!size || memcmp(back.p, data, size) == 0));
    return 0;
}
