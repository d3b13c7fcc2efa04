// SPDX-License-Identifier: GPL-3.0-or-later
/* Counting candidates in two passes. The first one counts articles in a sketch (a
 * count-min sketch with conservative update: never too few, seldom too many); the
 * second keeps the figures of those that the sketch lets through, and the exact count
 * corrects it. */
#include "new_words_internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/limits.h>

#include <stdlib.h>
#include <string.h>

enum { ROWS = 3, CELLS = 1 << 23, SURROUNDINGS = 64, CONTEXT_CUTS = 3 };

typedef struct {
    KiriNewWords *w;
    guint8 *cells[ROWS];
    guint least;
    gboolean only_in_releases;
    GArray *hashes; // of the text under way
    GString *surface;
    guint text;
} Count;

guint64 kiri_part_hash(const KiriCut *cut)
{
    return kiri_hash64((KiriStr){cut->p, cut->n});
}

void kiri_candidate_free(gpointer candidate)
{
    KiriCandidate *c = candidate;
    GArray *const arrays[] = {c->media,       c->left,      c->right, c->left_parts,
                              c->right_parts, c->particles, c->seen};
    for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_free(c->surface);
    g_free(c->split);
    g_free(c);
}

/* ---- the sketch ---- */

static guint8 *cell(const Count *c, guint row, guint64 hash)
{
    return &c->cells[row][(hash >> (20 * row)) & (CELLS - 1)];
}

static guint estimate(const Count *c, guint64 hash)
{
    guint least = G_MAXUINT8;
    for (guint row = 0; row < ROWS; row++)
        least = MIN(least, *cell(c, row, hash));
    return least;
}

static void count_article(const Count *c, guint64 hash)
{
    guint old = estimate(c, hash);
    for (guint row = 0; row < ROWS && old < G_MAXUINT8; row++)
        if (*cell(c, row, hash) == old)
            *cell(c, row, hash) = (guint8)(old + 1);
}

static void note_hash(const GArray *cuts, const KiriSpan *span, gpointer data)
{
    Count *c = data;
    kiri_span_surface(cuts, span->from, span->to, c->surface);
    guint64 hash = kiri_hash64((KiriStr){c->surface->str, c->surface->len});
    g_array_append_val(c->hashes, hash);
}

static int compare_hashes(const void *a, const void *b)
{
    guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return x < y ? -1 : x > y;
}

static void count_parts(KiriNewWords *w, const GArray *cuts)
{
    w->n_cuts += cuts->len;
    for (guint i = 0; i < cuts->len; i++) {
        gpointer key = GSIZE_TO_POINTER(kiri_part_hash(kiri_cut_at(cuts, i)));
        guint old = GPOINTER_TO_UINT(g_hash_table_lookup(w->part_counts, key));
        g_hash_table_insert(w->part_counts, key, GUINT_TO_POINTER(old + 1));
    }
}

static void sketch_text(Count *c, const GArray *cuts)
{
    count_parts(c->w, cuts);
    g_array_set_size(c->hashes, 0);
    kiri_spans_each(cuts, note_hash, c);
    if (!c->hashes->len)
        return;
    guint64 *hashes = &g_array_index(c->hashes, guint64, 0);
    qsort(hashes, c->hashes->len, sizeof *hashes, compare_hashes);
    for (guint i = 0; i < c->hashes->len; i++)
        if (!i || hashes[i] != hashes[i - 1])
            count_article(c, hashes[i]);
}

/* ---- figures ---- */

static void tally(GArray *tallies, guint32 key)
{
    for (guint i = 0; i < tallies->len; i++) {
        KiriTally *t = &g_array_index(tallies, KiriTally, i);
        if (t->key == key) {
            t->n++;
            return;
        }
    }
    KiriTally fresh = {key, 1};
    g_array_append_val(tallies, fresh);
}

static gboolean add_once(GArray *numbers, guint32 number)
{
    for (guint i = 0; i < numbers->len; i++)
        if (g_array_index(numbers, guint32, i) == number)
            return FALSE;
    g_array_append_val(numbers, number);
    return TRUE;
}

static gboolean is_cut(const KiriCut *cut, const char *text)
{
    return cut->n == strlen(text) && strncmp(cut->p, text, cut->n) == 0;
}

/* What follows a name without being part of it. */
static gboolean is_title(const KiriCut *cut)
{
    static const char *const titles[] = {"さん", "氏",     "ちゃん", "くん", "君",   "様",  "選手",
                                         "監督", "容疑者", "被告",   "投手", "議員", "教授"};
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
        if (is_cut(cut, titles[i]))
            return TRUE;
    return FALSE;
}

