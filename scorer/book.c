// SPDX-License-Identifier: GPL-3.0-or-later
/* The book: one scan of the three nouns, then two tables of rows by their owner (a
 * medium, or kind and tier). An owner has a handful of rows, so a question goes
 * through them; what is compared is worked out once, when the book is opened.
 *
 * Invariants: no row is added after the opening; the tables borrow from the arrays of
 * records. */
#include <kirinuki/book.h>

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

#include <inttypes.h>
#include <string.h>

/* A figure or a rate, as questions see it. */
typedef struct {
    gconstpointer record;
    const char *id, *what; // metric or unit
    char *rank;            // in normal form; NULL
    gint64 from_us, to_us;
} Row;

struct KiriBook {
    gint64 known_us, changed_us;
    GPtrArray *media, *figures, *rates; // records in force
    GHashTable *by_id;                  // id → KiriMedium
    GHashTable *figures_of, *rates_of;  // owner → GArray of Row
    GHashTable *slots;                  // of stored figures, while the book is opened
};

enum { OWNER_BYTES = 64 };
static const char no_medium[] = "*"; // the owner of the population

/* ---- rows ---- */

gboolean kiri_row_is_known(KiriTime entered, KiriTime replaced, gint64 known_us)
{
    return (!kiri_time_is_set(entered) || entered.us <= known_us) &&
           (!kiri_time_is_set(replaced) || replaced.us > known_us);
}

/* First instant after what `t` states: the day, month, year or moment. */
static gint64 end_of(KiriTime t)
{
    KiriCivil c = kiri_civil_from_us(t.us, t.offset_min);
    KiriCivil next = {.year = c.year, .month = 1, .day = 1};
    switch (t.precision) {
    case KIRI_PRECISION_YEAR:
        next.year++;
        return kiri_civil_to_us(&next, t.offset_min);
    case KIRI_PRECISION_MONTH:
        next.year += c.month / 12;
        next.month = c.month % 12 + 1;
        return kiri_civil_to_us(&next, t.offset_min);
    case KIRI_PRECISION_DAY:
        return t.us + KIRI_US_PER_DAY;
    default:
        return t.us + 1;
    }
}

void kiri_row_span(KiriTime valid_from, KiriTime valid_to, gint64 *from_us, gint64 *to_us)
{
    *from_us = kiri_time_is_set(valid_from) ? valid_from.us : G_MININT64;
    *to_us = kiri_time_is_set(valid_to) ? end_of(valid_to) : G_MAXINT64;
}

static char *slot(const char *owner, const char *what, const char *rank, KiriTime from)
{
    char day[32];
    kiri_time_format(from, day);
    day[MIN(strlen(day), 10)] = 0;
    return g_strconcat(owner, ".", what, rank ? ":" : "", rank ? rank : "", ".", *day ? day : "0",
                       NULL);
}

/* No medium's id holds a colon or a star, so a default never meets a medium's row. */
static void default_owner(gint kind, gint64 tier, char out[OWNER_BYTES])
{
    if (tier)
        g_snprintf(out, OWNER_BYTES, "%s:%" PRId64, kiri_medium_kind_names[kind], tier);
    else
        g_snprintf(out, OWNER_BYTES, "%s:*", kiri_medium_kind_names[kind]);
}

char *kiri_rate_slot(const KiriRate *rate)
{
    char of[OWNER_BYTES];
    default_owner(rate->kind, rate->tier, of);
    return slot(rate->medium ? rate->medium : of, rate->unit, rate->rank, rate->valid_from);
}

char *kiri_figure_slot(const KiriFigure *figure)
{
    return slot(figure->medium ? figure->medium : no_medium, figure->metric, figure->rank,
                figure->valid_from);
}

static void free_figure(gpointer f)
{
    kiri_figure_free(f);
}

GPtrArray *kiri_medium_old_figures(const KiriMedium *m)
{
    const struct {
        const char *metric;
        gint64 value;
    } old[] = {{KIRI_METRIC_PAGE_VIEWS, m->monthly_page_views},
               {KIRI_METRIC_USERS, m->monthly_users}};
    GPtrArray *figures = g_ptr_array_new_with_free_func(free_figure);
    for (gsize i = 0; i < G_N_ELEMENTS(old); i++) {
        if (old[i].value <= 0)
            continue;
        KiriFigure *f = kiri_figure_new();
        f->medium = g_strdup(m->id);
        f->metric = g_strdup(old[i].metric);
        f->value = old[i].value;
        f->valid_from = m->valid_from;
        f->valid_to = m->valid_to;
        f->source = g_strdup(m->figures_source);
        f->confidence = m->confidence;
        f->id = kiri_figure_slot(f);
        g_ptr_array_add(figures, f);
    }
    return figures;
}

/* ---- opening ---- */

static char *rank_key(const char *rank)
{
    return rank && *rank ? kiri_normalize_dup(kiri_str(rank)) : NULL;
}

