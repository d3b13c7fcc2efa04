// SPDX-License-Identifier: GPL-3.0-or-later
/* A worker's list of terms: whatever is accepted is a list of text terms that
 * fit the index, and is encoded to a list that is accepted too. */
#include "index/terms.h"

#include <kirinuki/limits.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(KiriTerms) terms = kiri_terms_new();
    if (!kiri_terms_decode((KiriStr){(const char *)data, size}, terms, NULL))
        return 0;
    g_autoptr(GArray) list = kiri_terms_list(terms);
    for (guint i = 0; i < list->len; i++) {
        const KiriXapTerm *t = &g_array_index(list, KiriXapTerm, i);
        g_assert_cmpuint(t->term.n, <=, KIRI_LIMIT_TERM_BYTES);
        g_assert_true(g_utf8_validate(t->term.p, (gssize)t->term.n, NULL));
        g_assert_nonnull(strchr("CBTWUMKSA", t->term.p[0]));
    }
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_terms_encode(terms, &out);
    g_autoptr(KiriTerms) again = kiri_terms_new();
    g_assert_true(kiri_terms_decode(kiri_buf_view(&out), again, NULL));
    return 0;
}
