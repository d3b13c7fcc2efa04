// SPDX-License-Identifier: GPL-3.0-or-later
/* Key message pull-through: for each message the window of one or two sentences
 * that covers it best. Words are character bigrams of kanji, katakana, Latin and
 * digits in N-text, each weighted by how rare it is among the messages of the
 * release: what all messages share says little. */
#include "scorer.h"

#include <kirinuki/normalize.h>
#include <kirinuki/tokenize.h>

#include <math.h>

static const gdouble word_weight = .7, number_weight = .3;

typedef struct {
    GHashTable *words;   // bigram → itself
    GHashTable *numbers; // run of digits → itself
} Terms;

static void clear_terms(Terms *t)
{
    g_clear_pointer(&t->words, g_hash_table_unref);
    g_clear_pointer(&t->numbers, g_hash_table_unref);
}

static gboolean is_word_char(gunichar c)
{
    KiriCharClass k = kiri_char_class(c);
    return k == KIRI_CHAR_KANJI || k == KIRI_CHAR_KATAKANA || k == KIRI_CHAR_LATIN;
}

static void add_number(Terms *t, const char *from, const char *to)
{
    GString *digits = g_string_new(NULL);
    for (; from < to; from++)
        if (*from != ',')
            g_string_append_c(digits, *from);
    g_hash_table_add(t->numbers, g_string_free(digits, FALSE));
}

static Terms terms_of(KiriStr text)
{
    Terms t = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
               g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_autofree char *n = kiri_normalize_dup(text);
    for (const char *p = n; *p;) {
        if (g_ascii_isdigit(*p)) {
            const char *from = p;
            while (g_ascii_isdigit(*p) || (*p == ',' && g_ascii_isdigit(p[1])))
                p++;
            add_number(&t, from, p);
            continue;
        }
        const char *next = p + g_utf8_skip[(guchar)*p];
        if (is_word_char(g_utf8_get_char(p)) && *next && is_word_char(g_utf8_get_char(next)))
            g_hash_table_add(t.words, g_strndup(p, (gsize)(next + g_utf8_skip[(guchar)*next] - p)));
        p = next;
    }
    return t;
}

static gdouble weight_of(const char *word, const Terms *messages, guint n)
{
    guint having = 0;
    for (guint i = 0; i < n; i++)
        having += g_hash_table_contains(messages[i].words, word) ? 1 : 0;
    return log(1 + (gdouble)n / (gdouble)MAX(having, 1));
}

static gdouble cover(const Terms *message, const Terms *window, const Terms *messages, guint n)
{
    gdouble all = 0, found = 0;
    GHashTableIter iter;
    gpointer key = NULL;
    g_hash_table_iter_init(&iter, message->words);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        gdouble w = weight_of(key, messages, n);
        all += w;
        found += g_hash_table_contains(window->words, key) ? w : 0;
    }
    guint numbers = g_hash_table_size(message->numbers), present = 0;
    g_hash_table_iter_init(&iter, message->numbers);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        present += g_hash_table_contains(window->numbers, key) ? 1 : 0;
    return word_weight * (all > 0 ? found / all : 0) +
           number_weight * (numbers ? (gdouble)present / numbers : 1);
}

/* Sentences of the article, the headline first. */
static GArray *sentences_of(const KiriArticle *article)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    KiriStr title = kiri_str(article->title), sentence;
    if (title.n)
        g_array_append_val(list, title);
    gsize at = 0;
    while (kiri_sentence_next(kiri_str(article->text), &at, &sentence))
        g_array_append_val(list, sentence);
    return list;
}

static void score_window(KiriScore *score, KiriStr window, const Terms *messages, guint n)
{
    Terms terms = terms_of(window);
    for (guint i = 0; i < n; i++) {
        KiriMessageScore *m = g_ptr_array_index(score->messages, i);
        gdouble s = cover(&messages[i], &terms, messages, n);
        /* A window without a word of the message shares numbers by chance. */
        if (s <= m->score || s <= number_weight)
            continue;
        m->score = s;
        g_free(m->sentence);
        m->sentence = kiri_str_dup(window);
    }
    clear_terms(&terms);
}

void kiri_score_messages(KiriScore *score, const KiriArticle *article, const KiriRelease *release)
{
    guint n = kiri_strv_count(release->messages);
    if (!n)
        return;
    g_autofree Terms *messages = g_new0(Terms, n);
    for (guint i = 0; i < n; i++) {
        KiriMessageScore *m = kiri_message_score_new();
        m->message = g_strdup(release->messages[i]);
        kiri_recs_add(&score->messages, m);
        messages[i] = terms_of(kiri_str(release->messages[i]));
    }
    g_autoptr(GArray) sentences = sentences_of(article);
    for (guint i = 0; i < sentences->len; i++) {
        KiriStr one = g_array_index(sentences, KiriStr, i);
        score_window(score, one, messages, n);
        if (i + 1 == sentences->len || one.p == article->title)
            continue;
        KiriStr next = g_array_index(sentences, KiriStr, i + 1);
        score_window(score, (KiriStr){one.p, (gsize)(next.p + next.n - one.p)}, messages, n);
    }
    for (guint i = 0; i < n; i++)
        clear_terms(&messages[i]);
}
