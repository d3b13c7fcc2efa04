// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a source list. What was read and written is read again, and from
 * then on stays the same. */
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

static KiriOpml *rewrite(const KiriOpml *opml, KiriBuf *out)
{
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    kiri_opml_write(opml, out);
    KiriOpml *again = kiri_opml_parse(kiri_buf_view(out), NULL);
    if (!again || kiri_recs_count(again->outlines) != kiri_recs_count(opml->outlines))
        abort();
    return again;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    g_autoptr(KiriOpml) opml = kiri_opml_parse((KiriStr){(const char *)data, n}, NULL);
    if (!opml)
        return 0;
    g_auto(KiriBuf) first, second;
    g_autoptr(KiriOpml) again = rewrite(opml, &first);
    kiri_opml_free(rewrite(again, &second));
    if (!kiri_str_equal(kiri_buf_view(&first), kiri_buf_view(&second)))
        abort();
    return 0;
}
