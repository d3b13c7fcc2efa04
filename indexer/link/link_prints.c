// SPDX-License-Identifier: GPL-3.0-or-later
/* Fingerprints: who shares them with whom, as it will be when the batch is written.
 *
 * They are written with the cursor: until then the batch sees those of the store, less
 * the changed articles, and theirs on top. So it also sees which of them become set
 * phrases by it, or are none any longer: that may part or join articles that did not
 * change.
 *
 * What costs is looking them up, a hundred for each article. So those of a whole batch
 * are read in one go and in their order; articles are numbers while they are counted;
 * and a set phrase, whose list is long, is remembered from batch to batch until an
 * article that had it changes. A list is cut where so many unchanged articles have the
 * fingerprint that it is a set phrase, whatever the batch does.
 *
 *   P1 A fingerprint of a ready article that has no list is nobody else's.
 *   P2 A list that is cut is a set phrase in the store and stays one. */
#include "link_stage.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PHRASES = 1 << 18, SLICE = 8192 };

typedef struct {
    char *id;
    guint prints; // in all; 0: not known
    guint shared; // while they are counted
    gboolean is_changed;
} Met;

typedef struct {
    guint64 print;
    guint32 number;
} KiriPrintOf;

typedef struct {
    guint64 print;
    gboolean is_phrase; // when the batch is written
    guint n;
    guint32 numbers[]; // of all who have it then; none where it was cut
} List;

/* ---- articles as numbers ---- */

static void met_clear(gpointer data)
{
    g_free(((Met *)data)->id);
}

static Met *met_at(const KiriLinkPrints *p, guint number)
{
    return &g_array_index(p->articles, Met, number);
}

static guint32 number_of(KiriLinkPrints *p, const char *id)
{
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, id));
    if (known)
        return known - 1;
    Met met = {.id = g_strdup(id)};
    g_array_append_val(p->articles, met);
    g_hash_table_insert(p->numbers, met.id, GUINT_TO_POINTER(p->articles->len));
    return p->articles->len - 1;
}

/* ---- life ---- */

static void list_free(gpointer list)
{
    g_free(list);
}

void kiri_link_prints_open(KiriLinkPrints *p)
{
    p->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->fresh = g_array_new(FALSE, FALSE, sizeof(KiriPrintOf));
    p->turned = g_ptr_array_new();
    p->lists = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, list_free);
    p->ready = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->numbers = g_hash_table_new(g_str_hash, g_str_equal);
    p->articles = g_array_new(FALSE, FALSE, sizeof(Met));
    g_array_set_clear_func(p->articles, met_clear);
    p->phrases = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

void kiri_link_prints_close(KiriLinkPrints *p)
{
    g_clear_pointer(&p->changed, g_hash_table_destroy);
    g_clear_pointer(&p->fresh, g_array_unref);
    g_clear_pointer(&p->turned, g_ptr_array_unref);
    g_clear_pointer(&p->lists, g_hash_table_destroy);
    g_clear_pointer(&p->ready, g_hash_table_destroy);
    g_clear_pointer(&p->numbers, g_hash_table_destroy);
    g_clear_pointer(&p->articles, g_array_unref);
    g_clear_pointer(&p->phrases, g_hash_table_destroy);
}

/* All but the set phrases. */
static void forget(KiriLinkPrints *p)
{
    g_hash_table_remove_all(p->changed);
    g_array_set_size(p->fresh, 0);
    g_ptr_array_set_size(p->turned, 0);
    g_hash_table_remove_all(p->lists);
    g_hash_table_remove_all(p->ready);
    g_hash_table_remove_all(p->numbers);
    g_array_set_size(p->articles, 0);
}

static void note_phrase(KiriLinkPrints *p, guint64 print)
{
    if (g_hash_table_size(p->phrases) >= MOST_PHRASES)
        g_hash_table_remove_all(p->phrases);
    g_hash_table_add(p->phrases, g_memdup2(&print, sizeof print));
}

/* ---- reading ---- */

static int by_value(const void *a, const void *b)
{
    guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;
    return x < y ? -1 : x > y;
}

static void sort_unique(GArray *prints)
{
    guint kept = 0;
    if (prints->len)
        qsort(prints->data, prints->len, sizeof(guint64), by_value);
    for (guint i = 0; i < prints->len; i++) {
        guint64 print = g_array_index(prints, guint64, i);
        if (kept == 0 || print != g_array_index(prints, guint64, kept - 1))
            g_array_index(prints, guint64, kept++) = print;
    }
    g_array_set_size(prints, kept);
}

