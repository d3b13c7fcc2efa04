// SPDX-License-Identifier: GPL-3.0-or-later
/* Hashes for identity and sampling: XXH3 of xxHash. Not cryptographic: they
 * find equal things, they prove nothing against an adversary.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

guint64 kiri_hash64(KiriStr s);
/* XXH3 with 128 bits, big-endian canonical form. */
void kiri_hash128(KiriStr s, guint8 out[16]);
/* The same as 32 lower-case hexadecimal digits, with their NUL. */
#define KIRI_HASH128_BYTES 33
void kiri_hash128_hex(KiriStr s, char out[KIRI_HASH128_BYTES]);
char *kiri_hash128_of_bytes(GBytes *bytes); // likewise (transfer full)

/* An id that people can read aloud: 16 lower-case hexadecimal digits of the
 * 64-bit hash, with its NUL. */
#define KIRI_ID_BYTES 17
void kiri_hash_id(KiriStr s, char out[KIRI_ID_BYTES]);
