// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a feed. What comes out must survive its own stored form, which
 * also checks that every text in it is valid UTF-8. */
#include <kirinuki/charset.h>
#include <kirinuki/feed.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return kiri_charset_preload(NULL) ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    KiriStr bytes = {(const char *)data, n};
    g_autoptr(KiriFeed) feed = kiri_feed_parse(bytes, "https://e.jp/f.xml", NULL, NULL);
    if (!feed)
        return 0;
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_feed_shape, feed, &stored);
    g_autoptr(KiriFeed) again = kiri_record_decode(&kiri_feed_shape, kiri_buf_view(&stored), NULL);
    if (!again || !kiri_record_equal(&kiri_feed_shape, feed, again))
        abort();
    return 0;
}
