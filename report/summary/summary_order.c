// SPDX-License-Identifier: GPL-3.0-or-later
/* The order of the list and the numbers in it. Everything hangs on the content of the rows
 * alone, never on the order in which they were collected. */
#include "summary_parts.h"

#include <string.h>

/* 内閣 order of media (position, 0 last), then time, then id. */
static gint list_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryRow *x = a, *y = b;
    gint64 px = x->medium && x->medium->position ? x->medium->position : G_MAXINT64;
    gint64 py = y->medium && y->medium->position ? y->medium->position : G_MAXINT64;
    if (px != py)
        return px < py ? -1 : 1;
    if (x->when_us != y->when_us)
        return x->when_us < y->when_us ? -1 : 1;
    gint same = strcmp(x->article, y->article);
    return same ? same : strcmp(x->clip, y->clip);
}

/* For a period an article can hang on several releases and topics: the strongest
 * tie stands for it, so that one article is one line. */
static gint tie_order(gconstpointer a, gconstpointer b)
{
    const KiriSummaryRow *x = a, *y = b;
    gint same = strcmp(x->article, y->article);
    if (same)
        return same;
    if ((x->release != NULL) != (y->release != NULL))
        return x->release ? -1 : 1;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return strcmp(x->clip, y->clip);
}

void kiri_summary_keep_one_tie_each(KiriSummary *s)
{
    GArray *rows = kiri_summary_rows(s);
    guint kept = 0;
    g_array_sort(rows, tie_order);
    for (guint i = 0; i < rows->len; i++) {
        const KiriSummaryRow *row = kiri_summary_row_at(s, i);
        if (kept && strcmp(row->article, kiri_summary_row_at(s, kept - 1)->article) == 0)
            continue;
        *kiri_summary_row_at(s, kept++) = *row;
    }
    g_array_set_size(rows, kept);
}

static gint excluded_order(gconstpointer a, gconstpointer b)
{
    const KiriExcludedRow *x = a, *y = b;
    return x->when_us != y->when_us ? (x->when_us < y->when_us ? -1 : 1) : strcmp(x->clip, y->clip);
}

/* A piece that appeared twice in its medium is of the story of the one that leads,
 * whoever that one follows itself. */
static const char *story_of(const KiriSummary *s, const KiriSummaryRow *row)
{
    while (row->twin_number && row->class_ != KIRI_CLASS_VERBATIM)
        row = kiri_summary_row(s, row->twin_number - 1);
    return row->story;
}

/* The number under which the list first tells of an event, on all that do. */
static void number_event(GHashTable *events, KiriSummaryRow *row)
{
    guint first = GPOINTER_TO_UINT(g_hash_table_lookup(events, row->event));
    row->event_number = first ? first : row->number;
    if (!first)
        g_hash_table_insert(events, (gpointer)(guintptr)row->event, GUINT_TO_POINTER(row->number));
}

static void number_rows(const KiriSummary *s, GHashTable *numbers)
{
    g_autoptr(GHashTable) events = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < kiri_summary_rows(s)->len; i++) {
        KiriSummaryRow *row = kiri_summary_row_at(s, i);
        row->number = i + 1;
        g_hash_table_insert(numbers, (gpointer)(guintptr)row->article, row);
        number_event(events, row);
    }
}

static void number_origins(const KiriSummary *s, GHashTable *numbers)
{
    for (guint i = 0; i < kiri_summary_rows(s)->len; i++) {
        KiriSummaryRow *row = kiri_summary_row_at(s, i);
        const KiriSummaryRow *origin =
            row->origin ? g_hash_table_lookup(numbers, row->origin) : NULL;
        KiriSummaryRow *root = g_hash_table_lookup(numbers, row->story);
        row->origin_number = origin ? origin->number : row->twin_number;
        if (root && root != row)
            root->copies++;
    }
}

gboolean kiri_summary_number(KiriSummary *s, GError **error)
{
    guint n = kiri_summary_rows(s)->len;
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    g_array_sort(kiri_summary_rows(s), list_order);
    g_array_sort(kiri_summary_excluded_rows(s), excluded_order);
    number_rows(s, numbers);
    if (!kiri_summary_find_twins(s, error))
        return FALSE;
    /* All stories before any is replaced: they follow each other. */
    g_autofree const char **stories = g_new(const char *, MAX(n, 1));
    for (guint i = 0; i < n; i++)
        stories[i] = story_of(s, kiri_summary_row(s, i));
    for (guint i = 0; i < n; i++)
        kiri_summary_row_at(s, i)->story = stories[i];
    number_origins(s, numbers);
    return TRUE;
}
