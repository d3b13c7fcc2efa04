// SPDX-License-Identifier: GPL-3.0-or-later
/* A hash of first characters, each with its words by falling length. */
#include "word_table.h"

#include <string.h>

typedef struct {
    char *word;
    gsize n;
    guint value, order;
} Word;

struct KiriWordTable {
    GHashTable *by_first; // gunichar → GArray of Word
    guint n;
};

static void clear_word(gpointer word)
{
    g_free(((Word *)word)->word);
}

static void free_words(gpointer words)
{
    g_array_unref(words);
}

KiriWordTable *kiri_word_table_new(void)
{
    KiriWordTable *t = g_new0(KiriWordTable, 1);
    t->by_first = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_words);
    return t;
}

void kiri_word_table_free(KiriWordTable *t)
{
    if (!t)
        return;
    g_hash_table_unref(t->by_first);
    g_free(t);
}

void kiri_word_table_add(KiriWordTable *t, KiriStr n_word, guint value)
{
    if (!n_word.n)
        return;
    gpointer key = GUINT_TO_POINTER(g_utf8_get_char(n_word.p));
    GArray *words = g_hash_table_lookup(t->by_first, key);
    if (!words) {
        words = g_array_new(FALSE, FALSE, sizeof(Word));
        g_array_set_clear_func(words, clear_word);
        g_hash_table_insert(t->by_first, key, words);
    }
    Word word = {kiri_str_dup(n_word), n_word.n, value, t->n++};
    g_array_append_val(words, word);
}

static gint longest_first(gconstpointer a, gconstpointer b)
{
    const Word *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void kiri_word_table_build(KiriWordTable *t)
{
    GHashTableIter iter;
    gpointer words = NULL;
    g_hash_table_iter_init(&iter, t->by_first);
    while (g_hash_table_iter_next(&iter, NULL, &words))
        g_array_sort(words, longest_first);
}

gboolean kiri_word_table_at(const KiriWordTable *t, KiriStr text, gsize at, KiriWordAccept accept,
                            gpointer data)
{
    const GArray *words =
        g_hash_table_lookup(t->by_first, GUINT_TO_POINTER(g_utf8_get_char(text.p + at)));
    for (guint i = 0; words && i < words->len; i++) {
        const Word *w = &g_array_index(words, Word, i);
        if (w->n <= text.n - at && memcmp(w->word, text.p + at, w->n) == 0 &&
            accept(w->value, at + w->n, data))
            return TRUE;
    }
    return FALSE;
}
