// SPDX-License-Identifier: GPL-3.0-or-later
/* Matches in order. An order that the index has comes from it as a stream, as far
 * as the page needs; any other one needs every match, and is made here. */
#include "listing_internal.h"

#include <kirinuki/i18n.h>

#include <math.h>
#include <string.h>

const char *const kiri_list_order_names[] = {"relevance", "date", "medium", "ave", "reach", NULL};

/* Reading a value of a hundred thousand documents takes its time: only of what is
 * counted or sorted by. */
gboolean kiri_list_match(KiriListJob *job, GError **error)
{
    const guint media = 1u << KIRI_FACET_MEDIUM | 1u << KIRI_FACET_KIND,
                time = 1u << KIRI_FACET_MONTH | 1u << KIRI_FACET_DAY,
                clips = 1u << KIRI_FACET_CLASS | 1u << KIRI_FACET_RELEASE;
    const KiriListOptions *o = job->options;
    gboolean is_sorted = kiri_list_needs_all(o);
    gboolean has_media = (o->facets & media) || o->order == KIRI_LIST_MEDIUM;
    gboolean has_ids = is_sorted || !o->is_plain || (o->facets & clips);
    const guint slots[KIRI_N_LIST_COLUMNS] = {
        [KIRI_LIST_ID] = has_ids ? KIRI_SLOT_ID : KIRI_SLOT_NONE,
        [KIRI_LIST_WHEN] = is_sorted || (o->facets & time) ? KIRI_SLOT_DATE : KIRI_SLOT_NONE,
        [KIRI_LIST_MEDIUM_ID] = has_media ? KIRI_SLOT_MEDIUM : KIRI_SLOT_NONE,
        [KIRI_LIST_SITE] = has_media ? KIRI_SLOT_SITE : KIRI_SLOT_NONE,
        [KIRI_LIST_AUTHORS] =
            o->facets & 1u << KIRI_FACET_AUTHOR ? KIRI_SLOT_AUTHORS : KIRI_SLOT_NONE,
    };
    job->matches =
        kiri_search_all(job->store, job->index, job->ask->query, slots, KIRI_N_LIST_COLUMNS, error);
    return job->matches != NULL;
}

void kiri_list_rows_clear(KiriListRows *rows)
{
    g_clear_pointer(&rows->rows, g_array_unref);
    g_clear_pointer(&rows->chunk, g_string_chunk_free);
    g_clear_pointer(&rows->keywords, g_strfreev);
}

gboolean kiri_list_needs_all(const KiriListOptions *o)
{
    return o->order > KIRI_LIST_DATE || o->is_reversed || o->fresh_days;
}

/* ---- the index's own orders ---- */

static KiriSearchResult *search(const KiriListJob *job, const KiriSearchOptions *how,
                                GError **error)
{
    const KiriListAsk *ask = job->ask;
    if (ask->query)
        return kiri_search_among(job->store, job->index, ask->query, job->matches, how, error);
    if (ask->like_article)
        return kiri_search_like_article(job->store, job->index, ask->tokenizer, ask->like_article,
                                        ask->filter, job->options->opens_copies, how, error);
    return kiri_search_like(job->store, job->index, ask->tokenizer, kiri_str(ask->like),
                            ask->filter, how, error);
}

static gboolean read_stream(const KiriListJob *job, gint order, guint need, KiriListRows *rows,
                            GError **error)
{
    KiriSearchOptions how = {.order = order,
                             .limit = need,
                             .ids_only = TRUE,
                             .needs_exact_total = job->options->wants_totals};
    g_autoptr(KiriSearchResult) result = search(job, &how, error);
    if (!result)
        return FALSE;
    for (guint i = 0; i < result->hits->len; i++) {
        const KiriSearchHit *hit = g_ptr_array_index(result->hits, i);
        KiriListRow row = {g_string_chunk_insert(rows->chunk, hit->id), hit->score, G_MININT64, 0};
        g_array_append_val(rows->rows, row);
    }
    rows->is_all = need == 0 || result->hits->len < need;
    rows->total = result->total;
    rows->total_is_bound = result->total_is_bound;
    rows->seq = result->seq;
    rows->keywords = g_strdupv(result->keywords);
    return TRUE;
}

/* ---- orders over every match ---- */

/* What is not known comes last, whichever way the order goes. */
#define UNKNOWN G_MININT64

static gint compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const KiriListRow *x = a, *y = b;
    const KiriListOptions *o = data;
    if (x->key != y->key) {
        if (x->key == UNKNOWN || y->key == UNKNOWN)
            return x->key == UNKNOWN ? 1 : -1;
        return (x->key > y->key) != (o->is_reversed != FALSE) ? -1 : 1;
    }
    if (x->score < y->score || x->score > y->score)
        return (x->score > y->score) != (o->is_reversed != FALSE) ? -1 : 1;
    if (x->date_us != y->date_us)
        return x->date_us > y->date_us ? -1 : 1;
    return strcmp(x->id, y->id);
}

typedef struct {
    const char *id; // medium, or site
    gint64 position;
    const char *name;
} Place;

static gint compare_places(gconstpointer a, gconstpointer b)
{
    const Place *x = a, *y = b;
    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    gint order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->id, y->id);
}

/* The place in the order of media of each value of a column: those of the ledger
 * with a position, the others of it, media that only their sites name. */
