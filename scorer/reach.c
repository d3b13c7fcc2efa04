// SPDX-License-Identifier: GPL-3.0-or-later
/* From pieces to the interval. Pieces become exposures, exposures spans, spans a
 * medium, media the union (reach_union.c); what was assumed on the way is written down
 * line by line (reach_lines.c).
 *
 * 1. Equal input in any order gives equal bytes: everything is sorted by its content
 *    before it is multiplied, and rounded once, at the end of a medium and of the union.
 * 2. A further piece lowers neither end: exposures of a span that have a two-issue
 *    reach make a chain whose factors are at most 1; those that have none multiply
 *    with it as if they were independent, for the upper end alone. */
#include "reach_parts.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <math.h>
#include <string.h>

typedef struct {
    gdouble people;
    gboolean has_pair;
} Exposure;

/* What shares a ceiling. */
typedef struct {
    GHashTable *exposures; // key → Exposure
    gint64 ceiling;        // 0: the population
    gdouble spread;        // S of its chain; 0: no pair
} Span;

struct KiriReachMaker {
    gint64 population;
    char *source;
    GHashTable *members; // medium → KiriReachMember
};

static void free_span(gpointer data)
{
    g_hash_table_unref(((Span *)data)->exposures);
    g_free(data);
}

static void free_member(gpointer data)
{
    KiriReachMember *m = data;
    kiri_reach_medium_free(m->row);
    g_clear_pointer(&m->spans, g_hash_table_unref);
    g_free(m->bad_pair);
    g_free(m);
}

KiriReachMaker *kiri_reach_begin(gint64 population, const char *source)
{
    KiriReachMaker *maker = g_new0(KiriReachMaker, 1);
    maker->population = MAX(population, 1);
    maker->source = g_strdup(source);
    maker->members = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_member);
    return maker;
}

/* Borrowed from the table, in no order (transfer full). */
static GPtrArray *values_of(GHashTable *table)
{
    GPtrArray *values = g_ptr_array_sized_new(g_hash_table_size(table));
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(values, value);
    return values;
}

/* ---- one medium ---- */

/* S = a + b of the beta distribution; 0 with error where there is none. Shares that
 * were made from whole people may miss independence by their rounding. */
static gdouble spread_of(gdouble single, gdouble two, GError **error)
{
    const gdouble most = 2 * single - single * single, slack = 1e-7;
    gdouble d = 2 * single - MIN(two, most);
    if (single > 0 && single <= 1 && two > single && two <= most + slack)
        return d - single * single > 1e-15 ? (single - d) / (d - single * single) : G_MAXDOUBLE;
    g_autofree char *least = kiri_reach_percent(single), *top = kiri_reach_percent(most);
    g_autofree char *given = kiri_reach_percent(two);
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_PARSE,
                _("two issues reach '%s', which must be more than one issue does (%s) and no more "
                  "than independent readers would make (%s)"),
                given, least, top);
    return 0;
}

/* What exposure number i leaves of those who were not reached yet. */
static gdouble left_by(gdouble share, gdouble spread, guint i)
{
    return 1 - share * (spread >= G_MAXDOUBLE ? 1 : spread / (spread + i));
}

gboolean kiri_reach_repeated(gdouble single, gdouble two, guint n, gdouble *reach, GError **error)
{
    gdouble spread = spread_of(single, two, error), nobody = 1;
    if (spread <= 0)
        return FALSE;
    for (guint i = 0; i < n; i++)
        nobody *= left_by(single, spread, i);
    *reach = 1 - nobody;
    return TRUE;
}

static KiriReachMember *member_of(KiriReachMaker *maker, const KiriReachPiece *piece)
{
    KiriReachMember *m = g_hash_table_lookup(maker->members, piece->medium);
    if (m)
        return m;
    m = g_new0(KiriReachMember, 1);
    m->row = kiri_reach_medium_new();
    m->row->medium = g_strdup(piece->medium);
    m->row->name = g_strdup(piece->name ? piece->name : piece->medium);
    m->spans = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_span);
    g_hash_table_insert(maker->members, m->row->medium, m);
    return m;
}

