// SPDX-License-Identifier: GPL-3.0-or-later
/* From a hash to the documents of a small set that have it, as flat arrays. Six bytes
 * for each occurrence; where weights are kept, eight more for each different hash, since
 * words come back where fingerprints do not.
 *
 * The upper half of a 64-bit hash is the key: two words in hundred thousand share one,
 * and what shares it counts as the same. Documents are numbers from 0 to
 * KIRI_POSTINGS_MOST − 1, their order is that of the numbers.
 *
 * Thread rule: built by one thread, then read from any. */
#pragma once

#include "topics/key_mask.h"

#define KIRI_POSTINGS_MOST 4096

typedef struct {
    guint32 key;
    guint16 document;
    gfloat weight;
} KiriPosting;

typedef struct {
    guint32 *keys;      // ascending; with weights each once, else one for each document
    guint32 *from;      // of each key its first place below; NULL: its own place
    guint16 *documents; // by key, then rising
    gfloat *weights;    // beside them; NULL: none are kept
    guint32 n_keys, n;
    guint32 *tops; // of each value of a key's highest bits the first place of such a key
    guint shift;   // behind those bits
    KiriKeyMask
        mask; // of the keys, where no weights are kept: most that are asked for are not here
} KiriPostings;

static inline guint32 kiri_posting_key(guint64 hash)
{
    return (guint32)(hash >> 32);
}

/* From rows in any order of keys, those of one key by rising documents; `rows` is left
 * in another order. Linear in the rows. */
void kiri_postings_init(KiriPostings *p, GArray *rows, gboolean with_weights);
/* Of postings whose arrays were filled otherwise: what keys are found by. */
void kiri_postings_index(KiriPostings *p);
void kiri_postings_clear(KiriPostings *p);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriPostings, kiri_postings_clear)
/* Appends all rows to `rows` but those of documents for which `is_gone`. */
void kiri_postings_rows(const KiriPostings *p, const gboolean *is_gone, GArray *rows);
/* Places [*from, *to) of this key; FALSE: none. Keys are hashes and so evenly spread: a
 * look at the tops, and one at the few keys below, whatever there are. */
gboolean kiri_postings_find(const KiriPostings *p, guint32 key, guint32 *from, guint32 *to);
/* Places of one of many keys. */
typedef struct {
    guint32 key; // its place among those that were looked for
    guint32 from, to;
} KiriPostingSpan;
/* Those of the keys that are there, in the order given, to `spans`, which has room for
 * all; returns how many. What one look after the other waits for in memory is asked for
 * some keys ahead. */
gsize kiri_postings_find_all(const KiriPostings *p, const guint32 *keys, gsize n,
                             KiriPostingSpan *spans);
gsize kiri_postings_bytes(const KiriPostings *p);
