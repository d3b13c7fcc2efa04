// SPDX-License-Identifier: GPL-3.0-or-later
/* A shelf as the store keeps it, so that a run need not take every release apart: its
 * cards, then the arrays of its postings as they lie in memory. It is derived; one that
 * another machine or program wrote, or that is damaged, is made anew. */
#include "shelf.h"

#include <string.h>

#define MAGIC 0x31484b53u // in the byte order of the machine

typedef struct {
    guint32 magic, n_cards;
    gint64 month;
    guint32 n_word_keys, n_words, n_prints, unused;
} Head;

enum { HAS_DAY = 1, IS_OURS = 2, IS_THERE = 4, HAS_WORDS = 8 };

typedef struct {
    gint64 first_day, last_day;
    guint64 url, digest;
    guint32 flags, id_bytes, owner_bytes, words_bytes;
} PackedCard;

/* ---- out ---- */

static void pack_card(const KiriCard *card, KiriBuf *out)
{
    const char *texts[] = {card->id, card->owner, card->words};
    gsize n[G_N_ELEMENTS(texts)];
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        n[i] = texts[i] ? strlen(texts[i]) : 0;
    PackedCard packed = {.first_day = card->first_day,
                         .last_day = card->last_day,
                         .url = card->url,
                         .digest = card->digest,
                         .flags = (card->has_day ? HAS_DAY : 0u) | (card->is_ours ? IS_OURS : 0u) |
                                  (card->id ? IS_THERE : 0u) | (card->words ? HAS_WORDS : 0u),
                         .id_bytes = (guint32)n[0],
                         .owner_bytes = (guint32)n[1],
                         .words_bytes = (guint32)n[2]};
    kiri_buf_add(out, (const char *)&packed, sizeof packed);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        kiri_buf_add(out, texts[i] ? texts[i] : "", n[i]);
}

static void pack_array(gconstpointer array, gsize bytes, KiriBuf *out)
{
    kiri_buf_add(out, array ? array : "", bytes);
}

GBytes *kiri_shelf_pack(const KiriShelf *shelf)
{
    const KiriPostings *w = &shelf->words, *p = &shelf->prints;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    Head head = {.magic = MAGIC,
                 .n_cards = shelf->cards->len,
                 .month = shelf->month,
                 .n_word_keys = w->n_keys,
                 .n_words = w->n,
                 .n_prints = p->n};
    kiri_buf_add(&out, (const char *)&head, sizeof head);
    for (guint i = 0; i < shelf->cards->len; i++)
        pack_card(kiri_shelf_card(shelf, i), &out);
    pack_array(w->keys, w->n_keys * sizeof *w->keys, &out);
    pack_array(w->from, w->n_keys * sizeof *w->from, &out);
    pack_array(w->documents, w->n * sizeof *w->documents, &out);
    pack_array(w->weights, w->n * sizeof *w->weights, &out);
    pack_array(p->keys, p->n * sizeof *p->keys, &out);
    pack_array(p->documents, p->n * sizeof *p->documents, &out);
    return g_bytes_new(out.p, out.n);
}

/* ---- in ---- */

static gboolean take(KiriStr *rest, gpointer out, gsize bytes)
{
    if (rest->n < bytes)
        return FALSE;
    if (bytes)
        memcpy(out, rest->p, bytes);
    *rest = (KiriStr){rest->p + bytes, rest->n - bytes};
    return TRUE;
}

/* (transfer full); NULL: it is not there, or is no text. */
static char *take_text(KiriStr *rest, gsize bytes)
{
    if (rest->n < bytes || !g_utf8_validate_len(rest->p, bytes, NULL))
        return NULL;
    char *text = g_strndup(rest->p, bytes);
    *rest = (KiriStr){rest->p + bytes, rest->n - bytes};
    return text;
}

static gboolean unpack_card(KiriStr *rest, KiriShelf *shelf)
{
    PackedCard packed;
    if (!take(rest, &packed, sizeof packed))
        return FALSE;
    KiriCard card = {.first_day = packed.first_day,
                     .last_day = packed.last_day,
                     .has_day = (packed.flags & HAS_DAY) != 0,
                     .is_ours = (packed.flags & IS_OURS) != 0,
                     .organisation = -1,
                     .url = packed.url,
                     .digest = packed.digest};
    card.id = take_text(rest, packed.id_bytes);
    card.owner = card.id ? take_text(rest, packed.owner_bytes) : NULL;
    card.words = card.owner ? take_text(rest, packed.words_bytes) : NULL;
    gboolean is_whole = card.words != NULL;
    if (!(packed.flags & IS_THERE))
        g_clear_pointer(&card.id, g_free);
    if (!(packed.flags & HAS_WORDS))
        g_clear_pointer(&card.words, g_free);
    g_array_append_val(shelf->cards, card);
    kiri_shelf_widen(shelf, &card);
    return is_whole;
}

static gpointer take_array(KiriStr *rest, gsize n, gsize size)
{
    if (n > rest->n / size)
        return NULL;
    gpointer array = g_malloc((n + 1) * size);
    take(rest, array, n * size);
    return array;
}

static gboolean are_documents(const KiriPostings *p, guint n_cards)
{
    for (guint32 i = 0; p->documents && i < p->n; i++)
        if (p->documents[i] >= n_cards)
            return FALSE;
    return p->documents != NULL;
}

static gboolean are_keys(const KiriPostings *p)
{
    for (guint32 i = 1; p->keys && i < p->n_keys; i++)
        if (p->keys[i] < p->keys[i - 1] || (p->from && p->from[i] < p->from[i - 1]))
            return FALSE;
    return p->keys != NULL && (!p->from || p->n_keys == 0 || p->from[p->n_keys - 1] <= p->n);
}

static gboolean unpack_postings(KiriStr *rest, const Head *head, KiriShelf *shelf)
{
    KiriPostings *w = &shelf->words, *p = &shelf->prints;
    *w = (KiriPostings){.n_keys = head->n_word_keys, .n = head->n_words};
    *p = (KiriPostings){.n_keys = head->n_prints, .n = head->n_prints};
    w->keys = take_array(rest, w->n_keys, sizeof *w->keys);
    w->from = take_array(rest, w->n_keys, sizeof *w->from);
    w->documents = take_array(rest, w->n, sizeof *w->documents);
    w->weights = take_array(rest, w->n, sizeof *w->weights);
    p->keys = take_array(rest, p->n, sizeof *p->keys);
    p->documents = take_array(rest, p->n, sizeof *p->documents);
    if (w->from)
        w->from[w->n_keys] = w->n;
    return w->from && w->weights && are_keys(w) && are_keys(p) && are_documents(w, head->n_cards) &&
           are_documents(p, head->n_cards) && rest->n == 0;
}

KiriShelf *kiri_shelf_unpack(GBytes *packed)
{
    gsize n;
    const char *bytes = g_bytes_get_data(packed, &n);
    KiriStr rest = {bytes, n};
    Head head;
    if (!take(&rest, &head, sizeof head) || head.magic != MAGIC ||
        head.n_cards > KIRI_POSTINGS_MOST)
        return NULL;
    g_autoptr(KiriShelf) shelf = kiri_shelf_new(head.month);
    for (guint i = 0; i < head.n_cards; i++)
        if (!unpack_card(&rest, shelf))
            return NULL;
    if (!unpack_postings(&rest, &head, shelf))
        return NULL;
    kiri_postings_index(&shelf->words);
    kiri_postings_index(&shelf->prints);
    return g_steal_pointer(&shelf);
}
