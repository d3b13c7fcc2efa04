// SPDX-License-Identifier: GPL-3.0-or-later
/* Near-duplicates by exact sets of 5-grams: how much is shared says whether it may
 * be a copy, what stands in the shared places (slots.h) whether it is none but
 * another issue of one form. */
#include "passages.h"
#include "sheet.h"
#include "match/slots.h"
#include "facts/text_dates.h"

#include <kirinuki/numbers.h>

#include <string.h>

#define COPY_JACCARD 0.70
#define GUARDED_JACCARD 0.50
#define PART_OVERLAP 0.80
#define FRAMED_OVERLAP 0.60
#define FIGURES_AGREE 0.80

enum { LEAST_LETTERS = 80, LEAST_PART_LETTERS = 150 };

void kiri_sheet_init(KiriSheet *sheet, KiriStr n_title, KiriStr n_text)
{
    g_auto(KiriLetters) title = {0};
    kiri_letters_init(&title, n_title);
    sheet->title = g_ucs4_to_utf8(title.c, (glong)title.n, NULL, NULL, NULL);
    kiri_letters_init(&sheet->letters, n_text);
    kiri_grams_init(&sheet->grams, &sheet->letters);
    sheet->slots = kiri_slots_of(&sheet->letters);
    sheet->n_text = n_text;
}

void kiri_sheet_clear(KiriSheet *sheet)
{
    g_clear_pointer(&sheet->title, g_free);
    kiri_letters_clear(&sheet->letters);
    kiri_grams_clear(&sheet->grams);
    g_clear_pointer(&sheet->slots, g_array_unref);
}

gboolean kiri_sheets_titles_agree(const KiriSheet *a, const KiriSheet *b)
{
    enum { LEAST_BYTES = 12 };
    gsize n = MIN(strlen(a->title), strlen(b->title));
    if (n < LEAST_BYTES)
        return strcmp(a->title, b->title) == 0 && n > 0;
    return strstr(a->title, b->title) || strstr(b->title, a->title);
}

typedef struct {
    GArray *numbers; // KiriNumber
    GArray *dates;   // KiriTextDate that state month and day
} Figures;

static Figures figures_of(const KiriSheet *sheet)
{
    return (Figures){kiri_numbers_find(sheet->n_text),
                     kiri_text_dates_find(sheet->n_text, KIRI_TIME_UNSET)};
}

static void figures_clear(Figures *f)
{
    g_array_unref(f->numbers);
    g_array_unref(f->dates);
}

static gboolean has_number(const Figures *f, const KiriNumber *n)
{
    for (guint i = 0; i < f->numbers->len; i++)
        if (kiri_numbers_match(n, &g_array_index(f->numbers, KiriNumber, i)) == KIRI_NUMBERS_EQUAL)
            return TRUE;
    return FALSE;
}

static gboolean has_day(const Figures *f, gint32 key)
{
    for (guint i = 0; i < f->dates->len; i++)
        if (g_array_index(f->dates, KiriTextDate, i).key == key)
            return TRUE;
    return FALSE;
}

/* Share of a's figures and days that b has as well; 1 when a has none. */
static gdouble figures_in(const Figures *a, const Figures *b)
{
    guint all = a->numbers->len + a->dates->len, found = 0;
    for (guint i = 0; i < a->numbers->len; i++)
        found += has_number(b, &g_array_index(a->numbers, KiriNumber, i)) ? 1 : 0;
    for (guint i = 0; i < a->dates->len; i++)
        found += has_day(b, g_array_index(a->dates, KiriTextDate, i).key) ? 1 : 0;
    return all ? (gdouble)found / all : 1;
}

static gboolean figures_agree(const KiriSheet *a, const KiriSheet *b)
{
    Figures x = figures_of(a), y = figures_of(b);
    /* The shorter one may have lost some with a paragraph; it must add none. */
    gdouble share = MAX(figures_in(&x, &y), figures_in(&y, &x));
    figures_clear(&x);
    figures_clear(&y);
    return share >= FIGURES_AGREE;
}

static gboolean is_copy(const KiriSheet *a, const KiriSheet *b, gdouble jaccard)
{
    if (jaccard >= COPY_JACCARD)
        return TRUE;
    return jaccard >= GUARDED_JACCARD && figures_agree(a, b);
}

static const KiriBlock *first_block(const KiriBlocks *blocks)
{
    const KiriBlock *first = NULL;
    for (guint i = 0; i < blocks->blocks->len; i++) {
        const KiriBlock *block = &g_array_index(blocks->blocks, KiriBlock, i);
        if (block->n >= KIRI_PASSAGE_COVER_LETTERS && (!first || block->a < first->a))
            first = block;
    }
    return first;
}

/* Does the shorter text say what the other begins with, and little else? A lead in
 * front of a paywall does; a notice that every page of a site has stands at its end. */
static gboolean is_beginning(const KiriSheet *shorter, const KiriSheet *longer)
{
    const gdouble most_of_it = 0.7;
    enum { LEAST_RUN = 45, MOST_BEFORE = 20, MOST_BEFORE_LONGER = 60 };
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(&shorter->letters, &longer->letters, &blocks);
    const KiriBlock *first = first_block(&blocks);
    return first && blocks.longest >= LEAST_RUN && blocks.a_covered >= most_of_it &&
           first->a <= MOST_BEFORE && first->b <= MOST_BEFORE_LONGER;
}

