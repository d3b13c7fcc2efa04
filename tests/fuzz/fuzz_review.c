// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a 確認票 that came back. Reading changes nothing in the store; what is to
 * change names clips that are there, and each row once counts as one thing. */
#include "../support/coverage.h"

#include <kirinuki/review.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* One store for all inputs: none of them may change it. */
static KiriStore *store_of_all(void)
{
    static KiriStore *store;
    if (store)
        return store;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    store = test_store_open(dir, KIRI_STORE_CREATE);
    coverage_fill(store);
    return store;
}

static void check(KiriStore *store, const KiriReviewReading *r)
{
    if (r->unchanged + r->changes->len > r->rows)
        abort();
    for (guint i = 0; i < r->changes->len; i++) {
        const KiriReviewChange *change = g_ptr_array_index(r->changes, i);
        if (!change->cells->len || !change->person ||
            !kiri_store_has(store, KIRI_NOUN_CLIP, change->clip))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    KiriStore *store = store_of_all();
    guint64 end = kiri_store_log_end(store);
    KiriReviewReading reading = {0};
    if (kiri_review_read(store, (KiriStr){(const char *)data, n}, &reading, NULL))
        check(store, &reading);
    kiri_review_reading_clear(&reading);
    if (kiri_store_log_end(store) != end)
        abort();
    return 0;
}