static void clear_row(gpointer row)
{
    g_free(((Row *)row)->rank);
}

static void add_row(GHashTable *rows_of, const char *owner, Row row)
{
    GArray *rows = g_hash_table_lookup(rows_of, owner);
    if (!rows) {
        rows = g_array_new(FALSE, FALSE, sizeof(Row));
        g_array_set_clear_func(rows, clear_row);
        g_hash_table_insert(rows_of, g_strdup(owner), rows);
    }
    g_array_append_val(rows, row);
}

static void add_figure(KiriBook *book, KiriFigure *f)
{
    Row row = {.record = f, .id = f->id, .what = f->metric, .rank = rank_key(f->rank)};
    kiri_row_span(f->valid_from, f->valid_to, &row.from_us, &row.to_us);
    g_ptr_array_add(book->figures, f);
    add_row(book->figures_of, f->medium ? f->medium : no_medium, row);
}

static void add_rate(KiriBook *book, KiriRate *r)
{
    char of[OWNER_BYTES];
    default_owner(r->kind, r->tier, of);
    Row row = {.record = r, .id = r->id, .what = r->unit, .rank = rank_key(r->rank)};
    kiri_row_span(r->valid_from, r->valid_to, &row.from_us, &row.to_us);
    g_ptr_array_add(book->rates, r);
    add_row(book->rates_of, r->medium ? r->medium : of, row);
}

/* The last change of the ledger that this book knows. */
static void note_change(KiriBook *book, KiriTime when)
{
    if (kiri_time_is_set(when) && when.us <= book->known_us)
        book->changed_us = MAX(book->changed_us, when.us);
}

static gboolean take_figure(gconstpointer record, gpointer data)
{
    KiriBook *book = data;
    const KiriFigure *f = record;
    note_change(book, f->entered);
    note_change(book, f->replaced);
    g_hash_table_add(book->slots, kiri_figure_slot(f));
    if (kiri_row_is_known(f->entered, f->replaced, book->known_us))
        add_figure(book, kiri_record_copy(&kiri_figure_shape, f));
    return TRUE;
}

static gboolean take_rate(gconstpointer record, gpointer data)
{
    KiriBook *book = data;
    const KiriRate *r = record;
    note_change(book, r->entered);
    note_change(book, r->replaced);
    if (kiri_row_is_known(r->entered, r->replaced, book->known_us))
        add_rate(book, kiri_record_copy(&kiri_rate_shape, r));
    return TRUE;
}

static void add_medium(KiriBook *book, KiriMedium *m)
{
    g_ptr_array_add(book->media, m);
    g_hash_table_insert(book->by_id, m->id, m);
    GPtrArray *old = kiri_medium_old_figures(m);
    for (guint i = 0; i < old->len; i++) {
        KiriFigure *f = g_ptr_array_index(old, i);
        if (g_hash_table_contains(book->slots, f->id))
            kiri_figure_free(f);
        else
            add_figure(book, f);
    }
    g_ptr_array_set_free_func(old, NULL);
    g_ptr_array_unref(old);
}

/* The newest version that was known; NULL without error where none was. (transfer
 * full) */
static KiriMedium *known_version(KiriStore *store, const KiriMedium *newest, gint64 known_us,
                                 GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriMedium *m = kiri_record_copy(&kiri_medium_shape, newest);
    while (m && !kiri_row_is_known(m->entered, KIRI_TIME_UNSET, known_us)) {
        gint64 before = m->version - 1;
        g_autofree char *id = g_strdup(m->id);
        kiri_medium_free(m);
        /* A medium of a store of before had no version: its number is 0. */
        m = before >= 0 ? kiri_store_get_version(store, KIRI_NOUN_MEDIUM, id, before, &why) : NULL;
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return m;
}

static gboolean take_media(KiriBook *book, KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_MEDIUM, "", error);
    for (guint i = 0; all && i < all->len; i++) {
        g_autoptr(GError) why = NULL;
        KiriMedium *m = known_version(store, g_ptr_array_index(all, i), book->known_us, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (m) {
            note_change(book, m->entered);
            add_medium(book, m);
        }
    }
    return all != NULL;
}

static void free_medium(gpointer m)
{
    kiri_medium_free(m);
}

static void free_rate(gpointer r)
{
    kiri_rate_free(r);
}

static GHashTable *new_rows(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
}

/* Those made of media came last. */
static gint compare_figures(gconstpointer a, gconstpointer b)
{
    const KiriFigure *const *x = a, *const *y = b;
    return strcmp((*x)->id, (*y)->id);
}

KiriBook *kiri_book_open(KiriStore *store, gint64 known_us, GError **error)
{
    g_autoptr(KiriBook) book = g_new0(KiriBook, 1);
    book->known_us = known_us;
    book->changed_us = G_MININT64;
    book->media = g_ptr_array_new_with_free_func(free_medium);
    book->figures = g_ptr_array_new_with_free_func(free_figure);
    book->rates = g_ptr_array_new_with_free_func(free_rate);
    book->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    book->figures_of = new_rows();
    book->rates_of = new_rows();
    book->slots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!kiri_store_each(store, KIRI_NOUN_FIGURE, "", take_figure, book, error) ||
        !kiri_store_each(store, KIRI_NOUN_RATE, "", take_rate, book, error) ||
        !take_media(book, store, error))
        return NULL;
    g_clear_pointer(&book->slots, g_hash_table_unref);
    g_ptr_array_sort(book->figures, compare_figures);
    return g_steal_pointer(&book);
}

