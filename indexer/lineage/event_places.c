// SPDX-License-Identifier: GPL-3.0-or-later
/* Which rows have a word, by their place in the order of articles: those of the store,
 * less the moved ones of the batch, and the batch's own between them.
 *
 * Each article asks for some twenty words, before it and behind it, and a seek in the
 * store is what that costs. The words of a batch are known beforehand, so each is read
 * once, backward from behind the last article of the batch that has it, until there are
 * KIRI_EVENT_ROWS before the first of these: a run. Articles of a batch that are far apart
 * in time have runs of their own. A question that no run answers goes to the store.
 *
 * Runs outlive their batch: the next one is of the same days most often, and of the same
 * words. What a batch writes goes into the runs that it belongs to; those of a word that a
 * row had before and has no more are dropped.
 *
 *   R1 The places of a run are all that the store has between its first and its last one;
 *      of a whole run, all within its time. */
#include "link/link_events.h"

#include <stdlib.h>
#include <string.h>

enum {
    KEY_BYTES = 8,
    MOST_OF_RUN = 512,
    MOST_READ = 1 << 20,  // places in memory
    MOST_RUNS = 1 << 17,  // so many words, and
    MOST_NAMES = 1 << 17, // so many articles outlive a batch at most
};

#define NEAR_US (KIRI_EVENT_DAYS * KIRI_US_PER_DAY)
#define APART_US (2 * KIRI_US_PER_DAY)
/* Nothing, most often, is behind the newest articles: that is read once a week. */
#define AHEAD_US (7 * KIRI_US_PER_DAY)

typedef struct Run Run;
struct Run {
    gint64 from_us, to_us; // its time
    gboolean is_whole;
    KiriEventPlace *places; // the last of the order first
    guint n, room;
    Run *next; // of the word, of an earlier time
};

/* ---- life ---- */

static void places_free(gpointer places)
{
    g_array_unref(places);
}

static void runs_free(gpointer runs)
{
    for (Run *run = runs, *next; run; run = next) {
        next = run->next;
        g_free(run->places);
        g_free(run);
    }
}

void kiri_event_places_open(KiriLinkEvents *e)
{
    e->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    e->moved = g_hash_table_new(g_direct_hash, g_direct_equal);
    e->words = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, places_free);
    e->runs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, runs_free);
    e->n_read = 0;
}

void kiri_event_places_close(KiriLinkEvents *e)
{
    g_clear_pointer(&e->runs, g_hash_table_destroy);
    g_clear_pointer(&e->words, g_hash_table_destroy);
    g_clear_pointer(&e->moved, g_hash_table_destroy);
    g_clear_pointer(&e->names, g_hash_table_destroy);
}

void kiri_event_places_forget(KiriLinkEvents *e)
{
    e->n_read = 0;
    g_hash_table_remove_all(e->runs);
    g_hash_table_remove_all(e->words);
    g_hash_table_remove_all(e->moved);
    g_hash_table_remove_all(e->names);
}

const char *kiri_event_name(KiriLinkEvents *e, const char *id)
{
    gpointer name = NULL;
    if (g_hash_table_lookup_extended(e->names, id, &name, NULL))
        return name;
    char *copy = g_strdup(id);
    g_hash_table_add(e->names, copy);
    return copy;
}

/* ---- words of a row ---- */

guint kiri_event_n_words(const KiriEvent *row)
{
    return row->words ? (guint)(g_bytes_get_size(row->words) / KEY_BYTES) : 0;
}

guint64 kiri_event_word(const KiriEvent *row, guint i)
{
    const guint8 *p = g_bytes_get_data(row->words, NULL);
    guint64 v = 0;
    for (guint k = 0; k < KEY_BYTES; k++)
        v = v << 8 | p[(gsize)i * KEY_BYTES + k];
    return v;
}

/* ---- what the batch moved ---- */

static GArray *places_made(KiriLinkEvents *e, guint64 word)
{
    GArray *places = g_hash_table_lookup(e->words, &word);
    if (!places) {
        places = g_array_new(FALSE, FALSE, sizeof(KiriEventPlace));
        g_hash_table_insert(e->words, g_memdup2(&word, sizeof word), places);
    }
    return places;
}

