// SPDX-License-Identifier: GPL-3.0-or-later
/* A packed shelf of releases as a row of the store that somebody damaged: some cards are
 * made of the input, the rest of it puts other bytes into the packed form. What is taken is
 * a shelf whose postings point at its cards, and is packed to the same bytes again. So
 * with any bytes, and with the token of a page, which comes back from a person. */
#include "fuzz.h"

#include "match/shelf.h"
#include "search/listing_internal.h"

static void check_token(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriListToken *token = kiri_list_token_parse(text, &error);
    g_assert_true(!token == !!error);
    if (!token)
        return;
    g_assert_true(token->last && token->shown > 0 && token->seq >= 0);
    g_autofree char *print = kiri_list_token_print(token);
    KiriListToken *again = kiri_list_token_parse(print, NULL);
    g_assert_true(again && kiri_record_equal(&kiri_list_token_shape, token, again));
    kiri_record_free(&kiri_list_token_shape, again);
    kiri_record_free(&kiri_list_token_shape, token);
}

enum { MOST_CARDS = 3, MOST_TERMS = 4 };

static void add_card(KiriShelf *shelf, FuzzInput *in)
{
    KiriTerm terms[MOST_TERMS];
    guint look = fuzz_byte(in);
    KiriCard card = {.organisation = -1,
                     .has_day = look & 1,
                     .is_ours = (look & 2) != 0,
                     .id = fuzz_utf8(in),
                     .owner = fuzz_utf8(in),
                     .words = look & 4 ? fuzz_utf8(in) : NULL,
                     .url = fuzz_byte(in),
                     .first_day = fuzz_byte(in)};
    card.last_day = card.first_day + fuzz_byte(in);
    KiriVector vector = {.terms = terms};
    g_autoptr(GArray) prints = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint64 hash = 1; vector.n < MOST_TERMS && in->n;) {
        hash += (guint64)(1 + fuzz_byte(in)) << 32;
        terms[vector.n++] = (KiriTerm){.hash = hash, .weight = 0.5f, .idf = 1};
        g_array_append_val(prints, hash);
    }
    kiri_shelf_add(shelf, &card, &vector, prints);
}

static void check_postings(const KiriPostings *p, guint n_cards)
{
    for (guint32 i = 0; i < p->n_keys; i++) {
        guint32 from, to;
        if (!kiri_postings_find(p, p->keys[i], &from, &to))
            continue; // keys of a damaged row are in no even order
        g_assert_true(from <= to && to <= p->n);
        for (guint32 k = from; k < to; k++)
            g_assert_cmpuint(p->documents[k], <, n_cards);
    }
}

static void check_unpacked(GBytes *bytes)
{
    g_autoptr(KiriShelf) shelf = kiri_shelf_unpack(bytes);
    if (!shelf)
        return;
    check_postings(&shelf->words, shelf->cards->len);
    check_postings(&shelf->prints, shelf->cards->len);
    g_autoptr(GBytes) packed = kiri_shelf_pack(shelf);
    g_autoptr(KiriShelf) again = kiri_shelf_unpack(packed);
    g_assert_nonnull(again);
    g_autoptr(GBytes) twice = kiri_shelf_pack(again);
    g_assert_true(g_bytes_equal(packed, twice));
}

static void check_damaged(FuzzInput in)
{
    g_autoptr(KiriShelf) shelf = kiri_shelf_new(24000 + fuzz_byte(&in));
    for (guint cards = 1 + fuzz_byte(&in) % MOST_CARDS; cards--;)
        add_card(shelf, &in);
    kiri_shelf_settle(shelf);
    g_autoptr(GBytes) packed = kiri_shelf_pack(shelf);
    g_autoptr(KiriShelf) whole = kiri_shelf_unpack(packed);
    g_assert_nonnull(whole);
    g_assert_cmpuint(whole->cards->len, ==, shelf->cards->len);
    check_unpacked(packed);
    gsize n = 0;
    gconstpointer data = g_bytes_get_data(packed, &n);
    g_autofree guint8 *copy = g_memdup2(data, n);
    while (in.n >= 3) {
        gsize at = (fuzz_byte(&in) << 8 | fuzz_byte(&in)) % n;
        copy[at] = (guint8)fuzz_byte(&in);
    }
    g_autoptr(GBytes) damaged = g_bytes_new(copy, n);
    check_unpacked(damaged);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, n);
    check_unpacked(bytes);
    check_damaged((FuzzInput){data, n});
    FuzzInput in = {data, n};
    g_autofree char *text = fuzz_text(&in);
    check_token(text);
    g_autofree char *encoded = g_base64_encode(data, n);
    g_strdelimit(encoded, "+", '-');
    g_strdelimit(encoded, "/", '_');
    encoded[strcspn(encoded, "=")] = '\0';
    check_token(encoded);
    return 0;
}
