// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as text: tokens come in order, within the text, and none is empty;
 * sentences never overlap. */
#include <kirinuki/tokenize.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    gsize at, n;
} Place;

static gboolean check(const KiriToken *token, gpointer data)
{
    Place *place = data;
    g_assert_true(token->from >= place->at && token->from < token->to && token->to <= place->n);
    place->at = token->to;
    return TRUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static KiriTokenizer *tokenizer;
    if (!tokenizer)
        tokenizer = kiri_tokenizer_new(NULL);
    if (!tokenizer)
        return 0;
    g_autofree char *exact = g_memdup2(data, size);
    KiriStr text = {exact ? exact : "", size}, sentence;
    Place place = {0, size};
    g_assert_true(kiri_tokenize(tokenizer, text, check, &place));
    const char *last = text.p;
    for (gsize at = 0; kiri_sentence_next(text, &at, &sentence);) {
        g_assert_true(sentence.n && sentence.p >= last && sentence.p + sentence.n <= text.p + size);
        last = sentence.p + sentence.n;
    }
    return 0;
}