void kiri_event_move(KiriLinkWork *w, const char *id, const KiriEvent *row)
{
    const char *name = kiri_event_name(&w->events, id);
    g_hash_table_add(w->events.moved, (gpointer)(guintptr)name);
    for (guint i = 0; row && i < kiri_event_n_words(row); i++) {
        GArray *places = places_made(&w->events, kiri_event_word(row, i));
        gint64 us = row->from_us;
        do {
            KiriEventPlace place = {us, name};
            guint at = places->len;
            while (at &&
                   kiri_event_order(&g_array_index(places, KiriEventPlace, at - 1), &place) > 0)
                at--;
            g_array_insert_val(places, at, place);
            us += KIRI_EVENT_WEEK_US;
        } while (us < row->to_us);
    }
}

/* ---- reading ahead ---- */

/* The run that is to answer for a place of this time; NULL: there is none. */
static Run *run_at(const KiriLinkEvents *e, guint64 word, gint64 us)
{
    Run *run = g_hash_table_lookup(e->runs, &word);
    while (run && run->next && run->from_us > us - NEAR_US)
        run = run->next;
    return run;
}

static gboolean is_read(const KiriLinkEvents *e, guint64 word, gint64 us, gint64 to_us)
{
    const Run *run = run_at(e, word, us);
    return run && run->from_us <= us - NEAR_US && run->to_us >= to_us + NEAR_US;
}

/* Puts an empty run between those of its word. */
static Run *add_run(KiriLinkEvents *e, const KiriWordSpan *span)
{
    Run *run = g_new(Run, 1), *behind = g_hash_table_lookup(e->runs, &span->word);
    *run = (Run){.from_us = span->from_us, .to_us = span->to_us, .is_whole = TRUE};
    if (!behind || behind->from_us < span->from_us) {
        gpointer key = NULL;
        g_hash_table_steal_extended(e->runs, &span->word, &key, NULL);
        run->next = behind;
        g_hash_table_insert(e->runs, key ? key : g_memdup2(&span->word, sizeof span->word), run);
        return run;
    }
    while (behind->next && behind->next->from_us >= span->from_us)
        behind = behind->next;
    run->next = behind->next;
    behind->next = run;
    return run;
}

typedef struct {
    KiriLinkEvents *events;
    const GArray *spans; // KiriWordSpan
    gsize at;            // of the first one that has no run yet
    Run *run;            // being read
    guint before;        // places before the first article that wants it
} Ahead;

static void begin_runs(Ahead *a, gsize below)
{
    for (; a->at < below; a->at++) {
        a->run = add_run(a->events, &g_array_index(a->spans, KiriWordSpan, a->at));
        a->before = 0;
    }
}

static void insert_place(KiriLinkEvents *e, Run *run, guint at, KiriEventPlace place)
{
    enum { FIRST_ROOM = 4 };
    if (run->n == run->room) {
        run->room = MAX(run->room * 2, (guint)FIRST_ROOM);
        run->places = g_renew(KiriEventPlace, run->places, run->room);
    }
    memmove(run->places + at + 1, run->places + at, (run->n - at) * sizeof *run->places);
    run->places[at] = place;
    run->n++;
    e->n_read++;
}

static gboolean take_ahead(gsize at, gint64 us, const char *article, gpointer data)
{
    Ahead *a = data;
    begin_runs(a, at + 1);
    if (a->run->n >= MOST_OF_RUN || a->before >= KIRI_EVENT_ROWS || a->events->n_read >= MOST_READ)
        return a->run->is_whole = FALSE;
    KiriEventPlace place = {us, kiri_event_name(a->events, article)};
    insert_place(a->events, a->run, a->run->n, place);
    a->before += us < a->run->from_us + NEAR_US ? 1 : 0;
    return TRUE;
}

/* A word of an article of the batch, whose time is known or not. */
typedef struct {
    guint64 word;
    gint64 us, to_us;
} Wanted;

static int by_word(const void *a, const void *b)
{
    const Wanted *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return x->us > y->us ? -1 : x->us < y->us; // runs are read from behind
}

/* What these rows want and no run has, by word. (transfer full) */
static GArray *wanted_of(const KiriLinkEvents *e, const GPtrArray *rows)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(Wanted));
    for (guint r = 0; r < rows->len; r++) {
        const KiriEvent *row = g_ptr_array_index(rows, r);
        for (guint i = 0; i < kiri_event_n_words(row); i++) {
            Wanted one = {kiri_event_word(row, i), row->from_us, MAX(row->from_us, row->to_us)};
            if (!is_read(e, one.word, one.us, one.to_us))
                g_array_append_val(wanted, one);
        }
    }
    if (wanted->len)
        qsort(wanted->data, wanted->len, sizeof(Wanted), by_word);
    return wanted;
}

