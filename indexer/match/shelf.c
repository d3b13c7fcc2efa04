// SPDX-License-Identifier: GPL-3.0-or-later
/* Putting releases onto a shelf and taking them off; shelf.h says what it is for. */
#include "shelf.h"

#include <kirinuki/civil.h>

gint64 kiri_shelf_month(const KiriDoc *doc)
{
    enum { MONTHS = 12, EXACT_DAYS = 31 };
    if (!doc->has_day)
        return KIRI_SHELF_UNDATED;
    KiriCivil c = kiri_civil_from_us(doc->first_day * KIRI_US_PER_DAY, 0);
    gint64 month = (gint64)c.year * MONTHS + c.month - 1;
    return month * 2 + (doc->last_day - doc->first_day > EXACT_DAYS ? 1 : 0);
}

static void card_clear(gpointer data)
{
    KiriCard *card = data;
    g_free(card->id);
    g_free(card->owner);
    g_free(card->words);
}

KiriShelf *kiri_shelf_new(gint64 month)
{
    KiriShelf *shelf = g_new0(KiriShelf, 1);
    shelf->month = month;
    shelf->cards = g_array_new(FALSE, FALSE, sizeof(KiriCard));
    g_array_set_clear_func(shelf->cards, card_clear);
    shelf->new_words = g_array_new(FALSE, FALSE, sizeof(KiriPosting));
    shelf->new_prints = g_array_new(FALSE, FALSE, sizeof(KiriPosting));
    shelf->first_day = G_MAXINT64;
    shelf->last_day = G_MININT64;
    return shelf;
}

void kiri_shelf_free(KiriShelf *shelf)
{
    if (!shelf)
        return;
    g_array_unref(shelf->cards);
    g_array_unref(shelf->new_words);
    g_array_unref(shelf->new_prints);
    kiri_postings_clear(&shelf->words);
    kiri_postings_clear(&shelf->prints);
    g_free(shelf);
}

gboolean kiri_shelf_is_full(const KiriShelf *shelf)
{
    return shelf->cards->len >= KIRI_POSTINGS_MOST;
}

void kiri_shelf_widen(KiriShelf *shelf, const KiriCard *card)
{
    if (!card->has_day)
        return;
    shelf->first_day = MIN(shelf->first_day, card->first_day);
    shelf->last_day = MAX(shelf->last_day, card->last_day);
}

guint kiri_shelf_add(KiriShelf *shelf, const KiriCard *card, const KiriVector *vector,
                     const GArray *prints)
{
    guint at = shelf->cards->len;
    g_assert(at < KIRI_POSTINGS_MOST);
    g_array_append_vals(shelf->cards, card, 1);
    for (gsize t = 0; t < vector->n; t++) {
        const KiriTerm *term = &vector->terms[t];
        KiriPosting p = {kiri_posting_key(term->hash), (guint16)at, term->weight};
        g_array_append_val(shelf->new_words, p);
    }
    for (guint i = 0; i < prints->len; i++) {
        KiriPosting p = {kiri_posting_key(g_array_index(prints, guint64, i)), (guint16)at, 0};
        g_array_append_val(shelf->new_prints, p);
    }
    kiri_shelf_widen(shelf, card);
    shelf->is_changed = TRUE;
    return at;
}

void kiri_shelf_take_off(KiriShelf *shelf, guint at)
{
    KiriCard *card = kiri_shelf_card(shelf, at);
    card_clear(card);
    *card = (KiriCard){.organisation = -1};
    shelf->has_gone = shelf->is_changed = TRUE;
}

/* New documents have higher numbers than old ones, so behind the old rows they keep the
 * order that postings ask for. */
static void settle_rows(const gboolean *is_gone, KiriPostings *p, GArray **fresh,
                        gboolean with_weights)
{
    g_autoptr(GArray) rows =
        g_array_sized_new(FALSE, FALSE, sizeof(KiriPosting), p->n + (*fresh)->len);
    kiri_postings_rows(p, is_gone, rows);
    for (guint i = 0; i < (*fresh)->len; i++) {
        const KiriPosting *row = &g_array_index(*fresh, KiriPosting, i);
        if (!is_gone[row->document])
            g_array_append_vals(rows, row, 1);
    }
    kiri_postings_clear(p);
    kiri_postings_init(p, rows, with_weights);
    g_array_unref(*fresh);
    *fresh = g_array_new(FALSE, FALSE, sizeof(KiriPosting));
}

void kiri_shelf_settle(KiriShelf *shelf)
{
    if (!shelf->has_gone && !shelf->new_words->len && !shelf->new_prints->len)
        return;
    g_autofree gboolean *is_gone = g_new(gboolean, shelf->cards->len + 1);
    for (guint i = 0; i < shelf->cards->len; i++)
        is_gone[i] = kiri_shelf_card(shelf, i)->id == NULL;
    settle_rows(is_gone, &shelf->words, &shelf->new_words, TRUE);
    settle_rows(is_gone, &shelf->prints, &shelf->new_prints, FALSE);
    shelf->has_gone = FALSE;
}

gsize kiri_shelf_bytes(const KiriShelf *shelf)
{
    return kiri_postings_bytes(&shelf->words) + kiri_postings_bytes(&shelf->prints) +
           shelf->cards->len * sizeof(KiriCard) +
           (shelf->new_words->len + shelf->new_prints->len) * sizeof(KiriPosting);
}

void kiri_shelf_mask(const KiriShelf *shelf, KiriKeyMask *mask)
{
    for (guint32 i = 0; i < shelf->prints.n_keys; i++)
        kiri_key_mask_add(mask, shelf->prints.keys[i]);
}

void kiri_shelves_mask(const GPtrArray *shelves, KiriKeyMask *mask)
{
    gsize keys = 0;
    for (guint s = 0; s < shelves->len; s++)
        keys += ((const KiriShelf *)g_ptr_array_index(shelves, s))->prints.n_keys;
    kiri_key_mask_clear(mask);
    kiri_key_mask_init(mask, keys);
    for (guint s = 0; s < shelves->len; s++)
        kiri_shelf_mask(g_ptr_array_index(shelves, s), mask);
}
