// SPDX-License-Identifier: GPL-3.0-or-later
/* Winnowed fingerprints: few enough to be stored for each article, and a promise
 * that no shared run of 20 letters goes unseen. SimHash was measured and
 * rejected: a one-line footer loses four copies of five. */
#include "match/letters.h"

#include <stdlib.h>

static gint compare_prints(gconstpointer a, gconstpointer b)
{
    guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return x < y ? -1 : x > y;
}

static void keep_unique(GArray *prints)
{
    guint kept = 0;
    g_array_sort(prints, compare_prints);
    for (guint i = 0; i < prints->len; i++) {
        guint64 h = g_array_index(prints, guint64, i);
        if (kept == 0 || h != g_array_index(prints, guint64, kept - 1))
            g_array_index(prints, guint64, kept++) = h;
    }
    g_array_set_size(prints, kept);
}

GArray *kiri_fingerprints(const KiriLetters *letters)
{
    GArray *prints = g_array_new(FALSE, FALSE, sizeof(guint64));
    if (letters->n < KIRI_FINGERPRINT_LETTERS)
        return prints;
    gsize n = letters->n - KIRI_FINGERPRINT_LETTERS + 1;
    g_autofree guint64 *hashes = g_new(guint64, n);
    for (gsize i = 0; i < n; i++)
        hashes[i] = kiri_letters_hash(letters, i, KIRI_FINGERPRINT_LETTERS);
    gsize windows = n > KIRI_FINGERPRINT_WINDOW ? n - KIRI_FINGERPRINT_WINDOW + 1 : 1;
    gsize window = MIN(n, (gsize)KIRI_FINGERPRINT_WINDOW);
    gsize least = n; // none yet
    for (gsize from = 0; from < windows; from++) {
        gsize last = from + window - 1, before = least;
        if (least >= n || least < from) {
            least = from;
            for (gsize i = from + 1; i <= last; i++)
                if (hashes[i] <= hashes[least])
                    least = i;
        } else if (hashes[last] <= hashes[least]) {
            least = last;
        }
        if (least != before)
            g_array_append_val(prints, hashes[least]);
    }
    keep_unique(prints);
    return prints;
}
