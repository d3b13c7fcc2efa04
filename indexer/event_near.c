// SPDX-License-Identifier: GPL-3.0-or-later
/* Looking back from an article for those that may tell of its event, and forward from
 * one that changed for those that may have looked at it. The rows of a batch are laid
 * over those of the store: what the store says of the moved ones does not count. */
#include "link_events.h"

#include <kirinuki/hash.h>

#include <string.h>

enum { MOST_COMPARED = 48, MOST_NEAR = 16, LEAST_WORDS = 2, KEY_BYTES = 8 };

/* ---- places ---- */

static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriEventPlace *x = a, *y = b;
    return x->us != y->us ? (x->us < y->us ? -1 : 1) : strcmp(x->id, y->id);
}

static guint n_words(const KiriEvent *row)
{
    return row->words ? (guint)(g_bytes_get_size(row->words) / KEY_BYTES) : 0;
}

static guint64 word_at(const KiriEvent *row, guint i)
{
    const guint8 *p = g_bytes_get_data(row->words, NULL);
    guint64 v = 0;
    for (guint k = 0; k < KEY_BYTES; k++)
        v = v << 8 | p[(gsize)i * KEY_BYTES + k];
    return v;
}

static void places_free(gpointer places)
{
    g_array_unref(places);
}

static GArray *places_of(KiriLinkEvents *e, guint64 word, gboolean makes)
{
    if (!e->words)
        e->words = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, places_free);
    GArray *places = g_hash_table_lookup(e->words, &word);
    if (places || !makes)
        return places;
    places = g_array_new(FALSE, FALSE, sizeof(KiriEventPlace));
    g_hash_table_insert(e->words, g_memdup2(&word, sizeof word), places);
    return places;
}

void kiri_event_move(KiriLinkWork *w, const char *id, const KiriEvent *row)
{
    g_hash_table_add(w->events.moved, g_strdup(id));
    const char *kept = g_hash_table_lookup(w->events.moved, id);
    for (guint i = 0; row && i < n_words(row); i++) {
        GArray *places = places_of(&w->events, word_at(row, i), TRUE);
        gint64 us = row->from_us;
        do {
            KiriEventPlace place = {us, kept};
            guint at = places->len;
            while (at && by_place(&g_array_index(places, KiriEventPlace, at - 1), &place) > 0)
                at--;
            g_array_insert_val(places, at, place);
            us += KIRI_EVENT_WEEK_US;
        } while (us < row->to_us);
    }
}

/* ---- the rows with a word, before or behind a place ---- */

typedef struct {
    const KiriLinkEvents *events;
    KiriEventPlace from; // itself not among them
    gboolean is_backward;
    GPtrArray *ids; // owned: found so far
    GArray *us;     // their times
} Look;

static gboolean is_behind(const Look *look, const KiriEventPlace *place)
{
    gint order = by_place(place, &look->from);
    return look->is_backward ? order < 0 : order > 0;
}

static gboolean take_stored(gint64 us, const char *article, gpointer data)
{
    Look *look = data;
    KiriEventPlace place = {us, article};
    gboolean is_moved =
        !look->events->looks_at_old && g_hash_table_contains(look->events->moved, article);
    if (is_behind(look, &place) && !is_moved) {
        g_ptr_array_add(look->ids, g_strdup(article));
        g_array_append_val(look->us, us);
    }
    return look->ids->len < KIRI_EVENT_ROWS;
}

/* Puts the places of this batch between those of the store. */
static void merge_moved(Look *look, const GArray *places, gint64 low_us, gint64 high_us)
{
    for (guint i = 0; i < places->len; i++) {
        const KiriEventPlace *place = &g_array_index(places, KiriEventPlace, i);
        if (place->us < low_us || place->us >= high_us || !is_behind(look, place))
            continue;
        guint at = 0;
        for (; at < look->ids->len; at++) {
            KiriEventPlace other = {g_array_index(look->us, gint64, at),
                                    g_ptr_array_index(look->ids, at)};
            gint order = by_place(place, &other);
            if (look->is_backward ? order > 0 : order < 0)
                break;
        }
        g_ptr_array_insert(look->ids, (gint)at, g_strdup(place->id));
        g_array_insert_val(look->us, at, place->us);
        if (look->ids->len > KIRI_EVENT_ROWS) {
            g_ptr_array_set_size(look->ids, KIRI_EVENT_ROWS);
            g_array_set_size(look->us, KIRI_EVENT_ROWS);
        }
    }
}

/* Ids of at most KIRI_EVENT_ROWS, the nearest first. (transfer full) */
static GPtrArray *rows_with(KiriLinkWork *w, guint64 word, KiriEventPlace from,
                            gboolean is_backward)
{
    const gint64 most_us = KIRI_EVENT_DAYS * KIRI_US_PER_DAY;
    gint64 low = is_backward ? from.us - most_us : from.us;
    gint64 high = is_backward ? from.us + 1 : from.us + most_us;
    g_autoptr(GArray) us = g_array_new(FALSE, FALSE, sizeof(gint64));
    Look look = {&w->events, from, is_backward, g_ptr_array_new_with_free_func(g_free), us};
    kiri_store_each_with_word(w->store, word, low, high, is_backward, take_stored, &look);
    const GArray *moved = w->events.looks_at_old ? NULL : places_of(&w->events, word, FALSE);
    if (moved)
        merge_moved(&look, moved, low, high);
    return look.ids;
}

