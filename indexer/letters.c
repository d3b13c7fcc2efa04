// SPDX-License-Identifier: GPL-3.0-or-later
/* Letters of a text, and sets of their grams. */
#include "letters.h"

#include "chars.h"

#include <kirinuki/hash.h>

#include <stdlib.h>

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

static int compare_hashes(const void *a, const void *b)
{
    guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return x < y ? -1 : x > y;
}

void kiri_grams_init(KiriGrams *grams, const KiriLetters *letters)
{
    gsize n = letters->n >= KIRI_GRAM_LETTERS ? letters->n - KIRI_GRAM_LETTERS + 1 : 0;
    grams->hashes = g_new(guint64, n + 1);
    grams->n = 0;
    for (gsize i = 0; i < n; i++)
        grams->hashes[i] = kiri_letters_hash(letters, i, KIRI_GRAM_LETTERS);
    qsort(grams->hashes, n, sizeof *grams->hashes, compare_hashes);
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
