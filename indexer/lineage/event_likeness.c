// SPDX-License-Identifier: GPL-3.0-or-later
/* From two profiles to the probability that both tell of one event. */
#include "event_profile.h"

#include <math.h>
#include <string.h>

enum { ITEM_BYTES = 5, HASH_BYTES = 4 };

const char *const kiri_event_sign_names[] = {
    "words", "headline", "figures", "no_figures", "days", "no_days", "quoted", "issues",
    "marks", "acts",     "apart",   "coarse",     "site", "release", "rival",  NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_event_sign_names) == KIRI_N_EVENT_SIGNS + 1);

/* Fitted by bench/events.py; docs/lineage.md says on what. */
static const gdouble bias = -2.16;
static const gdouble weights[KIRI_N_EVENT_SIGNS] = {
    [KIRI_EVENT_X_WORDS] = 4.41,   [KIRI_EVENT_X_HEADLINE] = 1.43,
    [KIRI_EVENT_X_FIGURES] = 1.93, [KIRI_EVENT_X_NO_FIGURES] = -1.02,
    [KIRI_EVENT_X_DAYS] = 1.71,    [KIRI_EVENT_X_NO_DAYS] = -0.23,
    [KIRI_EVENT_X_QUOTED] = 0,     [KIRI_EVENT_X_ISSUES] = -4.31,
    [KIRI_EVENT_X_MARKS] = -2.52,  [KIRI_EVENT_X_ACTS] = -0.23,
    [KIRI_EVENT_X_APART] = -4.24,  [KIRI_EVENT_X_COARSE] = -0.68,
    [KIRI_EVENT_X_SITE] = -2.20,   [KIRI_EVENT_X_RELEASE] = 5.00,
    [KIRI_EVENT_X_RIVAL] = -1.50,
};

/* ---- lists, each by hash ---- */

typedef struct {
    guint n;          // items in common
    gdouble first;    // sum of the first one's values over them
    gdouble products; // sum of the products of both values
} Common;

static guint list_count(const KiriEventView *v, KiriEventList list)
{
    return v->lists[list].n;
}

static const guint8 *item_at(const KiriEventView *v, KiriEventList list, guint i)
{
    return v->lists[list].items + (gsize)i * ITEM_BYTES;
}

static Common common_of(const KiriEventView *a, KiriEventList in_a, const KiriEventView *b,
                        KiriEventList in_b)
{
    Common c = {0};
    guint n = list_count(a, in_a), m = list_count(b, in_b);
    for (guint i = 0, j = 0; i < n && j < m;) {
        const guint8 *x = item_at(a, in_a, i), *y = item_at(b, in_b, j);
        gint order = memcmp(x, y, HASH_BYTES);
        if (order == 0) {
            c.n++;
            c.first += x[HASH_BYTES];
            c.products += (gdouble)x[HASH_BYTES] * y[HASH_BYTES];
        }
        i += order <= 0;
        j += order >= 0;
    }
    return c;
}

static gdouble length_of(const KiriEventView *v)
{
    gdouble squares = 0;
    for (guint i = 0; i < list_count(v, KIRI_EVENT_WORDS); i++) {
        gdouble w = item_at(v, KIRI_EVENT_WORDS, i)[HASH_BYTES];
        squares += w * w;
    }
    return sqrt(squares);
}

static gdouble cosine(const KiriEventView *a, const KiriEventView *b)
{
    gdouble lengths = length_of(a) * length_of(b);
    return lengths > 0 ? common_of(a, KIRI_EVENT_WORDS, b, KIRI_EVENT_WORDS).products / lengths : 0;
}

/* ---- signs ---- */

/* The share of a's headline that stands in b, by rarity; without headline half. */
static gdouble headline_in(const KiriEventView *a, const KiriEventView *b)
{
    gdouble all = 0;
    for (guint i = 0; i < list_count(a, KIRI_EVENT_HEADLINE); i++)
        all += item_at(a, KIRI_EVENT_HEADLINE, i)[HASH_BYTES];
    if (all <= 0)
        return 0.5;
    return common_of(a, KIRI_EVENT_HEADLINE, b, KIRI_EVENT_WORDS).first / all;
}

static gboolean is_disjoint(const KiriEventView *a, const KiriEventView *b, KiriEventList list,
                            guint least)
{
    return list_count(a, list) >= least && list_count(b, list) >= least &&
           common_of(a, list, b, list).n == 0;
}