/* Of several answers the same one, whoever comes first. */
static void take_text(char **member, const char *text)
{
    if (!text || (*member && strcmp(*member, text) <= 0))
        return;
    g_free(*member);
    *member = g_strdup(text);
}

static void take_pair(const KiriReachMaker *maker, KiriReachMember *m, Span *span, Exposure *e,
                      const KiriReachPiece *piece)
{
    if (piece->single <= 0 || piece->two <= 0)
        return;
    g_autoptr(GError) error = NULL;
    gdouble base =
        (gdouble)(piece->ceiling > 0 ? MIN(piece->ceiling, maker->population) : maker->population);
    gdouble spread = spread_of((gdouble)piece->single / base, (gdouble)piece->two / base, &error);
    if (error) {
        take_text(&m->bad_pair, error->message);
        return;
    }
    span->spread = MAX(span->spread, spread);
    e->has_pair = TRUE;
}

static Span *span_of(KiriReachMember *m, const char *key)
{
    Span *span = g_hash_table_lookup(m->spans, key ? key : "");
    if (span)
        return span;
    span = g_new0(Span, 1);
    span->exposures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert(m->spans, g_strdup(key ? key : ""), span);
    return span;
}

void kiri_reach_add(KiriReachMaker *maker, const KiriReachPiece *piece)
{
    KiriReachMember *m = member_of(maker, piece);
    m->row->pieces++;
    if (piece->note && !kiri_strv_has(m->row->notes, piece->note))
        kiri_strv_add(&m->row->notes, piece->note);
    if (piece->people <= 0 || piece->basis == KIRI_REACH_UNKNOWN)
        return;
    const char *key = piece->exposure ? piece->exposure : "";
    Span *span = span_of(m, piece->span);
    Exposure *e = g_hash_table_lookup(span->exposures, key);
    if (!e) {
        e = g_new0(Exposure, 1);
        g_hash_table_insert(span->exposures, g_strdup(key), e);
    }
    e->people = MAX(e->people, (gdouble)MIN(piece->people, maker->population));
    span->ceiling = MAX(span->ceiling, piece->ceiling);
    take_pair(maker, m, span, e, piece);
    m->row->basis = MAX(m->row->basis, (gint)piece->basis);
    take_text(&m->row->source, piece->source);
    gint64 audience = piece->audience > 0 ? piece->audience : piece->people;
    m->audience = MAX(m->audience, (gdouble)MIN(audience, maker->population));
}

static gint by_people(gconstpointer a, gconstpointer b)
{
    const Exposure *x = *(Exposure *const *)a, *y = *(Exposure *const *)b;
    if (x->people != y->people)
        return x->people > y->people ? -1 : 1;
    return x->has_pair == y->has_pair ? 0 : x->has_pair ? -1 : 1;
}

/* The two ends of one span, in people. */
static void span_interval(const Span *span, gdouble population, KiriReachRange *range,
                          gint64 *exposures)
{
    g_autoptr(GPtrArray) all = values_of(span->exposures);
    gdouble base = population, largest = 0, chain = 1, apart = 1;
    guint in_chain = 0;
    g_ptr_array_sort(all, by_people);
    for (guint i = 0; i < all->len; i++)
        largest = MAX(largest, ((Exposure *)g_ptr_array_index(all, i))->people);
    if (span->ceiling > 0) // what was seen cannot be more than there are
        base = MIN(MAX((gdouble)span->ceiling, largest), population);
    for (guint i = 0; i < all->len; i++) {
        const Exposure *e = g_ptr_array_index(all, i);
        if (e->has_pair)
            chain *= left_by(e->people / base, span->spread, in_chain++);
        else
            apart *= 1 - e->people / base;
    }
    *range = (KiriReachRange){MAX(largest, base * (1 - chain)), base * (1 - chain * apart)};
    *exposures += all->len;
}

