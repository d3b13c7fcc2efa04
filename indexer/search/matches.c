// SPDX-License-Identifier: GPL-3.0-or-later
/* Every match of a query, with the values that facets and orders need.
 *
 * Matches are collected in order of their numbers, in which postings, texts and
 * values lie on disk, and nothing is ranked. A value that many documents share is
 * kept once; a match has a number that stands for it, so that counting is adding
 * up small numbers. */
#include "search_internal.h"

#include <kirinuki/i18n.h>

#define ATTEMPTS 3

gpointer kiri_search_retry(KiriSearchAttempt attempt, const KiriSearchJob *job, GError **error)
{
    for (guint i = 0; i < ATTEMPTS; i++) {
        GError *trouble = NULL;
        gpointer result = attempt(job, &trouble);
        if (result)
            return result;
        if (!kiri_error_is(trouble, KIRI_ERROR_STALE)) {
            g_propagate_prefixed_error(error, trouble, "%s", _("cannot search: "));
            return NULL;
        }
        g_clear_error(&trouble);
        if (!kiri_index_reopen(job->index, error))
            return NULL;
    }
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_BUSY,
                        _("cannot search: the index changes faster than it can be read"));
    return NULL;
}

void kiri_matches_free(KiriMatches *matches)
{
    if (!matches)
        return;
    for (gsize i = 0; i < matches->n_columns; i++) {
        g_clear_pointer(&matches->columns[i].names, g_array_unref);
        g_free(matches->columns[i].codes);
        g_clear_pointer(&matches->columns[i].chunk, g_string_chunk_free);
    }
    kiri_columns_unref(matches->shared);
    g_free(matches->columns);
    g_array_unref(matches->documents);
    g_free(matches);
}

KiriStr kiri_matches_value(const KiriMatches *matches, gsize column, guint i)
{
    const KiriMatchColumn *c = &matches->columns[column];
    return g_array_index(c->names, KiriStr, c->codes[i]);
}

/* ---- columns ---- */

typedef struct {
    KiriMatchColumn *column;
    GHashTable *codes; // KiriStr → code + 1
} Reading;

static guint value_hash(gconstpointer key)
{
    const KiriStr *s = key;
    guint hash = 5381;
    for (gsize i = 0; i < s->n; i++)
        hash = hash * 33 + (guchar)s->p[i];
    return hash;
}

static gboolean value_equal(gconstpointer a, gconstpointer b)
{
    return kiri_str_equal(*(const KiriStr *)a, *(const KiriStr *)b);
}

/* Values of which each document has its own are not looked up. */
static gboolean is_own(guint slot)
{
    return slot == KIRI_SLOT_ID || slot == KIRI_SLOT_DATE;
}

static void take_own_value(gsize i, KiriStr value, gpointer data)
{
    KiriMatchColumn *c = ((Reading *)data)->column;
    KiriStr own = {g_string_chunk_insert_len(c->chunk, value.p, (gssize)value.n), value.n};
    g_array_append_val(c->names, own);
    c->codes[i] = (guint32)i;
}

static void take_value(gsize i, KiriStr value, gpointer data)
{
    Reading *r = data;
    KiriMatchColumn *c = r->column;
    if (i > 0) { // neighbours often agree
        KiriStr before = g_array_index(c->names, KiriStr, c->codes[i - 1]);
        if (kiri_str_equal(before, value)) {
            c->codes[i] = c->codes[i - 1];
            return;
        }
    }
    gpointer known = g_hash_table_lookup(r->codes, &value);
    if (!known) {
        KiriStr *own = g_new(KiriStr, 1);
        *own = (KiriStr){g_string_chunk_insert_len(c->chunk, value.p, (gssize)value.n), value.n};
        g_array_append_val(c->names, *own);
        known = GUINT_TO_POINTER(c->names->len);
        g_hash_table_insert(r->codes, own, known);
    }
    c->codes[i] = GPOINTER_TO_UINT(known) - 1;
}

