// SPDX-License-Identifier: GPL-3.0-or-later
/* Which releases may an article name in passing? Those of its ties, whose words it
 * shares; and the last few of each organisation that it names, up to a year back: a
 * column or a list has one clause on them, and no more words in common than that. */
#include "passing.h"

#include <string.h>

enum { YEAR_DAYS = 400, BEFORE_DAYS = 2, MOST_SEEN = 48, MOST_OLDER = 3 };

typedef struct {
    guint number;
    gint64 day;
    gboolean has_word;
} Older;

static gboolean is_of_named(const KiriSubject *s, const KiriCard *card)
{
    for (guint i = 0; i < s->named->len; i++) {
        const KiriNamed *n = &g_array_index(s->named, KiriNamed, i);
        if (n->organisation == card->organisation)
            return n->probability >= 0.5;
    }
    return FALSE;
}

static gboolean has_tie(const GArray *ties, guint number)
{
    for (guint i = 0; i < ties->len; i++)
        if (g_array_index(ties, KiriTie, i).entry == number)
            return TRUE;
    return FALSE;
}

static gboolean has_word_of(const KiriSubject *s, const KiriCard *card)
{
    gsize at, end;
    for (const char *line = card->words; line && *line;) {
        KiriStr word = {line, strcspn(line, "\n")};
        if (kiri_keyword_find(kiri_normal_view(&s->doc->text), word, 0, &at, &end))
            return TRUE;
        line += word.n + (line[word.n] ? 1 : 0);
    }
    return FALSE;
}

/* The ones with a word in common first, then the latest; then by id. */
static gint by_promise(gconstpointer a, gconstpointer b, gpointer m)
{
    const Older *x = a, *y = b;
    if (x->has_word != y->has_word)
        return x->has_word ? -1 : 1;
    if (x->day != y->day)
        return x->day > y->day ? -1 : 1;
    return kiri_matcher_order(m, x->number, y->number);
}

/* Keeps the latest, so that an office with thousands of releases costs no more. */
static void keep(const KiriMatcher *m, GArray *older, Older new)
{
    guint at = older->len;
    while (at > 0 &&
           by_promise(&new, &g_array_index(older, Older, at - 1), (gpointer)(guintptr)m) < 0)
        at--;
    if (at >= MOST_SEEN)
        return;
    g_array_insert_val(older, at, new);
    if (older->len > MOST_SEEN)
        g_array_set_size(older, MOST_SEEN);
}

static void look_at_shelf(const KiriMatcher *m, const KiriSubject *s, const GArray *ties,
                          guint shelf, GArray *older)
{
    const KiriShelf *of = g_ptr_array_index(m->shelves, shelf);
    if (of->first_day > of->last_day ||
        !kiri_days_are_within(s->doc, of->first_day, of->last_day, TRUE, -BEFORE_DAYS, YEAR_DAYS))
        return;
    for (guint i = 0; i < of->cards->len; i++) {
        const KiriCard *card = kiri_shelf_card(of, i);
        Older one = {.number = shelf * KIRI_POSTINGS_MOST + i, .day = card->last_day};
        if (card->id && card->organisation >= 0 &&
            kiri_days_are_within(s->doc, card->first_day, card->last_day, card->has_day,
                                 -BEFORE_DAYS, YEAR_DAYS) &&
            is_of_named(s, card) && !has_tie(ties, one.number))
            keep(m, older, one);
    }
}

static void take(const KiriMatcher *m, KiriSubject *s, guint number, GArray *all)
{
    KiriPassingTie tie = {.entry = number};
    if (!kiri_passing_signs(m, s, kiri_matcher_entry(m, number), &tie.signs))
        return;
    tie.probability = kiri_weights_mention(m->weights, &tie.signs);
    g_array_append_val(all, tie);
}

GArray *kiri_passing_all(const KiriMatcher *m, KiriSubject *s, const GArray *ties)
{
    GArray *all = g_array_new(FALSE, TRUE, sizeof(KiriPassingTie));
    g_autoptr(GArray) older = g_array_new(FALSE, TRUE, sizeof(Older));
    gboolean is_somebody_named = FALSE;
    for (guint i = 0; i < ties->len; i++)
        take(m, s, g_array_index(ties, KiriTie, i).entry, all);
    for (guint i = 0; i < s->named->len; i++)
        is_somebody_named |= g_array_index(s->named, KiriNamed, i).probability >= 0.5;
    for (guint i = 0; is_somebody_named && s->doc->has_day && i < m->shelves->len; i++)
        look_at_shelf(m, s, ties, i, older);
    for (guint i = 0; i < older->len; i++) {
        Older *one = &g_array_index(older, Older, i);
        one->has_word = has_word_of(s, kiri_matcher_card(m, one->number));
    }
    g_array_sort_with_data(older, by_promise, (gpointer)(guintptr)m);
    for (guint i = 0; i < MIN(older->len, (guint)MOST_OLDER); i++)
        take(m, s, g_array_index(older, Older, i).number, all);
    return all;
}

gboolean kiri_passing_find(const KiriMatcher *m, KiriSubject *s, const GArray *ties,
                           KiriPassingTie *best)
{
    g_autoptr(GArray) all = kiri_passing_all(m, s, ties);
    const KiriPassingTie *found = NULL;
    for (guint i = 0; i < all->len; i++) {
        const KiriPassingTie *tie = &g_array_index(all, KiriPassingTie, i);
        if (!found || tie->probability > found->probability ||
            (tie->probability >= found->probability &&
             kiri_matcher_order(m, tie->entry, found->entry) < 0))
            found = tie;
    }
    if (found)
        *best = *found;
    return found != NULL;
}
