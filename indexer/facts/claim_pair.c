// SPDX-License-Identifier: GPL-3.0-or-later
/* Do two unknown figures speak of the same thing? The traits are shares of words
 * and relations of digits; a logistic sum judges. The weights were fitted on
 * tests/facts/contradictions.ndjson (scripts/fit_contradictions.py, leaving releases
 * out); figures stand in docs/facts.md. */
#include "claim_match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const gdouble telling_idf = 3.0, plain_idf = 4.0;

static gdouble idf_of(const KiriFrequencies *f, guint64 hash)
{
    gdouble idf = f ? kiri_frequencies_idf(f, hash) : plain_idf;
    return idf >= telling_idf ? idf : 0;
}

static gboolean has(const GArray *words, guint64 hash)
{
    for (guint i = 0; i < words->len; i++)
        if (g_array_index(words, guint64, i) == hash)
            return TRUE;
    return FALSE;
}

/* Share of the poorer side's telling words that both have; 0 when it has none. */
static gdouble overlap(const KiriFrequencies *f, const GArray *a, const GArray *b)
{
    gdouble of_a = 0, of_b = 0, both = 0;
    for (guint i = 0; i < a->len; i++) {
        guint64 hash = g_array_index(a, guint64, i);
        gdouble idf = idf_of(f, hash);
        of_a += idf;
        both += has(b, hash) ? idf : 0;
    }
    for (guint i = 0; i < b->len; i++)
        of_b += idf_of(f, g_array_index(b, guint64, i));
    gdouble least = MIN(of_a, of_b);
    return least > 0 ? both / least : 0;
}

/* Share of telling words that the other side's text lacks. */
static gdouble novelty(const KiriFrequencies *f, const GArray *a, const GArray *more,
                       const KiriSide *other)
{
    gdouble all = 0, novel = 0;
    const GArray *lists[] = {a, more};
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; lists[l] && i < lists[l]->len; i++) {
            guint64 hash = g_array_index(lists[l], guint64, i);
            gdouble idf = idf_of(f, hash);
            all += idf;
            novel += g_hash_table_contains(other->words, &hash) ? 0 : idf;
        }
    return all > 0 ? novel / all : 0;
}

/* ---- digits ---- */

typedef struct {
    char digits[32]; // without zeros behind
    gsize n, zeros;
} Digits;

static Digits digits_of(gint64 v)
{
    Digits d = {.n = 0};
    g_snprintf(d.digits, sizeof d.digits, "%" G_GINT64_FORMAT, ABS(v));
    d.n = strlen(d.digits);
    while (d.n > 1 && d.digits[d.n - 1] == '0') {
        d.n--;
        d.zeros++;
    }
    d.digits[d.n] = 0;
    return d;
}

