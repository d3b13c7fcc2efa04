// SPDX-License-Identifier: GPL-3.0-or-later
/* Which keys of postings.h anybody has, as a table of bits: one of eight keys that nobody
 * has seems to be there, the others cost one look however many sets there are. What was
 * added stays.
 *
 * Thread rule: filled by one thread, then read from any. */
#pragma once

#include <glib.h>

typedef struct {
    guint8 *bits;
    guint log2; // of how many there are
    gsize n;    // keys that were added
} KiriKeyMask;

enum { KIRI_KEY_MASK_LEAST = 16, KIRI_KEY_MASK_EACH = 8 };

static inline gsize kiri_key_mask_place(const KiriKeyMask *mask, guint32 key)
{
    return key >> (32 - mask->log2);
}

/* Empty, with room for so many keys. */
static inline void kiri_key_mask_init(KiriKeyMask *mask, gsize keys)
{
    *mask = (KiriKeyMask){.log2 = KIRI_KEY_MASK_LEAST};
    while (mask->log2 < 32 && G_GUINT64_CONSTANT(1) << mask->log2 < keys * KIRI_KEY_MASK_EACH)
        mask->log2++;
    mask->bits = g_malloc0((gsize)1 << (mask->log2 - 3));
}

static inline void kiri_key_mask_clear(KiriKeyMask *mask)
{
    g_clear_pointer(&mask->bits, g_free);
}

static inline void kiri_key_mask_add(KiriKeyMask *mask, guint32 key)
{
    gsize place = kiri_key_mask_place(mask, key);
    mask->bits[place / 8] |= (guint8)(1u << place % 8);
    mask->n++;
}

/* More keys than it was made for: it says yes too often. */
static inline gboolean kiri_key_mask_is_full(const KiriKeyMask *mask)
{
    return mask->log2 < 32 && mask->n * KIRI_KEY_MASK_EACH / 2 > G_GUINT64_CONSTANT(1)
                                                                     << mask->log2;
}

/* FALSE: nobody has it. */
static inline gboolean kiri_key_mask_may_have(const KiriKeyMask *mask, guint32 key)
{
    gsize place = kiri_key_mask_place(mask, key);
    return mask->bits[place / 8] >> place % 8 & 1;
}