/* ---- looking back ---- */

/* What both cover ties two articles by itself. */
static guint word_counts(const KiriEvent *row, guint i)
{
    return i >= n_words(row) - kiri_strv_count(row->releases) ? LEAST_WORDS : 1;
}

/* id → words in common. (transfer full) */
static GHashTable *count_before(KiriLinkWork *w, const KiriEvent *row)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    KiriEventPlace from = {row->from_us, row->article};
    for (guint i = 0; i < n_words(row); i++) {
        g_autoptr(GPtrArray) ids = rows_with(w, word_at(row, i), from, TRUE);
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
        for (guint k = 0; k < ids->len; k++) {
            const char *id = g_ptr_array_index(ids, k);
            if (!g_hash_table_add(seen, (gpointer)(guintptr)id) || strcmp(id, row->article) == 0)
                continue;
            guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, id)) + word_counts(row, i);
            g_hash_table_insert(counts, g_strdup(id), GUINT_TO_POINTER(n));
        }
    }
    return counts;
}

typedef struct {
    const char *id; // borrowed from the counts, or the row
    guint words;
    gint64 us;
    gdouble likeness;
} Candidate;

static gint most_words_first(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    if (x->words != y->words)
        return x->words > y->words ? -1 : 1;
    return x->us != y->us ? (x->us > y->us ? -1 : 1) : strcmp(x->id, y->id);
}

static gint likeliest_first(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    if (x->likeness > y->likeness || x->likeness < y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    return strcmp(x->id, y->id);
}

/* Those with most in common, compared: Candidate (transfer full). */
static GArray *candidates_of(KiriLinkWork *w, GHashTable *counts)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Candidate));
    GHashTableIter iter;
    gpointer id, n;
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &id, &n)) {
        const KiriEvent *other = GPOINTER_TO_UINT(n) < LEAST_WORDS ? NULL : kiri_link_event(w, id);
        Candidate c = {id, GPOINTER_TO_UINT(n), other ? other->from_us : 0, 0};
        if (other)
            g_array_append_val(list, c);
    }
    g_array_sort(list, most_words_first);
    if (list->len > MOST_COMPARED)
        g_array_set_size(list, MOST_COMPARED);
    return list;
}

static gdouble likeness_to(KiriLinkWork *w, const KiriEventView *view, const char *id)
{
    KiriEventView other;
    const KiriEvent *row = kiri_link_event(w, id);
    if (!row || !kiri_event_view(row, &other))
        return 0;
    return kiri_event_likeness(view, &other, NULL);
}

KiriEvent *kiri_event_evaluate(KiriLinkWork *w, const KiriEvent *row)
{
    KiriEvent *out = kiri_record_copy(&kiri_event_shape, row);
    KiriEventView view;
    g_free(out->event);
    g_clear_pointer(&out->through, g_free);
    out->event = g_strdup(row->article);
    out->likeness = 0;
    if (!kiri_event_view(out, &view))
        return out;
    g_autoptr(GHashTable) counts = count_before(w, row);
    g_autoptr(GArray) list = candidates_of(w, counts);
    for (guint i = 0; i < list->len; i++) {
        Candidate *c = &g_array_index(list, Candidate, i);
        c->likeness = likeness_to(w, &view, c->id);
    }
    g_array_sort(list, likeliest_first);
    for (guint i = 0; i < MIN(list->len, (guint)MOST_NEAR); i++) {
        const Candidate *c = &g_array_index(list, Candidate, i);
        const KiriEvent *near = c->likeness < KIRI_EVENT_LEAST ? NULL : kiri_link_event(w, c->id);
        if (!near)
            break;
        if (likeness_to(w, &view, near->event) < KIRI_EVENT_LEAST_FIRST)
            continue;
        g_free(out->event);
        out->event = g_strdup(near->event);
        out->through = g_strdup(c->id);
        out->likeness = c->likeness;
        break;
    }
    return out;
}

/* ---- looking forward ---- */

void kiri_event_add_followers(KiriLinkWork *w, const KiriEvent *row, GHashTable *ids)
{
    for (guint i = 0; i < n_words(row); i++) {
        gint64 us = row->from_us;
        do {
            KiriEventPlace from = {us, row->article};
            g_autoptr(GPtrArray) found = rows_with(w, word_at(row, i), from, FALSE);
            for (guint k = 0; k < found->len; k++)
                if (strcmp(g_ptr_array_index(found, k), row->article) != 0)
                    g_hash_table_add(ids, g_strdup(g_ptr_array_index(found, k)));
            us += KIRI_EVENT_WEEK_US;
        } while (us < row->to_us);
    }
}