static int compare_chars(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static void compare_digits(gint64 a, gint64 b, gdouble *x)
{
    Digits p = digits_of(a), q = digits_of(b);
    x[KIRI_PAIR_SIZE] = ABS(a) < 3 * ABS(b) && ABS(b) < 3 * ABS(a);
    x[KIRI_PAIR_SHIFTED] = p.n > 1 && strcmp(p.digits, q.digits) == 0 && p.zeros != q.zeros;
    /* Zeros inside count as digits: 30.8 and 38.0. */
    char u[32], v[32];
    gsize zeros = MIN(p.zeros, q.zeros), n = p.n + p.zeros - zeros;
    if (n != q.n + q.zeros - zeros || n < 2)
        return;
    g_snprintf(u, sizeof u, "%" G_GINT64_FORMAT, ABS(a));
    g_snprintf(v, sizeof v, "%" G_GINT64_FORMAT, ABS(b));
    guint other = 0;
    for (gsize i = 0; i < n; i++)
        other += u[i] != v[i];
    x[KIRI_PAIR_ONE_DIGIT] = other == 1;
    qsort(u, n, 1, compare_chars);
    qsort(v, n, 1, compare_chars);
    gboolean is_permuted = memcmp(u, v, n) == 0;
    x[KIRI_PAIR_PERMUTED] = is_permuted && n >= 3;
    x[KIRI_PAIR_SWAPPED] = is_permuted && n == 2;
}

static void compare_times(const KiriClaim *a, const KiriClaim *b, gdouble *x)
{
    const gint64 hundred = 100;
    gint64 unit = a->kind == KIRI_CLAIM_CLOCK ? 60 : hundred;
    if (a->kind == KIRI_CLAIM_DAY || a->kind == KIRI_CLAIM_CLOCK)
        x[KIRI_PAIR_ONE_DIGIT] = a->value / unit == b->value / unit ||
                                 a->value % unit == b->value % unit || a->is_bare || b->is_bare;
    if (a->kind == KIRI_CLAIM_YEAR)
        compare_digits(a->value, b->value, x);
    x[KIRI_PAIR_SIZE] = 1;
}

/* ---- the sentence ---- */

/* Share of the other claims of its sentence that the release knows; ½ when it has
 * none. */
static gdouble company(const KiriSide *article, const KiriClaim *a)
{
    guint others = 0, known = 0;
    for (guint i = 0; i < article->claims->claims->len; i++) {
        const KiriClaim *o = kiri_claims_get(article->claims, i);
        if (o == a || o->sentence != a->sentence)
            continue;
        others++;
        known += article->known[i] ? 1 : 0;
    }
    return others ? (gdouble)known / others : .5;
}

static guint unknown_siblings(const KiriSide *side, const KiriClaim *c)
{
    guint n = 0;
    for (guint i = 0; i < side->claims->claims->len; i++) {
        const KiriClaim *o = kiri_claims_get(side->claims, i);
        n += o->kind == c->kind && strcmp(o->unit, c->unit) == 0 && o->value != c->value &&
             !side->known[i];
    }
    return n;
}

/* 上限は and 上限額は: do the nouns share two neighbouring characters? */
static gboolean share_head(KiriStr a, KiriStr b)
{
    for (gsize at = 0; at < a.n; at = kiri_char_after(a, at)) {
        gsize second = kiri_char_after(a, at);
        if (second < a.n && memmem(b.p, b.n, a.p + at, kiri_char_after(a, second) - at))
            return TRUE;
    }
    return FALSE;
}

static gdouble later(const KiriSide *article, const KiriSide *release)
{
    enum { WEEKS = 3 };
    if (!kiri_time_is_set(article->date) || !kiri_time_is_set(release->date))
        return 0;
    return article->date.us - release->date.us > WEEKS * 7 * KIRI_US_PER_DAY;
}

static guint bits(guint v)
{
    return (guint)__builtin_popcount(v);
}

gboolean kiri_claims_pair(const KiriFrequencies *f, const KiriSide *article, const KiriClaim *a,
                          const KiriSide *release, const KiriClaim *b, KiriPair *pair)
{
    enum { MARKS = 3 };
    if (a->kind != b->kind || a->kind >= KIRI_CLAIM_PERSON || strcmp(a->unit, b->unit) != 0)
        return FALSE;
    const KiriClaimSentence *sa = kiri_claims_sentence(article->claims, a->sentence);
    const KiriClaimSentence *sb = kiri_claims_sentence(release->claims, b->sentence);
    gdouble *x = pair->x;
    memset(pair, 0, sizeof *pair);
    x[KIRI_PAIR_BIAS] = 1;
    if (a->kind == KIRI_CLAIM_FIGURE)
        compare_digits(a->value, b->value, x);
    else
        compare_times(a, b, x);
    x[KIRI_PAIR_LEFT] = overlap(f, a->left, b->left);
    x[KIRI_PAIR_RIGHT] = overlap(f, a->right, b->right);
    x[KIRI_PAIR_SENTENCE] = overlap(f, sa->words, sb->words);
    x[KIRI_PAIR_NOVEL_NEAR] = novelty(f, a->left, a->right, release);
    x[KIRI_PAIR_NOVEL_FAR] = novelty(f, sa->words, NULL, release);
    guint frames = a->frames ^ b->frames;
    x[KIRI_PAIR_FRAMES] = MIN(bits(frames & ~(guint)KIRI_FRAME_PAST), 2U) / 2.0;
    x[KIRI_PAIR_PAST] = (frames & KIRI_FRAME_PAST) != 0;
    x[KIRI_PAIR_LONELY] = !unknown_siblings(article, a) && !unknown_siblings(release, b);
    x[KIRI_PAIR_ACTS] = (a->acts & b->acts) != 0;
    x[KIRI_PAIR_MARKS] = (a->acts & MARKS) && (b->acts & MARKS) && !(a->acts & b->acts & MARKS);
    x[KIRI_PAIR_COMPANY] = company(article, a);
    x[KIRI_PAIR_LATER] = later(article, release);
    x[KIRI_PAIR_HEAD] = share_head(a->head, b->head);
    return TRUE;
}

/* ---- judging ---- */

static const gdouble of_figures[KIRI_N_PAIR] = {
    [KIRI_PAIR_BIAS] = -4.95,       [KIRI_PAIR_PERMUTED] = 4.37,   [KIRI_PAIR_SWAPPED] = 3.81,
    [KIRI_PAIR_SHIFTED] = 1.09,     [KIRI_PAIR_ONE_DIGIT] = 1.14,  [KIRI_PAIR_SIZE] = 1.71,
    [KIRI_PAIR_LEFT] = 0.93,        [KIRI_PAIR_RIGHT] = 1.52,      [KIRI_PAIR_SENTENCE] = 1.30,
    [KIRI_PAIR_NOVEL_NEAR] = -1.05, [KIRI_PAIR_NOVEL_FAR] = -1.56, [KIRI_PAIR_FRAMES] = -1.12,
    [KIRI_PAIR_PAST] = -0.97,       [KIRI_PAIR_LONELY] = 1.74,     [KIRI_PAIR_ACTS] = 1.52,
    [KIRI_PAIR_MARKS] = -0.02,      [KIRI_PAIR_COMPANY] = 0.90,    [KIRI_PAIR_LATER] = -0.62,
    [KIRI_PAIR_HEAD] = 0.53,
};

static const gdouble of_times[KIRI_N_PAIR] = {
    [KIRI_PAIR_BIAS] = -4.47,       [KIRI_PAIR_PERMUTED] = 0.84,   [KIRI_PAIR_ONE_DIGIT] = 1.51,
    [KIRI_PAIR_LEFT] = 0.75,        [KIRI_PAIR_RIGHT] = 1.18,      [KIRI_PAIR_SENTENCE] = 0.40,
    [KIRI_PAIR_NOVEL_NEAR] = -1.48, [KIRI_PAIR_NOVEL_FAR] = -1.58, [KIRI_PAIR_PAST] = -0.62,
    [KIRI_PAIR_LONELY] = 2.57,      [KIRI_PAIR_ACTS] = 1.56,       [KIRI_PAIR_MARKS] = -2.22,
    [KIRI_PAIR_COMPANY] = 1.75,     [KIRI_PAIR_LATER] = -0.06,
};

gdouble kiri_pair_judge(KiriClaimKind kind, const KiriPair *pair)
{
    const gdouble *w = kind == KIRI_CLAIM_FIGURE ? of_figures : of_times;
    gdouble sum = 0;
    for (gsize i = 0; i < KIRI_N_PAIR; i++)
        sum += w[i] * pair->x[i];
    return 1 / (1 + exp(-sum));
}
