// SPDX-License-Identifier: GPL-3.0-or-later
/* Looking back from an article for those that may tell of its event, and forward from
 * one that changed for those that may have looked at it. */
#include "link/link_events.h"

enum { MOST_COMPARED = 48, MOST_NEAR = 16, LEAST_WORDS = 2 };

/* ---- looking back ---- */

/* What both cover ties two articles by itself. */
static guint word_counts(const KiriEvent *row, guint i)
{
    return i >= kiri_event_n_words(row) - kiri_strv_count(row->releases) ? LEAST_WORDS : 1;
}

/* An article before this one, and what it has in common with it. */
typedef struct {
    const char *id; // as places have it
    guint words;
    guint last; // of its words, and 1
} Count;

static void count_place(GArray *counts, GHashTable *known, const char *id, guint word, guint worth)
{
    guint at = GPOINTER_TO_UINT(g_hash_table_lookup(known, id));
    if (!at) {
        Count count = {.id = id};
        g_array_append_val(counts, count);
        at = counts->len;
        g_hash_table_insert(known, (gpointer)(guintptr)id, GUINT_TO_POINTER(at));
    }
    Count *count = &g_array_index(counts, Count, at - 1);
    count->words += count->last == word + 1 ? 0 : worth;
    count->last = word + 1;
}

static gint most_in_common_first(gconstpointer a, gconstpointer b)
{
    const Count *x = a, *y = b;
    return x->words != y->words ? (x->words > y->words ? -1 : 1) : 0;
}

/* Count, most words first. (transfer full) */
static GArray *count_before(KiriLinkWork *w, const KiriEvent *row)
{
    GArray *counts = g_array_new(FALSE, FALSE, sizeof(Count));
    g_autoptr(GHashTable) known = g_hash_table_new(g_direct_hash, g_direct_equal);
    const char *own = kiri_event_name(&w->events, row->article);
    KiriEventPlace from = {row->from_us, own};
    for (guint i = 0; i < kiri_event_n_words(row); i++) {
        g_autoptr(GArray) places = kiri_event_rows_with(w, kiri_event_word(row, i), from, TRUE);
        for (guint k = 0; k < places->len; k++) {
            const char *id = g_array_index(places, KiriEventPlace, k).id;
            if (id != own)
                count_place(counts, known, id, i, word_counts(row, i));
        }
    }
    g_array_sort(counts, most_in_common_first);
    return counts;
}

typedef struct {
    const char *id; // borrowed from the places, or the row
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

/* Those with most in common, to be compared: Candidate (transfer full). Where there are
 * enough, rows of those with less in common are not read. */
static GArray *candidates_of(KiriLinkWork *w, const GArray *counts)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (guint i = 0; i < counts->len; i++) {
        const Count *count = &g_array_index(counts, Count, i);
        gboolean has_less = i && count->words < g_array_index(counts, Count, i - 1).words;
        if (count->words < LEAST_WORDS || (has_less && list->len >= MOST_COMPARED))
            break;
        const KiriEvent *other = kiri_link_event(w, count->id);
        Candidate c = {count->id, count->words, other ? other->from_us : 0, 0};
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
    g_autoptr(GArray) counts = count_before(w, row);
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
    const char *own = kiri_event_name(&w->events, row->article);
    for (guint i = 0; i < kiri_event_n_words(row); i++) {
        gint64 us = row->from_us;
        do {
            KiriEventPlace from = {us, own};
            g_autoptr(GArray) found = kiri_event_rows_with(w, kiri_event_word(row, i), from, FALSE);
            for (guint k = 0; k < found->len; k++) {
                const char *id = g_array_index(found, KiriEventPlace, k).id;
                if (id != own && !g_hash_table_contains(ids, id))
                    g_hash_table_add(ids, g_strdup(id));
            }
            us += KIRI_EVENT_WEEK_US;
        } while (us < row->to_us);
    }
}
