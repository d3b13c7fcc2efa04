// SPDX-License-Identifier: GPL-3.0-or-later
/* The union of media from their sizes and from what is known of pairs.
 *
 * Of a pair the table knows the overlap D of the two audiences (U_a, U_b people). Of the
 * reached sets the parts within the audiences, of A ≤ U_a and B ≤ U_b people, are
 * paired, and of their overlap no more is certain than
 *
 *     D − (U_a − A) − (U_b − B)  ≤  |A ∩ B|  ≤  min(D, A, B)
 *
 * Lower end: the largest medium, the largest union of a pair, or of three media whose
 * pairs are all known (Bonferroni: at least Σ|A| − Σ|A ∩ B|).
 *
 * Upper end: independence, g(x) = −ln(1 − x ÷ P) summed over the media, corrected for
 * each known pair by w = g(A) + g(B) − g(|A ∪ B|), where the union takes the overlap of
 * independence, moved into the bounds above. Where the pair overlaps more (w > 0) the
 * sum shrinks by w ÷ max(k_a, k_b), k being the number of known pairs of a medium: with
 * weights that add up to at most 1 at every medium the corrected sum still covers
 * everybody (a person of j ≥ 2 media is counted j times, and j ÷ 2 ≥ 1 is left). Where
 * it overlaps less the sum grows by |w|. Subtracting the whole of several pairs, as a
 * spanning tree does (Hunter, Worsley), is tighter for one set of media but can fall
 * when a medium is added: a weaker bound that never does is worth more here. */
#include "reach_parts.h"

#include <math.h>

/* A share this close to everybody stands for everybody: logarithms stay finite. */
static const gdouble everybody = 1 - 1.0 / (G_GINT64_CONSTANT(1) << 40);

static const KiriReachMember *member(const GPtrArray *known, guint i)
{
    return g_ptr_array_index(known, i);
}

static gdouble depth(gdouble people, gdouble population)
{
    return -log1p(-MIN(people / population, everybody));
}

/* ---- which pairs ---- */

static void note_pair(KiriReach *r, const KiriReachMember *a, const KiriReachMember *b,
                      gdouble people, const KiriDuplicationRow *row, const char *fault,
                      gboolean is_outside)
{
    g_autofree char *label = g_strdup_printf("%s・%sの重複", a->row->name, b->row->name);
    const char *note = fault        ? fault
                       : is_outside ? "有効期間外の値を用いた"
                                    : "両媒体の利用者のうち重なる人数";
    KiriReachLine *line = kiri_reach_line(r, label, llround(people), llround(people), note);
    line->source = g_strdup(row->source);
}

/* NULL: it can be true. */
static const char *fault_of(const KiriReachMember *a, const KiriReachMember *b, gdouble people,
                            gdouble population)
{
    const gdouble rounding = 1; // people
    if (people > MIN(a->audience, b->audience) + rounding)
        return "一方の媒体の利用者数を超えるため、用いない";
    if (people < a->audience + b->audience - population - rounding)
        return "人口に収まらないため、用いない";
    return NULL;
}

GPtrArray *kiri_reach_pairs(const GPtrArray *known, const KiriDuplication *duplication, gint64 us,
                            gint64 population, KiriReach *r)
{
    GPtrArray *pairs = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; kiri_duplication_size(duplication) && i < known->len; i++)
        for (guint k = i + 1; k < known->len; k++) {
            const KiriReachMember *a = member(known, i), *b = member(known, k);
            gboolean is_outside = FALSE;
            const KiriDuplicationRow *row =
                kiri_duplication_find(duplication, a->row->medium, b->row->medium, us, &is_outside);
            if (!row)
                continue;
            const KiriReachMember *whole = g_str_equal(row->medium_a, a->row->medium) ? a : b;
            gdouble people = row->people ? (gdouble)row->people : row->share * whole->audience;
            const char *fault = fault_of(a, b, people, (gdouble)population);
            note_pair(r, a, b, people, row, fault, is_outside);
            if (fault)
                continue;
            KiriReachPair *pair = g_new(KiriReachPair, 1);
            *pair = (KiriReachPair){i, k, MIN(people, MIN(a->audience, b->audience))};
            g_ptr_array_add(pairs, pair);
        }
    return pairs;
}