/* Does a's headline go by a name that b does not know? */
static gboolean has_alien_mark(const KiriEventView *a, const KiriEventView *b)
{
    return list_count(a, KIRI_EVENT_MARKS) > common_of(a, KIRI_EVENT_MARKS, b, KIRI_EVENT_WORDS).n;
}

static gboolean has_alien_acts(const KiriEventView *a, const KiriEventView *b)
{
    return a->acts_title && !(a->acts_title & b->acts);
}

static gboolean is_coarse(const KiriEvent *row)
{
    return row->to_us - row->from_us > KIRI_US_PER_DAY;
}

/* Whole days of Japan between the two; 0 where their spans touch. */
static gdouble days_apart(const KiriEvent *a, const KiriEvent *b)
{
    const gint64 day = KIRI_US_PER_DAY, zone = KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    gint64 a_first = (a->from_us + zone) / day, b_first = (b->from_us + zone) / day;
    gint64 a_last = MAX(a_first, (a->to_us + zone - 1) / day);
    gint64 b_last = MAX(b_first, (b->to_us + zone - 1) / day);
    return (gdouble)MAX(0, MAX(a_first - b_last, b_first - a_last));
}

static gboolean share_release(const KiriEvent *a, const KiriEvent *b)
{
    for (char **id = a->releases; id && *id; id++)
        if (kiri_strv_has(b->releases, *id))
            return TRUE;
    return FALSE;
}

static void set_signs(const KiriEventView *a, const KiriEventView *b, gdouble x[KIRI_N_EVENT_SIGNS])
{
    const gdouble most_days = 30, ten = 10;
    Common days = common_of(a, KIRI_EVENT_DAYS_NAMED, b, KIRI_EVENT_DAYS_NAMED);
    gboolean has_release = share_release(a->row, b->row);
    x[KIRI_EVENT_X_WORDS] = cosine(a, b);
    x[KIRI_EVENT_X_HEADLINE] = MIN(headline_in(a, b), headline_in(b, a));
    x[KIRI_EVENT_X_FIGURES] = log1p(common_of(a, KIRI_EVENT_FIGURES, b, KIRI_EVENT_FIGURES).first);
    x[KIRI_EVENT_X_NO_FIGURES] = is_disjoint(a, b, KIRI_EVENT_FIGURES, 2);
    x[KIRI_EVENT_X_DAYS] = MIN(2, days.n) / 2.0;
    x[KIRI_EVENT_X_NO_DAYS] = is_disjoint(a, b, KIRI_EVENT_DAYS_NAMED, 1);
    x[KIRI_EVENT_X_QUOTED] = log1p(common_of(a, KIRI_EVENT_QUOTED, b, KIRI_EVENT_QUOTED).n);
    x[KIRI_EVENT_X_ISSUES] = is_disjoint(a, b, KIRI_EVENT_ISSUES, 1);
    x[KIRI_EVENT_X_MARKS] = has_alien_mark(a, b) && has_alien_mark(b, a);
    x[KIRI_EVENT_X_ACTS] = has_alien_acts(a, b) || has_alien_acts(b, a);
    x[KIRI_EVENT_X_APART] = MIN(days_apart(a->row, b->row), most_days) / ten;
    x[KIRI_EVENT_X_COARSE] = is_coarse(a->row) || is_coarse(b->row);
    x[KIRI_EVENT_X_SITE] = common_of(a, KIRI_EVENT_SITE, b, KIRI_EVENT_SITE).n > 0;
    x[KIRI_EVENT_X_RELEASE] = has_release;
    x[KIRI_EVENT_X_RIVAL] = a->row->releases && b->row->releases && !has_release;
}

gdouble kiri_event_likeness(const KiriEventView *a, const KiriEventView *b,
                            gdouble signs[KIRI_N_EVENT_SIGNS])
{
    gdouble x[KIRI_N_EVENT_SIGNS], sum = bias;
    set_signs(a, b, x);
    for (guint i = 0; i < KIRI_N_EVENT_SIGNS; i++)
        sum += weights[i] * x[i];
    if (signs)
        memcpy(signs, x, sizeof x);
    /* What is stored is equal on paper too. */
    return round(10000 / (1 + exp(-sum))) / 10000;
}
