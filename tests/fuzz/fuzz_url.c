// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a URL, with the text before the first NUL as its base. What
 * comes out must parse to itself, and a canonical form must be its own. */
#include <kirinuki/url.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(KiriStr input, const char *base)
{
    g_autofree char *href = kiri_url_resolve(input, base);
    if (href) {
        g_autofree char *again = kiri_url_resolve(kiri_str(href), NULL);
        if (g_strcmp0(href, again) != 0)
            abort();
    }
    g_autofree char *canonical = kiri_url_canonical(input, base);
    if (canonical) {
        g_autofree char *again = kiri_url_canonical(kiri_str(canonical), NULL);
        if (g_strcmp0(canonical, again) != 0)
            abort();
        g_autoptr(KiriUrl) before = kiri_url_parse(input, base);
        g_autoptr(KiriUrl) after = kiri_url_parse(kiri_str(canonical), NULL);
        if (!before || !after || g_strcmp0(before->host, after->host) != 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    KiriStr whole = {(const char *)data, n};
    check(whole, NULL);
    const char *nul = memchr(whole.p, 0, n);
    if (nul) {
        gsize base_n = (gsize)(nul - whole.p);
        g_autofree char *base = g_strndup(whole.p, base_n);
        check((KiriStr){nul + 1, n - base_n - 1}, base);
    }
    return 0;
}