static int by_print(const void *a, const void *b)
{
    const KiriPrintOf *x = a, *y = b;
    if (x->print != y->print)
        return x->print < y->print ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* The first place in `fresh` of this fingerprint, or where it would be. */
static guint first_fresh(const GArray *fresh, guint64 print)
{
    guint low = 0, high = fresh->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(fresh, KiriPrintOf, middle).print < print)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is read of one slice of fingerprints. */
typedef struct {
    KiriLinkPrints *p;
    gsize at;        // of the fingerprint being read
    guint stored;    // articles that have it, as far as they were read
    guint unchanged; // of these
    GArray *numbers; // guint32: the unchanged ones
    const guint64 *prints;
} Reading;

static void add_list(Reading *r, gsize at)
{
    KiriLinkPrints *p = r->p;
    guint64 print = r->prints[at];
    gboolean is_cut = r->unchanged > KIRI_PRINT_MOST;
    for (guint i = first_fresh(p->fresh, print);
         i < p->fresh->len && g_array_index(p->fresh, KiriPrintOf, i).print == print; i++)
        g_array_append_val(r->numbers, g_array_index(p->fresh, KiriPrintOf, i).number);
    gboolean was_phrase = r->stored > KIRI_PRINT_MOST;
    gboolean is_phrase = r->numbers->len > KIRI_PRINT_MOST;
    if (is_cut)
        note_phrase(p, print);
    if (r->numbers->len < 2 && was_phrase == is_phrase)
        return;
    guint n = is_cut ? 0 : r->numbers->len;
    List *list = g_malloc(sizeof *list + n * sizeof(guint32));
    *list = (List){.print = print, .is_phrase = is_phrase, .n = n};
    if (n)
        memcpy(list->numbers, r->numbers->data, n * sizeof(guint32));
    g_hash_table_replace(p->lists, &list->print, list);
    if (was_phrase != is_phrase)
        g_ptr_array_add(p->turned, list);
}

/* The lists of all fingerprints before `at`. */
static void finish_until(Reading *r, gsize at)
{
    for (; r->at < at; r->at++) {
        add_list(r, r->at);
        r->stored = r->unchanged = 0;
        g_array_set_size(r->numbers, 0);
    }
}

static gboolean take_posting(gsize at, const char *article, guint prints, gpointer data)
{
    Reading *r = data;
    finish_until(r, at);
    guint32 number = number_of(r->p, article);
    Met *met = met_at(r->p, number);
    r->stored++;
    if (met->is_changed)
        return TRUE;
    met->prints = prints;
    r->unchanged++;
    g_array_append_val(r->numbers, number);
    return r->unchanged <= KIRI_PRINT_MOST;
}

/* Fingerprints (each once, rising) that are no known set phrases. */
static void read_lists(KiriLinkWork *w, const GArray *prints)
{
    KiriLinkPrints *p = &w->prints;
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) wanted = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < prints->len; i++) {
        guint64 print = g_array_index(prints, guint64, i);
        if (!g_hash_table_contains(p->phrases, &print) && !g_hash_table_contains(p->lists, &print))
            g_array_append_val(wanted, print);
    }
    const guint64 *all = (const guint64 *)(gpointer)wanted->data;
    Reading r = {.p = p, .numbers = numbers, .prints = all};
    kiri_store_each_sharing(w->store, all, wanted->len, take_posting, &r);
    finish_until(&r, wanted->len);
}

static void add_prints(const GArray *from, GArray *to)
{
    g_array_append_vals(to, from->data, from->len);
}

/* ---- a batch ---- */

static void take_changed(KiriLinkWork *w, const char *id, GArray *prints)
{
    KiriLinkPrints *p = &w->prints;
    kiri_link_library_forget(w, id);
    const KiriSubject *s = kiri_link_subject(w, id);
    g_autoptr(GArray) old = kiri_store_fingerprints_of(w->store, id);
    guint32 number = number_of(p, id);
    g_hash_table_add(p->changed, g_strdup(id));
    g_hash_table_add(p->ready, g_strdup(id));
    met_at(p, number)->is_changed = TRUE;
    met_at(p, number)->prints = s ? s->prints->len : 0;
    for (guint i = 0; i < old->len; i++)
        g_hash_table_remove(p->phrases, &g_array_index(old, guint64, i));
    add_prints(old, prints);
    for (guint i = 0; s && i < s->prints->len; i++) {
        KiriPrintOf row = {g_array_index(s->prints, guint64, i), number};
        g_array_append_val(p->fresh, row);
    }
    if (s)
        add_prints(s->prints, prints);
}

