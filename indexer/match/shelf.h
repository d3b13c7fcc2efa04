// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases of one month, as they are looked up: what must be known of each without
 * reading it (its card), and postings of their words and fingerprints.
 *
 * A shelf holds at most KIRI_POSTINGS_MOST releases, so that one more release costs
 * sorting these again and no others. What was taken off keeps its place, empty.
 *
 * Thread rule: filled by one thread, then read from any. */
#pragma once

#include "doc.h"
#include "lineage/postings.h"

typedef struct {
    char *id; // NULL: taken off
    gint64 first_day, last_day;
    gboolean has_day;
    gboolean is_ours;
    gint organisation; // in the names, or -1
    char *owner;       // organisation's name and aliases, lines; "" for none
    guint64 url;       // hash of its canonical address, 0 for none
    char *words;       // rare keywords of its title, N-forms, lines; NULL: none
    guint64 digest;    // of the whole record
} KiriCard;

typedef struct {
    gint64 month; // KIRI_SHELF_UNDATED, or months since year 0, twice; + 1 for vague dates
    GArray *cards;
    KiriPostings words, prints;
    GArray *new_words, *new_prints; // KiriPosting that are in no postings yet
    gboolean has_gone;              // something was taken off since they were made
    gboolean is_changed;            // since it was packed: the owner's to clear
    /* Of all that ever stood here: empty at first. */
    gint64 first_day, last_day;
} KiriShelf;

#define KIRI_SHELF_UNDATED (-1)

/* Which shelf a release of these days belongs on. */
gint64 kiri_shelf_month(const KiriDoc *doc);

KiriShelf *kiri_shelf_new(gint64 month);
void kiri_shelf_free(KiriShelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriShelf, kiri_shelf_free)
static inline KiriCard *kiri_shelf_card(const KiriShelf *shelf, guint at)
{
    return &g_array_index(shelf->cards, KiriCard, at);
}
gboolean kiri_shelf_is_full(const KiriShelf *shelf);
/* Takes the members of `card` over and returns its place. `prints` are guint64. It is
 * found once the shelf is settled. */
guint kiri_shelf_add(KiriShelf *shelf, const KiriCard *card, const KiriVector *vector,
                     const GArray *prints);
/* The days of the shelf grow by those of the card. */
void kiri_shelf_widen(KiriShelf *shelf, const KiriCard *card);
/* It is found no more at once. */
void kiri_shelf_take_off(KiriShelf *shelf, guint at);
/* Sorts in what was added, and sorts out what was taken off. Linear in the shelf. */
void kiri_shelf_settle(KiriShelf *shelf);
gsize kiri_shelf_bytes(const KiriShelf *shelf);
/* Adds the fingerprints of a settled shelf to the mask. */
void kiri_shelf_mask(const KiriShelf *shelf, KiriKeyMask *mask);
/* Makes the mask anew from settled shelves (KiriShelf), with room for as many again. */
void kiri_shelves_mask(const GPtrArray *shelves, KiriKeyMask *mask);

/* ---- shelf_pack.c ---- */

/* As it is kept; it must be settled. (transfer full) */
GBytes *kiri_shelf_pack(const KiriShelf *shelf);
/* NULL where the bytes are none of this program. (transfer full) */
KiriShelf *kiri_shelf_unpack(GBytes *packed);
