// SPDX-License-Identifier: GPL-3.0-or-later
/* Cutting words, and the vectors that are made of them. */
#include "words.h"

#include "letters.h"

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_MARK = 0x30FC, MIDDLE_DOT = 0x30FB };

typedef struct {
    KiriStr text;
    gsize from, to;
    KiriCharClass class_;
    guint chars;
} Run;

static gboolean joins_word(gunichar c)
{
    return c == '-' || c == '&' || c == '+';
}

/* Latin letters and digits with the signs between them: nm-300, f-line, r&d. */
static gsize word_end(KiriStr s, gsize at, gboolean *has_letter)
{
    while (at < s.n) {
        gunichar c = kiri_char_at(s, at);
        KiriCharClass class_ = kiri_char_class(c);
        gsize next = kiri_char_after(s, at);
        if (class_ == KIRI_CHAR_LATIN)
            *has_letter = TRUE;
        else if (class_ != KIRI_CHAR_DIGIT &&
                 !(joins_word(c) && next < s.n && g_ascii_isalnum(s.p[next])))
            return at;
        at = next;
    }
    return at;
}

static Run run_at(KiriStr s, gsize at)
{
    Run run = {.text = s, .from = at, .to = at, .class_ = kiri_char_class(kiri_char_at(s, at))};
    if (run.class_ == KIRI_CHAR_LATIN || run.class_ == KIRI_CHAR_DIGIT) {
        gboolean has_letter = FALSE;
        run.to = word_end(s, at, &has_letter);
        run.class_ = has_letter ? KIRI_CHAR_LATIN : KIRI_CHAR_DIGIT;
        run.chars = (guint)(run.to - run.from);
        return run;
    }
    while (run.to < s.n && kiri_char_class(kiri_char_at(s, run.to)) == run.class_) {
        run.to = kiri_char_after(s, run.to);
        run.chars++;
    }
    return run;
}

/* サーバー and サーバ are one word. */
static KiriStr without_long_mark(KiriStr word, guint chars)
{
    enum { LEAST_CHARS = 4 };
    gsize last = word.n ? kiri_char_before(word, word.n) : 0;
    if (chars >= LEAST_CHARS && kiri_char_at(word, last) == LONG_MARK)
        word.n = last;
    return word;
}

static void visit_run(const Run *run, KiriWordVisit visit, gpointer data)
{
    KiriStr word = {run->text.p + run->from, run->to - run->from};
    if (run->class_ == KIRI_CHAR_KATAKANA && run->chars >= 2)
        visit(without_long_mark(word, run->chars), run->from, data);
    else if (run->class_ == KIRI_CHAR_LATIN && run->chars >= 2)
        visit(word, run->from, data);
    else if (run->class_ == KIRI_CHAR_KANJI)
        for (gsize at = run->from; at < run->to;) {
            gsize second = kiri_char_after(run->text, at);
            if (second < run->to)
                visit((KiriStr){run->text.p + at, kiri_char_after(run->text, second) - at}, at,
                      data);
            at = second;
        }
}

void kiri_words_each(KiriStr n_text, KiriWordVisit visit, gpointer data)
{
    for (gsize at = 0; at < n_text.n;) {
        Run run = run_at(n_text, at);
        visit_run(&run, visit, data);
        at = run.to;
    }
}

static gboolean is_name_class(KiriCharClass class_)
{
    return class_ == KIRI_CHAR_KANJI || class_ == KIRI_CHAR_KATAKANA || class_ == KIRI_CHAR_LATIN;
}

void kiri_names_each(KiriStr n_text, KiriWordVisit visit, gpointer data)
{
    for (gsize at = 0; at < n_text.n;) {
        gsize from = at;
        Run run = run_at(n_text, at);
        guint chars = 0;
        while (is_name_class(run.class_)) {
            chars += run.chars;
            at = run.to;
            if (at >= n_text.n)
                break;
            run = run_at(n_text, at);
        }
        if (chars >= 2)
            visit((KiriStr){n_text.p + from, at - from}, from, data);
        if (at == from || !is_name_class(run.class_))
            at = run.to;
    }
}

