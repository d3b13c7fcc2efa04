// SPDX-License-Identifier: GPL-3.0-or-later
/* Statements of two texts, figure by figure: the sentence it stands in, and the
 * words just before it. */
#include "contradiction.h"

#include <kirinuki/hash.h>
#include <kirinuki/tokenize.h>

#include <stdlib.h>
#include <string.h>

#define LEAST_OVERLAP 0.6
#define TELLING_IDF 3.0

enum { LEAD_CHARS = 16, MOST_CLAIMS = 5, MOST_QUOTE_CHARS = 120 };

typedef struct {
    KiriStr sentence;  // of the original
    GArray *lead;      // guint64: words just before the figure
    GArray *words;     // guint64: words of the sentence
    gboolean is_past;  // speaks of another time
    KiriNumber number; // unit NULL: a day
    KiriTextDate date;
    const char *mark; // "から", "まで" behind a day
} Statement;

static void statement_clear(gpointer data)
{
    Statement *s = data;
    g_array_unref(s->lead);
    g_array_unref(s->words);
}

static void add_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    guint64 hash = kiri_hash64(word);
    GArray *words = data;
    for (guint i = 0; i < words->len; i++)
        if (g_array_index(words, guint64, i) == hash)
            return;
    g_array_append_val(words, hash);
}

static GArray *words_of(KiriStr n_text)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(guint64));
    kiri_words_each(n_text, add_word, words);
    return words;
}

/* What leads to the figure at `at`: back to the last comma, bracket or figure,
 * at most LEAD_CHARS characters. */
static KiriStr lead_of(KiriStr n, gsize at)
{
    static const char *const ends[] = {"、", "。", "(", ")", "・", ","};
    gsize from = at;
    for (guint chars = 0; from > 0 && chars < LEAD_CHARS; chars++) {
        gsize before = kiri_char_before(n, from);
        for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
            if (chars && n.n - before >= strlen(ends[i]) &&
                memcmp(n.p + before, ends[i], strlen(ends[i])) == 0)
                return (KiriStr){n.p + from, at - from};
        from = before;
    }
    return (KiriStr){n.p + from, at - from};
}

/* Is the figure in [from, to) said to be of another time? The words stand just
 * before it, or at once behind it. */
static gboolean speaks_of_past(KiriStr n, gsize from, gsize to)
{
    enum { BEFORE_CHARS = 14, BEHIND_CHARS = 8 };
    static const char *const signs[] = {"前年", "昨年",   "前回",   "前期",   "前月",     "先月",
                                        "同期", "過去最", "以前",   "当初",   "これまで", "従来",
                                        "予想", "見込",   "前の年", "一昨年", "去年",     "年前"};
    for (guint i = 0; i < BEFORE_CHARS && from > 0; i++)
        from = kiri_char_before(n, from);
    for (guint i = 0; i < BEHIND_CHARS && to < n.n; i++)
        to = kiri_char_after(n, to);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
        if (memmem(n.p + from, to - from, signs[i], strlen(signs[i])))
            return TRUE;
    return FALSE;
}

static Statement statement_of(KiriStr sentence, KiriStr n, gsize at)
{
    return (Statement){
        .sentence = sentence, .lead = words_of(lead_of(n, at)), .words = words_of(n)};
}

static const char *mark_behind(KiriStr n, gsize at)
{
    static const char *const marks[] = {"から", "まで", "より"};
    /* 4月27日10時から, 20日(月)から */
    while (at < n.n &&
           (g_ascii_isdigit(n.p[at]) || memchr("():", n.p[at], 3) ||
            (n.n - at >= 3 && (memcmp(n.p + at, "時", 3) == 0 || memcmp(n.p + at, "分", 3) == 0))))
        at = kiri_char_after(n, at);
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (n.n - at >= strlen(marks[i]) && memcmp(n.p + at, marks[i], strlen(marks[i])) == 0)
            return i == 2 ? marks[0] : marks[i];
    return NULL;
}

/* Units of which texts state many that mean little. */
static gboolean is_comparable(const KiriNumber *n)
{
    static const char *const loose[] = {"",     "代",     "回",       "位",   "階",
                                        "号",   "歳",     "年間",     "日間", "時間",
                                        "分間", "年ぶり", "か月ぶり", "倍",   "割"};
    for (gsize i = 0; i < G_N_ELEMENTS(loose); i++)
        if (strcmp(n->unit, loose[i]) == 0)
            return FALSE;
    return n->value_milli >= 10 * KIRI_NUMBER_SCALE || n->value_milli % KIRI_NUMBER_SCALE;
}