typedef struct {
    gsize a_from, a_to, b_from, b_to; // letters
    gsize taken;                      // in runs that count
} Core;

static Core core_of(const KiriSheet *shorter, const KiriSheet *longer)
{
    g_auto(KiriBlocks) blocks = {0};
    kiri_blocks_find(&shorter->letters, &longer->letters, &blocks);
    Core core = {.a_from = G_MAXSIZE, .b_from = G_MAXSIZE};
    for (guint i = 0; i < blocks.blocks->len; i++) {
        const KiriBlock *block = &g_array_index(blocks.blocks, KiriBlock, i);
        if (block->n < KIRI_PASSAGE_COVER_LETTERS)
            continue;
        core.a_from = MIN(core.a_from, block->a);
        core.b_from = MIN(core.b_from, block->b);
        core.a_to = MAX(core.a_to, block->a + block->n);
        core.b_to = MAX(core.b_to, block->b + block->n);
        core.taken += block->n;
    }
    return core;
}

/* A cut copy in a frame of its own: nearly all between the first and the last
 * shared passage is taken, what is not lies around it. What two texts share at
 * both their ends alone is a frame of one site. */
static gboolean is_framed(const KiriSheet *shorter, const KiriSheet *longer)
{
    const gdouble dense = 0.9;
    enum { LEAST_CORE = 150, FRAME = 20 };
    Core core = core_of(shorter, longer);
    if (core.taken < LEAST_CORE)
        return FALSE;
    gboolean at_ends =
        core.a_to + FRAME >= shorter->letters.n && core.b_to + FRAME >= longer->letters.n;
    gboolean at_beginnings = core.a_from <= FRAME && core.b_from <= FRAME;
    return (gdouble)core.taken >= dense * (gdouble)(core.a_to - core.a_from) &&
           (!at_ends || at_beginnings);
}

static gboolean is_part(const KiriSheet *a, const KiriSheet *b, gdouble overlap)
{
    const KiriSheet *shorter = a->letters.n <= b->letters.n ? a : b;
    const KiriSheet *longer = shorter == a ? b : a;
    gboolean is_long = shorter->letters.n >= LEAST_PART_LETTERS;
    if (overlap >= PART_OVERLAP)
        return is_long || kiri_sheets_titles_agree(a, b) || is_beginning(shorter, longer);
    return is_long && overlap >= FRAMED_OVERLAP && is_framed(shorter, longer);
}

/* Two issues of one form, or two notices that only their subject tells apart? */
static gboolean is_other_issue(const KiriSheet *a, const KiriSheet *b)
{
    return kiri_slots_are_of_form(kiri_slots_compare(a->slots, b->slots)) ||
           kiri_subjects_differ(a->title, &a->letters, b->title, &b->letters);
}

/* The deciding measure on a scale on which the decision lies at .5. */
static gdouble score_of(const KiriComparison *c, gdouble overlap)
{
    gdouble best = MAX(c->jaccard / COPY_JACCARD, overlap / PART_OVERLAP) / 2;
    return c->is_duplicate ? CLAMP(MAX(c->jaccard, overlap), 0.5, 1) : MIN(best, 0.49);
}

KiriComparison kiri_sheets_compare(const KiriSheet *a, const KiriSheet *b)
{
    KiriComparison c = {0};
    if (!a->grams.n || !b->grams.n) {
        c.is_duplicate = kiri_sheets_titles_agree(a, b) && a->letters.n == b->letters.n &&
                         memcmp(a->letters.c, b->letters.c, a->letters.n * sizeof(gunichar)) == 0;
        c.score = c.is_duplicate ? 1 : 0;
        return c;
    }
    gdouble common = (gdouble)kiri_grams_common(&a->grams, &b->grams);
    gdouble an = (gdouble)a->grams.n, bn = (gdouble)b->grams.n, overlap = common / MIN(an, bn);
    c.jaccard = common / (an + bn - common);
    c.a_in_b = common / an;
    c.b_in_a = common / bn;
    gboolean whole = is_copy(a, b, c.jaccard);
    gboolean is_short = MIN(a->letters.n, b->letters.n) < LEAST_LETTERS;
    c.is_part = !whole && is_part(a, b, overlap);
    c.is_duplicate = (whole && (!is_short || kiri_sheets_titles_agree(a, b))) || c.is_part;
    c.is_duplicate = c.is_duplicate && (c.jaccard >= 1 || !is_other_issue(a, b));
    c.is_part = c.is_part && c.is_duplicate;
    c.score = score_of(&c, overlap);
    return c;
}

KiriComparison kiri_compare(KiriStr a_title, KiriStr a_text, KiriStr b_title, KiriStr b_text)
{
    const KiriStr originals[] = {a_title, a_text, b_title, b_text};
    KiriNormal n[4] = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(n); i++)
        kiri_normalize(originals[i], FALSE, &n[i]);
    g_auto(KiriSheet) a = {0}, b = {0};
    kiri_sheet_init(&a, (KiriStr){n[0].text, n[0].n}, (KiriStr){n[1].text, n[1].n});
    kiri_sheet_init(&b, (KiriStr){n[2].text, n[2].n}, (KiriStr){n[3].text, n[3].n});
    KiriComparison c = kiri_sheets_compare(&a, &b);
    for (gsize i = 0; i < G_N_ELEMENTS(n); i++)
        kiri_normal_clear(&n[i]);
    return c;
}
