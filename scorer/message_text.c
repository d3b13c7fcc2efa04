// SPDX-License-Identifier: GPL-3.0-or-later
/* A message or a window of an article as what can be compared: words, and facts.
 * Words are neighbouring kanji, runs of katakana, Latin words, and single kanji
 * with their kana (断る, 備え), by their stem. */
#include "message_text.h"

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>

#include <string.h>

static gsize step(const char *p)
{
    return (gsize)g_utf8_skip[(guchar)*p];
}

static void add_word(GHashTable *words, const char *from, const char *to)
{
    g_hash_table_add(words, g_strndup(from, (gsize)(to - from)));
}

/* The words of one run of kanji. */
static void add_kanji(GHashTable *words, const char *from, const char *to)
{
    const char *second = from + step(from);
    if (second == to) {
        add_word(words, from, to);
        return;
    }
    for (const char *p = from; second < to; p = second, second += step(second))
        add_word(words, p, second + step(second));
}

static void add_words(GHashTable *words, const char *n)
{
    for (const char *p = n; *p;) {
        KiriCharClass class_ = kiri_char_class(g_utf8_get_char(p));
        const char *to = p + step(p);
        while (*to && kiri_char_class(g_utf8_get_char(to)) == class_)
            to += step(to);
        if (class_ == KIRI_CHAR_KANJI)
            add_kanji(words, p, to);
        else if (class_ == KIRI_CHAR_KATAKANA || class_ == KIRI_CHAR_LATIN)
            add_word(words, p, to);
        p = to;
    }
}

void kiri_message_text_init(KiriMessageText *t, KiriStr text, KiriTime reference)
{
    g_autofree char *copy = kiri_str_dup(text);
    t->n = kiri_normalize_dup(text);
    t->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_words(t->words, t->n);
    t->facts = kiri_facts_find(NULL, copy, reference);
}

void kiri_message_text_clear(KiriMessageText *t)
{
    g_clear_pointer(&t->n, g_free);
    g_clear_pointer(&t->words, g_hash_table_unref);
    g_clear_pointer(&t->facts, g_ptr_array_unref);
}

/* ---- facts ---- */

gboolean kiri_message_counts(const KiriFact *f)
{
    return f->kind == KIRI_FACT_FIGURE || f->kind == KIRI_FACT_DATE || f->kind == KIRI_FACT_TIME;
}

static gboolean is_same_figure(const KiriFact *a, const KiriFact *b)
{
    g_autoptr(GArray) x = kiri_numbers_find(kiri_str(a->value));
    g_autoptr(GArray) y = kiri_numbers_find(kiri_str(b->value));
    if (!x->len || !y->len)
        return FALSE;
    KiriNumber p = g_array_index(x, KiriNumber, 0), q = g_array_index(y, KiriNumber, 0);
    p.is_about = a->is_about;
    q.is_about = b->is_about;
    return kiri_numbers_match(&p, &q) != KIRI_NUMBERS_DIFFER;
}

static gboolean is_same_fact(const KiriFact *a, const KiriFact *b)
{
    return a->kind == b->kind && (strcmp(a->value, b->value) == 0 ||
                                  (a->kind == KIRI_FACT_FIGURE && is_same_figure(a, b)));
}

gboolean kiri_message_has_fact(const KiriMessageText *t, const KiriFact *fact)
{
    for (guint i = 0; i < t->facts->len; i++)
        if (is_same_fact(fact, g_ptr_array_index(t->facts, i)))
            return TRUE;
    return FALSE;
}

/* ---- negation ---- */

/* Words that hold a sign of negation and deny nothing. */
static gboolean is_no_denial(const char *n, const char *at)
{
    static const char *const before[] = {"少",         "危",     "違い",   "限り",
                                         "間も",       "だけで", "のみで", "かもしれ",
                                         "かけがえの", "絶え間", "欠かせ", "に限ら"};
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        gsize length = strlen(before[i]);
        if ((gsize)(at - n) >= length && memcmp(at - length, before[i], length) == 0)
            return TRUE;
    }
    return g_str_has_prefix(at, "ないか") || g_str_has_prefix(at, "なければ");
}

/* Adds those of `shared` that stand within a few characters before `at`. */
static void add_denied(const KiriMessageText *t, const char *at, GHashTable *shared,
                       GHashTable *denied)
{
    enum { MOST_CHARS = 10 };
    const char *from = at;
    for (guint i = 0; i < MOST_CHARS && from > t->n; i++)
        from = g_utf8_prev_char(from);
    g_autofree char *near = g_strndup(from, (gsize)(at - from));
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_words(words, near);
    GHashTableIter iter;
    gpointer word = NULL, own = NULL;
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        if (!kiri_message_is_half(word) && g_hash_table_lookup_extended(shared, word, &own, NULL))
            g_hash_table_add(denied, own);
}

GHashTable *kiri_message_denied(const KiriMessageText *t, GHashTable *shared)
{
    static const char *const signs[] = {"ない",     "ません", "せず", "ずに",   "なかっ",
                                        "ではなく", "禁止",   "わず", "できぬ", "中止"};
    GHashTable *denied = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        for (const char *at = t->n; (at = strstr(at, signs[i])); at += strlen(signs[i]))
            if (!is_no_denial(t->n, at))
                add_denied(t, at, shared, denied);
    return denied;
}
