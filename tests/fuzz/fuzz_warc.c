// SPDX-License-Identifier: GPL-3.0-or-later
/* WARC reader: any bytes end; pages keep the cap; what is written of a page reads
 * back with the same body. */
#include <kirinuki/limits.h>
#include <kirinuki/warc.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(KiriWarc) warc = kiri_warc_open_bytes((KiriStr){(const char *)data, size});
    KiriPage *page = NULL;
    while (kiri_warc_next(warc, &page, NULL)) {
        g_auto(KiriBuf) out;
        KiriPage *again = NULL;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        g_assert(g_bytes_get_size(page->body) <=
                 KIRI_LIMIT_INFLATED_BYTES + KIRI_LIMIT_HEADER_BYTES);
        kiri_warc_write_page(page, 1, 1, FALSE, &out);
        g_autoptr(KiriWarc) back = kiri_warc_open_bytes(kiri_buf_view(&out));
        if (kiri_warc_next(back, &again, NULL) && page->status)
            g_assert(g_bytes_equal(again->body, page->body));
        kiri_page_free(again);
        kiri_page_free(page);
    }
    return 0;
}