static KiriCandidate *new_candidate(const Count *c, const GArray *cuts, const KiriSpan *span,
                                    guint64 hash)
{
    KiriCandidate *k = g_new0(KiriCandidate, 1);
    GArray **const arrays[] = {&k->left, &k->right, &k->left_parts, &k->right_parts, &k->particles};
    g_autoptr(GString) split = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
        *arrays[i] = g_array_new(FALSE, FALSE, sizeof(KiriTally));
    k->media = g_array_new(FALSE, FALSE, sizeof(guint32));
    k->seen = g_array_new(FALSE, FALSE, sizeof(guint32));
    k->hash = hash;
    k->surface = g_strdup(c->surface->str);
    k->is_mixed = span->is_mixed;
    k->is_latin = TRUE;
    for (guint i = span->from; i < span->to; i++) {
        const KiriCut *cut = kiri_cut_at(cuts, i);
        if (split->len)
            g_string_append_c(split, '|');
        g_string_append_len(split, cut->p, cut->n);
        k->is_latin &= cut->kind == KIRI_CUT_BREAK || kiri_cut_is_latin(cut);
        if (cut->kind == KIRI_CUT_BREAK || k->n_parts == KIRI_SPAN_PARTS)
            continue;
        k->kinds[k->n_parts] = cut->kind;
        k->part_bytes[k->n_parts] = cut->n;
        k->parts[k->n_parts++] = kiri_part_hash(cut);
    }
    k->ends_with_title = is_title(kiri_cut_at(cuts, span->to - 1));
    k->split = g_string_free(g_steal_pointer(&split), FALSE);
    return k;
}

static const KiriCut *cut_or_end(const GArray *cuts, gint i)
{
    static const KiriCut end = {"\n", 1, KIRI_CUT_BREAK, FALSE};
    return i >= 0 && i < (gint)cuts->len ? kiri_cut_at(cuts, (guint)i) : &end;
}

static gboolean is_latin_word(const KiriCut *cut)
{
    return kiri_cut_is_part(cut) && kiri_cut_is_latin(cut) && !kiri_cut_is_digits(cut);
}

static gboolean is_of_address(const KiriCut *cut)
{
    return cut->n == 1 && strchr("./:@_=?#~%", *cut->p);
}

static gboolean is_in_brackets(const KiriCut *left, const KiriCut *right)
{
    return (is_cut(left, "(") && is_cut(right, ")")) || (is_cut(left, "（") && is_cut(right, "）"));
}

/* The characters and words on both sides. */
static void count_sides(KiriCandidate *k, const GArray *cuts, const KiriSpan *span)
{
    const KiriCut *left = cut_or_end(cuts, (gint)span->from - 1);
    const KiriCut *right = cut_or_end(cuts, (gint)span->to);
    const char *last = g_utf8_find_prev_char(left->p, left->p + left->n);
    gboolean is_apart = kiri_cut_at(cuts, span->from)->is_spaced;
    tally(k->left, left->kind == KIRI_CUT_BREAK || is_apart ? 0 : g_utf8_get_char(last));
    gboolean has_title = !right->is_spaced && is_title(right);
    gboolean is_open = right->kind == KIRI_CUT_BREAK || right->is_spaced || has_title;
    tally(k->right, is_open ? 0 : g_utf8_get_char(right->p));
    if (span->before >= 0)
        tally(k->left_parts, (guint32)kiri_part_hash(kiri_cut_at(cuts, (guint)span->before)));
    if (span->behind >= 0 && !has_title)
        tally(k->right_parts, (guint32)kiri_part_hash(kiri_cut_at(cuts, (guint)span->behind)));
    gboolean has_part_before =
        span->before >= 0 && kiri_cut_is_part(kiri_cut_at(cuts, (guint)span->before));
    k->alone += !has_part_before && (span->behind < 0 || has_title) ? 1 : 0;
    k->bracketed += is_in_brackets(left, right) ? 1 : 0;
    k->titled += has_title ? 1 : 0;
    k->japanese += !is_latin_word(left) && !is_latin_word(right) && !is_of_address(left) &&
                           !is_of_address(right)
                       ? 1
                       : 0;
}

/* Is it used in a sentence: does a particle follow, outside brackets? */
static gboolean count_use(KiriCandidate *k, const GArray *cuts, const KiriSpan *span)
{
    static const char *const closing[] = {"』", "」", "》", "〉", "”", "）", ")", "]", "】"};
    gint at = (gint)span->to;
    at += is_title(cut_or_end(cuts, at)) ? 1 : 0;
    const KiriCut *next = cut_or_end(cuts, at);
    for (gsize i = 0; i < G_N_ELEMENTS(closing); i++)
        if (is_cut(next, closing[i])) {
            next = cut_or_end(cuts, at + 1);
            break;
        }
    if (next->kind != KIRI_CUT_PARTICLE && next->kind != KIRI_CUT_OF &&
        next->kind != KIRI_CUT_AUXILIARY)
        return FALSE;
    k->in_sentence++;
    tally(k->particles, (guint32)kiri_part_hash(next));
    return TRUE;
}