static void take_sentence(KiriStr sentence, KiriTime reference, GArray *out)
{
    g_auto(KiriNormal) normal = {0};
    kiri_normalize(sentence, FALSE, &normal);
    KiriStr n = kiri_normal_view(&normal);
    g_autoptr(GArray) numbers = kiri_numbers_find(n);
    g_autoptr(GArray) dates = kiri_text_dates_find(n, reference);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        if (!is_comparable(number))
            continue;
        Statement s = statement_of(sentence, n, number->from);
        s.number = *number;
        s.is_past = speaks_of_past(n, number->from, number->from);
        g_array_append_val(out, s);
    }
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *date = &g_array_index(dates, KiriTextDate, i);
        const char *mark = mark_behind(n, date->to);
        if (!mark || date->is_relative)
            continue;
        Statement s = statement_of(sentence, n, date->from);
        s.date = *date;
        s.mark = mark;
        s.is_past = speaks_of_past(n, date->from, date->to);
        g_array_append_val(out, s);
    }
}

static GArray *statements_of(const char *title, KiriStr text, KiriTime reference)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(Statement));
    g_array_set_clear_func(out, statement_clear);
    KiriStr sentence;
    gsize at = 0;
    take_sentence(kiri_str(title), reference, out);
    while (kiri_sentence_next(text, &at, &sentence))
        take_sentence(sentence, reference, out);
    return out;
}

/* ---- the same thing? ---- */

static gdouble idf_sum(const KiriFrequencies *f, const GArray *words, const GArray *within)
{
    gdouble sum = 0;
    for (guint i = 0; i < words->len; i++) {
        guint64 hash = g_array_index(words, guint64, i);
        gboolean counts = !within;
        for (guint j = 0; within && j < within->len && !counts; j++)
            counts = g_array_index(within, guint64, j) == hash;
        gdouble idf = counts ? kiri_frequencies_idf(f, hash) : 0;
        sum += idf >= TELLING_IDF ? idf : 0;
    }
    return sum;
}

/* Share of the poorer side's telling words that both have. */
static gdouble overlap(const KiriFrequencies *f, const GArray *a, const GArray *b)
{
    gdouble least = MIN(idf_sum(f, a, NULL), idf_sum(f, b, NULL));
    return least > 0 ? idf_sum(f, a, b) / least : 0;
}

