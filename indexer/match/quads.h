// SPDX-License-Identifier: GPL-3.0-or-later
/* Which runs of four bytes a text has: a word with another one is not in it. A hundred
 * words that are looked for in one text are so left out at a few bits each, and a text
 * that is looked at in pieces is gone through once.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

#include <string.h>

#define KIRI_QUADS_BITS 65536

typedef struct {
    guint8 bits[KIRI_QUADS_BITS / 8];
} KiriQuads;

static inline guint kiri_quad_at(const char *p)
{
    guint32 four;
    memcpy(&four, p, sizeof four);
    return four * 2654435761u >> 16; // Knuth's multiplicative hash, upper half
}

/* `quads` are all zero at first. */
static inline void kiri_quads_add(KiriQuads *quads, KiriStr text)
{
    for (gsize at = 0; at + 4 <= text.n; at++) {
        guint bit = kiri_quad_at(text.p + at);
        quads->bits[bit / 8] |= (guint8)(1u << bit % 8);
    }
}

/* FALSE: the word is in none of the texts. */
static inline gboolean kiri_quads_may_hold(const KiriQuads *quads, KiriStr word)
{
    for (gsize at = 0; at + 4 <= word.n; at++) {
        guint bit = kiri_quad_at(word.p + at);
        if (!(quads->bits[bit / 8] & 1u << bit % 8))
            return FALSE;
    }
    return TRUE;
}
