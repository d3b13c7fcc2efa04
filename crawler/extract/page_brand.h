// SPDX-License-Identifier: GPL-3.0-or-later
/* Under which names a page's site shows itself to its readers.
 *
 * Thread rule: any thread. */
#pragma once

#include "extract_page.h"

enum { KIRI_BRANDS_MAX = 8 };

struct KiriBrands {
    struct {
        const char *source; // "logo", "copyright"; static
        char *name;
    } items[KIRI_BRANDS_MAX];
    guint n;
};

/* The page's logo (a picture or words that lead to the front page) and the owner
 * in its copyright line, as they are written; surest first. (transfer full) */
KiriBrands *kiri_brands_read(const KiriReading *page);
void kiri_brands_free(KiriBrands *brands);
