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

/* An id that people can read aloud: 16 lower-case hexadecimal digits of the
 * 64-bit hash, with its NUL. */
#define KIRI_ID_BYTES 17
void kiri_hash_id(KiriStr s, char out[KIRI_ID_BYTES]);