gint64 kiri_book_changed_us(const KiriBook *book)
{
    return book->changed_us;
}

void kiri_book_close(KiriBook *book)
{
    if (!book)
        return;
    g_hash_table_unref(book->figures_of);
    g_hash_table_unref(book->rates_of);
    g_hash_table_unref(book->by_id);
    g_clear_pointer(&book->slots, g_hash_table_unref);
    g_ptr_array_unref(book->media);
    g_ptr_array_unref(book->figures);
    g_ptr_array_unref(book->rates);
    g_free(book);
}

/* ---- questions ---- */

const KiriMedium *kiri_book_medium(const KiriBook *book, const char *id)
{
    return id ? g_hash_table_lookup(book->by_id, id) : NULL;
}

const GPtrArray *kiri_book_media(const KiriBook *book)
{
    return book->media;
}

const GPtrArray *kiri_book_figures(const KiriBook *book)
{
    return book->figures;
}

const GPtrArray *kiri_book_rates(const KiriBook *book)
{
    return book->rates;
}

typedef struct {
    const char *what;
    const char *rank; // in normal form; NULL: any
    gint64 us;
} Question;

/* How well a row's rank answers: 0 not at all. */
static gint rank_fit(const Row *row, const char *rank)
{
    if (!rank)
        return row->rank ? 1 : 2;
    if (!row->rank)
        return 1;
    return strcmp(row->rank, rank) == 0 ? 2 : 0;
}

/* Days do not overflow here, microseconds between open ends might. */
static guint64 distance(const Row *row, gint64 us)
{
    if (us < row->from_us)
        return (guint64)row->from_us - (guint64)us;
    return us >= row->to_us ? (guint64)us - (guint64)row->to_us + 1 : 0;
}

static gboolean is_better(const Row *row, const Row *best, const Question *q)
{
    if (!best)
        return TRUE;
    gint rank = rank_fit(row, q->rank) - rank_fit(best, q->rank);
    if (rank)
        return rank > 0;
    guint64 far = distance(row, q->us), best_far = distance(best, q->us);
    if (far != best_far)
        return far < best_far;
    if (row->from_us != best->from_us)
        return row->from_us > best->from_us;
    return strcmp(row->id, best->id) < 0;
}

static const Row *pick(GHashTable *rows_of, const char *owner, const Question *q,
                       gboolean wants_valid)
{
    const GArray *rows = g_hash_table_lookup(rows_of, owner);
    const Row *best = NULL;
    for (guint i = 0; rows && i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (strcmp(row->what, q->what) == 0 && rank_fit(row, q->rank) &&
            (distance(row, q->us) == 0) == wants_valid && is_better(row, best, q))
            best = row;
    }
    return best;
}

static gconstpointer answer(GHashTable *rows_of, const char *const *owners, const Question *q,
                            KiriFit *fit)
{
    for (KiriFit f = KIRI_FIT_VALID; f <= KIRI_FIT_OUTSIDE; f++)
        for (gsize i = 0; owners[i]; i++) {
            const Row *row = pick(rows_of, owners[i], q, f == KIRI_FIT_VALID);
            if (row) {
                *fit = f;
                return row->record;
            }
        }
    *fit = KIRI_FIT_NONE;
    return NULL;
}

const KiriFigure *kiri_book_figure(const KiriBook *book, const char *medium, const char *metric,
                                   const char *rank, gint64 us, KiriFit *fit)
{
    g_autofree char *key = rank_key(rank);
    KiriFit ignored;
    const char *const owners[] = {medium ? medium : no_medium, NULL};
    const Question q = {metric, key, us};
    return answer(book->figures_of, owners, &q, fit ? fit : &ignored);
}

const KiriRate *kiri_book_rate(const KiriBook *book, const KiriMedium *medium, const char *unit,
                               const char *rank, gint64 us, KiriFit *fit)
{
    KiriFit ignored;
    fit = fit ? fit : &ignored;
    *fit = KIRI_FIT_NONE;
    if (!medium)
        return NULL;
    g_autofree char *key = rank_key(rank);
    char of_tier[OWNER_BYTES], of_kind[OWNER_BYTES];
    default_owner(medium->kind, medium->tier, of_tier);
    default_owner(medium->kind, 0, of_kind);
    const char *const owners[] = {medium->id, of_tier, of_kind, NULL};
    const Question q = {unit, key, us};
    return answer(book->rates_of, owners, &q, fit);
}