/* Of each word the time of all that want it, in as many spans as it falls into; those who
 * come a little later are answered too. (transfer full) */
static GArray *spans_of(const GArray *wanted)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(KiriWordSpan));
    for (guint i = 0; i < wanted->len; i++) {
        const Wanted *one = &g_array_index(wanted, Wanted, i);
        KiriWordSpan span = {one->word, one->us - NEAR_US, one->to_us + NEAR_US + AHEAD_US};
        KiriWordSpan *last =
            spans->len ? &g_array_index(spans, KiriWordSpan, spans->len - 1) : NULL;
        if (last && last->word == one->word && last->from_us - span.from_us <= APART_US)
            *last = (KiriWordSpan){one->word, span.from_us, MAX(last->to_us, span.to_us)};
        else
            g_array_append_val(spans, span);
    }
    return spans;
}

void kiri_event_expect(KiriLinkWork *w, const GPtrArray *rows)
{
    g_autoptr(GArray) wanted = wanted_of(&w->events, rows);
    g_autoptr(GArray) spans = spans_of(wanted);
    Ahead a = {.events = &w->events, .spans = spans};
    kiri_store_each_in_spans(w->store, (const KiriWordSpan *)(gpointer)spans->data, spans->len,
                             take_ahead, &a);
    begin_runs(&a, spans->len);
}

/* ---- when the batch is written ---- */

/* Into a run that has the places of this time; a run that was cut ends before it. */
static void settle_into(KiriLinkEvents *e, Run *run, KiriEventPlace place)
{
    guint at = 0;
    if (place.us < run->from_us || place.us >= run->to_us)
        return;
    while (at < run->n && kiri_event_order(&run->places[at], &place) > 0)
        at++;
    if (at == run->n ? run->is_whole : kiri_event_order(&run->places[at], &place) != 0)
        insert_place(e, run, at, place);
}

static gboolean has_same_places(const KiriEvent *a, const KiriEvent *b)
{
    return a && b && a->from_us == b->from_us && a->to_us == b->to_us &&
           (a->words == b->words || (a->words && b->words && g_bytes_equal(a->words, b->words)));
}

void kiri_event_settle(KiriLinkEvents *e, const char *id, const KiriEvent *before,
                       const KiriEvent *now)
{
    if (has_same_places(before, now))
        return;
    for (guint i = 0; before && i < kiri_event_n_words(before); i++) {
        guint64 word = kiri_event_word(before, i);
        g_hash_table_remove(e->runs, &word);
    }
    for (guint i = 0; now && i < kiri_event_n_words(now); i++) {
        guint64 word = kiri_event_word(now, i);
        for (Run *run = g_hash_table_lookup(e->runs, &word); run; run = run->next) {
            gint64 us = now->from_us;
            do {
                settle_into(e, run, (KiriEventPlace){us, kiri_event_name(e, id)});
                us += KIRI_EVENT_WEEK_US;
            } while (us < now->to_us);
        }
    }
}

void kiri_event_places_settle(KiriLinkEvents *e)
{
    g_hash_table_remove_all(e->words);
    g_hash_table_remove_all(e->moved);
    if (e->n_read > MOST_READ / 2 || g_hash_table_size(e->runs) > MOST_RUNS ||
        g_hash_table_size(e->names) > MOST_NAMES)
        kiri_event_places_forget(e);
}

/* ---- looking ---- */

/* Places that are gone through one after the other, away from one of them. */
typedef struct {
    const KiriEventPlace *places;
    gint64 at, end, step; // at == end: there are no more
} Walk;

typedef struct {
    const KiriLinkEvents *events;
    KiriEventPlace from; // itself not among them
    gint64 low_us, high_us;
    gboolean is_backward;
    GArray *places; // KiriEventPlace, the nearest first
} Look;

static gboolean is_behind(const Look *look, const KiriEventPlace *place)
{
    gint order = kiri_event_order(place, &look->from);
    return look->is_backward ? order < 0 : order > 0;
}

static gboolean is_moved(const Look *look, const char *name)
{
    return !look->events->looks_at_old && g_hash_table_contains(look->events->moved, name);
}

