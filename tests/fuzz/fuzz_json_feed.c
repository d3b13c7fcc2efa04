// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a JSON Feed: https://www.jsonfeed.org/version/1.1/. */
#include "feed_check.h"
#include "fuzz.h"

#include <kirinuki/charset.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return kiri_charset_preload(NULL) ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    KiriStr bytes = {(const char *)data, n};
    g_autoptr(KiriFeed) feed =
        kiri_feed_parse(bytes, "https://e.jp/f.json", "application/feed+json", NULL);
    if (feed)
        feed_check(feed);
    return 0;
}