void kiri_link_take_prints(KiriLinkWork *w, const KiriLinkChanges *c)
{
    KiriLinkPrints *p = &w->prints;
    g_autoptr(GArray) prints = g_array_new(FALSE, FALSE, sizeof(guint64));
    GHashTableIter iter;
    gpointer id;
    forget(p);
    g_hash_table_remove_all(w->rows);
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        take_changed(w, id, prints);
    sort_unique(prints);
    if (p->fresh->len)
        qsort(p->fresh->data, p->fresh->len, sizeof(KiriPrintOf), by_print);
    read_lists(w, prints);
}

/* A new set phrase can only part kin, and who has none has no row. */
void kiri_link_add_turned(const KiriLinkWork *w, GHashTable *ids)
{
    const KiriLinkPrints *p = &w->prints;
    for (guint t = 0; t < p->turned->len; t++) {
        const List *list = g_ptr_array_index(p->turned, t);
        for (guint i = 0; i < list->n; i++) {
            const char *id = met_at(p, list->numbers[i])->id;
            if (!g_hash_table_contains(ids, id) &&
                (!list->is_phrase || kiri_store_has(w->store, KIRI_NOUN_LINEAGE, id)))
                g_hash_table_add(ids, g_strdup(id));
        }
    }
}

void kiri_link_write_prints(KiriLinkWork *w, KiriBatch *batch)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, w->prints.changed);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        kiri_link_put_prints(w, batch, id, kiri_link_subject(w, id));
        kiri_link_library_trim(w);
    }
    forget(&w->prints);
}

/* ---- asking ---- */

void kiri_link_expect(KiriLinkWork *w, char **ids, guint n)
{
    g_autoptr(GArray) prints = g_array_new(FALSE, FALSE, sizeof(guint64));
    forget(&w->prints);
    for (guint i = 0; i < n; i++) {
        const KiriSubject *s = kiri_link_subject(w, ids[i]);
        g_hash_table_add(w->prints.ready, g_strdup(ids[i]));
        if (s)
            add_prints(s->prints, prints);
    }
    sort_unique(prints);
    read_lists(w, prints);
}

/* Where a posting does not say how many there are. */
static guint prints_of(KiriLinkWork *w, Met *met)
{
    if (!met->prints) {
        g_autoptr(GArray) prints = kiri_store_fingerprints_of(w->store, met->id);
        met->prints = prints->len;
    }
    return met->prints;
}

static void count_list(KiriLinkPrints *p, const List *list, guint32 self, GArray *met)
{
    for (guint i = 0; i < list->n; i++) {
        guint32 number = list->numbers[i];
        if (number != self && met_at(p, number)->shared++ == 0)
            g_array_append_val(met, number);
    }
}

GArray *kiri_link_sharers(KiriLinkWork *w, const KiriSubject *subject, guint least)
{
    KiriLinkPrints *p = &w->prints;
    const char *id = subject->article->id;
    g_autoptr(GArray) met = g_array_new(FALSE, FALSE, sizeof(guint32));
    GArray *sharers = g_array_new(FALSE, FALSE, sizeof(KiriSharer));
    if (!g_hash_table_contains(p->ready, id)) {
        read_lists(w, subject->prints);
        g_hash_table_add(p->ready, g_strdup(id));
    }
    guint32 self = number_of(p, id);
    for (guint i = 0; i < subject->prints->len; i++) {
        const List *list =
            g_hash_table_lookup(p->lists, &g_array_index(subject->prints, guint64, i));
        if (list && !list->is_phrase)
            count_list(p, list, self, met);
    }
    for (guint i = 0; i < met->len; i++) {
        Met *other = met_at(p, g_array_index(met, guint32, i));
        KiriSharer sharer = {other->id, other->shared, 0};
        other->shared = 0;
        if (sharer.shared < least)
            continue;
        sharer.prints = prints_of(w, other);
        g_array_append_val(sharers, sharer);
    }
    return sharers;
}