static gint by_range(gconstpointer a, gconstpointer b)
{
    const KiriReachRange *x = a, *y = b;
    return x->high != y->high ? (x->high > y->high ? -1 : 1)
                              : (x->low < y->low) - (x->low > y->low);
}

static void close_member(const KiriReachMaker *maker, KiriReachMember *m)
{
    gdouble population = (gdouble)maker->population, nobody = 1, largest = 0;
    g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(KiriReachRange));
    GHashTableIter iter, inner;
    gpointer span, exposure;
    g_hash_table_iter_init(&iter, m->spans);
    while (g_hash_table_iter_next(&iter, NULL, &span)) {
        KiriReachRange range;
        span_interval(span, population, &range, &m->row->exposures);
        g_array_append_val(ranges, range);
        g_hash_table_iter_init(&inner, ((Span *)span)->exposures);
        while (g_hash_table_iter_next(&inner, NULL, &exposure)) {
            largest = MAX(largest, ((Exposure *)exposure)->people);
            m->has_single |= !((Exposure *)exposure)->has_pair;
            m->has_pair |= ((Exposure *)exposure)->has_pair;
        }
        m->has_ceiling |= ((Span *)span)->ceiling > 0;
    }
    g_array_sort(ranges, by_range);
    for (guint i = 0; i < ranges->len; i++) {
        const KiriReachRange *r = &g_array_index(ranges, KiriReachRange, i);
        m->range.low = MAX(m->range.low, r->low);
        nobody *= 1 - r->high / population;
    }
    m->range.high = ranges->len == 1 ? g_array_index(ranges, KiriReachRange, 0).high
                                     : population * (1 - nobody);
    m->range.high = MAX(m->range.high, m->range.low);
    m->row->largest = llround(largest);
    m->row->low = llround(m->range.low);
    m->row->high = llround(m->range.high);
    if (m->row->notes)
        qsort(m->row->notes, g_strv_length(m->row->notes), sizeof(char *), kiri_reach_by_text);
}

/* ---- all media ---- */

int kiri_reach_by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static gint by_medium(gconstpointer a, gconstpointer b)
{
    const KiriReachMember *x = *(KiriReachMember *const *)a, *y = *(KiriReachMember *const *)b;
    return strcmp(x->row->medium, y->row->medium);
}

static void hand_over(KiriReach *r, GPtrArray *known)
{
    for (guint i = 0; i < known->len; i++) {
        KiriReachMember *m = g_ptr_array_index(known, i);
        kiri_recs_add(&r->media, g_steal_pointer(&m->row));
    }
}

KiriReach *kiri_reach_end(KiriReachMaker *maker, const KiriDuplication *duplication, gint64 us)
{
    KiriReach *r = kiri_reach_new();
    g_autoptr(GPtrArray) all = values_of(maker->members);
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    r->population = maker->population;
    r->population_source = g_steal_pointer(&maker->source);
    g_ptr_array_sort(all, by_medium);
    for (guint i = 0; i < all->len; i++) {
        KiriReachMember *m = g_ptr_array_index(all, i);
        close_member(maker, m);
        if (m->row->largest > 0)
            g_ptr_array_add(known, m);
        else
            kiri_strv_add(&r->unknown, m->row->name);
    }
    r->media_known = known->len;
    r->media_unknown = all->len - known->len;
    kiri_reach_explain_media(r, known);
    if (known->len) {
        g_autoptr(GPtrArray) pairs = kiri_reach_pairs(known, duplication, us, maker->population, r);
        KiriReachRange range = kiri_reach_union(known, pairs, (gdouble)maker->population);
        r->low = llround(range.low);
        r->high = CLAMP(llround(range.high), r->low, maker->population);
        kiri_reach_explain_union(r, pairs->len);
    }
    hand_over(r, known);
    g_hash_table_unref(maker->members);
    g_free(maker);
    return r;
}