/* ---- vectors ---- */

typedef struct {
    GArray *hashes; // guint64: one for each time that a word counts
    guint by;
} Count;

static void count_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    Count *c = data;
    guint64 hash = kiri_hash64(word);
    for (guint i = 0; i < c->by; i++)
        g_array_append_val(c->hashes, hash);
}

static int compare_terms(const void *a, const void *b)
{
    const KiriTerm *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void scale(KiriVector *v)
{
    gdouble square = 0;
    for (gsize i = 0; i < v->n; i++)
        square += (gdouble)v->terms[i].weight * (gdouble)v->terms[i].weight;
    if (square <= 0)
        return;
    for (gsize i = 0; i < v->n; i++)
        v->terms[i].weight = (gfloat)((gdouble)v->terms[i].weight / sqrt(square));
}

void kiri_vector_init(KiriVector *v, KiriStr title, KiriStr text, const KiriFrequencies *f)
{
    const gdouble k1 = 1.2, b = 0.75;
    /* A word has two kanji as a rule. */
    gsize room = (2 * title.n + text.n) / 4 + 1;
    g_autoptr(GArray) hashes = g_array_sized_new(FALSE, FALSE, sizeof(guint64), (guint)room);
    Count c = {.hashes = hashes, .by = 2};
    kiri_words_each(title, count_word, &c);
    c.by = 1;
    kiri_words_each(text, count_word, &c);
    kiri_hashes_sort((guint64 *)(gpointer)hashes->data, hashes->len);
    v->n = 0;
    v->terms = g_new(KiriTerm, hashes->len + 1);
    gdouble norm = k1 * (1 - b + b * hashes->len / kiri_frequencies_mean_words(f));
    /* By hash, so that the same text gives the same bits when they are summed. */
    for (guint i = 0, next; i < hashes->len; i = next) {
        guint64 hash = g_array_index(hashes, guint64, i);
        for (next = i + 1; next < hashes->len; next++)
            if (g_array_index(hashes, guint64, next) != hash)
                break;
        gdouble tf = next - i, idf = kiri_frequencies_idf(f, hash);
        v->terms[v->n++] = (KiriTerm){.hash = hash,
                                      .idf = (gfloat)idf,
                                      .weight = (gfloat)(idf * tf * (k1 + 1) / (tf + norm))};
    }
    scale(v);
}

static void remove_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    KiriVector *v = data;
    KiriTerm wanted = {.hash = kiri_hash64(word)};
    KiriTerm *term = bsearch(&wanted, v->terms, v->n, sizeof *v->terms, compare_terms);
    if (!term)
        return;
    gsize i = (gsize)(term - v->terms);
    memmove(term, term + 1, (v->n - i - 1) * sizeof *term);
    v->n--;
}

void kiri_vector_remove(KiriVector *v, KiriStr n_text)
{
    kiri_words_each(n_text, remove_word, v);
    scale(v);
}

void kiri_vector_clear(KiriVector *v)
{
    g_clear_pointer(&v->terms, g_free);
    v->n = 0;
}

gdouble kiri_vector_cosine(const KiriVector *a, const KiriVector *b)
{
    gdouble sum = 0;
    for (gsize i = 0, j = 0; i < a->n && j < b->n;) {
        guint64 x = a->terms[i].hash, y = b->terms[j].hash;
        if (x == y)
            sum += (gdouble)a->terms[i].weight * (gdouble)b->terms[j].weight;
        i += x <= y;
        j += y <= x;
    }
    return sum;
}

gboolean kiri_vector_has(const KiriVector *v, guint64 hash)
{
    KiriTerm wanted = {.hash = hash};
    return v->n && bsearch(&wanted, v->terms, v->n, sizeof *v->terms, compare_terms);
}