static void add_places(const KiriListJob *job, gsize column, GArray *places)
{
    const GArray *names = job->matches->columns[column].names;
    for (guint i = 0; i < names->len; i++) {
        const char *id = g_array_index(names, KiriStr, i).p;
        const KiriMedium *m =
            column == KIRI_LIST_MEDIUM_ID ? kiri_media_book_find(job->book, id) : NULL;
        Place place = {id, G_MAXINT64, m && m->name ? m->name : id};
        if (m)
            place.position = m->position > 0 ? m->position : G_MAXINT64 - 1;
        if (*id)
            g_array_append_val(places, place);
    }
}

static void key_by_medium(const KiriListJob *job, GArray *rows)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    add_places(job, KIRI_LIST_MEDIUM_ID, places);
    add_places(job, KIRI_LIST_SITE, places);
    g_array_sort(places, compare_places);
    g_autoptr(GHashTable) rank = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < places->len; i++) // the ids are pointers into the columns
        g_hash_table_insert(rank, (gpointer)(guintptr)g_array_index(places, Place, i).id,
                            GUINT_TO_POINTER(i + 1));
    for (guint i = 0; i < rows->len; i++) {
        const char *id = kiri_matches_value(job->matches, KIRI_LIST_MEDIUM_ID, i).p;
        const char *site = kiri_matches_value(job->matches, KIRI_LIST_SITE, i).p;
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(rank, *id ? id : site));
        g_array_index(rows, KiriListRow, i).key = place ? -(gint64)place : UNKNOWN;
    }
}

static gboolean key_by_figure(const KiriListJob *job, GArray *rows, GError **error)
{
    g_autofree const char **ids = g_new(const char *, rows->len + 1);
    for (guint i = 0; i < rows->len; i++)
        ids[i] = g_array_index(rows, KiriListRow, i).id;
    g_autoptr(GHashTable) figures = kiri_clip_figures(job->store, ids, rows->len, error);
    if (!figures)
        return FALSE;
    for (guint i = 0; i < rows->len; i++) {
        const KiriClipFigures *f = g_hash_table_lookup(figures, ids[i]);
        gint64 value = !f ? -1 : job->options->order == KIRI_LIST_AVE ? f->ave_yen : f->users;
        g_array_index(rows, KiriListRow, i).key = value < 0 ? UNKNOWN : value;
    }
    return TRUE;
}

/* Rows of all matches, in their order, with dates. */
static void take_matches(const KiriListJob *job, KiriListRows *rows)
{
    const KiriMatches *m = job->matches;
    for (guint i = 0; i < m->documents->len; i++) {
        KiriListRow row = {.id = kiri_matches_value(m, KIRI_LIST_ID, i).p,
                           .date_us = kiri_slot_date_us(kiri_matches_value(m, KIRI_LIST_WHEN, i))};
        g_array_append_val(rows->rows, row);
    }
    rows->is_all = TRUE;
    rows->total = m->documents->len;
    rows->seq = m->seq;
    rows->keywords = kiri_query_keywords(job->ask->query);
}

/* Relevance of every match, with its age where that counts. */
static gboolean weigh(const KiriListJob *job, GArray *rows, GError **error)
{
    g_auto(KiriListRows) ranked = {0};
    ranked.rows = g_array_new(FALSE, FALSE, sizeof(KiriListRow));
    ranked.chunk = g_string_chunk_new(4096);
    if (!read_stream(job, KIRI_ORDER_RELEVANCE, 0, &ranked, error))
        return FALSE;
    g_autoptr(GHashTable) scores = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < ranked.rows->len; i++) {
        KiriListRow *row = &g_array_index(ranked.rows, KiriListRow, i);
        g_hash_table_insert(scores, (gpointer)(guintptr)row->id, row);
    }
    for (guint i = 0; i < rows->len; i++) {
        KiriListRow *row = &g_array_index(rows, KiriListRow, i);
        const KiriListRow *found = g_hash_table_lookup(scores, row->id);
        row->score = found ? found->score : 0;
        if (!job->options->fresh_days)
            continue;
        gdouble age_us = (gdouble)job->now_us - (gdouble)row->date_us;
        gdouble days = age_us / (gdouble)KIRI_US_PER_DAY;
        gdouble young = row->date_us == G_MININT64
                            ? 0
                            : exp2(-MAX(days, 0) / (gdouble)job->options->fresh_days);
        row->score *= (1 + young) / 2;
    }
    return TRUE;
}

static gboolean sort_matches(const KiriListJob *job, KiriListRows *rows, GError **error)
{
    KiriListOptions o = *job->options;
    take_matches(job, rows);
    switch (o.order) {
    case KIRI_LIST_DATE:
        for (guint i = 0; i < rows->rows->len; i++) {
            KiriListRow *row = &g_array_index(rows->rows, KiriListRow, i);
            row->key = row->date_us;
        }
        break;
    case KIRI_LIST_MEDIUM:
        key_by_medium(job, rows->rows);
        break;
    case KIRI_LIST_AVE:
    case KIRI_LIST_REACH:
        if (!key_by_figure(job, rows->rows, error))
            return FALSE;
        break;
    default:
        if (!weigh(job, rows->rows, error))
            return FALSE;
        break;
    }
    g_array_sort_with_data(rows->rows, compare_rows, &o);
    return TRUE;
}

gboolean kiri_list_rows_read(const KiriListJob *job, guint need, KiriListRows *rows, GError **error)
{
    const KiriListOptions *o = job->options;
    kiri_list_rows_clear(rows);
    rows->rows = g_array_new(FALSE, FALSE, sizeof(KiriListRow));
    rows->chunk = g_string_chunk_new(4096);
    if (kiri_list_needs_all(o))
        return sort_matches(job, rows, error);
    gint order = o->order == KIRI_LIST_DATE ? KIRI_ORDER_DATE : KIRI_ORDER_RELEVANCE;
    return read_stream(job, order, need, rows, error);
}
