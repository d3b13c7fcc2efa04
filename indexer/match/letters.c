// SPDX-License-Identifier: GPL-3.0-or-later
/* Letters of a text, and sets of their grams. */
#include "letters.h"

#include "chars.h"

#include <kirinuki/hash.h>

static gboolean is_letter(gunichar c)
{
    KiriCharClass class_ = kiri_char_class(c);
    return class_ != KIRI_CHAR_SPACE && class_ != KIRI_CHAR_OTHER;
}

void kiri_letters_init(KiriLetters *letters, KiriStr n_text)
{
    /* A letter has at least one byte, so the byte count is room enough. */
    letters->c = g_new(gunichar, n_text.n + 1);
    letters->at = g_new(guint32, n_text.n + 1);
    letters->n = 0;
    for (gsize at = 0; at < n_text.n; at = kiri_char_after(n_text, at)) {
        gunichar c = kiri_char_at(n_text, at);
        if (!is_letter(c))
            continue;
        letters->c[letters->n] = c;
        letters->at[letters->n++] = (guint32)at;
    }
    letters->at[letters->n] = (guint32)n_text.n;
    /* A letter of Japanese has three: what is kept is kept for thousands of texts. */
    letters->c = g_renew(gunichar, letters->c, letters->n + 1);
    letters->at = g_renew(guint32, letters->at, letters->n + 1);
}

void kiri_letters_clear(KiriLetters *letters)
{
    g_clear_pointer(&letters->c, g_free);
    g_clear_pointer(&letters->at, g_free);
    letters->n = 0;
}

guint64 kiri_letters_hash(const KiriLetters *letters, gsize i, gsize k)
{
    return kiri_hash64((KiriStr){(const char *)(letters->c + i), k * sizeof *letters->c});
}

/* By the two highest bytes, one after the other, which brings nearly all to their
 * places, since hashes are spread evenly; the rest are a few steps away. */
void kiri_hashes_sort(guint64 *hashes, gsize n)
{
    enum { VALUES = 256, FIRST_SHIFT = 48, LAST_SHIFT = 56 };
    g_autofree guint64 *other = g_new(guint64, n + 1);
    guint64 *from = hashes, *to = other;
    for (guint shift = FIRST_SHIFT; shift <= LAST_SHIFT; shift += 8) {
        gsize place[VALUES + 1] = {0};
        for (gsize i = 0; i < n; i++)
            place[(from[i] >> shift & 0xff) + 1]++;
        for (guint v = 0; v < VALUES; v++)
            place[v + 1] += place[v];
        for (gsize i = 0; i < n; i++)
            to[place[from[i] >> shift & 0xff]++] = from[i];
        guint64 *swap = from;
        from = to;
        to = swap;
    }
    for (gsize i = 1; i < n; i++) {
        guint64 hash = hashes[i];
        gsize at = i;
        for (; at > 0 && hashes[at - 1] > hash; at--)
            hashes[at] = hashes[at - 1];
        hashes[at] = hash;
    }
}

void kiri_grams_init(KiriGrams *grams, const KiriLetters *letters)
{
    gsize n = letters->n >= KIRI_GRAM_LETTERS ? letters->n - KIRI_GRAM_LETTERS + 1 : 0;
    grams->hashes = g_new(guint64, n + 1);
    grams->n = 0;
    for (gsize i = 0; i < n; i++)
        grams->hashes[i] = kiri_letters_hash(letters, i, KIRI_GRAM_LETTERS);
    kiri_hashes_sort(grams->hashes, n);
    for (gsize i = 0; i < n; i++)
        if (i == 0 || grams->hashes[i] != grams->hashes[i - 1])
            grams->hashes[grams->n++] = grams->hashes[i];
}

void kiri_grams_clear(KiriGrams *grams)
{
    g_clear_pointer(&grams->hashes, g_free);
    grams->n = 0;
}

gsize kiri_grams_common(const KiriGrams *a, const KiriGrams *b)
{
    gsize common = 0;
    for (gsize i = 0, j = 0; i < a->n && j < b->n;) {
        common += a->hashes[i] == b->hashes[j];
        guint64 x = a->hashes[i], y = b->hashes[j];
        i += x <= y;
        j += y <= x;
    }
    return common;
}
