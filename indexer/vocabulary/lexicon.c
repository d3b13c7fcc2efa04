// SPDX-License-Identifier: GPL-3.0-or-later
/* Words with a line feed around each: a search for bytes finds the words that
 * contain them, and the line ends say which. */
#include "lexicon.h"

#include "index/terms.h"

#include <string.h>

struct KiriLexicon {
    KiriBuf words;
};

static gboolean take_word(KiriStr term, gpointer data)
{
    KiriBuf *words = data;
    KiriStr word = {term.p + 1, term.n - 1};
    /* Shorter than three characters: nothing that is asked for lies in it. */
    if (word.n < 9 || !kiri_term_is_proof(word))
        return TRUE;
    return kiri_buf_add(words, word.p, word.n) && kiri_buf_add_char(words, '\n');
}

KiriLexicon *kiri_lexicon_load(KiriXapReader *reader, GError **error)
{
    g_autoptr(KiriLexicon) lexicon = g_new0(KiriLexicon, 1);
    kiri_buf_init(&lexicon->words, KIRI_LEXICON_BYTES);
    kiri_buf_add_char(&lexicon->words, '\n');
    if (!kiri_xap_each_word(reader, KIRI_STR_LITERAL("M"), take_word, &lexicon->words, error))
        return NULL;
    return g_steal_pointer(&lexicon);
}

void kiri_lexicon_free(KiriLexicon *lexicon)
{
    if (!lexicon)
        return;
    kiri_buf_clear(&lexicon->words);
    g_free(lexicon);
}

void kiri_lexicon_each(const KiriLexicon *lexicon, KiriStr part, KiriLexiconVisit visit,
                       gpointer data)
{
    const char *at = lexicon->words.p, *end = at + lexicon->words.n;
    for (guint n = 0; n < KIRI_LEXICON_WORDS && part.n; n++) {
        const char *found = memmem(at, (gsize)(end - at), part.p, part.n);
        if (!found)
            return;
        const char *from = memrchr(at, '\n', (gsize)(found - at));
        const char *to = memchr(found, '\n', (gsize)(end - found));
        from = from ? from + 1 : at;
        if (!to) // half a word, where the limit was reached
            return;
        visit((KiriStr){from, (gsize)(to - from)}, data);
        at = to;
    }
}