/* Do its surroundings differ? The first occurrences tell. */
static void count_surroundings(KiriCandidate *k, const GArray *cuts, const KiriSpan *span)
{
    if (k->looked_at == SURROUNDINGS)
        return;
    guint64 hash = 0;
    for (gint i = 1; i <= CONTEXT_CUTS; i++)
        hash = hash * 31 + kiri_part_hash(cut_or_end(cuts, (gint)span->from - i)) * 7 +
               kiri_part_hash(cut_or_end(cuts, (gint)span->to + i - 1));
    k->looked_at++;
    k->surroundings += add_once(k->seen, (guint32)(hash ^ hash >> 32)) ? 1 : 0;
}

static void count_text(const Count *c, KiriCandidate *k, guint cut, gboolean is_use)
{
    const KiriCutText *text = &g_array_index(c->w->texts, KiriCutText, c->text);
    gboolean is_other = k->last_text != c->text + 1;
    guint n = k->n_examples;
    if (is_use && n < KIRI_NEW_WORD_EXAMPLES && (!n || k->examples[n - 1].text != c->text)) {
        k->examples[n].text = c->text;
        k->examples[n].cut = cut;
        k->n_examples++;
    }
    if (!is_other)
        return;
    k->last_text = c->text + 1;
    k->articles++;
    k->in_releases += text->is_release ? 1 : 0;
    if (text->medium)
        add_once(k->media, text->medium);
    if (kiri_time_is_set(text->when) &&
        (!kiri_time_is_set(k->first_seen) || text->when.us < k->first_seen.us))
        k->first_seen = text->when;
}

/* Releases are read first: what none of them has is passed over where only their words
 * are asked for. */
static gboolean may_begin(const Count *c)
{
    return g_hash_table_size(c->w->candidates) < KIRI_LIMIT_NEW_WORDS &&
           (!c->only_in_releases || g_array_index(c->w->texts, KiriCutText, c->text).is_release);
}

static void count_span(const GArray *cuts, const KiriSpan *span, gpointer data)
{
    Count *c = data;
    kiri_span_surface(cuts, span->from, span->to, c->surface);
    guint64 hash = kiri_hash64((KiriStr){c->surface->str, c->surface->len});
    if (estimate(c, hash) < c->least)
        return;
    KiriCandidate *k = g_hash_table_lookup(c->w->candidates, &hash);
    if (!k && !may_begin(c))
        return;
    if (!k) {
        k = new_candidate(c, cuts, span, hash);
        g_hash_table_insert(c->w->candidates, &k->hash, k);
    }
    k->count++;
    k->quoted += span->is_quoted ? 1 : 0;
    count_sides(k, cuts, span);
    gboolean is_use = count_use(k, cuts, span);
    count_surroundings(k, cuts, span);
    count_text(c, k, span->from, is_use);
}

/* ---- the passes ---- */

static void each_text(Count *c, GArray *cuts, gboolean is_first_pass, gboolean of_releases)
{
    for (c->text = 0; c->text < c->w->texts->len; c->text++) {
        const KiriCutText *text = &g_array_index(c->w->texts, KiriCutText, c->text);
        if (text->is_release != of_releases)
            continue;
        kiri_cuts_read((KiriStr){(const char *)c->w->arena->data + text->at, text->n}, cuts);
        if (is_first_pass)
            sketch_text(c, cuts);
        else
            kiri_spans_each(cuts, count_span, c);
    }
}

/* The least at which not more candidates are left than may be: each has at least one
 * cell of its own in the first row, but for collisions. */
static guint least_that_fits(const Count *c)
{
    guint64 with[G_MAXUINT8 + 1] = {0}, above = 0;
    for (guint i = 0; i < CELLS; i++)
        with[c->cells[0][i]]++;
    guint least = G_MAXUINT8;
    for (; least > c->least && above + with[least] <= KIRI_LIMIT_NEW_WORDS; least--)
        above += with[least];
    return above + with[least] <= KIRI_LIMIT_NEW_WORDS ? least : least + 1;
}

void kiri_candidates_count(KiriNewWords *w, guint least, gboolean only_in_releases)
{
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(KiriCut));
    Count c = {.w = w,
               .least = least,
               .only_in_releases = only_in_releases,
               .hashes = g_array_new(FALSE, FALSE, sizeof(guint64)),
               .surface = g_string_new(NULL)};
    for (guint row = 0; row < ROWS; row++)
        c.cells[row] = g_malloc0(CELLS);
    w->n_cuts = 0;
    g_hash_table_remove_all(w->part_counts);
    g_hash_table_remove_all(w->candidates);
    each_text(&c, cuts, TRUE, TRUE);
    each_text(&c, cuts, TRUE, FALSE);
    if (!only_in_releases)
        c.least = least_that_fits(&c);
    each_text(&c, cuts, FALSE, TRUE);
    each_text(&c, cuts, FALSE, FALSE);
    for (guint row = 0; row < ROWS; row++)
        g_free(c.cells[row]);
    g_array_unref(c.hashes);
    g_string_free(c.surface, TRUE);
}
