// SPDX-License-Identifier: GPL-3.0-or-later
/* What the link stage makes of a store, as one text to be compared. */
#pragma once

#include "store.h"

#include <math.h>
#include <string.h>

static inline gboolean outcome_keep_line(KiriStr line, gpointer data, GError **error)
{
    (void)error;
    static const char *const kept[] = {"\"type\":\"clip\"", "\"type\":\"lineage\"",
                                       "\"type\":\"event\""};
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (memmem(line.p, line.n, kept[i], strlen(kept[i])))
            g_string_append_len(data, line.p, (gssize)line.n);
    return TRUE;
}

static inline gboolean outcome_add_kin(gconstpointer record, gpointer data)
{
    const KiriLineage *row = record;
    for (guint i = 0; i < kiri_recs_count(row->kin); i++) {
        const KiriKin *k = g_ptr_array_index(row->kin, i);
        g_string_append_printf(data, "%s %s %d %d\n", row->article, k->article,
                               (int)lround(k->held * 10000), (int)lround(k->holds * 10000));
    }
    return TRUE;
}

/* What an event is found by, which no export shows. */
static inline gboolean outcome_add_event(gconstpointer record, gpointer data)
{
    const KiriEvent *row = record;
    g_autofree char *releases = row->releases ? g_strjoinv(",", row->releases) : NULL;
    g_string_append_printf(data, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %08x %08x\n",
                           row->article, row->from_us, row->to_us, releases ? releases : "",
                           row->words ? g_bytes_hash(row->words) : 0,
                           row->profile ? g_bytes_hash(row->profile) : 0);
    return TRUE;
}

/* All clips, rows, kin and events as text. */
static inline char *outcome_of(KiriStore *store)
{
    g_autoptr(GError) error = NULL;
    GString *all = g_string_new(NULL);
    kiri_store_export_canonical(store, outcome_keep_line, all, &error);
    g_assert_no_error(error);
    kiri_store_each(store, KIRI_NOUN_LINEAGE, "", outcome_add_kin, all, &error);
    g_assert_no_error(error);
    kiri_store_each(store, KIRI_NOUN_EVENT, "", outcome_add_event, all, &error);
    g_assert_no_error(error);
    return g_string_free(all, FALSE);
}