/* When as many values were looked up as there are documents, it is time to keep
 * them. Ids are not kept: they are as many as documents, and mostly asked for by
 * what costs more. */
static KiriColumns *columns_for(KiriIndex *index, guint slot, GError **error)
{
    if (index->columns && !kiri_columns_is_of(index->columns, index->reader))
        g_clear_pointer(&index->columns, kiri_columns_unref);
    if (slot == KIRI_SLOT_NONE || slot == KIRI_SLOT_ID ||
        index->n_values_read < kiri_xap_count(index->reader))
        return NULL;
    if (!index->columns)
        index->columns = kiri_columns_new(index->reader, error);
    return index->columns;
}

static gboolean take_shared(KiriMatches *matches, KiriIndex *index, KiriColumns *columns,
                            guint slot, KiriMatchColumn *column, GError **error)
{
    const KiriColumn *all = kiri_columns_read(columns, index->reader, slot, is_own(slot), error);
    if (!all)
        return FALSE;
    if (!matches->shared)
        matches->shared = kiri_columns_ref(columns);
    const guint32 *codes = (const guint32 *)(const void *)all->codes->data;
    const GArray *documents = matches->documents;
    column->names = g_array_ref(all->names);
    column->codes = g_new(guint32, documents->len + 1);
    for (guint i = 0; i < documents->len; i++)
        column->codes[i] = codes[g_array_index(documents, guint32, i)];
    return TRUE;
}

static gboolean read_column(KiriMatches *matches, KiriIndex *index, guint slot,
                            KiriMatchColumn *column, GError **error)
{
    const GArray *documents = matches->documents;
    GError *trouble = NULL;
    KiriColumns *columns = columns_for(index, slot, &trouble);
    if (columns)
        return take_shared(matches, index, columns, slot, column, error);
    if (trouble) {
        g_propagate_error(error, trouble);
        return FALSE;
    }
    index->n_values_read += documents->len;
    column->names = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    column->codes = g_new0(guint32, documents->len + 1);
    column->chunk = g_string_chunk_new(slot == KIRI_SLOT_NONE ? 1 : 4096);
    if (slot == KIRI_SLOT_NONE) {
        KiriStr none = {"", 0};
        g_array_append_val(column->names, none);
        return TRUE;
    }
    g_autoptr(GHashTable) codes = g_hash_table_new_full(value_hash, value_equal, g_free, NULL);
    Reading reading = {column, codes};
    return kiri_xap_values(index->reader, slot, (const guint32 *)(const void *)documents->data,
                           documents->len, is_own(slot) ? take_own_value : take_value, &reading,
                           error);
}

typedef struct {
    KiriSearchJob job; // first: what kiri_search_retry() hands on
    const guint *slots;
    gsize n_slots;
} MatchesJob;

static gpointer attempt(const KiriSearchJob *search, GError **error)
{
    const MatchesJob *job = (const MatchesJob *)(const void *)search;
    g_autoptr(KiriMatches) matches = g_new0(KiriMatches, 1);
    matches->documents = g_array_new(FALSE, FALSE, sizeof(guint32));
    matches->columns = g_new0(KiriMatchColumn, job->n_slots);
    g_auto(KiriSearchVerifier) v;
    kiri_search_verifier_init(&v, search);
    if (!kiri_search_verifier_prepare(&v, error) ||
        !kiri_search_collect(&v, matches->documents, error))
        return NULL;
    for (gsize i = 0; i < job->n_slots; i++) {
        matches->n_columns++;
        if (!read_column(matches, search->index, job->slots[i], &matches->columns[i], error))
            return NULL;
    }
    matches->seq = kiri_index_seq(search->index);
    matches->opening = search->index->opening;
    return g_steal_pointer(&matches);
}

KiriMatches *kiri_search_matches(const KiriSearchJob *job, const guint *slots, gsize n_slots,
                                 GError **error)
{
    MatchesJob all = {*job, slots, n_slots};
    return kiri_search_retry(attempt, &all.job, error);
}