/* ---- the lower end ---- */

/* People of the medium that are certain and of whom the table speaks. */
static gdouble certain(const KiriReachMember *m)
{
    return MIN(m->range.low, m->audience);
}

static gdouble most_overlap(const GPtrArray *known, const KiriReachPair *p)
{
    return MIN(p->people, MIN(certain(member(known, p->a)), certain(member(known, p->b))));
}

static const KiriReachPair *pair_of(const GPtrArray *pairs, guint from, guint a, guint b)
{
    for (guint i = from; i < pairs->len; i++) {
        const KiriReachPair *p = g_ptr_array_index(pairs, i);
        if (p->a == a && p->b == b)
            return p;
        if (p->a > a)
            break;
    }
    return NULL;
}

/* The pair with each third medium whose pairs with both are known. */
static gdouble largest_triple(const GPtrArray *known, const GPtrArray *pairs, guint i)
{
    const KiriReachPair *ab = g_ptr_array_index(pairs, i);
    gdouble largest = 0;
    for (guint k = i + 1; k < pairs->len; k++) {
        const KiriReachPair *ac = g_ptr_array_index(pairs, k);
        const KiriReachPair *bc = ac->a == ab->a ? pair_of(pairs, k + 1, ab->b, ac->b) : NULL;
        if (ac->a != ab->a)
            break;
        if (bc)
            largest = MAX(largest, certain(member(known, ab->a)) + certain(member(known, ab->b)) +
                                       certain(member(known, ac->b)) - most_overlap(known, ab) -
                                       most_overlap(known, ac) - most_overlap(known, bc));
    }
    return largest;
}

static gdouble lower_end(const GPtrArray *known, const GPtrArray *pairs)
{
    gdouble low = 0;
    for (guint i = 0; i < known->len; i++)
        low = MAX(low, member(known, i)->range.low);
    for (guint i = 0; i < pairs->len; i++) {
        const KiriReachPair *p = g_ptr_array_index(pairs, i);
        low = MAX(low, certain(member(known, p->a)) + certain(member(known, p->b)) -
                           most_overlap(known, p));
        low = MAX(low, largest_triple(known, pairs, i));
    }
    return low;
}

/* ---- the upper end ---- */

static gdouble within(const KiriReachMember *m)
{
    return MIN(m->range.high, m->audience);
}

/* w of the pair. */
static gdouble correction(const GPtrArray *known, const KiriReachPair *p, gdouble population)
{
    const KiriReachMember *a = member(known, p->a), *b = member(known, p->b);
    gdouble x = within(a), y = within(b), apart = x * y / population;
    gdouble least = MAX(p->people - (a->audience - x) - (b->audience - y), 0);
    gdouble both = CLAMP(apart, least, MAX(least, MIN(p->people, MIN(x, y))));
    if (both == apart)
        return 0;
    return depth(x, population) + depth(y, population) - depth(x + y - both, population);
}

static gdouble upper_end(const GPtrArray *known, const GPtrArray *pairs, gdouble population)
{
    g_autofree guint *degrees = g_new0(guint, known->len);
    gdouble sum = 0;
    for (guint i = 0; i < known->len; i++)
        sum += depth(member(known, i)->range.high, population);
    for (guint i = 0; i < pairs->len; i++) {
        const KiriReachPair *p = g_ptr_array_index(pairs, i);
        degrees[p->a]++;
        degrees[p->b]++;
    }
    for (guint i = 0; i < pairs->len; i++) {
        const KiriReachPair *p = g_ptr_array_index(pairs, i);
        gdouble w = correction(known, p, population);
        sum -= w > 0 ? w / MAX(degrees[p->a], degrees[p->b]) : w;
    }
    return -expm1(-sum) * population;
}

KiriReachRange kiri_reach_union(const GPtrArray *known, const GPtrArray *pairs, gdouble population)
{
    gdouble low = MIN(lower_end(known, pairs), population);
    gdouble high = MIN(upper_end(known, pairs, population), population);
    return (KiriReachRange){low, MAX(low, high)};
}
