// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a stored noun: the first one picks which. What can be read must
 * be writable, read back equal, and be shown as JSON that parses. */
#include <kirinuki/store.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    /* A digit or a letter in a seed file: 0 is the page, 1 … the nouns. */
    guint which = data[0] % KIRI_N_NOUNS;
    const KiriShape *shape = which ? kiri_noun_shape((KiriNoun)which) : &kiri_page_shape;
    gpointer record = kiri_record_decode(shape, (KiriStr){(const char *)data + 1, n - 1}, NULL);
    if (!record)
        return 0;
    g_auto(KiriBuf) stored, json;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&json, KIRI_BUF_UNCAPPED);
    kiri_record_encode(shape, record, &stored);
    gpointer again = kiri_record_decode(shape, kiri_buf_view(&stored), NULL);
    if (!again || !kiri_record_equal(shape, record, again))
        abort();
    KiriJson j = kiri_json_begin(&json);
    kiri_record_write_json(shape, record, &j);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&json), NULL);
    if (!doc)
        abort();
    kiri_record_free(shape, again);
    kiri_record_free(shape, record);
    return 0;
}