/* The first of `n` places, in the order or against it, that is not behind `from`. */
static gint64 place_of(const KiriEventPlace *places, guint n, gboolean is_falling,
                       const KiriEventPlace *from)
{
    guint low = 0, high = n;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        gint order = kiri_event_order(&places[middle], from);
        if (is_falling ? order > 0 : order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Walk walk_from(const Look *look, const KiriEventPlace *places, guint n, gboolean is_falling)
{
    gint64 at = place_of(places, n, is_falling, &look->from);
    Walk walk = {places, at, n, 1};
    if (is_falling != look->is_backward)
        walk = (Walk){places, at - 1, -1, -1};
    while (walk.at != walk.end && !is_behind(look, &places[walk.at]))
        walk.at += walk.step;
    return walk;
}

/* The next place of the walk within the time of the look; NULL: there are no more. */
static const KiriEventPlace *walk_place(const Look *look, Walk *walk, gboolean skips_moved)
{
    for (; walk->at != walk->end; walk->at += walk->step) {
        const KiriEventPlace *place = &walk->places[walk->at];
        if (place->us < look->low_us || place->us >= look->high_us)
            return NULL;
        if (!skips_moved || !is_moved(look, place->id))
            return place;
    }
    return NULL;
}

/* Those of the store that do not move; FALSE: the run has not all of them. */
static gboolean look_into_run(Look *look, const Run *run)
{
    const KiriEventPlace *places = run->places;
    gboolean has_end = run->is_whole && look->low_us >= run->from_us;
    if (look->high_us > run->to_us)
        return FALSE;
    if (!look->is_backward && !has_end &&
        (!run->n || kiri_event_order(&places[run->n - 1], &look->from) > 0))
        return FALSE;
    Walk walk = walk_from(look, places, run->n, TRUE);
    for (const KiriEventPlace *place;
         look->places->len < KIRI_EVENT_ROWS && (place = walk_place(look, &walk, TRUE));
         walk.at += walk.step)
        g_array_append_vals(look->places, place, 1);
    return !look->is_backward || has_end || look->places->len >= KIRI_EVENT_ROWS;
}

typedef struct {
    KiriLinkEvents *events;
    Look *look;
} Stored;

static gboolean take_stored(gint64 us, const char *article, gpointer data)
{
    Stored *stored = data;
    KiriEventPlace place = {us, kiri_event_name(stored->events, article)};
    if (is_behind(stored->look, &place) && !is_moved(stored->look, place.id))
        g_array_append_val(stored->look->places, place);
    return stored->look->places->len < KIRI_EVENT_ROWS;
}

/* Puts the places of this batch between those of the store. */
static GArray *merge_moved(const Look *look, const GArray *moved)
{
    GArray *all = g_array_sized_new(FALSE, FALSE, sizeof(KiriEventPlace), KIRI_EVENT_ROWS);
    Walk walk = walk_from(look, &g_array_index(moved, KiriEventPlace, 0), moved->len, FALSE);
    for (guint i = 0; all->len < KIRI_EVENT_ROWS;) {
        const KiriEventPlace *own = walk_place(look, &walk, FALSE);
        const KiriEventPlace *stored =
            i < look->places->len ? &g_array_index(look->places, KiriEventPlace, i) : NULL;
        if (!own && !stored)
            break;
        gint order = own && stored ? kiri_event_order(own, stored) : 0;
        gboolean takes_own = own && (!stored || (look->is_backward ? order > 0 : order < 0));
        g_array_append_vals(all, takes_own ? own : stored, 1);
        walk.at += takes_own ? walk.step : 0;
        i += takes_own ? 0 : 1;
    }
    return all;
}

GArray *kiri_event_rows_with(KiriLinkWork *w, guint64 word, KiriEventPlace from,
                             gboolean is_backward)
{
    KiriLinkEvents *e = &w->events;
    Look look = {.events = e,
                 .from = from,
                 .low_us = is_backward ? from.us - NEAR_US : from.us,
                 .high_us = is_backward ? from.us + 1 : from.us + NEAR_US,
                 .is_backward = is_backward,
                 .places = g_array_new(FALSE, FALSE, sizeof(KiriEventPlace))};
    const Run *run = run_at(e, word, from.us);
    if (!run || !look_into_run(&look, run)) {
        Stored stored = {e, &look};
        g_array_set_size(look.places, 0);
        kiri_store_each_with_word(w->store, word, look.low_us, look.high_us, is_backward,
                                  take_stored, &stored);
    }
    const GArray *moved = e->looks_at_old ? NULL : g_hash_table_lookup(e->words, &word);
    if (!moved)
        return look.places;
    GArray *all = merge_moved(&look, moved);
    g_array_unref(look.places);
    return all;
}
