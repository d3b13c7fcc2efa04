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

void kiri_hash_id(KiriStr s, char out[KIRI_ID_BYTES])
{
    g_snprintf(out, KIRI_ID_BYTES, "%016" G_GINT64_MODIFIER "x", kiri_hash64(s));
}
