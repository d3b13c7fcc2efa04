// SPDX-License-Identifier: GPL-3.0-or-later
/* Names counted over two groups of texts. */
#include "telling_words.h"

#include "match/words.h"

#include <math.h>

enum { LEAST_CHARS = 2, MOST_CHARS = 12 };

typedef struct {
    GHashTable *words;
    guint number;
    gboolean is_first;
} Counting;

void kiri_telling_word_free(gpointer word)
{
    KiriTellingWord *w = word;
    g_free(w->word);
    g_array_unref(w->in);
    g_free(w);
}

GHashTable *kiri_telling_words_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, kiri_telling_word_free);
}

static void count_word(KiriStr word, gsize at, gpointer data)
{
    Counting *counting = data;
    /* What stands behind a digit is its unit: 午後 of "3日午後". */
    if (at && g_ascii_isdigit(word.p[-1]))
        return;
    glong chars = g_utf8_strlen(word.p, (gssize)word.n);
    if (chars < LEAST_CHARS || chars > MOST_CHARS)
        return;
    g_autofree char *key = g_strndup(word.p, word.n);
    KiriTellingWord *w = g_hash_table_lookup(counting->words, key);
    if (!w) {
        w = g_new0(KiriTellingWord, 1);
        w->word = g_steal_pointer(&key);
        w->in = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(counting->words, w->word, w);
    }
    if (w->in->len && g_array_index(w->in, guint, w->in->len - 1) == counting->number)
        return;
    g_array_append_val(w->in, counting->number);
    *(counting->is_first ? &w->first : &w->second) += 1;
}

void kiri_telling_words_add(GHashTable *words, KiriStr n_text, guint number, gboolean is_first)
{
    Counting counting = {words, number, is_first};
    kiri_names_each(n_text, count_word, &counting);
}

KiriLogOdds kiri_log_odds(guint a, guint a_all, guint b, guint b_all)
{
    const gdouble half = .5;
    gdouble x = a + half, y = a_all - a + half, u = b + half, v = b_all - b + half;
    return (KiriLogOdds){log(x * v / (y * u)), sqrt(1 / x + 1 / y + 1 / u + 1 / v)};
}