static int compare_chars(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

/* 46.8 and 64.8, 147878 and 148778: one figure with its digits mixed up. */
static gboolean are_permuted(const KiriNumber *a, const KiriNumber *b)
{
    enum { LEAST_DIGITS = 3 };
    char x[32], y[32];
    g_snprintf(x, sizeof x, "%" G_GINT64_FORMAT, a->value_milli);
    g_snprintf(y, sizeof y, "%" G_GINT64_FORMAT, b->value_milli);
    gsize n = strlen(x), zeros = 0;
    while (zeros < n && x[n - 1 - zeros] == '0')
        zeros++;
    if (n != strlen(y) || n - zeros < LEAST_DIGITS)
        return FALSE;
    qsort(x, n, 1, compare_chars);
    qsort(y, n, 1, compare_chars);
    return strcmp(x, y) == 0;
}

static gboolean has_number(const GArray *numbers, const KiriNumber *n)
{
    for (guint i = 0; i < numbers->len; i++)
        if (kiri_numbers_match(&g_array_index(numbers, KiriNumber, i), n) != KIRI_NUMBERS_DIFFER)
            return TRUE;
    return FALSE;
}

static gboolean has_day(const GArray *dates, gint32 key)
{
    for (guint i = 0; i < dates->len; i++)
        if (g_array_index(dates, KiriTextDate, i).key == key)
            return TRUE;
    return FALSE;
}

/* A figure of a part (one town's share) is another figure, not a wrong one. */
static gboolean is_same_size(const KiriNumber *a, const KiriNumber *b)
{
    enum { MOST_TIMES = 3 };
    return a->value_milli / MOST_TIMES <= b->value_milli &&
           b->value_milli / MOST_TIMES <= a->value_milli;
}

static gdouble number_claim(const KiriFrequencies *f, const Statement *ours,
                            const Statement *theirs)
{
    if (theirs->mark || ours->mark || theirs->is_past ||
        strcmp(ours->number.unit, theirs->number.unit) != 0)
        return 0;
    if (are_permuted(&ours->number, &theirs->number))
        return 2;
    if (!is_same_size(&ours->number, &theirs->number))
        return 0;
    gdouble o = overlap(f, ours->lead, theirs->lead);
    return o >= LEAST_OVERLAP ? o : 0;
}

static gdouble date_claim(const KiriFrequencies *f, const Statement *ours, const Statement *theirs)
{
    const gdouble least = 0.25;
    if (!theirs->mark || !ours->mark || strcmp(ours->mark, theirs->mark) != 0 || theirs->is_past)
        return 0;
    gdouble o = overlap(f, ours->words, theirs->words);
    return o >= least ? o : 0;
}

static char *format_value(const Statement *s)
{
    return s->mark ? g_strdup_printf("%d月%d日", s->date.key / 100, s->date.key % 100)
                   : kiri_number_format(&s->number);
}

/* A short quotation: the sentence, cut behind MOST_QUOTE_CHARS characters. */
static char *quote(KiriStr sentence)
{
    sentence = kiri_str_strip(sentence);
    gsize at = 0;
    for (guint chars = 0; at < sentence.n && chars < MOST_QUOTE_CHARS; chars++)
        at = kiri_char_after(sentence, at);
    g_autofree char *cut = g_strndup(sentence.p, at);
    return at < sentence.n ? g_strconcat(cut, "…", NULL) : g_steal_pointer(&cut);
}

static void add_claim(GPtrArray **claims, const Statement *article, const Statement *release)
{
    KiriContradiction *c = kiri_contradiction_new();
    c->article_value = format_value(article);
    c->release_value = format_value(release);
    c->article_sentence = quote(article->sentence);
    c->release_sentence = quote(release->sentence);
    kiri_recs_add(claims, c);
}

/* All figures and days of one side, tail and title included. */
typedef struct {
    GArray *numbers, *dates;
    const KiriDoc *doc;
} Known;

static Known known_of(const KiriDoc *doc)
{
    return (Known){kiri_numbers_find(kiri_normal_view(&doc->text)),
                   kiri_text_dates_find(kiri_normal_view(&doc->text), doc->date), doc};
}

static void known_clear(Known *k)
{
    g_array_unref(k->numbers);
    g_array_unref(k->dates);
}

/* Does the other side not know the figure? */
static gboolean is_foreign(const Statement *s, const Known *other)
{
    if (s->mark)
        return !has_day(other->dates, s->date.key) &&
               !has_day(other->doc->title_dates, s->date.key);
    return !has_number(other->numbers, &s->number) &&
           !has_number(other->doc->title_numbers, &s->number);
}

static gboolean was_claimed(const GPtrArray *claims, const char *value)
{
    for (guint i = 0; claims && i < claims->len; i++) {
        const KiriContradiction *c = g_ptr_array_index(claims, i);
        if (strcmp(c->article_value, value) == 0)
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *find_claims(const KiriFrequencies *f, const GArray *ours, const GArray *theirs,
                              const Known *article, const Known *release)
{
    GPtrArray *claims = NULL;
    for (guint i = 0; i < ours->len && kiri_recs_count(claims) < MOST_CLAIMS; i++) {
        const Statement *a = &g_array_index(ours, Statement, i), *best = NULL;
        g_autofree char *value = format_value(a);
        if (a->is_past || !is_foreign(a, release) || was_claimed(claims, value))
            continue;
        gdouble most = 0;
        for (guint j = 0; j < theirs->len; j++) {
            const Statement *b = &g_array_index(theirs, Statement, j);
            gdouble claim = a->mark ? date_claim(f, a, b) : number_claim(f, a, b);
            if (claim > most && is_foreign(b, article)) {
                most = claim;
                best = b;
            }
        }
        if (best)
            add_claim(&claims, a, best);
    }
    return claims;
}

GPtrArray *kiri_contradictions_find(const KiriFrequencies *f, const KiriSubject *article,
                                    const KiriEntry *release)
{
    const KiriRelease *r = release->release;
    g_autoptr(GArray) ours =
        statements_of(article->article->title, kiri_str(article->article->text),
                      kiri_article_when(article->article));
    g_autoptr(GArray) theirs = statements_of(r->title, kiri_str(r->text), r->date);
    Known of_article = known_of(article->doc), of_release = known_of(release->doc);
    GPtrArray *claims = find_claims(f, ours, theirs, &of_article, &of_release);
    known_clear(&of_article);
    known_clear(&of_release);
    return claims;
}
