// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to xxHash. Values are stored and shown, so only the frozen XXH3
 * variants with the default secret are used; they are the same on every
 * machine. */
#include <kirinuki/hash.h>

#include <string.h>
#include <xxhash.h>

guint64 kiri_hash64(KiriStr s)
{
    return XXH3_64bits(s.p, s.n);
}

void kiri_hash128(KiriStr s, guint8 out[16])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(s.p, s.n));
    memcpy(out, canonical.digest, 16);
}

void kiri_hash128_hex(KiriStr s, char out[KIRI_HASH128_BYTES])
{
    guint8 hash[16];
    kiri_hash128(s, hash);
    for (gsize i = 0; i < sizeof hash; i++)
        g_snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

char *kiri_hash128_of_bytes(GBytes *bytes)
{
    char hex[KIRI_HASH128_BYTES];
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    kiri_hash128_hex((KiriStr){p ? p : "", n}, hex);
    return g_strdup(hex);
}

void kiri_hash_id(KiriStr s, char out[KIRI_ID_BYTES])
{
    g_snprintf(out, KIRI_ID_BYTES, "%016" G_GINT64_MODIFIER "x", kiri_hash64(s));
}
